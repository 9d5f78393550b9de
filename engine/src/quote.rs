//! Quotes: the date that a new order could have, at once and without harm to what is promised.
//!
//! *Ranked fit*: a request with the candidate date `d` gets protected starts as if `d` were promised.
//! Operations that rank after it are ignored, except one that runs when it becomes ready; it is fitted along
//! its routing after its materials. The date of the fit is the next candidate, until a date keeps itself.
//! That is about two passes, and can use the slack of far-dated work. A quote is an answer about one
//! snapshot: [`accept`] inserts the order, plans everything again and lists who would be hurt.

mod acceptance;
mod fit;
mod hurt;
mod many;
mod odds;
mod quantities;
mod ranked;

pub use acceptance::{
    Acceptance, Hurt, Reservation, Together, Wish, accept, hurt, promise, reservation, together,
};
pub use fit::{Fitted, ToBuy};
pub(crate) use hurt::is_sure;
pub use hurt::{
    Before, Harmed, HurtRule, Loss, OddsAcceptance, OddsTogether, Shift, accept_odds, harmed, promise_odds,
    shifts, together_odds,
};
pub use odds::{OddsQuote, Policy, chance_of, day_to_promise, quote_odds};
pub use quantities::{planned_quantity_by, quantity_by};
pub use ranked::Ranked;
pub(crate) use ranked::{free_quantities, rank};

use crate::model::{Basis, Code, LineKey, Shop};
use crate::plan::Plan;
use crate::problem::Grade;
use crate::quantity::Qty;
use crate::ship::Dispatch;
use crate::time::Instant;
use fit::Fit;
use thiserror::Error;

/// Candidates that are tried before the last fit is taken as it is.
const PASSES: u32 = 40;

/// What a customer asks for.
#[derive(Clone, Debug)]
pub struct Request {
    /// The item.
    pub item: Code,
    /// How much.
    pub quantity: Qty,
    /// Who asks; their ship days and their own stock count.
    pub customer: Code,
    /// Whether dates mean shipping or arrival.
    pub basis: Basis,
    /// The date they would like.
    pub requested: Option<Instant>,
}

/// An offered date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// When it is all there.
    pub ready: Instant,
    /// When it leaves.
    pub ship: Instant,
    /// When it arrives.
    pub arrival: Instant,
    /// The date to promise: the fit plus the buffer, in the request's basis, to the end of that day.
    pub promise: Instant,
    /// Whether the requested date is kept; nothing if none was named.
    pub keeps_requested: Option<bool>,
    /// Candidates that were tried.
    pub passes: u32,
    /// Where its operations fit, in order of their start.
    pub operations: Vec<Fitted>,
    /// What has to be bought for it.
    pub purchases: Vec<ToBuy>,
    /// How well the times behind it are known.
    pub grade: Grade,
}

/// Why there is no quote.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoQuote {
    /// The item is not known.
    #[error("item {item}: no such item; enter it with its routing, or quote a similar one")]
    UnknownItem {
        /// The code.
        item: Code,
    },
    /// The quantity is not above zero.
    #[error("quantity {quantity}: must be above 0")]
    NoQuantity {
        /// What was asked for.
        quantity: Qty,
    },
    /// The work does not end within the calendars' horizon.
    #[error("{quantity} of {item} can't be finished within the calendars' six years; ask for less")]
    HorizonExhausted {
        /// The item.
        item: Code,
        /// What was asked for.
        quantity: Qty,
    },
}

/// Quotes `request` against `plan`, which must be the plan of `shop`; `ranked` is [`Ranked::of`] that plan.
///
/// # Errors
///
/// [`NoQuote`] with the value at fault.
pub fn quote(shop: &Shop, plan: &Plan, ranked: &Ranked, request: &Request) -> Result<Quote, NoQuote> {
    if !request.quantity.is_some() {
        return Err(NoQuote::NoQuantity { quantity: request.quantity });
    }
    let network = &plan.network;
    let Some(item) = network.item_index(&request.item).filter(|_| shop.items.contains_key(&request.item))
    else {
        return Err(NoQuote::UnknownItem { item: request.item.clone() });
    };
    let mut candidate = network.now;
    let mut passes = 0;
    let fit = loop {
        passes += 1;
        let mut fit = Fit::new(shop, plan, ranked, &request.customer);
        let ready = fit.supply(item, request.quantity, candidate);
        if ready <= candidate || passes >= PASSES || ready >= Instant::NEVER.0 {
            candidate = ready;
            break fit;
        }
        candidate = ready;
    };
    if candidate >= Instant::NEVER.0 {
        let (item, quantity) = (request.item.clone(), request.quantity);
        return Err(NoQuote::HorizonExhausted { item, quantity });
    }
    Ok(offer(shop, plan, request, Instant(candidate), passes, fit))
}

/// The offer for goods that are ready at `ready`.
fn offer(shop: &Shop, plan: &Plan, request: &Request, ready: Instant, passes: u32, fit: Fit<'_>) -> Quote {
    let network = &plan.network;
    let place = shop.customers.keys().position(|c| *c == request.customer);
    let dispatch = Dispatch::to(network, place.unwrap_or(shop.customers.len()) as u32);
    let shipment = dispatch.shipment(ready);
    let customer = shop.customers.get(&request.customer);
    let buffer = customer.and_then(|c| c.buffer_days).unwrap_or(shop.settings.buffer_days);
    let plant = &network.calendars.list[network.calendars.plant as usize];
    let late = |at: Instant| plant.days_after(at, buffer).unwrap_or(Instant::NEVER);
    let buffered = if buffer == 0 { shipment } else { dispatch.shipment(late(ready)) };
    let met = |s: crate::ship::Shipment| match request.basis {
        Basis::Ship => s.ship,
        Basis::Arrival => s.arrival,
    };
    let promise = if shop.settings.ship.is_none() && buffer == 0 {
        met(buffered)
    } else {
        Instant::end_of(met(buffered).date(shop.zone), shop.zone)
    };
    let (mut operations, purchases, grade) = fit.result();
    operations.sort_by_key(|o| (o.start, o.end));
    Quote {
        ready,
        ship: shipment.ship,
        arrival: shipment.arrival,
        promise,
        keeps_requested: request.requested.map(|wanted| met(shipment) <= wanted),
        passes,
        operations,
        purchases,
        grade,
    }
}

/// A key that no line of the shop has, for an order that is only asked about.
pub fn free_key(shop: &Shop) -> LineKey {
    let mut line = 1;
    loop {
        let key = LineKey::new("QUOTE", line);
        if !shop.lines.contains_key(&key) {
            return key;
        }
        line += 1;
    }
}
