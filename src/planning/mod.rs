//! From a [`ShopDocument`] to the engine's [`Shop`], and from its plan to what is told about it.
//!
//! Owns what the rows of a workbook mean for a plan: zones, units, which instant a date is, how documents hang
//! together. Pure: whoever calls says as of when, and gets the same shop for the same document. A row that
//! contradicts itself becomes a [`Fault`]; a code that names nothing is passed on, because the engine isolates
//! it and says whom it spoils.

pub mod backtest;
pub mod became;
mod calendars;
pub mod estimate;
mod fault;
pub mod follow;
mod items;
pub mod keeps;
pub mod learning;
pub mod mirror;
pub mod neutral;
mod numbers;
pub mod odds;
mod orders;
pub mod outlook;
pub mod proposals;
mod purchases;
pub mod report;
mod resources;
mod shares;
mod stock;
pub mod story;
pub mod supply;
mod times;
pub mod words;
mod work;

pub use fault::{Fault, FaultKind};

use crate::document::{Origin, RoutingOperation, ShopDocument};
use chrono_tz::Tz;
use holdfast_engine::model::{Code, LineKey, Operation, Shop};
use holdfast_engine::time::Instant;
use numbers::Numbers;
use std::collections::BTreeMap;

/// The zone of a shop that names none.
pub const USUAL_ZONE: Tz = Tz::Asia__Shanghai;

/// What a plan is asked for, besides the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The instant of the snapshot.
    pub now: Instant,
    /// How many passes may search for a better sequence than the dispatch rule's; 0 for none.
    pub improve: u32,
    /// Whether customers and orders of a better tier win where not all promises can be kept.
    pub tiers: bool,
}

/// The shop that a document describes, and what did not fit together in it.
#[derive(Clone, Debug)]
pub struct Translation {
    /// What the engine plans.
    pub shop: Shop,
    /// Rows that contradict themselves or others, in the order of the document.
    pub faults: Vec<Fault>,
}

/// The plant's zone, as its settings name it; [`USUAL_ZONE`] if they name none that exists.
pub fn zone(document: &ShopDocument) -> Tz {
    document.settings.zone.as_deref().and_then(|name| name.parse().ok()).unwrap_or(USUAL_ZONE)
}

/// The snapshot's instant as the document itself names it.
pub fn as_of(document: &ShopDocument) -> Option<Instant> {
    document.settings.as_of.map(|local| Instant::from_local(local, zone(document)))
}

/// Translates `document` for the plan that is asked for.
pub fn translate(document: &ShopDocument, ask: Ask) -> Translation {
    let mut desk = Desk {
        document,
        numbers: Numbers::of(document),
        shop: Shop::new(ask.now, zone(document)),
        faults: Vec::new(),
    };
    desk.add_calendars();
    desk.add_settings(ask);
    desk.add_work_centers();
    desk.add_suppliers();
    desk.add_customers();
    desk.add_items();
    desk.add_stock();
    desk.add_lines();
    desk.add_work_orders();
    desk.add_sequences();
    desk.add_holds();
    desk.add_purchases();
    desk.faults.sort_by_key(|fault| fault.origin);
    Translation { shop: desk.shop, faults: desk.faults }
}

/// The operations of work orders that do not follow their item's routing, by number.
fn own_routings(
    document: &ShopDocument,
    shop: &Shop,
    rows: &BTreeMap<String, Vec<RoutingOperation>>,
) -> Vec<(Code, Vec<Operation>)> {
    if rows.is_empty() {
        return Vec::new();
    }
    let numbers = Numbers::of(document);
    let mut desk = Desk { document, numbers, shop: Shop::new(shop.now, shop.zone), faults: Vec::new() };
    desk.shop.settings = shop.settings.clone();
    desk.shop.suppliers.clone_from(&shop.suppliers);
    let routing = |(number, rows): (&String, &Vec<RoutingOperation>)| {
        let mut routing: Vec<Operation> = rows.iter().map(|row| desk.operation(row)).collect();
        routing.sort_by_key(|operation| operation.number);
        (number.as_str().into(), routing)
    };
    rows.iter().map(routing).collect()
}

/// A translation in progress: the document on one side, the shop growing on the other.
struct Desk<'a> {
    document: &'a ShopDocument,
    numbers: Numbers,
    shop: Shop,
    faults: Vec<Fault>,
}

impl Desk<'_> {
    fn fault(&mut self, origin: Option<Origin>, kind: FaultKind) {
        self.faults.push(Fault { origin, kind });
    }

    /// The open line, or the schedule line of it, that `order` and `line` name: the one due by `due` where
    /// there are several, else the first.
    fn find_line(&self, order: &str, line: u32, due: Option<Instant>) -> Option<LineKey> {
        let mut of_line: Vec<_> = self.lines_of(order).filter(|(key, _)| key.line == line).collect();
        of_line.sort_by_key(|(key, sold)| (sold.promise.as_ref().map(|p| p.due), key.schedule));
        let fits = |promise: &Option<holdfast_engine::model::Promise>| {
            promise.as_ref().zip(due).is_some_and(|(promise, due)| due <= promise.due)
        };
        let by_due = of_line.iter().find(|(_, sold)| fits(&sold.promise));
        by_due.or(of_line.first()).map(|(key, _)| (*key).clone())
    }

    /// The open lines of an order.
    fn lines_of<'s>(
        &'s self,
        order: &'s str,
    ) -> impl Iterator<Item = (&'s LineKey, &'s holdfast_engine::model::SalesLine)> {
        let first = LineKey { order: order.into(), line: 0, schedule: 0 };
        self.shop.lines.range(first..).take_while(move |(key, _)| key.order.as_str() == order)
    }

    /// Whether the document has the order at all, shipped lines included.
    fn knows_order(&self, order: &str) -> bool {
        self.document.sales_orders.iter().any(|row| row.order == order)
    }

    /// Whether the document has the line, shipped or not.
    fn knows_line(&self, order: &str, line: u32) -> bool {
        let mut rows = self.document.sales_orders.iter().filter(|row| row.order == order);
        rows.any(|row| self.numbers.of_text(&row.line) == line)
    }
}
