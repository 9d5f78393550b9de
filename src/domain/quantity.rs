//! How much a document may ask for.
//!
//! A quantity that nobody means would take the machines for a lifetime, and every other order would wait behind it:
//! an order, a quote and a rule of an item are for at most [`MOST`]. What was counted, in stock or on the floor, is a
//! fact and has no other limit than the books. Whole is what comes in pieces; of an item whose unit nobody has named
//! that is not known.

use super::refusal::{Refusal, common};
use super::value::Amount;
use crate::document::Unit;

/// The most that one line, work order or rule asks for, in the item's unit: a hundred million.
pub const MOST: u32 = 100_000_000;

/// Whether there are only whole ones of an item with this unit.
pub fn is_counted(unit: Option<Unit>) -> bool {
    match unit {
        Some(Unit::Pieces | Unit::Sets) => true,
        Some(Unit::Kilograms | Unit::Metres | Unit::SquareMetres | Unit::Litres) | None => false,
    }
}

/// Whether it has no fraction.
pub fn is_whole(quantity: Amount) -> bool {
    quantity.decimal().fract().is_zero()
}

/// Refuses more than anybody means.
///
/// # Errors
///
/// [`common::QUANTITY_TOO_LARGE`].
pub fn expect_within(field: &str, quantity: Amount) -> Result<(), Refusal> {
    if quantity <= Amount::whole(MOST) {
        return Ok(());
    }
    Err(Refusal::at(common::QUANTITY_TOO_LARGE, field, quantity).with("most", MOST))
}

/// Refuses a fraction of an item of which there are only whole ones.
///
/// # Errors
///
/// [`common::QUANTITY_NOT_WHOLE`].
pub fn expect_whole(field: &str, quantity: Amount, item: &str, unit: Option<Unit>) -> Result<(), Refusal> {
    if is_whole(quantity) || !is_counted(unit) {
        return Ok(());
    }
    Err(Refusal::at(common::QUANTITY_NOT_WHOLE, field, quantity).with("item", item))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Amount {
        text.parse().expect("an amount")
    }

    #[test]
    fn what_nobody_means_is_refused() {
        assert!(expect_within("quantity", amount("100000000")).is_ok());
        let refused = expect_within("lines[0].quantity", amount("100000000.5")).expect_err("too much");
        assert_eq!(
            (refused.name().as_str(), refused.value.as_deref()),
            ("quantity_too_large", Some("100000000.5"))
        );
    }

    #[test]
    fn what_is_counted_comes_whole() {
        for (text, unit, fits) in [
            ("2.5", Some(Unit::Pieces), false),
            ("2.5", Some(Unit::Sets), false),
            ("2.0", Some(Unit::Pieces), true),
            ("2.5", Some(Unit::Kilograms), true),
            ("2.5", None, true),
        ] {
            assert_eq!(expect_whole("quantity", amount(text), "P-1", unit).is_ok(), fits, "{text} {unit:?}");
        }
    }
}
