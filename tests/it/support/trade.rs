//! A shop that buys, makes and sells three items, run through its services; the ledger is checked after every
//! command, whatever it said.

use super::Fresh;
use holdfast::document;
use holdfast::domain::role::Actor;
use holdfast::domain::sales::{LineId, OrderStatus};
use holdfast::domain::value::{Amount, Moment};
use holdfast::services::master::{customers, items, suppliers};
use holdfast::services::{Tx, purchasing, reconcile, sales};
use holdfast::store::stock::Lot;
use holdfast::store::work::{self, WorkOrderRow};
use holdfast::store::{Db, Failure, sales as sales_rows, stock};
use rust_decimal::Decimal;
use serde_json::{Value, from_value, json};

/// The plant of all tests.
pub const PLANT: i64 = 1;

/// The shop's store.
pub struct Trade<'a>(pub &'a Fresh);

/// So many pieces.
pub fn pieces(quantity: u32) -> Amount {
    Amount::whole(quantity)
}

/// A body as a client sends it.
pub fn body<T: serde::de::DeserializeOwned>(json: Value) -> T {
    from_value(json.clone()).unwrap_or_else(|error| panic!("{json}: {error}"))
}

/// A line of an order.
pub fn line(order: &str, line: &str) -> LineId {
    LineId::new(order, line, "")
}

impl<'a> Trade<'a> {
    /// With `P-1` made here, `M-1` bought and inspected for two days, `M-2` bought; `C-1` takes parts and 5 % less,
    /// `C-2` neither.
    pub fn new(fresh: &'a Fresh) -> Self {
        let shop = Self(fresh);
        shop.done(|tx| {
            let parts = json!({ "partial_shipments": true, "short_tolerance_percent": "5", "tier": "A" });
            customers::put(tx, "C-1", &body(parts), None)?;
            customers::put(tx, "C-2", &body(json!({ "tier": "C" })), None)?;
            suppliers::put(tx, "S-1", &body(json!({ "lead_days": 10 })), None)?;
            items::put(tx, "P-1", &body(json!({ "source": "make" })), None)?;
            items::put(tx, "M-1", &body(json!({ "source": "buy", "inspection_days": 2 })), None)?;
            items::put(tx, "M-2", &body(json!({ "source": "buy" })), None)?;
            Ok(())
        });
        shop
    }

    /// Runs a command and checks the ledger. Refusals answer with their name; anything else is a fault.
    pub fn try_to<T: Send + 'static>(
        &self,
        command: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
    ) -> Result<T, String> {
        let now = now();
        let actor = Actor::system();
        let answer = self.0.store.write_blocking(move |db| command(&mut Tx::new(db, now, &actor)?));
        let violations = self.ask(|db| reconcile::check(db, PLANT));
        assert_eq!(violations, [], "the ledger, on {}", self.0.name);
        match answer {
            Ok(done) => Ok(done),
            Err(Failure::Refused(refusal)) => Err(refusal.name()),
            Err(other) => panic!("{other:?}"),
        }
    }

    /// Runs a command that must succeed.
    pub fn done<T: Send + 'static>(
        &self,
        command: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
    ) -> T {
        self.try_to(command).unwrap_or_else(|refused| panic!("refused: {refused}"))
    }

    /// Reads something.
    pub fn ask<T>(&self, question: impl FnOnce(&mut Db) -> Result<T, Failure>) -> T {
        self.0.store.read(question).expect("readable")
    }

    /// A confirmed order of the customer for so many of each item, numbered 10, 20, and so on.
    pub fn order(&self, customer: &str, lines: &[(&str, u32)], complete: bool) -> String {
        let lines: Vec<Value> =
            lines.iter().map(|(item, quantity)| json!({ "item": item, "quantity": quantity })).collect();
        let new = json!({ "customer": customer, "lines": lines, "ship_complete": complete.then_some(true) });
        self.done(move |tx| {
            let number = sales::enter_in(tx, &body(new.clone()), false)?.order.number;
            let mut order = sales::order_named(tx.db, PLANT, &number)?;
            order.status = OrderStatus::Confirmed;
            sales_rows::update_order(tx.db, &order)?;
            Ok(number)
        })
    }

    /// A purchase order from `S-1` with these lines, numbered 10, 20, and so on.
    pub fn buy(&self, lines: &[(&str, u32)]) -> String {
        let lines: Vec<Value> =
            lines.iter().map(|(item, quantity)| json!({ "item": item, "quantity": quantity })).collect();
        let new = json!({ "supplier": "S-1", "lines": lines });
        self.done(move |tx| Ok(purchasing::enter(tx, &body(new.clone()))?.order.number))
    }

    /// An open work order for so many of `P-1`, without operations.
    pub fn work_order(&self, number: &str, quantity: u32) {
        let row = document::WorkOrder {
            origin: document::Origin { sheet: document::Sheet::WorkOrders, row: 2 },
            work_order: number.to_owned(),
            item: "P-1".to_owned(),
            quantity: Decimal::from(quantity),
            order: None,
            line: None,
            started_quantity: None,
            received: None,
            due_date: None,
            released: None,
            status: None,
        };
        self.done(move |tx| {
            let row = WorkOrderRow::imported(PLANT, &row, tx.now, "test");
            work::insert_orders(tx.db, &[row])
        });
    }

    /// All lots, empty ones too.
    pub fn lots(&self) -> Vec<Lot> {
        self.ask(|db| stock::lots(db, PLANT, true))
    }

    /// How much of an item lies there, in lots of any status.
    pub fn has(&self, item: &str) -> Amount {
        self.ask(|db| stock::lots_of(db, PLANT, item)).iter().map(|lot| lot.quantity).sum()
    }
}

/// Plant time of all tests.
pub fn now() -> Moment {
    body(json!("2026-03-02T00:00:00Z"))
}
