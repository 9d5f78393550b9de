//! A shift of a work centre as its lead writes it down at the end: what was planned there and what was reported.

use super::facts::Facts;
use super::row::FloorRow;
use crate::app::App;
use crate::domain::refusal::{Refusal, master};
use crate::domain::role::Actor;
use crate::domain::value::{Amount, Moment};
use crate::planning::outlook::DispatchRow;
use crate::services::master::require_work_centre;
use crate::store::Failure;
use crate::store::floor as rows;
use crate::store::work;
use crate::text::Lang;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::{IntoParams, ToSchema};

/// Longest stretch that is asked about at once.
const LONGEST: TimeDelta = TimeDelta::days(7);

/// Which work centre, and from when to when.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ShiftQuery {
    /// The work centre.
    pub work_centre: String,
    /// From when on.
    pub from: Moment,
    /// Until when; at most seven days later.
    pub to: Moment,
}

/// A shift of a work centre.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ShiftReport)]
pub struct Shift {
    /// The work centre.
    pub work_centre: String,
    /// From when on.
    pub from: Moment,
    /// Until when.
    pub to: Moment,
    /// What was planned or reported there, what was reported first.
    pub rows: Vec<ShiftRow>,
}

/// An operation in a shift.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ShiftRow {
    #[allow(missing_docs)]
    #[serde(flatten)]
    pub row: FloorRow,
    /// Whether the plan has it in the shift.
    pub planned: bool,
    /// How many reports there were in the shift.
    pub reports: u32,
    /// Good pieces that they count.
    pub shift_good: Amount,
    /// Scrapped pieces that they count.
    pub shift_scrap: Amount,
}

/// What was counted of an operation within a shift.
#[derive(Clone, Copy, Default)]
struct Counted {
    reports: u32,
    good: Amount,
    scrap: Amount,
}

/// What was planned at a work centre in a shift, and what was reported.
///
/// # Errors
///
/// The work centre is unknown or another tablet's, or the stretch ends before it begins or is too long.
pub fn shift(app: &App, actor: &Actor, query: &ShiftQuery, lang: Lang) -> Result<Shift, Failure> {
    if query.to <= query.from {
        let refusal = Refusal::at(master::ENDS_BEFORE_START, "to", query.to);
        return Err(refusal.with("start", query.from).into());
    }
    let latest = query.from.shifted(LONGEST);
    if query.to > latest {
        let refusal = Refusal::at(master::OUT_OF_RANGE, "to", query.to);
        return Err(refusal.with("min", query.from).with("max", latest).into());
    }
    let (code, outlook) = (query.work_centre.as_str(), app.planner.outlook());
    app.ask(actor, |ask| {
        require_work_centre(ask.db, ask.plant.id, "work_centre", code)?;
        ask.actor.expect_here("work_centre", code)?;
        let overlaps = |start: Option<Moment>, end: Option<Moment>| {
            start.is_some_and(|start| start < query.to) && end.is_none_or(|end| end > query.from)
        };
        let planned = outlook.work_at(code, overlaps, lang);
        let mut counted: BTreeMap<(String, String), Counted> = BTreeMap::new();
        for report in work::reports_between(ask.db, ask.plant.id, query.from, query.to)? {
            let sum = counted.entry((report.work_order, report.operation)).or_default();
            sum.reports += 1;
            sum.good += report.good;
            sum.scrap += report.scrap;
        }
        // What the shift finished is open no more: those of its reports are read by their number, as are those planned.
        let reported = counted.keys().map(|(order, _)| order.clone());
        let numbers: BTreeSet<String> =
            reported.chain(planned.iter().map(|row| row.work_order.clone())).collect();
        let numbers: Vec<String> = numbers.into_iter().collect();
        let mut facts = Facts::of(rows::operations_of_orders(ask.db, ask.plant.id, &numbers)?);
        let told = facts
            .operations()
            .filter(|(fact, _)| counted.contains_key(&(fact.work_order.clone(), fact.operation.clone())));
        let told: Vec<_> = told.map(|(_, order)| (order.item.clone(), order.order_no.clone())).collect();
        let mut items: BTreeSet<String> = told.iter().map(|(item, _)| item.clone()).collect();
        items.extend(planned.iter().map(|row| row.item.clone()));
        let mut orders: BTreeSet<String> = told.into_iter().filter_map(|(_, order)| order).collect();
        orders.extend(planned.iter().filter_map(|row| row.line.as_ref().map(|line| line.order.clone())));
        facts.describe(ask.db, ask.plant.id, (items, orders))?;
        let (work_centre, from, to) = (code.to_owned(), query.from, query.to);
        Ok(Shift { work_centre, from, to, rows: lines(code, planned, &counted, &facts) })
    })
}

/// What was reported at the work centre, then what was only planned there.
fn lines(
    code: &str,
    planned: Vec<DispatchRow>,
    counted: &BTreeMap<(String, String), Counted>,
    facts: &Facts,
) -> Vec<ShiftRow> {
    let key = |order: &str, operation: &str| (order.to_owned(), operation.to_owned());
    let plans: BTreeSet<_> = planned.iter().map(|row| key(&row.work_order, &row.operation)).collect();
    let here = facts.operations().filter(|(fact, order)| {
        counted.contains_key(&key(&fact.work_order, &fact.operation))
            && facts.work_centre(fact, order) == Some(code)
    });
    let mut rows: Vec<ShiftRow> = here
        .map(|(fact, order)| {
            let key = key(&fact.work_order, &fact.operation);
            let sum = counted.get(&key).copied().unwrap_or_default();
            ShiftRow {
                row: FloorRow::reported_only(fact, order, facts),
                planned: plans.contains(&key),
                reports: sum.reports,
                shift_good: sum.good,
                shift_scrap: sum.scrap,
            }
        })
        .collect();
    let silent =
        planned.into_iter().filter(|row| !counted.contains_key(&key(&row.work_order, &row.operation)));
    rows.extend(silent.filter_map(|row| FloorRow::planned(row, facts)).map(|row| ShiftRow {
        row,
        planned: true,
        reports: 0,
        shift_good: Amount::ZERO,
        shift_scrap: Amount::ZERO,
    }));
    rows
}
