//! What a line asks for besides item and date: drawing revision, certificate, packing, special agreements.

use crate::domain::role::Role;
use crate::domain::value::Moment;
use crate::store::schema::sales::line_requirements;
use crate::store::{Columns, Db, Failure};
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

/// A requirement of a line.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Serialize, ToSchema)]
#[diesel(table_name = line_requirements)]
pub struct Requirement {
    /// Its number.
    pub id: i64,
    /// Number of the order.
    #[serde(skip)]
    pub order_no: String,
    /// Number of the line.
    pub line: String,
    /// What it is about: `drawing`, `certificate`, `packing`, `agreement`, or the shop's own word.
    pub kind: String,
    /// What is required.
    pub text: String,
    /// The role that sees to it.
    pub owner_role: Role,
    /// When it was written down.
    pub written_at: Moment,
    /// By whom.
    pub written_by: String,
    /// When it was acknowledged.
    pub acknowledged_at: Option<Moment>,
    /// By whom.
    pub acknowledged_by: Option<String>,
}

/// A requirement to be stored.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = line_requirements)]
pub struct NewRequirement {
    /// The plant.
    pub plant_id: i64,
    /// Number of the order.
    pub order_no: String,
    /// Number of the line.
    pub line: String,
    /// What it is about.
    pub kind: String,
    /// What is required.
    pub text: String,
    /// The role that sees to it.
    pub owner_role: Role,
    /// When it is written down.
    pub written_at: Moment,
    /// By whom.
    pub written_by: String,
}

/// Adds a requirement and says its number.
///
/// # Errors
///
/// What the database says.
pub fn insert_requirement(db: &mut Db, requirement: &NewRequirement) -> Result<i64, Failure> {
    let insert = diesel::insert_into(line_requirements::table).values(requirement);
    Ok(db.one(insert.returning(line_requirements::id))?)
}

/// The requirements of all lines of an order.
///
/// # Errors
///
/// What the database says.
pub fn requirements_of(db: &mut Db, plant_id: i64, order: &str) -> Result<Vec<Requirement>, Failure> {
    let of_order = line_requirements::plant_id.eq(plant_id).and(line_requirements::order_no.eq(order));
    let rows = line_requirements::table.filter(of_order).order(line_requirements::id.asc());
    Ok(db.all(rows.select(Requirement::columns()))?)
}

/// Stores who acknowledged a requirement.
///
/// # Errors
///
/// What the database says.
pub fn acknowledge(db: &mut Db, id: i64, at: Moment, by: &str) -> Result<(), Failure> {
    let set =
        (line_requirements::acknowledged_at.eq(Some(at)), line_requirements::acknowledged_by.eq(Some(by)));
    db.run(diesel::update(line_requirements::table.find(id)).set(set))?;
    Ok(())
}
