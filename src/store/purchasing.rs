//! Purchase orders and their lines, with the history of their dates: rows and queries.

use super::schema::supply::{purchase_dates, purchase_lines, purchase_orders};
use super::{Columns, Db, Failure, Part};
use crate::document::{self, Origin, Sheet};
use crate::domain::value::{Amount, Day, Moment};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a purchase order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PurchaseStatus {
    /// Something is still expected.
    Open,
    /// All came, or what is missing is not expected any more.
    Closed,
    /// Given up before anything came.
    Cancelled,
}

crate::stored_as_text!(PurchaseStatus);

/// A purchase order.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = purchase_orders)]
pub struct PurchaseOrder {
    /// The plant.
    #[serde(skip)]
    pub plant_id: i64,
    /// Its number.
    pub number: String,
    /// Where it stands.
    pub status: PurchaseStatus,
    /// A remark.
    pub note: Option<String>,
    /// Grows with every change of it or its lines.
    pub version: i64,
    /// When it was entered.
    pub created_at: Moment,
    /// By whom.
    pub created_by: String,
}

/// A line of a purchase order.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize, ToSchema,
)]
#[diesel(table_name = purchase_lines, primary_key(plant_id, order_no, line), treat_none_as_null = true)]
pub struct PurchaseLine {
    /// The plant.
    #[serde(skip)]
    pub plant_id: i64,
    /// Number of the order.
    pub order_no: String,
    /// Its own number, in plain form.
    pub line: String,
    /// Place in the order.
    #[serde(skip)]
    pub position: i64,
    /// From whom.
    pub supplier: Option<String>,
    /// What; for outside work, the item that comes back.
    pub item: String,
    /// How much was ordered.
    pub quantity: Amount,
    /// How much has come, less what went back.
    pub received: Amount,
    /// When it was ordered.
    pub order_date: Option<Day>,
    /// When the supplier says it comes.
    pub confirmed_date: Option<Day>,
    /// When the last of it came.
    pub received_date: Option<Day>,
    /// The sales order it is for.
    pub sales_order: Option<String>,
    /// The sales order's line it is for.
    pub sales_line: Option<String>,
    /// The work order it is for.
    pub work_order: Option<String>,
    /// The outside operation that it pays for.
    pub operation: Option<String>,
    /// Nothing more is expected, whatever has come.
    pub closed: bool,
}

impl PurchaseLine {
    /// What is still to come.
    pub fn open(&self) -> Amount {
        if self.closed { Amount::ZERO } else { (self.quantity - self.received).max(Amount::ZERO) }
    }

    /// Whether it pays for work on a work order, which goes on there instead of into stock.
    pub fn is_outside_work(&self) -> bool {
        self.work_order.is_some() && self.operation.is_some()
    }

    /// The row of the workbook.
    pub fn as_written(&self, row: u32) -> document::PurchaseOrderLine {
        document::PurchaseOrderLine {
            origin: Origin { sheet: Sheet::PurchaseOrders, row },
            purchase_order: self.order_no.clone(),
            line: self.line.clone(),
            supplier: self.supplier.clone(),
            item: self.item.clone(),
            quantity: self.quantity.decimal(),
            received: self.received.is_some().then(|| self.received.decimal()),
            order_date: self.order_date.map(Day::date),
            confirmed_date: self.confirmed_date.map(Day::date),
            received_date: self.received_date.map(Day::date),
            order: self.sales_order.clone(),
            sales_line: self.sales_line.clone(),
            work_order: self.work_order.clone(),
            operation: self.operation.clone(),
        }
    }
}

impl From<&PurchaseLine> for document::PurchaseOrderLine {
    /// For planning: a line closed short is one of which all has come that will.
    fn from(line: &PurchaseLine) -> Self {
        let mut row = line.as_written(2);
        if line.closed && line.received < line.quantity {
            row.quantity = line.received.decimal();
            row.received = Some(line.received.decimal());
        }
        row
    }
}

/// What the supplier said at some time about a line's date.
#[derive(Clone, Debug, Queryable, Selectable, Serialize, ToSchema)]
#[diesel(table_name = purchase_dates)]
pub struct PurchaseDate {
    /// The line.
    pub line: String,
    /// The date, or none any more.
    pub confirmed_date: Option<Day>,
    /// Why it changed.
    pub reason: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// When it was written down.
    pub at: Moment,
    /// By whom.
    pub actor: String,
}

/// A [`PurchaseDate`] to be written.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = purchase_dates)]
#[allow(missing_docs)]
pub struct NewPurchaseDate {
    pub plant_id: i64,
    pub order_no: String,
    pub line: String,
    pub confirmed_date: Option<Day>,
    pub reason: Option<String>,
    pub note: Option<String>,
    pub at: Moment,
    pub actor: String,
}

/// A purchase order, by number.
///
/// # Errors
///
/// What the database says.
pub fn order(db: &mut Db, plant_id: i64, number: &str) -> Result<Option<PurchaseOrder>, Failure> {
    Ok(db.maybe(purchase_orders::table.find((plant_id, number)).select(PurchaseOrder::columns()))?)
}

/// Purchase orders by number, after `after`, open ones only if asked for.
///
/// # Errors
///
/// What the database says.
pub fn orders(
    db: &mut Db,
    plant_id: i64,
    status: Option<PurchaseStatus>,
    after: &str,
    limit: i64,
) -> Result<Vec<PurchaseOrder>, Failure> {
    let of_plant = purchase_orders::table
        .filter(purchase_orders::plant_id.eq(plant_id))
        .filter(purchase_orders::number.gt(after))
        .order_by(purchase_orders::number)
        .limit(limit)
        .select(PurchaseOrder::columns());
    Ok(match status {
        Some(status) => db.all(of_plant.filter(purchase_orders::status.eq(status)))?,
        None => db.all(of_plant)?,
    })
}

/// Writes a new purchase order.
///
/// # Errors
///
/// What the database says.
pub fn insert_order(db: &mut Db, order: &PurchaseOrder) -> Result<(), Failure> {
    db.run(diesel::insert_into(purchase_orders::table).values(order))?;
    Ok(())
}

/// Writes status, note and version of a purchase order.
///
/// # Errors
///
/// What the database says.
pub fn set_order(db: &mut Db, order: &PurchaseOrder) -> Result<(), Failure> {
    let row = purchase_orders::table.find((order.plant_id, order.number.clone()));
    db.run(diesel::update(row).set((
        purchase_orders::status.eq(order.status),
        purchase_orders::note.eq(order.note.clone()),
        purchase_orders::version.eq(order.version),
    )))?;
    Ok(())
}

/// The lines of an order, in its order.
///
/// # Errors
///
/// What the database says.
pub fn lines_of(db: &mut Db, plant_id: i64, number: &str) -> Result<Vec<PurchaseLine>, Failure> {
    let of_order = purchase_lines::table
        .filter(purchase_lines::plant_id.eq(plant_id))
        .filter(purchase_lines::order_no.eq(number));
    let key = (purchase_lines::position, purchase_lines::line);
    Ok(db.all(of_order.order_by(key).select(PurchaseLine::columns()))?)
}

/// The lines of several orders, each order's in its own order.
///
/// # Errors
///
/// What the database says.
pub fn lines_of_orders(db: &mut Db, plant_id: i64, numbers: &[String]) -> Result<Vec<PurchaseLine>, Failure> {
    let mut lines: Vec<PurchaseLine> = Vec::new();
    for some in numbers.chunks(500) {
        let of_orders =
            purchase_lines::plant_id.eq(plant_id).and(purchase_lines::order_no.eq_any(some.iter().cloned()));
        let found = purchase_lines::table.filter(of_orders).select(PurchaseLine::columns());
        lines.extend(db.all::<PurchaseLine, _>(found)?);
    }
    lines.sort_by(|a, b| (a.position, &a.order_no, &a.line).cmp(&(b.position, &b.order_no, &b.line)));
    Ok(lines)
}

/// A line.
///
/// # Errors
///
/// What the database says.
pub fn line(db: &mut Db, plant_id: i64, number: &str, line: &str) -> Result<Option<PurchaseLine>, Failure> {
    Ok(db.maybe(purchase_lines::table.find((plant_id, number, line)).select(PurchaseLine::columns()))?)
}

/// Lines for a work order of which something is still to come.
///
/// # Errors
///
/// What the database says.
pub fn open_lines_for_work(
    db: &mut Db,
    plant_id: i64,
    work_order: &str,
) -> Result<Vec<PurchaseLine>, Failure> {
    let for_work = purchase_lines::table
        .filter(purchase_lines::plant_id.eq(plant_id).and(purchase_lines::work_order.eq(work_order)))
        .order_by((purchase_lines::order_no, purchase_lines::line))
        .select(PurchaseLine::columns());
    let mut lines: Vec<PurchaseLine> = db.all(for_work)?;
    lines.retain(|line| line.open().is_some());
    Ok(lines)
}

/// Writes a line, new or changed.
///
/// # Errors
///
/// What the database says.
pub fn put_line(db: &mut Db, line: &PurchaseLine) -> Result<(), Failure> {
    use purchase_lines as t;
    let insert = diesel::insert_into(t::table).values(line.clone());
    db.run(insert.on_conflict((t::plant_id, t::order_no, t::line)).do_update().set(line.clone()))?;
    Ok(())
}

/// All lines, by their place in the workbook and their orders.
///
/// # Errors
///
/// What the database says.
pub fn lines(db: &mut Db, plant_id: i64) -> Result<Vec<PurchaseLine>, Failure> {
    lines_part(db, plant_id, Part::ALL)
}

fn lines_part(db: &mut Db, plant_id: i64, part: Part) -> Result<Vec<PurchaseLine>, Failure> {
    let all = purchase_lines::table.filter(purchase_lines::plant_id.eq(plant_id));
    let key = (purchase_lines::position, purchase_lines::order_no, purchase_lines::line);
    let some = all.order_by(key).limit(part.limit).offset(part.offset);
    Ok(db.all(some.select(PurchaseLine::columns()))?)
}

/// What planning sees: all lines that count.
///
/// # Errors
///
/// What the database says.
pub fn load(db: &mut Db, plant_id: i64) -> Result<Vec<document::PurchaseOrderLine>, Failure> {
    Ok(lines(db, plant_id)?.iter().filter(|line| counts(line)).map(Into::into).collect())
}

/// [`load`] for some purchase orders.
///
/// # Errors
///
/// What the database says.
pub fn load_some(
    db: &mut Db,
    plant_id: i64,
    numbers: &[String],
) -> Result<Vec<document::PurchaseOrderLine>, Failure> {
    let mut rows = Vec::new();
    for number in numbers {
        let lines = lines_of(db, plant_id, number)?;
        rows.extend(lines.iter().filter(|line| counts(line)).map(Into::into));
    }
    Ok(rows)
}

/// A line given up before anything came says nothing about its supplier either.
fn counts(line: &PurchaseLine) -> bool {
    !line.closed || line.received.is_some()
}

/// What an export writes: all lines that count. One that was closed short is told as one of which all has come
/// that will: as it was ordered, a file would open it again.
///
/// # Errors
///
/// What the database says.
pub fn as_written(db: &mut Db, plant_id: i64) -> Result<Vec<document::PurchaseOrderLine>, Failure> {
    load(db, plant_id)
}

/// [`as_written`] of a part of the lines; `None` behind the last one.
///
/// # Errors
///
/// What the database says.
pub fn as_written_part(
    db: &mut Db,
    plant_id: i64,
    part: Part,
) -> Result<Option<Vec<document::PurchaseOrderLine>>, Failure> {
    let lines = lines_part(db, plant_id, part)?;
    let rows = lines.iter().filter(|line| counts(line)).map(Into::into).collect();
    Ok((!lines.is_empty()).then_some(rows))
}

/// The history of an order's dates, oldest first.
///
/// # Errors
///
/// What the database says.
pub fn dates_of(db: &mut Db, plant_id: i64, number: &str) -> Result<Vec<PurchaseDate>, Failure> {
    let of_order = purchase_dates::table
        .filter(purchase_dates::plant_id.eq(plant_id))
        .filter(purchase_dates::order_no.eq(number));
    Ok(db.all(of_order.order_by(purchase_dates::id).select(PurchaseDate::columns()))?)
}

/// Appends to the history of a line's dates.
///
/// # Errors
///
/// What the database says.
pub fn append_date(db: &mut Db, date: &NewPurchaseDate) -> Result<(), Failure> {
    db.run(diesel::insert_into(purchase_dates::table).values(date))?;
    Ok(())
}
