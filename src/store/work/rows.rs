//! The rows, and what they are in the exchange form.

use crate::document::{self, OperationStatus, Origin, RoutingOperation, Sheet, WorkOrderStatus};
use crate::domain::progress::{Flag, Kind, Phase, Report, Standing, State};
use crate::domain::value::{Amount, Day, Moment};
use crate::store::master::{instant, local};
use crate::store::schema::work::{material_issues, operations, progress_reports, work_orders};
use crate::store::types::Held;
use chrono::NaiveDateTime;
use chrono_tz::Tz;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Where a work order came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WorkOrderOrigin {
    /// A workbook.
    Imported,
    /// A proposal of the plan that the planner confirmed.
    Proposed,
    /// Entered by hand.
    Manual,
}

crate::stored_as_text!(WorkOrderOrigin, Kind, Phase);

/// A work order.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = work_orders, primary_key(plant_id, number))]
#[diesel(treat_none_as_null = true, treat_none_as_default_value = false)]
#[allow(missing_docs)] // the columns are those of the sheet and of the migration
pub struct WorkOrderRow {
    pub plant_id: i64,
    pub number: String,
    pub item: String,
    pub quantity: Amount,
    pub order_no: Option<String>,
    pub line: Option<String>,
    pub schedule: Option<String>,
    pub started_quantity: Option<Amount>,
    pub received: Option<Amount>,
    pub due_date: Option<Day>,
    pub released: Option<Day>,
    pub status: WorkOrderStatus,
    pub archived: bool,
    pub origin: WorkOrderOrigin,
    pub proposal: Option<String>,
    pub parent: Option<String>,
    pub own_routing: Option<Held<Vec<RoutingOperation>>>,
    pub note: Option<String>,
    pub version: i64,
    pub created_at: Moment,
    pub created_by: String,
    pub closed_at: Option<Moment>,
}

impl WorkOrderRow {
    /// The row for a row of the sheet. Closed ones are history: nothing may be reported on them any more.
    pub fn imported(plant_id: i64, row: &document::WorkOrder, at: Moment, actor: &str) -> Self {
        let status = row.status.unwrap_or(WorkOrderStatus::Open);
        let closed = status == WorkOrderStatus::Closed;
        Self {
            plant_id,
            number: row.work_order.clone(),
            item: row.item.clone(),
            quantity: Amount::rounded(row.quantity),
            order_no: row.order.clone(),
            line: row.line.clone(),
            schedule: None,
            started_quantity: row.started_quantity.map(Amount::rounded),
            received: row.received.map(Amount::rounded),
            due_date: row.due_date.and_then(Day::new),
            released: row.released.and_then(Day::new),
            status,
            archived: closed,
            origin: WorkOrderOrigin::Imported,
            proposal: None,
            parent: None,
            own_routing: None,
            note: None,
            version: 1,
            created_at: at,
            created_by: actor.to_owned(),
            closed_at: closed.then_some(at),
        }
    }

    /// How many pieces were started.
    pub fn started(&self) -> Amount {
        self.started_quantity.unwrap_or(self.quantity)
    }

    /// Whether it is in hand.
    pub fn is_open(&self) -> bool {
        self.status == WorkOrderStatus::Open
    }

    /// The row of the sheet, as number `row`.
    pub fn document(&self, row: u32) -> document::WorkOrder {
        document::WorkOrder {
            origin: Origin { sheet: Sheet::WorkOrders, row },
            work_order: self.number.clone(),
            item: self.item.clone(),
            quantity: self.quantity.decimal(),
            order: self.order_no.clone(),
            line: self.line.clone(),
            started_quantity: self.started_quantity.map(Amount::decimal),
            received: self.received.map(Amount::decimal),
            due_date: self.due_date.map(Day::date),
            released: self.released.map(Day::date),
            status: Some(self.status),
        }
    }
}

/// What is known about an operation beyond its routing.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = operations, primary_key(plant_id, work_order, operation))]
#[diesel(treat_none_as_null = true, treat_none_as_default_value = false)]
#[allow(missing_docs)] // the columns are those of the sheet and of the migration
pub struct OperationRow {
    pub plant_id: i64,
    pub work_order: String,
    pub operation: String,
    pub good: Option<Amount>,
    pub scrap: Option<Amount>,
    pub rework: Option<Amount>,
    pub rework_operation: Option<String>,
    pub status: Option<OperationStatus>,
    pub started: Option<Moment>,
    pub last_report: Option<Moment>,
    pub finished: Option<Moment>,
    pub work_centre: Option<String>,
    pub sequence: Option<i32>,
    pub frozen: Option<bool>,
    pub reason: Option<String>,
    pub inferred_by: Option<String>,
    pub flags: Held<BTreeSet<Flag>>,
    pub version: i64,
    pub worked_seconds: Option<i64>,
    pub setup_seconds: Option<i64>,
    pub since: Option<Moment>,
    pub phase: Option<Phase>,
    pub operators: Held<BTreeSet<String>>,
}

impl OperationRow {
    /// An operation about which nothing is known yet.
    pub fn new(plant_id: i64, work_order: &str, operation: &str) -> Self {
        Self {
            plant_id,
            work_order: work_order.to_owned(),
            operation: operation.to_owned(),
            good: None,
            scrap: None,
            rework: None,
            rework_operation: None,
            status: None,
            started: None,
            last_report: None,
            finished: None,
            work_centre: None,
            sequence: None,
            frozen: None,
            reason: None,
            inferred_by: None,
            flags: Held(BTreeSet::new()),
            version: 0,
            worked_seconds: None,
            setup_seconds: None,
            since: None,
            phase: None,
            operators: Held(BTreeSet::new()),
        }
    }

    /// The row for a row of the sheet, whose times are the plant's.
    pub fn imported(plant_id: i64, row: &document::OperationProgress, zone: Tz) -> Self {
        let at = |local: Option<NaiveDateTime>| local.and_then(|local| instant(local, zone));
        Self {
            good: row.good.map(Amount::rounded),
            scrap: row.scrap.map(Amount::rounded),
            rework: row.rework.map(Amount::rounded),
            rework_operation: row.rework_operation.clone(),
            status: row.status,
            started: at(row.started),
            last_report: at(row.last_report),
            finished: at(row.finished),
            work_centre: row.work_centre.clone(),
            sequence: row.sequence.and_then(|place| i32::try_from(place).ok()),
            frozen: row.frozen,
            version: 1,
            ..Self::new(plant_id, &row.work_order, &row.operation)
        }
    }

    /// The same row with what follows from its reports.
    pub fn with(&self, state: &State) -> Self {
        let known = state.status.is_some() || self.status.is_some();
        let amount = |amount: Amount, before: Option<Amount>| {
            (known || before.is_some() || amount.is_some()).then_some(amount)
        };
        Self {
            good: amount(state.good, self.good),
            scrap: amount(state.scrap, self.scrap),
            rework: amount(state.rework, self.rework),
            rework_operation: state.rework_operation.clone(),
            status: known.then(|| state.stands()),
            started: state.started,
            last_report: state.last_report,
            finished: state.finished,
            work_centre: state.work_centre.clone().or_else(|| self.work_centre.clone()),
            reason: state.reason.clone(),
            inferred_by: state.inferred_by.clone(),
            flags: Held(state.flags.clone()),
            worked_seconds: state.has_begun().then_some(state.worked_seconds),
            setup_seconds: state.has_begun().then_some(state.setup_seconds),
            since: state.since,
            phase: state.phase,
            operators: Held(state.operators.clone()),
            ..self.clone()
        }
    }

    /// Whether nothing is known about it that its routing does not say.
    pub fn is_blank(&self) -> bool {
        let blank = Self::new(self.plant_id, &self.work_order, &self.operation);
        *self == Self { version: self.version, ..blank }
    }

    /// The row of the sheet, as number `row`, with the times of the plant.
    pub fn document(&self, zone: Tz, row: u32) -> document::OperationProgress {
        let local = |at: Option<Moment>| at.map(|at| local(at, zone));
        document::OperationProgress {
            origin: Origin { sheet: Sheet::Progress, row },
            work_order: self.work_order.clone(),
            operation: self.operation.clone(),
            good: self.good.map(Amount::decimal),
            scrap: self.scrap.map(Amount::decimal),
            rework: self.rework.map(Amount::decimal),
            rework_operation: self.rework_operation.clone(),
            status: self.status,
            started: local(self.started),
            last_report: local(self.last_report),
            finished: local(self.finished),
            work_centre: self.work_centre.clone(),
            sequence: self.sequence.and_then(|place| u32::try_from(place).ok()),
            frozen: self.frozen,
        }
    }

    /// The report that says what an import found, if it says anything about progress.
    pub fn opening(&self, at: Moment, actor: &str) -> Option<ReportRow> {
        let standing = Standing {
            status: self.status,
            started: self.started,
            last_report: self.last_report,
            finished: self.finished,
            inferred: false,
        };
        let counted = [self.good, self.scrap, self.rework].into_iter().flatten().any(Amount::is_some);
        let waiting = self.status.is_none_or(|status| status == OperationStatus::Waiting);
        if waiting && !counted && self.started.is_none() && self.finished.is_none() {
            return None;
        }
        let zero = Amount::ZERO;
        Some(ReportRow {
            id: format!("opening:{}:{}:{}", self.plant_id, self.work_order, self.operation),
            plant_id: self.plant_id,
            work_order: self.work_order.clone(),
            operation: self.operation.clone(),
            kind: Kind::Opening,
            at: self.last_report.or(self.finished).or(self.started).map_or(at, |last| last.min(at)),
            received_at: at,
            actor: actor.to_owned(),
            operator: None,
            device: None,
            work_centre: self.work_centre.clone(),
            good: self.good.unwrap_or(zero),
            scrap: self.scrap.unwrap_or(zero),
            rework: self.rework.unwrap_or(zero),
            rework_operation: self.rework_operation.clone(),
            standing: Some(Held(standing)),
            reason: None,
            note: None,
            corrects: None,
            corrected_by: None,
            flags: Held(BTreeSet::new()),
            content: String::new(),
            approved_by: None,
        })
    }
}

/// A report, as it came.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = progress_reports, treat_none_as_default_value = false)]
#[allow(missing_docs)] // see `domain::progress::Report` and the migration
pub struct ReportRow {
    pub id: String,
    pub plant_id: i64,
    pub work_order: String,
    pub operation: String,
    pub kind: Kind,
    pub at: Moment,
    pub received_at: Moment,
    pub actor: String,
    pub operator: Option<String>,
    pub device: Option<String>,
    pub work_centre: Option<String>,
    pub good: Amount,
    pub scrap: Amount,
    pub rework: Amount,
    pub rework_operation: Option<String>,
    pub standing: Option<Held<Standing>>,
    pub reason: Option<String>,
    pub note: Option<String>,
    pub corrects: Option<String>,
    pub corrected_by: Option<String>,
    pub flags: Held<BTreeSet<Flag>>,
    pub content: String,
    pub approved_by: Option<String>,
}

impl From<&ReportRow> for Report {
    fn from(row: &ReportRow) -> Self {
        Self {
            id: row.id.clone(),
            operation: row.operation.clone(),
            kind: row.kind,
            at: row.at,
            good: row.good,
            scrap: row.scrap,
            rework: row.rework,
            rework_operation: row.rework_operation.clone(),
            reason: row.reason.clone(),
            work_centre: row.work_centre.clone(),
            operator: row.operator.clone(),
            standing: row.standing.as_ref().map(|standing| standing.0),
            corrects: row.corrects.clone(),
            flags: row.flags.0.clone(),
        }
    }
}

/// An amount of a stock lot that was handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Lot {
    /// The lot's key in stock.
    pub lot: String,
    /// How much of it.
    pub quantity: Amount,
}

/// Material handed to a work order.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = material_issues, primary_key(plant_id, work_order, item, operation))]
#[diesel(treat_none_as_default_value = false)]
#[allow(missing_docs)] // see the migration
pub struct IssueRow {
    pub plant_id: i64,
    pub work_order: String,
    pub item: String,
    pub operation: String,
    pub quantity: Amount,
    pub lots: Held<Vec<Lot>>,
}
