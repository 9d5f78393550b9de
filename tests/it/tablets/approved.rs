//! The word of a lead: blocked work that begins on it, entries that are let go on it, and what badges open.

use super::list::{at, report, with, work};
use super::people::{identity, people, signed_in};
use super::{shop, tablet};
use crate::support::app::{Answer, Person, TestApp};
use crate::support::{Fresh, eventually, on_both};
use holdfast::domain::role::Role;
use serde_json::{Value, json};
use uuid::Uuid;

/// MO-1 can begin at the saw, MO-2 waits for bars. Tablets at the saw and at the lathe, and their floor lead.
fn floor(fresh: &Fresh) -> (TestApp, Person, Person, Person) {
    let (app, boss) = shop(fresh);
    work(&app);
    people(&app);
    let (saw, lathe) = (tablet(&app, &boss, "saw-1", &["SAW"]), tablet(&app, &boss, "lathe-1", &["LATHE"]));
    (app, boss, saw, lathe)
}

fn approves(tablet: &Person, code: &str) -> Answer {
    tablet.post("/floor/approvals", &json!({ "operator": code, "pin": "2580" }))
}

fn approval(tablet: &Person) -> String {
    let given = approves(tablet, "L1");
    assert_eq!((given.status, &given.body["operator"]), (201, &json!({ "code": "L1", "name": "Li" })));
    given.body["approval"].as_str().expect("a secret").to_owned()
}

/// MO-2 begins, which waits for bars.
fn begins(more: Value) -> Value {
    with(with(report("10", "start", 0), json!({ "work_order": "MO-2" })), more)
}

/// What is odd about a report that was taken.
fn odd(tablet: &Person, body: &Value) -> Vec<String> {
    let answer = tablet.post("/reports", body);
    assert_eq!(answer.status, 201, "{}", answer.body);
    let seen = tablet.get("/floor/operations/MO-2/10").body;
    let own = seen["reports"].as_array().into_iter().flatten().find(|report| report["id"] == body["id"]);
    serde_json::from_value(own.expect("it stands")["flags"].clone()).expect("flags")
}

#[test]
fn a_leads_word_is_good_once_at_the_tablet_where_it_was_given() {
    on_both(|fresh| {
        let (app, boss, saw, lathe) = floor(fresh);
        let none: [&str; 0] = [];
        let first = approval(&saw);
        let proven = begins(json!({ "approved_by": "L1", "approval": first }));
        assert_eq!(odd(&saw, &proven), none);
        // The network lost the answer: the same report, and not the same word for another one.
        assert_eq!(odd(&saw, &proven), none);
        let bare = with(proven, json!({ "approval": null }));
        assert_eq!(odd(&saw, &bare), none, "the secret is no part of it");
        assert_eq!(
            odd(&saw, &begins(json!({ "approved_by": "L1", "approval": first }))),
            ["approved-offline"]
        );
        let elsewhere = approval(&lathe);
        assert_eq!(
            odd(&saw, &begins(json!({ "approved_by": "L1", "approval": elsewhere }))),
            ["approved-offline"]
        );
        assert_eq!(odd(&saw, &begins(json!({ "approved_by": "L1" }))), ["approved-offline"]);
        assert_eq!(odd(&saw, &begins(json!({ "approved_by": "W1" }))), ["not-approved"]);
        // A new PIN ends what was not used; a lead who is signed in needs none.
        let old = approval(&saw);
        let lead = json!({ "name": "Li", "lead": true, "pin": "2580" });
        assert_eq!(boss.put("/operators/L1", &lead).status, 200);
        assert_eq!(odd(&saw, &begins(json!({ "approved_by": "L1", "approval": old }))), ["approved-offline"]);
        let secret = signed_in(&saw, "L1");
        let own = begins(json!({ "approved_by": "L1" }));
        let taken =
            Answer::of(saw.request("POST", "/reports").header("holdfast-operator", &secret).json(&own));
        assert_eq!(taken.status, 201, "{}", taken.body);
        let reports = saw.get("/floor/operations/MO-2/10").body["reports"].clone();
        let own = reports.as_array().into_iter().flatten().find(|report| report["id"] == own["id"]);
        assert_eq!(own.expect("it stands")["flags"], json!([]));
        let told = app.signed_in(Role::Admin).get("/journal?limit=100").body.to_string();
        assert!(
            told.contains("approval.given")
                && ![&first, &elsewhere, &old].iter().any(|it| told.contains(*it))
        );
        assert!(!reports.to_string().contains(&first));
    });
}

#[test]
fn who_leads_nobody_approves_nothing() {
    on_both(|fresh| {
        let (_app, boss, saw, _) = floor(fresh);
        let refused = approves(&saw, "W1");
        assert_eq!(
            (refused.status, refused.code(), &refused.body["value"]),
            (403, "not_a_lead", &json!("W1"))
        );
        let wrong = saw.post("/floor/approvals", &json!({ "operator": "L1", "pin": "1379" }));
        assert_eq!((wrong.status, wrong.code()), (401, "operator_unknown"));
        assert_eq!(saw.post("/floor/approvals", &json!({ "operator": "L1" })).code(), "required");
        assert_eq!(approves(&boss, "L1").code(), "not_a_device");
        let badge = boss.post("/operators/L1/badge", &Value::Null).body["secret"].clone();
        assert_eq!(saw.post("/floor/approvals", &json!({ "badge": badge })).status, 201);
        let over = saw.request("POST", "/floor/approvals").header("holdfast-operator", "long over");
        let given = Answer::of(over.json(&json!({ "operator": "L1", "pin": "2580" })));
        assert_eq!(given.status, 201, "whoever was signed in before: {}", given.body);
        for _ in 0..4 {
            assert_eq!(saw.post("/floor/approvals", &json!({ "operator": "L1", "pin": "1379" })).status, 401);
        }
        assert_eq!(approves(&saw, "L1").code(), "too_many", "as at signing in");
    });
}

#[test]
fn blocked_work_that_begins_on_nobodys_word_is_questioned() {
    on_both(|fresh| {
        let (app, _, saw, lathe) = floor(fresh);
        eventually("MO-2 waits for bars", || {
            let row = saw.get("/floor/operations/MO-2/10").body;
            (row["waits_for"][0]["kind"] == "material").then_some(())
        });
        let admin = app.signed_in(Role::Admin);
        assert_eq!(admin.put("/clock", &json!({ "now": at(65) })).status, 200);
        eventually("it is planned again", || {
            let list = saw.get("/floor/list").body;
            (list["as_of"]["now"] == json!(at(65))).then_some(())
        });
        let late = odd(&saw, &begins(json!({})));
        assert!(late.is_empty(), "an hour ago the list was another: {late:?}");
        let undone = saw.post(
            "/reports",
            &begins(json!({ "id": Uuid::now_v7(), "kind": "block", "at": at(61), "reason": "material" })),
        );
        assert_eq!(undone.status, 201, "{}", undone.body);
        let blocked = odd(&saw, &begins(json!({ "at": at(62) })));
        assert_eq!(blocked, ["started-blocked"], "somebody said that it can't go on");
        // Turning waits for the saw, until the saw is through; whichever way their reports come.
        let turn = |minute: i64| {
            let body = with(report("20", "start", minute), json!({}));
            let taken = lathe.post("/reports", &body);
            assert_eq!(taken.status, 201, "{}", taken.body);
            taken.body["flags"].to_string()
        };
        let sawn = json!({ "reports": [with(report("10", "finish", 62), json!({ "good": "10" }))] });
        assert_eq!(saw.post("/reports/batch", &sawn).status, 201);
        assert!(!turn(63).contains("started-blocked"), "the plan may not have it yet");
    });
}

#[test]
fn work_that_waits_for_the_operation_before_it_is_questioned_too() {
    on_both(|fresh| {
        let (_app, _, saw, lathe) = floor(fresh);
        eventually("it waits for the saw", || {
            let row = lathe.get("/floor/operations/MO-1/20").body;
            (row["waits_for"][0]["kind"] == "operation").then_some(())
        });
        let begun = lathe.post("/reports", &report("20", "start", 60));
        assert!(begun.body["flags"].to_string().contains("started-blocked"), "{}", begun.body);
        // A correction of its time takes away no question about who let it begin.
        let id = lathe.get("/floor/operations/MO-1/20").body["reports"][0]["id"].clone();
        let path = format!("/reports/{}/correct", id.as_str().expect("an id"));
        let body = json!({ "id": Uuid::now_v7(), "at": at(58), "device": "saw-1" });
        let corrected = lathe.post(&path, &body);
        assert!(corrected.body["flags"].to_string().contains("started-blocked"), "{}", corrected.body);
        let reports = lathe.get("/floor/operations/MO-1/20").body["reports"].clone();
        let new = reports.as_array().into_iter().flatten().find(|report| report["id"] == body["id"]);
        assert_eq!(new.expect("it stands")["device"], "lathe-1", "whatever it calls itself");
        assert_eq!(saw.get("/floor/operations/MO-1/20").status, 200);
    });
}

/// A red card of the saw that says that MO-9 was begun.
fn red_card(more: Value) -> Value {
    let said = json!({ "kind": "start", "operator": "W1", "approval": "s3cret", "pin": "2580",
        "reports": [{ "approved_by": "L1", "badge": "HF:B:x" }] });
    let card = json!({ "id": Uuid::now_v7(), "kind": "report", "at": at(5), "work_order": "MO-9",
        "operation": "10", "code": "unknown", "said": said, "note": "no such order", "let_go_by": "L1" });
    with(card, more)
}

#[test]
fn a_red_card_that_is_let_go_leaves_a_trace() {
    on_both(|fresh| {
        let (app, boss, saw, _) = floor(fresh);
        let card = red_card(json!({}));
        let refused = saw.post("/floor/let-go", &card);
        assert_eq!((refused.status, refused.code()), (403, "lead_needed"), "{}", refused.body);
        let word = approval(&saw);
        let with_word = with(card, json!({ "approval": word }));
        let kept = saw.post("/floor/let-go", &with_word);
        assert_eq!((kept.status, &kept.body["let_go_by"]), (201, &json!("L1")), "{}", kept.body);
        let clean = json!({ "kind": "start", "operator": "W1", "reports": [{ "approved_by": "L1" }] });
        assert_eq!((&kept.body["said"], &kept.body["device"]), (&clean, &json!("saw-1")), "no secrets");
        assert_eq!(saw.post("/floor/let-go", &with_word).body, kept.body, "the same again");
        let other = with(with_word, json!({ "code": "in_the_future" }));
        assert_eq!(saw.post("/floor/let-go", &other).code(), "let_go_id_reused");
        // Nobody's name where nobody is to be named; a lead who is signed in needs no other word.
        identity(&app, "off");
        let secret = signed_in(&saw, "L1");
        let own = red_card(json!({}));
        let second = saw.request("POST", "/floor/let-go").header("holdfast-operator", &secret).json(&own);
        let second = Answer::of(second);
        assert_eq!((second.status, &second.body["let_go_by"]), (201, &Value::Null), "{}", second.body);
        assert!(!second.body.to_string().contains("W1") && !second.body.to_string().contains("L1"));
        let list = boss.get("/floor/let-go?limit=1").body;
        let first = boss.get(&format!("/floor/let-go?cursor={}", list["next"].as_str().expect("more"))).body;
        let ids = [&list["items"][0]["id"], &first["items"][0]["id"]];
        assert!(ids.contains(&&own["id"]) && ids.contains(&&kept.body["id"]) && first["next"].is_null());
        assert_eq!(saw.get("/floor/let-go").code(), "not_allowed");
        let told = app.signed_in(Role::Admin).get("/journal?what=entry.let-go").body;
        assert_eq!(told["items"].as_array().map(Vec::len), Some(2));
        assert!(!told.to_string().contains(&word) && !told.to_string().contains("s3cret"), "{told}");
    });
}

#[test]
fn what_nobody_could_read_is_not_let_go() {
    on_both(|fresh| {
        let (_app, _, saw, _) = floor(fresh);
        let word = approval(&saw);
        let send =
            |more: Value| saw.post("/floor/let-go", &with(red_card(json!({ "approval": word })), more));
        let large = send(json!({ "said": { "rows": vec!["x".repeat(3_000); 6] } }));
        assert_eq!(
            (large.status, large.code(), &large.body["field"]),
            (422, "said_too_large", &json!("said"))
        );
        assert_eq!(send(json!({ "kind": "" })).code(), "required");
        assert_eq!(send(json!({ "code": "x".repeat(41) })).code(), "invalid_value");
        assert_eq!(send(json!({ "said": "text" })).status, 422);
        assert_eq!(send(json!({ "let_go_by": "W1" })).code(), "lead_needed");
        assert_eq!(send(json!({})).status, 201, "nothing of that used the word up");
    });
}

#[test]
fn badges_that_are_good_no_more_keep_nobody_else_out() {
    let fresh = Fresh::sqlite();
    let (_app, boss, saw, _) = floor(&fresh);
    let make = || boss.post("/operators/W1/badge", &Value::Null).body["secret"].clone();
    let by = |badge: &Value| saw.post("/floor/sign-in", &json!({ "badge": badge })).status;
    let old = make();
    let new = make();
    for _ in 0..5 {
        assert_eq!(by(&old), 401);
    }
    assert_eq!(by(&old), 429, "whoever goes on with it waits");
    assert_eq!(by(&new), 201);
    // Whoever tries one after the other is a guesser.
    for number in 0..25 {
        assert_eq!(by(&json!(format!("HF:B:{number}"))), 401, "{number}");
    }
    assert_eq!(by(&json!("HF:B:26")), 429);
}
