//! The word of a lead at a tablet, good once.

use crate::domain::value::Moment;
use crate::store::schema::floor::approvals;
use crate::store::{Db, Failure};
use diesel::prelude::*;

/// A lead's word at a tablet.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = approvals)]
pub struct Approval {
    /// SHA-256 of its secret.
    pub hash: String,
    /// The plant.
    pub plant_id: i64,
    /// The lead.
    pub operator: String,
    /// Where; it is good nowhere else.
    pub device: String,
    /// Until when, by the machine's clock.
    pub expires: Moment,
}

/// Stores an approval, and forgets those that are over at `now`.
///
/// # Errors
///
/// What the database says.
pub fn add_approval(db: &mut Db, row: &Approval, now: Moment) -> Result<(), Failure> {
    db.run(diesel::delete(approvals::table.filter(approvals::expires.le(now))))?;
    db.run(diesel::insert_into(approvals::table).values(row))?;
    Ok(())
}

/// Uses up the approval of that hash, and says whether it was one of this lead at this tablet that is good at `now`.
/// One of another lead, or at another tablet, stays.
///
/// # Errors
///
/// What the database says.
pub fn take_approval(
    db: &mut Db,
    hash: &str,
    (plant_id, operator, device): (i64, &str, &str),
    now: Moment,
) -> Result<bool, Failure> {
    let good = approvals::table
        .filter(approvals::hash.eq(hash).and(approvals::plant_id.eq(plant_id)))
        .filter(approvals::operator.eq(operator).and(approvals::device.eq(device)))
        .filter(approvals::expires.gt(now));
    Ok(db.run(diesel::delete(good))? > 0)
}

/// Ends what an operator approved and nobody has used.
///
/// # Errors
///
/// What the database says.
pub(super) fn end_approvals_of(db: &mut Db, plant_id: i64, code: &str) -> Result<(), Failure> {
    let own = approvals::plant_id.eq(plant_id).and(approvals::operator.eq(code));
    db.run(diesel::delete(approvals::table.filter(own)))?;
    Ok(())
}

/// Ends what was approved at a tablet and nobody has used.
///
/// # Errors
///
/// What the database says.
pub(super) fn end_approvals_at(db: &mut Db, device: &str) -> Result<(), Failure> {
    db.run(diesel::delete(approvals::table.filter(approvals::device.eq(device))))?;
    Ok(())
}
