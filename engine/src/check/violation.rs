//! What can be wrong with a plan, with the values at fault.

use crate::model::{Code, DemandKey, JobKey, LineKey, OpKey, Peg, SupplyKey};
use crate::quantity::Qty;
use crate::time::Instant;
use chrono_tz::Tz;
use std::fmt;

/// A rule that a plan breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The fields say what they are; the text of each says the rule.
pub enum Violation {
    /// A work order that is open has no job, or a job has no reason.
    WrongJob { job: JobKey },
    /// The operations of a job are not those that are left of its routing.
    WrongOperations { job: JobKey, planned: Vec<u32>, left: Vec<u32> },
    /// A job starts or yields another quantity than its order, reports and yield say.
    WrongJobQuantity { job: JobKey, started: (Qty, Qty), output: (Qty, Qty) },
    /// A proposal is not the smallest lot that the rule allows for what is pegged to it.
    WrongLot { supply: SupplyKey, planned: Qty, lot: Qty },
    /// A machine runs two things at once.
    MachineTwice { machine: u32, first: OpKey, second: OpKey },
    /// More runs at a work centre than it has machines that are not down.
    Overloaded { work_center: Code, at: Instant, running: usize, machines: usize },
    /// An operation runs on a machine that its routing does not name, or on none, or needs none.
    WrongPlace { operation: OpKey, work_center: Option<Code> },
    /// Open time between start and end is not setup plus run.
    WrongWorkTime { operation: OpKey, open: i64, needed: i64 },
    /// Was said not to end, and there would be time.
    EndsAfterAll { operation: OpKey, needed: i64 },
    /// Must not be interrupted and is.
    Interrupted { operation: OpKey, start: Instant, end: Instant },
    /// Starts while its machine or the plant is closed.
    StartsClosed { operation: OpKey, start: Instant },
    /// Leaves for a supplier on a day on which nothing leaves.
    NoSendDay { operation: OpKey, start: Instant },
    /// Comes back at another instant than the supplier's days say.
    WrongReturn { operation: OpKey, planned: Instant, expected: Instant },
    /// Starts before the snapshot.
    BeforeNow { operation: OpKey, start: Instant },
    /// Starts before what it waits for.
    TooEarly { operation: OpKey, after: OpKey, start: Instant, ready: Instant },
    /// Ends before the last pieces from the operation before can be through.
    EndsTooEarly { operation: OpKey, after: OpKey, end: Instant, earliest: Instant },
    /// Starts before its material can be used.
    MaterialTooLate { operation: OpKey, supply: SupplyKey, start: Instant, available: Instant },
    /// Starts before a hold on it ends, or before it is no longer blocked.
    Held { operation: OpKey, hold: Option<Code>, start: Instant, until: Instant },
    /// A job is said to be done at another instant than its last operation.
    WrongDone { job: JobKey, planned: Instant, ends: Instant },
    /// Went before an operation that is earlier in a fixed sequence and was ready.
    Overtaken { operation: OpKey, by: OpKey, at: Instant, frozen: bool },
    /// A protected start of a promise was changed.
    ProtectedMoved { operation: OpKey, kept: Instant, planned: Instant },
    /// What is demanded is not what the shop needs.
    WrongDemand { demand: DemandKey, planned: Qty, needed: Qty },
    /// A demand is not pegged in full, or to more than it needs.
    WrongPegs { demand: DemandKey, needed: Qty, pegged: Qty },
    /// A supply of one item serves a demand for another.
    WrongItem { demand: DemandKey, supply: SupplyKey },
    /// More is pegged than there is.
    SupplyExceeded { supply: SupplyKey, quantity: Qty, pegged: Qty },
    /// A supply is not what the shop has.
    WrongSupply { supply: SupplyKey, planned: (Qty, Instant), real: Option<(Qty, Instant)> },
    /// Stock of one customer, or kept for a tier, serves someone else.
    NotTheirs { supply: SupplyKey, demand: DemandKey, serves: LineKey },
    /// A peg of the snapshot was dropped.
    PegDropped { peg: Peg, left: Qty },
    /// An open line has neither a date nor a problem that says why.
    LineLost { line: LineKey },
    /// A line's dates are out of order or do not follow from each other.
    WrongDate { line: LineKey, what: &'static str, planned: Instant, expected: Instant },
    /// A line leaves when nothing leaves.
    NoShipDay { line: LineKey, ship: Instant },
    /// Lines that must leave together don't.
    NotTogether { line: LineKey, ship: Instant, other: LineKey },
    /// The parts of a line do not add up.
    WrongParts { line: LineKey, parts: Qty, whole: Qty },
    /// A few pieces were left out that the customer does not do without.
    ShortBeyondTolerance { line: LineKey, missing: Qty },
}

/// An instant for people who compare logs: UTC, to the second.
struct At(Instant);

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_reached() { write!(f, "{}Z", self.0.local(Tz::UTC)) } else { f.write_str("never") }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.about_operations(f)? || self.about_material(f)? {
            return Ok(());
        }
        self.about_lines(f)
    }
}

impl Violation {
    /// Writes what is about operations and machines; tells whether this is.
    fn about_operations(&self, f: &mut fmt::Formatter<'_>) -> Result<bool, fmt::Error> {
        use Violation as V;
        match self {
            V::MachineTwice { machine, first, second } => {
                write!(f, "machine {machine} runs {first} and {second} at once")
            }
            V::Overloaded { work_center, at, running, machines } => {
                write!(f, "{work_center} runs {running} things at {} on {machines} machines", At(*at))
            }
            V::WrongPlace { operation, work_center: Some(center) } => {
                write!(f, "{operation} runs at {center}, which its routing does not name")
            }
            V::WrongPlace { operation, work_center: None } => write!(f, "{operation} runs on no machine"),
            V::WrongWorkTime { operation, open, needed } => {
                write!(f, "{operation} has {open} s of open time and needs {needed} s")
            }
            V::EndsAfterAll { operation, needed } => {
                write!(f, "{operation} is said never to end, but {needed} s are open before the horizon")
            }
            V::Interrupted { operation, start, end } => {
                write!(f, "{operation} must not be interrupted from {} to {}", At(*start), At(*end))
            }
            V::StartsClosed { operation, start } => {
                write!(f, "{operation} starts at {}, in closed time", At(*start))
            }
            V::NoSendDay { operation, start } => {
                write!(f, "{operation} leaves at {}, when nothing leaves", At(*start))
            }
            V::WrongReturn { operation, planned, expected } => {
                write!(f, "{operation} returns at {}, not at {}", At(*planned), At(*expected))
            }
            V::BeforeNow { operation, start } => {
                write!(f, "{operation} starts at {}, in the past", At(*start))
            }
            V::TooEarly { operation, after, start, ready } => {
                write!(f, "{operation} starts at {}, but {after} lets it at {}", At(*start), At(*ready))
            }
            V::EndsTooEarly { operation, after, end, earliest } => {
                let (end, earliest) = (At(*end), At(*earliest));
                write!(f, "{operation} ends at {end}, but the last pieces of {after} take until {earliest}")
            }
            V::Held { operation, hold, start, until } => {
                let hold = hold.as_deref().unwrap_or("its block");
                write!(f, "{operation} starts at {}, but {hold} stands until {}", At(*start), At(*until))
            }
            V::Overtaken { operation, by, at, frozen } => {
                let list = if *frozen { "frozen" } else { "planner's" };
                write!(
                    f,
                    "{by} goes at {} before {operation} of the {list} sequence, which is ready",
                    At(*at)
                )
            }
            V::ProtectedMoved { operation, kept, planned } => {
                write!(f, "{operation} was protected from {}, now from {}", At(*kept), At(*planned))
            }
            _ => return Ok(false),
        }?;
        Ok(true)
    }

    /// Writes what is about quantities and material; tells whether this is.
    fn about_material(&self, f: &mut fmt::Formatter<'_>) -> Result<bool, fmt::Error> {
        use Violation as V;
        match self {
            V::WrongJob { job } => write!(f, "{job} should not be planned, or is not and should be"),
            V::WrongOperations { job, planned, left } => {
                write!(f, "{job} plans operations {planned:?}, but {left:?} are left")
            }
            V::WrongJobQuantity { job, started, output } => {
                let ((s, s_right), (o, o_right)) = (started, output);
                write!(f, "{job} starts {s} for {o}, but should start {s_right} for {o_right}")
            }
            V::WrongLot { supply, planned, lot } => {
                write!(f, "{supply} is {planned}; the smallest lot for what it serves is {lot}")
            }
            V::MaterialTooLate { operation, supply, start, available } => {
                let (start, available) = (At(*start), At(*available));
                write!(f, "{operation} starts at {start}, but its {supply} is there at {available}")
            }
            V::WrongDone { job, planned, ends } => {
                write!(f, "{job} is said to be done at {}, but ends at {}", At(*planned), At(*ends))
            }
            V::WrongDemand { demand, planned, needed } => {
                write!(f, "{demand}: {planned} is planned, {needed} is needed")
            }
            V::WrongPegs { demand, needed, pegged } => {
                write!(f, "{demand}: {pegged} is pegged of {needed}")
            }
            V::WrongItem { demand, supply } => write!(f, "{supply} is not what {demand} is about"),
            V::SupplyExceeded { supply, quantity, pegged } => {
                write!(f, "{supply}: {pegged} is pegged of {quantity}")
            }
            V::WrongSupply { supply, planned: (quantity, at), real: Some((real, real_at)) } => {
                write!(f, "{supply}: planned {quantity} at {}, is {real} at {}", At(*at), At(*real_at))
            }
            V::WrongSupply { supply, real: None, .. } => write!(f, "{supply} can't be used at all"),
            V::NotTheirs { supply, demand, serves } => {
                write!(f, "{supply} serves {demand} and so {serves}, for whom it is not")
            }
            V::PegDropped { peg, left } => {
                write!(f, "{} for {}: {left} of {} kept", peg.supply, peg.demand, peg.quantity)
            }
            _ => return Ok(false),
        }?;
        Ok(true)
    }

    /// Writes what is about sales-order lines.
    fn about_lines(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Violation as V;
        match self {
            V::LineLost { line } => write!(f, "{line} has neither a date nor a problem that names it"),
            V::WrongDate { line, what, planned, expected } => {
                write!(f, "{line} {what} at {}, expected {}", At(*planned), At(*expected))
            }
            V::NoShipDay { line, ship } => write!(f, "{line} leaves at {}, when nothing leaves", At(*ship)),
            V::NotTogether { line, ship, other } => {
                write!(f, "{line} leaves at {}, not together with {other}", At(*ship))
            }
            V::WrongParts { line, parts, whole } => write!(f, "{line}: parts are {parts} of {whole}"),
            V::ShortBeyondTolerance { line, missing } => {
                write!(f, "{line} lacks {missing}, more than its customer does without")
            }
            other => write!(f, "{other:?}"),
        }
    }
}
