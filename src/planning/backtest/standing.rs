//! The shop as it stood on a day of the past, as far as the record says: a document with nothing in it that happened
//! later.
//!
//! What the record does not say is supposed, and docs/accuracy.md says what. Master data are those of now: what they
//! were is not kept.

use super::Materials;
use super::history::{History, Made, Run, SoldLine};
use crate::document::{
    ItemSource, MaterialIssue, OperationProgress, OperationStatus, Origin, SalesOrderLine, Sheet,
    ShopDocument, StockLot, WorkOrder, WorkOrderStatus,
};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Days without a report after which a work order is taken for given up.
const GIVEN_UP_DAYS: i64 = 60;
/// So much of everything that is bought lies there, where material is taken to be at hand.
const PLENTY: Decimal = Decimal::from_parts(100_000_000, 0, 0, false, 0);

/// What stays the same however far back one stands.
pub(super) struct Standing<'a> {
    history: &'a History,
    /// The shop without orders, work, stock and anything learned.
    empty: ShopDocument,
    /// The routing's operations of each item, in their order.
    routings: BTreeMap<String, Vec<String>>,
    made_here: BTreeMap<String, bool>,
    components: BTreeMap<String, Vec<(String, Decimal)>>,
}

impl<'a> Standing<'a> {
    pub(super) fn new(document: &ShopDocument, history: &'a History, materials: Materials) -> Self {
        let mut routings: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in &document.routings {
            routings.entry(row.item.clone()).or_default().push(row.operation.clone());
        }
        for operations in routings.values_mut() {
            operations.sort_by(|one, other| crate::domain::value::by_number(one, other));
        }
        let mut components: BTreeMap<String, Vec<(String, Decimal)>> = BTreeMap::new();
        for row in &document.boms {
            components.entry(row.parent.clone()).or_default().push((row.component.clone(), row.quantity_per));
        }
        let made = |source: Option<ItemSource>| source.is_none_or(|source| source == ItemSource::Make);
        let made_here = document.items.iter().map(|row| (row.item.clone(), made(row.source))).collect();
        Self { history, empty: empty(document, materials), routings, made_here, components }
    }

    /// The shop without anything in it.
    pub(super) fn empty(&self) -> &ShopDocument {
        &self.empty
    }

    /// What was known at `at` of the first so many lines: they are open as far as they had not left, each with the
    /// day that the shop gave.
    pub(super) fn with(&self, lines: usize, at: NaiveDateTime) -> ShopDocument {
        let mut document = self.empty.clone();
        let day = at.date();
        let earlier = self.history.lines.iter().take(lines);
        let open = earlier.filter_map(|line| Some((line, line.open_on(day)?)));
        document.sales_orders.extend(open.map(|(line, shipped)| sold(line, shipped)));
        let mut moves = Moves::default();
        self.leave(&mut moves, day);
        for (number, made) in &self.history.made {
            self.work(&mut document, &mut moves, (number, made), at);
        }
        document.stock.extend(moves.stock());
        number_rows(&mut document);
        document
    }

    fn is_made(&self, item: &str) -> bool {
        self.made_here.get(item).copied().unwrap_or(false)
    }

    /// What had left by the beginning of a day.
    fn leave(&self, moves: &mut Moves, day: NaiveDate) {
        for line in self.history.lines.iter().filter(|line| self.is_made(&line.item)) {
            for (on, quantity) in line.left.iter().filter(|(on, _)| *on < day) {
                // Whatever was made that day was there before it left.
                let at = on.and_hms_opt(23, 59, 59).unwrap_or(NaiveDateTime::MAX);
                moves.add(&line.item, at, -*quantity);
            }
        }
    }

    /// A work order as it stood: over, running, or not begun, which nobody knows of.
    fn work(
        &self,
        document: &mut ShopDocument,
        moves: &mut Moves,
        (number, made): (&String, &Made),
        at: NaiveDateTime,
    ) {
        let Some(routing) = self.routings.get(&made.item) else { return };
        let place = |run: &Run| routing.iter().position(|operation| *operation == run.operation);
        let begun = made.runs.iter().filter(|run| run.started <= at);
        let mut begun: Vec<(usize, &Run)> = begun.filter_map(|run| Some((place(run)?, run))).collect();
        begun.sort_by_key(|(place, run)| (*place, run.started));
        let Some((_, first)) = begun.first() else { return };
        let quantity = first.good + first.scrap;
        let since = begun.iter().map(|(_, run)| run.started).min().unwrap_or(at);
        for (component, per) in self.components.get(&made.item).into_iter().flatten() {
            if self.is_made(component) {
                moves.add(component, since, -(quantity * *per));
            }
        }
        let over = |run: &Run| run.finished.filter(|finished| *finished <= at);
        let last = begun.iter().find(|(place, _)| *place + 1 == routing.len());
        if let Some((finished, run)) = last.and_then(|(_, run)| Some((over(run)?, run))) {
            return moves.add(&made.item, finished, run.good);
        }
        let heard = begun.iter().map(|(_, run)| over(run).unwrap_or(at)).max().unwrap_or(at);
        if quantity <= Decimal::ZERO || at - heard > TimeDelta::days(GIVEN_UP_DAYS) {
            return;
        }
        document.work_orders.push(begun_order(number, made, quantity));
        let issues = self.components.get(&made.item).into_iter().flatten();
        document.issues.extend(issues.map(|(item, per)| MaterialIssue {
            origin: origin(Sheet::Issues),
            work_order: number.clone(),
            item: item.clone(),
            quantity: quantity * *per,
        }));
        let farthest = begun.last().map_or(0, |(place, _)| *place);
        for (place, operation) in routing.iter().enumerate().take(farthest + 1) {
            let run = begun.iter().find(|(at, _)| *at == place).map(|(_, run)| *run);
            document.progress.push(progress(number, operation, run, (quantity, at)));
        }
    }
}

/// The shop without anything that stands in it, or was learned: only what it is.
fn empty(document: &ShopDocument, materials: Materials) -> ShopDocument {
    let mut empty = ShopDocument {
        sales_orders: Vec::new(),
        stock: Vec::new(),
        holds: Vec::new(),
        work_orders: Vec::new(),
        progress: Vec::new(),
        issues: Vec::new(),
        purchase_orders: Vec::new(),
        shipments: Vec::new(),
        production: Vec::new(),
        ..document.clone()
    };
    empty.settings.as_of = None;
    for step in &mut empty.routings {
        (step.learned_factor, step.observations) = (None, None);
    }
    for centre in &mut empty.work_centres {
        centre.last_report = None;
    }
    for item in &mut empty.items {
        // What lay there is not known; what would be made to fill it up would only be in the way.
        item.safety_stock = None;
        let bought = item.source.is_some_and(|source| source != ItemSource::Make);
        if bought && materials == Materials::AtHand {
            item.source = Some(ItemSource::Buy);
            empty.stock.push(lot(&item.item, PLENTY));
        }
    }
    empty
}

/// What was made, used and left of each item, in time.
#[derive(Default)]
struct Moves(BTreeMap<String, Vec<(NaiveDateTime, Decimal)>>);

impl Moves {
    fn add(&mut self, item: &str, at: NaiveDateTime, quantity: Decimal) {
        self.0.entry(item.to_owned()).or_default().push((at, quantity));
    }

    /// What lies there: the moves, on top of the least that must have lain there before for none to take more than
    /// there was.
    fn stock(self) -> impl Iterator<Item = StockLot> {
        self.0.into_iter().filter_map(|(item, mut moves)| {
            // What came at an instant was there before what went at it.
            moves.sort_by(|one, other| (one.0, other.1).cmp(&(other.0, one.1)));
            let (mut now, mut least) = (Decimal::ZERO, Decimal::ZERO);
            for (_, quantity) in moves {
                now += quantity;
                least = least.min(now);
            }
            Some(lot(&item, now - least)).filter(|lot| lot.quantity > Decimal::ZERO)
        })
    }
}

fn lot(item: &str, quantity: Decimal) -> StockLot {
    StockLot {
        origin: origin(Sheet::Stock),
        item: item.to_owned(),
        quantity,
        status: None,
        customer: None,
        reserved_tier: None,
        expected_release: None,
        lot: None,
    }
}

fn sold(line: &SoldLine, shipped: Decimal) -> SalesOrderLine {
    SalesOrderLine {
        origin: origin(Sheet::SalesOrders),
        order: line.order.clone(),
        line: line.line.clone(),
        schedule: line.schedule.clone(),
        customer: line.customer.clone(),
        item: line.item.clone(),
        quantity: line.quantity,
        shipped: Some(shipped),
        order_date: Some(line.ordered),
        requested_date: line.requested,
        // What was wished counts for the floor where nothing was promised.
        promise_date: line.promised.or(line.requested),
        date_basis: line.basis,
        ship_complete: None,
        partial_shipments: None,
        firmness: None,
        customer_order: None,
        customer_part: None,
        unit_price: None,
        priority: None,
    }
}

fn begun_order(number: &str, made: &Made, quantity: Decimal) -> WorkOrder {
    WorkOrder {
        origin: origin(Sheet::WorkOrders),
        work_order: number.to_owned(),
        item: made.item.clone(),
        quantity,
        order: made.line.as_ref().map(|(order, _)| order.clone()),
        line: made.line.as_ref().map(|(_, line)| line.clone()),
        started_quantity: Some(quantity),
        received: None,
        due_date: None,
        released: None,
        status: Some(WorkOrderStatus::Open),
    }
}

/// How far an operation was. One that nobody recorded although a later one had begun was done.
fn progress(
    number: &str,
    operation: &str,
    run: Option<&Run>,
    (quantity, at): (Decimal, NaiveDateTime),
) -> OperationProgress {
    let finished = run.and_then(|run| run.finished).filter(|finished| *finished <= at);
    let runs = run.is_some() && finished.is_none();
    let done = match (run, finished) {
        (Some(run), Some(_)) => (run.good, run.scrap),
        (Some(_), None) => (Decimal::ZERO, Decimal::ZERO),
        (None, _) => (quantity, Decimal::ZERO),
    };
    OperationProgress {
        origin: origin(Sheet::Progress),
        work_order: number.to_owned(),
        operation: operation.to_owned(),
        good: Some(done.0),
        scrap: Some(done.1),
        rework: None,
        rework_operation: None,
        status: Some(if runs { OperationStatus::Running } else { OperationStatus::Done }),
        started: run.map(|run| run.started),
        last_report: finished.or(run.map(|run| run.started)),
        finished,
        work_centre: run.and_then(|run| run.work_centre.clone()),
        sequence: None,
        frozen: None,
    }
}

fn origin(sheet: Sheet) -> Origin {
    Origin { sheet, row: 0 }
}

/// Gives rows places of their own, as a file would.
fn number_rows(document: &mut ShopDocument) {
    for (row, place) in document.sales_orders.iter_mut().zip(2..) {
        row.origin.row = place;
    }
    for (row, place) in document.stock.iter_mut().zip(2..) {
        row.origin.row = place;
    }
    for (row, place) in document.work_orders.iter_mut().zip(2..) {
        row.origin.row = place;
    }
    for (row, place) in document.progress.iter_mut().zip(2..) {
        row.origin.row = place;
    }
}
