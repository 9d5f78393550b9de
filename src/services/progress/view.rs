//! How an operation stands, as it is shown.

use crate::document::{OperationKind, OperationStatus, RoutingOperation};
use crate::domain::progress::{Flag, Kind};
use crate::domain::value::{Amount, Moment};
use crate::store::work::{OperationRow, ReportRow, WorkOrderRow};
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// An operation of a work order. A report's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OperationView {
    /// The work order.
    pub work_order: String,
    /// The operation's number.
    pub operation: String,
    /// What is done.
    pub name: Option<String>,
    /// What sort of step it is.
    pub kind: OperationKind,
    /// Where it runs.
    pub work_centre: Option<String>,
    /// Where it stands.
    pub status: OperationStatus,
    /// Pieces of the work order that were started.
    pub quantity: Amount,
    /// Good pieces so far.
    pub good: Amount,
    /// Scrapped pieces so far.
    pub scrap: Amount,
    /// Pieces to be done again.
    pub rework: Amount,
    /// The operation at which they are done again next.
    pub rework_operation: Option<String>,
    /// When it began.
    pub started: Option<Moment>,
    /// When it was last reported on.
    pub last_report: Option<Moment>,
    /// When it was done.
    pub finished: Option<Moment>,
    /// Why it rests or is blocked.
    pub reason: Option<String>,
    /// The report on a later operation from which its state follows.
    pub inferred_by: Option<String>,
    /// What is odd about it.
    pub flags: BTreeSet<Flag>,
    /// Its place in the planner's own sequence.
    pub sequence: Option<i32>,
    /// That place is the published one.
    pub frozen: bool,
    /// Whether the work order is open.
    pub work_order_open: bool,
    /// Grows with every report on it.
    pub version: i64,
}

impl OperationView {
    pub(super) fn of(order: &WorkOrderRow, row: &OperationRow, step: Option<&RoutingOperation>) -> Self {
        let usual = step.and_then(|step| step.work_centre.clone());
        Self {
            work_order: order.number.clone(),
            operation: row.operation.clone(),
            name: step.and_then(|step| step.name.clone()),
            kind: step.and_then(|step| step.kind).unwrap_or(OperationKind::Make),
            work_centre: row.work_centre.clone().or(usual),
            status: row.status.unwrap_or(OperationStatus::Waiting),
            quantity: order.started(),
            good: row.good.unwrap_or_default(),
            scrap: row.scrap.unwrap_or_default(),
            rework: row.rework.unwrap_or_default(),
            rework_operation: row.rework_operation.clone(),
            started: row.started,
            last_report: row.last_report,
            finished: row.finished,
            reason: row.reason.clone(),
            inferred_by: row.inferred_by.clone(),
            flags: row.flags.0.clone(),
            sequence: row.sequence,
            frozen: row.frozen.unwrap_or(false),
            work_order_open: order.is_open(),
            version: row.version,
        }
    }
}

/// A report, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[allow(missing_docs)] // as in the report itself
pub struct ReportView {
    pub id: String,
    pub operation: String,
    pub kind: Kind,
    pub at: Moment,
    /// When it came.
    pub received_at: Moment,
    /// Who sent it.
    pub actor: String,
    pub operator: Option<String>,
    pub device: Option<String>,
    pub good: Amount,
    pub scrap: Amount,
    pub rework: Amount,
    pub rework_operation: Option<String>,
    pub reason: Option<String>,
    pub note: Option<String>,
    /// Who let blocked work begin.
    pub approved_by: Option<String>,
    pub corrects: Option<String>,
    /// The report that replaced it.
    pub corrected_by: Option<String>,
    /// What is odd about it by itself.
    pub flags: BTreeSet<Flag>,
}

impl From<&ReportRow> for ReportView {
    fn from(row: &ReportRow) -> Self {
        Self {
            id: row.id.clone(),
            operation: row.operation.clone(),
            kind: row.kind,
            at: row.at,
            received_at: row.received_at,
            actor: row.actor.clone(),
            operator: row.operator.clone(),
            device: row.device.clone(),
            good: row.good,
            scrap: row.scrap,
            rework: row.rework,
            rework_operation: row.rework_operation.clone(),
            reason: row.reason.clone(),
            note: row.note.clone(),
            approved_by: row.approved_by.clone(),
            corrects: row.corrects.clone(),
            corrected_by: row.corrected_by.clone(),
            flags: row.flags.0.clone(),
        }
    }
}
