//! Starting operations: on machines, in flowing time, at suppliers.

use super::{FINISH, MachineState, Play, Ran, Run};
use crate::network::{NONE, Network, OpNode};
use crate::time::{DAY, Instant, WorkSeconds};
use chrono::Datelike;

impl Network {
    /// Clock seconds of the move into an operation: none if the step before surely ran at the same place.
    pub fn move_into(&self, op: u32) -> u32 {
        let node = &self.ops[op as usize];
        if node.flags.first {
            return 0;
        }
        let before = &self.ops[op as usize - 1];
        let stays = before.center == node.center && node.center != NONE;
        let certain = before.alternates.1 == 0 && node.alternates.1 == 0;
        if stays && certain { 0 } else { before.move_after }
    }

    /// Setup and run seconds of an operation at a work centre.
    pub fn times_at(&self, node: &OpNode, center: u32) -> (u32, u32) {
        if center == node.center {
            return (node.setup, node.run);
        }
        let (first, count) = node.alternates;
        let all = &self.alternates[first as usize..first as usize + usize::from(count)];
        all.iter().find(|a| a.center == center).map_or((node.setup, node.run), |a| (a.setup, a.run))
    }
}

impl Play<'_> {
    /// Setup and run seconds of `op` at `center` in this future.
    pub(super) fn times(&self, op: u32, center: u32) -> (i64, i64) {
        let step = self.op(op);
        let (setup, run) = match center == step.center {
            true => (step.setup, step.run),
            false => self.net.times_at(&self.net.ops[op as usize], center),
        };
        match self.factors.time.get(op as usize) {
            None => (i64::from(setup), i64::from(run)),
            Some(&factor) => {
                let scaled = |seconds: u32, factor: f64| (f64::from(seconds) * factor) as i64;
                let factor = f64::from(factor);
                (scaled(setup, factor), scaled(run, factor * self.share(op)))
            }
        }
    }

    /// Work that runs at `now` stays on a machine of its work centre, as far as there are machines.
    ///
    /// It stays only while what comes before it is through or runs too: it can't end before the last pieces
    /// have come, and must not hold a machine that they may need. Else it goes on as soon as they are there.
    pub(super) fn start_running(&mut self) {
        let (net, steps, now) = (self.net, self.steps, self.net.now);
        for op in (0..steps.len() as u32).filter(|&op| steps[op as usize].flags.running) {
            let step = &steps[op as usize];
            if !step.flags.first && self.t.ops[op as usize - 1].start != now {
                continue;
            }
            self.s.pending[op as usize] = 0;
            self.t.ops[op as usize].ready = now;
            let center = step.center;
            let node = &net.centers[center as usize];
            // What runs is not on a machine that is down.
            let free = (node.first..node.first + node.count)
                .filter(|&machine| !self.s.machines[machine as usize].busy)
                .min_by_key(|&machine| (self.would_run(op, machine, center, now).1, machine));
            match free {
                Some(machine) => {
                    self.s.machines[machine as usize].credit = 0;
                    if step.next_runs {
                        self.s.pending[op as usize + 1] = 0;
                    }
                    self.start(op, machine, now);
                }
                None => self.join(op, now),
            }
        }
    }

    /// Starts `op` on `machine` at `t`.
    pub(super) fn start(&mut self, op: u32, machine: u32, t: i64) {
        let net = self.net;
        let place = net.machines[machine as usize];
        let step = &self.steps[op as usize];
        let (family, transfer, last) = (step.family, step.transfer, step.flags.last);
        let (mut setup, mut run) = self.times(op, place.center);
        let state = self.s.machines[machine as usize];
        if family != 0 && state.family == family {
            setup = 0;
        }
        if state.credit > 0 && t == net.now && step.is_listed {
            // Silence is not idleness: the list is taken to have been worked on since the last report.
            let done = state.credit.min((setup + run) * 9 / 10);
            let of_setup = done.min(setup);
            setup -= of_setup;
            run -= done - of_setup;
            if done > 0 {
                self.t.assumed.push(op);
            }
        }
        let calendar = &net.calendars.list[place.calendar as usize];
        let from = calendar.worked_at(Instant(t)).0;
        let to = from + setup + run;
        let mut end = match setup + run {
            0 => t,
            _ => calendar.end_at(WorkSeconds(to)).unwrap_or(Instant::NEVER).0,
        };
        let (fed, last_batch) = if step.is_fed { self.s.fed[op as usize] } else { (i64::MIN, 0) };
        let mut to = to;
        if fed > i64::MIN {
            let through = calendar.finish(Instant(fed), WorkSeconds(i64::from(last_batch)));
            end = through.unwrap_or(Instant::NEVER).0.max(end);
            to = calendar.worked_at(Instant(end)).0;
        }
        let ran = &mut self.t.ops[op as usize];
        let (worked, setup) = ((from as u32, to as u32), setup as u32);
        let ready = ran.ready;
        *ran = Ran { ready, start: t, end, worked, machine, setup };
        self.t.runs.push(Run { op, machine, ready, start: t, worked });
        self.t.order.push(op);
        self.s.machines[machine as usize] = MachineState { busy: true, family, credit: 0, until: end };
        self.event(end, FINISH, op);
        if transfer > 0 && !last {
            let passed = calendar.end_at(WorkSeconds(from + i64::from(setup) + i64::from(transfer).min(run)));
            self.pass_batch(op, passed.unwrap_or(Instant::NEVER).0, end, t);
        } else if step.next_runs {
            self.feed(op, end, self.rest_of_lot(op));
        } else if self.wait > 0 && !last {
            self.announce(op + 1, end + i64::from(step.moves_on));
        }
    }

    /// The next operation may start when a first batch has passed, and can't end before the last one has.
    fn pass_batch(&mut self, op: u32, passed: i64, end: i64, t: i64) {
        let next = op + 1;
        self.feed(op, end, self.net.ops[next as usize].last_batch);
        if passed < Instant::NEVER.0 {
            let moved = i64::from(self.op(op).moves_on);
            self.arrive(next, (passed + moved).max(t + 1), t);
        }
    }

    /// The next operation gets the last pieces at `end`, and needs so many run seconds for them.
    fn feed(&mut self, op: u32, end: i64, last_batch: u32) {
        let next = op + 1;
        if end < Instant::NEVER.0 {
            self.s.fed[next as usize] = (end + i64::from(self.op(op).moves_on), last_batch);
        }
    }

    /// Run seconds of the next operation for all that this one still has. Where both run at once and nobody
    /// said in which batches pieces move on, the rest comes together.
    fn rest_of_lot(&self, op: u32) -> u32 {
        let (node, next) = (&self.net.ops[op as usize], &self.net.ops[op as usize + 1]);
        let all = next.quantity.millionths().max(1);
        let here = node.quantity.millionths().min(all);
        (i128::from(next.run) * i128::from(here) / i128::from(all)) as u32
    }

    /// Work on a calendar without a machine; curing and cooling run on the one that never closes.
    pub(super) fn flow(&mut self, op: u32, calendar: u32, t: i64) {
        let (setup, run) = {
            let node = self.op(op);
            let factor = f64::from(self.factors.time.get(op as usize).copied().unwrap_or(1.0));
            (0, (f64::from(node.setup + node.run) * factor) as i64)
        };
        let calendar = &self.net.calendars.list[calendar as usize];
        let start = if run == 0 { Some(Instant(t)) } else { calendar.next_open(Instant(t)) };
        let start = start.unwrap_or(Instant::NEVER);
        let end = calendar.finish(start, WorkSeconds(setup + run)).unwrap_or(Instant::NEVER);
        self.without_machine(op, start, end);
    }

    /// Work for a supplier leaves on the next send-out day and takes the supplier's days.
    pub(super) fn send_out(&mut self, op: u32, calendar: u32, days: u32, sends: u8, t: i64) {
        if self.op(op).flags.sent && !self.is_repeated(op) {
            let back = self.s.ready_at[op as usize].max(self.net.now);
            self.without_machine(op, Instant(self.net.now), Instant(back));
            return;
        }
        let leaves = self.net.send_out_after(Instant(t), sends);
        let factor = self.factors.time.get(op as usize).copied();
        let back = if calendar == NONE {
            leaves + i64::from(days) * DAY
        } else {
            let list = &self.net.calendars.list[calendar as usize];
            list.days_after(leaves, days).unwrap_or(Instant::NEVER)
        };
        self.without_machine(op, leaves, stretched(leaves, back, factor));
    }

    /// Work whose routing is not known takes working days of the plant.
    pub(super) fn estimate(&mut self, op: u32, days: u32, t: i64) {
        let plant = &self.net.calendars.list[self.net.calendars.plant as usize];
        let end = plant.days_after(Instant(t), days).unwrap_or(Instant::NEVER);
        let factor = self.factors.time.get(op as usize).copied();
        self.without_machine(op, Instant(t), stretched(Instant(t), end, factor));
    }

    fn without_machine(&mut self, op: u32, start: Instant, end: Instant) {
        let ran = &mut self.t.ops[op as usize];
        (ran.start, ran.end) = (start.0, end.0);
        self.t.order.push(op);
        self.event(end.0, FINISH, op);
    }
}

/// The end of what takes its clock time times a factor.
fn stretched(start: Instant, end: Instant, factor: Option<f32>) -> Instant {
    match factor {
        Some(factor) if end.is_reached() => start + ((end - start) as f64 * f64::from(factor)) as i64,
        _ => end,
    }
}

impl Network {
    /// The first instant from `t` on at which work leaves for a supplier: open time of the plant on a
    /// weekday of `sends`, where bit 0 is Monday and none is any day.
    pub fn send_out_after(&self, t: Instant, sends: u8) -> Instant {
        let plant = &self.calendars.list[self.calendars.plant as usize];
        let mut at = t;
        for _ in 0..400 {
            let Some(open) = plant.next_open(at) else { return Instant::NEVER };
            let day = open.date(self.zone);
            if sends == 0 || sends & 1 << day.weekday().num_days_from_monday() != 0 {
                return open;
            }
            at = Instant(Instant::end_of(day, self.zone).0 + 1);
        }
        Instant::NEVER
    }
}
