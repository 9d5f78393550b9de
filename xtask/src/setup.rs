//! What the machine must have before anything is built, and getting it where that is allowed.
//!
//! On Debian and its relatives, as root or with a `sudo` that asks nothing, missing packages are installed.
//! Elsewhere one line says what to install. Toolchain components are never installed behind the user's back:
//! how Rust came to the machine is the user's choice.

use crate::process;
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// Something that must be on the machine, and the Debian package that brings it.
struct SystemTool {
    name: &'static str,
    kind: Kind,
    needed: Needed,
    package: &'static str,
    purpose: &'static str,
}

/// GiB that a first run of all stages takes, with room for what the tests write.
const ROOM: u64 = 20;

/// What it is needed for. What comes later includes what comes before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Needed {
    /// Building the product.
    Building,
    /// Testing it.
    Testing,
    /// Building and testing the clients.
    Clients,
    /// Testing it in a browser.
    Browsing,
}

/// How to see whether it is there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A program on `PATH`.
    Program,
    /// A library with its headers, as `pkg-config` knows it.
    Library,
    /// A program of the PostgreSQL server, which distributions keep off `PATH`. Only the tests start one.
    Server,
    /// Letters of a language, as `fc-list` knows it: without them a picture of the page shows boxes.
    Letters,
}

/// The linker is in the list although this program could hardly be built without one: a toolchain set up with
/// its own linker gets this far, and then fails in the first dependency that compiles C. The PostgreSQL client
/// library is compiled from source but finds OpenSSL on the machine.
const SYSTEM_TOOLS: &[SystemTool] = &[
    SystemTool {
        name: "cc",
        kind: Kind::Program,
        needed: Needed::Building,
        package: "build-essential",
        purpose: "the C compiler and linker",
    },
    SystemTool {
        name: "pkg-config",
        kind: Kind::Program,
        needed: Needed::Building,
        package: "pkg-config",
        purpose: "the finder of libraries",
    },
    SystemTool {
        name: "openssl",
        kind: Kind::Library,
        needed: Needed::Building,
        package: "libssl-dev",
        purpose: "OpenSSL with headers",
    },
    SystemTool {
        name: "initdb",
        kind: Kind::Server,
        needed: Needed::Testing,
        package: "postgresql",
        purpose: "the PostgreSQL server that tests start for themselves",
    },
    SystemTool {
        name: "node",
        kind: Kind::Program,
        needed: Needed::Clients,
        package: "nodejs",
        purpose: "Node, which builds the clients and runs the stories in the browser",
    },
    SystemTool {
        name: "npm",
        kind: Kind::Program,
        needed: Needed::Clients,
        package: "npm",
        purpose: "Node's package manager",
    },
    SystemTool {
        name: "chromium",
        kind: Kind::Program,
        needed: Needed::Browsing,
        package: "chromium",
        purpose: "the browser of the stories",
    },
    SystemTool {
        name: "zh",
        kind: Kind::Letters,
        needed: Needed::Browsing,
        package: "fonts-wqy-microhei",
        purpose: "Chinese letters",
    },
];

/// Cargo's own parts that the stages call.
const COMPONENTS: &[&str] = &["fmt", "clippy"];

/// How packages can be installed here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Installer {
    AsRoot,
    WithSudo,
    ByTheUser,
}

/// Makes sure that the machine has what the stages need.
///
/// Errors: something is missing and could not be installed; the message is one line that says what to do.
pub fn run() -> Result<()> {
    provide(Needed::Testing)?;
    let components = missing_components(|part| {
        process::cargo(&[part, "--version"]).output().is_ok_and(|o| o.status.success())
    });
    if !components.is_empty() {
        bail!("cargo {} missing: {}", components.join(" and cargo "), component_remedy());
    }
    println!(
        "The machine has what is needed: a C compiler and linker, OpenSSL, PostgreSQL's server, cargo fmt, \
         cargo clippy."
    );
    if let Some(free) = free_space().filter(|free| *free < ROOM) {
        println!(
            "Only {free} GiB are free where Cargo builds. A first run needs up to {ROOM}: tests that find no room fail."
        );
    }
    Ok(())
}

/// Free space where Cargo builds, in GiB; nothing where `df` does not say.
fn free_space() -> Option<u64> {
    let folder =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| process::root().join("target"), PathBuf::from);
    let there = folder.ancestors().find(|folder| folder.is_dir()).map_or_else(process::root, PathBuf::from);
    let output = Command::new("df").args(["--output=avail", "--block-size=1G"]).arg(there).output().ok()?;
    number_in(&String::from_utf8_lossy(&output.stdout))
}

/// The number under the head of a table of one column.
fn number_in(table: &str) -> Option<u64> {
    table.lines().nth(1)?.trim().parse().ok()
}

/// Makes sure that the machine has what it takes to build the product.
///
/// Errors: those of [`run`].
pub fn to_build() -> Result<()> {
    provide(Needed::Building)
}

/// Makes sure that the machine has what it takes to build and test the clients.
///
/// Errors: those of [`run`].
pub fn for_clients() -> Result<()> {
    provide(Needed::Clients)
}

/// Makes sure that the machine has what it takes to test the product in a browser.
///
/// Errors: those of [`run`].
pub fn to_browse() -> Result<()> {
    provide(Needed::Browsing)
}

fn provide(purpose: Needed) -> Result<()> {
    let missing = || missing_tools(|tool| tool.needed > purpose || is_there(tool));
    if !missing().is_empty() {
        install(&missing(), installer())?;
    }
    match missing().first() {
        Some(tool) => bail!("{} (`{}`) is still missing", tool.purpose, tool.name),
        None => Ok(()),
    }
}

fn is_there(tool: &SystemTool) -> bool {
    match tool.kind {
        Kind::Program => process::find(tool.name).is_some(),
        Kind::Library => process::succeeds("pkg-config", &["--exists", tool.name]),
        Kind::Server => {
            process::find(tool.name).is_some()
                || server_folders().any(|folder| folder.join(tool.name).is_file())
        }
        Kind::Letters => {
            let list = Command::new("fc-list").arg(format!(":lang={}", tool.name)).output();
            list.is_ok_and(|list| list.status.success() && !list.stdout.trim_ascii().is_empty())
        }
    }
}

/// Where distributions keep the server's programs, one folder for each version. `tests/it/support` looks there too.
fn server_folders() -> impl Iterator<Item = PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    versions.map(|entry| entry.path().join("bin"))
}

fn missing_tools(is_there: impl Fn(&SystemTool) -> bool) -> Vec<&'static SystemTool> {
    SYSTEM_TOOLS.iter().filter(|tool| !is_there(tool)).collect()
}

fn missing_components(is_there: impl Fn(&str) -> bool) -> Vec<&'static str> {
    COMPONENTS.iter().copied().filter(|part| !is_there(part)).collect()
}

fn component_remedy() -> &'static str {
    if process::find("rustup").is_some() {
        "run `rustup component add rustfmt clippy`"
    } else {
        "install rustfmt and clippy the way Rust was installed (Debian: packages rustfmt and rust-clippy)"
    }
}

fn installer() -> Installer {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    if !is_debian(&release) || process::find("apt-get").is_none() {
        return Installer::ByTheUser;
    }
    if user_is_root() {
        Installer::AsRoot
    } else if process::succeeds("sudo", &["-n", "true"]) {
        Installer::WithSudo
    } else {
        Installer::ByTheUser
    }
}

fn user_is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// Whether an `os-release` text is Debian's or a relative's.
fn is_debian(release: &str) -> bool {
    release
        .lines()
        .filter_map(|line| line.strip_prefix("ID=").or_else(|| line.strip_prefix("ID_LIKE=")))
        .flat_map(|value| value.trim_matches('"').split(' '))
        .any(|id| id == "debian")
}

fn install(missing: &[&SystemTool], installer: Installer) -> Result<()> {
    let packages: Vec<&str> = missing.iter().map(|tool| tool.package).collect();
    if installer == Installer::ByTheUser {
        bail!("{}", remedy(missing));
    }
    println!("Installing {} ...", packages.join(" "));
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(&packages);
    if apt(installer, &["update"])? && apt(installer, &arguments)? {
        return Ok(());
    }
    bail!("apt-get could not install {}: see its message above", packages.join(" "))
}

/// One line that says what to install and why.
fn remedy(missing: &[&SystemTool]) -> String {
    let wanted: Vec<String> = missing
        .iter()
        .map(|tool| format!("{} (`{}`; Debian: `apt-get install {}`)", tool.purpose, tool.name, tool.package))
        .collect();
    format!("please install {}", wanted.join(", "))
}

fn apt(installer: Installer, arguments: &[&str]) -> Result<bool> {
    let mut command = match installer {
        Installer::WithSudo => {
            let mut sudo = Command::new("sudo");
            sudo.args(["-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
            sudo
        }
        Installer::AsRoot | Installer::ByTheUser => Command::new("apt-get"),
    };
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    Ok(process::run(&mut command)?.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debian_and_its_relatives_are_known() {
        assert!(is_debian("PRETTY_NAME=\"Debian GNU/Linux 12\"\nID=debian\n"));
        assert!(is_debian("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"));
        assert!(!is_debian("ID=fedora\nHOME_URL=\"debian\"\n"));
        assert!(!is_debian(""));
    }

    #[test]
    fn what_is_missing_is_named_with_its_remedy() {
        assert!(missing_tools(|_| true).is_empty());
        let missing = missing_tools(|_| false);
        let line = remedy(&missing);
        assert!(line.contains("build-essential") && line.contains("cc"), "{line}");
        assert!(!line.contains('\n'));
        assert_eq!(missing_components(|part| part == "fmt"), ["clippy"]);
    }

    #[test]
    fn who_builds_needs_neither_a_server_nor_a_browser() {
        let packages = |purpose| -> Vec<&str> {
            missing_tools(|tool| tool.needed != purpose).iter().map(|tool| tool.package).collect()
        };
        assert_eq!(packages(Needed::Building), ["build-essential", "pkg-config", "libssl-dev"]);
        assert_eq!(packages(Needed::Testing), ["postgresql"]);
        assert_eq!(packages(Needed::Clients), ["nodejs", "npm"]);
        assert_eq!(packages(Needed::Browsing), ["chromium", "fonts-wqy-microhei"]);
    }

    #[test]
    fn free_space_is_read_from_its_table() {
        assert_eq!(number_in("Avail\n   42\n"), Some(42));
        assert_eq!(number_in("df: no such folder\n"), None);
        assert!(free_space().is_some(), "df says it here");
    }

    #[test]
    fn without_the_right_to_install_the_user_is_told() {
        let error = install(&missing_tools(|_| false), Installer::ByTheUser).expect_err("may not install");
        assert!(error.to_string().starts_with("please install"), "{error}");
    }
}
