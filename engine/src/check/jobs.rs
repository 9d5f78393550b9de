//! Which jobs there should be, how much they start and yield, and which operations are left of them.

use super::Violation;
use super::facts::Facts;
use super::steps::is_counted;
use super::tasks::{Task, lost_before, of_order, of_proposal, steps_of_order};
use crate::model::{Code, JobKey, Progress, WorkOrder};
use crate::quantity::{Qty, Ratio};
use std::collections::BTreeSet;

/// Holds the plan's jobs against the shop; gives what is left of each operation.
pub(super) fn check(facts: &Facts<'_>, found: &mut Vec<Violation>) -> Vec<Option<Task>> {
    let mut all: Vec<Option<Task>> = facts.net.ops.iter().map(|_| None).collect();
    let mut seen = BTreeSet::new();
    for (job, node) in (0..).zip(&facts.net.jobs) {
        let key = facts.job_key(job);
        let Some((started, output, tasks)) = expected(facts, job) else {
            found.push(Violation::WrongJob { job: key });
            continue;
        };
        if !seen.insert(key.clone()) {
            found.push(Violation::WrongJob { job: key });
            continue;
        }
        if (node.started, node.output) != (started, output) {
            let (started, output) = ((node.started, started), (node.output, output));
            found.push(Violation::WrongJobQuantity { job: key.clone(), started, output });
        }
        let range = node.first as usize..(node.first as usize).saturating_add(node.count as usize);
        let planned: Vec<u32> = facts.net.ops[range.clone()].iter().map(|o| o.number).collect();
        let left: Vec<u32> = tasks.iter().map(|t| t.step.number).collect();
        if planned != left {
            found.push(Violation::WrongOperations { job: key, planned, left });
            continue;
        }
        for (slot, task) in all[range].iter_mut().zip(tasks) {
            *slot = Some(task);
        }
    }
    for (number, order) in &facts.shop.work_orders {
        let job = JobKey::WorkOrder(number.clone());
        if !seen.contains(&job) && order_yields(facts, number, order).is_some_and(|(_, o, _)| o.is_some()) {
            found.push(Violation::WrongJob { job });
        }
    }
    all
}

/// What a job of the plan should start and yield, and what is left of it.
fn expected(facts: &Facts<'_>, job: u32) -> Option<(Qty, Qty, Vec<Task>)> {
    let node = &facts.net.jobs[job as usize];
    if node.work_order.is_some() {
        let (number, order) = facts.order_of(job)?;
        return order_yields(facts, number, order);
    }
    let item = facts.item(node.item);
    let started = raised(facts, item, node.output);
    Some((started, node.output, of_proposal(facts.steps(item), started)))
}

/// What a work order starts and still yields, and what is left of it; nothing if it yields nothing.
fn order_yields(facts: &Facts<'_>, number: &Code, order: &WorkOrder) -> Option<(Qty, Qty, Vec<Task>)> {
    let item = order.item.as_ref().filter(|_| !order.closed)?;
    let started = order.started.unwrap_or_else(|| raised(facts, item, order.quantity));
    let tasks = of_order(facts, number, order, started);
    let scrap: Qty = steps_of_order(facts, order)
        .iter()
        .filter_map(|s| order.progress.get(&s.number))
        .map(|p| p.scrap)
        .sum();
    let none = Progress::default();
    let steps = steps_of_order(facts, order);
    let reports: Vec<&Progress> =
        steps.iter().map(|s| order.progress.get(&s.number).unwrap_or(&none)).collect();
    let lost = lost_before(&reports, reports.len(), started, order.received);
    let good = started.less(scrap).less(lost);
    // What is finished counts as it came out; until then no more than was wanted is counted on.
    let yields = if tasks.is_empty() { good } else { good.min(order.quantity.max(order.received)) };
    Some((started, yields.less(order.received), tasks))
}

/// So much is started that `wanted` comes out.
pub(super) fn raised(facts: &Facts<'_>, item: &Code, wanted: Qty) -> Qty {
    let yields = facts.shop.items.get(item).map_or(Ratio::ONE, |i| i.yield_factor);
    whole(facts, item, wanted.raised_by_yield(yields))
}

/// Counted items come whole.
pub(super) fn whole(facts: &Facts<'_>, item: &Code, quantity: Qty) -> Qty {
    if is_counted(facts.shop, item) { quantity.round_up_to(Qty::of(1)) } else { quantity }
}
