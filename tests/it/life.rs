//! The demo: its people work through two plant days without a wrong step, and the real program starts, is used
//! and ends.

use crate::support::{Fresh, served};
use holdfast::api::{self, Serving};
use holdfast::app::{App, Clock};
use holdfast::domain::role::{Actor, Right};
use holdfast::domain::value::Moment;
use holdfast::planning::follow::Pace;
use holdfast::planning::mirror::Mirror;
use holdfast::planning::{self, outlook};
use holdfast::services::access::{TokenBody, make_token};
use holdfast::services::{Plainly, import, reconcile};
use holdfast::store::{JournalFilter, MAIN_PLANT, Subject, journal_before};
use holdfast::text::Lang;
use holdfast_simulator::life::{Life, Tally};
use holdfast_simulator::world::World;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const WORKBOOK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/precision-shop.xlsx");
/// Plant time between two looks, and how often they look: two days.
const LOOK_HOURS: i64 = 2;
const LOOKS: i64 = 24;

/// The example shop in a store, on a clock that stands at its instant.
pub fn shop(fresh: &Fresh) -> (App, Moment) {
    let bytes = std::fs::read(WORKBOOK).expect("the example");
    let reading = import::read(WORKBOOK, bytes, Lang::En).expect("a shop");
    let start = planning::as_of(&reading.document).and_then(outlook::moment).expect("it says when");
    let pace = Pace { least: Duration::ZERO, improve: 1, futures: 0, asked: false };
    let clock = Clock::Manual(Arc::new(Mutex::new(start)));
    let app = App::open_with(&fresh.url, clock, pace).expect("it opens");
    let seen = import::preview(&Plainly, &app, &Actor::system(), WORKBOOK, &reading).expect("a preview");
    import::apply(&Plainly, &app, &Actor::system(), seen.id, None).expect("it is applied");
    (app, start)
}

fn loaded(app: &App) -> Mirror {
    app.store.read(|db| Mirror::load(db, MAIN_PLANT)).expect("it loads")
}

/// A server on the shop, in this process, and the secret of a token that may do everything.
fn serving(app: &App) -> (String, String) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("bound"));
    let token = TokenBody { name: "people".to_owned(), rights: Right::ALL.into(), expires: None };
    app.command_blocking(&Actor::system(), move |tx| make_token(tx, &token, served::SECRET))
        .expect("a token");
    let running = app.clone();
    std::thread::spawn(move || {
        let serving = Serving { listener, secured: None, portal: None, workers: 2, signals: false };
        api::run(move || api::serve(running, serving)).expect("it serves");
    });
    (address, served::SECRET.to_owned())
}

fn people(address: &str, secret: &str) -> Life {
    Life::new(address, secret, World::find("precision").expect("the world"), 26).expect("they are let in")
}

/// Lets the demo's people work for two days; answers what they did.
fn two_days() -> Tally {
    let fresh = Fresh::sqlite();
    let (app, start) = shop(&fresh);
    let (address, secret) = serving(&app);
    let mut life = people(&address, &secret);
    let mut mirror = loaded(&app);
    let mut place = app.store.head().expect("readable");
    for look in 1..=LOOKS {
        life.step(start.utc() + chrono::TimeDelta::hours(look * LOOK_HOURS)).expect("the server answers");
        let entries = app.store.feed(&place, 10_000).expect("readable");
        let subjects: Vec<Subject> = entries.iter().flat_map(|entry| entry.subjects.clone()).collect();
        place = entries.last().map_or(place, |entry| entry.cursor);
        app.store.read(|db| mirror.refresh(db, &subjects)).expect("it refreshes");
    }
    assert!(mirror == loaded(&app), "a mirror that followed work and supply equals one that is loaded");
    let wrong = app.store.read(|db| reconcile::check(db, MAIN_PLANT)).expect("readable");
    assert_eq!(wrong, [], "the ledger");
    app.stop();
    life.tally().clone()
}

#[test]
fn two_days_of_a_demo_move_work_and_goods_and_nothing_is_refused() {
    let tally = two_days();
    assert_eq!(tally.refused, BTreeMap::new(), "{tally:?}");
    assert!(tally.reports > 20 && tally.receipts > 0, "{tally:?}");
    assert_eq!(two_days(), tally, "the same seed does the same");
}

/// What was open when the demo began is made and bought like what its customers order: nobody else does it.
#[test]
fn the_demo_releases_and_buys_what_the_shops_own_orders_need() {
    let fresh = Fresh::sqlite();
    let (app, start) = shop(&fresh);
    let (address, secret) = serving(&app);
    let mut people = people(&address, &secret);
    let ask = |path: &str| -> Value {
        let head = app.store.head().expect("readable");
        app.planner.wait_for_blocking(head.seq).expect("it plans");
        let request = served::client().get(format!("{address}/api/v1{path}")).bearer_auth(&secret);
        request.send().and_then(reqwest::blocking::Response::json).expect("an answer")
    };
    let count = |list: &Value, is_due: &dyn Fn(&Value) -> bool| {
        list["items"].as_array().expect("rows").iter().filter(|row| is_due(row)).count()
    };
    // Far more than lies there: its parts have to be bought, and it is to be made.
    let line = json!({ "item": "GB-6010", "quantity": "600", "requested_date": "2026-03-12" });
    let order = json!({ "customer": "C-104", "lines": [line] });
    let entered = served::client().post(format!("{address}/api/v1/sales-orders")).bearer_auth(&secret);
    let entered = entered.json(&order).send().expect("an answer");
    assert_eq!(entered.status(), 201, "{entered:?}");
    let today = "2026-03-10";
    let later = |row: &Value| row["order_by_day"].as_str().is_some_and(|day| day >= today);
    let due = |row: &Value| !later(row);
    assert!(count(&ask("/purchasing/needs"), &due) > 0, "there is something to buy");
    let mut proposed = 0;
    for hours in (0..=48).step_by(6) {
        let now = start.utc() + chrono::TimeDelta::hours(hours);
        let begun = |row: &Value| row["start"].as_str().is_some_and(|at| at < now.to_rfc3339().as_str());
        proposed += count(&ask("/proposals"), &begun);
        people.step(now).expect("the server answers");
    }
    assert!(people.tally().purchases > 0 && people.tally().confirmed > 0, "{:?}", people.tally());
    assert_eq!(proposed, 0, "nothing was to have begun that nobody had released: {:?}", people.tally());
    assert_eq!(count(&ask("/purchasing/needs"), &due), 0, "it was ordered in time: {:?}", people.tally());
    assert_eq!(people.tally().refused, BTreeMap::new());
    app.stop();
}

/// What somebody did by then, and who starts anew knows nothing of.
#[test]
fn a_demo_that_was_ended_goes_on_and_nothing_is_refused() {
    let fresh = Fresh::sqlite();
    let (app, start) = shop(&fresh);
    let (address, secret) = serving(&app);
    let mut reports = 0;
    for (life, looks) in [(0, 1..=5), (1, 6..=14)] {
        let mut people = people(&address, &secret);
        for look in looks {
            people
                .step(start.utc() + chrono::TimeDelta::hours(look * LOOK_HOURS))
                .expect("the server answers");
        }
        let tally = people.tally();
        assert_eq!(tally.refused, BTreeMap::new(), "life {life}");
        assert!(tally.reports > 0, "life {life}: {tally:?}");
        reports += tally.reports;
    }
    let told = JournalFilter { what: Some("progress.reported"), limit: 10_000, ..JournalFilter::default() };
    let told = app.store.read(|db| journal_before(db, MAIN_PLANT, &told)).expect("readable");
    assert!(told.len() >= reports as usize, "every report of both lives is another one: {}", told.len());
    app.stop();
}

/// A process that ends with the test that started it, also where that fails.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // If it is dead already, that is all that was wanted.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A demo in a process of its own, with somebody signed in.
struct Demo {
    process: Running,
    client: reqwest::blocking::Client,
    api: String,
    cookie: String,
    _output: BufReader<std::process::ChildStdout>,
}

impl Demo {
    /// Starts one with these arguments; what it makes for itself lies in `temporary`.
    fn start(temporary: &Path, more: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_holdfast"));
        command.args(["demo", "--listen", "127.0.0.1:0", "--workbook", WORKBOOK]).args(more);
        command.env("TMPDIR", temporary).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut process = Running(command.spawn().expect("the program is built"));
        let mut output = BufReader::new(process.0.stdout.take().expect("it was asked for"));
        let mut said = String::new();
        while !said.contains("Ctrl-C") {
            assert!(output.read_line(&mut said).expect("readable") > 0, "it ended at once: {said}");
        }
        let at = said.find("127.0.0.1:").expect("an address");
        let address: String = said[at..].chars().take_while(|c| *c != '/').collect();
        let api = format!("http://{address}/api/v1");
        let client = served::client();
        let sign_in = json!({ "name": "lin", "password": "holdfast-demo" });
        let answer = client.post(format!("{api}/session")).json(&sign_in).send().expect("an answer");
        assert!(answer.status().is_success(), "{answer:?}");
        let cookie = answer.headers()["set-cookie"].to_str().expect("ASCII").to_owned();
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        Self { process, client, api, cookie, _output: output }
    }

    fn get(&self, path: &str) -> Value {
        let request = self.client.get(format!("{}{path}", self.api)).header("cookie", &self.cookie);
        let answer = request.send().expect("an answer");
        assert!(answer.status().is_success(), "{path}: {answer:?}");
        answer.json().expect("JSON")
    }

    fn put(&self, path: &str, body: &Value) -> Value {
        let request = self.client.put(format!("{}{path}", self.api)).header("cookie", &self.cookie);
        let answer = request.json(body).send().expect("an answer");
        assert!(answer.status().is_success(), "{path}: {answer:?}");
        answer.json().expect("JSON")
    }

    /// Plant time.
    fn now(&self) -> Moment {
        serde_json::from_value(self.get("/clock")["now"].clone()).expect("an instant")
    }

    fn end(mut self) {
        let stop = Command::new("kill").arg(self.process.0.id().to_string()).status().expect("`kill` runs");
        assert!(stop.success());
        assert!(self.process.0.wait().expect("it ends").success());
    }
}

#[test]
fn a_demo_in_a_folder_of_its_own_goes_on_from_its_time() {
    let (temporary, data) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let folder = data.path().display().to_string();
    // Ten minutes a second: an hour has gone by when it is asked.
    let more = ["--data", folder.as_str(), "--speed", "600"];
    let demo = Demo::start(temporary.path(), &more);
    let first = demo.now();
    std::thread::sleep(Duration::from_secs(6));
    let stood = demo.now();
    assert!(stood > first.shifted(chrono::TimeDelta::minutes(20)), "{first} {stood}");
    // Whoever looks can let it stand, and go on.
    assert_eq!(demo.put("/demo", &json!({ "paused": true }))["paused"], true);
    std::thread::sleep(Duration::from_secs(2));
    let paused = demo.now();
    std::thread::sleep(Duration::from_secs(3));
    assert_eq!((demo.now(), demo.get("/clock")["demo"]["paused"].clone()), (paused, json!(true)));
    let on = demo.put("/demo", &json!({ "paused": false, "speed": 300 }));
    assert_eq!((on["paused"].clone(), on["speed"].clone()), (json!(false), json!(300.0)));
    std::thread::sleep(Duration::from_secs(4));
    let stood = demo.now();
    assert!(stood > paused, "{paused} {stood}");
    demo.end();
    let again = Demo::start(temporary.path(), &more);
    let goes_on = again.now();
    assert!(goes_on >= stood, "it was {stood} when it ended and is {goes_on} when it starts again");
    assert_eq!(again.get("/clock")["demo"]["paused"], false);
    // Whoever let it stand finds it so, also after it was killed.
    again.put("/demo", &json!({ "paused": true }));
    drop(again);
    let stands = Demo::start(temporary.path(), &more);
    assert_eq!(stands.get("/clock")["demo"]["paused"], true);
    stands.end();
}

#[test]
fn the_program_starts_a_demo_that_answers_and_ends_without_a_trace() {
    let temporary = tempfile::tempdir().expect("a folder");
    let demo = Demo::start(temporary.path(), &[]);
    let get = |path: &str| demo.get(path);
    let board = get("/board?limit=5");
    let line = &board["items"][0];
    let text = |name: &str| line[name].as_str().expect("a name").to_owned();
    let explained = get(&format!("/sales-orders/{}/lines/{}/explanation", text("order"), text("line")));
    assert!(explained["segments"].as_array().is_some_and(|parts| !parts.is_empty()), "{explained}");
    demo.end();
    assert_eq!(std::fs::read_dir(temporary.path()).expect("readable").count(), 0, "its folder is gone");
}
