//! What could still be done stands with what is in danger; thresholds of tiers; rules that stand for each other; and that
//! only what has changed is asked about.

use super::{FUTURES, held, one, open, watched};
use crate::sales::shop::{anna, pavel, playing, promised, read, shop};
use crate::support::on_both;
use holdfast::app::App;
use holdfast::domain::rule::RuleBody;
use holdfast::services::alerts::{DryRun, DryRunBody, Looked, dry_run, put_rule};
use holdfast::services::master::resources::add_exception;
use holdfast::services::sales::{self, LineChange};
use holdfast::services::{ANY_VERSION, Plainly};
use serde_json::{Value, json};

fn stored(app: &App, name: &'static str, body: Value) {
    let body: RuleBody = read(body);
    app.command_blocking(&pavel(), move |tx| put_rule(tx, name, &body, Some(ANY_VERSION))).expect("stored");
}

fn tried(app: &App, name: &str) -> DryRun {
    app.ask(&anna(), |ask| dry_run(ask, name, &DryRunBody::default())).expect("played")
}

#[test]
fn a_promise_in_danger_is_told_with_what_would_help_it_and_whom_that_costs() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        // They want to hear of it below 70 %.
        stored(
            &app,
            "promise-at-risk",
            json!({ "params": { "probability": 0.7, "clear_probability": 0.8 } }),
        );
        // The mill has sixteen hours until Tuesday evening, and twenty-four until Wednesday's.
        let first = promised(&app, 8, "2026-03-03");
        let second = promised(&app, 15, "2026-03-04");
        watched(&app);
        let alerts = open(&app);
        let late = alerts.iter().find(|alert| alert.subject.starts_with(&second.to_string()));
        let late = late.unwrap_or_else(|| panic!("{second} is in danger: {alerts:?}"));
        let line = &late.facts.lines[0];
        let before = line.on_time_probability.expect("played");
        assert!(!line.remedies.is_empty() && line.remedies.len() <= 3, "{line:?}");
        for remedy in &line.remedies {
            assert!(remedy.on_time_probability > Some(before), "it helps: {remedy:?}");
            assert_ne!(remedy.text.en, remedy.text.zh);
            assert_eq!(remedy.as_of, app.planner.outlook().now);
        }
        let overtime = line.remedies.iter().find(|remedy| remedy.kind == "overtime");
        let overtime = overtime.unwrap_or_else(|| panic!("overtime helps: {line:?}"));
        assert!(overtime.victims.is_empty() && overtime.saves_days.is_some(), "{overtime:?}");
        // What is told stays told, and is what the line's own list of remedies says.
        assert_eq!(one(&app, late.id).alert.facts.lines[0].remedies, line.remedies);
        assert!(
            line.remedies.iter().all(|remedy| remedy.victims.iter().all(|one| one.order != second.order))
        );
        let costly = line.remedies.iter().filter(|remedy| remedy.kind == "expedite");
        for expedite in costly {
            assert_eq!(expedite.victims[0].order, first.order, "{expedite:?}");
        }
    });
}

#[test]
fn what_waits_for_a_work_centre_that_stands_still_says_until_when_and_why() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        let id = promised(&app, 4, "2026-03-13");
        let down = read(json!({ "work_centre": "MILL", "kind": "closed", "date_from": "2026-03-02",
            "date_to": "2026-03-20", "note": "spindle bearing" }));
        app.command_blocking(&pavel(), move |tx| add_exception(tx, &down)).expect("down");
        watched(&app);
        let alert = open(&app).into_iter().find(|alert| alert.subject.starts_with(&id.to_string()));
        let causes = alert.expect("it is in danger").facts.lines[0].causes.clone();
        let said = causes.iter().find(|cause| cause.what == "MILL").expect("it waits for the mill");
        assert!(said.text.en.ends_with(": MILL (closed until Fri 20 Mar, spindle bearing)"), "{said:?}");
        assert!(said.text.zh.ends_with("：MILL（停用至3月20日 周五，spindle bearing）"), "{said:?}");
    });
}

#[test]
fn a_tier_has_the_threshold_of_its_policy_and_who_names_a_probability_means_it() {
    on_both(|fresh| {
        // The customer has no tier of its own, which is tier B.
        let strict = json!({ "tiers": { "B": { "percentile": 80, "threshold": 99 } } });
        let app = playing(fresh, strict, FUTURES);
        let id = promised(&app, 13, "2026-03-03");
        watched(&app);
        let alerts = open(&app);
        assert_eq!(alerts.len(), 1, "{alerts:?}");
        let chance = alerts[0].facts.lines[0].on_time_probability.expect("played");
        assert!((0.7..0.99).contains(&chance), "{chance}");
        assert_eq!(
            (alerts[0].rule.as_str(), &alerts[0].subject),
            ("promise-at-risk", &format!("{id}@2026-03-03"))
        );
        // Planners who name another probability mean that one, for this tier too.
        stored(&app, "promise-at-risk", json!({ "params": { "probability": 0.6 } }));
        watched(&app);
        let rule = app.ask(&anna(), |ask| holdfast::services::alerts::rule_detail(ask, "promise-at-risk"));
        let params = json!(rule.expect("there is one").rule.rule.params);
        assert_eq!((&params["by_tier"], &params["probability"]), (&json!(false), &json!(0.6)));
        // A rule of their own for the tier takes the place of the general one.
        stored(
            &app,
            "at-risk-for-b",
            json!({ "template": "promise-at-risk", "params": { "tier": "B", "probability": 0.99 } }),
        );
        stored(&app, "promise-at-risk", json!({}));
        watched(&app);
        watched(&app);
        let rules: Vec<_> = open(&app).into_iter().map(|alert| alert.rule).collect();
        assert_eq!(rules, ["at-risk-for-b"]);
    });
}

#[test]
fn a_rule_is_tried_together_with_those_that_take_its_place() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        let id = promised(&app, 4, "2026-03-13");
        watched(&app);
        held(&app, &id, "2026-03-20");
        watched(&app);
        let missed = tried(&app, "promise-will-be-missed");
        assert_eq!((missed.fired, missed.played_along.len(), missed.unknown), (1, 0, 0), "{missed:?}");
        let at_risk = tried(&app, "promise-at-risk");
        assert_eq!(at_risk.played_along, ["promise-will-be-missed"]);
        assert_eq!(at_risk.fired, 0, "the other one was told instead: {at_risk:?}");
        stored(&app, "promise-will-be-missed", json!({ "on": false }));
        let alone = tried(&app, "promise-at-risk");
        assert_eq!((alone.fired, alone.played_along.len()), (1, 0), "{alone:?}");
        // What the record does not have can't be judged, and that is said.
        stored(&app, "by-cause", json!({ "about": "line", "raise": "line.causes.exists(c, c.days > 1.0)" }));
        let unknown = tried(&app, "by-cause");
        assert_eq!((unknown.fired, unknown.unknown), (0, unknown.changes), "{unknown:?}");
    });
}

#[test]
fn only_what_has_changed_is_asked_about_however_many_rules_there_are() {
    on_both(|fresh| {
        let app = shop(fresh, json!({}));
        let ids: Vec<_> = (0..6).map(|_| promised(&app, 1, "2026-03-13")).collect();
        for name in ["dear-1", "dear-2", "dear-3", "dear-4"] {
            stored(&app, name, json!({ "about": "line", "raise": "line.value > 5000.0" }));
        }
        let looked = |app: &App| {
            crate::sales::shop::caught_up(app);
            app.look_at_rules().expect("looked")
        };
        let first = looked(&app);
        assert_eq!(first.asked, first.things, "after a start everything is asked about once: {first:?}");
        let lines = ids.len();
        let of_lines = 3 + 4;
        assert!(first.conditions >= lines * of_lines, "{first:?}");
        assert_eq!(looked(&app), Looked::default(), "nothing is new");
        let dearer: LineChange = read(json!({ "unit_price": "6000" }));
        let id = ids[2].clone();
        sales::change_line(&app, &anna(), &Plainly, &id, &dearer, Some(ANY_VERSION)).expect("dearer");
        let again = looked(&app);
        assert_eq!((again.things, again.asked, again.conditions), (first.things, 1, of_lines));
        assert_eq!(open(&app).len(), 4, "of the one that changed");
    });
}
