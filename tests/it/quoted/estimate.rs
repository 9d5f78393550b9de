//! Parts without a routing: quoted from minutes typed at the desk, and planned with them until there is a routing.

use super::{FUTURES, accepted, furnish, made, settled, text};
use crate::support::app::{Answer, Person, TestApp};
use crate::support::on_both;
use chrono::{DateTime, TimeDelta, Utc};
use holdfast_engine::model::{Code, LineKey, RunTime};
use serde_json::{Value, json};

/// Eight of an item, by these minutes.
fn eight(item: &str, steps: &Value) -> Value {
    let line = json!({ "item": item, "quantity": "8", "estimate": steps });
    json!({ "customer": "ACME", "lines": [line] })
}

/// The operations that the part is planned with, and whether they are only estimated.
fn routing(app: &TestApp) -> (usize, bool) {
    settled(app);
    let outlook = app.app.planner.outlook();
    let item = &outlook.shop.items[&Code::from("NEW")];
    (item.routing.len(), item.estimated)
}

/// From the instant that half of the futures have to the one that nearly all have.
fn width(odds: &Value) -> TimeDelta {
    let at = |name: &str| text(odds, name).parse::<DateTime<Utc>>().expect("an instant");
    at("p95") - at("p50")
}

fn cancel(person: &Person, order: &str) {
    let request = person.request("POST", &format!("/sales-orders/{order}/cancel")).header("if-match", "*");
    let cancelled = Answer::of(request.json(&json!({ "note": "to compare" })));
    assert!(cancelled.status < 300, "{}", cancelled.body);
}

#[test]
fn minutes_that_cannot_be_are_refused_by_field() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let person = furnish(&app);
        for (item, steps, status, field) in [
            ("SHAFT", json!([{ "work_centre": "MILL", "minutes_each": "5" }]), 409, ""),
            ("NEW", json!([{ "work_centre": "MIL", "minutes_each": "5" }]), 404, "[0].work_centre"),
            ("NEW", json!([{ "work_centre": "MILL" }]), 422, "[0].minutes_each"),
            ("NEW", json!([{ "work_centre": "MILL", "minutes_setup": "-1" }]), 422, "[0].minutes_setup"),
            ("NEW", json!([{ "work_centre": "MILL", "minutes_each": "100001" }]), 422, "[0].minutes_each"),
        ] {
            settled(&app);
            let answer = person.post("/quotes", &eight(item, &steps));
            let field = format!("lines[0].estimate{field}");
            assert_eq!((answer.status, text(&answer.body, "field")), (status, &*field), "{}", answer.body);
        }
    });
}

#[test]
fn minutes_typed_at_the_desk_stand_in_until_there_is_a_routing() {
    on_both(|fresh| {
        let app = TestApp::playing(fresh, FUTURES);
        let person = furnish(&app);
        let steps = json!([{ "work_centre": "SAW", "minutes_setup": "30", "minutes_each": "20" },
            { "work_centre": "MILL", "minutes_each": "40" }]);
        // Nothing is known of it: a default lead time, and no work anywhere.
        let blind = made(&app, &person, "/quotes", &eight("NEW", &json!([])));
        assert_eq!(text(&blind["lines"][0], "grade"), "default");
        let quote = made(&app, &person, "/quotes", &eight("NEW", &steps));
        let told = &quote["lines"][0];
        assert_eq!(text(told, "grade"), "estimated");
        assert_eq!(told["explanation"]["provisional"], json!(true), "{told}");
        assert_eq!(told["estimate"][0]["minutes_each"], steps[0]["minutes_each"]);
        let operations = told["explanation"]["operations"].as_array().expect("operations");
        let centres: Vec<&str> = operations.iter().map(|step| text(step, "work_centre")).collect();
        assert_eq!(centres, ["SAW", "MILL"], "{told}");
        let order = accepted(&app, &person, &quote);
        let then = &order["lines"][0]["promises"][0]["snapshot"];
        assert_eq!((&then["odds"]["chance"], text(then, "grade")), (&told["odds"]["chance"], "estimated"));
        assert_eq!(routing(&app), (2, true), "planning goes on from it");
        let number = text(&order, "number");
        let now = person.get(&format!("/sales-orders/{number}/lines/10/odds")).body;
        assert_eq!(now["percentiles"][2]["ready"], told["odds"]["p95"]);
        // It is as wide as a guess: the same minutes in a routing are surer.
        let known = json!({ "operations": [
            { "operation": "10", "work_centre": "SAW", "setup_minutes": "30", "run_minutes": "20" },
            { "operation": "20", "work_centre": "MILL", "run_minutes": "40" }] });
        assert!(person.put("/items/NEW/routing", &known).status < 300);
        assert_eq!(routing(&app), (2, false), "a routing is there");
        cancel(&person, number);
        let again = made(&app, &person, "/quotes", &eight("NEW", &json!([])));
        assert_eq!(text(&again["lines"][0], "grade"), "planned");
        assert!(width(&again["lines"][0]["odds"]) < width(&told["odds"]), "{again} {told}");
        let outlook = app.app.planner.outlook();
        assert!(outlook.line_named(number, "10", None).is_none());
        assert!(
            !outlook.shop.lucks.contains_key(&LineKey::new(number, 10)),
            "what is over has no luck to keep"
        );
    });
}

#[test]
fn minutes_that_cost_a_promise_of_the_same_part_are_not_taken_without_a_word() {
    for futures in [0, FUTURES] {
        on_both(|fresh| {
            let app = TestApp::playing(fresh, futures);
            let person = furnish(&app);
            let hour = json!([{ "work_centre": "MILL", "minutes_each": "60" }]);
            let quote = made(&app, &person, "/quotes", &eight("NEW", &hour));
            let first = accepted(&app, &person, &quote);
            // Ten hours a piece: whoever plans with that makes the first eight late as well.
            let worse = json!([{ "work_centre": "MILL", "minutes_each": "600" }]);
            let quote = made(&app, &person, "/quotes", &eight("NEW", &worse));
            let hurt = quote["lines"][0]["explanation"]["hurt"].as_array().expect("a list");
            let names: Vec<&str> = hurt.iter().map(|one| text(one, "line")).collect();
            assert_eq!(names, [format!("{}/10", text(&first, "number"))], "{quote}");
            settled(&app);
            let path = format!("/quotes/{}/accept", text(&quote, "number"));
            let refused = person.post(&path, &json!({}));
            assert_eq!((refused.status, refused.code()), (409, "quote_hurts"), "{}", refused.body);
            // Who may override names them, and planning goes on from the newer minutes.
            let leave = json!({ "note": "they know", "accept_hurt": names });
            let taken = person.post(&path, &leave);
            assert_eq!(taken.status, 201, "{}", taken.body);
            settled(&app);
            let outlook = app.app.planner.outlook();
            let run = outlook.shop.items[&Code::from("NEW")].routing[0].run;
            assert_eq!(run, Some(RunTime::Piece(600 * 60_000)), "of several estimates the newest counts");
        });
    }
}
