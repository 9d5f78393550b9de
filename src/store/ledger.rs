//! What promises hold of stock, and what documents say that the ledger must add up to: rows and queries.

use super::schema::sales::sales_lines;
use super::schema::supply::{ledger_openings, stock_lots, stock_reservations};
use super::schema::work::{material_issues, work_orders};
use super::{Columns, Db, Failure};
use crate::domain::ledger::Account;
use crate::domain::sales::LineId;
use crate::domain::value::Amount;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a promise holds of a lot.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = stock_reservations)]
pub struct Reservation {
    /// The plant.
    #[serde(skip)]
    pub plant_id: i64,
    /// The lot.
    pub lot_key: String,
    /// The order.
    pub order_no: String,
    /// Its line.
    pub line: String,
    /// Its schedule line, or empty.
    pub schedule: String,
    /// How much, above zero.
    pub quantity: Amount,
}

impl Reservation {
    /// Whether it is of that line.
    pub fn is_of(&self, line: &LineId) -> bool {
        self.order_no == line.order && self.line == line.line && self.schedule == line.schedule
    }
}

/// What a document had received, shipped or been issued before the ledger began.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = ledger_openings)]
#[allow(missing_docs)]
pub struct Opening {
    pub plant_id: i64,
    pub kind: OpeningKind,
    pub document: String,
    pub line: String,
    pub schedule: String,
    pub quantity: Amount,
}

/// Which total an [`Opening`] belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OpeningKind {
    /// What came for a purchase order line.
    Received,
    /// What a work order put into stock.
    Produced,
    /// What a work order holds; the line is the item.
    Issued,
    /// What left of a sales order line.
    Shipped,
}

crate::stored_as_text!(OpeningKind);

/// All reservations, or those on the lots of one item.
///
/// # Errors
///
/// What the database says.
pub fn reservations(db: &mut Db, plant_id: i64, item: Option<&str>) -> Result<Vec<Reservation>, Failure> {
    let all = stock_reservations::table.filter(stock_reservations::plant_id.eq(plant_id));
    let key = (
        stock_reservations::lot_key,
        stock_reservations::order_no,
        stock_reservations::line,
        stock_reservations::schedule,
    );
    let Some(item) = item else {
        return Ok(db.all(all.order_by(key).select(Reservation::columns()))?);
    };
    let of_item = stock_lots::table
        .filter(stock_lots::plant_id.eq(plant_id))
        .filter(stock_lots::item.eq(item))
        .select(stock_lots::lot_key);
    let on_item = all.filter(stock_reservations::lot_key.eq_any(of_item));
    Ok(db.all(on_item.order_by(key).select(Reservation::columns()))?)
}

/// What a line holds.
///
/// # Errors
///
/// What the database says.
pub fn reservations_of(db: &mut Db, plant_id: i64, line: &LineId) -> Result<Vec<Reservation>, Failure> {
    let of_line = stock_reservations::table
        .filter(stock_reservations::plant_id.eq(plant_id))
        .filter(stock_reservations::order_no.eq(line.order.clone()))
        .filter(stock_reservations::line.eq(line.line.clone()))
        .filter(stock_reservations::schedule.eq(line.schedule.clone()));
    Ok(db.all(of_line.order_by(stock_reservations::lot_key).select(Reservation::columns()))?)
}

/// Writes a reservation; one of nothing is deleted.
///
/// # Errors
///
/// What the database says.
pub fn set_reservation(db: &mut Db, row: &Reservation) -> Result<(), Failure> {
    use stock_reservations as t;
    let key =
        (row.plant_id, row.lot_key.clone(), row.order_no.clone(), row.line.clone(), row.schedule.clone());
    if row.quantity.is_some() {
        let key = (t::plant_id, t::lot_key, t::order_no, t::line, t::schedule);
        let insert = diesel::insert_into(t::table).values(row.clone());
        db.run(insert.on_conflict(key).do_update().set(t::quantity.eq(row.quantity)))?;
    } else {
        db.run(diesel::delete(t::table.find(key)))?;
    }
    Ok(())
}

/// All openings.
///
/// # Errors
///
/// What the database says.
pub fn openings(db: &mut Db, plant_id: i64) -> Result<Vec<Opening>, Failure> {
    let all = ledger_openings::table.filter(ledger_openings::plant_id.eq(plant_id));
    Ok(db.all(all.select(Opening::columns()))?)
}

/// Writes an opening.
///
/// # Errors
///
/// What the database says.
pub fn set_opening(db: &mut Db, row: &Opening) -> Result<(), Failure> {
    use ledger_openings as t;
    let insert = diesel::insert_into(t::table).values(row.clone());
    let key = (t::plant_id, t::kind, t::document, t::line, t::schedule);
    db.run(insert.on_conflict(key).do_update().set(t::quantity.eq(row.quantity)))?;
    Ok(())
}

/// What sales orders and work orders say about what left, was made and was issued.
///
/// # Errors
///
/// What the database says.
pub fn document_totals(db: &mut Db, plant_id: i64) -> Result<Vec<(Account, Amount)>, Failure> {
    let lines = sales_lines::table.filter(sales_lines::plant_id.eq(plant_id));
    let columns = (sales_lines::order_no, sales_lines::line, sales_lines::schedule, sales_lines::shipped);
    let shipped: Vec<(String, String, String, Amount)> = db.all(lines.select(columns))?;
    let shipped = shipped.into_iter().map(|(order, line, schedule, quantity)| {
        (Account::Shipped(LineId { order, line, schedule }), quantity)
    });
    let mut totals: Vec<_> = shipped.collect();
    let orders = work_orders::table.filter(work_orders::plant_id.eq(plant_id));
    let made: Vec<(String, Option<Amount>)> =
        db.all(orders.select((work_orders::number, work_orders::received)))?;
    let made = made.into_iter().map(|(number, quantity)| (Account::Produced(number), quantity));
    totals.extend(made.map(|(account, quantity)| (account, quantity.unwrap_or_default())));
    let issues = material_issues::table.filter(material_issues::plant_id.eq(plant_id));
    let columns = (material_issues::work_order, material_issues::item, material_issues::quantity);
    let issued: Vec<(String, String, Amount)> = db.all(issues.select(columns))?;
    totals.extend(issued.into_iter().map(|(order, item, quantity)| (Account::Issued(order, item), quantity)));
    Ok(totals)
}
