//! The planner's own sequence of a work centre, and the part of it that is published for the frozen zone.

use crate::document::{OperationStatus, RoutingOperation};
use crate::domain::refusal::{Refusal, work as refusals};
use crate::domain::role::Right;
use crate::services::Tx;
use crate::services::master::require_work_centre;
use crate::services::progress::Floor;
use crate::store::master::{making, numbered};
use crate::store::work::{self as rows, OperationRow};
use crate::store::{Failure, Subject};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// An operation of a work order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The work order.
    pub work_order: String,
    /// The operation.
    pub operation: String,
}

/// The sequence of a work centre: what is not named follows by the dispatch rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SequenceBody {
    /// What runs first, in this order.
    pub operations: Vec<Place>,
    /// So many of them, from the first, are the published ones. As many as now if not said.
    pub frozen: Option<u32>,
}

/// A stored sequence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SequenceView {
    /// The work centre.
    pub work_centre: String,
    /// Its operations, in order.
    pub operations: Vec<Place>,
    /// So many of them are published.
    pub frozen: u32,
}

/// Replaces the sequence of a work centre.
///
/// # Errors
///
/// The work centre is unknown, an operation is unknown, done or elsewhere, or the published part changes and
/// the caller does not lead the floor.
pub fn put_sequence(tx: &mut Tx<'_>, code: &str, body: &SequenceBody) -> Result<SequenceView, Failure> {
    require_work_centre(tx.db, tx.plant.id, "code", code)?;
    tx.actor.expect_here("code", code)?;
    let mut wanted: Vec<(Floor, String)> = Vec::new();
    let mut seen = BTreeSet::new();
    for (i, place) in body.operations.iter().enumerate() {
        let (floor, operation) = expect_place(tx, i, place, code)?;
        if seen.insert((floor.order.number.clone(), operation.clone())) {
            wanted.push((floor, operation));
        }
    }
    let of_centre = placed(tx, code)?;
    let was: Vec<_> = of_centre
        .iter()
        .filter(|row| row.frozen == Some(true) && row.status != Some(OperationStatus::Done))
        .map(|row| (row.work_order.clone(), row.operation.clone()))
        .collect();
    let frozen = body.frozen.map_or(was.len(), |frozen| frozen as usize).min(wanted.len());
    let is: Vec<_> =
        wanted[..frozen].iter().map(|(floor, op)| (floor.order.number.clone(), op.clone())).collect();
    if was != is && !tx.actor.may(Right::LeadFloor) {
        let differs = was.iter().zip(&is).find(|(was, is)| was != is).map(|(was, _)| was);
        let first = differs.or_else(|| was.last()).or_else(|| is.last()).cloned().unwrap_or_default();
        let refusal =
            Refusal::at(refusals::SEQUENCE_FROZEN, "operations", format!("{}/{}", first.0, first.1));
        return Err(refusal.with("work_centre", code).into());
    }
    let mut subjects = BTreeSet::new();
    for row in of_centre.iter().filter(|row| !seen.contains(&(row.work_order.clone(), row.operation.clone())))
    {
        subjects.insert(Subject::WorkOrder(row.work_order.clone()));
        let free = OperationRow { sequence: None, frozen: None, version: row.version + 1, ..row.clone() };
        rows::put_operation(tx.db, &free)?;
    }
    for (place, (floor, operation)) in wanted.iter().enumerate() {
        let blank = OperationRow::new(tx.plant.id, &floor.order.number, operation);
        let row = floor.operations.get(operation).cloned().unwrap_or(blank);
        let (sequence, published) = (Some(place as i32 + 1), Some(place < frozen));
        if (row.sequence, row.frozen) != (sequence, published) {
            subjects.insert(Subject::WorkOrder(floor.order.number.clone()));
            let version = row.version + 1;
            rows::put_operation(tx.db, &OperationRow { sequence, frozen: published, version, ..row })?;
        }
    }
    let subjects: Vec<_> = subjects.into_iter().collect();
    tx.journal("work-centre.sequenced", &subjects, &json!({ "work_centre": code, "operations": is }))?;
    let operations = wanted
        .into_iter()
        .map(|(floor, operation)| Place { work_order: floor.order.number, operation })
        .collect();
    Ok(SequenceView { work_centre: code.to_owned(), operations, frozen: frozen as u32 })
}

/// The operations of open work orders that have a place at the work centre, the published ones first.
fn placed(tx: &mut Tx<'_>, code: &str) -> Result<Vec<OperationRow>, Failure> {
    let all = rows::sequenced(tx.db, tx.plant.id)?;
    let items: BTreeSet<String> = all
        .iter()
        .filter(|(row, order)| row.work_centre.is_none() && order.own_routing.is_none())
        .map(|(_, order)| order.item.clone())
        .collect();
    let items: Vec<String> = items.into_iter().collect();
    let usual = numbered(&making::operations_of(tx.db, &items)?, making::OperationRow::document);
    let mut of_centre = Vec::new();
    for (row, order) in all {
        let own = order.own_routing.as_ref().map(|routing| routing.0.as_slice());
        let runs_as = |step: &&RoutingOperation| {
            step.operation == row.operation && (own.is_some() || step.item == order.item)
        };
        let step = own.unwrap_or(&usual).iter().find(runs_as);
        let centre = row.work_centre.as_deref().or_else(|| step?.work_centre.as_deref());
        if centre == Some(code) {
            of_centre.push(row);
        }
    }
    of_centre.sort_by_key(|row| (!row.frozen.unwrap_or(false), row.sequence));
    Ok(of_centre)
}

/// An open operation of the work centre.
fn expect_place(tx: &mut Tx<'_>, i: usize, place: &Place, code: &str) -> Result<(Floor, String), Failure> {
    let stranger = || {
        let value = format!("{}/{}", place.work_order, place.operation);
        let refusal = Refusal::at(refusals::SEQUENCE_STRANGER, format!("operations[{i}]"), value);
        Failure::from(refusal.with("work_centre", code))
    };
    let order = rows::order(tx.db, tx.plant.id, &place.work_order)?.ok_or_else(stranger)?;
    if !order.is_open() {
        return Err(stranger());
    }
    let mut floor = Floor::read(tx, order)?;
    let operation = floor.expect_operation(&format!("operations[{i}].operation"), &place.operation)?;
    let done = floor.operations.get(&operation).is_some_and(|row| row.status == Some(OperationStatus::Done));
    let usual = floor.routing.iter().find(|step| step.operation == operation);
    let other = usual.is_some_and(|step| step.alternates.iter().any(|other| other.work_centre == code));
    if done || (floor.work_centre_of(&operation).as_deref() != Some(code) && !other) {
        return Err(stranger());
    }
    Ok((floor, operation))
}
