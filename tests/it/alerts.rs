//! Alerts: a promise in danger is told once, to whom it concerns, until somebody acts or the facts say that it is over.

#[path = "alerts/helped.rs"]
mod helped;
#[path = "alerts/triggers.rs"]
mod triggers;
#[path = "alerts/waits.rs"]
mod waits;
#[path = "alerts/whose.rs"]
mod whose;

use crate::sales::shop::{anna, caught_up, day, moment, pavel, playing, promised, read, told};
use crate::support::on_both;
use holdfast::app::App;
use holdfast::domain::alert::{Resolution, State};
use holdfast::domain::role::Actor;
use holdfast::domain::rule::About;
use holdfast::domain::sales::LineId;
use holdfast::services::access::{UserBody, put_user};
use holdfast::services::alerts::{self, AlertDetail, AlertView, AlertsQuery, acknowledge, snooze};
use holdfast::services::master::resources;
use holdfast::services::promise::{PromiseBody, shift};
use holdfast::services::{Plainly, clock, hold};
use holdfast::store::MAIN_PLANT;
use holdfast::store::outbox::{Filter, messages};
use holdfast::store::rules::record_of;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Futures in these tests.
const FUTURES: u32 = 200;

/// Lets the rules see everything that is stored, with its odds.
fn watched(app: &App) {
    caught_up(app);
    if app.planner.has_odds() {
        app.planner.wait_for_odds(&app.planner.outlook()).expect("played");
    }
    app.look_at_rules().expect("looked");
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
    app.command_blocking(&anna(), move |tx| hold::place(tx, &body)).expect("held").hold.id
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
        assert!(
            line.before.as_ref().is_some_and(|before| before.on_time_probability > Some(0.9)),
            "{line:?}"
        );
        assert_eq!(line.causes[0].cause, "customer", "{line:?}");
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

#[test]
fn nobody_acts_and_the_next_one_is_told_by_working_hours_until_somebody_does() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        let planners = json!({ "display_name": "Pavel", "roles": ["planner"], "lang": "en", "active": true });
        let pavel_himself: UserBody = read(planners);
        app.command_blocking(&Actor::system(), move |tx| {
            put_user(tx, "pavel", &pavel_himself, Some("$none"), None)
        })
        .expect("a planner");
        let id = promised(&app, 4, "2026-03-13");
        held(&app, &id, "2026-03-20");
        watched(&app);
        let alert = open(&app).remove(0);
        // Opened on Monday at eight; four working hours are over at noon.
        assert_eq!(alert.next_at, Some(moment("2026-03-02T04:00:00Z")));
        moved_to(&app, "2026-03-02T03:59:00Z");
        assert_eq!(steps(&one(&app, alert.id)).len(), 1);
        moved_to(&app, "2026-03-02T04:00:00Z");
        let told = one(&app, alert.id);
        assert_eq!(steps(&told)[1..], [("1", "pavel", "promise-will-be-missed")]);
        // The third step would be after sixteen working hours: Tuesday at four in the afternoon.
        assert_eq!(told.alert.next_at, Some(moment("2026-03-03T08:00:00Z")));
        let until = read(json!({ "until": "2026-03-05T00:00:00Z", "note": "waiting for the bank" }));
        app.command_blocking(&anna(), move |tx| snooze(tx, alert.id, &until)).expect("snoozed");
        moved_to(&app, "2026-03-04T23:59:00Z");
        assert_eq!(steps(&one(&app, alert.id)).len(), 2, "nobody hears of it while it is put off");
        moved_to(&app, "2026-03-05T00:00:00Z");
        let woken = one(&app, alert.id);
        assert_eq!(woken.alert.state, State::Open);
        assert_eq!(steps(&woken)[2].1, "anna");
        let taken = read(json!({ "note": "I have called them" }));
        let taken =
            app.command_blocking(&anna(), move |tx| acknowledge(tx, alert.id, &taken)).expect("taken on");
        assert_eq!((taken.alert.acknowledged_by.as_deref(), taken.alert.next_at), (Some("user:anna"), None));
        moved_to(&app, "2026-03-12T00:00:00Z");
        let quiet = one(&app, alert.id);
        assert_eq!((quiet.alert.state, steps(&quiet).len()), (State::Acknowledged, 3));
        let what: Vec<_> =
            quiet.history.iter().map(|row| row.what.as_str()).filter(|what| *what != "updated").collect();
        assert_eq!(
            what,
            ["opened", "told", "escalated", "told", "snoozed", "woken", "told", "acknowledged"],
            "{:?}",
            quiet.history
        );
    });
}

#[test]
fn a_restart_neither_forgets_nor_tells_again() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        let id = promised(&app, 4, "2026-03-13");
        watched(&app);
        held(&app, &id, "2026-03-20");
        watched(&app);
        let before = one(&app, open(&app)[0].id);
        app.stop();
        drop(app);
        let again = playing(fresh, json!({}), FUTURES);
        watched(&again);
        let after = one(&again, before.alert.id);
        assert_eq!((after.told, after.history), (before.told, before.history));
        assert_eq!(open(&again).len(), 1);
        let rows = again.store.read(|db| record_of(db, MAIN_PLANT, About::Line, 99)).expect("readable");
        assert_eq!(rows.len(), 2, "how it stood is not remembered anew: {rows:?}");
    });
}

#[test]
fn a_promise_that_is_moved_ends_its_alert_without_a_word() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        let id = promised(&app, 4, "2026-03-13");
        held(&app, &id, "2026-03-20");
        watched(&app);
        let alert = open(&app).remove(0);
        let body = PromiseBody {
            date: Some(day("2026-04-10")),
            reason_code: Some("capacity".into()),
            note: Some("told them".into()),
            ..PromiseBody::default()
        };
        shift(&app, &pavel(), &Plainly, &id, &body).expect("moved");
        watched(&app);
        let over = one(&app, alert.id);
        assert_eq!(over.alert.resolution, Some(Resolution::PromiseMoved));
        assert_eq!(steps(&over).len(), 1);
        assert_eq!(open(&app), []);
    });
}

#[test]
fn one_cause_that_hits_many_orders_is_one_message() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        let ids: Vec<LineId> = (0..8).map(|_| promised(&app, 1, "2026-03-13")).collect();
        watched(&app);
        assert_eq!(open(&app), []);
        // The mill stands for three weeks.

        let shut = read(json!({
            "calendar": "DAY", "kind": "closed", "date_from": "2026-03-02", "date_to": "2026-03-20",
        }));
        app.command_blocking(&pavel(), move |tx| resources::add_exception(tx, &shut)).expect("shut");
        watched(&app);
        let alerts = open(&app);
        assert_eq!(alerts.len(), ids.len());
        let ats: BTreeSet<_> =
            alerts.iter().flat_map(|alert| one(&app, alert.id).told).map(|told| told.at).collect();
        assert_eq!(ats.len(), 1);
        let first = one(&app, alerts.iter().map(|alert| alert.id).min().expect("some"));
        let told = first.history.iter().find(|row| row.what == "told").expect("told");
        assert_eq!(told.body["template"], "storm", "{:?}", first.history);
    });
}

#[test]
fn a_new_main_cause_of_many_orders_is_one_message_too() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        let ids: Vec<LineId> = (0..8).map(|_| promised(&app, 1, "2026-03-13")).collect();
        for id in &ids {
            held(&app, id, "2026-03-18");
        }
        watched(&app);
        let alerts = open(&app);
        assert_eq!(alerts.len(), ids.len());
        assert!(alerts.iter().all(|alert| alert.facts.lines[0].causes[0].cause == "customer"), "{alerts:?}");
        // What is more, the mill stands until the end of April.
        let shut = read(json!({
            "calendar": "DAY", "kind": "closed", "date_from": "2026-03-02", "date_to": "2026-04-30",
        }));
        app.command_blocking(&pavel(), move |tx| resources::add_exception(tx, &shut)).expect("shut");
        watched(&app);
        for alert in &alerts {
            let told = one(&app, alert.id);
            assert_eq!(steps(&told).last().map(|step| step.0), Some("cause-2"), "{:?}", told.told);
        }
        let filter = Filter { limit: 100, ..Filter::default() };
        let sent = app.store.read(|db| messages(db, MAIN_PLANT, &filter)).expect("readable");
        let sent: Vec<_> = sent.iter().map(|row| row.template.as_str()).collect();
        assert_eq!(sent, ["storm", "storm"], "one for each cause");
    });
}

#[test]
fn who_was_told_much_within_an_hour_gets_the_rest_in_one() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        let ids: Vec<LineId> = (0..7).map(|_| promised(&app, 1, "2026-03-13")).collect();
        watched(&app);
        for (minute, id) in ids.iter().enumerate() {
            held(&app, id, "2026-03-20");
            moved_to(&app, &format!("2026-03-02T00:{:02}:00Z", minute + 1));
        }
        let mut alerts = open(&app);
        alerts.sort_by_key(|alert| alert.id);
        assert_eq!(alerts.len(), 7);
        let waits = |alert: &AlertView| one(&app, alert.id).told[0].held_until;
        assert_eq!(alerts.iter().map(waits).filter(Option::is_none).count(), 5);
        assert_eq!(waits(&alerts[6]), Some(moment("2026-03-02T01:01:00Z")), "an hour after the first");
        moved_to(&app, "2026-03-02T01:01:00Z");
        for alert in &alerts[5..] {
            let told = one(&app, alert.id);
            let last = told.history.iter().rfind(|row| row.what == "told").expect("told");
            assert_eq!(last.body["template"], "storm", "{:?}", told.history);
        }
    });
}
