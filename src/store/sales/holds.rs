//! Holds and what customers have to do first.

use crate::document::{HoldBlocks, HoldKind, Milestone};
use crate::domain::value::{Day, Moment};
use crate::store::schema::sales::holds;
use crate::store::{Columns, Db, Failure, Part};
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

/// A hold.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, AsChangeset, Serialize, ToSchema)]
#[diesel(table_name = holds, treat_none_as_null = true)]
pub struct Hold {
    /// Its number.
    pub id: i64,
    /// The plant.
    #[serde(skip)]
    pub plant_id: i64,
    /// The order held.
    pub order_no: Option<String>,
    /// Its line; the whole order if empty.
    pub line: Option<String>,
    /// The work order held.
    pub work_order: Option<String>,
    /// Its operation; the whole work order if empty.
    pub operation: Option<String>,
    /// Why.
    pub kind: HoldKind,
    /// What the customer has to do first.
    pub milestone: Option<Milestone>,
    /// Who looks after it.
    pub owner: Option<String>,
    /// When it is expected to end.
    pub expected_release: Option<Day>,
    /// The day from which it holds nothing any more.
    pub released: Option<Day>,
    /// What may not happen before; starting unless said.
    pub blocks: Option<HoldBlocks>,
    /// A remark.
    pub note: Option<String>,
    /// Grows with every change.
    pub version: i64,
    /// When it was placed.
    pub placed_at: Moment,
    /// By whom.
    pub placed_by: String,
    /// When it was lifted.
    pub released_at: Option<Moment>,
    /// By whom.
    pub released_by: Option<String>,
}

/// A hold to be placed.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = holds)]
pub struct NewHold {
    /// The plant.
    pub plant_id: i64,
    /// The order held.
    pub order_no: Option<String>,
    /// Its line.
    pub line: Option<String>,
    /// The work order held.
    pub work_order: Option<String>,
    /// Its operation.
    pub operation: Option<String>,
    /// Why.
    pub kind: HoldKind,
    /// What the customer has to do first.
    pub milestone: Option<Milestone>,
    /// Who looks after it.
    pub owner: Option<String>,
    /// When it is expected to end.
    pub expected_release: Option<Day>,
    /// The day from which it holds nothing any more, where that is known already.
    pub released: Option<Day>,
    /// What may not happen before.
    pub blocks: Option<HoldBlocks>,
    /// A remark.
    pub note: Option<String>,
    /// When it is placed.
    pub placed_at: Moment,
    /// By whom.
    pub placed_by: String,
}

/// Places a hold and says its number.
///
/// # Errors
///
/// What the database says.
pub fn insert_hold(db: &mut Db, hold: &NewHold) -> Result<i64, Failure> {
    Ok(db.one(diesel::insert_into(holds::table).values(hold).returning(holds::id))?)
}

/// One hold.
///
/// # Errors
///
/// What the database says.
pub fn hold(db: &mut Db, plant_id: i64, id: i64) -> Result<Option<Hold>, Failure> {
    let query = holds::table.filter(holds::id.eq(id).and(holds::plant_id.eq(plant_id)));
    Ok(db.maybe(query.select(Hold::columns()))?)
}

/// The holds on an order and its lines, lifted ones too.
///
/// # Errors
///
/// What the database says.
pub fn holds_of(db: &mut Db, plant_id: i64, order: &str) -> Result<Vec<Hold>, Failure> {
    let of_order = holds::plant_id.eq(plant_id).and(holds::order_no.eq(order));
    Ok(db.all(holds::table.filter(of_order).order(holds::id.asc()).select(Hold::columns()))?)
}

/// The holds on a work order, and on the sales order that it is made for, lifted ones too.
///
/// # Errors
///
/// What the database says.
pub fn holds_about(
    db: &mut Db,
    plant_id: i64,
    work_order: &str,
    order: Option<&str>,
) -> Result<Vec<Hold>, Failure> {
    let of_plant = || holds::table.filter(holds::plant_id.eq(plant_id)).order(holds::id.asc());
    let own = of_plant().filter(holds::work_order.eq(work_order.to_owned()));
    let mut found: Vec<Hold> = db.all(own.select(Hold::columns()))?;
    if let Some(order) = order {
        found.extend(holds_of(db, plant_id, order)?);
    }
    Ok(found)
}

/// All holds that nobody lifted.
///
/// # Errors
///
/// What the database says.
pub fn standing_holds(db: &mut Db, plant_id: i64) -> Result<Vec<Hold>, Failure> {
    let standing = holds::plant_id.eq(plant_id).and(holds::released_at.is_null());
    Ok(db.all(holds::table.filter(standing).order(holds::id.asc()).select(Hold::columns()))?)
}

/// All holds, lifted ones too.
///
/// # Errors
///
/// What the database says.
pub fn all_holds(db: &mut Db, plant_id: i64) -> Result<Vec<Hold>, Failure> {
    holds_part(db, plant_id, Part::ALL)
}

/// A part of [`all_holds`].
///
/// # Errors
///
/// What the database says.
pub fn holds_part(db: &mut Db, plant_id: i64, part: Part) -> Result<Vec<Hold>, Failure> {
    let rows = holds::table.filter(holds::plant_id.eq(plant_id)).order(holds::id.asc());
    Ok(db.all(rows.limit(part.limit).offset(part.offset).select(Hold::columns()))?)
}

/// Stores a hold as it is now.
///
/// # Errors
///
/// What the database says.
pub fn update_hold(db: &mut Db, hold: &Hold) -> Result<(), Failure> {
    db.run(diesel::update(holds::table.find(hold.id)).set(hold))?;
    Ok(())
}
