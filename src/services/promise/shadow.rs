//! The date that the policy of a customer's tier recommends for a line, looked for as if the line came in just now, as a
//! quote would: without its own place in the plan, and never before the day that the customer asked for: nobody promises
//! sooner than that, and a floor that knows the wish makes nothing sooner. Nothing is kept for it, and whether it hurts
//! somebody is not asked.
//!
//! It is where the search for a day to promise begins, and what is noted where sales give their own dates.

use super::judge::futures_kept;
use super::{Judge, without};
use crate::domain::change::Wish;
use crate::domain::promise::{NotedDate, SnapshotOdds};
use crate::domain::sales::LineId;
use crate::domain::value::Day;
use crate::planning::outlook::moment;
use crate::services::tight::quantity;
use holdfast_engine::forecast::forecast;
use holdfast_engine::model::Shop;
use holdfast_engine::plan::Plan;
use holdfast_engine::quote::{OddsQuote, Ranked, Request, chance_of, day_to_promise, quote, quote_odds};
use holdfast_engine::scenario::Setting;
use holdfast_engine::time::Instant;
use std::thread::available_parallelism;

/// Our date for a line as it would be with `wish`; nothing if it has none, for which its problems say why.
pub(in crate::services) fn noted(judge: &Judge, id: &LineId, wish: &Wish) -> Option<NotedDate> {
    let found = soonest(judge, id, wish)?;
    let date = asked(judge, id, wish).map_or(found.date, |asked| asked.max(found.date));
    Some(NotedDate { date, ..found })
}

/// The day that the customer asks for.
fn asked(judge: &Judge, id: &LineId, wish: &Wish) -> Option<Day> {
    let outlook = &judge.outlook;
    let sold = outlook.shop.lines.get(&outlook.key(&id.order, &id.line, &id.schedule))?;
    wish.date.or_else(|| sold.requested.and_then(|at| outlook.day(at)))
}

/// The same where the customer may also have it sooner than they asked for.
pub(super) fn soonest(judge: &Judge, id: &LineId, wish: &Wish) -> Option<NotedDate> {
    let outlook = &judge.outlook;
    let key = outlook.key(&id.order, &id.line, &id.schedule);
    let sold = outlook.shop.lines.get(&key)?;
    let request = Request {
        item: sold.item.clone(),
        quantity: wish.quantity.map_or(sold.quantity, quantity).less(sold.shipped),
        customer: sold.customer.clone(),
        basis: sold.basis,
        requested: None,
    };
    let (shop, plan) = without(outlook, std::slice::from_ref(&key));
    let asked = asked(judge, id, wish);
    let policy = judge.promised(&shop, &request.customer);
    let (date, share, odds) = match judge.view().forecast {
        Some(played) => {
            let threads = available_parallelism().map_or(1, usize::from);
            let futures = forecast(&shop, &plan, Setting::new(played.scenarios(), threads));
            let quoted = quote_odds(&shop, &plan, &futures, &key, &request, policy).ok()?;
            let soonest = outlook.day(quoted.promise)?;
            let mut odds = odds(&quoted, shop.chances.seed);
            if let Some(asked) = asked.filter(|asked| *asked > soonest) {
                odds.chance = chance_of(&shop, &plan, &futures, &key, &request, judge.end(asked)).ok()?;
                odds.futures_kept = futures_kept(quoted.calibration, odds.chance);
            }
            (soonest, Some(policy.share), Some(odds))
        }
        None => {
            let whose = (&request.customer, request.basis);
            let ready = planned(&shop, &plan, &request)?;
            (outlook.day(day_to_promise(&shop, &plan, whose, (ready, policy)))?, None, None)
        }
    };
    Some(NotedDate { date, share, as_of: outlook.now, position: outlook.position, odds })
}

/// When the goods are ready by the one plan.
fn planned(shop: &Shop, plan: &Plan, request: &Request) -> Option<Instant> {
    let ranked = Ranked::of(&plan.network, &plan.timeline);
    quote(shop, plan, &ranked, request).ok().map(|quoted| quoted.ready)
}

fn odds(quoted: &OddsQuote, seed: u64) -> SnapshotOdds {
    let at = |share| moment(quoted.percentile(share));
    SnapshotOdds {
        futures: quoted.fits().len() as u32,
        seed,
        chance: quoted.chance,
        futures_kept: futures_kept(quoted.calibration, quoted.chance),
        p50: at(0.5),
        p80: at(0.8),
        p95: at(0.95),
        // Nobody works towards it, so nothing is learned from it.
        days: Vec::new(),
    }
}
