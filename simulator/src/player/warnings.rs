//! What the seller hears: alerts about promises, and how many messages were written.

use super::Player;
use super::client::PlayError;
use crate::shop::Shop;
use reqwest::Method;
use serde_json::Value;
use std::collections::BTreeSet;
use std::time::Duration;

/// Rules about promises in danger.
const RULES: [&str; 2] = ["promise-at-risk", "promise-will-be-missed"];
/// How often the server is asked whether it has looked at the newest odds, and how long it is left alone between.
const LOOKS: u32 = 100;
const BETWEEN: Duration = Duration::from_millis(100);

impl Player {
    /// The orders of whose danger the seller has been told, once the server has seen what happened until now.
    pub(crate) fn warned_of(&mut self, shop: &Shop) -> Result<BTreeSet<u64>, PlayError> {
        self.arrive(shop)?;
        self.set_clock(shop)?;
        for _ in 0..LOOKS {
            let board = self.client.must("board", Method::GET, "/board?limit=1", &Value::Null)?;
            if board["odds"]["as_of"]["position"] == board["as_of"]["position"] {
                break;
            }
            std::thread::sleep(BETWEEN);
        }
        // The rules come after the odds.
        std::thread::sleep(2 * BETWEEN);
        let mut found = BTreeSet::new();
        for rule in RULES {
            let mut after = String::new();
            loop {
                let path = format!("/alerts?rule={rule}&limit=200{after}");
                let page = self.client.must("alerts", Method::GET, &path, &Value::Null)?;
                let alerts = page["items"].as_array().into_iter().flatten();
                let told = alerts.filter(|alert| alert["opened_at"].is_string());
                let orders = told.filter_map(|alert| alert["facts"]["order"].as_str());
                found.extend(orders.filter_map(|order| self.numbers.get(order)));
                match page["next"].as_i64() {
                    Some(next) => after = format!("&cursor={next}"),
                    None => break,
                }
            }
        }
        Ok(found)
    }

    /// How many messages were written to the seller so far.
    pub(crate) fn messages(&mut self) -> Result<u64, PlayError> {
        let (mut count, mut after) = (0, String::new());
        loop {
            let path = format!("/outbox?limit=200{after}");
            let page = self.client.must("outbox", Method::GET, &path, &Value::Null)?;
            count += page["items"].as_array().map_or(0, Vec::len) as u64;
            match page["next"].as_str() {
                Some(next) => after = format!("&cursor={next}"),
                None => return Ok(count),
            }
        }
    }
}
