//! The route of tasks.

use crate::api::{Api, Input};
use crate::app::App;
use crate::domain::role::{Actor, Right};
use crate::services::task::{self, TasksPage, TasksQuery};
use crate::store::Failure;

/// Registers the route.
pub(super) fn routes(api: &mut Api) {
    let anybody = [Right::ReadOrders, Right::ReadWork, Right::ReadPurchasing];
    api.get_planned("/tasks", anybody, "Open tasks: what, whose, by when", list);
}

fn list(app: &App, actor: &Actor, input: &Input<(), TasksQuery>) -> Result<TasksPage, Failure> {
    task::list(app, actor, &input.query)
}
