//! Import and export as a client meets them: upload, preview, progress, apply, download, and everything that is
//! refused on the way.

use crate::exchange::{SHOP, example, written};
use crate::support::app::{Answer, Person, TestApp};
use crate::support::{Fresh, eventually, on_both};
use holdfast::domain::role::Role;
use holdfast::services::import;
use holdfast::text::Lang;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn upload(person: &Person, name: &str, bytes: Vec<u8>) -> Answer {
    let request = person.request("POST", &format!("/imports?name={name}"));
    Answer::of(request.header("content-type", "application/octet-stream").body(bytes))
}

fn apply(person: &Person, id: &Value, query: &str) -> Answer {
    Answer::of(person.request("POST", &format!("/imports/{id}/apply{query}")))
}

fn sum(view: &Value, what: &str) -> u64 {
    let sheets = view["preview"]["sheets"].as_array().expect("sheets");
    sheets.iter().map(|sheet| sheet[what].as_u64().expect("a count")).sum()
}

fn download(person: &Person, path: &str) -> (u16, String, Vec<u8>) {
    let answer = person.request("GET", path).send().expect("an answer");
    let media = answer.headers()["content-type"].to_str().expect("text").to_owned();
    (answer.status().as_u16(), media, answer.bytes().expect("a body").to_vec())
}

/// Promise, shipped and received of all that is in hand, by line: the board's own order is the plan's, and moves with it.
fn facts(person: &Person) -> Value {
    let board = person.get("/board?limit=500").body;
    let line = |row: &Value| json!([row["order"], row["line"], row["promise_date"], row["shipped"]]);
    let mut lines: Vec<Value> = board["items"].as_array().expect("lines").iter().map(line).collect();
    lines.sort_by_key(ToString::to_string);
    Value::Array(lines)
}

#[test]
fn a_workbook_is_previewed_applied_and_changes_nothing_when_it_comes_again() {
    on_both(|fresh| {
        let shop = TestApp::on(fresh);
        let admin = shop.signed_in(Role::Admin);
        let seen = upload(&admin, "week-1.xlsx", example(SHOP));
        assert_eq!(seen.status, 201, "{}", seen.body);
        assert_eq!((&seen.body["state"], &seen.body["file"]), (&json!("ready"), &json!("week-1.xlsx")));
        assert!(sum(&seen.body, "new") > 100 && seen.body["preview"]["vanished_rows"] == "ignore");
        assert_eq!(admin.get("/board").body["items"], json!([]), "a preview changes nothing");
        let id = seen.body["id"].clone();

        let marks = std::thread::scope(|scope| {
            let applying = scope.spawn(|| apply(&admin, &id, ""));
            let mut marks = BTreeSet::new();
            while !applying.is_finished() {
                let view = admin.get(&format!("/imports/{id}")).body;
                if view["state"] == "applying" {
                    marks.insert(view["done"].as_i64().expect("a count"));
                }
            }
            let applied = applying.join().expect("no panic");
            assert_eq!(
                (applied.status, &applied.body["state"]),
                (201, &json!("applied")),
                "{}",
                applied.body
            );
            marks
        });
        assert!(!marks.is_empty(), "progress is shown while it is applied, on {}", fresh.name);
        let twice = apply(&admin, &id, "");
        assert_eq!((twice.status, twice.code()), (409, "not_ready"), "{}", twice.body);

        let head = shop.app.store.head().unwrap();
        let again = upload(&admin, "week-2.xlsx", example(SHOP)).body;
        assert_eq!((sum(&again, "new"), sum(&again, "changed")), (0, 0), "on {}", fresh.name);
        assert_eq!(apply(&admin, &again["id"], "").body["state"], "applied");
        assert_eq!(shop.app.store.head().unwrap(), head, "the same file again is no fact");

        let (status, media, bytes) = download(&admin, "/export.xlsx?lang=zh");
        assert_eq!(status, 200);
        assert!(media.contains("spreadsheetml"), "{media}");
        let back = upload(&admin, "back.xlsx", bytes).body;
        assert_eq!(
            (sum(&back, "new"), sum(&back, "changed"), sum(&back, "kept")),
            (0, 0, 0),
            "{}",
            fresh.name
        );
        let (status, media, bytes) = download(&admin, "/export.zip?lang=en");
        assert_eq!((status, media.as_str()), (200, "application/zip"));
        let back = upload(&admin, "back.zip", bytes).body;
        assert_eq!(
            (sum(&back, "new"), sum(&back, "changed"), sum(&back, "kept")),
            (0, 0, 0),
            "{}",
            fresh.name
        );
    });
}

#[test]
fn promises_and_progress_are_kept_and_vanished_orders_wait_for_a_word() {
    let fresh = Fresh::sqlite();
    let shop = TestApp::on(&fresh);
    let admin = shop.signed_in(Role::Admin);
    let first = upload(&admin, "week.xlsx", example(SHOP)).body;
    assert_eq!(apply(&admin, &first["id"], "").status, 201);
    let settings = admin.get("/settings").body;
    let asking = json!({ "sheet": settings["sheet"], "policies": { "vanished_rows": "ask" } });
    assert_eq!(admin.put("/settings", &asking).status, 200);
    let before = eventually("the board is planned", || {
        Some(facts(&admin)).filter(|lines| lines.as_array().is_some_and(|lines| lines.len() > 50))
    });

    let mut file = import::read(SHOP, example(SHOP), Lang::En).unwrap().document;
    for row in &mut file.sales_orders {
        row.promise_date = row.promise_date.and_then(|day| day.succ_opt());
        row.shipped = Some(row.quantity / rust_decimal::Decimal::TWO);
    }
    let gone = file.work_orders.pop().expect("a work order").work_order;
    file.progress.retain(|row| row.work_order != gone);
    file.issues.retain(|row| row.work_order != gone);
    let seen = upload(&admin, "week.xlsx", written(&file)).body;
    assert!(sum(&seen, "kept") >= file.sales_orders.len() as u64, "{seen}");
    assert_eq!((sum(&seen, "vanished"), &seen["preview"]["vanished_rows"]), (1, &json!("ask")));
    let refused = apply(&admin, &seen["id"], "");
    assert_eq!((refused.status, refused.code()), (409, "choice_needed"), "{}", refused.body);
    assert!(refused.body["detail"].to_string().contains("vanished_rows=close"), "{}", refused.body);
    let nonsense = apply(&admin, &seen["id"], "?vanished_rows=perhaps");
    assert_eq!(nonsense.status, 422, "{}", nonsense.body);
    let closed = apply(&admin, &seen["id"], "?vanished_rows=close");
    assert_eq!((closed.status, sum(&closed.body, "closes")), (201, 1), "{}", closed.body);
    assert_eq!(admin.get(&format!("/work-orders/{gone}")).body["status"], "closed");
    assert_eq!(facts(&admin), before, "promises and progress are as they were");
}

#[test]
fn an_upload_that_is_sent_again_is_one_import() {
    on_both(|fresh| {
        let shop = TestApp::on(fresh);
        let admin = shop.signed_in(Role::Admin);
        let send = |key: &str, bytes: Vec<u8>| {
            let request = admin.request("POST", "/imports?name=a.xlsx").header("idempotency-key", key);
            Answer::of(request.header("content-type", "application/octet-stream").body(bytes))
        };
        let (first, second) = (send("k-1", example(SHOP)), send("k-1", example(SHOP)));
        assert_eq!((first.status, second.status), (201, 201), "{}", second.body);
        assert_eq!(first.body, second.body, "on {}", fresh.name);
        assert_eq!(second.headers["idempotency-replayed"], "true");
        let other = send("k-1", example("messy-shop.xlsx"));
        assert_eq!((other.status, other.code()), (422, "key_reused"), "{}", other.body);
        assert_ne!(send("k-2", example(SHOP)).body["id"], first.body["id"]);

        let id = send("k-3", example(SHOP)).body["id"].clone();
        let once = || {
            let request = admin.request("POST", &format!("/imports/{id}/apply"));
            Answer::of(request.header("idempotency-key", "k-4"))
        };
        let (first, second) = (once(), once());
        assert_eq!((first.status, second.status), (201, 201), "{}", second.body);
        assert_eq!(first.body, second.body, "applied once, on {}", fresh.name);
    });
}

#[test]
fn what_cannot_be_taken_in_is_refused_with_a_problem() {
    let fresh = Fresh::sqlite();
    let shop = TestApp::on(&fresh);
    let admin = shop.signed_in(Role::Admin);
    let mut cut = example(SHOP);
    cut.truncate(cut.len() / 2);
    for (name, bytes) in
        [("prose.xlsx", b"no workbook".to_vec()), ("cut.xlsx", cut), ("none.xlsx", Vec::new())]
    {
        let refused = upload(&admin, name, bytes);
        assert_eq!((refused.status, refused.code()), (422, "unreadable_file"), "{name}: {}", refused.body);
        let words = [&refused.body["title"], &refused.body["detail"]];
        assert!(words.iter().all(|text| text.as_str().is_some_and(|text| text.len() > 10)), "{name}");
    }
    let large = upload(&admin, "large.xlsx", vec![0; 50 * 1024 * 1024 + 1]);
    assert_eq!((large.status, large.code()), (413, "too_large"), "{}", large.body);
    for path in ["/imports?nmae=a.xlsx", "/imports?lang=fr", "/imports?name=a&name=b"] {
        let refused = Answer::of(admin.request("POST", path).body(example(SHOP)));
        assert_eq!(refused.status, 422, "{path}: {}", refused.body);
    }
    assert_eq!(admin.get("/export.xlsx?lang=fr").status, 422);
    let unknown = apply(&admin, &json!(4711), "");
    assert_eq!((unknown.status, unknown.code()), (404, "unknown"), "{}", unknown.body);
    assert_eq!(admin.get("/imports/4711").status, 404);

    let messy = upload(&admin, "messy.xlsx", example("messy-shop.xlsx")).body;
    let refused = messy["preview"]["refused"].as_array().expect("a list");
    assert!(!refused.is_empty() && refused.iter().all(|one| one["dropped"] == true || one["lost"] == true));
    assert!(messy["preview"]["notes"].as_array().is_some_and(|notes| !notes.is_empty()), "{messy}");
    let placed = refused.iter().find(|one| one["column"].is_string()).expect("a cell");
    for word in ["sheet", "row", "column", "value", "why", "remedy"] {
        assert!(!placed[word].is_null(), "{word}: {placed}");
    }
}

#[test]
fn only_those_who_may_exchange_can() {
    let fresh = Fresh::sqlite();
    let shop = TestApp::on(&fresh);
    let id = upload(&shop.signed_in(Role::Admin), "a.xlsx", example(SHOP)).body["id"].clone();
    for role in Role::ALL {
        let may = role.rights().contains(&holdfast::domain::role::Right::Exchange);
        let person = shop.signed_in(role);
        let tries = [
            upload(&person, "b.xlsx", b"no workbook".to_vec()).status,
            person.get(&format!("/imports/{id}")).status,
            person.request("GET", "/export.zip").send().expect("an answer").status().as_u16(),
        ];
        assert_eq!(tries, if may { [422, 200, 200] } else { [403; 3] }, "{role:?}");
        if !may {
            assert_eq!(apply(&person, &id, "").status, 403, "{role:?}");
        }
    }
    assert_eq!(upload(&shop.stranger(), "b.xlsx", Vec::new()).status, 401);
    assert_eq!(shop.stranger().get("/export.xlsx").status, 401);
}
