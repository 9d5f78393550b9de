//! Dispatch in the story: what leaves when, and whether that is when it was promised.

use std::collections::BTreeMap;

use crate::book::Line;
use crate::catalogue::Catalogue;
use crate::clock::{DAY, Minute};
use crate::floor::Job;

/// Pieces of a line that leave together.
#[derive(Debug, Clone, Copy)]
pub struct Delivery {
    /// Index of the line.
    pub line: usize,
    /// When they are finished.
    pub ready: Minute,
    /// When they leave.
    pub shipped: Minute,
    /// Pieces.
    pub quantity: i64,
}

const PACKING: Minute = 60;
const CUTOFF: Minute = 16 * 60;
/// Customers take goods this much before the day that they asked for.
const EARLY: Minute = 4 * DAY;

/// All deliveries of firm lines, in the order of the lines.
pub fn deliveries(shop: &Catalogue, lines: &[Line], jobs: &[Job]) -> Vec<Delivery> {
    let mut lots: BTreeMap<usize, Vec<(Minute, i64)>> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| line.from_stock) {
        lots.entry(index).or_default().push((line.release, line.quantity));
    }
    for job in jobs.iter().filter(|job| job.parent.is_none()) {
        lots.entry(job.line).or_default().push((job.done(), job.quantity));
    }
    let mut whole_order: BTreeMap<&str, Minute> = BTreeMap::new();
    for (&line, lots) in &lots {
        let ready = whole_order.entry(lines[line].order.as_str()).or_default();
        *ready = lots.iter().map(|lot| lot.0).max().unwrap_or(0).max(*ready);
    }
    let mut out = Vec::new();
    for (&index, lots) in &lots {
        let line = &lines[index];
        let whole_line = lots.iter().map(|lot| lot.0).max().unwrap_or(0);
        for &(done, quantity) in lots {
            let ready = if line.ship_complete {
                whole_order[line.order.as_str()]
            } else if shop.customers[line.customer].partial {
                done
            } else {
                whole_line
            };
            let wanted = line.requested - transit(shop, line) - EARLY;
            let shipped = window(shop, line, (ready + PACKING).max(wanted));
            out.push(Delivery { line: index, ready: done, shipped, quantity });
        }
    }
    out
}

/// Minutes between shipping and the day of the line's dates.
pub fn transit(shop: &Catalogue, line: &Line) -> Minute {
    if line.arrival { shop.customers[line.customer].transit_days * DAY } else { 0 }
}

/// Whether goods that leave at `shipped` keep the line's promise; `None` without a promise.
pub fn keeps(shop: &Catalogue, line: &Line, shipped: Minute) -> Option<bool> {
    line.promise.map(|promise| shipped < promise - transit(shop, line) + DAY)
}

fn window(shop: &Catalogue, line: &Line, from: Minute) -> Minute {
    let days = &shop.customers[line.customer].ship_days;
    let mut day = from.div_euclid(DAY);
    loop {
        let open = shop.clock.worked("one-shift", day * DAY, (day + 1) * DAY) > 0;
        let carrier = days.is_empty() || days.contains(&crate::clock::weekday(day * DAY));
        if open && carrier && from <= day * DAY + CUTOFF {
            return day * DAY + CUTOFF;
        }
        day += 1;
    }
}
