//! Work orders as they are shown.

use super::LeftBehind;
use crate::document::WorkOrderStatus;
use crate::domain::value::{Amount, Day, Moment};
use crate::services::Ask;
use crate::services::progress::{self, Floor, OperationView, ReportView};
use crate::store::work::{self as rows, WorkOrderOrigin, WorkOrderRow};
use crate::store::{Db, Failure};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// Which work orders are asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams, ToSchema)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct WorkOrderList {
    /// Open or closed ones only.
    pub status: Option<WorkOrderStatus>,
    /// Those that make this item.
    pub item: Option<String>,
    /// Those for this sales order.
    pub order: Option<String>,
    /// Text that the number has somewhere.
    pub q: Option<String>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of a page, 50 unless said, at most 500.
    pub limit: Option<i64>,
}

/// A work order in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[allow(missing_docs)] // see the table of work orders
pub struct WorkOrderSummary {
    pub number: String,
    pub item: String,
    /// Good pieces that are wanted.
    pub quantity: Amount,
    /// Pieces that were started.
    pub started_quantity: Amount,
    /// Good pieces in stock or gone.
    pub received: Amount,
    /// The sales order that it is for.
    pub order: Option<String>,
    pub line: Option<String>,
    pub schedule: Option<String>,
    pub due_date: Option<Day>,
    pub released: Option<Day>,
    pub status: WorkOrderStatus,
    /// Nothing may be reported on it any more.
    pub archived: bool,
    pub origin: WorkOrderOrigin,
    /// The work order that its output goes into.
    pub parent: Option<String>,
    pub note: Option<String>,
    pub closed_at: Option<Moment>,
    pub version: i64,
}

impl From<&WorkOrderRow> for WorkOrderSummary {
    fn from(row: &WorkOrderRow) -> Self {
        Self {
            number: row.number.clone(),
            item: row.item.clone(),
            quantity: row.quantity,
            started_quantity: row.started(),
            received: row.received.unwrap_or_default(),
            order: row.order_no.clone(),
            line: row.line.clone(),
            schedule: row.schedule.clone(),
            due_date: row.due_date,
            released: row.released,
            status: row.status,
            archived: row.archived,
            origin: row.origin,
            parent: row.parent.clone(),
            note: row.note.clone(),
            closed_at: row.closed_at,
            version: row.version,
        }
    }
}

/// A page of work orders.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WorkOrderPage {
    /// Its rows.
    pub items: Vec<WorkOrderSummary>,
    /// The `cursor` of the next page; nothing behind the last one.
    pub next: Option<String>,
}

/// A component of a work order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MaterialView {
    /// What.
    pub item: String,
    /// The operation that needs it.
    pub operation: String,
    /// How much it needs in all, by the bill of materials.
    pub needed: Amount,
    /// How much it holds.
    pub issued: Amount,
    /// How much is still to come.
    pub missing: Amount,
}

/// A work order with all that is known about it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WorkOrderView {
    #[allow(missing_docs)]
    #[serde(flatten)]
    pub order: WorkOrderSummary,
    /// It follows a routing of its own.
    pub own_routing: bool,
    /// Its operations, in order.
    pub operations: Vec<OperationView>,
    /// What goes into it.
    pub material: Vec<MaterialView>,
    /// What was reported, by its own time.
    pub reports: Vec<ReportView>,
    /// After a change to less: what that leaves behind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leaves_behind: Option<LeftBehind>,
}

/// Work orders in the order of their numbers.
///
/// # Errors
///
/// What the database says.
pub fn list(ask: &mut Ask<'_>, query: &WorkOrderList) -> Result<WorkOrderPage, Failure> {
    let limit = query.limit.unwrap_or(50).clamp(1, 500);
    let filter = rows::Filter {
        status: query.status,
        item: query.item.clone(),
        order_no: query.order.clone(),
        text: query.q.clone(),
        after: query.cursor.clone(),
        limit: limit + 1,
    };
    let mut found = rows::list(ask.db, ask.plant.id, &filter)?;
    let more = found.len() as i64 > limit;
    found.truncate(limit as usize);
    let next = found.last().filter(|_| more).map(|last| last.number.clone());
    Ok(WorkOrderPage { items: found.iter().map(Into::into).collect(), next })
}

/// One work order.
///
/// # Errors
///
/// There is none.
pub fn one(ask: &mut Ask<'_>, number: &str) -> Result<WorkOrderView, Failure> {
    let today = ask.today();
    view(ask.db, ask.plant.id, today, number)
}

pub(super) fn view(db: &mut Db, plant_id: i64, today: Day, number: &str) -> Result<WorkOrderView, Failure> {
    let order = rows::order(db, plant_id, number)?.ok_or_else(|| progress::unknown_order(number))?;
    let mut floor = Floor::of(db, order)?;
    let mut needs: BTreeMap<(String, String), (Amount, Amount)> = BTreeMap::new();
    for (step, item, per) in progress::needs(db, &floor, today)? {
        let operation = floor.steps.get(step).map(|step| step.operation.clone()).unwrap_or_default();
        needs.entry((item, operation)).or_default().0 += per.times(floor.order.started());
    }
    for issue in rows::issues_of(db, plant_id, number)? {
        let exact = (issue.item.clone(), issue.operation.clone());
        let key = if needs.contains_key(&exact) {
            exact
        } else {
            // What nobody said an operation for counts for the first that needs it.
            let of_item = needs.keys().find(|(item, _)| issue.operation.is_empty() && *item == issue.item);
            of_item.cloned().unwrap_or(exact)
        };
        needs.entry(key).or_default().1 += issue.quantity;
    }
    let material = needs.into_iter().map(|((item, operation), (needed, issued))| MaterialView {
        item,
        operation,
        needed,
        issued,
        missing: (needed - issued).max(Amount::ZERO),
    });
    Ok(WorkOrderView {
        order: (&floor.order).into(),
        own_routing: floor.order.own_routing.is_some(),
        material: material.collect(),
        reports: floor.reports.iter().map(Into::into).collect(),
        operations: floor.views(),
        leaves_behind: None,
    })
}
