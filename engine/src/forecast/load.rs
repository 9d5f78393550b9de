//! How full work centres get, day by day, and how much work waits at the end of each day.

use crate::network::Network;
use crate::simulate::Course;
use crate::time::Instant;
use chrono::NaiveDate;

/// Days that are looked at, today included.
const DAYS: usize = 42;

/// A tenth, the median and nine tenths of what the futures say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// One future in ten has less.
    pub low: i64,
    /// Half of the futures have less.
    pub middle: i64,
    /// Nine futures in ten have less.
    pub high: i64,
}

/// A day of a work centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayLoad {
    /// The day, in the plant's zone.
    pub date: NaiveDate,
    /// Working seconds of all its machines on that day, from now on.
    pub open: i64,
    /// Working seconds that they are busy.
    pub load: Range,
    /// Working seconds of planned work that waits when the day is over.
    pub queue: Range,
}

/// Where days begin, on the clock and on every machine's calendar.
#[derive(Debug)]
pub(super) struct Loads {
    centers: usize,
    dates: Vec<NaiveDate>,
    /// Instants at which the days after today begin.
    ends: Vec<i64>,
    now: i64,
    /// By machine: worked seconds at `now` and at the end of each day.
    worked: Vec<Vec<u32>>,
    /// By work centre and day.
    open: Vec<i64>,
    /// Planned working seconds by operation.
    work: Vec<u32>,
}

/// Busy and waiting seconds of one future, by work centre and day.
#[derive(Debug)]
pub(super) struct Measure {
    busy: Vec<u32>,
    waiting: Vec<u32>,
}

impl Loads {
    pub(super) fn of(network: &Network) -> Loads {
        let today = Instant(network.now).date(network.zone);
        let dates: Vec<NaiveDate> = today.iter_days().take(DAYS).collect();
        let ends: Vec<i64> = dates.iter().map(|&day| Instant::end_of(day, network.zone).0 + 1).collect();
        let worked: Vec<Vec<u32>> = network
            .machines
            .iter()
            .map(|machine| {
                let calendar = &network.calendars.list[machine.calendar as usize];
                let all = std::iter::once(network.now).chain(ends.iter().copied());
                all.map(|at| calendar.worked_at(Instant(at)).0 as u32).collect()
            })
            .collect();
        let mut open = vec![0; network.centers.len() * dates.len()];
        for (machine, worked) in network.machines.iter().zip(&worked) {
            for day in 0..dates.len() {
                open[machine.center as usize * dates.len() + day] += i64::from(worked[day + 1] - worked[day]);
            }
        }
        let work = network.ops.iter().map(|op| op.setup.saturating_add(op.run)).collect();
        Loads { centers: network.centers.len(), dates, ends, now: network.now, worked, open, work }
    }

    /// The day of an instant, or the place after the last.
    fn day(&self, at: i64) -> usize {
        let guess = ((at - self.ends[0]).max(-1).div_euclid(86_400) + 1).min(self.ends.len() as i64) as usize;
        // Days of 23 and 25 hours put the guess one off.
        let from = guess.saturating_sub(1);
        from + self.ends[from..(guess + 2).min(self.ends.len())].iter().take_while(|&&end| end <= at).count()
    }

    /// What one future has.
    pub(super) fn measure(&self, network: &Network, course: &Course) -> Measure {
        let days = self.dates.len();
        let mut busy = vec![0_u32; self.centers * days];
        let mut waiting = vec![0_i64; self.centers * (days + 1)];
        for run in course.runs.iter().filter(|run| run.ready < self.ends[days - 1]) {
            let center = network.machines[run.machine as usize].center as usize;
            let (first, started) = (self.day(run.ready.max(self.now)), self.day(run.start));
            let work = i64::from(self.work[run.op as usize]);
            if first < started {
                waiting[center * (days + 1) + first] += work;
                waiting[center * (days + 1) + started] -= work;
            }
            let bounds = &self.worked[run.machine as usize];
            let (from, to) = run.worked;
            for day in started..days {
                if bounds[day] >= to {
                    break;
                }
                let share = to.min(bounds[day + 1]).saturating_sub(from.max(bounds[day]));
                busy[center * days + day] += share;
            }
        }
        let waits = waiting.chunks(days + 1).flat_map(|center| {
            center[..days].iter().scan(0, |sum, change| {
                *sum += change;
                Some((*sum).clamp(0, i64::from(u32::MAX)) as u32)
            })
        });
        Measure { busy, waiting: waits.collect() }
    }

    /// Ranges over all futures, by work centre and day.
    pub(super) fn ranges<'m>(&self, all: impl Iterator<Item = &'m Measure>) -> Vec<Vec<DayLoad>> {
        let all: Vec<&Measure> = all.collect();
        let mut values = Vec::with_capacity(all.len());
        let mut range = |of: &dyn Fn(&Measure) -> u32| {
            values.clear();
            values.extend(all.iter().map(|measure| of(measure)));
            values.sort_unstable();
            let at = |share: f64| i64::from(super::line::quantile(&values, share));
            Range { low: at(0.1), middle: at(0.5), high: at(0.9) }
        };
        let days = self.dates.len();
        let mut loads = Vec::with_capacity(self.centers);
        for center in 0..self.centers {
            let mut of_center = Vec::with_capacity(days);
            for (day, &date) in self.dates.iter().enumerate() {
                let place = center * days + day;
                of_center.push(DayLoad {
                    date,
                    open: self.open[place],
                    load: range(&|measure: &Measure| measure.busy[place]),
                    queue: range(&|measure: &Measure| measure.waiting[place]),
                });
            }
            loads.push(of_center);
        }
        loads
    }
}
