//! Customers, who ask for dates and mostly take them, and the planner, who releases the work that follows.

use super::Life;
use crate::chance::Luck;
use crate::player::client::{PlayError, text};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

/// One in so many goes elsewhere.
const ELSEWHERE: f64 = 0.25;
/// Pieces that are asked for at least, and by how many more.
const PIECES: (u64, usize) = (5, 30);
/// Work is released so long before it is to begin.
const AHEAD: TimeDelta = TimeDelta::days(2);

impl Life {
    /// Customers who have come by now ask, and what is to begin soon is released.
    pub(super) fn customers(&mut self) -> Result<(), PlayError> {
        let next = self.next_order.unwrap_or_else(|| self.now + self.pause());
        self.next_order = Some(next);
        if next <= self.now {
            self.asked += 1;
            self.next_order = Some(self.now + self.pause());
            self.ask()?;
            self.settle()?;
        }
        self.release()
    }

    /// Time until another one comes.
    fn pause(&self) -> TimeDelta {
        let mut luck = self.luck(Luck::Arrival, &[&self.asked.to_string(), &self.now.to_rfc3339()]);
        let hours = luck.exponential() / self.world.orders_an_hour().max(1e-3);
        TimeDelta::minutes((60.0 * hours) as i64)
    }

    fn ask(&mut self) -> Result<(), PlayError> {
        let mut luck = self.luck(Luck::Content, &[&self.asked.to_string(), &self.now.to_rfc3339()]);
        let products = &self.world.products.list;
        if products.is_empty() || self.customers.is_empty() {
            return Ok(());
        }
        let item = products[luck.below(products.len())].code.clone();
        let customer = self.customers[luck.below(self.customers.len())].clone();
        let pieces = (PIECES.0 + luck.below(PIECES.1) as u64).to_string();
        let elsewhere = luck.happens(ELSEWHERE);
        let body = json!({ "customer": customer, "lines": [{ "item": item, "quantity": pieces }] });
        let Some(quote) = self.act("quote", "/quotes", &body)? else { return Ok(()) };
        if elsewhere {
            return Ok(());
        }
        let number = text("POST /quotes", &quote, "number")?;
        let taken = self.act("accept", &format!("/quotes/{number}/accept"), &json!({}))?;
        self.tally.orders += u32::from(taken.is_some());
        Ok(())
    }

    /// Makes work orders of what the plan proposes for customers' orders, once it is to begin.
    fn release(&mut self) -> Result<(), PlayError> {
        let proposals = self.get("proposals", "/proposals")?;
        let until = self.now + AHEAD;
        let due = |row: &&Value| {
            let start: Option<DateTime<Utc>> = row["start"].as_str().and_then(|text| text.parse().ok());
            row["line"]["order"].is_string() && start.is_some_and(|start| start <= until)
        };
        let rows = proposals["items"].as_array().into_iter().flatten().filter(due);
        let keys: Vec<Value> = rows.map(|row| json!({ "key": row["key"] })).collect();
        if keys.is_empty() {
            return Ok(());
        }
        let count = keys.len() as u32;
        if self.act("confirm", "/proposals/confirm", &json!({ "proposals": keys }))?.is_some() {
            self.tally.confirmed += count;
        }
        Ok(())
    }
}
