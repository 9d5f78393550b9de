//! What is assumed of a shop of which nothing is known: wide, so that its odds are honest and not sharp.
//!
//! Figures: operation times with a coefficient of variation of 0.5 around the plan; half of all deliveries on the
//! confirmed day or before, one in ten more than a week late; customers a little worse; a breakdown in 200 worked
//! hours with repairs of 4 h in the mean; one shift in forty unmanned. What
//! was only estimated is half as long or twice as long in one case of five, besides. The list is taken to be followed: otherwise
//! any new order would hurt whoever waits beside it, and nothing could be promised.
//! Yields, reporting delays and orders still to come have no default: nothing can be assumed of them.

use super::{ByCode, Chance, Chances, Origin, Spread, Stoppages, Times};

/// Mean and coefficient of variation of the true time over one that was only estimated: as often above as below, four
/// in five between half and double. That is the accuracy of estimates by analogy and judgement, the widest of class 5
/// in AACE International, Recommended Practice 18R-97, Cost estimate classification system: -50 % to +100 %.
const DOUBT: (f64, f64) = (1.157, 0.583);

/// Seconds in an hour.
const HOUR: f64 = 3_600.0;

/// Lateness of suppliers in days at equal steps of probability.
const SUPPLIERS: [f32; 20] = [
    -3.0, -2.0, -1.0, -1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 2.0, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0, 18.0,
];

/// Lateness of customers in days at equal steps of probability.
const CUSTOMERS: [f32; 20] =
    [-2.0, -1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 15.0, 25.0];

/// The wide assumption.
pub(super) fn chances() -> Chances {
    let prior = |spread| Chance { spread, observations: 0, origin: Origin::Prior };
    let stoppages = |per_hour, length| Stoppages { per_hour, length, observations: 0, origin: Origin::Prior };
    Chances {
        times: Times {
            plant: prior(Spread::lognormal(1.0, 0.5)),
            doubt: prior(Spread::lognormal(DOUBT.0, DOUBT.1)),
            ..Times::default()
        },
        suppliers: ByCode::all(prior(Spread::of(SUPPLIERS.to_vec()))),
        customers: ByCode::all(prior(Spread::of(CUSTOMERS.to_vec()))),
        breakdowns: ByCode::all(stoppages(1.0 / 200.0, Spread::lognormal(4.0 * HOUR, 1.0))),
        absence: ByCode::all(stoppages(1.0 / 320.0, Spread::constant((8.0 * HOUR) as f32))),
        ..Chances::none(1)
    }
}
