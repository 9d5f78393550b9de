//! Supplies are what the shop has, no more is pegged than there is, and each serves only whom it may.

use super::Violation;
use super::clock::Clock;
use super::facts::Facts;
use super::steps::is_made;
use crate::model::{Code, DemandKey, JobKey, Purchase, Shop, Source, Stock, StockStatus, SupplyKey};
use crate::network::SupplySource;
use crate::quantity::Qty;
use crate::time::{DAY, Instant};
use std::collections::BTreeMap;

/// Receipts from which on a supplier's record counts, and of those at least as late for an overdue one.
const ENOUGH: (usize, usize) = (5, 3);

pub(super) fn check(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    let mut pegged = vec![Qty::ZERO; facts.net.supplies.len()];
    for peg in &facts.net.pegs {
        pegged[peg.supply as usize] += peg.quantity;
    }
    for (index, supply) in (0..).zip(&facts.net.supplies) {
        let key = facts.net.supply_key(index);
        let (quantity, pegged) = (supply.quantity, pegged[index as usize]);
        if pegged > quantity {
            found.push(Violation::SupplyExceeded { supply: key.clone(), quantity, pegged });
        }
        if let SupplySource::Job(job) = supply.source {
            let output = facts.net.jobs[job as usize].output;
            if supply.quantity != output {
                let planned = (quantity, facts.job_ends(job));
                let real = Some((output, facts.job_ends(job)));
                found.push(Violation::WrongSupply { supply: key, planned, real });
            }
            continue;
        }
        let planned = (quantity, Instant(supply.available));
        let real = real(facts, index);
        if real != Some(planned) {
            found.push(Violation::WrongSupply { supply: key, planned, real });
        }
    }
    ownership(facts, found);
    kept(facts, found);
}

/// When a supply can be used: jobs by their last operation, the rest by what the shop says.
pub(super) fn available(facts: &Facts<'_>, supply: u32) -> Instant {
    match facts.job_of(supply) {
        Some(job) => facts.job_ends(job),
        None => real(facts, supply).map_or(Instant::NEVER, |(_, at)| at),
    }
}

/// Quantity of a supply that is no job, and when it can be used; nothing if it can't.
fn real(facts: &Facts<'_>, supply: u32) -> Option<(Qty, Instant)> {
    let node = &facts.net.supplies[supply as usize];
    let (shop, item) = (facts.shop, facts.item(node.item));
    match &node.source {
        SupplySource::Stock(lot) => {
            let stock = shop.stock.get(lot).filter(|s| s.item == *item)?;
            Some((stock.quantity, usable(facts, stock)?))
        }
        SupplySource::Purchase(key) => {
            let purchase = shop.purchases.get(key).filter(|p| p.outside.is_none())?;
            let promised = purchase.confirmed.unwrap_or_else(|| by_lead_time(facts, item, purchase));
            let received = facts.clocks.plant().calendar.on_open_day(receipt(shop, purchase, promised));
            let open = purchase.quantity.less(purchase.received);
            (purchase.item.as_ref() == Some(item)).then(|| (open, inspected(facts, item, received)))
        }
        SupplySource::Proposed { .. } | SupplySource::Customer { .. } => {
            let received = facts.clocks.plant().calendar.on_open_day(lead(facts, item, shop.now));
            Some((node.quantity, inspected(facts, item, received)))
        }
        SupplySource::Job(_) => None,
    }
}

/// From when on stock can be used; never if it is blocked and nobody said until when.
fn usable(facts: &Facts<'_>, stock: &Stock) -> Option<Instant> {
    let now = facts.shop.now;
    match (stock.status, stock.release) {
        (StockStatus::Usable, _) => Some(now),
        (_, Some(release)) if release >= now => Some(release),
        (_, Some(_)) => Some(facts.clocks.plant_days(now, facts.shop.settings.hold_days.quality)),
        (StockStatus::Inspection, None) => Some(inspected(facts, &stock.item, now).max(now + 1)),
        (StockStatus::Blocked, None) => None,
    }
}

fn inspected(facts: &Facts<'_>, item: &Code, received: Instant) -> Instant {
    facts.clocks.plant_days(received, facts.shop.items.get(item).map_or(0, |i| i.inspection_days))
}

/// When a purchase made at `from` comes: the item's lead time, else the supplier's, else the plant's.
fn lead(facts: &Facts<'_>, item: &Code, from: Instant) -> Instant {
    let shop = facts.shop;
    let Some(known) = shop.items.get(item) else {
        return facts.clocks.plant_days(from, shop.settings.default_lead_days);
    };
    if known.source == Source::Customer {
        return facts.clocks.plant_days(from, shop.settings.hold_days.customer);
    }
    let supplier = known.supplier.as_ref();
    let usual = supplier.and_then(|s| shop.suppliers.get(s)?.lead_days);
    let days = known.lead_days.or(usual).unwrap_or(shop.settings.default_lead_days);
    facts.clocks.supplier_days(supplier, from, days)
}

/// When a purchase order without a date should come: the lead time after it was ordered.
fn by_lead_time(facts: &Facts<'_>, item: &Code, purchase: &Purchase) -> Instant {
    let shop = facts.shop;
    let from = purchase.ordered_at.unwrap_or(shop.now);
    if is_made(shop, item) {
        let usual = purchase.supplier.as_ref().and_then(|s| shop.suppliers.get(s)?.lead_days);
        let always: Clock<'_> = facts.clocks.always();
        let days = usual.unwrap_or(shop.settings.default_lead_days);
        always.calendar.days_after(from, days).unwrap_or(from + i64::from(days) * DAY)
    } else {
        lead(facts, item, from)
    }
}

/// When a purchase order that should come at `confirmed` comes: the date and the supplier's usual lateness;
/// if overdue, what is still to come of its lateness.
pub(super) fn receipt(shop: &Shop, purchase: &Purchase, confirmed: Instant) -> Instant {
    let now = shop.now;
    let own = purchase.supplier.as_ref().and_then(|s| shop.suppliers.get(s)).map(|s| s.record.as_slice());
    if confirmed >= now {
        let usual = own.and_then(|record| median(record.iter().copied(), ENOUGH.0)).unwrap_or(0);
        return confirmed + i64::from(usual.max(0)) * DAY;
    }
    let late = ((now - confirmed) as f64 / DAY as f64).ceil() as i32;
    let as_late = |record: &[i32]| median(record.iter().copied().filter(|&d| d > late), ENOUGH.1);
    let pool: Vec<i32> = shop.suppliers.values().flat_map(|s| s.record.clone()).collect();
    let total = own.and_then(as_late).or_else(|| as_late(&pool)).unwrap_or(late + (late + 1) / 2);
    now + i64::from((total - late).max(1)) * DAY
}

/// Days by which a supplier usually is late, if its record says.
pub(super) fn usual_lateness(record: &[i32]) -> u32 {
    median(record.iter().copied(), ENOUGH.0).unwrap_or(0).max(0) as u32
}

/// The lower median, if there are enough.
fn median(days: impl Iterator<Item = i32>, enough: usize) -> Option<i32> {
    let mut days: Vec<i32> = days.collect();
    days.sort_unstable();
    if days.len() < enough { None } else { days.get((days.len() - 1) / 2).copied() }
}

/// Owned stock serves only its owner's lines, reserved stock only its tier and better.
fn ownership(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    for peg in facts.net.pegs.iter().filter(|p| p.quantity.is_some()) {
        let SupplySource::Stock(lot) = &facts.net.supplies[peg.supply as usize].source else { continue };
        let Some(stock) = facts.shop.stock.get(lot) else { continue };
        if stock.owner.is_none() && stock.reserved.is_none() {
            continue;
        }
        for line in facts.lines_served(peg.demand) {
            let node = &facts.net.lines[line as usize];
            let Some(sold) = facts.shop.lines.get(&node.key) else { continue };
            let usual = facts.shop.customers.get(&sold.customer).map(|c| c.tier).unwrap_or_default();
            let owned = stock.owner.as_ref().is_none_or(|owner| *owner == sold.customer);
            let reserved = stock.reserved.is_none_or(|tier| sold.tier.unwrap_or(usual) <= tier);
            if !owned || !reserved {
                let supply = facts.net.supply_key(peg.supply);
                let demand = facts.net.demand_key(peg.demand);
                found.push(Violation::NotTheirs { supply, demand, serves: node.key.clone() });
            }
        }
    }
}

/// Pegs of the snapshot stay, as far as both ends exist, or were lent from the demand that they are for.
fn kept(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    if facts.shop.pegs.is_empty() {
        return;
    }
    let mut demands: BTreeMap<DemandKey, Qty> = BTreeMap::new();
    let mut supplies: BTreeMap<SupplyKey, Qty> = BTreeMap::new();
    let mut planned: BTreeMap<(DemandKey, SupplyKey), Qty> = BTreeMap::new();
    for (index, demand) in (0..).zip(&facts.net.demands) {
        *demands.entry(facts.net.demand_key(index)).or_default() += demand.quantity;
    }
    for (index, supply) in (0..).zip(&facts.net.supplies) {
        supplies.insert(facts.net.supply_key(index), supply.quantity);
    }
    for peg in &facts.net.pegs {
        let supply = facts.net.supply_key(peg.supply);
        for demand in [Some(peg.demand), facts.net.demands.get(peg.lent_by as usize).map(|_| peg.lent_by)] {
            let Some(demand) = demand else { continue };
            *planned.entry((facts.net.demand_key(demand), supply.clone())).or_default() += peg.quantity;
        }
    }
    let sum = |of: &dyn Fn(&crate::model::Peg) -> bool| -> Qty {
        facts.shop.pegs.iter().filter(|p| of(p)).map(|p| p.quantity).sum()
    };
    for peg in &facts.shop.pegs {
        let (Some(&demand), Some(&supply)) = (demands.get(&peg.demand), supplies.get(&peg.supply)) else {
            continue;
        };
        let contested =
            sum(&|p| p.demand == peg.demand) > demand || sum(&|p| p.supply == peg.supply) > supply;
        let left = planned.get(&(peg.demand.clone(), peg.supply.clone())).copied().unwrap_or_default();
        // What an earlier plan proposed is proposed anew, perhaps for another size.
        let exists = match &peg.supply {
            SupplyKey::Stock(_) | SupplyKey::Purchase(_) | SupplyKey::Job(JobKey::WorkOrder(_)) => true,
            SupplyKey::Job(JobKey::Proposed { .. }) | SupplyKey::ProposedPurchase(..) => false,
        };
        if exists && !contested && left < peg.quantity {
            found.push(Violation::PegDropped { peg: peg.clone(), left });
        }
    }
}
