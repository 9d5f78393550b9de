//! What quality decided: rows and queries. Rows are never changed.

use super::schema::supply::inspections;
use super::types::Held;
use super::{Columns, Db, Failure};
use crate::domain::value::{Amount, Moment};
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

/// A decision about a lot or about the pieces of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, ToSchema)]
#[diesel(table_name = inspections)]
pub struct Inspection {
    /// The plant.
    #[serde(skip)]
    pub plant_id: i64,
    /// Made by the client: the same one again is the same inspection.
    pub id: String,
    /// What was inspected.
    pub item: String,
    /// The lot, if it was one in stock.
    pub lot_key: Option<String>,
    /// The work order, if it was an operation of one, or if pieces of the lot go back to it to be done again.
    pub work_order: Option<String>,
    /// The operation.
    pub operation: Option<String>,
    /// How much was inspected: the sum of the four below.
    pub inspected: Amount,
    /// How much may be used.
    pub accepted: Amount,
    /// How much is thrown away.
    pub scrapped: Amount,
    /// How much is worked on again.
    pub rework: Amount,
    /// How much goes back to the supplier.
    pub returned: Amount,
    /// The operation at which rework begins.
    pub rework_operation: Option<String>,
    /// Why something was not accepted.
    pub reason: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// When it happened.
    pub at: Moment,
    /// When it was booked.
    pub booked_at: Moment,
    /// By whom.
    pub actor: String,
    /// Its photos, by id.
    #[schema(value_type = Vec<String>)]
    pub photos: Held<Vec<String>>,
}

/// An inspection, by its id.
///
/// # Errors
///
/// What the database says.
pub fn inspection(db: &mut Db, plant_id: i64, id: &str) -> Result<Option<Inspection>, Failure> {
    Ok(db.maybe(inspections::table.find((plant_id, id)).select(Inspection::columns()))?)
}

/// Inspections behind one booked at an instant with an id, newest first; those booked at one instant by their id.
///
/// # Errors
///
/// What the database says.
pub fn inspections(
    db: &mut Db,
    plant_id: i64,
    behind: Option<(Moment, &str)>,
    limit: i64,
) -> Result<Vec<Inspection>, Failure> {
    let all = inspections::table.filter(inspections::plant_id.eq(plant_id));
    let newest = (inspections::booked_at.desc(), inspections::id);
    Ok(match behind {
        Some((at, id)) => {
            let at_once = inspections::booked_at.eq(at).and(inspections::id.gt(id.to_owned()));
            let later = inspections::booked_at.lt(at).or(at_once);
            db.all(all.filter(later).order_by(newest).limit(limit).select(Inspection::columns()))?
        }
        None => db.all(all.order_by(newest).limit(limit).select(Inspection::columns()))?,
    })
}

/// The inspections of a work order's operations, oldest first.
///
/// # Errors
///
/// What the database says.
pub fn of_work_order(db: &mut Db, plant_id: i64, number: &str) -> Result<Vec<Inspection>, Failure> {
    let of_order = inspections::table
        .filter(inspections::plant_id.eq(plant_id))
        .filter(inspections::work_order.eq(number));
    Ok(db.all(of_order.order_by((inspections::at, inspections::id)).select(Inspection::columns()))?)
}

/// Writes an inspection.
///
/// # Errors
///
/// What the database says.
pub fn insert(db: &mut Db, inspection: &Inspection) -> Result<(), Failure> {
    db.run(diesel::insert_into(inspections::table).values(inspection))?;
    Ok(())
}
