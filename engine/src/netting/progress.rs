//! What was reported about a work order, and what that leaves to do at each step.

use super::Netting;
use super::templates::Step;
use crate::model::{Code, OperationStatus, Progress, WorkOrder};
use crate::network::{Flags, Mode};
use crate::problem::ProblemKind;
use crate::quantity::Qty;
use crate::time::{DAY, Instant};

/// A step with what is left to do at it.
pub(super) struct Left {
    pub step: Step,
    pub quantity: Qty,
    pub flags: Flags,
    /// Working seconds already done of what is left.
    pub credit: i64,
    /// For work that was sent out: when it is expected back.
    pub back: Option<Instant>,
    pub hole: Option<u32>,
    pub blocked: Option<Instant>,
}

impl Netting<'_> {
    /// What is left at each step: what can still come, less what went through, plus what was sent back.
    ///
    /// Reports on a later operation infer the earlier ones. Source: docs/engine.md, "Progress".
    pub(super) fn left(
        &mut self,
        number: &Code,
        order: &WorkOrder,
        started: Qty,
        steps: &[Step],
    ) -> (Vec<Left>, Qty) {
        let none = Progress::default();
        let reported = |s: &Step| order.progress.get(&s.number).unwrap_or(&none);
        let mut through = vec![Qty::ZERO; steps.len()];
        // What was received went through everything, whether or not anybody reported the operations.
        let (mut later, mut later_done) = (order.received, false);
        for (i, step) in steps.iter().enumerate().rev() {
            let progress = reported(step);
            // What was sent back had come this far, and is counted where it is done again.
            later = later.max(progress.good + progress.rework) + progress.scrap;
            later_done |= progress.status == OperationStatus::Done;
            through[i] = if later_done { started } else { later };
        }
        let mut left = Vec::new();
        let (mut arriving, mut all_lost) = (started, Qty::ZERO);
        for (i, step) in steps.iter().enumerate() {
            let progress = reported(step);
            let open = arriving.less(through[i]);
            let beyond = through.get(i + 1).copied().unwrap_or(order.received);
            let lost = lost_at(progress, arriving, beyond);
            if lost.is_some() && arriving.less(lost) < order.quantity {
                let operation = (number.clone(), step.number).into();
                self.holes.add(ProblemKind::PiecesMissing { operation, missing: lost.to_string() });
            }
            all_lost += lost;
            arriving = arriving.less(progress.scrap).less(lost);
            let rework = rework_at(steps, i, &reported);
            let quantity = open + rework;
            if quantity.is_some() {
                let rework = open.is_zero() && rework.is_some();
                let mut rest = self.left_of(number, step.clone(), progress, quantity, rework);
                rest.flags.started |= !rework && through[i].is_some();
                left.push(rest);
            }
        }
        (left, all_lost)
    }

    fn left_of(
        &mut self,
        number: &Code,
        step: Step,
        progress: &Progress,
        quantity: Qty,
        rework: bool,
    ) -> Left {
        let running = progress.status == OperationStatus::Running;
        let started = !rework && (running || progress.started_at.is_some() || progress.good.is_some());
        let outside = matches!(step.mode, Mode::Outside { .. });
        let mut left = Left {
            flags: Flags {
                running: running && step.mode == Mode::Machine,
                sent: running && outside,
                started,
                rework,
                ..Flags::default()
            },
            step,
            quantity,
            credit: 0,
            back: None,
            hole: None,
            blocked: None,
        };
        if running && outside {
            let (back, hole) = self.sent_back(number, &left.step, progress);
            (left.back, left.hole) = (Some(back), hole);
        } else if running {
            left.credit = self.worked_since(&mut left.step, progress);
        }
        if progress.status == OperationStatus::Blocked {
            let days = self.shop.settings.hold_days.quality;
            let operation = (number.clone(), left.step.number).into();
            left.hole = Some(self.holes.add(ProblemKind::Blocked { operation, days }));
            left.blocked = Some(self.working_days_after(self.shop.now, days));
        }
        left
    }

    /// When work that is out comes back: its purchase order's date, else the supplier's days since it left.
    fn sent_back(&mut self, number: &Code, step: &Step, progress: &Progress) -> (Instant, Option<u32>) {
        let shop = self.shop;
        let of_step = |outside: &Option<(Code, u32)>| {
            outside.as_ref().is_some_and(|(order, operation)| order == number && *operation == step.number)
        };
        let ordered = shop.purchases.iter().find(|(_, p)| of_step(&p.outside) && p.confirmed.is_some());
        if let Some((key, purchase)) = ordered {
            return self.expected(0, key, purchase);
        }
        let Mode::Outside { calendar, days, .. } = step.mode else { return (shop.now, None) };
        let left = progress.started_at.unwrap_or(shop.now);
        let back = self.lead_after(left, days, calendar);
        if back >= shop.now {
            return (back, None);
        }
        // Overdue as a receipt would be that nobody has a record of: half of the lateness so far, a day at least.
        let late = (shop.now - back + DAY - 1) / DAY;
        (shop.now + ((late + 1) / 2).max(1) * DAY, None)
    }

    /// Work done on a running operation since its last report, up to the usual reporting delay.
    fn worked_since(&mut self, step: &mut Step, progress: &Progress) -> i64 {
        let place = progress.work_center.as_ref().and_then(|c| {
            let found = self.resolver.centers.binary_search_by(|n| n.code.cmp(c)).ok()?;
            (self.resolver.centers[found].count > 0).then_some(found as u32)
        });
        if let (Some(center), Mode::Machine) = (place, step.mode) {
            step.center = center;
            step.alternates.clear();
        }
        let Some(since) = progress.last_report.or(progress.started_at) else { return 0 };
        let center = self.resolver.centers.get(step.center as usize);
        let calendar = match (step.mode, center) {
            (Mode::Flow { calendar }, _) => calendar,
            (_, Some(center)) => center.calendar,
            (_, None) => return 0,
        };
        let calendar = &self.calendars.list[calendar as usize];
        let worked = calendar.worked_at(self.shop.now).0 - calendar.worked_at(since).0;
        let delay = center.and_then(|c| self.shop.work_centers.get(&c.code)).map_or(0, |c| c.reporting_delay);
        if delay > 0 { worked.clamp(0, delay) } else { worked.max(0) }
    }
}

/// Pieces that reached an operation which is done, and are neither good nor scrap nor sent back; `beyond` went
/// through what follows. Nothing is lost where nobody counted.
fn lost_at(progress: &Progress, arriving: Qty, beyond: Qty) -> Qty {
    if progress.status != OperationStatus::Done || progress.good.is_zero() {
        return Qty::ZERO;
    }
    arriving.less(progress.scrap).less((progress.good + progress.rework).max(beyond))
}

/// Pieces that come back to step `i`: sent back at or after it to it or before it.
fn rework_at<'p>(steps: &[Step], i: usize, reported: &impl Fn(&Step) -> &'p Progress) -> Qty {
    let back = |from: &&Step| {
        let progress = reported(from);
        progress.rework.is_some() && progress.rework_to.unwrap_or(from.number) <= steps[i].number
    };
    steps[i..].iter().filter(back).map(|s| reported(s).rework).sum()
}
