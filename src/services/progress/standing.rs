//! Stock-take of the work in progress: where a work order was found to stand.

use super::view::OperationView;
use super::{Floor, expect_order};
use crate::document::OperationStatus;
use crate::domain::progress::{Kind, Standing};
use crate::domain::refusal::{Refusal, work as refusals};
use crate::domain::value::{Amount, Moment};
use crate::services::Tx;
use crate::services::master::expect_whole;
use crate::store::types::Held;
use crate::store::work::ReportRow;
use crate::store::{Failure, Json};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use uuid::Uuid;

/// Where a work order was found to stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StandingBody {
    /// The operation at which its pieces were found.
    pub operation: String,
    /// Pieces that are good at that operation already.
    #[serde(default)]
    pub good: Amount,
    /// Pieces found scrapped there.
    #[serde(default)]
    pub scrap: Amount,
    /// Whether work on it goes on, rests or has not begun; not begun if not said and nothing was counted.
    #[serde(default)]
    pub status: Option<OperationStatus>,
    /// When it was seen; now if not said.
    #[serde(default)]
    pub at: Option<Moment>,
    /// Who walked the floor.
    #[serde(default)]
    pub device: Option<String>,
    /// What else there is to say.
    #[serde(default)]
    pub note: Option<String>,
}

/// All operations of a work order after its stock-take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StandingView {
    /// The work order.
    pub work_order: String,
    /// Its operations in order.
    pub operations: Vec<OperationView>,
}

/// Sets where a work order stands: what comes before is done, and marked as inferred.
///
/// # Errors
///
/// The work order or the operation is unknown, it is closed for good, a count is below zero, or the time lies
/// ahead.
pub fn stand(tx: &mut Tx<'_>, number: &str, body: &StandingBody) -> Result<StandingView, Failure> {
    let order = expect_order(tx, number)?;
    if order.archived {
        return Err(Refusal::at(refusals::WORK_ORDER_ARCHIVED, "work_order", number).into());
    }
    for (field, count) in [("good", body.good), ("scrap", body.scrap)] {
        if count < Amount::ZERO {
            return Err(Refusal::at(refusals::QUANTITY_NEGATIVE, field, count).into());
        }
        expect_whole(tx.db, field, &order.item, count)?;
    }
    let at = tx.expect_past(body.at)?;
    let mut floor = Floor::read(tx, order)?;
    let operation = floor.expect_operation("operation", &body.operation)?;
    let counted = body.good.is_some() || body.scrap.is_some();
    let usual = if counted { OperationStatus::Paused } else { OperationStatus::Waiting };
    let mut found = Vec::new();
    let states = floor.states();
    let mut arriving = floor.order.started();
    for (step, state) in floor.steps.iter().zip(&states) {
        let here = step.operation == operation;
        let status = if here { body.status.unwrap_or(usual) } else { OperationStatus::Done };
        let began = status != OperationStatus::Waiting;
        let standing = Standing {
            status: Some(status),
            started: state.started.or((began && here).then_some(at)),
            last_report: here.then_some(at),
            finished: state.finished.or((here && status == OperationStatus::Done).then_some(at)),
            inferred: !here,
        };
        arriving -= state.scrap.min(arriving);
        let (good, scrap) = if here { (body.good, body.scrap) } else { (arriving, state.scrap) };
        // What was known to be done stays as it was reported.
        if here || !state.is_done() {
            let counts = (good, scrap);
            found.push(opening(tx, &floor, (&step.operation, at), counts, standing, body));
        }
        if here {
            break;
        }
    }
    floor.take(tx, found, "work-order.stood")?;
    Ok(StandingView { work_order: floor.order.number.clone(), operations: floor.views() })
}

/// Where a work order stands, as a stock-take answers it.
///
/// # Errors
///
/// The work order is unknown.
pub fn stands(tx: &mut Tx<'_>, number: &str) -> Result<StandingView, Failure> {
    let order = expect_order(tx, number)?;
    let mut floor = Floor::read(tx, order)?;
    Ok(StandingView { work_order: floor.order.number.clone(), operations: floor.views() })
}

fn opening(
    tx: &Tx<'_>,
    floor: &Floor,
    (operation, at): (&str, Moment),
    (good, scrap): (Amount, Amount),
    standing: Standing,
    body: &StandingBody,
) -> ReportRow {
    ReportRow {
        id: Uuid::now_v7().to_string(),
        plant_id: tx.plant.id,
        work_order: floor.order.number.clone(),
        operation: operation.to_owned(),
        kind: Kind::Opening,
        at,
        received_at: tx.now,
        actor: tx.actor.name.clone(),
        operator: None,
        device: tx.actor.floor.as_ref().map(|at| at.device.clone()).or_else(|| body.device.clone()),
        work_centre: None,
        good,
        scrap,
        rework: Amount::ZERO,
        rework_operation: None,
        standing: Some(Held(standing)),
        reason: None,
        note: body.note.clone(),
        corrects: None,
        corrected_by: None,
        flags: Held(BTreeSet::new()),
        content: Json::of(body).0.to_string(),
        approved_by: None,
    }
}
