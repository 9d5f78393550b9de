//! People and programs: who they are, what they may do, how they sign in and out.
//!
//! Whoever calls and keeps a [`crate::auth::Gate`] makes it forget after a change, so that it counts at once.

use super::{Ask, Tx};
use crate::app::App;
use crate::auth::{self, Credential, secret};
use crate::domain::refusal::{Refusal, access, common};
use crate::domain::role::{Actor, Right, Role};
use crate::domain::value::Moment;
use crate::store::access::{self as rows, ApiToken, Session, User};
use crate::store::{Failure, Json, Subject};
use crate::text::Lang;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Fewest characters of a password.
const SHORTEST_PASSWORD: usize = 10;

/// A person, as others see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct UserView {
    /// What they sign in with.
    pub name: String,
    /// What others call them.
    pub display_name: String,
    /// Their roles.
    pub roles: Vec<Role>,
    /// The language in which they are answered.
    pub lang: Lang,
    /// Whether they may sign in.
    pub active: bool,
    /// Grows with every change.
    pub version: i64,
}

/// A person, as they are to be.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserBody {
    /// What others call them.
    pub display_name: String,
    /// Their roles.
    pub roles: Vec<Role>,
    /// The language in which they are answered.
    #[serde(default)]
    pub lang: Lang,
    /// Whether they may sign in.
    #[serde(default = "yes")]
    pub active: bool,
    /// A new password, at least ten characters. Without it the present one stays.
    pub password: Option<String>,
}

fn yes() -> bool {
    true
}

/// A token of a program, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TokenView {
    /// What people call it.
    pub name: String,
    /// What it may do.
    pub rights: Vec<Right>,
    /// When it was made.
    pub created: Moment,
    /// Who made it.
    pub created_by: String,
    /// Until when it is good; for ever without.
    pub expires: Option<Moment>,
    /// When it was revoked.
    pub revoked: Option<Moment>,
}

/// What the journal says of a session.
#[derive(Clone, Debug, Serialize)]
struct SignedIn {
    /// When it ends by itself, by the machine's clock.
    until: Moment,
}

/// A new token with its secret, shown this once.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NewToken {
    /// The token.
    pub token: TokenView,
    /// What the program sends as `Authorization: Bearer`.
    pub secret: String,
}

/// A token to be made.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenBody {
    /// What people call it.
    pub name: String,
    /// What it may do: never more than who makes it.
    pub rights: Vec<Right>,
    /// Until when it is good; for ever without.
    pub expires: Option<Moment>,
}

fn user_view(row: &User) -> UserView {
    let roles = row.roles.read::<Vec<String>>().unwrap_or_default();
    UserView {
        name: row.name.clone(),
        display_name: row.display_name.clone(),
        roles: roles.iter().filter_map(|name| Role::named(name)).collect(),
        lang: Lang::from_tag(&row.lang),
        active: row.active,
        version: row.version,
    }
}

fn token_view(row: &ApiToken) -> TokenView {
    let rights = row.rights.read::<Vec<String>>().unwrap_or_default();
    TokenView {
        name: row.name.clone(),
        rights: rights.iter().filter_map(|name| Right::named(name)).collect(),
        created: row.created,
        created_by: row.created_by.clone(),
        expires: row.expires,
        revoked: row.revoked,
    }
}

/// Everybody, by name.
///
/// # Errors
///
/// What the database says.
pub fn users(ask: &mut Ask<'_>) -> Result<Vec<UserView>, Failure> {
    Ok(rows::users(ask.db)?.iter().map(user_view).collect())
}

/// One person.
///
/// # Errors
///
/// [`common::UNKNOWN`].
pub fn user(ask: &mut Ask<'_>, name: &str) -> Result<UserView, Failure> {
    let found = rows::user(ask.db, name)?;
    found.as_ref().map(user_view).ok_or_else(|| unknown("user", name))
}

fn unknown(what: &str, name: &str) -> Failure {
    Refusal::at(common::UNKNOWN, "name", name).with("what", what).into()
}

/// Refuses passwords that are guessed too easily.
///
/// # Errors
///
/// [`access::PASSWORD_TOO_SHORT`].
pub fn check_password(password: &str) -> Result<(), Refusal> {
    if password.chars().count() < SHORTEST_PASSWORD {
        let refused = Refusal::at(access::PASSWORD_TOO_SHORT, "password", "");
        return Err(refused.with("limit", SHORTEST_PASSWORD));
    }
    Ok(())
}

/// Creates or changes a person. `password_hash` is that of the body's password, hashed outside of the
/// transaction because it takes so long.
///
/// # Errors
///
/// A wrong name, another version than the one stored, a version of somebody who is not there, a role with rights that
/// the actor lacks, or [`access::LAST_ADMINISTRATOR`].
pub fn put_user(
    tx: &mut Tx<'_>,
    name: &str,
    body: &UserBody,
    password_hash: Option<&str>,
    if_match: Option<i64>,
) -> Result<UserView, Failure> {
    check_name("name", name)?;
    let stored = rows::user(tx.db, name)?;
    match &stored {
        Some(stored) => Tx::expect_version("user", name, if_match, stored.version)?,
        // Whoever changes a person wants none created.
        None if if_match.is_some() => {
            return Err(Refusal::at(common::UNKNOWN, "name", name).with("what", "user").into());
        }
        None => {}
    }
    // Who may sign somebody in with a password of their choice has what that person may do.
    for role in &body.roles {
        tx.actor.expect_own("roles", role.rights())?;
    }
    if stored.is_none() && password_hash.is_none() {
        return Err(Refusal::at(common::REQUIRED, "password", "").into());
    }
    let still_leads = body.active && body.roles.contains(&Role::Admin);
    if !still_leads {
        refuse_without_administrator(tx, name)?;
    }
    let roles: Vec<&str> = body.roles.iter().map(|role| role.name()).collect();
    let before = stored.as_ref().map(|row| row.password_hash.clone()).unwrap_or_default();
    let row = User {
        name: name.to_owned(),
        display_name: body.display_name.clone(),
        password_hash: password_hash.map_or(before, str::to_owned),
        roles: Json::of(&roles),
        lang: if body.lang == Lang::Zh { "zh" } else { "en" }.to_owned(),
        active: body.active,
        version: stored.as_ref().map_or(1, |row| row.version + 1),
    };
    rows::put_user(tx.db, &row)?;
    if !row.active || password_hash.is_some() {
        rows::end_sessions_of(tx.db, name)?;
    }
    let view = user_view(&row);
    let what = if stored.is_some() { "user.changed" } else { "user.created" };
    tx.journal(what, &[Subject::User(name.to_owned())], &view)?;
    Ok(view)
}

/// Whether there is a person of that name.
///
/// # Errors
///
/// What the database says.
pub fn is_known(tx: &mut Tx<'_>, name: &str) -> Result<bool, Failure> {
    Ok(rows::user(tx.db, name)?.is_some())
}

/// Refuses to take the right to administer from the last person who has it.
fn refuse_without_administrator(tx: &mut Tx<'_>, name: &str) -> Result<(), Failure> {
    let everybody = rows::users(tx.db)?;
    let leads = |row: &&User| row.active && user_view(row).roles.contains(&Role::Admin);
    let mut leaders = everybody.iter().filter(leads);
    match (leaders.next(), leaders.next()) {
        (Some(only), None) if only.name == name => {
            Err(Refusal::at(access::LAST_ADMINISTRATOR, "roles", name).into())
        }
        _ => Ok(()),
    }
}

/// A person's own new password. `password_hash` was made outside of the transaction. Other browsers are signed out.
///
/// # Errors
///
/// [`common::UNKNOWN`] for somebody who is no user.
pub fn change_password(tx: &mut Tx<'_>, name: &str, password_hash: &str) -> Result<UserView, Failure> {
    let stored = rows::user(tx.db, name)?.ok_or_else(|| unknown("user", name))?;
    let row = User { password_hash: password_hash.to_owned(), version: stored.version + 1, ..stored };
    rows::put_user(tx.db, &row)?;
    rows::end_sessions_of(tx.db, name)?;
    tx.journal("user.password-changed", &[Subject::User(name.to_owned())], &())?;
    Ok(user_view(&row))
}

/// All tokens, by name.
///
/// # Errors
///
/// What the database says.
pub fn tokens(ask: &mut Ask<'_>) -> Result<Vec<TokenView>, Failure> {
    Ok(rows::tokens(ask.db)?.iter().map(token_view).collect())
}

/// Makes a token for `secret`, of which only the fingerprint is kept.
///
/// # Errors
///
/// [`common::EXISTS`], a wrong name, or rights that its maker lacks.
pub fn make_token(tx: &mut Tx<'_>, body: &TokenBody, secret: &str) -> Result<NewToken, Failure> {
    check_name("name", &body.name)?;
    if rows::token(tx.db, &body.name)?.is_some() {
        return Err(Refusal::at(common::EXISTS, "name", &body.name).with("what", "token").into());
    }
    tx.actor.expect_own("rights", &body.rights)?;
    let rights: Vec<&str> = body.rights.iter().map(|right| right.name()).collect();
    let row = ApiToken {
        name: body.name.clone(),
        hash: secret::fingerprint(secret),
        rights: Json::of(&rights),
        created: auth::now(),
        created_by: tx.actor.name.clone(),
        expires: body.expires,
        revoked: None,
    };
    rows::add_token(tx.db, &row)?;
    let token = token_view(&row);
    tx.journal("token.made", &[Subject::Token(row.name)], &token)?;
    Ok(NewToken { token, secret: secret.to_owned() })
}

/// A secret for a token: recognised by its beginning where it leaks.
pub fn token_secret() -> String {
    format!("hf_{}", secret::new())
}

/// Revokes a token, for good. Again changes nothing.
///
/// # Errors
///
/// [`common::UNKNOWN`].
pub fn revoke_token(tx: &mut Tx<'_>, name: &str) -> Result<TokenView, Failure> {
    let row = rows::token(tx.db, name)?.ok_or_else(|| unknown("token", name))?;
    if row.revoked.is_some() {
        return Ok(token_view(&row));
    }
    let now = auth::now();
    rows::revoke_token(tx.db, name, now)?;
    let token = token_view(&ApiToken { revoked: Some(now), ..row });
    tx.journal("token.revoked", &[Subject::Token(name.to_owned())], &token)?;
    Ok(token)
}

/// Signs a person in: the secret of the new session, and who it is. Blocks, and takes as long for somebody who
/// is not there as for a wrong password.
///
/// # Errors
///
/// [`access::SIGN_IN_FAILED`], or [`common::TOO_MANY`] for who was wrong too often.
pub fn sign_in(app: &App, name: &str, password: &str, address: &str) -> Result<(String, Actor), Failure> {
    let gate = &app.gate;
    let attempt = gate.admit(name, address).map_err(too_many)?;
    let user = app.store.read(|db| rows::user(db, name))?;
    let hash =
        user.as_ref().map_or_else(|| gate.nobodys_hash().to_owned(), |user| user.password_hash.clone());
    let right = secret::is_right(password, &hash);
    let Some(user) = user.filter(|user| user.active && right) else {
        return Err(Refusal::new(access::SIGN_IN_FAILED).into());
    };
    gate.was_right(&attempt);
    let (secret, created) = (secret::new(), auth::now());
    let row = Session {
        hash: secret::fingerprint(&secret),
        user_name: user.name.clone(),
        created,
        expires: auth::session_end(created),
    };
    let actor = auth::person(&user);
    app.command_blocking(&actor, move |tx| {
        rows::add_session(tx.db, &row)?;
        let until = SignedIn { until: row.expires };
        tx.journal("user.signed-in", &[Subject::User(row.user_name.clone())], &until)
    })?;
    Ok((secret, actor))
}

/// Signs a browser out. One that is not signed in stays so.
///
/// # Errors
///
/// What the database says.
pub fn sign_out(app: &App, actor: &Actor, credential: &Credential) -> Result<(), Failure> {
    let Credential::Session(secret) = credential else { return Ok(()) };
    let hash = secret::fingerprint(secret);
    app.command_blocking(actor, move |tx| {
        rows::end_session(tx.db, &hash)?;
        let name = tx.actor.name.strip_prefix("user:").unwrap_or_default().to_owned();
        tx.journal("user.signed-out", &[Subject::User(name)], &()).map(drop)
    })
}

/// Refuses unless `password` is the present one of the signed-in person `name`. Blocks.
///
/// # Errors
///
/// [`access::WRONG_PASSWORD`], or [`common::TOO_MANY`] for who was wrong too often: a browser left signed in is
/// no place to guess from.
pub fn expect_password(app: &App, name: &str, password: &str) -> Result<(), Failure> {
    let attempt = app.gate.admit(name, "signed in").map_err(too_many)?;
    let user = app.store.read(|db| rows::user(db, name))?;
    if !user.is_some_and(|user| secret::is_right(password, &user.password_hash)) {
        return Err(Refusal::at(access::WRONG_PASSWORD, "present", "").into());
    }
    app.gate.was_right(&attempt);
    Ok(())
}

/// Whoever was wrong too often waits.
pub(super) fn too_many(seconds: u64) -> Refusal {
    Refusal::new(common::TOO_MANY).with("seconds", seconds)
}

/// Names stand in addresses and in the journal: short, and without blanks.
pub(super) fn check_name(field: &str, name: &str) -> Result<(), Refusal> {
    let fits = |c: char| c.is_alphanumeric() || "._-@".contains(c);
    if name.is_empty() || name.chars().count() > 64 || !name.chars().all(fits) {
        let refused = Refusal::at(common::INVALID_VALUE, field, name);
        return Err(refused.with_words(
            "reason",
            "it must have 1 to 64 letters, digits, and . _ - @",
            "须为 1 至 64 个字母、数字或 . _ - @",
        ));
    }
    Ok(())
}
