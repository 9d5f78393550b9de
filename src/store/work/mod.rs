//! Work orders, operations, progress reports and material issues: rows and queries.
//!
//! An operation has a row only when something is known about it that the routing does not say.

mod load;
mod orders;
mod reports;
mod rows;

pub use load::{issues_some, load, load_some, orders_some, own_routings, progress_some};
pub use orders::{
    Filter, closed_numbers, insert_orders, issues_of, list, open_children, operation, operations_of,
    operations_of_all, order, put_issue, put_operation, put_operations, sequenced, update_order,
    work_order_numbers, work_order_numbers_part, work_orders_of_line,
};
pub use reports::{
    insert_report, insert_reports, mark_corrected, report, reports_between, reports_of, take_over,
};
pub use rows::{IssueRow, Lot, OperationRow, ReportRow, WorkOrderOrigin, WorkOrderRow};
