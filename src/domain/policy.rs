//! The plant's policies: who reviews an order, how long a stage may take, what a tier is promised, what the floor
//! may report. Each has a default, so that a plant that has set nothing works.
//!
//! Data and their defaults only; whoever acts on a policy owns what it does.

use crate::document::Tier;
use crate::domain::floor::{FloorPolicy, Reason};
use crate::domain::notice::NoticePolicies;
use crate::domain::portal::PortalPolicy;
use crate::domain::promise::MoveReason;
use crate::domain::review::ReviewPolicy;
use crate::domain::stage::StageLimit;
use crate::domain::supplier_request::SupplierReminders;
use holdfast_engine::model as engine;
use holdfast_engine::quote::{HurtRule, Policy};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// All policies of a plant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Policies {
    /// Which orders are reviewed before they are accepted, and by whom.
    pub review: ReviewPolicy,
    /// Owner and time limit of stages; one that is not named keeps its usual rule.
    pub stage_limits: Vec<StageLimit>,
    /// What customers of a tier are promised.
    pub tiers: TierPolicies,
    /// What new promises may take from the odds of those that stand.
    pub erosion: Erosion,
    /// Whether sales go on giving their own dates: a promise is taken as it is, never refused for being unlikely or for
    /// hurting others, and the date that we would have given is noted beside it.
    pub shadow: bool,
    /// Why promises are moved; empty for the usual list.
    pub move_reasons: Vec<MoveReason>,
    /// Why something fails an inspection; empty for the usual list.
    pub fail_reasons: Vec<Reason>,
    /// For how many hours of the clock a quote stands; 72 unless said.
    pub quote_hours: Option<u32>,
    /// When material leaves the stock for a work order.
    pub material_issue: MaterialIssuePolicy,
    /// What becomes of a report of more pieces than the work order has.
    pub over_quantity: OverQuantity,
    /// What becomes of rows that an import no longer has.
    pub vanished_rows: VanishedRows,
    /// How the tablets of the floor behave.
    pub floor: FloorPolicy,
    /// What customers are told about their orders; nothing unless said.
    pub notices: NoticePolicies,
    /// When suppliers are reminded of what they deliver; never unless said.
    pub supplier_reminders: SupplierReminders,
    /// What customers see of their orders in the portal, and what they are asked there; off unless said.
    pub portal: PortalPolicy,
}

/// What customers of a tier are promised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TierPolicy {
    /// The percentile of the forecast that is recommended as promise: 50, 80 or 95.
    pub percentile: u8,
    /// The probability in percent, below which a promise made to them is at risk; 95 for A, 90 for B and 80 for C
    /// unless said.
    #[serde(default)]
    pub threshold: Option<u8>,
    /// Working days added to it.
    #[serde(default)]
    pub buffer_days: u32,
    /// Whether the date with its buffer is moved on to the customer's next ship day; else it may be a day on which
    /// nothing leaves for them, so many working days after one.
    #[serde(default = "yes")]
    pub round_to_ship_days: bool,
}

const fn yes() -> bool {
    true
}

/// What customers of each tier are promised; a tier that is not named keeps its default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct TierPolicies(pub BTreeMap<Tier, TierPolicy>);

impl TierPolicies {
    /// The policy for a customer of `tier`; customers without one are treated as `B`.
    pub fn of(&self, tier: Option<Tier>) -> TierPolicy {
        let tier = tier.unwrap_or(Tier::B);
        self.0.get(&tier).cloned().unwrap_or(TierPolicy {
            percentile: if tier == Tier::A { 95 } else { 80 },
            threshold: None,
            buffer_days: 0,
            round_to_ship_days: true,
        })
    }
}

/// What new promises may take from the odds of one that stands, in percentage points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Erosion {
    /// One new promise.
    pub per_promise: u8,
    /// All of them together, since it was made.
    pub over_life: u8,
    /// One new promise, where it is below its tier's threshold already.
    pub below_threshold: u8,
}

impl Default for Erosion {
    fn default() -> Self {
        Self { per_promise: 2, over_life: 5, below_threshold: 1 }
    }
}

impl Policies {
    /// What a customer of `shop` is promised: a probability from 0 to 1, the working days added to it, and whether the
    /// day is one on which goods leave.
    pub fn promised(&self, shop: &engine::Shop, customer: &engine::Code) -> Policy {
        let known = shop.customers.get(customer);
        let tier = self.tiers.of(known.map(|customer| customer.tier.into()));
        let usual = Policy::new(shop, customer, f64::from(tier.percentile) / 100.0);
        let own = known.is_some_and(|customer| customer.buffer_days.is_some());
        let buffer_days = if own { usual.buffer_days } else { usual.buffer_days.max(tier.buffer_days) };
        Policy { buffer_days, on_ship_days: tier.round_to_ship_days, ..usual }
    }

    /// The probability, from 0 to 1, below which a promise is at risk, for each tier whose policy names one.
    pub fn thresholds(&self) -> BTreeMap<Tier, f64> {
        let named =
            |(tier, policy): (&Tier, &TierPolicy)| Some((*tier, f64::from(policy.threshold?) / 100.0));
        self.tiers.0.iter().filter_map(named).collect()
    }

    /// How much the odds of a promise may lose, as the engine judges it.
    pub fn hurt_rule(&self) -> HurtRule {
        let share = |percent: u8| f64::from(percent) / 100.0;
        let mut rule = HurtRule {
            per_acceptance: share(self.erosion.per_promise),
            over_life: share(self.erosion.over_life),
            below: share(self.erosion.below_threshold),
            ..HurtRule::default()
        };
        rule.thresholds.extend(self.thresholds().into_iter().map(|(tier, share)| (tier.into(), share)));
        rule
    }
}

impl From<Tier> for engine::Tier {
    fn from(tier: Tier) -> Self {
        match tier {
            Tier::A => Self::A,
            Tier::B => Self::B,
            Tier::C => Self::C,
        }
    }
}

impl From<engine::Tier> for Tier {
    fn from(tier: engine::Tier) -> Self {
        match tier {
            engine::Tier::A => Self::A,
            engine::Tier::B => Self::B,
            engine::Tier::C => Self::C,
        }
    }
}

/// When material leaves the stock for a work order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MaterialIssuePolicy {
    /// When an operation that needs it begins, for all pieces of the work order. What is short then is taken with
    /// later reports on the same operation, as soon as it is there.
    #[default]
    Backflush,
    /// When someone books it.
    Manual,
}

/// What becomes of a report of more pieces than the work order has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OverQuantity {
    /// It counts, and is marked for someone to look at.
    #[default]
    Flag,
    /// It is refused.
    Refuse,
}

/// What becomes of documents that stood in an earlier import and no longer do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum VanishedRows {
    /// They stay and are listed.
    #[default]
    Ignore,
    /// Orders and purchase orders are closed, the rest stays and is listed.
    Close,
    /// The import waits for someone to say which.
    Ask,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_set_has_a_default() {
        let policies: Policies = serde_json::from_str("{}").unwrap();
        assert_eq!(policies, Policies::default());
        assert_eq!(policies.tiers.of(Some(Tier::A)).percentile, 95);
        assert_eq!(policies.tiers.of(None).percentile, 80);
    }

    #[test]
    fn policies_survive_storage() {
        let text = r#"{"stage_limits":[{"stage":"packed","role":"dispatch","hours":4}],
            "tiers":{"C":{"percentile":50}},"review":{"new_item":true}}"#;
        let policies: Policies = serde_json::from_str(text).unwrap();
        assert_eq!(policies.stage_limits[0].hours, Some(4));
        assert!(policies.review.new_item);
        let again: Policies = serde_json::from_value(serde_json::to_value(&policies).unwrap()).unwrap();
        assert_eq!(again, policies);
        assert!(serde_json::from_str::<Policies>(r#"{"reviews":{}}"#).is_err());
    }
}
