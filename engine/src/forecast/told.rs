//! What is told of the instants that many futures gave: percentiles and odds, corrected by what comes true.
//!
//! Without a correction futures are counted, nothing else. With one, what comes true with 95 % may lie beyond all
//! futures, and a date that all of them keep is told with less than certainty, the less the nearer it is to the last of
//! them: beyond the first and the last future, time goes on with the log-odds as it does from their middle to there. What
//! all futures give alike hangs on no chance and stays certain.

use super::NEVER;
use super::line::quantile;
use crate::chance::{Calibration, EDGE, logit};
use crate::time::Instant;

/// Log-odds beyond the last future that are still told apart.
const FARTHEST: f64 = 20.0;
/// How often the farthest is halved to find the last instant that is met: to a thousandth of a unit of log-odds.
const HALVINGS: u32 = 15;

/// Instants of all futures with the corrections that they are told by: of several, the strictest.
pub(crate) struct Told {
    now: Instant,
    /// In order, in seconds after `now`.
    sorted: Vec<u32>,
    by: Vec<Calibration>,
}

impl Told {
    pub(crate) fn new(now: Instant, mut after: Vec<u32>, by: Vec<Calibration>) -> Told {
        after.sort_unstable();
        Told { now, sorted: after, by }
    }

    pub(crate) fn of(now: Instant, instants: &[Instant], by: Vec<Calibration>) -> Told {
        let after = |at: &Instant| match at.is_reached() {
            true => (*at - now).clamp(0, i64::from(NEVER - 1)) as u32,
            false => NEVER,
        };
        Told::new(now, instants.iter().map(after).collect(), by)
    }

    /// The instant by which it comes true with the probability `share`, unrounded.
    pub(crate) fn percentile(&self, share: f64) -> Instant {
        let latest = self.by.iter().map(|by| self.read(by, share)).max();
        match latest.unwrap_or_else(|| quantile(&self.sorted, share)) {
            NEVER => Instant::NEVER,
            after => self.now + i64::from(after),
        }
    }

    fn read(&self, by: &Calibration, share: f64) -> u32 {
        let read = by.read(share);
        let (Some(&first), Some(&last)) = (self.sorted.first(), self.sorted.last()) else { return NEVER };
        let beyond = logit(read).abs() - logit(1.0 - EDGE);
        if by.is_none() || beyond <= 0.0 {
            return quantile(&self.sorted, read);
        }
        match read > 0.5 {
            true if last == NEVER => NEVER,
            true => {
                let at = f64::from(last) + beyond.min(FARTHEST) * self.upper();
                at.min(f64::from(NEVER - 1)).ceil() as u32
            }
            false if first == NEVER => NEVER,
            false => (f64::from(first) - beyond.min(FARTHEST) * self.lower()).max(0.0) as u32,
        }
    }

    /// How likely it is met by `due`, where `met` says when what is there at an instant is met: never earlier for what is
    /// there later.
    pub(crate) fn chance(&self, met: impl Fn(Instant) -> Instant, due: Instant) -> f64 {
        let instant = |after: u32| if after == NEVER { Instant::NEVER } else { self.now + i64::from(after) };
        let by_then = self.sorted.partition_point(|&after| met(instant(after)) <= due);
        let share = by_then as f64 / self.sorted.len().max(1) as f64;
        let (first, last) = (self.sorted.first(), self.sorted.last());
        if first == last || self.by.iter().all(Calibration::is_none) {
            return share;
        }
        let kept = |seconds: f64| met(self.now + seconds as i64) <= due;
        let odds = match (by_then, first, last) {
            (0, Some(&first), _) => -lead(f64::from(first), self.lower(), kept),
            (_, _, Some(&last)) if by_then == self.sorted.len() => lag(f64::from(last), self.upper(), kept),
            _ => logit(share.clamp(EDGE, 1.0 - EDGE)),
        };
        self.by.iter().map(|by| by.at(odds)).fold(1.0, f64::min)
    }

    /// Seconds for a unit of log-odds beyond the last future: as from the middle, and no less than over all of them.
    fn upper(&self) -> f64 {
        let [first, middle, last] = self.ends();
        (last - middle).max((last - first) / 2.0) / logit(1.0 - EDGE)
    }

    /// The same before the first one: as from there to the middle.
    fn lower(&self) -> f64 {
        let [first, middle, _] = self.ends();
        (middle - first) / logit(1.0 - EDGE)
    }

    fn ends(&self) -> [f64; 3] {
        let at = |place: usize| self.sorted.get(place).map_or(0.0, |&after| f64::from(after));
        [at(0), at(self.sorted.len() / 2), at(self.sorted.len().saturating_sub(1))]
    }
}

/// Log-odds of what is met so much after the last future.
fn lag(last: f64, scale: f64, kept: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, FARTHEST);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        *(if kept(last + middle * scale) { &mut low } else { &mut high }) = middle;
    }
    logit(1.0 - EDGE) + low
}

/// Log-odds against what is met only so much before the first future; without end where it would be over already.
fn lead(first: f64, scale: f64, kept: impl Fn(f64) -> bool) -> f64 {
    let farthest = if scale > 0.0 { (first / scale).min(FARTHEST) } else { 0.0 };
    if !kept(first - farthest * scale) {
        return f64::INFINITY;
    }
    let (mut low, mut high) = (0.0, farthest);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        *(if kept(first - middle * scale) { &mut high } else { &mut low }) = middle;
    }
    logit(1.0 - EDGE) + high
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::DAY;

    fn told(by: &[Calibration]) -> Told {
        let days = (0..200).map(|nth| (DAY as u32) * 10 + nth * 3_600).collect();
        Told::new(Instant(1_000_000), days, by.to_vec())
    }

    fn same(at: Instant) -> Instant {
        at
    }

    #[test]
    fn beyond_all_futures_dates_and_odds_go_on() {
        let by = Calibration { shift: -3.5, slope: 0.9, ..Calibration::NONE };
        let (plain, told) = (told(&[Calibration::NONE]), told(&[by]));
        let last = plain.percentile(1.0);
        assert!((plain.chance(same, last) - 1.0).abs() < f64::EPSILON);
        assert!(told.chance(same, last) < 0.8, "all futures keep it: {}", told.chance(same, last));
        assert!(told.percentile(0.95) > last, "which is not enough for 95 %");
        for share in [0.05, 0.2, 0.5, 0.8, 0.95, 0.99] {
            let is = told.chance(same, told.percentile(share));
            assert!((is - share).abs() < 0.006, "{share} is told {is}");
        }
        let days: Vec<f64> = (0..60).map(|day| told.chance(same, told.now + day * DAY)).collect();
        assert!(days.windows(2).all(|pair| pair[0] <= pair[1]), "{days:?}");
        assert!(days[0] < 1e-6 && days[59] < 1.0, "{days:?}");
        assert!(told.chance(same, told.now + -1) <= 0.0, "what is over can't be met");
    }

    #[test]
    fn of_several_corrections_the_strictest_is_told() {
        let hard = Calibration { shift: -1.0, ..Calibration::NONE };
        let flat = Calibration { shift: 0.3, slope: 0.6, ..Calibration::NONE };
        let (both, first, second) = (told(&[hard, flat]), told(&[hard]), told(&[flat]));
        for share in [0.1, 0.5, 0.8, 0.95] {
            let latest = first.percentile(share).max(second.percentile(share));
            assert_eq!(both.percentile(share), latest);
            let least = first.chance(same, latest).min(second.chance(same, latest));
            assert!((both.chance(same, latest) - least).abs() < f64::EPSILON);
        }
    }

    #[test]
    fn what_hangs_on_no_chance_stays_certain_and_what_never_comes_too() {
        let by = vec![Calibration { shift: -2.0, ..Calibration::NONE }];
        let there = Told::new(Instant(0), vec![500; 200], by.clone());
        assert!((there.chance(same, Instant(500)) - 1.0).abs() < f64::EPSILON);
        assert!(there.chance(same, Instant(499)) <= 0.0);
        assert_eq!(there.percentile(0.95), Instant(500));
        let mut some = vec![500; 150];
        some.extend([NEVER; 50]);
        let some = Told::new(Instant(0), some, by);
        assert_eq!(some.percentile(0.95), Instant::NEVER);
        assert!(some.chance(same, Instant(DAY)) < 0.75);
    }
}
