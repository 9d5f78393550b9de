//! What a work centre does next: what runs, then the operations in the order in which the plan takes them,
//! each ready or not and why.

use super::line::LineName;
use super::{AsOf, Outlook, amount, moment};
use crate::domain::value::{Amount, Day, Moment};
use crate::planning::story::operation_name;
use crate::text::Lang;
use crate::text::outlook as words;
use crate::text::plan;
use holdfast_engine::model::{HoldKind, JobKey, StockStatus};
use holdfast_engine::network::{NONE, SupplySource};
use holdfast_engine::time::Instant;
use serde::Serialize;
use utoipa::ToSchema;

/// The dispatch list of a work centre.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DispatchList {
    /// As of when.
    pub as_of: AsOf,
    /// The work centre.
    pub work_center: String,
    /// How many machines it has.
    pub machines: u32,
    /// What runs, then what follows, in order.
    pub items: Vec<DispatchRow>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// An operation on a dispatch list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DispatchRow {
    /// The work order, or what the plan proposes.
    pub work_order: String,
    /// Whether the plan only proposes it: there is no work order yet.
    pub proposed: bool,
    /// The operation's number.
    pub operation: String,
    /// What the shop calls it.
    pub name: Option<String>,
    /// What is made.
    pub item: String,
    /// What runs through the operation in all.
    pub quantity: Amount,
    /// Good pieces so far.
    pub good: Amount,
    /// Pieces still to do.
    pub left: Amount,
    /// Whether it runs now.
    pub running: bool,
    /// The machine of the work centre, from 1 on; nothing if it needs none.
    pub machine: Option<u32>,
    /// When it starts, as planned.
    pub start: Option<Moment>,
    /// When it ends, as planned.
    pub end: Option<Moment>,
    /// By which day the work order's output is needed.
    pub due: Option<Day>,
    /// The line that it is made for.
    pub line: Option<LineName>,
    /// Whether it could start now.
    pub ready: bool,
    /// Why not.
    pub waits_for: Vec<WaitsFor>,
    /// What comes after it.
    pub next: Option<NextOperation>,
}

/// The operation after another one of the same work order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NextOperation {
    /// Its number.
    pub operation: String,
    /// What the shop calls it.
    pub name: Option<String>,
    /// Where it runs; nothing if that is no work centre.
    pub work_centre: Option<String>,
}

/// What an operation waits for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
pub struct WaitsFor {
    /// `operation`, `material`, `inspection`, `customer` (a hold that the customer must lift), `hold` (another one) or
    /// `outside`.
    pub kind: String,
    /// In words.
    pub text: String,
    /// When that is expected to end.
    pub until: Option<Moment>,
}

impl Outlook {
    /// The dispatch list of a work centre; nothing if there is no such work centre.
    pub fn dispatch_list(&self, code: &str, from: usize, limit: usize, lang: Lang) -> Option<DispatchList> {
        let network = &self.plan.network;
        let center = network.centers.iter().find(|center| center.code.as_str() == code)?;
        let ops = self.ops_at(code);
        let end = from.saturating_add(limit);
        let next = (ops.len() > end).then(|| end.to_string());
        let page = ops.into_iter().skip(from).take(limit);
        Some(DispatchList {
            as_of: self.as_of(),
            work_center: code.to_owned(),
            machines: center.count,
            items: page.map(|op| self.dispatch_row(op, center.first, lang)).collect(),
            next,
        })
    }

    /// The rows of work orders on the dispatch list of a work centre of which `wanted` likes planned start and end. What the
    /// plan proposes is left out.
    pub fn work_at(
        &self,
        code: &str,
        wanted: impl Fn(Option<Moment>, Option<Moment>) -> bool,
        lang: Lang,
    ) -> Vec<DispatchRow> {
        let (network, timeline) = (&self.plan.network, &self.plan.timeline);
        let Some(center) = network.centers.iter().find(|center| center.code.as_str() == code) else {
            return Vec::new();
        };
        let mut ops = self.ops_at(code);
        let instant = |of: &[i64], op: u32| moment(Instant(of[op as usize]));
        ops.retain(|&op| {
            let job = &network.jobs[network.ops[op as usize].job as usize];
            job.work_order.is_some() && wanted(instant(&timeline.start, op), instant(&timeline.end, op))
        });
        ops.into_iter().map(|op| self.dispatch_row(op, center.first, lang)).collect()
    }

    /// The operations at a work centre in the order of its dispatch list.
    fn ops_at(&self, code: &str) -> Vec<u32> {
        let (network, timeline) = (&self.plan.network, &self.plan.timeline);
        let here = |op: &u32| self.plan.center_of(*op).is_some_and(|at| at.as_str() == code);
        let mut ops: Vec<u32> = (0..network.ops.len() as u32).filter(here).collect();
        let rank = |op: u32| {
            let at = op as usize;
            (!network.ops[at].flags.running, timeline.start[at], timeline.machine[at], op)
        };
        ops.sort_by_key(|&op| rank(op));
        ops
    }

    fn dispatch_row(&self, op: u32, first_machine: u32, lang: Lang) -> DispatchRow {
        let (network, timeline) = (&self.plan.network, &self.plan.timeline);
        let node = &network.ops[op as usize];
        let job = &network.jobs[node.job as usize];
        let key = network.op_key(op);
        let waits_for = if node.flags.running { Vec::new() } else { self.waits_for(op, lang) };
        let reported = match &key.job {
            JobKey::WorkOrder(number) => {
                self.shop.work_orders.get(number).and_then(|order| order.progress.get(&node.number))
            }
            JobKey::Proposed { .. } => None,
        };
        let machine = timeline.machine[op as usize];
        DispatchRow {
            work_order: plan::job(&key.job, lang),
            proposed: job.work_order.is_none(),
            operation: self.numbers.text_of(node.number),
            name: operation_name(&self.shop, &key).map(str::to_owned),
            item: network.items[job.item as usize].to_string(),
            quantity: amount(job.started),
            good: reported.map_or(Amount::ZERO, |progress| amount(progress.good)),
            left: amount(node.quantity),
            running: node.flags.running,
            machine: (machine != NONE).then(|| machine - first_machine + 1),
            start: moment(Instant(timeline.start[op as usize])),
            end: moment(Instant(timeline.end[op as usize])),
            due: self.day(Instant(job.need)),
            line: network.lines.get(job.line as usize).map(|line| self.name(&line.key)),
            ready: waits_for.is_empty(),
            waits_for,
            next: self.next_operation(op),
        }
    }

    fn next_operation(&self, op: u32) -> Option<NextOperation> {
        let ops = &self.plan.network.ops;
        let next = ops.get(op as usize + 1).filter(|next| next.job == ops[op as usize].job)?;
        let key = self.plan.network.op_key(op + 1);
        Some(NextOperation {
            operation: self.numbers.text_of(next.number),
            name: operation_name(&self.shop, &key).map(str::to_owned),
            work_centre: self.plan.center_of(op + 1).map(ToString::to_string),
        })
    }

    /// The row of an operation of a work order, wherever it runs; none if the plan has nothing left to do for it.
    pub fn dispatch_of(&self, work_order: &str, operation: &str, lang: Lang) -> Option<DispatchRow> {
        let op = self.operation_of(work_order, operation)?;
        let code = self.plan.center_of(op)?;
        let center = self.plan.network.centers.iter().find(|center| center.code == *code)?;
        Some(self.dispatch_row(op, center.first, lang))
    }

    /// Why an operation of a work order can't start now: nothing if it could, or runs; none if the plan has nothing left
    /// to do for it.
    pub fn why_not(&self, work_order: &str, operation: &str, lang: Lang) -> Option<Vec<WaitsFor>> {
        let op = self.operation_of(work_order, operation)?;
        let running = self.plan.network.ops[op as usize].flags.running;
        Some(if running { Vec::new() } else { self.waits_for(op, lang) })
    }

    /// An operation of a work order in the plan.
    fn operation_of(&self, work_order: &str, operation: &str) -> Option<u32> {
        let network = &self.plan.network;
        let is_it = |op: &u32| {
            let node = &network.ops[*op as usize];
            let order = network.jobs[node.job as usize].work_order.as_ref();
            order.is_some_and(|order| order.as_str() == work_order)
                && self.numbers.text_of(node.number) == operation
        };
        (0..network.ops.len() as u32).find(is_it)
    }

    /// Whether an operation could start now.
    pub(super) fn could_start(&self, op: u32) -> bool {
        // Most wait for the operation before: nothing needs to be said for that.
        !self.waits_for_operation(op) && self.waits_for(op, Lang::En).is_empty()
    }

    /// Whether the operation before it is in its way.
    fn waits_for_operation(&self, op: u32) -> bool {
        let ops = &self.plan.network.ops;
        if ops[op as usize].flags.first || op == 0 {
            return false;
        }
        let before = &ops[op as usize - 1];
        !(before.flags.running && before.transfer > 0)
    }

    /// Why an operation can't start now.
    fn waits_for(&self, op: u32, lang: Lang) -> Vec<WaitsFor> {
        let (network, timeline) = (&self.plan.network, &self.plan.timeline);
        let node = &network.ops[op as usize];
        let mut found = Vec::new();
        let mut add = |kind: &str, text: String, until: i64| {
            found.push(WaitsFor { kind: kind.to_owned(), text, until: moment(Instant(until)) });
        };
        if self.waits_for_operation(op) {
            let number = self.numbers.text_of(network.ops[op as usize - 1].number);
            add("operation", words::after_operation(&number, lang), timeline.end[op as usize - 1]);
        }
        for hold in network.holds.iter().filter(|hold| hold.ops.contains(&op)) {
            if let Some(known) = self.shop.holds.get(&hold.key) {
                let customers = known.milestone.is_some() || known.kind == HoldKind::Customer;
                let kind = if customers { "customer" } else { "hold" };
                add(kind, plan::hold(known, lang), hold.until);
            }
        }
        if node.flags.sent {
            add("outside", words::sent_out(lang), node.available);
        }
        for demand in network.components_of(op) {
            for peg in network.pegs_of(demand).iter().filter(|peg| peg.quantity.is_some()) {
                let at = self.plan.available(peg.supply);
                if at <= self.shop.now {
                    continue;
                }
                let supply = &network.supplies[peg.supply as usize];
                let kind = if self.in_inspection(&supply.source) { "inspection" } else { "material" };
                let item = &network.items[supply.item as usize];
                add(kind, plan::supply(&network.supply_key(peg.supply), item, lang), at.0);
            }
        }
        found.sort();
        found.dedup();
        found
    }

    fn in_inspection(&self, source: &SupplySource) -> bool {
        let SupplySource::Stock(lot) = source else { return false };
        self.shop.stock.get(lot).is_some_and(|stock| stock.status == StockStatus::Inspection)
    }
}
