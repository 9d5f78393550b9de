//! The snapshot that a plan is made of: everything known about the shop at `now`.
//!
//! A [`Shop`] is plain data keyed by the shop's own numbers. The keys are ordered maps, so the order in which
//! facts arrived can't change a plan. It names other things by code and may name what does not exist: planning
//! reports that as a [`crate::problem::Problem`] and goes on.

mod keys;
mod orders;
mod parts;
mod resources;

pub use keys::{Code, DemandKey, JobKey, LineKey, OpKey, PurchaseKey, SupplyKey};
pub use orders::{
    Basis, Blocks, Firmness, Hold, HoldKind, HoldTarget, OperationStatus, Peg, Progress, Promise, Purchase,
    SalesLine, Sequence, Stock, StockStatus, WorkOrder,
};
pub use parts::{
    Alternate, BomLine, Item, Learned, LotRule, Operation, OperationKind, RunTime, Similar, Source, UnitKind,
};
pub use resources::{Customer, Downtime, Settings, ShipDays, Supplier, Tier, WorkCenter};

use crate::calendar::CalendarSpec;
use crate::chance::Chances;
use crate::time::Instant;
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

/// Everything known about a shop at one instant.
#[derive(Clone, Debug)]
pub struct Shop {
    /// The instant of the snapshot. Nothing is planned before it.
    pub now: Instant,
    /// The plant's time zone: shifts, ship days and dates are read in it.
    pub zone: Tz,
    /// The plant's planning policy.
    pub settings: Settings,
    /// Weekly shifts and exceptions by code.
    pub calendars: BTreeMap<Code, CalendarSpec>,
    /// Work centres by code.
    pub work_centers: BTreeMap<Code, WorkCenter>,
    /// Suppliers by code.
    pub suppliers: BTreeMap<Code, Supplier>,
    /// Customers by code.
    pub customers: BTreeMap<Code, Customer>,
    /// Items with their bills of materials and routings, by code.
    pub items: BTreeMap<Code, Item>,
    /// Open sales-order lines, or schedule lines of them.
    pub lines: BTreeMap<LineKey, SalesLine>,
    /// Under which name lines have their luck, where it is not their own: an order keeps that of its quote.
    pub lucks: BTreeMap<LineKey, LineKey>,
    /// Work orders that exist.
    pub work_orders: BTreeMap<Code, WorkOrder>,
    /// Purchase orders that are on their way.
    pub purchases: BTreeMap<PurchaseKey, Purchase>,
    /// Stock by lot.
    pub stock: BTreeMap<Code, Stock>,
    /// Holds and customer milestones by a key of the caller's.
    pub holds: BTreeMap<Code, Hold>,
    /// Supplies that are kept for a demand, whatever the netting would prefer.
    pub pegs: BTreeSet<Peg>,
    /// Sequences fixed by a planner or published for the frozen zone, by work centre.
    pub sequences: BTreeMap<Code, Sequence>,
    /// What chance may do. The plan asks nothing of it; scenarios are drawn from it.
    pub chances: Chances,
}

impl Shop {
    /// An empty shop at `now`.
    pub fn new(now: Instant, zone: Tz) -> Shop {
        Shop {
            now,
            zone,
            settings: Settings::default(),
            calendars: BTreeMap::new(),
            work_centers: BTreeMap::new(),
            suppliers: BTreeMap::new(),
            customers: BTreeMap::new(),
            items: BTreeMap::new(),
            lines: BTreeMap::new(),
            lucks: BTreeMap::new(),
            work_orders: BTreeMap::new(),
            purchases: BTreeMap::new(),
            stock: BTreeMap::new(),
            holds: BTreeMap::new(),
            pegs: BTreeSet::new(),
            sequences: BTreeMap::new(),
            chances: Chances::default(),
        }
    }
}
