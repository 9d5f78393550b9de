//! What came for purchase orders, and what went back: rows and queries. Rows are never changed.

use super::schema::supply::receipts;
use super::{Columns, Db, Failure};
use crate::domain::value::{Amount, Moment};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a receipt is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReceiptKind {
    /// Something came.
    Receipt,
    /// A receipt was booked wrongly; the difference.
    Correction,
    /// It went back to the supplier.
    Return,
}

crate::stored_as_text!(ReceiptKind);

/// What came, or went back.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = receipts)]
pub struct Receipt {
    /// The plant.
    #[serde(skip)]
    pub plant_id: i64,
    /// Made by the client: the same one again is the same receipt.
    pub id: String,
    /// The purchase order.
    pub order_no: String,
    /// Its line.
    pub line: String,
    /// What it is.
    pub kind: ReceiptKind,
    /// How much; below zero where something was taken off again.
    pub quantity: Amount,
    /// The lot it went into; none for outside work.
    pub lot_key: Option<String>,
    /// More had come than was ordered.
    pub over: bool,
    /// The receipt that it corrects.
    pub corrects: Option<String>,
    /// Why, for corrections and returns.
    pub reason: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// When it happened.
    pub at: Moment,
    /// When it was booked.
    pub booked_at: Moment,
    /// By whom.
    pub actor: String,
    /// What the client said, to know the same receipt again.
    #[serde(skip)]
    pub content: String,
}

/// A receipt, by its id.
///
/// # Errors
///
/// What the database says.
pub fn one(db: &mut Db, plant_id: i64, id: &str) -> Result<Option<Receipt>, Failure> {
    Ok(db.maybe(receipts::table.find((plant_id, id)).select(Receipt::columns()))?)
}

/// The receipts of an order, in the order in which they were booked.
///
/// # Errors
///
/// What the database says.
pub fn of_order(db: &mut Db, plant_id: i64, number: &str) -> Result<Vec<Receipt>, Failure> {
    let of_order =
        receipts::table.filter(receipts::plant_id.eq(plant_id)).filter(receipts::order_no.eq(number));
    Ok(db.all(of_order.order_by((receipts::booked_at, receipts::id)).select(Receipt::columns()))?)
}

/// The receipts into a lot, oldest first.
///
/// # Errors
///
/// What the database says.
pub fn into_lot(db: &mut Db, plant_id: i64, lot_key: &str) -> Result<Vec<Receipt>, Failure> {
    let into_lot =
        receipts::table.filter(receipts::plant_id.eq(plant_id)).filter(receipts::lot_key.eq(lot_key));
    Ok(db.all(into_lot.order_by((receipts::booked_at, receipts::id)).select(Receipt::columns()))?)
}

/// All receipts.
///
/// # Errors
///
/// What the database says.
pub fn all(db: &mut Db, plant_id: i64) -> Result<Vec<Receipt>, Failure> {
    let all = receipts::table.filter(receipts::plant_id.eq(plant_id));
    Ok(db.all(all.order_by(receipts::id).select(Receipt::columns()))?)
}

/// Writes a receipt.
///
/// # Errors
///
/// What the database says.
pub fn insert(db: &mut Db, receipt: &Receipt) -> Result<(), Failure> {
    db.run(diesel::insert_into(receipts::table).values(receipt))?;
    Ok(())
}
