//! Operators: badge and PIN, what they may do at which tablet, and under which name it is written down.

use super::{shop, tablet};
use crate::support::app::{Answer, Person, TestApp};
use crate::support::{Fresh, on_both};
use holdfast::domain::role::Role;
use serde_json::{Value, json};

/// Operators W1, the lead L1 and the inspector Q1, each with a PIN.
pub fn people(app: &TestApp) {
    let admin = app.signed_in(Role::Admin);
    for (code, name, lead, inspects) in
        [("W1", "Wu", false, false), ("L1", "Li", true, false), ("Q1", "Qi", false, true)]
    {
        let body = json!({ "name": name, "lead": lead, "inspects": inspects, "lang": "zh", "pin": "2580" });
        let made = Answer::of(admin.request("PUT", &format!("/operators/{code}")).json(&body));
        assert_eq!((made.status, &made.body["has_pin"]), (200, &json!(true)), "{}", made.body);
        assert!(!made.body.to_string().contains("argon2"));
    }
}

/// The secret of an operator who signs in at a tablet.
pub fn signed_in(tablet: &Person, code: &str) -> String {
    let answer = tablet.post("/floor/sign-in", &json!({ "operator": code, "pin": "2580" }));
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.body["secret"].as_str().expect("a secret").to_owned()
}

/// A question of the operator with this secret at a tablet.
pub fn asks(tablet: &Person, secret: &str, path: &str) -> Answer {
    Answer::of(tablet.request("GET", path).header("holdfast-operator", secret))
}

#[test]
fn an_operator_is_known_at_the_tablet_where_they_signed_in() {
    on_both(|fresh| {
        let (app, boss) = shop(fresh);
        people(&app);
        let (saw, lathe) =
            (tablet(&app, &boss, "saw-1", &["SAW"]), tablet(&app, &boss, "lathe-1", &["LATHE"]));
        let secret = signed_in(&saw, "W1");
        let me = asks(&saw, &secret, "/me").body;
        assert_eq!((&me["name"], &me["rights"]), (&json!("operator:W1"), &json!(["read-work", "report"])));
        let elsewhere = asks(&lathe, &secret, "/me");
        assert_eq!((elsewhere.status, elsewhere.code()), (401, "operator_signed_out"));
        assert_eq!(elsewhere.body["title"], "Nobody is signed in at this tablet any more.");
        assert_eq!(saw.get("/me").body["name"], "device:saw-1", "the tablet by itself");
        // The lead and the inspector may more, and only there.
        let lead = signed_in(&saw, "L1");
        assert_eq!(asks(&saw, &lead, "/me").body["rights"], json!(["read-work", "report", "lead-floor"]));
        let inspector = signed_in(&saw, "Q1");
        assert_eq!(asks(&saw, &inspector, "/me").body["rights"], json!(["read-work", "report", "inspect"]));
        let invites = saw.request("POST", "/devices/enrolments").header("holdfast-operator", &lead);
        assert_eq!(Answer::of(invites.json(&json!({}))).code(), "person_needed");
        // Signing out ends it; who signs in need not be signed in.
        let out = |secret: &str| {
            Answer::of(saw.request("DELETE", "/floor/sign-in").header("holdfast-operator", secret))
        };
        assert_eq!((out(&secret).status, asks(&saw, &secret, "/me").code()), (204, "operator_signed_out"));
        let again = saw.request("POST", "/floor/sign-in").header("holdfast-operator", &secret);
        assert_eq!(Answer::of(again.json(&json!({ "operator": "W1", "pin": "2580" }))).status, 201);
    });
}

#[test]
fn a_badge_opens_until_another_is_made() {
    on_both(|fresh| {
        let (app, boss) = shop(fresh);
        people(&app);
        let saw = tablet(&app, &boss, "saw-1", &[]);
        let make = || boss.post("/operators/W1/badge", &Value::Null);
        let badge = make();
        assert_eq!(badge.status, 201, "{}", badge.body);
        let text = badge.body["secret"].as_str().expect("a secret").to_owned();
        assert!(
            text.starts_with("HF:B:") && badge.body["qr"].as_str().is_some_and(|qr| qr.starts_with("<svg"))
        );
        let by = |badge: &str| saw.post("/floor/sign-in", &json!({ "badge": badge }));
        let opened = by(&text);
        assert_eq!((opened.status, &opened.body["operator"]["code"]), (201, &json!("W1")), "{}", opened.body);
        let secret = opened.body["secret"].as_str().expect("a secret");
        assert_eq!(make().status, 201);
        assert_eq!((by(&text).status, by(&text).code()), (401, "operator_unknown"));
        assert_eq!(asks(&saw, secret, "/me").code(), "operator_signed_out", "a badge that was lost");
        assert!(!boss.get("/operators").body.to_string().contains(&text));
    });
}

#[test]
fn who_may_not_inspect_makes_no_inspector() {
    on_both(|fresh| {
        let (app, boss) = shop(fresh);
        people(&app);
        let put = |code: &str, version: &str, body: &Value| {
            let request = boss.request("PUT", &format!("/operators/{code}"));
            let request = if version.is_empty() { request } else { request.header("if-match", version) };
            Answer::of(request.json(body))
        };
        let inspector = put("Q2", "", &json!({ "name": "Q2", "inspects": true }));
        assert_eq!(
            (inspector.status, &inspector.body["field"]),
            (403, &json!("inspects")),
            "{}",
            inspector.body
        );
        assert_eq!(put("Q1", "\"1\"", &json!({ "name": "Qi", "pin": "1379" })).code(), "not_allowed");
        assert_eq!(boss.post("/operators/Q1/badge", &Value::Null).code(), "not_allowed");
        assert_eq!(put("W2", "", &json!({ "name": "W2", "pin": "1234" })).code(), "bad_pin");
        assert_eq!(put("W1", "", &json!({ "name": "Wu" })).status, 428);
        let gone = put("W1", "\"1\"", &json!({ "name": "Wu", "active": false }));
        assert_eq!((gone.status, &gone.body["has_pin"]), (200, &json!(true)), "{}", gone.body);
        let saw = tablet(&app, &boss, "saw-1", &[]);
        let tried = saw.post("/floor/sign-in", &json!({ "operator": "W1", "pin": "2580" }));
        assert_eq!((tried.status, tried.code()), (401, "operator_unknown"));
    });
}

#[test]
fn who_guesses_pins_has_to_wait_at_that_tablet_and_nobody_else() {
    let fresh = Fresh::sqlite();
    let (app, boss) = shop(&fresh);
    people(&app);
    let (saw, lathe) = (tablet(&app, &boss, "saw-1", &[]), tablet(&app, &boss, "lathe-1", &[]));
    let tries = |tablet: &Person, code: &str, pin: &str| {
        tablet.post("/floor/sign-in", &json!({ "operator": code, "pin": pin }))
    };
    for _ in 0..20 {
        assert_eq!(tries(&saw, "W1", "2580").status, 201, "right ones don't count");
    }
    for _ in 0..5 {
        assert_eq!(tries(&saw, "W1", "1379").code(), "operator_unknown");
    }
    let waits = tries(&saw, "W1", "2580");
    assert_eq!((waits.status, waits.code()), (429, "too_many"));
    assert!(waits.headers.contains_key("retry-after"));
    assert_eq!(tries(&saw, "L1", "2580").status, 201);
    assert_eq!(tries(&lathe, "W1", "2580").status, 201);
    // Who is not there is answered like who is.
    assert_eq!(tries(&saw, "X9", "2580").code(), "operator_unknown");
}

/// Sets how much is known of who works.
pub fn identity(app: &TestApp, identity: &str) {
    let body = json!({ "sheet": {}, "policies": { "floor": { "identity": identity } } });
    let set = app.signed_in(Role::Admin).put("/settings", &body);
    assert_eq!(set.status, 200, "{}", set.body);
}

#[test]
fn names_are_told_hidden_or_left_out_as_the_plant_wants() {
    on_both(|fresh| {
        let (app, boss) = shop(fresh);
        people(&app);
        let saw = tablet(&app, &boss, "saw-1", &[]);
        let secret = signed_in(&saw, "W1");
        let name = || asks(&saw, &secret, "/me").body["name"].as_str().expect("a name").to_owned();
        assert_eq!(name(), "operator:W1");
        identity(&app, "pseudonymous");
        let hidden = name();
        assert!(hidden.starts_with("operator:p-") && !hidden.contains("W1"), "{hidden}");
        let other = signed_in(&saw, "W1");
        assert_eq!(asks(&saw, &other, "/me").body["name"], hidden, "the same for the same person");
        assert_ne!(asks(&saw, &signed_in(&saw, "L1"), "/me").body["name"], hidden);
        identity(&app, "off");
        assert_eq!(name(), "device:saw-1");
        // Neither does the journal of what happens from then on.
        let before = app.signed_in(Role::Admin).get("/journal?limit=1").body["items"][0]["seq"].as_i64();
        signed_in(&saw, "W1");
        let told = app.signed_in(Role::Admin).get("/journal?what=operator.signed-in&limit=1").body;
        assert!(told["items"][0]["seq"].as_i64() > before, "{told}");
        assert!(!told.to_string().contains("W1") && told["items"][0]["actor"] == "device:saw-1", "{told}");
    });
}

#[test]
fn settings_that_no_tablet_could_follow_are_refused_by_name() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let admin = app.signed_in(Role::Admin);
        let set =
            |floor: Value| admin.put("/settings", &json!({ "sheet": {}, "policies": { "floor": floor } }));
        let wrong = set(json!({ "take_back_seconds": 3_600 }));
        assert_eq!(
            (wrong.code(), &wrong.body["field"]),
            ("out_of_range", &json!("policies.floor.take_back_seconds"))
        );
        let reason = json!({ "code": "burrs", "en": "Burrs", "zh": "毛刺" });
        let twice = set(json!({ "reasons": { "scrap": [reason, reason] } }));
        assert_eq!(
            (twice.code(), &twice.body["field"]),
            ("reason_twice", &json!("policies.floor.reasons.scrap[1].code"))
        );
        let unknown = set(json!({ "identity": "secret" }));
        assert_eq!((unknown.status, &unknown.body["field"]), (422, &json!("policies.floor.identity")));
        let right = set(json!({ "identity": "off", "reasons": { "scrap": [reason] } }));
        assert_eq!(right.body["policies"]["floor"]["lock_after_minutes"], 5, "{}", right.body);
    });
}
