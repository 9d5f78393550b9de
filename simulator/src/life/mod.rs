//! People who keep a shop going that somebody else has set up: its work orders, its suppliers, its promises. They read
//! the lists that the server gives and act over HTTP on the clock that is moved by hand, as the players of a world do.
//!
//! Owns what they do and when, and how long things really take: by the hidden habits of a world. They never read the
//! database and never write but as people would. The same seed on the same shop does the same.

mod customers;
mod floor;
mod goods;

use crate::chance::{Dice, Luck, Stream};
use crate::player::client::{Client, PlayError, Refusal, text};
use crate::world::{Station, Supplier, World};
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Plant hours between two looks at what comes and goes.
const GOODS_EVERY_HOURS: i64 = 1;
/// The farthest that the clock is moved at once: nobody sleeps through a shift.
const LONGEST_STEP: TimeDelta = TimeDelta::hours(2);

/// What has been done so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Reports from the floor.
    pub reports: u32,
    /// Purchase orders for what the plan needs.
    pub purchases: u32,
    /// Receipts of what was ordered.
    pub receipts: u32,
    /// Lots inspected.
    pub inspections: u32,
    /// Dispatch notes that left.
    pub dispatched: u32,
    /// Orders that customers gave.
    pub orders: u32,
    /// Work orders made of what the plan proposed.
    pub confirmed: u32,
    /// What the server refused, by its names, and how often.
    pub refused: BTreeMap<String, u32>,
}

/// The people of a shop.
pub struct Life {
    client: Client,
    dice: Dice,
    world: World,
    now: DateTime<Utc>,
    centers: Vec<String>,
    customers: Vec<String>,
    runs: BTreeMap<floor::Key, floor::Run>,
    goods_at: Option<DateTime<Utc>>,
    next_order: Option<DateTime<Utc>>,
    asked: u64,
    tally: Tally,
}

/// How fast plant time goes, as the server says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Plant time.
    pub now: DateTime<Utc>,
    /// Whether it stands.
    pub paused: bool,
    /// Plant seconds for one second.
    pub speed: f64,
}

impl Life {
    /// People with the habits of `world` at the server at `address`, signed in by a token's secret.
    ///
    /// # Errors
    ///
    /// The server does not answer, or does not let them in.
    pub fn new(address: &str, token: &str, world: World, seed: u64) -> Result<Self, PlayError> {
        let mut client = Client::new(address, token)?;
        let clock = client.must("clock", Method::GET, "/clock", &Value::Null)?;
        let centers = codes(&mut client, "/work-centers?limit=200")?;
        let customers = codes(&mut client, "/customers?limit=200")?;
        Ok(Self {
            dice: Dice::new(seed),
            now: instant(&clock, "now")?,
            client,
            world,
            centers,
            customers,
            runs: BTreeMap::new(),
            goods_at: None,
            next_order: None,
            asked: 0,
            tally: Tally::default(),
        })
    }

    /// What has been done so far.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Moves the plant's clock to `to` and does what is to be done by then.
    ///
    /// # Errors
    ///
    /// The server does not answer. Refusals are counted and nothing else.
    pub fn step(&mut self, to: DateTime<Utc>) -> Result<(), PlayError> {
        self.now = to;
        self.settle()?;
        self.floor()?;
        if self.goods_at.is_none_or(|at| to >= at + TimeDelta::hours(GOODS_EVERY_HOURS)) {
            self.goods_at = Some(to);
            self.settle()?;
            self.goods()?;
            self.settle()?;
            self.customers()?;
        }
        Ok(())
    }

    /// Moves the clock to now. Answers when the server has planned with everything that it was told: so the same people
    /// see the same lists, however fast the machine is.
    fn settle(&mut self) -> Result<(), PlayError> {
        self.client.must("clock", Method::PUT, "/clock", &json!({ "now": self.now })).map(drop)
    }

    /// Lives until `ended` says so, at the pace that the server's demo has. What fails is tried again with the next
    /// look; `tell` hears of it.
    pub fn live(&mut self, every: Duration, ended: &dyn Fn() -> bool, tell: &dyn Fn(&PlayError)) {
        let mut looked = Instant::now();
        while !ended() {
            let since = looked.elapsed();
            looked = Instant::now();
            let done = self.pace().and_then(|pace| {
                let plant = TimeDelta::milliseconds((since.as_secs_f64() * pace.speed * 1e3) as i64);
                if pace.paused { Ok(()) } else { self.step(pace.now + plant.min(LONGEST_STEP)) }
            });
            if let Err(error) = done
                && !ended()
            {
                tell(&error);
            }
            std::thread::park_timeout(every.saturating_sub(looked.elapsed()));
        }
    }

    /// How fast plant time goes.
    ///
    /// # Errors
    ///
    /// The server does not answer. One that is no demo stands.
    pub fn pace(&mut self) -> Result<Pace, PlayError> {
        let clock = self.client.must("pace", Method::GET, "/clock", &Value::Null)?;
        let (now, said) = (instant(&clock, "now")?, &clock["demo"]);
        let speed = said["speed"].as_f64().unwrap_or(0.0);
        Ok(Pace { now, paused: said["paused"].as_bool().unwrap_or(true), speed })
    }

    /// Sends what may be refused; answers what came of it.
    fn act(&mut self, kind: &'static str, path: &str, body: &Value) -> Result<Option<Value>, PlayError> {
        match self.client.ask(kind, Method::POST, path, body)? {
            Ok(answer) => Ok(Some(answer)),
            Err(refusal) => {
                self.count(kind, &refusal);
                Ok(None)
            }
        }
    }

    fn count(&mut self, kind: &str, refusal: &Refusal) {
        *self.tally.refused.entry(format!("{kind}: {}", refusal.code)).or_default() += 1;
    }

    fn get(&mut self, kind: &'static str, path: &str) -> Result<Value, PlayError> {
        self.client.must(kind, Method::GET, path, &Value::Null)
    }

    /// Numbers for these words.
    fn luck(&self, luck: Luck, words: &[&str]) -> Stream {
        self.dice.throw(luck, [hash(words), 0])
    }

    /// A name for these words that no other words have.
    fn id(&self, words: &[&str]) -> Uuid {
        let seed = self.dice.throw(Luck::Content, [0, 0]).below(usize::MAX) as u64;
        Uuid::from_u64_pair(hash(words) ^ seed, hash(&[&words.concat(), "id"]))
    }

    fn station(&self, code: &str) -> Option<&Station> {
        self.world.stations.iter().find(|station| station.code == code)
    }

    fn supplier(&self, code: &str) -> Option<&Supplier> {
        self.world.suppliers.iter().find(|supplier| supplier.code == code)
    }
}

/// FNV-1a over words that are told apart.
fn hash(words: &[&str]) -> u64 {
    let bytes = words.iter().flat_map(|word| word.bytes().chain([0x1f]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn codes(client: &mut Client, path: &str) -> Result<Vec<String>, PlayError> {
    let list = client.must("plant", Method::GET, path, &Value::Null)?;
    let rows = list["items"].as_array().into_iter().flatten();
    rows.map(|row| text(path, row, "code")).collect()
}

fn instant(answer: &Value, field: &'static str) -> Result<DateTime<Utc>, PlayError> {
    let told = text("an instant", answer, field)?;
    told.parse().map_err(|_| PlayError::Unreadable {
        what: "an instant".to_owned(),
        field,
        answer: answer.to_string(),
    })
}

/// An amount, as the API writes it.
fn amount(value: &Value) -> f64 {
    value.as_str().and_then(|text| text.parse().ok()).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_and_amounts_are_read_as_they_are_written() {
        assert_eq!(hash(&["a", "b"]), hash(&["a", "b"]));
        assert_ne!(hash(&["a", "b"]), hash(&["ab"]));
        assert!((amount(&json!("12.5")) - 12.5).abs() < 1e-9);
        assert!(amount(&Value::Null).abs() < 1e-9);
        assert_eq!(
            instant(&json!({ "now": "2026-03-09T00:00:00Z" }), "now").expect("an instant").timestamp(),
            1_773_014_400
        );
        assert!(instant(&json!({ "now": "soon" }), "now").is_err());
    }
}
