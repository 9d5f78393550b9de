//! What a person says, whatever the record says: laid over what was learned.

use crate::chance::{Adherence, ByCode, Calibration, Chance, Chances, Coming, Origin, Stoppages, Times};
use crate::model::Code;
use std::collections::BTreeMap;

/// Entries of one kind that a person set: by code, or for all others where there is no code.
pub type Set<T> = BTreeMap<Option<Code>, T>;

/// Entries that a person set. What is not named here stays as it was learned.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overrides {
    /// Operation times by item and work centre.
    pub items: BTreeMap<(Code, Code), Chance>,
    /// Operation times by group and work centre: for all items of the group, learned or not.
    pub groups: BTreeMap<(Code, Code), Chance>,
    /// Operation times by work centre: for all that runs there, learned or not.
    pub centers: BTreeMap<Code, Chance>,
    /// Operation times of all others.
    pub plant: Option<Chance>,
    /// Lateness of suppliers in days.
    pub suppliers: Set<Chance>,
    /// Lateness of customers in days.
    pub customers: Set<Chance>,
    /// Good pieces over those expected, by item.
    pub yields: Set<Chance>,
    /// Breakdowns by work centre.
    pub breakdowns: Set<Stoppages>,
    /// Absence by work centre.
    pub absence: Set<Stoppages>,
    /// Adherence by work centre.
    pub adherence: Set<Adherence>,
    /// Reporting delays by work centre, in working seconds.
    pub reporting: Set<Chance>,
    /// The correction of odds, by group of what is sold.
    pub calibration: Set<Calibration>,
    /// The orders still to come.
    pub coming: Option<Coming>,
}

/// Something that says who said it.
trait Said: Clone {
    fn by_person(&self) -> Self;
}

impl Said for Chance {
    fn by_person(&self) -> Chance {
        Chance { origin: Origin::Person, ..self.clone() }
    }
}

impl Said for Stoppages {
    fn by_person(&self) -> Stoppages {
        Stoppages { origin: Origin::Person, ..self.clone() }
    }
}

impl Said for Adherence {
    fn by_person(&self) -> Adherence {
        Adherence { origin: Origin::Person, ..*self }
    }
}

impl Said for Calibration {
    fn by_person(&self) -> Calibration {
        Calibration { origin: Origin::Person, ..*self }
    }
}

impl Said for Coming {
    fn by_person(&self) -> Coming {
        Coming { origin: Origin::Person, ..self.clone() }
    }
}

impl Overrides {
    /// Lays them over `chances`. Of several entries the most particular one counts, so one for a group or a work
    /// centre takes away what was learned below it: a person wins. `group_of` says to which group an item belongs.
    pub fn apply(&self, chances: &mut Chances, group_of: impl Fn(&Code) -> Option<Code>) {
        self.apply_times(&mut chances.times, group_of);
        lay(&self.suppliers, &mut chances.suppliers);
        lay(&self.customers, &mut chances.customers);
        lay(&self.yields, &mut chances.yields);
        lay(&self.breakdowns, &mut chances.breakdowns);
        lay(&self.absence, &mut chances.absence);
        lay(&self.adherence, &mut chances.adherence);
        lay(&self.reporting, &mut chances.reporting);
        lay(&self.calibration, &mut chances.calibration);
        if let Some(coming) = &self.coming {
            chances.coming = Some(coming.by_person());
        }
    }

    fn apply_times(&self, times: &mut Times, group_of: impl Fn(&Code) -> Option<Code>) {
        times.groups.retain(|(_, center), _| !self.centers.contains_key(center));
        times.items.retain(|(item, center), _| {
            let of_group = || Some((group_of(item)?, center.clone()));
            !self.centers.contains_key(center)
                && !of_group().is_some_and(|key| self.groups.contains_key(&key))
        });
        times.centers.extend(self.centers.iter().map(|(code, chance)| (code.clone(), chance.by_person())));
        times.groups.extend(self.groups.iter().map(|(key, chance)| (key.clone(), chance.by_person())));
        times.items.extend(self.items.iter().map(|(key, chance)| (key.clone(), chance.by_person())));
        if let Some(plant) = &self.plant {
            times.plant = plant.by_person();
        }
    }
}

/// Lays entries of one kind over those that were learned.
fn lay<T: Said>(set: &Set<T>, over: &mut ByCode<T>) {
    for (code, entry) in set {
        match code {
            Some(code) => {
                over.own.insert(code.clone(), entry.by_person());
            }
            None => over.others = entry.by_person(),
        }
    }
}
