//! Odds: of a line, of a quote, of a promise; judged over many futures, recorded, the same again on the same facts.

use crate::sales::shop::{
    anna, caught_up, day, moment, order, pavel, plain, playing, promised, read, refusal,
};
use crate::support::on_both;
use holdfast::app::{App, Clock};
use holdfast::domain::sales::LineId;
use holdfast::domain::value::Day;
use holdfast::planning::follow::Pace;
use holdfast::planning::odds::{Ask, OddsView, Standing};
use holdfast::planning::outlook::{Board, BoardAsk, Wanted};
use holdfast::services::Plainly;
use holdfast::services::promise::{Leave, PromiseBody, make};
use holdfast::services::quote::{self, QuoteView};
use holdfast::services::sales;
use holdfast::text::Lang;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Futures in these tests: enough that percentiles differ.
const FUTURES: u32 = 200;

/// An order of so many shafts, an hour each.
fn ordered(app: &App, quantity: u32, by: &str) -> LineId {
    let made = sales::enter(app, &anna(), &Plainly, &order("ACME", quantity, by)).expect("entered");
    LineId::new(&made.order.number, "10", "")
}

/// What the futures say of a line that is promised for `promise`.
fn odds(app: &App, id: &LineId, promise: Option<Day>, ask: &Ask) -> OddsView {
    caught_up(app);
    let outlook = app.planner.outlook();
    let odds = app.planner.wait_for_odds(&outlook).expect("played");
    let key = odds.outlook.key(&id.order, &id.line, &id.schedule);
    odds.view(&key, promise, ask, Lang::En).expect("the line is open")
}

/// The lines whose promises stand so, with the odds that the board tells.
fn board(app: &App, promise: Option<Wanted>) -> Board {
    let (ask, odds) = (BoardAsk { limit: 9, promise, ..BoardAsk::default() }, app.planner.odds());
    app.planner.outlook().board(&ask, odds.as_deref(), Lang::En)
}

fn offered(app: &App, quantity: u32, unchecked: bool) -> QuoteView {
    caught_up(app);
    // An offer is made on the newest odds that are there, and those come a moment after the plan.
    app.planner.wait_for_odds(&app.planner.outlook()).expect("played");
    let line = json!({ "item": "SHAFT", "quantity": quantity.to_string(), "requested_date": "2026-03-03" });
    let body = read(json!({ "customer": "ACME", "lines": [line], "unchecked": unchecked }));
    quote::offer(app, &anna(), &Plainly, &body).expect("offered")
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("a number: {value}"))
}

#[test]
fn a_line_has_percentiles_causes_and_the_odds_of_any_day() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        let id = ordered(&app, 16, "2026-03-09");
        let ask = Ask { percent: Some(99.0), by: Some(day("2026-03-04")) };
        let told = odds(&app, &id, Some(day("2026-03-09")), &ask);
        assert_eq!(told.futures, FUTURES);
        let ready: Vec<_> = told.percentiles.iter().map(|p| (p.percent, p.ready.expect("a date"))).collect();
        assert_eq!(ready.iter().map(|p| p.0).collect::<Vec<_>>(), [50.0, 80.0, 95.0, 99.0]);
        assert!(ready.windows(2).all(|two| two[0].1 < two[1].1), "{ready:?}");
        // Nothing is known of this shop: its times are taken to spread widely around the plan's two days.
        assert!(told.percentiles[0].ship_day <= Some(day("2026-03-04")), "{told:?}");
        assert!(told.percentiles[2].ship_day > Some(day("2026-03-04")), "{told:?}");
        let by_then = told.by_then.expect("asked for");
        assert!(0.3 < by_then && by_then < 0.95, "{by_then}");
        assert!(told.on_time.expect("promised") >= by_then);
        assert!(told.days.windows(2).all(|two| two[0].day < two[1].day && two[0].chance < two[1].chance));
        assert!((told.days.last().expect("days").chance - 1.0).abs() < 1e-9, "{:?}", told.days);
        let working = told.causes.iter().find(|cause| cause.kind == "processing").expect("it is worked on");
        assert!((working.critical - 1.0).abs() < 1e-9 && working.text == "MILL", "{working:?}");
        let board = board(&app, None);
        let short = board.items[0].odds.clone().expect("the futures know the line");
        assert_eq!(short.p95, told.percentiles[2].ship_day);
        assert_eq!(board.odds.expect("played").futures, FUTURES);
        let mut load = app.planner.outlook().load(Some("MILL"), 5).expect("the mill");
        app.planner.odds().expect("played").add_to_load(&mut load);
        let tuesday = load.items[0].days[1].busy_minutes.expect("six weeks are looked at");
        assert!(tuesday.p10 <= tuesday.p50 && tuesday.p50 <= tuesday.p90 && tuesday.p90 > 0, "{tuesday:?}");
    });
}

#[test]
fn the_board_counts_orders_and_filters_by_the_odds_and_not_by_the_plan() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        let tight = promised(&app, 16, "2026-03-03");
        let open = ordered(&app, 2, "2026-03-03");
        let sure = promised(&app, 1, "2026-05-29");
        caught_up(&app);
        app.planner.wait_for_odds(&app.planner.outlook()).expect("played");
        let all = board(&app, None);
        assert_eq!((all.summary.promised, all.summary.late), (2, 0), "the plan alone misses nothing");
        let names = |board: &Board| board.items.iter().map(|row| row.name.order.clone()).collect::<Vec<_>>();
        assert_eq!(names(&all)[0], tight.order, "{all:?}");
        let told = all.items[0].odds.clone().expect("played");
        let chance = told.on_time.expect("promised");
        assert_eq!(told.enough, Some(0.9));
        assert!(chance < 0.9, "{chance}");
        let unlikely = chance < 0.5;
        assert_eq!(told.standing, Some(if unlikely { Standing::Unlikely } else { Standing::AtRisk }));
        let counted = all.odds.clone().expect("played");
        assert_eq!((counted.promised, counted.unlikely + counted.at_risk, counted.missed), (2, 1, 0));
        assert_eq!(counted.unlikely, usize::from(unlikely));
        assert!((counted.expected_misses - (1.0 - chance)).abs() < 0.02, "{counted:?} {chance}");
        assert!((counted.thresholds["B"] - 0.9).abs() < 1e-9);
        let risky = if unlikely { Wanted::Unlikely } else { Wanted::AtRisk };
        assert_eq!(names(&board(&app, Some(risky))), [tight.order.as_str()]);
        assert_eq!(names(&board(&app, Some(Wanted::Likely))), [sure.order.as_str()]);
        assert_eq!(names(&board(&app, Some(Wanted::None))), [open.order.as_str()]);
        // Its day goes by: it is missed, whatever was likely.
        holdfast::services::clock::move_to(&app, &pavel(), moment("2026-03-04T00:00:00Z"), &Plainly)
            .expect("moved");
        app.planner.wait_for_odds(&app.planner.outlook()).expect("played");
        let missed = board(&app, Some(Wanted::Missed));
        assert_eq!(names(&missed), [tight.order]);
        assert_eq!(missed.items[0].odds.clone().expect("played").standing, Some(Standing::Missed));
        let counted = missed.odds.expect("played");
        assert_eq!((counted.at_risk, counted.unlikely, counted.missed), (0, 0, 1));
        assert!(names(&board(&app, None)).contains(&sure.order));
    });
}

#[test]
fn until_futures_are_played_the_board_goes_by_the_plan() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), 0);
        let late = promised(&app, 40, "2026-03-03");
        let sure = promised(&app, 1, "2026-05-29");
        let open = ordered(&app, 2, "2026-03-03");
        caught_up(&app);
        let names = |wanted| {
            board(&app, Some(wanted)).items.iter().map(|row| row.name.order.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names(Wanted::Unlikely), [late.order]);
        assert_eq!(names(Wanted::Likely), [sure.order]);
        assert!(names(Wanted::AtRisk).is_empty());
        assert_eq!(names(Wanted::None), [open.order]);
        assert!(names(Wanted::Missed).is_empty());
        assert!(board(&app, None).odds.is_none());
    });
}

#[test]
fn the_same_facts_have_the_same_odds() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        let id = ordered(&app, 16, "2026-03-09");
        ordered(&app, 5, "2026-03-09");
        let told = odds(&app, &id, None, &Ask::default());
        app.stop();
        let clock = Clock::Manual(Arc::new(Mutex::new(moment(crate::sales::shop::NOW))));
        let pace = Pace { least: Duration::from_millis(1), improve: 0, futures: FUTURES, asked: false };
        let again = App::open_with(&fresh.url, clock, pace).expect("it opens again");
        let twice = odds(&again, &id, None, &Ask::default());
        assert_eq!((twice.percentiles, twice.days, twice.causes), (told.percentiles, told.days, told.causes));
    });
}

#[test]
fn futures_can_be_played_for_those_who_ask_only() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        app.stop();
        let clock = Clock::Manual(Arc::new(Mutex::new(moment(crate::sales::shop::NOW))));
        let pace = Pace { least: Duration::ZERO, improve: 0, futures: FUTURES, asked: true };
        let app = App::open_with(&fresh.url, clock, pace).expect("it opens again");
        let planned = || {
            caught_up(&app);
            app.planner.outlook()
        };
        let id = ordered(&app, 16, "2026-03-09");
        let first = app.planner.wait_for_odds(&planned()).expect("asked for, so played").outlook.position;
        ordered(&app, 5, "2026-03-09");
        let newest = planned();
        assert!(newest.position > first);
        assert_eq!(app.planner.odds().expect("played").outlook.position, first, "nobody asked since");
        // A quote asks, and has the odds of what is there now and not of what was asked about last.
        let line = json!({ "item": "SHAFT", "quantity": "8" });
        let body = read(json!({ "customer": "ACME", "lines": [line] }));
        let quote = quote::offer(&app, &anna(), &Plainly, &body).expect("offered");
        let as_of = app.planner.odds().expect("played").outlook.position;
        assert!(as_of >= newest.position, "{as_of} {}", newest.position);
        assert!(plain(&quote.lines[0].odds)["chance"].is_number());
        assert_eq!(odds(&app, &id, None, &Ask::default()).futures, FUTURES);
    });
}

#[test]
fn a_promise_is_judged_over_the_futures_and_keeps_what_they_said() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        let id = ordered(&app, 16, "2026-03-03");
        // By the one plan it is there on Tuesday; in too many futures it is not.
        let body = PromiseBody { date: Some(day("2026-03-03")), ..PromiseBody::default() };
        let refused = refusal(make(&app, &anna(), &Plainly, &id, &body));
        assert_eq!(refused.name(), "promise_unlikely");
        let remedy = refused.remedy(Lang::En);
        let days = (4..31).map(|day| format!("2026-03-{day:02}"));
        let named = days.into_iter().find(|day| remedy.contains(day)).expect("a day is named");
        // Whoever names no day is told of the same one: it is later than the customer asked for.
        let unasked = refusal(make(&app, &anna(), &Plainly, &id, &PromiseBody::default()));
        assert_eq!(unasked.name(), "promise_later");
        assert_eq!(
            unasked.facts["instead"].get(Lang::En),
            named,
            "the recommended day is the one that was named"
        );
        let said = PromiseBody { date: Some(day(&named)), ..PromiseBody::default() };
        let made = make(&app, &anna(), &Plainly, &id, &said).expect("promised");
        let promise = &made.lines[0].promises[0];
        assert_eq!(promise.date, Some(day(&named)));
        let odds_then = &plain(&promise.snapshot)["odds"];
        let chance = number(&odds_then["chance"]);
        assert_eq!(promise.percentile, Some((chance * 100.0 + 1e-9).floor() as i64));
        assert!(chance >= 0.79, "{odds_then}");
        assert_eq!(odds_then["futures"], json!(FUTURES));
        // What is told of the line afterwards is what was recorded.
        let told = odds(&app, &id, promise.date, &Ask::default());
        assert!((told.on_time.expect("promised") - chance).abs() < 0.01, "{told:?} {chance}");
        // Whoever may override may promise less.
        let second = ordered(&app, 8, "2026-03-03");
        let bold = PromiseBody { date: Some(day("2026-03-05")), note: Some("they insist".into()), ..body };
        let done = make(&app, &pavel(), &Plainly, &second, &bold);
        let done = done.map(|order| order.lines[0].promises[0].percentile);
        assert!(done.as_ref().is_ok_and(Option::is_some), "{done:?}");
    });
}

#[test]
fn a_quote_has_odds_and_its_order_those_of_the_re_run() {
    on_both(|fresh| {
        let tiers = json!({ "tiers": { "B": { "percentile": 95 } } });
        let app = playing(fresh, tiers, FUTURES);
        let made = offered(&app, 8, false);
        let odds = plain(&made.lines[0].odds).clone();
        assert!((number(&odds["share"]) - 0.95).abs() < 1e-9, "{odds}");
        assert!(number(&odds["chance"]) >= 0.94, "{odds}");
        assert!(odds["p50"].as_str() < odds["p80"].as_str() && odds["p80"].as_str() < odds["p95"].as_str());
        assert!((0.0..1.0).contains(&number(&odds["requested"])), "{odds}");
        let accepted = quote::accept(&app, &anna(), &Plainly, &made.quote.number, &Leave::default());
        let accepted = accepted.expect("what is offered can be accepted");
        let promise = &accepted.order.lines[0].promises[0];
        // The order has another number and the luck of its quote: what was told is what is recorded.
        let then = &plain(&promise.snapshot)["odds"];
        for told in ["chance", "p50", "p80", "p95", "futures"] {
            assert_eq!(then[told], odds[told], "{told}: {then} {odds}");
        }
        let recorded = promise.percentile.expect("recorded");
        assert_eq!(recorded, (number(&odds["chance"]) * 100.0 + 1e-9).floor() as i64);
        // The next may use the slack of the first, but what was only fitted was not asked whom it hurts.
        let fitted = offered(&app, 8, true);
        assert_eq!(plain(&fitted.lines[0].explanation)["checked"], json!(false));
        let tried = offered(&app, 8, false);
        assert_eq!(plain(&tried.lines[0].explanation)["hurt"], json!([]));
        assert!(tried.lines[0].offered_date >= fitted.lines[0].offered_date);
        let accepted = quote::accept(&app, &anna(), &Plainly, &tried.quote.number, &Leave::default());
        assert!(accepted.expect("what was tried can be accepted").hurt.is_empty());
    });
}

#[test]
fn of_two_who_saw_the_same_gap_only_one_gets_it_by_odds_too() {
    on_both(|fresh| {
        let app = playing(fresh, json!({}), FUTURES);
        let (mine, yours) = (offered(&app, 16, false), offered(&app, 16, false));
        assert_eq!(mine.lines[0].offered_date, yours.lines[0].offered_date);
        quote::accept(&app, &anna(), &Plainly, &mine.quote.number, &Leave::default()).expect("the first");
        let lost = refusal(quote::accept(&app, &anna(), &Plainly, &yours.quote.number, &Leave::default()));
        assert!(["quote_date_gone", "quote_hurts"].contains(&lost.name().as_str()), "{lost:?}");
    });
}
