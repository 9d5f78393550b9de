//! What strains the shop is told before it is late: operations that take too long, work without its material, a work
//! centre with more to begin than it has hours for, a stocked item that ran out.

use super::{count, moved_to, watched};
use crate::support::app::{Answer, Person, TestApp};
use crate::support::furnished::furnish;
use crate::support::on_both;
use holdfast::domain::role::Role;
use serde_json::{Value, json};

fn done(answer: Answer) -> Value {
    assert!((200..300).contains(&answer.status), "{}", answer.body);
    answer.body
}

fn changed(person: &Person, method: &str, path: &str, body: &Value) -> Value {
    done(Answer::of(person.request(method, path).header("if-match", "*").json(body)))
}

fn report(person: &Person, nth: u32, body: Value) {
    let mut report = body;
    report["id"] = format!("018f0000-0000-7000-8000-0000000000{nth:02}").into();
    done(person.post("/reports", &report));
}

/// An order for so many of an item, with its number.
fn ordered(person: &Person, item: &str, quantity: &str, by: &str) -> String {
    let sell = json!({ "customer": "C-1", "lines": [
        { "item": item, "quantity": quantity, "requested_date": by }] });
    let sold = done(person.post("/sales-orders", &sell));
    sold["number"].as_str().expect("a number").to_owned()
}

/// The newest alert of a rule, open or over.
fn newest(person: &Person, rule: &str, state: &str) -> Value {
    person.get(&format!("/alerts?rule={rule}&state={state}")).body["items"][0].clone()
}

#[test]
fn an_operation_that_runs_longer_than_planned_is_told_to_the_floor_until_it_is_reported() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let admin = app.signed_in(Role::Admin);
        furnish(&admin);
        // Three pieces of half an hour each, from Monday morning on.
        done(admin.post("/work-orders", &json!({ "number": "MO-2", "item": "P-1", "quantity": "3" })));
        let start =
            json!({ "work_order": "MO-2", "operation": "10", "kind": "start", "at": "2026-03-02T00:00:00Z" });
        report(&admin, 11, start);
        moved_to(&app, &admin, "2026-03-02T05:00:00Z");
        assert_eq!(count(&admin, "operation-overdue"), 0, "three and a half hours too long");
        moved_to(&app, &admin, "2026-03-02T05:30:00Z");
        let lead = app.signed_in(Role::FloorLead);
        let late = newest(&lead, "operation-overdue", "open");
        assert_eq!(late["subject"], "operation:MO-2/10", "{late}");
        let text = &late["facts"]["text"];
        assert_eq!(text["en"], "MO-2 (P-1), operation 10, should have been done 4 working hours ago.");
        assert!(text["zh"].as_str().is_some_and(|text| text.contains("4 个工作小时")), "{text}");
        let told = lead.get(&format!("/alerts/{}", late["id"])).body;
        assert_eq!(told["told"][0]["recipient"], Role::FloorLead.name(), "{told}");
        let good = json!({ "work_order": "MO-2", "operation": "10", "kind": "good", "good": "2",
            "at": "2026-03-02T05:30:00Z" });
        report(&admin, 12, good);
        watched(&app);
        assert_eq!(count(&admin, "operation-overdue"), 0, "one piece is left, and half an hour for it");
        let over = newest(&admin, "operation-overdue", "resolved");
        assert_eq!((&over["id"], &over["resolution"]), (&late["id"], &json!("recovered")));
    });
}

#[test]
fn released_work_without_its_material_is_told_to_purchasing_until_it_is_there() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let admin = app.signed_in(Role::Admin);
        furnish(&admin);
        let order = ordered(&admin, "P-1", "40", "2026-03-06");
        let made = json!({ "number": "MO-3", "item": "P-1", "quantity": "40",
            "line": { "order": order, "line": "10" } });
        done(admin.post("/work-orders", &made));
        watched(&app);
        assert_eq!(count(&admin, "material-short"), 0, "it must be so for a quarter of an hour");
        moved_to(&app, &admin, "2026-03-02T00:15:00Z");
        let buyer = app.signed_in(Role::Purchasing);
        let short = newest(&buyer, "material-short", "open");
        assert_eq!(short["subject"], "work:MO-3", "{short}");
        let text = short["facts"]["text"]["en"].as_str().expect("a text").to_owned();
        assert!(
            text.starts_with("MO-3 waits for M-2 until 2026-03-") && text.ends_with("not all ordered."),
            "{text}"
        );
        let told = buyer.get(&format!("/alerts/{}", short["id"])).body;
        assert_eq!(told["told"][0]["recipient"], Role::Purchasing.name(), "{told}");
        let needs = admin.get("/purchasing/needs").body;
        let buy = json!({ "supplier": "S-1", "lines": [{ "item": "M-2", "quantity": "60" }],
            "needs_as_of": needs["as_of"]["mark"] });
        let bought =
            done(admin.post("/purchase-orders", &buy))["number"].as_str().expect("a number").to_owned();
        let receipt = json!({ "id": "r-late", "quantity": "60", "lot": "LOT-99" });
        done(admin.post(&format!("/purchase-orders/{bought}/lines/10/receipts"), &receipt));
        watched(&app);
        assert_eq!(newest(&admin, "material-short", "resolved")["resolution"], "recovered");
    });
}

#[test]
fn a_work_centre_with_more_to_begin_than_it_has_hours_for_is_told_to_planners() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let admin = app.signed_in(Role::Admin);
        furnish(&admin);
        // Two hundred hours of work by the end of the next week, of eighty.
        let order = ordered(&admin, "P-1", "200", "2026-03-13");
        let promise = json!({ "date": "2026-03-13", "note": "they insist" });
        changed(&admin, "POST", &format!("/sales-orders/{order}/lines/10/promise"), &promise);
        watched(&app);
        moved_to(&app, &admin, "2026-03-02T01:00:00Z");
        let full = newest(&admin, "centre-overloaded", "open");
        assert_eq!(full["subject"], "centre:MILL", "{full}");
        let text = full["facts"]["text"]["en"].as_str().expect("a text");
        assert!(
            text.starts_with("MILL should begin ") && text.ends_with("within two weeks and is open for 80."),
            "{text}"
        );
        changed(&admin, "POST", &format!("/sales-orders/{order}/cancel"), &json!({ "note": "too much" }));
        watched(&app);
        moved_to(&app, &admin, "2026-03-02T02:30:00Z");
        assert_eq!(count(&admin, "centre-overloaded"), 0);
        assert_eq!(newest(&admin, "centre-overloaded", "resolved")["resolution"], "recovered");
    });
}

#[test]
fn an_item_that_has_been_out_of_stock_for_a_day_is_quoted_by_its_lead_time() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let admin = app.signed_in(Role::Admin);
        furnish(&admin);
        let kept = json!({ "source": "buy", "supplier": "S-1", "lead_days": 5, "safety_stock": "10" });
        changed(&admin, "PUT", "/items/M-2", &kept);
        ordered(&admin, "M-2", "60", "2026-04-30");
        watched(&app);
        moved_to(&app, &admin, "2026-03-02T23:00:00Z");
        assert_eq!(count(&admin, "stock-lead-time"), 0, "it may be back by tomorrow");
        moved_to(&app, &admin, "2026-03-03T00:00:00Z");
        let sales = app.signed_in(Role::Sales);
        let out = newest(&sales, "stock-lead-time", "open");
        assert_eq!(out["subject"], "item:M-2", "{out}");
        let text = &out["facts"]["text"];
        let says = |text: &Value, part: &str| text.as_str().is_some_and(|text| text.contains(part));
        assert!(says(&text["en"], "M-2 is out of stock: quote its lead time of 5 days"), "{text}");
        assert!(says(&text["zh"], "提前期 5 天"), "{text}");
        done(admin.post("/stock/count", &json!({ "lot_key": "LOT-20", "counted": "200" })));
        watched(&app);
        moved_to(&app, &admin, "2026-03-03T02:00:00Z");
        assert_eq!(count(&admin, "stock-lead-time"), 0);
        assert_eq!(newest(&admin, "stock-lead-time", "resolved")["resolution"], "recovered");
    });
}
