//! The work orders that a plan proposes, at all levels of the bills of materials.
//!
//! Pure: what is proposed is what the plan made up to serve its demands. Whoever confirms a proposal names its
//! key, and the next plan has the work order in its place.

use super::outlook::{LineName, Outlook, amount, moment};
use crate::domain::value::{Amount, Moment};
use holdfast_engine::model::{JobKey, LineKey, Shop};
use holdfast_engine::network::{NONE, Network};
use holdfast_engine::plan::Plan;
use holdfast_engine::quantity::Qty;
use holdfast_engine::time::Instant;
use serde::Serialize;
use utoipa::ToSchema;

/// A work order that a plan proposes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedJob {
    /// Its key: the same from plan to plan while nothing changes what it is for.
    pub key: JobKey,
    /// How many good pieces are wanted.
    pub quantity: Qty,
    /// How many are started for that.
    pub started: Qty,
    /// The line at the root of what it is for.
    pub line: Option<LineKey>,
    /// The job that its output goes into, if it is not the line itself.
    pub parent: Option<JobKey>,
    /// When its first operation begins in the plan.
    pub start: Instant,
    /// When its output can be used.
    pub end: Instant,
    /// By when its output is needed.
    pub need: Instant,
    /// The latest instant to release it: as much later than its start as its end is before the need.
    pub release_by: Instant,
}

/// All work orders that a plan proposes, by key.
pub fn proposed_jobs(shop: &Shop, plan: &Plan) -> Vec<ProposedJob> {
    let network = &plan.network;
    let mut found: Vec<_> = (0..network.jobs.len() as u32)
        .filter(|&job| network.jobs[job as usize].work_order.is_none())
        .map(|job| proposed(shop, plan, job))
        .collect();
    found.sort_by(|a, b| a.key.cmp(&b.key));
    found
}

fn proposed(shop: &Shop, plan: &Plan, index: u32) -> ProposedJob {
    let network = &plan.network;
    let job = &network.jobs[index as usize];
    let end = plan.available(job.supply);
    let starts = (job.first..job.first + job.count).map(|op| plan.timeline.start[op as usize]);
    let start = starts.min().map_or(end, Instant).max(shop.now);
    let slack = if job.need >= Instant::NEVER.0 || !end.is_reached() { 0 } else { (job.need - end.0).max(0) };
    let release_by = if start.is_reached() { Instant(start.0 + slack) } else { start };
    ProposedJob {
        key: network.job_key(index),
        quantity: job.output,
        started: job.started,
        line: (job.line != NONE).then(|| network.lines[job.line as usize].key.clone()),
        parent: parent(network, index),
        start,
        end,
        need: Instant(job.need),
        release_by,
    }
}

/// The first job that waits for the output of another.
fn parent(network: &Network, job: u32) -> Option<JobKey> {
    let supply = network.jobs[job as usize].supply;
    let of_job = network.pegs.iter().filter(|peg| peg.supply == supply && peg.quantity.is_some());
    of_job.filter_map(|peg| network.demands.get(peg.demand as usize).map(|_| peg.demand)).find_map(|demand| {
        match network.demand_key(demand) {
            holdfast_engine::model::DemandKey::Component { job, .. } => Some(job),
            _ => None,
        }
    })
}

/// A proposed work order, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProposalView {
    /// What to confirm it by.
    pub key: String,
    /// What to make.
    pub item: String,
    /// How many good pieces are wanted.
    pub quantity: Amount,
    /// How many to start for that, by the yield.
    pub started_quantity: Amount,
    /// The line that it is for in the end; nothing where stock is filled up.
    pub line: Option<LineName>,
    /// The proposal or work order that its output goes into.
    pub parent: Option<String>,
    /// When its first operation begins in the plan.
    pub start: Option<Moment>,
    /// When its output can be used.
    pub end: Option<Moment>,
    /// By when its output is needed.
    pub need: Option<Moment>,
    /// When to release it at the latest.
    pub release_by: Option<Moment>,
}

impl Outlook {
    /// The work orders that this plan proposes, most urgent first.
    pub fn proposals(&self) -> Vec<ProposalView> {
        let mut jobs = proposed_jobs(&self.shop, &self.plan);
        jobs.sort_by(|a, b| (a.release_by, &a.key).cmp(&(b.release_by, &b.key)));
        jobs.into_iter().map(|job| self.proposal(&job)).collect()
    }

    fn proposal(&self, job: &ProposedJob) -> ProposalView {
        let item = match &job.key {
            JobKey::Proposed { item, .. } => item.to_string(),
            JobKey::WorkOrder(number) => number.to_string(),
        };
        ProposalView {
            key: job.key.to_string(),
            item,
            quantity: amount(job.quantity),
            started_quantity: amount(job.started),
            line: job.line.as_ref().map(|line| self.name(line)),
            parent: job.parent.as_ref().map(ToString::to_string),
            start: moment(job.start),
            end: moment(job.end),
            need: moment(job.need),
            release_by: moment(job.release_by),
        }
    }
}
