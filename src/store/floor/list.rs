//! What a list of work says beside the plan: one query a table, however long the list.

use crate::document::{OperationStatus, WorkOrderStatus};
use crate::store::schema::master::customer_parts;
use crate::store::schema::sales::{line_requirements, sales_lines, sales_orders};
use crate::store::schema::work::{operations, work_orders};
use crate::store::work::{OperationRow, WorkOrderRow};
use crate::store::{Columns, Db, Failure};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// Keys in one statement.
const CHUNK: usize = 500;

/// For whom a line is, in their words and in ours.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct ForWhom {
    /// Number of the order.
    pub order: String,
    /// Number of the line.
    pub line: String,
    /// The customer's code.
    pub customer: String,
    /// What is ordered.
    pub item: String,
    /// What the customer calls it on this line.
    pub part: Option<String>,
}

/// What is known about the operations of open work orders that people have in their hands: they run, rest, or are
/// blocked.
///
/// # Errors
///
/// What the database says.
pub fn in_hand(db: &mut Db, plant_id: i64) -> Result<Vec<(OperationRow, WorkOrderRow)>, Failure> {
    use OperationStatus::{Blocked, Paused, Running};
    let of_order =
        operations::plant_id.eq(work_orders::plant_id).and(operations::work_order.eq(work_orders::number));
    let stands = |status: OperationStatus| operations::status.eq(status);
    let open = operations::table
        .inner_join(work_orders::table.on(of_order))
        .filter(stands(Running).or(stands(Paused)).or(stands(Blocked)))
        .filter(work_orders::plant_id.eq(plant_id).and(work_orders::status.eq(WorkOrderStatus::Open)))
        .order((operations::work_order, operations::operation))
        .select((OperationRow::columns(), WorkOrderRow::columns()));
    Ok(db.all(open)?)
}

/// What is known about the operations of these work orders, open or not.
///
/// # Errors
///
/// What the database says.
pub fn operations_of_orders(
    db: &mut Db,
    plant_id: i64,
    numbers: &[String],
) -> Result<Vec<(OperationRow, WorkOrderRow)>, Failure> {
    let of_order =
        operations::plant_id.eq(work_orders::plant_id).and(operations::work_order.eq(work_orders::number));
    let mut rows = Vec::new();
    for chunk in numbers.chunks(CHUNK) {
        let named = operations::table
            .inner_join(work_orders::table.on(of_order))
            .filter(work_orders::plant_id.eq(plant_id).and(work_orders::number.eq_any(chunk)))
            .order((operations::work_order, operations::operation))
            .select((OperationRow::columns(), WorkOrderRow::columns()));
        rows.extend(db.all::<(OperationRow, WorkOrderRow), _>(named)?);
    }
    Ok(rows)
}

/// For whom the lines of these orders are.
///
/// # Errors
///
/// What the database says.
pub fn for_whom(db: &mut Db, plant_id: i64, orders: &[String]) -> Result<Vec<ForWhom>, Failure> {
    let of_order =
        sales_orders::plant_id.eq(sales_lines::plant_id).and(sales_orders::number.eq(sales_lines::order_no));
    let mut rows = Vec::new();
    for chunk in orders.chunks(CHUNK) {
        let lines = sales_lines::table
            .inner_join(sales_orders::table.on(of_order))
            .filter(sales_lines::plant_id.eq(plant_id).and(sales_lines::order_no.eq_any(chunk)))
            .order((sales_lines::order_no, sales_lines::line, sales_lines::schedule))
            .select((
                sales_lines::order_no,
                sales_lines::line,
                sales_orders::customer,
                sales_lines::item,
                sales_lines::customer_part,
            ));
        rows.extend(db.all::<ForWhom, _>(lines)?);
    }
    Ok(rows)
}

/// What these customers call our items, by customer and item.
///
/// # Errors
///
/// What the database says.
pub fn own_parts(db: &mut Db, codes: &[String]) -> Result<BTreeMap<(String, String), String>, Failure> {
    let mut parts = BTreeMap::new();
    for chunk in codes.chunks(CHUNK) {
        let rows: Vec<(String, String, String)> = db.all(
            customer_parts::table
                .filter(customer_parts::customer.eq_any(chunk))
                .order((customer_parts::customer, customer_parts::part.desc()))
                .select((customer_parts::customer, customer_parts::item, customer_parts::part)),
        )?;
        parts.extend(rows.into_iter().map(|(customer, item, part)| ((customer, item), part)));
    }
    Ok(parts)
}

/// What the lines of these orders ask for: order, line, kind, text.
///
/// # Errors
///
/// What the database says.
pub fn asked_for(
    db: &mut Db,
    plant_id: i64,
    orders: &[String],
) -> Result<Vec<(String, String, String, String)>, Failure> {
    let mut rows = Vec::new();
    for chunk in orders.chunks(CHUNK) {
        let of_orders = line_requirements::table
            .filter(line_requirements::plant_id.eq(plant_id).and(line_requirements::order_no.eq_any(chunk)))
            .order(line_requirements::id)
            .select((
                line_requirements::order_no,
                line_requirements::line,
                line_requirements::kind,
                line_requirements::text,
            ));
        rows.extend(db.all::<(String, String, String, String), _>(of_orders)?);
    }
    Ok(rows)
}
