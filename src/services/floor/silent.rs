//! Work that nobody has confirmed: what runs at work centres that have been silent for longer than their reports
//! usually take.

use super::facts::Facts;
use super::list::work_centres;
use super::row::FloorRow;
use crate::app::App;
use crate::document::OperationStatus;
use crate::domain::role::Actor;
use crate::domain::value::Moment;
use crate::store::Failure;
use crate::store::floor as rows;
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A work centre that has been silent for too long.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SilentCentre {
    /// Its code.
    pub code: String,
    /// What people call it.
    pub name: Option<String>,
    /// When it last reported.
    pub last_report: Option<Moment>,
    /// Working seconds since then.
    pub silent_seconds: i64,
    /// Working seconds that its reports usually take.
    pub usual_seconds: i64,
    /// What runs there by the last that was heard.
    pub rows: Vec<FloorRow>,
}

/// Work centres of the plant that have been silent for too long.
///
/// # Errors
///
/// What the database says.
pub fn unconfirmed(app: &App, actor: &Actor) -> Result<Vec<SilentCentre>, Failure> {
    let outlook = app.planner.outlook();
    app.ask(actor, |ask| {
        let centres = work_centres(ask, true)?;
        let silent = |code: &str| {
            let network = &outlook.plan.network;
            network.centers.iter().find(|center| center.code.as_str() == code && center.unconfirmed)
        };
        let silent: Vec<_> = centres.iter().filter_map(|row| Some((row, silent(&row.code)?))).collect();
        let mut facts = Facts::of(rows::in_hand(ask.db, ask.plant.id)?);
        let runs = |status: Option<OperationStatus>| status == Some(OperationStatus::Running);
        let running = facts.operations().filter(|(fact, _)| runs(fact.status));
        let running: Vec<_> =
            running.map(|(_, order)| (order.item.clone(), order.order_no.clone())).collect();
        let items: BTreeSet<String> = running.iter().map(|(item, _)| item.clone()).collect();
        let orders = running.into_iter().filter_map(|(_, order)| order).collect();
        facts.describe(ask.db, ask.plant.id, (items, orders))?;
        let told = silent.into_iter().map(|(row, center)| {
            let here = facts.operations().filter(|(fact, order)| {
                runs(fact.status) && facts.work_centre(fact, order) == Some(row.code.as_str())
            });
            let usual = outlook.shop.work_centers.get(&center.code).map_or(0, |known| known.reporting_delay);
            SilentCentre {
                code: row.code.clone(),
                name: row.fields.name.clone(),
                last_report: row.last_report,
                silent_seconds: center.silent,
                usual_seconds: usual,
                rows: here.map(|(fact, order)| FloorRow::reported_only(fact, order, &facts)).collect(),
            }
        });
        Ok(told.collect())
    })
}
