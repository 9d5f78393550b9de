//! Remedies in words: what would be done, how to have it done, and what came of trying.

use super::plan::{job, operation, supply};
use super::{Bilingual, Lang};
use holdfast_engine::model::{Code, LineKey, Shop, SupplyKey};
use holdfast_engine::quantity::Qty;
use holdfast_engine::remedy::Remedy;

const fn both(en: &'static str, zh: &'static str) -> Bilingual {
    Bilingual { en, zh }
}

/// What would be done for the line `key`, in one sentence without an end.
pub fn remedy(of: &Remedy, (shop, key): (&Shop, &LineKey), lang: Lang) -> String {
    match (of, lang) {
        (Remedy::Overtime { calendars, days, from, to }, _) => {
            let days: Vec<String> = days.iter().map(ToString::to_string).collect();
            let calendar = calendars.first().map(Code::to_string).unwrap_or_default();
            let (from, to) = (from.format("%H:%M"), to.format("%H:%M"));
            match lang {
                Lang::En => {
                    format!("Overtime on calendar {calendar} from {from} to {to}: {}", days.join(", "))
                }
                Lang::Zh => format!("日历 {calendar} 加班 {from}–{to}：{}", days.join("、")),
            }
        }
        (Remedy::Alternate { operation: key, work_center }, Lang::En) => {
            format!("{} on {work_center}", operation(key, lang))
        }
        (Remedy::Alternate { operation: key, work_center }, Lang::Zh) => {
            format!("{} 改在 {work_center} 加工", operation(key, lang))
        }
        (Remedy::Split { job: key, first }, Lang::En) => {
            format!("Cut {} in two lots, the first of {first}", job(key, lang))
        }
        (Remedy::Split { job: key, first }, Lang::Zh) => {
            format!("{} 拆成两批，首批 {first}", job(key, lang))
        }
        (Remedy::Partial { first }, _) if is_whole(shop, key, *first) => both(
            "Ship this line by itself, without the other lines of its order",
            "本行单独发货，不等同一订单的其他行",
        )
        .get(lang)
        .to_owned(),
        (Remedy::Partial { first }, Lang::En) => {
            format!("Ship {first} as soon as they are there, the rest later")
        }
        (Remedy::Partial { first }, Lang::Zh) => format!("先到先发 {first}，其余后发"),
        (Remedy::Expedite, _) => {
            both("Put this line's work before all other work", "本行工序优先于其他所有工作")
                .get(lang)
                .to_owned()
        }
        (Remedy::Express { supply: key, days }, Lang::En) => {
            let days = if *days == 1 { "1 day".to_owned() } else { format!("{days} days") };
            format!("{} {days} sooner, by express", bought(key, shop, lang))
        }
        (Remedy::Express { supply: key, days }, Lang::Zh) => {
            format!("{} 加急，提前 {days} 天到货", bought(key, shop, lang))
        }
        (Remedy::Supplier { supply: key, supplier }, Lang::En) => {
            format!("{} ordered now from {supplier}", bought(key, shop, lang))
        }
        (Remedy::Supplier { supply: key, supplier }, Lang::Zh) => {
            format!("{} 改向 {supplier} 即刻订购", bought(key, shop, lang))
        }
    }
}

/// Whether so much is all that is open of a line.
fn is_whole(shop: &Shop, key: &LineKey, first: Qty) -> bool {
    shop.lines.get(key).is_some_and(|line| line.quantity.less(line.shipped) == first)
}

fn bought(key: &SupplyKey, shop: &Shop, lang: Lang) -> String {
    let item = match key {
        SupplyKey::ProposedPurchase(item, _) => Some(item.clone()),
        SupplyKey::Purchase(purchase) => shop.purchases.get(purchase).and_then(|p| p.item.clone()),
        _ => None,
    };
    match item {
        Some(item) => supply(key, &item, lang),
        None => key.to_string(),
    }
}

/// A step towards carrying a remedy out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Enter the overtime.
    Overtime,
    /// Make a work order of a proposal.
    Confirm,
    /// Make a work order of a proposal, for the first lot; the plan proposes the rest again.
    ConfirmPart,
    /// Put the operation into the work centre's own sequence.
    Place,
    /// Once its work order is there, put the operation into the work centre's own sequence.
    PlaceThen,
    /// Cut the work order down to the first lot.
    Less,
    /// Enter a work order for the rest.
    Rest,
    /// Let the line leave in parts.
    InParts,
    /// Ship what is there.
    ShipPart,
    /// Agree with the customer that the line leaves by itself: no command changes that.
    Apart,
    /// Write the supplier's new date down.
    Date,
    /// Order it.
    Order,
    /// Close the order with the other supplier.
    CloseOld,
}

/// What to do, in words; `{day}` and `{center}` stand for the day of the overtime and for the work centre.
pub fn step(of: Step, lang: Lang) -> &'static str {
    match of {
        Step::Overtime => both("Enter the overtime of {day} in the calendar.", "在日历中录入 {day} 的加班。"),
        Step::Confirm => both("Make a work order of the proposal.", "将建议转为工单。"),
        Step::ConfirmPart => both(
            "Make a work order of the proposal for the first lot; confirm the rest when the plan proposes it.",
            "先按首批数量将建议转为工单，其余待计划再次建议后确认。",
        ),
        Step::Place => both(
            "Put it into the own sequence of {center}.",
            "将其排入 {center} 的自定顺序。",
        ),
        Step::PlaceThen => both(
            "Then put the operations of the new work order into the own sequence of {center}.",
            "再将新工单的工序排入 {center} 的自定顺序。",
        ),
        Step::Less => both("Cut the work order down to the first lot.", "将工单数量减为首批数量。"),
        Step::Rest => both("Enter a work order for the rest.", "为其余数量新建工单。"),
        Step::InParts => both(
            "Ask the customer, then let the line leave in parts.",
            "征得客户同意后，允许该行分批发货。",
        ),
        Step::ShipPart => both("Write a dispatch note for what is there.", "为已备好的数量开发货单。"),
        Step::Apart => both(
            "Agree with the customer that this line leaves by itself.",
            "与客户商定该行单独发货。",
        ),
        Step::Date => both(
            "Agree the date with the supplier, then write it down.",
            "与供应商确认新到货日期后录入。",
        ),
        Step::Order => both("Order it, with the date that the supplier confirms.", "下采购单，并录入供应商确认的日期。"),
        Step::CloseOld => both(
            "Close the order with the supplier so far, if they agree.",
            "与原供应商协商后关闭原采购单行。",
        ),
    }
    .get(lang)
}

/// What came of trying, over all.
pub fn outcome(tried: usize, lang: Lang) -> String {
    match (tried, lang) {
        (0, Lang::En) => "Nothing of what was tried helps this line.".to_owned(),
        (0, Lang::Zh) => "所试措施均无助于该行。".to_owned(),
        (1, Lang::En) => "One thing helps.".to_owned(),
        (_, Lang::En) => format!("{tried} things help, the best first."),
        (_, Lang::Zh) => format!("有 {tried} 项措施有效，效果最好的在前。"),
    }
}

/// Words of `holdfast remedies`. One field for each, so that a language that lacks one does not compile.
#[allow(missing_docs)] // the names say what the words stand for
pub struct RemedyWords {
    pub about: &'static str,
    pub line: &'static str,
    pub no_line: &'static str,
    pub stands: &'static str,
    pub chance: &'static str,
    pub dates: &'static str,
    pub chances: &'static str,
    pub rest: &'static str,
    pub loses: &'static str,
    pub hurt: &'static str,
    pub gains: &'static str,
    pub nobody: &'static str,
    pub undated: &'static str,
    pub nothing_stored: &'static str,
}

impl RemedyWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Zh => &ZH,
        }
    }
}

const EN: RemedyWords = RemedyWords {
    about: "Try what would help a line that may be late, and say whom it would cost",
    line: "the line, as SO-4219/10",
    no_line: "there is no open line {line}",
    stands: "{line} is met by {p50} with 50 %, by {p80} with 80 %, by {p95} with 95 %.",
    chance: "In time with {chance}.",
    dates: "50 % {p50}, 80 % {p80}, 95 % {p95}",
    chances: "in time {before} → {after}",
    rest: "The rest: 50 % {p50}, 80 % {p80}, 95 % {p95}",
    loses: "{line}: {before} → {after}",
    hurt: "hurts {line}: {before} → {after}",
    gains: "helps {line}: {before} → {after}",
    nobody: "costs nobody else",
    undated: "no date",
    nothing_stored: "Nothing was stored.",
};

const ZH: RemedyWords = RemedyWords {
    about: "试算哪些措施能帮助可能延误的订单行，以及会影响谁",
    line: "订单行，如 SO-4219/10",
    no_line: "没有未结的订单行 {line}",
    stands: "{line}：50 % 概率 {p50}，80 % 概率 {p80}，95 % 概率 {p95} 前交付。",
    chance: "按期概率 {chance}。",
    dates: "50 % {p50}，80 % {p80}，95 % {p95}",
    chances: "按期概率 {before} → {after}",
    rest: "其余：50 % {p50}，80 % {p80}，95 % {p95}",
    loses: "{line}：{before} → {after}",
    hurt: "损害 {line}：{before} → {after}",
    gains: "有利于 {line}：{before} → {after}",
    nobody: "不影响他人",
    undated: "无日期",
    nothing_stored: "未存储任何内容。",
};
