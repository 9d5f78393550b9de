//! What a plan could not take as it was told, by name: holes in the data, and what was assumed instead.
//!
//! A problem never stops a plan. Each says which sales-order lines it spoils, so that the worst hole can be
//! mended first. Texts for people are made outside, from these values.

use crate::model::{Code, LineKey, OpKey, PurchaseKey, RunTime};
use std::collections::BTreeSet;

/// How much is known about the times behind a date, best first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Nothing has to be estimated: it is there, or on its way.
    Known,
    /// Own routing with learned times.
    Learned,
    /// Own routing with planned times.
    #[default]
    Planned,
    /// Minutes that somebody took it to need, for want of a routing.
    Estimated,
    /// A similar item's or operation's times.
    Similar,
    /// The item's lead time.
    LeadTime,
    /// The plant's default.
    Default,
}

/// A problem and the lines whose dates it spoils.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong and what was assumed.
    pub kind: ProblemKind,
    /// The lines that depend on it.
    pub lines: BTreeSet<LineKey>,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A line has no date.
    LeftOut,
    /// A date rests on an assumption.
    Assumed,
    /// Worth knowing.
    Notice,
}

/// What is wrong, with the values at fault.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// A line's work does not end within the calendars' horizon.
    HorizonExhausted {
        /// The line.
        line: LineKey,
    },
    /// A line's item is not among the items; dated by the plant's default.
    UnknownItem {
        /// The code.
        item: Code,
    },
    /// A component is not among the items; bought at the plant's default lead time.
    UnknownComponent {
        /// The item whose bill of materials names it.
        parent: Code,
        /// The code.
        component: Code,
    },
    /// Items contain each other; the link from `parent` to `component` was left out.
    BomCycle {
        /// The items around the cycle, first one repeated at the end.
        path: Vec<Code>,
    },
    /// A made item has no operations.
    NoRouting {
        /// The item.
        item: Code,
        /// What its times were taken from.
        assumed: Assumption,
    },
    /// An operation has no time.
    NoTime {
        /// The item.
        item: Code,
        /// The operation.
        operation: u32,
        /// What was taken.
        assumed: Assumption,
    },
    /// An operation's work centre does not exist or never works; it was planned without capacity.
    NoWorkCenter {
        /// The item.
        item: Code,
        /// The operation.
        operation: u32,
        /// The code that it names, if any.
        work_center: Option<Code>,
    },
    /// An alternate work centre that does not exist was left out.
    UnknownAlternate {
        /// The item.
        item: Code,
        /// The operation.
        operation: u32,
        /// The code.
        work_center: Code,
    },
    /// A calendar is named that does not exist; the plant's was taken.
    UnknownCalendar {
        /// The code.
        calendar: Code,
        /// Who names it.
        named_by: Code,
    },
    /// A calendar has no working time.
    CalendarNeverOpens {
        /// The code.
        calendar: Code,
    },
    /// A calendar reaches beyond the last year whose holidays are published.
    HolidaysUnknown {
        /// The code.
        calendar: Code,
        /// The last year that is known.
        after: i32,
    },
    /// An operation that must not be interrupted is longer than any shift; it was split over shifts.
    TooLongForAnyShift {
        /// The operation.
        operation: OpKey,
    },
    /// A bought item has no lead time.
    NoLeadTime {
        /// The item.
        item: Code,
        /// Days that were taken.
        days: u32,
    },
    /// A purchase order is overdue; its remaining lateness was taken from the supplier's record.
    OverduePurchase {
        /// The purchase order line.
        purchase: PurchaseKey,
        /// Days by which it is late already.
        late_days: u32,
        /// Days from now until it is expected.
        expected_days: u32,
    },
    /// A purchase order has no confirmed date; the lead time was taken.
    PurchaseWithoutDate {
        /// The purchase order line.
        purchase: PurchaseKey,
    },
    /// Material that the customer brings has not come.
    CustomerMaterialMissing {
        /// The item.
        item: Code,
        /// Days that were assumed.
        days: u32,
    },
    /// An operation is done, and some pieces that reached it are neither good nor scrap; they are taken as
    /// lost.
    PiecesMissing {
        /// The operation.
        operation: OpKey,
        /// How many.
        missing: String,
    },
    /// A hold says not when it ends.
    HoldWithoutDate {
        /// The hold.
        hold: Code,
        /// Working days that were assumed.
        days: u32,
    },
    /// A hold's expected end is past and it still stands.
    HoldOverdue {
        /// The hold.
        hold: Code,
        /// Working days that were assumed from now.
        days: u32,
    },
    /// An operation is blocked and nobody said until when.
    Blocked {
        /// The operation.
        operation: OpKey,
        /// Working days that were assumed.
        days: u32,
    },
    /// A work order's few missing pieces are within the customer's tolerance and are not made again.
    ClosedShort {
        /// The line.
        line: LineKey,
        /// Pieces that will be missing.
        missing: String,
    },
    /// A work centre has been silent for longer than its usual reporting delay.
    Unconfirmed {
        /// The work centre.
        work_center: Code,
    },
    /// More operations are said to run than there are machines.
    MoreRunningThanMachines {
        /// The work centre.
        work_center: Code,
    },
    /// A work order makes nothing that is known.
    WorkOrderWithoutItem {
        /// The work order.
        work_order: Code,
    },
    /// A line has neither promise nor requested date.
    LineWithoutDate {
        /// The line.
        line: LineKey,
    },
    /// A sequence names an operation that is not open.
    SequenceUnknown {
        /// The work centre.
        work_center: Code,
        /// The operation.
        operation: OpKey,
    },
}

/// What a missing time was taken from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Assumption {
    /// Minutes that somebody took it to need.
    Estimate,
    /// A named similar item's routing.
    SimilarItem(Code),
    /// The typical item of the same group.
    GroupItem(Code),
    /// The typical operation on the same work centre.
    TypicalOperation(RunTime),
    /// The item's lead time in working days.
    LeadTime(u32),
    /// The plant's default lead time in working days.
    PlantDefault(u32),
}

impl ProblemKind {
    /// How bad it is.
    pub fn severity(&self) -> Severity {
        match self {
            ProblemKind::HorizonExhausted { .. } => Severity::LeftOut,
            ProblemKind::HolidaysUnknown { .. }
            | ProblemKind::ClosedShort { .. }
            | ProblemKind::Unconfirmed { .. }
            | ProblemKind::SequenceUnknown { .. }
            | ProblemKind::UnknownAlternate { .. }
            | ProblemKind::LineWithoutDate { .. } => Severity::Notice,
            _ => Severity::Assumed,
        }
    }
}
