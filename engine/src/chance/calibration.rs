//! What is told against what comes true: a correction of all probabilities and percentiles.
//!
//! A straight line between log-odds. Futures leave things out; how often dates were kept that the futures gave 80 % says
//! by how much. Applied wherever a probability is told or a percentile is read, never to what is drawn.

use super::Origin;

/// A shift or a change of slope so small corrects nothing.
const LEAST: f64 = 1e-9;
/// Share of futures next to none and to all that is still told apart, where it is learned from and where it is told.
pub(crate) const EDGE: f64 = 0.005;

/// Log-odds of what comes true over those of the share of futures: `shift + slope · logit(share)`.
///
/// Source: J. Platt, Probabilistic outputs for support vector machines, Advances in large margin classifiers, 1999.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    /// Above 0: things go better than the futures say.
    pub shift: f64,
    /// Below 1: the futures are too sure.
    pub slope: f64,
    /// How many promises stand behind it.
    pub observations: u32,
    /// Who says so.
    pub origin: Origin,
}

impl Default for Calibration {
    fn default() -> Calibration {
        Calibration::NONE
    }
}

impl Calibration {
    /// What the futures say comes true as often as they say.
    pub const NONE: Calibration =
        Calibration { shift: 0.0, slope: 1.0, observations: 0, origin: Origin::Prior };

    /// The one by which what happens in this share of all futures comes true with this probability, and all others are
    /// moved alike.
    pub fn between(share: f64, truth: f64) -> Calibration {
        Calibration { shift: logit(truth) - logit(share), ..Calibration::NONE }
    }

    /// The probability, from 0 to 1, of what happens in this share of all futures. Where something is corrected, none
    /// and all of them are told as next to that: futures leave things out.
    pub fn truth(&self, share: f64) -> f64 {
        match self.is_none() {
            true => share,
            false => self.at(logit(share.clamp(EDGE, 1.0 - EDGE))),
        }
    }

    /// The same of log-odds, however far out.
    pub(crate) fn at(&self, odds: f64) -> f64 {
        let told = if self.is_none() { odds } else { self.shift + self.slope * odds };
        rounded(logistic(told))
    }

    /// The share of futures, from 0 to 1, that what comes true with this probability happens in.
    pub fn read(&self, truth: f64) -> f64 {
        match self.is_none() || truth <= 0.0 || truth >= 1.0 {
            true => truth,
            false => rounded(logistic((logit(truth) - self.shift) / self.slope)),
        }
    }

    /// Whether a probability is the one that is asked for, but for `slack`, which is a share of futures: what is told
    /// moves with whole futures, however steep the correction is. Beyond all futures it moves freely, and the slack is
    /// one of probability.
    pub fn is_enough(&self, chance: f64, asked: f64, slack: f64) -> bool {
        let read = self.read(asked);
        match read <= 1.0 - EDGE {
            true => self.read(chance) >= read - slack,
            false => chance >= asked - slack,
        }
    }

    /// Whether nothing is corrected.
    pub fn is_none(&self) -> bool {
        self.shift.abs() < LEAST && (self.slope - 1.0).abs() < LEAST || self.slope <= 0.0
    }
}

/// Logarithms differ in their last digits from machine to machine; what is told must not.
fn rounded(share: f64) -> f64 {
    (share * 1e9).round() / 1e9
}

pub(crate) fn logit(share: f64) -> f64 {
    (share / (1.0 - share)).ln()
}

pub(crate) fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_undoes_telling() {
        let found = Calibration { shift: -0.4, slope: 0.8, ..Calibration::NONE };
        for share in [0.01, 0.5, 0.8, 0.95, 0.99] {
            assert!((found.read(found.truth(share)) - share).abs() < 1e-6, "{share}");
        }
        assert!(found.truth(0.8) < 0.8 && found.read(0.8) > 0.8);
        // What no future or every one has is no surer than what next to all have.
        assert!(
            found.truth(0.0) > 0.0 && found.truth(1.0) < 0.99,
            "{} {}",
            found.truth(0.0),
            found.truth(1.0)
        );
    }

    #[test]
    fn slack_is_one_of_futures() {
        let steep = Calibration { shift: -1.5, ..Calibration::NONE };
        let asked = steep.truth(0.98);
        assert!(steep.is_enough(steep.truth(0.97), asked, 0.01), "two futures of two hundred");
        assert!(asked - steep.truth(0.97) > 0.03, "which are more points of probability");
        assert!(!steep.is_enough(steep.truth(0.965), asked, 0.01));
        assert!(
            Calibration::NONE.is_enough(0.94, 0.95, 0.01) && !Calibration::NONE.is_enough(0.93, 0.95, 0.01)
        );
        assert!(!steep.is_enough(0.95, 0.99, 0.01), "beyond all futures");
    }

    #[test]
    fn without_observations_nothing_changes() {
        assert!((Calibration::NONE.truth(0.123_456) - 0.123_456).abs() < f64::EPSILON);
        assert!((Calibration::NONE.read(0.95) - 0.95).abs() < f64::EPSILON);
    }
}
