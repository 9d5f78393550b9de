//! Shadow mode: sales go on giving their own dates, and ours are noted beside them.

use crate::sales::shop::{anna, caught_up, day, moment, order, pavel, plain, playing, read, refusal, shop};
use crate::support::on_both;
use holdfast::app::App;
use holdfast::domain::promise::{NotedDate, PromiseKind};
use holdfast::domain::sales::{LineId, LineStatus};
use holdfast::services::accuracy::{AccuracyQuery, PromiseAccuracy, promise_accuracy};
use holdfast::services::change::{self, AgreeBody};
use holdfast::services::promise::{Leave, PromiseBody, make, shift};
use holdfast::services::quote;
use holdfast::services::sales::{self, OrderView};
use holdfast::services::{Ask, Plainly};
use holdfast::store::sales::Promise;
use holdfast::store::{Failure, Json};
use serde_json::json;

/// An order of so many shafts, an hour each.
fn ordered(app: &App, quantity: u32, by: &str) -> LineId {
    let made = sales::enter(app, &anna(), &Plainly, &order("ACME", quantity, by)).expect("entered");
    LineId::new(&made.order.number, "10", "")
}

fn promised(app: &App, id: &LineId, date: &str) -> Result<OrderView, Failure> {
    caught_up(app);
    make(app, &anna(), &Plainly, id, &PromiseBody { date: Some(day(date)), ..PromiseBody::default() })
}

fn last(order: &OrderView) -> &Promise {
    order.lines[0].promises.last().expect("a promise")
}

fn ours(promise: &Promise) -> NotedDate {
    promise.ours.read::<Option<NotedDate>>().expect("its own form").expect("one was noted")
}

#[test]
fn what_sales_promise_is_taken_as_it_is_and_our_date_is_noted_beside_it() {
    on_both(|fresh| {
        let app = playing(fresh, json!({ "shadow": true }), 100);
        let first = ordered(&app, 16, "2026-03-02");
        // Two days of work for today: nobody would keep that, and nobody stops them.
        let made = promised(&app, &first, "2026-03-02").expect("taken as it is");
        let (said, noted) = (last(&made), ours(last(&made)));
        assert_eq!(said.date, Some(day("2026-03-02")));
        assert!(said.percentile.is_some_and(|percent| percent < 50), "more likely late than not: {said:?}");
        assert!(noted.date > day("2026-03-03"), "{noted:?}");
        let odds = noted.odds.as_ref().expect("futures were played");
        assert_eq!((noted.share, odds.futures), (Some(0.8), 100));
        assert!(odds.chance >= 0.8 && odds.p50 < odds.p80 && odds.p80 < odds.p95, "{odds:?}");
        assert_eq!(noted.as_of, moment(crate::sales::shop::NOW));
        // It is noted, not promised: the line has the date of sales, and only that.
        assert_eq!(made.lines[0].line.promise_date, Some(day("2026-03-02")));
        // Whoever is hurt is recorded, and nobody has to accept it.
        let second = ordered(&app, 16, "2026-03-09");
        promised(&app, &second, "2026-03-13").expect("taken");
        let third = ordered(&app, 40, "2026-03-09");
        let hurt = promised(&app, &third, "2026-03-03").expect("taken");
        let consequences = plain(&last(&hurt).consequences).clone();
        assert!(consequences.as_array().is_some_and(|hurt| !hurt.is_empty()), "{consequences}");
        assert!(ours(last(&hurt)).date > day("2026-03-06"), "forty hours behind what is promised");
        // A move is noted afresh.
        let body = PromiseBody {
            date: Some(day("2026-03-04")),
            reason_code: Some("capacity".to_owned()),
            ..PromiseBody::default()
        };
        let moved = shift(&app, &pavel(), &Plainly, &first, &body).expect("moved");
        assert_eq!(last(&moved).date, Some(day("2026-03-04")));
        assert!(last(&moved).ours != Json::default());
    });
}

#[test]
fn our_date_is_not_before_the_day_that_was_asked_for_and_has_that_days_chance() {
    on_both(|fresh| {
        let app = playing(fresh, json!({ "shadow": true }), 100);
        let later = ordered(&app, 8, "2026-04-30");
        let made = promised(&app, &later, "2026-04-30").expect("taken");
        let noted = ours(last(&made));
        assert_eq!(noted.date, day("2026-04-30"));
        let odds = noted.odds.expect("futures were played");
        assert!(odds.chance > 0.99 && odds.p95 < Some(moment("2026-03-20T00:00:00Z")), "{odds:?}");
    });
}

#[test]
fn a_day_that_a_customer_asks_for_is_taken_with_ours_beside_it() {
    on_both(|fresh| {
        let app = playing(fresh, json!({ "shadow": true }), 100);
        let id = ordered(&app, 8, "2026-03-09");
        promised(&app, &id, "2026-03-09").expect("taken");
        caught_up(&app);
        // Twice as much, today: nobody would keep that.
        let asked = read(json!({ "quantity": "16", "date": "2026-03-02", "asked_by": "Ms Li" }));
        let request = change::ask(&app, &anna(), &Plainly, &id, &asked).expect("written down");
        assert!(!request.evaluation.kept, "{:?}", request.evaluation);
        let agreed = change::agree(&app, &anna(), &Plainly, request.request.id, &AgreeBody::default());
        let agreed = agreed.expect("sales give their own dates");
        let (said, noted) = (last(&agreed.changed), ours(last(&agreed.changed)));
        assert_eq!((said.kind, said.date), (PromiseKind::Moved, Some(day("2026-03-02"))));
        assert!(noted.date > day("2026-03-03"), "sixteen hours: {noted:?}");
    });
}

#[test]
fn without_the_setting_nothing_is_noted_and_what_cannot_be_kept_is_refused() {
    on_both(|fresh| {
        let app = shop(fresh, json!({}));
        let id = ordered(&app, 16, "2026-03-09");
        assert_eq!(refusal(promised(&app, &id, "2026-03-02")).name(), "promise_not_kept");
        let made = promised(&app, &id, "2026-03-09").expect("promised");
        assert_eq!(last(&made).ours, Json::default());
    });
}

#[test]
fn without_futures_our_date_is_the_plans_and_a_quote_is_our_own_date() {
    on_both(|fresh| {
        let app = shop(fresh, json!({ "shadow": true }));
        let id = ordered(&app, 16, "2026-03-02");
        let made = promised(&app, &id, "2026-03-02").expect("taken as it is");
        let noted = ours(last(&made));
        assert_eq!((noted.date, noted.share, noted.odds), (day("2026-03-03"), None, None));
        let later = ordered(&app, 8, "2026-03-20");
        let made = promised(&app, &later, "2026-03-20").expect("taken");
        assert_eq!(ours(last(&made)).date, day("2026-03-20"), "nobody promises sooner than asked");
        caught_up(&app);
        let line = json!({ "item": "SHAFT", "quantity": "8" });
        let offer = read(json!({ "customer": "ACME", "lines": [line] }));
        let offered = quote::offer(&app, &anna(), &Plainly, &offer).expect("offered");
        let accepted = quote::accept(&app, &anna(), &Plainly, &offered.quote.number, &Leave::default());
        let accepted = accepted.expect("accepted");
        assert_eq!(ours(last(&accepted.order)).date, offered.lines[0].offered_date);
    });
}

#[test]
fn the_report_holds_both_days_against_the_same_lines() {
    on_both(|fresh| {
        let app = playing(fresh, json!({ "shadow": true }), 100);
        let early = ordered(&app, 16, "2026-03-09");
        promised(&app, &early, "2026-03-02").expect("taken");
        let late = ordered(&app, 8, "2026-03-09");
        promised(&app, &late, "2026-03-27").expect("taken");
        let report = |at: &str| -> PromiseAccuracy {
            let (from, to) = (Some(day("2026-03-01")), Some(day("2026-03-31")));
            let query = AccuracyQuery { from, to, by: None };
            let (now, anna) = (moment(at), anna());
            fresh.store.read(|db| promise_accuracy(&mut Ask::new(db, now, &anna)?, &query)).expect("a report")
        };
        assert_eq!(report("2026-03-02T01:00:00Z").shadow, None, "nothing is decided yet");
        // At the end of the month both are open: neither day was kept, of either.
        let both = report("2026-04-01T01:00:00Z").shadow.expect("decided");
        assert_eq!((both.ours.first.lines, both.theirs.first.lines), (2, 2));
        assert_eq!((both.ours.first.kept, both.theirs.first.kept), (0, 0));
        assert_eq!((both.ours.coverage.kept.lines, both.theirs.coverage.kept.lines), (2, 2));
        assert!(both.ours.coverage.predicted > Some(79.0), "{:?}", both.ours.coverage);
        // The first left on the fourth by the record of shipments: late for sales, in time for us.
        let id = early.clone();
        app.command_blocking(&anna(), move |tx| {
            let mut row = sales::line_named(tx.db, tx.plant.id, &id)?;
            (row.shipped, row.status) = (row.quantity, LineStatus::Closed);
            holdfast::store::sales::update_line(tx.db, &row)?;
            let shipped = holdfast::store::master::history::ShipmentRow {
                plant_id: tx.plant.id,
                order_no: id.order.clone(),
                line: id.line.clone(),
                customer: None,
                item: None,
                quantity: None,
                order_date: None,
                requested_date: None,
                promise_date: None,
                shipped_date: day("2026-03-04"),
            };
            holdfast::store::master::history::add_shipment(tx.db, &shipped)
        })
        .expect("recorded");
        let both = report("2026-04-01T01:00:00Z").shadow.expect("decided");
        assert_eq!((both.ours.first.kept, both.theirs.first.kept), (1, 0), "{both:?}");
        assert!(both.ours.quoted_days < both.theirs.quoted_days, "the second was promised weeks too late");
    });
}
