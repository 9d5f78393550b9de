//! The story as the sheets of a workbook, sheet by sheet in the workbook's order.
//!
//! What the office knows about its book stands here; the floor's and the store's sheets have modules of their
//! own.

use crate::clock::{self, DAY, Minute};
use crate::story::Told;
use crate::table::{Cell, Table};
use crate::{floor_sheets, holds, store_sheets};

/// All sheets, in the workbook's order.
pub fn sheets(told: &Told, plant: &str) -> Vec<Table> {
    let tables = &told.shop.tables;
    vec![
        settings(told, plant),
        tables.customers.without(&["name zh", "weight"]),
        tables.items.without(&["description zh", "sold"]),
        store_sheets::stock(told),
        tables.boms.clone(),
        tables.routings.clone(),
        work_centres(told),
        tables.calendars.clone(),
        tables.exceptions.clone(),
        tables.suppliers.without(&["name zh", "late share", "late days"]),
        sales_orders(told),
        holds::holds(told),
        floor_sheets::work_orders(told),
        floor_sheets::progress(told),
        floor_sheets::issues(told),
        store_sheets::purchase_orders(told),
        shipments(told),
        floor_sheets::production(told),
    ]
}

fn settings(told: &Told, plant: &str) -> Table {
    let mut table = Table::new("settings", "key|value");
    let as_of = Cell::from(clock::instant(told.now));
    let rows: [(&str, Cell); 13] = [
        ("plant", plant.into()),
        ("zone", "Asia/Shanghai".into()),
        ("as of", as_of),
        ("holidays", "CN".into()),
        ("default lead days", 20.into()),
        ("packing minutes", 60.into()),
        ("ship days", "Mon-Fri".into()),
        ("ship cutoff", "16:00".into()),
        ("ship calendar", "one-shift".into()),
        ("buffer days", 1.into()),
        ("wait minutes", 120.into()),
        ("move minutes", 60.into()),
        ("frozen shifts", 2.into()),
    ];
    for (key, value) in rows {
        table.push(vec![key.into(), value]);
    }
    table
}

/// The work centres with the time of their last report: the latest thing that happened there.
fn work_centres(told: &Told) -> Table {
    let mut table = told.shop.tables.centres.without(&["name zh"]);
    let column = table.column("last report");
    for centre in 0..told.shop.centres.len() {
        let mut last = 0;
        for job in &told.jobs {
            for (operation, run) in told.shop.items[job.item].operations.iter().zip(&job.runs) {
                if operation.centre == Some(centre) && told.past(run.finish) {
                    last = last.max(run.finish);
                }
            }
        }
        table.rows[centre][column] = clock::instant(last).into();
    }
    table
}

/// A day as a cell.
pub fn day(minute: Minute) -> Cell {
    clock::date(minute).into()
}

/// Yes or no as a cell.
pub fn yes_no(yes: bool) -> Cell {
    if yes { "yes".into() } else { "no".into() }
}

fn sales_orders(told: &Told) -> Table {
    let mut table = Table::new(
        "sales orders",
        "order|line|schedule|customer|item|quantity|shipped|order date|requested date|promise date|date basis|\
         ship complete|partial shipments|firmness|customer order|customer part|unit price|priority",
    );
    for index in told.open_lines() {
        let line = &told.lines[index];
        let customer = &told.shop.customers[line.customer];
        let item = &told.shop.items[line.item];
        let shipped = told.shipped(index);
        let key: i64 = line.order.trim_start_matches("SO-").parse().unwrap_or(0);
        let urgent = key % 29 == 0;
        table.push(vec![
            line.order.as_str().into(),
            line.number.into(),
            line.schedule.into(),
            customer.code.as_str().into(),
            item.code.as_str().into(),
            line.quantity.into(),
            (shipped > 0).then_some(shipped).into(),
            day(line.ordered),
            day(line.requested),
            line.promise.map(clock::date).into(),
            if line.arrival { "arrival".into() } else { "ship".into() },
            yes_no(line.ship_complete),
            yes_no(customer.partial && !line.ship_complete),
            if line.forecast { "forecast".into() } else { "firm".into() },
            customer_order(&customer.code, key).into(),
            customer_part(&customer.code, &item.code).into(),
            unit_price(&item.group, line.item),
            urgent.then_some(1).into(),
        ]);
    }
    table
}

fn customer_order(customer: &str, key: i64) -> String {
    match customer.as_bytes()[4] % 3 {
        0 => format!("45{:08}", key * 7919 % 100_000_000),
        1 => format!("PO/2026/{:04}", key % 10_000),
        _ => format!("B{}-{}", key * 13 % 1000, key % 100),
    }
}

fn customer_part(customer: &str, item: &str) -> String {
    let digits: String = item.chars().filter(char::is_ascii_digit).collect();
    match customer.as_bytes()[4] % 3 {
        0 => format!("{}.{}.00", &digits[..2], &digits[2..]),
        1 => format!("M{digits}A"),
        _ => String::new(),
    }
}

/// A price in the plant's currency with one decimal: by group, a little apart within it.
fn unit_price(group: &str, item: usize) -> Cell {
    let base = match group {
        "assembly" => 2400,
        "sub-assembly" => 420,
        "valve body" | "housing" => 780,
        "shaft" | "spool" => 260,
        _ => 85,
    };
    Cell::Number(format!("{}.5", base + base / 20 * (item as i64 % 7)))
}

fn shipments(told: &Told) -> Table {
    let mut table = Table::new(
        "shipments",
        "order|line|customer|item|quantity|order date|requested date|promise date|shipped date",
    );
    let mut past: Vec<_> = told.deliveries.iter().filter(|d| told.in_history(d.shipped)).collect();
    past.sort_by_key(|delivery| (delivery.shipped, delivery.line));
    for delivery in past {
        let line = &told.lines[delivery.line];
        let transit = crate::shipping::transit(told.shop, line);
        // History compares shipping days, so dates of arrival are turned into the days that goods had to
        // leave.
        let leaves = |date: Minute| clock::date(date - transit + DAY / 2);
        table.push(vec![
            line.order.as_str().into(),
            line.number.into(),
            told.shop.customers[line.customer].code.as_str().into(),
            told.shop.items[line.item].code.as_str().into(),
            delivery.quantity.into(),
            day(line.ordered),
            leaves(line.requested).into(),
            line.promise.map(leaves).into(),
            day(delivery.shipped),
        ]);
    }
    table
}
