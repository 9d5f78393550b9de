//! Rules that look only at what has just happened.

use super::{open, watched};
use crate::sales::shop::{day, pavel, promised, read, shop};
use crate::support::on_both;
use holdfast::app::App;
use holdfast::domain::rule::RuleBody;
use holdfast::services::alerts::put_rule;
use holdfast::services::promise::{PromiseBody, shift};
use holdfast::services::{ANY_VERSION, Plainly};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn stored(app: &App, name: &'static str, body: Value) {
    let body: RuleBody = read(body);
    app.command_blocking(&pavel(), move |tx| put_rule(tx, name, &body, Some(ANY_VERSION))).expect("stored");
}

fn subjects(app: &App) -> BTreeSet<String> {
    open(app).into_iter().map(|alert| alert.subject).collect()
}

#[test]
fn a_rule_for_new_promises_sees_each_and_none_that_was_there_before() {
    on_both(|fresh| {
        let app = shop(fresh, json!({}));
        let old = promised(&app, 1, "2026-03-13");
        watched(&app);
        stored(
            &app,
            "new-promise",
            json!({ "about": "line", "trigger": "promise-made", "raise": "line.promised" }),
        );
        watched(&app);
        assert_eq!(subjects(&app), BTreeSet::new(), "that one was made before");
        // Entered and promised between two looks, as an accepted quote is.
        let new = promised(&app, 1, "2026-03-13");
        watched(&app);
        assert_eq!(subjects(&app), [format!("{new}@2026-03-13")].into());
        let body = PromiseBody {
            date: Some(day("2026-04-10")),
            reason_code: Some("capacity".into()),
            ..PromiseBody::default()
        };
        shift(&app, &pavel(), &Plainly, &old, &body).expect("moved");
        watched(&app);
        let both: BTreeSet<String> = [format!("{new}@2026-03-13"), format!("{old}@2026-04-10")].into();
        assert_eq!(subjects(&app), both);
        app.stop();
        drop(app);
        let again = shop(fresh, json!({}));
        watched(&again);
        assert_eq!(subjects(&again), both, "a restart makes no promise new");
        let last = promised(&again, 1, "2026-03-13");
        watched(&again);
        assert!(subjects(&again).contains(&format!("{last}@2026-03-13")));
    });
}
