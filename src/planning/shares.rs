//! For whom a lot is that the plan proposes: where needs of several lines are made together, its name is the first
//! one's, and whoever asks about another line would read of somebody else's order.

use crate::text::Lang;
use crate::text::plan_labels::{Labels, fill};
use holdfast_engine::model::{JobKey, LineKey};
use holdfast_engine::network::{Job, Network, Owner, SupplySource};
use holdfast_engine::plan::Plan;
use holdfast_engine::quantity::Qty;
use std::collections::{BTreeMap, BTreeSet};

/// Lines that are named at most.
const NAMED: usize = 3;

/// How a proposed lot is called in the explanation of `line`, where it is not for that line alone.
pub(super) fn shared_lot(plan: &Plan, line: &LineKey, key: &JobKey, lang: Lang) -> Option<String> {
    let network = &plan.network;
    let JobKey::Proposed { line: Some(first), item, nth } = key else { return None };
    let (item, own, first_index) =
        (network.item_index(item)?, network.line_index(line)?, network.line_index(first)?);
    let is_it = |job: &Job| {
        job.work_order.is_none() && job.item == item && job.nth == *nth && job.line == first_index
    };
    let job = job_below(network, own, is_it)?;
    if first == line && !is_shared(network, job, first_index) {
        return None;
    }
    let shares = shares(network, job.supply);
    // What nobody else wants of it goes into stock.
    if first == line && shares.len() < 2 {
        return None;
    }
    let mut lines: Vec<(&LineKey, Qty)> = shares.iter().map(|(key, quantity)| (key, *quantity)).collect();
    lines.sort_by_key(|(key, _)| (*key != line, *key));
    let labels = Labels::of(lang);
    let told = |(key, quantity): &(&LineKey, Qty)| {
        let values = [("quantity", &*quantity.to_string()), ("line", &*key.to_string())];
        if quantity.is_some() { fill(labels.share, &values) } else { key.to_string() }
    };
    let mut parts: Vec<String> = lines.iter().take(NAMED).map(told).collect();
    if lines.len() > NAMED {
        parts.push(fill(labels.others, &[("count", &(lines.len() - NAMED).to_string())]));
    }
    let parts = parts.join(if lang == Lang::En { ", " } else { "，" });
    Some(fill(labels.shared, &[("item", &*network.items[item as usize]), ("shares", &parts)]))
}

/// The job below a line that is meant: a walk through what the line is made of, which is short, instead of one through
/// all jobs of the shop.
fn job_below(network: &Network, line: u32, is_it: impl Fn(&Job) -> bool) -> Option<&Job> {
    let (mut open, mut seen) = (vec![network.lines[line as usize].demand], BTreeSet::new());
    while let Some(demand) = open.pop() {
        for peg in network.pegs_of(demand).iter().filter(|peg| peg.quantity.is_some()) {
            let SupplySource::Job(index) = network.supplies[peg.supply as usize].source else { continue };
            let job = &network.jobs[index as usize];
            if is_it(job) {
                return Some(job);
            }
            if seen.insert(index) {
                open.extend((job.first..job.first + job.count).flat_map(|op| network.components_of(op)));
            }
        }
    }
    None
}

/// Whether a lot that bears a line's own name serves others beside it. What goes into that lot is called after the
/// line rightly, and is not looked at.
fn is_shared(network: &Network, job: &Job, line: u32) -> bool {
    let own = network.pegs_of(network.lines[line as usize].demand).iter();
    let share: Qty = own.filter(|peg| peg.supply == job.supply).map(|peg| peg.quantity).sum();
    share.is_some() && share < job.output
}

/// The lines that a supply serves, and how much of it goes to each; zero where it goes into something for them.
fn shares(network: &Network, supply: u32) -> BTreeMap<LineKey, Qty> {
    let mut shares: BTreeMap<LineKey, Qty> = BTreeMap::new();
    let (mut open, mut seen) = (vec![supply], BTreeSet::from([supply]));
    while let Some(from) = open.pop() {
        for peg in network.pegs.iter().filter(|peg| peg.supply == from && peg.quantity.is_some()) {
            match network.demands[peg.demand as usize].owner {
                Owner::Line(line) => {
                    let share = shares.entry(network.lines[line as usize].key.clone()).or_default();
                    if from == supply {
                        *share += peg.quantity;
                    }
                }
                Owner::Op(op) => {
                    let into = network.jobs[network.ops[op as usize].job as usize].supply;
                    if seen.insert(into) {
                        open.push(into);
                    }
                }
                Owner::SafetyStock => {}
            }
        }
    }
    shares
}
