//! How the server ends when it is asked to, as by Ctrl-C: soon, also while somebody listens, and with everything
//! kept that it has acknowledged.

use crate::support::Fresh;
use crate::support::served::{self, Served};
use reqwest::blocking::{Client, Response};
use serde_json::json;
use std::io::{BufRead, BufReader, Read};
use std::process::Command;
use std::time::{Duration, Instant};

/// A browser that is left open must not hold it up: far less than the ten seconds that requests are given.
const SOON: Duration = Duration::from_secs(5);

/// A stream that has begun: its first event has come.
fn listen(client: &Client, address: &str) -> BufReader<Response> {
    let request = served::signed(client.get(format!("http://{address}/api/v1/stream")));
    let mut stream = BufReader::new(request.send().expect("an answer"));
    let mut line = String::new();
    while !line.starts_with("event: outlook") {
        line.clear();
        assert!(stream.read_line(&mut line).expect("readable") > 0, "the stream ended at once");
    }
    stream
}

#[test]
fn ctrl_c_ends_open_streams_at_once_and_loses_nothing() {
    let fresh = Fresh::sqlite();
    served::prepare(&fresh.url);
    let mut server = Served::start(&fresh.url);
    let client = served::client();
    let mut streams = [(); 3].map(|()| listen(&client, &server.address));
    for number in 0..20 {
        let url = format!("http://{}/api/v1/customers/C-{number}", server.address);
        let answer = served::signed(client.put(url)).json(&json!({ "tier": "A" })).send().expect("an answer");
        assert!(answer.status().is_success(), "{answer:?}");
    }
    let asked = Instant::now();
    let status = server.interrupt();
    let took = asked.elapsed();
    assert!(status.success(), "{status}");
    assert!(took < SOON, "it took {took:?} to end");
    for stream in &mut streams {
        let mut rest = String::new();
        stream.read_to_string(&mut rest).expect("the stream ends as an answer ends, it is not cut off");
    }
    let again = Served::start(&fresh.url);
    let kept = served::get(&client, &again.address, "/customers?limit=100");
    assert_eq!(kept["items"].as_array().map(Vec::len), Some(20), "{kept}");
}

#[test]
fn a_place_that_is_taken_is_said_with_what_to_do() {
    let fresh = Fresh::sqlite();
    served::prepare(&fresh.url);
    let server = Served::start(&fresh.url);
    for words in [&["serve", "--database-url", &fresh.url, "--lang", "en"][..], &["demo", "--lang", "en"]] {
        let mut second = Command::new(env!("CARGO_BIN_EXE_holdfast"));
        let output = second.args(words).args(["--listen", &server.address]).output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "{said}");
        assert!(
            said.contains(&format!("{} is taken", server.address)) && said.contains("--listen 127.0.0.1:"),
            "{said}"
        );
    }
}
