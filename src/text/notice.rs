//! What is odd about an order, in words.

use super::Lang;
use std::fmt::Display;

/// A line is wanted before it was ordered.
pub fn wanted_before_ordered(line: &str, wanted: impl Display, ordered: impl Display, lang: Lang) -> String {
    match lang {
        Lang::En => format!(
            "Line {line} is wanted on {wanted}, before the day of its order, {ordered}. Check the requested date."
        ),
        Lang::Zh => {
            format!("第 {line} 行的客户要求日期 {wanted} 早于下单日期 {ordered}，请核对客户要求日期。")
        }
    }
}

/// The customer's own order number stands on `others` too.
pub fn customer_order_again(customer: &str, theirs: &str, others: &[String], lang: Lang) -> String {
    match lang {
        Lang::En => format!(
            "{customer} has ordered as {theirs} before, on {}. Check that this is not the same order again.",
            others.join(", ")
        ),
        Lang::Zh => format!(
            "客户 {customer} 的订单号 {theirs} 已用于订单 {}，请确认不是重复录入。",
            others.join("、")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_name_what_is_odd() {
        let others = ["SO-1".to_owned(), "SO-7".to_owned()];
        for lang in [Lang::En, Lang::Zh] {
            let again = customer_order_again("C-1", "PO-778", &others, lang);
            assert!(["C-1", "PO-778", "SO-1", "SO-7"].iter().all(|name| again.contains(name)), "{again}");
            let early = wanted_before_ordered("10", "2020-01-01", "2026-11-22", lang);
            assert!(["10", "2020-01-01", "2026-11-22"].iter().all(|name| early.contains(name)), "{early}");
        }
    }
}
