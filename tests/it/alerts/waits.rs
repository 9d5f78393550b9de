//! What is at risk waits for half a working day before somebody hears of it, and what is mild is told once.

use super::{FUTURES, held, listed, moved_to, one, open, steps, watched};
use crate::sales::shop::{pavel, playing, promised, read};
use crate::support::on_both;
use holdfast::app::App;
use holdfast::domain::alert::Resolution;
use holdfast::domain::rule::RuleBody;
use holdfast::services::ANY_VERSION;
use holdfast::services::alerts::put_rule;
use serde_json::{Value, json};

fn stored(app: &App, name: &'static str, body: Value) {
    let body: RuleBody = read(body);
    app.command_blocking(&pavel(), move |tx| put_rule(tx, name, &body, Some(ANY_VERSION))).expect("stored");
}

#[test]
fn a_dip_is_told_when_it_has_lasted_for_four_working_hours_and_its_end_only_then() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        let dips = || json!({ "raise": "line.promised", "clear": "!line.promised" });
        stored(&app, "promise-at-risk", dips());
        promised(&app, 4, "2026-03-13");
        watched(&app);
        let dip = open(&app).remove(0);
        // It stands in the list at eight on Monday, for whoever looks.
        assert_eq!((dip.rule.as_str(), steps(&one(&app, dip.id)).len()), ("promise-at-risk", 0));
        stored(&app, "promise-at-risk", json!({}));
        moved_to(&app, "2026-03-02T01:00:00Z");
        moved_to(&app, "2026-03-02T05:00:00Z");
        let over = one(&app, dip.id);
        assert_eq!(over.alert.resolution, Some(Resolution::Recovered));
        assert_eq!(steps(&over), [], "it was over before anybody had to hear of it");
        // At one in the afternoon three working hours are left, and the night does not count.
        stored(&app, "promise-at-risk", dips());
        watched(&app);
        let lasting = open(&app).remove(0);
        moved_to(&app, "2026-03-03T00:59:00Z");
        assert_eq!(steps(&one(&app, lasting.id)), []);
        moved_to(&app, "2026-03-03T01:00:00Z");
        assert_eq!(steps(&one(&app, lasting.id)), [("0", "anna", "promise-at-risk")]);
    });
}

#[test]
fn of_what_is_mild_no_new_cause_is_told() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        let mild = json!({ "about": "line", "raise": "line.promised", "clear": "!line.promised", "severity": "mild" });
        stored(&app, "kept-in-view", mild);
        let id = promised(&app, 4, "2026-03-13");
        watched(&app);
        moved_to(&app, "2026-03-03T00:00:00Z");
        let alert = listed(&app, json!({ "rule": "kept-in-view" })).remove(0);
        assert_eq!(steps(&one(&app, alert.id)).len(), 1, "with the digest of the next morning");
        held(&app, &id, "2026-03-20");
        watched(&app);
        let held = one(&app, alert.id);
        assert_eq!(held.alert.facts.lines[0].causes[0].cause, "customer", "it says what it waits for now");
        assert_eq!(steps(&held).len(), 1, "{:?}", held.told);
    });
}
