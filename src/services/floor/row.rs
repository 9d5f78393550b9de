//! One operation as a tablet shows it: what the plan says of it, and over that what has been reported since.

use super::facts::Facts;
use crate::document::{OperationKind, OperationStatus, RoutingOperation, Unit};
use crate::domain::progress::Phase;
use crate::domain::value::{Amount, Day, Moment};
use crate::planning::outlook::{DispatchRow, NextOperation, WaitsFor};
use crate::store::work::{OperationRow, WorkOrderRow};
use serde::Serialize;
use utoipa::ToSchema;

/// An operation on a tablet's list.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct FloorRow {
    /// The work order's number.
    pub work_order: String,
    /// The operation's number.
    pub operation: String,
    /// What the shop calls it.
    pub name: Option<String>,
    /// What is made.
    pub item: String,
    /// What that is.
    pub item_name: Option<String>,
    /// For whom.
    pub customer: Option<String>,
    /// What they call it.
    pub customer_part: Option<String>,
    /// Pieces of the work order that were started.
    pub quantity: Amount,
    /// Good pieces so far.
    pub good: Amount,
    /// Scrapped pieces so far.
    pub scrap: Amount,
    /// Pieces still to do.
    pub left: Amount,
    /// In which they are counted.
    pub unit: Unit,
    /// Where it stands.
    pub status: OperationStatus,
    /// Whether the machine is made ready or pieces are made; nothing before it began.
    pub phase: Option<Phase>,
    /// Since when it runs without a break.
    pub since: Option<Moment>,
    /// Seconds that were worked before that, pauses left out.
    pub worked_seconds: i64,
    /// How many of them were for setting up.
    pub setup_seconds: i64,
    /// Who works at it, as far as that is written down.
    pub operators: Vec<String>,
    /// Why it rests or is blocked.
    pub reason: Option<String>,
    /// Whether it could go on or start now.
    pub ready: bool,
    /// Why not.
    pub waits_for: Vec<WaitsFor>,
    /// When it starts, as planned.
    pub start: Option<Moment>,
    /// When it ends, as planned.
    pub end: Option<Moment>,
    /// By which day the work order's output is needed.
    pub due: Option<Day>,
    /// Whether its place in the sequence is published.
    pub frozen: bool,
    /// Its place in the sequence that people fixed, from 1; nothing where the plan alone says when.
    pub place: Option<i32>,
    /// The line that it is made for.
    pub line: Option<FloorLine>,
    /// What that line asks for.
    pub requirements: Vec<FloorRequirement>,
    /// What comes after it.
    pub next: Option<NextOperation>,
    /// Whether it is an inspection by its routing: quality decides about its pieces.
    pub inspects: bool,
    /// Of an inspection: the operations before it, to which pieces may be sent back.
    pub rework_operations: Vec<NextOperation>,
    /// Grows with every report on it; 0 before the first.
    pub version: i64,
}

/// A line of a sales order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
pub struct FloorLine {
    /// Number of the order.
    pub order: String,
    /// Number of the line.
    pub line: String,
}

/// Something that a line asks for besides item and date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FloorRequirement {
    /// What it is about: `drawing`, `certificate`, `packing`, `agreement`, or the shop's own word.
    pub kind: String,
    /// What is required.
    pub text: String,
}

impl FloorRow {
    /// What the plan says, with what was reported since; nothing of what is done, or of an order that is open no more.
    pub(super) fn planned(row: DispatchRow, facts: &Facts) -> Option<Self> {
        let line = row.line.as_ref();
        let line = line.map(|line| FloorLine { order: line.order.clone(), line: line.line.clone() });
        let fact = facts.operation(&row.work_order, &row.operation);
        let reported = fact.map_or(Amount::ZERO, |(fact, _)| fact.good.unwrap_or_default());
        let quantity = fact.map_or(row.quantity, |(_, order)| order.started());
        let steps = facts.routing_of(&row.work_order, &row.item);
        let base = Self {
            work_order: row.work_order,
            operation: row.operation,
            name: row.name,
            item: row.item,
            quantity,
            // What was counted after the plan was made is not left any more.
            left: (row.left - (reported - row.good).max(Amount::ZERO)).max(Amount::ZERO),
            ready: row.ready,
            waits_for: row.waits_for,
            start: row.start,
            end: row.end,
            due: row.due,
            line,
            next: row.next,
            ..Self::blank()
        };
        let base = base.routed(steps);
        let whole = match fact {
            Some((fact, _)) => base.reported(fact),
            None => base,
        };
        let open = fact.is_none_or(|(_, order)| order.is_open());
        (open && whole.status != OperationStatus::Done).then(|| whole.described(facts))
    }

    /// What was reported of an operation that the plan does not have: all of it was counted, or the plan is behind.
    pub(super) fn reported_only(fact: &OperationRow, order: &WorkOrderRow, facts: &Facts) -> Self {
        let routing = facts.routing(order);
        let at = routing.iter().position(|step| step.operation == fact.operation);
        let next = at.and_then(|at| routing.get(at + 1)).map(step_of);
        let counted = fact.good.unwrap_or_default() + fact.scrap.unwrap_or_default();
        let base = Self {
            work_order: fact.work_order.clone(),
            operation: fact.operation.clone(),
            name: at.and_then(|at| routing[at].name.clone()),
            item: order.item.clone(),
            quantity: order.started(),
            left: (order.started() - counted).max(Amount::ZERO),
            ready: order.is_open() && facts.follows(order, at.and_then(|at| at.checked_sub(1))),
            due: order.due_date,
            line: order
                .order_no
                .clone()
                .zip(order.line.clone())
                .map(|(order, line)| FloorLine { order, line }),
            next,
            ..Self::blank()
        };
        base.routed(routing).reported(fact).described(facts)
    }

    fn blank() -> Self {
        Self {
            work_order: String::new(),
            operation: String::new(),
            name: None,
            item: String::new(),
            item_name: None,
            customer: None,
            customer_part: None,
            quantity: Amount::ZERO,
            good: Amount::ZERO,
            scrap: Amount::ZERO,
            left: Amount::ZERO,
            unit: Unit::Pieces,
            status: OperationStatus::Waiting,
            phase: None,
            since: None,
            worked_seconds: 0,
            setup_seconds: 0,
            operators: Vec::new(),
            reason: None,
            ready: false,
            waits_for: Vec::new(),
            start: None,
            end: None,
            due: None,
            frozen: false,
            place: None,
            line: None,
            requirements: Vec::new(),
            next: None,
            inspects: false,
            rework_operations: Vec::new(),
            version: 0,
        }
    }

    /// With what its routing says.
    fn routed(self, routing: &[RoutingOperation]) -> Self {
        let at = routing.iter().position(|step| step.operation == self.operation);
        let inspected = at.filter(|at| routing[*at].kind == Some(OperationKind::Inspection));
        let before = inspected.map_or(&[][..], |at| &routing[..at]);
        Self {
            inspects: inspected.is_some(),
            rework_operations: before.iter().map(step_of).collect(),
            ..self
        }
    }

    fn reported(self, fact: &OperationRow) -> Self {
        let status = fact.status.unwrap_or(OperationStatus::Waiting);
        let begun = matches!(status, OperationStatus::Running | OperationStatus::Paused);
        Self {
            good: fact.good.unwrap_or_default(),
            scrap: fact.scrap.unwrap_or_default(),
            status,
            phase: fact.phase.or(begun.then_some(Phase::Run)),
            // What was imported has no more than when it was last heard of.
            since: fact.since.or(fact
                .last_report
                .or(fact.started)
                .filter(|_| status == OperationStatus::Running && fact.worked_seconds.is_none())),
            worked_seconds: fact.worked_seconds.unwrap_or_default(),
            setup_seconds: fact.setup_seconds.unwrap_or_default(),
            operators: fact.operators.0.iter().cloned().collect(),
            reason: fact.reason.clone(),
            // What has begun may go on, whatever the plan waits for.
            ready: begun || (self.ready && status == OperationStatus::Waiting),
            waits_for: if begun { Vec::new() } else { self.waits_for },
            frozen: fact.frozen.unwrap_or(false),
            place: fact.sequence,
            version: fact.version,
            ..self
        }
    }

    /// With what item and line say.
    fn described(self, facts: &Facts) -> Self {
        let item = facts.item(&self.item);
        let whose = self.line.as_ref().and_then(|line| facts.whose(line));
        let part = whose.and_then(|whose| {
            let same = whose.item == self.item;
            let usual = || facts.part(&whose.customer, &self.item);
            whose.part.clone().filter(|_| same).or_else(usual)
        });
        Self {
            item_name: item.and_then(|item| item.fields.description.clone()),
            unit: item.and_then(|item| item.fields.unit).unwrap_or(Unit::Pieces),
            customer: whose.map(|whose| facts.name_of(&whose.customer)),
            customer_part: part,
            requirements: self.line.as_ref().map(|line| facts.requirements(line)).unwrap_or_default(),
            ..self
        }
    }

    /// What is worked on stands first, then what could be, then what can't; within each the published sequence,
    /// then the planner's own, then the plan's.
    pub(super) fn rank(&self) -> (u8, bool, i32) {
        let stands = match self.status {
            OperationStatus::Running => 0,
            OperationStatus::Paused => 1,
            _ if self.ready => 2,
            _ => 3,
        };
        (stands, !self.frozen, self.place.unwrap_or(i32::MAX))
    }
}

/// An operation of a routing, as a row names it.
fn step_of(step: &RoutingOperation) -> NextOperation {
    NextOperation {
        operation: step.operation.clone(),
        name: step.name.clone(),
        work_centre: step.work_centre.clone(),
    }
}
