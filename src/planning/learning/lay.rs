//! Laying what was learned, and what people say, over a shop that is to be planned.
//!
//! The middle of operation times goes into the plan as the operation's learned factor, what is around it into the
//! shop's chances, relative to the plan: no factor ever counts twice. Where the record is thin, the factor that a
//! workbook brought stays.

use super::kept::Kept;
use super::said::{Said, overrides};
use holdfast_engine::chance::{Chance, Chances, Origin, Spread};
use holdfast_engine::model::{Code, Learned, Operation, OperationKind, Shop};
use holdfast_engine::quantity::Ratio;
use std::collections::BTreeMap;

/// Factors by item and work centre.
type Factors = BTreeMap<(Code, Code), f64>;

/// Sets the chances and the learned factors of a shop.
pub fn lay(shop: &mut Shop, kept: Option<&Kept>, said: &[Said]) {
    if kept.is_none() && said.is_empty() {
        return;
    }
    let groups: BTreeMap<Code, Code> =
        shop.items.iter().filter_map(|(code, item)| Some((code.clone(), item.group.clone()?))).collect();
    let group_of = |item: &Code| groups.get(item).cloned();
    let mut chances = kept.map_or_else(Chances::default, Kept::chances);
    overrides(said, &chances, group_of).apply(&mut chances, group_of);
    let recorded = kept.map(Kept::factors).unwrap_or_default();
    let mut in_plan = Factors::new();
    let mut factor = |item: &Code, step: &mut Operation| {
        if !matches!(step.kind, OperationKind::Make | OperationKind::Inspection) {
            return;
        }
        let Some(center) = step.work_center.clone() else { return };
        let chance = chances.times.of(item, groups.get(item), Some(&center));
        let own = recorded.get(&(item.as_str(), center.as_str())).copied();
        if let Some(learned) = learned(chance, own) {
            step.learned = Some(learned);
        }
        if let Some(learned) = step.learned.filter(Learned::counts) {
            in_plan.insert((item.clone(), center), f64::from(learned.factor.0) / 1e6);
        }
    };
    for (code, item) in &mut shop.items {
        item.routing.iter_mut().for_each(|step| factor(code, step));
    }
    for made in shop.work_orders.values_mut() {
        let (Some(item), Some(routing)) = (made.item.clone(), made.routing.as_mut()) else { continue };
        routing.iter_mut().for_each(|step| factor(&item, step));
    }
    take_out(&mut chances, &in_plan, &groups);
    shop.chances = chances;
}

/// The factor that an operation takes into the plan: a person's, or the record's where there is enough of it.
fn learned(chance: &Chance, own: Option<(f64, u32)>) -> Option<Learned> {
    let found = match chance.origin {
        Origin::Person => {
            Learned { factor: Ratio::of(f64::from(chance.spread.at(0.5))), observations: Learned::FROM }
        }
        Origin::Learned => {
            let (factor, observations) = own?;
            Learned { factor: Ratio::of(factor), observations }
        }
        Origin::Prior => return None,
    };
    Some(found).filter(|learned| learned.counts() && learned.factor.0 > 0)
}

/// Makes chances of operation times relative to a plan that has these factors in it. What is assumed is relative to
/// the plan already.
fn take_out(chances: &mut Chances, in_plan: &Factors, groups: &BTreeMap<Code, Code>) {
    for (key, factor) in in_plan {
        let chance = chances.times.of(&key.0, groups.get(&key.0), Some(&key.1));
        if chance.origin == Origin::Prior || *factor <= 0.0 {
            continue;
        }
        let values = chance.spread.values().iter().map(|value| (f64::from(*value) / factor) as f32);
        let own = chances.times.items.contains_key(key);
        let observations = if own || chance.origin == Origin::Person { chance.observations } else { 0 };
        let relative = Chance { spread: Spread::of(values.collect()), observations, origin: chance.origin };
        chances.times.items.insert(key.clone(), relative);
    }
}
