//! Keys of what chance is drawn for: the same from quote to order, and from plan to plan.
//!
//! A line is named by itself, or by the quote that it came from: then what was told of the quote and what is recorded
//! with the order are drawn alike. What is made for a line is keyed by the line, the item and its number among the jobs of that item for that
//! line. Netting meets one line's needs of one item together, so the item stands for the path through the bill of
//! materials. A work order that was made for a line takes the luck of the proposal that it was made from.

use super::random::Key;
use crate::model::{LineKey, Shop};
use crate::network::{Job, Network};
use std::collections::BTreeMap;

/// Key of a line's luck: its own name's, or that of the quote that it came from.
pub(crate) fn luck_key(shop: &Shop, line: &LineKey) -> Key {
    line_key(shop.lucks.get(line).unwrap_or(line))
}

fn line_key(line: &LineKey) -> Key {
    Key::new(1).text(&line.order).number(u64::from(line.line)).number(u64::from(line.schedule))
}

/// Key of the `nth` job that makes `item` for the line of `line`.
pub(crate) fn proposal_key(line: Key, item: &str, nth: u32) -> Key {
    line.text(item).number(u64::from(nth))
}

/// Key of an operation of a job, by its number.
#[inline]
pub(crate) fn operation_key(job: Key, number: u32) -> u64 {
    job.number(u64::from(number)).value()
}

/// The keys of all jobs of a network.
pub(super) fn job_keys(shop: &Shop, network: &Network) -> Vec<Key> {
    let lines: Vec<Key> = network.lines.iter().map(|line| luck_key(shop, &line.key)).collect();
    // How many work orders there are already of an item for a line.
    let mut made: BTreeMap<(&LineKey, u32), u32> = BTreeMap::new();
    let mut key = |job: &Job| {
        let item = &network.items[job.item as usize];
        if let Some(number) = &job.work_order {
            let Some(line) = shop.work_orders.get(number).and_then(|order| order.line.as_ref()) else {
                return Key::new(2).text(number);
            };
            let nth = made.entry((line, job.item)).or_insert(0);
            *nth += 1;
            return proposal_key(luck_key(shop, line), item, *nth - 1);
        }
        let line = network.lines.get(job.line as usize);
        let Some(line) = line else { return proposal_key(Key::new(3), item, job.nth) };
        let before = made.get(&(&line.key, job.item)).copied().unwrap_or(0);
        proposal_key(lines[job.line as usize], item, job.nth + before)
    };
    network.jobs.iter().map(&mut key).collect()
}
