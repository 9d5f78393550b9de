//! Choosing: which queue an operation joins, and what a free machine takes next.

use super::{ID_MASK, Play, Rule, WAKE};
use crate::network::NONE;
use crate::time::{Instant, WorkSeconds};
use std::cmp::Reverse;

/// What a machine does next.
pub(super) enum Choice {
    /// It takes this operation.
    Take(u32),
    /// It stands until then.
    Wait(i64),
    /// There is nothing to do.
    Nothing,
}

impl Play<'_> {
    /// An operation joins the queue of its work centre; with alternates, of the one that promises the
    /// earliest end at this instant. That decision stays.
    pub(super) fn join(&mut self, op: u32, t: i64) {
        let node = self.op(op);
        let mut center = node.center;
        if node.has_alternates {
            center = self.earliest_center(op, t);
        }
        if self.wait > 0 {
            self.s.arriving[center as usize].retain(|&(_, other)| other != op);
        }
        if matches!(self.rule, Rule::Urgency(_)) {
            self.s.listed[center as usize].push(op);
        } else {
            let key = self.key(op, t);
            self.s.queues[center as usize].push(Reverse(key));
            self.s.care.changed(center);
        }
        self.touch(center);
    }

    /// The work centre, of all that can do `op`, where it would end first if it joined now.
    fn earliest_center(&self, op: u32, t: i64) -> u32 {
        let node = &self.net.ops[op as usize];
        let (first, count) = node.alternates;
        let others = &self.net.alternates[first as usize..first as usize + usize::from(count)];
        let all = std::iter::once(node.center).chain(others.iter().map(|a| a.center));
        let key = self.key(op, t);
        all.enumerate()
            .min_by_key(|&(place, center)| (self.expected_end(op, key, center, t), place))
            .map_or(node.center, |(_, center)| center)
    }

    /// When `op` would end at `center` behind what runs there and what ranks before it.
    fn expected_end(&self, op: u32, key: u64, center: u32, t: i64) -> i64 {
        let node = &self.net.centers[center as usize];
        let ahead = |entry: &&Reverse<u64>| entry.0 < key;
        let queued: i64 = self.s.queues[center as usize]
            .iter()
            .filter(ahead)
            .map(|e| self.work_at(e.0 & ID_MASK, center))
            .sum::<i64>()
            + self.s.listed[center as usize].iter().map(|&o| self.work_at(u64::from(o), center)).sum::<i64>();
        let own = self.work_at(u64::from(op), center);
        let work = WorkSeconds(queued / i64::from(node.count.max(1)) + own);
        let ends = (node.first..node.first + node.count).map(|machine| {
            let state = self.s.machines[machine as usize];
            let free = if state.busy { state.until.max(t) } else { t };
            let calendar = &self.net.calendars.list[self.net.machines[machine as usize].calendar as usize];
            calendar.finish(Instant(free), work).unwrap_or(Instant::NEVER).0
        });
        ends.min().unwrap_or(Instant::NEVER.0)
    }

    fn work_at(&self, op: u64, center: u32) -> i64 {
        let (setup, run) = self.times(op as u32, center);
        setup + run
    }

    /// `op` will be ready at `at`: for machines that may wait for it.
    pub(super) fn announce(&mut self, op: u32, at: i64) {
        let node = &self.steps[op as usize];
        let protected = node.band <= crate::network::Class::Promised as u8;
        let soon = self.s.pending[op as usize] == 1 && self.s.ready_at[op as usize] <= at;
        if node.center != NONE && !node.has_alternates && protected && soon {
            self.s.arriving[node.center as usize].push((at, op));
        }
    }

    /// Gives work to the free machines of a work centre.
    pub(super) fn dispatch(&mut self, center: u32, t: i64) {
        // Machines up to this one stand for what they wait for; the others may find something.
        let mut standing: Option<u32> = None;
        loop {
            if self.s.queues[center as usize].is_empty() && self.s.listed[center as usize].is_empty() {
                return;
            }
            let Some(machine) = self.free_machine(center, t, standing) else { return };
            match self.choose(center, machine, t) {
                Choice::Take(op) => {
                    self.s.care.changed(center);
                    self.start(op, machine, t);
                }
                Choice::Wait(until) => {
                    self.wake_at(center, until, t);
                    standing = Some(machine);
                }
                Choice::Nothing => return,
            }
        }
    }

    /// A free machine that is open at `t`; if all free ones are closed, the work centre is woken when the
    /// first of them opens.
    fn free_machine(&mut self, center: u32, t: i64, standing: Option<u32>) -> Option<u32> {
        let net = self.net;
        let node = &net.centers[center as usize];
        let mut opens = Instant::NEVER.0;
        let mut found = None;
        let from = standing.map_or(node.first, |m| m + 1);
        for machine in from..node.first + node.count {
            if self.s.machines[machine as usize].busy {
                continue;
            }
            let calendar = &net.calendars.list[net.machines[machine as usize].calendar as usize];
            let open = calendar.next_open(Instant(t)).unwrap_or(Instant::NEVER).0;
            if open > t {
                opens = opens.min(open);
            } else if node.count == 1 {
                return Some(machine);
            } else if found.is_none_or(|other| self.is_better(machine, other, center, t)) {
                found = Some(machine);
            }
        }
        if found.is_none() {
            self.wake_at(center, opens, t);
        }
        found
    }

    /// Whether the first of the queue would end sooner on `machine` than on `other`: one may have its setup,
    /// and one may soon be down.
    fn is_better(&self, machine: u32, other: u32, center: u32, t: i64) -> bool {
        let (one, two) = (self.s.machines[machine as usize], self.s.machines[other as usize]);
        let calendar = |m: u32| self.net.machines[m as usize].calendar;
        if one.family == two.family && calendar(machine) == calendar(other) {
            return false;
        }
        let Some(Reverse(first)) = self.s.queues[center as usize].peek() else { return false };
        let op = (first & ID_MASK) as u32;
        self.would_run(op, machine, center, t).1 < self.would_run(op, other, center, t).1
    }

    fn wake_at(&mut self, center: u32, at: i64, t: i64) {
        let already = self.s.wake[center as usize];
        let waiting = already > t && already <= at;
        if !waiting && at > t && at < Instant::NEVER.0 {
            self.s.wake[center as usize] = at;
            self.event(at, WAKE, center);
        }
    }

    /// What `machine` takes at `t`.
    fn choose(&mut self, center: u32, machine: u32, t: i64) -> Choice {
        if let Rule::Urgency(_) = self.rule {
            return self.most_urgent(center, machine, t);
        }
        let Some(&Reverse(first)) = self.s.queues[center as usize].peek() else { return Choice::Nothing };
        let op = (first & ID_MASK) as u32;
        let plain = !self.op(op).flags.unbroken;
        if plain && (self.wait == 0 || self.s.arriving[center as usize].is_empty()) {
            self.s.queues[center as usize].pop();
            return Choice::Take(self.or_the_next(op, first, center));
        }
        self.choose_with_care(center, machine, t)
    }

    /// `op`, which came first as `entry`, or the next one where this future's dispatcher passes `op` over.
    /// What must not be interrupted is not taken out of turn.
    fn or_the_next(&mut self, op: u32, entry: u64, center: u32) -> u32 {
        if !self.s.straying.get(op as usize).is_some_and(|&strays| strays) {
            return op;
        }
        let next = self.s.queues[center as usize].peek().map(|next| (next.0 & ID_MASK) as u32);
        let Some(next) = next.filter(|&next| !self.op(next).flags.unbroken) else { return op };
        self.s.straying[op as usize] = false;
        self.s.queues[center as usize].pop();
        self.s.queues[center as usize].push(Reverse(entry));
        next
    }

    /// From when to when `op` would run on `machine` if taken at `t`. Work that must not be interrupted
    /// waits for an interval that is long enough, unless there is none.
    pub(super) fn would_run(&self, op: u32, machine: u32, center: u32, t: i64) -> (i64, i64) {
        let calendar = &self.net.calendars.list[self.net.machines[machine as usize].calendar as usize];
        let work = self.work_on(op, machine, center);
        let from = match self.op(op).flags.unbroken {
            true => calendar.fit(Instant(t), work).map_or(t, |at| at.0),
            false => t,
        };
        (from, calendar.finish(Instant(from), work).unwrap_or(Instant::NEVER).0)
    }

    /// What `op` would take on `machine`, without setup where the machine has it.
    #[inline]
    pub(super) fn work_on(&self, op: u32, machine: u32, center: u32) -> WorkSeconds {
        let (setup, run) = self.times(op, center);
        let family = self.op(op).family;
        let is_set_up = family != 0 && self.s.machines[machine as usize].family == family;
        WorkSeconds(if is_set_up { run } else { setup + run })
    }

    /// The operation with the highest urgency score.
    fn most_urgent(&mut self, center: u32, machine: u32, t: i64) -> Choice {
        let Rule::Urgency(urgency) = self.rule else { return Choice::Nothing };
        let scale = urgency.look_ahead * urgency.mean[center as usize].max(1.0);
        let mut best: Option<(u8, f64, usize)> = None;
        let mut later = i64::MAX;
        for (place, &op) in self.s.listed[center as usize].iter().enumerate() {
            let node = self.op(op);
            if node.flags.unbroken {
                let (from, _) = self.would_run(op, machine, center, t);
                if from > t {
                    later = later.min(from);
                    continue;
                }
            }
            let score = match node.band {
                0..=2 => -f64::from(node.sequence),
                _ => self.urgency_of(op, center, t, urgency, scale),
            };
            let band = node.band.min(3);
            let better = best.is_none_or(|(b, s, at)| {
                let other = self.s.listed[center as usize][at];
                let order = score.total_cmp(&s).then(other.cmp(&op));
                band < b || band == b && order.is_gt()
            });
            if better {
                best = Some((band, score, place));
            }
        }
        match best {
            Some((_, _, place)) => Choice::Take(self.s.listed[center as usize].swap_remove(place)),
            None if later < i64::MAX => Choice::Wait(later),
            None => Choice::Nothing,
        }
    }

    fn urgency_of(&self, op: u32, center: u32, t: i64, urgency: super::key::Urgency<'_>, scale: f64) -> f64 {
        let node = self.op(op);
        let own = self.work_at(u64::from(op), center).max(1) as f64;
        let class = f64::from(node.band - 3);
        let latest = (self.protected(op) - t) as f64 - urgency.allowance * f64::from(node.tail);
        let waited = t - self.protected(op);
        if waited > urgency.patience {
            return 1e9 + waited as f64;
        }
        let weight = f64::from(node.weight) / 1_000.0;
        roughly_ln(weight / own) - latest.max(0.0) / scale - 1e6 * class
    }
}

/// The natural logarithm of a positive number within 0.01, the same on every machine: it uses nothing but
/// additions and multiplications.
fn roughly_ln(x: f64) -> f64 {
    let bits = x.to_bits();
    let exponent = (bits >> 52) as i64 - 1023;
    let mantissa = f64::from_bits(bits & ((1 << 52) - 1) | 1023 << 52);
    let log2 = exponent as f64 + mantissa * (2.0 - mantissa / 3.0) - 5.0 / 3.0;
    log2 * std::f64::consts::LN_2
}

#[cfg(test)]
mod tests {
    use super::roughly_ln;

    #[test]
    fn the_rough_logarithm_is_close_enough_to_rank_by() {
        for x in [0.000_02, 0.3, 1.0, 1.5, 2.0, 77.0, 1e9] {
            assert!((roughly_ln(x) - f64::ln(x)).abs() < 0.01, "{x}");
        }
    }
}
