//! The same request twice, as a client sends it that never got its answer: it happens once.

use crate::support::app::{Answer, Person, TestApp};
use crate::support::on_both;
use diesel::prelude::*;
use holdfast::domain::role::Role;
use holdfast::store::schema::foundation::idempotency;
use serde_json::{Value, json};
use uuid::Uuid;

const WORK_ORDER: &str = "MO-7";

/// The product with an open work order for twenty, of two operations.
fn floor(app: &TestApp) {
    let planner = app.signed_in(Role::Planner);
    let step = |operation: &str| json!({ "operation": operation, "run_minutes": "5" });
    let item = Answer::of(planner.request("PUT", "/items/SHAFT").json(&json!({ "source": "make" })));
    let routing = planner.put("/items/SHAFT/routing", &json!({ "operations": [step("10"), step("20")] }));
    for answer in [item, routing] {
        assert!(answer.status < 300, "{}", answer.body);
    }
    let new = json!({ "item": "SHAFT", "quantity": "20", "number": WORK_ORDER });
    let answer = planner.post("/work-orders", &new);
    assert_eq!(answer.status, 201, "{}", answer.body);
}

fn keyed(person: &Person, path: &str, body: &Value) -> Answer {
    Answer::of(person.request("POST", path).header("idempotency-key", "K").json(body))
}

/// The good pieces of the first operation.
fn counted(person: &Person) -> Value {
    let answer = person.get(&format!("/work-orders/{WORK_ORDER}"));
    let operations = answer.body["operations"].as_array().cloned().unwrap_or_default();
    let first = operations.iter().find(|operation| operation["operation"] == "10");
    first.map_or_else(|| panic!("{}", answer.body), |first| first["good"].clone())
}

fn reported(good: u32) -> Value {
    json!({
        "id": Uuid::now_v7(), "work_order": WORK_ORDER, "operation": "10", "kind": "good",
        "at": "2026-03-02T00:00:00Z", "good": good.to_string(),
    })
}

#[test]
fn a_stock_take_sent_again_does_not_wipe_what_was_reported_since() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        floor(&app);
        let (lead, operator) = (app.signed_in(Role::FloorLead), app.signed_in(Role::Operator));
        let one = json!({ "work_order": WORK_ORDER, "operation": "10", "good": "3" });
        let taken = json!({ "work_orders": [one] });
        let first = keyed(&lead, "/standing/batch", &taken);
        assert_eq!(first.body["items"][0]["refused"], Value::Null, "{}", first.body);
        assert_eq!(counted(&lead), "3");
        let later = operator.post("/reports", &reported(5));
        assert_eq!(later.status, 201, "{}", later.body);

        let again = keyed(&lead, "/standing/batch", &taken);
        assert_eq!((again.status, &again.body), (first.status, &first.body), "on {}", fresh.name);
        assert_eq!(again.headers["idempotency-replayed"], "true");
        assert_eq!(counted(&lead), "8", "on {}", fresh.name);

        // As if the server had been killed after the last of them and before the answer was kept.
        let forgotten = fresh.store.write_blocking(|db| {
            let of_lead = idempotency::table.filter(idempotency::key.eq("K"));
            Ok(db.run(diesel::delete(of_lead))?)
        });
        forgotten.expect("forgotten");
        let resumed = keyed(&lead, "/standing/batch", &taken);
        assert_eq!(resumed.body["items"][0]["accepted"]["operations"][0]["good"], "8", "{}", resumed.body);
        assert_eq!(counted(&lead), "8", "on {}", fresh.name);
    });
}

#[test]
fn a_batch_keeps_its_answer_and_its_key_is_for_no_other_body() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        floor(&app);
        let (lead, operator) = (app.signed_in(Role::FloorLead), app.signed_in(Role::Operator));
        let one = json!({ "work_order": WORK_ORDER, "operation": "10", "good": "3" });
        let two = json!({ "work_order": WORK_ORDER, "operation": "10", "good": "4" });
        let batch = |one: &Value| json!({ "work_orders": [one] });
        assert_eq!(keyed(&lead, "/standing/batch", &batch(&one)).status, 201);
        assert_eq!(keyed(&lead, "/standing/batch", &batch(&two)).code(), "key_reused");
        assert_eq!(counted(&lead), "3", "on {}", fresh.name);

        let batch = |reports: &[Value]| json!({ "reports": reports });
        let mut unknown = reported(1);
        unknown["work_order"] = json!("MO-8");
        let sent = batch(&[reported(2), unknown]);
        let first = keyed(&operator, "/reports/batch", &sent);
        assert_eq!(first.body["items"][1]["refused"]["code"], "unknown", "{}", first.body);
        let again = keyed(&operator, "/reports/batch", &sent);
        assert_eq!((again.status, &again.body), (first.status, &first.body));
        assert_eq!(again.headers["idempotency-replayed"], "true");
        let other = keyed(&operator, "/reports/batch", &batch(&[reported(9)]));
        assert_eq!((other.status, other.code()), (422, "key_reused"), "{}", other.body);
        assert_eq!(counted(&lead), "5", "on {}", fresh.name);
    });
}
