//! What was learned from the shop's record: to read, to run, and to override.

use crate::api::{Api, Input};
use crate::app::App;
use crate::domain::learning::{About, Kind};
use crate::domain::role::{Actor, Right};
use crate::services::learning::{
    self, HoursView, LearnedPage, LearnedQuery, LearningRun, OverrideBody, OverrideView,
};
use crate::services::{Ask, Tx};
use crate::store::Failure;
use serde::Deserialize;
use utoipa::IntoParams;

/// Registers the routes of this area.
pub(super) fn routes(api: &mut Api) {
    let readers = [Right::ReadWork, Right::ReadOrders];
    api.get("/learning", readers, "What the record says, and what stands behind each number", list);
    api.get("/learning/hours", readers, "Real weekly hours, with proposed corrections of calendars", hours);
    api.post_planned("/learning/run", Right::Plan, "Learn from the record now", run);
    api.put("/learning/overrides", Right::Plan, "Say what a number is, whatever the record says", put);
    api.delete("/learning/overrides", Right::Plan, "Let the record count again", remove);
}

/// Of which number what was said is taken back.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct OverrideQuery {
    /// What kind of number.
    #[param(inline)]
    kind: Kind,
    /// The item.
    item: Option<String>,
    /// The item group.
    item_group: Option<String>,
    /// The work centre, supplier or customer.
    code: Option<String>,
}

fn list(ask: &mut Ask<'_>, input: &Input<(), LearnedQuery>) -> Result<LearnedPage, Failure> {
    learning::list(ask, &input.query)
}

fn hours(ask: &mut Ask<'_>, _: &Input) -> Result<HoursView, Failure> {
    learning::hours(ask)
}

fn run(app: &App, actor: &Actor, input: &Input<(), (), ()>) -> Result<LearningRun, Failure> {
    learning::run(app, actor, input)
}

fn put(tx: &mut Tx<'_>, input: &Input<(), (), OverrideBody>) -> Result<OverrideView, Failure> {
    learning::put(tx, &input.body)
}

fn remove(tx: &mut Tx<'_>, input: &Input<(), OverrideQuery>) -> Result<(), Failure> {
    let OverrideQuery { kind, item, item_group, code } = &input.query;
    let about = About { item: item.clone(), group: item_group.clone(), code: code.clone() };
    learning::remove(tx, *kind, &about)
}
