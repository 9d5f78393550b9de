//! When holds end: the customer's own lateness, drawn given that nothing has come yet.

use super::deliveries::lateness;
use super::random::{Key, Luck, Source};
use crate::chance::Spread;
use crate::model::{Code, HoldTarget, LineKey, Shop};
use crate::network::Network;

/// A hold that the customer may end sooner or later than expected.
#[derive(Debug)]
pub(super) struct LateHold<'a> {
    pub(super) hold: u32,
    key: u64,
    spread: &'a Spread,
    /// The instant from which lateness is counted.
    base: i64,
}

impl LateHold<'_> {
    /// When it ends.
    pub(super) fn draw(&self, luck: Luck, now: i64) -> i64 {
        lateness(luck.draw(Source::Customer, self.key), self.spread, self.base, now)
    }
}

/// The holds in which the customer has a say.
pub(super) fn late_holds<'a>(shop: &'a Shop, network: &Network) -> Vec<LateHold<'a>> {
    let mut found = Vec::new();
    for (index, node) in network.holds.iter().enumerate().filter(|(_, node)| node.kind.is_customers()) {
        let Some(hold) = shop.holds.get(&node.key) else { continue };
        let customer = customer_of(shop, &hold.target);
        let spread = &shop.chances.customers.of(customer).spread;
        if !spread.is_none() {
            let base = hold.expected.map_or(node.until, |at| at.0);
            let key = Key::new(8).text(&node.key).value();
            found.push(LateHold { hold: index as u32, key, spread, base });
        }
    }
    found
}

/// Whose hold it is.
fn customer_of<'a>(shop: &'a Shop, target: &HoldTarget) -> Option<&'a Code> {
    let line = match target {
        HoldTarget::Order(order) => {
            shop.lines.range(LineKey { order: order.clone(), line: 0, schedule: 0 }..).next()
        }
        HoldTarget::Line(order, line) => {
            let key = LineKey { order: order.clone(), line: *line, schedule: 0 };
            shop.lines.range(key..).next()
        }
        HoldTarget::WorkOrder(number, _) => {
            shop.work_orders.get(number)?.line.as_ref().and_then(|line| shop.lines.get_key_value(line))
        }
    };
    line.map(|(_, line)| &line.customer)
}

/// Which holds keep which lines from leaving: `(line, hold)`, sorted.
pub(crate) fn holds_of_lines(shop: &Shop, network: &Network) -> Vec<(u32, u32)> {
    let mut found = Vec::new();
    for (hold, node) in network.holds.iter().enumerate() {
        let Some(target) = shop.holds.get(&node.key).map(|hold| &hold.target) else { continue };
        let mut lines = |order: &Code, line: Option<u32>| {
            let first = network.lines.partition_point(|l| l.key.order < *order);
            let all = network.lines[first..].iter().take_while(|l| l.key.order == *order);
            let mine = (first as u32..).zip(all).filter(|(_, l)| line.is_none_or(|line| l.key.line == line));
            found.extend(mine.map(|(index, _)| (index, hold as u32)));
        };
        match target {
            HoldTarget::Order(order) => lines(order, None),
            HoldTarget::Line(order, line) => lines(order, Some(*line)),
            HoldTarget::WorkOrder(number, _) => {
                let line = shop.work_orders.get(number).and_then(|order| order.line.as_ref());
                let index = line.and_then(|line| network.line_index(line));
                found.extend(index.map(|index| (index, hold as u32)));
            }
        }
    }
    found.sort_unstable();
    found
}
