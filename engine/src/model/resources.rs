//! Work centres, partners and the plant's policy.

use super::Code;
use crate::quantity::Ratio;
use crate::time::Instant;
use chrono::{NaiveTime, Weekday};

/// One or more interchangeable machines with one queue and one calendar.
#[derive(Clone, Debug)]
pub struct WorkCenter {
    /// What people call it.
    pub name: String,
    /// When it works.
    pub calendar: Code,
    /// How many machines it has.
    pub machines: u32,
    /// Times when machines are down.
    pub downtimes: Vec<Downtime>,
    /// Working seconds by which reports usually lag behind the work.
    pub reporting_delay: i64,
    /// When something was last reported here.
    pub last_report: Option<Instant>,
    /// Clock seconds from here to the next work centre, where it differs from the plant's.
    pub move_after: Option<i64>,
}

impl WorkCenter {
    /// One machine on `calendar`.
    pub fn new(calendar: impl Into<Code>) -> WorkCenter {
        WorkCenter {
            name: String::new(),
            calendar: calendar.into(),
            machines: 1,
            downtimes: Vec::new(),
            reporting_delay: 0,
            last_report: None,
            move_after: None,
        }
    }
}

/// A time when some machines of a work centre are down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Downtime {
    /// From this instant.
    pub from: Instant,
    /// To this instant.
    pub to: Instant,
    /// How many machines.
    pub machines: u32,
}

/// Who delivers material or does outside work.
#[derive(Clone, Debug, Default)]
pub struct Supplier {
    /// What people call it.
    pub name: String,
    /// Lead time in days where the item has none.
    pub lead_days: Option<u32>,
    /// Its working days; calendar days if not said.
    pub calendar: Option<Code>,
    /// Weekdays on which work leaves for it; any working day if empty.
    pub send_days: Vec<Weekday>,
    /// Days late (early is negative) of what it delivered, in any order.
    pub record: Vec<i32>,
}

/// A customer's rank in whom to protect when not all can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// First.
    A,
    /// Usual.
    #[default]
    B,
    /// Last.
    C,
}

impl Tier {
    /// Relative weight of a day late, in thousandths.
    pub fn weight(self) -> u32 {
        match self {
            Tier::A => 2_000,
            Tier::B => 1_000,
            Tier::C => 500,
        }
    }
}

/// A customer.
#[derive(Clone, Debug, Default)]
pub struct Customer {
    /// What people call it.
    pub name: String,
    /// Its rank.
    pub tier: Tier,
    /// BCP 47 tag of its language.
    pub language: String,
    /// Whether it takes a line in parts.
    pub partial: bool,
    /// Share by which a line may be closed short.
    pub short_tolerance: Option<Ratio>,
    /// Days from ship to arrival.
    pub transit_days: u32,
    /// The carrier's working days, on which transit days count; every day if not said.
    pub carrier: Option<Code>,
    /// Working days between the internal target and the promise, where it differs from the plant's.
    pub buffer_days: Option<u32>,
    /// When goods leave for it, where it differs from the plant's.
    pub ship: Option<ShipDays>,
}

/// When the carrier comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShipDays {
    /// On these weekdays, if the ship calendar is open on that day; every open day if empty.
    pub weekdays: Vec<Weekday>,
    /// Goods packed by then leave on that day.
    pub cutoff: NaiveTime,
}

/// The plant's planning policy.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Calendar of purchasing, packing, dispatch and lead times in working days; always open if not said.
    pub plant_calendar: Option<Code>,
    /// When goods leave; at once when ready if not said.
    pub ship: Option<ShipDays>,
    /// Working seconds to pack a line.
    pub packing: i64,
    /// Working days between the internal target and the promise.
    pub buffer_days: u32,
    /// Working days for an item about which nothing is known.
    pub default_lead_days: u32,
    /// Clock seconds between two work centres.
    pub move_between: i64,
    /// Clock seconds for which a machine may wait for protected work about to arrive.
    pub wait: i64,
    /// Shifts, this one included, whose published sequence stays.
    pub frozen_shifts: u32,
    /// Working days that a hold without an expected release takes, by kind.
    pub hold_days: HoldDays,
    /// How many passes may search for a better sequence; 0: the dispatch rule alone. See `improve`.
    pub improve_passes: u32,
    /// Whether promises of better tiers win when not all can be kept.
    pub tiers: bool,
}

/// Working days that a hold is expected to last when nobody said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HoldDays {
    /// Waiting for credit or a deposit.
    pub credit: u32,
    /// Waiting for a drawing.
    pub drawing: u32,
    /// Waiting for a decision of quality.
    pub quality: u32,
    /// Waiting for anything else from the customer.
    pub customer: u32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            plant_calendar: None,
            ship: None,
            packing: 0,
            buffer_days: 0,
            default_lead_days: 15,
            move_between: 0,
            wait: 0,
            frozen_shifts: 2,
            hold_days: HoldDays { credit: 3, drawing: 5, quality: 2, customer: 5 },
            improve_passes: 0,
            tiers: true,
        }
    }
}
