//! Rules as people see and change them: listed, put, checked without storing, taken back.

use super::rules::{self, InForce};
use crate::domain::refusal::{Refusal, rule as codes};
use crate::domain::rule::{
    About, Fact, Rule, RuleBody, Trigger, cause_facts, check_name, shipped, shipped_named,
};
use crate::domain::value::Moment;
use crate::rules::{Fault, Ready};
use crate::services::sales::unknown;
use crate::services::{Ask, Tx};
use crate::store::rules as rows;
use crate::store::{Db, Failure, Subject};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// A rule in force.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RuleView {
    /// The rule, whole.
    #[serde(flatten)]
    pub rule: Rule,
    /// Whether there is a shipped rule of its name.
    pub shipped: bool,
    /// What people say of it; nothing where it is as shipped.
    pub said: Option<RuleBody>,
    /// Why it was switched off by itself, if it was.
    pub broken: Option<String>,
    /// When it was changed.
    pub changed_at: Option<Moment>,
    /// By whom.
    pub changed_by: Option<String>,
    /// Grows with every change; 0 as shipped.
    pub version: i64,
}

/// Every rule, and what conditions can ask about.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Rules {
    /// The rules, on or off, by name.
    pub items: Vec<RuleView>,
    /// What rules look at.
    pub about: Vec<AboutView>,
}

/// What a rule can look at, with its facts.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AboutView {
    /// What.
    pub about: About,
    /// Which changes have rules about it looked at again; the first unless said.
    pub triggers: Vec<Trigger>,
    /// What conditions can ask about it, as `line.on_time`.
    pub facts: &'static [Fact],
    /// What each entry of its list of causes has, where it has one.
    pub causes: &'static [Fact],
}

/// A rule with all that was ever said of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RuleDetail {
    /// The rule.
    #[serde(flatten)]
    pub rule: RuleView,
    /// Its versions, newest first.
    pub versions: Vec<VersionView>,
}

/// What was said of a rule once.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VersionView {
    /// Which version.
    pub version: i64,
    /// What was said; nothing where that was taken back.
    pub said: Option<RuleBody>,
    /// When.
    pub at: Moment,
    /// By whom.
    pub made_by: String,
}

/// A rule to be checked.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CheckBody {
    /// Its name; any for one that is to be new.
    pub name: Option<String>,
    /// What is said of it.
    pub rule: RuleBody,
}

/// What a check found.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Checked {
    /// Whether it could be stored.
    pub ok: bool,
    /// The rule, whole; nothing where something besides its conditions is wrong.
    pub rule: Option<Rule>,
    /// What is wrong with its conditions.
    pub faults: Vec<ConditionFault>,
}

/// What is wrong with a condition.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ConditionFault {
    /// The field: `raise` or `clear`.
    pub field: String,
    /// The line of the condition, from 1.
    pub line: usize,
    /// The character in that line, from 1.
    pub column: usize,
    /// What is wrong, in English.
    pub en: String,
    /// What is wrong, in Chinese.
    pub zh: String,
}

/// Every rule.
///
/// # Errors
///
/// What the database says.
pub fn rules_list(ask: &mut Ask<'_>) -> Result<Rules, Failure> {
    let said = rows::rules_said(ask.db, ask.plant.id)?;
    let items = rules::all(&said).into_iter().map(view).collect::<Result<_, _>>()?;
    let about = About::ALL.into_iter().map(|about| AboutView {
        about,
        triggers: about.triggers().to_vec(),
        facts: about.facts(),
        causes: if about == About::Line { cause_facts() } else { &[] },
    });
    Ok(Rules { items, about: about.collect() })
}

/// One rule with its versions.
///
/// # Errors
///
/// There is none of that name.
pub fn rule_detail(ask: &mut Ask<'_>, name: &str) -> Result<RuleDetail, Failure> {
    let found = rules::named(ask.db, ask.plant.id, name)?;
    let found = found.ok_or_else(|| no_rule(name))?;
    detail(ask.db, ask.plant.id, found)
}

/// Says something of a rule, in the place of what was said before; a new one if there is none of that name.
///
/// # Errors
///
/// Something of it does not fit, or the version is not the stored one.
pub fn put_rule(
    tx: &mut Tx<'_>,
    name: &str,
    body: &RuleBody,
    version: Option<i64>,
) -> Result<RuleDetail, Failure> {
    let rule = ready(name, body)?;
    let known = rules::named(tx.db, tx.plant.id, name)?;
    if let Some(known) = &known {
        Tx::expect_version("rule", name, version, known.version)?;
    }
    let next = rules::next_version(tx.db, tx.plant.id, name)?;
    rules::store(tx, name, body, (next, None))?;
    let facts = json!({ "rule": name, "version": next, "on": rule.on, "said": body });
    tx.journal("rule.put", &[Subject::Rule(name.to_owned())], &facts)?;
    let found = rules::named(tx.db, tx.plant.id, name)?.ok_or_else(|| no_rule(name))?;
    detail(tx.db, tx.plant.id, found)
}

/// Takes back what was said of a rule: a shipped one is as shipped again, another one is gone.
///
/// # Errors
///
/// Nothing was said of one of that name, or the version is not the stored one.
pub fn remove_rule(tx: &mut Tx<'_>, name: &str, version: Option<i64>) -> Result<(), Failure> {
    let row = rows::rule_said(tx.db, tx.plant.id, name)?.ok_or_else(|| no_rule(name))?;
    Tx::expect_version("rule", name, version, row.version)?;
    rows::take_rule(tx.db, tx.plant.id, name)?;
    let next = rules::next_version(tx.db, tx.plant.id, name)?;
    rules::remember(tx, name, next, None)?;
    tx.journal("rule.removed", &[Subject::Rule(name.to_owned())], &json!({ "rule": name })).map(drop)
}

/// Checks a rule as if it were stored.
///
/// # Errors
///
/// Something besides its conditions does not fit.
pub fn check_rule(body: &CheckBody) -> Result<Checked, Failure> {
    let rule = body.rule.rule(body.name.as_deref().unwrap_or("new-rule"))?;
    let faults = match Ready::read(rule.clone(), 0) {
        Ok(_) => Vec::new(),
        Err((field, faults)) => faults.into_iter().map(|fault| ConditionFault::of(field, fault)).collect(),
    };
    Ok(Checked { ok: faults.is_empty(), rule: Some(rule), faults })
}

impl ConditionFault {
    fn of(field: &str, Fault { line, column, en, zh }: Fault) -> Self {
        Self { field: field.to_owned(), line, column, en, zh }
    }
}

/// The whole rule that is meant, with conditions that can be asked.
pub(super) fn ready(name: &str, body: &RuleBody) -> Result<Rule, Refusal> {
    let rule = body.rule(name)?;
    match Ready::read(rule, 0) {
        Ok(ready) => Ok(ready.rule),
        Err((field, faults)) => Err(refused(field, faults)),
    }
}

fn refused(field: &str, faults: Vec<Fault>) -> Refusal {
    let Some(fault) = faults.into_iter().next() else { return Refusal::at(codes::RULE_CONDITION, field, "") };
    let refusal = Refusal::new(codes::RULE_CONDITION);
    let refusal = Refusal { field: Some(field.to_owned()), ..refusal };
    let refusal = refusal.with("line", fault.line).with("column", fault.column);
    refusal.with_words("reason", fault.en, fault.zh)
}

pub(super) fn no_rule(name: &str) -> Refusal {
    let shipped = shipped();
    let names = shipped.iter().map(|rule| rule.name.as_str());
    let near = crate::domain::likeness::nearest(name, names);
    match check_name(name) {
        Ok(()) => unknown("rule", "name", name, &near),
        Err(refusal) => refusal,
    }
}

fn detail(db: &mut Db, plant_id: i64, found: InForce) -> Result<RuleDetail, Failure> {
    let versions = rows::versions_of(db, plant_id, &found.rule.name)?.into_iter().map(|row| {
        let said = row.body.map(|body| body.read()).transpose()?;
        Ok(VersionView { version: row.version, said, at: row.at, made_by: row.made_by })
    });
    Ok(RuleDetail { versions: versions.collect::<Result<_, Failure>>()?, rule: view(found)? })
}

fn view(found: InForce) -> Result<RuleView, Failure> {
    let InForce { rule, version, broken, said } = found;
    let body = said.as_ref().map(|row| row.body.read()).transpose()?;
    Ok(RuleView {
        shipped: shipped_named(&rule.name).is_some(),
        rule,
        said: body,
        broken,
        changed_at: said.as_ref().map(|row| row.changed_at),
        changed_by: said.map(|row| row.changed_by),
        version,
    })
}
