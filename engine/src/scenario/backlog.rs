//! How long every work centre is taken by what is promised already, and how much of its time orders to come ask for.
//!
//! Whoever orders later is quoted behind the promises that stand: an order to come is not let in with a date that one of
//! its work centres could not keep. What is promised in good time leaves room before it, and only what is wanted by the end
//! of a work centre's first busy period counts. Dates are given with some certainty, so what that work may take longer
//! counts as well: else whoever asks now would be overtaken by all who ask a little later.

use crate::network::{Class, Machine, Mode, Network};
use crate::time::{Instant, WorkSeconds};

/// Coefficient of variation that the working times of a backlog are taken to have.
const VARIATION: f64 = 0.5;
/// Standard deviations that quotes keep away from a backlog: nineteen of twenty are kept.
const CERTAINTY: f64 = 1.645;

/// The queue of promised work at a work centre.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Backlog {
    /// Clock seconds from `now` until its machines have kept up with their promises.
    seconds: i64,
    /// Share of its open machine hours that orders to come ask for, at most 1.
    asked: f64,
}

impl Backlog {
    /// What is left of it so many clock seconds after `now`, in clock seconds. What nobody asks for is time to work it off:
    /// half of it is counted, as dates that are packed without any gap are not given.
    pub(super) fn after(&self, elapsed: i64) -> i64 {
        (self.seconds - ((1.0 - self.asked) / 2.0 * elapsed as f64) as i64).max(0)
    }
}

/// The backlog of every work centre of `network`; `asked` is the share that orders to come ask for, by work centre.
pub(super) fn backlogs(network: &Network, asked: &[f64]) -> Vec<Backlog> {
    let mut promised: Vec<(u32, i64, i64)> = Vec::new();
    for op in network.ops.iter().filter(|op| op.mode == Mode::Machine && op.band <= Class::Promised as u8) {
        promised.push((op.center, op.protected, i64::from(op.setup) + i64::from(op.run)));
    }
    promised.sort_unstable();
    let mut found: Vec<Backlog> =
        asked.iter().map(|&asked| Backlog { seconds: 0, asked: asked.clamp(0.0, 1.0) }).collect();
    for own in promised.chunk_by(|a, b| a.0 == b.0) {
        let Some(backlog) = found.get_mut(own[0].0 as usize) else { continue };
        backlog.seconds = busy_until(network, own) - network.now;
    }
    found
}

/// Working seconds for which a machine is open between two instants.
pub(super) fn open_between(network: &Network, machine: Machine, from: Instant, to: Instant) -> i64 {
    let calendar = &network.calendars.list[machine.calendar as usize];
    calendar.worked_at(to).0 - calendar.worked_at(from).0
}

/// When the machines of a work centre first have done all that had to be begun by then. `own` is its work in the order of
/// protected starts: work centre, protected start, working seconds.
fn busy_until(network: &Network, own: &[(u32, i64, i64)]) -> i64 {
    let now = network.now;
    let Some(node) = network.centers.get(own[0].0 as usize) else { return now };
    let machines = &network.machines[node.first as usize..(node.first + node.count) as usize];
    let worked = |at: i64| {
        machines.iter().map(|&machine| open_between(network, machine, Instant(now), Instant(at))).sum::<i64>()
    };
    let (mut wanted, mut squares) = (0, 0.0);
    for &(_, protected, work) in own {
        if protected > now && worked(protected) >= wanted {
            break;
        }
        wanted += work;
        squares += (work as f64).powi(2);
    }
    wanted += (CERTAINTY * VARIATION * f64::sqrt(squares)) as i64;
    // One machine of many that work alike takes its part of it.
    let part = WorkSeconds(wanted / machines.len().max(1) as i64);
    let calendar = machines.first().map(|machine| &network.calendars.list[machine.calendar as usize]);
    calendar.and_then(|calendar| calendar.finish(Instant(now), part).ok()).map_or(now, |end| end.0)
}
