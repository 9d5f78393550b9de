//! Calls for help.

use crate::domain::value::Moment;
use crate::store::schema::floor::calls;
use crate::store::{Columns, Db, Failure};
use diesel::prelude::*;

/// A call for help.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = calls, primary_key(id))]
#[diesel(treat_none_as_null = true)]
pub struct Call {
    /// Made by the client: the same call sent again is known by it.
    pub id: String,
    /// The plant.
    pub plant_id: i64,
    /// Where help is needed.
    pub work_centre: String,
    /// What for: the code of a reason.
    pub kind: String,
    /// What else there is to say.
    pub note: Option<String>,
    /// The work order that it is about.
    pub work_order: Option<String>,
    /// Its operation.
    pub operation: Option<String>,
    /// When, by the plant's clock.
    pub at: Moment,
    /// The tablet.
    pub device: Option<String>,
    /// Who called, as it is written down.
    pub made_by: String,
    /// When somebody came.
    pub answered_at: Option<Moment>,
    /// Who.
    pub answered_by: Option<String>,
}

/// A call by its id.
///
/// # Errors
///
/// What the database says.
pub fn call(db: &mut Db, id: &str) -> Result<Option<Call>, Failure> {
    Ok(db.maybe(calls::table.find(id).select(Call::columns()))?)
}

/// The calls that nobody answered, or not before `since`; the newest first, at most `limit`.
///
/// # Errors
///
/// What the database says.
pub fn calls(db: &mut Db, plant_id: i64, since: Moment, limit: i64) -> Result<Vec<Call>, Failure> {
    let told = calls::answered_at.is_null().or(calls::answered_at.ge(since));
    let rows = calls::table.filter(calls::plant_id.eq(plant_id)).filter(told);
    Ok(db.all(rows.order((calls::at.desc(), calls::id)).limit(limit).select(Call::columns()))?)
}

/// Stores a call, new or answered.
///
/// # Errors
///
/// What the database says.
pub fn put_call(db: &mut Db, row: &Call) -> Result<(), Failure> {
    let insert = diesel::insert_into(calls::table).values(row);
    db.run(insert.on_conflict(calls::id).do_update().set(row))?;
    Ok(())
}
