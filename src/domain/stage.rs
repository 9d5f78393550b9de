//! Where a line stands, derived from facts and never set by hand; who looks after each stage, and how long it
//! may take.

use super::role::Role;
use super::value::Amount;
use crate::text::Bilingual;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Ordered.
    Entered,
    /// Waiting for the roles that review it.
    InReview,
    /// Confirmed; work orders and material are being settled.
    Planned,
    /// Nothing runs yet, and material is missing.
    AwaitingMaterial,
    /// Work has begun.
    InProduction,
    /// Made and passed.
    Inspected,
    /// Packed.
    Packed,
    /// Left the plant.
    Dispatched,
    /// Arrived.
    Delivered,
    /// Given up.
    Cancelled,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Self; 10] = [
        Self::Entered,
        Self::InReview,
        Self::Planned,
        Self::AwaitingMaterial,
        Self::InProduction,
        Self::Inspected,
        Self::Packed,
        Self::Dispatched,
        Self::Delivered,
        Self::Cancelled,
    ];

    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Entered => "entered",
            Self::InReview => "in-review",
            Self::Planned => "planned",
            Self::AwaitingMaterial => "awaiting-material",
            Self::InProduction => "in-production",
            Self::Inspected => "inspected",
            Self::Packed => "packed",
            Self::Dispatched => "dispatched",
            Self::Delivered => "delivered",
            Self::Cancelled => "cancelled",
        }
    }

    /// What people call it.
    pub const fn words(self) -> Bilingual {
        let (en, zh) = match self {
            Self::Entered => ("entered", "已录入"),
            Self::InReview => ("in review", "评审中"),
            Self::Planned => ("planned", "已计划"),
            Self::AwaitingMaterial => ("awaiting material", "物料准备中"),
            Self::InProduction => ("in production", "生产中"),
            Self::Inspected => ("inspected", "质检完成"),
            Self::Packed => ("packed", "已包装"),
            Self::Dispatched => ("dispatched", "已发货"),
            Self::Delivered => ("delivered", "已送达"),
            Self::Cancelled => ("cancelled", "已取消"),
        };
        Bilingual { en, zh }
    }

    /// Whether nothing is left to do for it.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Delivered | Self::Cancelled)
    }

    /// Who looks after it and for how many working hours, unless the settings say otherwise.
    pub const fn usual(self) -> (Role, Option<u32>) {
        match self {
            Self::Entered => (Role::Sales, Some(8)),
            Self::InReview => (Role::Sales, Some(16)),
            Self::Planned => (Role::Planner, Some(8)),
            Self::AwaitingMaterial => (Role::Purchasing, None),
            Self::InProduction => (Role::FloorLead, None),
            Self::Inspected | Self::Packed => (Role::Dispatch, Some(8)),
            Self::Dispatched => (Role::Dispatch, None),
            Self::Delivered | Self::Cancelled => (Role::Sales, None),
        }
    }
}

/// Who looks after a stage and how long it may take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StageLimit {
    /// The stage.
    pub stage: Stage,
    /// The role that looks after it.
    pub role: Role,
    /// The person of that role, if it is always the same one.
    #[serde(default)]
    pub person: Option<String>,
    /// Working hours of the plant's calendar that it may take; none for no limit.
    #[serde(default)]
    pub hours: Option<u32>,
}

/// The rule for `stage` among the settings' ones, or the usual one.
pub fn limit(stage: Stage, set: &[StageLimit]) -> StageLimit {
    set.iter().find(|limit| limit.stage == stage).cloned().unwrap_or_else(|| {
        let (role, hours) = stage.usual();
        StageLimit { stage, role, person: None, hours }
    })
}

/// What is known about a line; each is a stored fact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
pub struct Facts {
    /// The line, or its order, was given up.
    pub cancelled: bool,
    /// The order waits for its review.
    pub in_review: bool,
    /// The order is confirmed.
    pub confirmed: bool,
    /// The line was closed, short or full.
    pub closed: bool,
    /// How much was ordered.
    pub quantity: Amount,
    /// How much has left.
    pub shipped: Amount,
    /// How much has arrived.
    pub delivered: Amount,
    /// How much lies packed and has not left.
    pub packed: Amount,
    /// How much has been made for it and passed inspection, or lies in stock for it.
    pub ready: Amount,
    /// Work orders exist for it.
    pub has_work: bool,
    /// Work on one of them has begun.
    pub work_begun: bool,
    /// Purchase orders for it, or for its work orders, are still to come.
    pub purchases_open: bool,
}

/// The stage that follows from the facts: the furthest that all of the open quantity has reached.
pub fn stage(facts: &Facts) -> Stage {
    if facts.cancelled {
        return Stage::Cancelled;
    }
    let gone = facts.closed || facts.shipped >= facts.quantity;
    if gone && facts.shipped.is_some() {
        return if facts.delivered >= facts.shipped { Stage::Delivered } else { Stage::Dispatched };
    }
    if !facts.confirmed {
        return if facts.in_review { Stage::InReview } else { Stage::Entered };
    }
    let open = facts.quantity - facts.shipped;
    if facts.packed >= open {
        return Stage::Packed;
    }
    if facts.packed + facts.ready >= open {
        return Stage::Inspected;
    }
    if facts.work_begun {
        return Stage::InProduction;
    }
    if facts.purchases_open {
        return Stage::AwaitingMaterial;
    }
    Stage::Planned
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ten() -> Facts {
        Facts { quantity: Amount::whole(10), ..Facts::default() }
    }

    #[test]
    fn an_order_goes_all_the_way_from_desk_to_customer() {
        let mut facts = ten();
        let mut way = vec![stage(&facts)];
        let mut then = |facts: &Facts| way.push(stage(facts));
        facts.in_review = true;
        then(&facts);
        (facts.in_review, facts.confirmed) = (false, true);
        then(&facts);
        (facts.has_work, facts.purchases_open) = (true, true);
        then(&facts);
        (facts.work_begun, facts.purchases_open) = (true, false);
        then(&facts);
        facts.ready = Amount::whole(10);
        then(&facts);
        (facts.packed, facts.ready) = (Amount::whole(10), Amount::ZERO);
        then(&facts);
        (facts.shipped, facts.packed) = (Amount::whole(10), Amount::ZERO);
        then(&facts);
        facts.delivered = Amount::whole(10);
        then(&facts);
        assert_eq!(way, Stage::ALL[..9]);
    }

    #[test]
    fn a_line_shipped_in_part_stands_where_its_rest_stands() {
        let facts = Facts { confirmed: true, shipped: Amount::whole(4), work_begun: true, ..ten() };
        assert_eq!(stage(&facts), Stage::InProduction);
        assert_eq!(stage(&Facts { packed: Amount::whole(6), ..facts }), Stage::Packed);
    }

    #[test]
    fn a_line_closed_short_has_left() {
        let facts = Facts { confirmed: true, closed: true, shipped: Amount::whole(9), ..ten() };
        assert_eq!(stage(&facts), Stage::Dispatched);
        assert_eq!(stage(&Facts { delivered: Amount::whole(9), ..facts }), Stage::Delivered);
    }

    #[test]
    fn what_was_given_up_stays_given_up() {
        let facts = Facts { cancelled: true, confirmed: true, shipped: Amount::whole(10), ..ten() };
        assert_eq!(stage(&facts), Stage::Cancelled);
    }

    #[test]
    fn settings_beat_the_usual_owner() {
        let set = [StageLimit {
            stage: Stage::Planned,
            role: Role::FloorLead,
            person: Some("li".into()),
            hours: None,
        }];
        assert_eq!(limit(Stage::Planned, &set).person.as_deref(), Some("li"));
        assert_eq!(limit(Stage::Entered, &set).hours, Some(8));
    }
}
