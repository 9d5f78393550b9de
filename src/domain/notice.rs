//! What customers are told about their orders: by which policy, at which milestones, and what there is to tell of a
//! line once several things have happened to it.
//!
//! Pure. Nothing in here knows why something happened inside the shop: the reason that a customer reads is the text
//! which a reason code has for customers, and nothing else.

use super::refusal::{Refusal, master};
use super::value::{Amount, Day};
use crate::document::Tier;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// For so many minutes at most what happens is gathered: a week.
const LONGEST_WAIT: u32 = 7 * 24 * 60;
/// Working days after which the next notice may be promised, at most.
const LATEST_UPDATE: u32 = 60;

/// Whether customers get notices.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schema(as = NoticeMode)]
pub enum Mode {
    /// None.
    #[default]
    Off,
    /// Each is a draft that somebody approves.
    Draft,
    /// They leave by themselves.
    Automatic,
}

/// What an order has reached that customers can be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = NoticeMilestone)]
pub enum Milestone {
    /// The order is ours to deliver.
    Confirmed,
    /// What was bought for it has come.
    MaterialThere,
    /// Work on it has begun.
    InProduction,
    /// It is made and passed.
    Made,
    /// It is packed.
    Packed,
    /// It has left.
    Dispatched,
    /// It has arrived.
    Delivered,
}

/// What a tier, or one customer, is told, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NoticePolicy {
    /// Whether there are notices, and whether somebody approves them.
    pub mode: Mode,
    /// The milestones that are told; `confirmed` and `dispatched` unless said.
    pub milestones: Vec<Milestone>,
    /// Whether changed dates and lines that are given up are told; yes unless said.
    pub dates: bool,
    /// For how many minutes a notice that leaves by itself waits for what else happens; 10 unless said.
    pub wait_minutes: u32,
    /// After how many working days the customer hears from us again when a date is later or open; 5 unless said, 0 for
    /// no such promise.
    pub update_days: u32,
}

impl Default for NoticePolicy {
    fn default() -> Self {
        Self {
            mode: Mode::Off,
            milestones: vec![Milestone::Confirmed, Milestone::Dispatched],
            dates: true,
            wait_minutes: 10,
            update_days: 5,
        }
    }
}

/// What customers are told: by tier, and for customers with a policy of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NoticePolicies {
    /// By tier; nobody of a tier that is not named is told anything.
    pub tiers: BTreeMap<Tier, NoticePolicy>,
    /// By the customer's code, in the place of the tier's.
    pub customers: BTreeMap<String, NoticePolicy>,
}

impl NoticePolicies {
    /// The policy for a customer; one without a tier is treated as `B`.
    pub fn of(&self, customer: &str, tier: Option<Tier>) -> NoticePolicy {
        let own = self.customers.get(customer);
        own.or_else(|| self.tiers.get(&tier.unwrap_or(Tier::B))).cloned().unwrap_or_default()
    }

    /// Whether nobody is told anything.
    pub fn is_off(&self) -> bool {
        self.tiers.values().chain(self.customers.values()).all(|policy| policy.mode == Mode::Off)
    }

    /// Refuses what cannot be.
    ///
    /// # Errors
    ///
    /// A time that is too long, by its field.
    pub fn check(&self) -> Result<(), Refusal> {
        let tiers = self.tiers.iter().map(|(tier, policy)| (format!("tiers.{tier:?}"), policy));
        let customers = self.customers.iter().map(|(code, policy)| (format!("customers.{code}"), policy));
        for (whose, policy) in tiers.chain(customers) {
            for (name, value, most) in [
                ("wait_minutes", policy.wait_minutes, LONGEST_WAIT),
                ("update_days", policy.update_days, LATEST_UPDATE),
            ] {
                if value > most {
                    let field = format!("policies.notices.{whose}.{name}");
                    return Err(Refusal::at(master::OUT_OF_RANGE, field, value)
                        .with("min", 0)
                        .with("max", most));
                }
            }
        }
        Ok(())
    }
}

/// Where a notice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = NoticeState)]
pub enum State {
    /// Somebody has to approve it.
    Draft,
    /// It leaves by itself when its time comes.
    Waiting,
    /// It was sent.
    Sent,
    /// It was dropped, or there is nothing to tell any more.
    Dropped,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Waiting, Self::Sent, Self::Dropped];

    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Dropped => "dropped",
        }
    }

    /// The state of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// Something that happened to a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// It reached a milestone.
    Reached(Milestone),
    /// Its date is another one than it was; none where there was none, or is none any more.
    Dated {
        /// What was promised.
        before: Option<Day>,
        /// What is promised.
        date: Option<Day>,
    },
    /// It was given up.
    GivenUp,
    /// So much of it left.
    Left {
        /// How much.
        quantity: Amount,
        /// Who carries it.
        carrier: Option<String>,
        /// The carrier's number.
        tracking: Option<String>,
    },
}

/// What there is to tell of a line. No price, no reason, nobody of the shop.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct NoticeLine {
    /// Number of the line.
    pub line: String,
    /// Number of the schedule line; empty where the line has only one date.
    pub schedule: String,
    /// What was ordered.
    pub item: String,
    /// What it is called.
    pub name: Option<String>,
    /// The customer's own part number.
    pub part: Option<String>,
    /// How much was ordered.
    pub quantity: Amount,
    /// In which unit.
    pub unit: Option<String>,
    /// Whether its date is that of arrival and not of leaving.
    pub arrives: bool,
    /// What it has reached, where that is news.
    pub milestone: Option<Milestone>,
    /// Whether its date is news.
    pub dated: bool,
    /// The date that the customer knew.
    pub before: Option<Day>,
    /// The date as it is now.
    pub date: Option<Day>,
    /// Whether it was given up.
    pub given_up: bool,
    /// How much has left, where that is news.
    pub left: Option<Amount>,
    /// Who carries it.
    pub carrier: Option<String>,
    /// The carrier's number.
    pub tracking: Option<String>,
}

impl NoticeLine {
    /// Takes something in that happened, over what is told already. Of a date the customer hears what they knew and
    /// what it is now, however often it was moved between.
    pub fn take(&mut self, news: News) {
        match news {
            News::Reached(milestone) => self.milestone = Some(milestone),
            News::Dated { before, date } => {
                if !self.dated {
                    self.before = before;
                }
                self.date = date;
                self.dated = self.before != date;
            }
            News::GivenUp => {
                self.given_up = true;
                self.milestone = None;
            }
            News::Left { quantity, carrier, tracking } => {
                self.milestone = Some(Milestone::Dispatched);
                self.left = Some(self.left.unwrap_or(Amount::ZERO) + quantity);
                self.carrier = carrier.or_else(|| self.carrier.take());
                self.tracking = tracking.or_else(|| self.tracking.take());
                if self.left >= Some(self.quantity) {
                    // When it leaves is no news any more.
                    (self.dated, self.before, self.date) = (false, None, None);
                }
            }
        }
    }

    /// Whether there is nothing to tell of it any more.
    pub fn is_nothing(&self) -> bool {
        !self.dated && !self.given_up && self.milestone.is_none()
    }

    /// Which way its date went.
    pub fn turn(&self) -> Turn {
        match (self.given_up, self.dated, self.before, self.date) {
            (true, ..) => Turn::GivenUp,
            (_, false, ..) => Turn::None,
            (_, _, _, None) => Turn::Open,
            (_, _, None, Some(_)) => Turn::First,
            (_, _, Some(before), Some(date)) if date > before => Turn::Later,
            _ => Turn::Earlier,
        }
    }
}

/// Which way a line's date went, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// The line was given up.
    GivenUp,
    /// The date is open.
    Open,
    /// It is later.
    Later,
    /// It is earlier.
    Earlier,
    /// It is the first.
    First,
    /// It is no news.
    None,
}

/// The worst turn of all lines.
pub fn worst(lines: &[NoticeLine]) -> Turn {
    lines.iter().map(NoticeLine::turn).min().unwrap_or(Turn::None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<Day> {
        Some(serde_json::from_value(text.into()).expect("a day"))
    }

    #[test]
    fn a_date_that_was_moved_twice_is_told_once_from_what_the_customer_knew() {
        let mut line = NoticeLine::default();
        line.take(News::Dated { before: day("2026-03-06"), date: day("2026-03-09") });
        line.take(News::Dated { before: day("2026-03-09"), date: day("2026-03-12") });
        assert_eq!(
            (line.before, line.date, line.turn()),
            (day("2026-03-06"), day("2026-03-12"), Turn::Later)
        );
        line.take(News::Dated { before: day("2026-03-12"), date: day("2026-03-06") });
        assert!(line.is_nothing(), "what they know is right again: {line:?}");
        line.take(News::Dated { before: day("2026-03-06"), date: None });
        assert_eq!(line.turn(), Turn::Open);
    }

    #[test]
    fn what_left_in_two_vans_left_together() {
        let mut line = NoticeLine { quantity: Amount::whole(10), ..NoticeLine::default() };
        line.take(News::Dated { before: day("2026-03-06"), date: day("2026-03-09") });
        let van = |quantity, tracking: Option<&str>| News::Left {
            quantity: Amount::whole(quantity),
            carrier: None,
            tracking: tracking.map(str::to_owned),
        };
        line.take(van(4, Some("A-1")));
        assert_eq!(line.turn(), Turn::Later, "the rest is still to come");
        line.take(van(6, None));
        assert_eq!((line.left, line.tracking.as_deref()), (Some(Amount::whole(10)), Some("A-1")));
        assert_eq!((line.milestone, line.turn()), (Some(Milestone::Dispatched), Turn::None));
    }

    #[test]
    fn the_worst_is_told_first() {
        let of =
            |before: Option<Day>, date| NoticeLine { dated: true, before, date, ..NoticeLine::default() };
        let later = of(day("2026-03-06"), day("2026-03-09"));
        let earlier = of(day("2026-03-06"), day("2026-03-05"));
        let first = of(None, day("2026-03-05"));
        assert_eq!(worst(&[first.clone(), earlier.clone()]), Turn::Earlier);
        assert_eq!(worst(&[first, later, earlier]), Turn::Later);
        assert_eq!(worst(&[NoticeLine::default()]), Turn::None);
    }

    #[test]
    fn a_customers_own_policy_stands_before_the_tiers() {
        let said =
            r#"{"tiers":{"A":{"mode":"automatic"}},"customers":{"C-9":{"mode":"draft","dates":false}}}"#;
        let policies: NoticePolicies = serde_json::from_str(said).expect("policies");
        assert_eq!(policies.of("C-1", Some(Tier::A)).mode, Mode::Automatic);
        assert_eq!(policies.of("C-1", None).mode, Mode::Off);
        assert_eq!(policies.of("C-9", Some(Tier::A)).mode, Mode::Draft);
        assert!(NoticePolicies::default().is_off() && !policies.is_off());
        assert_eq!(
            policies.of("C-1", Some(Tier::A)).milestones,
            [Milestone::Confirmed, Milestone::Dispatched]
        );
        let long: NoticePolicies =
            serde_json::from_str(r#"{"tiers":{"A":{"wait_minutes":99999}}}"#).expect("policies");
        let refused = long.check().expect_err("too long");
        assert_eq!(refused.field.as_deref(), Some("policies.notices.tiers.A.wait_minutes"));
    }
}
