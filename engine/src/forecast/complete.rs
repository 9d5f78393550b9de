//! Several lines that leave together: future by future, when the last of them may be packed.
//!
//! What is told of all of them is corrected as each of them is; where those are of several kinds, by the strictest. So
//! all are never likelier than one of them, and never sooner.

use super::{Forecast, LineForecast, Told};
use crate::chance::Calibration;
use crate::model::LineKey;
use crate::plan::Plan;
use crate::time::Instant;

impl Forecast {
    /// When the last of these lines may be packed in each future, in order of time. Lines that the plan does not
    /// have are left out; of none at all, now.
    pub fn complete(&self, plan: &Plan, lines: &[LineKey]) -> Vec<Instant> {
        let mut last = vec![self.now; self.scenarios() as usize];
        for line in self.those(plan, lines) {
            let later = last.iter().zip(line.released()).map(|(&last, at)| last.max(at));
            last = later.collect();
        }
        last.sort_unstable();
        last
    }

    fn those<'f>(
        &'f self,
        plan: &'f Plan,
        lines: &'f [LineKey],
    ) -> impl Iterator<Item = LineForecast<'f>> + 'f {
        lines.iter().filter_map(|key| self.line(plan, key))
    }

    fn told_of(&self, plan: &Plan, lines: &[LineKey]) -> Told {
        let by: Vec<Calibration> = self.those(plan, lines).map(|line| line.calibration()).collect();
        Told::of(self.now, &self.complete(plan, lines), by)
    }

    /// The instant by which all of these lines may be packed with the probability `share`, unrounded and calibrated.
    pub fn complete_by(&self, plan: &Plan, lines: &[LineKey], share: f64) -> Instant {
        let each = self.those(plan, lines).map(|line| line.percentile(share));
        each.fold(self.told_of(plan, lines).percentile(share), Instant::max)
    }

    /// How likely all of these lines leave, or arrive, by `due`, together and as the first of them does; calibrated.
    pub fn complete_chance(&self, plan: &Plan, lines: &[LineKey], due: Instant) -> f64 {
        let Some(first) = self.those(plan, lines).next() else { return 0.0 };
        let all = self.told_of(plan, lines).chance(|ready| first.met(ready), due);
        self.those(plan, lines).map(|line| line.chance_by(due)).fold(all, f64::min)
    }

    /// How likely each of these lines leaves, or arrives, by its day, and how likely all of them do; calibrated. A line
    /// that the plan does not have never does.
    pub fn chances(&self, plan: &Plan, wishes: &[(LineKey, Instant)]) -> (Vec<f64>, f64) {
        let lines: Vec<_> = wishes.iter().map(|(key, due)| (self.line(plan, key), *due)).collect();
        let each: Vec<f64> =
            lines.iter().map(|(line, due)| line.map_or(0.0, |line| line.chance_by(*due))).collect();
        let kept: Vec<Vec<bool>> =
            lines.iter().map(|(line, due)| line.map_or_else(Vec::new, |line| line.kept(*due))).collect();
        let futures = self.scenarios() as usize;
        let in_all = |future: &usize| kept.iter().all(|kept| kept.get(*future) == Some(&true));
        let count = (0..futures).filter(in_all).count();
        let least = each.iter().copied().fold(1.0, f64::min);
        // Where every future keeps them all, the least sure of them says how sure that is.
        if count == futures {
            return (each, least);
        }
        let share = count as f64 / futures.max(1) as f64;
        let told = lines.iter().filter_map(|(line, _)| Some(line.as_ref()?.calibration().truth(share)));
        let all = told.fold(least, f64::min);
        (each, all)
    }
}
