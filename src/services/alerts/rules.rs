//! The rules in force: the shipped ones, as people changed them, and those that people wrote.

use crate::domain::role::Actor;
use crate::domain::rule::{Rule, RuleBody, shipped, shipped_named};
use crate::services::Tx;
use crate::store::rules::{self, RuleRow, RuleVersion};
use crate::store::{Db, Failure, Json, Subject};
use serde_json::json;

/// A rule in force, with what is stored of it.
#[derive(Clone, Debug)]
pub(super) struct InForce {
    pub(super) rule: Rule,
    /// 0 for one that nobody changed.
    pub(super) version: i64,
    pub(super) broken: Option<String>,
    pub(super) said: Option<RuleRow>,
}

/// Every rule, on or off, by name.
pub(super) fn all(said: &[RuleRow]) -> Vec<InForce> {
    let usual = shipped().into_iter().filter(|rule| !said.iter().any(|row| row.name == rule.name));
    let usual = usual.map(|rule| InForce { rule, version: 0, broken: None, said: None });
    let mut all: Vec<InForce> = usual.chain(said.iter().filter_map(of)).collect();
    all.sort_by(|a, b| a.rule.name.cmp(&b.rule.name));
    all
}

/// The rule of that name; nothing if there is none.
pub(super) fn named(db: &mut Db, plant_id: i64, name: &str) -> Result<Option<InForce>, Failure> {
    let usual = || shipped_named(name).map(|rule| InForce { rule, version: 0, broken: None, said: None });
    Ok(match rules::rule_said(db, plant_id, name)? {
        Some(row) => of(&row),
        None => usual(),
    })
}

/// What is stored of a rule, whole. One that was stored by another version of this program and can't be read is broken,
/// and off.
fn of(row: &RuleRow) -> Option<InForce> {
    let read = row.body.read::<RuleBody>().map_err(|failure| failure.to_string());
    let read = read.and_then(|body| body.rule(&row.name).map_err(|refusal| refusal.name()));
    let (mut rule, broken) = match read {
        Ok(rule) => (rule, row.broken.clone()),
        Err(why) => (shipped_named(&row.name)?, Some(why)),
    };
    rule.on &= broken.is_none();
    Some(InForce { rule, version: row.version, broken, said: Some(row.clone()) })
}

/// Stores what is said of a rule, as a version of its own.
pub(super) fn store(
    tx: &mut Tx<'_>,
    name: &str,
    body: &RuleBody,
    (version, broken): (i64, Option<String>),
) -> Result<(), Failure> {
    let row = RuleRow {
        plant_id: tx.plant.id,
        name: name.to_owned(),
        body: Json::of(body),
        version,
        broken,
        changed_at: tx.now,
        changed_by: tx.actor.name.clone(),
    };
    rules::put_rule(tx.db, &row)?;
    remember(tx, name, version, Some(row.body))
}

/// Adds to the versions of a rule.
pub(super) fn remember(tx: &mut Tx<'_>, name: &str, version: i64, body: Option<Json>) -> Result<(), Failure> {
    let (plant_id, at, made_by) = (tx.plant.id, tx.now, tx.actor.name.clone());
    rules::add_version(tx.db, &RuleVersion { plant_id, name: name.to_owned(), version, body, at, made_by })
}

/// The version that a change of a rule gets: versions go on where a rule was taken away.
pub(super) fn next_version(db: &mut Db, plant_id: i64, name: &str) -> Result<i64, Failure> {
    Ok(rules::versions_of(db, plant_id, name)?.first().map_or(0, |newest| newest.version) + 1)
}

/// Switches a rule off that can't be asked, in the transaction of who found it.
pub(super) fn switch_off(tx: &mut Tx<'_>, name: &str, why: &str) -> Result<bool, Failure> {
    let Some(found) = named(tx.db, tx.plant.id, name)?.filter(|found| found.rule.on) else {
        return Ok(false);
    };
    let body = match &found.said {
        Some(row) => row.body.read()?,
        None => RuleBody::default(),
    };
    let version = next_version(tx.db, tx.plant.id, name)?;
    store(tx, name, &body, (version, Some(why.to_owned())))?;
    tx.journal("rule.broken", &[Subject::Rule(name.to_owned())], &json!({ "rule": name, "why": why }))?;
    Ok(true)
}

/// Who looks at rules.
pub(super) fn watcher() -> Actor {
    Actor::system()
}
