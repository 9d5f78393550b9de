//! Rows of the work orders, progress, issues and production sheets.

use crate::document::{MaterialIssue, OperationProgress, ProductionRecord, Sheet, ShopDocument, WorkOrder};
use crate::import::row::Row;

use super::{FromRow, key};

impl FromRow for WorkOrder {
    const SHEET: Sheet = Sheet::WorkOrders;
    const KEY: &'static [&'static str] = &["work order"];

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let (work_order, item, quantity) =
            (row.code("work order"), row.code("item"), row.quantity("quantity"));
        Some(Self {
            origin: row.origin(),
            order: row.code("order"),
            line: row.numbered("line"),
            started_quantity: row.ruled("started quantity"),
            received: row.amount("received"),
            due_date: row.date("due date"),
            released: row.date("released"),
            status: row.word("status"),
            work_order: work_order?,
            item: item?,
            quantity: quantity?,
        })
    }

    fn key(&self) -> Option<String> {
        Some(key(&[&self.work_order]))
    }

    fn rows(document: &mut ShopDocument) -> &mut Vec<Self> {
        &mut document.work_orders
    }
}

impl FromRow for OperationProgress {
    const SHEET: Sheet = Sheet::Progress;
    const KEY: &'static [&'static str] = &["work order", "operation"];

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let (work_order, operation) = (row.code("work order"), row.numbered("operation"));
        let (started, finished) = (row.instant("started"), row.instant("finished"));
        Some(Self {
            origin: row.origin(),
            good: row.amount("good"),
            scrap: row.amount("scrap"),
            rework: row.amount("rework"),
            rework_operation: row.numbered("rework operation"),
            status: row.word("status"),
            started,
            last_report: row.instant("last report"),
            finished: row.in_order(started.as_ref(), finished, "finished"),
            work_centre: row.code("work centre"),
            sequence: row.count("sequence", 0, 1_000_000_000),
            frozen: row.yes_no("frozen"),
            work_order: work_order?,
            operation: operation?,
        })
    }

    fn key(&self) -> Option<String> {
        Some(key(&[&self.work_order, &self.operation]))
    }

    fn rows(document: &mut ShopDocument) -> &mut Vec<Self> {
        &mut document.progress
    }
}

impl FromRow for MaterialIssue {
    const SHEET: Sheet = Sheet::Issues;
    const KEY: &'static [&'static str] = &["work order", "item"];

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let (work_order, item, quantity) = (row.code("work order"), row.code("item"), row.amount("quantity"));
        Some(Self { origin: row.origin(), work_order: work_order?, item: item?, quantity: quantity? })
    }

    fn rows(document: &mut ShopDocument) -> &mut Vec<Self> {
        &mut document.issues
    }
}

impl FromRow for ProductionRecord {
    const SHEET: Sheet = Sheet::Production;

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let (work_order, item) = (row.code("work order"), row.code("item"));
        let (operation, started) = (row.numbered("operation"), row.instant("started"));
        let finished = row.instant("finished");
        Some(Self {
            origin: row.origin(),
            work_centre: row.code("work centre"),
            good: row.amount("good"),
            scrap: row.amount("scrap"),
            planned_minutes: row.minutes("planned minutes"),
            finished: row.in_order(started.as_ref(), finished, "finished")?,
            work_order: work_order?,
            item: item?,
            operation: operation?,
            started: started?,
        })
    }

    fn rows(document: &mut ShopDocument) -> &mut Vec<Self> {
        &mut document.production
    }
}
