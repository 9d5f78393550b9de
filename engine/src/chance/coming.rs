//! The orders still to come: how many, of what, and how they would be promised.

use super::{Origin, Spread};
use crate::model::Code;
use crate::quantity::Qty;
use std::collections::BTreeMap;

/// Orders that nobody has placed yet, but somebody will.
#[derive(Clone, Debug, PartialEq)]
pub struct Coming {
    /// How many come in an hour in which the plant is open.
    pub per_open_hour: f64,
    /// What is ordered.
    pub mix: Vec<Mix>,
    /// Clock days from the order to the instant by which it would be promised to be ready.
    pub lead: Spread,
    /// For how many clock days from now on they are counted: at least as long as what is quoted takes.
    pub horizon_days: u32,
    /// Share of its open machine hours that each work centre has worked, by the record; nobody knows where it is not named.
    /// It limits the work that orders to come ask for, where that is more than there are hours.
    pub busy: BTreeMap<Code, f64>,
    /// How many orders were seen.
    pub observations: u32,
    /// Who says so.
    pub origin: Origin,
}

/// An item and a quantity that are ordered together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mix {
    /// The item.
    pub item: Code,
    /// How much of it.
    pub quantity: Qty,
    /// How often, relative to the others.
    pub weight: u32,
    /// Clock seconds from the order to the instant by which it was promised to be ready, where that was seen with
    /// it: large orders are promised later than small ones. Without it, [`Coming::lead`] says so.
    pub lead: Option<i64>,
}

impl Coming {
    /// Which of the mix stands at `share`, from 0 to 1, of all weight; nothing in an empty mix.
    pub(crate) fn at(&self, share: f64) -> Option<&Mix> {
        let total: u64 = self.mix.iter().map(|mix| u64::from(mix.weight)).sum();
        let mut left = (share * total as f64) as u64;
        self.mix.iter().find(|mix| match left.checked_sub(u64::from(mix.weight)) {
            None => true,
            Some(rest) => {
                left = rest;
                false
            }
        })
    }
}
