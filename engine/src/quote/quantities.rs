//! Quantities by date: how much of an item can be promised by an instant.
//!
//! A quantity is asked for as if it were promised by then: fitted into every future with that rank, after its
//! materials and beside what is free in stock. The largest one that enough futures have by then is found by halving;
//! it has been tried itself, so that what lot rules do to the way there costs sharpness, never truth.

use super::fit::Fit;
use super::many::ManyFits;
use super::odds::{asked_item, dispatch, target};
use super::{NoQuote, Policy, Ranked, Request};
use crate::forecast::{Forecast, Told};
use crate::model::{LineKey, Shop};
use crate::plan::Plan;
use crate::quantity::Qty;
use crate::time::Instant;

/// Into how many parts a measured quantity is divided at most; counted ones are told to the piece.
const PARTS: i64 = 1_000;

/// The largest part of `request`'s quantity that leaves, or arrives, by `due` with the policy's probability and
/// buffer if it is promised for then; zero where nothing can be. `forecast` must be that of `plan` and `shop`; `key`
/// names the luck.
///
/// # Errors
///
/// [`NoQuote`] with the value at fault.
pub fn quantity_by(
    shop: &Shop,
    plan: &Plan,
    forecast: &Forecast,
    key: &LineKey,
    request: &Request,
    (due, policy): (Instant, Policy),
) -> Result<Qty, NoQuote> {
    let item = asked_item(shop, plan, request)?;
    let target = target(plan, &dispatch(shop, plan, request), request.basis, due, policy);
    let by = shop.chances.calibration_of(shop, &request.item);
    Ok(largest(plan, item, request.quantity, |quantity| {
        let many = ManyFits::new(shop, plan, forecast, key, (&request.customer, item, quantity));
        let fits: Vec<Instant> = many.fits(target.0).into_iter().map(Instant).collect();
        let there = Told::of(shop.now, &fits, vec![by]).chance(|ready| ready, target);
        there >= policy.share - 1e-9
    }))
}

/// The same on the one plan, where no futures are played: what is there by `due` if everything takes its usual time.
///
/// # Errors
///
/// [`NoQuote`] with the value at fault.
pub fn planned_quantity_by(
    shop: &Shop,
    plan: &Plan,
    ranked: &Ranked,
    request: &Request,
    (due, policy): (Instant, Policy),
) -> Result<Qty, NoQuote> {
    let item = asked_item(shop, plan, request)?;
    let target = target(plan, &dispatch(shop, plan, request), request.basis, due, policy);
    Ok(largest(plan, item, request.quantity, |quantity| {
        Fit::new(shop, plan, ranked, &request.customer).supply(item, quantity, target.0) <= target.0
    }))
}

/// The largest quantity up to `most` that is `enough`ly sure; each that is answered was tried.
fn largest(plan: &Plan, item: u32, most: Qty, enough: impl Fn(Qty) -> bool) -> Qty {
    if enough(most) {
        return most;
    }
    let unit = match plan.network.templates[item as usize].counted {
        true => Qty::of(1).millionths(),
        false => (most.millionths() / PARTS).max(1),
    };
    let (mut there, mut missing) = (0, (most.millionths() - 1).div_euclid(unit) + 1);
    while missing - there > 1 {
        let middle = there + (missing - there) / 2;
        if enough(Qty::from_millionths(middle * unit)) { there = middle } else { missing = middle }
    }
    Qty::from_millionths(there * unit)
}
