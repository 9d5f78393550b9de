//! Everything that has a number or a name that people search for.

use crate::store::schema::master::{customer_parts, customers, items};
use crate::store::schema::sales::{quotes, sales_lines, sales_orders};
use crate::store::schema::supply::{dispatch_notes, purchase_orders};
use crate::store::schema::work::work_orders;
use crate::store::{Db, Failure};
use diesel::prelude::*;

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

/// All numbers and names of these kinds.
///
/// # Errors
///
/// What the database says.
pub fn searchable(db: &mut Db, plant_id: i64, kinds: &[&str]) -> Result<Vec<Named>, Failure> {
    let mut found = Vec::new();
    if kinds.contains(&"sales-order") {
        add_orders(db, plant_id, &mut found)?;
    }
    if kinds.contains(&"customer") {
        let rows: Vec<(String, Option<String>)> =
            db.all(customers::table.select((customers::code, customers::name)))?;
        for (code, name) in rows {
            found.extend(name.map(|text| Named { kind: "customer", key: code.clone(), text, by: "name" }));
            found.push(number("customer", code));
        }
    }
    if kinds.contains(&"item") {
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
    }
    let mut numbers = |kind: &'static str, rows: Vec<String>| {
        found.extend(rows.into_iter().map(|key| number(kind, key)));
    };
    if kinds.contains(&"quote") {
        numbers("quote", db.all(quotes::table.filter(quotes::plant_id.eq(plant_id)).select(quotes::number))?);
    }
    if kinds.contains(&"dispatch-note") {
        let of_plant = dispatch_notes::table.filter(dispatch_notes::plant_id.eq(plant_id));
        numbers("dispatch-note", db.all(of_plant.select(dispatch_notes::number))?);
    }
    if kinds.contains(&"work-order") {
        let of_plant = work_orders::table.filter(work_orders::plant_id.eq(plant_id));
        numbers("work-order", db.all(of_plant.select(work_orders::number))?);
    }
    if kinds.contains(&"purchase-order") {
        let of_plant = purchase_orders::table.filter(purchase_orders::plant_id.eq(plant_id));
        numbers("purchase-order", db.all(of_plant.select(purchase_orders::number))?);
    }
    Ok(found)
}

fn number(kind: &'static str, key: String) -> Named {
    Named { kind, text: key.clone(), key, by: "number" }
}

/// Orders by their number, the customer's number, and the customer's part numbers in them.
fn add_orders(db: &mut Db, plant_id: i64, found: &mut Vec<Named>) -> Result<(), Failure> {
    let of_plant = sales_orders::table.filter(sales_orders::plant_id.eq(plant_id));
    let rows: Vec<(String, Option<String>)> =
        db.all(of_plant.select((sales_orders::number, sales_orders::customer_order)))?;
    for (key, own) in rows {
        let by = "customer-order";
        found.extend(own.map(|text| Named { kind: "sales-order", key: key.clone(), text, by }));
        found.push(number("sales-order", key));
    }
    let of_plant = sales_lines::table.filter(sales_lines::plant_id.eq(plant_id));
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
