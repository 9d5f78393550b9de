//! What the seller hears: alerts about promises, and how many messages were written.

use super::Player;
use super::client::PlayError;
use crate::hours::hours_at;
use crate::shop::Shop;
use chrono::{DateTime, Utc};
use reqwest::Method;
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;

/// Rules about promises in danger.
const RULES: [&str; 2] = ["promise-at-risk", "promise-will-be-missed"];
/// Alerts that stand, and those that are over.
const STATES: [&str; 2] = ["", "&state=resolved"];
/// How often the server is asked whether it has looked at the newest odds, and how long it is left alone between.
const LOOKS: u32 = 100;
const BETWEEN: Duration = Duration::from_millis(100);

impl Player {
    /// The odds below which the server warns of a promise first.
    pub(crate) fn threshold(&mut self) -> Result<f64, PlayError> {
        let path = format!("/rules/{}", RULES[0]);
        let rule = self.client.must("rules", Method::GET, &path, &Value::Null)?;
        let said = rule["params"]["probability"].as_f64();
        said.ok_or_else(|| PlayError::Unreadable { what: path, field: "params", answer: rule.to_string() })
    }

    /// Waits until the server's rules have seen what happened until now.
    pub(crate) fn have_looked(&mut self, shop: &Shop) -> Result<(), PlayError> {
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
        Ok(())
    }

    /// The orders of whose danger the seller was ever told, with when that was first, in hours since the world's start.
    pub(crate) fn told_of(&mut self, shop: &Shop) -> Result<BTreeMap<u64, f64>, PlayError> {
        let mut told: BTreeMap<u64, f64> = BTreeMap::new();
        for (rule, state) in RULES.into_iter().flat_map(|rule| STATES.map(|state| (rule, state))) {
            for alert in self.all("alerts", &format!("/alerts?rule={rule}&limit=200{state}"))? {
                let order = alert["facts"]["order"].as_str().and_then(|order| self.sold.get(order)).copied();
                let Some(order) = order else { continue };
                // What did not last was opened, and told to nobody.
                let one = self.client.must(
                    "alerts",
                    Method::GET,
                    &format!("/alerts/{}", alert["id"]),
                    &Value::Null,
                )?;
                let tellings = one["told"].as_array().into_iter().flatten();
                let at = tellings.filter_map(|telling| telling["at"].as_str()?.parse::<DateTime<Utc>>().ok());
                if let Some(first) = at.min() {
                    let first = hours_at(shop.world().start, first);
                    told.entry(order).and_modify(|known| *known = known.min(first)).or_insert(first);
                }
            }
        }
        Ok(told)
    }

    /// How many messages were written to the seller so far, and how many of them are digests.
    pub(crate) fn messages(&mut self) -> Result<[u64; 2], PlayError> {
        let all = self.all("outbox", "/outbox?limit=200")?;
        let digests = all.iter().filter(|message| message["template"] == "digest").count();
        Ok([all.len() as u64, digests as u64])
    }

    /// All items of a list that comes in pages.
    fn all(&mut self, what: &'static str, path: &str) -> Result<Vec<Value>, PlayError> {
        let (mut items, mut after) = (Vec::new(), String::new());
        loop {
            let mut page = self.client.must(what, Method::GET, &format!("{path}{after}"), &Value::Null)?;
            if let Value::Array(some) = page["items"].take() {
                items.extend(some);
            }
            after = match &page["next"] {
                Value::Null => return Ok(items),
                Value::String(next) => format!("&cursor={next}"),
                next => format!("&cursor={next}"),
            };
        }
    }
}
