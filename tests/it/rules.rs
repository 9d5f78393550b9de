//! Rules as people change them over HTTP: checked with the place of a fault, tried, versioned, switched off when they
//! break; and what is watched besides promises.

#[path = "rules/strained.rs"]
mod strained;

use crate::support::app::{Answer, Person, TestApp};
use crate::support::furnished::furnish;
use crate::support::on_both;
use holdfast::domain::role::Role;
use serde_json::{Value, json};

/// Lets the rules see everything that is stored.
pub fn watched(app: &TestApp) {
    let recent = app.app.store.read(holdfast::store::recent).expect("readable");
    app.app.planner.wait_for_all(&recent, 0).expect("planned");
    app.app.look_at_rules().expect("looked");
}

/// Moves the clock, and lets the rules see it.
pub fn moved_to(app: &TestApp, admin: &Person, at: &str) {
    let moved = admin.put("/clock", &json!({ "now": at }));
    assert_eq!(moved.status, 200, "{}", moved.body);
    watched(app);
}

/// The rules and subjects of the alerts that are open.
fn open(person: &Person) -> Vec<(String, String)> {
    let listed = person.get("/alerts?limit=200");
    assert_eq!(listed.status, 200, "{}", listed.body);
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let items = listed.body["items"].as_array().expect("items").iter();
    items.map(|alert| (text(&alert["rule"]), text(&alert["subject"]))).collect()
}

/// How many alerts of a rule are open.
pub fn count(person: &Person, rule: &str) -> usize {
    open(person).iter().filter(|(of, _)| of == rule).count()
}

#[test]
fn a_condition_is_checked_with_the_place_of_its_fault_and_nothing_wrong_is_stored() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let planner = app.signed_in(Role::Planner);
        let wrong = json!({ "about": "line", "raise": "line.promised && line.on_tme < 0.6" });
        let checked = planner.post("/rules/check", &json!({ "rule": wrong }));
        assert_eq!((checked.status, &checked.body["ok"]), (201, &json!(false)), "{}", checked.body);
        let fault = &checked.body["faults"][0];
        assert_eq!(
            (&fault["field"], &fault["line"], &fault["column"]),
            (&json!("raise"), &json!(1), &json!(22))
        );
        let put = planner.put("/rules/mine", &wrong);
        assert_eq!((put.status, put.code()), (422, "rule_condition"), "{}", put.body);
        assert_eq!(put.body["field"], "raise");
        let title = put.body["title"].as_str().expect("a title");
        assert_eq!(title, "raise: at line 1, character 22: there is no on_tme: did you mean on_time?.");
        let chinese = planner.request("PUT", "/rules/mine").header("accept-language", "zh").json(&wrong);
        assert!(Answer::of(chinese).body["title"].as_str().is_some_and(|title| title.contains("是否指")));
        assert_eq!(planner.get("/rules/mine").status, 404);
        let near = planner.get("/rules/promise-at-rsk");
        assert!(
            near.body["detail"].as_str().is_some_and(|text| text.contains("promise-at-risk")),
            "{}",
            near.body
        );
        let body = json!({ "params": { "probability": 0.9 } });
        let unversioned = Answer::of(planner.request("PUT", "/rules/promise-at-risk").json(&body));
        assert_eq!(unversioned.code(), "version_required");
        let stored = planner.put("/rules/promise-at-risk", &body);
        assert_eq!((stored.status, &stored.body["version"]), (200, &json!(1)), "{}", stored.body);
        assert_eq!(stored.body["params"]["probability"], 0.9);
        assert_eq!(stored.body["versions"][0]["made_by"], "user:planner");
        let gone =
            Answer::of(planner.request("DELETE", "/rules/promise-at-risk").header("if-match", "\"1\""));
        assert!((200..300).contains(&gone.status), "{}", gone.body);
        let usual = planner.get("/rules/promise-at-risk").body;
        assert_eq!((&usual["version"], &usual["params"]["probability"]), (&json!(0), &json!(0.5)));
        assert_eq!(usual["versions"].as_array().map(Vec::len), Some(2), "what was said once stays known");
    });
}

#[test]
fn a_rule_of_ones_own_is_tried_stored_and_switched_off() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let (admin, planner) = (app.signed_in(Role::Admin), app.signed_in(Role::Planner));
        furnish(&admin);
        watched(&app);
        let large = json!({
            "about": "line", "raise": "line.quantity >= 6.0", "clear_minutes": 0, "steps": [{ "tell": [{ "role": "planner" }] }],
        });
        let tried = planner.post("/rules/large/dry-run", &json!({ "rule": large }));
        assert_eq!(tried.status, 201, "{}", tried.body);
        assert_eq!((&tried.body["fired"], &tried.body["orders"]), (&json!(2), &json!(2)), "{}", tried.body);
        // Whoever reads no prices learns none by trying: it can't be judged.
        let worth = json!({ "rule": { "about": "line", "raise": "line.value > 1.0" } });
        let played = |person: &Person| {
            let played = person.post("/rules/worth/dry-run", &worth).body;
            (played["fired"].as_i64(), played["unknown"] != json!(0))
        };
        assert_eq!(played(&admin).0, Some(2));
        assert_eq!(played(&planner), (Some(0), true));
        assert_eq!(count(&planner, "large"), 0, "trying tells nobody");
        assert_eq!(planner.put("/rules/large", &large).status, 200);
        watched(&app);
        assert_eq!(count(&planner, "large"), 2, "{:?}", open(&planner));
        let id = planner.get("/alerts?rule=large").body["items"][0]["id"].clone();
        let told = planner.get(&format!("/alerts/{id}")).body;
        assert_eq!(told["told"][0]["recipient"], "planner", "{told}");
        let off = json!({ "about": "line", "raise": "line.quantity >= 6.0", "on": false });
        assert_eq!(planner.put("/rules/large", &off).status, 200);
        watched(&app);
        assert_eq!(count(&planner, "large"), 0);
        assert_eq!(planner.get(&format!("/alerts/{id}")).body["resolution"], "rule-off");
        let over = planner.post(&format!("/alerts/{id}/acknowledge"), &json!({}));
        assert_eq!((over.status, over.code()), (409, "alert_over"));
    });
}

#[test]
fn a_rule_that_breaks_is_switched_off_and_the_others_go_on() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let admin = app.signed_in(Role::Admin);
        furnish(&admin);
        // Nothing is wrong with it but that nothing can be divided by zero.
        let breaks = json!({ "about": "line", "raise": "size(line.tier) / 0 == 1" });
        assert_eq!(admin.put("/rules/breaks", &breaks).status, 200);
        let good = json!({ "about": "line", "raise": "line.quantity >= 6.0" });
        assert_eq!(admin.put("/rules/large", &good).status, 200);
        watched(&app);
        watched(&app);
        assert_eq!(count(&admin, "large"), 2);
        let broken = admin.get("/rules/breaks").body;
        assert_eq!(broken["on"], json!(false));
        assert!(broken["broken"].as_str().is_some_and(|why| why.contains("zero")), "{broken}");
        assert!(open(&admin).contains(&("rule-broken".to_owned(), "plant:rule-broken:breaks".to_owned())));
        let mended = json!({ "about": "line", "raise": "size(line.tier) == 1 && line.quantity >= 6.0" });
        assert_eq!(admin.put("/rules/breaks", &mended).status, 200);
        watched(&app);
        watched(&app);
        assert_eq!((count(&admin, "rule-broken"), count(&admin, "breaks")), (0, 2));
    });
}

/// The supplier of the second line says when it comes.
fn confirmed(admin: &Person, day: &str) {
    let all = admin.get("/purchase-orders").body;
    let bought = all["items"][0]["number"].as_str().expect("one").to_owned();
    let path = format!("/purchase-orders/{bought}/lines/20/dates");
    let dates = json!({ "confirmed_date": day, "reason": "typed" });
    let said = Answer::of(admin.request("POST", &path).header("if-match", "*").json(&dates));
    assert_eq!(said.status, 201, "{}", said.body);
}

/// A dry run of each rule over what has come to pass says what has come to pass, and another rule what would have.
fn tried_over_the_record(admin: &Person, sales: &Person, rules: [&str; 6]) {
    for rule in rules {
        let subjects = |all: &Value| -> Vec<String> {
            let all = all.as_array().expect("a list").iter();
            all.map(|one| one["subject"].as_str().expect("a text").to_owned()).collect()
        };
        let stand = |state: &str| admin.get(&format!("/alerts?rule={rule}&limit=200{state}")).body;
        let mut really =
            [subjects(&stand("")["items"]), subjects(&stand("&state=resolved")["items"])].concat();
        let tried = admin.post(&format!("/rules/{rule}/dry-run"), &json!({})).body;
        let mut tried = subjects(&tried["alerts"]);
        really.sort();
        tried.sort();
        assert!(!really.is_empty() && really == tried, "{rule}: {really:?}, tried {tried:?}");
    }
    let days = json!({ "rule": { "params": { "days": 3.0, "promises": 0.0 } } });
    assert_eq!(admin.post("/rules/purchase-late/dry-run", &days).body["fired"], 0, "it is two days late");
    let hidden = sales.post("/rules/purchase-late/dry-run", &json!({}));
    assert_eq!((hidden.status, hidden.code()), (403, "not_allowed"));
}

#[test]
fn quotes_tasks_milestones_purchases_and_the_floor_are_watched_too() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let admin = app.signed_in(Role::Admin);
        furnish(&admin);
        confirmed(&admin, "2026-03-03");
        let order = admin.get("/sales-orders").body["items"][0]["number"].as_str().expect("one").to_owned();
        let hold = json!({ "order": order, "kind": "customer", "expected_release": "2026-03-03" });
        assert_eq!(admin.post("/holds", &hold).status, 201);
        assert_eq!(admin.put("/rules/purchase-late", &json!({ "params": { "promises": 0.0 } })).status, 200);
        let slow = json!({ "calendar": "DAY", "reporting_delay_hours": "1" });
        assert_eq!(admin.put("/work-centers/MILL", &slow).status, 200);
        assert_eq!(
            admin.post("/work-orders", &json!({ "number": "MO-2", "item": "P-1", "quantity": "3" })).status,
            201
        );
        for (nth, kind, reason) in [(2, "start", None), (3, "pause", Some("break"))] {
            let report = json!({
                "id": format!("018f0000-0000-7000-8000-00000000000{nth}"), "work_order": "MO-2",
                "operation": "10", "kind": kind, "at": format!("2026-03-01T09:0{nth}:00Z"), "reason": reason,
            });
            let taken = admin.post("/reports", &report);
            assert_eq!(taken.status, 201, "{}", taken.body);
        }
        watched(&app);
        let rules = [
            "quote-expiring",
            "stage-overdue",
            "milestone-overdue",
            "purchase-late",
            "operation-stopped",
            "work-unconfirmed",
        ];
        assert_eq!(rules.map(|rule| count(&admin, rule)), [0; 6], "{:?}", open(&admin));
        moved_to(&app, &admin, "2026-03-04T12:00:00Z");
        let open_now = open(&admin);
        for rule in rules {
            assert!(open_now.iter().any(|(of, _)| of == rule), "{rule}: {open_now:?}");
        }
        // Who may not read purchases sees none of them.
        let sales = app.signed_in(Role::Sales);
        assert_eq!((count(&sales, "purchase-late"), count(&sales, "milestone-overdue")), (0, 1));
        assert!(open_now.contains(&("operation-stopped".to_owned(), "operation:MO-2/10".to_owned())));
        assert!(open_now.contains(&("work-unconfirmed".to_owned(), "centre:MILL".to_owned())));
        let lead = app.signed_in(Role::FloorLead);
        assert_eq!((count(&lead, "operation-stopped"), count(&lead, "quote-expiring")), (1, 0));
        let quote = &admin.get("/alerts?rule=quote-expiring").body["items"][0];
        assert_eq!(quote["owner"], "admin");
        assert!(quote["facts"]["text"]["zh"].as_str().is_some_and(|text| text.contains("失效")), "{quote}");
        moved_to(&app, &admin, "2026-03-05T12:00:00Z");
        assert_eq!(count(&admin, "quote-expiring"), 0, "it has expired");
        tried_over_the_record(&admin, &sales, rules);
    });
}
