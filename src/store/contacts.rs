//! How to reach people, and the channels beside mail. Secrets of channels are kept in the clear, because messages are
//! signed with them, and are never shown: [`Channel`] hides them where it is printed.

use super::schema::outbox::{channels, contacts};
use super::{Columns, Db, Failure};
use crate::domain::value::Day;
use diesel::prelude::*;
use std::fmt;

/// How somebody is reached.
#[derive(Clone, Debug, Default, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = contacts, primary_key(user_name))]
#[diesel(treat_none_as_null = true)]
pub struct Contact {
    /// Who.
    pub user_name: String,
    /// Where mail goes.
    pub address: Option<String>,
    /// `HH:MM` from which they want to be left alone, by the plant's zone.
    pub quiet_from: Option<String>,
    /// `HH:MM` until when.
    pub quiet_to: Option<String>,
    /// Who gets their messages meanwhile.
    pub stand_in: Option<String>,
    /// From this day on.
    pub stand_in_from: Option<Day>,
    /// To the end of this day.
    pub stand_in_to: Option<Day>,
    /// The hour of the day at which they get what can wait.
    pub digest_hour: Option<i64>,
    /// Grows with every change.
    pub version: i64,
}

/// A channel beside mail.
#[derive(Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = channels, primary_key(plant_id, name))]
#[diesel(treat_none_as_null = true)]
pub struct Channel {
    /// The plant.
    pub plant_id: i64,
    /// What people call it.
    pub name: String,
    /// Which kind: [`crate::domain::outbox::Channel::name`].
    pub kind: String,
    /// Where messages go.
    pub url: String,
    /// What they are signed with.
    pub secret: Option<String>,
    /// `en` or `zh`.
    pub lang: String,
    /// Whether messages go there.
    pub active: bool,
    /// Grows with every change.
    pub version: i64,
}

impl fmt::Debug for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Channel").field("name", &self.name).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// How somebody is reached, if they said so.
///
/// # Errors
///
/// What the database says.
pub fn contact(db: &mut Db, user: &str) -> Result<Option<Contact>, Failure> {
    Ok(db.maybe(contacts::table.find(user).select(Contact::columns()))?)
}

/// How everybody is reached who said so, by name.
///
/// # Errors
///
/// What the database says.
pub fn contacts(db: &mut Db) -> Result<Vec<Contact>, Failure> {
    Ok(db.all(contacts::table.order(contacts::user_name).select(Contact::columns()))?)
}

/// Stores how somebody is reached.
///
/// # Errors
///
/// What the database says.
pub fn put_contact(db: &mut Db, row: &Contact) -> Result<(), Failure> {
    let insert = diesel::insert_into(contacts::table).values(row);
    db.run(insert.on_conflict(contacts::user_name).do_update().set(row))?;
    Ok(())
}

/// All channels of a plant, by name.
///
/// # Errors
///
/// What the database says.
pub fn channels(db: &mut Db, plant_id: i64) -> Result<Vec<Channel>, Failure> {
    let all = channels::table.filter(channels::plant_id.eq(plant_id)).order(channels::name);
    Ok(db.all(all.select(Channel::columns()))?)
}

/// A channel by name.
///
/// # Errors
///
/// What the database says.
pub fn channel(db: &mut Db, plant_id: i64, name: &str) -> Result<Option<Channel>, Failure> {
    Ok(db.maybe(channels::table.find((plant_id, name)).select(Channel::columns()))?)
}

/// Stores a channel, new or changed.
///
/// # Errors
///
/// What the database says.
pub fn put_channel(db: &mut Db, row: &Channel) -> Result<(), Failure> {
    let insert = diesel::insert_into(channels::table).values(row);
    db.run(insert.on_conflict((channels::plant_id, channels::name)).do_update().set(row))?;
    Ok(())
}

/// Takes a channel away.
///
/// # Errors
///
/// What the database says.
pub fn delete_channel(db: &mut Db, plant_id: i64, name: &str) -> Result<(), Failure> {
    db.run(diesel::delete(channels::table.find((plant_id, name))))?;
    Ok(())
}
