//! The walk back from the ship date: from line to supply to operation to whatever came last before it.

use super::{Cause, Explanation, Kind, Segment};
use crate::model::{JobKey, OpKey, Shop, StockStatus};
use crate::network::{Mode, NONE, OpNode, SupplySource};
use crate::plan::Plan;
use crate::time::{Instant, WorkSeconds};

/// Where the walk stands: what explains the time before the cursor.
enum Place {
    /// The work of an operation.
    Op(u32),
    /// The wait for a supply.
    Supply(u32),
    /// The wait for a hold, and the operation that it keeps from starting.
    Hold(u32, Option<u32>),
    /// Before `now`, when this operation had not started.
    Past(Option<u32>),
}

/// A walk in progress. Segments are found last to first.
pub(super) struct Walk<'a> {
    pub(super) plan: &'a Plan,
    shop: &'a Shop,
    line: u32,
    from: i64,
    pub(super) cursor: i64,
    segments: Vec<Segment>,
    pub(super) machines: &'a [Vec<u32>],
}

impl<'a> Walk<'a> {
    pub(super) fn new(plan: &'a Plan, shop: &'a Shop, line: u32) -> Walk<'a> {
        let date = &plan.lines[line as usize];
        let ordered = shop.lines.get(&date.key).and_then(|l| l.ordered_at);
        let now = plan.network.now;
        Walk {
            plan,
            shop,
            line,
            from: ordered.map_or(now, |at| at.0.min(now)),
            cursor: date.ship.0,
            segments: Vec::new(),
            machines: plan.by_machine(),
        }
    }

    pub(super) fn explain(mut self) -> Explanation {
        let date = &self.plan.lines[self.line as usize];
        let to = date.ship;
        self.push(Kind::Dispatch, date.released.0, Cause::Window);
        let (mut place, waits_for) = self.last_wait();
        // Every step goes to an earlier instant or to a supplier of the one before: it ends.
        let mut steps = 0;
        while self.cursor > self.from && steps < 100_000 {
            place = match place {
                Place::Op(op) => self.operation(op),
                Place::Supply(supply) => self.supply(supply),
                Place::Hold(hold, op) => self.hold(hold, op),
                Place::Past(op) => self.past(op),
            };
            steps += 1;
        }
        self.segments.reverse();
        Explanation {
            line: date.key.clone(),
            from: Instant(self.from),
            to,
            segments: self.segments,
            waits_for,
        }
    }

    /// Adds the stretch from `from` to the cursor, cut off where the order was entered.
    pub(super) fn push(&mut self, kind: Kind, from: i64, cause: Cause) {
        let from = from.clamp(self.from, self.cursor);
        if from == self.cursor {
            return;
        }
        let to = Instant(self.cursor);
        self.cursor = from;
        match self.segments.last_mut() {
            Some(last) if last.kind == kind && last.cause == cause => last.from = Instant(from),
            _ => self.segments.push(Segment { kind, from: Instant(from), to, cause }),
        }
    }

    /// What the release of the line waited for last: a hold, another line of the order, or its own supply.
    fn last_wait(&self) -> (Place, Option<crate::model::LineKey>) {
        let network = &self.plan.network;
        let own = &self.plan.lines[self.line as usize];
        let held = |line: u32| {
            let hold = network.lines[line as usize].dispatch_hold;
            let until = network.holds.get(hold as usize)?.until;
            (until >= own.released.0).then_some(Place::Hold(hold, None))
        };
        if own.ready == own.released {
            return (self.last_supply(self.line), None);
        }
        if let Some(hold) = held(self.line) {
            return (hold, None);
        }
        let order = &own.key.order;
        let others = (0..network.lines.len() as u32)
            .filter(|&l| l != self.line && network.lines[l as usize].key.order == *order);
        let complete = |l: u32| {
            self.shop.lines.get(&network.lines[l as usize].key).is_some_and(|sold| sold.ship_complete)
        };
        for other in others.filter(|&l| complete(l)) {
            let key = || Some(network.lines[other as usize].key.clone());
            if let Some(hold) = held(other) {
                return (hold, key());
            }
            if self.plan.lines[other as usize].ready == own.released {
                return (self.last_supply(other), key());
            }
        }
        (self.last_supply(self.line), None)
    }

    /// The supply of a line that comes last.
    fn last_supply(&self, line: u32) -> Place {
        let demand = self.plan.network.lines[line as usize].demand;
        let pegs = self.plan.network.pegs_of(demand).iter().filter(|p| p.quantity.is_some());
        let last = pegs.max_by_key(|p| (self.plan.available(p.supply), std::cmp::Reverse(p.supply)));
        last.map_or(Place::Past(None), |p| Place::Supply(p.supply))
    }

    /// The wait for a supply, from its end at the cursor back.
    fn supply(&mut self, supply: u32) -> Place {
        let network = &self.plan.network;
        let node = &network.supplies[supply as usize];
        let cause = Cause::Supply(network.supply_key(supply), network.items[node.item as usize].clone());
        if let SupplySource::Job(job) = node.source {
            let job = &network.jobs[job as usize];
            if job.count > 0 {
                return Place::Op(job.first + job.count - 1);
            }
            return Place::Past(None);
        }
        let now = network.now;
        if node.available <= now {
            return Place::Past(None);
        }
        let blocked = match &node.source {
            SupplySource::Stock(lot) => {
                self.shop.stock.get(lot).is_some_and(|s| s.status == StockStatus::Blocked)
            }
            _ => false,
        };
        let waits_for = if blocked { Kind::Hold } else { Kind::Inspection };
        self.push(waits_for, node.received, cause.clone());
        let (kind, since) = match &node.source {
            SupplySource::Purchase(key) => {
                (Kind::Material, self.shop.purchases.get(key).and_then(|p| p.ordered_at))
            }
            SupplySource::Customer { .. } => (Kind::Customer, None),
            _ => (Kind::Material, None),
        };
        self.push(kind, since.map_or(now, |at| at.0.min(now)), cause);
        Place::Past(None)
    }

    /// The wait for a hold, from now on: nobody says since when it stands.
    fn hold(&mut self, hold: u32, op: Option<u32>) -> Place {
        let node = &self.plan.network.holds[hold as usize];
        let kind = match node.kind {
            kind if kind.is_customers() => Kind::Customer,
            _ => Kind::Hold,
        };
        let now = self.plan.network.now;
        self.push(kind, now, Cause::HeldBy(node.key.clone()));
        Place::Past(op)
    }

    /// The work of an operation up to the cursor, its wait in the queue, and what it waited for before.
    fn operation(&mut self, op: u32) -> Place {
        let node = &self.plan.network.ops[op as usize];
        let t = &self.plan.timeline;
        let (start, ready) = (t.start[op as usize], t.ready[op as usize]);
        if let Some(fed) = self.last_batch_at(op, node) {
            self.work(op, node, fed);
            let cause = Cause::Operation(self.op_key(op), self.plan.center_of(op).cloned());
            self.push(Kind::Move, t.end[op as usize - 1], cause);
            return Place::Op(op - 1);
        }
        self.work(op, node, start);
        if node.flags.running && start <= self.plan.network.now || node.flags.sent {
            return Place::Past(Some(op));
        }
        self.queue(op, ready.min(start));
        self.before(op, node, ready)
    }

    /// When the last pieces came from the operation before, if the operation had to wait for them.
    fn last_batch_at(&self, op: u32, node: &OpNode) -> Option<i64> {
        let t = &self.plan.timeline;
        let i = op as usize;
        let machine = self.plan.network.machines.get(t.machine[i] as usize)?;
        let run = self.plan.network.times_at(node, machine.center).1;
        let (from, to) = t.worked[i];
        if node.flags.first || t.assumed[i] || to - from <= t.setup[i] + run {
            return None;
        }
        let fed = t.end[i - 1] + i64::from(self.plan.network.move_into(op));
        (t.start[i] < fed && fed < self.cursor).then_some(fed)
    }

    /// Setup and run of an operation from `start` on, apart from the hours when its work centre was closed.
    fn work(&mut self, op: u32, node: &OpNode, start: i64) {
        let t = &self.plan.timeline;
        let i = op as usize;
        let key = self.plan.network.op_key(op);
        let center = self.plan.center_of(op).cloned();
        let cause = Cause::Operation(key.clone(), center.clone());
        let kind = match (node.mode, node.flags.rework, node.flags.inspection) {
            (Mode::Outside { .. }, ..) => Kind::Outside,
            (_, true, _) => Kind::Rework,
            (_, _, true) => Kind::Inspection,
            _ => Kind::Processing,
        };
        let calendar = match (t.machine[i], node.mode) {
            (NONE, Mode::Flow { calendar }) => calendar,
            (NONE, _) => return self.push(kind, start, cause),
            (machine, _) => self.plan.network.machines[machine as usize].calendar,
        };
        let calendar = &self.plan.network.calendars.list[calendar as usize];
        let from = calendar.worked_at(Instant(t.start[i]));
        let setup = WorkSeconds(i64::from(t.setup[i]));
        let set_up =
            calendar.end_at(from + setup).filter(|_| setup.0 > 0).map_or(start, |at| at.0.max(start));
        let intervals: Vec<_> = calendar.intervals_between(Instant(start), Instant(self.cursor)).collect();
        for (open, close) in intervals.into_iter().rev() {
            let closed = center.clone().map_or(cause.clone(), |c| Cause::Closed(key.clone(), c));
            self.push(Kind::Closed, close.0, closed);
            if open.0 < set_up {
                self.push(kind, set_up.max(open.0), cause.clone());
                self.push(Kind::Setup, open.0, cause.clone());
            } else {
                self.push(kind, open.0, cause.clone());
            }
        }
        self.push(kind, start, cause);
    }

    /// What made an operation ready when it was: what was before it, a supply, a hold, or nothing but `now`.
    fn before(&mut self, op: u32, node: &OpNode, ready: i64) -> Place {
        if ready <= self.plan.network.now {
            return Place::Past(Some(op));
        }
        if let Some(place) = self.predecessor(op, node, ready) {
            return place;
        }
        let network = &self.plan.network;
        for demand in network.components_of(op) {
            for peg in network.pegs_of(demand).iter().filter(|p| p.quantity.is_some()) {
                if self.plan.available(peg.supply).0 == ready {
                    return Place::Supply(peg.supply);
                }
            }
        }
        let holds = network.holds.iter().position(|h| h.until == ready && h.ops.contains(&op));
        if let Some(hold) = holds {
            return Place::Hold(hold as u32, Some(op));
        }
        // Blocked by report: the wait belongs to the operation itself.
        let key = network.op_key(op);
        self.push(Kind::Hold, network.now, Cause::Operation(key, self.plan.center_of(op).cloned()));
        Place::Past(Some(op))
    }

    /// The operation before, if its end or its first batch is what was waited for.
    fn predecessor(&mut self, op: u32, node: &OpNode, ready: i64) -> Option<Place> {
        if node.flags.first {
            return None;
        }
        let before = op - 1;
        let i = before as usize;
        let moved = i64::from(self.plan.network.move_into(op));
        let passed = ready - moved;
        let t = &self.plan.timeline;
        let batch = self.plan.network.ops[i].transfer > 0;
        let by_batch = batch && t.start[i] < passed && passed <= t.end[i];
        if t.end[i] != passed && !by_batch {
            return None;
        }
        // A batch that passes at once still takes a second; a supply at the same instant explains better.
        let cause = Cause::Operation(self.op_key(op), self.plan.center_of(op).cloned());
        self.push(Kind::Move, passed, cause);
        Some(Place::Op(before))
    }

    fn op_key(&self, op: u32) -> OpKey {
        self.plan.network.op_key(op)
    }

    /// What is known of the time before `now`: when this and earlier operations of the work order ran, as
    /// reported, and nothing before that.
    fn past(&mut self, op: Option<u32>) -> Place {
        if let Some(op) = op {
            let key = self.op_key(op);
            let (started, _) = self.reported(&key);
            if let Some(started) = started.filter(|&at| at < self.cursor) {
                let node = &self.plan.network.ops[op as usize];
                let kind = match node.mode {
                    Mode::Outside { .. } => Kind::Outside,
                    _ if node.flags.rework => Kind::Rework,
                    _ if node.flags.inspection => Kind::Inspection,
                    _ => Kind::Processing,
                };
                self.worked(op, kind, started);
            }
            self.earlier(&key);
        }
        self.push(Kind::Queue, self.from, Cause::NotStarted);
        Place::Past(None)
    }

    /// Work of an operation that began before `now`, apart from the hours when its work centre was closed.
    fn worked(&mut self, op: u32, kind: Kind, started: i64) {
        let network = &self.plan.network;
        let key = self.op_key(op);
        let center = self.plan.center_of(op).cloned();
        let cause = Cause::Operation(key.clone(), center.clone());
        let place = network.centers.get(network.ops[op as usize].center as usize);
        if let (Some(place), Some(center)) = (place, center) {
            let calendar = &network.calendars.list[place.calendar as usize];
            let opens: Vec<_> = calendar.intervals_between(Instant(started), Instant(self.cursor)).collect();
            for (open, close) in opens.into_iter().rev() {
                self.push(Kind::Closed, close.0, Cause::Closed(key.clone(), center.clone()));
                self.push(kind, open.0, cause.clone());
            }
        }
        self.push(kind, started, cause);
    }

    /// Operations of the same work order that ran before `key`, last first, with the waits between them.
    fn earlier(&mut self, key: &OpKey) {
        let JobKey::WorkOrder(number) = &key.job else { return };
        let Some(order) = self.shop.work_orders.get(number) else { return };
        let mut next = key.clone();
        for (&operation, _) in order.progress.range(..key.operation).rev() {
            let done = OpKey { job: key.job.clone(), operation };
            let (Some(started), Some(finished)) = self.reported(&done) else { continue };
            if started <= finished && finished <= self.cursor {
                self.push(Kind::Queue, finished, Cause::Operation(next, None));
                self.push(Kind::Processing, started, Cause::Operation(done.clone(), None));
                next = done;
            }
        }
    }

    /// When an operation started and finished, as reported.
    fn reported(&self, key: &OpKey) -> (Option<i64>, Option<i64>) {
        let JobKey::WorkOrder(number) = &key.job else { return (None, None) };
        let order = self.shop.work_orders.get(number);
        let progress = order.and_then(|o| o.progress.get(&key.operation));
        let at = |of: fn(&crate::model::Progress) -> Option<Instant>| Some(of(progress?)?.0);
        (at(|p| p.started_at), at(|p| p.finished_at))
    }
}
