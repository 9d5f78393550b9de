//! What a tablet shows: the list, one operation, what a scan means; and what it reports.

use super::people::{asks, identity, people, signed_in};
use super::{shop, tablet};
use crate::support::app::{Answer, Person, TestApp};
use crate::support::{eventually, on_both};
use holdfast::document::OperationStatus;
use holdfast::domain::role::Role;
use holdfast::store::MAIN_PLANT;
use holdfast::store::work::{OperationRow, put_operation};
use serde_json::{Value, json};

/// So many minutes after seven on Monday in the plant, where it is eight.
pub fn at(minute: i64) -> String {
    let from = "2026-03-01T23:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().expect("an instant");
    (from + chrono::TimeDelta::minutes(minute)).to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// Two work orders of a shaft that is sawn and turned, the first for a line of Acme; the second waits for bars.
pub fn work(app: &TestApp) {
    let boss = app.signed_in(Role::Admin);
    let put = |path: &str, body: Value| {
        let answer = Answer::of(boss.request("PUT", path).json(&body));
        assert!(answer.status < 300, "{path}: {}", answer.body);
    };
    let post = |path: &str, body: Value| {
        let answer = boss.post(path, &body);
        assert!(answer.status < 300, "{path}: {}", answer.body);
        answer.body
    };
    put("/suppliers/S-1", json!({ "lead_days": 5 }));
    put("/customers/C-1", json!({ "name": "Acme Pumps", "tier": "A" }));
    put("/items/BAR", json!({ "source": "buy", "supplier": "S-1", "lead_days": 5 }));
    put("/items/SHAFT", json!({ "source": "make", "description": "Shaft 40 mm" }));
    let parts = boss.request("PUT", "/customers/C-1/parts").header("if-match", "*");
    let parts = Answer::of(parts.json(&json!({ "parts": [{ "part": "AP-77", "item": "SHAFT" }] })));
    assert!(parts.status < 300, "{}", parts.body);
    let of_item = |path: &str, body: Value| {
        let answer = Answer::of(boss.request("PUT", path).header("if-match", "*").json(&body));
        assert!(answer.status < 300, "{path}: {}", answer.body);
    };
    of_item(
        "/items/SHAFT/bom",
        json!({ "lines": [{ "component": "BAR", "quantity_per": "1", "operation": "10" }] }),
    );
    let steps = json!({ "operations": [
        { "operation": "10", "name": "Saw", "work_centre": "SAW", "setup_minutes": "10", "run_minutes": "2" },
        { "operation": "20", "name": "Turn", "work_centre": "LATHE", "run_minutes": "6" },
    ] });
    of_item("/items/SHAFT/routing", steps);
    let bought = post(
        "/purchase-orders",
        json!({ "supplier": "S-1", "lines": [{ "item": "BAR", "quantity": "10" }] }),
    );
    let bought = bought["number"].as_str().expect("a number");
    let receipt = json!({ "id": "r-1", "quantity": "10", "lot": "B1" });
    post(&format!("/purchase-orders/{bought}/lines/10/receipts"), receipt);
    let order = post(
        "/sales-orders",
        json!({ "customer": "C-1", "lines": [
        { "line": "10", "item": "SHAFT", "quantity": "10", "requested_date": "2026-03-20" }
    ] }),
    );
    let number = order["number"].as_str().expect("a number").to_owned();
    let asked = boss.request("POST", &format!("/sales-orders/{number}/lines/10/requirements"));
    let drawing = json!({ "kind": "drawing", "text": "AP-77 rev C", "owner_role": "planner" });
    let asked = Answer::of(asked.header("if-match", "*").json(&drawing));
    assert!(asked.status < 300, "{}", asked.body);
    let line = json!({ "order": number, "line": "10" });
    post(
        "/work-orders",
        json!({ "number": "MO-1", "item": "SHAFT", "quantity": "10", "line": line, "note": "Mind the burr" }),
    );
    post(
        "/work-orders",
        json!({ "number": "MO-2", "item": "SHAFT", "quantity": "10", "due_date": "2026-03-25" }),
    );
}

/// A report of an operation of MO-1.
pub fn report(operation: &str, kind: &str, minute: i64) -> Value {
    json!({ "id": uuid::Uuid::now_v7(), "work_order": "MO-1", "operation": operation, "kind": kind, "at": at(minute) })
}

/// The same with more said.
pub fn with(mut report: Value, more: Value) -> Value {
    for (name, value) in more.as_object().expect("an object") {
        report[name] = value.clone();
    }
    report
}

/// The rows of the first work centre of a tablet's list.
pub fn rows(tablet: &Person) -> Vec<Value> {
    let list = tablet.get("/floor/list");
    assert_eq!(list.status, 200, "{}", list.body);
    list.body["work_centres"][0]["rows"].as_array().expect("rows").clone()
}

fn shown(row: &Value) -> (&str, &str, &str, bool) {
    let text = |name: &str| row[name].as_str().unwrap_or_default();
    (text("work_order"), text("operation"), text("status"), row["ready"] == true)
}

#[test]
fn a_list_says_what_runs_what_can_start_and_what_is_blocked_and_why() {
    on_both(|fresh| {
        let (app, lead) = shop(fresh);
        work(&app);
        let saw = tablet(&app, &lead, "saw-1", &["SAW"]);
        let planned = eventually("both are planned", || Some(rows(&saw)).filter(|rows| rows.len() == 2));
        assert_eq!(shown(&planned[0]), ("MO-1", "10", "waiting", true), "{planned:?}");
        assert_eq!(shown(&planned[1]), ("MO-2", "10", "waiting", false), "{planned:?}");
        let first = &planned[0];
        assert_eq!((&first["customer"], &first["customer_part"]), (&json!("Acme Pumps"), &json!("AP-77")));
        assert_eq!((&first["item_name"], &first["unit"]), (&json!("Shaft 40 mm"), &json!("pieces")));
        assert_eq!(
            (&first["quantity"], &first["left"], &first["version"]),
            (&json!("10"), &json!("10"), &json!(0))
        );
        assert_eq!(first["requirements"], json!([{ "kind": "drawing", "text": "AP-77 rev C" }]));
        assert_eq!(first["next"], json!({ "operation": "20", "name": "Turn", "work_centre": "LATHE" }));
        assert!(first["start"].is_string() && first["phase"].is_null() && first["since"].is_null());
        let why = &planned[1]["waits_for"][0];
        assert!(why["kind"] == "material" && why["until"].is_string(), "{why}");
        let zh = Answer::of(saw.request("GET", "/floor/list").header("accept-language", "zh-CN")).body;
        let said =
            zh["work_centres"][0]["rows"][1]["waits_for"][0]["text"].as_str().expect("words").to_owned();
        assert!(said.contains("待采购") && said != why["text"], "{said}");
        // What was begun stands first whatever the plan says, at once.
        let begun = saw.post("/reports", &with(report("10", "start", 0), json!({ "work_order": "MO-2" })));
        assert_eq!(begun.status, 201, "{}", begun.body);
        assert_eq!(shown(&rows(&saw)[0]), ("MO-2", "10", "running", true));
        // The lathe has its own, which waits for the saw.
        let lathe = tablet(&app, &lead, "lathe-1", &["LATHE"]);
        let waiting = rows(&lathe);
        assert_eq!(waiting[0]["waits_for"][0]["kind"], "operation", "{waiting:?}");
        let list = lathe.get("/floor/list").body;
        assert_eq!(list["clock"]["rate"], 0.0);
        assert!(list["as_of"]["mark"].is_string() && list["stale"].is_boolean(), "{list}");
    });
}

#[test]
fn the_timer_follows_from_what_was_reported_at_any_tablet() {
    on_both(|fresh| {
        let (app, lead) = shop(fresh);
        work(&app);
        people(&app);
        let (one, two) = (tablet(&app, &lead, "saw-1", &["SAW"]), tablet(&app, &lead, "saw-2", &["SAW"]));
        let secret = signed_in(&one, "W1");
        let says = |tablet: &Person, body: Value| {
            let answer =
                Answer::of(tablet.request("POST", "/reports").header("holdfast-operator", "").json(&body));
            assert_eq!(answer.status, 201, "{}", answer.body);
        };
        let begins = one.request("POST", "/reports").header("holdfast-operator", &secret);
        assert_eq!(Answer::of(begins.json(&report("10", "setup", 0))).status, 201);
        let row = || rows(&two)[0].clone();
        assert_eq!((&row()["phase"], &row()["since"]), (&json!("setup"), &json!(at(0))), "{}", row());
        assert_eq!(row()["operators"], json!(["W1"]));
        says(&two, report("10", "start", 10));
        says(&two, with(report("10", "pause", 20), json!({ "reason": "break" })));
        let paused = row();
        assert_eq!((&paused["status"], &paused["reason"]), (&json!("paused"), &json!("break")), "{paused}");
        assert_eq!((&paused["worked_seconds"], &paused["setup_seconds"]), (&json!(1200), &json!(600)));
        // What one tablet kept while it was offline comes late and counts at its own time.
        says(&one, with(report("10", "good", 15), json!({ "good": "4", "operator": "W1" })));
        says(&one, report("10", "resume", 30));
        let running = row();
        assert_eq!((&running["good"], &running["left"]), (&json!("4"), &json!("6")), "{running}");
        assert_eq!((&running["since"], &running["worked_seconds"]), (&json!(at(30)), &json!(1200)));
        // All is counted and nobody has said that it is done: it is still in their hands.
        says(&one, with(report("10", "good", 40), json!({ "good": "6" })));
        let recent = fresh.store.read(holdfast::store::recent).expect("numbers");
        app.app.planner.wait_for_all(&recent, 0).expect("it plans");
        let counted = row();
        assert_eq!((shown(&counted), &counted["left"]), (("MO-1", "10", "running", true), &json!("0")));
        says(&one, report("10", "finish", 41));
        assert!(rows(&two).iter().all(|row| row["work_order"] != "MO-1"));
    });
}

#[test]
fn a_tablet_reports_where_it_stands_and_corrects_its_own() {
    on_both(|fresh| {
        let (app, lead) = shop(fresh);
        work(&app);
        people(&app);
        let (saw, lathe) =
            (tablet(&app, &lead, "saw-1", &["SAW"]), tablet(&app, &lead, "lathe-1", &["LATHE"]));
        let elsewhere = lathe.post("/reports", &report("10", "start", 0));
        assert_eq!((elsewhere.status, elsewhere.code()), (403, "device_elsewhere"), "{}", elsewhere.body);
        // The saw is broken: it runs on the lathe, and its tablet says so.
        let moved = with(report("10", "start", 0), json!({ "work_centre": "LATHE" }));
        assert_eq!(lathe.post("/reports", &moved).status, 201);
        let wrong = with(report("10", "good", 5), json!({ "good": "9", "device": "somewhere-else" }));
        let secret = signed_in(&lathe, "W1");
        let sent = lathe.request("POST", "/reports").header("holdfast-operator", &secret);
        assert_eq!(Answer::of(sent.json(&wrong)).status, 201);
        let path = format!("/reports/{}/correct", wrong["id"].as_str().expect("an id"));
        let right = |good: &str| json!({ "id": uuid::Uuid::now_v7(), "good": good });
        let other = tablet(&app, &lead, "lathe-2", &["LATHE"]);
        for tablet in [&saw, &other] {
            assert_eq!(tablet.post(&path, &right("8")).code(), "not_allowed", "another tablet's");
        }
        let corrected = lathe.post(&path, &right("8"));
        assert_eq!((corrected.status, &corrected.body["good"]), (201, &json!("8")), "{}", corrected.body);
        let seen = lathe.get("/floor/operations/MO-1/10").body;
        let counted =
            seen["reports"].as_array().expect("reports").iter().find(|report| report["id"] == wrong["id"]);
        let counted = counted.expect("it stands");
        assert_eq!(
            (&counted["device"], &counted["operator"]),
            (&json!("lathe-1"), &json!("W1")),
            "{counted}"
        );
        assert_eq!((&seen["drawing"], &seen["note"]), (&json!("AP-77 rev C"), &json!("Mind the burr")));
        assert_eq!((&seen["route"][1]["name"], &seen["route"][0]["good"]), (&json!("Turn"), &json!("8")));
        assert_eq!(lathe.get("/floor/operations/MO-1/99").code(), "operation_unknown");
        let outcomes = lathe.post("/reports/batch", &json!({ "reports": [report("20", "start", 6), with(report("10", "start", 0), json!({ "work_order": "MO-2" }))] }));
        assert_eq!(outcomes.body["items"][0]["accepted"]["status"], "running", "{}", outcomes.body);
        assert_eq!(outcomes.body["items"][1]["refused"]["code"], "device_elsewhere", "{}", outcomes.body);
    });
}

#[test]
fn work_that_is_blocked_begins_on_the_word_of_a_lead() {
    on_both(|fresh| {
        let (app, lead) = shop(fresh);
        work(&app);
        people(&app);
        let saw = tablet(&app, &lead, "saw-1", &["SAW"]);
        let begins = |by: &str| {
            let body = with(report("10", "start", 0), json!({ "work_order": "MO-2", "approved_by": by }));
            let answer = saw.post("/reports", &body);
            assert_eq!(answer.status, 201, "{}", answer.body);
            answer.body["flags"].as_array().expect("flags").contains(&json!("not-approved"))
        };
        assert!(!begins("L1"));
        let kept = saw.get("/floor/operations/MO-2/10").body;
        assert_eq!(kept["reports"][0]["approved_by"], "L1", "{kept}");
        assert!(begins("W1"), "taken all the same, and questioned");
    });
}

#[test]
fn nobody_is_named_in_reports_where_the_plant_does_not_want_it() {
    on_both(|fresh| {
        let (app, lead) = shop(fresh);
        work(&app);
        people(&app);
        let saw = tablet(&app, &lead, "saw-1", &["SAW"]);
        let secret = signed_in(&saw, "W1");
        identity(&app, "off");
        let me = asks(&saw, &secret, "/floor/me").body;
        assert!(!me["operators"].to_string().contains("Wu") && me["operators"][2]["code"] == "W1", "{me}");
        let body = with(report("10", "start", 0), json!({ "operator": "W1", "approved_by": "L1" }));
        let send =
            || Answer::of(saw.request("POST", "/reports").header("holdfast-operator", &secret).json(&body));
        assert_eq!(send().status, 201);
        let kept = saw.get("/floor/operations/MO-1/10").body["reports"].clone();
        let journal = app.signed_in(Role::Admin).get("/journal?limit=5").body;
        for told in [&kept, &journal] {
            assert!(!told.to_string().contains("W1") && !told.to_string().contains("L1"), "{told}");
        }
        assert_eq!((&kept[0]["actor"], &kept[0]["operator"]), (&json!("device:saw-1"), &Value::Null));
        // Sent again after the plant changed its mind: the same report all the same.
        identity(&app, "pseudonymous");
        assert_eq!(send().status, 201);
        let second = with(report("10", "pause", 1), json!({ "operator": "W1", "reason": "break" }));
        assert_eq!(saw.post("/reports", &second).status, 201);
        let kept = saw.get("/floor/operations/MO-1/10").body["reports"].clone();
        assert!(kept[1]["operator"].as_str().is_some_and(|name| name.starts_with("p-")), "{kept}");
        let fix = json!({ "id": uuid::Uuid::now_v7(), "reason": "tool" });
        let path = format!("/reports/{}/correct", second["id"].as_str().expect("an id"));
        assert_eq!(saw.post(&path, &fix).status, 201);
        let fixed = saw.get("/floor/operations/MO-1/10").body["reports"].clone();
        assert_eq!(fixed[2]["operator"], kept[1]["operator"], "the same person");
    });
}

#[test]
fn a_scan_says_what_it_means() {
    on_both(|fresh| {
        let (app, lead) = shop(fresh);
        work(&app);
        let saw = tablet(&app, &lead, "saw-1", &["SAW"]);
        let found = |text: &str| {
            let escaped = text.replace(' ', "%20").replace('#', "%23");
            let request = saw.request("GET", &format!("/floor/found?text={escaped}"));
            Answer::of(request)
        };
        let operation =
            |operation: &str| json!({ "kind": "operation", "work_order": "MO-1", "operation": operation });
        assert_eq!(found("HF:WO:MO-1:20").body, operation("20"));
        assert_eq!(found("HF:WO:MO-1").body, operation("10"), "a label");
        assert_eq!(found(" mo-1 ").body, operation("10"));
        assert_eq!(found("HF:B:0123").body, json!({ "kind": "badge" }));
        assert_eq!(
            found("https://shop.example/floor/#enrol=7QK2M9XP4D").body,
            json!({ "kind": "enrolment" })
        );
        for nothing in ["HF:WO:MO-1:99", "HF:WO:MO-9:10", "4006381333931", "HF:WO:"] {
            let refused = found(nothing);
            assert_eq!(
                (refused.status, refused.code()),
                (404, "scan_unknown"),
                "{nothing}: {}",
                refused.body
            );
        }
        assert_eq!(saw.post("/reports", &report("10", "finish", 5)).status, 201);
        assert_eq!(found("MO-1").body, operation("20"));
    });
}

#[test]
fn a_tablet_knows_itself() {
    on_both(|fresh| {
        let (app, lead) = shop(fresh);
        people(&app);
        let saw = tablet(&app, &lead, "saw-1", &["SAW"]);
        let me = saw.get("/floor/me").body;
        assert_eq!(
            me["device"],
            json!({ "name": "saw-1", "work_centres": [{ "code": "SAW", "name": null }] })
        );
        assert_eq!((&me["plant"]["zone"], &me["secure"]), (&json!("Asia/Shanghai"), &json!(true)), "{me}");
        assert_eq!(
            (&me["clock"]["now"], &me["clock"]["rate"]),
            (&json!("2026-03-02T00:00:00Z"), &json!(0.0))
        );
        let lead_row =
            json!({ "code": "L1", "name": "Li", "lead": true, "inspects": false, "has_pin": true });
        assert_eq!(me["operators"][0], lead_row);
        assert_eq!(me["settings"]["take_back_seconds"], 8);
        assert!(me["settings"]["reasons"]["downtime"].as_array().is_some_and(|list| list.len() > 5));
        assert_eq!(lead.get("/floor/me").code(), "not_a_device");
        let outside = Answer::of(saw.request("GET", "/floor/me").header("host", "192.0.2.7:8080"));
        assert_eq!(outside.body["secure"], false, "{}", outside.body);
        // Where nobody said where it stands it is for all of the plant.
        let all = tablet(&app, &lead, "office", &[]);
        assert_eq!(all.get("/floor/me").body["device"]["work_centres"].as_array().map(Vec::len), Some(2));
    });
}

#[test]
fn what_an_import_found_running_is_in_hand() {
    on_both(|fresh| {
        let (app, lead) = shop(fresh);
        work(&app);
        let saw = tablet(&app, &lead, "saw-1", &["SAW"]);
        // As an import writes it: where it stands, and nothing of how long was worked.
        fresh
            .store
            .write_blocking(|db| {
                let blank = OperationRow::new(MAIN_PLANT, "MO-1", "10");
                let begun = serde_json::from_value(json!(at(5))).ok();
                let status = Some(OperationStatus::Running);
                put_operation(db, &OperationRow { status, started: begun, last_report: begun, ..blank })
            })
            .expect("written");
        let row = rows(&saw)[0].clone();
        assert_eq!((shown(&row), &row["phase"]), (("MO-1", "10", "running", true), &json!("run")), "{row}");
        assert_eq!((&row["since"], &row["worked_seconds"]), (&json!(at(5)), &json!(0)));
    });
}
