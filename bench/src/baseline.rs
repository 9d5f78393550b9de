//! What plans are held against: insertion by due date, and each order alone in an empty shop.
//!
//! Both take the engine's network, so they have the same operations, calendars and pegs. Neither asks the
//! simulation for anything.

use holdfast_engine::calendar::Calendar;
use holdfast_engine::network::{Network, OpNode, SupplySource};
use holdfast_engine::time::{DAY, Instant, WorkSeconds};

/// How late orders are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lateness {
    /// Orders that are late.
    pub late: usize,
    /// Days late, mean over all orders.
    pub mean: f64,
    /// Days late of the latest.
    pub max: f64,
    /// Days late, mean over all orders, each by the weight of its tier.
    pub weighted: f64,
}

impl Lateness {
    /// From the seconds after the promise, line by line of `network`; negative is early.
    pub fn of(network: &Network, late: impl Iterator<Item = i64>) -> Lateness {
        let mut sum = Lateness::default();
        let mut weights = 0.0;
        for (line, late) in network.lines.iter().zip(late) {
            let days = late.max(0) as f64 / DAY as f64;
            let weight = f64::from(line.tier.weight());
            sum.late += usize::from(late > 0);
            sum.mean += days;
            sum.max = sum.max.max(days);
            sum.weighted += weight * days;
            weights += weight;
        }
        sum.mean /= network.lines.len().max(1) as f64;
        sum.weighted /= f64::max(weights, 1.0);
        sum
    }
}

/// Orders by due date, each operation in the earliest gap of its machine that fits, in working time, after its
/// predecessor and its materials.
pub fn insertion(network: &Network) -> Lateness {
    let mut machines = vec![Vec::new(); network.machines.len()];
    let mut order: Vec<usize> = (0..network.lines.len()).collect();
    order.sort_by_key(|&line| (network.lines[line].due, line));
    let mut late = vec![0; network.lines.len()];
    for line in order {
        let end = finish(network, line, |machine, calendar, ready, work| {
            let from = calendar.worked_at(ready).0;
            let start = insert(&mut machines[machine], from, work);
            calendar.end_at(WorkSeconds(start + work)).unwrap_or(Instant::NEVER)
        });
        late[line] = network.lines[line].due.map_or(0, |due| end.0 - due);
    }
    Lateness::of(network, late.into_iter())
}

/// Each order as if it had the shop for itself, with the materials that are pegged to it: no plan with these
/// pegs has an order earlier.
pub fn alone(network: &Network) -> Lateness {
    let late = (0..network.lines.len()).map(|line| {
        let end = finish(network, line, |_, calendar, ready, work| {
            calendar.finish(ready, WorkSeconds(work)).unwrap_or(Instant::NEVER)
        });
        network.lines[line].due.map_or(0, |due| end.0 - due)
    });
    Lateness::of(network, late)
}

/// When a line is finished if `place` says when each of its operations ends: given the machine, its calendar,
/// the instant at which the operation is ready, and its work.
fn finish(
    network: &Network,
    line: usize,
    mut place: impl FnMut(usize, &Calendar, Instant, i64) -> Instant,
) -> Instant {
    let mut last = Instant(network.now);
    for peg in network.pegs_of(network.lines[line].demand) {
        let SupplySource::Job(job) = network.supplies[peg.supply as usize].source else { continue };
        let job = &network.jobs[job as usize];
        let mut end = Instant(network.now);
        for op in &network.ops[job.first as usize..(job.first + job.count) as usize] {
            let machine = network.centers[op.center as usize].first as usize;
            let calendar = &network.calendars.list[network.machines[machine].calendar as usize];
            end = place(machine, calendar, end.max(Instant(op.available)), work(op));
        }
        last = last.max(end);
    }
    last
}

fn work(op: &OpNode) -> i64 {
    i64::from(op.setup) + i64::from(op.run)
}

/// Puts `work` into the earliest gap from `from` on and returns its start. `taken` is sorted and stays so.
fn insert(taken: &mut Vec<(i64, i64)>, from: i64, work: i64) -> i64 {
    let mut place = taken.partition_point(|&(_, end)| end <= from);
    let mut start = from;
    while let Some(&(next, end)) = taken.get(place) {
        if next - start >= work {
            break;
        }
        start = end;
        place += 1;
    }
    taken.insert(place, (start, start + work));
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_goes_into_the_earliest_gap_that_is_long_enough() {
        let mut taken = vec![(10, 20), (25, 40)];
        assert_eq!(insert(&mut taken, 0, 10), 0);
        assert_eq!(insert(&mut taken, 5, 6), 40);
        assert_eq!(insert(&mut taken, 12, 5), 20);
        assert_eq!(taken, [(0, 10), (10, 20), (20, 25), (25, 40), (40, 46)]);
    }
}
