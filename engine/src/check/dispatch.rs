//! Lines leave when they are there, released and packed, on a day on which something leaves.

use super::Violation;
use super::demands::short;
use super::facts::Facts;
use super::release::hold_ends;
use super::supplies::available;
use crate::model::{Basis, Customer, HoldTarget, LineKey, SalesLine, ShipDays};
use crate::network::days_mask;
use crate::plan::LineDate;
use crate::problem::ProblemKind;
use crate::quantity::Qty;
use crate::time::{DAY, Instant};
use chrono::Datelike;
use std::collections::BTreeMap;

pub(super) fn check(facts: &Facts<'_>, found: &mut Vec<Violation>) {
    let dates: BTreeMap<&LineKey, &LineDate> = facts.plan.lines.iter().map(|d| (&d.key, d)).collect();
    for (key, sold) in &facts.shop.lines {
        if sold.quantity.less(sold.shipped).is_zero() {
            continue;
        }
        let named = facts.plan.problems.iter().any(|p| {
            matches!(&p.kind, ProblemKind::HorizonExhausted { line } if line == key) && p.lines.contains(key)
        });
        match dates.get(key) {
            Some(date) if date.is_dated() => line(facts, sold, date, &dates, found),
            _ if named => {}
            _ => found.push(Violation::LineLost { line: key.clone() }),
        }
    }
}

fn wrong(date: &LineDate, what: &'static str, planned: Instant, expected: Instant) -> Violation {
    Violation::WrongDate { line: date.key.clone(), what, planned, expected }
}

fn line(
    facts: &Facts<'_>,
    sold: &SalesLine,
    date: &LineDate,
    dates: &BTreeMap<&LineKey, &LineDate>,
    found: &mut Vec<Violation>,
) {
    let customer = facts.shop.customers.get(&sold.customer);
    let arrivals = arrivals(facts, &date.key);
    let ready = arrivals.iter().map(|a| a.0).max().unwrap_or(Instant::NEVER);
    if date.ready != ready {
        found.push(wrong(date, "is ready", date.ready, ready));
    }
    let free = date.ready.max(held_until(facts, &date.key));
    if date.released < free {
        found.push(wrong(date, "is released", date.released, free));
    }
    let packed = facts.clocks.plant().after(date.released, facts.shop.settings.packing);
    if date.packed != packed {
        found.push(wrong(date, "is packed", date.packed, packed));
    }
    leaves(facts, customer, date, (date.packed, date.ship, date.arrival), found);
    let met = if sold.basis == Basis::Ship { date.ship } else { date.arrival };
    let late = sold.promise.as_ref().map(|p| met - p.due);
    if date.late != late {
        let expected = sold.promise.as_ref().map_or(met, |p| p.due);
        found.push(wrong(date, "is compared with its promise", met, expected));
    }
    parts(facts, customer, date, &arrivals, found);
    if sold.ship_complete {
        together(facts, sold, date, dates, found);
    }
}

/// What leaves is packed first, leaves on a ship day at the cut-off, and arrives the transit later.
fn leaves(
    facts: &Facts<'_>,
    customer: Option<&Customer>,
    date: &LineDate,
    (packed, ship, arrival): (Instant, Instant, Instant),
    found: &mut Vec<Violation>,
) {
    let window = customer.and_then(|c| c.ship.as_ref()).or(facts.shop.settings.ship.as_ref());
    if ship < packed || (window.is_none() && ship != packed) {
        found.push(wrong(date, "leaves", ship, packed));
    }
    if window.is_some_and(|window| !is_window(facts, window, ship)) {
        found.push(Violation::NoShipDay { line: date.key.clone(), ship });
    }
    let transit = customer.map_or(0, |c| c.transit_days);
    let carrier = customer.and_then(|c| facts.clocks.calendar(c.carrier.as_ref()?));
    let expected = match carrier {
        Some(carrier) => carrier.days_after(ship, transit).unwrap_or(Instant::NEVER),
        None => ship + i64::from(transit) * DAY,
    };
    if arrival != expected {
        found.push(wrong(date, "arrives", arrival, expected));
    }
}

/// Whether goods leave at `at`: the carrier's weekday, the plant open on that date, at the cut-off.
fn is_window(facts: &Facts<'_>, window: &ShipDays, at: Instant) -> bool {
    let zone = facts.clocks.zone();
    // A cut-off in an hour that daylight saving skips may fall on the wall clock of another.
    let day = at.date(zone);
    let (midnight, next) = (Instant::start_of(day, zone), Instant::end_of(day, zone) + 1);
    let comes = window.weekdays.is_empty() || days_mask(&window.weekdays) & days_mask(&[day.weekday()]) != 0;
    let open = !facts.clocks.plant().open(midnight, next).is_empty();
    comes && open && Instant::from_local(day.and_time(window.cutoff), zone) == at
}

/// When which amounts of a line are there.
fn arrivals(facts: &Facts<'_>, key: &LineKey) -> Vec<(Instant, Qty)> {
    let Some(line) = facts.net.lines.iter().find(|l| l.key == *key) else { return Vec::new() };
    let pegs = facts.net.pegs_of(line.demand).iter().filter(|p| p.quantity.is_some());
    pegs.map(|p| (available(facts, p.supply), p.quantity)).collect()
}

/// Until when the dispatch of a line is held: what may not start may not leave either.
fn held_until(facts: &Facts<'_>, key: &LineKey) -> Instant {
    let holds = facts.shop.holds.values().filter(|hold| match &hold.target {
        HoldTarget::Order(order) => *order == key.order,
        HoldTarget::Line(order, line) => *order == key.order && *line == key.line,
        HoldTarget::WorkOrder(order, _) => {
            facts.shop.work_orders.get(order).is_some_and(|made| made.line.as_ref() == Some(key))
        }
    });
    holds.map(|hold| hold_ends(facts, hold)).max().unwrap_or(Instant(i64::MIN))
}

/// Parts add up to the line, and each leaves after it is there and may leave.
fn parts(
    facts: &Facts<'_>,
    customer: Option<&Customer>,
    date: &LineDate,
    arrivals: &[(Instant, Qty)],
    found: &mut Vec<Violation>,
) {
    let sold = &facts.shop.lines[&date.key];
    let whole = sold.quantity.less(sold.shipped).less(short(facts, &date.key, &mut Vec::new()));
    if date.parts.is_empty() {
        return;
    }
    let allowed = sold.partial.unwrap_or(customer.is_some_and(|c| c.partial)) && !sold.ship_complete;
    let sum: Qty = date.parts.iter().map(|p| p.quantity).sum();
    if sum != whole || !allowed {
        found.push(Violation::WrongParts { line: date.key.clone(), parts: sum, whole });
    }
    let mut gone = Qty::ZERO;
    for part in &date.parts {
        gone += part.quantity;
        let there: Qty = arrivals.iter().filter(|a| a.0 <= part.ready).map(|a| a.1).sum();
        if there < gone {
            found.push(Violation::WrongParts { line: date.key.clone(), parts: gone, whole: there });
        }
        let free = part.ready.max(held_until(facts, &date.key));
        let packed = facts.clocks.plant().after(free, facts.shop.settings.packing);
        leaves(facts, customer, date, (packed.min(part.ship), part.ship, part.arrival), found);
        if part.ship < packed {
            found.push(wrong(date, "sends a part", part.ship, packed));
        }
    }
    let last = date.parts.iter().map(|p| p.ship).max();
    if last != Some(date.ship) {
        found.push(wrong(date, "sends its last part", last.unwrap_or(date.ship), date.ship));
    }
}

/// Lines of an order that ships complete are released together and leave together.
fn together(
    facts: &Facts<'_>,
    sold: &SalesLine,
    date: &LineDate,
    dates: &BTreeMap<&LineKey, &LineDate>,
    found: &mut Vec<Violation>,
) {
    for (key, other) in
        facts.shop.lines.range(LineKey { order: date.key.order.clone(), line: 0, schedule: 0 }..)
    {
        if key.order != date.key.order {
            break;
        }
        let open = other.quantity.less(other.shipped).is_some();
        if !other.ship_complete || !open || other.customer != sold.customer {
            continue;
        }
        let ship = dates.get(key).map_or(Instant::NEVER, |d| d.ship);
        if ship != date.ship {
            found.push(Violation::NotTogether {
                line: date.key.clone(),
                ship: date.ship,
                other: key.clone(),
            });
        }
    }
}
