//! Everything that rules look at, found in one snapshot of the store and the plan that goes with it.

use super::lines::{Basis, Gatherer, LineFacts};
use super::others::Stored;
use super::{row, rules as in_force};
use crate::domain::rule::{About, Words};
use crate::domain::value::Moment;
use crate::services::sales::policies;
use crate::store::alerts::{self, AlertRow};
use crate::store::rules::{self, RuleRow};
use crate::store::sales::{self, Watched};
use crate::store::{Db, Failure, Json};
use chrono::TimeDelta;
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::collections::BTreeMap;

/// Share of probability by which the odds of an alert must move before it says so.
const MOVED: f64 = 0.05;

/// Share of a number by which it must move before the record of what is no line says so.
const QUARTER: f64 = 0.25;

/// After this long an alert that is about no line says how it stands now.
const SAID_ANEW: TimeDelta = TimeDelta::hours(4);

/// One snapshot of what is stored.
pub(super) struct Shop {
    pub(super) said: Vec<RuleRow>,
    pub(super) standing: Vec<AlertRow>,
    pub(super) lines: Vec<Watched>,
    pub(super) others: Stored,
    /// The probability below which a promise is at risk, by tier, where the policy names it.
    pub(super) thresholds: BTreeMap<String, f64>,
}

impl Shop {
    pub(super) fn read(db: &mut Db, plant_id: i64, now: Moment) -> Result<Self, Failure> {
        let named = policies(&crate::store::plant(db, plant_id)?).thresholds();
        Ok(Self {
            thresholds: named.into_iter().map(|(tier, share)| (format!("{tier:?}"), share)).collect(),
            said: rules::rules_said(db, plant_id)?,
            standing: alerts::standing(db, plant_id)?,
            lines: sales::watched_lines(db, plant_id)?,
            others: Stored::read(db, plant_id, now)?,
        })
    }
}

/// The facts of something, as conditions see them.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Facts {
    /// Of a line.
    Line(Box<LineFacts>),
    /// Of anything else.
    Other(About, Value),
}

impl Serialize for Facts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Line(facts) => facts.serialize(serializer),
            Self::Other(_, facts) => facts.serialize(serializer),
        }
    }
}

impl Facts {
    pub(super) fn about(&self) -> About {
        match self {
            Self::Line(_) => About::Line,
            Self::Other(about, _) => *about,
        }
    }

    pub(super) fn line(&self) -> Option<&LineFacts> {
        match self {
            Self::Line(facts) => Some(facts),
            Self::Other(..) => None,
        }
    }

    /// What the record has of something.
    pub(super) fn read(about: About, record: &Json) -> Result<Self, Failure> {
        match about {
            About::Line => Ok(Self::Line(Box::new(record.read()?))),
            _ => Ok(Self::Other(about, record.0.clone())),
        }
    }

    /// The order that it belongs to, if it belongs to one.
    pub(super) fn order(&self) -> Option<&str> {
        match self {
            Self::Line(facts) => Some(&facts.order),
            Self::Other(_, facts) => facts["order"].as_str().filter(|order| !order.is_empty()),
        }
    }

    /// Whether it differs enough from `before` to be remembered. Of what is no line a number counts as another once it has
    /// moved by a quarter, and by five hundredths: hours that pass by themselves are not written down again and again.
    pub(super) fn differs(&self, before: &Self) -> bool {
        match (self, before) {
            (Self::Line(now), Self::Line(then)) => now.differs(then),
            (Self::Other(_, Value::Object(now)), Self::Other(_, Value::Object(then))) => {
                now.len() != then.len()
                    || now.iter().any(|(name, now)| then.get(name).is_none_or(|then| moved(now, then)))
            }
            _ => self != before,
        }
    }
}

/// Whether a fact is another by enough.
fn moved(now: &Value, then: &Value) -> bool {
    match (now.as_f64(), then.as_f64()) {
        (Some(now), Some(then)) => (now - then).abs() >= MOVED.max(now.abs().max(then.abs()) * QUARTER),
        _ => now != then,
    }
}

/// Something that rules look at.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// What an alert about it is about.
    pub(super) subject: String,
    /// What is known of it.
    pub(super) facts: Facts,
    /// The order that it belongs to.
    pub(super) order: Option<String>,
    /// The customer's code.
    pub(super) customer: Option<String>,
    /// Who looks after it.
    pub(super) owner: Option<String>,
    /// One sentence about it, where it is no line.
    pub(super) text: Option<Words>,
    /// What is stored of the line, if it is one.
    pub(super) stored: Option<Watched>,
}

impl Found {
    /// What it is, whatever was promised of it.
    pub(super) fn key(&self) -> (About, String) {
        (self.facts.about(), Self::key_of(&self.subject))
    }

    /// What an alert's subject is, whatever was promised of it.
    pub(super) fn key_of(subject: &str) -> String {
        subject.split('@').next().unwrap_or_default().to_owned()
    }

    /// Whether it stands at `at` otherwise than an alert says by so much that it should say so. Hours and days that pass by
    /// themselves are said anew a few times a day.
    pub(super) fn says_otherwise(&self, alert: &AlertRow, at: Moment) -> bool {
        let Ok(told) = row::facts(alert) else { return false };
        let Some(now) = self.facts.line() else {
            let is_old = at >= alert.updated_at.shifted(SAID_ANEW);
            return is_old && self.text.as_ref().is_some_and(|text| *text != told.text);
        };
        let Some(told) = told.lines.first() else { return false };
        let p80 = told.p80.map(|day| day.to_string());
        let moved = match (now.on_time, told.on_time_probability) {
            (Some(now), Some(then)) => (now - then).abs() >= MOVED,
            (now, then) => {
                now.is_some() != then.is_some() || now.is_none() && self.late_days() != told.late_days
            }
        };
        moved || now.p80 != p80
    }

    fn late_days(&self) -> Option<i64> {
        self.facts.line().and_then(|line| line.late_days).map(|days| days as i64)
    }
}

/// Everything that rules look at.
pub(super) fn find(shop: &Shop, basis: &Basis, with_causes: bool) -> Vec<Found> {
    let mut gatherer = Gatherer::new(basis, &shop.thresholds);
    let mut found = Vec::with_capacity(shop.lines.len());
    for stored in &shop.lines {
        let Some((key, mut facts)) = gatherer.facts(stored) else { continue };
        if with_causes {
            facts.causes = Some(gatherer.causes(&key));
        }
        found.push(Found {
            subject: facts.subject(),
            order: Some(facts.order.clone()),
            customer: Some(facts.customer.clone()),
            owner: stored.1.clone(),
            text: None,
            stored: Some(stored.clone()),
            facts: Facts::Line(Box::new(facts)),
        });
    }
    found.extend(shop.others.find(&basis.outlook, &in_force::all(&shop.said)));
    found
}
