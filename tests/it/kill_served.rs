//! Nothing acknowledged is lost, seen from outside: the server is killed at random moments while clients buy,
//! receive, report, sell, promise and ship over HTTP; it is started again, and they go on with the same keys.

use crate::kill::kills;
use crate::support::served::{Served, client, get, prepare, signed};
use crate::support::{Fresh, eventually};
use diesel::prelude::*;
use holdfast::on;
use holdfast::services::reconcile;
use holdfast::store::schema::foundation::idempotency::dsl as keys;
use holdfast::store::{Db, Failure, Json, Store};
use rand::RngExt;
use reqwest::Method;
use reqwest::blocking::Client;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, RwLock};
use std::thread;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Clients that work at a time.
const CLIENTS: usize = 32;

/// What a client does, in this order, and which rows show that it was done once: table and condition.
const STEPS: &[(&str, &str, &str)] = &[
    ("buy", "purchase_orders", "TRUE"),
    ("receive", "receipts", "TRUE"),
    ("report", "progress_reports", "TRUE"),
    ("sell", "sales_orders", "TRUE"),
    ("promise", "promises", "TRUE"),
    ("draft", "dispatch_notes", "TRUE"),
    ("pack", "dispatch_notes", "status IN ('packed', 'dispatched')"),
    ("ship", "dispatch_notes", "status = 'dispatched'"),
];

/// Work orders that the clients report on.
const WORK_ORDERS: usize = 8;

/// What all clients share.
struct Hub {
    /// Where the server is now.
    address: RwLock<String>,
    stop: AtomicBool,
    /// Answers that clients have seen, by the key of the request.
    acknowledged: Mutex<BTreeMap<String, Value>>,
    /// Refusals that clients have seen, by step and code.
    refused: Mutex<BTreeMap<String, usize>>,
}

impl Hub {
    /// Sends a request, as often as it takes, and gives the answer; nothing if it was refused.
    fn send(&self, http: &Client, key: &str, method: &Method, path: &str, body: &Value) -> Option<Value> {
        loop {
            let address = self.address.read().expect("no panic").clone();
            let request = http.request(method.clone(), format!("http://{address}/api/v1{path}"));
            let mut request = signed(request).header("Idempotency-Key", key).json(body);
            if path.ends_with("/routing") {
                request = request.header("If-Match", "*");
            }
            let answered = request.send().and_then(|response| {
                let status = response.status();
                Ok((status, response.json::<Value>()?))
            });
            match answered {
                Ok((status, answer)) if status.is_success() => {
                    self.acknowledged.lock().expect("no panic").insert(key.to_owned(), answer.clone());
                    return Some(answer);
                }
                Ok((status, answer)) if status.is_client_error() => {
                    let step = key.rsplit('-').next().unwrap_or_default();
                    let what = format!("{step}: {status} {}", answer["code"]);
                    *self.refused.lock().expect("no panic").entry(what).or_default() += 1;
                    return None;
                }
                Ok((status, answer)) if status.as_u16() != 503 => panic!("{path}: {status} {answer}"),
                // Away, or not able just now.
                Ok(_) | Err(_) => thread::sleep(Duration::from_millis(20)),
            }
        }
    }

    /// Waits for a random number of further answers, as the machine's speed has it, and a moment more.
    fn live_a_while(&self) {
        let count = || self.acknowledged.lock().expect("no panic").len();
        let wanted = count() + rand::rng().random_range(10..150);
        let (start, most) = (Instant::now(), Duration::from_secs(10));
        while count() < wanted && start.elapsed() < most {
            thread::sleep(Duration::from_millis(2));
        }
        thread::sleep(Duration::from_millis(rand::rng().random_range(0..30)));
    }

    /// Buys, receives, reports, sells, promises and ships until told to stop.
    fn work(&self, id: usize) {
        let http = client();
        for n in 0.. {
            if self.stop.load(Ordering::SeqCst) || self.cycle(&http, id, &format!("{id}-{n}")).is_none() {
                return;
            }
        }
    }

    fn cycle(&self, http: &Client, id: usize, key: &str) -> Option<()> {
        let post = |step: &str, path: &str, body: Value| {
            self.send(http, &format!("{key}-{step}"), &Method::POST, path, &body)
        };
        let text = |answer: &Value, field: &str| answer[field].as_str().map(str::to_owned);
        let bought = json!({"supplier": "S", "lines": [{"item": "P", "quantity": "10"}]});
        let bought = post("buy", "/purchase-orders", bought)?;
        let (order, line) = (text(&bought, "number")?, text(&bought["lines"][0], "line")?);
        let receipt = json!({"id": format!("receipt-{key}"), "quantity": "10"});
        post("receive", &format!("/purchase-orders/{order}/lines/{line}/receipts"), receipt)?;
        // The second of two operations: the first is inferred, and what came out goes into stock.
        let report = json!({"id": Uuid::now_v7(), "work_order": format!("W-{}", id % WORK_ORDERS),
            "operation": "20", "kind": "good", "at": "2026-02-02T00:00:00Z", "good": "2"});
        post("report", "/reports", report)?;
        let sold = json!({"customer": "C",
            "lines": [{"item": "P", "quantity": "10", "requested_date": "2026-06-30"}]});
        let sold = post("sell", "/sales-orders", sold)?;
        let (order, line) = (text(&sold, "number")?, text(&sold["lines"][0], "line")?);
        let promise = json!({"date": "2026-06-30"});
        post("promise", &format!("/sales-orders/{order}/lines/{line}/promise"), promise)?;
        let note = json!({"customer": "C", "lines": [{"order": order, "line": line, "quantity": "10"}]});
        let note = text(&post("draft", "/dispatch-notes", note)?, "number")?;
        post("pack", &format!("/dispatch-notes/{note}/pack"), Value::Null)?;
        post("ship", &format!("/dispatch-notes/{note}/dispatch"), json!({}))?;
        Some(())
    }
}

/// The kept answers of all clients' requests, by key.
fn kept(db: &mut Db) -> Result<BTreeMap<String, Json>, Failure> {
    let rows: Vec<(String, Json)> = db.all(keys::idempotency.select((keys::key, keys::answer)))?;
    Ok(rows.into_iter().collect())
}

/// The one number that a question asks for.
fn number(db: &mut Db, sql: &str) -> Result<i64, Failure> {
    #[derive(QueryableByName)]
    struct Number {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n: i64,
    }
    let row: Number = on!(db, c => diesel::sql_query(sql).get_result(c))?;
    Ok(row.n)
}

/// What must hold whenever one looks, with what was acknowledged before.
fn check(store: &Store, acknowledged: &BTreeMap<String, Value>) {
    let question = |db: &mut Db| {
        let kept = kept(db)?;
        for (key, answer) in acknowledged {
            let there = kept.get(key).unwrap_or_else(|| panic!("{key} was acknowledged and is lost"));
            assert_eq!(there.0["number"], answer["number"], "{key} was answered twice, and not the same");
        }
        for (step, table, condition) in STEPS {
            let told = kept.keys().filter(|key| key.ends_with(&format!("-{step}"))).count();
            let rows = number(db, &format!("SELECT count(*) AS n FROM {table} WHERE {condition}"))?;
            assert_eq!(rows, told as i64, "{step}: {table} has other rows than were answered for");
        }
        assert_eq!(format!("{:?}", reconcile::check(db, 1)?), "[]", "the ledger does not reconcile");
        Ok(())
    };
    store.read(question).expect("readable");
}

/// The forecasts once the planner knows everything that is in the journal.
fn forecasts(address: &str, store: &Store) -> Value {
    let http = client();
    let last = store.read(|db| number(db, "SELECT max(seq) AS n FROM journal")).expect("readable");
    eventually("forecasts of all that is stored", || {
        let page = get(&http, address, "/forecasts?limit=1000");
        // The futures of a plan come a moment after it; that they are the same again is tested by themselves.
        let mut items = page["items"].clone();
        for item in items.as_array_mut()? {
            item.as_object_mut()?.remove("odds");
        }
        (page["as_of"]["position"].as_i64()? >= last).then_some(items)
    })
}

fn set_up(hub: &Hub) {
    let http = client();
    for (path, body) in [
        ("/suppliers/S", json!({"name": "Supplier", "lead_days": 5})),
        ("/items/P", json!({"description": "Part", "source": "buy", "supplier": "S", "lead_days": 5})),
        (
            "/items/Q",
            json!({"description": "Never bought", "source": "buy", "supplier": "S", "lead_days": 9}),
        ),
        ("/customers/C", json!({"name": "Customer"})),
        (
            "/calendars/DAY",
            json!({"shifts": [{"weekdays": ["Mon", "Tue", "Wed", "Thu", "Fri"], "from_time": "08:00:00",
                "to_time": "16:00:00"}]}),
        ),
        ("/work-centers/MILL", json!({"calendar": "DAY"})),
        ("/items/M", json!({"description": "Made", "source": "make"})),
        (
            "/items/M/routing",
            json!({"operations": [{"operation": "10", "work_centre": "MILL", "run_minutes": "1"},
                {"operation": "20", "work_centre": "MILL", "run_minutes": "1"}]}),
        ),
    ] {
        let key = format!("set-up-{path}");
        let done = hub.send(&http, &key, &Method::PUT, path, &body);
        assert!(done.is_some(), "{path}: refused: {:?}", hub.refused.lock().expect("no panic"));
    }
    for n in 0..WORK_ORDERS {
        let body = json!({"number": format!("W-{n}"), "item": "M", "quantity": "100000"});
        let done = hub.send(&http, &format!("set-up-work-{n}"), &Method::POST, "/work-orders", &body);
        assert!(done.is_some(), "refused: {:?}", hub.refused.lock().expect("no panic"));
    }
    // Orders that stay open, so that there is something to forecast.
    for n in 0..5 {
        let body = json!({"customer": "C",
            "lines": [{"item": "Q", "quantity": format!("{}", n + 1), "requested_date": "2026-06-30"}]});
        let done = hub.send(&http, &format!("set-up-{n}-sell"), &Method::POST, "/sales-orders", &body);
        assert!(done.is_some(), "refused: {:?}", hub.refused.lock().expect("no panic"));
    }
}

fn kill_again_and_again(fresh: Fresh) {
    let Fresh { name, url, store, folder } = fresh;
    drop(store);
    prepare(&url);
    let mut server = Served::start(&url);
    let store = Store::open(&url).expect("a second handle");
    let hub = Hub {
        address: RwLock::new(server.address.clone()),
        stop: AtomicBool::new(false),
        acknowledged: Mutex::default(),
        refused: Mutex::default(),
    };
    set_up(&hub);
    thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|id| {
                let hub = &hub;
                scope.spawn(move || hub.work(id))
            })
            .collect();
        for n in 0..kills() {
            hub.live_a_while();
            let before = hub.acknowledged.lock().expect("no panic").clone();
            server.kill();
            check(&store, &before);
            server = Served::start(&url);
            hub.address.write().expect("no panic").clone_from(&server.address);
            println!("kill {n} on {name}: {} acknowledged, all there", before.len());
        }
        hub.stop.store(true, Ordering::SeqCst);
        clients.into_iter().for_each(|client| client.join().expect("no panic"));
    });
    let acknowledged = hub.acknowledged.into_inner().expect("no panic");
    let refused = hub.refused.into_inner().expect("no panic");
    assert!(refused.is_empty(), "nobody is in anybody's way: {refused:?}");
    for (step, ..) in STEPS {
        let told = acknowledged.keys().filter(|key| key.ends_with(&format!("-{step}"))).count();
        assert!(told > 0, "nobody got as far as to {step}");
        println!("{step}: {told}");
    }
    check(&store, &acknowledged);
    let before = forecasts(&server.address, &store);
    assert!(before.as_array().is_some_and(|lines| lines.len() >= 5), "{before}");
    server.kill();
    let server = Served::start(&url);
    assert_eq!(forecasts(&server.address, &store), before, "a fresh server forecasts something else");
    drop((server, folder));
}

#[test]
fn sqlite_keeps_what_the_server_acknowledged() {
    kill_again_and_again(Fresh::sqlite());
}

#[test]
fn postgres_keeps_what_the_server_acknowledged() {
    kill_again_and_again(Fresh::postgres());
}
