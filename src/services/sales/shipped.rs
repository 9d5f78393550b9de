//! What dispatch reports about lines: goods left, or came back.

use super::{line_named, order_named};
use crate::domain::refusal::{Refusal, sales as codes};
use crate::domain::sales::{LineId, LineStatus, OrderStatus};
use crate::domain::value::Amount;
use crate::services::{Tx, stage, stock};
use crate::store::sales::{self, SalesLine};
use crate::store::{Failure, Subject};
use serde_json::json;

/// `quantity` of a line left; below zero, a dispatch was taken back. A line of which all has left is closed, and
/// so is an order of which no line is open.
///
/// # Errors
///
/// There is no such line, it was given up, or more would have left than was ordered.
pub fn shipped(
    tx: &mut Tx<'_>,
    order: &str,
    line: &str,
    schedule: &str,
    quantity: Amount,
) -> Result<SalesLine, Failure> {
    let mut head = order_named(tx.db, tx.plant.id, order)?;
    let mut row = line_named(tx.db, tx.plant.id, &LineId::new(order, line, schedule))?;
    if row.status == LineStatus::Cancelled {
        return Err(super::line_is_over(&row).into());
    }
    let total = row.shipped + quantity;
    if total > row.quantity || total < Amount::ZERO {
        return Err(Refusal::at(codes::SHIPPED_MORE_THAN_ORDERED, "quantity", row.id())
            .with("quantity", quantity)
            .with("total", total)
            .with("ordered", row.quantity)
            .into());
    }
    row.shipped = total;
    row.status = if total >= row.quantity { LineStatus::Closed } else { LineStatus::Open };
    sales::update_line(tx.db, &row)?;
    if row.status == LineStatus::Closed {
        stock::release(tx, &row.id())?;
    }
    let lines = sales::lines_of(tx.db, tx.plant.id, order)?;
    let open = lines.iter().any(|line| line.status == LineStatus::Open);
    head.status = match (open, head.status) {
        (false, _) => OrderStatus::Closed,
        (true, OrderStatus::Closed) => OrderStatus::Confirmed,
        (true, status) => status,
    };
    head.version += 1;
    sales::update_order(tx.db, &head)?;
    let body = json!({ "line": row.id().to_string(), "quantity": quantity, "shipped": total });
    tx.journal("sales-order.shipped", &[Subject::SalesOrder(order.to_owned())], &body)?;
    stage::settle(tx, order)?;
    line_named(tx.db, tx.plant.id, &row.id())
}
