//! Which supply serves a line, level by level, and where its operations run.

use holdfast_engine::model::{Code, LineKey, OpKey, Shop};
use holdfast_engine::network::{NONE, Network, SupplySource};
use holdfast_engine::plan::Plan;
use holdfast_engine::quantity::Qty;
use holdfast_engine::time::Instant;
use std::collections::BTreeSet;

/// A supply somewhere below a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// 0 for what serves the line itself, 1 for what goes into that, and so on.
    pub depth: usize,
    /// What it is.
    pub item: Code,
    /// How much of it serves the demand above.
    pub quantity: Qty,
    /// When it can be used.
    pub available: Instant,
    /// Where it comes from.
    pub from: From,
    /// It stands further up with all that goes into it.
    pub repeated: bool,
}

/// Where a supply comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// A stock lot.
    Stock(Code),
    /// A work order that exists.
    WorkOrder(Code),
    /// A work order that the plan proposes.
    Proposal,
    /// A purchase order line, and who delivers it.
    Purchase(String, Option<Code>),
    /// A purchase that the plan proposes.
    Order {
        /// Who would deliver it.
        supplier: Option<Code>,
        /// When it should be ordered at the latest.
        by: Instant,
    },
    /// The customer.
    Customer,
}

/// The supplies of a line, each followed by what goes into it.
pub fn branches(plan: &Plan, shop: &Shop, line: &LineKey) -> Vec<Branch> {
    let network = &plan.network;
    let Some(index) = network.line_index(line) else { return Vec::new() };
    let mut tree = Vec::new();
    let mut seen = BTreeSet::new();
    // A stack instead of recursion: bills of materials may be as deep as their owner likes.
    let mut open: Vec<(usize, u32)> = vec![(0, network.lines[index as usize].demand)];
    let mut pending: Vec<(usize, u32, Qty)> = Vec::new();
    loop {
        if let Some((depth, supply, quantity)) = pending.pop() {
            let repeated = !seen.insert(supply) && is_job(network, supply);
            tree.push(branch(plan, shop, depth, supply, quantity, repeated));
            if !repeated {
                let mut demands: Vec<_> = demands_of(network, supply).map(|d| (depth + 1, d)).collect();
                demands.reverse();
                push_pegs(network, &demands, &mut pending);
            }
        } else if let Some(demand) = open.pop() {
            push_pegs(network, &[demand], &mut pending);
        } else {
            return tree;
        }
    }
}

/// Puts what serves `demands` on the stack, last first.
fn push_pegs(network: &Network, demands: &[(usize, u32)], pending: &mut Vec<(usize, u32, Qty)>) {
    for &(depth, demand) in demands {
        let pegs = network.pegs_of(demand).iter().rev().filter(|peg| peg.quantity.is_some());
        pending.extend(pegs.map(|peg| (depth, peg.supply, peg.quantity)));
    }
}

fn is_job(network: &Network, supply: u32) -> bool {
    matches!(network.supplies[supply as usize].source, SupplySource::Job(_))
}

/// What goes into a supply: the components of its job's operations.
fn demands_of(network: &Network, supply: u32) -> impl Iterator<Item = u32> + '_ {
    let ops = match network.supplies[supply as usize].source {
        SupplySource::Job(job) => {
            let job = &network.jobs[job as usize];
            if job.count > 0 { job.first..job.first + job.count } else { 0..0 }
        }
        _ => 0..0,
    };
    ops.flat_map(move |op| network.components_of(op))
}

fn branch(plan: &Plan, shop: &Shop, depth: usize, supply: u32, quantity: Qty, repeated: bool) -> Branch {
    let network = &plan.network;
    let node = &network.supplies[supply as usize];
    let item = network.items[node.item as usize].clone();
    let from = match &node.source {
        SupplySource::Stock(lot) => From::Stock(lot.clone()),
        SupplySource::Job(job) => match &network.jobs[*job as usize].work_order {
            Some(number) => From::WorkOrder(number.clone()),
            None => From::Proposal,
        },
        SupplySource::Purchase(key) => {
            let supplier = shop.purchases.get(key).and_then(|purchase| purchase.supplier.clone());
            From::Purchase(key.to_string(), supplier)
        }
        SupplySource::Proposed { order_by, .. } => From::Order {
            supplier: shop.items.get(&item).and_then(|item| item.supplier.clone()),
            by: Instant(*order_by),
        },
        SupplySource::Customer { .. } => From::Customer,
    };
    Branch { depth, item, quantity, available: plan.available(supply), from, repeated }
}

/// A purchase that the plan proposes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// What to buy.
    pub item: Code,
    /// From whom.
    pub supplier: Option<Code>,
    /// How much.
    pub quantity: Qty,
    /// When to order at the latest, but not before `now`.
    pub order_by: Instant,
    /// When it can be used if it is ordered now.
    pub available: Instant,
    /// The lines that need it.
    pub lines: BTreeSet<LineKey>,
}

/// All purchases that the plan proposes, most urgent first.
pub fn proposals(plan: &Plan, shop: &Shop) -> Vec<Proposal> {
    let network = &plan.network;
    let mut lines = vec![BTreeSet::new(); network.supplies.len()];
    for peg in network.pegs.iter().filter(|peg| peg.quantity.is_some()) {
        let line = network.demands[peg.demand as usize].line;
        if line != NONE {
            lines[peg.supply as usize].insert(network.lines[line as usize].key.clone());
        }
    }
    let mut found = Vec::new();
    for (node, lines) in network.supplies.iter().zip(lines) {
        let SupplySource::Proposed { order_by, .. } = node.source else { continue };
        let item = network.items[node.item as usize].clone();
        found.push(Proposal {
            supplier: shop.items.get(&item).and_then(|item| item.supplier.clone()),
            item,
            quantity: node.quantity,
            order_by: Instant(order_by.max(network.now)),
            available: Instant(node.available),
            lines,
        });
    }
    found.sort_by(|a, b| (a.order_by, &a.item, a.available).cmp(&(b.order_by, &b.item, b.available)));
    found
}

/// An operation that runs elsewhere than its routing says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The operation.
    pub operation: OpKey,
    /// Where it usually runs.
    pub usual: Code,
    /// Where it runs in the plan.
    pub taken: Code,
    /// When that is decided: a machine there is free first. Until then it may still change.
    pub decided: Instant,
}

/// The operations below a line that run elsewhere than usual.
pub fn alternatives(plan: &Plan, line: &LineKey) -> Vec<Alternative> {
    let network = &plan.network;
    let Some(index) = network.line_index(line) else { return Vec::new() };
    let mut jobs = BTreeSet::new();
    let mut open = vec![network.lines[index as usize].demand];
    while let Some(demand) = open.pop() {
        for peg in network.pegs_of(demand).iter().filter(|peg| peg.quantity.is_some()) {
            if let SupplySource::Job(job) = network.supplies[peg.supply as usize].source
                && jobs.insert(job)
            {
                open.extend(demands_of(network, peg.supply));
            }
        }
    }
    let mut found = Vec::new();
    for job in jobs.into_iter().map(|job| &network.jobs[job as usize]).filter(|job| job.count > 0) {
        for op in job.first..job.first + job.count {
            let usual = network.ops[op as usize].center;
            let machine = plan.timeline.machine[op as usize];
            if usual == NONE || machine == NONE || network.machines[machine as usize].center == usual {
                continue;
            }
            let taken = network.machines[machine as usize].center;
            found.push(Alternative {
                operation: network.op_key(op),
                usual: network.centers[usual as usize].code.clone(),
                taken: network.centers[taken as usize].code.clone(),
                decided: Instant(plan.timeline.start[op as usize]),
            });
        }
    }
    found
}
