//! Rules as people changed them, every version of them, and how everything stood that they look at: rows and queries.

use super::schema::alerts::{rule_record, rule_versions, rules};
use super::{Columns, Db, Failure, Json};
use crate::domain::rule::About;
use crate::domain::value::Moment;
use diesel::prelude::*;

/// What people say of a rule.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = rules)]
pub struct RuleRow {
    /// The plant.
    pub plant_id: i64,
    /// Its name.
    pub name: String,
    /// A [`crate::domain::rule::RuleBody`].
    pub body: Json,
    /// Grows with every change.
    pub version: i64,
    /// Why it was switched off by itself, if it was.
    pub broken: Option<String>,
    /// When it was changed.
    pub changed_at: Moment,
    /// By whom.
    pub changed_by: String,
}

/// What was once said of a rule.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = rule_versions)]
pub struct RuleVersion {
    /// The plant.
    pub plant_id: i64,
    /// The rule's name.
    pub name: String,
    /// Which version.
    pub version: i64,
    /// What was said; none where that was taken back.
    pub body: Option<Json>,
    /// When.
    pub at: Moment,
    /// By whom.
    pub made_by: String,
}

/// How something that rules look at stood from an instant on.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = rule_record)]
pub struct RecordRow {
    /// The plant.
    pub plant_id: i64,
    /// What kind of thing it is.
    pub about: About,
    /// The thing, whatever was promised of it: the line `SO-1/10`.
    pub subject: String,
    /// Since when.
    pub at: Moment,
    /// Its facts; none from when it is over.
    pub facts: Option<Json>,
}

/// Everything that people say of rules, by name.
///
/// # Errors
///
/// What the database says.
pub fn rules_said(db: &mut Db, plant_id: i64) -> Result<Vec<RuleRow>, Failure> {
    let all = rules::table.filter(rules::plant_id.eq(plant_id)).order(rules::name);
    Ok(db.all(all.select(RuleRow::columns()))?)
}

/// What people say of one rule.
///
/// # Errors
///
/// What the database says.
pub fn rule_said(db: &mut Db, plant_id: i64, name: &str) -> Result<Option<RuleRow>, Failure> {
    Ok(db.maybe(rules::table.find((plant_id, name)).select(RuleRow::columns()))?)
}

/// Stores what is said of a rule in the place of what was.
///
/// # Errors
///
/// What the database says.
pub fn put_rule(db: &mut Db, row: &RuleRow) -> Result<(), Failure> {
    db.run(diesel::delete(rules::table.find((row.plant_id, &row.name))))?;
    db.run(diesel::insert_into(rules::table).values(row.clone()))?;
    Ok(())
}

/// Takes back what was said of a rule.
///
/// # Errors
///
/// What the database says.
pub fn take_rule(db: &mut Db, plant_id: i64, name: &str) -> Result<(), Failure> {
    db.run(diesel::delete(rules::table.find((plant_id, name))))?;
    Ok(())
}

/// Every version of a rule, newest first.
///
/// # Errors
///
/// What the database says.
pub fn versions_of(db: &mut Db, plant_id: i64, name: &str) -> Result<Vec<RuleVersion>, Failure> {
    let of = rule_versions::plant_id.eq(plant_id).and(rule_versions::name.eq(name));
    let newest = rule_versions::table.filter(of).order(rule_versions::version.desc());
    Ok(db.all(newest.select(RuleVersion::columns()))?)
}

/// Adds a version.
///
/// # Errors
///
/// What the database says.
pub fn add_version(db: &mut Db, row: &RuleVersion) -> Result<(), Failure> {
    db.run(diesel::insert_into(rule_versions::table).values(row.clone()))?;
    Ok(())
}

/// Adds how things stand now.
///
/// # Errors
///
/// What the database says.
pub fn add_record(db: &mut Db, rows: &[RecordRow]) -> Result<(), Failure> {
    db.run(diesel::insert_into(rule_record::table).values(rows))?;
    Ok(())
}

/// How everything stood since `from`, in the order in which it changed.
///
/// # Errors
///
/// What the database says.
pub fn record_since(db: &mut Db, plant_id: i64, from: Moment) -> Result<Vec<RecordRow>, Failure> {
    let since = rule_record::plant_id.eq(plant_id).and(rule_record::at.ge(from));
    let all = rule_record::table.filter(since).order((rule_record::at, rule_record::id));
    Ok(db.all(all.select(RecordRow::columns()))?)
}

/// How things of a kind stood, in the order in which it changed; the newest changes where there are more than `limit`.
///
/// # Errors
///
/// What the database says.
pub fn record_of(db: &mut Db, plant_id: i64, about: About, limit: i64) -> Result<Vec<RecordRow>, Failure> {
    let of_kind = rule_record::plant_id.eq(plant_id).and(rule_record::about.eq(about));
    let all = rule_record::table.filter(of_kind).order((rule_record::at.desc(), rule_record::id.desc()));
    let mut rows: Vec<RecordRow> = db.all(all.limit(limit).select(RecordRow::columns()))?;
    rows.reverse();
    Ok(rows)
}

/// Forgets how things stood before `before`.
///
/// # Errors
///
/// What the database says.
pub fn forget_record(db: &mut Db, plant_id: i64, before: Moment) -> Result<usize, Failure> {
    let old = rule_record::plant_id.eq(plant_id).and(rule_record::at.lt(before));
    Ok(db.run(diesel::delete(rule_record::table.filter(old)))?)
}

/// How many changes of rules there were: another number, and rules have to be read again.
///
/// # Errors
///
/// What the database says.
pub fn changes(db: &mut Db, plant_id: i64) -> Result<i64, Failure> {
    Ok(db.one(rule_versions::table.filter(rule_versions::plant_id.eq(plant_id)).count())?)
}
