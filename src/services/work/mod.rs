//! Work orders: entered, confirmed from proposals, changed, closed, opened again, cancelled; the material that
//! they hold; the planner's own sequence.
//!
//! What the floor reports on them is `progress`.

mod change;
mod end;
mod issue;
mod proposals;
mod sequence;
mod view;

pub use change::{NewWorkOrder, WorkOrderChange, change, enter, reopen};
pub use end::{Closing, LeftBehind, cancel, close};
pub use issue::{IssueBody, IssueView, issue};
pub use proposals::{Confirm, Confirmation, Confirmed, Proposals, confirm, proposals, supply_moved};
pub use sequence::{Place, SequenceBody, SequenceView, put_sequence};
pub use view::{MaterialView, WorkOrderList, WorkOrderPage, WorkOrderSummary, WorkOrderView, list, one};

use super::{Tx, progress};
use crate::domain::value::Amount;
use crate::store::Failure;
use crate::store::work as rows;

/// Books good pieces of a work order into stock without a report: where the floor does not report.
///
/// # Errors
///
/// The work order is unknown, or what the database says.
pub fn received(tx: &mut Tx<'_>, work_order: &str, quantity: Amount) -> Result<(), Failure> {
    let mut order = progress::expect_order(tx, work_order)?;
    progress::receive(tx, &mut order, quantity)?;
    rows::update_order(tx.db, &order)
}
