//! The engine's problems in words: what is missing and what was assumed instead, and what to do about it.

use holdfast_engine::model::{Code, Shop};
use holdfast_engine::problem::ProblemKind as Kind;

use super::Lang;
use super::plan::{assumption, day_count, hold, operation};
use super::plan_labels::fill;
use super::plan_problem_words::{self as words, Words};

/// The stable code of a problem, such as `no-routing`, and its words.
fn entry(kind: &Kind) -> (&'static str, Words) {
    match kind {
        Kind::HorizonExhausted { .. } => ("horizon-exhausted", words::HORIZON_EXHAUSTED),
        Kind::UnknownItem { .. } => ("unknown-item", words::UNKNOWN_ITEM),
        Kind::UnknownComponent { .. } => ("unknown-component", words::UNKNOWN_COMPONENT),
        Kind::BomCycle { .. } => ("bom-cycle", words::BOM_CYCLE),
        Kind::NoRouting { .. } => ("no-routing", words::NO_ROUTING),
        Kind::NoTime { .. } => ("no-time", words::NO_TIME),
        Kind::NoWorkCenter { work_center: None, .. } => ("no-work-centre", words::NO_WORK_CENTER),
        Kind::NoWorkCenter { work_center: Some(_), .. } => ("no-work-centre", words::LOST_WORK_CENTER),
        Kind::UnknownAlternate { .. } => ("unknown-alternate", words::UNKNOWN_ALTERNATE),
        Kind::UnknownCalendar { .. } => ("unknown-calendar", words::UNKNOWN_CALENDAR),
        Kind::CalendarNeverOpens { .. } => ("calendar-never-opens", words::CALENDAR_NEVER_OPENS),
        Kind::HolidaysUnknown { .. } => ("holidays-unknown", words::HOLIDAYS_UNKNOWN),
        Kind::TooLongForAnyShift { .. } => ("too-long-for-any-shift", words::TOO_LONG_FOR_ANY_SHIFT),
        Kind::NoLeadTime { .. } => ("no-lead-time", words::NO_LEAD_TIME),
        Kind::OverduePurchase { .. } => ("overdue-purchase", words::OVERDUE_PURCHASE),
        Kind::PurchaseWithoutDate { .. } => ("purchase-without-date", words::PURCHASE_WITHOUT_DATE),
        Kind::CustomerMaterialMissing { .. } => {
            ("customer-material-missing", words::CUSTOMER_MATERIAL_MISSING)
        }
        Kind::PiecesMissing { .. } => ("pieces-missing", words::PIECES_MISSING),
        Kind::HoldWithoutDate { .. } => ("hold-without-date", words::HOLD_WITHOUT_DATE),
        Kind::HoldOverdue { .. } => ("hold-overdue", words::HOLD_OVERDUE),
        Kind::Blocked { .. } => ("blocked", words::BLOCKED),
        Kind::ClosedShort { .. } => ("closed-short", words::CLOSED_SHORT),
        Kind::Unconfirmed { .. } => ("unconfirmed", words::UNCONFIRMED),
        Kind::MoreRunningThanMachines { .. } => {
            ("more-running-than-machines", words::MORE_RUNNING_THAN_MACHINES)
        }
        Kind::WorkOrderWithoutItem { .. } => ("work-order-without-item", words::WORK_ORDER_WITHOUT_ITEM),
        Kind::LineWithoutDate { .. } => ("line-without-date", words::LINE_WITHOUT_DATE),
        Kind::SequenceUnknown { .. } => ("sequence-unknown", words::SEQUENCE_UNKNOWN),
    }
}

/// The stable code of a problem, such as `no-routing`.
pub fn code(kind: &Kind) -> &'static str {
    entry(kind).0
}

/// What is wrong, and what was taken instead.
pub fn message(kind: &Kind, shop: &Shop, lang: Lang) -> String {
    message_for_all(&[kind], shop, lang)
}

/// What is wrong with each of several problems that differ in one name only: the names are listed.
pub fn message_for_all(kinds: &[&Kind], shop: &Shop, lang: Lang) -> String {
    let Some(first) = kinds.first() else { return String::new() };
    let mut values = values(first, shop, lang);
    for kind in &kinds[1..] {
        for (value, (_, more)) in values.iter_mut().zip(self::values(kind, shop, lang)) {
            if !value.1.split(", ").any(|known| known == more) {
                value.1 += ", ";
                value.1 += &more;
            }
        }
    }
    let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let words = match first {
        Kind::NoTime { .. } if kinds.len() > 1 => words::NO_TIMES,
        _ => entry(first).1,
    };
    fill(words.message.get(lang), &values)
}

/// What to do about it.
pub fn remedy(kind: &Kind, lang: Lang) -> &'static str {
    entry(kind).1.remedy.get(lang)
}

/// The values that the words of a problem name.
fn values(kind: &Kind, shop: &Shop, lang: Lang) -> Vec<(&'static str, String)> {
    let text = |name, value: &dyn ToString| (name, value.to_string());
    let span = |name, days: u32| (name, day_count(days, lang));
    match kind {
        Kind::HorizonExhausted { line } | Kind::LineWithoutDate { line } => vec![text("line", line)],
        Kind::UnknownItem { item } => vec![text("item", item)],
        Kind::UnknownComponent { parent, component } => vec![text("item", component), text("parent", parent)],
        Kind::BomCycle { path } => {
            let path: Vec<&str> = path.iter().map(Code::as_str).collect();
            vec![("path", path.join(" > "))]
        }
        Kind::NoRouting { item, assumed } => vec![text("item", item), ("assumed", assumption(assumed, lang))],
        Kind::NoTime { item, operation, assumed } => {
            vec![text("item", item), text("operation", operation), ("assumed", assumption(assumed, lang))]
        }
        Kind::NoWorkCenter { item, operation, work_center } => {
            let center = work_center.as_ref().map(ToString::to_string).unwrap_or_default();
            vec![text("item", item), text("operation", operation), ("center", center)]
        }
        Kind::UnknownAlternate { item, operation, work_center } => {
            vec![text("item", item), text("operation", operation), text("center", work_center)]
        }
        Kind::UnknownCalendar { calendar, named_by } => {
            vec![text("calendar", calendar), text("named_by", named_by)]
        }
        Kind::CalendarNeverOpens { calendar } => vec![text("calendar", calendar)],
        Kind::HolidaysUnknown { calendar, after } => vec![text("calendar", calendar), text("after", after)],
        Kind::TooLongForAnyShift { operation: key } => vec![("operation", operation(key, lang))],
        Kind::NoLeadTime { item, days } | Kind::CustomerMaterialMissing { item, days } => {
            vec![text("item", item), span("days", *days)]
        }
        Kind::OverduePurchase { purchase, late_days, expected_days } => {
            vec![text("purchase", purchase), span("late", *late_days), span("days", *expected_days)]
        }
        Kind::PiecesMissing { operation: key, missing } => {
            vec![("operation", operation(key, lang)), text("missing", missing)]
        }
        Kind::PurchaseWithoutDate { purchase } => vec![text("purchase", purchase)],
        Kind::HoldWithoutDate { hold: key, days } | Kind::HoldOverdue { hold: key, days } => {
            vec![("hold", held(key, shop, lang)), span("days", *days)]
        }
        Kind::Blocked { operation: key, days } => {
            vec![("operation", operation(key, lang)), span("days", *days)]
        }
        Kind::ClosedShort { line, missing } => vec![text("line", line), text("missing", missing)],
        Kind::Unconfirmed { work_center } | Kind::MoreRunningThanMachines { work_center } => {
            vec![text("center", work_center)]
        }
        Kind::WorkOrderWithoutItem { work_order } => vec![text("work_order", work_order)],
        Kind::SequenceUnknown { work_center, operation: key } => {
            vec![text("center", work_center), ("operation", operation(key, lang))]
        }
    }
}

/// A hold by its key and what it waits for.
fn held(key: &str, shop: &Shop, lang: Lang) -> String {
    match (shop.holds.get(key), lang) {
        (Some(found), Lang::En) => format!("{key}, {}", hold(found, lang)),
        (Some(found), Lang::Zh) => format!("{key}“{}”", hold(found, lang)),
        (None, _) => key.to_owned(),
    }
}
