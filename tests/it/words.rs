//! What is refused at the desk for a slip, with field, value and what to write instead, in both languages.

use crate::sales::shop::{anna, day, order, refusal, shop};
use crate::support::app::{Answer, TestApp};
use crate::support::on_both;
use holdfast::domain::role::Role;
use holdfast::services::Plainly;
use holdfast::services::quote::{NewQuote, NewQuoteLine, offer};
use holdfast::services::sales;
use holdfast::text::Lang;
use serde_json::{Value, json};

#[test]
fn a_quote_for_a_day_that_is_over_is_refused() {
    on_both(|fresh| {
        let app = shop(fresh, json!({}));
        let line = |date: &str| NewQuoteLine {
            item: Some("SHAFT".into()),
            quantity: holdfast::domain::value::Amount::whole(1),
            requested_date: Some(day(date)),
            ..NewQuoteLine::default()
        };
        let wanted = |date: &str| {
            let body = NewQuote { customer: "ACME".into(), lines: vec![line(date)], ..NewQuote::default() };
            offer(&app, &anna(), &Plainly, &body)
        };
        let refused = refusal(wanted("2020-01-01"));
        assert_eq!(refused.field.as_deref(), Some("lines[0].requested_date"));
        assert_eq!(refused.value.as_deref(), Some("2020-01-01"));
        assert!(refused.title(Lang::En).contains("before today, 2026-03-02"), "{}", refused.title(Lang::En));
        assert!(refused.title(Lang::Zh).contains("早于今天 2026-03-02"), "{}", refused.title(Lang::Zh));
        wanted("2026-03-02").expect("today is no past");
        // What was ordered elsewhere may have been wanted before: the order is entered as it is.
        sales::enter(&app, &anna(), &Plainly, &order("ACME", 1, "2026-02-27")).expect("entered");
    });
}

#[test]
fn a_body_without_what_is_needed_names_it() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let boss = app.signed_in(Role::Admin);
        let sent = |path: &str, body: &Value, lang: &str| {
            Answer::of(boss.request("POST", path).header("accept-language", lang).json(body))
        };
        for path in ["/quotes", "/sales-orders", "/quotes/quantities"] {
            let body = json!({ "dates": ["2026-03-09"] });
            let body = if path == "/quotes/quantities" { body } else { json!({}) };
            for (lang, title) in [("en", "customer is empty."), ("zh", "customer 为空。")] {
                let answer = sent(path, &body, lang);
                assert_eq!((answer.status, answer.code()), (422, "empty"), "{path}: {}", answer.body);
                assert_eq!(
                    (&answer.body["field"], &answer.body["title"]),
                    (&json!("customer"), &json!(title))
                );
            }
        }
        let remedies = "/sales-orders/SO-1/lines/10/remedies";
        let both = json!({ "expedite": {}, "partial": { "first": "1" } });
        for body in [json!({}), both] {
            for (lang, words) in [
                ("en", "exactly one of overtime, alternate, split"),
                ("zh", "必须且只能填写其中之一：overtime"),
            ] {
                let answer = sent(remedies, &body, lang);
                assert_eq!(answer.status, 422, "{}", answer.body);
                let title = answer.body["title"].as_str().expect("a title");
                assert!(title.contains(words) && title.contains("supplier"), "{title}");
            }
        }
        let answer = sent(remedies, &json!({ "overtme": {} }), "en");
        assert!(
            answer.body["title"].as_str().is_some_and(|title| title.contains("did you mean overtime")),
            "{}",
            answer.body
        );
        let answer = sent(remedies, &json!({ "overtime": { "calendar": "DAY" } }), "en");
        assert_eq!(
            (&answer.body["field"], answer.code()),
            (&json!("overtime.days"), "required"),
            "{}",
            answer.body
        );
    });
}
