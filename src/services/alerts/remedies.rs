//! What could still be done about the promises that a look finds in danger, and whom it would cost.
//!
//! Worked out on the thread that looks, on the plan and the futures that the look was given, before anything is stored:
//! so no transaction waits for it, and what is told fits what it is told of. What it may cost is counted in operations
//! and not in time, so that the same shop is always told the same: each thing that is worth trying is planned, those that
//! bring most lines forward first, and as many of them as the rest allows are played over the futures. Who has no remedy
//! is told without: nothing here fails, or keeps a message from being sent.

use super::lines::{Basis, causes};
use super::watch::Verdicts;
use super::write::new_cause;
use crate::domain::alert::{RemedyTold, VictimTold};
use crate::domain::effect::{Effect, Standing};
use crate::domain::promise::HurtPromise;
use crate::domain::role::Actor;
use crate::domain::rule::Words;
use crate::domain::value::Moment;
use crate::services::Ask;
use crate::services::promise::{Judge, Replanned};
use crate::store::Store;
use crate::text::Lang;
use crate::text::remedy::remedy as words;
use holdfast_engine::model::LineKey;
use holdfast_engine::plan::LineDate;
use holdfast_engine::remedy::Remedy;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use tracing::{error, warn};

/// Remedies that are told of a line.
const TOLD: usize = 3;
/// Victims that are named of one.
const NAMED: usize = 5;
/// Lines of one look whose causes are asked what to try.
const LINES: usize = 40;
/// Things that one look plans, at most, and the operations of all these plans.
const PLANS: usize = 24;
const PLANNED: usize = 1_000_000;
/// Operations that one look plays over futures, at most: two hundred futures of twenty thousand, once.
const PLAYED: usize = 4_000_000;
/// Probabilities that differ by less are alike.
const ALIKE: f64 = 0.05;

/// Remedies by the line that they are told of.
pub(super) type Remedies = BTreeMap<LineKey, Vec<RemedyTold>>;

/// The remedies for what is about to be told; none where no futures are played, or it can't be worked out.
pub(super) fn remedies(store: &Store, basis: &Basis, verdicts: &Verdicts, now: Moment) -> Remedies {
    let lines = in_danger(basis, verdicts);
    if lines.is_empty() || basis.odds.is_none() {
        return Remedies::new();
    }
    let actor = Actor::system();
    let judge = store.read(|db| {
        let mut ask = Ask::new(db, now, &actor)?;
        Judge::upon(&mut ask, Arc::clone(&basis.outlook), basis.odds.clone())
    });
    let judge = match judge {
        Ok(judge) => judge,
        Err(failure) => {
            warn!(%failure, "no remedies can be told");
            return Remedies::new();
        }
    };
    catch_unwind(AssertUnwindSafe(|| found(&judge, &lines))).unwrap_or_else(|_| {
        error!("looking for remedies panicked; what is in danger is told without");
        Remedies::new()
    })
}

/// The lines that are told of for the first time, or for a new cause, and whose promise is in danger: the least likely
/// first.
fn in_danger(basis: &Basis, verdicts: &Verdicts) -> Vec<LineKey> {
    let begin = verdicts.begin.iter().map(|begin| (&begin.found, None));
    let again = verdicts.refresh.iter().map(|(alert, found)| (found, Some(alert)));
    let mut lines: Vec<(f64, LineKey)> = Vec::new();
    for (found, alert) in begin.chain(again) {
        let Some(line) = found.facts.line().filter(|line| line.promised) else { continue };
        let unlikely = line.on_time.zip(line.enough).is_some_and(|(chance, enough)| chance < enough);
        if !unlikely && line.late_days.is_none_or(|late| late <= 0.0) {
            continue;
        }
        let key = basis.outlook.key(&line.order, &line.line, &line.schedule);
        let is_told = |alert| new_cause(alert, &causes(basis, &key)).is_some();
        if alert.is_none_or(is_told) {
            lines.push((line.on_time.unwrap_or(0.0), key));
        }
    }
    lines.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    // Of a line that two rules warn of, once.
    lines.dedup_by(|a, b| a.1 == b.1);
    lines.into_iter().map(|(_, key)| key).collect()
}

/// Something that is tried, for the line that asked for it first.
struct Tried {
    remedy: Remedy,
    key: LineKey,
    by: Replanned,
    /// What futures say of it, and whether it helps by that.
    effect: Option<(Effect, bool)>,
}

fn found(judge: &Judge, lines: &[LineKey]) -> Remedies {
    let operations = judge.outlook.plan.network.ops.len().max(1);
    let mut tried = planned(judge, lines, PLANS.min(PLANNED / operations));
    let futures = judge.view().forecast.map_or(0, |forecast| forecast.scenarios() as usize).max(1);
    for one in tried.iter_mut().take(PLAYED / (operations * futures)) {
        one.effect = judge.try_remedy(&one.key, &one.remedy).unwrap_or_default();
    }
    lines.iter().map(|line| (line.clone(), of_line(judge, &tried, line))).collect()
}

/// What is worth trying, planned: what most lines ask for is tried first, and what brings most of them forward comes
/// first afterwards.
fn planned(judge: &Judge, lines: &[LineKey], most: usize) -> Vec<Tried> {
    let mut wanted: Vec<(usize, Remedy, LineKey)> = Vec::new();
    for key in lines.iter().take(LINES) {
        for remedy in judge.suggested(key) {
            let same = |(_, other, of): &&mut (usize, Remedy, LineKey)| {
                *other == remedy && (!is_own(&remedy) || of == key)
            };
            match wanted.iter_mut().find(same) {
                Some((count, ..)) => *count += 1,
                None => wanted.push((1, remedy, key.clone())),
            }
        }
    }
    wanted.sort_by_key(|(count, ..)| std::cmp::Reverse(*count));
    let plan = |(_, remedy, key): (usize, Remedy, LineKey)| {
        let by = judge.replanned(&key, &remedy).ok()?;
        Some(Tried { remedy, key, by, effect: None })
    };
    let mut tried: Vec<Tried> = wanted.into_iter().take(most).filter_map(plan).collect();
    let gain = |one: &Tried| {
        let days: Vec<i64> = lines.iter().filter_map(|line| judge.sooner(&one.by.plan, line)).collect();
        let sooner = days.iter().filter(|days| **days > 0);
        (sooner.clone().count(), sooner.sum::<i64>(), std::cmp::Reverse(one.by.hurt.len()))
    };
    tried.sort_by_cached_key(|one| std::cmp::Reverse(gain(one)));
    tried
}

/// Whether a remedy means something else for another line.
fn is_own(remedy: &Remedy) -> bool {
    matches!(remedy, Remedy::Expedite | Remedy::Partial { .. })
}

/// What helps one line, the best first.
fn of_line(judge: &Judge, tried: &[Tried], line: &LineKey) -> Vec<RemedyTold> {
    let fits = tried.iter().filter(|one| one.key == *line || !is_own(&one.remedy));
    let mut helping: Vec<RemedyTold> = fits.filter_map(|one| one.told(judge, line)).collect();
    helping.sort_by_key(|told| {
        let points = told.on_time_probability.map_or(0, |chance| (chance / ALIKE).round() as i64);
        let days = told.saves_days.map_or(i64::MAX, |days| days as i64);
        (std::cmp::Reverse(points), told.victims.len(), std::cmp::Reverse(days))
    });
    helping.truncate(TOLD);
    helping
}

impl Tried {
    /// As it is told of a line; nothing where it does not help that one.
    fn told(&self, judge: &Judge, line: &LineKey) -> Option<RemedyTold> {
        let outlook = &judge.outlook;
        let sooner = judge.sooner(&self.by.plan, line);
        let dated = sooner.is_none() && self.by.plan.line(line).is_some_and(LineDate::is_dated);
        let by_plan = dated || sooner.is_some_and(|days| days > 0);
        let name = judge.line_id(line).to_string();
        let (helps, saves, chance) = match &self.effect {
            Some((effect, helps)) if self.key == *line => {
                let day = |standing: &Option<Standing>| standing.as_ref()?.p80;
                let days = day(&effect.before).zip(day(&effect.after));
                let days = days.map(|(before, after)| (before.date() - after.date()).num_days());
                (*helps, days, effect.after.as_ref().and_then(|after| after.chance))
            }
            Some((effect, _)) => {
                let gain = effect.gains.iter().find(|gain| gain.promise.line == name);
                let chance = gain.and_then(|gain| gain.promise.odds).map(|odds| odds.after);
                (gain.is_some() || by_plan && !falls(effect, &name), sooner, chance)
            }
            None => (by_plan, sooner, None),
        };
        let text = |lang| words(&self.remedy, (&outlook.shop, &self.key), lang);
        helps.then(|| RemedyTold {
            kind: kind(&self.remedy).to_owned(),
            text: Words::of(text(Lang::En), text(Lang::Zh)),
            saves_days: saves.map(|days| days.max(0) as f64),
            on_time_probability: chance,
            as_of: outlook.now,
            victims: self.victims(&name),
        })
    }

    /// Whom it costs, but for the line that it is told of.
    fn victims(&self, line: &str) -> Vec<VictimTold> {
        let all: Vec<&HurtPromise> = match &self.effect {
            Some((effect, _)) => effect.falls.iter().map(|fall| &fall.promise).collect(),
            None => self.by.hurt.iter().collect(),
        };
        all.into_iter().filter(|one| one.line != line).take(NAMED).map(victim).collect()
    }
}

fn falls(effect: &Effect, line: &str) -> bool {
    effect.falls.iter().any(|fall| fall.promise.line == line)
}

fn victim(one: &HurtPromise) -> VictimTold {
    let line = one.line.strip_prefix(&one.order).and_then(|line| line.strip_prefix('/'));
    let days = one.after.map(|after| (after.date() - one.before.date()).num_days()).filter(|days| *days > 0);
    VictimTold {
        order: one.order.clone(),
        line: line.unwrap_or_default().to_owned(),
        days: days.map(|days| days as f64),
        on_time_before: one.odds.map(|odds| odds.before),
        on_time_after: one.odds.map(|odds| odds.after),
    }
}

/// The stable word for a remedy.
const fn kind(remedy: &Remedy) -> &'static str {
    match remedy {
        Remedy::Overtime { .. } => "overtime",
        Remedy::Alternate { .. } => "alternate",
        Remedy::Split { .. } => "split",
        Remedy::Partial { .. } => "partial",
        Remedy::Expedite => "expedite",
        Remedy::Express { .. } => "express",
        Remedy::Supplier { .. } => "supplier",
    }
}
