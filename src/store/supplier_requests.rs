//! What suppliers are asked about purchase orders, and when it was last looked whom to remind. Rows only: who is asked what
//! is decided in `services::supplier_requests`.

use super::schema::notices::{supplier_reminders, supplier_requests};
use super::types::Held;
use super::{Columns, Db, Failure};
use crate::domain::supplier_request::{Answer, AskedLine, State};
use crate::domain::value::{Day, Moment};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

crate::stored_as_text!(State);

/// Somebody at a supplier who was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AskedContact {
    /// What they are called.
    pub name: String,
    /// Where mail reaches them.
    pub address: String,
}

/// A request to a supplier.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = supplier_requests, primary_key(id), treat_none_as_null = true)]
pub struct Request {
    /// What its link names.
    pub id: String,
    /// The plant.
    pub plant_id: i64,
    /// The purchase order.
    pub order_no: String,
    /// The supplier, by code.
    pub supplier: String,
    /// Where it stands.
    pub state: State,
    /// The lines that it asks about.
    pub lines: Held<Vec<AskedLine>>,
    /// Whom it was sent to.
    pub contacts: Held<Vec<AskedContact>>,
    /// `en` or `zh`.
    pub lang: String,
    /// When it was sent.
    pub asked_at: Moment,
    /// By whom.
    pub asked_by: String,
    /// Until when its link is good.
    pub expires_at: Moment,
    /// When it was answered, taken back or replaced.
    pub ended_at: Option<Moment>,
    /// By whom.
    pub ended_by: Option<String>,
    /// What the supplier said.
    pub answers: Option<Held<Vec<Answer>>>,
}

/// Adds a request.
///
/// # Errors
///
/// What the database says.
pub fn insert(db: &mut Db, row: &Request) -> Result<(), Failure> {
    db.run(diesel::insert_into(supplier_requests::table).values(row.clone()))?;
    Ok(())
}

/// Stores a request as it is now.
///
/// # Errors
///
/// What the database says.
pub fn update(db: &mut Db, row: &Request) -> Result<(), Failure> {
    db.run(diesel::update(supplier_requests::table.find(row.id.clone())).set(row.clone()))?;
    Ok(())
}

/// A request by what its link names.
///
/// # Errors
///
/// What the database says.
pub fn request(db: &mut Db, plant_id: i64, id: &str) -> Result<Option<Request>, Failure> {
    let one = supplier_requests::plant_id.eq(plant_id).and(supplier_requests::id.eq(id.to_owned()));
    Ok(db.maybe(supplier_requests::table.filter(one).select(Request::columns()))?)
}

/// Everything that was asked about a purchase order, newest first.
///
/// # Errors
///
/// What the database says.
pub fn requests_of(db: &mut Db, plant_id: i64, order: &str) -> Result<Vec<Request>, Failure> {
    let of = supplier_requests::plant_id.eq(plant_id).and(supplier_requests::order_no.eq(order.to_owned()));
    let newest = (supplier_requests::asked_at.desc(), supplier_requests::id);
    Ok(db.all(supplier_requests::table.filter(of).order(newest).select(Request::columns()))?)
}

/// The newest requests, so many at most.
///
/// # Errors
///
/// What the database says.
pub fn newest(db: &mut Db, plant_id: i64, limit: i64) -> Result<Vec<Request>, Failure> {
    let all = supplier_requests::table.filter(supplier_requests::plant_id.eq(plant_id));
    let newest = (supplier_requests::asked_at.desc(), supplier_requests::id);
    Ok(db.all(all.order(newest).limit(limit).select(Request::columns()))?)
}

/// The last day on which it was looked whom to remind.
///
/// # Errors
///
/// What the database says.
pub fn looked(db: &mut Db, plant_id: i64) -> Result<Option<Day>, Failure> {
    Ok(db.maybe(supplier_reminders::table.find(plant_id).select(supplier_reminders::day))?)
}

/// It was looked whom to remind on `day`; none to begin anew.
///
/// # Errors
///
/// What the database says.
pub fn look(db: &mut Db, plant_id: i64, day: Option<Day>) -> Result<(), Failure> {
    db.run(diesel::delete(supplier_reminders::table.find(plant_id)))?;
    if let Some(day) = day {
        let row = (supplier_reminders::plant_id.eq(plant_id), supplier_reminders::day.eq(day));
        db.run(diesel::insert_into(supplier_reminders::table).values(row))?;
    }
    Ok(())
}
