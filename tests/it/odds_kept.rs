//! Odds are held against what came of them: what was told too surely is told less surely.

use crate::sales::shop::{anna, caught_up, day, moment, order, playing, read};
use crate::support::on_both;
use holdfast::app::App;
use holdfast::domain::learning::Kind;
use holdfast::domain::promise::{Snapshot, SnapshotOdds};
use holdfast::domain::role::{Actor, Role};
use holdfast::domain::sales::LineId;
use holdfast::services::learning::{self, LearnedQuery, LearnedRow, OriginView, OverrideBody};
use holdfast::services::promise::{PromiseBody, make};
use holdfast::services::sales;
use holdfast::services::{Plainly, clock};
use serde_json::json;

/// Promises that nobody works on.
const PROMISES: u32 = 12;

/// Promises an order of one shaft for a day, and says what the futures gave.
fn promised(app: &App, date: &str) -> SnapshotOdds {
    let made = sales::enter(app, &anna(), &Plainly, &order("ACME", 1, date)).expect("entered");
    let id = LineId::new(&made.order.number, "10", "");
    caught_up(app);
    let body = PromiseBody { date: Some(day(date)), ..PromiseBody::default() };
    let made = make(app, &anna(), &Plainly, &id, &body).expect("taken as it is");
    let promise = made.lines[0].promises.last().expect("a promise");
    let snapshot: Option<Snapshot> = promise.snapshot.read().expect("its own form");
    snapshot.and_then(|snapshot| snapshot.odds).expect("futures were played")
}

/// How often four fifths of the futures come true, for all that is sold.
fn told(app: &App) -> LearnedRow {
    let query = LearnedQuery { kind: Some(Kind::OddsKept), ..LearnedQuery::default() };
    let page = app.ask(&Actor::system(), |ask| learning::list(ask, &query)).expect("numbers");
    page.items.into_iter().find(|row| row.about.group.is_none()).expect("the number of all")
}

#[test]
fn what_comes_true_less_often_than_told_is_told_less_surely() {
    on_both(|fresh| {
        // Where sales give their own dates, any day is taken.
        let app = playing(fresh, json!({ "shadow": true }), 100);
        assert_eq!((told(&app).origin, told(&app).rate), (OriginView::Prior, Some(0.8)));
        for _ in 0..PROMISES {
            let odds = promised(&app, "2026-03-20");
            assert!(odds.chance >= 0.9 && odds.share.is_none(), "nothing is corrected yet: {odds:?}");
        }
        let boss = crate::sales::shop::person("boss", Role::Admin);
        let run = |app: &App| learning::run(app, &boss, &Plainly).expect("learned");
        // On the day itself nothing is decided.
        clock::move_to(&app, &boss, moment("2026-03-20T04:00:00Z"), &Plainly).expect("later");
        assert_eq!(run(&app).read.outcomes, 0);
        // Nobody worked on them: all are late.
        clock::move_to(&app, &boss, moment("2026-03-23T04:00:00Z"), &Plainly).expect("later");
        assert_eq!(run(&app).read.outcomes, u64::from(PROMISES));
        let found = told(&app);
        assert_eq!((found.origin, found.observations), (OriginView::Record, PROMISES));
        assert!(found.rate.is_some_and(|rate| rate < 0.75), "{found:?}");
        // What is promised now is told so, and both are recorded. What no future misses stays sure.
        let unsure = |odds: &SnapshotOdds| odds.chance > 0.0 && odds.chance < 1.0;
        let mut days = (25..=31).map(|day| promised(&app, &format!("2026-03-{day}")));
        let odds = days.find(unsure).expect("a day that some futures keep and others miss");
        let share = odds.share.expect("it was corrected");
        assert!(odds.chance < share, "{odds:?}");
        // A person may say that the odds are right as they are.
        let body: OverrideBody =
            read(json!({ "kind": "odds-kept", "value": 0.8, "reason": "the mill had burnt" }));
        app.command_blocking(&boss, move |tx| learning::put(tx, &body)).expect("said");
        let odds = promised(&app, "2026-04-21");
        assert!(odds.share.is_none(), "{odds:?}");
    });
}
