//! Odds are held against what came of them: what was told too surely is told less surely.

use crate::sales::shop::{NOW, anna, caught_up, day, moment, order, playing, read};
use crate::support::{Fresh, on_both};
use holdfast::app::{App, Clock};
use holdfast::domain::learning::Kind;
use holdfast::domain::promise::{NotedDate, Snapshot, SnapshotOdds};
use holdfast::domain::role::{Actor, Role};
use holdfast::domain::sales::LineId;
use holdfast::planning::follow::Pace;
use holdfast::planning::odds::{Ask, OddsView};
use holdfast::services::learning::{self, LearnedQuery, LearnedRow, OriginView, OverrideBody};
use holdfast::services::promise::{Leave, PromiseBody, make};
use holdfast::services::quote::{self, DateOdds, odds_of};
use holdfast::services::sales;
use holdfast::services::{Plainly, clock};
use holdfast::text::Lang;
use holdfast_engine::chance::Calibration;
use serde_json::json;
use std::sync::{Arc, Mutex};
use std::time::Duration;

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
    let odds = snapshot.and_then(|snapshot| snapshot.odds).expect("futures were played");
    // Where sales give the days, ours is noted with the share of futures of that same day.
    if let Some(ours) = promise.ours.read::<Option<NotedDate>>().expect("its own form") {
        let ours = ours.odds.expect("futures were played");
        assert_eq!(ours.futures_kept.is_some(), odds.futures_kept.is_some());
        let should = truth(app, ours.kept_by());
        assert!((should - ours.chance).abs() < 0.01, "{should} by {odds:?}: {ours:?}");
    }
    odds
}

/// The probability of what happens in a share of all futures, by what is learned of odds.
fn truth(app: &App, share: f64) -> f64 {
    let Some(came) = told(app).figures.came_true else { return share };
    let logit = |share: f64| (share / (1.0 - share)).ln();
    let slope = (logit(came.four_in_five) - logit(came.half)) / logit(0.8);
    1.0 / (1.0 + (-logit(came.half) - slope * logit(share)).exp())
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
        assert_eq!((told(&app).origin, told(&app).figures.rate), (OriginView::Prior, Some(0.8)));
        for _ in 0..PROMISES {
            let odds = promised(&app, "2026-03-20");
            assert!(odds.chance >= 0.9 && odds.futures_kept.is_none(), "nothing is corrected yet: {odds:?}");
            assert_eq!(odds.days.iter().map(|day| day.percent).collect::<Vec<_>>(), [50, 80, 95]);
            // More futures keep the day of a percentile than the instant in it.
            assert!(
                odds.days.iter().all(|day| day.futures_kept >= f64::from(day.percent) / 100.0),
                "{odds:?}"
            );
            assert!(
                odds.days.iter().any(|day| day.futures_kept > 0.01 + f64::from(day.percent) / 100.0),
                "{odds:?}"
            );
        }
        let boss = crate::sales::shop::person("boss", Role::Admin);
        let run = |app: &App| learning::run(app, &boss, &Plainly).expect("learned");
        // On the day itself nothing is decided.
        clock::move_to(&app, &boss, moment("2026-03-20T04:00:00Z"), &Plainly).expect("later");
        assert_eq!(run(&app).read.outcomes, 0);
        // Over the weekend and two open days more what left may still be reported.
        clock::move_to(&app, &boss, moment("2026-03-24T04:00:00Z"), &Plainly).expect("later");
        assert_eq!(run(&app).read.outcomes, 0);
        // Nobody worked on them: all are late.
        clock::move_to(&app, &boss, moment("2026-03-25T04:00:00Z"), &Plainly).expect("later");
        assert_eq!(run(&app).read.outcomes, u64::from(PROMISES));
        let found = told(&app);
        assert_eq!((found.origin, found.observations), (OriginView::Record, PROMISES));
        assert!(found.figures.rate.is_some_and(|rate| rate < 0.75), "{found:?}");
        let came = found.figures.came_true.expect("it is a correction of odds");
        assert_eq!(
            found.figures.rate.map(|rate| (rate * 1e4).round()),
            Some((came.four_in_five * 1e4).round())
        );
        assert!(came.half < came.four_in_five && came.four_in_five < came.nineteen_in_twenty, "{came:?}");
        // What is promised now is told so, and both are recorded.
        let unsure = |odds: &SnapshotOdds| odds.futures_kept.is_some_and(|share| share > 0.6);
        let mut days = (26..=31).map(|day| promised(&app, &format!("2026-03-{day}")));
        let odds = days.find(unsure).expect("a day that most futures keep");
        let share = odds.futures_kept.expect("it was corrected");
        assert!(odds.chance < share, "{odds:?}");
        assert!(odds.days.iter().all(|day| day.futures_kept > f64::from(day.percent) / 100.0), "{odds:?}");
        // A person may say that the odds are right as they are.
        let body: OverrideBody =
            read(json!({ "kind": "odds-kept", "value": 0.8, "reason": "the mill had burnt" }));
        app.command_blocking(&boss, move |tx| learning::put(tx, &body)).expect("said");
        let odds = promised(&app, "2026-04-21");
        assert!(odds.futures_kept.is_none(), "{odds:?}");
    });
}

/// What the futures say of a line that is promised for a day, and by another day.
fn view(app: &App, id: &LineId, promise: &str, by: &str) -> OddsView {
    caught_up(app);
    let odds = app.planner.wait_for_odds(&app.planner.outlook()).expect("played");
    let key = odds.outlook.key(&id.order, &id.line, &id.schedule);
    let ask = Ask { by: Some(day(by)), ..Ask::default() };
    odds.view(&key, Some(day(promise)), &ask, Lang::En).expect("the line is open")
}

/// What is told of everything that there is: lines, and a quote that is held.
fn everything(app: &App, id: &LineId, held: &str) -> (OddsView, OddsView, Vec<DateOdds>) {
    let views = ["2026-03-06", "2026-03-09"].map(|by| view(app, id, "2026-03-06", by));
    let days = 9..=13;
    let quotes = days.map(|n| odds_of(app, &anna(), held, day(&format!("2026-03-{n:02}"))).expect("told"));
    let [first, second] = views;
    (first, second, quotes.collect())
}

fn restarted(fresh: &Fresh) -> App {
    let now = Arc::new(Mutex::new(moment(NOW)));
    let pace = Pace { least: Duration::from_millis(1), improve: 0, futures: 200, asked: false };
    App::open_with(&fresh.url, Clock::Manual(now), pace).expect("the product starts again")
}

#[test]
fn a_correction_is_told_everywhere_alike_and_after_a_restart() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), 200);
        let id = crate::sales::shop::promised(&app, 24, "2026-03-06");
        caught_up(&app);
        app.planner.wait_for_odds(&app.planner.outlook()).expect("played");
        let lines = json!([{ "item": "SHAFT", "quantity": "8" }, { "item": "SHAFT", "quantity": "8" }]);
        let asked = read(json!({ "customer": "ACME", "lines": lines }));
        let quote = quote::offer(&app, &anna(), &Plainly, &asked).expect("offered").quote.number;
        quote::hold(&app, &anna(), &Plainly, &quote, &Leave::default()).expect("held");
        let before = everything(&app, &id, &quote);
        let boss = crate::sales::shop::person("boss", Role::Admin);
        let body: OverrideBody =
            read(json!({ "kind": "odds-kept", "value": 0.6, "reason": "a hard winter" }));
        app.command_blocking(&boss, move |tx| learning::put(tx, &body)).expect("said");
        let after = everything(&app, &id, &quote);
        let by = Calibration::between(0.8, 0.6);
        let told = |was: f64, is: f64| {
            let inside = was > 0.005 && was < 0.995;
            assert!(
                !inside || (by.truth(was) - is).abs() < 2e-3,
                "{was} is told {is}, not {}",
                by.truth(was)
            );
            usize::from(inside)
        };
        let mut seen = 0;
        for (was, is) in [(&before.0, &after.0), (&before.1, &after.1)] {
            seen += told(was.by_then.expect("asked"), is.by_then.expect("asked"));
            told(was.on_time.expect("promised"), is.on_time.expect("promised"));
            assert!(is.percentiles[1].ready > was.percentiles[1].ready, "80 % is later: {is:?}");
            // The table says what the question says.
            let of_day = is.days.iter().find(|row| Some(row.day) == is.by).map(|row| row.chance);
            assert!(of_day.is_none() || of_day == is.by_then, "{:?} {:?}", is.days, is.by_then);
            assert_eq!(is.days.len(), was.days.len());
            seen += is.days.iter().zip(&was.days).map(|(is, was)| told(was.chance, is.chance)).sum::<usize>();
        }
        assert!(seen > 2, "some odds lie between none and all: {before:?}");
        let mut of_quotes = 0;
        for (was, is) in before.2.iter().zip(&after.2) {
            of_quotes += told(was.all, is.all);
            let least = is.lines.iter().map(|line| line.chance).fold(1.0, f64::min);
            assert!(is.all <= least + 1e-9, "{is:?}");
            for (was, is) in was.lines.iter().zip(&is.lines) {
                told(was.chance, is.chance);
            }
        }
        assert!(of_quotes > 0, "{:?}", before.2);
        // A promise was told by another correction: that alone makes no new one hurt it.
        let tried = promised(&app, "2026-04-20");
        assert!(tried.chance > 0.9, "{tried:?}");
        app.stop();
        let restarted = everything(&restarted(fresh), &id, &quote);
        assert_eq!(restarted.0.by_then, after.0.by_then);
        assert_eq!(restarted.0.days, after.0.days);
        assert_eq!(restarted.1.percentiles, after.1.percentiles);
    });
}
