//! A throw-away server: the real program on a database in a temporary folder, on the clock that is moved by hand.
//!
//! Owns the process and the folder; both go when it is dropped. It knows the program by its command line only.

use chrono::{DateTime, Utc};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Everything that the people of a simulated factory do.
const RIGHTS: [&str; 15] = [
    "read-orders",
    "sell",
    "promise",
    "override",
    "read-work",
    "plan",
    "engineer",
    "report",
    "lead-floor",
    "read-purchasing",
    "purchase",
    "keep-stock",
    "dispatch",
    "exchange",
    "administer",
];
/// How long a server may take to say where it listens.
const STARTS_WITHIN: Duration = Duration::from_mins(1);

/// Why there is no server.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The program can't be run, or the folder can't be made.
    #[error("{what}: {source}")]
    Machine {
        /// What was tried.
        what: String,
        /// Why not.
        source: std::io::Error,
    },
    /// The program ended or said something else.
    #[error("{what} said: {said}")]
    Said {
        /// What was tried.
        what: String,
        /// What it said instead.
        said: String,
    },
}

/// A running server.
pub struct Server {
    process: Child,
    /// Goes with the server.
    _folder: tempfile::TempDir,
    /// Where it listens, as `http://127.0.0.1:40001`.
    pub address: String,
    /// The secret of a token that may do what the simulated people do.
    pub token: String,
}

impl Server {
    /// Starts `program serve` with its clock at `at`. With a `seller` there is somebody whom its rules can warn, and its
    /// odds are always played, not only for who asks for a date.
    ///
    /// # Errors
    ///
    /// The program can't be run, or does not begin to listen.
    pub fn start(program: &Path, at: DateTime<Utc>, seller: bool) -> Result<Self, ServerError> {
        let machine = |what: &str, source| ServerError::Machine { what: what.to_owned(), source };
        let folder = tempfile::Builder::new().prefix("holdfast-simulate-").tempdir();
        let folder = folder.map_err(|source| machine("a temporary folder", source))?;
        let database = format!("sqlite://{}", folder.path().join("simulated.db").display());
        let name = program.display().to_string();
        let token = token(program, &database)?;
        if seller {
            carry_out(program, &database, &["user", "add", "seller", "--role", "sales"])?;
            carry_out(
                program,
                &database,
                &["contact", "set", "seller", "--address", "seller@plant.example"],
            )?;
        }
        let clock = format!("manual:{}", at.format("%Y-%m-%dT%H:%M:%S%.3fZ"));
        let mut process = Command::new(program)
            .args(["serve", "--lang", "en", "--listen", "127.0.0.1:0", "--clock", &clock])
            .args(["--database-url", &database])
            .env("HOLDFAST_LOG", "error")
            // Nobody looks at a board here: odds are played for whoever asks for a date, and of the newest plan.
            .env("HOLDFAST_ODDS", if seller { "always" } else { "asked" })
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|source| machine(&name, source))?;
        match address(&mut process) {
            Some(address) => Ok(Self { process, _folder: folder, address, token }),
            None => {
                stop(&mut process);
                Err(ServerError::Said { what: format!("{name} serve"), said: "no address".to_owned() })
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        stop(&mut self.process);
    }
}

/// Ends a process and waits for it. It holds nothing that anybody wants to keep.
fn stop(process: &mut Child) {
    // A process that has gone already is what is wanted.
    drop(process.kill());
    drop(process.wait());
}

fn carry_out(program: &Path, database: &str, words: &[&str]) -> Result<(), ServerError> {
    let what = format!("{} {}", program.display(), words.join(" "));
    let output =
        Command::new(program).args(words).args(["--lang", "en", "--database-url", database]).output();
    let output = output.map_err(|source| ServerError::Machine { what: what.clone(), source })?;
    if output.status.success() {
        return Ok(());
    }
    Err(ServerError::Said { what, said: String::from_utf8_lossy(&output.stderr).into_owned() })
}

fn token(program: &Path, database: &str) -> Result<String, ServerError> {
    let mut command = Command::new(program);
    command.args(["token", "add", "simulator", "--lang", "en", "--database-url", database]);
    for right in RIGHTS {
        command.args(["--right", right]);
    }
    let what = format!("{} token add", program.display());
    let output = command.output().map_err(|source| ServerError::Machine { what: what.clone(), source })?;
    let said = String::from_utf8_lossy(&output.stdout);
    let secret = said.split_whitespace().find(|word| word.starts_with("hf_")).map(str::to_owned);
    let said = || format!("{said}{}", String::from_utf8_lossy(&output.stderr));
    secret.ok_or_else(|| ServerError::Said { what, said: said() })
}

/// The address in the first line that names one.
fn address(process: &mut Child) -> Option<String> {
    let out = process.stdout.take()?;
    let (tell, told) = std::sync::mpsc::channel();
    // Reads on until the process ends, so that it never waits for a reader.
    std::thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            let found =
                line.split_whitespace().find_map(|word| word.find("http://").map(|at| word[at..].to_owned()));
            if let Some(found) = found {
                // Nobody listens any more once the address is known.
                drop(tell.send(found));
            }
        }
    });
    let begun = Instant::now();
    let found = told.recv_timeout(STARTS_WITHIN).ok()?;
    let address = found.trim_end_matches(['.', '/', ',', ';']).to_owned();
    (begun.elapsed() <= STARTS_WITHIN).then_some(address)
}
