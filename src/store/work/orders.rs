//! Queries on work orders, operations and material issues.

use super::rows::{IssueRow, OperationRow, WorkOrderRow};
use crate::document::WorkOrderStatus;
use crate::on;
use crate::store::schema::work::{material_issues, operations, work_orders};
use crate::store::{Columns, Db, Failure, Part};
use diesel::prelude::*;

/// Rows written by one statement: below SQLite's limit of variables.
const CHUNK: usize = 500;

/// A work order by its number.
///
/// # Errors
///
/// What the database says.
pub fn order(db: &mut Db, plant_id: i64, number: &str) -> Result<Option<WorkOrderRow>, Failure> {
    Ok(db.maybe(work_orders::table.find((plant_id, number)).select(WorkOrderRow::columns()))?)
}

/// Which work orders to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Open or closed ones only.
    pub status: Option<WorkOrderStatus>,
    /// Those that make this item.
    pub item: Option<String>,
    /// Those of this sales order.
    pub order_no: Option<String>,
    /// Those whose number contains this text.
    pub text: Option<String>,
    /// Those after this number.
    pub after: Option<String>,
    /// At most so many.
    pub limit: i64,
}

/// Work orders in the order of their numbers.
///
/// # Errors
///
/// What the database says.
pub fn list(db: &mut Db, plant_id: i64, filter: &Filter) -> Result<Vec<WorkOrderRow>, Failure> {
    let found = on!(db, c => {
        let all = work_orders::table.filter(work_orders::plant_id.eq(plant_id));
        let mut query = all.select(WorkOrderRow::as_select()).order(work_orders::number).into_boxed();
        if let Some(status) = filter.status {
            query = query.filter(work_orders::status.eq(status));
        }
        if let Some(item) = &filter.item {
            query = query.filter(work_orders::item.eq(item));
        }
        if let Some(order) = &filter.order_no {
            query = query.filter(work_orders::order_no.eq(order));
        }
        if let Some(text) = &filter.text {
            let literal = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            query = query.filter(work_orders::number.like(format!("%{literal}%")).escape('\\'));
        }
        if let Some(after) = &filter.after {
            query = query.filter(work_orders::number.gt(after));
        }
        query.limit(filter.limit).load(c)
    });
    Ok(found?)
}

/// The work orders made for an order, or for one line of it.
///
/// # Errors
///
/// What the database says.
pub fn work_orders_of_line(
    db: &mut Db,
    plant_id: i64,
    order_no: &str,
    line: Option<&str>,
) -> Result<Vec<WorkOrderRow>, Failure> {
    let of_order = work_orders::table
        .filter(work_orders::plant_id.eq(plant_id))
        .filter(work_orders::order_no.eq(order_no))
        .order(work_orders::number)
        .select(WorkOrderRow::columns());
    let mut rows: Vec<WorkOrderRow> = db.all(of_order)?;
    rows.retain(|row| line.is_none() || row.line.as_deref() == line);
    Ok(rows)
}

/// Writes new work orders.
///
/// # Errors
///
/// What the database says; a number that exists is an error.
pub fn insert_orders(db: &mut Db, rows: &[WorkOrderRow]) -> Result<(), Failure> {
    for chunk in rows.chunks(CHUNK) {
        db.run(diesel::insert_into(work_orders::table).values(chunk))?;
    }
    Ok(())
}

/// Writes a work order that exists, all of it.
///
/// # Errors
///
/// What the database says.
pub fn update_order(db: &mut Db, row: &WorkOrderRow) -> Result<(), Failure> {
    let key = (row.plant_id, row.number.as_str());
    db.run(diesel::update(work_orders::table.find(key)).set(row))?;
    Ok(())
}

/// What is known about the operations of a work order.
///
/// # Errors
///
/// What the database says.
pub fn operations_of(db: &mut Db, plant_id: i64, work_order: &str) -> Result<Vec<OperationRow>, Failure> {
    let of_order = operations::table
        .filter(operations::plant_id.eq(plant_id))
        .filter(operations::work_order.eq(work_order))
        .order(operations::operation)
        .select(OperationRow::columns());
    Ok(db.all(of_order)?)
}

/// What is known about the operations of several work orders.
///
/// # Errors
///
/// What the database says.
pub fn operations_of_all(
    db: &mut Db,
    plant_id: i64,
    work_orders: &[String],
) -> Result<Vec<OperationRow>, Failure> {
    let mut rows = Vec::new();
    for chunk in work_orders.chunks(CHUNK) {
        let of_orders = operations::table
            .filter(operations::plant_id.eq(plant_id))
            .filter(operations::work_order.eq_any(chunk))
            .order((operations::work_order, operations::operation))
            .select(OperationRow::columns());
        rows.extend(db.all::<OperationRow, _>(of_orders)?);
    }
    Ok(rows)
}

/// What is known about one operation.
///
/// # Errors
///
/// What the database says.
pub fn operation(
    db: &mut Db,
    plant_id: i64,
    work_order: &str,
    operation: &str,
) -> Result<Option<OperationRow>, Failure> {
    let key = (plant_id, work_order, operation);
    Ok(db.maybe(operations::table.find(key).select(OperationRow::columns()))?)
}

/// Writes what is known about an operation, new or not.
///
/// # Errors
///
/// What the database says.
pub fn put_operation(db: &mut Db, row: &OperationRow) -> Result<(), Failure> {
    let key = (operations::plant_id, operations::work_order, operations::operation);
    db.run(diesel::insert_into(operations::table).values(row).on_conflict(key).do_update().set(row))?;
    Ok(())
}

/// Writes many new operations.
///
/// # Errors
///
/// What the database says; an operation that exists is an error.
pub fn put_operations(db: &mut Db, rows: &[OperationRow]) -> Result<(), Failure> {
    for chunk in rows.chunks(CHUNK) {
        db.run(diesel::insert_into(operations::table).values(chunk))?;
    }
    Ok(())
}

/// The material that a work order holds.
///
/// # Errors
///
/// What the database says.
pub fn issues_of(db: &mut Db, plant_id: i64, work_order: &str) -> Result<Vec<IssueRow>, Failure> {
    let of_order = material_issues::table
        .filter(material_issues::plant_id.eq(plant_id))
        .filter(material_issues::work_order.eq(work_order))
        .order((material_issues::item, material_issues::operation))
        .select(IssueRow::columns());
    Ok(db.all(of_order)?)
}

/// Writes what a work order holds of an item, new or not.
///
/// # Errors
///
/// What the database says.
pub fn put_issue(db: &mut Db, row: &IssueRow) -> Result<(), Failure> {
    let key = (
        material_issues::plant_id,
        material_issues::work_order,
        material_issues::item,
        material_issues::operation,
    );
    let insert = diesel::insert_into(material_issues::table).values(row);
    db.run(insert.on_conflict(key).do_update().set(row))?;
    Ok(())
}

/// The open work orders that were made for another.
///
/// # Errors
///
/// What the database says.
pub fn open_children(db: &mut Db, plant_id: i64, parent: &str) -> Result<Vec<String>, Failure> {
    let children = work_orders::table
        .filter(work_orders::plant_id.eq(plant_id).and(work_orders::parent.eq(parent)))
        .filter(work_orders::status.eq(WorkOrderStatus::Open))
        .order(work_orders::number)
        .select(work_orders::number);
    Ok(db.all(children)?)
}

/// The operations of open work orders that have a place in a sequence.
///
/// # Errors
///
/// What the database says.
pub fn sequenced(db: &mut Db, plant_id: i64) -> Result<Vec<(OperationRow, WorkOrderRow)>, Failure> {
    let of_order =
        operations::plant_id.eq(work_orders::plant_id).and(operations::work_order.eq(work_orders::number));
    let placed = operations::table
        .inner_join(work_orders::table.on(of_order))
        .filter(work_orders::plant_id.eq(plant_id).and(work_orders::status.eq(WorkOrderStatus::Open)))
        .filter(operations::sequence.is_not_null())
        .order((operations::sequence, operations::work_order, operations::operation))
        .select((OperationRow::columns(), WorkOrderRow::columns()));
    Ok(db.all(placed)?)
}

/// The numbers of all work orders of a plant, in order.
///
/// # Errors
///
/// What the database says.
pub fn work_order_numbers(db: &mut Db, plant_id: i64) -> Result<Vec<String>, Failure> {
    work_order_numbers_part(db, plant_id, Part::ALL)
}

/// A part of [`work_order_numbers`].
///
/// # Errors
///
/// What the database says.
pub fn work_order_numbers_part(db: &mut Db, plant_id: i64, part: Part) -> Result<Vec<String>, Failure> {
    let query = work_orders::table.filter(work_orders::plant_id.eq(plant_id)).order(work_orders::number);
    Ok(db.all(query.limit(part.limit).offset(part.offset).select(work_orders::number))?)
}

/// The numbers of the work orders that are closed.
///
/// # Errors
///
/// What the database says.
pub fn closed_numbers(db: &mut Db, plant_id: i64) -> Result<Vec<String>, Failure> {
    let closed = work_orders::plant_id.eq(plant_id).and(work_orders::status.ne(WorkOrderStatus::Open));
    Ok(db.all(work_orders::table.filter(closed).select(work_orders::number))?)
}
