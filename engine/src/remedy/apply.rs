//! Doing a remedy in a copy of the shop. Never changes the shop that it was given, and never judges what comes of it.

use super::chain::Chain;
use super::{Applied, Remedy, Unfit, lots};
use crate::calendar::{Exception, ExceptionKind};
use crate::model::{Code, LineKey, OpKey, Purchase, PurchaseKey, Shop, SupplyKey};
use crate::network::{NONE, Network, SupplySource};
use crate::plan::Plan;
use crate::time::{DAY, Instant};
use chrono::{NaiveDate, NaiveTime};
use std::collections::BTreeMap;

/// The shop in which `remedy` was done for the line `key`. `plan` must be the plan of `shop`.
///
/// # Errors
///
/// [`Unfit`] with the value at fault.
pub fn apply(shop: &Shop, plan: &Plan, key: &LineKey, remedy: &Remedy) -> Result<Applied, Unfit> {
    let chain = Chain::of(plan, key).ok_or_else(|| Unfit::NoLine { line: key.clone() })?;
    let mut with = shop.clone();
    let mut rest = None;
    match remedy {
        Remedy::Overtime { calendars, days, from, to } => {
            overtime(&mut with, calendars, days, (*from, *to))?;
        }
        Remedy::Alternate { operation, work_center } => {
            alternate(&mut with, plan, &chain, operation, work_center)?;
        }
        Remedy::Split { job, first } => lots::split(&mut with, plan, &chain, job, *first)?,
        Remedy::Partial { first } => rest = lots::partial(&mut with, plan, key, *first)?,
        Remedy::Expedite => expedite(&mut with, plan, &chain, key)?,
        Remedy::Express { supply, days } => {
            let bought = expect_bought(&chain, supply)?;
            let there = sooner(shop, &plan.network, bought, *days);
            let purchase = purchase(&mut with, &plan.network, bought, key)?;
            purchase.confirmed = Some(there);
        }
        Remedy::Supplier { supply, supplier } => {
            let bought = expect_bought(&chain, supply)?;
            let there = ordered_from(shop, &plan.network, supplier)?;
            let purchase = purchase(&mut with, &plan.network, bought, key)?;
            purchase.supplier = Some(supplier.clone());
            purchase.ordered_at = Some(shop.now);
            purchase.confirmed = Some(there);
        }
    }
    Ok(Applied { shop: with, rest })
}

fn overtime(
    shop: &mut Shop,
    calendars: &[Code],
    days: &[NaiveDate],
    hours: (NaiveTime, NaiveTime),
) -> Result<(), Unfit> {
    let today = shop.now.date(shop.zone);
    if days.is_empty() || days.iter().any(|&day| day < today) {
        return Err(Unfit::NoDays { today });
    }
    let open =
        |&day: &NaiveDate| Exception { first: day, last: day, hours: Some(hours), kind: ExceptionKind::Open };
    for calendar in calendars {
        let spec = shop.calendars.get_mut(calendar);
        let spec = spec.ok_or_else(|| Unfit::NoCalendar { calendar: calendar.clone() })?;
        spec.exceptions.extend(days.iter().map(open));
    }
    Ok(())
}

/// Gives an operation a place at the other work centre, behind what the planner put there: that is how people decide
/// where an operation runs.
fn alternate(
    shop: &mut Shop,
    plan: &Plan,
    chain: &Chain<'_>,
    operation: &OpKey,
    work_center: &Code,
) -> Result<(), Unfit> {
    let network = &plan.network;
    let op = chain.operation(operation).ok_or_else(|| Unfit::NotWaiting { operation: operation.clone() })?;
    let usual = network.centers.get(network.ops[op as usize].center as usize).map(|center| &center.code);
    if !usual.into_iter().chain(others(network, op)).any(|place| place == work_center) {
        let (operation, work_center) = (operation.clone(), work_center.clone());
        return Err(Unfit::NoAlternate { operation, work_center });
    }
    for sequence in shop.sequences.values_mut() {
        sequence.planned.retain(|placed| placed != operation);
        sequence.frozen.retain(|placed| placed != operation);
    }
    shop.sequences.entry(work_center.clone()).or_default().planned.push(operation.clone());
    Ok(())
}

/// The other work centres that an operation's routing names.
pub(super) fn others(network: &Network, op: u32) -> impl Iterator<Item = &Code> {
    let (first, count) = network.ops[op as usize].alternates;
    let all = &network.alternates[first as usize..first as usize + usize::from(count)];
    all.iter().filter_map(|other| network.centers.get(other.center as usize)).map(|center| &center.code)
}

/// Puts the line's waiting operations at the head of the planner's own sequences, each where the plan has it. What is
/// published stays where it stands.
fn expedite(shop: &mut Shop, plan: &Plan, chain: &Chain<'_>, key: &LineKey) -> Result<(), Unfit> {
    let mut by_center: BTreeMap<Code, Vec<(i64, OpKey)>> = BTreeMap::new();
    for op in chain.waiting() {
        let Some(center) = plan.center_of(op) else { continue };
        let (start, operation) = (plan.timeline.start[op as usize], plan.network.op_key(op));
        if shop.sequences.values().all(|sequence| !sequence.frozen.contains(&operation)) {
            by_center.entry(center.clone()).or_default().push((start, operation));
        }
    }
    if by_center.is_empty() {
        return Err(Unfit::NothingWaits { line: key.clone() });
    }
    for (center, mut first) in by_center {
        first.sort();
        let sequence = shop.sequences.entry(center).or_default();
        let first: Vec<OpKey> = first.into_iter().map(|(_, operation)| operation).collect();
        sequence.planned.retain(|placed| !first.contains(placed));
        sequence.planned.splice(0..0, first);
    }
    Ok(())
}

fn expect_bought(chain: &Chain<'_>, supply: &SupplyKey) -> Result<u32, Unfit> {
    chain.purchase(supply).ok_or_else(|| Unfit::NotBought { supply: supply.clone() })
}

/// When what is bought would come `days` sooner than it is expected; not before now.
fn sooner(shop: &Shop, network: &Network, bought: u32, days: u32) -> Instant {
    let supply = &network.supplies[bought as usize];
    let expected = match &supply.source {
        // What the supplier has confirmed is kept apart from how late he usually is.
        SupplySource::Purchase(key) => shop.purchases.get(key).and_then(|purchase| purchase.confirmed),
        _ => None,
    };
    let expected = expected.filter(|&at| at >= shop.now).unwrap_or(Instant(supply.received));
    Instant((expected.0 - i64::from(days) * DAY).max(shop.now.0))
}

/// When what is ordered from a supplier now comes by his own lead time.
fn ordered_from(shop: &Shop, network: &Network, supplier: &Code) -> Result<Instant, Unfit> {
    let known = shop.suppliers.get(supplier);
    let days = known.and_then(|known| known.lead_days);
    let days = days.ok_or_else(|| Unfit::NoSupplier { supplier: supplier.clone() })?;
    let calendar = known.and_then(|known| known.calendar.as_ref());
    let calendar = calendar.and_then(|code| network.calendars.by_code.get(code)).copied().unwrap_or(NONE);
    Ok(network.lead_after(shop.now, days, calendar))
}

/// The purchase behind a supply: the one that is on its way, or the one that the plan proposes, made for the line.
fn purchase<'s>(
    shop: &'s mut Shop,
    network: &Network,
    bought: u32,
    line: &LineKey,
) -> Result<&'s mut Purchase, Unfit> {
    let supply = &network.supplies[bought as usize];
    let item = &network.items[supply.item as usize];
    let key = match &supply.source {
        SupplySource::Purchase(key) => key.clone(),
        SupplySource::Proposed { nth, .. } => {
            let key = free_number(shop, item, *nth);
            let supplier = shop.items.get(item).and_then(|item| item.supplier.clone());
            let made = Purchase {
                supplier,
                item: Some(item.clone()),
                quantity: supply.quantity,
                ordered_at: Some(shop.now),
                line: Some(line.clone()),
                ..Purchase::default()
            };
            shop.purchases.insert(key.clone(), made);
            key
        }
        _ => return Err(Unfit::NotBought { supply: network.supply_key(bought) }),
    };
    shop.purchases.get_mut(&key).ok_or(Unfit::NotBought { supply: SupplyKey::Purchase(key) })
}

/// A number that no purchase has.
fn free_number(shop: &Shop, item: &Code, nth: u32) -> PurchaseKey {
    let mut order = format!("buy:{item}");
    loop {
        let key = PurchaseKey { order: order.as_str().into(), line: nth + 1 };
        if !shop.purchases.contains_key(&key) {
            return key;
        }
        order.push('\'');
    }
}
