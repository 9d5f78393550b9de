//! Bills of materials and routings. Each belongs to the item that is made, and changes with it as a whole.

use super::{amount, counted, date, day, decimal, origin, portions, stored};
use crate::document::{self, Alternate, OperationKind, RunBasis, Sheet};
use crate::domain::value::{Amount, Day};
use crate::store::schema::master::{bom_lines, routing_operations};
use crate::store::types::Held;
use crate::store::{Columns, Db, Failure, Part};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One line of a bill of materials.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize, ToSchema,
)]
#[diesel(table_name = bom_lines, treat_none_as_default_value = false)]
#[serde(deny_unknown_fields)]
#[schema(as = BomLine)]
pub struct BomRow {
    /// What is made.
    #[serde(skip)]
    pub parent: String,
    /// Its place in the bill, from 1.
    #[serde(skip)]
    pub position: i32,
    /// What goes into it.
    pub component: String,
    /// How much for one parent, in the component's unit.
    pub quantity_per: Amount,
    /// The operation that needs it; the first if empty.
    pub operation: Option<String>,
    /// First day on which the line counts.
    pub valid_from: Option<Day>,
    /// Last day on which it counts.
    pub valid_to: Option<Day>,
}

impl BomRow {
    /// The row of the boms sheet.
    pub fn document(&self, at: u32) -> document::BomLine {
        document::BomLine {
            origin: origin(Sheet::Boms, at),
            parent: self.parent.clone(),
            component: self.component.clone(),
            quantity_per: self.quantity_per.decimal(),
            operation: self.operation.clone(),
            valid_from: date(self.valid_from),
            valid_to: date(self.valid_to),
        }
    }

    /// The line that stands at `position` of its bill.
    pub fn from_document(row: &document::BomLine, position: i32) -> Self {
        Self {
            parent: row.parent.clone(),
            position,
            component: row.component.clone(),
            quantity_per: Amount::rounded(row.quantity_per),
            operation: row.operation.clone(),
            valid_from: day(row.valid_from),
            valid_to: day(row.valid_to),
        }
    }
}

/// All lines of all bills, by parent.
///
/// # Errors
///
/// What the database says.
pub fn bom_lines(db: &mut Db) -> Result<Vec<BomRow>, Failure> {
    bom_lines_part(db, Part::ALL)
}

/// A part of [`bom_lines()`].
///
/// # Errors
///
/// What the database says.
pub fn bom_lines_part(db: &mut Db, part: Part) -> Result<Vec<BomRow>, Failure> {
    let rows = bom_lines::table.order((bom_lines::parent, bom_lines::position));
    Ok(db.all(rows.limit(part.limit).offset(part.offset).select(BomRow::columns()))?)
}

/// The bills of these parents.
///
/// # Errors
///
/// What the database says.
pub fn bom_lines_of(db: &mut Db, parents: &[String]) -> Result<Vec<BomRow>, Failure> {
    portions(parents, |parents| {
        let query = bom_lines::table.filter(bom_lines::parent.eq_any(parents.to_vec()));
        Ok(db.all(query.order((bom_lines::parent, bom_lines::position)).select(BomRow::columns()))?)
    })
}

/// Writes the bill of `parent`, all of it.
///
/// # Errors
///
/// What the database says.
pub fn put_bom(db: &mut Db, parent: &str, rows: &[BomRow]) -> Result<(), Failure> {
    db.run(diesel::delete(bom_lines::table.filter(bom_lines::parent.eq(parent))))?;
    for row in rows {
        db.run(diesel::insert_into(bom_lines::table).values(row.clone()))?;
    }
    Ok(())
}

/// Whether a bill of materials names the item as a component.
///
/// # Errors
///
/// What the database says.
pub fn is_component(db: &mut Db, item: &str) -> Result<bool, Failure> {
    let query = bom_lines::table.filter(bom_lines::component.eq(item)).select(bom_lines::parent).limit(1);
    Ok(db.maybe::<String, _>(query)?.is_some())
}

/// One operation of a routing.
#[derive(
    Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize, ToSchema,
)]
#[diesel(table_name = routing_operations, treat_none_as_default_value = false)]
#[serde(deny_unknown_fields)]
#[schema(as = RoutingOperation)]
pub struct OperationRow {
    /// What is made.
    #[serde(skip)]
    pub item: String,
    /// The operation's number in plain form.
    pub operation: String,
    /// Its place in the routing, from 1.
    #[serde(skip)]
    pub position: i32,
    /// What is done.
    pub name: Option<String>,
    /// What sort of step it is; making unless said.
    pub kind: Option<OperationKind>,
    /// Where.
    pub work_centre: Option<String>,
    /// Setting up, in minutes.
    pub setup_minutes: Option<Amount>,
    /// Running, in minutes per `run_basis`.
    pub run_minutes: Option<Amount>,
    /// What the run time is for; a piece unless said.
    pub run_basis: Option<RunBasis>,
    /// Pieces in one load.
    pub load_size: Option<Amount>,
    /// Operations of one family follow each other without a new set-up.
    pub setup_family: Option<String>,
    /// So many pieces go on before the rest is done.
    pub transfer_batch: Option<Amount>,
    /// Whether the work may rest over the end of a shift.
    pub interruptible: Option<bool>,
    /// Where else it can be done.
    #[serde(default)]
    #[schema(value_type = Vec<Alternate>)]
    pub alternates: Held<Vec<Alternate>>,
    /// To the next work centre, in minutes.
    pub move_minutes: Option<Amount>,
    /// Who does outside work.
    pub supplier: Option<String>,
    /// Days until outside work is back.
    pub outside_days: Option<i32>,
    /// Real over planned run time, as learned.
    pub learned_factor: Option<Amount>,
    /// From how many observations it was learned.
    pub observations: Option<i32>,
}

impl OperationRow {
    /// The row of the routings sheet.
    pub fn document(&self, at: u32) -> document::RoutingOperation {
        document::RoutingOperation {
            origin: origin(Sheet::Routings, at),
            item: self.item.clone(),
            operation: self.operation.clone(),
            name: self.name.clone(),
            kind: self.kind,
            work_centre: self.work_centre.clone(),
            setup_minutes: decimal(self.setup_minutes),
            run_minutes: decimal(self.run_minutes),
            run_basis: self.run_basis,
            load_size: decimal(self.load_size),
            setup_family: self.setup_family.clone(),
            transfer_batch: decimal(self.transfer_batch),
            interruptible: self.interruptible,
            alternates: self.alternates.0.clone(),
            move_minutes: decimal(self.move_minutes),
            supplier: self.supplier.clone(),
            outside_days: counted(self.outside_days),
            learned_factor: decimal(self.learned_factor),
            observations: counted(self.observations),
        }
    }

    /// The operation that stands at `position` of its routing.
    pub fn from_document(row: &document::RoutingOperation, position: i32) -> Self {
        Self {
            item: row.item.clone(),
            operation: row.operation.clone(),
            position,
            name: row.name.clone(),
            kind: row.kind,
            work_centre: row.work_centre.clone(),
            setup_minutes: amount(row.setup_minutes),
            run_minutes: amount(row.run_minutes),
            run_basis: row.run_basis,
            load_size: amount(row.load_size),
            setup_family: row.setup_family.clone(),
            transfer_batch: amount(row.transfer_batch),
            interruptible: row.interruptible,
            alternates: Held(row.alternates.clone()),
            move_minutes: amount(row.move_minutes),
            supplier: row.supplier.clone(),
            outside_days: stored(row.outside_days),
            learned_factor: amount(row.learned_factor),
            observations: stored(row.observations),
        }
    }
}

/// All operations of all routings, by item.
///
/// # Errors
///
/// What the database says.
pub fn operations(db: &mut Db) -> Result<Vec<OperationRow>, Failure> {
    operations_part(db, Part::ALL)
}

/// A part of [`operations`].
///
/// # Errors
///
/// What the database says.
pub fn operations_part(db: &mut Db, part: Part) -> Result<Vec<OperationRow>, Failure> {
    let order = (routing_operations::item, routing_operations::position, routing_operations::operation);
    let rows = routing_operations::table.order(order).limit(part.limit).offset(part.offset);
    Ok(db.all(rows.select(OperationRow::columns()))?)
}

/// The routings of these items.
///
/// # Errors
///
/// What the database says.
pub fn operations_of(db: &mut Db, items: &[String]) -> Result<Vec<OperationRow>, Failure> {
    portions(items, |items| {
        let query = routing_operations::table.filter(routing_operations::item.eq_any(items.to_vec()));
        let order = (routing_operations::item, routing_operations::position, routing_operations::operation);
        Ok(db.all(query.order(order).select(OperationRow::columns()))?)
    })
}

/// The routing of one item: the statement is prepared once, because every report needs it.
///
/// # Errors
///
/// What the database says.
pub fn routing_of(db: &mut Db, item: &str) -> Result<Vec<OperationRow>, Failure> {
    let query = routing_operations::table.filter(routing_operations::item.eq(item));
    let order = (routing_operations::position, routing_operations::operation);
    Ok(db.all(query.order(order).select(OperationRow::columns()))?)
}

/// Writes the routing of `item`, all of it.
///
/// # Errors
///
/// What the database says.
pub fn put_routing(db: &mut Db, item: &str, rows: &[OperationRow]) -> Result<(), Failure> {
    db.run(diesel::delete(routing_operations::table.filter(routing_operations::item.eq(item))))?;
    for row in rows {
        db.run(diesel::insert_into(routing_operations::table).values(row.clone()))?;
    }
    Ok(())
}
