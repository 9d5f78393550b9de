//! The databases that are measured: a SQLite file, and a throw-away PostgreSQL server that flushes what it
//! commits as a real one does. Each is seeded once; every measurement gets a copy.
//!
//! The server runs from the binaries of the machine, listens on a socket in its own folder only, and is stopped
//! by a watchdog as soon as this process has ended, however that ended.

use super::seed::{self, Seeded};
use anyhow::{Context, Result, bail};
use holdfast::store::Store;
use std::cell::Cell;
use std::io::Write;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Users that PostgreSQL may run as instead of root, the better one first.
const USERS: [&str; 2] = ["postgres", "nobody"];
const SETTINGS: &str = "-c listen_addresses= -c shared_buffers=128MB -c log_min_messages=fatal";
/// Waits for the end of its input, then stops the server and removes its folder.
const WATCHDOG: &str =
    r#"trap '' INT HUP TERM; cat >/dev/null; "$1"/pg_ctl stop -m immediate -D "$2"/data; rm -rf "$2""#;

/// A database of which copies are made.
pub struct Database {
    /// How tables name it.
    pub name: &'static str,
    /// What is in it.
    pub seeded: Seeded,
    kind: Kind,
    copies: Cell<u32>,
}

enum Kind {
    Sqlite(PathBuf),
    Postgres(Cluster),
}

impl Database {
    /// A SQLite file in `folder` with so many open and closed orders.
    ///
    /// # Errors
    ///
    /// Those of [`seed::store`].
    pub fn sqlite(folder: &Path, open: usize, closed: usize) -> Result<Self> {
        let path = folder.join("seeded.db");
        let seeded = seed::store(&format!("sqlite://{}", path.display()), open, closed)?;
        Ok(Self { name: "SQLite", seeded, kind: Kind::Sqlite(path), copies: Cell::new(0) })
    }

    /// A database on a server of its own; nothing where PostgreSQL is not installed.
    ///
    /// # Errors
    ///
    /// The server does not start, and those of [`seed::store`].
    pub fn postgres(open: usize, closed: usize) -> Result<Option<Self>> {
        let Some(binaries) = binaries() else { return Ok(None) };
        let cluster = Cluster::start(binaries)?;
        cluster.order("CREATE DATABASE seeded")?;
        Store::migrate(&cluster.url("seeded"))?;
        let seeded = seed::store(&cluster.url("seeded"), open, closed)?;
        Ok(Some(Self { name: "PostgreSQL", seeded, kind: Kind::Postgres(cluster), copies: Cell::new(0) }))
    }

    /// The address of a fresh copy.
    ///
    /// # Errors
    ///
    /// What the system or the server says.
    pub fn copy(&self) -> Result<String> {
        self.copies.set(self.copies.get() + 1);
        let name = format!("copy_{}", self.copies.get());
        match &self.kind {
            Kind::Sqlite(path) => {
                let copy = path.with_file_name(format!("{name}.db"));
                for end in ["", "-wal"] {
                    let from = PathBuf::from(format!("{}{end}", path.display()));
                    if from.exists() {
                        std::fs::copy(&from, format!("{}{end}", copy.display()))?;
                    }
                }
                Ok(format!("sqlite://{}", copy.display()))
            }
            Kind::Postgres(cluster) => {
                cluster.order(&format!("CREATE DATABASE {name} TEMPLATE seeded"))?;
                Ok(cluster.url(&name))
            }
        }
    }
}

struct Cluster {
    binaries: PathBuf,
    folder: PathBuf,
    user: Option<(u32, u32)>,
    watchdog: Child,
}

impl Cluster {
    fn start(binaries: PathBuf) -> Result<Self> {
        let user = other_user()?;
        let folder = tempfile::Builder::new().prefix("holdfast-bench-pg-").tempdir()?.keep();
        if let Some((uid, gid)) = user {
            chown(&folder, Some(uid), Some(gid))?;
        }
        let mut watchdog = Command::new("sh");
        watchdog.args(["-c", WATCHDOG, "watchdog"]).arg(&binaries).arg(&folder);
        watchdog.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let watchdog = as_user(&mut watchdog, user).spawn()?;
        let cluster = Self { binaries, folder, user, watchdog };
        cluster.run("initdb", &["--auth=trust", "--username=holdfast", "--locale=C", "-E", "UTF8"])?;
        cluster.resume()?;
        Ok(cluster)
    }

    fn url(&self, database: &str) -> String {
        format!("postgres:///{database}?host={}&user=holdfast", self.folder.display())
    }

    /// Carries out `sql` while nobody is connected: the server's own programs are all there is, and copying a
    /// database needs it to be alone anyway.
    fn order(&self, sql: &str) -> Result<()> {
        self.run("pg_ctl", &["stop", "--wait", "--mode=fast"])?;
        let mut single = Command::new(self.binaries.join("postgres"));
        single.arg("--single").arg("-D").arg(self.folder.join("data")).arg("postgres");
        single.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut single = as_user(&mut single, self.user).spawn()?;
        writeln!(single.stdin.take().context("its input was asked for")?, "{sql}")?;
        anyhow::ensure!(single.wait()?.success(), "PostgreSQL refused: {sql}");
        self.resume()
    }

    fn resume(&self) -> Result<()> {
        let settings = format!("-k {} {SETTINGS}", self.folder.display());
        let log = self.folder.join("log").to_string_lossy().into_owned();
        self.run("pg_ctl", &["start", "--wait", "--log", &log, "--options", &settings])
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Result<()> {
        let mut command = Command::new(self.binaries.join(program));
        command.arg("-D").arg(self.folder.join("data")).args(arguments);
        // A pipe would stay open in the server that pg_ctl leaves behind, and be waited for.
        let output = std::fs::File::create(self.folder.join("output"))?;
        command.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output);
        if as_user(&mut command, self.user).status().with_context(|| program.to_owned())?.success() {
            return Ok(());
        }
        bail!("{program}: {}", std::fs::read_to_string(self.folder.join("output")).unwrap_or_default())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Waiting closes the pipe first; then the watchdog stops the server. There is nobody left to tell.
        drop(self.watchdog.wait());
    }
}

fn as_user(command: &mut Command, user: Option<(u32, u32)>) -> &mut Command {
    if let Some((uid, gid)) = user {
        command.uid(uid).gid(gid);
    }
    command.current_dir("/")
}

/// Where the server's programs are: on `PATH`, or where Debian puts them, the newest first.
fn binaries() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<PathBuf> = versions.map(|entry| entry.path().join("bin")).collect();
    versions.sort();
    folders.extend(versions.into_iter().rev());
    folders.into_iter().find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}

/// Whom to run as: PostgreSQL refuses to run as root.
fn other_user() -> Result<Option<(u32, u32)>> {
    if number(&["-u"]) != Some(0) {
        return Ok(None);
    }
    let known = USERS.iter().find_map(|name| Some((number(&["-u", name])?, number(&["-g", name])?)));
    known.map(Some).context("PostgreSQL does not run as root, and there is no other user")
}

fn number(arguments: &[&str]) -> Option<u32> {
    let output = Command::new("id").args(arguments).output().ok()?;
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}
