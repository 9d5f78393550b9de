//! What the shop's record says, as plain rows: what was observed, and when.
//!
//! All fields are whole numbers and codes, so rows have an order of their own: what is learned never depends on the
//! order in which they came, and exact duplicates are found by sorting. Nothing is read or judged here.

use crate::model::Code;
use crate::quantity::Qty;
use crate::time::Instant;

/// An operation that ran, or runs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OperationRecord {
    /// Where it ran.
    pub center: Code,
    /// The group of its item.
    pub group: Option<Code>,
    /// What was made.
    pub item: Code,
    /// Its work order: tells twins from duplicates.
    pub order: Code,
    /// Its number in the routing.
    pub operation: u32,
    /// Working seconds by the routing, for the pieces that went through and for this work centre, *without* the
    /// learned factor.
    pub planned: i64,
    /// Working seconds that it took, or has taken so far; without the stoppages that are recorded as such.
    pub worked: i64,
    /// Whether it is over. If not, all that is known is that it takes longer than `worked`.
    pub finished: bool,
    /// When it began. Weight and drift go by this, because what is short ends sooner: of what ended lately, or of what
    /// ended at all, the mix is another.
    pub at: Instant,
}

/// Something that somebody was to do by a day: a delivery, or a customer's milestone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrival {
    /// The supplier or customer.
    pub who: Code,
    /// The document and line: tells twins from duplicates.
    pub document: Code,
    /// What was delivered, where it is an item.
    pub item: Option<Code>,
    /// When it was to come.
    pub expected: Instant,
    /// When it came; nothing while it is open.
    pub came: Option<Instant>,
}

/// A lot that was made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct YieldRecord {
    /// What was made.
    pub item: Code,
    /// Its work order: tells twins from duplicates.
    pub order: Code,
    /// Pieces started.
    pub started: Qty,
    /// Pieces that came out good.
    pub good: Qty,
    /// When it was finished.
    pub at: Instant,
}

/// How long a work centre was watched.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Watched {
    /// The work centre.
    pub center: Code,
    /// The end of the stretch.
    pub at: Instant,
    /// Machine seconds worked in it, in which a stoppage would have been noticed.
    pub worked: i64,
}

/// A stoppage of a machine while it worked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stop {
    /// The work centre.
    pub center: Code,
    /// The machine: tells twins from duplicates.
    pub machine: Code,
    /// When it began.
    pub at: Instant,
    /// Working seconds that it lasted, or has lasted so far.
    pub lasted: i64,
    /// Whether it is over.
    pub over: bool,
}

/// A choice from a list: something was started while something else could have been.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Choice {
    /// The work centre.
    pub center: Code,
    /// When.
    pub at: Instant,
    /// The work order that was started: tells twins from duplicates.
    pub order: Code,
    /// Its place in the list, from 0 on.
    pub place: u32,
    /// How many operations the list had that could have been started.
    pub waiting: u32,
}

/// A report and how far it lagged behind the work.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Report {
    /// The work centre.
    pub center: Code,
    /// When it was reported.
    pub at: Instant,
    /// Its work order: tells twins from duplicates.
    pub order: Code,
    /// Working seconds from the work to its report.
    pub lag: i64,
}

/// A week of a work centre.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Week {
    /// The work centre.
    pub center: Code,
    /// Its first instant.
    pub at: Instant,
    /// Machine seconds that the calendar has open.
    pub open: i64,
    /// Machine seconds worked by the reports, whenever that was: in open time or not.
    pub worked: i64,
    /// Machine seconds of open time in which there was nothing to do, or a recorded stoppage.
    pub idle: i64,
}

/// An order that came.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OrderRecord {
    /// When it came.
    pub at: Instant,
    /// Its number and line: tells twins from duplicates.
    pub document: Code,
    /// What was ordered.
    pub item: Code,
    /// How much.
    pub quantity: Qty,
    /// By when it was promised to be ready, if it was.
    pub promised: Option<Instant>,
}

/// A date that was told with odds, and whether it was kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Outcome {
    /// The promise: several of its percentiles count as one observation.
    pub document: Code,
    /// The group of what was sold.
    pub group: Option<Code>,
    /// The share of futures that had it by then, before any correction, in millionths.
    pub share: u32,
    /// By when.
    pub at: Instant,
    /// Whether it was kept. Something not done counts as not kept once the date has passed.
    pub kept: bool,
}

/// A stretch in which orders would have been recorded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpenTime {
    /// Its end.
    pub at: Instant,
    /// Seconds for which the plant was open in it.
    pub open: i64,
}

/// Everything that is learned from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Records {
    /// Operations, finished and running.
    pub operations: Vec<OperationRecord>,
    /// Purchase receipts against the confirmed date, and open purchases.
    pub receipts: Vec<Arrival>,
    /// Customers' milestones against the expected date, and open ones.
    pub milestones: Vec<Arrival>,
    /// Lots.
    pub yields: Vec<YieldRecord>,
    /// For how long breakdowns were watched for.
    pub watched: Vec<Watched>,
    /// Breakdowns.
    pub stops: Vec<Stop>,
    /// For how long the presence of operators was watched.
    pub attended: Vec<Watched>,
    /// Machines that stood because nobody was there.
    pub absences: Vec<Stop>,
    /// What was started, and what was on the list.
    pub choices: Vec<Choice>,
    /// Reporting delays.
    pub reports: Vec<Report>,
    /// Weeks of work centres.
    pub weeks: Vec<Week>,
    /// Orders that came.
    pub orders: Vec<OrderRecord>,
    /// In which time they came.
    pub open: Vec<OpenTime>,
    /// Dates that were told with odds.
    pub outcomes: Vec<Outcome>,
}

/// Rows that were not learned from as they stood, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dirt {
    /// Said twice, word for word: counted once.
    pub duplicates: u32,
    /// Without a length, a quantity or a plan to compare with: dropped.
    pub empty: u32,
    /// Impossible, as more good pieces than were started, or later than now: dropped.
    pub impossible: u32,
    /// So far from the others that they count as the farthest that is believed.
    pub outliers: u32,
    /// Overlapping others on the same machine: the time was shared out.
    pub overlaps: u32,
}

impl Dirt {
    /// Both together.
    pub(super) fn add(&mut self, other: Dirt) {
        self.duplicates += other.duplicates;
        self.empty += other.empty;
        self.impossible += other.impossible;
        self.outliers += other.outliers;
        self.overlaps += other.overlaps;
    }
}

/// The rows in their own order, each once.
pub(super) fn sorted<T: Ord + Clone>(rows: &[T], dirt: &mut Dirt) -> Vec<T> {
    let mut rows = rows.to_vec();
    let before = rows.len();
    rows.sort_unstable();
    rows.dedup();
    dirt.duplicates += (before - rows.len()) as u32;
    rows
}
