//! What can be learned from the shop's record: the kinds of numbers, what each is about, and what a person may say
//! of one instead.
//!
//! Owns names, words and limits; what is learned and how is the engine's.

use super::refusal::{Refusal, common};
use crate::text::Bilingual;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A kind of number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// True over planned time of operations: by item and work centre, group and work centre, or work centre.
    OperationTime,
    /// Days by which suppliers come after the confirmed date; negative is early.
    SupplierDelay,
    /// Days by which customers act after the expected date; negative is early.
    CustomerDelay,
    /// Good pieces over those that the plan expects, by item.
    Yield,
    /// Breakdowns for each hour worked, by work centre, and how many working hours each lasts.
    Breakdown,
    /// Stoppages for want of an operator for each hour worked, by work centre, and how many working hours each lasts.
    Absence,
    /// Share of choices in which the first of the list is taken, by work centre.
    Adherence,
    /// Working hours by which reports come after the work, by work centre.
    ReportingDelay,
    /// Orders that come for each hour in which the plant is open.
    OrdersToCome,
    /// How often comes true what four fifths of the futures keep, by group of what is sold.
    OddsKept,
}

/// What a number is about. Nothing is named where it is for all others.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct About {
    /// The item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// The item group.
    #[serde(rename = "item_group", skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The work centre, supplier or customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// What a person says a number is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Instead {
    /// Its middle, in the unit of its kind; around it things differ as the record says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Or all of it: values that are equally likely, in any order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<f64>>,
    /// For stoppages: how many working hours one lasts in the mean; as the record says unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length_hours: Option<f64>,
}

/// Most values of a distribution that a person writes down.
const MOST_VALUES: usize = 400;

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::OperationTime,
        Self::SupplierDelay,
        Self::CustomerDelay,
        Self::Yield,
        Self::Breakdown,
        Self::Absence,
        Self::Adherence,
        Self::ReportingDelay,
        Self::OrdersToCome,
        Self::OddsKept,
    ];

    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OperationTime => "operation-time",
            Self::SupplierDelay => "supplier-delay",
            Self::CustomerDelay => "customer-delay",
            Self::Yield => "yield",
            Self::Breakdown => "breakdown",
            Self::Absence => "absence",
            Self::Adherence => "adherence",
            Self::ReportingDelay => "reporting-delay",
            Self::OrdersToCome => "orders-to-come",
            Self::OddsKept => "odds-kept",
        }
    }

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What people call it.
    pub const fn words(self) -> Bilingual {
        let (en, zh) = match self {
            Self::OperationTime => ("true over planned time", "实际工时与计划工时之比"),
            Self::SupplierDelay => ("days suppliers are late", "供应商延误天数"),
            Self::CustomerDelay => ("days customers are late", "客户延误天数"),
            Self::Yield => ("good over expected pieces", "实际与预期合格数之比"),
            Self::Breakdown => ("breakdowns per worked hour", "每工作小时故障次数"),
            Self::Absence => ("stoppages without operator per worked hour", "每工作小时缺人停机次数"),
            Self::Adherence => ("share of starts that follow the list", "按派工单顺序开工的比例"),
            Self::ReportingDelay => ("working hours until the report", "报工滞后的工作小时数"),
            Self::OrdersToCome => ("orders to come per open hour", "每开工小时新到订单数"),
            Self::OddsKept => {
                ("how often 80 % of the futures come true", "八成情景能兑现的日期，实际兑现的比例")
            }
        };
        Bilingual { en, zh }
    }

    /// Whether a number of this kind can be about these.
    fn fits(self, about: &About) -> bool {
        let named = (about.item.is_some(), about.group.is_some(), about.code.is_some());
        match self {
            Self::OperationTime => !matches!(named, (true, true, _) | (true, _, false) | (_, true, false)),
            Self::Yield => matches!(named, (_, false, false)),
            Self::OrdersToCome => named == (false, false, false),
            Self::OddsKept => matches!(named, (false, _, false)),
            _ => matches!(named, (false, false, _)),
        }
    }

    /// The least and the most that a value may be.
    const fn limits(self) -> (f64, f64) {
        match self {
            Self::OperationTime => (0.01, 100.0),
            Self::SupplierDelay | Self::CustomerDelay => (-1_000.0, 1_000.0),
            Self::Yield => (0.01, 2.0),
            Self::Breakdown | Self::Absence => (0.0, 10.0),
            Self::Adherence => (0.0, 1.0),
            Self::ReportingDelay => (0.0, 1_000.0),
            Self::OrdersToCome => (0.0, 10_000.0),
            Self::OddsKept => (0.05, 0.99),
        }
    }

    /// Whether a person may write down all of its distribution.
    const fn has_values(self) -> bool {
        !matches!(
            self,
            Self::Breakdown | Self::Absence | Self::Adherence | Self::OrdersToCome | Self::OddsKept
        )
    }
}

/// Refuses what can't be said of a number.
///
/// # Errors
///
/// [`common::INVALID_VALUE`] or [`common::REQUIRED`], naming the field.
pub fn expect_sayable(kind: Kind, about: &About, instead: &Instead) -> Result<(), Refusal> {
    let wrong = |field: &str, value: &dyn ToString, en: String, zh: String| {
        Refusal::at(common::INVALID_VALUE, field, value.to_string()).with_words("reason", en, zh)
    };
    if !kind.fits(about) {
        let (en, zh) = ("a number of this kind is about something else", "该类数值不按此对象区分");
        return Err(wrong("kind", &kind.name(), en.to_owned(), zh.to_owned()));
    }
    let (least, most) = kind.limits();
    let within = |field: &str, value: f64, least: f64, most: f64| match (least..=most).contains(&value) {
        true => Ok(()),
        false => {
            let en = format!("it must lie between {least} and {most}");
            Err(wrong(field, &value, en, format!("必须在 {least} 与 {most} 之间")))
        }
    };
    match (instead.value, &instead.values) {
        (Some(value), None) => within("value", value, least, most)?,
        (None, Some(values)) if kind.has_values() && (1..=MOST_VALUES).contains(&values.len()) => {
            values.iter().try_for_each(|value| within("values", *value, least, most))?;
        }
        (None, None) => return Err(Refusal::at(common::REQUIRED, "value", "")),
        _ => {
            let en = format!("give one value, or up to {MOST_VALUES} values where the kind has any");
            let zh = format!("请给出一个值；或在该类数值允许时给出最多 {MOST_VALUES} 个等可能的值");
            return Err(wrong("values", &"", en, zh));
        }
    }
    match instead.length_hours {
        None => Ok(()),
        Some(hours) if matches!(kind, Kind::Breakdown | Kind::Absence) => {
            within("length_hours", hours, 0.01, 1_000.0)
        }
        Some(hours) => {
            let (en, zh) = ("only stoppages have a length", "只有停机才有时长");
            Err(wrong("length_hours", &hours, en.to_owned(), zh.to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(item: bool, group: bool, code: bool) -> About {
        let named = |named: bool, text: &str| named.then(|| text.to_owned());
        About { item: named(item, "P-1"), group: named(group, "SHAFTS"), code: named(code, "MILL") }
    }

    fn value(value: f64) -> Instead {
        Instead { value: Some(value), ..Instead::default() }
    }

    #[test]
    fn a_number_is_about_what_its_kind_is_about() {
        let time = |about| expect_sayable(Kind::OperationTime, &about, &value(1.2)).is_ok();
        assert!(time(about(true, false, true)) && time(about(false, true, true)));
        assert!(time(about(false, false, true)) && time(about(false, false, false)));
        assert!(
            !time(about(true, false, false))
                && !time(about(true, true, true))
                && !time(about(false, true, false))
        );
        assert!(expect_sayable(Kind::Yield, &about(false, false, true), &value(0.9)).is_err());
        assert!(expect_sayable(Kind::SupplierDelay, &about(true, false, true), &value(0.9)).is_err());
    }

    #[test]
    fn a_value_lies_within_the_limits_of_its_kind() {
        let nothing = About::default();
        for (kind, bad) in [(Kind::OperationTime, 0.0), (Kind::Adherence, 1.1), (Kind::OrdersToCome, -1.0)] {
            assert!(expect_sayable(kind, &nothing, &value(bad)).is_err(), "{kind:?} {bad}");
            assert!(expect_sayable(kind, &nothing, &value(f64::NAN)).is_err(), "{kind:?}");
        }
        assert!(expect_sayable(Kind::Adherence, &nothing, &Instead::default()).is_err());
        let both = Instead { values: Some(vec![1.0]), ..value(1.0) };
        assert!(expect_sayable(Kind::OperationTime, &nothing, &both).is_err());
        let several = Instead { values: Some(vec![1.0, 1.5]), ..Instead::default() };
        assert!(expect_sayable(Kind::OperationTime, &nothing, &several).is_ok());
        assert!(expect_sayable(Kind::Adherence, &nothing, &several).is_err());
    }

    #[test]
    fn names_are_those_that_are_written() {
        for kind in Kind::ALL {
            assert_eq!(serde_json::to_value(kind).expect("text"), kind.name());
            assert_eq!(Kind::named(kind.name()), Some(kind));
        }
    }
}
