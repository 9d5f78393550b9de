//! Reviews of orders.

use crate::domain::review::ReviewStatus;
use crate::domain::role::Role;
use crate::domain::value::Moment;
use crate::store::schema::sales::reviews;
use crate::store::{Columns, Db, Failure, Json};
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

/// A review of one part of an order.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, AsChangeset, Serialize, ToSchema)]
#[diesel(table_name = reviews, treat_none_as_null = true)]
pub struct Review {
    /// Its number.
    pub id: i64,
    /// Number of the order.
    pub order_no: String,
    /// What it confirms.
    pub part: String,
    /// Who decides it.
    pub role: Role,
    /// Why the order is reviewed.
    #[schema(value_type = Vec<crate::domain::review::ReviewReason>)]
    pub reasons: Json,
    /// What became of it.
    pub status: ReviewStatus,
    /// When it was opened.
    pub opened_at: Moment,
    /// Working hours of the plant that it may take.
    pub hours: Option<i64>,
    /// When it was decided.
    pub decided_at: Option<Moment>,
    /// By whom.
    pub decided_by: Option<String>,
    /// Why.
    pub note: Option<String>,
}

/// A review to be opened.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = reviews)]
pub struct NewReview {
    /// The plant.
    pub plant_id: i64,
    /// Number of the order.
    pub order_no: String,
    /// What it confirms.
    pub part: String,
    /// Who decides it.
    pub role: Role,
    /// Why.
    pub reasons: Json,
    /// [`ReviewStatus::Open`].
    pub status: ReviewStatus,
    /// When it is opened.
    pub opened_at: Moment,
    /// Working hours of the plant that it may take.
    pub hours: Option<i64>,
}

/// Opens a review.
///
/// # Errors
///
/// What the database says.
pub fn insert_review(db: &mut Db, review: &NewReview) -> Result<i64, Failure> {
    Ok(db.one(diesel::insert_into(reviews::table).values(review).returning(reviews::id))?)
}

/// The reviews of an order, also those of earlier states of it.
///
/// # Errors
///
/// What the database says.
pub fn reviews_of(db: &mut Db, plant_id: i64, order: &str) -> Result<Vec<Review>, Failure> {
    let of_order = reviews::plant_id.eq(plant_id).and(reviews::order_no.eq(order));
    Ok(db.all(reviews::table.filter(of_order).order(reviews::id.asc()).select(Review::columns()))?)
}

/// Open reviews, oldest first.
///
/// # Errors
///
/// What the database says.
pub fn open_reviews(db: &mut Db, plant_id: i64) -> Result<Vec<Review>, Failure> {
    let open = reviews::plant_id.eq(plant_id).and(reviews::status.eq(ReviewStatus::Open));
    Ok(db.all(reviews::table.filter(open).order(reviews::id.asc()).select(Review::columns()))?)
}

/// Stores a review as it is now.
///
/// # Errors
///
/// What the database says.
pub fn update_review(db: &mut Db, review: &Review) -> Result<(), Failure> {
    db.run(diesel::update(reviews::table.find(review.id)).set(review))?;
    Ok(())
}
