//! Remedies: what could be done for a line that may be late, what it would gain, and whom it would cost.
//!
//! A [`Remedy`] is data and names what it changes; [`apply`] makes the shop in which it was done. [`weigh`] plays the
//! same futures of that shop with the same luck, so that what differs is the remedy and not chance, and lists every
//! promise whose odds fall or rise by more than dispatching alone explains. A change that a customer asks for is
//! weighed in the same way. Nothing is decided or stored here.

mod apply;
mod chain;
mod lots;
mod suggest;
mod weigh;

pub use apply::apply;
pub use suggest::{MOST, suggest};
pub use weigh::{Standing, Weighed, best, tried, weigh};

use crate::model::{Code, JobKey, LineKey, OpKey, Shop, SupplyKey};
use crate::quantity::Qty;
use chrono::{NaiveDate, NaiveTime};
use thiserror::Error;

/// Something that could be done for a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Calendars work on some days from one time of the clock to another, besides what they work anyway.
    Overtime {
        /// The calendars: one, and those that follow it.
        calendars: Vec<Code>,
        /// On which days.
        days: Vec<NaiveDate>,
        /// From when.
        from: NaiveTime,
        /// To when: on the next day if not after `from`.
        to: NaiveTime,
    },
    /// An operation that waits runs at another work centre that its routing names.
    Alternate {
        /// The operation.
        operation: OpKey,
        /// Where it runs.
        work_center: Code,
    },
    /// A job on which nothing has begun is cut in two lots.
    Split {
        /// The job.
        job: JobKey,
        /// Good pieces of the first lot.
        first: Qty,
    },
    /// So much of the line leaves by itself, the rest later; all of what is open leaves without the other lines of an
    /// order that leaves whole.
    Partial {
        /// How much leaves first.
        first: Qty,
    },
    /// The line's waiting operations go before all others at their work centres.
    Expedite,
    /// What is bought comes some days sooner than it is expected.
    Express {
        /// What is bought: a purchase, or one that the plan proposes.
        supply: SupplyKey,
        /// By how many days.
        days: u32,
    },
    /// What is bought is ordered now from another supplier, who needs his own lead time.
    Supplier {
        /// What is bought: a purchase, or one that the plan proposes.
        supply: SupplyKey,
        /// The supplier.
        supplier: Code,
    },
}

/// The shop in which a remedy was done.
#[derive(Clone, Debug)]
pub struct Applied {
    /// The shop.
    pub shop: Shop,
    /// The line that has what leaves later, if the remedy made one.
    pub rest: Option<LineKey>,
}

/// Why a remedy cannot be tried.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unfit {
    /// There is no such open line.
    #[error("{line} is no open line")]
    NoLine {
        /// What was named.
        line: LineKey,
    },
    /// There is no such calendar.
    #[error("there is no calendar {calendar}")]
    NoCalendar {
        /// What was named.
        calendar: Code,
    },
    /// Overtime needs days, and they must not be over.
    #[error("name at least one day, from {today} on")]
    NoDays {
        /// The plant's day.
        today: NaiveDate,
    },
    /// The line does not wait for such an operation, or it has begun.
    #[error("{operation} is no waiting operation of what the line needs")]
    NotWaiting {
        /// What was named.
        operation: OpKey,
    },
    /// The routing does not name that work centre for that operation.
    #[error("{operation} has no alternate {work_center}")]
    NoAlternate {
        /// The operation.
        operation: OpKey,
        /// The work centre.
        work_center: Code,
    },
    /// The line does not wait for such a job, or something of it has begun.
    #[error("{job} is no job for the line on which nothing has begun")]
    NotWhole {
        /// What was named.
        job: JobKey,
    },
    /// The first part must be more than nothing and less than the whole.
    #[error("{first} is no part of {whole}")]
    NoPart {
        /// What was named.
        first: Qty,
        /// Of how much.
        whole: Qty,
    },
    /// The line does not wait for such a purchase.
    #[error("{supply} is nothing that is bought for the line")]
    NotBought {
        /// What was named.
        supply: SupplyKey,
    },
    /// There is no such supplier, or nobody knows how long he needs.
    #[error("supplier {supplier} is not known with a lead time")]
    NoSupplier {
        /// What was named.
        supplier: Code,
    },
    /// Nothing of the line waits for a machine.
    #[error("nothing of {line} waits for a machine")]
    NothingWaits {
        /// The line.
        line: LineKey,
    },
}
