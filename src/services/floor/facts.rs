//! What is stored about the work on a list, read at once: one query a table.

use super::row::{FloorLine, FloorRequirement};
use crate::document::{OperationStatus, RoutingOperation};
use crate::domain::value::Amount;
use crate::store::floor::{self as rows, ForWhom};
use crate::store::master::{customers, items, making, numbered};
use crate::store::work::{self, OperationRow, WorkOrderRow};
use crate::store::{Db, Failure};
use std::collections::{BTreeMap, BTreeSet};

/// The facts of a list.
#[derive(Default)]
pub(super) struct Facts {
    operations: BTreeMap<(String, String), (OperationRow, WorkOrderRow)>,
    items: BTreeMap<String, items::Row>,
    whose: BTreeMap<FloorLine, ForWhom>,
    names: BTreeMap<String, String>,
    parts: BTreeMap<(String, String), String>,
    requirements: BTreeMap<FloorLine, Vec<FloorRequirement>>,
    routings: BTreeMap<String, Vec<RoutingOperation>>,
    /// Of work orders that have one of their own.
    own_routings: BTreeMap<String, Vec<RoutingOperation>>,
}

impl Facts {
    /// What was reported on `operations`.
    pub(super) fn of(operations: Vec<(OperationRow, WorkOrderRow)>) -> Self {
        let keyed = operations
            .into_iter()
            .map(|(fact, order)| ((fact.work_order.clone(), fact.operation.clone()), (fact, order)));
        Self { operations: keyed.collect(), ..Self::default() }
    }

    /// With what these items and the lines of these orders say, and with the routings of the items.
    pub(super) fn describe(
        &mut self,
        db: &mut Db,
        plant_id: i64,
        (codes, orders): (BTreeSet<String>, BTreeSet<String>),
    ) -> Result<(), Failure> {
        let (codes, orders): (Vec<_>, Vec<_>) = (codes.into_iter().collect(), orders.into_iter().collect());
        for step in numbered(&making::operations_of(db, &codes)?, making::OperationRow::document) {
            self.routings.entry(step.item.clone()).or_default().push(step);
        }
        self.own_routings = work::own_routings(db, plant_id)?;
        self.items = items::some(db, &codes)?.into_iter().map(|item| (item.code.clone(), item)).collect();
        for whose in rows::for_whom(db, plant_id, &orders)? {
            let line = FloorLine { order: whose.order.clone(), line: whose.line.clone() };
            self.whose.entry(line).or_insert(whose);
        }
        let customers: BTreeSet<String> = self.whose.values().map(|whose| whose.customer.clone()).collect();
        let customers: Vec<_> = customers.into_iter().collect();
        self.parts = rows::own_parts(db, &customers)?;
        let named = customers::some(db, &customers)?.into_iter();
        self.names = named.filter_map(|row| Some((row.code, row.fields.name?))).collect();
        for (order, line, kind, text) in rows::asked_for(db, plant_id, &orders)? {
            let line = FloorLine { order, line };
            self.requirements.entry(line).or_default().push(FloorRequirement { kind, text });
        }
        Ok(())
    }

    /// All operations of which something was reported, or said.
    pub(super) fn operations(&self) -> impl Iterator<Item = &(OperationRow, WorkOrderRow)> {
        self.operations.values()
    }

    /// What was reported on an operation.
    pub(super) fn operation(&self, order: &str, operation: &str) -> Option<&(OperationRow, WorkOrderRow)> {
        self.operations.get(&(order.to_owned(), operation.to_owned()))
    }

    /// The routing that a work order follows, as far as it was read.
    pub(super) fn routing<'f>(&'f self, order: &'f WorkOrderRow) -> &'f [RoutingOperation] {
        match &order.own_routing {
            Some(own) => &own.0,
            None => self.routings.get(&order.item).map_or(&[], Vec::as_slice),
        }
    }

    /// The routing that an open work order of an item follows, as far as it was read.
    pub(super) fn routing_of(&self, work_order: &str, item: &str) -> &[RoutingOperation] {
        let usual = || self.routings.get(item);
        self.own_routings.get(work_order).or_else(usual).map_or(&[], Vec::as_slice)
    }

    /// Whether the step of a work order's routing at `before` is far enough for the next one: it is done, or passes
    /// pieces on in batches and has some. Nothing is in the way of the first.
    pub(super) fn follows(&self, order: &WorkOrderRow, before: Option<usize>) -> bool {
        let Some(step) = before.and_then(|before| self.routing(order).get(before)) else { return true };
        let Some((fact, _)) = self.operation(&order.number, &step.operation) else { return false };
        let passes = step.transfer_batch.is_some() && fact.good.is_some_and(Amount::is_some);
        passes || fact.status == Some(OperationStatus::Done)
    }

    /// Where an operation runs: where it was said to, else where its routing says.
    pub(super) fn work_centre<'f>(
        &'f self,
        fact: &'f OperationRow,
        order: &'f WorkOrderRow,
    ) -> Option<&'f str> {
        let usual = || self.routing(order).iter().find(|step| step.operation == fact.operation);
        fact.work_centre.as_deref().or_else(|| usual()?.work_centre.as_deref())
    }

    pub(super) fn item(&self, code: &str) -> Option<&items::Row> {
        self.items.get(code)
    }

    pub(super) fn whose(&self, line: &FloorLine) -> Option<&ForWhom> {
        self.whose.get(line)
    }

    /// What people call a customer.
    pub(super) fn name_of(&self, customer: &str) -> String {
        self.names.get(customer).cloned().unwrap_or_else(|| customer.to_owned())
    }

    pub(super) fn part(&self, customer: &str, item: &str) -> Option<String> {
        self.parts.get(&(customer.to_owned(), item.to_owned())).cloned()
    }

    pub(super) fn requirements(&self, line: &FloorLine) -> Vec<FloorRequirement> {
        self.requirements.get(line).cloned().unwrap_or_default()
    }
}
