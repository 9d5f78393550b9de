//! Work orders: entered, confirmed from proposals, changed, closed, opened again, cancelled; the material that
//! they hold; the planner's own sequence.
//!
//! What the floor reports on them is `progress`.

mod change;
mod end;
mod issue;
mod printed;
mod proposals;
mod sequence;
mod view;

pub use change::{NewWorkOrder, WorkOrderChange, change, enter, reopen};
pub use end::{Closing, LeftBehind, cancel, close};
pub use issue::{IssueBody, IssueView, issue};
pub use printed::printed;
pub use proposals::{Confirm, Confirmation, Confirmed, Proposals, confirm, proposals, supply_moved};
pub use sequence::{Place, SequenceBody, SequenceView, put_sequence};
pub use view::{MaterialView, WorkOrderList, WorkOrderPage, WorkOrderSummary, WorkOrderView, list, one};
