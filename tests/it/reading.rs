//! What people read and what is kept from them: the journal, search, prices in files, lists in pages.

use crate::support::app::{Answer, Person, TestApp};
use crate::support::furnished::furnish;
use crate::support::on_both;
use crate::support::trade::{Trade, body, now};
use holdfast::domain::role::{Actor, Role};
use holdfast::import::{Limits, read_bytes};
use holdfast::services::lists::{self, PageQuery};
use holdfast::services::{Ask, inspections, receipts};
use serde_json::{Value, json};
use std::path::Path;

const PRICE: &str = "98765.43";

/// Every entry of a journal, page by page.
fn whole(person: &Person, query: &str) -> Vec<Value> {
    let (mut entries, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = person.get(&format!("/journal?limit=3{query}{cursor}"));
        assert_eq!(page.status, 200, "{}", page.body);
        let rows = page.body["items"].as_array().expect("items").clone();
        assert!(rows.len() <= 3);
        entries.extend(rows);
        match page.body["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return entries,
        }
    }
}

#[test]
fn the_journal_is_read_in_pages_and_tells_nobody_too_much() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let (admin, planner) = (app.signed_in(Role::Admin), app.signed_in(Role::Planner));
        furnish(&admin);
        let (all, some) = (whole(&admin, ""), whole(&planner, ""));
        let numbers: Vec<_> = all.iter().filter_map(|entry| entry["seq"].as_i64()).collect();
        assert!(numbers.is_sorted_by(|a, b| a > b) && all.len() > 20, "{numbers:?}");
        let told = |entries: &[Value], word: &str| Value::from(entries.to_vec()).to_string().contains(word);
        for word in ["sales-order.entered", "work-order.", "C-1"] {
            assert!(told(&all, word) && told(&some, word), "{word}");
        }
        assert!(told(&all, "user.signed-in") && !told(&some, "user.signed-in"), "on {}", fresh.name);
        assert!(!told(&all, PRICE), "not everybody who reads the journal may read prices");
        let entered = whole(&planner, "&what=sales-order.entered&actor=user:admin");
        assert_eq!(entered.len(), 2, "{entered:?}");
        assert_eq!(whole(&planner, "&what=sales-order.entered&actor=user:planner").len(), 0);
    });
}

#[test]
fn sales_finds_items_by_our_number_and_by_the_customers() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let admin = app.signed_in(Role::Admin);
        furnish(&admin);
        let own = json!({ "parts": [{ "part": "ACME-77", "item": "P-1" }] });
        let put = admin.put("/customers/C-1/parts", &own);
        assert_eq!(put.status, 200, "{}", put.body);
        let finds = |role: Role, sought: &str, kind: &str| {
            let found = app.signed_in(role).get(&format!("/search?q={sought}")).body;
            found["items"].as_array().is_some_and(|hits| hits.iter().any(|hit| hit["kind"] == kind))
        };
        assert!(finds(Role::Sales, "M-1", "item"));
        assert!(finds(Role::Sales, "acme77", "item"));
        assert!(finds(Role::Operator, "MO-1", "work-order"));
        assert!(!finds(Role::Sales, "MO-1", "work-order"));
        assert!(!finds(Role::Operator, "C-1", "customer"));
    });
}

fn download(person: &Person) -> Vec<u8> {
    let answer = person.request("GET", "/export.xlsx").send().expect("an answer");
    answer.bytes().expect("a file").to_vec()
}

fn upload(person: &Person, file: &[u8]) -> Answer {
    let request = person.request("POST", "/imports?name=shop.xlsx");
    let answer = Answer::of(request.header("content-type", "application/octet-stream").body(file.to_vec()));
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer
}

/// Whether an import would change a price, as its preview tells it.
fn moves_prices(seen: &Answer) -> bool {
    seen.body["preview"].to_string().contains("unit_price")
}

#[test]
fn files_have_prices_for_who_may_read_them_and_wipe_none() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let (admin, planner) = (app.signed_in(Role::Admin), app.signed_in(Role::Planner));
        furnish(&admin);
        let prices = |file: &[u8]| {
            let read = read_bytes(Path::new("shop.xlsx"), file.to_vec(), &Limits::default());
            let lines = read.expect("a workbook").document.sales_orders;
            lines.iter().filter(|line| line.unit_price.is_some()).count()
        };
        let (whole, without) = (download(&admin), download(&planner));
        assert_eq!((prices(&whole), prices(&without)), (2, 0), "on {}", fresh.name);
        // What has no prices says nothing about them.
        let back = upload(&admin, &without);
        assert!(!moves_prices(&back), "{}", back.body);
        let path = format!("/imports/{}/apply", back.body["id"]);
        let applied = admin.post(&path, &Value::Null);
        assert_eq!(applied.body["state"], "applied", "{}", applied.body);
        assert_eq!(prices(&download(&admin)), 2);
        // What would change tells no stored price either.
        let orders = admin.get("/sales-orders").body;
        let number = orders["items"][0]["number"].as_str().expect("a number").to_owned();
        let patch = admin.request("PATCH", &format!("/sales-orders/{number}/lines/10"));
        let patched = Answer::of(patch.header("if-match", "*").json(&json!({ "unit_price": "1.5" })));
        assert_eq!(patched.status, 200, "{}", patched.body);
        let (seen, hidden) = (upload(&admin, &whole), upload(&planner, &whole));
        assert!(moves_prices(&seen) && !moves_prices(&hidden), "{}", hidden.body);
        let path = format!("/imports/{}", seen.body["id"]);
        assert!(moves_prices(&admin.get(&path)) && !moves_prices(&planner.get(&path)));
    });
}

#[test]
fn inspections_of_one_instant_are_all_on_some_page() {
    on_both(|fresh| {
        let shop = Trade::new(fresh);
        let order = shop.buy(&[("M-1", 40)]);
        let came = json!({ "id": "r-1", "quantity": 40, "lot": "HEAT-7" });
        shop.done(move |tx| receipts::receive(tx, &order, "10", &body(came.clone())));
        for n in 0..5 {
            let new = json!({ "id": format!("i.{n}"), "lot_key": "HEAT-7", "inspected": 1,
                "verdict": { "scrapped": 1 }, "reason": "surface" });
            shop.done(move |tx| inspections::inspect_lot(tx, &body(new.clone())));
        }
        let (mut found, mut cursor) = (Vec::new(), None);
        loop {
            let query = PageQuery { cursor, limit: Some(2) };
            let page = fresh.store.read(|db| {
                let actor = Actor::system();
                lists::inspections(&mut Ask::new(db, now(), &actor)?, &query)
            });
            let page = page.expect("a page");
            found.extend(page.items.into_iter().map(|row| row.id));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(found, ["i.0", "i.1", "i.2", "i.3", "i.4"], "on {}", fresh.name);
    });
}

#[test]
fn what_is_over_is_found_without_slips_and_what_is_open_with_them() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let admin = app.signed_in(Role::Admin);
        furnish(&admin);
        let orders = admin.get("/sales-orders").body;
        let number = |at: usize| orders["items"][at]["number"].as_str().expect("a number").to_owned();
        let (open, over) = (number(0), number(1));
        let given_up = json!({ "note": "no longer needed" });
        let cancelled = admin.request("POST", &format!("/sales-orders/{over}/cancel"));
        let cancelled = Answer::of(cancelled.header("if-match", "*").json(&given_up));
        assert_eq!(cancelled.status, 201, "{}", cancelled.body);
        let finds = |sought: &str, order: &str| {
            let found = admin.get(&format!("/search?q={sought}&limit=50")).body;
            found["items"].as_array().is_some_and(|hits| hits.iter().any(|hit| hit["key"] == order))
        };
        for order in [&open, &over] {
            let tail = &order[order.len() - 5..];
            let plain = order.replace('-', "");
            for sought in [order.as_str(), &order.to_lowercase(), &plain, &plain.replace('0', "O"), tail] {
                assert!(finds(sought, order), "{sought} on {}", fresh.name);
            }
        }
        let slip = |order: &str| format!("{}77", &order[..order.len() - 2]);
        assert!(finds(&slip(&open), &open) && !finds(&slip(&over), &over));
        for nasty in ["%25%25%25", "___", "!!!", "a'b"] {
            assert!(!finds(nasty, &over), "{nasty}");
        }
    });
}

#[test]
fn what_is_ready_is_told_in_pages() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let admin = app.signed_in(Role::Admin);
        furnish(&admin);
        let whole = admin.get("/dispatch/ready").body;
        let lines = whole["items"].as_array().expect("lines").clone();
        assert_eq!((lines.len(), whole["next"].is_null()), (2, true), "{whole}");
        let first = admin.get("/dispatch/ready?limit=1").body;
        let second =
            admin.get(&format!("/dispatch/ready?limit=1&cursor={}", first["next"].as_str().expect("more")));
        assert_eq!((&first["items"][0], &second.body["items"][0]), (&lines[0], &lines[1]));
        assert!(second.body["next"].is_null());
        // Of 30 pieces 4 are packed; 6 of the first line's 10 are still to go, and all of the second's.
        let told = |line: &Value| (line["open"].clone(), line["ready"].clone());
        assert_eq!(told(&lines[0]), (json!("6"), json!("6")));
        assert_eq!(told(&lines[1]), (json!("10"), json!("10")));
    });
}
