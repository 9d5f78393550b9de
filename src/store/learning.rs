//! What was learned from the shop's record, and what people say instead: rows and queries.

use super::schema::learning::{learning_overrides, learnings};
use super::{Columns, Db, Failure, Json};
use crate::domain::value::Moment;
use diesel::prelude::*;

/// The newest learning of a plant.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = learnings)]
pub struct LearningRow {
    /// The plant.
    pub plant_id: i64,
    /// As of when the record was read.
    pub as_of: Moment,
    /// What was learned.
    pub document: Json,
}

/// What a person says of one number.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = learning_overrides)]
pub struct OverrideRow {
    /// The plant.
    pub plant_id: i64,
    /// What kind of number.
    pub kind: String,
    /// The item; empty for all.
    pub item: String,
    /// The item group; empty for all.
    pub item_group: String,
    /// The work centre, supplier or customer; empty for all.
    pub code: String,
    /// What it is to be.
    pub content: Json,
    /// Why.
    pub reason: String,
    /// When it was said.
    pub made_at: Moment,
    /// By whom.
    pub made_by: String,
}

/// What was learned last.
///
/// # Errors
///
/// What the database says.
pub fn learning(db: &mut Db, plant_id: i64) -> Result<Option<LearningRow>, Failure> {
    Ok(db.maybe(learnings::table.find(plant_id).select(LearningRow::columns()))?)
}

/// As of when the record was read last, without what was learned from it.
///
/// # Errors
///
/// What the database says.
pub fn learned_as_of(db: &mut Db, plant_id: i64) -> Result<Option<Moment>, Failure> {
    Ok(db.maybe(learnings::table.find(plant_id).select(learnings::as_of))?)
}

/// Puts a learning in the place of the one before.
///
/// # Errors
///
/// What the database says.
pub fn put_learning(db: &mut Db, row: &LearningRow) -> Result<(), Failure> {
    db.run(diesel::delete(learnings::table.find(row.plant_id)))?;
    db.run(diesel::insert_into(learnings::table).values(row.clone()))?;
    Ok(())
}

/// Everything that people say, in the order of its key.
///
/// # Errors
///
/// What the database says.
pub fn overrides(db: &mut Db, plant_id: i64) -> Result<Vec<OverrideRow>, Failure> {
    use learning_overrides as t;
    let all = t::table.filter(t::plant_id.eq(plant_id)).order((t::kind, t::item, t::item_group, t::code));
    Ok(db.all(all.select(OverrideRow::columns()))?)
}

/// Puts what a person says in the place of what was said of the same number.
///
/// # Errors
///
/// What the database says.
pub fn put_override(db: &mut Db, row: &OverrideRow) -> Result<(), Failure> {
    take_override(db, row)?;
    db.run(diesel::insert_into(learning_overrides::table).values(row.clone()))?;
    Ok(())
}

/// Takes back what was said of the number that `row` is about, and says whether there was anything.
///
/// # Errors
///
/// What the database says.
pub fn take_override(db: &mut Db, row: &OverrideRow) -> Result<bool, Failure> {
    let key = (row.plant_id, &row.kind, &row.item, &row.item_group, &row.code);
    Ok(db.run(diesel::delete(learning_overrides::table.find(key)))? > 0)
}
