//! A throw-away PostgreSQL server from the binaries of the machine, and databases on it.
//!
//! It listens on a socket in its own folder only, runs as a user without rights where the tests run as root,
//! and is stopped and removed by a watchdog as soon as the test process has ended, however that ended: the
//! watchdog reads a pipe whose other end nobody else holds.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use holdfast::store::Store;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The database that all others are copies of: migrated, and empty.
const TEMPLATE: &str = "holdfast_template";

/// Users that PostgreSQL may run as instead of root, the better one first.
const USERS: &[&str] = &["postgres", "nobody"];

const SETTINGS: &str = "-c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=300 \
    -c shared_buffers=64MB -c log_min_messages=fatal";

/// What the watchdog does: waits for the end of its input, then stops the server and removes its folder. An
/// interrupt from the terminal reaches it too, and must not end it first.
const WATCHDOG: &str =
    r#"trap '' INT HUP TERM; cat >/dev/null; "$1"/pg_ctl stop -m immediate -D "$2"/data; rm -rf "$2""#;

/// A running server.
pub struct Cluster {
    binaries: PathBuf,
    folder: PathBuf,
    user: Option<(u32, u32)>,
    databases: AtomicUsize,
    watchdog: Child,
}

impl Cluster {
    /// The server that all tests of this process share.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// A server of its own, stopped when it is dropped.
    pub fn start() -> Self {
        let binaries = binaries().unwrap_or_else(|| {
            panic!("please install the PostgreSQL server (`initdb`; Debian: `apt-get install postgresql`)")
        });
        let user = other_user();
        let folder = tempfile::Builder::new().prefix("holdfast-pg-").tempdir().expect("a folder").keep();
        if let Some((uid, gid)) = user {
            chown(&folder, Some(uid), Some(gid)).expect("root may give a folder away");
        }
        let watchdog = watch(&binaries, &folder, user);
        let cluster = Self { binaries, folder, user, databases: AtomicUsize::new(0), watchdog };
        cluster
            .run("initdb", &["--no-sync", "--auth=trust", "--username=holdfast", "--locale=C", "-E", "UTF8"]);
        cluster.resume();
        cluster.order(&format!("CREATE DATABASE {TEMPLATE}"));
        Store::migrate(&cluster.url(TEMPLATE)).expect("the migrations run");
        cluster
    }

    /// The address of a new database with all tables.
    pub fn database(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.order(&format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE}"));
        self.url(&name)
    }

    /// Stops the server in the middle of whatever it does.
    pub fn halt(&self) {
        self.run("pg_ctl", &["stop", "--wait", "--mode=immediate"]);
    }

    /// Starts it (again).
    pub fn resume(&self) {
        let (socket, log) = (self.folder.display(), self.folder.join("log"));
        let settings = format!("-k {socket} {SETTINGS}");
        self.run("pg_ctl", &["start", "--wait", "--log", &log.to_string_lossy(), "--options", &settings]);
    }

    fn url(&self, database: &str) -> String {
        format!("postgres:///{database}?host={}&user=holdfast", self.folder.display())
    }

    fn order(&self, sql: &str) {
        let mut admin = PgConnection::establish(&self.url("postgres")).expect("the server answers");
        admin.batch_execute(sql).expect(sql);
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let mut command = Command::new(self.binaries.join(program));
        command.arg("-D").arg(self.folder.join("data")).args(arguments);
        // A pipe would stay open in the server that pg_ctl leaves behind, and be waited for.
        let output = std::fs::File::create(self.folder.join("output")).expect("a file");
        let errors = output.try_clone().expect("a second handle");
        command.stdin(Stdio::null()).stdout(output).stderr(errors);
        let status = as_user(&mut command, self.user).status().expect("PostgreSQL's programs run");
        if !status.success() {
            let said = std::fs::read_to_string(self.folder.join("output")).unwrap_or_default();
            let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            panic!("{program} failed: {said}\n{log}");
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Waiting closes the pipe first; the server that all share is not dropped, its pipe ends with the process.
        self.watchdog.wait().expect("the watchdog ends after the server");
    }
}

fn watch(binaries: &Path, folder: &Path, user: Option<(u32, u32)>) -> Child {
    let mut command = Command::new("sh");
    command.args(["-c", WATCHDOG, "watchdog"]).arg(binaries).arg(folder);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    as_user(&mut command, user).spawn().expect("a shell")
}

fn as_user(command: &mut Command, user: Option<(u32, u32)>) -> &mut Command {
    if let Some((uid, gid)) = user {
        command.uid(uid).gid(gid);
    }
    command.current_dir("/")
}

/// Where the server's programs are: on `PATH`, or where distributions put them, the newest first.
fn binaries() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    for root in ["/usr/lib/postgresql", "/usr/local/opt", "/opt/homebrew/opt"] {
        let versions = std::fs::read_dir(root).into_iter().flatten().flatten();
        let mut versions: Vec<PathBuf> = versions.map(|entry| entry.path().join("bin")).collect();
        versions.sort();
        folders.extend(versions.into_iter().rev());
    }
    folders.into_iter().find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}

/// Whom to run as: PostgreSQL refuses to run as root.
fn other_user() -> Option<(u32, u32)> {
    (number(&["-u"]) == Some(0)).then(|| {
        let known = USERS.iter().find_map(|name| Some((number(&["-u", name])?, number(&["-g", name])?)));
        known.expect("one of the usual users is there")
    })
}

fn number(arguments: &[&str]) -> Option<u32> {
    let output = Command::new("id").args(arguments).output().expect("`id` runs");
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}
