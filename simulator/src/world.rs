//! Worlds: data files that say what the simulated factory is really like.
//!
//! Owns the file's fields, their limits and the worlds that come with the program. What is marked *hidden* is never
//! told to the server; it can only learn it from what is reported.

use crate::faults::Rule;
use crate::hours::{Hours, Shifts};
pub use crate::product::{Product, Step};
use crate::words::Language;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Worlds that come with the program, by name.
const OWN: [(&str, &str); 7] = [
    ("jobshop", include_str!("../worlds/jobshop.json")),
    ("jobshop80", include_str!("../worlds/jobshop80.json")),
    ("jobshop-entry", include_str!("../worlds/jobshop-entry.json")),
    ("precision", include_str!("../worlds/precision.json")),
    ("drift", include_str!("../worlds/drift.json")),
    ("supplier", include_str!("../worlds/supplier.json")),
    ("newcomer", include_str!("../worlds/newcomer.json")),
];

/// A simulated factory with its customers and suppliers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct World {
    /// Its name.
    pub name: String,
    /// What it is for, in a sentence.
    pub about: String,
    /// Plant time at which it begins.
    pub start: DateTime<Utc>,
    /// Days that are played before promises count: the shop fills, and the server gathers its record.
    pub warm_up_days: f64,
    /// Whether the server sees the warm-up, or gets a shop in full work of which it knows nothing.
    pub history: bool,
    /// When all stations work.
    pub shifts: Shifts,
    /// Its stations.
    pub stations: Vec<Station>,
    /// What is made.
    pub products: Products,
    /// Utilisation of the stations by the orders that come, above 0 and below 1.
    pub load: f64,
    /// Who buys.
    #[serde(default)]
    pub customers: Customers,
    /// Who delivers; empty where nothing is bought.
    #[serde(default)]
    pub suppliers: Vec<Supplier>,
    /// How the floor works.
    #[serde(default)]
    pub floor: Floor,
    /// What becomes otherwise; absent where habits stay.
    #[serde(default)]
    pub drift: Option<Drift>,
}

/// Interchangeable machines behind one queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Station {
    /// Its code, for people and for the server.
    pub code: String,
    /// How many machines.
    #[serde(default = "one")]
    pub machines: usize,
    /// *Hidden.* Mean of real time over planned time.
    #[serde(default = "unit")]
    pub ratio: f64,
    /// *Hidden.* Coefficient of variation of real time over planned time.
    pub variation: f64,
    /// *Hidden.* Working hours between failures, exponential; absent where nothing fails.
    #[serde(default)]
    pub hours_between_failures: Option<f64>,
    /// *Hidden.* Mean working hours of a repair, exponential.
    #[serde(default)]
    pub repair_hours: f64,
}

/// What is made: listed, or drawn.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Products {
    /// Products as they are; then nothing is drawn and the other fields are left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub list: Vec<Product>,
    /// How many different ones; 0: no two orders are alike.
    pub count: usize,
    /// Least operations of one.
    pub shortest: usize,
    /// Most operations, at most the number of stations: none is visited twice.
    pub longest: usize,
    /// Mean planned hours of an operation.
    pub mean_hours: f64,
    /// Planned times above so many means are drawn again.
    pub truncate_at: f64,
    /// Purchased parts that each needs before its first operation, each from another supplier.
    pub parts: usize,
}

/// Who buys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Customers {
    /// How many.
    pub count: usize,
    /// *Hidden.* Mean days that they are willing to wait, lognormal; absent: they take any date.
    #[serde(default)]
    pub patience_days: Option<f64>,
    /// *Hidden.* Its coefficient of variation.
    #[serde(default)]
    pub patience_variation: f64,
}

impl Default for Customers {
    fn default() -> Self {
        Self { count: 5, patience_days: None, patience_variation: 0.0 }
    }
}

/// Who delivers a purchased part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supplier {
    /// Its code.
    pub code: String,
    /// Days from order to the date that it confirms.
    pub lead_days: f64,
    /// *Hidden.* How often the confirmed date is kept.
    pub on_time: f64,
    /// *Hidden.* Mean days late when it is not, lognormal.
    pub late_days: f64,
    /// *Hidden.* Coefficient of variation of that.
    pub late_variation: f64,
}

/// How the floor works.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floor {
    /// In which sequence.
    pub sequence: Sequence,
    /// *Hidden.* How often the first of the sequence is taken; else any of those that wait.
    pub adherence: f64,
    /// *Hidden.* How often a report comes late.
    pub late_reports: f64,
    /// *Hidden.* Mean hours by which it is late, exponential.
    pub late_hours: f64,
    /// *Hidden.* How often an operation is never reported on. The last one always is: somebody has to ship.
    pub lost_reports: f64,
}

impl Default for Floor {
    fn default() -> Self {
        Self {
            sequence: Sequence::List,
            adherence: 1.0,
            late_reports: 0.0,
            late_hours: 0.0,
            lost_reports: 0.0,
        }
    }
}

/// In which sequence ready work is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sequence {
    /// As the server's dispatch list says; without a server the nearest promise first.
    List,
    /// The order that was entered first, first.
    Entry,
    /// What came to the station first, first.
    Queue,
}

/// Habits that change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drift {
    /// When, as a share of the months that count.
    pub after: f64,
    /// What the stations' ratios are multiplied by, in their order.
    pub ratios: Vec<f64>,
    /// What the suppliers' days late are multiplied by, in their order.
    #[serde(default)]
    pub late_days: Vec<f64>,
}

fn one() -> usize {
    1
}

fn unit() -> f64 {
    1.0
}

/// Why a world cannot be played.
#[derive(Debug, thiserror::Error)]
pub enum WorldError {
    /// Neither a name nor a file.
    #[error("There is no world {name}: neither a file nor one of {known}.")]
    Unknown {
        /// What was asked for.
        name: String,
        /// The names of those that come with the program.
        known: String,
    },
    /// The file breaks a rule of worlds.
    #[error("{world}: {}", why.of(Language::En))]
    Breaks {
        /// Name or path.
        world: String,
        /// Which rule.
        why: Rule,
    },
    /// The file can't be read, or is no description of a world.
    #[error("{world}: {why}")]
    Wrong {
        /// Name or path.
        world: String,
        /// What is wrong.
        why: String,
    },
}

impl World {
    /// Names of the worlds that come with the program.
    pub fn names() -> Vec<&'static str> {
        OWN.iter().map(|(name, _)| *name).collect()
    }

    /// The world of that name, or the one in that file.
    ///
    /// # Errors
    ///
    /// There is none, or its file is wrong.
    pub fn find(name: &str) -> Result<Self, WorldError> {
        if let Some((_, text)) = OWN.iter().find(|(own, _)| *own == name) {
            return Self::parse(name, text);
        }
        if !Path::new(name).exists() {
            return Err(WorldError::Unknown { name: name.to_owned(), known: Self::names().join(", ") });
        }
        let text = std::fs::read_to_string(name)
            .map_err(|error| WorldError::Wrong { world: name.to_owned(), why: error.to_string() })?;
        Self::parse(name, &text)
    }

    /// The world that a file's text describes.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn parse(name: &str, text: &str) -> Result<Self, WorldError> {
        let wrong = |why: String| WorldError::Wrong { world: name.to_owned(), why };
        let world: Self = serde_json::from_str(text).map_err(|error| wrong(error.to_string()))?;
        match world.fault() {
            Some(why) => Err(WorldError::Breaks { world: name.to_owned(), why }),
            None => Ok(world),
        }
    }

    /// The shifts, counted from its start.
    pub fn hours(&self) -> Hours {
        Hours::new(&self.shifts, self.start)
    }

    /// Orders that come in an hour of the clock, so that the stations are used as [`World::load`] says.
    pub fn orders_an_hour(&self) -> f64 {
        if !self.products.list.is_empty() {
            return self.listed_orders_an_hour();
        }
        let machines: usize = self.stations.iter().map(|station| station.machines).sum();
        let operations = (self.products.shortest + self.products.longest) as f64 / 2.0;
        let slow: f64 = self.stations.iter().map(Station::slowness).sum::<f64>() / self.stations.len() as f64;
        let work = operations * self.products.mean_hours * slow;
        self.load * machines as f64 * self.hours().share() / work
    }
}

impl Station {
    /// Real hours over planned ones in the long run, repairs included.
    pub(crate) fn slowness(&self) -> f64 {
        self.ratio * self.hours_between_failures.map_or(1.0, |between| 1.0 + self.repair_hours / between)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_world_that_comes_with_the_program_can_be_played() {
        for name in World::names() {
            let world = World::find(name).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(world.name, name);
            assert!(world.orders_an_hour() > 0.0);
        }
    }

    #[test]
    fn the_job_shop_is_the_one_that_others_were_measured_on() {
        let world = World::find("jobshop").expect("the world");
        // 0.9 · 6 stations / 3.5 operations, for operations of mean 1.
        let rate = world.orders_an_hour() * world.products.mean_hours;
        assert!((rate - 0.9 * 6.0 / 3.5).abs() < 1e-9, "{rate}");
    }

    #[test]
    fn a_wrong_world_is_refused_with_the_reason() {
        let good = serde_json::to_value(World::find("supplier").expect("the world")).expect("JSON");
        for (path, value, said) in [
            ("/load", serde_json::json!(1.5), "load must be"),
            ("/products/longest", serde_json::json!(99), "shortest and longest"),
            ("/products/parts", serde_json::json!(99), "a supplier of its own"),
            ("/floor/adherence", serde_json::json!(2), "shares of 1"),
            ("/stations/0/machines", serde_json::json!(0), "needs machines"),
            ("/shifts/weekdays", serde_json::json!([8]), "weekdays 1 to 7"),
            ("/customers/count", serde_json::json!(0), "has to buy"),
            ("/products", serde_json::json!({ "list": [{ "code": "A", "steps": [] }] }), "a listed product"),
            ("/start", serde_json::json!("soon"), "input contains invalid characters"),
        ] {
            let mut bad = good.clone();
            *bad.pointer_mut(path).unwrap_or_else(|| panic!("{path}")) = value;
            let error = World::parse("bad", &bad.to_string()).expect_err(path).to_string();
            assert!(error.contains(said), "{path}: {error}");
        }
        assert!(World::find("nowhere").expect_err("none").to_string().contains("jobshop80"));
    }
}
