//! The plant as the server is told about it: calendars, stations, customers, suppliers, products.
//!
//! Tells planned times only. What is hidden in a world never passes through here.

use super::client::{Client, PlayError};
use crate::order::Order;
use crate::shop::Shop;
use crate::world::World;
use reqwest::Method;
use serde_json::{Value, json};

/// The calendar that everything follows.
const CALENDAR: &str = "WORK";
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Code of a customer.
pub fn customer(index: usize) -> String {
    format!("C-{}", index + 1)
}

/// Code of what is made for an order: a product of the catalogue, or a part of its own.
pub fn item(order: &Order) -> String {
    order.product.map_or_else(
        || format!("PART-{:06}", order.number + 1),
        |product| format!("PRODUCT-{:03}", product + 1),
    )
}

/// Code of a purchased part of an order: each item has its own from each supplier.
pub fn part(order: &Order, place: usize) -> String {
    format!("{}-B{}", item(order), place + 1)
}

/// Number of an operation.
pub fn operation(index: usize) -> String {
    ((index + 1) * 10).to_string()
}

/// Enters what there is before the first order: settings, calendar, stations, customers, suppliers.
pub(super) fn furnish(client: &mut Client, world: &World) -> Result<(), PlayError> {
    let put = |client: &mut Client, path: &str, body: Value| {
        client.must("plant", Method::PUT, path, &body).map(drop)
    };
    let shifts = &world.shifts;
    let weekdays: Vec<&str> = shifts
        .weekdays
        .iter()
        .filter_map(|day| DAYS.get(usize::from(*day).wrapping_sub(1)).copied())
        .collect();
    let shift = json!({ "weekdays": weekdays, "from_time": clock(shifts.from_hour), "to_time": clock(shifts.to_hour) });
    put(client, &format!("/calendars/{CALENDAR}"), json!({ "shifts": [shift] }))?;
    put(client, "/settings", settings(world))?;
    for station in &world.stations {
        let body = json!({ "calendar": CALENDAR, "machines": station.machines, "name": station.code });
        put(client, &format!("/work-centers/{}", station.code), body)?;
    }
    for index in 0..world.customers.count {
        let body = json!({ "name": format!("Customer {}", index + 1), "tier": "A" });
        put(client, &format!("/customers/{}", customer(index)), body)?;
    }
    for supplier in &world.suppliers {
        let body = json!({ "name": supplier.code, "lead_days": supplier.lead_days.ceil() as u32 });
        put(client, &format!("/suppliers/{}", supplier.code), body)?;
    }
    Ok(())
}

/// Goods leave as soon as they are ready, so that a promise is judged by the work alone. A tier's policy is the 95th
/// percentile without buffer: what the server adds would be its own.
fn settings(world: &World) -> Value {
    let tier = json!({ "percentile": 95, "buffer_days": 0, "round_to_ship_days": false });
    json!({
        "sheet": {
            "plant": world.name, "zone": "UTC", "ship_days": DAYS, "ship_cutoff": "23:59", "packing_minutes": "0",
            "move_minutes": "0", "buffer_days": 0, "frozen_shifts": 0, "wait_minutes": "0",
        },
        "policies": { "tiers": { "A": tier, "B": tier, "C": tier } },
    })
}

/// Enters what is made for an order: item, purchased parts, routing with planned times.
pub(super) fn enter_item(client: &mut Client, shop: &Shop, order: &Order) -> Result<(), PlayError> {
    let code = item(order);
    let world = shop.world();
    let made = json!({ "description": "Simulated part", "unit": "pieces", "source": "make" });
    client.must("items", Method::PUT, &format!("/items/{code}"), &made)?;
    let operations: Vec<Value> = order
        .stations
        .iter()
        .zip(order.planned.iter())
        .enumerate()
        .map(|(index, (station, hours))| {
            json!({
                "operation": operation(index), "work_centre": world.stations[*station].code,
                "run_minutes": format!("{:.3}", hours * 60.0), "run_basis": "lot",
            })
        })
        .collect();
    client.must(
        "items",
        Method::PUT,
        &format!("/items/{code}/routing"),
        &json!({ "operations": operations }),
    )?;
    if order.parts.is_empty() {
        return Ok(());
    }
    let mut lines = Vec::new();
    for (place, index) in order.parts.iter().enumerate() {
        let supplier = &world.suppliers[*index];
        let bought = json!({
            "description": "Simulated purchase", "unit": "pieces", "source": "buy", "supplier": supplier.code,
            "lead_days": supplier.lead_days.ceil() as u32,
        });
        client.must("items", Method::PUT, &format!("/items/{}", part(order, place)), &bought)?;
        lines
            .push(json!({ "component": part(order, place), "quantity_per": "1", "operation": operation(0) }));
    }
    client.must("items", Method::PUT, &format!("/items/{code}/bom"), &json!({ "lines": lines })).map(drop)
}

/// An hour of the day as the server reads it; midnight at the end is the next day's beginning.
fn clock(hour: f64) -> String {
    let minutes = (hour * 60.0).round() as u32 % 1_440;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shift_until_midnight_ends_where_the_day_begins() {
        assert_eq!([clock(6.0), clock(22.5), clock(24.0)], ["06:00", "22:30", "00:00"]);
    }
}
