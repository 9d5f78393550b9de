//! What suppliers read: the mail that asks when a purchase comes, the page on which they say so, and what the buyer hears
//! of that.

use super::Lang;
use crate::domain::rule::Words;
use crate::domain::supplier_request::{Answer, Wrong};

/// Words of the mail and the page. One field for each, so that a language that lacks one does not compile.
#[allow(missing_docs)] // the names say what the words stand for
#[derive(Clone, Copy, Debug)]
pub struct SupplierWords {
    pub order: &'static str,
    pub order_within: &'static str,
    pub subject: &'static str,
    pub mail_title: &'static str,
    pub mail_lead: &'static str,
    pub order_line: &'static str,
    pub expected: &'static str,
    pub unconfirmed: &'static str,
    pub no_day: &'static str,
    pub open: &'static str,
    pub until: &'static str,
    pub because: &'static str,
    pub title: &'static str,
    pub lead: &'static str,
    pub date: &'static str,
    pub known: &'static str,
    pub in_part: &'static str,
    pub part: &'static str,
    pub rest: &'static str,
    pub rest_hint: &'static str,
    pub note: &'static str,
    pub send: &'static str,
    pub done_title: &'static str,
    pub done: &'static str,
    pub said: &'static str,
    pub said_part: &'static str,
    pub said_rest: &'static str,
    pub said_open: &'static str,
    pub wrong: &'static str,
    pub other_language: &'static str,
}

impl SupplierWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Zh => &ZH,
        }
    }

    /// What is wrong with a line of the form, and what to write instead.
    pub const fn wrong_words(wrong: Wrong, lang: Lang) -> &'static str {
        let (en, zh) = match wrong {
            Wrong::NoDay => {
                ("Give the day as year-month-day, such as 2026-03-09.", "请填写日期，如 2026-03-09。")
            }
            Wrong::Over => {
                ("This day is over. Give today or a later day.", "该日期已过，请填写今天或以后的日期。")
            }
            Wrong::Far => ("This day is years away. Check the year.", "该日期过于遥远，请核对年份。"),
            Wrong::Part => (
                "The part is more than nothing and less than all of it. Leave it empty if all of it comes.",
                "部分数量应大于零且小于全部数量；如全部到货请留空。",
            ),
            Wrong::Rest => (
                "The rest comes with or after the part. Leave its day empty if no rest is left.",
                "其余部分的日期不得早于第一批；如无剩余请留空。",
            ),
            Wrong::Note => ("The note has more than 500 characters.", "备注超过 500 个字符。"),
        };
        match lang {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }
}

const EN: SupplierWords = SupplierWords {
    order: "Purchase order {order}",
    order_within: "purchase order {order}",
    subject: "Purchase order {order}: when does it come?",
    mail_title: "When does it come?",
    mail_lead: "{plant} has ordered this from you. Please confirm the day, or name another one: it takes a minute and no \
                password.",
    order_line: "Line {line}",
    expected: "Expected here",
    unconfirmed: "not confirmed yet",
    no_day: "No day is confirmed yet.",
    open: "Confirm the day",
    until: "The link is good until {day}, and once.",
    because: "You get this because {plant} ordered from you.",
    title: "When does it come?",
    lead: "{plant} has ordered this from you: {order}. Please confirm the day on which it reaches us, or name another \
           one. The link is good until {day}.",
    date: "It reaches us on",
    known: "We count on {day}.",
    in_part: "Only a part of it comes then",
    part: "So much comes then (of {quantity})",
    rest: "The rest comes on",
    rest_hint: "Leave it empty if you do not know yet.",
    note: "Note, if there is something to add",
    send: "Send",
    done_title: "Thank you",
    done: "{plant} knows now. If something changes, write to your contact there.",
    said: "Line {line}: {day}",
    said_part: "Line {line}: {part} on {day}",
    said_rest: ", the rest on {rest}",
    said_open: ", the day of the rest is open",
    wrong: "Something has to be put right. Nothing was sent yet.",
    other_language: "中文",
};

const ZH: SupplierWords = SupplierWords {
    order: "采购订单 {order}",
    order_within: "采购订单 {order}",
    subject: "采购订单 {order}：请确认到货日期",
    mail_title: "请确认到货日期",
    mail_lead: "{plant} 已向贵司订购以下物料。请确认到货日期或填写新的日期，无需登录，一分钟即可完成。",
    order_line: "第 {line} 行",
    expected: "预计到货",
    unconfirmed: "尚未确认",
    no_day: "尚未确认日期。",
    open: "确认日期",
    until: "链接有效期至 {day}，仅可提交一次。",
    because: "{plant} 向贵司下达了采购订单，因此您收到此邮件。",
    title: "请确认到货日期",
    lead: "{plant} 已向贵司订购以下物料（{order}）。请确认到货日期，或填写新的日期。链接有效期至 {day}。",
    date: "到货日期",
    known: "目前预计 {day}。",
    in_part: "届时只到一部分",
    part: "届时到货数量（共 {quantity}）",
    rest: "其余到货日期",
    rest_hint: "如尚不确定请留空。",
    note: "备注（如有）",
    send: "提交",
    done_title: "谢谢",
    done: "{plant} 已收到。如有变化，请联系对方采购人员。",
    said: "第 {line} 行：{day}",
    said_part: "第 {line} 行：{part} 于 {day} 到货",
    said_rest: "，其余于 {rest} 到货",
    said_open: "，其余日期待定",
    wrong: "有内容需要更正，尚未提交。",
    other_language: "English",
};

/// What the buyer hears of an answer: a title and a sentence, in both languages.
pub fn answered(supplier: &str, order: &str, said: &[&Answer]) -> (Words, Words) {
    let one = |answer: &&Answer| {
        let (line, day) = (&answer.line, answer.date);
        let first = match answer.part {
            None => (format!("line {line}: {day}"), format!("第 {line} 行：{day}")),
            Some(part) => (format!("line {line}: {part} on {day}"), format!("第 {line} 行：{part} 于 {day}")),
        };
        let rest = match (answer.part, answer.rest) {
            (Some(_), Some(rest)) => (format!(", the rest on {rest}"), format!("，其余于 {rest}")),
            (Some(_), None) => (", the day of the rest is open".to_owned(), "，其余日期待定".to_owned()),
            _ => Default::default(),
        };
        let note = answer.note.as_ref();
        let note = note.map(|note| (format!(" (“{note}”)"), format!("（“{note}”）"))).unwrap_or_default();
        let (en, zh) = (first.0 + &rest.0 + &note.0, first.1 + &rest.1 + &note.1);
        (en, zh)
    };
    let (en, zh): (Vec<String>, Vec<String>) = said.iter().map(one).unzip();
    let title = Words::of(
        format!("{supplier} has answered about {order}"),
        format!("供应商 {supplier} 已答复 {order} 的到货日期"),
    );
    (title, Words::of(format!("They say: {}.", en.join("; ")), format!("答复：{}。", zh.join("；"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_says_what_to_write_in_both_languages() {
        for wrong in [Wrong::NoDay, Wrong::Over, Wrong::Far, Wrong::Part, Wrong::Rest, Wrong::Note] {
            let (en, zh) =
                (SupplierWords::wrong_words(wrong, Lang::En), SupplierWords::wrong_words(wrong, Lang::Zh));
            assert!(!en.is_empty() && en != zh, "{wrong:?}");
        }
    }
}
