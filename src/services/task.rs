//! Tasks as they are shown: whose they are, and by when they are due in the plant's working hours.

use crate::app::App;
use crate::domain::role::{Actor, Role};
use crate::domain::value::Moment;
use crate::planning::outlook::{Outlook, instant, moment};
use crate::store::Failure;
use crate::store::sales::{self, Task};
use holdfast_engine::time::WorkSeconds;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which tasks a list shows.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct TasksQuery {
    /// Only the actor's own: those of their roles that name nobody else.
    pub mine: Option<bool>,
    /// Only those of a role.
    #[param(inline)]
    pub role: Option<Role>,
    /// `next` of the page before.
    pub cursor: Option<i64>,
    /// How many; 50 unless said, at most 200.
    pub limit: Option<i64>,
}

/// An open task.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TaskView {
    /// The task.
    #[serde(flatten)]
    pub task: Task,
    /// By when it should be done, by the plant's calendar; none without a limit.
    pub due_at: Option<Moment>,
    /// Whether that is over.
    pub overdue: bool,
}

/// A page of tasks.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TasksPage {
    /// The tasks, oldest first.
    pub items: Vec<TaskView>,
    /// Where the next page begins, if there is one.
    pub next: Option<i64>,
}

/// A page of open tasks.
///
/// # Errors
///
/// What the database says.
pub fn list(app: &App, actor: &Actor, query: &TasksQuery) -> Result<TasksPage, Failure> {
    let limit = super::sales::page_size(query.limit);
    let mine = query.mine.unwrap_or(false);
    let mut roles: Vec<Role> = query.role.into_iter().collect();
    if mine && roles.is_empty() {
        roles = actor.roles.iter().copied().collect();
    }
    if mine && roles.is_empty() {
        return Ok(TasksPage { items: Vec::new(), next: None });
    }
    let after = query.cursor.unwrap_or(0);
    let (tasks, now) =
        app.ask(actor, |ask| Ok((sales::open_tasks(ask.db, ask.plant.id, &roles, after, limit)?, ask.now)))?;
    let next = tasks.last().filter(|_| tasks.len() as i64 == limit).map(|task| task.id);
    let person = actor.name.strip_prefix("user:").unwrap_or(&actor.name);
    let own = |task: &Task| !mine || task.owner.as_deref().is_none_or(|owner| owner == person);
    let outlook = app.planner.outlook();
    let shown = |task: Task| {
        let due_at = due(&outlook, task.opened_at, task.hours);
        TaskView { overdue: due_at.is_some_and(|due| due < now), due_at, task }
    };
    Ok(TasksPage { items: tasks.into_iter().filter(own).map(shown).collect(), next })
}

/// When so many working hours of the plant's calendar are over.
pub fn due(outlook: &Outlook, from: Moment, hours: Option<i64>) -> Option<Moment> {
    let calendars = &outlook.plan.network.calendars;
    let plant = calendars.list.get(calendars.plant as usize)?;
    let end = plant.finish(instant(from), WorkSeconds(hours?.checked_mul(3_600)?));
    end.ok().and_then(moment)
}
