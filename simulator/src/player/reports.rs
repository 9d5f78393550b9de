//! What operators report: each beginning and end, some late, some never.
//!
//! Owns the reports that are due and not yet sent. The last operation of an order is always reported: somebody has to
//! ship it.

use super::Player;
use super::client::{PlayError, text};
use super::plant;
use crate::chance::{Dice, Luck};
use crate::hours::moment;
use crate::order::Order;
use crate::shop::Shop;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

/// Reports that one request carries at most.
const BATCH: usize = 200;

/// A report that somebody will make.
#[derive(Clone, Debug, PartialEq)]
struct Note {
    order: u64,
    operation: usize,
    ends: bool,
    at: f64,
    due: f64,
}

/// Reports that were not made yet.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    notes: Vec<Note>,
    sent: u64,
}

impl Outbox {
    /// An operation began.
    pub(super) fn begun(&mut self, shop: &Shop, dice: Dice, order: &Order, operation: usize) {
        self.note(shop, dice, order, operation, false);
    }

    /// An operation ended.
    pub(super) fn ended(&mut self, shop: &Shop, dice: Dice, order: &Order, operation: usize) {
        self.note(shop, dice, order, operation, true);
    }

    /// Whether something of an order is still to be reported.
    pub(super) fn has(&self, order: u64) -> bool {
        self.notes.iter().any(|note| note.order == order)
    }

    fn note(&mut self, shop: &Shop, dice: Dice, order: &Order, operation: usize, ends: bool) {
        let floor = &shop.world().floor;
        let last = operation + 1 == order.stations.len();
        let mut luck = dice.throw(Luck::Report, [order.number, operation as u64]);
        if luck.happens(floor.lost_reports) && !last {
            return;
        }
        // Whoever forgets the beginning remembers it with the end: both are drawn apart.
        let mut luck =
            dice.throw(Luck::Report, [order.number, 1_000 + 2 * operation as u64 + u64::from(ends)]);
        let late = if luck.happens(floor.late_reports) { floor.late_hours * luck.exponential() } else { 0.0 };
        let at = shop.now();
        self.notes.push(Note { order: order.number, operation, ends, at, due: at + late });
    }

    /// Takes out what is due, in the order in which it happened. The end of an operation takes its beginning along.
    fn due(&mut self, now: f64) -> Vec<Note> {
        let ends: Vec<(u64, usize)> = self
            .notes
            .iter()
            .filter(|note| note.ends && note.due <= now)
            .map(|note| (note.order, note.operation))
            .collect();
        let is_due = |note: &Note| note.due <= now || ends.contains(&(note.order, note.operation));
        let (mut due, left): (Vec<Note>, Vec<Note>) = self.notes.drain(..).partition(is_due);
        self.notes = left;
        due.sort_by(|one, other| one.at.total_cmp(&other.at).then(other.ends.cmp(&one.ends)));
        due
    }
}

impl Player {
    /// Sends the reports that are due by the server's clock. Whatever happened since it was last moved is due at the
    /// earliest when it is moved again, so that no report lies ahead of it.
    pub(super) fn report(&mut self, shop: &Shop) -> Result<(), PlayError> {
        let due = self.outbox.due(self.clock);
        if due.is_empty() {
            return Ok(());
        }
        if due.iter().any(|note| self.unplanned.contains(&note.order)) {
            self.set_clock_again(shop)?;
            self.confirm(shop)?;
        }
        let mut bodies = Vec::with_capacity(due.len());
        for note in &due {
            self.outbox.sent += 1;
            let Some(work_order) = self.named.get(&note.order).and_then(|named| named.work_order.clone())
            else {
                *self.refused.entry("report: no work order".to_owned()).or_default() += 1;
                continue;
            };
            let mut body = json!({
                "id": Uuid::from_u64_pair(0x5151_0000_0000_4000, 0x8000_0000_0000_0000 | self.outbox.sent),
                "work_order": work_order, "operation": plant::operation(note.operation),
                "kind": if note.ends { "finish" } else { "start" },
                "at": moment(shop.world().start, note.at),
            });
            if note.ends {
                body["good"] = json!("1");
            }
            bodies.push(body);
        }
        for some in bodies.chunks(BATCH) {
            let answer =
                self.client.must("reports", Method::POST, "/reports/batch", &json!({ "reports": some }))?;
            for item in answer["items"].as_array().into_iter().flatten() {
                if !item["refused"].is_null() {
                    let code = text("POST /reports/batch", &item["refused"], "code")?;
                    *self.refused.entry(format!("report: {code}")).or_default() += 1;
                }
            }
        }
        Ok(())
    }

    /// Has the server plan again without moving its clock.
    fn set_clock_again(&mut self, shop: &Shop) -> Result<(), PlayError> {
        let now = moment(shop.world().start, self.clock);
        let body: Value = json!({ "now": now });
        self.client.must("clock", Method::PUT, "/clock", &body).map(drop)
    }
}
