//! Order review: which orders are looked at before they are confirmed, by whom, and within which time.

use super::role::Role;
use super::value::Amount;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What people call a part of a review; a word of the plant's own is its own name.
pub fn part_words(part: &str) -> (String, String) {
    match part {
        "feasibility" => ("feasibility".into(), "可行性".into()),
        "material" => ("material".into(), "物料".into()),
        "capacity" => ("capacity".into(), "产能".into()),
        own => (own.into(), own.into()),
    }
}

/// What became of a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewStatus {
    /// Not decided.
    Open,
    /// Yes.
    Approved,
    /// No, with a reason.
    Refused,
    /// The order changed or was given up meanwhile.
    Void,
}

/// Why an order is reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewReason {
    /// Every order is.
    Always,
    /// It is worth at least the policy's limit.
    Value,
    /// A part without routing, or one that was never made.
    NewPart,
    /// The customer wants it before the day that it could have.
    TightDate,
}

/// One confirmation of an order review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reviewer {
    /// What is confirmed: `feasibility`, `material`, `capacity`, or a word of the plant's own.
    pub part: String,
    /// Who confirms it.
    pub role: Role,
    /// Working hours within which it should be done.
    pub limit_hours: u32,
}

/// Which orders are reviewed before they are accepted; one condition is enough.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct ReviewPolicy {
    /// Every order.
    pub always: bool,
    /// Orders of at least this value; none if empty.
    pub from_value: Option<Amount>,
    /// Orders with a part that has no routing or was never made.
    pub new_item: bool,
    /// Orders whose requested date lies before the one they could have.
    pub tight_date: bool,
    /// Who confirms what.
    pub reviewers: Vec<Reviewer>,
}

/// What a policy looks at in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReviewedLine {
    /// Quantity times price, if it has a price.
    pub value: Option<Amount>,
    /// Whether its part has no routing or was never made.
    pub new_part: bool,
    /// Whether it is wanted before it could be there.
    pub tight: bool,
}

impl ReviewPolicy {
    /// Why an order with these lines is reviewed; nothing if it is not.
    pub fn reasons(&self, lines: &[ReviewedLine]) -> Vec<ReviewReason> {
        if self.reviewers.is_empty() {
            return Vec::new();
        }
        let worth: Amount = lines.iter().filter_map(|line| line.value).sum();
        [
            (ReviewReason::Always, self.always),
            (ReviewReason::Value, self.from_value.is_some_and(|limit| worth >= limit)),
            (ReviewReason::NewPart, self.new_item && lines.iter().any(|line| line.new_part)),
            (ReviewReason::TightDate, self.tight_date && lines.iter().any(|line| line.tight)),
        ]
        .into_iter()
        .filter_map(|(reason, holds)| holds.then_some(reason))
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> ReviewPolicy {
        let reviewer = |part: &str, role| Reviewer { part: part.into(), role, limit_hours: 8 };
        ReviewPolicy {
            always: false,
            from_value: Some(Amount::whole(10_000)),
            new_item: true,
            tight_date: true,
            reviewers: vec![reviewer("feasibility", Role::Quality), reviewer("capacity", Role::Planner)],
        }
    }

    #[test]
    fn a_small_repeat_order_with_time_is_not_reviewed() {
        let line = ReviewedLine { value: Some(Amount::whole(900)), new_part: false, tight: false };
        assert!(policy().reasons(&[line]).is_empty());
    }

    #[test]
    fn two_lines_together_reach_the_limit() {
        let line = ReviewedLine { value: Some(Amount::whole(5_000)), new_part: false, tight: false };
        assert_eq!(policy().reasons(&[line, line]), [ReviewReason::Value]);
    }

    #[test]
    fn a_new_part_wanted_too_soon_has_two_reasons() {
        let line = ReviewedLine { value: None, new_part: true, tight: true };
        assert_eq!(policy().reasons(&[line]), [ReviewReason::NewPart, ReviewReason::TightDate]);
        assert!(ReviewPolicy { reviewers: Vec::new(), ..policy() }.reasons(&[line]).is_empty());
    }
}
