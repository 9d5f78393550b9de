//! How soon a report shows in the forecasts of a shop with 5,000 open orders. Tests run without the optimizer
//! except for the engine, so the limit here is only a guard against what grows too fast.

use crate::support::Fresh;
use holdfast::app::{App, Clock};
use holdfast::document::{DateBasis, Origin, RoutingOperation, RunBasis, Sheet, Shift, Weekdays};
use holdfast::domain::role::Actor;
use holdfast::domain::sales::{LineStatus, OrderStatus};
use holdfast::domain::value::{Amount, Day, Moment};
use holdfast::planning::follow::Pace;
use holdfast::services::Tx;
use holdfast::store::master::{items, making, resources};
use holdfast::store::{self, Failure, MAIN_PLANT, Subject};
use rust_decimal::Decimal;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const ORDERS: u32 = 5_000;
const ITEMS: u32 = 200;
const CENTRES: u32 = 50;
const STEPS: u32 = 5;

/// A step of an item.
fn step(item: u32, number: u32) -> RoutingOperation {
    RoutingOperation {
        origin: Origin { sheet: Sheet::Routings, row: 0 },
        item: format!("P-{item}"),
        operation: (number * 10).to_string(),
        name: None,
        kind: None,
        work_centre: Some(format!("W-{}", (item * 7 + number * 11) % CENTRES)),
        setup_minutes: Some(Decimal::from(20)),
        run_minutes: Some(Decimal::from(2 + (item + number) % 9)),
        run_basis: Some(RunBasis::Piece),
        load_size: None,
        setup_family: None,
        transfer_batch: None,
        interruptible: None,
        alternates: Vec::new(),
        move_minutes: None,
        supplier: None,
        outside_days: None,
        learned_factor: None,
        observations: None,
    }
}

fn make_shop(tx: &mut Tx<'_>) -> Result<i64, Failure> {
    let origin = Origin { sheet: Sheet::Calendars, row: 0 };
    let days = [chrono::Weekday::Mon, chrono::Weekday::Tue, chrono::Weekday::Wed, chrono::Weekday::Thu];
    let hour = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    let weekdays: Weekdays = days.into_iter().chain([chrono::Weekday::Fri]).collect();
    let calendar = "DAY".to_owned();
    let shift = Shift { origin, calendar, weekdays, from: hour(6), to: hour(22), holidays: None };
    let row = resources::ShiftRow::from_document(&shift, MAIN_PLANT, 0);
    resources::put_shifts(tx.db, MAIN_PLANT, "DAY", &[row])?;
    for centre in 0..CENTRES {
        let fields = resources::Fields { calendar: "DAY".to_owned(), ..resources::Fields::default() };
        let (code, last_report) = (format!("W-{centre}"), None);
        let row =
            resources::Row { plant_id: MAIN_PLANT, code, fields, last_report, active: true, version: 1 };
        resources::put_work_centre(tx.db, &row)?;
    }
    for item in 0..ITEMS {
        let (code, fields) = (format!("P-{item}"), items::Fields::default());
        items::put(tx.db, &items::Row { code: code.clone(), fields, active: true, version: 1 })?;
        let steps: Vec<_> = (1..=STEPS)
            .map(|number| making::OperationRow::from_document(&step(item, number), number as i32))
            .collect();
        making::put_routing(tx.db, &code, &steps)?;
    }
    tx.journal("shop.made", &[Subject::Everything], &())
}

fn make_orders(tx: &mut Tx<'_>, from: u32, to: u32) -> Result<i64, Failure> {
    for number in from..to {
        let promise = chrono::NaiveDate::from_ymd_opt(2026, 1, 12).unwrap_or_default();
        let promise = Day::new(promise + chrono::TimeDelta::days(i64::from(number % 120)));
        let name = format!("SO-{number}");
        let order = store::sales::SalesOrder {
            plant_id: MAIN_PLANT,
            number: name.clone(),
            customer: format!("C-{}", number % 40),
            customer_order: None,
            owner: None,
            status: OrderStatus::Confirmed,
            note: None,
            version: 1,
            created_at: tx.now,
            created_by: tx.actor.name.clone(),
        };
        store::sales::insert_order(tx.db, &order)?;
        let line = store::sales::SalesLine {
            plant_id: MAIN_PLANT,
            order_no: name,
            line: "10".to_owned(),
            schedule: String::new(),
            item: format!("P-{}", number % ITEMS),
            quantity: Amount::whole(5 + number % 20),
            shipped: Amount::ZERO,
            order_date: None,
            requested_date: promise,
            date_basis: Some(DateBasis::Ship),
            ship_complete: None,
            partial_shipments: None,
            firmness: None,
            customer_order: None,
            customer_part: None,
            unit_price: None,
            priority: None,
            status: LineStatus::Open,
            promise_date: promise,
            promise_id: None,
            stage: serde_json::from_value("entered".into()).unwrap_or_else(|_| unreachable!()),
            stage_since: tx.now,
        };
        store::sales::insert_line(tx.db, &line)?;
    }
    tx.journal("shop.filled", &[Subject::Everything], &())
}

#[test]
fn a_report_is_in_the_forecasts_soon() {
    let fresh = Fresh::sqlite();
    let now: Moment = serde_json::from_value("2026-01-05T00:00:00Z".into()).expect("an instant");
    let actor = Actor::system();
    let clock = Clock::Manual(Arc::new(Mutex::new(now)));
    let app = App::open_with(&fresh.url, clock, Pace::default()).expect("it opens");
    app.command_blocking(&actor, make_shop).expect("a shop");
    let mut last = 0;
    for from in (0..ORDERS).step_by(500) {
        last = app.command_blocking(&actor, move |tx| make_orders(tx, from, from + 500)).expect("orders");
    }
    let outlook = app.planner.wait_for_blocking(last).expect("it is planned");
    assert_eq!(outlook.plan.lines.len(), ORDERS as usize);
    assert!(!outlook.plan.network.ops.is_empty());
    // An idle planner plans at once.
    std::thread::sleep(Duration::from_millis(1_500));
    let mut slowest = Duration::ZERO;
    for number in 0..3_u32 {
        let begun = Instant::now();
        let seq = app
            .command_blocking(&actor, move |tx| {
                tx.journal("progress.reported", &[Subject::SalesOrder(format!("SO-{number}"))], &())
            })
            .expect("a report");
        app.planner.wait_for_blocking(seq).expect("it is planned");
        slowest = slowest.max(begun.elapsed());
        println!("report to forecast {:?}, of it {:?}", begun.elapsed(), app.planner.timings());
        std::thread::sleep(Duration::from_millis(1_500));
    }
    app.stop();
    assert!(slowest < Duration::from_secs(20), "{slowest:?}");
}
