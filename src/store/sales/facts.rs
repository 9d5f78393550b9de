//! What other areas know about the lines of an order: the facts from which stages follow, and what was set in
//! motion for them.

use super::SalesLine;
use crate::document::{OperationStatus, StockStatus, WorkOrderStatus};
use crate::domain::ledger::MovementKind;
use crate::domain::value::{Amount, Moment};
use crate::store::dispatch::NoteStatus;
use crate::store::schema::master::production_history;
use crate::store::schema::supply::{
    dispatch_lines, dispatch_notes, purchase_lines, stock_lots, stock_movements, stock_reservations,
};
use crate::store::schema::work::{operations, work_orders};
use crate::store::{Db, Failure};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What is known about a line besides its own row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
pub struct LineProgress {
    /// Number of the line.
    pub line: String,
    /// Number of the schedule line, or empty.
    pub schedule: String,
    /// How much lies packed.
    pub packed: Amount,
    /// How much has arrived.
    pub delivered: Amount,
    /// How much was made for it or lies reserved for it, may be used, and has neither left nor been packed.
    pub ready: Amount,
    /// Work orders exist for it.
    pub has_work: bool,
    /// Work on one of them has begun.
    pub work_begun: bool,
    /// Purchases for it or for its work orders are still to come.
    pub purchases_open: bool,
}

/// What was set in motion for lines that are given up or become less.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LeftBehind {
    /// Open work orders for them.
    pub work_orders: Vec<String>,
    /// Open purchase order lines for them, as `PO-1/10`.
    pub purchase_orders: Vec<String>,
    /// Dispatch notes with them that have not left.
    pub dispatch_notes: Vec<String>,
    /// Stock that was kept for them.
    pub stock: Vec<KeptStock>,
}

/// Stock that was kept for a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KeptStock {
    /// The lot.
    pub lot: String,
    /// What lies there.
    pub item: String,
    /// How much was kept.
    pub quantity: Amount,
}

impl LeftBehind {
    /// Whether nothing is left behind.
    pub fn is_empty(&self) -> bool {
        let lists = [&self.work_orders, &self.purchase_orders, &self.dispatch_notes];
        lists.iter().all(|list| list.is_empty()) && self.stock.is_empty()
    }
}

/// A work order for an order: number, line, schedule, received, status, item.
type Work = (String, Option<String>, Option<String>, Option<Amount>, WorkOrderStatus, String);

/// A purchase line: order, line, quantity, received, for which line, for which work order.
type Bought = (String, String, Amount, Amount, Option<String>, Option<String>);

/// An operation: its work order, status, start, good pieces.
type Reported = (String, Option<OperationStatus>, Option<Moment>, Option<Amount>);

/// What stands on a dispatch note: line, schedule, quantity, the note's status and number.
type Sent = (String, String, Amount, NoteStatus, String);

/// Stock reserved: line, schedule, lot, item, quantity, the lot's status.
type Kept = (String, String, String, String, Amount, StockStatus);

/// What is known about the lines of an order.
struct Known {
    work: Vec<Work>,
    begun: Vec<String>,
    /// What of the goods of work orders waits for quality or was thrown away, by work order.
    unusable: BTreeMap<String, Amount>,
    bought: Vec<Bought>,
    sent: Vec<Sent>,
    kept: Vec<Kept>,
}

impl Known {
    fn of(db: &mut Db, plant_id: i64, order: &str) -> Result<Self, Failure> {
        let for_order = work_orders::plant_id.eq(plant_id).and(work_orders::order_no.eq(order));
        let columns = (
            work_orders::number,
            work_orders::line,
            work_orders::schedule,
            work_orders::received,
            work_orders::status,
            work_orders::item,
        );
        let work: Vec<Work> =
            db.all(work_orders::table.filter(for_order).order(work_orders::number).select(columns))?;
        let numbers: Vec<String> = work.iter().map(|row| row.0.clone()).collect();
        Ok(Self {
            begun: begun(db, plant_id, &numbers)?,
            bought: bought(db, plant_id, order, &numbers)?,
            sent: sent(db, plant_id, order)?,
            kept: kept(db, plant_id, order)?,
            unusable: unusable(db, plant_id, &work)?,
            work,
        })
    }

    fn work_of<'k>(&'k self, line: &'k SalesLine) -> impl Iterator<Item = &'k Work> {
        let same = |told: &Option<String>, own: &str| told.as_deref().is_none_or(|told| told == own);
        self.work.iter().filter(move |w| same(&w.1, &line.line) && same(&w.2, &line.schedule))
    }

    fn bought_for<'k>(&'k self, line: &'k SalesLine) -> impl Iterator<Item = &'k Bought> {
        self.bought.iter().filter(move |(.., of_line, of_work)| {
            of_line.as_deref() == Some(line.line.as_str())
                || of_work.as_ref().is_some_and(|number| self.work_of(line).any(|w| w.0 == *number))
        })
    }

    fn kept_for<'k>(&'k self, line: &'k SalesLine) -> impl Iterator<Item = &'k Kept> {
        self.kept.iter().filter(|(of_line, schedule, ..)| *of_line == line.line && *schedule == line.schedule)
    }

    fn sent_for<'k>(&'k self, line: &'k SalesLine) -> impl Iterator<Item = &'k Sent> {
        self.sent.iter().filter(|sent| sent.0 == line.line && sent.1 == line.schedule)
    }

    fn progress(&self, line: &SalesLine) -> LineProgress {
        let sent =
            |wanted: NoteStatus| self.sent_for(line).filter(|s| s.3 == wanted).map(|s| s.2).sum::<Amount>();
        let packed = sent(NoteStatus::Packed);
        let made: Amount = self.work_of(line).filter_map(|w| w.3).sum();
        let unusable: Amount = self.work_of(line).filter_map(|w| self.unusable.get(&w.0)).copied().sum();
        let usable = made - unusable.min(made);
        // Material for its work is kept under its number too.
        let of_item = |k: &&Kept| k.3 == line.item && k.5 == StockStatus::Usable;
        let reserved: Amount = self.kept_for(line).filter(of_item).map(|k| k.4).sum();
        LineProgress {
            line: line.line.clone(),
            schedule: line.schedule.clone(),
            packed,
            delivered: sent(NoteStatus::Delivered),
            ready: (usable - line.shipped - packed).max(reserved - packed),
            has_work: self.work_of(line).next().is_some(),
            work_begun: self.work_of(line).any(|w| self.begun.contains(&w.0)),
            purchases_open: self.bought_for(line).next().is_some(),
        }
    }
}

/// Work orders on which something was reported.
fn begun(db: &mut Db, plant_id: i64, numbers: &[String]) -> Result<Vec<String>, Failure> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let of_work = operations::plant_id.eq(plant_id).and(operations::work_order.eq_any(numbers.to_vec()));
    let columns = (operations::work_order, operations::status, operations::started, operations::good);
    let rows: Vec<Reported> = db.all(operations::table.filter(of_work).select(columns))?;
    let begun = rows.into_iter().filter(|(_, status, started, good)| {
        let running = status.is_some_and(|s| {
            matches!(s, OperationStatus::Running | OperationStatus::Paused | OperationStatus::Done)
        });
        running || started.is_some() || good.is_some_and(Amount::is_some)
    });
    Ok(begun.map(|row| row.0).collect())
}

/// Purchase lines for the order or its work orders that are still to come.
fn bought(db: &mut Db, plant_id: i64, order: &str, numbers: &[String]) -> Result<Vec<Bought>, Failure> {
    let open = purchase_lines::plant_id.eq(plant_id).and(purchase_lines::closed.eq(false));
    let columns = (
        purchase_lines::order_no,
        purchase_lines::line,
        purchase_lines::quantity,
        purchase_lines::received,
        purchase_lines::sales_line,
        purchase_lines::work_order,
    );
    let open = purchase_lines::table.filter(open).select(columns);
    // Two questions: for one with an `or` SQLite reads every line that was ever bought.
    let mut rows: Vec<Bought> = db.all(open.filter(purchase_lines::sales_order.eq(order.to_owned())))?;
    if !numbers.is_empty() {
        rows.extend(db.all(open.filter(purchase_lines::work_order.eq_any(numbers.to_vec())))?);
    }
    rows.retain(|row| row.3 < row.2);
    rows.sort_by(|a: &Bought, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    rows.dedup_by(|a, b| (&a.0, &a.1) == (&b.0, &b.1));
    Ok(rows)
}

/// What stands on dispatch notes.
fn sent(db: &mut Db, plant_id: i64, order: &str) -> Result<Vec<Sent>, Failure> {
    let joined = dispatch_lines::table.inner_join(
        dispatch_notes::table.on(dispatch_notes::number
            .eq(dispatch_lines::note_no)
            .and(dispatch_notes::plant_id.eq(dispatch_lines::plant_id))),
    );
    let of_order = dispatch_lines::plant_id.eq(plant_id).and(dispatch_lines::order_no.eq(order));
    let columns = (
        dispatch_lines::line,
        dispatch_lines::schedule,
        dispatch_lines::quantity,
        dispatch_notes::status,
        dispatch_notes::number,
    );
    Ok(db.all(joined.filter(of_order).select(columns))?)
}

/// What of the goods of these work orders lies in stock and may not be used, or was thrown away or counted off.
/// Their lots have their numbers.
fn unusable(db: &mut Db, plant_id: i64, work: &[Work]) -> Result<BTreeMap<String, Amount>, Failure> {
    let made = || work.iter().filter(|w| w.3.is_some_and(Amount::is_some));
    if made().next().is_none() {
        return Ok(BTreeMap::new());
    }
    let of_them = stock_lots::plant_id
        .eq(plant_id)
        .and(stock_lots::item.eq_any(made().map(|w| w.5.clone()).collect::<Vec<_>>()))
        .and(stock_lots::lot.eq_any(made().map(|w| w.0.clone()).collect::<Vec<_>>()));
    let columns =
        (stock_lots::lot_key, stock_lots::lot.assume_not_null(), stock_lots::status, stock_lots::quantity);
    let lots: Vec<(String, String, StockStatus, Amount)> =
        db.all(stock_lots::table.filter(of_them).select(columns))?;
    let gone = stock_movements::plant_id
        .eq(plant_id)
        .and(stock_movements::lot_key.eq_any(lots.iter().map(|lot| lot.0.clone()).collect::<Vec<_>>()))
        .and(stock_movements::kind.eq_any([MovementKind::Scrap, MovementKind::Adjustment]));
    let gone: Vec<(String, Amount)> = db.all(
        stock_movements::table.filter(gone).select((stock_movements::lot_key, stock_movements::quantity)),
    )?;
    let mut unusable: BTreeMap<String, Amount> = BTreeMap::new();
    for (key, number, status, quantity) in lots {
        let sum = unusable.entry(number).or_default();
        if status != StockStatus::Usable {
            *sum += quantity;
        }
        *sum -= gone.iter().filter(|row| row.0 == key).map(|row| row.1).sum();
    }
    Ok(unusable)
}

/// Stock reserved for the order: line, schedule, lot, item, quantity, the lot's status.
fn kept(db: &mut Db, plant_id: i64, order: &str) -> Result<Vec<Kept>, Failure> {
    let joined = stock_reservations::table.inner_join(
        stock_lots::table.on(stock_lots::lot_key
            .eq(stock_reservations::lot_key)
            .and(stock_lots::plant_id.eq(stock_reservations::plant_id))),
    );
    let of_order = stock_reservations::plant_id.eq(plant_id).and(stock_reservations::order_no.eq(order));
    let columns = (
        stock_reservations::line,
        stock_reservations::schedule,
        stock_lots::lot_key,
        stock_lots::item,
        stock_reservations::quantity,
        stock_lots::status,
    );
    Ok(db.all(joined.filter(of_order).order(stock_lots::lot_key).select(columns))?)
}

/// What is known about the lines of an order, one entry for each of `lines`.
///
/// # Errors
///
/// What the database says.
pub fn progress_of(
    db: &mut Db,
    plant_id: i64,
    order: &str,
    lines: &[SalesLine],
) -> Result<Vec<LineProgress>, Failure> {
    let known = Known::of(db, plant_id, order)?;
    Ok(lines.iter().map(|line| known.progress(line)).collect())
}

/// What was set in motion for these lines of one order.
///
/// # Errors
///
/// What the database says.
pub fn left_behind(db: &mut Db, plant_id: i64, lines: &[SalesLine]) -> Result<LeftBehind, Failure> {
    let Some(first) = lines.first() else { return Ok(LeftBehind::default()) };
    let known = Known::of(db, plant_id, &first.order_no)?;
    let mut left = LeftBehind::default();
    for line in lines {
        let open = known.work_of(line).filter(|w| w.4 == WorkOrderStatus::Open);
        left.work_orders.extend(open.map(|w| w.0.clone()));
        left.purchase_orders.extend(known.bought_for(line).map(|b| format!("{}/{}", b.0, b.1)));
        let waiting = |note: &&Sent| matches!(note.3, NoteStatus::Draft | NoteStatus::Packed);
        left.dispatch_notes.extend(known.sent_for(line).filter(waiting).map(|note| note.4.clone()));
        left.stock.extend(known.kept_for(line).map(|k| KeptStock {
            lot: k.2.clone(),
            item: k.3.clone(),
            quantity: k.4,
        }));
    }
    for list in [&mut left.work_orders, &mut left.purchase_orders, &mut left.dispatch_notes] {
        list.sort();
        list.dedup();
    }
    Ok(left)
}

/// Whether an item was ever made, by the record of production.
///
/// # Errors
///
/// What the database says.
pub fn was_made(db: &mut Db, plant_id: i64, item: &str) -> Result<bool, Failure> {
    let made = production_history::plant_id.eq(plant_id).and(production_history::item.eq(item));
    let first: Option<i64> =
        db.maybe(production_history::table.filter(made).select(production_history::id).limit(1))?;
    Ok(first.is_some())
}
