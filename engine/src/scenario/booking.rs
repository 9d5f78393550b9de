//! How orders to come are quoted: behind what is promised already, and behind each other.
//!
//! Whoever asks later gets a later date where a work centre is full. For every work centre it is known how much promised
//! work is to be begun by the end of each stretch of time, and how much fits until then: the open time of its machines. An
//! order to come is let in with the date that others like it had, or with the first later one at which what it asks of each
//! of its work centres still fits, by then and at every later end. Time that passes without work is lost. Work counts with
//! its mean real time. No date is kept away further for certainty: the dates that others had were.

use crate::network::{Class, Mode, Network, OpNode};
use crate::time::Instant;

/// Stretches of time that are looked at.
const STRETCHES: usize = 256;

/// What each work centre has promised, at `now`.
#[derive(Debug, Default)]
pub(super) struct Bookings {
    now: i64,
    /// Clock seconds of a stretch.
    step: i64,
    centers: Vec<Center>,
}

/// Promised work of a work centre and its time, by the end of each stretch, in working seconds.
#[derive(Clone, Debug)]
struct Center {
    open: Vec<f32>,
    /// What may be asked for besides by then and at all later ends; below 0 where too much is promised.
    free: Vec<f32>,
    /// All that is promised, at whatever time.
    promised: f64,
}

/// What an order asks of a work centre.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    pub center: u32,
    /// Clock seconds from the latest start to the due date.
    pub tail: i64,
    /// Working seconds.
    pub work: f32,
}

/// The bookings in one future, as orders come.
#[derive(Clone, Debug, Default)]
pub(crate) struct Booked {
    centers: Vec<BookedCenter>,
}

#[derive(Clone, Debug, Default)]
struct BookedCenter {
    free: Vec<f32>,
    promised: f64,
    /// Working seconds that passed without work.
    lost: f64,
}

impl Bookings {
    /// What `network` has promised. `takes` is the mean real time of an operation over its planned one, and `to` the last instant that is looked at.
    pub(super) fn of(network: &Network, to: Instant, takes: impl Fn(&OpNode) -> f64) -> Bookings {
        let now = network.now;
        let step = ((to.0 - now) / STRETCHES as i64).max(3_600);
        let open = |center: &crate::network::Center| {
            let machines = &network.machines[center.first as usize..(center.first + center.count) as usize];
            let worked = |end: usize| {
                let at = Instant(now + (end as i64 + 1) * step);
                let worked = |machine: &crate::network::Machine| {
                    let calendar = &network.calendars.list[machine.calendar as usize];
                    calendar.worked_at(at).0 - calendar.worked_at(Instant(now)).0
                };
                machines.iter().map(worked).sum::<i64>() as f32
            };
            (0..STRETCHES).map(worked).collect()
        };
        let centers = network.centers.iter();
        let centers =
            centers.map(|center| Center { open: open(center), free: vec![0.0; STRETCHES], promised: 0.0 });
        let mut all = Bookings { now, step, centers: centers.collect() };
        for op in network.ops.iter().filter(|op| op.mode == Mode::Machine && op.band <= Class::Promised as u8)
        {
            let place = all.stretch(op.protected);
            let work = (f64::from(op.setup) + f64::from(op.run)) * takes(op);
            let Some(center) = all.centers.get_mut(op.center as usize) else { continue };
            center.promised += work;
            if let Some(booked) = center.free.get_mut(place) {
                *booked += work as f32;
            }
        }
        all.centers.iter_mut().for_each(Center::settle);
        all
    }

    /// The stretch in which an instant lies; beyond the last one there is always time.
    fn stretch(&self, at: i64) -> usize {
        usize::try_from((at - self.now).max(0) / self.step.max(1)).unwrap_or(usize::MAX)
    }

    /// Begins a future.
    pub(super) fn begin(&self, booked: &mut Booked) {
        booked.centers.resize_with(self.centers.len(), BookedCenter::default);
        for (own, center) in booked.centers.iter_mut().zip(&self.centers) {
            own.free.clone_from(&center.free);
            (own.promised, own.lost) = (center.promised, 0.0);
        }
    }

    /// The date of an order that comes at `at` and would like to have `due`: that one or a later one. It is booked.
    pub(super) fn book(&self, booked: &mut Booked, asked: &[Asked], at: i64, due: i64) -> i64 {
        let mut later = 0;
        for one in asked {
            let (Some(own), Some(center)) =
                (booked.centers.get_mut(one.center as usize), self.centers.get(one.center as usize))
            else {
                continue;
            };
            own.lost =
                own.lost.max(center.open_until((at - self.now) as f64 / self.step as f64) - own.promised);
            let (wanted, enough) = (self.stretch(due - one.tail), own.lost as f32 + one.work);
            // What may be asked for grows with the stretches.
            let tail = own.free.get(wanted..).unwrap_or_default();
            let full = tail.partition_point(|&free| free < enough);
            if full > 0 {
                let first = self.now + (wanted + full) as i64 * self.step;
                later = later.max(first - (due - one.tail));
            }
        }
        let due = due + later;
        for one in asked {
            let place = self.stretch(due - one.tail);
            let Some(own) = booked.centers.get_mut(one.center as usize) else { continue };
            own.promised += f64::from(one.work);
            own.take(place, one.work);
        }
        due
    }
}

impl Center {
    /// Makes of the work to be begun in each stretch what may be asked for besides.
    fn settle(&mut self) {
        let mut booked = 0.0;
        for (free, open) in self.free.iter_mut().zip(&self.open) {
            booked += *free;
            *free = *open - booked;
        }
        let mut least = f32::MAX;
        for free in self.free.iter_mut().rev() {
            least = least.min(*free);
            *free = least;
        }
    }

    /// Open working seconds from now on until so many stretches are over.
    fn open_until(&self, stretches: f64) -> f64 {
        let whole = stretches as usize;
        let at = |end: usize| f64::from(self.open.get(end).or(self.open.last()).copied().unwrap_or(0.0));
        let before = if whole == 0 { 0.0 } else { at(whole - 1) };
        before + (at(whole) - before) * stretches.fract()
    }
}

impl BookedCenter {
    /// Takes so much work that is to be begun by the end of a stretch.
    fn take(&mut self, place: usize, work: f32) {
        let Some((before, after)) = self.free.split_at_mut_checked(place) else { return };
        after.iter_mut().for_each(|free| *free -= work);
        let Some(&least) = after.first() else { return };
        // Those before it have what is least from then on.
        for free in before.iter_mut().rev() {
            if *free <= least {
                break;
            }
            *free = least;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One work centre that is always open, in stretches of an hour.
    fn open(promised: &[f32]) -> Bookings {
        let mut free = vec![0.0; STRETCHES];
        free[..promised.len()].copy_from_slice(promised);
        let total = promised.iter().map(|&work| f64::from(work)).sum();
        let open = (1..=STRETCHES).map(|end| end as f32 * 3_600.0).collect();
        let mut center = Center { open, free, promised: total };
        center.settle();
        Bookings { now: 0, step: 3_600, centers: vec![center] }
    }

    fn asks(hours: f32) -> [Asked; 1] {
        [Asked { center: 0, tail: 0, work: hours * 3_600.0 }]
    }

    const HOUR: i64 = 3_600;

    #[test]
    fn what_fits_has_the_date_that_it_would_like() {
        let (all, mut booked) = (open(&[]), Booked::default());
        all.begin(&mut booked);
        assert_eq!(all.book(&mut booked, &asks(5.0), 0, 6 * HOUR), 6 * HOUR);
        // Two more hours by then are too many, and of an hour later as well.
        assert_eq!(all.book(&mut booked, &asks(3.0), 0, 6 * HOUR), 7 * HOUR);
        // What is late enough does not care.
        assert_eq!(all.book(&mut booked, &asks(3.0), 0, 90 * HOUR), 90 * HOUR);
    }

    #[test]
    fn nobody_is_let_in_before_what_is_promised_already() {
        // Ten hours of work are to be begun at once.
        let (all, mut booked) = (open(&[36_000.0]), Booked::default());
        all.begin(&mut booked);
        let dates: Vec<i64> = (0..4).map(|_| all.book(&mut booked, &asks(2.0), 0, HOUR) / HOUR).collect();
        assert_eq!(dates, [11, 13, 15, 17], "one behind the other");
        // A later future begins with what is promised, and nothing else.
        all.begin(&mut booked);
        assert_eq!(all.book(&mut booked, &asks(2.0), 0, HOUR) / HOUR, 11);
    }

    #[test]
    fn time_without_work_is_lost() {
        let (all, mut booked) = (open(&[]), Booked::default());
        all.begin(&mut booked);
        assert_eq!(
            all.book(&mut booked, &asks(9.0), 20 * HOUR, 25 * HOUR) / HOUR,
            28,
            "nine hours after twenty"
        );
        let (busy, mut booked) = (open(&[20.0 * 3_600.0]), Booked::default());
        busy.begin(&mut booked);
        assert_eq!(
            busy.book(&mut booked, &asks(4.0), 20 * HOUR, 25 * HOUR) / HOUR,
            25,
            "its work is done by then"
        );
    }

    #[test]
    fn what_may_be_asked_for_is_the_least_from_then_on() {
        let (all, mut booked) = (open(&[]), Booked::default());
        all.begin(&mut booked);
        let mut left: Vec<f32> = (1..=STRETCHES).map(|end| end as f32 * 3_600.0).collect();
        for nth in 0..200_usize {
            let (place, work) = (nth * 37 % STRETCHES, (nth % 7) as f32 * 500.0);
            booked.centers[0].take(place, work);
            left[place..].iter_mut().for_each(|free| *free -= work);
            let least = |from: usize| left[from..].iter().copied().fold(f32::MAX, f32::min);
            let wrong = (0..STRETCHES).find(|&from| (booked.centers[0].free[from] - least(from)).abs() > 1.0);
            assert_eq!(wrong, None, "after {nth}");
        }
    }
}
