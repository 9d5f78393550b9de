//! What the dispatch list had when something was begun: kept with the report, because a list is never the same again.
//!
//! With it what the operation waited for there. Only of what is reported while the list still stands as the people at
//! the machine saw it. Decides nothing.

use super::ReportBody;
use super::floor::plain;
use crate::app::App;
use crate::domain::progress::Kind;
use crate::domain::value::Moment;
use crate::planning::outlook::Startable;
use crate::services::Tx;
use crate::store::record::{ChoiceRow, put_choice};
use crate::store::{Failure, Json};
use crate::text::Lang;
use chrono::TimeDelta;

/// Whoever reports later than this saw another list.
const AT_ONCE: TimeDelta = TimeDelta::minutes(15);

/// How an operation stood on the newest list when it was reported to begin.
#[derive(Clone, Debug)]
pub struct Listing {
    /// What could be started beside it; nothing if it was not among that.
    pub startable: Option<Startable>,
    /// The kinds of what it waited for: those of a dispatch list.
    pub waits_for: Vec<String>,
}

/// Whether the newest list is the one that whoever reports had before them.
pub(super) fn came_at_once(body: &ReportBody, now: Moment) -> bool {
    body.at.shifted(AT_ONCE) >= now
}

/// How an operation that is reported to begin stands by the newest plan; nothing of other reports.
pub fn listed(app: &App, body: &ReportBody) -> Option<Listing> {
    if !matches!(body.kind, Kind::Setup | Kind::Start) || body.corrects.is_some() {
        return None;
    }
    let (outlook, number) = (app.planner.outlook(), plain(&body.operation));
    let given = outlook.startable(&body.work_order, &body.operation);
    let startable = given.or_else(|| outlook.startable(&body.work_order, &number));
    let waits = |operation: &str| outlook.why_not(&body.work_order, operation, Lang::En);
    let waits_for = waits(&body.operation).or_else(|| waits(&number)).unwrap_or_default();
    Some(Listing { startable, waits_for: waits_for.into_iter().map(|wait| wait.kind).collect() })
}

/// Keeps it, if the report came at once and it was begun where the list has it.
pub(super) fn keep(
    tx: &mut Tx<'_>,
    body: &ReportBody,
    operation: &str,
    listed: &Startable,
) -> Result<(), Failure> {
    let elsewhere = body.work_centre.as_ref().is_some_and(|said| *said != listed.work_centre);
    if elsewhere || !came_at_once(body, tx.now) {
        return Ok(());
    }
    put_choice(
        tx.db,
        &ChoiceRow {
            plant_id: tx.plant.id,
            work_order: body.work_order.clone(),
            operation: operation.to_owned(),
            work_centre: listed.work_centre.clone(),
            at: body.at,
            free: i32::try_from(listed.free).unwrap_or(i32::MAX),
            ready: Json::of(&listed.ready),
        },
    )
}
