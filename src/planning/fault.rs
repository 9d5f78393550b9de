//! What does not fit together in a document: typed, with the row that it comes from.
//!
//! Words for people are in `text`. A fault never stops the translation; each variant says what was done.

use crate::document::Origin;
use holdfast_engine::model::{Code, LineKey, PurchaseKey};

/// A row that contradicts itself or another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where the row stood; settings have no rows of their own.
    pub origin: Option<Origin>,
    /// What is wrong, and what was done.
    pub kind: FaultKind,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The plant's zone is not a zone; another was taken.
    UnknownZone {
        /// What the settings say.
        zone: String,
        /// What was taken.
        used: &'static str,
    },
    /// A line or operation number that is not a number; it got one.
    NumberAssigned {
        /// What was written.
        written: String,
        /// What it counts as.
        number: u32,
    },
    /// An exception of a calendar or work centre that is not there; left out.
    ExceptionOfNothing {
        /// What it names.
        code: Code,
    },
    /// An exception that ends before it begins; left out.
    ExceptionReversed,
    /// An exception with only one of its two times of day; midnight was taken for the other.
    HoursIncomplete,
    /// Two rows of a calendar keep different holidays; the first row's were taken.
    HolidaysDiffer {
        /// The calendar.
        calendar: Code,
    },
    /// A run time for each load without the size of a load; taken for the whole lot.
    LoadWithoutSize {
        /// The item.
        item: Code,
        /// The operation.
        operation: u32,
    },
    /// A work order is for a line that its sales order does not have; planned without the link.
    WorkOrderForUnknownLine {
        /// The work order.
        work_order: Code,
        /// The line.
        line: LineKey,
    },
    /// A purchase order is for a line that its sales order does not have; planned without the link.
    PurchaseForUnknownLine {
        /// The purchase order line.
        purchase: PurchaseKey,
        /// The line.
        line: LineKey,
    },
    /// Progress or material of a work order that is not there; left out.
    UnknownWorkOrder {
        /// The work order.
        work_order: Code,
    },
    /// A report from after the snapshot; its time was left out.
    ReportAfterNow {
        /// The work order.
        work_order: Code,
        /// The operation.
        operation: u32,
    },
    /// A report that ends before it begins; its start was left out.
    ReportReversed {
        /// The work order.
        work_order: Code,
        /// The operation.
        operation: u32,
    },
    /// A place in a queue, but nothing says of which work centre; left out.
    SequenceWithoutCenter {
        /// The work order.
        work_order: Code,
        /// The operation.
        operation: u32,
    },
    /// A hold on an order, line or work order that is not open; left out.
    HoldOnNothing {
        /// What it holds.
        target: String,
    },
}

impl FaultKind {
    /// The stable code, such as `hold-on-nothing`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownZone { .. } => "unknown-zone",
            Self::NumberAssigned { .. } => "number-assigned",
            Self::ExceptionOfNothing { .. } => "exception-of-nothing",
            Self::ExceptionReversed => "exception-reversed",
            Self::HoursIncomplete => "hours-incomplete",
            Self::HolidaysDiffer { .. } => "holidays-differ",
            Self::LoadWithoutSize { .. } => "load-without-size",
            Self::WorkOrderForUnknownLine { .. } => "work-order-for-unknown-line",
            Self::PurchaseForUnknownLine { .. } => "purchase-for-unknown-line",
            Self::UnknownWorkOrder { .. } => "unknown-work-order",
            Self::ReportAfterNow { .. } => "report-after-now",
            Self::ReportReversed { .. } => "report-reversed",
            Self::SequenceWithoutCenter { .. } => "sequence-without-center",
            Self::HoldOnNothing { .. } => "hold-on-nothing",
        }
    }
}
