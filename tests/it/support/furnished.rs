//! A small shop in which something of everything stands, made over HTTP as people would.

use super::app::{Answer, Person};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Fills an empty shop: an order with a note that is packed, one that is open, a quote, a work order that runs, a
/// purchase order of which a part came and waits for inspection, a hold.
pub fn furnish(person: &Person) {
    let masters = [
        ("/suppliers/S-1", json!({ "lead_days": 5 })),
        ("/customers/C-1", json!({ "name": "Acme", "tier": "A", "partial_shipments": true })),
        ("/items/M-1", json!({ "source": "buy", "supplier": "S-1", "lead_days": 5, "inspection_days": 2 })),
        ("/items/M-2", json!({ "source": "buy", "supplier": "S-1", "lead_days": 5 })),
        ("/items/P-1", json!({ "description": "Shaft", "source": "make" })),
        (
            "/calendars/DAY",
            json!({ "shifts": [{ "weekdays": ["Mon", "Tue", "Wed", "Thu", "Fri"], "from_time": "08:00:00",
                "to_time": "16:00:00" }] }),
        ),
        ("/work-centers/MILL", json!({ "calendar": "DAY" })),
        ("/items/P-1/bom", json!({ "lines": [{ "component": "M-2", "quantity_per": "1" }] })),
        (
            "/items/P-1/routing",
            json!({ "operations": [{ "operation": "10", "work_centre": "MILL", "run_minutes": "30" },
                { "operation": "20", "work_centre": "MILL", "run_minutes": "30" }] }),
        ),
    ];
    for (path, body) in masters {
        let request = person.request("PUT", path).json(&body);
        // What belongs to an item is a change of the item.
        let is_part = path.starts_with("/items/P-1/");
        made(path, Answer::of(if is_part { request.header("if-match", "*") } else { request }));
    }
    let post = |path: &str, body: &Value| made(path, person.post(path, body));
    let buy = json!({ "supplier": "S-1", "lines": [{ "item": "M-1", "quantity": "40" },
        { "item": "M-2", "quantity": "40" }] });
    let bought = named(&post("/purchase-orders", &buy));
    for (line, quantity) in [("10", "25"), ("20", "30")] {
        let receipt =
            json!({ "id": format!("r-{line}"), "quantity": quantity, "lot": format!("LOT-{line}") });
        post(&format!("/purchase-orders/{bought}/lines/{line}/receipts"), &receipt);
    }
    let verdict = json!({ "accepted": 5 });
    post("/inspections", &json!({ "id": "i-1", "lot_key": "LOT-10", "inspected": 5, "verdict": verdict }));
    post("/work-orders", &json!({ "number": "MO-1", "item": "P-1", "quantity": "10" }));
    let report = json!({ "id": "018f0000-0000-7000-8000-000000000001", "work_order": "MO-1", "operation": "10",
        "kind": "good", "at": "2026-03-01T08:00:00Z", "good": "3" });
    post("/reports", &report);
    let sell = json!({ "customer": "C-1", "lines": [
        { "item": "M-2", "quantity": "10", "unit_price": "98765.43", "requested_date": "2026-04-30" },
        { "item": "P-1", "quantity": "5", "requested_date": "2026-04-30" }] });
    let sold = named(&post("/sales-orders", &sell));
    let note = json!({ "customer": "C-1", "lines": [{ "order": sold, "line": "10", "quantity": "4" }] });
    let note = named(&post("/dispatch-notes", &note));
    post(&format!("/dispatch-notes/{note}/pack"), &Value::Null);
    post("/sales-orders", &sell);
    post("/quotes", &json!({ "customer": "C-1", "lines": [{ "item": "P-1", "quantity": "2" }] }));
    post("/holds", &json!({ "order": sold, "line": "20", "kind": "customer" }));
}

fn made(path: &str, answer: Answer) -> Value {
    assert!((200..300).contains(&answer.status), "{path}: {} {}", answer.status, answer.body);
    answer.body
}

fn named(made: &Value) -> String {
    made["number"].as_str().unwrap_or_else(|| panic!("a number: {made}")).to_owned()
}

/// What stands in the shop, by the list that shows it: `/sales-orders`, `/stock`.
pub fn keys(person: &Person, lists: &[&str]) -> BTreeMap<String, Vec<String>> {
    const NAMES: [&str; 9] =
        ["number", "code", "name", "id", "lot_key", "item", "order", "work_order", "operation"];
    let mut found = BTreeMap::new();
    for list in lists {
        let answer = person.get(list);
        let rows = answer.body["items"].as_array().into_iter().flatten();
        let keys = rows.filter_map(|row| NAMES.iter().map(|name| &row[*name]).find(|key| !key.is_null()));
        let text = |key: &Value| key.as_str().map_or_else(|| key.to_string(), str::to_owned);
        found.insert((*list).to_owned(), keys.map(text).collect::<Vec<_>>());
    }
    found
}
