//! What the dispatch list had when something was begun: kept with the report, because a list is never the same again.
//!
//! Only of what is reported while the list still stands as the people at the machine saw it. Decides nothing.

use super::ReportBody;
use super::floor::plain;
use crate::app::App;
use crate::domain::progress::Kind;
use crate::planning::outlook::Startable;
use crate::services::Tx;
use crate::store::record::{ChoiceRow, put_choice};
use crate::store::{Failure, Json};
use chrono::TimeDelta;

/// Whoever reports later than this saw another list.
const AT_ONCE: TimeDelta = TimeDelta::minutes(15);

/// What could be started where something is reported to begin, by the newest plan; nothing of other reports.
pub fn listed(app: &App, body: &ReportBody) -> Option<Startable> {
    if !matches!(body.kind, Kind::Setup | Kind::Start) || body.corrects.is_some() {
        return None;
    }
    let outlook = app.planner.outlook();
    let given = outlook.startable(&body.work_order, &body.operation);
    given.or_else(|| outlook.startable(&body.work_order, &plain(&body.operation)))
}

/// Keeps it, if the report came at once and it was begun where the list has it.
pub(super) fn keep(
    tx: &mut Tx<'_>,
    body: &ReportBody,
    operation: &str,
    listed: &Startable,
) -> Result<(), Failure> {
    let elsewhere = body.work_centre.as_ref().is_some_and(|said| *said != listed.work_centre);
    if elsewhere || body.at.shifted(AT_ONCE) < tx.now {
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
