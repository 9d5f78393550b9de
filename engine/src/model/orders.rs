//! Demands, supplies and what was reported about them.

use super::{Code, DemandKey, JobKey, LineKey, OpKey, Operation, SupplyKey, Tier};
use crate::quantity::Qty;
use crate::time::Instant;
use std::collections::BTreeMap;

/// An open line of a sales order, or one schedule line of it.
#[derive(Clone, Debug)]
pub struct SalesLine {
    /// Whose order it is.
    pub customer: Code,
    /// What was ordered.
    pub item: Code,
    /// How much was ordered.
    pub quantity: Qty,
    /// How much has left.
    pub shipped: Qty,
    /// When the order was entered, if known.
    pub ordered_at: Option<Instant>,
    /// By when the customer wants it.
    pub requested: Option<Instant>,
    /// By when we said it would be there.
    pub promise: Option<Promise>,
    /// Whether dates mean shipping or arrival.
    pub basis: Basis,
    /// Whether the customer is bound to it.
    pub firmness: Firmness,
    /// The order's lines leave together.
    pub ship_complete: bool,
    /// The line may leave in parts; the customer's rule if not said.
    pub partial: Option<bool>,
    /// Rank that beats the customer's.
    pub tier: Option<Tier>,
}

/// A committed date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The last instant that keeps it.
    pub due: Instant,
    /// Protected starts as they were when the promise was made. Empty: counted back from the promise now,
    /// which gives the same unless routing or calendar changed.
    pub protected: BTreeMap<OpKey, Instant>,
}

impl Promise {
    /// A promise by `due` whose protected starts are counted back.
    pub fn by(due: Instant) -> Promise {
        Promise { due, protected: BTreeMap::new() }
    }
}

/// What a date means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// It leaves the plant.
    #[default]
    Ship,
    /// It reaches the customer.
    Arrival,
}

/// Whether a customer is bound to a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Firmness {
    /// Ordered.
    #[default]
    Firm,
    /// Announced: planned after all that is firm.
    Forecast,
}

/// A work order.
#[derive(Clone, Debug, Default)]
pub struct WorkOrder {
    /// What it makes.
    pub item: Option<Code>,
    /// How many good pieces are wanted.
    pub quantity: Qty,
    /// How many were started, where it differs.
    pub started: Option<Qty>,
    /// How many good pieces are already in stock or gone.
    pub received: Qty,
    /// The sales-order line that it was made for.
    pub line: Option<LineKey>,
    /// When it was wanted, for work orders without a demand.
    pub due: Option<Instant>,
    /// When it was released.
    pub released_at: Option<Instant>,
    /// Closed work orders bring nothing more.
    pub closed: bool,
    /// Progress by operation number.
    pub progress: BTreeMap<u32, Progress>,
    /// Material already handed over, by component.
    pub issued: BTreeMap<Code, Qty>,
    /// Its own routing, where it differs from the item's.
    pub routing: Option<Vec<Operation>>,
}

/// What was reported on an operation of a work order.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// Good pieces so far.
    pub good: Qty,
    /// Scrapped pieces.
    pub scrap: Qty,
    /// Pieces sent back.
    pub rework: Qty,
    /// The operation that they go back to; this one if not said.
    pub rework_to: Option<u32>,
    /// Where the operation stands.
    pub status: OperationStatus,
    /// When it started.
    pub started_at: Option<Instant>,
    /// When it was last reported on.
    pub last_report: Option<Instant>,
    /// When it finished.
    pub finished_at: Option<Instant>,
    /// Where it really runs, if elsewhere.
    pub work_center: Option<Code>,
}

/// Where an operation stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OperationStatus {
    /// Not started.
    #[default]
    Waiting,
    /// On a machine now.
    Running,
    /// Started and put aside.
    Paused,
    /// All its pieces are through.
    Done,
    /// It can't go on, nobody said until when.
    Blocked,
}

/// A purchase order line that is not fully received.
#[derive(Clone, Debug, Default)]
pub struct Purchase {
    /// Who delivers.
    pub supplier: Option<Code>,
    /// What comes.
    pub item: Option<Code>,
    /// How much was ordered.
    pub quantity: Qty,
    /// How much came.
    pub received: Qty,
    /// When it was ordered.
    pub ordered_at: Option<Instant>,
    /// When the supplier said that it comes.
    pub confirmed: Option<Instant>,
    /// The sales-order line that it was bought for.
    pub line: Option<LineKey>,
    /// The outside operation that it pays for.
    pub outside: Option<(Code, u32)>,
}

/// A stock lot.
#[derive(Clone, Debug)]
pub struct Stock {
    /// What lies there.
    pub item: Code,
    /// How much.
    pub quantity: Qty,
    /// Whether it may be used.
    pub status: StockStatus,
    /// The customer who owns it: it serves only that customer's orders.
    pub owner: Option<Code>,
    /// The tier that it is kept for.
    pub reserved: Option<Tier>,
    /// When inspection or block is expected to end.
    pub release: Option<Instant>,
}

/// Whether stock may be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StockStatus {
    /// It may.
    #[default]
    Usable,
    /// After inspection.
    Inspection,
    /// Not until someone releases it.
    Blocked,
}

/// Something that must be lifted before work or dispatch goes on.
#[derive(Clone, Debug)]
pub struct Hold {
    /// What it holds.
    pub target: HoldTarget,
    /// Why.
    pub kind: HoldKind,
    /// What the customer owes, in the shop's words.
    pub milestone: Option<String>,
    /// Who must act.
    pub owner: Option<String>,
    /// When it is expected to be lifted.
    pub expected: Option<Instant>,
    /// What waits for it.
    pub blocks: Blocks,
}

/// What a hold holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HoldTarget {
    /// Every line of a sales order.
    Order(Code),
    /// One line.
    Line(Code, u32),
    /// A work order, or one operation of it.
    WorkOrder(Code, Option<u32>),
}

/// Why there is a hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoldKind {
    /// Credit or deposit.
    Credit,
    /// Drawing approval.
    Drawing,
    /// A decision of quality.
    Quality,
    /// Anything else from the customer, such as a sample's sign-off.
    Customer,
}

impl HoldKind {
    /// Whether the customer must act.
    pub fn is_customers(self) -> bool {
        !matches!(self, HoldKind::Quality)
    }
}

/// What waits for a hold. What may not start may not leave either; a hold on a work order keeps the dispatch of the
/// line that it is made for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Blocks {
    /// Every operation that has not started.
    #[default]
    Start,
    /// Only dispatch.
    Dispatch,
}

/// A supply kept for a demand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Peg {
    /// What it is for.
    pub demand: DemandKey,
    /// Where it comes from.
    pub supply: SupplyKey,
    /// How much.
    pub quantity: Qty,
}

/// The order in which a work centre should run operations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sequence {
    /// Published for the frozen zone: only an impossibility changes it.
    pub frozen: Vec<OpKey>,
    /// The planner's own: comes before the dispatch rule.
    pub planned: Vec<OpKey>,
}

impl From<(Code, u32)> for OpKey {
    fn from((work_order, operation): (Code, u32)) -> OpKey {
        OpKey { job: JobKey::WorkOrder(work_order), operation }
    }
}
