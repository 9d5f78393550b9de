//! Items: how they are made or bought.

use super::Code;
use crate::quantity::{Qty, Ratio};
use chrono::NaiveDate;

/// An item with its bill of materials and its routing.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// What people call it.
    pub description: String,
    /// Whether it is counted or measured.
    pub unit: UnitKind,
    /// Items of one group resemble each other.
    pub group: Option<Code>,
    /// Where it comes from.
    pub source: Source,
    /// Lead time in days: working days of the plant to make it, or the supplier's days to deliver it.
    pub lead_days: Option<u32>,
    /// Who delivers it.
    pub supplier: Option<Code>,
    /// How proposals are sized.
    pub lot: LotRule,
    /// Stock to keep: the lowest of all demands.
    pub safety_stock: Qty,
    /// Share of started pieces that come out good, as learned.
    pub yield_factor: Ratio,
    /// Working days of the plant from receipt to release.
    pub inspection_days: u32,
    /// An item that it resembles, for when its own routing is missing.
    pub similar: Option<Similar>,
    /// What goes into one piece.
    pub bom: Vec<BomLine>,
    /// The operations in order of their numbers.
    pub routing: Vec<Operation>,
    /// Whether its routing is only what somebody takes its work to be.
    pub estimated: bool,
}

/// Whether quantities of an item are whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnitKind {
    /// Counted: pieces, sets.
    #[default]
    Counted,
    /// Measured: kilograms, metres, litres.
    Measured,
}

/// Where an item comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// Made by the plant.
    #[default]
    Make,
    /// Bought from a supplier.
    Buy,
    /// Brought by the customer whose order needs it; its arrival is that customer's milestone.
    Customer,
}

/// How the quantity of a proposal is chosen, after netting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LotRule {
    /// Never less than this.
    pub minimum: Qty,
    /// Always a multiple of this.
    pub multiple: Qty,
    /// Needs within so many days of the first are made or bought together.
    pub period_days: u32,
}

/// A similar item: its routing × a factor on times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Similar {
    /// The item.
    pub item: Code,
    /// This item's times over that item's times.
    pub factor: Ratio,
}

/// A component of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BomLine {
    /// The component.
    pub component: Code,
    /// How much of it goes into one piece.
    pub per: Qty,
    /// The operation that needs it; the first if not said.
    pub operation: Option<u32>,
    /// First day on which the line holds.
    pub valid_from: Option<NaiveDate>,
    /// Last day on which the line holds.
    pub valid_to: Option<NaiveDate>,
}

/// A step of a routing.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its number: 10, 20, 30.
    pub number: u32,
    /// What people call it.
    pub name: String,
    /// What kind of step it is.
    pub kind: OperationKind,
    /// Where it runs. Not for outside work and waits.
    pub work_center: Option<Code>,
    /// Setup in seconds.
    pub setup: i64,
    /// Run time, or nothing where the shop does not know it.
    pub run: Option<RunTime>,
    /// No setup after an operation of the same family on the same machine.
    pub family: Option<Code>,
    /// Pieces after which the next operation may start.
    pub transfer: Option<Qty>,
    /// Whether work may span closed time.
    pub interruptible: bool,
    /// Other work centres that can do it.
    pub alternates: Vec<Alternate>,
    /// Clock seconds from here to the next operation, where it differs from the work centre's.
    pub move_after: Option<i64>,
    /// What was learned about its time.
    pub learned: Option<Learned>,
}

impl Operation {
    /// A make operation at `work_center` without setup and time.
    pub fn new(number: u32, work_center: impl Into<Code>) -> Operation {
        Operation {
            number,
            name: String::new(),
            kind: OperationKind::Make,
            work_center: Some(work_center.into()),
            setup: 0,
            run: None,
            family: None,
            transfer: None,
            interruptible: true,
            alternates: Vec::new(),
            move_after: None,
            learned: None,
        }
    }
}

/// What kind of step an operation is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum OperationKind {
    /// Work on a machine or bench.
    #[default]
    Make,
    /// Inspection on a work centre.
    Inspection,
    /// Done by a supplier: leaves on a send-out day and takes days.
    Outside {
        /// Who does it.
        supplier: Option<Code>,
        /// Days at the supplier, on the supplier's calendar.
        days: u32,
    },
    /// Curing, cooling, drying: clock time without a machine.
    Wait,
}

/// Run time of an operation, in milliseconds of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RunTime {
    /// For each piece.
    Piece(i64),
    /// For the whole lot.
    Lot(i64),
    /// For each load of so much.
    Load {
        /// What one load holds.
        size: Qty,
        /// Milliseconds for one load.
        millis: i64,
    },
}

/// Another work centre for an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternate {
    /// The work centre.
    pub work_center: Code,
    /// Its time over the first work centre's time.
    pub factor: Ratio,
}

/// A learned correction of a planned time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Learned {
    /// True time over planned time.
    pub factor: Ratio,
    /// How many observations stand behind it.
    pub observations: u32,
}

impl Learned {
    /// Observations from which on a learned time counts as known.
    pub const FROM: u32 = 5;

    /// Whether enough stands behind it to be planned with.
    pub fn counts(&self) -> bool {
        self.observations >= Learned::FROM
    }
}
