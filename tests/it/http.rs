//! The service as its clients meet it: the clock, the stream, reports that move forecasts but no promise, and
//! what is answered while the database can't write or is away.

use crate::support::cluster::Cluster;
use crate::support::{Fresh, eventually, served};
use holdfast::api::{self, Serving};
use holdfast::app::{App, Clock};
use holdfast::domain::role::{Actor, Right};
use holdfast::domain::value::Moment;
use holdfast::services::access::{TokenBody, make_token};
use reqwest::blocking::{Client, Response};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

const START: &str = "2026-03-09T00:00:00Z";

/// The product in this process, and a client of it.
struct Shop {
    app: App,
    client: Client,
    address: String,
}

impl Shop {
    fn on(url: &str) -> Self {
        served::prepare(url);
        let at: Moment = serde_json::from_value(START.into()).expect("an instant");
        Self::of(App::open(url, Clock::Manual(Arc::new(Mutex::new(at)))).expect("it opens"))
    }

    fn of(app: App) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let serving = Serving { listener, secured: None, portal: None, workers: 2, signals: false };
        let running = app.clone();
        std::thread::spawn(move || api::run(move || api::serve(running, serving)));
        Self { app, client: served::client(), address }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}/api/v1{path}", self.address)
    }

    fn get(&self, path: &str) -> Value {
        served::get(&self.client, &self.address, path)
    }

    fn put(&self, path: &str, body: &Value) -> Response {
        served::signed(self.client.put(self.url(path))).json(body).send().expect("an answer")
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let answer = served::signed(self.client.post(self.url(path))).json(body).send().expect("an answer");
        let status = answer.status();
        let body: Value = answer.json().expect("JSON");
        assert!(status.is_success(), "{path}: {status} {body}");
        body
    }

    /// Creates a customer and says how that was answered.
    fn customer(&self, code: &str) -> Response {
        self.put(&format!("/customers/{code}"), &json!({ "tier": "A" }))
    }

    fn stream(&self, secret: &str, last: Option<&str>) -> Events {
        let mut request = self.client.get(self.url("/stream")).bearer_auth(secret);
        if let Some(last) = last {
            request = request.header("Last-Event-ID", last);
        }
        let answer = request.send().expect("an answer");
        assert!(answer.status().is_success(), "{answer:?}");
        Events(BufReader::new(answer))
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        self.app.stop();
    }
}

/// A stream of events.
struct Events(BufReader<Response>);

/// One of them: id, name, and what it says.
#[derive(Debug)]
struct Event {
    id: String,
    name: String,
    data: Value,
}

impl Events {
    fn next(&mut self) -> Event {
        let mut event = Event { id: String::new(), name: String::new(), data: Value::Null };
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).expect("readable") > 0, "the stream ended");
            match line.trim_end().split_once(": ") {
                Some(("id", id)) => id.clone_into(&mut event.id),
                Some(("event", name)) => name.clone_into(&mut event.name),
                Some(("data", data)) => event.data = serde_json::from_str(data).expect("JSON"),
                _ if !event.name.is_empty() => return event,
                _ => {}
            }
        }
    }

    fn until(&mut self, looked_for: impl Fn(&Event) -> bool) -> (Event, Vec<Event>) {
        let mut before = Vec::new();
        loop {
            let event = self.next();
            if looked_for(&event) {
                return (event, before);
            }
            before.push(event);
        }
    }
}

fn names_customer(event: &Event, code: &str) -> bool {
    event.name == "journal" && event.data["subjects"].to_string().contains(code)
}

#[test]
fn the_clock_is_moved_forward_and_answers_when_it_is_planned() {
    let fresh = Fresh::sqlite();
    let shop = Shop::on(&fresh.url);
    assert_eq!(shop.get("/clock")["kind"], "manual");
    let moved = shop.put("/clock", &json!({ "now": "2026-03-10T00:00:00Z" }));
    assert!(moved.status().is_success(), "{moved:?}");
    assert_eq!(shop.get("/board")["as_of"]["at"], "2026-03-10T00:00:00Z");
    let back = shop.put("/clock", &json!({ "now": "2026-03-09T12:00:00Z" }));
    assert!(back.status().is_client_error(), "{back:?}");
    assert_eq!(shop.get("/clock")["now"], "2026-03-10T00:00:00Z");

    let other = Fresh::sqlite();
    served::prepare(&other.url);
    let running = Shop::of(App::open(&other.url, Clock::System).expect("it opens"));
    let refused = running.put("/clock", &json!({ "now": "2999-01-01T00:00:00Z" }));
    assert!(refused.status().is_client_error(), "{refused:?}");
}

#[test]
fn the_stream_tells_what_happens_goes_on_where_it_was_left_and_keeps_secrets() {
    let fresh = Fresh::sqlite();
    let shop = Shop::on(&fresh.url);
    let buyer = "hf_a-buyer-of-tests-only";
    let token = TokenBody { name: "buyer".to_owned(), rights: [Right::ReadPurchasing].into(), expires: None };
    let make = move |tx: &mut holdfast::services::Tx<'_>| make_token(tx, &token, buyer);
    shop.app.command_blocking(&Actor::system(), make).expect("a token");
    let (mut all, mut some) = (shop.stream(served::SECRET, None), shop.stream(buyer, None));
    assert_eq!(all.next().name, "outlook");
    assert!(some.next().data.get("summary").is_none(), "orders are not the buyer's business");
    assert!(shop.customer("C-1").status().is_success());
    let (seen, _) = all.until(|event| names_customer(event, "C-1"));
    let (planned, _) = all.until(|event| event.name == "outlook");
    assert!(planned.data["as_of"]["position"].as_i64() >= seen.data["seq"].as_i64(), "{planned:?}");
    drop(all);
    assert!(shop.customer("C-2").status().is_success());
    let supplier = shop.put("/suppliers/S-1", &json!({ "lead_days": 10 }));
    assert!(supplier.status().is_success(), "{supplier:?}");
    let mut again = shop.stream(served::SECRET, Some(&seen.id));
    let (_, before) = again.until(|event| names_customer(event, "C-2"));
    assert!(!before.iter().any(|event| names_customer(event, "C-1")), "{before:?}");
    let (_, before) = some.until(|event| names_customer(event, "S-1"));
    assert!(!before.iter().any(|event| event.data.to_string().contains("C-2")), "{before:?}");
}

/// Every line of the board with one of its members.
fn lines(board: &Value, member: &str) -> Vec<String> {
    let line = |row: &Value| format!("{}/{} {}", row["order"], row["line"], row[member]);
    let mut found: Vec<String> = board["items"].as_array().expect("lines").iter().map(line).collect();
    found.sort();
    found
}

#[test]
fn a_report_moves_forecasts_and_planning_never_moves_a_promise() {
    let fresh = Fresh::sqlite();
    served::prepare(&fresh.url);
    let (app, _) = crate::life::shop(&fresh);
    let shop = Shop::of(app);
    // The planner may still be reading what the shop was filled with.
    let running = eventually("something runs", || {
        let centres = shop.get("/load")["items"].as_array().expect("work centres").clone();
        let mut rows = centres.iter().flat_map(|centre| {
            let code = centre["work_center"].as_str().expect("a code");
            shop.get(&format!("/work-centers/{code}/dispatch-list"))["items"]
                .as_array()
                .expect("rows")
                .clone()
        });
        rows.find(|row| row["running"] == json!(true))
    });
    let before = shop.get("/board?limit=500");
    let now = shop.get("/clock")["now"].clone();
    let report = json!({
        "id": uuid::Uuid::new_v4(), "work_order": running["work_order"], "operation": running["operation"],
        "kind": "block", "at": now, "reason": "tool-broken",
    });
    shop.post("/reports", &report);
    eventually("the forecasts follow", || {
        let board = shop.get("/board?limit=500");
        (lines(&board, "ship_day") != lines(&before, "ship_day")).then_some(())
    });
    let moved = shop.put("/clock", &json!({ "now": "2026-03-16T00:00:00Z" }));
    assert!(moved.status().is_success(), "{moved:?}");
    let after = shop.get("/board?limit=500");
    assert_eq!(lines(&after, "promise_date"), lines(&before, "promise_date"));
    assert!(lines(&before, "promise_date").iter().any(|line| line.contains("2026")), "promises are shown");
}

/// What is answered while nothing can be stored.
fn expect_unavailable(answer: &Response) {
    assert_eq!(answer.status().as_u16(), 503, "{answer:?}");
    let seconds = answer.headers()["Retry-After"].to_str().ok().and_then(|text| text.parse::<u32>().ok());
    assert!(seconds.is_some_and(|seconds| (1..=60).contains(&seconds)), "{answer:?}");
}

#[test]
fn a_full_disk_is_answered_with_come_again_and_heals() {
    let fresh = Fresh::sqlite();
    let shop = Shop::on(&fresh.url);
    shop.app.store.limit_pages(1);
    let refused = (0..5_000).map(|n| shop.customer(&format!("C-{n}"))).find(|it| !it.status().is_success());
    expect_unavailable(&refused.expect("it is full at last"));
    shop.get("/customers");
    shop.app.store.limit_pages(0);
    eventually("there is room again", || shop.customer("C-LATER").status().is_success().then_some(()));
}

#[test]
fn a_database_that_is_away_is_answered_with_come_again_and_found_again() {
    let cluster = Cluster::start();
    let url = cluster.database();
    holdfast::store::Store::migrate(&url).expect("the migrations run");
    let shop = Shop::on(&url);
    assert!(shop.customer("C-1").status().is_success());
    cluster.halt();
    expect_unavailable(&shop.customer("C-2"));
    let read = served::signed(shop.client.get(shop.url("/customers"))).send().expect("an answer");
    expect_unavailable(&read);
    cluster.resume();
    eventually("it is found again", || shop.customer("C-3").status().is_success().then_some(()));
    shop.get("/board");
}
