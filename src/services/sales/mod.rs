//! Sales orders: entered, changed, given up, closed short, shipped, read.

mod policy;
mod shipped;

pub use policy::{move_reasons, policies, quote_time};
pub use shipped::shipped;

use crate::domain::refusal::{Refusal, common, sales as codes};
use crate::domain::sales::{LineId, LineStatus, OrderStatus};
use crate::store::sales::{self, SalesLine, SalesOrder};
use crate::store::{Db, Failure};

/// The order `number`.
///
/// # Errors
///
/// There is none.
pub fn order_named(db: &mut Db, plant_id: i64, number: &str) -> Result<SalesOrder, Failure> {
    sales::sales_order(db, plant_id, number)?
        .ok_or_else(|| Refusal::at(common::UNKNOWN, "order", number).with("what", "sales order").into())
}

/// The line `id`.
///
/// # Errors
///
/// There is none.
pub fn line_named(db: &mut Db, plant_id: i64, id: &LineId) -> Result<SalesLine, Failure> {
    sales::sales_line(db, plant_id, id)?
        .ok_or_else(|| Refusal::at(common::UNKNOWN, "line", id).with("what", "sales order line").into())
}

/// Why a line that is over can't be changed.
fn line_is_over(line: &SalesLine) -> Refusal {
    let status = match line.status {
        LineStatus::Open => "open",
        LineStatus::Cancelled => "cancelled",
        LineStatus::Closed => "closed",
    };
    Refusal::at(codes::LINE_IS_OVER, "line", line.id()).with("status", status)
}

/// Why an order that is over can't be changed.
fn order_is_over(order: &SalesOrder) -> Refusal {
    let status = if order.status == OrderStatus::Cancelled { "cancelled" } else { "closed" };
    Refusal::at(codes::ORDER_IS_OVER, "order", &order.number).with("status", status)
}
