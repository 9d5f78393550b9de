//! Everything that has a number or a name that people search for. What is in hand is read whole, so that slips can
//! be forgiven; of what is over, which grows for ever, only what has the sought letters in their order.

use crate::document::WorkOrderStatus;
use crate::domain::sales::{LineStatus, OrderStatus, QuoteStatus};
use crate::store::dispatch::NoteStatus;
use crate::store::purchasing::PurchaseStatus;
use crate::store::schema::master::{customer_parts, customers, items};
use crate::store::schema::sales::{quotes, sales_lines, sales_orders};
use crate::store::schema::supply::{dispatch_notes, purchase_orders};
use crate::store::schema::work::work_orders;
use crate::store::{Db, Failure};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

/// Something that can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// What it is.
    pub kind: &'static str,
    /// Its number or code.
    pub key: String,
    /// What it is found by.
    pub text: String,
    /// What that is: `number`, `name`, `customer-order`, `customer-part`.
    pub by: &'static str,
}

/// What is over: what it is, what it is found by, its key and that text, its table, and how it is told from what
/// is in hand.
const OVER: [(&str, &str, &str, &str, &str, &str); 8] = [
    ("sales-order", "number", "number", "number", "sales_orders", "status IN ('cancelled', 'closed')"),
    (
        "sales-order",
        "customer-order",
        "number",
        "customer_order",
        "sales_orders",
        "status IN ('cancelled', 'closed')",
    ),
    ("sales-order", "customer-order", "order_no", "customer_order", "sales_lines", "status <> 'open'"),
    ("sales-order", "customer-part", "order_no", "customer_part", "sales_lines", "status <> 'open'"),
    ("quote", "number", "number", "number", "quotes", "status NOT IN ('offered', 'held')"),
    ("dispatch-note", "number", "number", "number", "dispatch_notes", "status NOT IN ('draft', 'packed')"),
    ("work-order", "number", "number", "number", "work_orders", "status <> 'open'"),
    ("purchase-order", "number", "number", "number", "purchase_orders", "status <> 'open'"),
];

/// Of what is over, so many of a kind at most: those with the fewest letters besides, the last numbers first.
const MOST: i64 = 200;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    key: String,
    #[diesel(sql_type = Text)]
    text: String,
}

/// Numbers and names of these kinds: all of what is in hand, and what is over where the pattern of `LIKE` fits its
/// text in capitals.
///
/// # Errors
///
/// What the database says.
pub fn searchable(db: &mut Db, plant_id: i64, kinds: &[&str], pattern: &str) -> Result<Vec<Named>, Failure> {
    let mut found = Vec::new();
    if kinds.contains(&"customer") {
        let rows: Vec<(String, Option<String>)> =
            db.all(customers::table.select((customers::code, customers::name)))?;
        for (code, name) in rows {
            found.extend(name.map(|text| Named { kind: "customer", key: code.clone(), text, by: "name" }));
            found.push(number("customer", code));
        }
    }
    if kinds.contains(&"item") {
        add_items(db, &mut found)?;
    }
    add_open(db, plant_id, kinds, &mut found)?;
    for (kind, by, key, text, table, over) in OVER {
        if kinds.contains(&kind) {
            let sql = format!(
                "SELECT {key} AS key, {text} AS text FROM {table} WHERE plant_id = $1 AND {over} \
                 AND upper({text}) LIKE $2 ESCAPE '!' ORDER BY length({text}), {key} DESC LIMIT $3"
            );
            let rows: Vec<Row> = crate::on!(db, connection => diesel::sql_query(sql)
                .bind::<BigInt, _>(plant_id)
                .bind::<Text, _>(pattern)
                .bind::<BigInt, _>(MOST)
                .load(connection)?);
            found.extend(rows.into_iter().map(|Row { key, text }| Named { kind, key, text, by }));
        }
    }
    Ok(found)
}

fn number(kind: &'static str, key: String) -> Named {
    Named { kind, text: key.clone(), key, by: "number" }
}

/// Items by code, description, and what customers call them.
fn add_items(db: &mut Db, found: &mut Vec<Named>) -> Result<(), Failure> {
    let rows: Vec<(String, Option<String>)> =
        db.all(items::table.select((items::code, items::description)))?;
    for (code, name) in rows {
        found.extend(name.map(|text| Named { kind: "item", key: code.clone(), text, by: "name" }));
        found.push(number("item", code));
    }
    let rows: Vec<(String, String)> =
        db.all(customer_parts::table.select((customer_parts::item, customer_parts::part)))?;
    let parts = rows.into_iter();
    found.extend(parts.map(|(key, text)| Named { kind: "item", key, text, by: "customer-part" }));
    Ok(())
}

/// The documents in hand.
fn add_open(db: &mut Db, plant_id: i64, kinds: &[&str], found: &mut Vec<Named>) -> Result<(), Failure> {
    if kinds.contains(&"sales-order") {
        add_orders(db, plant_id, found)?;
    }
    let mut numbers = |kind: &'static str, rows: Vec<String>| {
        found.extend(rows.into_iter().map(|key| number(kind, key)));
    };
    if kinds.contains(&"quote") {
        let open = quotes::status.eq_any([QuoteStatus::Offered, QuoteStatus::Held]);
        let of_plant = quotes::table.filter(quotes::plant_id.eq(plant_id).and(open));
        numbers("quote", db.all(of_plant.select(quotes::number))?);
    }
    if kinds.contains(&"dispatch-note") {
        let open = dispatch_notes::status.eq_any([NoteStatus::Draft, NoteStatus::Packed]);
        let of_plant = dispatch_notes::table.filter(dispatch_notes::plant_id.eq(plant_id).and(open));
        numbers("dispatch-note", db.all(of_plant.select(dispatch_notes::number))?);
    }
    if kinds.contains(&"work-order") {
        let open = work_orders::status.eq(WorkOrderStatus::Open);
        let of_plant = work_orders::table.filter(work_orders::plant_id.eq(plant_id).and(open));
        numbers("work-order", db.all(of_plant.select(work_orders::number))?);
    }
    if kinds.contains(&"purchase-order") {
        let open = purchase_orders::status.eq(PurchaseStatus::Open);
        let of_plant = purchase_orders::table.filter(purchase_orders::plant_id.eq(plant_id).and(open));
        numbers("purchase-order", db.all(of_plant.select(purchase_orders::number))?);
    }
    Ok(())
}

/// Orders by their number, the customer's number, and the customer's part numbers in them.
fn add_orders(db: &mut Db, plant_id: i64, found: &mut Vec<Named>) -> Result<(), Failure> {
    let open =
        sales_orders::status.eq_any([OrderStatus::Entered, OrderStatus::InReview, OrderStatus::Confirmed]);
    let of_plant = sales_orders::table.filter(sales_orders::plant_id.eq(plant_id).and(open));
    let rows: Vec<(String, Option<String>)> =
        db.all(of_plant.select((sales_orders::number, sales_orders::customer_order)))?;
    for (key, own) in rows {
        let by = "customer-order";
        found.extend(own.map(|text| Named { kind: "sales-order", key: key.clone(), text, by }));
        found.push(number("sales-order", key));
    }
    let open = sales_lines::status.eq(LineStatus::Open);
    let of_plant = sales_lines::table.filter(sales_lines::plant_id.eq(plant_id).and(open));
    let columns = (sales_lines::order_no, sales_lines::customer_part, sales_lines::customer_order);
    let rows: Vec<(String, Option<String>, Option<String>)> = db.all(
        of_plant
            .filter(sales_lines::customer_part.is_not_null().or(sales_lines::customer_order.is_not_null()))
            .select(columns),
    )?;
    for (key, part, own) in rows {
        let named = |text, by| Named { kind: "sales-order", key: key.clone(), text, by };
        found.extend(part.map(|text| named(text, "customer-part")));
        found.extend(own.map(|text| named(text, "customer-order")));
    }
    Ok(())
}
