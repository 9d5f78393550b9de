//! One operation with all that somebody at it asks for, and what a scanned code means.

use super::facts::Facts;
use super::operators::BADGE;
use super::row::FloorRow;
use crate::app::App;
use crate::document::OperationStatus;
use crate::domain::refusal::{Refusal, floor as codes};
use crate::domain::role::Actor;
use crate::domain::value::Amount;
use crate::services::progress::{self, Floor, ReportView};
use crate::services::{Ask, held};
use crate::store::Failure;
use crate::store::work::{self as rows, OperationRow, WorkOrderRow};
use crate::text::Lang;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::{IntoParams, ToSchema};

/// An operation with all that somebody at it asks for.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FloorOperation {
    #[allow(missing_docs)]
    #[serde(flatten)]
    pub row: FloorRow,
    /// Where it runs.
    pub work_centre: Option<String>,
    /// What was reported on it, by its own time.
    pub reports: Vec<ReportView>,
    /// The drawing that its line asks for.
    pub drawing: Option<String>,
    /// What the planner wrote on the work order.
    pub note: Option<String>,
    /// All operations of the work order, in order.
    pub route: Vec<RouteStep>,
}

/// An operation on the way of a work order.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RouteStep {
    /// Its number.
    pub operation: String,
    /// What the shop calls it.
    pub name: Option<String>,
    /// Where it runs.
    pub work_centre: Option<String>,
    /// Where it stands.
    pub status: OperationStatus,
    /// Good pieces so far.
    pub good: Amount,
    /// Scrapped pieces so far.
    pub scrap: Amount,
}

/// An operation of a work order.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OperationPath {
    /// The work order's number.
    pub work_order: String,
    /// The operation's number.
    pub operation: String,
}

/// What was scanned or typed.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FoundQuery {
    /// The text.
    pub text: String,
}

/// What it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[schema(as = ScanMeaning)]
pub enum Found {
    /// An operation of a work order.
    Operation {
        /// The work order's number.
        work_order: String,
        /// The operation's number.
        operation: String,
    },
    /// Somebody's badge.
    Badge,
    /// A code that enrols a tablet.
    Enrolment,
}

/// One operation, done or not, wherever it runs.
///
/// # Errors
///
/// There is no such work order, or it has no such operation.
pub fn operation(
    app: &App,
    actor: &Actor,
    path: &OperationPath,
    lang: Lang,
) -> Result<FloorOperation, Failure> {
    let outlook = app.planner.outlook();
    app.ask(actor, |ask| {
        let mut floor = read(ask, &path.work_order)?;
        let number = floor.expect_operation("operation", &path.operation)?;
        let blank = OperationRow::new(ask.plant.id, &path.work_order, &number);
        let fact = floor.operations.get(&number).cloned().unwrap_or(blank);
        let centre = floor.work_centre_of(&number);
        let reported = floor.operations.values().map(|fact| (fact.clone(), floor.order.clone()));
        let mut facts = Facts::of(reported.collect());
        let orders: BTreeSet<String> = floor.order.order_no.clone().into_iter().collect();
        facts.describe(ask.db, ask.plant.id, ([floor.order.item.clone()].into(), orders))?;
        let planned = outlook.dispatch_of(&path.work_order, &number, lang);
        let row = match planned.and_then(|row| FloorRow::planned(row, &facts)) {
            Some(row) => row,
            None => unplanned(ask, &floor, &fact, &facts)?,
        };
        let drawing = row.requirements.iter().find(|asked| asked.kind == "drawing");
        Ok(FloorOperation {
            drawing: drawing.map(|asked| asked.text.clone()),
            row,
            work_centre: centre,
            reports: floor.reports.iter().filter(|row| row.operation == number).map(Into::into).collect(),
            note: floor.order.note.clone(),
            route: route(&mut floor),
        })
    })
}

/// An operation that the plan has nothing to do for. What holds keep from starting can't be started.
fn unplanned(
    ask: &mut Ask<'_>,
    floor: &Floor,
    fact: &OperationRow,
    facts: &Facts,
) -> Result<FloorRow, Failure> {
    let row = FloorRow::reported_only(fact, &floor.order, facts);
    let begun = row.status != OperationStatus::Waiting;
    let (now, today) = (ask.now, ask.today());
    let held = !begun && held::on_start(ask.db, &floor.order, &fact.operation, now, today)?.is_some();
    Ok(FloorRow { ready: row.ready && !held, ..row })
}

fn route(floor: &mut Floor) -> Vec<RouteStep> {
    let step = |view: progress::OperationView| RouteStep {
        operation: view.operation,
        name: view.name,
        work_centre: view.work_centre,
        status: view.status,
        good: view.good,
        scrap: view.scrap,
    };
    floor.views().into_iter().map(step).collect()
}

fn read(ask: &mut Ask<'_>, number: &str) -> Result<Floor, Failure> {
    let order = order(ask, number)?.ok_or_else(|| progress::unknown_order(number))?;
    Floor::of(ask.db, order)
}

fn order(ask: &mut Ask<'_>, number: &str) -> Result<Option<WorkOrderRow>, Failure> {
    rows::order(ask.db, ask.plant.id, number)
}

/// What the codes of travellers and labels begin with: the work order follows, then the operation if it is one's.
const TRAVELLER: &str = "HF:WO:";

/// What was scanned or typed means.
///
/// # Errors
///
/// [`codes::SCAN_UNKNOWN`], or [`codes::NO_OPEN_OPERATION`] of a work order that is through.
pub fn found(ask: &mut Ask<'_>, text: &str) -> Result<Found, Failure> {
    let text = text.trim();
    if text.starts_with(BADGE) {
        return Ok(Found::Badge);
    }
    if text.contains("#enrol=") {
        return Ok(Found::Enrolment);
    }
    let unknown = || Refusal::at(codes::SCAN_UNKNOWN, "text", text);
    let number = text.strip_prefix(TRAVELLER).unwrap_or(text);
    let mut named = order(ask, number)?;
    if named.is_none()
        && let Some((number, given)) = text.strip_prefix(TRAVELLER).and_then(|rest| rest.rsplit_once(':'))
    {
        let order = order(ask, number)?.ok_or_else(unknown)?;
        let mut floor = Floor::of(ask.db, order)?;
        let operation = floor.expect_operation("text", given).map_err(|_| unknown())?;
        return Ok(Found::Operation { work_order: number.to_owned(), operation });
    }
    if named.is_none() {
        named = order(ask, &number.to_uppercase())?;
    }
    let named = named.ok_or_else(unknown)?;
    let mut floor = Floor::of(ask.db, named)?;
    let work_order = floor.order.number.clone();
    let through = || Refusal::at(codes::NO_OPEN_OPERATION, "text", &work_order);
    let open = floor.views().into_iter().find(|view| view.status != OperationStatus::Done);
    let operation = open.ok_or_else(through)?.operation;
    Ok(Found::Operation { work_order, operation })
}
