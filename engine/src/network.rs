//! The network: jobs, operations, supplies and demands after netting, in dense arrays.
//!
//! It is what one plan and many scenarios share: nothing here depends on what chance draws. Indices are
//! canonical (they follow the shop's keys), so equal snapshots give equal networks.

mod access;
mod supply;

pub use supply::{Demand, Owner, PegNode, Supply, SupplySource};

use crate::calendar::Calendar;
use crate::model::{Basis, Code, HoldKind, LineKey, Tier};
use crate::netting::templates::Template;
use crate::problem::{Grade, Problem, ProblemKind};
use crate::quantity::Qty;
use crate::ship::Shipping;
use std::collections::BTreeMap;
use std::sync::Arc;

/// No such index.
pub const NONE: u32 = u32::MAX;

/// Jobs, operations, supplies and demands, ready to be played through.
#[derive(Clone, Debug)]
pub struct Network {
    /// The instant of the snapshot, seconds.
    pub now: i64,
    /// The plant's zone.
    pub zone: chrono_tz::Tz,
    /// Compiled calendars; see [`Calendars`].
    pub calendars: Arc<Calendars>,
    /// Codes of the items, in order; an item's index is its place.
    pub items: Vec<Code>,
    /// Work centres in order of their codes.
    pub centers: Vec<Center>,
    /// Machines, grouped by work centre.
    pub machines: Vec<Machine>,
    /// Work orders first, then proposals from the top level down.
    pub jobs: Vec<Job>,
    /// Operations that are still to do, job by job in routing order.
    pub ops: Vec<OpNode>,
    /// Release of each operation by `now` and reports alone, without supplies and holds.
    pub floors: Vec<i64>,
    /// What is known of the work that runs, in order of the operations.
    pub under_way: Vec<UnderWay>,
    /// Alternates of operations.
    pub alternates: Vec<AlternateNode>,
    /// Where amounts come from.
    pub supplies: Vec<Supply>,
    /// What amounts are for.
    pub demands: Vec<Demand>,
    /// Which supply serves which demand, sorted by demand.
    pub pegs: Vec<PegNode>,
    /// `pegs_of[d]..pegs_of[d + 1]` are the pegs of demand `d`.
    pub pegs_of: Vec<u32>,
    /// Operations that wait for a job's output: `(job, op)`, sorted.
    pub consumers: Vec<(u32, u32)>,
    /// `consumers_of[j]..consumers_of[j + 1]` are the consumers of job `j`.
    pub consumers_of: Vec<u32>,
    /// `(op, demand)` of every component demand, sorted by operation.
    pub components: Vec<(u32, u32)>,
    /// Sales-order lines in order of their keys.
    pub lines: Vec<LineNode>,
    /// How goods leave, by [`LineNode::customer`].
    pub shipping: Vec<Shipping>,
    /// Holds that stand, in order of their keys.
    pub holds: Vec<HoldNode>,
    /// Place of each item in an order in which everything stands after what contains it.
    pub(crate) level: Vec<u32>,
    /// The items made ready, in order of the item index: for quotes.
    pub(crate) templates: Vec<Template>,
    /// Problems found so far.
    pub problems: Vec<Problem>,
}

/// Calendars in order of their codes, then the machines' own, then the one that never closes.
#[derive(Debug)]
pub struct Calendars {
    /// The compiled calendars.
    pub list: Vec<Calendar>,
    /// Their codes; empty for those that the shop did not name.
    pub codes: Vec<Code>,
    /// The plant's calendar.
    pub plant: u32,
    /// The calendar that never closes.
    pub always: u32,
    /// Index by code; [`NONE`] for one that never opens.
    pub(crate) by_code: BTreeMap<Code, u32>,
    /// By work centre: its calendar, and one for each of its machines.
    pub(crate) machines: BTreeMap<Code, (u32, Vec<u32>)>,
    /// What is wrong with them.
    pub(crate) problems: Vec<ProblemKind>,
}

/// A work centre.
#[derive(Clone, Debug)]
pub struct Center {
    /// Its code.
    pub code: Code,
    /// Its first machine.
    pub first: u32,
    /// How many machines it has.
    pub count: u32,
    /// Its calendar, without downtimes.
    pub calendar: u32,
    /// Work in seconds that is taken to have been done since the last report.
    pub credit: i64,
    /// Working seconds since the last report.
    pub silent: i64,
    /// Silent for longer than its usual delay.
    pub unconfirmed: bool,
    /// Where the frozen zone ends.
    pub frozen_until: i64,
}

/// A machine.
#[derive(Clone, Copy, Debug)]
pub struct Machine {
    /// Its work centre.
    pub center: u32,
    /// Its calendar.
    pub calendar: u32,
}

/// A work order or a proposal.
#[derive(Clone, Debug)]
pub struct Job {
    /// The work order's number; nothing for a proposal.
    pub work_order: Option<Code>,
    /// The item that it makes.
    pub item: u32,
    /// Distinguishes proposals of one item for one line.
    pub nth: u32,
    /// First operation.
    pub first: u32,
    /// How many operations are left.
    pub count: u32,
    /// Pieces that run through the operations.
    pub started: Qty,
    /// Good pieces that come out.
    pub output: Qty,
    /// The line at the root of its first demand.
    pub line: u32,
    /// By when its output is needed; [`crate::time::Instant::NEVER`] if nobody asked.
    pub need: i64,
    /// Its rank among others.
    pub class: Class,
    /// Weight of a day late in thousandths.
    pub weight: u32,
    /// How good its own times are.
    pub grade: Grade,
    /// Its output as a supply.
    pub supply: u32,
}

/// Who goes first where not all can: better is smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Class {
    /// Serves a promise.
    Promised = 3,
    /// Ordered, not promised.
    Firm = 4,
    /// Announced.
    Forecast = 5,
    /// Stock that nobody waits for.
    Stock = 6,
}

/// How an operation takes its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// On a machine, in working time.
    Machine,
    /// Without a machine, in the open time of a calendar; clock time on the one that never closes.
    Flow {
        /// The calendar.
        calendar: u32,
    },
    /// At a supplier.
    Outside {
        /// Calendar of the supplier; [`NONE`] counts every day.
        calendar: u32,
        /// Days.
        days: u32,
        /// Weekdays on which work leaves.
        sends: u8,
    },
    /// Working days on the plant's calendar, without capacity: the routing is not known.
    Estimate {
        /// Days.
        days: u32,
    },
}

/// An operation still to do.
#[derive(Clone, Debug)]
pub struct OpNode {
    /// Its job.
    pub job: u32,
    /// Its number.
    pub number: u32,
    /// Its work centre, or [`NONE`].
    pub center: u32,
    /// Setup in working seconds.
    pub setup: u32,
    /// Run time of what is left, in working seconds.
    pub run: u32,
    /// Not before: `now`, holds, supplies whose instant is fixed.
    pub available: i64,
    /// Latest start that keeps the internal target without queueing.
    pub protected: i64,
    /// Clock seconds from the protected start to the internal target.
    pub tail: u32,
    /// Dispatch band: smaller goes first. 0 runs, 1 frozen, 2 planner's, then [`Class`].
    pub band: u8,
    /// Place in the sequence of bands 1 and 2.
    pub sequence: u32,
    /// Weight of a day late in thousandths.
    pub weight: u32,
    /// Setup family, or 0.
    pub family: u32,
    /// Clock seconds to the next operation.
    pub move_after: u32,
    /// First alternate and how many.
    pub alternates: (u32, u8),
    /// Pieces that move on together, where that is fewer than the lot; nothing: the whole lot.
    pub batch: Qty,
    /// Run seconds after which a first transfer batch has passed; 0: the whole lot moves at once.
    pub transfer: u32,
    /// Run seconds of the last transfer batch that comes from the operation before.
    pub last_batch: u32,
    /// Predecessor and jobs that it waits for.
    pub pending: u32,
    /// How it takes its time.
    pub mode: Mode,
    /// What else is to know.
    pub flags: Flags,
    /// Pieces that are left to do.
    pub quantity: Qty,
    /// Where its routing step stands: item and place in that item's routing, or [`NONE`].
    pub step: (u32, u32),
}

/// How far an operation that runs has come, as far as time tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnderWay {
    /// The operation.
    pub op: u32,
    /// Planned run seconds of the pieces that were open when it was last reported on.
    pub run: u32,
    /// Working seconds since then.
    pub elapsed: u32,
}

/// Yes/no facts about an operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)]
pub struct Flags {
    /// Runs on a machine at `now`.
    pub running: bool,
    /// Must run within one open interval.
    pub unbroken: bool,
    /// Last operation of its job.
    pub last: bool,
    /// First remaining operation of its job.
    pub first: bool,
    /// Has started before `now`.
    pub started: bool,
    /// Inspection.
    pub inspection: bool,
    /// Repeats work on pieces that were sent back.
    pub rework: bool,
    /// Has been sent out before `now`: `available` is when it comes back.
    pub sent: bool,
    /// Takes the lot as a whole: transfer batches wait for each other before it.
    pub whole: bool,
}

/// Another work centre for an operation.
#[derive(Clone, Copy, Debug)]
pub struct AlternateNode {
    /// The work centre.
    pub center: u32,
    /// Run seconds there.
    pub run: u32,
    /// Setup seconds there.
    pub setup: u32,
}

/// A sales-order line.
#[derive(Clone, Debug)]
pub struct LineNode {
    /// Its key.
    pub key: LineKey,
    /// The item, or [`NONE`].
    pub item: u32,
    /// What is left to ship.
    pub open: Qty,
    /// The last instant that keeps the promise, if there is one.
    pub due: Option<i64>,
    /// When it must be ready so that the internal target is kept.
    pub target: i64,
    /// Its rank.
    pub class: Class,
    /// Its tier.
    pub tier: Tier,
    /// Weight of a day late in thousandths.
    pub weight: u32,
    /// Its customer: an index of [`Network::shipping`].
    pub customer: u32,
    /// Whether the promise means shipping or arrival.
    pub basis: Basis,
    /// May leave in parts.
    pub partial: bool,
    /// Its promise was stored with its protected starts.
    pub protected: bool,
    /// Leaves together with the other such lines of its order.
    pub complete: bool,
    /// Its demand.
    pub demand: u32,
    /// How good the times behind it are.
    pub grade: Grade,
    /// Holds on its dispatch.
    pub dispatch_hold: u32,
}

/// A hold that stands.
#[derive(Clone, Debug)]
pub struct HoldNode {
    /// The caller's key.
    pub key: Code,
    /// Why.
    pub kind: HoldKind,
    /// When it is taken to end.
    pub until: i64,
    /// Operations that wait for it.
    pub ops: Vec<u32>,
}

/// Weekdays as bits; bit 0 is Monday.
pub(crate) fn days_mask(days: &[chrono::Weekday]) -> u8 {
    days.iter().fold(0, |mask, day| mask | 1 << day.num_days_from_monday())
}
