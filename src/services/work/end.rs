//! How work orders end, and what they leave behind then, or when less is made than was meant.

use crate::document::WorkOrderStatus;
use crate::domain::refusal::{Refusal, supply, work as refusals};
use crate::domain::value::Amount;
use crate::services::progress::{self, Floor, expect_order};
use crate::services::{Tx, stage};
use crate::store::work::{self as rows, Lot, WorkOrderRow};
use crate::store::{self, Failure, Subject, purchasing};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// Why a work order is closed or cancelled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Closing {
    /// Why; needed to cancel.
    pub reason: Option<String>,
    /// The material that it holds goes back into stock.
    pub return_material: bool,
}

/// What a work order leaves behind that is closed or cancelled, or of which less is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LeftBehind {
    /// The work order.
    pub number: String,
    /// Its version.
    pub version: i64,
    /// Good pieces of it in stock or gone.
    pub received: Amount,
    /// Good pieces of its last operation that were begun and went nowhere, by operation: `40: 3`.
    pub on_the_floor: Vec<String>,
    /// Material that it holds.
    pub material: Vec<Lot>,
    /// Work orders that were made for it and are open.
    pub made_for_it: Vec<String>,
    /// Purchase order lines for it that are still to come, as `PO-1/10`.
    pub bought_for_it: Vec<String>,
}

/// Closes a work order for good: no more will come of it.
///
/// # Errors
///
/// It is unknown, closed already, or changed meanwhile.
pub fn close(
    tx: &mut Tx<'_>,
    number: &str,
    if_match: Option<i64>,
    closing: &Closing,
) -> Result<LeftBehind, Failure> {
    end(tx, number, if_match, closing, "work-order.closed")
}

/// Cancels a work order: what it was for is given up.
///
/// # Errors
///
/// Those of [`close`]; nobody says why.
pub fn cancel(
    tx: &mut Tx<'_>,
    number: &str,
    if_match: Option<i64>,
    closing: &Closing,
) -> Result<LeftBehind, Failure> {
    if closing.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
        return Err(Refusal::at(supply::REASON_MISSING, "reason", "").into());
    }
    end(tx, number, if_match, closing, "work-order.cancelled")
}

fn end(
    tx: &mut Tx<'_>,
    number: &str,
    if_match: Option<i64>,
    closing: &Closing,
    what: &str,
) -> Result<LeftBehind, Failure> {
    let mut row = expect_order(tx, number)?;
    Tx::expect_version("work order", number, if_match, row.version)?;
    if row.archived {
        return Err(Refusal::at(refusals::WORK_ORDER_CLOSED, "number", number).into());
    }
    row.status = WorkOrderStatus::Closed;
    row.archived = true;
    row.closed_at = Some(tx.now);
    row.version += 1;
    rows::update_order(tx.db, &row)?;
    let mut subjects = Vec::new();
    for mut issue in rows::issues_of(tx.db, tx.plant.id, number)? {
        if closing.return_material && issue.quantity.is_some() {
            let all = issue.quantity;
            progress::give(tx, &mut issue, all)?;
            subjects.push(Subject::Stock(issue.item.clone()));
        }
    }
    let left = left_behind(tx, &row)?;
    store::bump_promise_version(tx.db, tx.plant.id)?;
    subjects.push(Subject::WorkOrder(number.to_owned()));
    tx.journal(
        what,
        &subjects,
        &json!({ "number": number, "reason": closing.reason, "leaves_behind": left }),
    )?;
    if let Some(order) = &row.order_no {
        stage::settle(tx, order)?;
    }
    Ok(left)
}

/// What a work order has set in motion, as it stands now.
pub(super) fn left_behind(tx: &mut Tx<'_>, row: &WorkOrderRow) -> Result<LeftBehind, Failure> {
    let held = rows::issues_of(tx.db, tx.plant.id, &row.number)?.into_iter();
    let held = held.filter(|issue| issue.quantity.is_some());
    let material = held.map(|issue| Lot { lot: issue.item, quantity: issue.quantity }).collect();
    let mut floor = Floor::read(tx, row.clone())?;
    let begun = floor.views().into_iter().filter(|view| view.good.is_some());
    let on_the_floor = begun.map(|view| format!("{}: {}", view.operation, view.good)).collect();
    let bought = purchasing::open_lines_for_work(tx.db, tx.plant.id, &row.number)?;
    Ok(LeftBehind {
        number: row.number.clone(),
        version: row.version,
        received: row.received.unwrap_or_default(),
        on_the_floor,
        material,
        made_for_it: rows::open_children(tx.db, tx.plant.id, &row.number)?,
        bought_for_it: bought.iter().map(|line| format!("{}/{}", line.order_no, line.line)).collect(),
    })
}
