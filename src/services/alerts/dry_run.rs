//! What a rule would have done: played over how lines stood in the last weeks, with the same life of an alert, telling
//! nobody.
//!
//! The record has a line whenever its promise, its stage, its 80 % day or its odds (by five points) changed. What came and
//! went between two such changes is not in it.

use super::edit::{no_rule, ready};
use super::lines::LineFacts;
use super::rules;
use crate::domain::alert::{Change, Due, Dwell, Life, Resolution, Seen, State};
use crate::domain::refusal::{Refusal, common, rule as codes};
use crate::domain::rule::{About, RuleBody};
use crate::domain::value::Moment;
use crate::rules::{Ready, Verdict};
use crate::services::Ask;
use crate::store::rules::{LineFactsRow, line_facts_since};
use crate::store::{Failure, Json};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
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
    /// Changes of lines in the record that it was played over.
    pub changes: usize,
    /// How often it would have opened an alert.
    pub fired: usize,
    /// About how many orders.
    pub orders: usize,
    /// How many of the alerts would be open now.
    pub open: usize,
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
    /// When it would have been opened.
    pub opened_at: Moment,
    /// When it would have been over.
    pub resolved_at: Option<Moment>,
    /// Why.
    pub resolution: Option<Resolution>,
    /// How likely the promise was kept when it was opened.
    pub on_time: Option<f64>,
    /// Days left to the promise then.
    pub days_left: Option<f64>,
}

/// Plays a rule over the record.
///
/// # Errors
///
/// There is no such rule, what is said of it does not fit, or it looks at what no record is kept of.
pub fn dry_run(ask: &mut Ask<'_>, name: &str, body: &DryRunBody) -> Result<DryRun, Failure> {
    let rule = match &body.rule {
        Some(said) => ready(name, said)?,
        None => rules::named(ask.db, ask.plant.id, name)?.ok_or_else(|| no_rule(name))?.rule,
    };
    if rule.about != About::Line {
        return Err(Refusal::at(codes::RULE_NO_RECORD, "about", rule.about.name()).into());
    }
    let days = body.days.unwrap_or(DAYS);
    if days == 0 || days > DAYS {
        let refused = Refusal::at(common::INVALID_VALUE, "days", days);
        return Err(refused.with_words("reason", "it is not 1 to 90", "应为 1 到 90").into());
    }
    let ready = Ready::read(rule, 0).map_err(|(field, _)| Refusal::at(common::INVALID_VALUE, field, name))?;
    let (from, to) = (ask.now.shifted(-TimeDelta::days(days.into())), ask.now);
    let rows = line_facts_since(ask.db, ask.plant.id, from, MOST_ROWS)?;
    let mut play = Play { ready: &ready, lines: BTreeMap::new(), alerts: Vec::new(), broken: None };
    for row in &rows {
        play.row(row)?;
    }
    play.until(to);
    let orders: BTreeSet<&str> = play.alerts.iter().filter_map(|one| one.subject.split('/').next()).collect();
    Ok(DryRun {
        rule: name.to_owned(),
        from,
        to,
        changes: rows.len(),
        fired: play.alerts.len(),
        orders: orders.len(),
        open: play.alerts.iter().filter(|one| one.resolved_at.is_none()).count(),
        broken: play.broken,
        alerts: play.alerts.into_iter().take(NAMED).collect(),
    })
}

/// A rule at play.
struct Play<'r> {
    ready: &'r Ready,
    /// The alert of each line, and the place in the list of the one that was opened.
    lines: BTreeMap<String, Standing>,
    alerts: Vec<WouldBe>,
    broken: Option<String>,
}

struct Standing {
    life: Life,
    facts: LineFacts,
    opened: Option<usize>,
}

impl Play<'_> {
    /// A line changes.
    fn row(&mut self, row: &LineFactsRow) -> Result<(), Failure> {
        let facts = row.facts.as_ref().map(Json::read::<LineFacts>).transpose()?;
        if let Some(mut standing) = self.lines.remove(&row.subject) {
            self.due(&mut standing, row.at);
            let why = match &facts {
                None => Some(Resolution::Gone),
                Some(facts) if facts.promise_day != standing.facts.promise_day => {
                    Some(Resolution::PromiseMoved)
                }
                Some(_) => None,
            };
            if let Some(why) = why.filter(|_| standing.life.state != State::Resolved) {
                standing.life.end(why);
                self.over(&standing, row.at, why);
            }
            if standing.life.state != State::Resolved
                && let Some(facts) = &facts
            {
                standing.facts = facts.clone();
                self.seen(&mut standing, row.at);
            }
            if standing.life.state != State::Resolved {
                self.lines.insert(row.subject.clone(), standing);
            }
        }
        let Some(facts) = facts.filter(|_| !self.lines.contains_key(&row.subject)) else { return Ok(()) };
        match self.ready.raises(&facts) {
            Verdict::Yes => {
                let dwell =
                    Dwell { raise: self.ready.rule.dwell_minutes, clear: self.ready.rule.clear_minutes };
                let life = Life::begin(row.at, dwell, Vec::new());
                let mut standing = Standing { life, facts, opened: None };
                self.due(&mut standing, row.at);
                self.lines.insert(row.subject.clone(), standing);
            }
            Verdict::Broken(why) => self.broken = Some(why),
            Verdict::No | Verdict::Unknown => {}
        }
        Ok(())
    }

    /// What is seen of an alert that stands.
    fn seen(&mut self, standing: &mut Standing, at: Moment) {
        let open = standing.life.is_open();
        let verdict =
            if open { self.ready.clears(&standing.facts) } else { self.ready.raises(&standing.facts) };
        let seen = match (verdict, open) {
            (Verdict::Yes, true) => Seen::Cleared,
            (Verdict::No, true) | (Verdict::Yes, false) => Seen::Raised,
            (Verdict::No, false) => Seen::Between,
            (Verdict::Unknown | Verdict::Broken(_), _) => return,
        };
        if let Change::Resolved(why) = standing.life.observe(seen, at) {
            self.over(standing, at, why);
        }
    }

    /// What comes due by itself until `until`.
    fn due(&mut self, standing: &mut Standing, until: Moment) {
        while let Some(at) = standing.life.next_at().filter(|at| *at <= until) {
            match standing.life.due(at) {
                Some(Due::Open) => {
                    standing.opened = Some(self.alerts.len());
                    self.alerts.push(WouldBe {
                        subject: standing.facts.subject(),
                        opened_at: at,
                        resolved_at: None,
                        resolution: None,
                        on_time: standing.facts.on_time,
                        days_left: standing.facts.days_left,
                    });
                }
                Some(Due::Resolve) => self.over(standing, at, Resolution::Recovered),
                Some(Due::Step(_) | Due::Wake) => {}
                None => return,
            }
        }
    }

    fn over(&mut self, standing: &Standing, at: Moment, why: Resolution) {
        if let Some(alert) = standing.opened.and_then(|place| self.alerts.get_mut(place)) {
            (alert.resolved_at, alert.resolution) = (Some(at), Some(why));
        }
    }

    /// The end of the record.
    fn until(&mut self, to: Moment) {
        for (_, mut standing) in std::mem::take(&mut self.lines) {
            self.due(&mut standing, to);
        }
    }
}
