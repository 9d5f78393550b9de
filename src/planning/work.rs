//! Work orders with what was reported on them, the material that they hold, and the sequences that people
//! fixed for them.

use super::numbers::quantity;
use super::{Desk, FaultKind};
use crate::document::{OperationProgress, OperationStatus as Stands, WorkOrder as Row, WorkOrderStatus};
use chrono::NaiveDateTime;
use holdfast_engine::model::{Code, LineKey, OpKey, OperationStatus, Progress, WorkOrder};
use holdfast_engine::quantity::Qty;
use holdfast_engine::time::Instant;
use std::collections::BTreeMap;

impl Desk<'_> {
    /// Work orders, open and closed.
    pub(super) fn add_work_orders(&mut self) {
        let document = self.document;
        for row in &document.work_orders {
            let closed = row.status == Some(WorkOrderStatus::Closed);
            let due = row.due_date.map(|date| self.by(date));
            let order = WorkOrder {
                item: Some(row.item.as_str().into()),
                quantity: quantity(row.quantity),
                started: row.started_quantity.map(quantity),
                received: row.received.map_or(Qty::ZERO, quantity),
                line: if closed { None } else { self.made_for(row, due) },
                due,
                released_at: row.released.map(|date| self.entered(date)),
                closed,
                progress: BTreeMap::new(),
                issued: BTreeMap::new(),
                routing: None,
            };
            self.shop.work_orders.insert(row.work_order.as_str().into(), order);
        }
        self.add_progress();
        self.add_issues();
    }

    /// The open line that a work order was made for.
    fn made_for(&mut self, row: &Row, due: Option<Instant>) -> Option<LineKey> {
        let order = row.order.as_deref()?;
        let Some(line) = row.line.as_deref().map(|text| self.numbers.of_text(text)) else {
            let mut of_item = self.lines_of(order).filter(|(_, sold)| sold.item.as_str() == row.item);
            let only = of_item.next().filter(|_| of_item.next().is_none());
            return only.map(|(key, _)| key.clone());
        };
        if let Some(found) = self.find_line(order, line, due) {
            return Some(found);
        }
        if self.knows_order(order) && !self.knows_line(order, line) {
            let (work_order, line) = (row.work_order.as_str().into(), LineKey::new(order, line));
            self.fault(Some(row.origin), FaultKind::WorkOrderForUnknownLine { work_order, line });
        }
        None
    }

    fn add_progress(&mut self) {
        let document = self.document;
        for row in &document.progress {
            let operation = self.numbers.of_text(&row.operation);
            if !self.shop.work_orders.contains_key(row.work_order.as_str()) {
                let work_order = row.work_order.as_str().into();
                self.fault(Some(row.origin), FaultKind::UnknownWorkOrder { work_order });
                continue;
            }
            let progress = self.progress(row, operation);
            if let Some(order) = self.shop.work_orders.get_mut(row.work_order.as_str()) {
                order.progress.insert(operation, progress);
            }
        }
    }

    fn progress(&mut self, row: &OperationProgress, operation: u32) -> Progress {
        let reported = |at: Option<NaiveDateTime>| {
            at.map(|local| Instant::from_local(local, self.shop.zone)).filter(|at| *at <= self.shop.now)
        };
        let finished_at = reported(row.finished);
        let reversed = row.started.zip(row.finished).is_some_and(|(start, end)| end < start);
        let started_at = reported(row.started).filter(|_| !reversed);
        let times = [row.started, row.last_report, row.finished].into_iter().flatten();
        let after_now = times.map(|local| self.at(local)).any(|at| at > self.shop.now);
        let last_report = reported(row.last_report);
        let work_order = Code::from(row.work_order.as_str());
        if reversed {
            let work_order = work_order.clone();
            self.fault(Some(row.origin), FaultKind::ReportReversed { work_order, operation });
        }
        if after_now {
            self.fault(Some(row.origin), FaultKind::ReportAfterNow { work_order, operation });
        }
        Progress {
            good: row.good.map_or(Qty::ZERO, quantity),
            scrap: row.scrap.map_or(Qty::ZERO, quantity),
            rework: row.rework.map_or(Qty::ZERO, quantity),
            rework_to: row.rework_operation.as_deref().map(|text| self.numbers.of_text(text)),
            status: match row.status.unwrap_or(Stands::Waiting) {
                Stands::Waiting => OperationStatus::Waiting,
                Stands::Running => OperationStatus::Running,
                Stands::Paused => OperationStatus::Paused,
                Stands::Done => OperationStatus::Done,
                Stands::Blocked => OperationStatus::Blocked,
            },
            started_at,
            last_report,
            finished_at,
            work_center: row.work_centre.as_deref().map(Code::from),
        }
    }

    fn add_issues(&mut self) {
        let document = self.document;
        for row in &document.issues {
            match self.shop.work_orders.get_mut(row.work_order.as_str()) {
                Some(order) => {
                    *order.issued.entry(row.item.as_str().into()).or_default() += quantity(row.quantity);
                }
                None => {
                    let work_order = row.work_order.as_str().into();
                    self.fault(Some(row.origin), FaultKind::UnknownWorkOrder { work_order });
                }
            }
        }
    }

    /// The planner's own places in the queues, and the published ones. Done work has no place.
    pub(super) fn add_sequences(&mut self) {
        let document = self.document;
        let mut places: BTreeMap<Code, Vec<(bool, u32, OpKey)>> = BTreeMap::new();
        for row in &document.progress {
            let Some(place) = row.sequence.filter(|_| row.status != Some(Stands::Done)) else { continue };
            let work_order = Code::from(row.work_order.as_str());
            if self.shop.work_orders.get(&work_order).is_none_or(|order| order.closed) {
                continue;
            }
            let operation = self.numbers.of_text(&row.operation);
            let center = row.work_centre.as_deref().map(Code::from);
            let Some(center) = center.or_else(|| self.usual_center(&work_order, operation)) else {
                self.fault(Some(row.origin), FaultKind::SequenceWithoutCenter { work_order, operation });
                continue;
            };
            let frozen = row.frozen.unwrap_or(false);
            places.entry(center).or_default().push((!frozen, place, (work_order, operation).into()));
        }
        for (center, mut keys) in places {
            keys.sort();
            let sequence = self.shop.sequences.entry(center).or_default();
            for (planned, _, key) in keys {
                if planned { sequence.planned.push(key) } else { sequence.frozen.push(key) }
            }
        }
    }

    /// Where the routing of a work order's item runs an operation.
    fn usual_center(&self, work_order: &Code, operation: u32) -> Option<Code> {
        let item = self.shop.work_orders.get(work_order)?.item.as_ref()?;
        let routing = &self.shop.items.get(item)?.routing;
        routing.iter().find(|step| step.number == operation)?.work_center.clone()
    }
}
