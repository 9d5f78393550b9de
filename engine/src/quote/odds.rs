//! Quotes with odds: the ranked fit over all futures.
//!
//! The request with a candidate date is ranked as if that date were promised and fitted into every future; the
//! policy's percentile of the fits is the next candidate, until a date keeps itself.

use super::many::ManyFits;
use super::{NoQuote, PASSES, Request, ToBuy};
use crate::chance::Calibration;
use crate::forecast::{Forecast, Told};
use crate::model::{Basis, Code, LineKey, Shop};
use crate::network::NONE;
use crate::plan::Plan;
use crate::problem::Grade;
use crate::quote::fit::Fit;
use crate::ship::{Dispatch, Shipment};
use crate::time::{DAY, Instant};

/// How sure a date must be before it is offered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Policy {
    /// The probability with which the goods are ready, from 0 to 1.
    pub share: f64,
    /// Working days of the plant between the internal target and the promise.
    pub buffer_days: u32,
    /// Whether the day with its buffer is moved on to the next day on which goods leave for the customer. Else the
    /// buffer comes after the day on which they leave, and the promise may be for a day on which none do.
    pub on_ship_days: bool,
}

impl Policy {
    /// The probability `share`, and the customer's buffer or the plant's, on a ship day.
    pub fn new(shop: &Shop, customer: &Code, share: f64) -> Policy {
        let own = shop.customers.get(customer).and_then(|c| c.buffer_days);
        Policy { share, buffer_days: own.unwrap_or(shop.settings.buffer_days), on_ship_days: true }
    }
}

/// A date with its odds, `as_of` the snapshot of the forecast.
#[derive(Clone, Debug)]
pub struct OddsQuote {
    /// The snapshot that it is true for.
    pub as_of: Instant,
    /// The probability that was asked for.
    pub share: f64,
    /// When it is all there with that probability, unrounded.
    pub ready: Instant,
    /// When it leaves and arrives with that probability.
    pub shipment: Shipment,
    /// The date to promise: with the buffer, in the request's basis, to the end of that day.
    pub promise: Instant,
    /// How likely the promise is kept.
    pub chance: f64,
    /// How likely the requested date is kept if it is promised; nothing if none was named.
    pub requested: Option<f64>,
    /// Candidates that were tried.
    pub passes: u32,
    /// What has to be bought for it.
    pub purchases: Vec<ToBuy>,
    /// How well the times behind it are known.
    pub grade: Grade,
    /// What is told of it against what comes true.
    pub calibration: Calibration,
    /// When it is there in each future, in order of time.
    fits: Vec<Instant>,
}

impl OddsQuote {
    /// When it is all there with the probability `share`, unrounded, if it ranks as quoted.
    pub fn percentile(&self, share: f64) -> Instant {
        Told::of(self.as_of, &self.fits, vec![self.calibration]).percentile(share)
    }

    /// When it is there in each future, in order of time.
    pub fn fits(&self) -> &[Instant] {
        &self.fits
    }
}

/// Quotes `request` over all futures of `forecast`, which must be those of `plan` and `shop`. `key` is the line that
/// the request becomes when it is accepted: it has the luck of that line.
///
/// # Errors
///
/// [`NoQuote`] with the value at fault.
pub fn quote_odds(
    shop: &Shop,
    plan: &Plan,
    forecast: &Forecast,
    key: &LineKey,
    request: &Request,
    policy: Policy,
) -> Result<OddsQuote, NoQuote> {
    let item = asked_item(shop, plan, request)?;
    let many = ManyFits::new(shop, plan, forecast, key, (&request.customer, item, request.quantity));
    let dispatch = dispatch(shop, plan, request);
    let calibration = shop.chances.calibration_of(shop, &request.item);
    let mut candidate = shop.now.0;
    let mut passes = 0;
    let fits = loop {
        passes += 1;
        let fits = sorted(many.fits(candidate));
        let next = Told::of(shop.now, &fits, vec![calibration]).percentile(policy.share).0;
        let settled = next <= candidate || passes >= PASSES || next >= Instant::NEVER.0;
        // What is sooner than its candidate would be pushed back if it were ranked by the sooner date.
        candidate = if settled { next.max(candidate) } else { next };
        if settled {
            break fits;
        }
    };
    if candidate >= Instant::NEVER.0 {
        return Err(NoQuote::HorizonExhausted { item: request.item.clone(), quantity: request.quantity });
    }
    let told = Told::of(shop.now, &fits, vec![calibration]);
    let ready = told.percentile(policy.share);
    let promise = promise_day(shop, plan, &dispatch, request.basis, (ready, policy));
    let mut fit = Fit::new(shop, plan, &forecast.planned, &request.customer);
    fit.supply(item, request.quantity, candidate);
    let (_, purchases, grade) = fit.result();
    Ok(OddsQuote {
        as_of: shop.now,
        share: policy.share,
        ready,
        shipment: dispatch.shipment(ready),
        promise,
        chance: told.chance(|ready| met(dispatch.shipment(ready), request.basis), promise),
        requested: match request.requested {
            Some(wanted) => Some(chance_of(shop, plan, forecast, key, request, wanted)?),
            None => None,
        },
        passes,
        purchases,
        grade,
        calibration,
        fits,
    })
}

/// How likely `request` leaves, or arrives, by `due` if that is promised, from 0 to 1.
///
/// # Errors
///
/// [`NoQuote`] with the value at fault.
pub fn chance_of(
    shop: &Shop,
    plan: &Plan,
    forecast: &Forecast,
    key: &LineKey,
    request: &Request,
    due: Instant,
) -> Result<f64, NoQuote> {
    let item = asked_item(shop, plan, request)?;
    let many = ManyFits::new(shop, plan, forecast, key, (&request.customer, item, request.quantity));
    let dispatch = dispatch(shop, plan, request);
    // So much before its promise the plan protects a line.
    let usual = Policy::new(shop, &request.customer, 0.5);
    let target = target(plan, &dispatch, request.basis, due, usual);
    let by = vec![shop.chances.calibration_of(shop, &request.item)];
    let told = Told::of(shop.now, &sorted(many.fits(target.0)), by);
    Ok(told.chance(|ready| met(dispatch.shipment(ready), request.basis), due))
}

/// When the goods must be ready so that they leave, or arrive, by `due`, with the policy's buffer.
pub(super) fn target(
    plan: &Plan,
    dispatch: &Dispatch<'_>,
    basis: Basis,
    due: Instant,
    policy: Policy,
) -> Instant {
    let plant = &plan.network.calendars.list[plan.network.calendars.plant as usize];
    let sooner = |at: Instant| match policy.buffer_days {
        0 => at,
        days => plant.days_before(at, days),
    };
    let ready = |due: Instant| match basis {
        Basis::Ship => dispatch.ready_for(due),
        Basis::Arrival => dispatch.ready_for(dispatch.ship_for(due)),
    };
    if policy.on_ship_days { sooner(ready(due)) } else { ready(sooner(due)) }
}

/// The item of a request.
pub(super) fn asked_item(shop: &Shop, plan: &Plan, request: &Request) -> Result<u32, NoQuote> {
    if !request.quantity.is_some() {
        return Err(NoQuote::NoQuantity { quantity: request.quantity });
    }
    let known = plan.network.item_index(&request.item).filter(|_| shop.items.contains_key(&request.item));
    known.filter(|&item| item != NONE).ok_or_else(|| NoQuote::UnknownItem { item: request.item.clone() })
}

fn sorted(fits: Vec<i64>) -> Vec<Instant> {
    let mut fits: Vec<Instant> = fits.into_iter().map(Instant).collect();
    fits.sort_unstable();
    fits
}

/// How goods leave for whoever asks.
pub(super) fn dispatch<'a>(shop: &Shop, plan: &'a Plan, request: &Request) -> Dispatch<'a> {
    dispatch_to(shop, plan, &request.customer)
}

fn dispatch_to<'a>(shop: &Shop, plan: &'a Plan, customer: &Code) -> Dispatch<'a> {
    let place = shop.customers.keys().position(|known| known == customer);
    Dispatch::to(&plan.network, place.unwrap_or(shop.customers.len()) as u32)
}

/// The date to promise a customer for goods that are ready at an instant, by a policy: later by its buffer, on a ship
/// day if it says so, then to the end of that day. The date means shipping or arrival.
pub fn day_to_promise(
    shop: &Shop,
    plan: &Plan,
    (customer, basis): (&Code, Basis),
    (ready, policy): (Instant, Policy),
) -> Instant {
    promise_day(shop, plan, &dispatch_to(shop, plan, customer), basis, (ready, policy))
}

fn met(shipment: Shipment, basis: Basis) -> Instant {
    match basis {
        Basis::Ship => shipment.ship,
        Basis::Arrival => shipment.arrival,
    }
}

/// The date to promise for goods that are ready at `ready`: later by the buffer, on a ship day or after it, then to the
/// end of that day.
fn promise_day(
    shop: &Shop,
    plan: &Plan,
    dispatch: &Dispatch<'_>,
    basis: Basis,
    (ready, policy): (Instant, Policy),
) -> Instant {
    let plant = &plan.network.calendars.list[plan.network.calendars.plant as usize];
    let later = |at: Instant| match policy.buffer_days {
        days if days > 0 && at.is_reached() => plant.days_after(at, days).unwrap_or(Instant::NEVER),
        _ => at,
    };
    let met = match policy.on_ship_days {
        true => met(dispatch.shipment(later(ready)), basis),
        false => later(met(dispatch.shipment(ready), basis)),
    };
    let exact = shop.settings.ship.is_none() && policy.buffer_days == 0;
    if exact || !met.is_reached() || met - shop.now > 100 * 366 * DAY {
        return met;
    }
    Instant::end_of(met.date(shop.zone), shop.zone)
}
