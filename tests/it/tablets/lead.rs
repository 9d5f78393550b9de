//! What a lead does at a tablet and nobody else: calls that are answered, work that nobody confirmed, the end of a
//! shift, the sequence.

use super::list::{at, report, with, work};
use super::people::{asks, people, signed_in};
use super::{shop, tablet};
use crate::support::app::{Answer, PASSWORD, Person};
use crate::support::{eventually, on_both};
use holdfast::domain::role::Role;
use serde_json::{Value, json};

/// A call for help of kind `kind` at the saw.
fn call(kind: &str) -> Value {
    json!({ "id": uuid::Uuid::now_v7(), "work_centre": "SAW", "kind": kind, "note": "blade", "at": at(5) })
}

fn sends(tablet: &Person, secret: &str, method: &str, path: &str, body: &Value) -> Answer {
    Answer::of(tablet.request(method, path).header("holdfast-operator", secret).json(body))
}

#[test]
fn a_call_for_help_is_heard_once_and_answered() {
    on_both(|fresh| {
        let (app, boss) = shop(fresh);
        people(&app);
        let (saw, lathe) =
            (tablet(&app, &boss, "saw-1", &["SAW"]), tablet(&app, &boss, "lathe-1", &["LATHE"]));
        let wanted = call("maintenance");
        let made = saw.post("/floor/calls", &wanted);
        assert_eq!((made.status, &made.body["made_by"]), (201, &json!("device:saw-1")), "{}", made.body);
        assert_eq!(saw.post("/floor/calls", &wanted).body, made.body, "the network lost the first answer");
        assert_eq!(
            saw.post("/floor/calls", &with(wanted.clone(), json!({ "kind": "safety" }))).code(),
            "call_id_reused"
        );
        let unknown = saw.post("/floor/calls", &call("coffee"));
        assert_eq!((unknown.status, unknown.code()), (422, "call_kind_unknown"));
        assert!(unknown.body["detail"].to_string().contains("maintenance"), "{}", unknown.body);
        assert_eq!(lathe.post("/floor/calls", &call("lead")).code(), "device_elsewhere");
        let told = boss.get("/floor/calls").body;
        assert_eq!(told["items"].as_array().map(Vec::len), Some(1));
        // In words, and by which clock: whoever can come reads it from the board.
        let words = json!({ "code": "maintenance", "en": "Maintenance", "zh": "维修", "icon": "machine" });
        assert_eq!((&told["items"][0]["reason"], &told["zone"]), (&words, &json!("Asia/Shanghai")), "{told}");
        assert_eq!(told["now"], "2026-03-02T00:00:00Z");
        assert_eq!(lathe.get("/floor/calls").body["items"], json!([]));
        let path = format!("/floor/calls/{}/answered", wanted["id"].as_str().expect("an id"));
        assert_eq!(saw.put(&path, &Value::Null).code(), "not_allowed");
        let answered = sends(&saw, &signed_in(&saw, "L1"), "PUT", &path, &Value::Null);
        assert_eq!(
            (answered.status, &answered.body["answered_by"]),
            (200, &json!("operator:L1")),
            "{}",
            answered.body
        );
        assert!(saw.get("/floor/calls").body["items"][0]["answered_at"].is_string(), "who called sees it");
    });
}

#[test]
fn a_lead_answers_from_the_board_in_the_browser_of_a_tablet_too() {
    on_both(|fresh| {
        let (app, boss) = shop(fresh);
        let (saw, lathe) =
            (tablet(&app, &boss, "saw-1", &["SAW"]), tablet(&app, &boss, "lathe-1", &["LATHE"]));
        let wanted = call("safety");
        assert_eq!(saw.post("/floor/calls", &wanted).status, 201);
        let entered = json!({ "name": "floor-lead", "password": PASSWORD });
        assert_eq!(lathe.post("/session", &entered).status, 201);
        assert_eq!(lathe.get("/floor/calls").body["items"][0]["id"], wanted["id"], "the person asks");
        let of_tablet = Answer::of(lathe.request("GET", "/floor/calls").header("holdfast-operator", ""));
        assert_eq!(of_tablet.body["items"], json!([]), "and here the tablet, for its own place");
        let path = format!("/floor/calls/{}/answered", wanted["id"].as_str().expect("an id"));
        assert_eq!(lathe.put(&path, &Value::Null).body["answered_by"], "user:floor-lead");
    });
}

#[test]
fn work_of_a_silent_work_centre_is_shown_to_the_lead() {
    on_both(|fresh| {
        let (app, boss) = shop(fresh);
        work(&app);
        people(&app);
        let admin = app.signed_in(Role::Admin);
        let delayed =
            admin.put("/work-centers/SAW", &json!({ "calendar": "day", "reporting_delay_hours": "1" }));
        assert_eq!(delayed.status, 200, "{}", delayed.body);
        let saw = tablet(&app, &boss, "saw-1", &["SAW"]);
        assert_eq!(saw.post("/reports", &report("10", "start", 0)).status, 201);
        let lead = signed_in(&saw, "L1");
        let told =
            || asks(&saw, &lead, "/floor/unconfirmed").body["items"].as_array().expect("items").clone();
        assert!(told().is_empty(), "its reports usually take an hour");
        assert_eq!(saw.get("/floor/unconfirmed").code(), "not_allowed");
        let later = admin.put("/clock", &json!({ "now": "2026-03-02T03:00:00Z" }));
        assert_eq!(later.status, 200, "{}", later.body);
        let silent = eventually("it is silent", || told().first().cloned());
        assert_eq!((&silent["code"], &silent["usual_seconds"]), (&json!("SAW"), &json!(3_600)), "{silent}");
        assert_eq!(silent["rows"][0]["work_order"], "MO-1", "{silent}");
    });
}

#[test]
fn the_end_of_a_shift_has_what_was_planned_and_what_was_reported() {
    on_both(|fresh| {
        let (app, boss) = shop(fresh);
        work(&app);
        people(&app);
        let saw = tablet(&app, &boss, "saw-1", &["SAW"]);
        let lead = signed_in(&saw, "L1");
        let shift = |from: i64, to: i64| {
            asks(&saw, &lead, &format!("/floor/shift?work_centre=SAW&from={}&to={}", at(from), at(to)))
        };
        let rows = |answer: &Answer| answer.body["rows"].as_array().cloned().unwrap_or_default();
        let planned =
            eventually("it is planned", || Some(rows(&shift(60, 600))).filter(|rows| !rows.is_empty()));
        assert_eq!((&planned[0]["work_order"], &planned[0]["planned"]), (&json!("MO-1"), &json!(true)));
        assert_eq!((&planned[0]["reports"], &planned[0]["shift_good"]), (&json!(0), &json!("0")));
        // The lead writes down what the machine made without a tablet.
        let batch = json!({ "reports": [
            with(report("10", "good", 10), json!({ "good": "6", "operator": "W1" })),
            with(report("10", "good", 20), json!({ "good": "4" })),
            report("10", "finish", 30),
        ] });
        let taken = sends(&saw, &lead, "POST", "/reports/batch", &batch).body;
        assert!(
            taken["items"].as_array().is_some_and(|all| all.iter().all(|one| one["refused"].is_null())),
            "{taken}"
        );
        let first = rows(&shift(0, 15));
        assert_eq!((&first[0]["shift_good"], &first[0]["reports"]), (&json!("6"), &json!(1)), "{first:?}");
        let whole = rows(&shift(0, 60));
        assert_eq!(
            (&whole[0]["shift_good"], &whole[0]["status"]),
            (&json!("10"), &json!("done")),
            "{whole:?}"
        );
        assert_eq!(shift(60, 0).code(), "ends_before_start");
        assert_eq!(shift(0, 60 * 24 * 30).code(), "out_of_range");
        // Work centres without a tablet are written down at another one's, by a lead.
        let turns = report("20", "start", 40);
        assert_eq!(saw.post("/reports", &turns).code(), "device_elsewhere");
        assert_eq!(sends(&saw, &lead, "POST", "/reports", &turns).status, 201);
        let path = format!("/floor/shift?work_centre=LATHE&from={}&to={}", at(0), at(60));
        assert_eq!(rows(&asks(&saw, &lead, &path))[0]["operation"], "20");
        let plant = saw.get("/floor/list?all=true").body;
        assert_eq!(plant["work_centres"].as_array().map(Vec::len), Some(2), "{plant}");
    });
}

#[test]
fn a_lead_sequences_the_frozen_zone_and_the_tablet_shows_it() {
    on_both(|fresh| {
        let (app, boss) = shop(fresh);
        work(&app);
        people(&app);
        let saw = tablet(&app, &boss, "saw-1", &["SAW"]);
        let lead = signed_in(&saw, "L1");
        let body = json!({ "frozen": 1, "operations": [{ "work_order": "MO-1", "operation": "10" }] });
        assert_eq!(sends(&saw, "", "PUT", "/work-centers/SAW/sequence", &body).code(), "not_allowed");
        let other = json!({ "operations": [{ "work_order": "MO-1", "operation": "20" }] });
        let turned = sends(&saw, &lead, "PUT", "/work-centers/LATHE/sequence", &other);
        assert_eq!(turned.status, 200, "a lead walks all of the floor: {}", turned.body);
        assert_eq!(sends(&saw, &lead, "PUT", "/work-centers/SAW/sequence", &body).status, 200);
        let shown = || super::list::rows(&saw).into_iter().find(|row| row["frozen"] == true);
        assert_eq!(eventually("it is shown", shown)["work_order"], "MO-1");
        // What waits for bars keeps its place in the sequence, and what can begin stands first all the same.
        let both = json!({ "frozen": 2, "operations": [
            { "work_order": "MO-2", "operation": "10" }, { "work_order": "MO-1", "operation": "10" } ] });
        assert_eq!(sends(&saw, &lead, "PUT", "/work-centers/SAW/sequence", &both).status, 200);
        let placed: Vec<_> = super::list::rows(&saw)
            .iter()
            .map(|row| (row["work_order"].clone(), row["place"].clone()))
            .collect();
        assert_eq!(placed, [(json!("MO-1"), json!(2)), (json!("MO-2"), json!(1))]);
        let found =
            json!({ "work_orders": [{ "work_order": "MO-1", "operation": "20", "status": "waiting" }] });
        assert_eq!(sends(&saw, "", "POST", "/standing/batch", &found).code(), "not_allowed");
        let stands = sends(&saw, &lead, "POST", "/standing/batch", &found);
        assert_eq!(stands.body["items"][0]["accepted"]["operations"][0]["status"], "done", "{}", stands.body);
    });
}
