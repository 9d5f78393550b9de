//! Alerts: a promise in danger is told once, to whom it concerns, until somebody acts or the facts say that it is over.

use crate::sales::shop::{
    anna, caught_up, day, moment, order, pavel, playing, promised, read, refusal, shop, told,
};
use crate::support::{Fresh, on_both};
use holdfast::app::App;
use holdfast::domain::alert::{Resolution, State};
use holdfast::domain::role::Actor;
use holdfast::domain::sales::LineId;
use holdfast::services::alerts::{self, AlertDetail, AlertView, AlertsQuery, acknowledge, snooze};
use holdfast::services::promise::{Leave, PromiseBody, make};
use holdfast::services::{Plainly, clock, hold, sales};
use serde_json::{Value, json};

/// Futures in these tests.
const FUTURES: u32 = 200;

/// Lets the rules see everything that is stored, with its odds.
fn watched(app: &App) {
    caught_up(app);
    if app.planner.has_odds() {
        app.planner.wait_for_odds(&app.planner.outlook()).expect("played");
    }
    app.alerts.look(&app.store, &app.clock, &app.planner).expect("looked");
}

fn listed(app: &App, query: Value) -> Vec<AlertView> {
    let query: AlertsQuery = read(query);
    app.ask(&anna(), |ask| alerts::list(ask, &query)).expect("readable").items
}

fn open(app: &App) -> Vec<AlertView> {
    listed(app, json!({}))
}

fn one(app: &App, id: i64) -> AlertDetail {
    app.ask(&anna(), |ask| alerts::one(ask, id)).expect("there is one")
}

/// Who was told of an alert, by step.
fn steps(detail: &AlertDetail) -> Vec<(&str, &str, &str)> {
    let told = detail.told.iter().filter(|told| told.held_until.is_none());
    told.map(|told| (told.step.as_str(), told.recipient.as_str(), told.template.as_str())).collect()
}

fn moved_to(app: &App, at: &str) {
    clock::move_to(app, &pavel(), moment(at), &Plainly).expect("moved");
    watched(app);
}

/// Holds an order until a day.
fn held(app: &App, id: &LineId, until: &str) -> i64 {
    let body: hold::HoldBody =
        read(json!({ "order": id.order, "kind": "credit", "expected_release": until }));
    app.command_blocking(&anna(), move |tx| hold::place(tx, &body)).expect("held").id
}

fn lifted(app: &App, hold: i64) {
    app.command_blocking(&anna(), move |tx| hold::lift(tx, hold, Some(-1))).expect("lifted");
}

#[test]
fn a_promise_in_danger_is_told_once_and_is_over_when_the_facts_say_so() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        let id = promised(&app, 4, "2026-03-13");
        watched(&app);
        assert_eq!(open(&app), [], "it is likely kept");
        let hold = held(&app, &id, "2026-03-20");
        watched(&app);
        let [alert] = <[AlertView; 1]>::try_from(open(&app)).expect("one alert");
        assert_eq!((alert.rule.as_str(), alert.state), ("promise-will-be-missed", State::Open));
        assert_eq!(alert.subject, format!("{id}@2026-03-13"));
        let line = &alert.facts.lines[0];
        assert!(line.on_time_probability.is_some_and(|chance| chance < 0.5), "{line:?}");
        assert!(line.p80 > line.promise, "{line:?}");
        assert!(line.before.as_ref().is_some_and(|before| before.on_time_probability > Some(0.9)), "{line:?}");
        assert_eq!(line.causes[0].cause, "hold", "{line:?}");
        assert_ne!(line.causes[0].text.en, line.causes[0].text.zh);
        assert_eq!(alert.facts.customer.as_deref(), Some("ACME Ltd"));
        for _ in 0..3 {
            watched(&app);
        }
        assert_eq!(steps(&one(&app, alert.id)), [("0", "anna", "promise-will-be-missed")]);
        // It flickers: the hold goes and comes, within the hour that it must be over for.
        lifted(&app, hold);
        watched(&app);
        assert!(one(&app, alert.id).alert.clearing_since.is_some());
        let hold = held(&app, &id, "2026-03-20");
        watched(&app);
        assert_eq!(open(&app).len(), 1);
        assert_eq!(one(&app, alert.id).alert.clearing_since, None);
        assert_eq!(steps(&one(&app, alert.id)).len(), 1, "one mail for all of it");
        lifted(&app, hold);
        watched(&app);
        moved_to(&app, "2026-03-02T01:30:00Z");
        let over = one(&app, alert.id);
        assert_eq!((over.alert.state, over.alert.resolution), (State::Resolved, Some(Resolution::Recovered)));
        assert_eq!(steps(&over).last(), Some(&("recovered", "anna", "recovered")));
        assert_eq!(open(&app), []);
        let opened = told(&app).iter().filter(|what| *what == "alert.opened").count();
        let resolved = told(&app).iter().filter(|what| *what == "alert.resolved").count();
        assert_eq!((opened, resolved), (1, 1), "{:?}", told(&app));
    });
}
