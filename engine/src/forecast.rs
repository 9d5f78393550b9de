//! Many futures played: when every line could be released, why, and how full every work centre gets.
//!
//! A [`Forecast`] belongs to one snapshot and one seed; what it says does not depend on how many threads played
//! it. It keeps unrounded instants: ship windows and ship days are laid over a percentile when somebody asks, which
//! is the same because leaving is never earlier for what is ready later. Nothing is promised here.

mod causes;
mod complete;
mod line;
mod lines;
mod load;
mod told;
mod ways;

pub use causes::{About, Cost};
pub use line::LineForecast;
pub use load::{DayLoad, Range};
pub(crate) use told::Told;

use crate::chance::Calibration;
use crate::model::{LineKey, Shop};
use crate::network::{LineNode, Network};
use crate::plan::Plan;
use crate::quote::Ranked;
use crate::scenario::{Drawn, Field, Setting, each};
use crate::simulate::{Course, Scratch, follow};
use crate::time::Instant;
use causes::Paths;
use lines::Lines;
use load::{Loads, Measure};
use std::collections::BTreeMap;
use ways::Ways;

/// An instant that no future reached.
const NEVER: u32 = u32::MAX;

/// What many futures say of one snapshot.
#[derive(Debug)]
pub struct Forecast {
    /// The instant of the snapshot.
    pub now: Instant,
    /// By line, then by scenario: when it may be packed, in seconds after `now`.
    released: Vec<u32>,
    /// By line: what it waited for, and for how long in all futures together.
    costs: Vec<Vec<Cost>>,
    /// By work centre, then by day.
    load: Vec<Vec<DayLoad>>,
    /// By line: what is told of it against what comes true.
    calibrations: Vec<Calibration>,
    /// What the machines do in each future.
    pub(crate) futures: Vec<Future>,
    /// Supplies that no promise has, in order.
    pub(crate) free: Vec<u32>,
    /// What the machines do in the plan, for what a request would take.
    pub(crate) planned: Ranked,
}

/// What a quote needs to know of one future.
#[derive(Debug)]
pub(crate) struct Future {
    pub ranked: Ranked,
    /// When each supply of [`Forecast::free`] can be used, in seconds after `now`.
    pub free: Vec<u32>,
}

/// What one worker keeps from future to future.
struct Worker {
    drawn: Drawn,
    scratch: Scratch,
    course: Course,
    paths: Paths,
    released: Vec<i64>,
}

/// What one future gave.
struct Played {
    released: Vec<u32>,
    load: Measure,
    future: Future,
}

/// Plays as many futures of `shop` as `setting` says. `plan` must be the plan of `shop`.
pub fn forecast(shop: &Shop, plan: &Plan, setting: Setting) -> Forecast {
    let field = Field::new(shop, plan);
    let lines = Lines::of(shop, &plan.network);
    let loads = Loads::of(field.network());
    let ways = Ways::of(&field);
    let free: Vec<u32> =
        crate::quote::free_quantities(&plan.network).into_iter().map(|(supply, _)| supply).collect();
    let worker = || Worker {
        drawn: Drawn::default(),
        scratch: Scratch::default(),
        course: Course::default(),
        paths: Paths::new(plan.network.lines.len()),
        released: Vec::new(),
    };
    let (played, workers) = each(setting, worker, |worker, scenario| {
        play(&field, &lines, &loads, (&ways, &free), worker, scenario)
    });
    let scenarios = played.len();
    let mut released = vec![NEVER; plan.network.lines.len() * scenarios];
    for (scenario, one) in played.iter().enumerate() {
        for (line, &at) in one.released.iter().enumerate() {
            released[line * scenarios + scenario] = at;
        }
    }
    let told = |line: &LineNode| {
        let sold = shop.lines.get(&line.key);
        sold.map_or(Calibration::NONE, |sold| shop.chances.calibration_of(shop, &sold.item))
    };
    let load = loads.ranges(played.iter().map(|one| &one.load));
    Forecast {
        now: shop.now,
        released,
        costs: Paths::merge(workers.into_iter().map(|worker| worker.paths)),
        load,
        calibrations: plan.network.lines.iter().map(told).collect(),
        futures: played.into_iter().map(|one| one.future).collect(),
        free,
        planned: Ranked::of(&plan.network, &plan.timeline),
    }
}

/// Draws and plays one future.
fn play(
    field: &Field<'_>,
    lines: &Lines,
    loads: &Loads,
    (ways, free): (&Ways<'_>, &[u32]),
    worker: &mut Worker,
    scenario: u32,
) -> Played {
    let network = field.network();
    let Worker { drawn, scratch, course, paths, released } = worker;
    let wait = field.shop.settings.wait;
    field.draw(scenario, drawn);
    follow(network, &field.steps, field.rule(), drawn.factors(), wait, scratch, course);
    lines.release(course, drawn, released);
    paths.walk((ways, lines, course, drawn), released, scenario);
    let rank_of = |op: u32| match field.ranks.get(op as usize) {
        Some(&rank) => rank,
        None => {
            let band = network.ops[op as usize].band;
            crate::quote::rank(network, band, drawn.protected_start(network, op))
        }
    };
    let now = network.now;
    let at = |supply: u32| match network.job_of(supply) {
        Some(job) => course.done[job as usize],
        None => drawn.supplies[supply as usize],
    };
    Played {
        released: released.iter().map(|&at| after(at, now)).collect(),
        load: loads.measure(network, course),
        future: Future {
            ranked: Ranked::busy(network, &course.runs, rank_of),
            free: free.iter().map(|&supply| after(at(supply), now)).collect(),
        },
    }
}

/// Seconds after `now`.
fn after(at: i64, now: i64) -> u32 {
    if at >= Instant::NEVER.0 { NEVER } else { (at - now).clamp(0, i64::from(NEVER - 1)) as u32 }
}

impl Forecast {
    /// How many futures were played.
    pub fn scenarios(&self) -> u32 {
        self.futures.len() as u32
    }

    /// What the futures say of a line; nothing for a line that the plan does not have. `plan` must be the one
    /// that this forecast was made of.
    pub fn line<'f>(&'f self, plan: &'f Plan, key: &LineKey) -> Option<LineForecast<'f>> {
        let index = plan.network.line_index(key)?;
        Some(self.line_at(&plan.network, index))
    }

    /// What the futures say of the line with that index.
    pub(crate) fn line_at<'f>(&'f self, network: &'f Network, index: u32) -> LineForecast<'f> {
        let n = self.futures.len();
        let first = index as usize * n;
        let (released, costs) = (&self.released[first..first + n], &self.costs[index as usize]);
        LineForecast::new(network, index, (released, costs), self.calibrations[index as usize])
    }

    /// How likely each promise is kept, from 0 to 1, by line.
    pub fn on_time(&self, plan: &Plan) -> BTreeMap<LineKey, f64> {
        let lines = (0..).zip(&plan.network.lines);
        lines
            .filter_map(|(index, line)| {
                Some((line.key.clone(), self.line_at(&plan.network, index).on_time()?))
            })
            .collect()
    }

    /// Load and queue of a work centre by day, from today on; nothing for one that the plan does not have.
    pub fn load(&self, plan: &Plan, center: &str) -> Option<&[DayLoad]> {
        let index = plan.network.centers.binary_search_by(|c| c.code.as_str().cmp(center)).ok()?;
        self.load.get(index).map(Vec::as_slice)
    }

    /// What the machines do in the plan that this forecast was made of.
    pub fn planned(&self) -> &Ranked {
        &self.planned
    }

    /// Bytes kept of the machines' work in all futures.
    pub fn bytes(&self) -> usize {
        let of = |future: &Future| future.ranked.bytes() + future.free.len() * size_of::<u32>();
        self.futures.iter().map(of).sum()
    }
}
