//! Proposals are the smallest lots that the item's rule allows for what they serve.

use super::Violation;
use super::facts::Facts;
use crate::network::SupplySource;
use crate::quantity::Qty;

pub(super) fn check(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    for (index, supply) in (0..).zip(&facts.net.supplies) {
        let proposed = match &supply.source {
            SupplySource::Job(job) => facts.net.jobs[*job as usize].work_order.is_none(),
            SupplySource::Proposed { .. } | SupplySource::Customer { .. } => true,
            SupplySource::Stock(_) | SupplySource::Purchase(_) => false,
        };
        if !proposed {
            continue;
        }
        let pegs = facts.net.pegs.iter().filter(|p| p.supply == index);
        let serves: Qty = pegs.map(|p| p.quantity).sum();
        let rule = facts.shop.items.get(facts.item(supply.item)).map(|i| i.lot).unwrap_or_default();
        let lot = multiple(serves.max(rule.minimum), rule.multiple);
        if supply.quantity != lot || serves.is_zero() {
            let supply_key = facts.net.supply_key(index);
            found.push(Violation::WrongLot { supply: supply_key, planned: supply.quantity, lot });
        }
    }
}

/// The next multiple of `step` from `quantity` on.
fn multiple(quantity: Qty, step: Qty) -> Qty {
    if step.is_zero() {
        return quantity;
    }
    let (quantity, step) = (quantity.millionths(), step.millionths());
    let steps = quantity / step + i64::from(quantity % step > 0);
    Qty::from_millionths(steps.saturating_mul(step))
}
