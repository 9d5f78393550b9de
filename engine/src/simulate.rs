//! Playing a network through: event-driven forward simulation with finite capacity.
//!
//! One call plays one future. The plan is the future in which every factor is one; scenarios pass their own
//! [`Factors`] over the same [`Network`]. Everything that happens at one instant happens before anything is
//! dispatched at it, and ties fall by canonical index, so the result depends on nothing but the arguments.

mod again;
mod care;
mod course;
mod key;
mod select;
mod start;
mod step;

pub use again::FirstPass;
pub(crate) use again::Run;
pub(crate) use course::{Course, Ran};
pub use key::{Rule, Urgency};
pub(crate) use step::{Step, Steps};

use crate::network::{Mode, NONE, Network};
use crate::time::Instant;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What chance draws for one future. An empty slice stands for ones, or for no shift.
#[derive(Clone, Copy, Debug, Default)]
pub struct Factors<'a> {
    /// Factor on setup and run time, by operation; of work without a machine on its clock time.
    pub time: &'a [f32],
    /// Release of each operation, where supplies and holds differ from the network's.
    pub available: &'a [i64],
    /// From this operation on, protected starts that differ from the network's; under [`Rule::Sequence`] places.
    pub ranks: (u32, &'a [i64]),
    /// Work in seconds taken to have been done since the last report, by work centre.
    pub credit: &'a [i64],
    /// Operations that are passed over once when they come first, by operation.
    pub passed_over: &'a [bool],
    /// Share of the lot that has to be made again, by job.
    pub again: &'a [f32],
}

/// When every operation runs in one future. Seconds since 1970 UTC; [`Instant::NEVER`] if not reached.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// When an operation joined its queue.
    pub ready: Vec<i64>,
    /// When it starts; `now` for work that runs.
    pub start: Vec<i64>,
    /// When it ends.
    pub end: Vec<i64>,
    /// On which machine; [`NONE`] without one.
    pub machine: Vec<u32>,
    /// Setup seconds within it.
    pub setup: Vec<u32>,
    /// Start and end in worked seconds of the machine's calendar.
    pub worked: Vec<(u32, u32)>,
    /// Taken to have been started before `now`, though nobody reported it.
    pub assumed: Vec<bool>,
    /// When a job's last operation ends.
    pub done: Vec<i64>,
    /// Operations in the order in which machines took them.
    pub order: Vec<u32>,
    /// Operations that ran twice, as they ran first: the other lists have their second run.
    pub first_passes: Vec<FirstPass>,
}

/// Memory of the simulation, kept from future to future.
#[derive(Debug, Default)]
pub struct Scratch {
    events: BinaryHeap<Reverse<u64>>,
    releases: Vec<u64>,
    next_release: usize,
    pending: Vec<u32>,
    ready_at: Vec<i64>,
    /// When the last batch comes from the operation before, and how long it then takes.
    fed: Vec<(i64, u32)>,
    queues: Vec<BinaryHeap<Reverse<u64>>>,
    listed: Vec<Vec<u32>>,
    arriving: Vec<Vec<(i64, u32)>>,
    machines: Vec<MachineState>,
    wake: Vec<i64>,
    touched: Vec<u32>,
    is_touched: Vec<bool>,
    released: Vec<u32>,
    care: care::Care,
    /// Operations that will still be passed over.
    straying: Vec<bool>,
    /// Jobs whose missing pieces are being made again.
    repeated: Vec<bool>,
    /// Kept for [`simulate`] alone.
    alone: (Steps, Course),
}

/// What a machine is doing.
#[derive(Clone, Copy, Debug)]
struct MachineState {
    busy: bool,
    family: u32,
    credit: i64,
    until: i64,
}

/// What an event is about; the order breaks ties at one instant.
const RELEASE: u64 = 0;
const FINISH: u64 = 1;
const WAKE: u64 = 2;

/// Bits of an event or queue entry that name an operation or work centre.
const ID_BITS: u32 = 26;
const ID_MASK: u64 = (1 << ID_BITS) - 1;

/// Seconds after `now` from which on nothing happens any more: two thousand years, far beyond any calendar.
const MAX_OFFSET: u64 = 1 << (64 - ID_BITS - 2);

/// Operations that one network can hold.
pub const MAX_OPERATIONS: usize = ID_MASK as usize;

struct Play<'a> {
    net: &'a Network,
    steps: &'a [Step],
    rule: Rule<'a>,
    factors: Factors<'a>,
    wait: i64,
    s: &'a mut Scratch,
    t: &'a mut Course,
}

/// Plays `net` through under `rule` with what chance drew, into `timeline`.
///
/// `wait` is for how many seconds a machine may stand for protected work about to arrive.
///
/// # Panics
///
/// If the network has more than [`MAX_OPERATIONS`] operations.
pub fn simulate(
    net: &Network,
    rule: Rule<'_>,
    factors: Factors<'_>,
    wait: i64,
    scratch: &mut Scratch,
    timeline: &mut Timeline,
) {
    let (mut steps, mut course) = std::mem::take(&mut scratch.alone);
    steps.fill(net);
    follow(net, &steps, rule, factors, wait, scratch, &mut course);
    timeline.fill(&course);
    scratch.alone = (steps, course);
}

/// Like [`simulate`], for whoever plays a network many times: `steps` are those of `net`.
pub(crate) fn follow(
    net: &Network,
    steps: &Steps,
    rule: Rule<'_>,
    factors: Factors<'_>,
    wait: i64,
    scratch: &mut Scratch,
    course: &mut Course,
) {
    assert!(net.ops.len() <= MAX_OPERATIONS, "more operations than an event can name");
    scratch.reset(net, steps, &factors, wait);
    course.reset(net);
    let mut play = Play { net, steps: &steps.all, rule, factors, wait, s: scratch, t: course };
    play.plan_releases();
    play.start_running();
    play.run();
}

impl Scratch {
    fn reset(&mut self, net: &Network, steps: &Steps, factors: &Factors<'_>, wait: i64) {
        let (ops, centers) = (net.ops.len(), net.centers.len());
        self.events.clear();
        self.releases.clear();
        self.next_release = 0;
        self.pending.clear();
        self.pending.extend_from_slice(&steps.pending);
        self.ready_at.clear();
        if factors.available.is_empty() {
            self.ready_at.extend(net.ops.iter().map(|o| o.available));
        } else {
            self.ready_at.extend_from_slice(factors.available);
        }
        self.fed.clear();
        self.fed.resize(ops, (i64::MIN, 0));
        self.queues.iter_mut().for_each(BinaryHeap::clear);
        self.queues.resize_with(centers, BinaryHeap::new);
        self.listed.iter_mut().for_each(Vec::clear);
        self.listed.resize_with(centers, Vec::new);
        self.arriving.iter_mut().for_each(Vec::clear);
        self.arriving.resize_with(if wait > 0 { centers } else { 0 }, Vec::new);
        self.machines.clear();
        let credit = |center: usize| *factors.credit.get(center).unwrap_or(&net.centers[center].credit);
        self.machines.extend(net.machines.iter().map(|m| MachineState {
            busy: false,
            family: 0,
            credit: credit(m.center as usize),
            until: net.now,
        }));
        self.wake.clear();
        self.wake.resize(centers, i64::MIN);
        self.care.reset(centers, net.machines.len());
        self.touched.clear();
        self.is_touched.clear();
        self.is_touched.resize(centers, false);
        self.released.clear();
        self.straying.clear();
        self.straying.extend_from_slice(factors.passed_over);
        self.repeated.clear();
        self.repeated.resize(factors.again.len(), false);
    }
}

impl Play<'_> {
    #[inline]
    fn op(&self, op: u32) -> &Step {
        &self.steps[op as usize]
    }

    fn event(&mut self, at: i64, kind: u64, id: u32) {
        let offset = (at - self.net.now).max(0) as u64;
        if offset < MAX_OFFSET {
            self.s.events.push(Reverse(offset << (ID_BITS + 2) | kind << ID_BITS | u64::from(id)));
        }
    }

    /// Releases of what waits for nothing but an instant. Before running work starts: that releases more.
    fn plan_releases(&mut self) {
        let now = self.net.now;
        for (op, step) in self.steps.iter().enumerate() {
            if self.s.pending[op] == 0 && !step.flags.running {
                let at = (self.s.ready_at[op].min(Instant::NEVER.0) - now).max(0) as u64;
                if at < MAX_OFFSET {
                    self.s.releases.push(at << (ID_BITS + 2) | RELEASE << ID_BITS | op as u64);
                }
            }
        }
        self.s.releases.sort_unstable();
    }

    fn run(&mut self) {
        let now = self.net.now;
        while let Some(at) = self.next_instant() {
            self.happen(at);
            self.dispatch_touched(now + at as i64);
        }
    }

    /// The next instant at which something happens, in seconds after `now`.
    fn next_instant(&self) -> Option<u64> {
        let planned = self.s.releases.get(self.s.next_release).copied();
        let event = self.s.events.peek().map(|e| e.0);
        let first = match (planned, event) {
            (Some(a), Some(b)) => a.min(b),
            (a, b) => a.or(b)?,
        };
        Some(first >> (ID_BITS + 2))
    }

    /// Everything that happens at one instant.
    fn happen(&mut self, at: u64) {
        let t = self.net.now + at as i64;
        while let Some(&entry) = self.s.releases.get(self.s.next_release) {
            if entry >> (ID_BITS + 2) != at {
                break;
            }
            self.s.next_release += 1;
            self.release((entry & ID_MASK) as u32, t);
        }
        while let Some(&Reverse(entry)) = self.s.events.peek() {
            if entry >> (ID_BITS + 2) != at {
                break;
            }
            self.s.events.pop();
            let id = (entry & ID_MASK) as u32;
            match entry >> ID_BITS & 3 {
                RELEASE => self.release(id, t),
                FINISH => self.finish(id, t),
                _ => self.touch(id),
            }
            while let Some(op) = self.s.released.pop() {
                self.release(op, t);
            }
        }
    }

    fn touch(&mut self, center: u32) {
        if !self.s.is_touched[center as usize] {
            self.s.is_touched[center as usize] = true;
            self.s.touched.push(center);
        }
    }

    fn dispatch_touched(&mut self, t: i64) {
        if self.wait > 0 {
            // What comes before ranks before: its machine must have it before another waits for what follows.
            let queues = &self.s.queues;
            let first = |center: &u32| queues[*center as usize].peek().map_or(u64::MAX, |entry| entry.0);
            self.s.touched.sort_unstable_by_key(|center| Reverse(first(center)));
        }
        while let Some(center) = self.s.touched.pop() {
            self.s.is_touched[center as usize] = false;
            self.dispatch(center, t);
        }
    }

    /// An operation may start: it joins a queue, or begins at once where there is no machine to wait for.
    fn release(&mut self, op: u32, t: i64) {
        self.t.ops[op as usize].ready = t;
        if self.op(op).on_machine {
            self.join(op, t);
            return;
        }
        match self.net.ops[op as usize].mode {
            Mode::Machine => {}
            Mode::Flow { calendar } => self.flow(op, calendar, t),
            Mode::Outside { calendar, days, sends } => self.send_out(op, calendar, days, sends, t),
            Mode::Estimate { days } => self.estimate(op, days, t),
        }
    }

    /// An operation ends: its machine is free, and what waited for it comes closer.
    fn finish(&mut self, op: u32, t: i64) {
        let machine = self.t.ops[op as usize].machine;
        if machine != NONE {
            self.s.machines[machine as usize].busy = false;
            self.touch(self.net.machines[machine as usize].center);
        }
        let step = self.op(op);
        if !step.flags.last {
            if step.transfer == 0 {
                self.arrive(op + 1, t + i64::from(step.moves_on), t);
            }
            return;
        }
        let job = step.job;
        if self.make_again(job, t) {
            return;
        }
        self.t.done[job as usize] = t;
        let net = self.net;
        for &(_, consumer) in net.consumers_of(job) {
            self.arrive(consumer, t, t);
        }
    }

    /// One of the things that `op` waits for is there at `at`; `t` is the present.
    fn arrive(&mut self, op: u32, at: i64, t: i64) {
        let i = op as usize;
        if self.s.pending[i] == 0 {
            // It runs already, beside what comes before it.
            return;
        }
        self.s.ready_at[i] = self.s.ready_at[i].max(at);
        self.s.pending[i] -= 1;
        if self.s.pending[i] > 0 {
            return;
        }
        let ready = self.s.ready_at[i];
        if ready <= t {
            self.s.released.push(op);
        } else {
            self.event(ready, RELEASE, op);
        }
    }
}
