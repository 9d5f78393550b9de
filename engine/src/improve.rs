//! The bounded search for a better sequence.
//!
//! The dispatch rule keeps promises apart; where not all can be kept it does not find the least harm. This
//! pass plays the network under a few urgency rules and takes the future with the least weighted lateness that
//! is fair beside the dispatch rule: no more promises late, no more lateness squared (so nobody is sacrificed
//! for the mean), and the worst at most a day worse. It gives the future back as a *sequence*: one place per
//! operation, which plan, scenarios and dispatch lists all use.
//!
//! Moving single late orders forward afterwards was tried: 200 moves cost ten times as much as the eight rules
//! and gained 1 to 3 %.

use crate::network::Network;
use crate::plan::dates;
use crate::simulate::{Factors, Rule, Scratch, Timeline, Urgency, simulate};
use crate::time::DAY;

/// Urgency rules that are tried, in order: look-ahead in mean operation times, allowance, patience in days.
const TRIALS: [(f64, f64, i64); 8] = [
    (8.0, 0.0, 10),
    (4.0, 0.0, 15),
    (8.0, 0.0, 20),
    (2.0, 0.0, 20),
    (4.0, 1.0, 10),
    (4.0, 0.0, 10),
    (8.0, 0.0, 7),
    (4.0, 0.5, 20),
];

/// Operations that all passes together may play: on huge order books a pass scans long queues, and there is
/// less to gain.
const BUDGET: usize = 600_000;

/// Lateness that counts at most, in seconds: twenty years.
const LONGEST: i64 = 20 * 366 * DAY;

/// How bad a future is.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Harm {
    /// Days late, weighted by tier.
    weighted: f64,
    /// Days late squared, weighted.
    squared: f64,
    /// Weight of all that is late.
    late: u64,
    /// The worst single lateness in seconds.
    worst: i64,
}

impl Harm {
    /// Whether it is no less fair than `base`.
    fn is_fair_beside(&self, base: &Harm) -> bool {
        self.squared <= base.squared && self.late <= base.late && self.worst <= base.worst + DAY
    }
}

/// Tries up to `passes` rules, fewer on huge networks; leaves the best future in `timeline`, which holds the dispatch rule's, and
/// returns which rule made it, or nothing if the dispatch rule was best.
pub fn improve(
    network: &Network,
    passes: u32,
    wait: i64,
    scratch: &mut Scratch,
    timeline: &mut Timeline,
) -> Option<usize> {
    let base = harm(network, timeline);
    let mut best = base;
    if base.late == 0 {
        return None;
    }
    let mut trial = Timeline::default();
    let mut found = None;
    let affordable = (BUDGET / network.ops.len().max(1)).max(1).min(passes as usize);
    for rule in 0..TRIALS.len().min(affordable) {
        follow(network, rule, wait, scratch, &mut trial);
        let harm = harm(network, &trial);
        if harm.weighted < best.weighted && harm.is_fair_beside(&base) {
            best = harm;
            found = Some(rule);
            std::mem::swap(timeline, &mut trial);
        }
    }
    found
}

/// Plays the network under one of the rules that [`improve`] tries, by its place.
pub fn follow(network: &Network, rule: usize, wait: i64, scratch: &mut Scratch, timeline: &mut Timeline) {
    let (look_ahead, allowance, patience) = TRIALS[rule.min(TRIALS.len() - 1)];
    let mean = mean_times(network);
    let urgency = Urgency { look_ahead, allowance, patience: patience * DAY, mean: &mean };
    simulate(network, Rule::Urgency(urgency), Factors::default(), wait, scratch, timeline);
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

/// The lateness of all promised lines, each against its promise.
fn harm(network: &Network, timeline: &Timeline) -> Harm {
    let mut harm = Harm { weighted: 0.0, squared: 0.0, late: 0, worst: 0 };
    for (line, date) in network.lines.iter().zip(dates(network, timeline)) {
        let Some(late) = date.late.filter(|&late| late > 0) else { continue };
        // What never ends is not compared in years.
        let days = late.min(LONGEST) as f64 / DAY as f64;
        harm.weighted += days * f64::from(line.weight);
        harm.squared += days * days * f64::from(line.weight);
        harm.late += u64::from(line.weight);
        harm.worst = harm.worst.max(late.min(LONGEST));
    }
    harm
}

/// The place of every operation in the order in which machines took them.
pub fn places(network: &Network, timeline: &Timeline) -> Vec<u32> {
    let mut places = vec![u32::MAX; network.ops.len()];
    for (place, &op) in timeline.order.iter().enumerate() {
        places[op as usize] = place as u32;
    }
    places
}
