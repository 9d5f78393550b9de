//! What people say instead of the record: of what the shop has, shown beside the record, and in force for the next
//! quote.

use crate::support::app::{Answer, Person, TestApp};
use crate::support::on_both;
use holdfast::domain::role::Role;
use serde_json::{Value, json};

/// Futures in these tests.
const FUTURES: u32 = 100;

/// A mill that works on weekdays, a part of an hour, a supplier and a customer.
fn furnish(app: &TestApp) -> Person {
    let boss = app.signed_in(Role::Admin);
    let shift = json!({ "weekdays": ["Mon", "Tue", "Wed", "Thu", "Fri"], "from_time": "08:00:00",
        "to_time": "16:00:00" });
    let step = json!({ "operation": "10", "work_centre": "MILL-1", "run_minutes": "60" });
    for (path, body) in [
        ("/customers/ACME", json!({ "name": "Acme" })),
        ("/suppliers/STEEL", json!({ "lead_days": 5 })),
        ("/calendars/DAY", json!({ "shifts": [shift] })),
        ("/work-centers/MILL-1", json!({ "calendar": "DAY" })),
        ("/items/SHAFT", json!({ "source": "make", "unit": "pieces", "item_group": "SHAFTS" })),
        ("/items/SHAFT/routing", json!({ "operations": [step] })),
    ] {
        let request = boss.request("PUT", path).json(&body);
        let part = path.ends_with("/routing");
        let answer = Answer::of(if part { request.header("if-match", "*") } else { request });
        assert!(answer.status < 300, "{path}: {}", answer.body);
    }
    boss
}

fn say(boss: &Person, about: &Value, value: f64) {
    let mut body = about.clone();
    (body["value"], body["reason"]) = (json!(value), json!("somebody looked"));
    let answer = boss.put("/learning/overrides", &body);
    assert_eq!(answer.status, 200, "{}", answer.body);
}

#[test]
fn a_number_about_what_the_shop_does_not_have_is_refused_with_what_was_meant() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let boss = furnish(&app);
        for (mut body, field, meant) in [
            (json!({ "kind": "operation-time", "item": "SHAFTT", "code": "MILL-1" }), "item", "SHAFT"),
            (json!({ "kind": "operation-time", "item": "SHAFT", "code": "MILL-2" }), "code", "MILL-1"),
            (
                json!({ "kind": "operation-time", "item_group": "SHAFT", "code": "MILL-1" }),
                "item_group",
                "SHAFTS",
            ),
            (json!({ "kind": "breakdown", "code": "MIL-1" }), "code", "MILL-1"),
            (json!({ "kind": "supplier-delay", "code": "STEELE" }), "code", "STEEL"),
            (json!({ "kind": "customer-delay", "code": "ACNE" }), "code", "ACME"),
            (json!({ "kind": "yield", "item": "SHAF" }), "item", "SHAFT"),
            (json!({ "kind": "odds-kept", "item_group": "shaft" }), "item_group", "SHAFTS"),
        ] {
            (body["value"], body["reason"]) = (json!(0.9), json!("somebody looked"));
            let answer = boss.put("/learning/overrides", &body);
            assert_eq!((answer.status, answer.code()), (422, "unknown_reference"), "{body}: {}", answer.body);
            assert_eq!(answer.body["field"], field, "{}", answer.body);
            assert!(
                answer.body["detail"].as_str().is_some_and(|said| said.contains(meant)),
                "{}",
                answer.body
            );
        }
        let listed = boss.get("/learning?origin=person").body;
        assert_eq!(listed["items"], json!([]), "nothing was stored");
    });
}

#[test]
fn what_is_in_force_stands_in_the_row_and_the_record_beside_it() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let boss = furnish(&app);
        let row = |kind: &str| {
            let listed = boss.get(&format!("/learning?kind={kind}&limit=1")).body;
            listed["items"][0].clone()
        };
        let (assumed, told) = (row("breakdown"), row("odds-kept"));
        assert_eq!((&assumed["origin"], assumed.get("record")), (&json!("prior"), None), "{assumed}");
        let about = |kind: &str| json!({ "kind": kind });
        say(&boss, &about("breakdown"), 0.02);
        say(&boss, &about("odds-kept"), 0.7);
        say(&boss, &about("operation-time"), 2.0);
        let now = row("breakdown");
        assert_eq!((&now["rate"], &now["origin"]), (&json!(0.02), &json!("person")), "{now}");
        assert_eq!((&now["record"]["rate"], &now["p50"]), (&assumed["rate"], &assumed["p50"]), "{now}");
        let now = row("odds-kept");
        assert_eq!(now["record"]["came_true"], told["came_true"], "{now}");
        let kept = now["came_true"]["four_in_five"].as_f64().expect("a share");
        assert!((kept - 0.7).abs() < 1e-3 && now["rate"] != told["rate"], "{now}");
        let now = row("operation-time");
        assert!((now["p50"].as_f64().expect("a factor") - 2.0).abs() < 0.01, "{now}");
        assert!(now["record"]["p50"].as_f64().expect("a factor") < 1.0, "{now}");
        // Of what nobody has seen there is nothing but what is said.
        say(&boss, &json!({ "kind": "supplier-delay", "code": "STEEL" }), 3.0);
        let listed = boss.get("/learning?kind=supplier-delay&code=STEEL").body;
        let steel = &listed["items"][0];
        assert_eq!((&steel["p50"], steel.get("record")), (&json!(3.0), None), "{steel}");
        assert_eq!(steel["override"]["reason"], "somebody looked");
    });
}

#[test]
fn a_quote_right_after_it_has_the_numbers_in_force() {
    on_both(|fresh| {
        let app = TestApp::playing(fresh, FUTURES);
        let boss = furnish(&app);
        let line = json!({ "item": "SHAFT", "quantity": "24" });
        let body = json!({ "customer": "ACME", "lines": [line], "unchecked": true });
        let offered = || {
            let answer = boss.post("/quotes", &body);
            assert_eq!(answer.status, 201, "{}", answer.body);
            answer.body["lines"][0]["offered_date"].as_str().expect("a day").to_owned()
        };
        let about = json!({ "kind": "operation-time", "item": "SHAFT", "code": "MILL-1" });
        let days: Vec<String> = [1.0, 4.0, 1.0, 4.0]
            .into_iter()
            .map(|value| {
                say(&boss, &about, value);
                offered()
            })
            .collect();
        // Each goes by what was said before it; quotes differ a little by their luck.
        let (quick, slow) = ([&days[0], &days[2]], [&days[1], &days[3]]);
        assert!(quick.iter().max() < slow.iter().min(), "{days:?}");
        let gone = boss.delete("/learning/overrides?kind=operation-time&item=SHAFT&code=MILL-1");
        assert!(gone.status < 300, "{}", gone.body);
        assert!(offered() <= days[1]);
    });
}
