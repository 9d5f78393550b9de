//! Every sheet's rows as cells, in the order of the contract; the mirror of import's readers.

use super::{Record, Value};
use crate::document::{
    BomLine, CalendarException, Customer, Hold, Item, MaterialIssue, OperationProgress, ProductionRecord,
    PurchaseOrderLine, RoutingOperation, SalesOrderLine, Settings, Sheet, Shift, Shipment, StockLot,
    Supplier, WorkCentre, WorkOrder,
};
use crate::text::Lang;

impl Record for Customer {
    const SHEET: Sheet = Sheet::Customers;

    fn cells(&self, lang: Lang) -> Vec<Value> {
        vec![
            Value::code(&self.customer),
            Value::text(self.name.as_ref()),
            Value::word(self.tier, lang),
            Value::word(self.language, lang),
            Value::yes_no(self.partial_shipments, lang),
            Value::number(self.short_tolerance_percent),
            Value::count(self.transit_days),
            Value::text(self.carrier_calendar.as_ref()),
            Value::count(self.buffer_days),
            Value::weekdays(self.ship_days, lang),
            Value::time(self.ship_cutoff),
        ]
    }
}

impl Record for Item {
    const SHEET: Sheet = Sheet::Items;

    fn cells(&self, lang: Lang) -> Vec<Value> {
        vec![
            Value::code(&self.item),
            Value::text(self.description.as_ref()),
            Value::word(self.unit, lang),
            Value::text(self.group.as_ref()),
            Value::word(self.source, lang),
            Value::count(self.lead_days),
            Value::text(self.supplier.as_ref()),
            Value::number(self.lot_minimum),
            Value::number(self.lot_multiple),
            Value::count(self.lot_period_days),
            Value::number(self.safety_stock),
            Value::of_the_whole(self.yield_percent),
            Value::count(self.inspection_days),
            Value::text(self.similar_item.as_ref()),
            Value::number(self.similar_factor),
        ]
    }
}

impl Record for StockLot {
    const SHEET: Sheet = Sheet::Stock;

    fn cells(&self, lang: Lang) -> Vec<Value> {
        vec![
            Value::code(&self.item),
            Value::Number(self.quantity),
            Value::word(self.status, lang),
            Value::text(self.customer.as_ref()),
            Value::word(self.reserved_tier, lang),
            Value::day(self.expected_release),
            Value::text(self.lot.as_ref()),
        ]
    }
}

impl Record for BomLine {
    const SHEET: Sheet = Sheet::Boms;

    fn cells(&self, _: Lang) -> Vec<Value> {
        vec![
            Value::code(&self.parent),
            Value::code(&self.component),
            Value::Number(self.quantity_per),
            Value::text(self.operation.as_ref()),
            Value::day(self.valid_from),
            Value::day(self.valid_to),
        ]
    }
}

impl Record for RoutingOperation {
    const SHEET: Sheet = Sheet::Routings;

    fn cells(&self, lang: Lang) -> Vec<Value> {
        vec![
            Value::code(&self.item),
            Value::code(&self.operation),
            Value::text(self.name.as_ref()),
            Value::word(self.kind, lang),
            Value::text(self.work_centre.as_ref()),
            Value::number(self.setup_minutes),
            Value::number(self.run_minutes),
            Value::word(self.run_basis, lang),
            Value::number(self.load_size),
            Value::text(self.setup_family.as_ref()),
            Value::number(self.transfer_batch),
            Value::yes_no(self.interruptible, lang),
            Value::alternates(&self.alternates),
            Value::number(self.move_minutes),
            Value::text(self.supplier.as_ref()),
            Value::count(self.outside_days),
            Value::number(self.learned_factor),
            Value::count(self.observations),
        ]
    }
}

impl Record for WorkCentre {
    const SHEET: Sheet = Sheet::WorkCentres;

    fn cells(&self, _: Lang) -> Vec<Value> {
        vec![
            Value::code(&self.work_centre),
            Value::text(self.name.as_ref()),
            Value::code(&self.calendar),
            Value::count(self.machines),
            Value::number(self.reporting_delay_hours),
            Value::instant(self.last_report),
            Value::number(self.move_minutes),
        ]
    }
}

impl Record for Shift {
    const SHEET: Sheet = Sheet::Calendars;

    fn cells(&self, lang: Lang) -> Vec<Value> {
        vec![
            Value::code(&self.calendar),
            Value::weekdays(Some(self.weekdays), lang),
            Value::Time(self.from),
            Value::Time(self.to),
            Value::word(self.holidays, lang),
        ]
    }
}

impl Record for CalendarException {
    const SHEET: Sheet = Sheet::CalendarExceptions;

    fn cells(&self, lang: Lang) -> Vec<Value> {
        vec![
            Value::text(self.calendar.as_ref()),
            Value::text(self.work_centre.as_ref()),
            Value::Day(self.date_from),
            Value::day(self.date_to),
            Value::time(self.from),
            Value::time(self.to),
            Value::word(Some(self.kind), lang),
            Value::count(self.machines),
            Value::text(self.note.as_ref()),
        ]
    }
}

impl Record for Supplier {
    const SHEET: Sheet = Sheet::Suppliers;

    fn cells(&self, lang: Lang) -> Vec<Value> {
        vec![
            Value::code(&self.supplier),
            Value::text(self.name.as_ref()),
            Value::count(self.lead_days),
            Value::text(self.calendar.as_ref()),
            Value::weekdays(self.send_days, lang),
        ]
    }
}

impl Record for SalesOrderLine {
    const SHEET: Sheet = Sheet::SalesOrders;

    fn cells(&self, lang: Lang) -> Vec<Value> {
        vec![
            Value::code(&self.order),
            Value::code(&self.line),
            Value::text(self.schedule.as_ref()),
            Value::code(&self.customer),
            Value::code(&self.item),
            Value::Number(self.quantity),
            Value::number(self.shipped),
            Value::day(self.order_date),
            Value::day(self.requested_date),
            Value::day(self.promise_date),
            Value::word(self.date_basis, lang),
            Value::yes_no(self.ship_complete, lang),
            Value::yes_no(self.partial_shipments, lang),
            Value::word(self.firmness, lang),
            Value::text(self.customer_order.as_ref()),
            Value::text(self.customer_part.as_ref()),
            Value::number(self.unit_price),
            Value::count(self.priority),
        ]
    }
}

impl Record for Hold {
    const SHEET: Sheet = Sheet::Holds;

    fn cells(&self, lang: Lang) -> Vec<Value> {
        vec![
            Value::text(self.order.as_ref()),
            Value::text(self.line.as_ref()),
            Value::text(self.work_order.as_ref()),
            Value::text(self.operation.as_ref()),
            Value::word(Some(self.kind), lang),
            Value::word(self.milestone, lang),
            Value::text(self.owner.as_ref()),
            Value::day(self.expected_release),
            Value::day(self.released),
            Value::word(self.blocks, lang),
        ]
    }
}

impl Record for WorkOrder {
    const SHEET: Sheet = Sheet::WorkOrders;

    fn cells(&self, lang: Lang) -> Vec<Value> {
        vec![
            Value::code(&self.work_order),
            Value::code(&self.item),
            Value::Number(self.quantity),
            Value::text(self.order.as_ref()),
            Value::text(self.line.as_ref()),
            Value::number(self.started_quantity),
            Value::number(self.received),
            Value::day(self.due_date),
            Value::day(self.released),
            Value::word(self.status, lang),
        ]
    }
}

impl Record for OperationProgress {
    const SHEET: Sheet = Sheet::Progress;

    fn cells(&self, lang: Lang) -> Vec<Value> {
        vec![
            Value::code(&self.work_order),
            Value::code(&self.operation),
            Value::number(self.good),
            Value::number(self.scrap),
            Value::number(self.rework),
            Value::text(self.rework_operation.as_ref()),
            Value::word(self.status, lang),
            Value::instant(self.started),
            Value::instant(self.last_report),
            Value::instant(self.finished),
            Value::text(self.work_centre.as_ref()),
            Value::count(self.sequence),
            Value::yes_no(self.frozen, lang),
        ]
    }
}

impl Record for MaterialIssue {
    const SHEET: Sheet = Sheet::Issues;

    fn cells(&self, _: Lang) -> Vec<Value> {
        vec![Value::code(&self.work_order), Value::code(&self.item), Value::Number(self.quantity)]
    }
}

impl Record for PurchaseOrderLine {
    const SHEET: Sheet = Sheet::PurchaseOrders;

    fn cells(&self, _: Lang) -> Vec<Value> {
        vec![
            Value::code(&self.purchase_order),
            Value::code(&self.line),
            Value::text(self.supplier.as_ref()),
            Value::code(&self.item),
            Value::Number(self.quantity),
            Value::number(self.received),
            Value::day(self.order_date),
            Value::day(self.confirmed_date),
            Value::day(self.received_date),
            Value::text(self.order.as_ref()),
            Value::text(self.sales_line.as_ref()),
            Value::text(self.work_order.as_ref()),
            Value::text(self.operation.as_ref()),
        ]
    }
}

impl Record for Shipment {
    const SHEET: Sheet = Sheet::Shipments;

    fn cells(&self, _: Lang) -> Vec<Value> {
        vec![
            Value::code(&self.order),
            Value::code(&self.line),
            Value::text(self.customer.as_ref()),
            Value::text(self.item.as_ref()),
            Value::number(self.quantity),
            Value::day(self.order_date),
            Value::day(self.requested_date),
            Value::day(self.promise_date),
            Value::Day(self.shipped_date),
        ]
    }
}

impl Record for ProductionRecord {
    const SHEET: Sheet = Sheet::Production;

    fn cells(&self, _: Lang) -> Vec<Value> {
        vec![
            Value::code(&self.work_order),
            Value::code(&self.item),
            Value::code(&self.operation),
            Value::text(self.work_centre.as_ref()),
            Value::number(self.good),
            Value::number(self.scrap),
            Value::Instant(self.started),
            Value::Instant(self.finished),
            Value::number(self.planned_minutes),
        ]
    }
}

/// The values of the settings, in the order of their keys; empty where nothing is said.
pub(super) fn settings(settings: &Settings, lang: Lang) -> [Value; 13] {
    [
        Value::text(settings.plant.as_ref()),
        Value::text(settings.zone.as_ref()),
        Value::instant(settings.as_of),
        Value::word(settings.holidays, lang),
        Value::count(settings.default_lead_days),
        Value::number(settings.packing_minutes),
        Value::weekdays(settings.ship_days, lang),
        Value::time(settings.ship_cutoff),
        Value::text(settings.ship_calendar.as_ref()),
        Value::count(settings.buffer_days),
        Value::number(settings.wait_minutes),
        Value::number(settings.move_minutes),
        Value::count(settings.frozen_shifts),
    ]
}
