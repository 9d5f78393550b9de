//! Minutes that somebody at the desk takes a part to need, while it has no routing. A type and its limits; what is
//! planned with it is the planner's business.

use super::value::Amount;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Steps of one estimate at most.
pub const MOST_STEPS: usize = 20;
/// Minutes of a setup, or of one piece, at most.
pub const MOST_MINUTES: u32 = 100_000;

/// The work of a part at one work centre, as somebody takes it to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct EstimatedStep {
    /// The work centre.
    pub work_centre: String,
    /// Minutes of setup for the lot.
    pub minutes_setup: Amount,
    /// Minutes for each piece.
    pub minutes_each: Amount,
}

/// What is wrong with the minutes of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Which field, as it is called.
    Field(&'static str),
    /// There is nothing to do.
    Nothing,
}

impl EstimatedStep {
    /// Whether it can be planned with.
    ///
    /// # Errors
    ///
    /// What is wrong.
    pub fn check(&self) -> Result<(), Wrong> {
        let fits = |minutes: Amount| minutes >= Amount::ZERO && minutes <= Amount::whole(MOST_MINUTES);
        if !fits(self.minutes_setup) {
            return Err(Wrong::Field("minutes_setup"));
        }
        if !fits(self.minutes_each) {
            return Err(Wrong::Field("minutes_each"));
        }
        if self.minutes_setup == Amount::ZERO && self.minutes_each == Amount::ZERO {
            return Err(Wrong::Nothing);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_at_least_some_and_not_endless() {
        let step = |setup, each| EstimatedStep {
            work_centre: "MILL".into(),
            minutes_setup: Amount::whole(setup),
            minutes_each: Amount::whole(each),
        };
        assert_eq!(step(0, 5).check(), Ok(()));
        assert_eq!(step(30, 0).check(), Ok(()));
        assert_eq!(step(0, 0).check(), Err(Wrong::Nothing));
        assert_eq!(step(MOST_MINUTES + 1, 5).check(), Err(Wrong::Field("minutes_setup")));
        let less = EstimatedStep { minutes_each: Amount::ZERO - Amount::whole(1), ..step(1, 1) };
        assert_eq!(less.check(), Err(Wrong::Field("minutes_each")));
    }
}
