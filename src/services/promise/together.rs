//! Several lines promised at once: one plan, one set of futures, one verdict.
//!
//! Lines that are asked for together are tried together, so that none of them is told a date that another of them
//! takes away, and all of them cost what one costs. Owns nothing of what hurts, nor which days are tried.

use super::judge::{Judge, Trial, View, threads};
use crate::domain::promise::HurtPromise;
use crate::domain::value::{Day, Moment};
use crate::planning::outlook::moment;
use holdfast_engine::forecast::Forecast;
use holdfast_engine::model::{LineKey, Shop};
use holdfast_engine::plan::{Plan, plan_like};
use holdfast_engine::quote::{self, Wish};
use holdfast_engine::scenario::Setting;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// What came of trying several lines at once.
#[derive(Debug)]
pub struct Joint {
    /// What each would do, in the order in which they were asked for; whom they hurt is the same for all.
    pub trials: Vec<Trial>,
    /// The probability, from 0 to 1, that all are kept; nothing where no futures are played.
    pub all: Option<f64>,
    keys: Vec<LineKey>,
    base: Base,
}

/// A shop with its plan, and its futures where they are played.
#[derive(Debug)]
pub struct Base {
    shop: Shop,
    plan: Plan,
    forecast: Option<Forecast>,
    changed: bool,
}

/// What the futures say of several lines together.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TogetherOdds {
    /// The probability, from 0 to 1, that every line is kept on the day offered for it.
    pub all: f64,
    /// The day to promise if all lines leave together: their customer's percentile of the latest of them in each
    /// future, with the buffer; nothing if too many futures have no date.
    pub complete_date: Option<Day>,
    /// The probability that all of them leave, or arrive, by that day.
    pub complete_chance: f64,
    /// When the last of them is there with a probability of 50 %, unrounded.
    pub p50: Option<Moment>,
    /// The same with 80 %.
    pub p80: Option<Moment>,
    /// The same with 95 %.
    pub p95: Option<Moment>,
}

impl Base {
    /// What is tried on.
    pub fn view(&self) -> View<'_> {
        View { shop: &self.shop, plan: &self.plan, forecast: self.forecast.as_ref(), changed: self.changed }
    }
}

impl Joint {
    /// Whether all are kept and nobody is hurt.
    pub fn is_harmless(&self) -> bool {
        self.trials.iter().all(Trial::is_harmless)
    }

    /// Promises that they would hurt, worst first.
    pub fn hurt(&self) -> &[HurtPromise] {
        self.trials.first().map_or(&[], |trial| &trial.hurt)
    }

    /// The shop with all of them promised.
    pub fn view(&self) -> View<'_> {
        self.base.view()
    }

    /// The one trial that stands for all: kept if all are, met when the last is.
    pub fn whole(&self) -> Option<Trial> {
        let last = self.trials.iter().min_by(|a, b| {
            let chance = |trial: &Trial| trial.chance.unwrap_or(1.0);
            let met = |trial: &Trial| std::cmp::Reverse(trial.snapshot.forecast);
            chance(a).total_cmp(&chance(b)).then_with(|| met(a).cmp(&met(b)))
        })?;
        Some(Trial { kept: self.trials.iter().all(|trial| trial.kept), ..last.clone() })
    }
}

impl Judge {
    /// Promises all `wishes` in `on` at once; nothing if one of them should be there and is not.
    pub fn together(&self, on: View<'_>, wishes: &[Wish<'_>]) -> Option<Joint> {
        let keys: Vec<LineKey> = wishes.iter().map(|wish| wish.key.clone()).collect();
        let Some(before) = self.before(on) else {
            let tried = quote::together(on.shop, on.plan, wishes)?;
            let hurt = match on.changed {
                true => without(&keys, quote::hurt(&self.outlook.plan, &tried.plan), |hurt| &hurt.line),
                false => tried.hurt,
            };
            let hurt: Vec<_> = hurt.iter().filter_map(|hurt| self.hurt(hurt)).collect();
            let on = |own| (&tried.shop, &tried.plan, own);
            let kept = |own: &holdfast_engine::plan::LineDate| own.is_dated() && !own.is_late();
            let trials = tried.own.iter();
            let trials = trials.map(|own| self.trial(&own.key, on(own), kept(own), hurt.clone(), None));
            let trials = trials.collect();
            let base = Base { shop: tried.shop, plan: tried.plan, forecast: None, changed: false };
            return Some(Joint { trials, all: None, keys, base });
        };
        let tried = quote::together_odds(before, wishes, &self.rule, threads())?;
        let (accepted, forecast) = (tried.accepted, tried.forecast);
        // Minutes that are typed for a part are planned with for whoever has it: what that costs counts as well.
        let (was, harmed) = match self.before(self.view()).filter(|_| on.changed) {
            Some(is) => {
                let harmed = quote::harmed(is, (&accepted.plan, &forecast), &self.rule);
                (is.plan, without(&keys, harmed, |harmed| &harmed.line))
            }
            None => (on.plan, tried.harmed),
        };
        let hurt: Vec<_> = harmed.iter().filter_map(|one| self.harmed(was, &accepted.plan, one)).collect();
        let seed = accepted.shop.chances.seed;
        let trial = |(own, &chance): (&holdfast_engine::plan::LineDate, &f64)| {
            let odds = self.odds(&forecast, &accepted.plan, &own.key, (chance, seed));
            let enough = self.is_enough(&accepted.shop, &own.key, chance);
            self.trial(&own.key, (&accepted.shop, &accepted.plan, own), enough, hurt.clone(), odds)
        };
        let trials = accepted.own.iter().zip(&tried.chances).map(trial).collect();
        let (shop, plan) = (accepted.shop, accepted.plan);
        let base = Base { shop, plan, forecast: Some(forecast), changed: false };
        Some(Joint { trials, all: Some(tried.all), keys, base })
    }

    /// What the futures say of all lines of `joint` together; nothing where none are played.
    pub fn complete(&self, joint: &Joint) -> Option<TogetherOdds> {
        let View { shop, plan, forecast, .. } = joint.view();
        let forecast = forecast?;
        let line = shop.lines.get(joint.keys.first()?)?;
        let policy = self.promised(shop, &line.customer);
        let by = |share| forecast.complete_by(plan, &joint.keys, share);
        let whose = (&line.customer, line.basis);
        let promise = quote::day_to_promise(shop, plan, whose, (by(policy.share), policy));
        Some(TogetherOdds {
            all: joint.all?,
            complete_date: self.outlook.day(promise),
            complete_chance: forecast.complete_chance(plan, &joint.keys, promise),
            p50: moment(by(0.5)),
            p80: moment(by(0.8)),
            p95: moment(by(0.95)),
        })
    }

    /// The shop as it would be with something about its items changed: planned, and its futures played, where there
    /// are any.
    pub fn with(&self, change: impl FnOnce(&mut Shop)) -> Base {
        let View { shop, plan, forecast, .. } = self.view();
        let mut shop = shop.clone();
        change(&mut shop);
        let plan = plan_like(&shop, &Arc::clone(&plan.network.calendars), plan);
        let forecast = forecast.map(|played| {
            holdfast_engine::forecast::forecast(&shop, &plan, Setting::new(played.scenarios(), threads()))
        });
        Base { shop, plan, forecast, changed: true }
    }
}

/// What is said of other lines than these.
fn without<T>(keys: &[LineKey], mut all: Vec<T>, of: impl Fn(&T) -> &LineKey) -> Vec<T> {
    all.retain(|one| !keys.contains(of(one)));
    all
}
