//! The server as users start it, in a process of its own that can be killed, and a client that speaks to it.

use holdfast::app::{App, Clock};
use holdfast::domain::role::{Actor, Right};
use holdfast::services::access::{TokenBody, make_token};
use reqwest::blocking::{Client, RequestBuilder};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::Duration;

/// Where the clock stands.
const CLOCK: &str = "manual:2026-02-02T00:00:00Z";
/// The secret of the token that may do everything.
pub const SECRET: &str = "hf_a-secret-of-tests-only";

/// Makes the token in a new database.
pub fn prepare(url: &str) {
    let app = App::open(url, Clock::System).expect("a new database");
    let token = TokenBody { name: "tests".to_owned(), rights: Right::ALL.into(), expires: None };
    app.command_blocking(&Actor::system(), move |tx| make_token(tx, &token, SECRET)).expect("a token");
    app.stop();
}

/// A server in another process.
pub struct Served {
    process: Child,
    /// Its address: `127.0.0.1:PORT`.
    pub address: String,
    /// Kept open, because the process may print.
    _output: BufReader<ChildStdout>,
}

impl Served {
    /// Starts a server on the database at `url`, on a free port.
    pub fn start(url: &str) -> Self {
        Self::start_with(url, &[])
    }

    /// The same with settings from the environment.
    pub fn start_with(url: &str, settings: &[(&str, String)]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_holdfast"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--clock", CLOCK, "--database-url", url]);
        command.env("HOLDFAST_LOG", "error").stdin(Stdio::null()).stdout(Stdio::piped());
        command.envs(settings.iter().map(|(name, value)| (*name, value)));
        let mut process = command.spawn().expect("the program is built");
        let mut output = BufReader::new(process.stdout.take().expect("it was asked for"));
        let mut line = String::new();
        let address = loop {
            line.clear();
            assert!(output.read_line(&mut line).expect("readable") > 0, "the server ended at once");
            if let Some(address) = line.find("127.0.0.1:").map(|at| &line[at..]) {
                let end = address.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ':');
                break address[..end.unwrap_or(address.len())].to_owned();
            }
        };
        Self { process, address, _output: output }
    }

    /// Asks it to end, as Ctrl-C does, and waits until it has.
    pub fn interrupt(&mut self) -> ExitStatus {
        let id = self.process.id().to_string();
        let told = Command::new("kill").args(["-INT", &id]).status().expect("`kill` runs");
        assert!(told.success(), "it runs until it is told to end");
        self.process.wait().expect("it ends")
    }

    /// Kills it as nothing else can: it does not hear of it.
    pub fn kill(&mut self) {
        self.process.kill().expect("it runs until it is killed");
        self.process.wait().expect("it is dead");
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // A test that fails must leave nobody behind. If it is dead already, that is all that was wanted.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A client that keeps its connection.
pub fn client() -> Client {
    Client::builder().timeout(Duration::from_secs(20)).no_proxy().build().expect("a client")
}

/// A request with the token.
pub fn signed(request: RequestBuilder) -> RequestBuilder {
    request.bearer_auth(SECRET)
}

/// What a question is answered with.
pub fn get(client: &Client, address: &str, path: &str) -> Value {
    let request = signed(client.get(format!("http://{address}/api/v1{path}")));
    let response = request.send().expect("an answer");
    let status = response.status();
    let answer: Value = response.json().expect("JSON");
    assert!(status.is_success(), "{path}: {status} {answer}");
    answer
}
