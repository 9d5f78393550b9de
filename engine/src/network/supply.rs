//! Amounts: where they come from, what they are for, and which serves which.

use super::Class;
use crate::model::{Code, PurchaseKey};
use crate::quantity::Qty;

/// An amount that is or will be there.
#[derive(Clone, Debug)]
pub struct Supply {
    /// What kind of supply it is.
    pub source: SupplySource,
    /// The item.
    pub item: u32,
    /// How much.
    pub quantity: Qty,
    /// Serves only some: its owner's orders, or those of a tier.
    pub restricted: bool,
    /// How much of it serves no demand.
    pub free: Qty,
    /// When it can be used; for a job, what netting expected.
    pub available: i64,
    /// Working time of inspection that is part of the wait: from this instant on.
    pub received: i64,
}

/// What kind of supply it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SupplySource {
    /// A stock lot.
    Stock(Code),
    /// The output of a job.
    Job(u32),
    /// A purchase order line.
    Purchase(PurchaseKey),
    /// A purchase to be made now.
    Proposed {
        /// Distinguishes proposals of one item.
        nth: u32,
        /// When it should be ordered at the latest; never where only the safety stock wants it.
        order_by: i64,
    },
    /// Material that the customer brings.
    Customer {
        /// Distinguishes the deliveries of one item.
        nth: u32,
    },
}

/// An amount that is needed.
#[derive(Clone, Debug)]
pub struct Demand {
    /// Who needs it.
    pub owner: Owner,
    /// The item.
    pub item: u32,
    /// How much.
    pub quantity: Qty,
    /// By when.
    pub need: i64,
    /// Its rank.
    pub class: Class,
    /// The line at the root.
    pub line: u32,
}

/// Who needs an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A sales-order line.
    Line(u32),
    /// An operation.
    Op(u32),
    /// The item's safety stock.
    SafetyStock,
}

/// So much of a supply serves a demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PegNode {
    /// The demand.
    pub demand: u32,
    /// The supply.
    pub supply: u32,
    /// How much.
    pub quantity: Qty,
    /// A peg of the snapshot that was kept.
    pub kept: bool,
    /// The donor when it was lent by another demand.
    pub lent_by: u32,
}
