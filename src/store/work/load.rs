//! Work orders in the exchange form, for planner and export. Closed ones only where they are asked for by
//! number: there may be a hundred thousand of them.

use super::rows::{IssueRow, OperationRow, WorkOrderRow};
use crate::document::{
    MaterialIssue, OperationProgress, Origin, RoutingOperation, Sheet, WorkOrder, WorkOrderStatus,
};
use crate::store::schema::work::{material_issues, operations, work_orders};
use crate::store::types::Held;
use crate::store::{self, Columns, Db, Failure};
use chrono_tz::Tz;
use diesel::prelude::*;
use std::collections::BTreeMap;

const CHUNK: usize = 500;

/// Rows of the sheets work orders, progress and issues.
pub type Rows = (Vec<WorkOrder>, Vec<OperationProgress>, Vec<MaterialIssue>);

/// All open work orders with what is known about their operations and the material that they hold.
///
/// # Errors
///
/// What the database says.
pub fn load(db: &mut Db, plant_id: i64) -> Result<Rows, Failure> {
    let zone = zone(db, plant_id)?;
    let open = work_orders::plant_id.eq(plant_id).and(work_orders::status.eq(WorkOrderStatus::Open));
    let orders =
        db.all(work_orders::table.filter(open).order(work_orders::number).select(WorkOrderRow::columns()))?;
    let of_order =
        operations::plant_id.eq(work_orders::plant_id).and(operations::work_order.eq(work_orders::number));
    let progress = db.all(
        operations::table
            .inner_join(work_orders::table.on(of_order))
            .filter(open)
            .order((operations::work_order, operations::operation))
            .select(OperationRow::columns()),
    )?;
    let of_order = material_issues::plant_id
        .eq(work_orders::plant_id)
        .and(material_issues::work_order.eq(work_orders::number));
    let issues = db.all(
        material_issues::table
            .inner_join(work_orders::table.on(of_order))
            .filter(open)
            .order((material_issues::work_order, material_issues::item, material_issues::operation))
            .select(IssueRow::columns()),
    )?;
    Ok((order_documents(&orders), progress_documents(&progress, zone), issue_documents(&issues)))
}

/// The same for the work orders of these numbers, open or closed. A number that has none gives nothing.
///
/// # Errors
///
/// What the database says.
pub fn load_some(db: &mut Db, plant_id: i64, numbers: &[String]) -> Result<Rows, Failure> {
    let orders = orders_some(db, plant_id, numbers)?;
    let progress = progress_some(db, plant_id, numbers)?;
    Ok((orders, progress, issues_some(db, plant_id, numbers)?))
}

/// The first sheet of [`load_some`].
///
/// # Errors
///
/// What the database says.
pub fn orders_some(db: &mut Db, plant_id: i64, numbers: &[String]) -> Result<Vec<WorkOrder>, Failure> {
    let mut orders: Vec<WorkOrderRow> = Vec::new();
    for chunk in numbers.chunks(CHUNK) {
        let found = work_orders::table
            .filter(work_orders::plant_id.eq(plant_id).and(work_orders::number.eq_any(chunk)))
            .order(work_orders::number);
        orders.extend(db.all::<WorkOrderRow, _>(found.select(WorkOrderRow::columns()))?);
    }
    Ok(order_documents(&orders))
}

/// The second sheet of [`load_some`].
///
/// # Errors
///
/// What the database says.
pub fn progress_some(
    db: &mut Db,
    plant_id: i64,
    numbers: &[String],
) -> Result<Vec<OperationProgress>, Failure> {
    let zone = zone(db, plant_id)?;
    Ok(progress_documents(&super::operations_of_all(db, plant_id, numbers)?, zone))
}

/// The third sheet of [`load_some`].
///
/// # Errors
///
/// What the database says.
pub fn issues_some(db: &mut Db, plant_id: i64, numbers: &[String]) -> Result<Vec<MaterialIssue>, Failure> {
    let mut issues: Vec<IssueRow> = Vec::new();
    for chunk in numbers.chunks(CHUNK) {
        let found = material_issues::table
            .filter(material_issues::plant_id.eq(plant_id).and(material_issues::work_order.eq_any(chunk)))
            .order((material_issues::work_order, material_issues::item, material_issues::operation));
        issues.extend(db.all::<IssueRow, _>(found.select(IssueRow::columns()))?);
    }
    Ok(issue_documents(&issues))
}

/// The operations of open work orders that do not follow their item's routing, by number.
///
/// # Errors
///
/// What the database says.
pub fn own_routings(db: &mut Db, plant_id: i64) -> Result<BTreeMap<String, Vec<RoutingOperation>>, Failure> {
    let own = work_orders::table
        .filter(work_orders::plant_id.eq(plant_id).and(work_orders::status.eq(WorkOrderStatus::Open)))
        .filter(work_orders::own_routing.is_not_null())
        .select((work_orders::number, work_orders::own_routing));
    let rows: Vec<(String, Option<Held<Vec<RoutingOperation>>>)> = db.all(own)?;
    Ok(rows.into_iter().filter_map(|(number, own)| Some((number, own?.0))).collect())
}

fn zone(db: &mut Db, plant_id: i64) -> Result<Tz, Failure> {
    Ok(store::master::zone(&store::plant(db, plant_id)?))
}

fn order_documents(orders: &[WorkOrderRow]) -> Vec<WorkOrder> {
    (1..).zip(orders).map(|(row, order)| order.document(row)).collect()
}

fn progress_documents(progress: &[OperationRow], zone: Tz) -> Vec<OperationProgress> {
    let known = progress.iter().filter(|operation| !operation.is_blank());
    (1..).zip(known).map(|(row, operation)| operation.document(zone, row)).collect()
}

/// What a work order holds of an item, whatever operations it was handed out for.
fn issue_documents(issues: &[IssueRow]) -> Vec<MaterialIssue> {
    let mut sums: Vec<MaterialIssue> = Vec::new();
    for issue in issues {
        match sums.last_mut() {
            Some(last) if last.work_order == issue.work_order && last.item == issue.item => {
                last.quantity += issue.quantity.decimal();
            }
            _ => sums.push(MaterialIssue {
                origin: Origin { sheet: Sheet::Issues, row: sums.len() as u32 + 1 },
                work_order: issue.work_order.clone(),
                item: issue.item.clone(),
                quantity: issue.quantity.decimal(),
            }),
        }
    }
    sums
}
