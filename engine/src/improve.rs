//! The bounded search for a better sequence.
//!
//! The dispatch rule keeps promises apart; where not all can be kept it does not find the least harm. This
//! pass plays the network under a few urgency rules, keeps the future with the least weighted lateness that
//! leaves no promise much later than the rule's worst, and gives it back as a *sequence*: one place per
//! operation, which plan, scenarios and dispatch lists all use.

use crate::network::{Network, Owner};
use crate::plan::available;
use crate::simulate::{Factors, Rule, Scratch, Timeline, Urgency, simulate};
use crate::time::DAY;

/// What is tried, in order: look-ahead in mean operation times, allowance, patience in days. A patience of
/// more than ten days gains little and lets single orders, late already, slip by weeks.
const TRIALS: [(f64, f64, i64); 8] = [
    (8.0, 0.0, 10),
    (4.0, 0.0, 10),
    (4.0, 1.0, 10),
    (2.0, 0.0, 10),
    (8.0, 0.0, 7),
    (4.0, 0.0, 7),
    (2.0, 0.5, 10),
    (8.0, 0.5, 10),
];

/// How bad a future is: weighted lateness, the weight of all that is late, and the worst in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Harm {
    weighted: f64,
    late: u64,
    worst: i64,
}

/// Tries up to `passes` rules; leaves the best future in `timeline` and returns its sequence, or nothing if
/// the dispatch rule was best.
pub fn improve(
    network: &Network,
    passes: u32,
    wait: i64,
    scratch: &mut Scratch,
    timeline: &mut Timeline,
) -> Vec<u32> {
    let mean = mean_times(network);
    let mut best = harm(network, timeline);
    let mut sequence = Vec::new();
    let (allowed, allowed_late) = (best.worst + DAY, best.late);
    let mut trial = Timeline::default();
    for &(look_ahead, allowance, patience) in TRIALS.iter().take(passes as usize) {
        let urgency = Urgency { look_ahead, allowance, patience: patience * DAY, mean: &mean };
        simulate(network, Rule::Urgency(urgency), Factors::default(), wait, scratch, &mut trial);
        let found = harm(network, &trial);
        if found.weighted < best.weighted && found.worst <= allowed && found.late <= allowed_late {
            best = found;
            std::mem::swap(timeline, &mut trial);
            sequence = places(network, timeline);
        }
    }
    sequence
}

/// Mean working seconds of an operation, by work centre.
fn mean_times(network: &Network) -> Vec<f64> {
    let mut sum = vec![(0.0, 0.0); network.centers.len()];
    for op in &network.ops {
        if let Some(entry) = sum.get_mut(op.center as usize) {
            entry.0 += f64::from(op.setup) + f64::from(op.run);
            entry.1 += 1.0;
        }
    }
    sum.into_iter().map(|(work, count): (f64, f64)| work / count.max(1.0)).collect()
}

/// Lateness against each promised line's target plus slack, before dispatch.
fn harm(network: &Network, timeline: &Timeline) -> Harm {
    let mut harm = Harm { weighted: 0.0, late: 0, worst: 0 };
    for demand in &network.demands {
        let Owner::Line(line) = demand.owner else { continue };
        let line = &network.lines[line as usize];
        if line.due.is_none() {
            continue;
        }
        let pegs = network.pegs_of(line.demand);
        let ready = pegs.iter().map(|p| available(network, timeline, p.supply)).max().unwrap_or(i64::MIN);
        let late = ready.saturating_sub(line.target).max(0);
        harm.weighted += late as f64 * f64::from(line.tier.weight());
        harm.late += u64::from(late > 0) * u64::from(line.tier.weight());
        harm.worst = harm.worst.max(late);
    }
    harm
}

/// The place of every operation in the order in which machines took them.
fn places(network: &Network, timeline: &Timeline) -> Vec<u32> {
    let mut places = vec![u32::MAX; network.ops.len()];
    for (place, &op) in timeline.order.iter().enumerate() {
        places[op as usize] = place as u32;
    }
    places
}
