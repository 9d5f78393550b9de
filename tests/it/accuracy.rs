//! The report on how true promises were, over a small history that people made: on both databases, counted by hand.

use crate::support::app::TestApp;
use crate::support::trade::{PLANT, Trade, body, line};
use crate::support::{Fresh, on_both};
use holdfast::document::StockStatus;
use holdfast::domain::accuracy::{AccuracyFigures, Way};
use holdfast::domain::ledger::MovementKind;
use holdfast::domain::promise::{CausedBy, PromiseKind};
use holdfast::domain::role::{Actor, Role};
use holdfast::domain::sales::{LineId, OrderStatus};
use holdfast::domain::value::{Amount, Day, Moment};
use holdfast::services::accuracy::{AccuracyQuery, GroupBy, PromiseAccuracy, promise_accuracy};
use holdfast::services::master::{customers, items};
use holdfast::services::stock::{self, Booking};
use holdfast::services::{ANY_VERSION, Ask, Tx, dispatch, promise, sales};
use holdfast::store::master::making::{self, OperationRow};
use holdfast::store::{Failure, Json, Subject, sales as rows};
use holdfast::text::Lang;
use serde_json::{Value, json};

/// A history: what people did, each thing on its day of March 2026 (below zero: of February), at ten in Shanghai.
struct Past<'a>(&'a Fresh);

fn moment(day: i64) -> Moment {
    let first: Moment = body(json!("2026-03-01T02:00:00Z"));
    first.shifted(chrono::TimeDelta::days(day - 1))
}

fn day(number: i64) -> Day {
    Day::new(moment(number).utc().date_naive()).expect("in range")
}

impl<'a> Past<'a> {
    /// A shop that mills pumps of `P-1` and sells bolts, `M-2`, of which there are plenty.
    fn new(fresh: &'a Fresh) -> Self {
        let shop = Trade::new(fresh);
        shop.done(|tx| {
            let far = json!({ "partial_shipments": true, "short_tolerance_percent": "5", "transit_days": 2 });
            customers::put(tx, "C-1", &body(far), Some(ANY_VERSION))?;
            let pump = json!({ "source": "make", "item_group": "pumps" });
            items::put(tx, "P-1", &body(pump), Some(ANY_VERSION))?;
            let mut milling: OperationRow = body(json!({
                "operation": "10", "work_centre": "MILL", "setup_minutes": "30", "run_minutes": "6",
            }));
            (milling.item, milling.position) = ("P-1".into(), 1);
            making::put_routing(tx.db, "P-1", &[milling])
        });
        let past = Self(fresh);
        past.on(-30, |tx| {
            for item in ["P-1", "M-2"] {
                let plenty = Booking {
                    item: item.to_owned(),
                    quantity: Amount::whole(10_000),
                    lot: Some(format!("LOT-{item}")),
                    status: StockStatus::Usable,
                    customer: None,
                    kind: MovementKind::Opening,
                    reference: Subject::Stock(item.to_owned()),
                };
                stock::receive(tx, &plenty)?;
                tx.journal("stock.adjusted", &[Subject::Stock(item.to_owned())], &())?;
            }
            Ok(())
        });
        past
    }

    /// Somebody does something on a day.
    fn on<T: Send + 'static>(
        &self,
        on: i64,
        command: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
    ) -> T {
        let (now, actor) = (moment(on), Actor::system());
        let done = self.0.store.write_blocking(move |db| command(&mut Tx::new(db, now, &actor)?));
        done.unwrap_or_else(|failure| panic!("on day {on}: {failure:?}"))
    }

    /// An order of one line, confirmed.
    fn order(&self, on: i64, customer: &str, item: &str, quantity: u32, basis: &str) -> LineId {
        let lines = json!([{ "item": item, "quantity": quantity, "date_basis": basis }]);
        self.orders(on, &json!({ "customer": customer, "lines": lines }))
    }

    fn orders(&self, on: i64, new: &Value) -> LineId {
        let new = new.clone();
        self.on(on, move |tx| {
            let number = sales::enter_in(tx, &body(new.clone()), false)?.order.number;
            let mut order = sales::order_named(tx.db, PLANT, &number)?;
            order.status = OrderStatus::Confirmed;
            rows::update_order(tx.db, &order)?;
            Ok(line(&number, "10"))
        })
    }

    /// A promise for a day, with its chance if there were odds.
    fn promise(&self, on: i64, id: &LineId, due: i64, percent: Option<i64>) {
        self.says(on, id, PromiseKind::Made, due, percent, None);
    }

    fn says(
        &self,
        on: i64,
        id: &LineId,
        kind: PromiseKind,
        due: i64,
        percent: Option<i64>,
        by: Option<CausedBy>,
    ) {
        let id = id.clone();
        self.on(on, move |tx| {
            let said =
                rows::NewPromise { percentile: percent, caused_by: by, ..said(&id, tx.now, kind, due) };
            rows::insert_promise(tx.db, &said)
        });
    }

    /// The customer takes a line back.
    fn takes_back(&self, on: i64, id: &LineId) {
        let id = id.clone();
        self.on(on, move |tx| sales::cancel_line(tx, &id, &sales::GivingUp::default(), Some(ANY_VERSION)));
    }

    /// So much of a line leaves; answers the note's number.
    fn ships(&self, on: i64, customer: &str, id: &LineId, quantity: u32, closes: bool) -> String {
        let lines = json!([{ "order": id.order, "line": id.line, "quantity": quantity, "closes": closes }]);
        self.leaves(on, &json!({ "customer": customer, "lines": lines }))
    }

    fn leaves(&self, on: i64, new: &Value) -> String {
        let new = new.clone();
        self.on(on, move |tx| {
            let number = dispatch::draft(tx, &body(new.clone()))?.note.number;
            dispatch::dispatch(tx, &number, &dispatch::Departure::default())?;
            Ok(number)
        })
    }

    /// The report as of the 25th, grouped.
    fn report(&self, by: GroupBy) -> PromiseAccuracy {
        let query = AccuracyQuery { from: Some(day(1)), to: Some(day(31)), by: Some(by) };
        let actor = Actor::system();
        let ask = self.0.store.read(|db| promise_accuracy(&mut Ask::new(db, moment(25), &actor)?, &query));
        ask.expect("the report")
    }
}

/// Twenty bolts of one order that took ten days, in February: what the simple rules know.
fn february(past: &Past<'_>) {
    let lines: Vec<Value> = (0..20).map(|_| json!({ "item": "M-2", "quantity": 1 })).collect();
    let id = past.orders(-26, &json!({ "customer": "C-2", "lines": lines }));
    let lines: Vec<Value> = (1..=20)
        .map(|number| json!({ "order": id.order, "line": (10 * number).to_string(), "quantity": 1 }))
        .collect();
    past.leaves(-16, &json!({ "customer": "C-2", "lines": lines }));
}

/// Eleven lines that were ordered on the second of March.
fn march(past: &Past<'_>) {
    let pumps = |quantity, basis| past.order(2, "C-1", "P-1", quantity, basis);
    let bolts = || past.order(2, "C-2", "M-2", 5, "ship");
    let in_time = pumps(10, "ship");
    past.promise(2, &in_time, 10, Some(90));
    past.ships(9, "C-1", &in_time, 10, false);
    let in_parts = pumps(10, "ship");
    past.promise(2, &in_parts, 10, Some(80));
    past.ships(9, "C-1", &in_parts, 6, false);
    past.ships(13, "C-1", &in_parts, 4, false);
    let short = pumps(100, "ship");
    past.promise(2, &short, 10, None);
    past.ships(10, "C-1", &short, 96, true);
    let moved = bolts();
    past.promise(2, &moved, 10, None);
    past.says(6, &moved, PromiseKind::Moved, 16, None, Some(CausedBy::Ours));
    past.ships(14, "C-2", &moved, 5, false);
    let wished = bolts();
    past.promise(2, &wished, 10, None);
    past.says(5, &wished, PromiseKind::Moved, 20, None, Some(CausedBy::Customer));
    past.ships(18, "C-2", &wished, 5, false);
    past.promise(2, &bolts(), 12, None);
    let arrived = pumps(10, "arrival");
    past.promise(2, &arrived, 12, None);
    let note = past.ships(11, "C-1", &arrived, 10, false);
    past.on(13, move |tx| dispatch::deliver(tx, &note, &dispatch::Departure::default()));
    let on_its_way = pumps(10, "arrival");
    past.promise(2, &on_its_way, 12, None);
    past.ships(10, "C-1", &on_its_way, 10, false);
    let taken_back = bolts();
    past.promise(2, &taken_back, 12, None);
    past.takes_back(6, &taken_back);
    let too_late = bolts();
    past.promise(2, &too_late, 10, None);
    past.takes_back(15, &too_late);
    past.promise(2, &bolts(), 28, None);
}

/// So many open orders like another one, promised for the tenth, under numbers that databases put in different orders.
fn many(past: &Past<'_>, count: usize) {
    let like = past.order(2, "C-2", "M-2", 5, "ship");
    past.on(2, move |tx| {
        let order = sales::order_named(tx.db, PLANT, &like.order)?;
        let row = sales::line_named(tx.db, PLANT, &like)?;
        for n in 0..count {
            let number = format!("{}{n}", ["so-", "SO_", "Sö ", "订-"][n % 4]);
            rows::insert_order(tx.db, &rows::SalesOrder { number: number.clone(), ..order.clone() })?;
            rows::insert_line(tx.db, &rows::SalesLine { order_no: number.clone(), ..row.clone() })?;
            rows::insert_promise(tx.db, &said(&line(&number, "10"), tx.now, PromiseKind::Made, 10))?;
        }
        Ok(())
    });
}

/// What was said of a line.
fn said(id: &LineId, at: Moment, kind: PromiseKind, due: i64) -> rows::NewPromise {
    rows::NewPromise {
        plant_id: PLANT,
        order_no: id.order.clone(),
        line: id.line.clone(),
        schedule: String::new(),
        date: Some(day(due)),
        kind,
        percentile: None,
        reason_code: None,
        note: None,
        caused_by: None,
        made_at: at,
        made_by: "user:anna".to_owned(),
        protected: Json::of(&[(); 0]),
        pegs: Json::of(&[(); 0]),
        consequences: Json::of(&[(); 0]),
        snapshot: Json::default(),
    }
}

/// Lines, and how many of them kept the first promise.
fn first(figures: &AccuracyFigures) -> (u64, u64) {
    (figures.first.lines, figures.first.kept)
}

#[test]
fn a_history_is_judged_as_the_shop_would() {
    on_both(|fresh| {
        let past = Past::new(fresh);
        march(&past);
        let report = past.report(GroupBy::Month);
        let total = &report.total;
        assert_eq!(first(total), (9, 4), "{total:?}");
        assert_eq!((total.otif.lines, total.otif.kept), (9, 3), "96 of 100 are no full delivery");
        assert_eq!((total.current.lines, total.current.kept), (8, 5), "ours was moved, one was taken back");
        assert_eq!((total.still_open, report.undated), (1, 0));
        // 3 in parts, 4 that we moved, 1 that arrived late, 13 so far.
        let late = total.late;
        assert_eq!((late.lines, late.mean, late.median, late.p90), (4, Some(5.25), Some(3), Some(13)));
        assert_eq!((total.lateness.lines, total.lateness.mean), (8, Some(2.25)));
        assert_eq!(total.quoted_days, Some(9.78));
        let coverage = total.coverage;
        assert_eq!((coverage.predicted, coverage.kept.kept, coverage.kept.lines), (Some(85.0), 1, 2));
        assert_eq!(coverage.brier, Some(0.325));
        let bins: Vec<_> =
            report.reliability.iter().map(|bin| (bin.from, bin.calibration.kept.lines)).collect();
        assert_eq!(bins, [(0, 0), (50, 0), (70, 0), (80, 1), (90, 1), (95, 0)]);
        assert_eq!(report.baselines, None, "too little is complete to learn a rule from");
        let months: Vec<_> = report.groups.iter().map(|group| group.key.as_deref()).collect();
        assert_eq!(months, [Some("2026-03")]);
    });
}

#[test]
fn promises_are_grouped_by_whoever_asks() {
    on_both(|fresh| {
        let past = Past::new(fresh);
        march(&past);
        let groups = |by| -> Vec<_> {
            let report = past.report(by);
            assert_eq!(first(&report.total), (9, 4), "whatever the groups");
            report.groups.iter().map(|group| (group.key.clone(), first(&group.figures))).collect()
        };
        let named = |key: &str, counts| (Some(key.to_owned()), counts);
        assert_eq!(groups(GroupBy::Customer), [named("C-1", (5, 3)), named("C-2", (4, 1))]);
        assert_eq!(groups(GroupBy::Group), [named("pumps", (5, 3)), (None, (4, 1))]);
        assert_eq!(groups(GroupBy::WorkCenter), [named("MILL", (5, 3)), (None, (4, 1))]);
    });
}

#[test]
fn simple_rules_stand_beside_our_promises_on_the_same_lines() {
    on_both(|fresh| {
        let past = Past::new(fresh);
        february(&past);
        march(&past);
        let found = past.report(GroupBy::Month).baselines.expect("twenty are complete");
        // Complete and promised: 7, 11, 8, 12, 16, 11 and 10 days; ours said 8, 8, 8, 8, 18, 10 and 10.
        assert_eq!((found.lines, found.kept, found.percent), (7, 4, 57.14));
        let of = |way| found.ways.iter().find(|found| found.way == way).expect("a way");
        assert_eq!((of(Way::Promised).lead_days, of(Way::Promised).allowance_days), (10.0, None));
        // They know of ten days only; a day more keeps four of seven.
        let constant = of(Way::Constant);
        assert_eq!((constant.lead_days, constant.allowance_days), (11.0, Some(1.0)));
        assert_eq!(of(Way::Promised).vs_constant, Some(0.909));
        for way in [Way::WorkContent, Way::JobsInQueue] {
            let apart = of(way).lead_days - constant.lead_days;
            assert!(apart.abs() < 1e-9, "bolts take no work, so it tells nothing: {apart}");
        }
    });
}

#[test]
fn what_came_with_a_workbook_is_judged_by_the_record_of_shipments() {
    on_both(|fresh| {
        let past = Past::new(fresh);
        let recorded = past.order(1, "C-2", "M-2", 5, "ship");
        let unknown = past.order(1, "C-2", "M-2", 5, "ship");
        for id in [&recorded, &unknown] {
            past.says(2, id, PromiseKind::Inherited, 10, None, None);
        }
        let (order, other) = (recorded.order.clone(), unknown.order.clone());
        past.on(3, move |tx| {
            for number in [&order, &other] {
                let mut row = sales::line_named(tx.db, PLANT, &line(number, "10"))?;
                (row.shipped, row.status) = (row.quantity, holdfast::domain::sales::LineStatus::Closed);
                rows::update_line(tx.db, &row)?;
            }
            let shipped = json!({ "order": order, "line": "10", "shipped_date": "2026-03-11" });
            let row = holdfast::store::master::history::ShipmentRow {
                plant_id: PLANT,
                order_no: body(shipped["order"].clone()),
                line: body(shipped["line"].clone()),
                customer: None,
                item: None,
                quantity: None,
                order_date: None,
                requested_date: None,
                promise_date: None,
                shipped_date: body(shipped["shipped_date"].clone()),
            };
            holdfast::store::master::history::add_shipment(tx.db, &row)
        });
        let report = past.report(GroupBy::Month);
        assert_eq!((first(&report.total), report.undated), ((1, 0), 1));
        assert_eq!(report.total.late.mean, Some(1.0));
    });
}

#[test]
fn every_order_is_read_once_however_many_there_are() {
    on_both(|fresh| {
        let past = Past::new(fresh);
        many(&past, 1_203);
        let report = past.report(GroupBy::Customer);
        assert_eq!((first(&report.total), report.total.still_open), ((1_203, 0), 1_203));
        assert_eq!(report.groups.len(), 1);
    });
}

#[test]
fn the_span_is_the_last_twelve_months_unless_said_and_nonsense_is_refused() {
    on_both(|fresh| {
        let app = TestApp::on(fresh);
        let sales = app.signed_in(Role::Sales);
        let answer = sales.get("/reports/promise-accuracy");
        assert_eq!(answer.status, 200, "{}", answer.body);
        // It is the second of March in the plant: its own day is not decided yet.
        let span = (answer.body["from"].as_str(), answer.body["to"].as_str(), answer.body["by"].as_str());
        assert_eq!(span, (Some("2025-04-01"), Some("2026-03-01"), Some("month")));
        assert_eq!(answer.body["total"]["first"]["lines"], 0);
        assert_eq!(answer.body["total"]["first"]["percent"], Value::Null, "nothing is not zero");
        assert_eq!(answer.body["total"]["coverage"]["brier"], Value::Null);
        for (query, field) in [
            ("by=moon", "by"),
            ("from=2026-02-30", "from"),
            ("to=tomorrow", "to"),
            ("from=2026-03-02&to=2026-03-01", "from"),
            ("until=2026-03-01", "until"),
        ] {
            for lang in ["en", "zh"] {
                let request = sales.request("GET", &format!("/reports/promise-accuracy?{query}"));
                let refused = crate::support::app::Answer::of(request.header("accept-language", lang));
                let told = (refused.status, refused.code(), refused.body["field"].as_str());
                assert_eq!(told, (422, "invalid_value", Some(field)), "{query}: {}", refused.body);
            }
        }
        let actor = Actor::system();
        let query = AccuracyQuery { from: Some(day(3)), to: Some(day(2)), by: None };
        let Err(Failure::Refused(refused)) =
            fresh.store.read(|db| promise_accuracy(&mut Ask::new(db, moment(9), &actor)?, &query))
        else {
            panic!("it was answered")
        };
        assert!(refused.title(Lang::En).contains("2026-03-02"), "{}", refused.title(Lang::En));
        assert!(refused.title(Lang::Zh).contains("晚于最后一天"), "{}", refused.title(Lang::Zh));
    });
}

/// A promise of ours that is made as people make them counts like any other.
#[test]
fn a_promise_that_was_withdrawn_and_made_again_is_judged_by_the_first() {
    on_both(|fresh| {
        let past = Past::new(fresh);
        let id = past.order(2, "C-2", "M-2", 5, "ship");
        past.promise(2, &id, 10, None);
        let name = id.clone();
        past.on(5, move |tx| {
            let why = promise::WithdrawBody {
                reason_code: Some("capacity".to_owned()),
                ..promise::WithdrawBody::default()
            };
            promise::withdraw(tx, &name, &why)
        });
        past.promise(6, &id, 20, None);
        past.ships(18, "C-2", &id, 5, false);
        let total = past.report(GroupBy::Month).total;
        assert_eq!((first(&total), total.current.kept, total.late.mean), ((1, 0), 1, Some(8.0)));
    });
}
