//! Quoting an order of the past: learning, planning and playing the futures with what was known on its morning.
//!
//! The same engine and the same rule for the recommended date as for an order of today; nothing is added to either. One
//! thing differs: an order ranks by the day that the shop gave it, because what really happened followed from that.

use super::Period;
use super::history::{History, SoldLine, amount};
use super::standing::Standing;
use crate::document::ShopDocument;
use crate::domain::policy::Policies;
use crate::domain::value::{Amount, Day, Moment};
use crate::planning::learning::{Came, Kept, MORNING, lay, learn_recorded};
use crate::planning::numbers::{Numbers, quantity};
use crate::planning::outlook::{instant, moment};
use crate::planning::{Ask, translate, zone};
use crate::store::master::history::ProductionRow;
use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use holdfast_engine::forecast::{Forecast, LineForecast, forecast};
use holdfast_engine::model::{Basis, Code, LineKey, RunTime, Shop};
use holdfast_engine::network::Calendars;
use holdfast_engine::plan::{Plan, plan_on};
use holdfast_engine::quote::{Policy, Request, quote_odds};
use holdfast_engine::scenario::Setting;
use holdfast_engine::ship::Dispatch;
use holdfast_engine::time::Instant;
use rust_decimal::prelude::ToPrimitive;
use std::sync::Arc;
use std::thread::available_parallelism;

/// Passes that search for a better sequence than the dispatch rule's: none where futures are played, as in the server.
const IMPROVE: u32 = 0;
/// Levels of bills of materials that are looked into: deeper ones are a circle.
const DEEPEST: usize = 32;

/// What would have been told for an order.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Given {
    /// The days by which it leaves with 50, 80 and 95 %.
    pub percentiles: [Day; 3],
    /// The day that would have been recommended.
    pub recommended: Day,
    /// How likely that day is kept, from 0 to 1.
    pub chance: f64,
    /// How likely the shop's own day is kept, if there was one.
    pub theirs: Option<f64>,
}

/// The probabilities of [`Given::percentiles`].
pub(super) const SHARES: [f64; 3] = [0.5, 0.8, 0.95];

/// The desk at which the orders of the past are asked for.
pub(super) struct Quoting<'a> {
    history: &'a History,
    standing: &'a Standing<'a>,
    policies: &'a Policies,
    period: Period,
    zone: Tz,
    made: Vec<ProductionRow>,
    came: Vec<Came>,
    /// The shop without anything in it, for what an order takes.
    shop: Shop,
    /// What was learned by the last morning that was asked for.
    learned: Option<(NaiveDate, Kept)>,
}

impl<'a> Quoting<'a> {
    pub(super) fn new(
        history: &'a History,
        standing: &'a Standing<'a>,
        policies: &'a Policies,
        period: Period,
    ) -> Self {
        let empty = standing.empty();
        let zone = zone(empty);
        let ask = Ask { now: Instant(0), improve: 0, tiers: true };
        Self {
            history,
            standing,
            policies,
            period,
            zone,
            made: made(history, zone),
            came: came(history),
            shop: translate(empty, ask).shop,
            learned: None,
        }
    }

    /// What would have been told for the line with this index; nothing if it can't be made.
    pub(super) fn quote(&mut self, index: usize) -> Option<Given> {
        let line = &self.history.lines[index];
        let at = line.ordered.and_time(MORNING);
        let now = moment(Instant::from_local(at, self.zone))?;
        // The floor of then ranked an order by the day that the shop gave, and never knew ours: with that day it is
        // played. One without a day is fitted in by ours.
        let known = index + usize::from(line.theirs().is_some());
        let document = self.standing.with(known, at);
        let ask = Ask { now: instant(now), improve: IMPROVE, tiers: true };
        let mut shop = translate(&document, ask).shop;
        let learned = self.learned(line.ordered, &document, &shop, now);
        lay(&mut shop, Some(learned), &[]);
        shop.chances.seed = self.period.seed;
        let calendars = Arc::new(Calendars::compile(&shop));
        let plan = plan_on(&shop, &calendars);
        let threads = available_parallelism().map_or(1, usize::from);
        let futures = forecast(&shop, &plan, Setting::new(self.period.futures, threads));
        let numbers = Numbers::of(&document);
        let key = LineKey {
            order: line.order.as_str().into(),
            line: numbers.of_text(&line.line),
            schedule: line.schedule.as_deref().map_or(0, |text| numbers.of_text(text)),
        };
        match line.theirs() {
            Some(day) => {
                let policy = self.policies.promised(&shop, &line.customer.as_str().into());
                self.played(&plan, &futures.line(&plan, &key)?, policy, day)
            }
            None => self.fitted(line, &key, (&shop, &plan, &futures)),
        }
    }

    /// What the record said by the morning of a day. Learned once for each day, as the service does each night.
    fn learned(&mut self, day: NaiveDate, document: &ShopDocument, shop: &Shop, now: Moment) -> &Kept {
        let learned = match self.learned.take() {
            Some((known, kept)) if known == day => (known, kept),
            _ => {
                // What came in the same morning is not known yet.
                let came = self.came.iter().filter(|came| came.on < day).cloned().collect::<Vec<_>>();
                (day, learn_recorded(shop, document, now, &self.made, &came))
            }
        };
        &self.learned.insert(learned).1
    }

    /// What the futures say of a line that was promised for `theirs`.
    fn played(
        &self,
        plan: &Plan,
        line: &LineForecast<'_>,
        policy: Policy,
        theirs: NaiveDate,
    ) -> Option<Given> {
        let plant = &plan.network.calendars.list[plan.network.calendars.plant as usize];
        let later = |ready| plant.days_after(ready, policy.buffer_days).unwrap_or(Instant::NEVER);
        let ready = line.percentile(policy.share);
        let ready = if policy.buffer_days == 0 { ready } else { later(ready) };
        let recommended = self.day(line.dispatch().shipment(ready).ship)?;
        let by = |day: NaiveDate| line.chance_by(Instant::end_of(day, self.zone));
        let day = |share| self.day(line.shipment(share).ship);
        Some(Given {
            percentiles: [day(SHARES[0])?, day(SHARES[1])?, day(SHARES[2])?],
            recommended,
            chance: by(recommended.date()),
            theirs: Some(by(theirs)),
        })
    }

    /// What is told for a line that nobody promised, ranked by the day that it is told.
    fn fitted(
        &self,
        line: &SoldLine,
        key: &LineKey,
        (shop, plan, futures): (&Shop, &Plan, &Forecast),
    ) -> Option<Given> {
        let request = Request {
            item: line.item.as_str().into(),
            quantity: quantity(line.quantity),
            customer: line.customer.as_str().into(),
            // The record tells when goods left, not when they arrived.
            basis: Basis::Ship,
            requested: None,
        };
        let policy = self.policies.promised(shop, &request.customer);
        let quoted = quote_odds(shop, plan, futures, key, &request, policy).ok()?;
        let place = shop.customers.keys().position(|known| *known == request.customer);
        let dispatch = Dispatch::to(&plan.network, place.unwrap_or(shop.customers.len()) as u32);
        let day = |share| self.day(dispatch.shipment(quoted.percentile(share)).ship);
        Some(Given {
            percentiles: [day(SHARES[0])?, day(SHARES[1])?, day(SHARES[2])?],
            recommended: self.day(quoted.promise)?,
            chance: quoted.chance,
            theirs: None,
        })
    }

    fn day(&self, at: Instant) -> Option<Day> {
        if at.is_reached() { Day::new(at.date(self.zone)) } else { None }
    }

    /// Planned minutes for a line, through all levels.
    pub(super) fn work(&self, line: &SoldLine) -> f64 {
        let pieces = line.quantity.to_f64().unwrap_or(0.0);
        minutes(&self.shop, &Code::from(line.item.as_str()), pieces, DEEPEST)
    }
}

fn minutes(shop: &Shop, item: &Code, pieces: f64, levels: usize) -> f64 {
    let Some(made) = shop.items.get(item).filter(|_| levels > 0) else { return 0.0 };
    let mut seconds = 0.0;
    for step in &made.routing {
        seconds += step.setup as f64
            + match step.run {
                Some(RunTime::Piece(millis)) => millis as f64 * pieces / 1e3,
                Some(RunTime::Load { size, millis }) if size.is_some() => {
                    (pieces * 1e6 / size.millionths() as f64).ceil() * millis as f64 / 1e3
                }
                Some(RunTime::Lot(millis) | RunTime::Load { millis, .. }) => millis as f64 / 1e3,
                None => 0.0,
            };
    }
    let below = |part: &holdfast_engine::model::BomLine| {
        minutes(shop, &part.component, pieces * part.per.millionths() as f64 / 1e6, levels - 1)
    };
    seconds / 60.0 + made.bom.iter().map(below).sum::<f64>()
}

/// What was made, as learning reads it. What still runs ends after everything that is asked about.
fn made(history: &History, zone: Tz) -> Vec<ProductionRow> {
    let at = |local: NaiveDateTime| moment(Instant::from_local(local, zone));
    let never = Moment::from_micros(4_000_000_000_000_000);
    let mut rows = Vec::new();
    for (number, made) in &history.made {
        for run in &made.runs {
            let (Some(started), Some(finished)) = (at(run.started), run.finished.map_or(never, at)) else {
                continue;
            };
            rows.push(ProductionRow {
                plant_id: 0,
                work_order: number.clone(),
                item: made.item.clone(),
                operation: run.operation.clone(),
                work_centre: run.work_centre.clone(),
                good: Some(amount(run.good)),
                scrap: Some(amount(run.scrap)),
                started,
                finished,
                planned_minutes: run.planned_minutes.map(amount),
            });
        }
    }
    rows
}

fn came(history: &History) -> Vec<Came> {
    let came = |line: &SoldLine| Came {
        on: line.ordered,
        document: format!("{}/{}/{}", line.order, line.line, line.schedule.as_deref().unwrap_or("")),
        item: line.item.clone(),
        quantity: Amount::rounded(line.quantity),
        promised: line.promised.and_then(Day::new),
    };
    history.lines.iter().map(came).collect()
}
