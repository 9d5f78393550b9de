//! The people of the floor, their sign-ins at tablets, and the key of their pseudonyms.

use super::approvals::{end_approvals_at, end_approvals_of};
use crate::domain::value::Moment;
use crate::store::schema::floor::{operator_sign_ins, operators, pseudonym_keys};
use crate::store::{Columns, Db, Failure};
use diesel::prelude::*;

/// Somebody who works on the floor.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = operators, primary_key(plant_id, code))]
#[diesel(treat_none_as_null = true)]
pub struct Operator {
    /// The plant.
    pub plant_id: i64,
    /// What they are known by: short, typed and printed.
    pub code: String,
    /// What others call them.
    pub name: String,
    /// `en` or `zh`.
    pub lang: String,
    /// Whether they lead the floor.
    pub lead: bool,
    /// Whether they inspect.
    pub inspects: bool,
    /// Whether they may sign in.
    pub active: bool,
    /// Their PIN under argon2id.
    pub pin_hash: Option<String>,
    /// SHA-256 of the secret on their badge.
    pub badge_hash: Option<String>,
    /// Grows with every change.
    pub version: i64,
}

/// An operator who is signed in at a tablet.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = operator_sign_ins)]
pub struct SignIn {
    /// SHA-256 of its secret.
    pub hash: String,
    /// The plant.
    pub plant_id: i64,
    /// Who.
    pub operator: String,
    /// Where; it is good nowhere else.
    pub device: String,
    /// Until when, by the machine's clock.
    pub expires: Moment,
}

/// Everybody, by code.
///
/// # Errors
///
/// What the database says.
pub fn operators(db: &mut Db, plant_id: i64) -> Result<Vec<Operator>, Failure> {
    let all = operators::table.filter(operators::plant_id.eq(plant_id)).order(operators::code);
    Ok(db.all(all.select(Operator::columns()))?)
}

/// Somebody by their code.
///
/// # Errors
///
/// What the database says.
pub fn operator(db: &mut Db, plant_id: i64, code: &str) -> Result<Option<Operator>, Failure> {
    Ok(db.maybe(operators::table.find((plant_id, code)).select(Operator::columns()))?)
}

/// Somebody by the hash of what their badge says.
///
/// # Errors
///
/// What the database says.
pub fn operator_of_badge(db: &mut Db, plant_id: i64, hash: &str) -> Result<Option<Operator>, Failure> {
    let whose = operators::plant_id.eq(plant_id).and(operators::badge_hash.eq(hash));
    Ok(db.maybe(operators::table.filter(whose).select(Operator::columns()))?)
}

/// Stores an operator, new or changed.
///
/// # Errors
///
/// What the database says.
pub fn put_operator(db: &mut Db, row: &Operator) -> Result<(), Failure> {
    let insert = diesel::insert_into(operators::table).values(row);
    db.run(insert.on_conflict((operators::plant_id, operators::code)).do_update().set(row))?;
    Ok(())
}

/// Stores a sign-in, and forgets those that are over at `now`.
///
/// # Errors
///
/// What the database says.
pub fn add_sign_in(db: &mut Db, row: &SignIn, now: Moment) -> Result<(), Failure> {
    db.run(diesel::delete(operator_sign_ins::table.filter(operator_sign_ins::expires.le(now))))?;
    db.run(diesel::insert_into(operator_sign_ins::table).values(row))?;
    Ok(())
}

/// Who is signed in at `device` by this secret at `now`.
///
/// # Errors
///
/// What the database says.
pub fn signed_in(db: &mut Db, hash: &str, device: &str, now: Moment) -> Result<Option<Operator>, Failure> {
    let good = operator_sign_ins::table
        .find(hash)
        .filter(operator_sign_ins::device.eq(device).and(operator_sign_ins::expires.gt(now)));
    let who: Option<(i64, String)> =
        db.maybe(good.select((operator_sign_ins::plant_id, operator_sign_ins::operator)))?;
    who.map_or(Ok(None), |(plant_id, code)| operator(db, plant_id, &code))
}

/// Ends a sign-in.
///
/// # Errors
///
/// What the database says.
pub fn end_sign_in(db: &mut Db, hash: &str) -> Result<(), Failure> {
    db.run(diesel::delete(operator_sign_ins::table.find(hash)))?;
    Ok(())
}

/// Ends all sign-ins of an operator, and what they approved and nobody has used.
///
/// # Errors
///
/// What the database says.
pub fn end_sign_ins_of(db: &mut Db, plant_id: i64, code: &str) -> Result<(), Failure> {
    let own = operator_sign_ins::plant_id.eq(plant_id).and(operator_sign_ins::operator.eq(code));
    db.run(diesel::delete(operator_sign_ins::table.filter(own)))?;
    end_approvals_of(db, plant_id, code)
}

/// Ends all sign-ins at a tablet, and what was approved there and nobody has used.
///
/// # Errors
///
/// What the database says.
pub fn end_sign_ins_at(db: &mut Db, device: &str) -> Result<(), Failure> {
    db.run(diesel::delete(operator_sign_ins::table.filter(operator_sign_ins::device.eq(device))))?;
    end_approvals_at(db, device)
}

/// The key of the plant's pseudonyms, if it has one.
///
/// # Errors
///
/// What the database says.
pub fn pseudonym_key(db: &mut Db, plant_id: i64) -> Result<Option<String>, Failure> {
    Ok(db.maybe(pseudonym_keys::table.find(plant_id).select(pseudonym_keys::key))?)
}

/// Gives the plant a key for its pseudonyms; one that it has stays.
///
/// # Errors
///
/// What the database says.
pub fn put_pseudonym_key(db: &mut Db, plant_id: i64, key: &str) -> Result<(), Failure> {
    let row = (pseudonym_keys::plant_id.eq(plant_id), pseudonym_keys::key.eq(key));
    let insert = diesel::insert_into(pseudonym_keys::table).values(row);
    db.run(insert.on_conflict(pseudonym_keys::plant_id).do_nothing())?;
    Ok(())
}
