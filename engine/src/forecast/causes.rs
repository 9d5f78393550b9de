//! What lines waited for, counted over all futures in the words of [`crate::explain`].
//!
//! The walk is the one of the explanations, without their documents: from the release of a line back along what
//! was waited for last, down to `now`. It is short enough to be walked for every line in every future.

use super::lines::{Comes, Lines, there};
use super::ways::Ways;
use crate::explain::Kind;
use crate::network::NONE;
use crate::scenario::Drawn;
use crate::simulate::{Course, FirstPass, Ran};
use crate::time::Instant;

/// What a cost is about. Indices are those of the plan's network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// A work centre.
    Center(u32),
    /// A supply.
    Supply(u32),
    /// A hold.
    Hold(u32),
    /// Nothing in particular.
    Nothing,
}

/// A cause, and what it cost a line in all futures together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// What the time was spent on.
    pub kind: Kind,
    /// Where, or for what.
    pub about: About,
    /// In how many futures it was critical: the line would have been sooner without it.
    pub times: u32,
    /// Clock seconds in all futures together.
    pub seconds: i64,
}

impl Cost {
    /// Its mean cost in days over so many futures.
    pub fn mean_days(&self, scenarios: u32) -> f64 {
        self.seconds as f64 / crate::time::DAY as f64 / f64::from(scenarios.max(1))
    }
}

/// Costs of all lines.
#[derive(Debug)]
pub(super) struct Paths {
    lines: Vec<Vec<Tally>>,
}

/// A cost, and the scenario that was last counted in it. Small, because all of them are read in every future.
#[derive(Clone, Copy, Debug)]
struct Tally {
    seconds: i64,
    about: About,
    scenario: u32,
    times: u16,
    kind: Kind,
}

/// One walk.
struct Walk<'a> {
    ways: &'a Ways<'a>,
    course: &'a Course,
    drawn: &'a Drawn,
    firsts: &'a [FirstPass],
    costs: &'a mut Vec<Tally>,
    /// Where in the costs the next is expected: ways resemble each other from future to future.
    next: usize,
    scenario: u32,
    cursor: i64,
}

impl Paths {
    pub(super) fn new(lines: usize) -> Paths {
        Paths { lines: vec![Vec::new(); lines] }
    }

    /// Adds what all lines waited for in one future.
    pub(super) fn walk(
        &mut self,
        (ways, lines, course, drawn): (&Ways<'_>, &Lines, &Course, &Drawn),
        released: &[i64],
        scenario: u32,
    ) {
        let mut firsts = course.first_passes.clone();
        firsts.sort_unstable_by_key(|first| first.op);
        for ((line, &cursor), costs) in (0..).zip(released).zip(&mut self.lines) {
            if cursor < Instant::NEVER.0 && cursor > ways.network.now {
                let firsts = &firsts;
                let mut walk = Walk { ways, course, drawn, firsts, costs, next: 0, scenario, cursor };
                walk.line(lines, line);
            }
        }
    }

    /// The costs of several workers together.
    pub(super) fn merge(all: impl Iterator<Item = Paths>) -> Vec<Vec<Cost>> {
        let mut merged: Vec<Vec<Cost>> = Vec::new();
        for paths in all {
            merged.resize_with(paths.lines.len(), Vec::new);
            for (costs, more) in merged.iter_mut().zip(paths.lines) {
                more.into_iter().for_each(|tally| add(costs, tally.cost()));
            }
        }
        merged.iter_mut().for_each(|costs| costs.sort_by_key(|cost| (cost.kind, cost.about)));
        merged
    }
}

impl Tally {
    fn cost(self) -> Cost {
        Cost { kind: self.kind, about: self.about, times: u32::from(self.times), seconds: self.seconds }
    }
}

fn add(costs: &mut Vec<Cost>, more: Cost) {
    match costs.iter_mut().find(|cost| cost.kind == more.kind && cost.about == more.about) {
        Some(cost) => {
            cost.times += more.times;
            cost.seconds += more.seconds;
        }
        None => costs.push(more),
    }
}

impl Walk<'_> {
    /// Counts the stretch from `from` to the cursor.
    fn push(&mut self, kind: Kind, about: About, from: i64) {
        let from = from.clamp(self.ways.network.now, self.cursor);
        if from < self.cursor {
            self.count(kind, about, self.cursor - from);
            self.cursor = from;
        }
    }

    /// Adds to the cost of a cause, which is critical once in a future however often the way meets it.
    fn count(&mut self, kind: Kind, about: About, seconds: i64) {
        let all = self.costs.len();
        let places = (self.next..all).chain(0..self.next.min(all));
        for place in places {
            let tally = &mut self.costs[place];
            if tally.kind == kind && tally.about == about {
                tally.seconds += seconds;
                tally.times += u16::from(tally.scenario != self.scenario);
                tally.scenario = self.scenario;
                self.next = place + 1;
                return;
            }
        }
        self.costs.push(Tally { seconds, about, scenario: self.scenario, times: 1, kind });
        self.next = all + 1;
    }

    fn line(&mut self, lines: &Lines, line: u32) {
        let mut line = line;
        if lines.own(line, self.course, self.drawn) < self.cursor {
            let last = |&&other: &&u32| lines.own(other, self.course, self.drawn) >= self.cursor;
            line = lines.together(line).iter().find(last).copied().unwrap_or(line);
        }
        let ready = |from: &Comes| there(*from, self.course, self.drawn);
        let last = lines.comes(line).iter().max_by_key(|from| ready(from)).copied();
        let held = lines.holds(line).iter().find(|&&hold| self.drawn.holds[hold as usize] >= self.cursor);
        match (held, last) {
            (Some(&hold), last) if last.is_none_or(|from| ready(&from) < self.cursor) => self.hold(hold),
            (_, Some(Comes::Job(job))) => self.job(job),
            (_, Some(Comes::Supply(supply))) => self.supply(supply),
            _ => {}
        }
    }

    fn hold(&mut self, hold: u32) {
        let customers = self.ways.network.holds[hold as usize].kind.is_customers();
        let kind = if customers { Kind::Customer } else { Kind::Hold };
        self.push(kind, About::Hold(hold), self.ways.network.now);
    }

    fn supply(&mut self, supply: u32) {
        self.push(self.ways.supplied[supply as usize], About::Supply(supply), self.ways.network.now);
    }

    /// The way of a job to its end at the cursor.
    fn job(&mut self, job: u32) {
        let mut job = Some(job);
        while let Some(index) = job {
            let (start, mut op) = self.ways.jobs[index as usize];
            if let Ok(first) = self.firsts.binary_search_by_key(&start, |pass| pass.op) {
                // What was made again ran from the end of the first pass.
                let about = self.center(op);
                let passed =
                    self.firsts[first..].iter().find(|pass| pass.op == op).map_or(self.cursor, |p| p.at.2);
                self.push(Kind::Remake, about, passed);
            }
            job = loop {
                match self.operation(op) {
                    Before::Step => op -= 1,
                    Before::Job(other) => break Some(other),
                    Before::Nothing => break None,
                }
            };
        }
    }

    fn center(&self, op: u32) -> About {
        let center = match self.course.ops[op as usize].machine {
            NONE => self.ways.steps[op as usize].center,
            machine => self.ways.network.machines[machine as usize].center,
        };
        if center == NONE { About::Nothing } else { About::Center(center) }
    }

    /// An operation as it ran first.
    fn ran(&self, op: u32) -> Ran {
        let ran = self.course.ops[op as usize];
        let Ok(first) = self.firsts.binary_search_by_key(&op, |pass| pass.op) else { return ran };
        let FirstPass { machine, at: (ready, start, end), worked, .. } = self.firsts[first];
        Ran { ready, start, end, worked, machine, setup: ran.setup.min(worked.1 - worked.0) }
    }

    /// An operation up to the cursor, its queue, and what it waited for before that.
    fn operation(&mut self, op: u32) -> Before {
        let about = self.center(op);
        let ran = self.ran(op);
        let kind = self.ways.kinds[op as usize];
        if ran.machine != NONE && self.cursor >= ran.end {
            // Order within the stretch does not matter here, only the lengths do.
            let shut = (ran.end - ran.start - i64::from(ran.worked.1 - ran.worked.0)).max(0);
            self.push(Kind::Closed, about, self.cursor - shut);
            self.push(kind, about, (ran.start + i64::from(ran.setup)).min(self.cursor));
            self.push(Kind::Setup, about, ran.start);
        }
        self.push(kind, about, ran.start);
        self.push(Kind::Queue, about, ran.ready);
        if self.cursor <= self.ways.network.now {
            return Before::Nothing;
        }
        if !self.ways.steps[op as usize].flags.first {
            let moved = i64::from(self.ways.steps[op as usize - 1].moves_on);
            let before = self.ran(op - 1);
            if before.end + moved >= ran.ready && before.start <= ran.ready {
                self.push(Kind::Move, about, self.cursor - moved);
                return Before::Step;
            }
        }
        self.release(op, ran.ready)
    }

    /// What let an operation start at `ready`, if not the one before.
    fn release(&mut self, op: u32, ready: i64) -> Before {
        let last = |&&from: &&Comes| there(from, self.course, self.drawn) == ready;
        match self.ways.comes(op).iter().find(last) {
            Some(&Comes::Job(job)) => return Before::Job(job),
            Some(&Comes::Supply(supply)) => {
                self.supply(supply);
                return Before::Nothing;
            }
            None => {}
        }
        let held = |hold: &usize| {
            self.drawn.holds[*hold] == ready && self.ways.network.holds[*hold].ops.contains(&op)
        };
        match (0..self.ways.network.holds.len()).find(held) {
            Some(hold) => self.hold(hold as u32),
            None => self.push(Kind::Hold, self.center(op), self.ways.network.now),
        }
        Before::Nothing
    }
}

/// What an operation waited for.
enum Before {
    /// The one before it.
    Step,
    /// A job that makes a component.
    Job(u32),
    /// Nothing that has a way of its own.
    Nothing,
}
