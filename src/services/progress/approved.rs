//! On whose word blocked work begins: a lead's that is proven, a lead's that is not, or nobody's. It has happened, so it
//! is taken and questioned.

use super::listed::came_at_once;
use super::{Floor, Listing, ReportBody};
use crate::document::OperationStatus;
use crate::domain::progress::{Flag, Kind};
use crate::domain::role::Right;
use crate::services::Tx;
use crate::services::floor::is_proven;
use crate::store::Failure;
use crate::store::floor;

/// What is odd about whose word a report names. A lead's word that proves it is used up.
///
/// # Errors
///
/// What the database says.
pub(super) fn questioned(
    tx: &mut Tx<'_>,
    said: &ReportBody,
    (floor, operation): (&Floor, &str),
    list: Option<&Listing>,
) -> Result<Option<Flag>, Failure> {
    let Some(code) = &said.approved_by else {
        let blocked = !is_lead(tx, said) && is_blocked(tx, said, (floor, operation), list);
        return Ok(blocked.then_some(Flag::StartedBlocked));
    };
    let found = floor::operator(tx.db, tx.plant.id, code)?;
    if !found.is_some_and(|operator| operator.lead && operator.active) {
        return Ok(Some(Flag::NotApproved));
    }
    let proven = is_proven(tx, code, said.approval.as_deref())?;
    Ok((!proven).then_some(Flag::ApprovedOffline))
}

/// Whether a lead reports, and not only sends what somebody else did at the tablet.
fn is_lead(tx: &Tx<'_>, said: &ReportBody) -> bool {
    let at = tx.actor.floor.as_ref();
    let own = at.is_none_or(|at| said.operator.is_none() || said.operator == at.operator);
    own && tx.actor.may(Right::LeadFloor)
}

/// Whether the report begins work that was held for blocked: by what was reported on it, or by the list that whoever
/// reports had before them. What that list had wait for the operation before it counts only as long as the reports
/// agree: they may have come together, sooner than a plan.
fn is_blocked(
    tx: &Tx<'_>,
    said: &ReportBody,
    (floor, operation): (&Floor, &str),
    list: Option<&Listing>,
) -> bool {
    if !matches!(said.kind, Kind::Setup | Kind::Start) || said.corrects.is_some() {
        return false;
    }
    let states = floor.states();
    let Some(at) = floor.steps.iter().position(|step| step.operation == operation) else { return false };
    let blocked = states.get(at).filter(|state| state.status == Some(OperationStatus::Blocked));
    if blocked.is_some_and(|state| state.last_report.is_none_or(|last| last <= said.at)) {
        return true;
    }
    let begun = states.get(at).is_some_and(|state| state.started.is_some());
    let Some(list) = list.filter(|_| !begun && came_at_once(said, tx.now)) else { return false };
    let before = at.checked_sub(1).map(|before| (&floor.steps[before], &states[before]));
    let behind =
        before.is_some_and(|(step, state)| !(state.is_done() || step.overlaps && state.good.is_some()));
    list.waits_for.iter().any(|kind| kind != "operation" || behind)
}
