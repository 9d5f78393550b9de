//! Tablets: a code that lets one in, what it is called and where it stands, and its end.
//!
//! Codes and cookies go by the machine's clock. Whoever calls and keeps a [`crate::auth::Gate`] makes it forget after a
//! change, so that it counts at once.

use crate::app::App;
use crate::auth::floor::{ENROLMENT_MINUTES, actor};
use crate::auth::{self, secret};
use crate::domain::refusal::{Refusal, common, floor as codes, master};
use crate::domain::role::Actor;
use crate::domain::value::{Amount, Moment};
use crate::services::Tx;
use crate::services::access::{check_name, too_many};
use crate::services::master::require_work_centre;
use crate::store::floor::{self as rows, Device, Enrolment};
use crate::store::types::Held;
use crate::store::{Failure, Subject};
use crate::text::Lang;
use chrono::TimeDelta;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A tablet, as others see it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct DeviceView {
    /// What people call it.
    pub name: String,
    /// Where it stands; all of the plant if empty.
    pub work_centres: Vec<String>,
    /// Since when, by the machine's clock.
    pub enrolled: Moment,
    /// Who made its code.
    pub enrolled_by: String,
    /// When it last asked for something, since the server runs.
    pub last_seen: Option<Moment>,
    /// When it was revoked.
    pub revoked: Option<Moment>,
    /// When it was tried out.
    pub tested: Option<Moment>,
    /// Its pixels for a millimetre, as that trial found.
    pub px_per_mm: Option<Amount>,
    /// Grows with every change.
    pub version: i64,
}

/// A tablet to be enrolled.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentBody {
    /// What it is to be called, if it does not say so itself.
    #[serde(default)]
    pub name: Option<String>,
    /// Where it will stand; all of the plant if empty.
    #[serde(default)]
    pub work_centres: Vec<String>,
}

/// A code that was made, without the address at which it is used.
#[derive(Clone, Debug, Serialize)]
pub struct Invitation {
    /// The code.
    pub code: String,
    /// Until when it is good, by the machine's clock.
    pub expires: Moment,
}

/// A code that enrols one tablet, shown this once.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EnrolmentView {
    /// The code.
    pub code: String,
    /// What the tablet opens.
    pub url: String,
    /// Until when it is good, by the machine's clock.
    pub expires: Moment,
    /// `url` as an SVG picture for the tablet's camera.
    pub qr: String,
}

/// What a tablet says to be enrolled.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolBody {
    /// The code.
    pub code: String,
    /// What it is called; as whoever made the code said if not given.
    #[serde(default)]
    pub name: Option<String>,
}

/// Where a tablet stands from now on.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CentresBody {
    /// Its work centres; all of the plant if empty.
    pub work_centres: Vec<String>,
}

/// What the trial at the enrolment of a tablet found.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TestedBody {
    /// Its pixels for a millimetre, 1 to 60.
    pub px_per_mm: f64,
}

fn view(row: &Device, last_seen: Option<Moment>) -> DeviceView {
    DeviceView {
        name: row.name.clone(),
        work_centres: row.work_centres.0.clone(),
        enrolled: row.enrolled,
        enrolled_by: row.enrolled_by.clone(),
        last_seen,
        revoked: row.revoked,
        tested: row.tested,
        px_per_mm: row.px_per_mm,
        version: row.version,
    }
}

/// All tablets, by name.
///
/// # Errors
///
/// What the database says.
pub fn devices(app: &App, asks: &Actor) -> Result<Vec<DeviceView>, Failure> {
    let all = app.ask(asks, |ask| rows::devices(ask.db, ask.plant.id))?;
    Ok(all.iter().map(|row| view(row, app.gate.last_seen(&row.name))).collect())
}

/// A new code.
pub fn invitation() -> Invitation {
    let expires = auth::now().shifted(TimeDelta::minutes(ENROLMENT_MINUTES));
    Invitation { code: secret::new_code(), expires }
}

/// Lets one tablet in that knows the code of `made`, of which only the fingerprint is kept.
///
/// # Errors
///
/// A name or a work centre that cannot be, or who asks is at a tablet.
pub fn invite(tx: &mut Tx<'_>, body: &EnrolmentBody, made: &Invitation) -> Result<Invitation, Failure> {
    tx.actor.expect_no_device()?;
    if let Some(name) = &body.name {
        check_name("name", name)?;
        expect_free(tx, name)?;
    }
    let work_centres = Held(expect_work_centres(tx, &body.work_centres)?);
    let (name, made_by) = (body.name.clone(), tx.actor.name.clone());
    let (hash, plant_id, expires) = (secret::fingerprint(&made.code), tx.plant.id, made.expires);
    let row = Enrolment { hash, plant_id, name, work_centres, made_by, expires };
    rows::add_enrolment(tx.db, &row, auth::now())?;
    let told = serde_json::json!({ "name": row.name, "work_centres": row.work_centres, "expires": expires });
    tx.journal("device.invited", &[], &told)?;
    Ok(made.clone())
}

/// Enrols a tablet that knows a code: its secret, and how it stands. Blocks.
///
/// # Errors
///
/// [`codes::ENROLMENT_CODE_UNKNOWN`], [`codes::DEVICE_NAME_TAKEN`], a name that cannot be, or [`common::TOO_MANY`]
/// for who guesses.
pub fn enrol(
    app: &App,
    body: &EnrolBody,
    address: &str,
    lang: Lang,
) -> Result<(String, DeviceView), Failure> {
    let attempt = app.gate.admit("enrolment", address).map_err(too_many)?;
    let (hash, now) = (secret::fingerprint(&secret::typed_code(&body.code)), auth::now());
    let invited = app.store.read(|db| rows::enrolment(db, &hash, now))?;
    let unknown = || Refusal::at(codes::ENROLMENT_CODE_UNKNOWN, "code", &body.code);
    let invited = invited.ok_or_else(unknown)?;
    app.gate.was_right(&attempt);
    let name = body.name.clone().or(invited.name).ok_or_else(|| Refusal::at(common::REQUIRED, "name", ""))?;
    check_name("name", &name)?;
    let own = secret::new();
    let row = Device {
        name,
        plant_id: invited.plant_id,
        hash: secret::fingerprint(&own),
        work_centres: invited.work_centres,
        lang: if lang == Lang::Zh { "zh" } else { "en" }.to_owned(),
        enrolled: now,
        enrolled_by: invited.made_by,
        revoked: None,
        tested: None,
        px_per_mm: None,
        version: 1,
    };
    let code = body.code.clone();
    let enrolled = app.command_blocking(&actor(&row, None, None), move |tx| {
        // Of two tablets with one code the first is let in.
        if rows::enrolment(tx.db, &hash, now)?.is_none() {
            return Err(Refusal::at(codes::ENROLMENT_CODE_UNKNOWN, "code", &code).into());
        }
        expect_free(tx, &row.name)?;
        rows::take_enrolment(tx.db, &hash)?;
        let before = rows::device(tx.db, &row.name)?.map_or(0, |before| before.version);
        let row = Device { version: before + 1, ..row.clone() };
        rows::put_device(tx.db, &row)?;
        let view = view(&row, None);
        tx.journal("device.enrolled", &[Subject::Device(row.name.clone())], &view)?;
        Ok(view)
    })?;
    app.gate.forget();
    Ok((own, enrolled))
}

/// Says where a tablet stands.
///
/// # Errors
///
/// There is none of that name, another version, or a work centre that is not there.
pub fn move_device(
    tx: &mut Tx<'_>,
    name: &str,
    body: &CentresBody,
    if_match: Option<i64>,
) -> Result<DeviceView, Failure> {
    tx.actor.expect_no_device()?;
    let row = expect_device(tx, name)?;
    Tx::expect_version("device", name, if_match, row.version)?;
    let work_centres = Held(expect_work_centres(tx, &body.work_centres)?);
    let row = Device { work_centres, version: row.version + 1, ..row };
    store(tx, &row, "device.changed")
}

/// Revokes a tablet, for good. Again changes nothing.
///
/// # Errors
///
/// There is none of that name.
pub fn revoke(tx: &mut Tx<'_>, name: &str) -> Result<DeviceView, Failure> {
    tx.actor.expect_no_device()?;
    let row = expect_device(tx, name)?;
    if row.revoked.is_some() {
        return Ok(view(&row, None));
    }
    rows::end_sign_ins_at(tx.db, name)?;
    let row = Device { revoked: Some(auth::now()), version: row.version + 1, ..row };
    store(tx, &row, "device.revoked")
}

/// Keeps what the trial of a tablet found.
///
/// # Errors
///
/// Who says so is no tablet, or it is no screen that a finger could use.
pub fn tested(tx: &mut Tx<'_>, body: &TestedBody) -> Result<DeviceView, Failure> {
    let name = tx.actor.expect_device()?.device.clone();
    if !(1.0..=60.0).contains(&body.px_per_mm) {
        let refusal = Refusal::at(master::OUT_OF_RANGE, "px_per_mm", body.px_per_mm);
        return Err(refusal.with("min", 1).with("max", 60).into());
    }
    let row = expect_device(tx, &name)?;
    let px_per_mm = Decimal::try_from(body.px_per_mm).ok().map(Amount::rounded);
    let row = Device { px_per_mm, tested: Some(tx.now), version: row.version + 1, ..row };
    store(tx, &row, "device.tested")
}

fn store(tx: &mut Tx<'_>, row: &Device, what: &str) -> Result<DeviceView, Failure> {
    rows::put_device(tx.db, row)?;
    let view = view(row, None);
    tx.journal(what, &[Subject::Device(row.name.clone())], &view)?;
    Ok(view)
}

fn expect_device(tx: &mut Tx<'_>, name: &str) -> Result<Device, Failure> {
    let unknown = || Refusal::at(common::UNKNOWN, "name", name).with("what", "device");
    Ok(rows::device(tx.db, name)?.ok_or_else(unknown)?)
}

/// The name of a tablet that was revoked is free again: another one stands in its place.
fn expect_free(tx: &mut Tx<'_>, name: &str) -> Result<(), Failure> {
    let taken = rows::device(tx.db, name)?.is_some_and(|device| device.revoked.is_none());
    if taken { Err(Refusal::at(codes::DEVICE_NAME_TAKEN, "name", name).into()) } else { Ok(()) }
}

/// The work centres, each once and in use.
fn expect_work_centres(tx: &mut Tx<'_>, given: &[String]) -> Result<Vec<String>, Failure> {
    let mut all: Vec<String> = Vec::new();
    for (index, code) in given.iter().enumerate() {
        require_work_centre(tx.db, tx.plant.id, &format!("work_centres[{index}]"), code)?;
        if !all.contains(code) {
            all.push(code.clone());
        }
    }
    Ok(all)
}
