//! What there is to do at a tablet's work centres: what runs, then what could be started in the order of the plan, then
//! what is blocked and why.
//!
//! Read from the newest outlook, with what was reported since laid over it. Nothing is planned here.

use super::facts::Facts;
use super::row::FloorRow;
use crate::app::App;
use crate::document::OperationStatus;
use crate::domain::role::Actor;
use crate::domain::value::Moment;
use crate::planning::outlook::DispatchRow;
use crate::services::{Ask, clock};
use crate::store::floor as rows;
use crate::store::master::resources;
use crate::store::{Failure, Known};
use crate::text::Lang;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::{IntoParams, ToSchema};

/// Rows of a work centre that are told unless all are asked for: far more than anybody looks at.
const MANY: usize = 40;

/// Which part of the list is asked for.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct FloorListQuery {
    /// Whether every row of all the plant is asked for, and not only the first 40 of each work centre of the tablet.
    pub all: bool,
}

/// What there is to do.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FloorList {
    /// As of when it was planned.
    pub as_of: FloorAsOf,
    /// What the plant's clock says now.
    pub clock: FloorClock,
    /// Whether the plan is older than it should be.
    pub stale: bool,
    /// The tablet's work centres, by code.
    pub work_centres: Vec<FloorCentre>,
}

/// As of when a list was planned.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FloorAsOf {
    /// Plant time of the plan.
    pub now: Moment,
    /// What the plan knows of.
    #[schema(value_type = String, example = "0.17")]
    pub mark: Known,
}

/// What the plant's clock says.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct FloorClock {
    /// Plant time.
    pub now: Moment,
    /// Plant seconds for one second; 0 while it stands.
    pub rate: f64,
}

impl FloorClock {
    /// What it says now.
    pub fn of(app: &App) -> Self {
        let said = clock::of(app);
        Self { now: said.now, rate: said.rate }
    }
}

/// What there is to do at a work centre.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FloorCentre {
    /// Its code.
    pub code: String,
    /// What people call it.
    pub name: Option<String>,
    /// How many machines it has.
    pub machines: u32,
    /// What runs, what could be started, what is blocked.
    pub rows: Vec<FloorRow>,
    /// So many rows more there are.
    pub more: usize,
}

/// The work centres of who asks: those of a tablet, or all.
///
/// # Errors
///
/// What the database says.
pub(super) fn work_centres(ask: &mut Ask<'_>, whole: bool) -> Result<Vec<resources::Row>, Failure> {
    let mut all = resources::work_centres(ask.db, ask.plant.id)?;
    let at = ask.actor.floor.as_ref();
    all.retain(|row| row.active && (whole || at.is_none_or(|at| at.is_for(&row.code))));
    Ok(all)
}

/// What there is to do.
///
/// # Errors
///
/// What the database says.
pub fn list(app: &App, actor: &Actor, query: &FloorListQuery, lang: Lang) -> Result<FloorList, Failure> {
    let outlook = app.planner.outlook();
    let work_centres = app.ask(actor, |ask| {
        let centres = work_centres(ask, query.all)?;
        let planned = centres.iter().map(|centre| outlook.work_at(&centre.code, |_, _| true, lang));
        let plans: Vec<Vec<DispatchRow>> = planned.collect();
        let mut facts = facts_of(ask, &plans)?;
        complete(ask, &mut facts, &plans)?;
        let lists = centres.iter().zip(plans).map(|(centre, planned)| {
            let rows = laid_over(&centre.code, planned, &facts);
            let most = if query.all { usize::MAX } else { MANY };
            FloorCentre {
                code: centre.code.clone(),
                name: centre.fields.name.clone(),
                machines: centre.fields.machines.and_then(|count| u32::try_from(count).ok()).unwrap_or(1),
                more: rows.len().saturating_sub(most),
                rows: rows.into_iter().take(most).collect(),
            }
        });
        Ok(lists.collect())
    })?;
    Ok(FloorList {
        as_of: FloorAsOf { now: outlook.now, mark: outlook.known.clone() },
        clock: FloorClock::of(app),
        stale: app.planner.is_stale(),
        work_centres,
    })
}

/// Whether people have it in their hands, whatever the plan says.
fn is_in_hand(status: Option<OperationStatus>) -> bool {
    use OperationStatus::{Blocked, Paused, Running};
    matches!(status, Some(Running | Paused | Blocked))
}

/// What was reported on the work orders of the plan's rows, and on what people have in their hands.
fn facts_of(ask: &mut Ask<'_>, plans: &[Vec<DispatchRow>]) -> Result<Facts, Failure> {
    let numbers: BTreeSet<String> = plans.iter().flatten().map(|row| row.work_order.clone()).collect();
    let numbers: Vec<String> = numbers.into_iter().collect();
    let mut all = rows::in_hand(ask.db, ask.plant.id)?;
    all.extend(rows::operations_of_orders(ask.db, ask.plant.id, &numbers)?);
    Ok(Facts::of(all))
}

/// Reads what the rows to come will say.
fn complete(ask: &mut Ask<'_>, facts: &mut Facts, plans: &[Vec<DispatchRow>]) -> Result<(), Failure> {
    let planned = plans.iter().flatten();
    let mut items: BTreeSet<String> = planned.clone().map(|row| row.item.clone()).collect();
    let mut orders: BTreeSet<String> =
        planned.filter_map(|row| row.line.as_ref().map(|line| line.order.clone())).collect();
    let in_hand = facts.operations().filter(|(fact, _)| is_in_hand(fact.status));
    let made: Vec<_> = in_hand.map(|(_, order)| (order.item.clone(), order.order_no.clone())).collect();
    items.extend(made.iter().map(|(item, _)| item.clone()));
    orders.extend(made.into_iter().filter_map(|(_, order)| order));
    facts.describe(ask.db, ask.plant.id, (items, orders))
}

/// The rows of a work centre in their order.
fn laid_over(code: &str, planned: Vec<DispatchRow>, facts: &Facts) -> Vec<FloorRow> {
    let here = |row: &DispatchRow| {
        let said = facts.operation(&row.work_order, &row.operation);
        said.and_then(|(fact, _)| fact.work_centre.as_deref()).is_none_or(|said| said == code)
    };
    let planned: Vec<_> = planned.into_iter().filter(here).collect();
    let known: BTreeSet<(String, String)> =
        planned.iter().map(|row| (row.work_order.clone(), row.operation.clone())).collect();
    let mut all: Vec<FloorRow> =
        planned.into_iter().filter_map(|row| FloorRow::planned(row, facts)).collect();
    let others = facts.operations().filter(|(fact, order)| {
        let key = (fact.work_order.clone(), fact.operation.clone());
        is_in_hand(fact.status) && !known.contains(&key) && facts.work_centre(fact, order) == Some(code)
    });
    all.extend(others.map(|(fact, order)| FloorRow::reported_only(fact, order, facts)));
    all.sort_by_key(FloorRow::rank);
    all
}
