//! The days that customers want and those that a tier's policy recommends: of several lines as they have them together,
//! and of an order that was entered as of one that was quoted.

use super::{FUTURES, accepted, furnish, made, number, settled, text};
use crate::support::app::{Answer, Person, TestApp};
use crate::support::on_both;
use serde_json::{Value, json};

/// So many lines of eight shafts, eight hours each, wanted by a day.
fn lines(count: usize, wanted: &str) -> Value {
    let line = json!({ "item": "SHAFT", "quantity": "8", "requested_date": wanted });
    json!({ "customer": "ACME", "lines": vec![line; count] })
}

fn requested(quote: &Value) -> Vec<f64> {
    let lines = quote["lines"].as_array().expect("lines");
    lines.iter().map(|line| number(&line["odds"]["requested"])).collect()
}

/// What customers without a tier are promised.
fn policy(person: &Person, tier: &Value) {
    let settings = person.get("/settings").body;
    let body = json!({ "sheet": settings["sheet"], "policies": { "tiers": { "B": tier } } });
    let answer = person.put("/settings", &body);
    assert!(answer.status < 300, "{}", answer.body);
}

#[test]
fn several_lines_have_the_wanted_day_as_they_have_it_together() {
    on_both(|fresh| {
        let app = TestApp::playing(fresh, FUTURES);
        let person = furnish(&app);
        // Three days for eight hours of work, and for thirty-two.
        let alone = requested(&made(&app, &person, "/quotes", &lines(1, "2026-03-04")));
        assert!(alone[0] > 0.9, "{alone:?}");
        let quote = made(&app, &person, "/quotes", &lines(4, "2026-03-04"));
        let together = requested(&quote);
        let least = together.iter().copied().fold(1.0, f64::min);
        assert!(least < 0.4, "four days of work in three: {together:?}");
        let kept = |line: &&Value| line["keeps_requested"] == json!(true);
        let lines = quote["lines"].as_array().expect("lines");
        assert!(lines.iter().filter(kept).count() < 4, "{quote}");
        let path = format!("/quotes/{}", text(&quote, "number"));
        let odds = |date: &str| person.get(&format!("{path}/odds?date={date}")).body;
        settled(&app);
        let (soon, late) = (odds("2026-03-04"), odds("2026-04-30"));
        assert!(number(&soon["all"]) <= least && number(&late["all"]) > 0.99, "{soon} {late}");
        for (line, told) in soon["lines"].as_array().expect("lines").iter().zip(&together) {
            assert!((number(&line["chance"]) - told).abs() < 1e-9, "{soon} {together:?}");
        }
        // What is held stands in the plan, for the days that were offered.
        made(&app, &person, &format!("{path}/hold"), &json!({}));
        settled(&app);
        let held = odds(text(&lines[3], "offered_date"));
        let chances = held["lines"].as_array().expect("lines").iter().map(|line| number(&line["chance"]));
        assert!(number(&held["all"]) <= chances.fold(1.0, f64::min) && number(&held["all"]) > 0.5, "{held}");
    });
}

#[test]
fn a_promise_that_names_no_day_has_that_of_the_tiers_policy() {
    for futures in [0, FUTURES] {
        on_both(|fresh| {
            let app = TestApp::playing(fresh, futures);
            let person = furnish(&app);
            let day = |tier: Value| {
                policy(&person, &tier);
                let quote = made(&app, &person, "/quotes", &lines(2, "2026-03-02"));
                let offered = text(&quote["lines"][0], "offered_date").to_owned();
                let one = json!({ "customer": "ACME", "lines": [{ "item": "SHAFT", "quantity": "8" }] });
                let alone = made(&app, &person, "/quotes", &one);
                let alone = text(&alone["lines"][0], "offered_date").to_owned();
                let order = made(&app, &person, "/sales-orders", &one);
                let path = format!("/sales-orders/{}", text(&order, "number"));
                settled(&app);
                let promised = person.post(&format!("{path}/lines/10/promise"), &json!({}));
                assert_eq!(promised.status, 201, "{}", promised.body);
                // Policies change: the promise remembers which one it was made by.
                let then = &promised.body["lines"][0]["promises"][0]["snapshot"]["policy"];
                assert_eq!(then["share"], json!(0.8), "{}", promised.body);
                assert_eq!(then["buffer_days"], *tier.get("buffer_days").unwrap_or(&json!(0)));
                let promised = text(&promised.body["lines"][0], "promise_date").to_owned();
                let gone = person.request("POST", &format!("{path}/cancel")).header("if-match", "*");
                assert!(Answer::of(gone.json(&json!({ "note": "to compare" }))).status < 300);
                (offered, alone, promised)
            };
            let (_, plain, promised) = day(json!({ "percentile": 80 }));
            assert_eq!(plain, promised);
            let (offered, later, promised) = day(json!({ "percentile": 80, "buffer_days": 3 }));
            assert_eq!(later, promised, "three working days are added to both");
            assert!(later > plain && offered >= later, "{offered} {later} {plain}");
            // Goods leave for them on Tuesdays.
            let fields = json!({ "name": "Acme", "ship_days": ["Tue"], "ship_cutoff": "16:00:00" });
            assert!(person.put("/customers/ACME", &fields).status < 300);
            let (_, rounded, promised) = day(json!({ "percentile": 80, "buffer_days": 2 }));
            assert_eq!((weekday(&rounded), rounded == promised), ("Tue".to_owned(), true));
            let unrounded = json!({ "percentile": 80, "buffer_days": 2, "round_to_ship_days": false });
            let (_, after, _) = day(unrounded);
            assert_eq!(weekday(&after), "Thu", "two working days after a Tuesday: {after}");
        });
    }
}

fn weekday(day: &str) -> String {
    let day: chrono::NaiveDate = day.parse().expect("a day");
    day.format("%a").to_string()
}

#[test]
fn who_names_the_version_of_a_quote_or_a_note_is_held_to_it() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let person = furnish(&app);
        let quote = made(&app, &person, "/quotes", &lines(1, "2026-03-04"));
        let path = format!("/quotes/{}", text(&quote, "number"));
        let send = |what: &str, version: &str| {
            settled(&app);
            let request = person.request("POST", &format!("{path}/{what}")).header("if-match", version);
            Answer::of(request.json(&json!({})))
        };
        for what in ["hold", "accept"] {
            let refused = send(what, "\"9\"");
            assert_eq!((refused.status, refused.code()), (412, "changed_meanwhile"), "{}", refused.body);
        }
        let held = send("hold", "\"1\"");
        assert_eq!((held.status, &held.body["status"]), (201, &json!("held")), "{}", held.body);
        let released = person.request("POST", &format!("{path}/release")).header("if-match", "\"1\"");
        assert_eq!(Answer::of(released).status, 412, "it was held meanwhile");
        let order = accepted(&app, &person, &quote);
        let line = json!({ "order": text(&order, "number"), "line": "10", "quantity": "8" });
        let note = json!({ "customer": "ACME", "lines": [line] });
        let note = made(&app, &person, "/dispatch-notes", &note);
        for (what, body) in [
            ("pack", Value::Null),
            ("dispatch", json!({})),
            ("deliver", json!({})),
            ("cancel", json!({ "reason": "twice" })),
        ] {
            let path = format!("/dispatch-notes/{}/{what}", text(&note, "number"));
            let request = person.request("POST", &path).header("if-match", "\"9\"");
            let refused = Answer::of(if body.is_null() { request } else { request.json(&body) });
            assert_eq!((refused.status, refused.code()), (412, "changed_meanwhile"), "{}", refused.body);
        }
    });
}
