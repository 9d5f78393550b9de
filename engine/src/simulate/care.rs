//! Choosing with care: where the first of a queue may not be able to start, or something better is about to come.
//!
//! A machine that finds nothing to start stands until the first instant at which that may change, and is not asked
//! again before, unless its queue changed: nothing that can't start now, or would end too late, can start later in
//! the same stretch of open time.

use super::select::Choice;
use super::{ID_MASK, Play, Scratch};
use crate::calendar::Calendar;
use crate::time::{Instant, WorkSeconds};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How many operations of a queue are looked at when the first can't start yet.
const LOOK: usize = 64;

/// Memory of careful choices, kept from future to future.
#[derive(Debug, Default)]
pub(super) struct Care {
    /// Places of a queue that may be next in rank: `(entry, place)`.
    front: BinaryHeap<Reverse<(u64, u32)>>,
    /// What is about to come: when, its entry, and its protected start.
    soon: Vec<(i64, u64, i64)>,
    aside: Vec<Reverse<u64>>,
    /// By machine, until when it stands, and which state of its queue that was said of.
    stands: Vec<(i64, u32)>,
    /// By work centre, how often its queue changed.
    changes: Vec<u32>,
}

impl Care {
    pub(super) fn reset(&mut self, centers: usize, machines: usize) {
        self.changes.clear();
        self.changes.resize(centers, 0);
        self.stands.clear();
        self.stands.resize(machines, (i64::MIN, 0));
    }

    /// Something joined or left a queue.
    pub(super) fn changed(&mut self, center: u32) {
        self.changes[center as usize] = self.changes[center as usize].wrapping_add(1);
    }
}

/// A machine that looks for work.
struct Machine<'a> {
    number: u32,
    center: u32,
    calendar: &'a Calendar,
    /// The present, and for how many seconds from it the machine is open.
    t: i64,
    room: i64,
}

impl Play<'_> {
    /// What `machine` takes at `t`, at which it is open.
    pub(super) fn choose_with_care(&mut self, center: u32, machine: u32, t: i64) -> Choice {
        let changes = self.s.care.changes[center as usize];
        let (until, then) = self.s.care.stands[machine as usize];
        if then == changes && t < until {
            return Choice::Wait(until);
        }
        let calendar = &self.net.calendars.list[self.net.machines[machine as usize].calendar as usize];
        let room = calendar.open_until(Instant(t)).map_or(0, |closes| closes.0 - t);
        let machine = Machine { number: machine, center, calendar, t, room };
        let mut care = std::mem::take(&mut self.s.care);
        self.gather(center, t, &mut care.soon);
        let (place, until) = self.look(&machine, &mut care);
        let choice = match place {
            Some(place) => take(self.s, center, place, &mut care.aside),
            None if until < i64::MAX => {
                care.stands[machine.number as usize] = (until, changes);
                Choice::Wait(until)
            }
            None => Choice::Nothing,
        };
        self.s.care = care;
        choice
    }

    /// The place in its queue of what `machine` can start, or until when it stands for what it waits for.
    fn look(&self, machine: &Machine<'_>, care: &mut Care) -> (Option<usize>, i64) {
        let queue = self.s.queues[machine.center as usize].as_slice();
        let (front, t) = (&mut care.front, machine.t);
        front.clear();
        front.extend(queue.first().map(|&Reverse(entry)| Reverse((entry, 0))));
        let mut stand_until = i64::MAX;
        // The least work that has to wait for a longer stretch of open time: what is longer waits no less.
        let mut least = i64::MAX;
        for nth in 0..LOOK {
            let Some(Reverse((entry, at))) = front.pop() else { break };
            for child in [2 * at + 1, 2 * at + 2] {
                front.extend(queue.get(child as usize).map(|&Reverse(entry)| Reverse((entry, child))));
            }
            let op = (entry & ID_MASK) as u32;
            let work = self.work_on(op, machine.number, machine.center).0;
            // No calendar is faster than the clock: what is too long is passed over without looking at it.
            if stand_until < i64::MAX && t + work > stand_until {
                continue;
            }
            let mut end = t + work;
            if work > machine.room {
                let unbroken = self.op(op).flags.unbroken;
                if unbroken && work >= least {
                    continue;
                }
                let from = if unbroken { machine.calendar.fit(Instant(t), WorkSeconds(work)) } else { None };
                if let Some(from) = from.filter(|from| from.0 > t) {
                    least = work;
                    stand_until = stand_until.min(from.0);
                    continue;
                }
                end = machine.calendar.finish(Instant(t), WorkSeconds(work)).unwrap_or(Instant::NEVER).0;
            }
            match better_about_to_come(entry, end, &care.soon) {
                Some(arrival) => stand_until = stand_until.min(arrival),
                None if end <= stand_until => return (Some(nth), stand_until),
                None => {}
            }
        }
        (None, stand_until)
    }

    /// What protected work is about to come within the set time.
    fn gather(&self, center: u32, t: i64, soon: &mut Vec<(i64, u64, i64)>) {
        soon.clear();
        if self.wait > 0 {
            let arriving = self.s.arriving[center as usize].iter();
            let coming = arriving.filter(|&&(at, _)| at > t && at <= t + self.wait);
            soon.extend(coming.map(|&(at, op)| (at, self.key(op, at), self.protected(op))));
        }
    }
}

/// When something that ranks before `entry` comes, would find the machine taken if `entry` ran until `end`, and
/// would then miss its protected start.
fn better_about_to_come(entry: u64, end: i64, soon: &[(i64, u64, i64)]) -> Option<i64> {
    let better = soon.iter().filter(|&&(at, key, protected)| at < end && protected < end && key < entry);
    better.map(|&(at, ..)| at).min()
}

/// Takes what stands at `place` of a queue, in order of rank.
fn take(scratch: &mut Scratch, center: u32, place: usize, aside: &mut Vec<Reverse<u64>>) -> Choice {
    let queue = &mut scratch.queues[center as usize];
    aside.clear();
    aside.extend((0..place).map_while(|_| queue.pop()));
    let taken = queue.pop();
    queue.extend(aside.drain(..));
    taken.map_or(Choice::Nothing, |Reverse(entry)| Choice::Take((entry & ID_MASK) as u32))
}
