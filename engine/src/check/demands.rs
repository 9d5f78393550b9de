//! What is demanded is what the shop needs, and every demand is pegged in full to the right item.

use super::Violation;
use super::facts::Facts;
use super::jobs::whole;
use super::steps::{Step, is_made};
use super::tasks::steps_of_order;
use crate::model::{BomLine, Code, DemandKey, JobKey, LineKey};
use crate::network::Owner;
use crate::problem::ProblemKind;
use crate::quantity::Qty;
use std::collections::BTreeMap;

/// What a demand is for, and at which operation.
type Wanted = (DemandKey, u32);

pub(super) fn check(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    let mut needed = needs_of_lines(facts);
    let cut = cut_links(facts);
    for job in 0..facts.net.jobs.len() as u32 {
        needs_of_job(facts, job, &cut, &mut needed);
    }
    let mut planned: BTreeMap<Wanted, Qty> = BTreeMap::new();
    for (index, demand) in (0..).zip(&facts.net.demands) {
        let operation = match demand.owner {
            Owner::Op(op) => facts.net.ops[op as usize].number,
            _ => 0,
        };
        let slot = planned.entry((facts.net.demand_key(index), operation)).or_insert(Qty::ZERO);
        *slot += demand.quantity;
    }
    let keys: std::collections::BTreeSet<&Wanted> = needed.keys().chain(planned.keys()).collect();
    for key in keys {
        let is = |all: &BTreeMap<Wanted, Qty>| all.get(key).copied().unwrap_or(Qty::ZERO);
        if is(&needed) != is(&planned) {
            let (planned, needed) = (is(&planned), is(&needed));
            found.push(Violation::WrongDemand { demand: key.0.clone(), planned, needed });
        }
    }
    pegs(facts, found);
}

/// Open lines, and safety stocks of items that anyone knows.
fn needs_of_lines(facts: &Facts<'_>) -> BTreeMap<Wanted, Qty> {
    let open = facts
        .shop
        .lines
        .iter()
        .map(|(key, line)| ((DemandKey::Line(key.clone()), 0), line.quantity.less(line.shipped)));
    let kept = facts
        .shop
        .items
        .iter()
        .map(|(code, item)| ((DemandKey::SafetyStock(code.clone()), 0), item.safety_stock));
    open.chain(kept).filter(|(_, quantity)| quantity.is_some()).collect()
}

/// Links of bills of materials that were cut because items contain each other, and really do.
fn cut_links(facts: &Facts<'_>) -> Vec<(Code, Code)> {
    let contains = |parent: &Code, component: &Code| {
        facts.shop.items.get(parent).is_some_and(|i| i.bom.iter().any(|b| b.component == *component))
    };
    let mut cut = Vec::new();
    for problem in &facts.plan.problems {
        let ProblemKind::BomCycle { path } = &problem.kind else { continue };
        if path.windows(2).all(|link| contains(&link[0], &link[1])) && path.first() == path.last() {
            cut.extend(path.windows(2).map(|link| (link[0].clone(), link[1].clone())));
        }
    }
    cut
}

/// Bill of materials that holds today.
fn bom<'f>(facts: &'f Facts<'_>, item: &Code) -> Vec<&'f BomLine> {
    let today = facts.shop.now.date(facts.shop.zone);
    let Some(item) = facts.shop.items.get(item).filter(|_| is_made(facts.shop, item)) else {
        return Vec::new();
    };
    let holds = |b: &&BomLine| {
        b.valid_from.is_none_or(|from| from <= today) && b.valid_to.is_none_or(|to| to >= today)
    };
    item.bom.iter().filter(holds).collect()
}

/// Components of one job: per piece started, less what was issued. What was issued went into the operations
/// in their order, those that have begun included.
fn needs_of_job(facts: &Facts<'_>, job: u32, cut: &[(Code, Code)], needed: &mut BTreeMap<Wanted, Qty>) {
    let node = &facts.net.jobs[job as usize];
    let parent = facts.item(node.item);
    let order = facts.order_of(job).map(|(_, order)| order);
    let steps = order.map_or_else(|| facts.steps(parent).to_vec(), |order| steps_of_order(facts, order));
    let mut issued = order.map_or_else(BTreeMap::new, |o| o.issued.clone());
    let mut lines = bom(facts, parent);
    lines.sort_by_key(|line| place_of(line, &steps));
    for line in lines {
        if cut.contains(&(parent.clone(), line.component.clone())) && !asked(facts, job, &line.component) {
            continue;
        }
        let whole = whole(facts, &line.component, node.started.times(line.per));
        let there = issued.entry(line.component.clone()).or_insert(Qty::ZERO);
        let (open, used) = (whole.less(*there), whole - whole.less(*there));
        *there = there.less(used);
        let Some(number) = steps.get(place_of(line, &steps)).map(|s| s.number) else { continue };
        let waiting = (node.first..node.first.saturating_add(node.count)).find(|&op| {
            let task = facts.tasks[op as usize].as_ref();
            facts.net.ops[op as usize].number == number
                && task.is_some_and(|t| !t.started && !t.running && !t.rework && t.back.is_none())
        });
        if waiting.is_some() && open.is_some() {
            let demand = component(facts.job_key(job), &line.component);
            *needed.entry((demand, number)).or_insert(Qty::ZERO) += open;
        }
    }
}

fn component(job: JobKey, item: &Code) -> DemandKey {
    DemandKey::Component { job, item: item.clone() }
}

/// Place of the step that needs a component: the one that it names, or the first.
fn place_of(line: &BomLine, steps: &[Step]) -> usize {
    line.operation.and_then(|number| steps.iter().position(|s| s.number == number)).unwrap_or(0)
}

/// Whether the plan asks for a component of a job.
fn asked(facts: &Facts<'_>, job: u32, item: &Code) -> bool {
    facts.net.demands.iter().any(|d| {
        facts.item(d.item) == item
            && matches!(d.owner, Owner::Op(op) if facts.net.ops[op as usize].job == job)
    })
}

/// Every demand is pegged in full, but for what a customer does without.
fn pegs(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    for (index, demand) in (0..).zip(&facts.net.demands) {
        let key = facts.net.demand_key(index);
        let pegs = facts.net.pegs_of(index);
        let pegged: Qty = pegs.iter().map(|p| p.quantity).sum();
        let mut needed = demand.quantity;
        if let DemandKey::Line(line) = &key {
            needed = needed.less(short(facts, line, found));
        }
        if pegged != needed || pegs.iter().any(|p| p.quantity < Qty::ZERO) {
            found.push(Violation::WrongPegs { demand: key.clone(), needed, pegged });
        }
        for peg in pegs {
            if facts.net.supplies[peg.supply as usize].item != demand.item {
                let supply = facts.net.supply_key(peg.supply);
                found.push(Violation::WrongItem { demand: key.clone(), supply });
            }
        }
    }
}

/// What a line goes without, by name; that must be within what its customer tolerates.
pub(super) fn short(facts: &Facts<'_>, key: &LineKey, found: &mut Vec<Violation>) -> Qty {
    let missing = |kind: &ProblemKind| match kind {
        ProblemKind::ClosedShort { line, missing } if line == key => parse(missing),
        _ => None,
    };
    let Some(missing) = facts.plan.problems.iter().find_map(|p| missing(&p.kind)) else { return Qty::ZERO };
    let line = &facts.shop.lines[key];
    let customer = facts.shop.customers.get(&line.customer);
    let tolerated = customer.and_then(|c| c.short_tolerance).map_or(Qty::ZERO, |t| line.quantity.scaled(t));
    if missing > tolerated {
        found.push(Violation::ShortBeyondTolerance { line: key.clone(), missing });
    }
    missing
}

/// A quantity as problems write it.
fn parse(text: &str) -> Option<Qty> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let millionths: i64 = format!("{fraction:0<6}").parse().ok()?;
    Some(Qty::from_millionths(whole.parse::<i64>().ok()? * 1_000_000 + millionths))
}
