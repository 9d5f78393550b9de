//! Tablets of the shop floor and the people at them: how they are let in, and how that ends.

#[path = "tablets/approved.rs"]
mod approved;
#[path = "tablets/inspected.rs"]
mod inspected;
#[path = "tablets/lead.rs"]
mod lead;
#[path = "tablets/list.rs"]
mod list;
#[path = "tablets/people.rs"]
mod people;
#[path = "tablets/ready.rs"]
mod ready;

use crate::support::app::{Answer, Person, TestApp};
use crate::support::{Fresh, journal, on_both};
use holdfast::domain::role::Role;
use holdfast::store::floor;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};

/// A shop with a saw and a lathe, and its floor lead.
pub fn shop(fresh: &Fresh) -> (TestApp, Person) {
    let app = TestApp::on(fresh);
    let planner = app.signed_in(Role::Planner);
    let put = |path: &str, body: Value| {
        let answer = Answer::of(planner.request("PUT", path).json(&body));
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    };
    let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri"];
    let shift = json!({ "weekdays": weekdays, "from_time": "08:00:00", "to_time": "16:00:00" });
    put("/calendars/day", json!({ "shifts": [shift] }));
    for centre in ["SAW", "LATHE"] {
        put(&format!("/work-centers/{centre}"), json!({ "calendar": "day" }));
    }
    let lead = app.signed_in(Role::FloorLead);
    (app, lead)
}

/// A code for a tablet at these work centres.
pub fn invited(lead: &Person, work_centres: &[&str]) -> String {
    let made = lead.post("/devices/enrolments", &json!({ "work_centres": work_centres }));
    assert_eq!(made.status, 201, "{}", made.body);
    made.body["code"].as_str().expect("a code").to_owned()
}

/// A tablet of that name at these work centres.
pub fn tablet(app: &TestApp, lead: &Person, name: &str, work_centres: &[&str]) -> Person {
    let tablet = app.stranger();
    let code = invited(lead, work_centres);
    let enrolled = tablet.post("/floor/enrolment", &json!({ "code": code, "name": name }));
    assert_eq!(enrolled.status, 201, "{}", enrolled.body);
    let cookie = enrolled.headers["set-cookie"].to_str().expect("text");
    for part in ["holdfast_device=", "HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=34560000"] {
        assert!(cookie.contains(part), "{part} is not in {cookie}");
    }
    tablet
}

#[test]
fn a_code_lets_one_tablet_in_and_no_second() {
    on_both(|fresh| {
        let (app, lead) = shop(fresh);
        let made = lead.post("/devices/enrolments", &json!({ "name": "saw-1", "work_centres": ["SAW"] }));
        let code = made.body["code"].as_str().expect("a code");
        let url = made.body["url"].as_str().expect("an address");
        assert!(
            url.starts_with("http://127.0.0.1:") && url.ends_with(&format!("/floor/#enrol={code}")),
            "{url}"
        );
        assert!(made.body["qr"].as_str().is_some_and(|qr| qr.starts_with("<svg")));
        let first = app.stranger();
        // As somebody types it; the name is what the lead said.
        let typed = format!("{}-{}", &code[..5].to_lowercase(), &code[5..]);
        let enrolled = first.post("/floor/enrolment", &json!({ "code": typed }));
        assert_eq!((enrolled.status, &enrolled.body["name"]), (201, &json!("saw-1")), "{}", enrolled.body);
        assert_eq!(first.get("/me").body["name"], "device:saw-1");
        assert_eq!(first.get("/me").body["rights"], json!(["read-work", "report"]));
        let again = app.stranger().post("/floor/enrolment", &json!({ "code": code, "name": "saw-2" }));
        assert_eq!((again.status, again.code()), (422, "enrolment_code_unknown"));
        let guessed = app.stranger().post("/floor/enrolment", &json!({ "code": "0000000000", "name": "x" }));
        assert_eq!(guessed.code(), "enrolment_code_unknown");
        let list = lead.get("/devices").body;
        assert_eq!(list["items"][0]["work_centres"], json!(["SAW"]));
        assert_eq!(list["items"][0]["enrolled_by"], "user:floor-lead");
        assert!(list["items"][0]["last_seen"].is_string(), "{list}");
        assert!(!list.to_string().contains("hash"), "{list}");
        let told: Vec<_> = journal::read(&fresh.store).into_iter().map(|(_, what)| what).collect();
        assert!(told.iter().any(|what| what == "device.invited"), "{told:?}");
        assert!(told.iter().any(|what| what == "device.enrolled"), "{told:?}");
    });
}

#[test]
fn two_tablets_have_two_names_and_a_place_that_is_there() {
    on_both(|fresh| {
        let (app, lead) = shop(fresh);
        tablet(&app, &lead, "saw-1", &["SAW"]);
        let code = invited(&lead, &[]);
        let enrol =
            |name: &str| app.stranger().post("/floor/enrolment", &json!({ "code": code, "name": name }));
        let taken = enrol("saw-1");
        assert_eq!(
            (taken.status, taken.code(), &taken.body["field"]),
            (409, "device_name_taken", &json!("name"))
        );
        assert_eq!(enrol("saw one").code(), "invalid_value");
        assert_eq!(enrol("saw-2").status, 201, "a slip does not use the code up");
        let nowhere = lead.post("/devices/enrolments", &json!({ "work_centres": ["SAWS"] }));
        assert_eq!((nowhere.status, nowhere.code()), (422, "unknown_reference"), "{}", nowhere.body);
        assert_eq!(nowhere.body["field"], "work_centres[0]");
        // A tablet lets no other one in, whoever is signed in at it.
        let tablet = tablet(&app, &lead, "lathe-1", &["LATHE"]);
        assert_eq!(tablet.post("/devices/enrolments", &json!({})).status, 403);
        assert_eq!(tablet.get("/users").code(), "not_allowed");
    });
}

#[test]
fn a_tablet_that_is_revoked_is_out_at_once_and_may_come_back_by_a_code() {
    on_both(|fresh| {
        let (app, lead) = shop(fresh);
        let tablet = tablet(&app, &lead, "saw-1", &["SAW"]);
        let mut stream = BufReader::new(tablet.request("GET", "/stream").send().expect("an answer"));
        assert_eq!(tablet.get("/me").status, 200);
        let revoked = lead.put("/devices/saw-1/revoked", &Value::Null);
        assert!(revoked.body["revoked"].is_string(), "{}", revoked.body);
        let refused = tablet.get("/me");
        assert_eq!((refused.status, refused.code()), (401, "device_revoked"), "{}", refused.body);
        // Its stream ends by itself, and says why.
        let mut told = String::new();
        while stream.read_line(&mut told).expect("readable") > 0 {}
        assert!(told.contains("event: device\n") && told.contains("\"revoked\":true"), "{told}");
        let told: Vec<&str> = told.lines().filter(|line| line.starts_with("data: ")).collect();
        assert!(told.len() > 1, "{told:?}");
        for event in told {
            assert!(event.starts_with("data: {\"now\":\"2026-03-02T00:00:00Z\",\"rate\":0.0,"), "{event}");
        }
        assert_eq!(lead.put("/devices/saw-1/revoked", &Value::Null).body["version"], revoked.body["version"]);
        let enrolled = json!({ "code": invited(&lead, &[]), "name": "saw-1" });
        assert_eq!(tablet.post("/floor/enrolment", &enrolled).status, 201);
        assert_eq!(tablet.get("/me").body["name"], "device:saw-1");
    });
}

#[test]
fn a_tablet_is_tried_out_and_moved() {
    on_both(|fresh| {
        let (app, lead) = shop(fresh);
        let tablet = tablet(&app, &lead, "saw-1", &["SAW"]);
        let tested = tablet.put("/floor/me/tested", &json!({ "px_per_mm": 6.2 }));
        assert_eq!((tested.status, &tested.body["px_per_mm"]), (200, &json!("6.2")), "{}", tested.body);
        let wrong = tablet.put("/floor/me/tested", &json!({ "px_per_mm": 0 }));
        assert_eq!((wrong.status, wrong.code()), (422, "out_of_range"));
        assert_eq!(lead.put("/floor/me/tested", &json!({ "px_per_mm": 6.2 })).code(), "not_a_device");
        let moved = |version: &str| {
            let request = lead.request("PATCH", "/devices/saw-1").header("if-match", version);
            Answer::of(request.json(&json!({ "work_centres": ["LATHE", "SAW", "LATHE"] })))
        };
        assert_eq!(moved("\"1\"").code(), "changed_meanwhile");
        assert_eq!(moved("\"2\"").body["work_centres"], json!(["LATHE", "SAW"]));
    });
}

#[test]
fn who_guesses_codes_has_to_wait() {
    let fresh = Fresh::sqlite();
    let (app, lead) = shop(&fresh);
    let stranger = app.stranger();
    let guess = |code: &str| stranger.post("/floor/enrolment", &json!({ "code": code, "name": "saw-1" }));
    for _ in 0..10 {
        assert_eq!(guess("7QK2M9XP4D").code(), "enrolment_code_unknown");
    }
    let waits = guess(&invited(&lead, &[]));
    assert_eq!((waits.status, waits.code()), (429, "too_many"));
    assert!(waits.headers.contains_key("retry-after"));
}

#[test]
fn a_page_of_another_site_does_nothing_with_a_tablets_cookie() {
    on_both(|fresh| {
        let (app, lead) = shop(fresh);
        let tablet = tablet(&app, &lead, "saw-1", &[]);
        let request = tablet.request("PUT", "/floor/me/tested").header("origin", "http://elsewhere.example");
        let refused = Answer::of(request.json(&json!({ "px_per_mm": 6.2 })));
        assert_eq!((refused.status, refused.code()), (403, "other_site"));
    });
}

#[test]
fn a_tablet_that_is_used_stays_let_in() {
    on_both(|fresh| {
        let (app, lead) = shop(fresh);
        let tablet = tablet(&app, &lead, "saw-1", &["SAW"]);
        let renewed = || tablet.get("/floor/me").headers.get("set-cookie").cloned();
        assert_eq!(renewed(), None, "it came just now");
        fresh
            .store
            .write_blocking(|db| {
                let row = floor::device(db, "saw-1")?.expect("there");
                let enrolled = row.enrolled.shifted(-chrono::TimeDelta::days(2));
                floor::put_device(db, &floor::Device { enrolled, ..row })
            })
            .expect("written");
        let cookie = renewed().expect("a cookie");
        let said = cookie.to_str().expect("text");
        for part in ["holdfast_device=", "HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=34560000"] {
            assert!(said.contains(part), "{part} is not in {said}");
        }
        assert_eq!(renewed(), None, "once a day");
        assert_eq!(tablet.get("/me").body["name"], "device:saw-1", "with the cookie that it was given");
    });
}
