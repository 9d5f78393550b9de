//! Fitting a request: into the plan for the steps behind a date, and into all futures for its odds.
//!
//! A fit says what could be. Whether it would hurt anybody is asked by trying it: see [`super::offer`].

use crate::domain::promise::SnapshotOdds;
use crate::domain::value::{Amount, Moment};
use crate::planning::outlook::{Outlook, amount, moment};
use crate::services::promise::{Judge, View};
use holdfast_engine::model::{Basis, LineKey};
use holdfast_engine::problem::Grade;
use holdfast_engine::quote::{self as engine, NoQuote, OddsQuote, Ranked, Request};
use holdfast_engine::time::Instant;
use serde::Serialize;
use utoipa::ToSchema;

/// What fitting a request gave.
#[derive(Clone, Debug)]
pub(super) struct Fitted {
    /// The end of the day to promise.
    pub promise: Instant,
    /// When it is met, without the buffer.
    pub met: Instant,
    /// Whether the wanted date is kept.
    pub keeps_requested: Option<bool>,
    /// How well the times behind it are known.
    pub grade: Grade,
    /// What stands behind it.
    pub behind: Behind,
    /// What the futures say; nothing where none are played.
    pub odds: Option<QuoteOdds>,
}

/// What stands behind an offered date if everything takes its usual time.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Behind {
    pub ready: Option<Moment>,
    pub operations: Vec<Step>,
    pub purchases: Vec<ToBuy>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Step {
    item: String,
    operation: String,
    work_centre: Option<String>,
    start: Option<Moment>,
    end: Option<Moment>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ToBuy {
    item: String,
    quantity: Amount,
    available: Option<Moment>,
}

/// What the futures say of an offered date.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(super) struct QuoteOdds {
    /// Plant time of the plan whose futures were played.
    pub as_of: Moment,
    /// How many were played.
    pub futures: u32,
    /// The probability, from 0 to 1, that the customer's tier asks for.
    pub share: f64,
    /// The probability that the offered date is kept.
    pub chance: f64,
    /// The probability that the wanted date is kept if it is promised; nothing if none was named.
    pub requested: Option<f64>,
    /// When it is all there with a probability of 50 %, unrounded.
    pub p50: Option<Moment>,
    /// The same with 80 %.
    pub p80: Option<Moment>,
    /// The same with 95 %.
    pub p95: Option<Moment>,
}

impl Fitted {
    /// With what came of promising the wanted days of all lines together: the probability of this one's, if futures are
    /// played, and whether it is kept.
    pub(super) fn wanted_with(&mut self, chance: Option<f64>, kept: bool) {
        if let Some(odds) = &mut self.odds {
            odds.requested = chance;
        }
        self.keeps_requested = Some(kept);
    }
}

impl QuoteOdds {
    /// With what playing all futures again with the order in them said.
    pub(super) fn tried(self, odds: &SnapshotOdds) -> Self {
        let SnapshotOdds { futures, chance, p50, p80, p95, .. } = odds.clone();
        Self { futures, chance, p50, p80, p95, ..self }
    }
}

/// Fits `request` as the line `key` into `on`.
///
/// # Errors
///
/// Unknown item, a quantity that can't be, or one that the calendars have no room for.
pub(super) fn fit(judge: &Judge, on: View<'_>, key: &LineKey, request: &Request) -> Result<Fitted, NoQuote> {
    let made;
    let ranked = match on.forecast {
        Some(forecast) => forecast.planned(),
        None if std::ptr::eq(on.plan, &raw const judge.outlook.plan) => &judge.outlook.ranked,
        None => {
            made = Ranked::of(&on.plan.network, &on.plan.timeline);
            &made
        }
    };
    let planned = engine::quote(on.shop, on.plan, ranked, request)?;
    let basis = |ship, arrival| if request.basis == Basis::Arrival { arrival } else { ship };
    let policy = judge.promised(on.shop, &request.customer);
    let whose = (&request.customer, request.basis);
    let mut fitted = Fitted {
        promise: engine::day_to_promise(on.shop, on.plan, whose, (planned.ready, policy)),
        met: basis(planned.ship, planned.arrival),
        keeps_requested: planned.keeps_requested,
        grade: planned.grade,
        behind: behind(&planned, &judge.outlook),
        odds: None,
    };
    if let Some(forecast) = on.forecast {
        let quoted = engine::quote_odds(on.shop, on.plan, forecast, key, request, policy)?;
        fitted.promise = quoted.promise;
        fitted.met = basis(quoted.shipment.ship, quoted.shipment.arrival);
        fitted.keeps_requested = quoted.requested.map(|chance| chance >= policy.share);
        fitted.odds = Some(odds(judge, &quoted));
    }
    Ok(fitted)
}

fn odds(judge: &Judge, quoted: &OddsQuote) -> QuoteOdds {
    let at = |share| moment(quoted.percentile(share));
    QuoteOdds {
        as_of: judge.outlook.now,
        futures: quoted.fits().len() as u32,
        share: quoted.share,
        chance: quoted.chance,
        requested: quoted.requested,
        p50: at(0.5),
        p80: at(0.8),
        p95: at(0.95),
    }
}

fn behind(planned: &engine::Quote, outlook: &Outlook) -> Behind {
    let operations = planned.operations.iter().map(|op| Step {
        item: op.item.to_string(),
        operation: outlook.text(op.operation),
        work_centre: op.work_center.as_ref().map(ToString::to_string),
        start: moment(op.start),
        end: moment(op.end),
    });
    let purchases = planned.purchases.iter().map(|buy| ToBuy {
        item: buy.item.to_string(),
        quantity: amount(buy.quantity),
        available: moment(buy.available),
    });
    Behind { ready: moment(planned.ready), operations: operations.collect(), purchases: purchases.collect() }
}
