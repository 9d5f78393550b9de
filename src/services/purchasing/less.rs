//! Buying less: quantities that are cut, lines that are closed, orders that are given up, and what each leaves
//! behind for whom it was bought.

use super::{PurchaseOrderView, conclude, expect_open_line, expect_version};
use crate::domain::refusal::{Refusal, supply as codes};
use crate::domain::value::Amount;
use crate::services::Tx;
use crate::services::master::expect_quantity;
use crate::services::stock::expect_positive;
use crate::store::Failure;
use crate::store::purchasing::{self as rows, PurchaseLine, PurchaseStatus};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

/// A purchase order given up.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct GivenUp {
    /// The order as it is now.
    #[serde(flatten)]
    pub order: PurchaseOrderView,
    /// What it leaves behind: lines of which something came, and what was bought for others.
    pub leaves: Vec<PurchaseLeft>,
}

/// What a line that was given up, closed or cut leaves behind.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PurchaseLeft {
    /// The line.
    pub line: String,
    /// What was bought.
    pub item: String,
    /// What will not come.
    pub missing: Amount,
    /// What came and stays in stock.
    pub received: Amount,
    /// The sales order that needs it.
    pub sales_order: Option<String>,
    /// The work order that needs it.
    pub work_order: Option<String>,
}

/// Changes how much is ordered. Less than before says whose need that was.
///
/// # Errors
///
/// The order was changed meanwhile, the line is closed, or more has come already.
pub fn change_quantity(
    tx: &mut Tx<'_>,
    number: &str,
    line: &str,
    version: Option<i64>,
    quantity: Amount,
) -> Result<PurchaseOrderView, Failure> {
    let order = expect_version(tx, number, version)?;
    let mut row = expect_open_line(tx, number, line)?;
    expect_positive("quantity", quantity)?;
    expect_quantity(tx.db, "quantity", &row.item, quantity)?;
    if quantity < row.received {
        return Err(Refusal::at(codes::BELOW_RECEIVED, "quantity", quantity)
            .with("received", row.received)
            .into());
    }
    let before = row.quantity;
    row.quantity = quantity;
    rows::put_line(tx.db, &row)?;
    let left = (quantity < before).then(|| left(&row, before - quantity));
    let body = json!({ "line": line, "quantity": quantity, "before": before, "leaves": left });
    let view = conclude(tx, order, "purchase-order.changed", &body)?;
    Ok(PurchaseOrderView { leaves_behind: left, ..view })
}

/// Expects nothing more on a line.
///
/// # Errors
///
/// The order was changed meanwhile, the line is closed already, or there is no reason.
pub fn close_line(
    tx: &mut Tx<'_>,
    number: &str,
    line: &str,
    version: Option<i64>,
    reason: &str,
) -> Result<PurchaseOrderView, Failure> {
    let order = expect_version(tx, number, version)?;
    let mut row = expect_open_line(tx, number, line)?;
    expect_reason(reason)?;
    let left = left(&row, row.open());
    row.closed = true;
    rows::put_line(tx.db, &row)?;
    let body = json!({
        "line": line, "received": row.received, "of": row.quantity, "reason": reason, "leaves": left,
    });
    let view = conclude(tx, order, "purchase-order.line-closed", &body)?;
    Ok(PurchaseOrderView { leaves_behind: Some(left).filter(|left| left.missing.is_some()), ..view })
}

/// Gives up what has not come yet of an order. One of which something came is closed, any other cancelled.
///
/// # Errors
///
/// It was cancelled already or changed meanwhile, or there is no reason.
pub fn cancel(tx: &mut Tx<'_>, number: &str, version: Option<i64>, reason: &str) -> Result<GivenUp, Failure> {
    let mut order = expect_version(tx, number, version)?;
    expect_reason(reason)?;
    let mut leaves = Vec::new();
    for mut line in rows::lines_of(tx.db, tx.plant.id, number)? {
        if !line.open().is_some() && !line.received.is_some() {
            continue;
        }
        leaves.push(left(&line, line.open()));
        line.closed = true;
        rows::put_line(tx.db, &line)?;
    }
    if leaves.iter().all(|left| !left.received.is_some()) {
        order.status = PurchaseStatus::Cancelled;
    }
    let body = json!({ "reason": reason, "leaves": leaves });
    Ok(GivenUp { order: conclude(tx, order, "purchase-order.cancelled", &body)?, leaves })
}

fn left(line: &PurchaseLine, missing: Amount) -> PurchaseLeft {
    PurchaseLeft {
        line: line.line.clone(),
        item: line.item.clone(),
        missing,
        received: line.received,
        sales_order: line.sales_order.clone(),
        work_order: line.work_order.clone(),
    }
}

fn expect_reason(reason: &str) -> Result<(), Failure> {
    if reason.trim().is_empty() {
        return Err(Refusal::at(codes::REASON_MISSING, "reason", "").into());
    }
    Ok(())
}
