//! What customers say: questions, what they did of what we wait for, what they follow, answers to surveys.

use crate::domain::portal::QuestionKind;
use crate::domain::value::Moment;
use crate::store::schema::portal::{portal_followers, portal_questions, portal_said, portal_surveys};
use crate::store::{Columns, Db, Failure};
use diesel::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

crate::stored_as_text!(QuestionKind);

/// A question of a customer.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, AsChangeset, Serialize, ToSchema)]
#[diesel(table_name = portal_questions, treat_none_as_null = true)]
#[schema(as = CustomerQuestion)]
pub struct Question {
    /// Its number.
    pub id: i64,
    /// The plant.
    #[serde(skip)]
    pub plant_id: i64,
    /// The order that it is about.
    pub order_no: String,
    /// Whether it is a complaint.
    pub kind: QuestionKind,
    /// What was asked.
    pub text: String,
    /// When.
    pub asked_at: Moment,
    /// By when it is to be answered.
    pub answer_by: Moment,
    /// The answer.
    pub answer: Option<String>,
    /// When it was answered.
    pub answered_at: Option<Moment>,
    /// By whom.
    pub answered_by: Option<String>,
    /// Grows with every change.
    pub version: i64,
}

/// A question to be written down.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = portal_questions)]
pub struct NewQuestion {
    /// The plant.
    pub plant_id: i64,
    /// The order that it is about.
    pub order_no: String,
    /// Whether it is a complaint.
    pub kind: QuestionKind,
    /// What is asked.
    pub text: String,
    /// When.
    pub asked_at: Moment,
    /// By when it is to be answered.
    pub answer_by: Moment,
    /// 1.
    pub version: i64,
}

/// Writes a question down; its number.
///
/// # Errors
///
/// What the database says.
pub fn insert_question(db: &mut Db, row: &NewQuestion) -> Result<i64, Failure> {
    let insert = diesel::insert_into(portal_questions::table).values(row.clone());
    Ok(db.one(insert.returning(portal_questions::id))?)
}

/// A question by its number.
///
/// # Errors
///
/// What the database says.
pub fn question(db: &mut Db, plant_id: i64, id: i64) -> Result<Option<Question>, Failure> {
    let one = portal_questions::table.find(id).filter(portal_questions::plant_id.eq(plant_id));
    Ok(db.maybe(one.select(Question::columns()))?)
}

/// Questions, the oldest first: of an order or of all, those that are still open or all, after a number.
///
/// # Errors
///
/// What the database says.
pub fn questions(
    db: &mut Db,
    plant_id: i64,
    order: Option<&str>,
    open: bool,
    (after, limit): (i64, i64),
) -> Result<Vec<Question>, Failure> {
    crate::on!(db, connection => {
        let mut query = portal_questions::table
            .filter(portal_questions::plant_id.eq(plant_id))
            .filter(portal_questions::id.gt(after))
            .order(portal_questions::id)
            .limit(limit)
            .select(Question::columns())
            .into_boxed();
        if let Some(order) = order {
            query = query.filter(portal_questions::order_no.eq(order));
        }
        if open {
            query = query.filter(portal_questions::answered_at.is_null());
        }
        Ok(query.load(connection)?)
    })
}

/// Stores a question as it is now.
///
/// # Errors
///
/// What the database says.
pub fn update_question(db: &mut Db, row: &Question) -> Result<(), Failure> {
    db.run(diesel::update(portal_questions::table.find(row.id)).set(row.clone()))?;
    Ok(())
}

/// What a customer said of what we wait for.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = portal_said, primary_key(hold), treat_none_as_null = true)]
pub struct Said {
    /// The hold.
    pub hold: i64,
    /// When.
    pub said_at: Moment,
    /// In their words.
    pub note: Option<String>,
}

/// Writes down what a customer said of a hold.
///
/// # Errors
///
/// What the database says.
pub fn put_said(db: &mut Db, row: &Said) -> Result<(), Failure> {
    let insert = diesel::insert_into(portal_said::table).values(row.clone());
    db.run(insert.on_conflict(portal_said::hold).do_update().set(row.clone()))?;
    Ok(())
}

/// Forgets what a customer said of a hold; whether they had said anything.
///
/// # Errors
///
/// What the database says.
pub fn drop_said(db: &mut Db, hold: i64) -> Result<bool, Failure> {
    Ok(db.run(diesel::delete(portal_said::table.find(hold)))? > 0)
}

/// What was said of these holds.
///
/// # Errors
///
/// What the database says.
pub fn said_of(db: &mut Db, holds: &[i64]) -> Result<Vec<Said>, Failure> {
    let some = portal_said::table.filter(portal_said::hold.eq_any(holds.to_vec()));
    Ok(db.all(some.select(Said::columns()))?)
}

/// An address that follows an order.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = portal_followers, treat_none_as_null = true)]
pub struct Follower {
    /// What its links name.
    pub id: String,
    /// The plant.
    pub plant_id: i64,
    /// The order.
    pub order_no: String,
    /// Where mail reaches them, in small letters.
    pub address: String,
    /// `en` or `zh`.
    pub lang: String,
    /// When it was asked for.
    pub asked_at: Moment,
    /// When whoever reads that address said yes.
    pub confirmed_at: Option<Moment>,
    /// When they had enough; without a yes, when they were put out.
    pub ended_at: Option<Moment>,
}

/// Adds or stores a follower.
///
/// # Errors
///
/// What the database says.
pub fn put_follower(db: &mut Db, row: &Follower) -> Result<(), Failure> {
    let insert = diesel::insert_into(portal_followers::table).values(row.clone());
    db.run(insert.on_conflict(portal_followers::id).do_update().set(row.clone()))?;
    Ok(())
}

/// A follower by what its links name.
///
/// # Errors
///
/// What the database says.
pub fn follower(db: &mut Db, id: &str) -> Result<Option<Follower>, Failure> {
    Ok(db.maybe(portal_followers::table.find(id.to_owned()).select(Follower::columns()))?)
}

/// All who ever asked to follow an order.
///
/// # Errors
///
/// What the database says.
pub fn followers_of(db: &mut Db, plant_id: i64, order: &str) -> Result<Vec<Follower>, Failure> {
    let of_order = portal_followers::table.filter(portal_followers::plant_id.eq(plant_id));
    let of_order = of_order.filter(portal_followers::order_no.eq(order.to_owned()));
    Ok(db.all(of_order.order_by(portal_followers::asked_at).select(Follower::columns()))?)
}

/// What an address follows or was asked about.
///
/// # Errors
///
/// What the database says.
pub fn followed_by(db: &mut Db, plant_id: i64, address: &str) -> Result<Vec<Follower>, Failure> {
    let own = portal_followers::table
        .filter(portal_followers::plant_id.eq(plant_id))
        .filter(portal_followers::address.eq(address.to_lowercase()));
    Ok(db.all(own.order_by(portal_followers::asked_at).select(Follower::columns()))?)
}

/// Puts out all who follow an order or were asked whether they want to: their links are no good any more.
///
/// # Errors
///
/// What the database says.
pub fn put_followers_out(db: &mut Db, plant_id: i64, order: &str, at: Moment) -> Result<(), Failure> {
    let of_order = portal_followers::table
        .filter(portal_followers::plant_id.eq(plant_id))
        .filter(portal_followers::order_no.eq(order.to_owned()));
    let out = (portal_followers::confirmed_at.eq(None::<Moment>), portal_followers::ended_at.eq(Some(at)));
    db.run(diesel::update(of_order).set(out))?;
    Ok(())
}

/// What a customer answered after delivery.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize, ToSchema,
)]
#[diesel(table_name = portal_surveys, primary_key(plant_id, order_no), treat_none_as_null = true)]
#[schema(as = SurveyAnswer)]
pub struct Survey {
    /// The plant.
    #[serde(skip)]
    pub plant_id: i64,
    /// The order.
    pub order_no: String,
    /// How likely they would recommend us, 0 to 10.
    pub nps: Option<i64>,
    /// How satisfied they are, 1 to 5.
    pub csat: Option<i64>,
    /// How easy it was, 1 to 7.
    pub ces: Option<i64>,
    /// In their words.
    pub comment: Option<String>,
    /// Whether the first question was answered with a low score.
    pub low: bool,
    /// When.
    pub answered_at: Moment,
    /// When somebody here took note of it.
    pub seen_at: Option<Moment>,
    /// Who.
    pub seen_by: Option<String>,
}

/// Writes an answer down.
///
/// # Errors
///
/// What the database says; there is one already.
pub fn insert_survey(db: &mut Db, row: &Survey) -> Result<(), Failure> {
    db.run(diesel::insert_into(portal_surveys::table).values(row.clone()))?;
    Ok(())
}

/// Stores an answer as it is now.
///
/// # Errors
///
/// What the database says.
pub fn put_survey(db: &mut Db, row: &Survey) -> Result<(), Failure> {
    let one = portal_surveys::table.find((row.plant_id, row.order_no.clone()));
    db.run(diesel::update(one).set(row.clone()))?;
    Ok(())
}

/// What the customer of an order answered.
///
/// # Errors
///
/// What the database says.
pub fn survey(db: &mut Db, plant_id: i64, order: &str) -> Result<Option<Survey>, Failure> {
    Ok(db.maybe(portal_surveys::table.find((plant_id, order.to_owned())).select(Survey::columns()))?)
}

/// What the customers of several orders answered, by the order's number.
///
/// # Errors
///
/// What the database says.
pub fn surveys_of(
    db: &mut Db,
    plant_id: i64,
    orders: &[String],
) -> Result<BTreeMap<String, Survey>, Failure> {
    let mut answers = BTreeMap::new();
    for some in orders.chunks(500) {
        let named =
            portal_surveys::plant_id.eq(plant_id).and(portal_surveys::order_no.eq_any(some.iter().cloned()));
        let found = portal_surveys::table.filter(named).select(Survey::columns());
        answers.extend(db.all::<Survey, _>(found)?.into_iter().map(|row| (row.order_no.clone(), row)));
    }
    Ok(answers)
}

/// The answers to surveys, the newest first.
///
/// # Errors
///
/// What the database says.
pub fn surveys(db: &mut Db, plant_id: i64, limit: i64) -> Result<Vec<Survey>, Failure> {
    let all = portal_surveys::table.filter(portal_surveys::plant_id.eq(plant_id));
    Ok(db.all(all.order_by(portal_surveys::answered_at.desc()).limit(limit).select(Survey::columns()))?)
}
