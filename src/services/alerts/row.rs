//! Between an alert's life and its row, and what is written down about it.

use crate::domain::alert::{AlertFacts, Change, Dwell, Life, Resolution};
use crate::services::Tx;
use crate::store::alerts::{self, AlertRow, HistoryRow};
use crate::store::{Failure, Json, Subject};
use serde::Serialize;
use serde_json::{Value, json};

/// The life of a stored alert.
pub(super) fn life(row: &AlertRow) -> Life {
    Life {
        state: row.state,
        since: row.since,
        clearing_since: row.clearing_since,
        snoozed_until: row.snoozed_until,
        steps: row.steps.0.clone(),
        told: usize::try_from(row.told).unwrap_or(0),
        dwell: Dwell {
            raise: u32::try_from(row.raise_minutes).unwrap_or(0),
            clear: u32::try_from(row.clear_minutes).unwrap_or(0),
        },
    }
}

/// Puts a life back into its row.
pub(super) fn put(row: &mut AlertRow, life: &Life) {
    row.state = life.state;
    row.clearing_since = life.clearing_since;
    row.snoozed_until = life.snoozed_until;
    row.steps.0.clone_from(&life.steps);
    row.told = life.told as i64;
    row.next_at = life.next_at();
}

/// What an alert says.
pub(super) fn facts(row: &AlertRow) -> Result<AlertFacts, Failure> {
    row.facts.read()
}

/// Changes what an alert says.
pub(super) fn restate(row: &mut AlertRow, change: impl FnOnce(&mut AlertFacts)) -> Result<(), Failure> {
    let mut says = facts(row)?;
    change(&mut says);
    row.facts = Json::of(&says);
    Ok(())
}

/// Writes down what happened to an alert: its row, its history and the journal.
pub(super) fn happened(
    tx: &mut Tx<'_>,
    row: &mut AlertRow,
    what: &str,
    body: &impl Serialize,
) -> Result<(), Failure> {
    (row.updated_at, row.version) = (tx.now, row.version + 1);
    alerts::update_alert(tx.db, row)?;
    let body = Json::of(body);
    let told = json!({ "alert": row.id, "rule": row.rule, "subject": row.subject, "severity": row.severity });
    let mut told = told.as_object().cloned().unwrap_or_default();
    told.extend(body.0.as_object().cloned().unwrap_or_default());
    note(tx, row.id, what, body)?;
    let mut subjects = vec![Subject::Alert(row.id.to_string())];
    if !row.order_no.is_empty() {
        subjects.push(Subject::SalesOrder(row.order_no.clone()));
    }
    tx.journal(&format!("alert.{what}"), &subjects, &Value::Object(told)).map(drop)
}

/// Adds to an alert's history alone.
pub(super) fn note(tx: &mut Tx<'_>, alert: i64, what: &str, body: Json) -> Result<(), Failure> {
    let (at, actor) = (tx.now, tx.actor.name.clone());
    alerts::add_history(tx.db, &HistoryRow { alert, at, actor, what: what.to_owned(), body })
}

/// Ends an alert for a reason that its conditions do not know; one that was never opened is forgotten.
pub(super) fn end(tx: &mut Tx<'_>, row: &mut AlertRow, why: Resolution) -> Result<(), Failure> {
    let mut life = life(row);
    match life.end(why) {
        Change::Dropped => alerts::drop_alert(tx.db, row.id),
        _ => {
            put(row, &life);
            resolved(tx, row, why)
        }
    }
}

/// Writes down that an alert is over.
pub(super) fn resolved(tx: &mut Tx<'_>, row: &mut AlertRow, why: Resolution) -> Result<(), Failure> {
    (row.resolved_at, row.resolution) = (Some(tx.now), Some(why));
    happened(tx, row, "resolved", &json!({ "resolution": why }))
}
