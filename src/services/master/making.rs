//! Bills of materials and routings, each replaced as a whole: a half-changed one would plan nonsense.

use super::references::{require_item, require_supplier, require_work_centre};
use super::{Check, missing, tidy};
use crate::domain::refusal::{Refusal, master};
use crate::domain::value::Amount;
use crate::services::{Ask, Tx};
use crate::store::master::items::{self, Row};
use crate::store::master::making::{self, BomRow, OperationRow};
use crate::store::{Db, Failure, Subject};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// Most lines of one bill or routing.
const LINES: usize = 1_000;

/// A bill of materials.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Bom {
    /// Its lines, in order.
    pub lines: Vec<BomRow>,
}

/// A bill of materials with the version of its item.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BomView {
    /// What is made.
    pub item: String,
    /// The lines, in order.
    pub lines: Vec<BomRow>,
    /// The item's version.
    pub version: i64,
}

/// A routing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Routing {
    /// Its operations, in order.
    pub operations: Vec<OperationRow>,
}

/// A routing with the version of its item.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RoutingView {
    /// What is made.
    pub item: String,
    /// The operations, in order.
    pub operations: Vec<OperationRow>,
    /// The item's version.
    pub version: i64,
}

fn item(db: &mut Db, code: &str) -> Result<Row, Failure> {
    items::one(db, code)?.ok_or_else(|| missing("item", "code", code))
}

/// The bill of materials of an item.
///
/// # Errors
///
/// There is no such item.
pub fn bom(ask: &mut Ask<'_>, code: &str) -> Result<BomView, Failure> {
    let version = item(ask.db, code)?.version;
    let lines = making::bom_lines_of(ask.db, &[code.to_owned()])?;
    Ok(BomView { item: code.to_owned(), lines, version })
}

/// The routing of an item.
///
/// # Errors
///
/// There is no such item.
pub fn routing(ask: &mut Ask<'_>, code: &str) -> Result<RoutingView, Failure> {
    let version = item(ask.db, code)?.version;
    let operations = making::routing_of(ask.db, code)?;
    Ok(RoutingView { item: code.to_owned(), operations, version })
}

/// Replaces the bill of materials of an item.
///
/// # Errors
///
/// A line that cannot be, an item that would contain itself, or another version.
pub fn put_bom(tx: &mut Tx<'_>, code: &str, body: &Bom, version: Option<i64>) -> Result<BomView, Failure> {
    let stored = item(tx.db, code)?;
    Tx::expect_version("item", code, version, stored.version)?;
    bounded("lines", body.lines.len())?;
    let mut lines = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, line) in body.lines.iter().enumerate() {
        let check = Check::of("lines", index);
        let mut line = BomRow { parent: code.to_owned(), position: index as i32 + 1, ..line.clone() };
        tidy(&mut line.operation);
        line.operation = line.operation.map(|operation| crate::import::numbered(&operation));
        check.quantity("quantity_per", Some(line.quantity_per))?;
        check.in_order("valid_to", line.valid_from, line.valid_to)?;
        require_item(tx.db, &check.field("component"), &line.component)?;
        if !seen.insert((line.component.clone(), line.operation.clone(), line.valid_from)) {
            let field = check.field("component");
            return Err(Refusal::at(master::STANDS_TWICE, field, &line.component).into());
        }
        lines.push(line);
    }
    no_cycle(tx.db, code, &lines)?;
    making::put_bom(tx.db, code, &lines)?;
    let version = bump(tx, stored, "bom.changed", body)?;
    Ok(BomView { item: code.to_owned(), lines, version })
}

/// Replaces the routing of an item.
///
/// # Errors
///
/// An operation that cannot be, or another version.
pub fn put_routing(
    tx: &mut Tx<'_>,
    code: &str,
    body: &Routing,
    version: Option<i64>,
) -> Result<RoutingView, Failure> {
    let stored = item(tx.db, code)?;
    Tx::expect_version("item", code, version, stored.version)?;
    bounded("operations", body.operations.len())?;
    let mut operations = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, operation) in body.operations.iter().enumerate() {
        let check = Check::of("operations", index);
        let mut row = OperationRow { item: code.to_owned(), position: index as i32 + 1, ..operation.clone() };
        row.operation = crate::import::numbered(row.operation.trim());
        [&mut row.name, &mut row.work_centre, &mut row.setup_family, &mut row.supplier]
            .into_iter()
            .for_each(tidy);
        check_operation(tx, &check, &row)?;
        if !seen.insert(row.operation.clone()) {
            return Err(Refusal::at(master::STANDS_TWICE, check.field("operation"), row.operation).into());
        }
        operations.push(row);
    }
    making::put_routing(tx.db, code, &operations)?;
    let version = bump(tx, stored, "routing.changed", body)?;
    Ok(RoutingView { item: code.to_owned(), operations, version })
}

fn check_operation(tx: &mut Tx<'_>, check: &Check, row: &OperationRow) -> Result<(), Failure> {
    check.code("operation", &row.operation)?;
    check.time("setup_minutes", row.setup_minutes)?;
    check.time("run_minutes", row.run_minutes)?;
    check.time("move_minutes", row.move_minutes)?;
    check.quantity("load_size", row.load_size)?;
    check.quantity("transfer_batch", row.transfer_batch)?;
    check.days("outside_days", row.outside_days)?;
    check.factor("learned_factor", row.learned_factor)?;
    check.count("observations", row.observations, 0, 1_000_000_000)?;
    let centres = row.work_centre.iter().map(|code| ("work_centre", code));
    let others = row.alternates.0.iter().map(|other| ("alternates", &other.work_centre));
    for (name, code) in centres.chain(others) {
        require_work_centre(tx.db, tx.plant.id, &check.field(name), code)?;
    }
    for other in &row.alternates.0 {
        check.factor("alternates", Some(Amount::rounded(other.factor)))?;
    }
    if let Some(supplier) = &row.supplier {
        require_supplier(tx.db, &check.field("supplier"), supplier)?;
    }
    Ok(())
}

fn bounded(field: &str, lines: usize) -> Result<(), Failure> {
    Check::default().count(field, Some(i32::try_from(lines).unwrap_or(i32::MAX)), 0, LINES as i32)
}

/// Changes of bill and routing are changes of their item.
fn bump(tx: &mut Tx<'_>, stored: Row, what: &str, body: &impl Serialize) -> Result<i64, Failure> {
    let row = Row { version: stored.version + 1, ..stored };
    items::put(tx.db, &row)?;
    tx.journal(what, &[Subject::Item(row.code)], body)?;
    Ok(row.version)
}

/// Refuses lines by which `parent` would contain itself, and says along which items.
fn no_cycle(db: &mut Db, parent: &str, lines: &[BomRow]) -> Result<(), Failure> {
    let mut above: BTreeMap<String, String> = BTreeMap::new();
    let mut level: Vec<(String, String)> =
        lines.iter().map(|line| (line.component.clone(), parent.to_owned())).collect();
    while !level.is_empty() {
        let mut next = Vec::new();
        for (component, from) in level {
            if component == parent {
                let mut path = vec![component];
                let mut at = from;
                while at != parent {
                    path.push(at.clone());
                    at = above.get(&at).cloned().unwrap_or_else(|| parent.to_owned());
                }
                path.push(parent.to_owned());
                path.reverse();
                let refusal = Refusal::at(master::BOM_CYCLE, "lines", parent);
                return Err(refusal.with("path", path.join(" → ")).into());
            }
            if let std::collections::btree_map::Entry::Vacant(vacant) = above.entry(component) {
                next.push(vacant.key().clone());
                vacant.insert(from);
            }
        }
        let below = making::bom_lines_of(db, &next)?;
        level = below.into_iter().map(|line| (line.component, line.parent)).collect();
    }
    Ok(())
}
