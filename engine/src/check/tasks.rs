//! What is left to do at each step of a job, from its order and what was reported.

use super::facts::Facts;
use super::steps::{Place, Step, routing};
use crate::model::{Code, OperationStatus, Progress, RunTime, WorkOrder};
use crate::quantity::{Qty, Ratio};
use crate::time::{DAY, Instant};

/// A step with what is left of it.
pub(super) struct Task {
    pub step: Step,
    /// Pieces left.
    pub pieces: Qty,
    /// Run seconds left at the first work centre.
    pub run: i64,
    /// Pieces that move on together; none if the lot moves as one.
    pub batch: Qty,
    /// On a machine now.
    pub running: bool,
    /// Begun before now: no setup, and its material is there.
    pub started: bool,
    /// Only pieces that were sent back: their material is in them.
    pub rework: bool,
    /// When what was sent out comes back.
    pub back: Option<Instant>,
    /// Until when it is blocked.
    pub blocked: Option<Instant>,
}

/// All steps of a work order, done or not.
pub(super) fn steps_of_order(facts: &Facts<'_>, order: &WorkOrder) -> Vec<Step> {
    match (order.routing.as_ref().filter(|own| !own.is_empty()), &order.item) {
        (Some(own), _) => routing(facts.shop, &facts.clocks, own, Ratio::ONE),
        (None, Some(item)) => facts.steps(item).to_vec(),
        (None, None) => Vec::new(),
    }
}

/// The tasks of a proposal for `pieces`.
pub(super) fn of_proposal(steps: &[Step], pieces: Qty) -> Vec<Task> {
    steps.iter().map(|step| Task::new(step, pieces)).collect()
}

/// The tasks that are left of a work order of which `started` pieces were started.
pub(super) fn of_order(facts: &Facts<'_>, number: &Code, order: &WorkOrder, started: Qty) -> Vec<Task> {
    let steps = steps_of_order(facts, order);
    let none = Progress::default();
    let reports: Vec<&Progress> =
        steps.iter().map(|s| order.progress.get(&s.number).unwrap_or(&none)).collect();
    let mut tasks = Vec::new();
    for (i, step) in steps.iter().enumerate() {
        let scrapped: Qty = reports[..i].iter().map(|r| r.scrap).sum();
        // What was received, or reported good or sent back further on, passed; scrap on the way came besides.
        let came = |far: Qty, r: &&Progress| far.max(r.good + r.rework) + r.scrap;
        let passed = reports[i..].iter().rev().fold(order.received, came);
        let over = reports[i..].iter().any(|r| r.status == OperationStatus::Done);
        let lost = lost_before(&reports, i, started, order.received);
        let open = if over { Qty::ZERO } else { started.less(scrapped).less(lost).less(passed) };
        let sent_back = |j: usize| {
            let to = reports[j].rework_to.unwrap_or(steps[j].number);
            if to <= step.number { reports[j].rework } else { Qty::ZERO }
        };
        // What was sent back had come this far, and is done again from where it goes back to.
        let again: Qty = (i..steps.len()).map(sent_back).sum();
        let pieces = open + again;
        if pieces.is_some() {
            let mut task = Task::new(step, pieces);
            task.rework = open.is_zero();
            task.report(facts, number, reports[i]);
            task.started |= !task.rework && passed.is_some();
            tasks.push(task);
        }
    }
    tasks
}

/// Pieces that vanished at done operations before `end`: counted neither good nor scrap nor sent back.
pub(super) fn lost_before(reports: &[&Progress], end: usize, started: Qty, received: Qty) -> Qty {
    let (mut came, mut lost) = (started, Qty::ZERO);
    for (i, report) in reports[..end].iter().enumerate() {
        came = came.less(report.scrap);
        let counted = report.status == OperationStatus::Done && report.good.is_some();
        let further = |far: Qty, r: &&Progress| far.max(r.good + r.rework) + r.scrap;
        let beyond = match reports[i + 1..].iter().any(|r| r.status == OperationStatus::Done) {
            true => started,
            false => reports[i + 1..].iter().rev().fold(received, further),
        };
        let gone = if counted { came.less((report.good + report.rework).max(beyond)) } else { Qty::ZERO };
        came = came.less(gone);
        lost += gone;
    }
    lost
}

impl Task {
    fn new(step: &Step, pieces: Qty) -> Task {
        let splits = matches!(step.place, Place::Center(_)) && !matches!(step.run, RunTime::Lot(_));
        let splits = splits && step.transfer.is_some() && step.transfer < pieces;
        Task {
            step: step.clone(),
            pieces,
            run: step.seconds(pieces),
            batch: if splits { step.transfer } else { Qty::ZERO },
            running: false,
            started: false,
            rework: false,
            back: None,
            blocked: None,
        }
    }

    /// Takes in what was reported on the step.
    fn report(&mut self, facts: &Facts<'_>, number: &Code, report: &Progress) {
        let running = report.status == OperationStatus::Running;
        let begun = running || report.started_at.is_some() || report.good.is_some();
        self.started = !self.rework && begun;
        if let (true, Place::Outside { supplier, days }) = (running, &self.step.place) {
            let left = report.started_at.unwrap_or(facts.shop.now);
            let usual = facts.clocks.supplier_days(supplier.as_ref(), left, *days);
            let order = facts.outside_purchase(number, self.step.number);
            let late = (facts.shop.now - usual + DAY - 1).div_euclid(DAY);
            let overdue = facts.shop.now + ((late + 1) / 2).max(1) * DAY;
            let usual = if usual >= facts.shop.now { usual } else { overdue };
            self.back = Some(order.unwrap_or(usual));
        } else if running {
            self.running = matches!(self.step.place, Place::Center(_));
            self.advance(facts, report);
        }
        if report.status == OperationStatus::Blocked {
            let days = facts.shop.settings.hold_days.quality;
            self.blocked = Some(facts.clocks.plant_days(facts.shop.now, days));
        }
    }

    /// Work done since the last report counts, up to the usual delay; a tenth is always still to come.
    fn advance(&mut self, facts: &Facts<'_>, report: &Progress) {
        let really = report.work_center.as_ref().filter(|c| facts.clocks.works(c));
        if let (Place::Center(center), Some(really)) = (&mut self.step.place, really) {
            *center = really.clone();
            self.step.alternates.clear();
        }
        let Some(since) = report.last_report.or(report.started_at) else { return };
        let now = facts.shop.now;
        let (worked, delay) = match &self.step.place {
            Place::Center(center) => {
                let delay = facts.shop.work_centers[center].reporting_delay;
                (facts.clocks.center_seconds(center, since, now), delay)
            }
            Place::Plant => (facts.clocks.plant().seconds(since, now), 0),
            _ => ((now - since).max(0), 0),
        };
        let worked = if delay > 0 { worked.min(delay) } else { worked };
        self.run = (self.run - worked).max((self.run + 9) / 10).min(self.run);
    }

    /// Run seconds at a work centre; nothing if it can't be done there.
    pub fn run_at(&self, center: &Code) -> Option<i64> {
        match &self.step.place {
            Place::Center(first) if first == center => Some(self.run),
            _ => {
                let other = self.step.alternates.iter().find(|(c, _)| c == center);
                other.map(|(_, factor)| factor.scale(self.run))
            }
        }
    }

    /// Setup seconds if the machine comes from something else.
    pub fn setup(&self) -> i64 {
        if self.started { 0 } else { self.step.setup }
    }

    /// Run seconds of so many of the pieces left.
    pub fn share(&self, run: i64, pieces: Qty) -> i64 {
        let all = i128::from(self.pieces.millionths().max(1));
        ((i128::from(run) * i128::from(pieces.millionths()) / all) as i64).min(run)
    }
}
