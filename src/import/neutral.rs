//! The neutral model: a small order book as JSON, without the mess of a real shop, in which planners can be
//! compared. Owns its types and says whether they hold together; turning them into a plan is planning's.
//!
//! Unlike a workbook it is written by programs, so the first thing that is wrong ends the reading.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::error::{ImportError, ModelProblem};
use super::limits::{Limits, read_bounded};

/// An order book. Times are the plant's own, without zone or daylight saving.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NeutralModel {
    /// The instant of the snapshot.
    pub current: NaiveDateTime,
    /// How far planning may look.
    pub horizon_end: NaiveDateTime,
    /// Days without work on every calendar.
    pub holidays: Vec<NaiveDate>,
    /// By name.
    pub calendars: BTreeMap<String, NeutralCalendar>,
    /// Machines, each alone.
    pub resources: Vec<NeutralResource>,
    /// Bought parts.
    pub components: Vec<NeutralComponent>,
    /// Made parts.
    pub items: Vec<NeutralItem>,
    /// What is wanted.
    pub orders: Vec<NeutralOrder>,
}

/// One shift on some weekdays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeutralCalendar {
    /// Weekdays, Monday is 0.
    pub days: Vec<u8>,
    /// Hour at which the shift begins.
    pub start: u8,
    /// Hour at which it ends, 24 at most.
    pub end: u8,
}

/// A machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeutralResource {
    /// Its name.
    pub name: String,
    /// When it works.
    pub calendar: String,
}

/// A bought part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeutralComponent {
    /// Its name.
    pub name: String,
    /// Calendar days from order to receipt.
    pub lead_days: u32,
    /// Pieces in stock.
    pub onhand: u64,
}

/// A made part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeutralItem {
    /// Its name.
    pub name: String,
    /// Its operations, in order.
    pub ops: Vec<NeutralOperation>,
    /// What it is made of.
    pub comps: Vec<NeutralUse>,
}

/// An operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeutralOperation {
    /// Where.
    pub resource: String,
    /// Setting up, in minutes.
    pub setup_min: u32,
    /// Running, in seconds a piece.
    pub unit_sec: u32,
}

/// A component in an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeutralUse {
    /// Which.
    pub comp: String,
    /// How many for one piece.
    pub qty: u32,
    /// Index of the operation that needs it.
    pub step: usize,
}

/// An order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeutralOrder {
    /// Its name.
    pub name: String,
    /// What is wanted.
    pub item: String,
    /// How many.
    pub qty: u64,
    /// Until when.
    pub due: NaiveDateTime,
    /// 1 comes before 2.
    pub priority: u32,
}

/// Reads a model and says whether it holds together.
///
/// # Errors
///
/// [`ImportError::NotAModel`] with line and column, [`ImportError::ModelField`] with the field and its
/// value, or what the file system said.
pub fn read(path: &Path, limits: &Limits) -> Result<NeutralModel, ImportError> {
    let bytes = read_bounded(path, limits.file_bytes, limits.file_bytes)?;
    let model: NeutralModel = serde_json::from_slice(&bytes).map_err(|error| ImportError::NotAModel {
        path: path.to_owned(),
        line: error.line(),
        column: error.column(),
        detail: super::fault::shown(&error.to_string()),
    })?;
    check(&model).map_err(|wrong| ImportError::ModelField {
        path: path.to_owned(),
        field: wrong.field,
        value: super::fault::shown(&wrong.value),
        problem: wrong.problem,
    })?;
    Ok(model)
}

/// A field that is wrong.
struct Wrong {
    field: String,
    value: String,
    problem: ModelProblem,
}

fn wrong(field: String, value: &(impl ToString + ?Sized), problem: ModelProblem) -> Result<(), Wrong> {
    Err(Wrong { field, value: value.to_string(), problem })
}

fn check(model: &NeutralModel) -> Result<(), Wrong> {
    date("current".into(), model.current.date())?;
    date("horizon_end".into(), model.horizon_end.date())?;
    if model.horizon_end <= model.current {
        return wrong("horizon_end".into(), &model.horizon_end, ModelProblem::EndsBeforeStart);
    }
    for (index, day) in model.holidays.iter().enumerate() {
        date(format!("holidays[{index}]"), *day)?;
    }
    for (name, calendar) in &model.calendars {
        check_calendar(name, calendar)?;
    }
    let resources = names("resources", model.resources.iter().map(|resource| resource.name.as_str()))?;
    for (index, resource) in model.resources.iter().enumerate() {
        if !model.calendars.contains_key(&resource.calendar) {
            return wrong(
                format!("resources[{index}].calendar"),
                &resource.calendar,
                ModelProblem::UnknownName,
            );
        }
    }
    let components = names("components", model.components.iter().map(|component| component.name.as_str()))?;
    for (index, component) in model.components.iter().enumerate() {
        number(|| format!("components[{index}].lead_days"), component.lead_days.into(), 0, 3_650)?;
        number(|| format!("components[{index}].onhand"), component.onhand, 0, MOST)?;
    }
    let items = names("items", model.items.iter().map(|item| item.name.as_str()))?;
    for (index, item) in model.items.iter().enumerate() {
        check_item(index, item, &resources, &components)?;
    }
    names("orders", model.orders.iter().map(|order| order.name.as_str()))?;
    for (index, order) in model.orders.iter().enumerate() {
        known(|| format!("orders[{index}].item"), &order.item, &items)?;
        number(|| format!("orders[{index}].qty"), order.qty, 1, MOST)?;
        date(format!("orders[{index}].due"), order.due.date())?;
    }
    Ok(())
}

/// Quantities stay below this, as in a workbook.
const MOST: u64 = 999_999_999_999;

fn check_calendar(name: &str, calendar: &NeutralCalendar) -> Result<(), Wrong> {
    let field = |part: &str| format!("calendars[{}].{part}", super::fault::shown(name));
    check_name(field("name"), name)?;
    if calendar.days.is_empty() {
        return wrong(field("days"), "[]", ModelProblem::Nothing);
    }
    for day in &calendar.days {
        number(|| field("days"), (*day).into(), 0, 6)?;
    }
    number(|| field("start"), calendar.start.into(), 0, 23)?;
    number(|| field("end"), calendar.end.into(), 1, 24)?;
    if calendar.end <= calendar.start {
        return wrong(field("end"), &calendar.end, ModelProblem::EndsBeforeStart);
    }
    Ok(())
}

fn check_item(
    index: usize,
    item: &NeutralItem,
    resources: &HashSet<&str>,
    components: &HashSet<&str>,
) -> Result<(), Wrong> {
    const WEEK: u32 = 7 * 24 * 60;
    if item.ops.is_empty() {
        return wrong(format!("items[{index}].ops"), "[]", ModelProblem::Nothing);
    }
    for (step, operation) in item.ops.iter().enumerate() {
        let field = |part: &str| format!("items[{index}].ops[{step}].{part}");
        known(|| field("resource"), &operation.resource, resources)?;
        number(|| field("setup_min"), operation.setup_min.into(), 0, WEEK.into())?;
        number(|| field("unit_sec"), operation.unit_sec.into(), 0, (WEEK * 60).into())?;
    }
    for (at, part) in item.comps.iter().enumerate() {
        let field = |name: &str| format!("items[{index}].comps[{at}].{name}");
        known(|| field("comp"), &part.comp, components)?;
        number(|| field("qty"), part.qty.into(), 1, 1_000_000)?;
        number(|| field("step"), part.step as u64, 0, item.ops.len() as u64 - 1)?;
    }
    Ok(())
}

/// The names of a list, each good and only there once.
fn names<'a>(list: &str, all: impl Iterator<Item = &'a str>) -> Result<HashSet<&'a str>, Wrong> {
    let mut seen = HashSet::new();
    for (index, name) in all.enumerate() {
        check_name(format!("{list}[{index}].name"), name)?;
        if !seen.insert(name) {
            wrong(format!("{list}[{index}].name"), name, ModelProblem::NameTwice)?;
        }
    }
    Ok(seen)
}

fn check_name(field: String, name: &str) -> Result<(), Wrong> {
    const LENGTH: usize = 200;
    let good =
        !name.trim().is_empty() & name.chars().nth(LENGTH).is_none() & !name.chars().any(char::is_control);
    if good { Ok(()) } else { wrong(field, name, ModelProblem::BadName) }
}

fn known(field: impl Fn() -> String, name: &str, all: &HashSet<&str>) -> Result<(), Wrong> {
    if all.contains(name) { Ok(()) } else { wrong(field(), name, ModelProblem::UnknownName) }
}

fn number(field: impl Fn() -> String, value: u64, min: u64, max: u64) -> Result<(), Wrong> {
    if (min..=max).contains(&value) {
        return Ok(());
    }
    wrong(field(), &value, ModelProblem::OutOfRange { min: min as i64, max: max as i64 })
}

fn date(field: String, day: NaiveDate) -> Result<(), Wrong> {
    if (2000..=2100).contains(&day.year()) {
        Ok(())
    } else {
        wrong(field, &day, ModelProblem::DateOutOfRange)
    }
}
