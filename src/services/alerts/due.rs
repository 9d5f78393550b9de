//! What comes due by itself: alerts open once their condition has held for long enough, tell step after step while nobody
//! acts, wake, and end. Needs the store alone: what has to be computed was computed when the alert began.

use super::tell::{self, Asked};
use super::{row, rules};
use crate::domain::alert::{Due, Resolution};
use crate::domain::rule::Rule;
use crate::domain::value::Moment;
use crate::services::Tx;
use crate::store::alerts::{self, AlertRow};
use crate::store::{Db, Failure, MAIN_PLANT};
use serde_json::json;
use std::collections::BTreeMap;

/// The next instant at which something is due.
///
/// # Errors
///
/// What the database says.
pub fn next(db: &mut Db) -> Result<Option<Moment>, Failure> {
    let alert = alerts::next_due(db, MAIN_PLANT)?;
    let held = alerts::next_held(db)?;
    Ok([alert, held].into_iter().flatten().min())
}

/// Carries out what is due now, and tells of all of it together.
///
/// # Errors
///
/// What the database says.
pub fn carry_out(tx: &mut Tx<'_>) -> Result<(), Failure> {
    carry_out_with(tx, Vec::new())
}

/// The same, telling `more` together with it: what comes up at one instant is one storm, wherever it comes from.
pub(super) fn carry_out_with(tx: &mut Tx<'_>, more: Vec<Asked>) -> Result<(), Failure> {
    let mut asked = more;
    asked.extend(tell::released(tx)?);
    let mut known: BTreeMap<String, Option<Rule>> = BTreeMap::new();
    for mut alert in alerts::due_at(tx.db, tx.plant.id, tx.now)? {
        let rule = match known.get(&alert.rule) {
            Some(rule) => rule.clone(),
            None => {
                let rule = rules::named(tx.db, tx.plant.id, &alert.rule)?.map(|found| found.rule);
                known.insert(alert.rule.clone(), rule.clone());
                rule
            }
        };
        carry_out_one(tx, &mut alert, rule.as_ref(), &mut asked)?;
    }
    tell::tell(tx, asked)
}

fn carry_out_one(
    tx: &mut Tx<'_>,
    alert: &mut AlertRow,
    rule: Option<&Rule>,
    asked: &mut Vec<Asked>,
) -> Result<(), Failure> {
    let mut life = row::life(alert);
    while let Some(due) = life.due(tx.now) {
        row::put(alert, &life);
        match due {
            Due::Open => {
                alert.opened_at = Some(tx.now);
                row::restate(alert, |facts| facts.opened = tx.now)?;
                row::happened(tx, alert, "opened", &json!({ "since": alert.since }))?;
            }
            Due::Step(nth) => {
                let step = rule.and_then(|rule| Some((rule, rule.steps.get(nth)?)));
                if nth > 0 && step.is_some() {
                    row::happened(tx, alert, "escalated", &json!({ "step": nth }))?;
                } else {
                    alerts::update_alert(tx.db, alert)?;
                }
                asked.extend(step.map(|step| Asked::step(alert, nth.to_string(), step)));
            }
            Due::Wake => {
                row::happened(tx, alert, "woken", &json!({}))?;
                let step = rule.and_then(|rule| Some((rule, rule.steps.first()?)));
                asked.extend(step.map(|step| Asked::step(alert, format!("woken-{}", alert.version), step)));
            }
            Due::Resolve => {
                row::resolved(tx, alert, Resolution::Recovered)?;
                if rule.is_none_or(|rule| rule.tell_recovered) {
                    asked.extend(tell::recovered(tx, alert)?);
                }
            }
        }
    }
    Ok(())
}
