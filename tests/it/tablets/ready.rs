//! What a tablet says of work that can't begin: all that it waits for, and nothing to start where nothing can be.

use super::list::{report, with, work};
use super::{shop, tablet};
use crate::support::app::{Answer, Person};
use crate::support::{eventually, on_both};
use holdfast::domain::role::Role;
use serde_json::{Value, json};

fn one(tablet: &Person, path: &str) -> Value {
    let answer = tablet.get(&format!("/floor/operations/{path}"));
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

fn kinds(row: &Value) -> Vec<&str> {
    row["waits_for"].as_array().into_iter().flatten().filter_map(|wait| wait["kind"].as_str()).collect()
}

#[test]
fn a_row_says_all_that_it_waits_for_and_whose_part_it_is() {
    on_both(|fresh| {
        let (app, lead) = shop(fresh);
        work(&app);
        let saw = tablet(&app, &lead, "saw-1", &[]);
        let admin = app.signed_in(Role::Admin);
        for hold in [
            json!({ "work_order": "MO-2", "kind": "quality" }),
            json!({ "work_order": "MO-2", "kind": "customer" }),
        ] {
            let placed = admin.post("/holds", &hold);
            assert_eq!(placed.status, 201, "{}", placed.body);
        }
        let told = eventually("the holds are planned", || {
            let row = one(&saw, "MO-2/10");
            (kinds(&row) == ["customer", "hold", "material"]).then_some(row)
        });
        assert_eq!(told["ready"], false);
        assert_eq!(kinds(&one(&saw, "MO-2/20")), ["customer", "hold", "operation"]);
        // What a line asks for stands beside the customer's part number, and not in its place.
        let first = one(&saw, "MO-1/10");
        let requirement = json!([{ "kind": "drawing", "text": "AP-77 rev C" }]);
        assert_eq!((&first["customer_part"], &first["requirements"]), (&json!("AP-77"), &requirement));
    });
}

#[test]
fn work_that_only_reports_know_is_ready_only_if_it_can_begin() {
    on_both(|fresh| {
        let (app, lead) = shop(fresh);
        work(&app);
        let saw = tablet(&app, &lead, "saw-1", &[]);
        let ready = |path: &str| one(&saw, path)["ready"] == json!(true);
        eventually("it is planned", || ready("MO-1/10").then_some(()));
        assert_eq!(
            saw.post("/reports", &with(report("10", "finish", 5), json!({ "good": "10" }))).status,
            201
        );
        assert!(!ready("MO-1/10"), "what is done is not to be done");
        eventually("the lathe is next", || ready("MO-1/20").then_some(()));
        assert_eq!(
            saw.post("/reports", &with(report("20", "finish", 6), json!({ "good": "10" }))).status,
            201
        );
        assert!(!ready("MO-1/20") && !ready("MO-1/10"), "nor in an order that is through");
        // A work order that was given up has nothing to begin.
        let planner = app.signed_in(Role::Planner);
        let version = planner.get("/work-orders/MO-2").headers["etag"].to_str().expect("text").to_owned();
        let cancelled = planner.request("POST", "/work-orders/MO-2/cancel").header("if-match", version);
        let cancelled = Answer::of(cancelled.json(&json!({ "reason": "the customer gave it up" })));
        assert!(cancelled.status < 300, "{}", cancelled.body);
        eventually("the plan has let go of it", || (!ready("MO-2/10")).then_some(()));
        assert!(!ready("MO-2/20"));
    });
}
