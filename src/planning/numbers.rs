//! Decimals of a document as the engine's exact amounts, and texts as line and operation numbers.
//!
//! Nothing here overflows or panics: what is out of range is clamped to it, because a document may come from
//! elsewhere than the reader that checks it.

use crate::document::ShopDocument;
use holdfast_engine::quantity::{Qty, Ratio};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeSet;

/// Longest time that one step may take, in seconds: what the engine can count on any calendar.
const LONGEST: i64 = 200_000_000;

/// An amount, zero or more.
pub(super) fn quantity(value: Decimal) -> Qty {
    let millionths = value.checked_mul(Decimal::from(1_000_000)).map(|v| v.round());
    let clamped =
        millionths.and_then(|v| v.to_i64()).unwrap_or(if value.is_sign_negative() { 0 } else { i64::MAX });
    Qty::from_millionths(clamped.max(0))
}

/// A factor.
pub(super) fn ratio(value: Decimal) -> Ratio {
    Ratio::of(value.to_f64().unwrap_or(1.0))
}

/// A share given in per cent.
pub(super) fn percent(value: Decimal) -> Ratio {
    Ratio::of(value.to_f64().unwrap_or(100.0) / 100.0)
}

/// Seconds of an amount of minutes or hours.
pub(super) fn seconds(value: Decimal, unit: i64) -> i64 {
    millis(value, unit) / 1_000
}

/// Milliseconds of an amount of minutes or hours, `unit` seconds each.
pub(super) fn millis(value: Decimal, unit: i64) -> i64 {
    let exact = value.checked_mul(Decimal::from(unit * 1_000)).map(|v| v.round());
    exact.and_then(|v| v.to_i64()).unwrap_or(i64::MAX).clamp(0, LONGEST * 1_000)
}

/// Numbers for lines and operations. What is not a number is counted from [`Numbers::FIRST`] on, in the order
/// of its text, so that the rows' order changes nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers {
    texts: Vec<String>,
}

impl Numbers {
    /// The first number that is given to a text.
    const FIRST: u32 = 900_000_001;

    pub(super) fn of(document: &ShopDocument) -> Self {
        let sold = document.sales_orders.iter().flat_map(|row| [Some(&row.line), row.schedule.as_ref()]);
        let made = document.work_orders.iter().map(|row| row.line.as_ref());
        let held = document.holds.iter().flat_map(|row| [row.line.as_ref(), row.operation.as_ref()]);
        let bought = document
            .purchase_orders
            .iter()
            .flat_map(|row| [Some(&row.line), row.sales_line.as_ref(), row.operation.as_ref()]);
        let steps = document.routings.iter().map(|row| Some(&row.operation));
        let needs = document.boms.iter().map(|row| row.operation.as_ref());
        let reports =
            document.progress.iter().flat_map(|row| [Some(&row.operation), row.rework_operation.as_ref()]);
        let all = sold.chain(made).chain(held).chain(bought).chain(steps).chain(needs).chain(reports);
        let texts: BTreeSet<&String> = all.flatten().filter(|text| parsed(text).is_none()).collect();
        Self { texts: texts.into_iter().cloned().collect() }
    }

    /// The number that `text` is, or counts as.
    pub(super) fn of_text(&self, text: &str) -> u32 {
        parsed(text).unwrap_or_else(|| {
            let place = self.texts.binary_search_by(|known| known.as_str().cmp(text));
            Self::FIRST + place.unwrap_or(self.texts.len()) as u32
        })
    }

    /// What was written for a number.
    pub(super) fn text_of(&self, number: u32) -> String {
        let place = number.checked_sub(Self::FIRST).and_then(|place| self.texts.get(place as usize));
        place.cloned().unwrap_or_else(|| number.to_string())
    }

    /// The number that `text` counts as, if it is none itself.
    pub(super) fn assigned(&self, text: &str) -> Option<u32> {
        parsed(text).is_none().then(|| self.of_text(text))
    }
}

fn parsed(text: &str) -> Option<u32> {
    text.parse().ok().filter(|number| *number < Numbers::FIRST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_stay_in_range() {
        assert_eq!(quantity(Decimal::new(25, 1)), Qty::from_millionths(2_500_000));
        assert_eq!(quantity(Decimal::MAX), Qty::from_millionths(i64::MAX));
        assert_eq!(quantity(Decimal::MIN), Qty::ZERO);
        assert_eq!(seconds(Decimal::MAX, 60), LONGEST);
        assert_eq!(millis(Decimal::new(785, 1), 60), 4_710_000);
        assert_eq!(percent(Decimal::from(98)), Ratio(980_000));
    }

    #[test]
    fn texts_get_numbers_in_their_own_order() {
        let numbers = Numbers { texts: vec!["10A".into(), "B".into()] };
        assert_eq!(numbers.of_text("20"), 20);
        assert_eq!((numbers.of_text("10A"), numbers.of_text("B")), (900_000_001, 900_000_002));
        assert_eq!(numbers.assigned("20"), None);
    }
}
