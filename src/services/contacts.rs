//! How people are reached: address, language, quiet hours, stand-in, the hour of their digest. Everybody says so for
//! themselves; administrators for all.
//!
//! The journal says which of it was changed and by whom, never the address: it is nobody else's business, and the
//! journal forgets nothing.

use super::{Ask, Tx};
use crate::domain::contact::{next_hour, time_of_day};
use crate::domain::refusal::{Refusal, common, mail as codes};
use crate::domain::role::{Actor, Right};
use crate::domain::value::{Day, Moment};
use crate::store::access as users;
use crate::store::contacts::{self as rows, Contact};
use crate::store::{Db, Failure, Subject};
use crate::text::Lang;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Stand-ins of stand-ins that are looked up: more than a shop has offices.
const MOST_STAND_INS: usize = 5;
/// When digests come where nobody says otherwise.
const USUAL_DIGEST_HOUR: i64 = 8;

/// How somebody is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ContactView {
    /// Who.
    pub name: String,
    /// Where mail goes.
    pub address: Option<String>,
    /// The language of their messages, and of everything else that they are told.
    pub lang: Lang,
    /// When they want to be left alone.
    pub quiet: Option<QuietHours>,
    /// Who gets their messages while they are away.
    pub stand_in: Option<StandIn>,
    /// The hour of the day, by the plant's zone, at which they get what can wait.
    pub digest_hour: i64,
    /// Grows with every change; 0 as long as nobody said anything.
    pub version: i64,
}

/// Hours of the day, by the plant's zone, in which somebody wants no messages but urgent ones. They may go over midnight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    /// From: `20:00`.
    pub from: String,
    /// To: `07:00`.
    pub to: String,
}

/// Who gets somebody's messages, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StandIn {
    /// Who.
    pub name: String,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

/// How somebody is to be reached. What is left out is taken away, but for the language, which stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactBody {
    /// Where mail goes.
    #[serde(default)]
    pub address: Option<String>,
    /// The language of their messages.
    #[serde(default)]
    pub lang: Option<Lang>,
    /// When they want to be left alone.
    #[serde(default)]
    pub quiet: Option<QuietHours>,
    /// Who gets their messages while they are away.
    #[serde(default)]
    pub stand_in: Option<StandIn>,
    /// The hour of the day at which they get what can wait, 0 to 23; 8 unless said.
    #[serde(default)]
    pub digest_hour: Option<i64>,
}

/// Which parts were changed.
#[derive(Serialize)]
struct Changed {
    name: String,
    changed: Vec<&'static str>,
}

/// Refuses who is neither the person themselves nor an administrator.
fn expect_allowed(actor: &Actor, name: &str) -> Result<(), Failure> {
    if actor.name.strip_prefix("user:") == Some(name) || actor.may(Right::Administer) {
        return Ok(());
    }
    let words = Right::Administer.words();
    let refused = Refusal::at(common::NOT_ALLOWED, "name", name).with("right", Right::Administer.name());
    Err(refused.with_words("permission", words.en, words.zh).into())
}

fn unknown(name: &str) -> Failure {
    Refusal::at(common::UNKNOWN, "name", name).with("what", "user").into()
}

fn view(user: &users::User, row: Contact) -> ContactView {
    let stand_in = row.stand_in.zip(row.stand_in_from).zip(row.stand_in_to);
    ContactView {
        name: user.name.clone(),
        address: row.address,
        lang: Lang::from_tag(&user.lang),
        quiet: row.quiet_from.zip(row.quiet_to).map(|(from, to)| QuietHours { from, to }),
        stand_in: stand_in.map(|((name, from), to)| StandIn { name, from, to }),
        digest_hour: row.digest_hour.unwrap_or(USUAL_DIGEST_HOUR),
        version: row.version,
    }
}

/// How somebody is reached.
///
/// # Errors
///
/// [`common::NOT_ALLOWED`] for others than the person and administrators, or [`common::UNKNOWN`].
pub fn contact(ask: &mut Ask<'_>, name: &str) -> Result<ContactView, Failure> {
    expect_allowed(ask.actor, name)?;
    let user = users::user(ask.db, name)?.ok_or_else(|| unknown(name))?;
    Ok(view(&user, rows::contact(ask.db, name)?.unwrap_or_default()))
}

/// How everybody is reached, by name.
///
/// # Errors
///
/// What the database says.
pub fn contacts(ask: &mut Ask<'_>) -> Result<Vec<ContactView>, Failure> {
    let mut known = rows::contacts(ask.db)?;
    let everybody = users::users(ask.db)?;
    let found = everybody.iter().map(|user| {
        let own = known.iter().position(|row| row.user_name == user.name);
        view(user, own.map(|at| known.swap_remove(at)).unwrap_or_default())
    });
    Ok(found.collect())
}

/// Says how somebody is reached.
///
/// # Errors
///
/// [`common::NOT_ALLOWED`], [`common::UNKNOWN`], another version than the one stored, or what is wrong with the body.
pub fn put_contact(
    tx: &mut Tx<'_>,
    name: &str,
    body: &ContactBody,
    if_match: Option<i64>,
) -> Result<ContactView, Failure> {
    expect_allowed(tx.actor, name)?;
    let user = users::user(tx.db, name)?.ok_or_else(|| unknown(name))?;
    let stored = rows::contact(tx.db, name)?;
    if let Some(stored) = &stored {
        Tx::expect_version("contact", name, if_match, stored.version)?;
    }
    check(tx.db, name, body)?;
    let address = body.address.as_deref().map(str::trim).filter(|address| !address.is_empty());
    let row = Contact {
        user_name: name.to_owned(),
        address: address.map(str::to_owned),
        quiet_from: body.quiet.as_ref().map(|quiet| quiet.from.clone()),
        quiet_to: body.quiet.as_ref().map(|quiet| quiet.to.clone()),
        stand_in: body.stand_in.as_ref().map(|stand_in| stand_in.name.clone()),
        stand_in_from: body.stand_in.as_ref().map(|stand_in| stand_in.from),
        stand_in_to: body.stand_in.as_ref().map(|stand_in| stand_in.to),
        digest_hour: body.digest_hour,
        version: stored.as_ref().map_or(1, |row| row.version + 1),
    };
    rows::put_contact(tx.db, &row)?;
    let before = view(&user, stored.unwrap_or_default());
    let mut user = user;
    if let Some(lang) = body.lang.filter(|lang| *lang != before.lang) {
        if lang == Lang::Zh { "zh" } else { "en" }.clone_into(&mut user.lang);
        user.version += 1;
        users::put_user(tx.db, &user)?;
    }
    let after = view(&user, row);
    let changed = [
        ("address", before.address != after.address),
        ("lang", before.lang != after.lang),
        ("quiet", before.quiet != after.quiet),
        ("stand-in", before.stand_in != after.stand_in),
        ("digest-hour", before.digest_hour != after.digest_hour),
    ];
    let changed = changed.into_iter().filter(|(_, is)| *is).map(|(part, _)| part).collect();
    let told = Changed { name: name.to_owned(), changed };
    tx.journal("contact.changed", &[Subject::User(name.to_owned())], &told)?;
    Ok(after)
}

/// Whether a text can be mailed to.
fn is_address(text: &str) -> bool {
    let fits = text.len() <= 254 && text.is_ascii() && !text.contains(|c: char| c.is_whitespace());
    fits && crate::notify::is_address(text)
}

fn check(db: &mut Db, name: &str, body: &ContactBody) -> Result<(), Failure> {
    let address = body.address.as_deref().map(str::trim).filter(|address| !address.is_empty());
    if let Some(address) = address.filter(|address| !is_address(address)) {
        return Err(Refusal::at(codes::ADDRESS_INVALID, "address", address).into());
    }
    if let Some(quiet) = &body.quiet {
        let wrong = |field: &str, text: &str| Refusal::at(codes::QUIET_HOURS_INVALID, field, text);
        for (field, text) in [("quiet.from", &quiet.from), ("quiet.to", &quiet.to)] {
            time_of_day(text).ok_or_else(|| wrong(field, text))?;
        }
        if quiet.from == quiet.to {
            return Err(wrong("quiet.to", &quiet.to).into());
        }
    }
    if let Some(stand_in) = &body.stand_in {
        let wrong = |field: &str, text: String| Refusal::at(codes::STAND_IN_INVALID, field, text);
        let known = users::user(db, &stand_in.name)?.is_some_and(|user| user.active);
        if !known || stand_in.name == name {
            return Err(wrong("stand_in.name", stand_in.name.clone()).into());
        }
        if stand_in.to < stand_in.from {
            return Err(wrong("stand_in.to", stand_in.to.to_string()).into());
        }
    }
    if let Some(hour) = body.digest_hour.filter(|hour| !(0..24).contains(hour)) {
        let refused = Refusal::at(common::INVALID_VALUE, "digest_hour", hour);
        return Err(refused.with_words("reason", "it must be 0 to 23", "须为 0 至 23").into());
    }
    Ok(())
}

/// Who gets the messages of `name` on `day`: themselves, or whoever stands in, and for them in turn. Who is not there
/// any more stands in for nobody.
///
/// # Errors
///
/// What the database says.
pub fn standing_in(db: &mut Db, name: &str, day: Day) -> Result<String, Failure> {
    let mut whose = vec![name.to_owned()];
    while whose.len() <= MOST_STAND_INS {
        let contact = rows::contact(db, &whose[whose.len() - 1])?.unwrap_or_default();
        let away = contact.stand_in_from.zip(contact.stand_in_to);
        let away = away.is_some_and(|(from, to)| (from..=to).contains(&day));
        let Some(next) = contact.stand_in.filter(|next| away && !whose.contains(next)) else { break };
        if !users::user(db, &next)?.is_some_and(|user| user.active) {
            break;
        }
        whose.push(next);
    }
    Ok(whose.pop().unwrap_or_default())
}

/// When somebody gets what can wait: at the hour of their digest if that is still to come today, else now.
///
/// # Errors
///
/// What the database says.
pub fn digest_at(tx: &mut Tx<'_>, name: &str) -> Result<Moment, Failure> {
    let hour = rows::contact(tx.db, name)?.and_then(|row| row.digest_hour).unwrap_or(USUAL_DIGEST_HOUR);
    let hour = u32::try_from(hour).unwrap_or(USUAL_DIGEST_HOUR as u32);
    let today = |at: &Moment| at.day(tx.zone()) == tx.now.day(tx.zone());
    Ok(next_hour(tx.now, hour, tx.zone()).filter(today).unwrap_or(tx.now))
}
