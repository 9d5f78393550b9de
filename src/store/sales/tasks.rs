//! Tasks: what a stage, a review or a requirement asks of whom, and by when.

use crate::domain::role::Role;
use crate::domain::value::Moment;
use crate::store::schema::sales::tasks;
use crate::store::{Columns, Db, Failure};
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

/// A task.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Serialize, ToSchema)]
#[diesel(table_name = tasks)]
pub struct Task {
    /// Its number.
    pub id: i64,
    /// `stage`, `review` or `requirement`.
    pub kind: String,
    /// The order.
    pub order_no: String,
    /// Its line; empty where the task is about the whole order.
    pub line: String,
    /// Its schedule line, or empty.
    pub schedule: String,
    /// The stage, the review's part, or the requirement's number.
    pub about: String,
    /// The role that does it.
    pub owner_role: Role,
    /// The person of that role, if one is named.
    pub owner: Option<String>,
    /// When it was opened.
    pub opened_at: Moment,
    /// Working hours of the plant that it may take.
    pub hours: Option<i64>,
    /// When the facts said that it was done.
    pub done_at: Option<Moment>,
}

/// A task to be opened.
#[derive(Clone, Debug, PartialEq, Eq, Insertable)]
#[diesel(table_name = tasks)]
pub struct NewTask {
    /// The plant.
    pub plant_id: i64,
    /// `stage`, `review` or `requirement`.
    pub kind: String,
    /// The order.
    pub order_no: String,
    /// Its line, or empty.
    pub line: String,
    /// Its schedule line, or empty.
    pub schedule: String,
    /// What it is about.
    pub about: String,
    /// The role that does it.
    pub owner_role: Role,
    /// The person, if one is named.
    pub owner: Option<String>,
    /// When it is opened.
    pub opened_at: Moment,
    /// Working hours of the plant that it may take.
    pub hours: Option<i64>,
}

/// The open tasks of an order.
///
/// # Errors
///
/// What the database says.
pub fn open_tasks_of(db: &mut Db, plant_id: i64, order: &str) -> Result<Vec<Task>, Failure> {
    let open = tasks::plant_id.eq(plant_id).and(tasks::order_no.eq(order)).and(tasks::done_at.is_null());
    Ok(db.all(tasks::table.filter(open).order(tasks::id.asc()).select(Task::columns()))?)
}

/// Open tasks of these roles (all roles if none is named), and those of `person` whatever their role, after the task
/// `after`.
///
/// # Errors
///
/// What the database says.
pub fn open_tasks(
    db: &mut Db,
    plant_id: i64,
    (roles, person): (&[Role], Option<&str>),
    after: i64,
    limit: i64,
) -> Result<Vec<Task>, Failure> {
    crate::on!(db, connection => {
        let mut query = tasks::table
            .filter(tasks::plant_id.eq(plant_id).and(tasks::done_at.is_null()).and(tasks::id.gt(after)))
            .order(tasks::id.asc())
            .limit(limit)
            .select(Task::columns())
            .into_boxed();
        let of_role = tasks::owner_role.eq_any(roles.to_vec());
        match person {
            Some(person) => query = query.filter(of_role.nullable().or(tasks::owner.eq(person.to_owned()))),
            None if !roles.is_empty() => query = query.filter(of_role),
            None => {}
        }
        Ok(query.load(connection)?)
    })
}

/// One task, done or not.
///
/// # Errors
///
/// What the database says.
pub fn task(db: &mut Db, plant_id: i64, id: i64) -> Result<Option<Task>, Failure> {
    let named = tasks::table.filter(tasks::plant_id.eq(plant_id).and(tasks::id.eq(id)));
    Ok(db.maybe(named.select(Task::columns()))?)
}

/// Gives a task to a person, or back to its role.
///
/// # Errors
///
/// What the database says.
pub fn give_task(db: &mut Db, id: i64, owner: Option<&str>) -> Result<(), Failure> {
    db.run(diesel::update(tasks::table.find(id)).set(tasks::owner.eq(owner.map(str::to_owned))))?;
    Ok(())
}

/// Opens a task.
///
/// # Errors
///
/// What the database says.
pub fn insert_task(db: &mut Db, task: &NewTask) -> Result<(), Failure> {
    db.run(diesel::insert_into(tasks::table).values(task))?;
    Ok(())
}

/// Marks a task as done.
///
/// # Errors
///
/// What the database says.
pub fn finish_task(db: &mut Db, id: i64, at: Moment) -> Result<(), Failure> {
    db.run(diesel::update(tasks::table.find(id)).set(tasks::done_at.eq(Some(at))))?;
    Ok(())
}
