//! What chance may do, as plain data of the snapshot: one distribution for every source of chance.
//!
//! Nothing is learned or drawn here. Learning fills it, a person may override any entry, and [`crate::scenario`]
//! draws from it. Every entry says how many observations stand behind it and who set it. Of several entries that
//! fit, the most particular one counts: pooling few data with those of the group is the business of whoever learns.

mod calibration;
mod coming;
mod prior;
mod spread;

pub use calibration::Calibration;
pub(crate) use calibration::{EDGE, logistic, logit};
pub use coming::{Coming, Mix};
pub use spread::Spread;
pub(crate) use spread::normal;

use crate::model::{Code, Shop};
use std::collections::BTreeMap;

/// Who says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// Nobody yet: a wide assumption.
    #[default]
    Prior,
    /// The shop's own record.
    Learned,
    /// A person, whatever the record says.
    Person,
}

/// A distribution, and what stands behind it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chance {
    /// The distribution.
    pub spread: Spread,
    /// How many observations stand behind it.
    pub observations: u32,
    /// Who says so.
    pub origin: Origin,
}

impl Chance {
    /// A distribution learned from so many observations.
    pub fn learned(spread: Spread, observations: u32) -> Chance {
        Chance { spread, observations, origin: Origin::Learned }
    }
}

/// What stops a machine while it works: breakdowns, or nobody there to run it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stoppages {
    /// How often, per hour worked.
    pub per_hour: f64,
    /// How long each lasts, in working seconds of the machine.
    pub length: Spread,
    /// How many stoppages were seen.
    pub observations: u32,
    /// Who says so.
    pub origin: Origin,
}

/// How far a work centre follows its list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adherence {
    /// Share of choices in which the first of the list is taken, where there is a choice.
    pub first: f64,
    /// How many choices were seen.
    pub observations: u32,
    /// Who says so.
    pub origin: Origin,
}

impl Adherence {
    /// The list is followed always.
    pub const ALWAYS: Adherence = Adherence { first: 1.0, observations: 0, origin: Origin::Prior };
}

/// The times of operations: true time over the time that the plan takes, which has the learned factor of
/// [`crate::model::Operation::learned`] in it already.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Times {
    /// By item and work centre.
    pub items: BTreeMap<(Code, Code), Chance>,
    /// By item group and work centre.
    pub groups: BTreeMap<(Code, Code), Chance>,
    /// By work centre.
    pub centers: BTreeMap<Code, Chance>,
    /// For all others.
    pub plant: Chance,
    /// True time over what it was taken to be, for parts without a routing that was tried: the same for all work of
    /// one job, on top of what each operation's own distribution does.
    pub doubt: Chance,
}

impl Times {
    /// The distribution for an item of a group at a work centre.
    pub fn of(&self, item: &Code, group: Option<&Code>, center: Option<&Code>) -> &Chance {
        let Some(center) = center else { return &self.plant };
        let own = self.items.get(&(item.clone(), center.clone()));
        let pooled = || self.groups.get(&(group?.clone(), center.clone()));
        own.or_else(pooled).or_else(|| self.centers.get(center)).unwrap_or(&self.plant)
    }
}

/// Distributions of one kind by code, and one for all others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ByCode<T> {
    /// By code.
    pub own: BTreeMap<Code, T>,
    /// For all others.
    pub others: T,
}

impl<T> ByCode<T> {
    /// The same for all.
    pub fn all(others: T) -> ByCode<T> {
        ByCode { own: BTreeMap::new(), others }
    }

    /// The one of `code`.
    pub fn of(&self, code: Option<&Code>) -> &T {
        code.and_then(|code| self.own.get(code)).unwrap_or(&self.others)
    }
}

/// Every source of chance of a shop. [`Spread::none`] stands for *as the plan says*.
///
/// The default is a wide assumption, honest for a shop of which nothing is known; see `prior.rs` for its figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Chances {
    /// The plant's seed: all random numbers follow from it and from the keys of what they are drawn for.
    pub seed: u64,
    /// Operation times.
    pub times: Times,
    /// Days by which suppliers come after the confirmed date, by supplier; negative is early.
    pub suppliers: ByCode<Chance>,
    /// Good pieces over those that the learned yield lets expect, by item.
    pub yields: ByCode<Chance>,
    /// Breakdowns by work centre.
    pub breakdowns: ByCode<Stoppages>,
    /// Absence of operators by work centre.
    pub absence: ByCode<Stoppages>,
    /// Adherence to the list by work centre.
    pub adherence: ByCode<Adherence>,
    /// Days by which customers act after the expected date, by customer.
    pub customers: ByCode<Chance>,
    /// Working seconds by which reports lag behind the work, by work centre.
    pub reporting: ByCode<Chance>,
    /// The orders still to come, if anything is known of them.
    pub coming: Option<Coming>,
    /// What is told against what comes true, by group of what is sold.
    pub calibration: ByCode<Calibration>,
}

impl Chances {
    /// The correction of what is told of an item.
    pub fn calibration_of(&self, shop: &Shop, item: &Code) -> Calibration {
        let group = shop.items.get(item).and_then(|item| item.group.as_ref());
        *self.calibration.of(group)
    }

    /// No chance at all: every future is the plan.
    pub fn none(seed: u64) -> Chances {
        Chances {
            seed,
            times: Times::default(),
            suppliers: ByCode::default(),
            yields: ByCode::default(),
            breakdowns: ByCode::default(),
            absence: ByCode::default(),
            adherence: ByCode::all(Adherence::ALWAYS),
            customers: ByCode::default(),
            reporting: ByCode::default(),
            coming: None,
            calibration: ByCode::default(),
        }
    }
}

impl Default for Chances {
    fn default() -> Chances {
        prior::chances()
    }
}
