//! Quantities by date: how much of an item can be promised by which day, and in which deliveries a larger order could
//! go. An answer about one snapshot; nothing is kept.

use super::dates::{Asked, no_day, refused, scheduled};
use super::offer::free_name;
use crate::app::App;
use crate::document::DateBasis;
use crate::domain::promise::HurtPromise;
use crate::domain::quantity::MOST;
use crate::domain::refusal::{Refusal, common};
use crate::domain::role::Actor;
use crate::domain::value::{Amount, Day};
use crate::planning::outlook::{AsOf, amount};
use crate::services::Ask;
use crate::services::master::expect_quantity;
use crate::services::promise::{Days, Judge};
use crate::services::sales::{check_amounts, customer_named, item_meant};
use crate::services::tight::{basis, quantity};
use crate::store::Failure;
use holdfast_engine::model::LineKey;
use holdfast_engine::quantity::Qty;
use holdfast_engine::quote::{Policy, Request, planned_quantity_by, quantity_by};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Days that are asked about at once, at most.
const MOST_DAYS: usize = 31;
/// Deliveries of one schedule at most, and unless said.
const MOST_DELIVERIES: u32 = 12;
const USUAL_DELIVERIES: u32 = 2;

/// A question for quantities.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct QuantitiesBody {
    /// Who asks, by code.
    pub customer: String,
    /// Our item.
    pub item: Option<String>,
    /// The customer's own part number.
    pub customer_part: Option<String>,
    /// The days by which one would like to know how much; may be empty where a quantity is named.
    pub dates: Vec<Day>,
    /// How much is wanted in all. It is the most that is answered for a day, and a schedule is proposed for it.
    pub quantity: Option<Amount>,
    /// Deliveries of the schedule at most; 2 unless said. Refused with dates: then there is one for each, and one for
    /// what is left after the last.
    pub deliveries: Option<u32>,
    /// What the dates mean; shipping if empty.
    pub date_basis: Option<DateBasis>,
}

/// How much by when.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Quantities {
    /// As of when.
    pub as_of: AsOf,
    /// The item.
    pub item: String,
    /// The probability, from 0 to 1, that the customer's tier asks for; nothing where no futures are played, and all is
    /// said of the one plan.
    pub share: Option<f64>,
    /// How much can be promised by each day that was asked for, in order of days.
    pub by: Vec<QuantityBy>,
    /// Deliveries in which the whole quantity could go; nothing if none was named.
    pub schedule: Option<Schedule>,
}

/// How much can be promised by a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct QuantityBy {
    /// The day.
    pub date: Day,
    /// What can be promised in all by then, so that it is kept with the probability of the customer's tier; zero if
    /// nothing can.
    pub quantity: Amount,
}

/// Deliveries in which a quantity could go: schedule lines to be quoted or entered.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Schedule {
    /// The deliveries, by day.
    pub lines: Vec<Delivery>,
    /// The probability, from 0 to 1, that all of them are kept; nothing where no futures are played.
    pub all: Option<f64>,
    /// Promises that they would hurt; empty unless no harmless days were found.
    pub hurt: Vec<HurtPromise>,
}

/// One delivery of a schedule.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Delivery {
    /// Number of the schedule line.
    pub schedule: String,
    /// How much.
    pub quantity: Amount,
    /// The day to promise.
    pub date: Day,
    /// The probability, from 0 to 1, that it is kept beside the others; nothing where no futures are played.
    pub chance: Option<f64>,
}

/// How much of an item can be promised by which day, and the deliveries of a whole quantity.
///
/// # Errors
///
/// Unknown customer, item or part, a day that is over, a quantity that can't be, nothing that is asked for.
pub fn quantities(app: &App, actor: &Actor, body: &QuantitiesBody) -> Result<Quantities, Failure> {
    let item = app.ask(actor, |ask| meant(ask, body))?;
    let mut judge = Judge::at_once(app, actor)?;
    if !judge.outlook.shop.items.contains_key(item.as_str()) {
        judge = Judge::current(app, actor)?;
    }
    let desk = Desk::new(&judge, body, &item);
    let mut dates = body.dates.clone();
    dates.sort_unstable();
    dates.dedup();
    let by: Result<Vec<QuantityBy>, Failure> = dates.iter().map(|day| desk.by(*day)).collect();
    let by = by?;
    let schedule = match body.quantity {
        Some(whole) => Some(desk.schedule(quantity(whole), &by, body.deliveries)?),
        None => None,
    };
    let share = judge.view().forecast.map(|_| desk.policy.share);
    Ok(Quantities { as_of: judge.outlook.as_of(), item, share, by, schedule })
}

/// The item that is asked for, with the rest of the question checked.
fn meant(ask: &mut Ask<'_>, body: &QuantitiesBody) -> Result<String, Failure> {
    let customer = customer_named(ask.db, &body.customer, "customer")?;
    let wrong = |field: &str, value: String, en: String, zh: String| {
        Err(Refusal::at(common::INVALID_VALUE, field, value).with_words("reason", en, zh).into())
    };
    if body.dates.is_empty() && body.quantity.is_none() {
        let (en, zh) = ("name days, a quantity, or both", "请填写日期、数量，或两者都填");
        return wrong("dates", "[]".to_owned(), en.to_owned(), zh.to_owned());
    }
    if body.dates.len() > MOST_DAYS {
        let (en, zh) = (format!("at most {MOST_DAYS} days"), format!("最多 {MOST_DAYS} 个日期"));
        return wrong("dates", body.dates.len().to_string(), en, zh);
    }
    let today = ask.today();
    if let Some((index, day)) = body.dates.iter().enumerate().find(|(_, day)| **day < today) {
        return Err(Refusal::over(format!("dates[{index}]"), *day, today).into());
    }
    if let Some(count) = body.deliveries.filter(|count| !(1..=MOST_DELIVERIES).contains(count)) {
        let (en, zh) = (format!("from 1 to {MOST_DELIVERIES}"), format!("须在 1 到 {MOST_DELIVERIES} 之间"));
        return wrong("deliveries", count.to_string(), en, zh);
    }
    if let Some(count) = body.deliveries.filter(|_| !body.dates.is_empty()) {
        let (en, zh) = ("with dates there is one delivery for each", "已填写日期时，每个日期各一次交付");
        return wrong("deliveries", count.to_string(), en.to_owned(), zh.to_owned());
    }
    let (item, part) = (body.item.as_deref(), body.customer_part.as_deref());
    let item = item_meant(ask.db, &customer.code, item, part, "")?;
    if let Some(whole) = body.quantity {
        check_amounts(Some(whole), None, "")?;
        expect_quantity(ask.db, "quantity", &item, whole)?;
    }
    Ok(item)
}

/// What is needed to answer.
struct Desk<'a> {
    judge: &'a Judge,
    /// The name under which the lines stand that are asked about.
    name: String,
    policy: Policy,
    /// For as much as is asked about at most.
    request: Request,
}

impl<'a> Desk<'a> {
    fn new(judge: &'a Judge, body: &QuantitiesBody, item: &str) -> Self {
        let most = body.quantity.unwrap_or_else(|| Amount::whole(MOST));
        let request = Request {
            item: item.into(),
            quantity: quantity(most),
            customer: body.customer.trim().into(),
            basis: basis(body.date_basis),
            requested: None,
        };
        let policy = judge.promised(&judge.outlook.shop, &request.customer);
        let name = free_name(&judge.outlook, "QUOTE".to_owned());
        Self { judge, name, policy, request }
    }

    /// How much of what is asked about can be promised by the end of a day.
    fn by(&self, date: Day) -> Result<QuantityBy, Failure> {
        let (outlook, due) = (&self.judge.outlook, self.judge.end(date));
        let view = self.judge.view();
        let found = match view.forecast {
            Some(forecast) => {
                let key = LineKey::new(self.name.as_str(), 10);
                quantity_by(view.shop, view.plan, forecast, &key, &self.request, (due, self.policy))
            }
            None => {
                let asked = (due, self.policy);
                planned_quantity_by(view.shop, view.plan, &outlook.ranked, &self.request, asked)
            }
        };
        let quantity = found.map_err(|no| refused(outlook, &no, None))?;
        Ok(QuantityBy { date, quantity: amount(quantity) })
    }

    /// Deliveries of the whole: on the days that were asked about, or from the first day on which anything can go;
    /// what is left then on the day that the whole could have. They are tried together before they are told.
    fn schedule(
        &self,
        whole: Qty,
        asked: &[QuantityBy],
        deliveries: Option<u32>,
    ) -> Result<Schedule, Failure> {
        let view = self.judge.view();
        let key = |nth: usize| LineKey { schedule: nth as u32, ..LineKey::new(self.name.as_str(), 10) };
        let last = super::fit::fit(self.judge, view, &key(0), &self.request)
            .map_err(|no| refused(&self.judge.outlook, &no, None))?;
        let last = self.judge.outlook.day(last.promise).ok_or_else(no_day)?;
        let stations = match asked.is_empty() {
            true => self.steps(last, deliveries.unwrap_or(USUAL_DELIVERIES))?,
            false => asked.to_vec(),
        };
        let mut parts: Vec<(Day, Qty)> = Vec::new();
        let mut gone = Qty::ZERO;
        for station in stations {
            let there = quantity(station.quantity).min(whole);
            if there > gone {
                parts.push((station.date, there - gone));
                gone = there;
            }
        }
        if gone < whole {
            parts.push((last, whole - gone));
        }
        let lines: Vec<Asked> = (1..)
            .zip(&parts)
            .map(|(nth, (_, quantity))| Asked {
                key: key(nth),
                request: Request { quantity: *quantity, ..self.request.clone() },
            })
            .collect();
        let days = parts.iter().map(|(day, _)| *day).collect();
        let (days, joint) = scheduled(self.judge, view, &lines, days)?;
        let mut told: Vec<Delivery> = days
            .into_iter()
            .zip(&parts)
            .zip(&joint.trials)
            .map(|((date, (_, quantity)), trial)| Delivery {
                schedule: String::new(),
                quantity: amount(*quantity),
                date,
                chance: trial.chance,
            })
            .collect();
        told.sort_by_key(|delivery| delivery.date);
        told.iter_mut().zip(1..).for_each(|(delivery, nth)| delivery.schedule = nth.to_string());
        Ok(Schedule { lines: told, all: joint.all, hurt: joint.hurt().to_vec() })
    }

    /// Days of deliveries before `last`, evenly apart, with what can be promised by each: the first is the first day
    /// on which anything can go.
    fn steps(&self, last: Day, deliveries: u32) -> Result<Vec<QuantityBy>, Failure> {
        let days = Days::of(self.judge, &self.request.customer, self.request.basis);
        let today = self.judge.outlook.day(self.judge.outlook.shop.now).ok_or_else(no_day)?;
        let Some(first) = days.from(today).filter(|first| *first < last && deliveries > 1) else {
            return Ok(Vec::new());
        };
        let between = (last.date() - first.date()).num_days().max(0);
        let at = |nth: u32| {
            let after = between * i64::from(nth) / i64::from(deliveries - 1);
            let day = Day::new(first.date() + chrono::TimeDelta::days(after));
            day.and_then(|day| days.from(day)).filter(|day| *day < last)
        };
        let mut stations: Vec<Day> = (0..deliveries - 1).filter_map(at).collect();
        stations.dedup();
        stations.into_iter().map(|day| self.by(day)).collect()
    }
}
