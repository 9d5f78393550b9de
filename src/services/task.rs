//! Tasks: whose they are, by when they are due in the plant's working hours, and to whom they are handed on. Done they
//! are by the facts alone.

use super::sales::unknown;
use super::{Tx, alerts, outbox};
use crate::app::App;
use crate::domain::likeness::nearest;
use crate::domain::outbox::Channel;
use crate::domain::refusal::{Refusal, sales as codes};
use crate::domain::role::{Actor, Right, Role};
use crate::domain::rule::Words;
use crate::domain::stage::Stage;
use crate::domain::value::Moment;
use crate::planning::outlook::{Outlook, instant, moment};
use crate::store::sales::{self, Task};
use crate::store::{Failure, Subject, access};
use holdfast_engine::time::WorkSeconds;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

/// Which tasks a list shows.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct TasksQuery {
    /// Only the actor's own: those that name them, and those of their roles that name nobody.
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
    let after = query.cursor.unwrap_or(0);
    let person = person(actor);
    let of = (roles.as_slice(), Some(person).filter(|_| mine && query.role.is_none()));
    let (tasks, now) =
        app.ask(actor, |ask| Ok((sales::open_tasks(ask.db, ask.plant.id, of, after, limit)?, ask.now)))?;
    let next = tasks.last().filter(|_| tasks.len() as i64 == limit).map(|task| task.id);
    let own = |task: &Task| !mine || task.owner.as_deref().is_none_or(|owner| owner == person);
    let outlook = app.planner.outlook();
    let shown = |task: Task| {
        let due_at = due(&outlook, task.opened_at, task.hours);
        TaskView { overdue: due_at.is_some_and(|due| due < now), due_at, task }
    };
    Ok(TasksPage { items: tasks.into_iter().filter(own).map(shown).collect(), next })
}

/// Whom a task goes to.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DelegateBody {
    /// The person's name; nothing gives it back to its role.
    pub to: Option<String>,
    /// What they should know.
    pub note: Option<String>,
}

/// Hands a task on to a person, or back to its role. Its time goes on. They are told, by its alert where it is overdue.
///
/// # Errors
///
/// There is no such task or person, it is done, or it is neither the actor's nor their role's, and they don't plan.
pub fn delegate(tx: &mut Tx<'_>, id: i64, body: &DelegateBody) -> Result<Task, Failure> {
    let found = sales::task(tx.db, tx.plant.id, id)?;
    let mut task = found.ok_or_else(|| unknown("task", "id", &id.to_string(), &[]))?;
    if task.done_at.is_some() {
        return Err(Refusal::at(codes::TASK_DONE, "id", id).into());
    }
    let giver = person(tx.actor).to_owned();
    let own = tx.actor.roles.contains(&task.owner_role) || task.owner.as_ref() == Some(&giver);
    if !own && !tx.actor.may(Right::Plan) {
        let refusal = Refusal::at(codes::TASK_NOT_YOURS, "id", id);
        return Err(super::sales::said(refusal, "role", task.owner_role.words()).into());
    }
    if let Some(to) = &body.to {
        expect_active(tx, to)?;
    }
    if task.owner == body.to {
        return Ok(task);
    }
    let from = std::mem::replace(&mut task.owner, body.to.clone());
    sales::give_task(tx.db, id, task.owner.as_deref())?;
    let told = json!({
        "task": id, "kind": task.kind, "line": task.line, "about": task.about, "from": from, "to": body.to,
        "note": body.note,
    });
    let seq = tx.journal("task.delegated", &[Subject::SalesOrder(task.order_no.clone())], &told)?;
    let owner = task.owner.clone().unwrap_or_else(|| alerts::owned_by_role(task.owner_role));
    let is_told = alerts::handed_over(tx, &alerts::subject_of_task(id), &owner)?;
    if let Some(to) = body.to.as_ref().filter(|to| !is_told && **to != giver) {
        let key = format!("task:{id}:{seq}:{to}:mail");
        outbox::enqueue(tx, &message(&task, (key, to), (&giver, body.note.as_deref()), tx.now))?;
    }
    Ok(task)
}

/// What a task is about, as people call it.
pub fn what(task: &Task) -> Words {
    let role = task.owner_role.words();
    let stage = Stage::ALL.into_iter().find(|stage| task.kind == "stage" && stage.name() == task.about);
    match (stage, task.kind.as_str()) {
        (Some(stage), _) => Words::of(stage.words().en, stage.words().zh),
        (None, "review") => Words::of(format!("review ({})", role.en), format!("评审（{}）", role.zh)),
        (None, "requirement") => {
            Words::of(format!("requirement ({})", role.en), format!("要求（{}）", role.zh))
        }
        (None, _) => Words::of(task.about.clone(), task.about.clone()),
    }
}

/// That a task is somebody's now, to them.
fn message(
    task: &Task,
    (key, to): (String, &str),
    (giver, note): (&str, Option<&str>),
    now: Moment,
) -> outbox::Message {
    let line = if task.line.is_empty() { String::new() } else { format!("/{}", task.line) };
    let what = what(task);
    let title = Words::of(
        format!("{}{line}: {}", task.order_no, what.en),
        format!("{}{line}：{}", task.order_no, what.zh),
    );
    let text = match note {
        Some(note) => Words::of(format!("{giver}: “{note}”"), format!("{giver}：“{note}”")),
        None => Words::of(format!("{giver} handed it on to you."), format!("由 {giver} 转交给您。")),
    };
    let facts = json!({
        "rule": "task", "title": title, "text": text, "severity": "serious",
        "opened": now, "order": task.order_no, "lines": [], "link": super::link::to_order(&task.order_no),
    });
    let thread = Some(format!("order:{}", task.order_no));
    let (to, template) = (to.to_owned(), "task".to_owned());
    outbox::Message { key, channel: Channel::Mail, to, template, facts, thread, not_before: None }
}

fn expect_active(tx: &mut Tx<'_>, name: &str) -> Result<(), Failure> {
    let users = access::users(tx.db)?;
    let active: Vec<&str> = users.iter().filter(|user| user.active).map(|user| &*user.name).collect();
    if active.contains(&name) {
        return Ok(());
    }
    Err(unknown("user", "to", name, &nearest(name, active)).into())
}

/// The name of whoever acts, as people are named.
fn person(actor: &Actor) -> &str {
    actor.name.strip_prefix("user:").unwrap_or(&actor.name)
}

/// When so many working hours of the plant's calendar are over.
pub fn due(outlook: &Outlook, from: Moment, hours: Option<i64>) -> Option<Moment> {
    let calendars = &outlook.plan.network.calendars;
    let plant = calendars.list.get(calendars.plant as usize)?;
    let end = plant.finish(instant(from), WorkSeconds(hours?.checked_mul(3_600)?));
    end.ok().and_then(moment)
}
