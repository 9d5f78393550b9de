//! The store's sheets: stock and purchase orders, for material and for outside work.
//!
//! Stock is counted, not remembered: what came in less what was handed out by the time of the snapshot.

use std::collections::BTreeMap;

use crate::clock::{DAY, Minute};
use crate::sheets::day;
use crate::story::Told;
use crate::supply::{Purchase, Supply};
use crate::table::{Cell, Table};

/// A quantity in thousandths as a cell.
pub fn thousandths(quantity: i64) -> Cell {
    let text = format!("{}.{:03}", quantity / 1000, quantity % 1000);
    Cell::Number(text.trim_end_matches('0').trim_end_matches('.').to_owned())
}

/// The number of a purchase order for material.
fn purchase_number(index: usize) -> String {
    format!("PO-{}", 70_001 + index)
}

/// `stock`: counted, with a few lots that are not free to use.
pub fn stock(told: &Told) -> Table {
    let mut table = Table::new("stock", "item|quantity|status|customer|reserved tier|expected release|lot");
    for (item, quantity) in usable(told) {
        if quantity > 0 {
            push(told, &mut table, item, thousandths(quantity), "usable", ["", "", "", ""]);
        }
    }
    for (index, purchase) in told.purchases.iter().enumerate() {
        for arrival in &purchase.arrivals {
            if told.past(arrival.at) && !told.past(arrival.usable) {
                let release = day(arrival.usable).text();
                let lot = purchase_number(index);
                let quantity = thousandths(arrival.quantity);
                push(told, &mut table, purchase.item, quantity, "inspection", ["", "", &release, &lot]);
            }
        }
    }
    let special = include_str!("../data/special_stock.csv");
    let special = Table::read("special stock", special).expect("the table of special stock is CSV");
    for row in 0..special.rows.len() {
        let text = |heading| special.text(row, heading);
        let item = told.shop.item(&text("item"));
        let quantity = Cell::read(&text("quantity"));
        let rest = [text("customer"), text("reserved tier"), text("expected release"), text("lot")];
        push(told, &mut table, item, quantity, &text("status"), rest.each_ref().map(String::as_str));
    }
    table
}

fn push(told: &Told, table: &mut Table, item: usize, quantity: Cell, status: &str, rest: [&str; 4]) {
    let mut row = vec![told.shop.items[item].code.as_str().into(), quantity, status.into()];
    row.extend(rest.map(Cell::read));
    table.push(row);
}

/// Usable stock per item, in thousandths.
fn usable(told: &Told) -> BTreeMap<usize, i64> {
    let mut stock = BTreeMap::new();
    for (index, item) in told.shop.items.iter().enumerate() {
        let opening = if item.source == "buy" { Supply::opening(told.shop, index) } else { 0 };
        stock.insert(index, opening);
    }
    let mut add = |item: usize, quantity: i64| *stock.entry(item).or_insert(0) += quantity;
    for purchase in told.purchases.iter().filter(|purchase| told.past(purchase.ordered)) {
        for arrival in purchase.arrivals.iter().filter(|arrival| told.past(arrival.usable)) {
            add(purchase.item, arrival.quantity);
        }
    }
    for (index, job) in told.jobs.iter().enumerate() {
        for material in job.materials.iter().filter(|material| told.begun(index, material.operation)) {
            if told.shop.items[material.item].source == "buy" {
                add(material.item, -material.quantity);
            }
        }
        if told.past(job.done()) && job.parent.is_some() {
            add(job.item, job.quantity * 1000);
        }
        for &(child, operation) in &job.children {
            if told.begun(index, operation) {
                add(told.jobs[child].item, -told.jobs[child].quantity * 1000);
            }
        }
    }
    for delivery in &told.deliveries {
        let line = &told.lines[delivery.line];
        if told.past(delivery.ready) && !told.past(delivery.shipped) {
            add(line.item, delivery.quantity * 1000);
        }
    }
    stock
}

/// `purchase orders`: all open ones, and those received in the last six months.
pub fn purchase_orders(told: &Told) -> Table {
    let mut table = Table::new(
        "purchase orders",
        "purchase order|line|supplier|item|quantity|received|order date|confirmed date|received date|order|\
         sales line|work order|operation",
    );
    for (index, purchase) in told.purchases.iter().enumerate() {
        if told.past(purchase.ordered) && wanted(told, last_arrival(purchase)) {
            push_purchase(told, &mut table, index, purchase);
        }
    }
    let mut outside = Vec::new();
    for (index, job) in told.jobs.iter().enumerate() {
        for (operation, run) in told.shop.items[job.item].operations.iter().zip(&job.runs) {
            if operation.kind == "outside" && told.past(run.start) && wanted(told, run.finish) {
                outside.push((run.start, index, operation, run));
            }
        }
    }
    outside.sort_by_key(|&(start, index, _, _)| (start, index));
    for (number, (start, index, operation, run)) in outside.into_iter().enumerate() {
        let job = &told.jobs[index];
        let line = &told.lines[job.line];
        let supplier = operation.supplier.map(|supplier| told.shop.suppliers[supplier].code.as_str());
        let back = told.past(run.finish);
        // What closed documents were for is history, and no longer on the other sheets.
        let listed = told.listed(index);
        table.push(vec![
            format!("PX-{}", 5001 + number).into(),
            10.into(),
            supplier.into(),
            told.shop.items[job.item].code.as_str().into(),
            job.started.into(),
            if back { job.started.into() } else { 0.into() },
            day(start),
            day(run.confirmed),
            if back { day(run.finish) } else { Cell::Empty },
            listed.then_some(line.order.as_str()).into(),
            listed.then_some(line.number).into(),
            listed.then(|| Told::work_order(index)).into(),
            listed.then_some(operation.number).into(),
        ]);
    }
    table
}

fn last_arrival(purchase: &Purchase) -> Minute {
    purchase.arrivals.iter().map(|arrival| arrival.at).max().unwrap_or(0)
}

fn wanted(told: &Told, received: Minute) -> bool {
    !told.past(received) || told.in_history(received)
}

fn push_purchase(told: &Told, table: &mut Table, index: usize, purchase: &Purchase) {
    let item = &told.shop.items[purchase.item];
    let supplier = item.supplier.map(|supplier| told.shop.suppliers[supplier].code.as_str());
    let came: Vec<_> = purchase.arrivals.iter().filter(|arrival| told.past(arrival.at)).collect();
    let received: i64 = came.iter().map(|arrival| arrival.quantity).sum();
    // A supplier that is weeks late has usually named a new date; most leave the old one standing.
    let late = told.now - purchase.confirmed;
    let renamed = received == 0 && late > 8 * DAY && index.is_multiple_of(3);
    let confirmed = if renamed { last_arrival(purchase) } else { purchase.confirmed };
    table.push(vec![
        purchase_number(index).into(),
        10.into(),
        supplier.into(),
        item.code.as_str().into(),
        thousandths(purchase.quantity),
        thousandths(received),
        day(purchase.ordered),
        day(confirmed),
        came.last().map(|arrival| crate::clock::date(arrival.at)).into(),
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
    ]);
}
