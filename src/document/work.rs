//! Work orders, how far they are, and the material they hold.

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Origin;

/// Whether a work order is still in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum WorkOrderStatus {
    Open,
    Closed,
}

/// A row of the work orders sheet. Key: `work_order`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkOrder {
    /// Where the row stood.
    pub origin: Origin,
    /// Number of the work order.
    pub work_order: String,
    /// What is made.
    pub item: String,
    /// How much is wanted.
    pub quantity: Decimal,
    /// The sales order it is for.
    pub order: Option<String>,
    /// The sales order's line it is for.
    pub line: Option<String>,
    /// How much was started; `quantity` if empty.
    pub started_quantity: Option<Decimal>,
    /// How much went into stock already.
    pub received: Option<Decimal>,
    /// When it should be done.
    pub due_date: Option<NaiveDate>,
    /// When it was released to the floor.
    pub released: Option<NaiveDate>,
    /// Whether it is still in hand; open unless said.
    pub status: Option<WorkOrderStatus>,
}

/// Where an operation of a work order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum OperationStatus {
    Waiting,
    Running,
    Paused,
    Done,
    Blocked,
}

/// A row of the progress sheet. Key: work order, operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationProgress {
    /// Where the row stood.
    pub origin: Origin,
    /// The work order.
    pub work_order: String,
    /// Its operation, in plain form.
    pub operation: String,
    /// Good pieces so far.
    pub good: Option<Decimal>,
    /// Scrapped pieces so far.
    pub scrap: Option<Decimal>,
    /// Pieces that must be worked on again.
    pub rework: Option<Decimal>,
    /// The operation at which rework begins again.
    pub rework_operation: Option<String>,
    /// Where it stands.
    pub status: Option<OperationStatus>,
    /// When it began.
    pub started: Option<NaiveDateTime>,
    /// When it was last reported.
    pub last_report: Option<NaiveDateTime>,
    /// When it was done.
    pub finished: Option<NaiveDateTime>,
    /// Where it really runs.
    pub work_centre: Option<String>,
    /// The planner's own place in the queue, smaller first.
    pub sequence: Option<u32>,
    /// Whether that place is the published one.
    pub frozen: Option<bool>,
}

/// A row of the issues sheet: material handed to a work order. Rows add up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaterialIssue {
    /// Where the row stood.
    pub origin: Origin,
    /// The work order that has it.
    pub work_order: String,
    /// What.
    pub item: String,
    /// How much, zero or more.
    pub quantity: Decimal,
}
