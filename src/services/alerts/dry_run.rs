//! What a rule would have done: played over how everything stood in the last weeks, with the same life of an alert, together
//! with the rules of today whose alerts take its place, telling nobody.
//!
//! The record has a line whenever its promise, its stage, its 80 % day or its odds (by five points) changed, and anything
//! else whenever a text or a yes of it changed, a number by a quarter, or a rule's judgement. What came and went between two
//! such changes is not in it.

mod play;

use super::edit::{no_rule, ready};
use super::rules::{self, InForce};
use super::view::expect_seen;
use crate::domain::alert::Resolution;
use crate::domain::refusal::{Refusal, common};
use crate::domain::role::Right;
use crate::domain::rule::{Rule, RuleBody};
use crate::domain::value::Moment;
use crate::rules::Ready;
use crate::services::Ask;
use crate::store::Failure;
use crate::store::rules::{self as rows, record_of};
use chrono::TimeDelta;
use play::Play;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Days of the record that are looked at unless said, and kept.
pub(super) const DAYS: u32 = 90;
/// Rows of it that are looked at, at most.
const MOST_ROWS: i64 = 200_000;
/// Alerts that are named.
const NAMED: usize = 100;

/// What is to be tried.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DryRunBody {
    /// Over how many days, 1 to 90; 90 unless said.
    pub days: Option<u32>,
    /// What would be said of the rule; as it is unless said.
    pub rule: Option<RuleBody>,
}

/// What a rule would have done.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct DryRun {
    /// The rule.
    pub rule: String,
    /// Since when.
    pub from: Moment,
    /// Until when.
    pub to: Moment,
    /// Changes in the record that it was played over.
    pub changes: usize,
    /// How often it would have opened an alert.
    pub fired: usize,
    /// About how many orders.
    pub orders: usize,
    /// How many of the alerts would be open now.
    pub open: usize,
    /// How many of the alerts another rule's took the place of.
    pub replaced: usize,
    /// The rules that were played along, because their alerts take its place.
    pub played_along: Vec<String>,
    /// Changes of which it could not be judged: the record lacks what the condition asks for.
    pub unknown: usize,
    /// Why it could not be asked of some of it, if so.
    pub broken: Option<String>,
    /// The alerts, oldest first, at most a hundred.
    pub alerts: Vec<WouldBe>,
}

/// An alert that would have been.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct WouldBe {
    /// What it would have been about.
    pub subject: String,
    /// The order that it belongs to, if it belongs to one.
    pub order: Option<String>,
    /// When it would have been opened.
    pub opened_at: Moment,
    /// When it would have been over.
    pub resolved_at: Option<Moment>,
    /// Why.
    pub resolution: Option<Resolution>,
    /// How likely the promise was kept when it was opened, if it is about a line.
    pub on_time: Option<f64>,
    /// Days left to the promise then, if it is about a line.
    pub days_left: Option<f64>,
}

/// Plays a rule over the record.
///
/// # Errors
///
/// There is no such rule, what is said of it does not fit, or whoever asks may not see what it looks at.
pub fn dry_run(ask: &mut Ask<'_>, name: &str, body: &DryRunBody) -> Result<DryRun, Failure> {
    let rule = match &body.rule {
        Some(said) => ready(name, said)?,
        None => rules::named(ask.db, ask.plant.id, name)?.ok_or_else(|| no_rule(name))?.rule,
    };
    expect_seen(ask.actor, rule.about)?;
    let days = body.days.unwrap_or(DAYS);
    if days == 0 || days > DAYS {
        let refused = Refusal::at(common::INVALID_VALUE, "days", days);
        return Err(refused.with_words("reason", "it is not 1 to 90", "应为 1 到 90").into());
    }
    let about = rule.about;
    let along = along(&rule, rules::all(&rows::rules_said(ask.db, ask.plant.id)?));
    let ready = Ready::read(rule, 0).map_err(|(field, _)| Refusal::at(common::INVALID_VALUE, field, name))?;
    let (from, to) = (ask.now.shifted(-TimeDelta::days(days.into())), ask.now);
    // From its beginning: what stood when these days began changed before them.
    let record = record_of(ask.db, ask.plant.id, about, MOST_ROWS)?;
    // Where it is longer than can be played, the days begin where it does.
    let cut = record.first().filter(|_| record.len() as i64 == MOST_ROWS);
    let from = cut.map_or(from, |first| first.at.max(from));
    let mut play =
        Play::of(std::iter::once(&ready).chain(&along).collect(), ask.actor.may(Right::ReadPrices));
    for row in &record {
        play.row(row)?;
    }
    play.until(to);
    // What was over before is not of these days.
    play.alerts.retain(|one| one.resolved_at.is_none_or(|over| over >= from));
    let replaced = |one: &&WouldBe| one.resolution == Some(Resolution::Replaced);
    Ok(DryRun {
        rule: name.to_owned(),
        from,
        to,
        changes: record.iter().filter(|row| row.at >= from).count(),
        fired: play.alerts.len(),
        orders: play.orders().len(),
        open: play.alerts.iter().filter(|one| one.resolved_at.is_none()).count(),
        replaced: play.alerts.iter().filter(replaced).count(),
        played_along: along.iter().map(|ready| ready.rule.name.clone()).collect(),
        unknown: play.unknown,
        broken: play.broken,
        alerts: play.alerts.into_iter().take(NAMED).collect(),
    })
}

/// The rules whose alerts take the place of a rule's, and of theirs.
fn along(rule: &Rule, all: Vec<InForce>) -> Vec<Ready> {
    let on = all.into_iter().map(|found| found.rule);
    let mut left: Vec<Rule> =
        on.filter(|other| other.on && other.about == rule.about && other.name != rule.name).collect();
    let mut found = vec![rule.clone()];
    loop {
        let (more, others): (Vec<Rule>, Vec<Rule>) =
            left.into_iter().partition(|one| found.iter().any(|known| one.stands_for(known)));
        if more.is_empty() {
            return found.into_iter().skip(1).filter_map(|rule| Ready::read(rule, 0).ok()).collect();
        }
        found.extend(more);
        left = others;
    }
}
