//! Lists of stock, purchase orders, inspections and dispatch notes, in pages.

use super::Ask;
use super::purchasing::unknown;
use crate::domain::value::{Amount, Day, Moment};
use crate::store::dispatch::{self, DispatchNote, NoteStatus};
use crate::store::inspection::{self, Inspection};
use crate::store::ledger::{self, Reservation};
use crate::store::master::suppliers;
use crate::store::purchasing::{self, PurchaseLine, PurchaseOrder, PurchaseStatus};
use crate::store::stock::{self, Lot, Movement};
use crate::store::{Failure, master::items};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// Rows of a page when nobody says how many.
const USUAL_PAGE: u32 = 50;
/// Most rows of a page.
const LARGEST_PAGE: u32 = 500;

/// Which page of a list is asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of a page, 50 unless said, at most 500.
    pub limit: Option<u32>,
}

impl PageQuery {
    pub(super) fn rows(&self) -> usize {
        self.limit.unwrap_or(USUAL_PAGE).clamp(1, LARGEST_PAGE) as usize
    }

    /// So many rows, and one more that says whether another page follows.
    pub(super) fn read(&self) -> i64 {
        self.rows() as i64 + 1
    }

    /// The instant and the id behind which a page of the newest begins.
    pub(super) fn behind(&self) -> Option<(Moment, &str)> {
        let (at, id) = self.cursor.as_deref()?.split_once('.')?;
        Some((Moment::from_micros(at.parse().ok()?)?, id))
    }

    fn after(&self) -> &str {
        self.cursor.as_deref().unwrap_or_default()
    }

    /// The page of what was read, and where the next one begins.
    pub(super) fn cut<T>(&self, mut items: Vec<T>, key: impl Fn(&T) -> String) -> (Vec<T>, Option<String>) {
        let more = items.len() > self.rows();
        items.truncate(self.rows());
        let next = items.last().filter(|_| more).map(key);
        (items, next)
    }
}

/// Which purchase orders are asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct PurchaseQuery {
    /// Only those that stand there.
    #[param(inline)]
    pub status: Option<PurchaseStatus>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of a page, 50 unless said, at most 500.
    pub limit: Option<u32>,
}

/// Which dispatch notes are asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct NoteQuery {
    /// Only those that stand there.
    #[param(inline)]
    pub status: Option<NoteStatus>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of a page, 50 unless said, at most 500.
    pub limit: Option<u32>,
}

/// A purchase order in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PurchaseOrderRow {
    /// The order.
    #[serde(flatten)]
    pub order: PurchaseOrder,
    /// From whom.
    pub supplier: Option<String>,
    /// The supplier's name.
    pub supplier_name: Option<String>,
    /// What is bought, each item once, in the order of the lines.
    pub items: Vec<String>,
    /// Lines of which something is still to come.
    pub open_lines: usize,
    /// The first day on which something that is still to come is said to come.
    pub next_date: Option<Day>,
}

/// Purchase orders.
#[derive(Debug, Serialize, ToSchema)]
pub struct PurchaseOrders {
    /// Some of them, by number.
    pub items: Vec<PurchaseOrderRow>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// Dispatch notes.
#[derive(Debug, Serialize, ToSchema)]
pub struct DispatchNotes {
    /// Some of them, by number.
    pub items: Vec<DispatchNote>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// Inspections.
#[derive(Debug, Serialize, ToSchema)]
pub struct Inspections {
    /// Some of them, newest first.
    pub items: Vec<Inspection>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// Movements.
#[derive(Debug, Serialize, ToSchema)]
pub struct Movements {
    /// Some of them, newest first.
    pub items: Vec<Movement>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// Lots.
#[derive(Debug, Serialize, ToSchema)]
pub struct Lots {
    /// Some of them, by key.
    pub items: Vec<Lot>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// The stock of an item.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemStock {
    /// The item.
    pub item: String,
    /// In all usable lots.
    pub usable: Amount,
    /// What promises hold of it.
    pub reserved: Amount,
    /// What lies packed for dispatch.
    pub packed: Amount,
    /// Its lots that have something, oldest first.
    pub lots: Vec<Lot>,
    /// Which line holds how much of which lot.
    pub reservations: Vec<Reservation>,
}

/// Purchase orders by number.
///
/// # Errors
///
/// What the database says.
pub fn purchase_orders(ask: &mut Ask<'_>, query: &PurchaseQuery) -> Result<PurchaseOrders, Failure> {
    let page = PageQuery { cursor: query.cursor.clone(), limit: query.limit };
    let rows = purchasing::orders(ask.db, ask.plant.id, query.status, page.after(), page.read())?;
    let (orders, next) = page.cut(rows, |order| order.number.clone());
    let numbers: Vec<String> = orders.iter().map(|order| order.number.clone()).collect();
    let lines = purchasing::lines_of_orders(ask.db, ask.plant.id, &numbers)?;
    let mut of_order: BTreeMap<String, Vec<PurchaseLine>> = BTreeMap::new();
    for line in lines {
        of_order.entry(line.order_no.clone()).or_default().push(line);
    }
    let mut names = BTreeMap::new();
    let mut items = Vec::with_capacity(orders.len());
    for order in orders {
        let row = row(order, &of_order.remove(&numbers[items.len()]).unwrap_or_default());
        if let Some(code) = row.supplier.as_ref().filter(|code| !names.contains_key(*code)) {
            let known = suppliers::one(ask.db, code)?;
            names.insert(code.clone(), known.and_then(|known| known.fields.name));
        }
        let supplier_name = row.supplier.as_ref().and_then(|code| names.get(code).cloned().flatten());
        items.push(PurchaseOrderRow { supplier_name, ..row });
    }
    Ok(PurchaseOrders { items, next })
}

/// What a list says of an order with these lines, the supplier's name apart.
fn row(order: PurchaseOrder, lines: &[PurchaseLine]) -> PurchaseOrderRow {
    let mut items: Vec<String> = Vec::new();
    for line in lines.iter().filter(|line| !line.item.is_empty()) {
        if !items.contains(&line.item) {
            items.push(line.item.clone());
        }
    }
    let open = || lines.iter().filter(|line| order.status == PurchaseStatus::Open && line.open().is_some());
    PurchaseOrderRow {
        supplier: lines.iter().find_map(|line| line.supplier.clone()),
        supplier_name: None,
        items,
        open_lines: open().count(),
        next_date: open().filter_map(|line| line.confirmed_date).min(),
        order,
    }
}

/// Dispatch notes by number.
///
/// # Errors
///
/// What the database says.
pub fn dispatch_notes(ask: &mut Ask<'_>, query: &NoteQuery) -> Result<DispatchNotes, Failure> {
    let page = PageQuery { cursor: query.cursor.clone(), limit: query.limit };
    let rows = dispatch::notes(ask.db, ask.plant.id, query.status, page.after(), page.read())?;
    let (items, next) = page.cut(rows, |note| note.number.clone());
    Ok(DispatchNotes { items, next })
}

/// Inspections, newest first; those booked at one instant by their id.
///
/// # Errors
///
/// What the database says.
pub fn inspections(ask: &mut Ask<'_>, page: &PageQuery) -> Result<Inspections, Failure> {
    let rows = inspection::inspections(ask.db, ask.plant.id, page.behind(), page.read())?;
    let (items, next) = page.cut(rows, |row| format!("{}.{}", row.booked_at.micros(), row.id));
    Ok(Inspections { items, next })
}

/// All lots that have something, by key.
///
/// # Errors
///
/// What the database says.
pub fn lots(ask: &mut Ask<'_>, page: &PageQuery) -> Result<Lots, Failure> {
    let rows = stock::lots_after(ask.db, ask.plant.id, page.after(), page.read())?;
    let (items, next) = page.cut(rows, |lot| lot.lot_key.clone());
    Ok(Lots { items, next })
}

/// The movements of an item, newest first.
///
/// # Errors
///
/// What the database says.
pub fn movements(ask: &mut Ask<'_>, item: &str, page: &PageQuery) -> Result<Movements, Failure> {
    let before = page.cursor.as_deref().and_then(|text| text.parse().ok());
    let rows = stock::movements_of(ask.db, ask.plant.id, item, before, page.read())?;
    let (items, next) = page.cut(rows, |row| row.id.to_string());
    Ok(Movements { items, next })
}

/// The stock of an item.
///
/// # Errors
///
/// There is neither such an item nor a lot of it.
pub fn item_stock(ask: &mut Ask<'_>, item: &str) -> Result<ItemStock, Failure> {
    let mut lots = stock::lots_of(ask.db, ask.plant.id, item)?;
    if lots.is_empty() && items::one(ask.db, item)?.is_none() {
        return Err(unknown("item", item));
    }
    lots.retain(|lot| lot.quantity.is_some());
    let reservations = ledger::reservations(ask.db, ask.plant.id, Some(item))?;
    let usable = lots.iter().filter(|lot| lot.status == crate::document::StockStatus::Usable);
    Ok(ItemStock {
        item: item.to_owned(),
        usable: usable.map(|lot| lot.quantity).sum(),
        reserved: reservations.iter().map(|row| row.quantity).sum(),
        packed: dispatch::packed(ask.db, ask.plant.id, item, "")?,
        lots,
        reservations,
    })
}
