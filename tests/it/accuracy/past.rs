//! A shop's March 2026, told day by day, for the report on how true its promises were.

use crate::support::Fresh;
use crate::support::trade::{PLANT, Trade, body, line};
use holdfast::document::StockStatus;
use holdfast::domain::ledger::MovementKind;
use holdfast::domain::promise::{CausedBy, PromiseKind};
use holdfast::domain::role::Actor;
use holdfast::domain::sales::{LineId, OrderStatus};
use holdfast::domain::value::{Amount, Day, Moment};
use holdfast::services::accuracy::{AccuracyQuery, GroupBy, PromiseAccuracy, promise_accuracy};
use holdfast::services::master::{customers, items};
use holdfast::services::stock::{self, Booking};
use holdfast::services::{ANY_VERSION, Ask, Tx, dispatch, sales};
use holdfast::store::master::making::{self, OperationRow};
use holdfast::store::{Failure, Json, Subject, sales as rows};
use serde_json::{Value, json};

/// A history: what people did, each thing on its day of March 2026 (below zero: of February), at ten in Shanghai.
pub struct Past<'a>(pub &'a Fresh);

pub fn moment(day: i64) -> Moment {
    let first: Moment = body(json!("2026-03-01T02:00:00Z"));
    first.shifted(chrono::TimeDelta::days(day - 1))
}

pub fn day(number: i64) -> Day {
    Day::new(moment(number).utc().date_naive()).expect("in range")
}

impl<'a> Past<'a> {
    /// A shop that mills pumps of `P-1` and sells bolts, `M-2`, of which there are plenty.
    pub fn new(fresh: &'a Fresh) -> Self {
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
    pub fn on<T: Send + 'static>(
        &self,
        on: i64,
        command: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
    ) -> T {
        let (now, actor) = (moment(on), Actor::system());
        let done = self.0.store.write_blocking(move |db| command(&mut Tx::new(db, now, &actor)?));
        done.unwrap_or_else(|failure| panic!("on day {on}: {failure:?}"))
    }

    /// An order of one line, confirmed.
    pub fn order(&self, on: i64, customer: &str, item: &str, quantity: u32, basis: &str) -> LineId {
        let lines = json!([{ "item": item, "quantity": quantity, "date_basis": basis }]);
        self.orders(on, &json!({ "customer": customer, "lines": lines }))
    }

    pub fn orders(&self, on: i64, new: &Value) -> LineId {
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
    pub fn promise(&self, on: i64, id: &LineId, due: i64, percent: Option<i64>) {
        self.says(on, id, PromiseKind::Made, due, percent, None);
    }

    pub fn says(
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

    /// A promise, or a move that somebody caused, with what it was computed on.
    pub fn computed(&self, on: i64, id: &LineId, due: i64, by: Option<CausedBy>, snapshot: &Value) {
        let (id, snapshot) = (id.clone(), snapshot.clone());
        self.on(on, move |tx| {
            let kind = if by.is_some() { PromiseKind::Moved } else { PromiseKind::Made };
            let percentile = snapshot["odds"]["chance"].as_f64().map(|chance| (chance * 100.0) as i64);
            let snapshot = Json::of(&snapshot);
            let said =
                rows::NewPromise { percentile, caused_by: by, snapshot, ..said(&id, tx.now, kind, due) };
            rows::insert_promise(tx.db, &said)
        });
    }

    /// The customer takes a line back.
    pub fn takes_back(&self, on: i64, id: &LineId) {
        let id = id.clone();
        let note = Some("they do not want it any more".to_owned());
        let why = sales::GivingUp { note, ..sales::GivingUp::default() };
        self.on(on, move |tx| sales::cancel_line(tx, &id, &why, Some(ANY_VERSION)));
    }

    /// So much of a line leaves; answers the note's number.
    pub fn ships(&self, on: i64, customer: &str, id: &LineId, quantity: u32, closes: bool) -> String {
        let lines = json!([{ "order": id.order, "line": id.line, "quantity": quantity, "closes": closes }]);
        self.leaves(on, &json!({ "customer": customer, "lines": lines }))
    }

    pub fn leaves(&self, on: i64, new: &Value) -> String {
        let new = new.clone();
        self.on(on, move |tx| {
            let number = dispatch::draft(tx, &body(new.clone()))?.note.number;
            dispatch::dispatch(tx, &number, &dispatch::Departure::default())?;
            Ok(number)
        })
    }

    /// The report as of the 25th, grouped.
    pub fn report(&self, by: GroupBy) -> PromiseAccuracy {
        let query = AccuracyQuery { from: Some(day(1)), to: Some(day(31)), by: Some(by) };
        let actor = Actor::system();
        let ask = self.0.store.read(|db| promise_accuracy(&mut Ask::new(db, moment(25), &actor)?, &query));
        ask.expect("the report")
    }
}

/// Twenty bolts of one order that took ten days, in February: what the simple rules know.
pub fn february(past: &Past<'_>) {
    let lines: Vec<Value> = (0..20).map(|_| json!({ "item": "M-2", "quantity": 1 })).collect();
    let id = past.orders(-26, &json!({ "customer": "C-2", "lines": lines }));
    let lines: Vec<Value> = (1..=20)
        .map(|number| json!({ "order": id.order, "line": (10 * number).to_string(), "quantity": 1 }))
        .collect();
    past.leaves(-16, &json!({ "customer": "C-2", "lines": lines }));
}

/// Eleven lines that were ordered on the second of March.
pub fn march(past: &Past<'_>) {
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
pub fn many(past: &Past<'_>, count: usize) {
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
        ours: Json::default(),
    }
}
