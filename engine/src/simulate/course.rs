//! The course of one future: how every operation ran, one record each, as the simulation writes it.
//!
//! A [`Timeline`] says the same in lists, for whoever reads a plan.

use super::{FirstPass, Run, Timeline};
use crate::network::{NONE, Network};
use crate::time::Instant;

/// How an operation ran. Instants are [`Instant::NEVER`] if not reached.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ran {
    /// When it joined its queue.
    pub ready: i64,
    /// When it started; `now` for work that runs.
    pub start: i64,
    /// When it ended.
    pub end: i64,
    /// Start and end in worked seconds of the machine's calendar.
    pub worked: (u32, u32),
    /// On which machine; [`NONE`] without one.
    pub machine: u32,
    /// Setup seconds within it.
    pub setup: u32,
}

/// What has not run.
const NOT_YET: Ran = Ran {
    ready: Instant::NEVER.0,
    start: Instant::NEVER.0,
    end: Instant::NEVER.0,
    worked: (0, 0),
    machine: NONE,
    setup: 0,
};

/// How one future went. Kept from future to future.
#[derive(Debug, Default)]
pub(crate) struct Course {
    /// By operation; of one that ran twice, its second run.
    pub ops: Vec<Ran>,
    /// When a job's last operation ends.
    pub done: Vec<i64>,
    /// Operations in the order in which machines took them.
    pub order: Vec<u32>,
    /// Every run on a machine, in the order in which machines took them: read in every future, so one after the
    /// other.
    pub runs: Vec<Run>,
    /// Operations taken to have been started before `now`, though nobody reported it.
    pub assumed: Vec<u32>,
    /// Operations that ran twice, as they ran first.
    pub first_passes: Vec<FirstPass>,
}

impl Course {
    pub(super) fn reset(&mut self, net: &Network) {
        self.ops.clear();
        self.ops.resize(net.ops.len(), NOT_YET);
        self.done.clear();
        self.done.resize(net.jobs.len(), Instant::NEVER.0);
        self.order.clear();
        self.runs.clear();
        self.assumed.clear();
        self.first_passes.clear();
    }
}

impl Timeline {
    /// Takes over what a course says.
    pub(super) fn fill(&mut self, course: &Course) {
        let ops = &course.ops;
        self.ready.clear();
        self.ready.extend(ops.iter().map(|ran| ran.ready));
        self.start.clear();
        self.start.extend(ops.iter().map(|ran| ran.start));
        self.end.clear();
        self.end.extend(ops.iter().map(|ran| ran.end));
        self.machine.clear();
        self.machine.extend(ops.iter().map(|ran| ran.machine));
        self.setup.clear();
        self.setup.extend(ops.iter().map(|ran| ran.setup));
        self.worked.clear();
        self.worked.extend(ops.iter().map(|ran| ran.worked));
        self.assumed.clear();
        self.assumed.resize(ops.len(), false);
        course.assumed.iter().for_each(|&op| self.assumed[op as usize] = true);
        self.done.clone_from(&course.done);
        self.order.clone_from(&course.order);
        self.first_passes.clone_from(&course.first_passes);
    }
}
