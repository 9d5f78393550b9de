//! One random row of every sheet.

use super::draw::Draw;
use chrono::NaiveDate;
use holdfast::document::{
    BomLine, CalendarException, Customer, DateBasis, ExceptionKind, Firmness, Hold, HoldBlocks, HoldKind,
    Holidays, Item, ItemSource, MaterialIssue, Milestone, OperationKind, OperationProgress, OperationStatus,
    Origin, ProductionRecord, PurchaseOrderLine, RoutingOperation, RunBasis, SalesOrderLine, Settings, Sheet,
    Shift, Shipment, ShopDocument, StockLot, StockStatus, Supplier, Tier, Unit, WorkCentre, WorkOrder,
    WorkOrderStatus,
};
use holdfast::text::Lang;

const fn at(sheet: Sheet) -> Origin {
    Origin { sheet, row: 1 }
}

fn customers(draw: &mut Draw) -> Customer {
    Customer {
        origin: at(Sheet::Customers),
        customer: draw.code(),
        name: draw.maybe(Draw::text),
        tier: draw.maybe(|draw| draw.one_of(&[Tier::A, Tier::B, Tier::C])),
        language: draw.maybe(|draw| draw.one_of(&[Lang::En, Lang::Zh])),
        partial_shipments: draw.maybe(Draw::yes),
        short_tolerance_percent: draw.maybe(Draw::percent),
        transit_days: draw.maybe(Draw::days),
        carrier_calendar: draw.maybe(Draw::code),
        buffer_days: draw.maybe(Draw::days),
        ship_days: draw.maybe(Draw::weekdays),
        ship_cutoff: draw.maybe(Draw::time),
    }
}

fn items(draw: &mut Draw) -> Item {
    Item {
        origin: at(Sheet::Items),
        item: draw.code(),
        description: draw.maybe(Draw::text),
        unit: draw.maybe(|draw| {
            draw.one_of(&[
                Unit::Pieces,
                Unit::Kilograms,
                Unit::Metres,
                Unit::SquareMetres,
                Unit::Litres,
                Unit::Sets,
            ])
        }),
        group: draw.maybe(Draw::code),
        source: draw.maybe(|draw| draw.one_of(&[ItemSource::Make, ItemSource::Buy, ItemSource::Customer])),
        lead_days: draw.maybe(Draw::days),
        supplier: draw.maybe(Draw::code),
        lot_minimum: draw.maybe(Draw::quantity),
        lot_multiple: draw.maybe(Draw::above_zero),
        lot_period_days: draw.maybe(Draw::days),
        safety_stock: draw.maybe(Draw::quantity),
        yield_percent: draw.maybe(Draw::percent),
        inspection_days: draw.maybe(Draw::days),
        similar_item: draw.maybe(Draw::code),
        similar_factor: draw.maybe(Draw::factor),
    }
}

fn stock(draw: &mut Draw) -> StockLot {
    StockLot {
        origin: at(Sheet::Stock),
        item: draw.code(),
        quantity: draw.recorded(),
        status: draw
            .maybe(|draw| draw.one_of(&[StockStatus::Usable, StockStatus::Inspection, StockStatus::Blocked])),
        customer: draw.maybe(Draw::code),
        reserved_tier: draw.maybe(|draw| draw.one_of(&[Tier::A, Tier::B, Tier::C])),
        expected_release: draw.maybe(Draw::date),
        lot: draw.maybe(Draw::code),
    }
}

fn boms(draw: &mut Draw) -> BomLine {
    let (valid_from, valid_to) = draw.span(Draw::date);
    BomLine {
        origin: at(Sheet::Boms),
        parent: draw.code(),
        component: draw.code(),
        quantity_per: draw.above_zero(),
        operation: draw.maybe(Draw::numbered),
        valid_from,
        valid_to,
    }
}

fn routings(draw: &mut Draw) -> RoutingOperation {
    RoutingOperation {
        origin: at(Sheet::Routings),
        item: draw.code(),
        operation: draw.numbered(),
        name: draw.maybe(Draw::text),
        kind: draw.maybe(|draw| {
            draw.one_of(&[
                OperationKind::Make,
                OperationKind::Inspection,
                OperationKind::Outside,
                OperationKind::Wait,
            ])
        }),
        work_centre: draw.maybe(Draw::code),
        setup_minutes: draw.maybe(Draw::minutes),
        run_minutes: draw.maybe(Draw::minutes),
        run_basis: draw.maybe(|draw| draw.one_of(&[RunBasis::Piece, RunBasis::Lot, RunBasis::Load])),
        load_size: draw.maybe(Draw::above_zero),
        setup_family: draw.maybe(Draw::code),
        transfer_batch: draw.maybe(Draw::above_zero),
        interruptible: draw.maybe(Draw::yes),
        alternates: draw.alternates(),
        move_minutes: draw.maybe(Draw::minutes),
        supplier: draw.maybe(Draw::code),
        outside_days: draw.maybe(Draw::days),
        learned_factor: draw.maybe(Draw::factor),
        observations: draw.maybe(Draw::days),
    }
}

fn work_centres(draw: &mut Draw) -> WorkCentre {
    WorkCentre {
        origin: at(Sheet::WorkCentres),
        work_centre: draw.code(),
        name: draw.maybe(Draw::text),
        calendar: draw.code(),
        machines: draw.maybe(Draw::machines),
        reporting_delay_hours: draw.maybe(Draw::minutes),
        last_report: draw.maybe(Draw::instant),
        move_minutes: draw.maybe(Draw::minutes),
    }
}

fn shifts(draw: &mut Draw) -> Shift {
    Shift {
        origin: at(Sheet::Calendars),
        calendar: draw.code(),
        weekdays: draw.weekdays(),
        from: draw.time(),
        to: draw.time(),
        holidays: draw.maybe(|draw| draw.one_of(&[Holidays::Cn, Holidays::De, Holidays::None])),
    }
}

fn calendar_exceptions(draw: &mut Draw) -> CalendarException {
    let (date_from, date_to) = draw.span(Draw::date);
    CalendarException {
        origin: at(Sheet::CalendarExceptions),
        calendar: draw.maybe(Draw::code),
        work_centre: Some(draw.code()),
        date_from: date_from.unwrap_or_else(|| draw.date().min(date_to.unwrap_or(NaiveDate::MAX))),
        date_to,
        from: draw.maybe(Draw::time),
        to: draw.maybe(Draw::time),
        kind: draw.one_of(&[
            ExceptionKind::Closed,
            ExceptionKind::Overtime,
            ExceptionKind::MakeUp,
            ExceptionKind::Holiday,
            ExceptionKind::Downtime,
        ]),
        machines: draw.maybe(Draw::machines),
        note: draw.maybe(Draw::text),
    }
}

fn suppliers(draw: &mut Draw) -> Supplier {
    Supplier {
        origin: at(Sheet::Suppliers),
        supplier: draw.code(),
        name: draw.maybe(Draw::text),
        lead_days: draw.maybe(Draw::days),
        calendar: draw.maybe(Draw::code),
        send_days: draw.maybe(Draw::weekdays),
    }
}

fn sales_orders(draw: &mut Draw) -> SalesOrderLine {
    SalesOrderLine {
        origin: at(Sheet::SalesOrders),
        order: draw.code(),
        line: draw.numbered(),
        schedule: draw.maybe(Draw::numbered),
        customer: draw.code(),
        item: draw.code(),
        quantity: draw.above_zero(),
        shipped: draw.maybe(Draw::recorded),
        order_date: draw.maybe(Draw::date),
        requested_date: draw.maybe(Draw::date),
        promise_date: draw.maybe(Draw::date),
        date_basis: draw.maybe(|draw| draw.one_of(&[DateBasis::Ship, DateBasis::Arrival])),
        ship_complete: draw.maybe(Draw::yes),
        partial_shipments: draw.maybe(Draw::yes),
        firmness: draw.maybe(|draw| draw.one_of(&[Firmness::Firm, Firmness::Forecast])),
        customer_order: draw.maybe(Draw::code),
        customer_part: draw.maybe(Draw::code),
        unit_price: draw.maybe(Draw::recorded),
        priority: draw.maybe(Draw::days),
    }
}

fn holds(draw: &mut Draw) -> Hold {
    Hold {
        origin: at(Sheet::Holds),
        order: Some(draw.code()),
        line: draw.maybe(Draw::numbered),
        work_order: draw.maybe(Draw::code),
        operation: draw.maybe(Draw::numbered),
        kind: draw.one_of(&[HoldKind::Credit, HoldKind::Drawing, HoldKind::Quality, HoldKind::Customer]),
        milestone: draw.maybe(|draw| {
            draw.one_of(&[Milestone::DrawingApproval, Milestone::Deposit, Milestone::SampleSignOff])
        }),
        owner: draw.maybe(Draw::text),
        expected_release: draw.maybe(Draw::date),
        released: draw.maybe(Draw::date),
        blocks: draw.maybe(|draw| draw.one_of(&[HoldBlocks::Start, HoldBlocks::Dispatch])),
    }
}

fn work_orders(draw: &mut Draw) -> WorkOrder {
    WorkOrder {
        origin: at(Sheet::WorkOrders),
        work_order: draw.code(),
        item: draw.code(),
        quantity: draw.above_zero(),
        order: draw.maybe(Draw::code),
        line: draw.maybe(Draw::numbered),
        started_quantity: draw.maybe(Draw::quantity),
        received: draw.maybe(Draw::recorded),
        due_date: draw.maybe(Draw::date),
        released: draw.maybe(Draw::date),
        status: draw.maybe(|draw| draw.one_of(&[WorkOrderStatus::Open, WorkOrderStatus::Closed])),
    }
}

fn progress(draw: &mut Draw) -> OperationProgress {
    let (started, finished) = draw.span(Draw::instant);
    OperationProgress {
        origin: at(Sheet::Progress),
        work_order: draw.code(),
        operation: draw.numbered(),
        good: draw.maybe(Draw::recorded),
        scrap: draw.maybe(Draw::recorded),
        rework: draw.maybe(Draw::recorded),
        rework_operation: draw.maybe(Draw::numbered),
        status: draw.maybe(|draw| {
            draw.one_of(&[
                OperationStatus::Waiting,
                OperationStatus::Running,
                OperationStatus::Paused,
                OperationStatus::Done,
                OperationStatus::Blocked,
            ])
        }),
        started,
        last_report: draw.maybe(Draw::instant),
        finished,
        work_centre: draw.maybe(Draw::code),
        sequence: draw.maybe(Draw::days),
        frozen: draw.maybe(Draw::yes),
    }
}

fn issues(draw: &mut Draw) -> MaterialIssue {
    MaterialIssue {
        origin: at(Sheet::Issues),
        work_order: draw.code(),
        item: draw.code(),
        quantity: draw.recorded(),
    }
}

fn purchase_orders(draw: &mut Draw) -> PurchaseOrderLine {
    PurchaseOrderLine {
        origin: at(Sheet::PurchaseOrders),
        purchase_order: draw.code(),
        line: draw.numbered(),
        supplier: draw.maybe(Draw::code),
        item: draw.code(),
        quantity: draw.above_zero(),
        received: draw.maybe(Draw::recorded),
        order_date: draw.maybe(Draw::date),
        confirmed_date: draw.maybe(Draw::date),
        received_date: draw.maybe(Draw::date),
        order: draw.maybe(Draw::code),
        sales_line: draw.maybe(Draw::numbered),
        work_order: draw.maybe(Draw::code),
        operation: draw.maybe(Draw::numbered),
    }
}

fn shipments(draw: &mut Draw) -> Shipment {
    Shipment {
        origin: at(Sheet::Shipments),
        order: draw.code(),
        line: draw.numbered(),
        customer: draw.maybe(Draw::code),
        item: draw.maybe(Draw::code),
        quantity: draw.maybe(Draw::above_zero),
        order_date: draw.maybe(Draw::date),
        requested_date: draw.maybe(Draw::date),
        promise_date: draw.maybe(Draw::date),
        shipped_date: draw.date(),
    }
}

fn production(draw: &mut Draw) -> ProductionRecord {
    let (one, other) = (draw.instant(), draw.instant());
    ProductionRecord {
        origin: at(Sheet::Production),
        work_order: draw.code(),
        item: draw.code(),
        operation: draw.numbered(),
        work_centre: draw.maybe(Draw::code),
        good: draw.maybe(Draw::recorded),
        scrap: draw.maybe(Draw::recorded),
        started: one.min(other),
        finished: one.max(other),
        planned_minutes: draw.maybe(Draw::minutes),
    }
}

/// A random document. Keys are unique, as import leaves them.
pub fn document(draw: &mut Draw) -> ShopDocument {
    ShopDocument {
        settings: settings(draw),
        customers: draw.keyed(customers, |row| row.customer.clone()),
        items: draw.keyed(items, |row| row.item.clone()),
        stock: draw.several(stock),
        boms: draw.keyed(boms, |row| (row.parent.clone(), row.component.clone(), row.operation.clone())),
        routings: draw.keyed(routings, |row| (row.item.clone(), row.operation.clone())),
        work_centres: draw.keyed(work_centres, |row| row.work_centre.clone()),
        shifts: draw.several(shifts),
        calendar_exceptions: draw.several(calendar_exceptions),
        suppliers: draw.keyed(suppliers, |row| row.supplier.clone()),
        sales_orders: draw
            .keyed(sales_orders, |row| (row.order.clone(), row.line.clone(), row.schedule.clone())),
        holds: draw.several(holds),
        work_orders: draw.keyed(work_orders, |row| row.work_order.clone()),
        progress: draw.keyed(progress, |row| (row.work_order.clone(), row.operation.clone())),
        issues: draw.several(issues),
        purchase_orders: draw.keyed(purchase_orders, |row| (row.purchase_order.clone(), row.line.clone())),
        shipments: draw.several(shipments),
        production: draw.several(production),
        ..ShopDocument::default()
    }
}

fn settings(draw: &mut Draw) -> Settings {
    Settings {
        plant: draw.maybe(Draw::text),
        zone: draw.maybe(|draw| draw.one_of(&["Asia/Shanghai", "Europe/Berlin"]).to_owned()),
        as_of: draw.maybe(Draw::instant),
        holidays: draw.maybe(|draw| draw.one_of(&[Holidays::Cn, Holidays::De, Holidays::None])),
        default_lead_days: draw.maybe(Draw::days),
        packing_minutes: draw.maybe(Draw::minutes),
        ship_days: draw.maybe(Draw::weekdays),
        ship_cutoff: draw.maybe(Draw::time),
        ship_calendar: draw.maybe(Draw::code),
        buffer_days: draw.maybe(Draw::days),
        wait_minutes: draw.maybe(Draw::minutes),
        move_minutes: draw.maybe(Draw::minutes),
        frozen_shifts: draw.maybe(Draw::machines),
    }
}
