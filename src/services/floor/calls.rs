//! Calls for help from the floor, and who answered them.

use crate::domain::floor::Reason;
use crate::domain::refusal::{Refusal, common, floor as codes};
use crate::domain::role::Right;
use crate::domain::value::Moment;
use crate::services::master::require_work_centre;
use crate::services::{Ask, Tx};
use crate::store::floor::{self as rows, Call};
use crate::store::master::{resources, settings};
use crate::store::{Failure, Subject};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// Calls that are told at most.
const MOST: i64 = 200;
/// For how long a call that was answered is told, so that who called sees it.
const TOLD: TimeDelta = TimeDelta::hours(1);

/// A call for help.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallBody {
    /// Made by the client: the same call sent again is known by it.
    pub id: Uuid,
    /// Where help is needed.
    pub work_centre: String,
    /// What for: one of the settings' reasons for calls.
    pub kind: String,
    /// What else there is to say.
    #[serde(default)]
    pub note: Option<String>,
    /// The work order that it is about.
    #[serde(default)]
    pub work_order: Option<String>,
    /// Its operation.
    #[serde(default)]
    pub operation: Option<String>,
    /// When it was made.
    pub at: Moment,
}

/// A call for help, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CallView {
    /// Its id.
    pub id: String,
    /// Where help is needed.
    pub work_centre: String,
    /// What for.
    pub kind: String,
    /// What else there is to say.
    pub note: Option<String>,
    /// The work order that it is about.
    pub work_order: Option<String>,
    /// Its operation.
    pub operation: Option<String>,
    /// When it was made.
    pub at: Moment,
    /// At which tablet.
    pub device: Option<String>,
    /// Who called, as far as that is written down.
    pub made_by: String,
    /// When somebody answered.
    pub answered_at: Option<Moment>,
    /// Who.
    pub answered_by: Option<String>,
}

impl From<Call> for CallView {
    fn from(row: Call) -> Self {
        Self {
            id: row.id,
            work_centre: row.work_centre,
            kind: row.kind,
            note: row.note,
            work_order: row.work_order,
            operation: row.operation,
            at: row.at,
            device: row.device,
            made_by: row.made_by,
            answered_at: row.answered_at,
            answered_by: row.answered_by,
        }
    }
}

/// A call for help, as it is told: with what people call its reason and its place.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ToldCall {
    #[allow(missing_docs)]
    #[serde(flatten)]
    pub call: CallView,
    /// What people call the work centre.
    pub work_centre_name: Option<String>,
    /// What it is for, in words; nothing if the settings have it no more.
    pub reason: Option<Reason>,
}

/// Calls for help.
#[derive(Debug, Serialize, ToSchema)]
pub struct Calls {
    /// Those that stand and those that were answered within the last hour, the newest first.
    pub items: Vec<ToldCall>,
    /// What the plant's clock says now.
    pub now: Moment,
    /// The plant's time zone.
    pub zone: String,
    /// Nothing more follows.
    pub next: Option<String>,
}

/// The calls that stand, and those that were answered within the last hour; the newest first.
///
/// # Errors
///
/// What the database says.
pub fn calls(ask: &mut Ask<'_>) -> Result<Calls, Failure> {
    let mut all = rows::calls(ask.db, ask.plant.id, ask.now.shifted(-TOLD), MOST)?;
    let at = ask.actor.floor.as_ref();
    let leads = ask.actor.may(Right::LeadFloor);
    all.retain(|call| leads || at.is_none_or(|at| at.is_for(&call.work_centre)));
    let reasons = settings::policies(&ask.plant)?.floor.all_reasons().calls;
    let names = resources::work_centres(ask.db, ask.plant.id)?;
    let names: BTreeMap<_, _> = names.into_iter().map(|row| (row.code, row.fields.name)).collect();
    let told = all.into_iter().map(|row| ToldCall {
        work_centre_name: names.get(&row.work_centre).cloned().flatten(),
        reason: reasons.iter().find(|reason| reason.code == row.kind).cloned(),
        call: row.into(),
    });
    Ok(Calls { items: told.collect(), now: ask.now, zone: ask.plant.zone.clone(), next: None })
}

/// Takes a call. The same call again changes nothing.
///
/// # Errors
///
/// The kind is none of the settings', the work centre is unknown or another tablet's, the time lies ahead, or the id
/// belongs to another call.
pub fn call(tx: &mut Tx<'_>, body: &CallBody) -> Result<CallView, Failure> {
    let id = body.id.to_string();
    if let Some(known) = rows::call(tx.db, &id)? {
        let same = (&known.work_centre, &known.kind, known.at) == (&body.work_centre, &body.kind, body.at);
        if !same || known.note != body.note {
            return Err(Refusal::at(codes::CALL_ID_REUSED, "id", id).into());
        }
        return Ok(known.into());
    }
    require_work_centre(tx.db, tx.plant.id, "work_centre", &body.work_centre)?;
    tx.actor.expect_here("work_centre", &body.work_centre)?;
    let known = settings::policies(&tx.plant)?.floor.all_reasons().calls;
    if known.iter().all(|reason| reason.code != body.kind) {
        let codes: Vec<String> = known.into_iter().map(|reason| reason.code).collect();
        let refusal = Refusal::at(codes::CALL_KIND_UNKNOWN, "kind", &body.kind);
        return Err(refusal.with("known", codes.join(", ")).into());
    }
    let row = Call {
        id: id.clone(),
        plant_id: tx.plant.id,
        work_centre: body.work_centre.clone(),
        kind: body.kind.clone(),
        note: body.note.clone(),
        work_order: body.work_order.clone(),
        operation: body.operation.clone(),
        at: tx.expect_past(Some(body.at))?,
        device: tx.actor.floor.as_ref().map(|at| at.device.clone()),
        made_by: tx.actor.name.clone(),
        answered_at: None,
        answered_by: None,
    };
    store(tx, row, "call.made")
}

/// Says that somebody came. Again changes nothing.
///
/// # Errors
///
/// There is no such call, or it is another tablet's.
pub fn answer(tx: &mut Tx<'_>, id: &str) -> Result<CallView, Failure> {
    let unknown = || Refusal::at(common::UNKNOWN, "id", id).with("what", "call");
    let row = rows::call(tx.db, id)?.ok_or_else(unknown)?;
    tx.actor.expect_here("work_centre", &row.work_centre)?;
    if row.answered_at.is_some() {
        return Ok(row.into());
    }
    let row = Call { answered_at: Some(tx.now), answered_by: Some(tx.actor.name.clone()), ..row };
    store(tx, row, "call.answered")
}

fn store(tx: &mut Tx<'_>, row: Call, what: &str) -> Result<CallView, Failure> {
    rows::put_call(tx.db, &row)?;
    let subject = Subject::Call(row.id.clone());
    let view = CallView::from(row);
    tx.journal(what, &[subject], &view)?;
    Ok(view)
}
