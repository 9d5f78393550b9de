//! The people of the floor: who they are, their PINs and badges, and being signed in at a tablet.
//!
//! Of PINs and badges only hashes are kept, and nothing made of a PIN leaves the server. Whoever calls and keeps a
//! [`crate::auth::Gate`] makes it forget after a change, so that it counts at once.

use crate::app::App;
use crate::auth::floor::{Names, OPERATOR_HOURS, actor};
use crate::auth::{self, secret};
use crate::domain::refusal::{Refusal, common, floor as codes};
use crate::domain::role::{Actor, Right};
use crate::domain::value::Moment;
use crate::services::access::{check_name, too_many};
use crate::services::{Ask, Tx};
use crate::store::floor::{self as rows, Operator, SignIn};
use crate::store::{Failure, Subject, plant};
use crate::text::Lang;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a badge's QR code begins with.
pub(super) const BADGE: &str = "HF:B:";

/// Somebody of the floor, as others see them.
#[allow(clippy::struct_excessive_bools)] // what is so of somebody, each by itself
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OperatorView {
    /// What they are known by.
    pub code: String,
    /// What others call them.
    pub name: String,
    /// The language in which tablets speak to them; without one, the tablet's own.
    pub lang: Option<Lang>,
    /// Whether they lead the floor.
    pub lead: bool,
    /// Whether they inspect.
    pub inspects: bool,
    /// Whether they may sign in.
    pub active: bool,
    /// Whether they have a PIN.
    pub has_pin: bool,
    /// Whether they have a badge.
    pub has_badge: bool,
    /// Grows with every change.
    pub version: i64,
}

/// Somebody of the floor, as they are to be.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OperatorBody {
    /// What others call them.
    pub name: String,
    /// The language in which tablets speak to them; without one, the tablet's own.
    #[serde(default)]
    pub lang: Option<Lang>,
    /// Whether they lead the floor.
    #[serde(default)]
    pub lead: bool,
    /// Whether they inspect.
    #[serde(default)]
    pub inspects: bool,
    /// Whether they may sign in.
    #[serde(default = "yes")]
    pub active: bool,
    /// A new PIN of 4 to 8 digits. Without it the present one stays.
    #[serde(default)]
    pub pin: Option<String>,
    /// `false` takes their badge away.
    #[serde(default)]
    pub badge: Option<bool>,
}

fn yes() -> bool {
    true
}

/// A new badge, shown this once.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BadgeView {
    /// Whose it is.
    pub operator: OperatorView,
    /// What stands on it.
    pub secret: String,
    /// The same as an SVG picture.
    pub qr: String,
}

/// Who signs in at a tablet: a code with its PIN, or a badge.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInBody {
    /// Their code.
    #[serde(default)]
    pub operator: Option<String>,
    /// Their PIN.
    #[serde(default)]
    pub pin: Option<String>,
    /// What their badge says.
    #[serde(default)]
    pub badge: Option<String>,
}

/// An operator who is signed in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SignedInView {
    /// What the tablet sends as `Holdfast-Operator`.
    pub secret: String,
    /// Who it is.
    pub operator: OperatorView,
    /// Until when, by the machine's clock.
    pub expires: Moment,
}

/// Somebody of the floor by code and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = OperatorNamed)]
pub struct Named {
    /// What they are known by.
    pub code: String,
    /// What others call them.
    pub name: String,
}

fn view(row: &Operator) -> OperatorView {
    OperatorView {
        code: row.code.clone(),
        name: row.name.clone(),
        lang: (!row.lang.is_empty()).then(|| Lang::from_tag(&row.lang)),
        lead: row.lead,
        inspects: row.inspects,
        active: row.active,
        has_pin: row.pin_hash.is_some(),
        has_badge: row.badge_hash.is_some(),
        version: row.version,
    }
}

/// Everybody of the floor, by code.
///
/// # Errors
///
/// What the database says.
pub fn operators(ask: &mut Ask<'_>) -> Result<Vec<OperatorView>, Failure> {
    Ok(rows::operators(ask.db, ask.plant.id)?.iter().map(view).collect())
}

/// Refuses a PIN that is none, or the first that anybody would try.
///
/// # Errors
///
/// [`codes::BAD_PIN`].
pub fn check_pin(pin: &str) -> Result<(), Refusal> {
    let digits: Vec<u8> = pin.bytes().filter(u8::is_ascii_digit).collect();
    let steps = |by: i16| digits.windows(2).all(|pair| i16::from(pair[1]) - i16::from(pair[0]) == by);
    if digits.len() != pin.len() || !(4..=8).contains(&digits.len()) || [-1, 0, 1].into_iter().any(steps) {
        return Err(Refusal::at(codes::BAD_PIN, "pin", ""));
    }
    Ok(())
}

/// Creates or changes an operator. `pin_hash` is that of the body's PIN, hashed outside of the transaction.
///
/// # Errors
///
/// A wrong code, another version than the one stored, or a right that the actor lacks.
pub fn put_operator(
    tx: &mut Tx<'_>,
    code: &str,
    body: &OperatorBody,
    pin_hash: Option<&str>,
    if_match: Option<i64>,
) -> Result<OperatorView, Failure> {
    tx.actor.expect_no_device()?;
    check_name("code", code)?;
    if body.name.trim().is_empty() {
        return Err(Refusal::at(common::REQUIRED, "name", "").into());
    }
    let stored = rows::operator(tx.db, tx.plant.id, code)?;
    match &stored {
        Some(stored) => Tx::expect_version("operator", code, if_match, stored.version)?,
        None if if_match.is_some() => return Err(unknown(code)),
        None => {}
    }
    expect_own(tx.actor, body.lead, body.inspects)?;
    if let Some(stored) = &stored {
        expect_own(tx.actor, stored.lead, stored.inspects)?;
    }
    // Whoever is written down under a pseudonym needs the key that makes it.
    rows::put_pseudonym_key(tx.db, tx.plant.id, &secret::new())?;
    let kept = |hash: fn(&Operator) -> &Option<String>| stored.as_ref().and_then(|row| hash(row).clone());
    let row = Operator {
        plant_id: tx.plant.id,
        code: code.to_owned(),
        name: body.name.trim().to_owned(),
        lang: body.lang.map_or("", |lang| if lang == Lang::Zh { "zh" } else { "en" }).to_owned(),
        lead: body.lead,
        inspects: body.inspects,
        active: body.active,
        pin_hash: pin_hash.map(str::to_owned).or_else(|| kept(|row| &row.pin_hash)),
        badge_hash: kept(|row| &row.badge_hash).filter(|_| body.badge != Some(false)),
        version: stored.as_ref().map_or(1, |row| row.version + 1),
    };
    rows::put_operator(tx.db, &row)?;
    if !row.active || pin_hash.is_some() || body.badge == Some(false) {
        rows::end_sign_ins_of(tx.db, tx.plant.id, code)?;
    }
    let view = view(&row);
    let what = if stored.is_some() { "operator.changed" } else { "operator.created" };
    tx.journal(what, &[Subject::Operator(code.to_owned())], &view)?;
    Ok(view)
}

/// What stands on a new badge.
pub fn badge_secret() -> String {
    format!("{BADGE}{}", &secret::new()[..32])
}

/// Gives an operator the badge `text`, of which only the fingerprint is kept. The one before is good no more.
///
/// # Errors
///
/// There is nobody of that code, or a right that the actor lacks.
pub fn make_badge(tx: &mut Tx<'_>, code: &str, text: &str) -> Result<OperatorView, Failure> {
    tx.actor.expect_no_device()?;
    let row = rows::operator(tx.db, tx.plant.id, code)?.ok_or_else(|| unknown(code))?;
    expect_own(tx.actor, row.lead, row.inspects)?;
    let row = Operator { badge_hash: Some(secret::fingerprint(text)), version: row.version + 1, ..row };
    rows::put_operator(tx.db, &row)?;
    rows::end_sign_ins_of(tx.db, tx.plant.id, code)?;
    let view = view(&row);
    tx.journal("operator.badge-made", &[Subject::Operator(code.to_owned())], &view)?;
    Ok(view)
}

/// Who may sign somebody in has what that person may do.
fn expect_own(actor: &Actor, lead: bool, inspects: bool) -> Result<(), Refusal> {
    if lead {
        actor.expect_own("lead", &[Right::LeadFloor])?;
    }
    if inspects { actor.expect_own("inspects", &[Right::Inspect]) } else { Ok(()) }
}

/// Signs an operator in at the tablet that asks. Blocks, and takes as long for a code that is not there.
///
/// # Errors
///
/// [`codes::OPERATOR_UNKNOWN`], or [`common::TOO_MANY`] for who was wrong too often at this tablet.
pub fn sign_in(app: &App, asks: &Actor, body: &SignInBody) -> Result<SignedInView, Failure> {
    let at = asks.expect_device()?.clone();
    let operator = recognised(app, asks, body)?;
    let (own, now) = (secret::new(), auth::now());
    let row = SignIn {
        hash: secret::fingerprint(&own),
        plant_id: operator.plant_id,
        operator: operator.code.clone(),
        device: at.device.clone(),
        expires: now.shifted(TimeDelta::hours(OPERATOR_HOURS)),
    };
    let expires = row.expires;
    app.command_blocking(&as_operator(app, asks, &operator)?, move |tx| {
        rows::add_sign_in(tx.db, &row, now)?;
        let until = serde_json::json!({ "until": expires });
        tx.journal("operator.signed-in", &[Subject::Device(row.device.clone())], &until)
    })?;
    Ok(SignedInView { secret: own, operator: view(&operator), expires })
}

/// Who shows badge or PIN at the tablet that asks: somebody who is active. Blocks, and takes as long for a code that is
/// not there. Wrong ones count: those of one code at one tablet, a badge by itself, and all badges of a tablet.
pub(super) fn recognised(app: &App, asks: &Actor, body: &SignInBody) -> Result<Operator, Failure> {
    let at = asks.expect_device()?.clone();
    let (tried, field) = match (&body.operator, &body.pin, &body.badge) {
        (Some(code), Some(_), None) => (Tried::Code(code.trim()), "pin"),
        (None, None, Some(badge)) => (Tried::Badge(secret::fingerprint(badge.trim())), "badge"),
        (Some(_), None, None) => return Err(Refusal::at(common::REQUIRED, "pin", "").into()),
        _ => return Err(Refusal::at(common::REQUIRED, "operator", "").into()),
    };
    let attempt = match &tried {
        Tried::Code(code) => app.gate.admit_operator(code, &at.device),
        Tried::Badge(hash) => app.gate.admit_badge(hash, &at.device),
    };
    let attempt = attempt.map_err(too_many)?;
    let found = app.ask(asks, |ask| match &tried {
        Tried::Badge(hash) => rows::operator_of_badge(ask.db, ask.plant.id, hash),
        Tried::Code(code) => rows::operator(ask.db, ask.plant.id, code),
    })?;
    let known = match &body.pin {
        None => found.is_some(),
        Some(pin) => {
            let hash = found.as_ref().and_then(|operator| operator.pin_hash.clone());
            secret::is_right(pin, &hash.unwrap_or_else(|| app.gate.nobodys_hash().to_owned()))
        }
    };
    let Some(operator) = found.filter(|operator| operator.active && known) else {
        return Err(Refusal::at(codes::OPERATOR_UNKNOWN, field, "").into());
    };
    app.gate.was_known(&attempt);
    Ok(operator)
}

/// What somebody is known by: a code, or the fingerprint of a badge.
enum Tried<'a> {
    Code(&'a str),
    Badge(String),
}

/// The operator as the one who acts at the tablet that asks.
pub(super) fn as_operator(app: &App, asks: &Actor, operator: &Operator) -> Result<Actor, Failure> {
    let device = asks.expect_device()?.device.clone();
    app.store.read(|db| {
        let revoked = || Refusal::new(codes::DEVICE_REVOKED);
        let row = rows::device(db, &device)?.filter(|row| row.revoked.is_none()).ok_or_else(revoked)?;
        let plant = plant(db, row.plant_id)?;
        Ok(actor(&row, Some(operator), Names::read(db, &plant)?.of(&operator.code)))
    })
}

/// Signs out who is known by `secret` at the tablet that asks.
///
/// # Errors
///
/// What the database says.
pub fn sign_out(app: &App, asks: &Actor, secret: &str) -> Result<(), Failure> {
    let (device, hash) = (asks.expect_device()?.device.clone(), secret::fingerprint(secret));
    app.command_blocking(asks, move |tx| {
        rows::end_sign_in(tx.db, &hash)?;
        tx.journal("operator.signed-out", &[Subject::Device(device.clone())], &()).map(drop)
    })
}

fn unknown(code: &str) -> Failure {
    Refusal::at(common::UNKNOWN, "code", code).with("what", "operator").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_pins_that_anybody_would_try_are_refused() {
        for bad in ["", "123", "1234", "4321", "0000", "123456789", "12a4", "１２３５"] {
            assert!(check_pin(bad).is_err(), "{bad}");
        }
        for good in ["2580", "13579", "20260302"] {
            assert!(check_pin(good).is_ok(), "{good}");
        }
    }
}
