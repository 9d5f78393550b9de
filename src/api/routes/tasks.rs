//! The routes of tasks.

use crate::api::{Api, Input};
use crate::app::App;
use crate::domain::role::{Actor, Right};
use crate::services::Tx;
use crate::services::task::{self, DelegateBody, TasksPage, TasksQuery};
use crate::store::Failure;
use crate::store::sales::Task;
use serde::Deserialize;
use utoipa::IntoParams;

/// A task, by number.
#[derive(Clone, Debug, Deserialize, IntoParams)]
pub struct TaskPath {
    /// Its number.
    id: i64,
}

/// Registers the routes.
pub(super) fn routes(api: &mut Api) {
    let anybody = [Right::ReadOrders, Right::ReadWork, Right::ReadPurchasing];
    api.get_planned("/tasks", anybody, "Open tasks: what, whose, by when", list);
    api.post("/tasks/{id}/delegate", anybody, "Hand a task on to a person, or back to its role", delegate);
}

fn list(app: &App, actor: &Actor, input: &Input<(), TasksQuery>) -> Result<TasksPage, Failure> {
    task::list(app, actor, &input.query)
}

fn delegate(tx: &mut Tx<'_>, input: &Input<TaskPath, (), DelegateBody>) -> Result<Task, Failure> {
    task::delegate(tx, input.path.id, &input.body)
}
