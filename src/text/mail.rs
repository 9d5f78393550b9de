//! The words of mails and of messages to chat robots.

use super::Lang;
use chrono::{Datelike, NaiveDate, Weekday};
use serde::Serialize;

/// Words that templates name as `t.…`. One field for each, so that a language that lacks one does not compile.
#[allow(missing_docs)] // the names say what the words stand for
#[derive(Clone, Copy, Debug, Serialize)]
pub struct MailWords {
    pub name: &'static str,
    pub at_risk: &'static str,
    pub missed: &'static str,
    pub recovered: &'static str,
    pub earlier: &'static str,
    pub notice: &'static str,
    pub storm: &'static str,
    pub digest: &'static str,
    pub trial: &'static str,
    pub trial_title: &'static str,
    pub trial_text: &'static str,
    pub late_one: &'static str,
    pub late: &'static str,
    pub will_be_late_one: &'static str,
    pub will_be_late: &'static str,
    pub instead_of: &'static str,
    pub unsure: &'static str,
    pub back_on_track: &'static str,
    pub earlier_by_one: &'static str,
    pub earlier_by: &'static str,
    pub more_lines_one: &'static str,
    pub more_lines: &'static str,
    pub orders_at_risk: &'static str,
    pub promises_back: &'static str,
    pub things_at_once: &'static str,
    pub same_at_once: &'static str,
    pub their_order: &'static str,
    pub order_line: &'static str,
    pub promised: &'static str,
    pub forecast: &'static str,
    pub on_time: &'static str,
    pub eight_in_ten: &'static str,
    pub days_late_one: &'static str,
    pub days_late: &'static str,
    pub victim: &'static str,
    pub victim_odds: &'static str,
    pub was: &'static str,
    pub was_on: &'static str,
    pub why: &'static str,
    pub remedies: &'static str,
    pub saves: &'static str,
    pub by_plan: &'static str,
    pub then_kept: &'static str,
    pub costs_nobody: &'static str,
    pub costs: &'static str,
    pub to_customer: &'static str,
    pub open: &'static str,
    pub days: &'static str,
    pub day: &'static str,
    pub order: &'static str,
    pub item: &'static str,
    pub more_rows: &'static str,
    pub why_you: &'static str,
    pub why_you_rule: &'static str,
    pub why_you_only_rule: &'static str,
    pub why_you_nobody: &'static str,
    pub looks_after: &'static str,
    pub instead: &'static str,
    pub no_answer: &'static str,
    pub separator: &'static str,
}

impl MailWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Zh => &ZH,
        }
    }
}

const EN: MailWords = MailWords {
    name: "Holdfast",
    at_risk: "Promise at risk",
    missed: "Promise will be missed",
    recovered: "Back on track",
    earlier: "Earlier than promised",
    notice: "Notice",
    storm: "Many promises at once",
    digest: "What changed",
    trial: "Trial",
    trial_title: "This mail arrived, so mail works",
    trial_text: "Somebody asked Holdfast to send a trial mail. There is nothing to do.",
    late_one: "Likely 1 day late",
    late: "Likely {n} days late",
    will_be_late_one: "Will be 1 day late",
    will_be_late: "Will be {n} days late",
    instead_of: "{late}: {forecast}, not {promise}",
    unsure: "Only {chance} sure to leave by {promise}",
    back_on_track: "{chance} sure again to leave by {promise}",
    earlier_by_one: "Can leave a day early: {forecast}, not {promise}",
    earlier_by: "Can leave {n} days early: {forecast}, not {promise}",
    more_lines_one: "and 1 more line",
    more_lines: "and {n} more lines",
    orders_at_risk: "{n} promises in danger at once",
    promises_back: "{n} promises back on track",
    things_at_once: "{n} warnings at once",
    same_at_once: "{title}: {n} at once",
    their_order: "their {po}",
    order_line: "line {line}",
    promised: "Promised",
    forecast: "Forecast",
    on_time: "On time",
    eight_in_ten: "8 chances in 10",
    days_late_one: "1 day late",
    days_late: "{n} days late",
    victim: "{line} by {days}",
    victim_odds: "{line} from {before} to {after}",
    was: "was {was}",
    was_on: "was {was} on {day}",
    why: "Why",
    remedies: "What could still save it",
    saves: "saves {days}",
    by_plan: "by the plan alone, odds not played",
    then_kept: "then on time with {chance}",
    costs_nobody: "costs nobody else",
    costs: "sets back {victims}",
    to_customer: "For the customer, ready to send",
    open: "Open in Holdfast",
    days: "{n} days",
    day: "{n} day",
    order: "Order",
    item: "Item",
    more_rows: "and {n} more lines: see the link.",
    why_you: "You get this because your rules say so.",
    why_you_rule: "You get this because you look after {order}. Rule: {rule}.",
    why_you_only_rule: "You get this by the rule “{rule}”.",
    why_you_nobody: "You get this because nobody has acted on it yet. Rule: {rule}.",
    looks_after: "{name} looks after it.",
    instead: "You stand in for {name}.",
    no_answer: "Sent by a machine that reads no answers.",
    separator: ", ",
};

const ZH: MailWords = MailWords {
    name: "守期",
    at_risk: "承诺有风险",
    missed: "承诺将延误",
    recovered: "已恢复正常",
    earlier: "可提前交付",
    notice: "通知",
    storm: "多个承诺同时受影响",
    digest: "变化汇总",
    trial: "测试",
    trial_title: "收到此邮件，说明邮件发送正常",
    trial_text: "有人让守期发送了一封测试邮件，无需处理。",
    late_one: "预计晚 1 天",
    late: "预计晚 {n} 天",
    will_be_late_one: "将晚 1 天",
    will_be_late: "将晚 {n} 天",
    instead_of: "{late}：{forecast}，原定 {promise}",
    unsure: "{promise} 前发货的把握只有 {chance}",
    back_on_track: "{promise} 前发货的把握回升到 {chance}",
    earlier_by_one: "可提前 1 天：{forecast}，原定 {promise}",
    earlier_by: "可提前 {n} 天：{forecast}，原定 {promise}",
    more_lines_one: "另有 1 行",
    more_lines: "另有 {n} 行",
    orders_at_risk: "{n} 个承诺同时有风险",
    promises_back: "{n} 个承诺已恢复正常",
    things_at_once: "{n} 项预警同时出现",
    same_at_once: "{title}：同时 {n} 项",
    their_order: "客户单号 {po}",
    order_line: "第 {line} 行",
    promised: "承诺",
    forecast: "预计",
    on_time: "准时概率",
    eight_in_ten: "八成把握",
    days_late_one: "晚 1 天",
    days_late: "晚 {n} 天",
    victim: "{line} 推迟 {days}",
    victim_odds: "{line} 准时概率由 {before} 降至 {after}",
    was: "原为 {was}",
    was_on: "{day}时为 {was}",
    why: "原因",
    remedies: "还能怎么补救",
    saves: "可挽回 {days}",
    by_plan: "仅按计划估计，未推演概率",
    then_kept: "届时准时概率 {chance}",
    costs_nobody: "不影响其他承诺",
    costs: "会使 {victims}",
    to_customer: "可直接发给客户的话",
    open: "在守期中打开",
    days: "{n} 天",
    day: "{n} 天",
    order: "订单",
    item: "物料",
    more_rows: "另有 {n} 行，请打开链接查看。",
    why_you: "根据贵厂的规则，您会收到此邮件。",
    why_you_rule: "您负责 {order}，因此收到此邮件。规则：{rule}。",
    why_you_only_rule: "根据规则“{rule}”，您会收到此邮件。",
    why_you_nobody: "尚无人处理，因此通知您。规则：{rule}。",
    looks_after: "负责人：{name}。",
    instead: "您正在代替 {name}。",
    no_answer: "此邮件由系统发送，请勿回复。",
    separator: "、",
};

/// What a customer may be told, in the customer's language. Nothing of the inside of the shop is in it.
pub struct CustomerSentence {
    /// For goods that will leave later.
    pub later: &'static str,
    /// For goods that may leave later.
    pub unsure: &'static str,
    /// For goods that will leave as promised.
    pub kept: &'static str,
    /// For goods that can leave earlier.
    pub earlier: &'static str,
}

impl CustomerSentence {
    /// The sentences of a language.
    pub const fn of(lang: Lang) -> Self {
        match lang {
            Lang::En => Self {
                later: "About your order {po}: we expect {goods} to leave on {forecast} instead of {promise}. We are working to \
                        bring the day forward and will write to you again as soon as it is firm.",
                unsure: "About your order {po}: {goods} are still planned to leave on {promise}. One step has become tight; we \
                         are on it and will write to you at once if the day changes.",
                kept: "About your order {po}: {goods} will leave as promised, on {promise}.",
                earlier: "About your order {po}: {goods} can leave on {forecast} already, before {promise}. Would you like them \
                          then?",
            },
            Lang::Zh => Self {
                later: "关于贵司订单 {po}：{goods}预计于{forecast}发货，原定{promise}。我们正在全力提前，日期一经确定会立即告知您。",
                unsure: "关于贵司订单 {po}：{goods}目前仍计划于{promise}发货。其中一道工序较为紧张，我们正在跟进，日期如有变化会立即告知您。",
                kept: "关于贵司订单 {po}：{goods}将按承诺于{promise}发货。",
                earlier: "关于贵司订单 {po}：{goods}可提前于{forecast}发货（原定{promise}）。您是否需要提前收货？",
            },
        }
    }
}

/// A day, short: `Tue 10 Mar`; with its year where that is another than `now`'s.
pub fn day(day: NaiveDate, now: NaiveDate, lang: Lang) -> String {
    let other_year = day.year() != now.year();
    match lang {
        Lang::En => day.format(if other_year { "%a %-d %b %Y" } else { "%a %-d %b" }).to_string(),
        Lang::Zh => {
            let year = if other_year { day.format("%Y年").to_string() } else { String::new() };
            format!("{year}{} {}", day.format("%-m月%-d日"), weekday_zh(day.weekday()))
        }
    }
}

fn weekday_zh(day: Weekday) -> &'static str {
    ["周一", "周二", "周三", "周四", "周五", "周六", "周日"][day.num_days_from_monday() as usize]
}

/// A day in a sentence for a customer: in full.
pub fn day_in_full(day: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::En => day.format("%A, %-d %B %Y").to_string(),
        Lang::Zh => format!("{}（{}）", day.format("%Y年%-m月%-d日"), weekday_zh(day.weekday())),
    }
}

/// A quantity with its unit as people write it: `40 pcs`, `40 件`.
pub fn quantity(quantity: &str, unit: &str, lang: Lang) -> String {
    let unit = match (unit, lang) {
        ("pieces" | "piece" | "pcs" | "pc", Lang::En) => "pcs",
        ("pieces" | "piece" | "pcs" | "pc", Lang::Zh) => "件",
        ("sets" | "set", Lang::Zh) => "套",
        ("kilograms", _) => "kg",
        ("metres", _) => "m",
        ("square-metres", _) => "m²",
        ("litres", _) => "l",
        (unit, _) => unit,
    };
    format!("{quantity} {unit}").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_said_as_people_say_them() {
        let at = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let now = at("2026-03-02");
        assert_eq!(day(at("2026-03-10"), now, Lang::En), "Tue 10 Mar");
        assert_eq!(day(at("2027-01-04"), now, Lang::En), "Mon 4 Jan 2027");
        assert_eq!(day(at("2026-03-10"), now, Lang::Zh), "3月10日 周二");
        assert_eq!(day(at("2027-01-04"), now, Lang::Zh), "2027年1月4日 周一");
        assert_eq!(day_in_full(at("2026-03-10"), Lang::En), "Tuesday, 10 March 2026");
        assert_eq!(day_in_full(at("2026-03-10"), Lang::Zh), "2026年3月10日（周二）");
    }

    #[test]
    fn quantities_bear_their_unit() {
        assert_eq!(quantity("40", "pieces", Lang::En), "40 pcs");
        assert_eq!(quantity("40", "pieces", Lang::Zh), "40 件");
        assert_eq!(quantity("2.5", "kg", Lang::Zh), "2.5 kg");
        assert_eq!(quantity("7", "", Lang::En), "7");
    }
}
