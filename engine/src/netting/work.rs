//! Jobs: the work orders that exist with what is left of them, and proposals; their operations, protected
//! starts and component demands.

use super::Netting;
use super::progress::Left;
use super::serves::Serves;
use super::templates::{BomStep, Step};
use crate::model::{Code, RunTime, Tier, WorkOrder};
use crate::network::{
    AlternateNode, Class, Demand, Flags, Job, Mode, NONE, OpNode, Owner, Supply, SupplySource, UnderWay,
};
use crate::problem::ProblemKind;
use crate::quantity::{Qty, Ratio, UNIT};
use crate::time::Instant;

/// Longest duration that is kept apart, in seconds; longer work ends beyond any horizon anyway.
pub(super) const LONGEST: i64 = (u32::MAX / 4) as i64;

/// What is left of a work order.
pub(super) struct Remaining<'a> {
    pub order: &'a WorkOrder,
    pub steps: Vec<Left>,
    /// Numbers of the whole routing, done or not, in its order.
    numbers: Vec<u32>,
}

impl Netting<'_> {
    /// Every open work order becomes a job whose output is a supply.
    pub(super) fn add_work_orders(&mut self) {
        let shop = self.shop;
        for (number, order) in shop.work_orders.iter().filter(|(_, order)| !order.closed) {
            let Some(item) = order.item.as_ref().and_then(|c| self.items.binary_search(c).ok()) else {
                self.holes.add(ProblemKind::WorkOrderWithoutItem { work_order: number.clone() });
                continue;
            };
            let item = item as u32;
            let steps = self.steps_of(item, order);
            let scrap: Qty = order.progress.values().map(|p| p.scrap).sum();
            let started = order.started.unwrap_or_else(|| self.raised(item, order.quantity));
            let numbers = steps.iter().map(|s| s.number).collect();
            let (left, lost) = self.left(number, order, started, &steps);
            let come = started.less(scrap).less(lost);
            let whole = if left.is_empty() { come } else { come.min(order.quantity.max(order.received)) };
            let output = whole.less(order.received);
            if output.is_zero() {
                continue;
            }
            let job = self.add_job(item, Some(number.clone()), started, output);
            let line = order.line.as_ref().and_then(|l| self.lines.binary_search_by(|n| n.key.cmp(l)).ok());
            if let Some(line) = line {
                self.linked.insert(self.jobs[job as usize].supply, line as u32);
                self.jobs[job as usize].line = line as u32;
            }
            self.jobs[job as usize].need = order.due.map_or(Instant::NEVER.0, |d| d.0);
            self.work.push(Remaining { order, steps: left, numbers });
        }
    }

    /// The steps of a work order: its own routing, or its item's.
    fn steps_of(&mut self, item: u32, order: &WorkOrder) -> Vec<Step> {
        if let Some(own) = order.routing.as_ref().filter(|own| !own.is_empty()) {
            let code = self.items[item as usize].clone();
            let mut steps = self.resolver.steps(item, &code, own, Ratio::ONE, &mut self.holes).0;
            steps.iter_mut().for_each(|s| s.source = (NONE, 0));
            return steps;
        }
        self.templates[item as usize].steps.clone()
    }

    /// So much must be started that `wanted` comes out at the item's learned yield.
    fn raised(&self, item: u32, wanted: Qty) -> Qty {
        let yield_ = self.templates[item as usize].yield_factor;
        self.whole(item, wanted.raised_by_yield(yield_))
    }

    /// Counted items come whole.
    fn whole(&self, item: u32, quantity: Qty) -> Qty {
        if self.templates[item as usize].counted { quantity.round_up_to(Qty::of(1)) } else { quantity }
    }

    /// A job without operations yet, and its output as a supply.
    fn add_job(&mut self, item: u32, work_order: Option<Code>, started: Qty, output: Qty) -> u32 {
        let job = self.jobs.len() as u32;
        let now = self.shop.now.0;
        let supply = self.add_supply(Supply {
            source: SupplySource::Job(job),
            item,
            quantity: output,
            restricted: false,
            free: output,
            available: now,
            received: now,
        });
        self.serves.push(Serves::NOBODY);
        self.jobs.push(Job {
            work_order,
            item,
            nth: 0,
            first: NONE,
            count: 0,
            started,
            output,
            line: NONE,
            need: Instant::NEVER.0,
            class: Class::Stock,
            weight: 1_000,
            grade: self.templates[item as usize].grade,
            supply,
        });
        job
    }

    /// A proposed work order for `quantity` good pieces, needed by the demand `first`.
    pub(super) fn propose_job(&mut self, item: u32, quantity: Qty, first: u32) -> u32 {
        let started = self.raised(item, quantity);
        let job = self.add_job(item, None, started, quantity);
        let demand = &self.demands[first as usize];
        let (line, need, class) = (demand.line, demand.need, demand.class);
        let node = &mut self.jobs[job as usize];
        (node.line, node.need, node.class) = (line, need, class);
        let count = self.proposals.get_mut(line as usize).unwrap_or(&mut self.stock_proposals);
        if count.0 != item {
            *count = (item, 0);
        }
        node.nth = count.1;
        count.1 += 1;
        self.supplies[node.supply as usize].available = need.max(self.shop.now.0);
        job
    }

    /// Makes the operations of a job whose need is known, and asks for its components.
    pub(super) fn explode(&mut self, job: u32) {
        let weight = self.weight_of(self.jobs[job as usize].line);
        let first = self.ops.len() as u32;
        self.jobs[job as usize].first = first;
        self.jobs[job as usize].weight = weight;
        let started = self.jobs[job as usize].started;
        if (job as usize) < self.work.len() {
            let left = std::mem::take(&mut self.work[job as usize].steps);
            for step in &left {
                self.add_left(job, step);
            }
        } else {
            let item = self.jobs[job as usize].item as usize;
            for step in &self.templates[item].steps {
                let node = op_node(step, job, started);
                push_op(&mut self.ops, &mut self.alternates, node, &step.alternates);
            }
        }
        self.close_job(job, first);
        self.ask_for_components(job);
    }

    fn add_left(&mut self, job: u32, left: &Left) {
        let mut node = op_node(&left.step, job, left.quantity);
        let inspection = node.flags.inspection;
        let (unbroken, whole) = (node.flags.unbroken, node.flags.whole);
        node.flags = Flags { inspection, unbroken, whole, ..left.flags };
        if left.flags.started {
            node.setup = 0;
        }
        // A running operation is never taken to be over: a tenth of it is still to come.
        let least = (i64::from(node.run) + 9) / 10;
        if node.flags.running {
            let op = self.ops.len() as u32;
            let elapsed = left.credit.clamp(0, LONGEST) as u32;
            self.under_way.push(UnderWay { op, run: node.run, elapsed });
        }
        if left.credit > 0 {
            node.run = (i64::from(node.run) - left.credit).max(least) as u32;
        }
        node.available = left.back.or(left.blocked).map_or(i64::MIN, |at| at.0);
        push_op(&mut self.ops, &mut self.alternates, node, &left.step.alternates);
        self.job_holes.extend(left.hole.map(|hole| (job, hole)));
        self.job_holes.extend(left.step.holes.iter().map(|&hole| (job, hole)));
    }

    pub(super) fn job_key(&self, job: u32) -> crate::model::JobKey {
        self.jobs[job as usize].key(&self.lines, self.items)
    }

    fn weight_of(&self, line: u32) -> u32 {
        self.lines.get(line as usize).map_or(Tier::B.weight(), |line| line.weight)
    }

    /// Components of operations that have not started; what was issued stays where it is.
    fn ask_for_components(&mut self, job: u32) {
        let node = &self.jobs[job as usize];
        let (item, first, count) = (node.item as usize, node.first, node.count);
        if count == 0 {
            return;
        }
        if (job as usize) < self.work.len() {
            return self.ask_for_rest(job);
        }
        for place in 0..self.templates[item].bom.len() {
            let component = self.templates[item].bom[place];
            let quantity = self.component_quantity(job, component);
            self.ask(job, first + component.step.min(count - 1), component.item, quantity);
        }
    }

    /// Components of a work order, less what was issued: that went into its operations in their order, into
    /// those that have begun too.
    fn ask_for_rest(&mut self, job: u32) {
        let node = &self.jobs[job as usize];
        let (first, count) = (node.first, node.count);
        let work = &self.work[job as usize];
        let numbers = &work.numbers;
        let place = |b: &BomStep| b.number.and_then(|n| numbers.iter().position(|&o| o == n)).unwrap_or(0);
        let mut bom: Vec<(usize, BomStep)> =
            self.templates[node.item as usize].bom.iter().map(|b| (place(b), *b)).collect();
        bom.sort_by_key(|&(place, _)| place);
        let bom: Vec<(Option<u32>, BomStep)> =
            bom.into_iter().map(|(place, b)| (numbers.get(place).copied(), b)).collect();
        let mut issued = work.order.issued.clone();
        for (number, component) in bom {
            let mut quantity = self.component_quantity(job, component);
            if let Some(there) = issued.get_mut(&self.items[component.item as usize]) {
                let used = quantity.min(*there);
                (quantity, *there) = (quantity - used, *there - used);
            }
            let waits = |flags: &Flags| !(flags.started || flags.running || flags.rework || flags.sent);
            let op = (first..first + count).find(|&o| Some(self.ops[o as usize].number) == number);
            if let Some(op) = op.filter(|&op| waits(&self.ops[op as usize].flags)) {
                self.ask(job, op, component.item, quantity);
            }
        }
    }

    fn component_quantity(&self, job: u32, component: BomStep) -> Qty {
        self.whole(component.item, self.jobs[job as usize].started.times(component.per))
    }

    /// A component demand of an operation, needed by its protected start.
    fn ask(&mut self, job: u32, op: u32, item: u32, quantity: Qty) {
        if quantity.is_zero() {
            return;
        }
        let (class, line) = (self.jobs[job as usize].class, self.jobs[job as usize].line);
        let demand = self.demands.len() as u32;
        let need = self.ops[op as usize].protected;
        self.demands.push(Demand { owner: Owner::Op(op), item, quantity, need, class, line });
        self.demands_of[item as usize].push(demand);
        self.components.push((op, demand));
    }
}

/// Appends an operation and its alternates.
fn push_op(
    ops: &mut Vec<OpNode>,
    alternates: &mut Vec<AlternateNode>,
    mut node: OpNode,
    list: &[(u32, Ratio)],
) {
    node.alternates = (alternates.len() as u32, list.len().min(255) as u8);
    for &(center, factor) in list.iter().take(255) {
        let run = factor.scale(i64::from(node.run)).min(LONGEST) as u32;
        alternates.push(AlternateNode { center, run, setup: node.setup });
    }
    ops.push(node);
}

/// The node of a step for `quantity` pieces, without its place in time.
fn op_node(step: &Step, job: u32, quantity: Qty) -> OpNode {
    OpNode {
        job,
        number: step.number,
        center: step.center,
        setup: step.setup.min(LONGEST) as u32,
        run: run_seconds(step, quantity),
        available: i64::MIN,
        protected: 0,
        tail: 0,
        band: 0,
        weight: 1_000,
        family: step.family,
        move_after: step.move_after,
        alternates: (0, 0),
        batch: match step.run {
            RunTime::Lot(_) => Qty::ZERO,
            _ if step.mode == Mode::Machine => step.transfer,
            _ => Qty::ZERO,
        },
        transfer: 0,
        last_batch: 0,
        sequence: 0,
        pending: 0,
        mode: step.mode,
        flags: Flags {
            unbroken: step.unbroken,
            inspection: step.inspection,
            // What must not be interrupted must not wait for pieces either.
            whole: step.unbroken || step.mode != Mode::Machine || matches!(step.run, RunTime::Lot(_)),
            ..Flags::default()
        },
        quantity,
        step: step.source,
    }
}

/// Run time of `quantity` at a step, in whole seconds.
pub(crate) fn run_seconds(step: &Step, quantity: Qty) -> u32 {
    let pieces = quantity.millionths();
    let millis = match step.run {
        RunTime::Piece(millis) => match pieces.checked_mul(millis) {
            Some(product) => product / UNIT,
            None => (i128::from(pieces) * i128::from(millis) / i128::from(UNIT))
                .min(i128::from(LONGEST) * 1_000) as i64,
        },
        RunTime::Lot(millis) => millis,
        RunTime::Load { size, millis } => {
            let size = size.millionths().max(1);
            let loads = (pieces + size - 1) / size;
            loads.saturating_mul(millis)
        }
    };
    let millis = step.factor.scale(millis.clamp(0, LONGEST * 1_000));
    ((millis + 999) / 1_000).min(LONGEST) as u32
}
