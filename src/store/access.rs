//! People, their sessions, and tokens of programs. Of secrets only hashes are kept.

use super::schema::access::{api_tokens, sessions, users};
use super::{Columns, Db, Failure, Json};
use crate::domain::value::Moment;
use diesel::prelude::*;

/// A person.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = users)]
pub struct User {
    /// What they sign in with.
    pub name: String,
    /// What others call them.
    pub display_name: String,
    /// Their password under argon2id; empty for none.
    pub password_hash: String,
    /// The names of their roles.
    pub roles: Json,
    /// `en` or `zh`.
    pub lang: String,
    /// Whether they may sign in.
    pub active: bool,
    /// Grows with every change.
    pub version: i64,
}

/// A signed-in browser.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions)]
pub struct Session {
    /// SHA-256 of its secret.
    pub hash: String,
    /// Whose it is.
    pub user_name: String,
    /// Since when, by the machine's clock.
    pub created: Moment,
    /// Until when.
    pub expires: Moment,
}

/// A token of a program.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = api_tokens)]
pub struct ApiToken {
    /// What people call it.
    pub name: String,
    /// SHA-256 of its secret.
    pub hash: String,
    /// The names of its rights.
    pub rights: Json,
    /// Since when, by the machine's clock.
    pub created: Moment,
    /// Who made it.
    pub created_by: String,
    /// Until when; for ever without.
    pub expires: Option<Moment>,
    /// When it was revoked.
    pub revoked: Option<Moment>,
}

/// Everybody, by name.
///
/// # Errors
///
/// What the database says.
pub fn users(db: &mut Db) -> Result<Vec<User>, Failure> {
    Ok(db.all(users::table.order(users::name).select(User::columns()))?)
}

/// A person by name.
///
/// # Errors
///
/// What the database says.
pub fn user(db: &mut Db, name: &str) -> Result<Option<User>, Failure> {
    Ok(db.maybe(users::table.find(name).select(User::columns()))?)
}

/// Stores a person, new or changed.
///
/// # Errors
///
/// What the database says.
pub fn put_user(db: &mut Db, row: &User) -> Result<(), Failure> {
    let changed = db.run(diesel::update(users::table.find(&row.name)).set(row))?;
    if changed == 0 {
        db.run(diesel::insert_into(users::table).values(row))?;
    }
    Ok(())
}

/// Stores a session, and forgets those that are over.
///
/// # Errors
///
/// What the database says.
pub fn add_session(db: &mut Db, row: &Session) -> Result<(), Failure> {
    db.run(diesel::delete(sessions::table.filter(sessions::expires.lt(row.created))))?;
    db.run(diesel::insert_into(sessions::table).values(row))?;
    Ok(())
}

/// A session that is not over at `now`, with its person.
///
/// # Errors
///
/// What the database says.
pub fn session(db: &mut Db, hash: &str, now: Moment) -> Result<Option<User>, Failure> {
    let live = sessions::table.find(hash).filter(sessions::expires.gt(now));
    let name: Option<String> = db.maybe(live.select(sessions::user_name))?;
    name.map_or(Ok(None), |name| user(db, &name))
}

/// Ends a session.
///
/// # Errors
///
/// What the database says.
pub fn end_session(db: &mut Db, hash: &str) -> Result<(), Failure> {
    db.run(diesel::delete(sessions::table.find(hash)))?;
    Ok(())
}

/// Ends all sessions of a person.
///
/// # Errors
///
/// What the database says.
pub fn end_sessions_of(db: &mut Db, name: &str) -> Result<(), Failure> {
    db.run(diesel::delete(sessions::table.filter(sessions::user_name.eq(name))))?;
    Ok(())
}

/// All tokens, by name.
///
/// # Errors
///
/// What the database says.
pub fn tokens(db: &mut Db) -> Result<Vec<ApiToken>, Failure> {
    Ok(db.all(api_tokens::table.order(api_tokens::name).select(ApiToken::columns()))?)
}

/// A token by name.
///
/// # Errors
///
/// What the database says.
pub fn token(db: &mut Db, name: &str) -> Result<Option<ApiToken>, Failure> {
    Ok(db.maybe(api_tokens::table.find(name).select(ApiToken::columns()))?)
}

/// A token by the hash of its secret.
///
/// # Errors
///
/// What the database says.
pub fn token_of(db: &mut Db, hash: &str) -> Result<Option<ApiToken>, Failure> {
    Ok(db.maybe(api_tokens::table.filter(api_tokens::hash.eq(hash)).select(ApiToken::columns()))?)
}

/// Stores a new token.
///
/// # Errors
///
/// What the database says.
pub fn add_token(db: &mut Db, row: &ApiToken) -> Result<(), Failure> {
    db.run(diesel::insert_into(api_tokens::table).values(row))?;
    Ok(())
}

/// Revokes a token.
///
/// # Errors
///
/// What the database says.
pub fn revoke_token(db: &mut Db, name: &str, at: Moment) -> Result<(), Failure> {
    db.run(diesel::update(api_tokens::table.find(name)).set(api_tokens::revoked.eq(Some(at))))?;
    Ok(())
}
