//! What is sent to the server and what comes back, with the time that it took.
//!
//! Owns the HTTP connection. It knows no plant: paths and bodies come from its neighbours.

use reqwest::Method;
use reqwest::blocking::{Client as Http, Response};
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// A request is given up after this.
const PATIENCE: Duration = Duration::from_mins(2);
/// A server that is busy is asked again so often.
const AGAIN: u32 = 5;

/// What is replaced or given up as a whole, whoever wrote it last, by the ends of paths.
const OVER: [&str; 4] = ["/settings", "/routing", "/bom", "/cancel"];

/// Why a world can't be played on.
#[derive(Debug, thiserror::Error)]
pub enum PlayError {
    /// No answer.
    #[error("{what}: the server does not answer: {source}")]
    Silent {
        /// The request.
        what: String,
        /// Why.
        source: reqwest::Error,
    },
    /// An answer that play can't go on with.
    #[error("{what}: {status} {answer}")]
    Refused {
        /// The request.
        what: String,
        /// The status.
        status: u16,
        /// What the server said.
        answer: String,
    },
    /// An answer without something that it must have.
    #[error("{what}: the answer has no {field}: {answer}")]
    Unreadable {
        /// The request.
        what: String,
        /// What is missing.
        field: &'static str,
        /// What the server said.
        answer: String,
    },
}

/// A refusal that play goes on after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The status.
    pub status: u16,
    /// The server's stable name for it.
    pub code: String,
    /// All that it said.
    pub said: String,
}

/// Requests of one kind: how many, and how long they took together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// How many.
    pub calls: u64,
    /// How long they took together.
    pub time: Duration,
}

/// The connection to one server.
pub struct Client {
    http: Http,
    base: String,
    token: String,
    spent: BTreeMap<&'static str, Spent>,
}

impl Client {
    /// A connection to the server at `base`, as `http://127.0.0.1:8080`, with a token's secret.
    ///
    /// # Errors
    ///
    /// The machine can't make connections.
    pub fn new(base: &str, token: &str) -> Result<Self, PlayError> {
        // The server is on this machine: no proxy may come between.
        let http = Http::builder().timeout(PATIENCE).no_proxy().build();
        let http = http.map_err(|source| PlayError::Silent { what: base.to_owned(), source })?;
        let base = format!("{}/api/v1", base.trim_end_matches('/'));
        Ok(Self { http, base, token: token.to_owned(), spent: BTreeMap::new() })
    }

    /// Where the time went, by the kinds that callers named.
    pub fn spent(&self) -> &BTreeMap<&'static str, Spent> {
        &self.spent
    }

    /// Sends a request that has to succeed.
    ///
    /// # Errors
    ///
    /// No answer, or a refusal.
    pub fn must(
        &mut self,
        kind: &'static str,
        method: Method,
        path: &str,
        body: &Value,
    ) -> Result<Value, PlayError> {
        let what = format!("{method} {path}");
        self.ask(kind, method, path, body)?.map_err(|refusal| PlayError::Refused {
            what,
            status: refusal.status,
            answer: refusal.said,
        })
    }

    /// Sends a request that may be refused.
    ///
    /// # Errors
    ///
    /// No answer, or a fault of the server's own.
    pub fn ask(
        &mut self,
        kind: &'static str,
        method: Method,
        path: &str,
        body: &Value,
    ) -> Result<Result<Value, Refusal>, PlayError> {
        let begun = Instant::now();
        let answer = self.send(method, path, body);
        let spent = self.spent.entry(kind).or_default();
        spent.calls += 1;
        spent.time += begun.elapsed();
        answer
    }

    fn send(&self, method: Method, path: &str, body: &Value) -> Result<Result<Value, Refusal>, PlayError> {
        let what = format!("{method} {path}");
        let silent = |source| PlayError::Silent { what: what.clone(), source };
        let mut tries = 0;
        loop {
            tries += 1;
            let mut request = self.http.request(method.clone(), format!("{}{path}", self.base));
            request = request.bearer_auth(&self.token);
            if method != Method::GET {
                request = request.json(body);
            }
            if OVER.iter().any(|end| path.ends_with(end)) {
                // Each has one writer: whatever version is there is the one meant.
                request = request.header("If-Match", "*");
            }
            let response: Response = request.send().map_err(silent)?;
            let status = response.status().as_u16();
            let said = response.text().map_err(silent)?;
            if status == 503 && tries < AGAIN {
                std::thread::sleep(Duration::from_millis(200 * u64::from(tries)));
                continue;
            }
            let answer: Value = serde_json::from_str(&said).unwrap_or_default();
            if status < 300 {
                return Ok(Ok(answer));
            }
            if status >= 500 {
                return Err(PlayError::Refused { what, status, answer: said });
            }
            let code = answer["code"].as_str().unwrap_or_default().to_owned();
            return Ok(Err(Refusal { status, code, said }));
        }
    }
}

/// A text in an answer.
///
/// # Errors
///
/// It is not there.
pub fn text(what: &str, answer: &Value, field: &'static str) -> Result<String, PlayError> {
    let missing = || PlayError::Unreadable { what: what.to_owned(), field, answer: answer.to_string() };
    answer[field].as_str().map(str::to_owned).ok_or_else(missing)
}
