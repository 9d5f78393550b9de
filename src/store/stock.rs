//! Lots and movements: rows and queries. A balance is only ever written beside its
//! movement; `services::stock` sees to that.

use super::schema::supply::{stock_lots, stock_movements};
use super::{Columns, Db, Failure, Part};
use crate::document::{self, Origin, Sheet, StockStatus, Tier};
use crate::domain::ledger::MovementKind;
use crate::domain::value::{Amount, Day, Moment};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

crate::stored_as_text!(MovementKind);

/// A lot: so much of an item under one key, in one status, for one owner.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize, ToSchema,
)]
#[diesel(table_name = stock_lots)]
pub struct Lot {
    /// The plant.
    #[serde(skip)]
    pub plant_id: i64,
    /// Its key; what pegs and movements name.
    pub lot_key: String,
    /// What it is.
    pub item: String,
    /// The number that people gave it; several lots may share it.
    pub lot: Option<String>,
    /// How much there is now, in the item's unit.
    pub quantity: Amount,
    /// Whether it may be used.
    #[schema(value_type = String, example = "usable")]
    pub status: StockStatus,
    /// The customer who owns it.
    pub customer: Option<String>,
    /// Kept for customers of this tier and better.
    #[schema(value_type = Option<String>, example = "A")]
    pub reserved_tier: Option<Tier>,
    /// When it is expected to be usable.
    pub expected_release: Option<Day>,
    /// When it came.
    pub arrived_at: Moment,
    /// Its row in the workbook it came with, 0 for others.
    #[serde(skip)]
    pub position: i64,
}

impl Lot {
    /// The row of the workbook, under the number that people gave the lot.
    pub fn as_written(&self, row: u32) -> document::StockLot {
        document::StockLot {
            origin: Origin { sheet: Sheet::Stock, row },
            item: self.item.clone(),
            quantity: self.quantity.decimal(),
            status: Some(self.status),
            customer: self.customer.clone(),
            reserved_tier: self.reserved_tier,
            expected_release: self.expected_release.map(Day::date),
            lot: self.lot.clone(),
        }
    }
}

impl From<&Lot> for document::StockLot {
    /// For planning: under the lot's key, so that pegs on stock lots name it.
    fn from(lot: &Lot) -> Self {
        Self { lot: Some(lot.lot_key.clone()), ..lot.as_written(2) }
    }
}

/// A change of a lot's balance.
#[derive(Clone, Debug, Queryable, Selectable, Serialize, ToSchema)]
#[diesel(table_name = stock_movements)]
pub struct Movement {
    /// Running number.
    pub id: i64,
    /// The lot.
    pub lot_key: String,
    /// What it holds.
    pub item: String,
    /// The change: above zero in, below zero out.
    pub quantity: Amount,
    /// Why.
    pub kind: MovementKind,
    /// Kind of the document referred to.
    pub reference_kind: String,
    /// Its number.
    pub reference: String,
    /// Its line, or empty.
    pub reference_line: String,
    /// A remark.
    pub note: Option<String>,
    /// When, by the plant's clock.
    pub at: Moment,
    /// Who.
    pub actor: String,
}

/// A movement to be written.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = stock_movements)]
#[allow(missing_docs)] // the fields are those of [`Movement`]
pub struct NewMovement {
    pub plant_id: i64,
    pub lot_key: String,
    pub item: String,
    pub quantity: Amount,
    pub kind: MovementKind,
    pub reference_kind: String,
    pub reference: String,
    pub reference_line: String,
    pub note: Option<String>,
    pub at: Moment,
    pub actor: String,
}

/// A lot, by its key.
///
/// # Errors
///
/// What the database says.
pub fn lot(db: &mut Db, plant_id: i64, key: &str) -> Result<Option<Lot>, Failure> {
    Ok(db.maybe(stock_lots::table.find((plant_id, key)).select(Lot::columns()))?)
}

/// The lots of an item, oldest first, empty ones too.
///
/// # Errors
///
/// What the database says.
pub fn lots_of(db: &mut Db, plant_id: i64, item: &str) -> Result<Vec<Lot>, Failure> {
    let of_item =
        stock_lots::table.filter(stock_lots::plant_id.eq(plant_id)).filter(stock_lots::item.eq(item));
    let oldest_first = (stock_lots::arrived_at, stock_lots::position, stock_lots::lot_key);
    Ok(db.all(of_item.order_by(oldest_first).select(Lot::columns()))?)
}

/// All lots, as they stood in the workbook, then as they came. Empty ones only if `empty`.
///
/// # Errors
///
/// What the database says.
pub fn lots(db: &mut Db, plant_id: i64, empty: bool) -> Result<Vec<Lot>, Failure> {
    lots_part(db, plant_id, empty, Part::ALL)
}

fn lots_part(db: &mut Db, plant_id: i64, empty: bool, part: Part) -> Result<Vec<Lot>, Failure> {
    let all = stock_lots::table.filter(stock_lots::plant_id.eq(plant_id));
    let kept = all.filter(stock_lots::quantity.gt(if empty { -Amount::whole(1) } else { Amount::ZERO }));
    let order = (stock_lots::arrived_at, stock_lots::position, stock_lots::lot_key);
    Ok(db.all(kept.order_by(order).limit(part.limit).offset(part.offset).select(Lot::columns()))?)
}

/// So many lots that have something, by key, after `after`.
///
/// # Errors
///
/// What the database says.
pub fn lots_after(db: &mut Db, plant_id: i64, after: &str, limit: i64) -> Result<Vec<Lot>, Failure> {
    let some = stock_lots::table
        .filter(stock_lots::plant_id.eq(plant_id))
        .filter(stock_lots::lot_key.gt(after))
        .filter(stock_lots::quantity.gt(Amount::ZERO));
    Ok(db.all(some.order_by(stock_lots::lot_key).limit(limit).select(Lot::columns()))?)
}

/// What planning sees: all lots with something in them, each under its key.
///
/// # Errors
///
/// What the database says.
pub fn load(db: &mut Db, plant_id: i64) -> Result<Vec<document::StockLot>, Failure> {
    Ok(lots(db, plant_id, false)?.iter().map(Into::into).collect())
}

/// [`load`] for some items.
///
/// # Errors
///
/// What the database says.
pub fn load_some(db: &mut Db, plant_id: i64, items: &[String]) -> Result<Vec<document::StockLot>, Failure> {
    let mut rows = Vec::new();
    for item in items {
        let lots = lots_of(db, plant_id, item)?;
        rows.extend(lots.iter().filter(|lot| lot.quantity.is_some()).map(Into::into));
    }
    Ok(rows)
}

/// What an export writes: the lots under the numbers that people gave them. Lots that came with a workbook are
/// there even when they are empty.
///
/// # Errors
///
/// What the database says.
pub fn as_written(db: &mut Db, plant_id: i64) -> Result<Vec<document::StockLot>, Failure> {
    Ok(as_written_part(db, plant_id, Part::ALL)?.unwrap_or_default())
}

/// [`as_written`] of a part of the lots; `None` behind the last one.
///
/// # Errors
///
/// What the database says.
pub fn as_written_part(
    db: &mut Db,
    plant_id: i64,
    part: Part,
) -> Result<Option<Vec<document::StockLot>>, Failure> {
    let lots = lots_part(db, plant_id, true, part)?;
    let kept = lots.iter().filter(|lot| lot.quantity.is_some() || lot.position > 0);
    let rows = (2..).zip(kept).map(|(row, lot)| lot.as_written(row)).collect();
    Ok((!lots.is_empty()).then_some(rows))
}

/// Writes a new lot.
///
/// # Errors
///
/// What the database says.
pub fn insert_lot(db: &mut Db, lot: &Lot) -> Result<(), Failure> {
    db.run(diesel::insert_into(stock_lots::table).values(lot))?;
    Ok(())
}

/// Writes balance, status and expected release of a lot.
///
/// # Errors
///
/// What the database says, and it refuses balances below zero.
pub fn set_lot(db: &mut Db, lot: &Lot) -> Result<(), Failure> {
    let row = stock_lots::table.find((lot.plant_id, lot.lot_key.clone()));
    db.run(diesel::update(row).set((
        stock_lots::quantity.eq(lot.quantity),
        stock_lots::status.eq(lot.status),
        stock_lots::expected_release.eq(lot.expected_release),
    )))?;
    Ok(())
}

/// Writes what a workbook says about a lot besides its balance.
///
/// # Errors
///
/// What the database says.
pub fn describe_lot(db: &mut Db, lot: &Lot) -> Result<(), Failure> {
    let row = stock_lots::table.find((lot.plant_id, lot.lot_key.clone()));
    db.run(diesel::update(row).set((
        stock_lots::lot.eq(lot.lot.clone()),
        stock_lots::customer.eq(lot.customer.clone()),
        stock_lots::reserved_tier.eq(lot.reserved_tier),
        stock_lots::expected_release.eq(lot.expected_release),
        stock_lots::position.eq(lot.position),
    )))?;
    Ok(())
}

/// Appends movements.
///
/// # Errors
///
/// What the database says.
pub fn insert_movement(db: &mut Db, movement: &NewMovement) -> Result<(), Failure> {
    db.run(diesel::insert_into(stock_movements::table).values(movement))?;
    Ok(())
}

/// The movements of an item, newest first, below `before` if it is given, at most `limit`.
///
/// # Errors
///
/// What the database says.
pub fn movements_of(
    db: &mut Db,
    plant_id: i64,
    item: &str,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Movement>, Failure> {
    let of_item = stock_movements::table
        .filter(stock_movements::plant_id.eq(plant_id))
        .filter(stock_movements::item.eq(item))
        .filter(stock_movements::id.lt(before.unwrap_or(i64::MAX)));
    Ok(db.all(of_item.order_by(stock_movements::id.desc()).limit(limit).select(Movement::columns()))?)
}

/// All movements.
///
/// # Errors
///
/// What the database says.
pub fn movements(db: &mut Db, plant_id: i64) -> Result<Vec<Movement>, Failure> {
    let all = stock_movements::table.filter(stock_movements::plant_id.eq(plant_id));
    Ok(db.all(all.order_by(stock_movements::id).select(Movement::columns()))?)
}

/// The movements that refer to a document.
///
/// # Errors
///
/// What the database says.
pub fn movements_for(db: &mut Db, plant_id: i64, kind: &str, number: &str) -> Result<Vec<Movement>, Failure> {
    let of_document = stock_movements::table
        .filter(stock_movements::plant_id.eq(plant_id))
        .filter(stock_movements::reference_kind.eq(kind))
        .filter(stock_movements::reference.eq(number));
    Ok(db.all(of_document.order_by(stock_movements::id).select(Movement::columns()))?)
}
