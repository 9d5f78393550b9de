//! Plants, the journal and the answers kept for repeated requests.

use super::schema::foundation::{idempotency, journal, plants};
use super::{Columns, Db, Failure, Json};
use crate::domain::value::Moment;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A plant.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = plants)]
pub struct Plant {
    /// Its key in every table of the plant.
    pub id: i64,
    /// What people call it.
    pub name: String,
    /// IANA name of its time zone.
    pub zone: String,
    /// Its settings: the sheet `settings` and the policies.
    pub settings: Json,
    /// Grows with every change of the settings.
    pub version: i64,
    /// Grows with everything that takes capacity or supply for a promise.
    pub promise_version: i64,
    /// The plant's clock where it is moved by hand.
    pub clock: Option<Moment>,
}

/// The only plant, until several share a database.
pub const MAIN_PLANT: i64 = 1;

/// Reads a plant.
///
/// # Errors
///
/// What the database says.
pub fn plant(db: &mut Db, id: i64) -> Result<Plant, Failure> {
    Ok(db.one(plants::table.find(id).select(Plant::columns()))?)
}

/// Bumps the plant's promise version and says what it was before.
///
/// # Errors
///
/// What the database says.
pub fn bump_promise_version(db: &mut Db, plant_id: i64) -> Result<i64, Failure> {
    let before: i64 = db.one(plants::table.find(plant_id).select(plants::promise_version))?;
    db.run(diesel::update(plants::table.find(plant_id)).set(plants::promise_version.eq(before + 1)))?;
    Ok(before)
}

/// What a journal entry is about, so that followers know what to read again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", content = "key", rename_all = "kebab-case")]
pub enum Subject {
    /// The plant's settings, or its clock.
    Plant,
    /// A customer, by code.
    Customer(String),
    /// A supplier, by code.
    Supplier(String),
    /// An item with its bill of materials and routing, by code.
    Item(String),
    /// A work centre, by code.
    WorkCentre(String),
    /// Calendars and their exceptions, all of them.
    Calendars,
    /// A sales order with lines, promises and holds, by number.
    SalesOrder(String),
    /// A quote, by number.
    Quote(String),
    /// A work order with its operations and issues, by number.
    WorkOrder(String),
    /// A purchase order, by number.
    PurchaseOrder(String),
    /// The stock of an item, by code.
    Stock(String),
    /// A dispatch note, by number.
    DispatchNote(String),
    /// A person, by name.
    User(String),
    /// An API token, by name.
    Token(String),
    /// A tablet of the floor, by name.
    Device(String),
    /// Somebody who works on the floor, by code.
    Operator(String),
    /// A call for help from the floor, by id.
    Call(String),
    /// An alert, by number.
    Alert(String),
    /// A rule, by name.
    Rule(String),
    /// A photo of an inspection, by id.
    Photo(String),
    /// An entry of a tablet that was let go, by id.
    Entry(String),
    /// A message that leaves the house, by number.
    Message(i64),
    /// A channel beside mail, by name.
    Channel(String),
    /// What was learned from the record, or what a person says of it.
    Learning,
    /// Everything: after an import.
    Everything,
}

/// A journal entry to be written.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = journal)]
pub struct NewEntry {
    /// Plant time.
    pub at: Moment,
    /// The plant.
    pub plant_id: i64,
    /// Who: [`crate::domain::role::Actor::name`].
    pub actor: String,
    /// What happened: `sales-order.entered`, `progress.reported`.
    pub what: String,
    /// Which [`Subject`]s.
    pub subjects: Json,
    /// The facts, for people and followers.
    pub body: Json,
}

/// Appends to the journal and answers with the entry's number.
///
/// # Errors
///
/// What the database says.
pub fn append(db: &mut Db, entry: &NewEntry) -> Result<i64, Failure> {
    Ok(db.one(diesel::insert_into(journal::table).values(entry).returning(journal::seq))?)
}

/// A journal entry as it was written.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = journal)]
pub struct Written {
    /// Its number.
    pub seq: i64,
    /// When it happened, in plant time.
    pub at: Moment,
    /// Who did it.
    pub actor: String,
    /// What was done.
    pub what: String,
    /// Which [`Subject`]s.
    pub subjects: Json,
    /// The facts.
    pub body: Json,
}

/// Which entries of the journal are asked for.
#[derive(Clone, Debug, Default)]
pub struct JournalFilter<'f> {
    /// Only those with a lower number.
    pub before: Option<i64>,
    /// Only those of this one.
    pub actor: Option<&'f str>,
    /// Only those called so.
    pub what: Option<&'f str>,
    /// So many at most.
    pub limit: i64,
}

/// Entries of the journal, those with the highest numbers first.
///
/// # Errors
///
/// What the database says.
pub fn journal_before(
    db: &mut Db,
    plant_id: i64,
    filter: &JournalFilter<'_>,
) -> Result<Vec<Written>, Failure> {
    crate::on!(db, connection => {
        let mut query = journal::table
            .filter(journal::plant_id.eq(plant_id))
            .order(journal::seq.desc())
            .limit(filter.limit)
            .select(Written::columns())
            .into_boxed();
        if let Some(before) = filter.before {
            query = query.filter(journal::seq.lt(before));
        }
        if let Some(actor) = filter.actor {
            query = query.filter(journal::actor.eq(actor));
        }
        if let Some(what) = filter.what {
            query = query.filter(journal::what.eq(what));
        }
        Ok(query.load(connection)?)
    })
}

/// The answer that was kept for a request.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = idempotency)]
pub struct KeptAnswer {
    /// Who asked.
    pub principal: String,
    /// The request's key.
    pub key: String,
    /// SHA-256 of method, path and body; where the body has a password, argon2id of that.
    pub request: String,
    /// The HTTP status of the answer.
    pub status: i32,
    /// The answer.
    pub answer: Json,
    /// When, by the plant's clock.
    pub at: Moment,
}

/// The answer kept for `key` of `principal`, if there is one.
///
/// # Errors
///
/// What the database says.
pub fn kept_answer(db: &mut Db, principal: &str, key: &str) -> Result<Option<KeptAnswer>, Failure> {
    Ok(db.maybe(idempotency::table.find((principal, key)).select(KeptAnswer::columns()))?)
}

/// When the oldest answer that is kept was given.
///
/// # Errors
///
/// What the database says.
pub fn oldest_answer(db: &mut Db) -> Result<Option<Moment>, Failure> {
    Ok(db.maybe(idempotency::table.order(idempotency::at.asc()).select(idempotency::at).limit(1))?)
}

/// Forgets the answers given before `before`.
///
/// # Errors
///
/// What the database says.
pub fn forget_answers(db: &mut Db, before: Moment) -> Result<(), Failure> {
    db.run(diesel::delete(idempotency::table.filter(idempotency::at.lt(before))))?;
    Ok(())
}

/// Keeps an answer.
///
/// # Errors
///
/// What the database says.
pub fn keep_answer(db: &mut Db, answer: &KeptAnswer) -> Result<(), Failure> {
    db.run(diesel::insert_into(idempotency::table).values(answer))?;
    Ok(())
}
