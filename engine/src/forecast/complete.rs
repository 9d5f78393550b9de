//! Several lines that leave together: future by future, when the last of them may be packed.

use super::{Forecast, quantile_of};
use crate::chance::Calibration;
use crate::model::LineKey;
use crate::plan::Plan;
use crate::time::Instant;

impl Forecast {
    /// When all of these lines may be packed in each future, in order of time: the latest of them, so that what is
    /// said of all is not said of each by itself. `plan` must be the one that this forecast was made of. A line that
    /// the plan does not have is not waited for.
    pub fn complete(&self, plan: &Plan, lines: &[LineKey]) -> Vec<Instant> {
        let mut last = vec![self.now; self.futures.len()];
        for line in lines.iter().filter_map(|key| self.line(plan, key)) {
            last.iter_mut().zip(line.released()).for_each(|(last, at)| *last = at.max(*last));
        }
        last.sort_unstable();
        last
    }

    /// What is told of lines of several kinds against what comes true.
    pub fn calibration(&self) -> Calibration {
        self.calibration
    }

    /// The instant by which all of these lines may be packed with the probability `share`, unrounded and calibrated.
    pub fn complete_by(&self, plan: &Plan, lines: &[LineKey], share: f64) -> Instant {
        quantile_of(self.now, &self.complete(plan, lines), self.calibration.read(share))
    }
}
