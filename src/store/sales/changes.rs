//! What customers want changed: asked, weighed, agreed or declined.

use crate::domain::change::ChangeStatus;
use crate::domain::value::{Amount, Day, Moment};
use crate::store::schema::sales::change_requests;
use crate::store::{Columns, Db, Failure, Json};
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

crate::stored_as_text!(ChangeStatus);

/// A change that a customer asks for.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, AsChangeset, Serialize, ToSchema)]
#[diesel(table_name = change_requests, treat_none_as_null = true)]
pub struct ChangeRequest {
    /// Its number.
    pub id: i64,
    /// The plant.
    #[serde(skip)]
    pub plant_id: i64,
    /// Number of the order.
    #[serde(rename = "order")]
    pub order_no: String,
    /// Number of the line.
    pub line: String,
    /// Number of the schedule line, or empty.
    pub schedule: String,
    /// How much is wanted instead; as it is if empty.
    pub quantity: Option<Amount>,
    /// The day on which it is wanted instead; as it is if empty.
    pub date: Option<Day>,
    /// Whether the line is to be given up.
    pub cancel: bool,
    /// Who asks.
    pub asked_by: String,
    /// What they say.
    pub note: Option<String>,
    /// What has become of it.
    pub status: ChangeStatus,
    /// What it would do, as it was weighed last.
    #[serde(skip)]
    pub evaluation: Json,
    /// When it was written down.
    pub made_at: Moment,
    /// By whom.
    pub made_by: String,
    /// When it was decided.
    pub decided_at: Option<Moment>,
    /// By whom.
    pub decided_by: Option<String>,
    /// Why it was declined, or agreed against the plan. No customer reads it.
    pub reason: Option<String>,
    /// What the customer reads of why it was declined.
    pub answer: Option<String>,
}

/// A change request to be stored.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = change_requests)]
pub struct NewChangeRow {
    /// The plant.
    pub plant_id: i64,
    /// Number of the order.
    pub order_no: String,
    /// Number of the line.
    pub line: String,
    /// Number of the schedule line, or empty.
    pub schedule: String,
    /// How much is wanted instead.
    pub quantity: Option<Amount>,
    /// The day on which it is wanted instead.
    pub date: Option<Day>,
    /// Whether the line is to be given up.
    pub cancel: bool,
    /// Who asks.
    pub asked_by: String,
    /// What they say.
    pub note: Option<String>,
    /// What has become of it.
    pub status: ChangeStatus,
    /// What it would do.
    pub evaluation: Json,
    /// When it is written down.
    pub made_at: Moment,
    /// By whom.
    pub made_by: String,
}

/// Adds a change request and says its number.
///
/// # Errors
///
/// What the database says.
pub fn insert_change_request(db: &mut Db, row: &NewChangeRow) -> Result<i64, Failure> {
    let insert = diesel::insert_into(change_requests::table).values(row);
    Ok(db.one(insert.returning(change_requests::id))?)
}

/// One change request.
///
/// # Errors
///
/// What the database says.
pub fn change_request(db: &mut Db, plant_id: i64, id: i64) -> Result<Option<ChangeRequest>, Failure> {
    let one = change_requests::plant_id.eq(plant_id).and(change_requests::id.eq(id));
    Ok(db.maybe(change_requests::table.filter(one).select(ChangeRequest::columns()))?)
}

/// Change requests after `after`, oldest first, of `status` and `order` if said.
///
/// # Errors
///
/// What the database says.
pub fn change_requests(
    db: &mut Db,
    plant_id: i64,
    (status, order): (Option<ChangeStatus>, Option<&str>),
    after: i64,
    limit: i64,
) -> Result<Vec<ChangeRequest>, Failure> {
    crate::on!(db, connection => {
        let mut query = change_requests::table
            .filter(change_requests::plant_id.eq(plant_id).and(change_requests::id.gt(after)))
            .order(change_requests::id.asc())
            .limit(limit)
            .select(ChangeRequest::columns())
            .into_boxed();
        if let Some(status) = status {
            query = query.filter(change_requests::status.eq(status));
        }
        if let Some(order) = order {
            query = query.filter(change_requests::order_no.eq(order));
        }
        Ok(query.load(connection)?)
    })
}

/// Stores a change request as it is now.
///
/// # Errors
///
/// What the database says.
pub fn update_change_request(db: &mut Db, row: &ChangeRequest) -> Result<(), Failure> {
    db.run(diesel::update(change_requests::table.find(row.id)).set(row))?;
    Ok(())
}
