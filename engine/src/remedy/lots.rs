//! Lots: a job cut in two, and a line of which a part leaves by itself.

use super::Unfit;
use super::chain::Chain;
use crate::model::{
    Code, DemandKey, JobKey, LineKey, OpKey, Peg, Promise, SalesLine, Shop, SupplyKey, UnitKind, WorkOrder,
};
use crate::network::SupplySource;
use crate::plan::Plan;
use crate::quantity::Qty;
use crate::time::Instant;

/// Cuts a job in two lots. A work order keeps its number for the first, with what was issued; a proposal becomes two
/// work orders. Both are for the line that the job was for, so that the first has the luck of the whole.
pub(super) fn split(
    shop: &mut Shop,
    plan: &Plan,
    chain: &Chain<'_>,
    key: &JobKey,
    first: Qty,
) -> Result<(), Unfit> {
    let job = chain.whole_job(key).ok_or_else(|| Unfit::NotWhole { job: key.clone() })?;
    let node = &plan.network.jobs[job as usize];
    let item = &plan.network.items[node.item as usize];
    let whole = node.output;
    check_part(shop, item, first, whole)?;
    let (one, two) = match key {
        JobKey::WorkOrder(number) => {
            let order = shop.work_orders.get_mut(number);
            let order = order.ok_or_else(|| Unfit::NotWhole { job: key.clone() })?;
            let mut second = order.clone();
            (order.quantity, second.quantity) = (first, whole.less(first));
            (order.started, second.started) = (None, None);
            second.issued.clear();
            second.progress.clear();
            if second.line.is_none() {
                second.line = plan.network.lines.get(node.line as usize).map(|line| line.key.clone());
            }
            let two = free_number(shop, number, 2);
            shop.work_orders.insert(two.clone(), second);
            (number.clone(), two)
        }
        JobKey::Proposed { line, item, .. } => {
            let lot = |quantity: Qty| WorkOrder {
                item: Some(item.clone()),
                quantity,
                line: line.clone(),
                ..WorkOrder::default()
            };
            let (first, second) = (lot(first), lot(whole.less(first)));
            let one = free_number(shop, item, 1);
            shop.work_orders.insert(one.clone(), first);
            let two = free_number(shop, item, 2);
            shop.work_orders.insert(two.clone(), second);
            (one, two)
        }
    };
    inherit(shop, key, &[JobKey::WorkOrder(one), JobKey::WorkOrder(two)]);
    Ok(())
}

/// A part is more than nothing and less than the whole, and whole where pieces are counted.
fn check_part(shop: &Shop, item: &Code, first: Qty, whole: Qty) -> Result<(), Unfit> {
    let counted = shop.items.get(item).is_none_or(|item| item.unit == UnitKind::Counted);
    let even = !counted || first.round_up_to(Qty::of(1)) == first;
    if first.is_some() && first < whole && even { Ok(()) } else { Err(Unfit::NoPart { first, whole }) }
}

/// A number that no work order has, after `stem`.
fn free_number(shop: &Shop, stem: &Code, from: u32) -> Code {
    let mut nth = from;
    loop {
        let number = Code::from(format!("{stem}/{nth}"));
        if !shop.work_orders.contains_key(&number) {
            return number;
        }
        nth += 1;
    }
}

/// What promises keep for a job they keep for its lots.
fn inherit(shop: &mut Shop, whole: &JobKey, lots: &[JobKey]) {
    for line in shop.lines.values_mut() {
        let Some(promise) = &mut line.promise else { continue };
        let of_job = promise.protected.iter().filter(|(op, _)| op.job == *whole);
        let starts: Vec<(u32, Instant)> = of_job.map(|(op, at)| (op.operation, *at)).collect();
        for (operation, at) in starts {
            for lot in lots {
                promise.protected.insert(OpKey { job: lot.clone(), operation }, at);
            }
        }
    }
    let of_job = |peg: &Peg| {
        let needs = matches!(&peg.demand, DemandKey::Component { job, .. } if job == whole);
        needs || peg.supply == SupplyKey::Job(whole.clone())
    };
    let pegs: Vec<Peg> = shop.pegs.iter().filter(|peg| of_job(peg)).cloned().collect();
    for peg in pegs {
        for lot in lots {
            let mut kept = peg.clone();
            if let DemandKey::Component { job, .. } = &mut kept.demand
                && job == whole
            {
                *job = lot.clone();
            }
            if kept.supply == SupplyKey::Job(whole.clone()) {
                kept.supply = SupplyKey::Job(lot.clone());
            }
            shop.pegs.insert(kept);
        }
    }
}

/// Lets so much of a line leave by itself: it keeps its key and its promise, and what is there first serves it. The
/// rest becomes a line beside it, which is answered. Nothing is cut where all that is open leaves, without the other
/// lines of its order.
pub(super) fn partial(
    shop: &mut Shop,
    plan: &Plan,
    key: &LineKey,
    first: Qty,
) -> Result<Option<LineKey>, Unfit> {
    let rest_key = beside(shop, key);
    let line = shop.lines.get_mut(key).ok_or_else(|| Unfit::NoLine { line: key.clone() })?;
    let open = line.quantity.less(line.shipped);
    if line.ship_complete && first == open {
        line.ship_complete = false;
        return Ok(None);
    }
    let (item, whole) = (line.item.clone(), line.clone());
    check_part(shop, &item, first, open)?;
    let rest = SalesLine {
        quantity: open.less(first),
        shipped: Qty::ZERO,
        ship_complete: false,
        promise: whole.promise.as_ref().map(|promise| Promise::by(promise.due)),
        ..whole.clone()
    };
    let now = SalesLine { quantity: whole.shipped + first, ship_complete: false, ..whole };
    shop.lines.insert(key.clone(), now);
    shop.lines.insert(rest_key.clone(), rest);
    share(shop, plan, key, &rest_key, first);
    Ok(Some(rest_key))
}

/// The key of a line beside another one.
fn beside(shop: &Shop, key: &LineKey) -> LineKey {
    let mut next = LineKey { schedule: key.schedule + 1, ..key.clone() };
    while shop.lines.contains_key(&next) {
        next.schedule += 1;
    }
    next
}

/// Keeps what comes first for the first part of a line, and what comes later for the rest.
fn share(shop: &mut Shop, plan: &Plan, key: &LineKey, rest: &LineKey, first: Qty) {
    let network = &plan.network;
    let Some(index) = network.line_index(key) else { return };
    let demand = network.lines[index as usize].demand;
    shop.pegs.retain(|peg| peg.demand != DemandKey::Line(key.clone()));
    let mut left = first;
    for (_, supply, quantity) in arrivals(plan, demand) {
        let source = network.supply_key(supply);
        let now = quantity.min(left);
        left = left.less(now);
        let later = quantity.less(now);
        if later.is_some() && now.is_zero() {
            // What is made for the rest alone is made for the rest.
            if let SupplyKey::Job(JobKey::WorkOrder(number)) = &source {
                let order = shop.work_orders.get_mut(number).filter(|o| o.line.as_ref() == Some(key));
                order.into_iter().for_each(|order| order.line = Some(rest.clone()));
            }
        }
        if matches!(network.supplies[supply as usize].source, SupplySource::Proposed { .. })
            || matches!(source, SupplyKey::Job(JobKey::Proposed { .. }))
        {
            continue;
        }
        for (line, quantity) in [(key, now), (rest, later)] {
            if quantity.is_some() {
                let demand = DemandKey::Line(line.clone());
                shop.pegs.insert(Peg { demand, supply: source.clone(), quantity });
            }
        }
    }
}

/// What a demand gets: when, from which supply, how much; first things first.
pub(super) fn arrivals(plan: &Plan, demand: u32) -> Vec<(Instant, u32, Qty)> {
    let pegs = plan.network.pegs_of(demand).iter().filter(|peg| peg.quantity.is_some());
    let mut all: Vec<(Instant, u32, Qty)> =
        pegs.map(|peg| (plan.available(peg.supply), peg.supply, peg.quantity)).collect();
    all.sort_unstable();
    all
}
