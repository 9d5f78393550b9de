//! Order review: which orders are looked at before they are confirmed, by whom, and within which time.

use super::role::Role;
use super::value::{Amount, Day};
use crate::text::Bilingual;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a review confirms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewPart {
    /// We can make it.
    Feasibility,
    /// Its material can be had.
    Material,
    /// There is room for it.
    Capacity,
}

impl ReviewPart {
    /// What people call it.
    pub const fn words(self) -> Bilingual {
        let (en, zh) = match self {
            Self::Feasibility => ("feasibility", "可行性"),
            Self::Material => ("material", "物料"),
            Self::Capacity => ("capacity", "产能"),
        };
        Bilingual { en, zh }
    }

    /// Its stable name.
    pub const fn name(self) -> &'static str {
        self.words().en
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
    /// It is worth more than the policy's limit.
    Value,
    /// A part without routing, or one that was never made.
    NewPart,
    /// The customer wants it sooner than the policy's limit.
    TightDate,
}

/// Who confirms one part of a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reviewer {
    /// What is confirmed.
    pub part: ReviewPart,
    /// Who confirms it.
    pub role: Role,
    /// Within how many working hours.
    #[serde(default)]
    pub hours: Option<u32>,
}

/// Which orders are reviewed. A rule that says nothing asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct ReviewPolicy {
    /// Orders worth at least this, in the shop's currency.
    pub value_from: Option<Amount>,
    /// Orders with a part that has no routing or was never made.
    pub new_part: bool,
    /// Orders with a line wanted within this many days.
    pub tight_days: Option<u32>,
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
    /// When the customer wants it.
    pub requested: Option<Day>,
}

impl ReviewPolicy {
    /// Why an order with these lines is reviewed on `today`; nothing if it is not.
    pub fn reasons(&self, lines: &[ReviewedLine], today: Day) -> Vec<ReviewReason> {
        if self.reviewers.is_empty() {
            return Vec::new();
        }
        let worth: Amount = lines.iter().filter_map(|line| line.value).sum();
        let tight = |days: u32| {
            let soon = |day: Day| (day.date() - today.date()).num_days() <= i64::from(days);
            lines.iter().filter_map(|line| line.requested).any(soon)
        };
        let mut reasons = Vec::new();
        if self.value_from.is_some_and(|limit| worth >= limit) {
            reasons.push(ReviewReason::Value);
        }
        if self.new_part && lines.iter().any(|line| line.new_part) {
            reasons.push(ReviewReason::NewPart);
        }
        if self.tight_days.is_some_and(tight) {
            reasons.push(ReviewReason::TightDate);
        }
        reasons
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn day(day: u32) -> Day {
        Day::new(NaiveDate::from_ymd_opt(2026, 3, day).unwrap()).unwrap()
    }

    fn policy() -> ReviewPolicy {
        let reviewer = |part, role| Reviewer { part, role, hours: Some(8) };
        ReviewPolicy {
            value_from: Some(Amount::whole(10_000)),
            new_part: true,
            tight_days: Some(5),
            reviewers: vec![
                reviewer(ReviewPart::Feasibility, Role::Quality),
                reviewer(ReviewPart::Capacity, Role::Planner),
            ],
        }
    }

    #[test]
    fn a_small_repeat_order_with_time_is_not_reviewed() {
        let line =
            ReviewedLine { value: Some(Amount::whole(900)), new_part: false, requested: Some(day(30)) };
        assert!(policy().reasons(&[line], day(2)).is_empty());
    }

    #[test]
    fn two_lines_together_reach_the_limit() {
        let line = ReviewedLine { value: Some(Amount::whole(5_000)), new_part: false, requested: None };
        assert_eq!(policy().reasons(&[line, line], day(2)), [ReviewReason::Value]);
    }

    #[test]
    fn a_new_part_wanted_within_the_week_has_two_reasons() {
        let line = ReviewedLine { value: None, new_part: true, requested: Some(day(6)) };
        assert_eq!(policy().reasons(&[line], day(2)), [ReviewReason::NewPart, ReviewReason::TightDate]);
        assert!(ReviewPolicy { reviewers: Vec::new(), ..policy() }.reasons(&[line], day(2)).is_empty());
    }
}
