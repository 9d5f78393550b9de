//! One work order on the floor: its steps, what was reported, and what a new report changes.

use super::view::OperationView;
use super::{effects, held};
use crate::document::RoutingOperation;
use crate::domain::policy::OverQuantity;
use crate::domain::progress::{Flag, Kind, Report, State, Step, fold};
use crate::domain::refusal::{Refusal, work as refusals};
use crate::domain::value::by_number;
use crate::services::{Tx, stage};
use crate::store::master::{making, numbered, resources, settings};
use crate::store::types::Held;
use crate::store::work::{self as rows, OperationRow, ReportRow, WorkOrderRow};
use crate::store::{Db, Failure, Subject};
use serde_json::json;
use std::collections::BTreeMap;

/// A work order with all that is known about its operations.
#[derive(Clone, Debug)]
pub struct Floor {
    /// The work order.
    pub order: WorkOrderRow,
    /// Its routing: its own, else its item's; empty where nobody knows.
    pub routing: Vec<RoutingOperation>,
    /// Its steps: the routing, and what was reported beside it.
    pub steps: Vec<Step>,
    /// What is known about operations, by number.
    pub operations: BTreeMap<String, OperationRow>,
    /// Its reports, by their own time.
    pub reports: Vec<ReportRow>,
    /// The lot that pieces come back from, where one was named.
    pub(super) back_from: Option<String>,
}

/// Flags that the fold does not know: they stay until the operation is taken back.
const BOOKED: [Flag; 3] = [Flag::MaterialShort, Flag::AlreadyUsed, Flag::OnHold];

impl Floor {
    /// Reads a work order's floor.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub fn read(tx: &mut Tx<'_>, order: WorkOrderRow) -> Result<Self, Failure> {
        Self::of(tx.db, order)
    }

    /// [`Floor::read`] for questions.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub fn of(db: &mut Db, order: WorkOrderRow) -> Result<Self, Failure> {
        let routing = routing(db, &order)?;
        let operations = rows::operations_of(db, order.plant_id, &order.number)?;
        let reports = rows::reports_of(db, order.plant_id, &order.number)?;
        let operations = operations.into_iter().map(|row| (row.operation.clone(), row)).collect();
        let mut floor = Self { order, routing, steps: Vec::new(), operations, reports, back_from: None };
        floor.lay_steps(None);
        Ok(floor)
    }

    /// The steps in the order of their numbers.
    fn lay_steps(&mut self, new: Option<&str>) {
        let overlaps: BTreeMap<&str, bool> = self
            .routing
            .iter()
            .map(|step| (step.operation.as_str(), step.transfer_batch.is_some()))
            .collect();
        let reported = self.reports.iter().map(|report| report.operation.as_str());
        let known = self.operations.keys().map(String::as_str).chain(reported).chain(new);
        let mut all: Vec<&str> = known.chain(overlaps.keys().copied()).collect();
        all.sort_by(|a, b| by_number(a, b));
        all.dedup();
        let step = |operation: &str| Step {
            operation: operation.to_owned(),
            overlaps: overlaps.get(operation).copied().unwrap_or(false),
        };
        self.steps = all.into_iter().map(step).collect();
    }

    /// The operation that people mean by `given`: `OP010` is `10`. Any, where there is no routing.
    ///
    /// # Errors
    ///
    /// The work order has no such operation.
    pub fn expect_operation(&mut self, field: &str, given: &str) -> Result<String, Failure> {
        let plain = plain(given);
        let found = self.steps.iter().find(|step| step.operation == given || step.operation == plain);
        if let Some(step) = found {
            return Ok(step.operation.clone());
        }
        if self.routing.is_empty() && !plain.is_empty() {
            self.lay_steps(Some(&plain));
            return Ok(plain);
        }
        let near: Vec<&str> = self.steps.iter().map(|step| step.operation.as_str()).collect();
        let refusal = Refusal::at(refusals::OPERATION_UNKNOWN, field, given);
        Err(refusal.with("work_order", &self.order.number).with("near", near.join(", ")).into())
    }

    /// An operation that is `operation` or comes before it.
    pub(super) fn expect_earlier(&mut self, given: &str, operation: &str) -> Result<String, Failure> {
        let back = self.expect_operation("rework_operation", given)?;
        if by_number(&back, operation).is_gt() {
            return Err(Refusal::at(refusals::REWORK_FORWARD, "rework_operation", given).into());
        }
        Ok(back)
    }

    /// The state of each step by the reports so far.
    pub fn states(&self) -> Vec<State> {
        let reports: Vec<Report> = self.reports.iter().map(Into::into).collect();
        fold(&self.steps, self.order.started(), &reports)
    }

    /// How an operation stands.
    ///
    /// # Errors
    ///
    /// The work order has no such operation.
    pub fn view(&mut self, operation: &str) -> Result<OperationView, Failure> {
        let operation = self.expect_operation("operation", operation)?;
        let blank = OperationRow::new(self.order.plant_id, &self.order.number, &operation);
        let row = self.operations.get(&operation).unwrap_or(&blank);
        let step = self.routing.iter().find(|step| step.operation == operation);
        Ok(OperationView::of(&self.order, row, step))
    }

    /// How all operations stand, in order.
    pub fn views(&mut self) -> Vec<OperationView> {
        let numbers: Vec<String> = self.steps.iter().map(|step| step.operation.clone()).collect();
        numbers.iter().filter_map(|number| self.view(number).ok()).collect()
    }

    /// Stores reports with all that follows from them.
    pub(super) fn take(&mut self, tx: &mut Tx<'_>, new: Vec<ReportRow>, what: &str) -> Result<(), Failure> {
        let (before, order) = (self.states(), self.order.clone());
        for report in &new {
            rows::insert_report(tx.db, report)?;
            if let Some(corrected) = &report.corrects {
                rows::mark_corrected(tx.db, corrected, &report.id)?;
            }
            let believed = !report.flags.0.contains(&Flag::UnknownWorkCentre);
            let said = report.work_centre.clone().filter(|_| believed);
            let centre = said.or_else(|| self.work_centre_of(&report.operation));
            // What comes back from stock is not the word of the work centre that made it.
            if let Some(centre) = centre.filter(|_| self.back_from.is_none()) {
                resources::heard_from(tx.db, tx.plant.id, &centre, report.at.min(tx.now))?;
            }
        }
        self.reports.extend(new.iter().cloned());
        let after = self.states();
        self.expect_within(tx, &before, &after, &new)?;
        let mut booked = effects::book(tx, self, &before, &after, &new)?;
        held::question(tx, self, (&before, &after), &mut booked)?;
        self.write(tx, &after, &booked, &new)?;
        effects::close_if_over(self, &after, tx.now);
        let quiet = self.order == order && booked.stock.is_empty() && is_begun(&before) && is_begun(&after);
        if self.order != order {
            rows::update_order(tx.db, &self.order)?;
        }
        let mut subjects = vec![Subject::WorkOrder(self.order.number.clone())];
        subjects.extend(booked.stock.into_iter().map(Subject::Stock));
        let said: Vec<_> = new
            .iter()
            .map(|report| {
                json!({
                    "id": report.id, "work_order": report.work_order, "operation": report.operation,
                    "kind": report.kind, "at": report.at, "good": report.good, "scrap": report.scrap,
                    "rework": report.rework, "corrects": report.corrects, "status": self.order.status,
                    "flags": self.operations.get(&report.operation).map(|row| &row.flags.0),
                })
            })
            .collect();
        tx.journal(what, &subjects, &json!({ "reports": said }))?;
        // Another count on work that goes on moves no stage.
        if let Some(order) = self.order.order_no.clone().filter(|_| !quiet) {
            stage::settle(tx, &order)?;
        }
        Ok(())
    }

    /// Refuses more pieces than there can be where the plant wants that; what a stock-take found is believed.
    fn expect_within(
        &self,
        tx: &Tx<'_>,
        before: &[State],
        after: &[State],
        new: &[ReportRow],
    ) -> Result<(), Failure> {
        if settings::policies(&tx.plant)?.over_quantity != OverQuantity::Refuse {
            return Ok(());
        }
        for (step, (was, is)) in self.steps.iter().zip(before.iter().zip(after)) {
            let mut own = new.iter().filter(|report| report.operation == step.operation);
            let over = is.flags.contains(&Flag::OverQuantity) && is.good + is.scrap > was.good + was.scrap;
            if over && own.any(|report| report.kind != Kind::Opening) {
                let refusal = Refusal::at(refusals::OVER_QUANTITY, "good", is.good + is.scrap);
                let refusal = refusal.with("operation", &step.operation);
                return Err(refusal.with("started", self.order.started()).into());
            }
        }
        Ok(())
    }

    /// Writes the rows of operations that changed.
    fn write(
        &mut self,
        tx: &mut Tx<'_>,
        states: &[State],
        booked: &effects::Booked,
        new: &[ReportRow],
    ) -> Result<(), Failure> {
        for (step, state) in self.steps.iter().zip(states) {
            let blank = OperationRow::new(self.order.plant_id, &self.order.number, &step.operation);
            let row = self.operations.get(&step.operation).cloned().unwrap_or(blank);
            let mut next = row.with(state);
            if state.has_begun() {
                let supplied = booked.supplied.contains(&step.operation);
                let stays =
                    |flag: &&Flag| BOOKED.contains(flag) && !(supplied && **flag == Flag::MaterialShort);
                next.flags.0.extend(row.flags.0.iter().filter(stays));
                next.flags.0.extend(booked.flags.get(&step.operation).into_iter().flatten());
            }
            for report in new.iter().filter(|report| report.operation == step.operation) {
                if self.routing.is_empty() {
                    next.flags.0.insert(Flag::NoRouting);
                }
                if !self.order.is_open() {
                    next.flags.0.insert(Flag::WorkOrderClosed);
                }
                let opened = self.reports.iter().filter(|other| other.standing.is_some());
                let mut later = opened.filter(|other| other.operation == step.operation);
                if later.any(|other| other.at > report.at && other.id != report.id) {
                    next.flags.0.insert(Flag::BeforeOpening);
                }
            }
            next.flags = Held(next.flags.0);
            let reported = new.iter().any(|report| report.operation == step.operation);
            if next == row && !reported {
                continue;
            }
            next.version = row.version + 1;
            rows::put_operation(tx.db, &next)?;
            self.operations.insert(step.operation.clone(), next);
        }
        Ok(())
    }

    /// Where an operation runs: where it was said to, else where the routing says.
    pub(in crate::services) fn work_centre_of(&self, operation: &str) -> Option<String> {
        let said = self.operations.get(operation).and_then(|row| row.work_centre.clone());
        let usual = || self.routing.iter().find(|step| step.operation == operation)?.work_centre.clone();
        said.or_else(usual)
    }
}

/// The routing that a work order follows.
///
/// # Errors
///
/// What the database says.
pub(super) fn routing(db: &mut Db, order: &WorkOrderRow) -> Result<Vec<RoutingOperation>, Failure> {
    if let Some(own) = &order.own_routing {
        return Ok(own.0.clone());
    }
    let of_item = making::routing_of(db, &order.item)?;
    Ok(numbered(&of_item, making::OperationRow::document))
}

/// Whether work on the order has begun, as its stage sees it.
fn is_begun(states: &[State]) -> bool {
    states.iter().any(|state| state.started.is_some() || state.good.is_some())
}

/// `OP010`, `010` and `10.0` as `10`.
pub(super) fn plain(given: &str) -> String {
    let text = given.trim();
    let digits = text.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '-' || c == ' ');
    let digits = digits.strip_suffix(".0").unwrap_or(digits);
    match digits.parse::<u32>() {
        Ok(number) => number.to_string(),
        Err(_) => text.to_owned(),
    }
}
