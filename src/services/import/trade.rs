//! Rows of sales orders, holds, purchase orders and stock. What the shop itself has recorded stays: promises,
//! what was shipped and received, balances of lots that are known.

use crate::document::{self, ShopDocument};
use crate::domain::promise::PromiseKind;
use crate::domain::sales::{LineId, LineStatus, OrderStatus};
use crate::domain::stage::Stage;
use crate::domain::value::{Amount, Day};
use crate::services::{Tx, stage, stock};
use crate::store::purchasing::{self, NewPurchaseDate, PurchaseLine, PurchaseOrder, PurchaseStatus};
use crate::store::sales::{self, NewHold, NewPromise, SalesLine, SalesOrder};
use crate::store::{Failure, Json, stock as lots};
use std::collections::{BTreeMap, BTreeSet};

/// Writes sales order lines and holds, then derives the orders' stages.
pub(super) fn orders(tx: &mut Tx<'_>, written: &ShopDocument) -> Result<(), Failure> {
    let mut orders = BTreeSet::new();
    for row in &written.sales_orders {
        line(tx, row)?;
        orders.insert(row.order.as_str());
    }
    for row in &written.holds {
        let hold = NewHold {
            plant_id: tx.plant.id,
            order_no: row.order.clone(),
            line: row.line.clone(),
            work_order: row.work_order.clone(),
            operation: row.operation.clone(),
            kind: row.kind,
            milestone: row.milestone,
            owner: row.owner.clone(),
            expected_release: row.expected_release.and_then(Day::new),
            released: row.released.and_then(Day::new),
            blocks: row.blocks,
            note: None,
            placed_at: tx.now,
            placed_by: tx.actor.name.clone(),
        };
        sales::insert_hold(tx.db, &hold)?;
    }
    for order in orders {
        close_or_go_on(tx, order)?;
        stage::settle_found(tx, order)?;
    }
    Ok(())
}

fn line(tx: &mut Tx<'_>, row: &document::SalesOrderLine) -> Result<(), Failure> {
    let schedule = row.schedule.clone().unwrap_or_default();
    let id = LineId::new(&row.order, &row.line, &schedule);
    let stored = sales::sales_line(tx.db, tx.plant.id, &id)?;
    match sales::sales_order(tx.db, tx.plant.id, &row.order)? {
        Some(order) => {
            sales::update_order(tx.db, &SalesOrder { version: order.version + 1, ..order })?;
        }
        None => sales::insert_order(tx.db, &head(tx, row))?,
    }
    let (quantity, shipped) =
        (Amount::rounded(row.quantity), Amount::rounded(row.shipped.unwrap_or_default()));
    let line = SalesLine {
        plant_id: tx.plant.id,
        order_no: row.order.clone(),
        line: row.line.clone(),
        schedule: schedule.clone(),
        item: row.item.clone(),
        quantity,
        shipped,
        order_date: row.order_date.and_then(Day::new),
        requested_date: row.requested_date.and_then(Day::new),
        date_basis: row.date_basis,
        ship_complete: row.ship_complete,
        partial_shipments: row.partial_shipments,
        firmness: row.firmness,
        customer_order: row.customer_order.clone(),
        customer_part: row.customer_part.clone(),
        unit_price: row.unit_price.map(Amount::rounded),
        priority: row.priority.map(i64::from),
        status: status(shipped, quantity),
        promise_date: None,
        promise_id: None,
        stage: Stage::Entered,
        stage_since: tx.now,
    };
    if let Some(stored) = stored {
        // A line that is over here is not among the rows to be written.
        let SalesLine { shipped, promise_date, promise_id, stage, stage_since, .. } = stored;
        let status = status(shipped, quantity);
        let line = SalesLine { shipped, status, promise_date, promise_id, stage, stage_since, ..line };
        sales::update_line(tx.db, &line)?;
        return if status == LineStatus::Closed { stock::release(tx, &id) } else { Ok(()) };
    }
    sales::insert_line(tx.db, &line)?;
    match row.promise_date.and_then(Day::new) {
        Some(date) => inherit(tx, &line, date),
        None => Ok(()),
    }
}

/// A line of which all has left is closed.
fn status(shipped: Amount, quantity: Amount) -> LineStatus {
    if shipped >= quantity { LineStatus::Closed } else { LineStatus::Open }
}

/// An order is closed when none of its lines is open, and confirmed again when a file adds one.
fn close_or_go_on(tx: &mut Tx<'_>, order: &str) -> Result<(), Failure> {
    let Some(order) = sales::sales_order(tx.db, tx.plant.id, order)? else { return Ok(()) };
    let lines = sales::lines_of(tx.db, tx.plant.id, &order.number)?;
    let is_open = lines.iter().any(|line| line.status == LineStatus::Open);
    let status = match order.status {
        OrderStatus::Closed if is_open => OrderStatus::Confirmed,
        OrderStatus::Confirmed if !is_open => OrderStatus::Closed,
        other => other,
    };
    if status == order.status {
        return Ok(());
    }
    sales::update_order(tx.db, &SalesOrder { status, ..order })
}

fn head(tx: &Tx<'_>, row: &document::SalesOrderLine) -> SalesOrder {
    SalesOrder {
        plant_id: tx.plant.id,
        number: row.order.clone(),
        customer: row.customer.clone(),
        customer_order: None,
        owner: None,
        // What another system calls an order is one: nobody reviews it again.
        status: OrderStatus::Confirmed,
        note: None,
        version: 1,
        created_at: tx.now,
        created_by: tx.actor.name.clone(),
    }
}

/// Stores a promise that was made before this system was there.
fn inherit(tx: &mut Tx<'_>, line: &SalesLine, date: Day) -> Result<(), Failure> {
    let promise = NewPromise {
        plant_id: tx.plant.id,
        order_no: line.order_no.clone(),
        line: line.line.clone(),
        schedule: line.schedule.clone(),
        date: Some(date),
        kind: PromiseKind::Inherited,
        percentile: None,
        reason_code: None,
        note: None,
        caused_by: None,
        made_at: tx.now,
        made_by: tx.actor.name.clone(),
        protected: Json::of(&[(); 0]),
        pegs: Json::of(&[(); 0]),
        consequences: Json::of(&[(); 0]),
        ours: Json::default(),
        snapshot: Json::default(),
    };
    sales::insert_promise(tx.db, &promise)?;
    Ok(())
}

/// Writes purchase order lines.
pub(super) fn purchases(tx: &mut Tx<'_>, written: &ShopDocument) -> Result<(), Failure> {
    for (place, row) in written.purchase_orders.iter().enumerate() {
        let stored = purchasing::line(tx.db, tx.plant.id, &row.purchase_order, &row.line)?;
        match purchasing::order(tx.db, tx.plant.id, &row.purchase_order)? {
            Some(order) => {
                purchasing::set_order(tx.db, &PurchaseOrder { version: order.version + 1, ..order })?;
            }
            None => purchasing::insert_order(tx.db, &purchase_head(tx, row))?,
        }
        let line = PurchaseLine {
            plant_id: tx.plant.id,
            order_no: row.purchase_order.clone(),
            line: row.line.clone(),
            position: place as i64 + 1,
            supplier: row.supplier.clone(),
            item: row.item.clone(),
            quantity: Amount::rounded(row.quantity),
            received: Amount::rounded(row.received.unwrap_or_default()),
            order_date: row.order_date.and_then(Day::new),
            confirmed_date: row.confirmed_date.and_then(Day::new),
            received_date: row.received_date.and_then(Day::new),
            sales_order: row.order.clone(),
            sales_line: row.sales_line.clone(),
            work_order: row.work_order.clone(),
            operation: row.operation.clone(),
            closed: false,
        };
        let before = stored.as_ref().and_then(|stored| stored.confirmed_date);
        let line = match stored {
            Some(PurchaseLine { position, received, received_date, closed, .. }) => {
                PurchaseLine { position, received, received_date, closed, ..line }
            }
            None => line,
        };
        purchasing::put_line(tx.db, &line)?;
        if line.confirmed_date != before {
            note_date(tx, &line)?;
        }
    }
    Ok(())
}

fn purchase_head(tx: &Tx<'_>, row: &document::PurchaseOrderLine) -> PurchaseOrder {
    PurchaseOrder {
        plant_id: tx.plant.id,
        number: row.purchase_order.clone(),
        status: PurchaseStatus::Open,
        note: None,
        version: 1,
        created_at: tx.now,
        created_by: tx.actor.name.clone(),
    }
}

fn note_date(tx: &mut Tx<'_>, line: &PurchaseLine) -> Result<(), Failure> {
    let date = NewPurchaseDate {
        plant_id: tx.plant.id,
        order_no: line.order_no.clone(),
        line: line.line.clone(),
        confirmed_date: line.confirmed_date,
        reason: None,
        note: None,
        at: tx.now,
        actor: tx.actor.name.clone(),
    };
    purchasing::append_date(tx.db, &date)
}

/// Opens the lots of the file that are not known yet. Known ones keep their balance: movements made it.
pub(super) fn open_lots(tx: &mut Tx<'_>, written: &ShopDocument, file: &ShopDocument) -> Result<(), Failure> {
    if written.stock.is_empty() {
        return Ok(());
    }
    let known: BTreeMap<String, lots::Lot> =
        lots::lots(tx.db, tx.plant.id, true)?.into_iter().map(|lot| (lot.lot_key.clone(), lot)).collect();
    let keys = stock::import_keys(&file.stock);
    let rows: Vec<document::StockLot> = (file.stock.iter().zip(keys))
        .map(|(row, key)| match known.get(&key).filter(|lot| lot.item == row.item) {
            Some(lot) => lot.as_written(row.origin.row),
            None => row.clone(),
        })
        .collect();
    stock::import_lots(tx, &rows)?;
    Ok(())
}
