//! The record of the past: what was shipped and made. Rows are only ever added.

use super::{amount, date, day, decimal, instant, local, origin};
use crate::document::{self, Sheet};
use crate::domain::value::{Amount, Day, Moment};
use crate::store::schema::master::{production_history, shipment_history};
use crate::store::{Columns, Db, Failure};
use chrono_tz::Tz;
use diesel::prelude::*;

/// Rows of one portion.
const PORTION: i64 = 1_000;

/// Goods of a line that left.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Queryable, Selectable, Insertable)]
#[diesel(table_name = shipment_history, treat_none_as_default_value = false)]
pub struct ShipmentRow {
    /// The plant.
    pub plant_id: i64,
    /// Number of the order.
    pub order_no: String,
    /// Number of its line, in plain form.
    pub line: String,
    /// Who received it.
    pub customer: Option<String>,
    /// What it was.
    pub item: Option<String>,
    /// How much.
    pub quantity: Option<Amount>,
    /// When it was ordered.
    pub order_date: Option<Day>,
    /// When the customer wanted it.
    pub requested_date: Option<Day>,
    /// When it was promised.
    pub promise_date: Option<Day>,
    /// When it left.
    pub shipped_date: Day,
}

impl ShipmentRow {
    /// The row of the shipments sheet.
    pub fn document(&self, at: u32) -> document::Shipment {
        document::Shipment {
            origin: origin(Sheet::Shipments, at),
            order: self.order_no.clone(),
            line: self.line.clone(),
            customer: self.customer.clone(),
            item: self.item.clone(),
            quantity: decimal(self.quantity),
            order_date: date(self.order_date),
            requested_date: date(self.requested_date),
            promise_date: date(self.promise_date),
            shipped_date: self.shipped_date.date(),
        }
    }

    /// What a row of the sheet says. Nothing if its day is out of range, which no reader lets through.
    pub fn from_document(row: &document::Shipment, plant_id: i64) -> Option<Self> {
        Some(Self {
            plant_id,
            order_no: row.order.clone(),
            line: row.line.clone(),
            customer: row.customer.clone(),
            item: row.item.clone(),
            quantity: amount(row.quantity),
            order_date: day(row.order_date),
            requested_date: day(row.requested_date),
            promise_date: day(row.promise_date),
            shipped_date: Day::new(row.shipped_date)?,
        })
    }
}

/// All shipments of a plant, in the order in which they were recorded.
///
/// # Errors
///
/// What the database says.
pub fn shipments(db: &mut Db, plant_id: i64) -> Result<Vec<ShipmentRow>, Failure> {
    let query = shipment_history::table.filter(shipment_history::plant_id.eq(plant_id));
    Ok(db.all(query.order(shipment_history::id).select(ShipmentRow::columns()))?)
}

/// Records a shipment.
///
/// # Errors
///
/// What the database says.
pub fn add_shipment(db: &mut Db, row: &ShipmentRow) -> Result<(), Failure> {
    db.run(diesel::insert_into(shipment_history::table).values(row.clone()))?;
    Ok(())
}

/// An operation that was done.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Queryable, Selectable, Insertable)]
#[diesel(table_name = production_history, treat_none_as_default_value = false)]
pub struct ProductionRow {
    /// The plant.
    pub plant_id: i64,
    /// The work order.
    pub work_order: String,
    /// What was made.
    pub item: String,
    /// The operation, in plain form.
    pub operation: String,
    /// Where it was done.
    pub work_centre: Option<String>,
    /// Good pieces.
    pub good: Option<Amount>,
    /// Scrapped pieces.
    pub scrap: Option<Amount>,
    /// When it began.
    pub started: Moment,
    /// When it ended.
    pub finished: Moment,
    /// What had been planned, in minutes.
    pub planned_minutes: Option<Amount>,
}

impl ProductionRow {
    /// The row of the production sheet, in the plant's wall clock time.
    pub fn document(&self, at: u32, zone: Tz) -> document::ProductionRecord {
        document::ProductionRecord {
            origin: origin(Sheet::Production, at),
            work_order: self.work_order.clone(),
            item: self.item.clone(),
            operation: self.operation.clone(),
            work_centre: self.work_centre.clone(),
            good: decimal(self.good),
            scrap: decimal(self.scrap),
            started: local(self.started, zone),
            finished: local(self.finished, zone),
            planned_minutes: decimal(self.planned_minutes),
        }
    }

    /// What a row of the sheet says. Nothing if a time is out of range, which no reader lets through.
    pub fn from_document(row: &document::ProductionRecord, plant_id: i64, zone: Tz) -> Option<Self> {
        Some(Self {
            plant_id,
            work_order: row.work_order.clone(),
            item: row.item.clone(),
            operation: row.operation.clone(),
            work_centre: row.work_centre.clone(),
            good: amount(row.good),
            scrap: amount(row.scrap),
            started: instant(row.started, zone)?,
            finished: instant(row.finished, zone)?,
            planned_minutes: amount(row.planned_minutes),
        })
    }
}

/// All production records of a plant, in the order in which they were recorded.
///
/// # Errors
///
/// What the database says.
pub fn production(db: &mut Db, plant_id: i64) -> Result<Vec<ProductionRow>, Failure> {
    let query = production_history::table.filter(production_history::plant_id.eq(plant_id));
    Ok(db.all(query.order(production_history::id).select(ProductionRow::columns()))?)
}

/// Records an operation that was done.
///
/// # Errors
///
/// What the database says.
pub fn add_production(db: &mut Db, row: &ProductionRow) -> Result<(), Failure> {
    db.run(diesel::insert_into(production_history::table).values(row.clone()))?;
    Ok(())
}

/// Takes back what is recorded of an operation: it was corrected.
///
/// # Errors
///
/// What the database says.
pub fn forget_production(
    db: &mut Db,
    plant_id: i64,
    work_order: &str,
    operation: &str,
) -> Result<(), Failure> {
    let of_it = production_history::table
        .filter(production_history::plant_id.eq(plant_id))
        .filter(production_history::work_order.eq(work_order))
        .filter(production_history::operation.eq(operation));
    db.run(diesel::delete(of_it))?;
    Ok(())
}

/// Up to a thousand shipments of a plant behind the one with the key `after`, each with its key.
///
/// # Errors
///
/// What the database says.
pub fn shipments_after(db: &mut Db, plant_id: i64, after: i64) -> Result<Vec<(i64, ShipmentRow)>, Failure> {
    let query = shipment_history::table
        .filter(shipment_history::plant_id.eq(plant_id))
        .filter(shipment_history::id.gt(after));
    Ok(db.all(
        query
            .order(shipment_history::id)
            .limit(PORTION)
            .select((shipment_history::id, ShipmentRow::columns())),
    )?)
}

/// Up to a thousand production records of a plant behind the one with the key `after`, each with its key.
///
/// # Errors
///
/// What the database says.
pub fn production_after(
    db: &mut Db,
    plant_id: i64,
    after: i64,
) -> Result<Vec<(i64, ProductionRow)>, Failure> {
    let query = production_history::table
        .filter(production_history::plant_id.eq(plant_id))
        .filter(production_history::id.gt(after));
    Ok(db.all(
        query
            .order(production_history::id)
            .limit(PORTION)
            .select((production_history::id, ProductionRow::columns())),
    )?)
}
