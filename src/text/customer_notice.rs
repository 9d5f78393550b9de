//! What customers read: notices about their orders, the reasons that they may hear, and the page on which they stop
//! them. Nothing of the inside of the shop is in it.

use super::{Bilingual, Lang};
use crate::domain::notice::Milestone;

const fn both(en: &'static str, zh: &'static str) -> Bilingual {
    Bilingual { en, zh }
}

/// What a customer hears of one of the usual reasons; nothing where that would say nothing.
pub fn for_customers(code: &str) -> Option<Bilingual> {
    Some(match code {
        "customer-changed-quantity" => both("You changed the quantity.", "贵司变更了订单数量。"),
        "customer-changed-date" => both("You asked for another date.", "贵司要求调整交期。"),
        "customer-changed-specification" => both("You changed the specification.", "贵司变更了技术要求。"),
        "customer-approval-late" => both(
            "A drawing, a deposit or a sign-off on your side came later than planned.",
            "贵司的图纸、定金或样品确认晚于计划。",
        ),
        "material-late" => {
            both("Material for your order arrives later than planned.", "贵司订单所需材料晚于计划到达。")
        }
        "capacity" => both("Our production is busier than we had planned for.", "我方生产负荷高于原计划。"),
        "breakdown" => both("Our production was interrupted unexpectedly.", "我方生产出现意外中断。"),
        "quality" => both(
            "We want to be sure of the quality, and that takes longer than planned.",
            "为确保产品质量，所需时间比原计划更长。",
        ),
        "subcontractor-late" => {
            both("One step of the work takes longer than planned.", "其中一道工序用时比原计划更长。")
        }
        "entry-error" => both(
            "The date that we had told you was wrong. We are sorry for that.",
            "此前告知贵司的日期有误，谨此致歉。",
        ),
        _ => return None,
    })
}

/// What is done where a date is later or open, unless somebody says it better.
pub const USUAL_DOING: Bilingual =
    both("We are working to bring the day forward.", "我们正在努力提前交付日期。");

/// What a milestone is in one line.
pub const fn reached(milestone: Milestone) -> Bilingual {
    match milestone {
        Milestone::Confirmed => both("We have confirmed your order", "贵司订单已确认"),
        Milestone::MaterialThere => both("The material for your order is here", "贵司订单所需材料已到齐"),
        Milestone::InProduction => both("Your order is in production", "贵司订单已投入生产"),
        Milestone::Made => both("Your order is made and inspected", "贵司订单已完工并检验合格"),
        Milestone::Packed => both("Your order is packed", "贵司订单已包装"),
        Milestone::Dispatched => both("Your order is on its way", "贵司订单已发货"),
        Milestone::Delivered => both("Your order has arrived", "贵司订单已送达"),
    }
}

/// What a milestone is beside a line.
pub const fn standing(milestone: Milestone) -> Bilingual {
    match milestone {
        Milestone::Confirmed => both("confirmed", "已确认"),
        Milestone::MaterialThere => both("material is here", "材料已到齐"),
        Milestone::InProduction => both("in production", "生产中"),
        Milestone::Made => both("made and inspected", "已完工并检验合格"),
        Milestone::Packed => both("packed", "已包装"),
        Milestone::Dispatched => both("dispatched", "已发货"),
        Milestone::Delivered => both("delivered", "已送达"),
    }
}

/// Words of notices. One field for each, so that a language that lacks one does not compile.
#[allow(missing_docs)] // the names say what the words stand for
#[derive(Clone, Copy, Debug)]
pub struct NoticeWords {
    pub your_order: &'static str,
    pub our_order: &'static str,
    pub cancelled: &'static str,
    pub cancelled_in_part: &'static str,
    pub date_open: &'static str,
    pub new_date: &'static str,
    pub new_dates: &'static str,
    pub earlier: &'static str,
    pub earlier_dates: &'static str,
    pub first_date: &'static str,
    pub first_dates: &'static str,
    pub news: &'static str,
    pub order_line: &'static str,
    pub your_part: &'static str,
    pub leaves: &'static str,
    pub arrives: &'static str,
    pub instead_of: &'static str,
    pub open: &'static str,
    pub standing: &'static str,
    pub line_cancelled: &'static str,
    pub left: &'static str,
    pub left_of: &'static str,
    pub carrier: &'static str,
    pub tracking: &'static str,
    pub why: &'static str,
    pub doing: &'static str,
    pub next: &'static str,
    pub next_by: &'static str,
    pub contact: &'static str,
    pub contact_is: &'static str,
    pub because: &'static str,
    pub stop: &'static str,
    pub see: &'static str,
}

impl NoticeWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Zh => &ZH,
        }
    }
}

const EN: NoticeWords = NoticeWords {
    your_order: "Your order {po}",
    our_order: "our {order}",
    cancelled: "Cancelled",
    cancelled_in_part: "Cancelled in part",
    date_open: "The date has to be set anew",
    new_date: "New date: {date}",
    new_dates: "New dates for {n} lines",
    earlier: "Earlier than planned: {date}",
    earlier_dates: "Earlier dates for {n} lines",
    first_date: "Planned for {date}",
    first_dates: "Dates for {n} lines",
    news: "News about your order",
    order_line: "Line {line}",
    your_part: "your part {part}",
    leaves: "Leaves us",
    arrives: "Reaches you",
    instead_of: "instead of {was}",
    open: "not known yet",
    standing: "Where it stands",
    line_cancelled: "cancelled",
    left: "Sent",
    left_of: "{left} of {quantity}",
    carrier: "Carrier",
    tracking: "Tracking",
    why: "Why",
    doing: "What we do about it",
    next: "When you hear from us next",
    next_by: "By {day} at the latest.",
    contact: "Your contact",
    contact_is: "{name}. An answer to this mail reaches them.",
    because: "You get this because you are named as a contact for orders with {plant}.",
    see: "See your order",
    stop: "Stop these notices to this address",
};

const ZH: NoticeWords = NoticeWords {
    your_order: "贵司订单 {po}",
    our_order: "我方单号 {order}",
    cancelled: "已取消",
    cancelled_in_part: "部分取消",
    date_open: "交期待重新确定",
    new_date: "新交期：{date}",
    new_dates: "{n} 行有新交期",
    earlier: "交期提前：{date}",
    earlier_dates: "{n} 行交期提前",
    first_date: "计划交期：{date}",
    first_dates: "{n} 行的交期",
    news: "贵司订单的最新情况",
    order_line: "第 {line} 行",
    your_part: "贵司料号 {part}",
    leaves: "发货",
    arrives: "送达",
    instead_of: "原为 {was}",
    open: "待定",
    standing: "当前状态",
    line_cancelled: "已取消",
    left: "已发数量",
    left_of: "{left}，共 {quantity}",
    carrier: "承运商",
    tracking: "运单号",
    why: "原因",
    doing: "我们的措施",
    next: "下次联系",
    next_by: "最迟 {day}。",
    contact: "联系人",
    contact_is: "{name}，直接回复本邮件即可联系。",
    because: "您是 {plant} 订单的联系人，因此收到此邮件。",
    see: "查看订单",
    stop: "不再向此邮箱发送此类通知",
};

/// Words of the page on which somebody stops notices.
#[allow(missing_docs)] // the names say what the words stand for
#[derive(Clone, Copy, Debug)]
pub struct StopWords {
    pub title: &'static str,
    pub lead: &'static str,
    pub stop: &'static str,
    pub done_title: &'static str,
    pub done: &'static str,
    pub other_language: &'static str,
}

impl StopWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &Self {
                title: "Stop notices about orders?",
                lead: "{plant} would then send no more notices about orders to {address}. Your orders themselves stay as \
                       they are.",
                stop: "Stop these notices",
                done_title: "These notices are stopped",
                done: "{plant} sends no more notices about orders to {address}. If that was a slip, ask your contact there \
                       to start them again.",
                other_language: "中文",
            },
            Lang::Zh => &Self {
                title: "停止接收订单通知？",
                lead: "停止后，{plant} 将不再向 {address} 发送订单通知。您的订单本身不受影响。",
                stop: "停止通知",
                done_title: "已停止通知",
                done: "{plant} 不再向 {address} 发送订单通知。如属误操作，请联系对方的业务联系人恢复。",
                other_language: "English",
            },
        }
    }
}

/// Words of the page behind a link that is no good: a wrong one, an old one and a used one look the same.
pub const LINK_OVER: (Bilingual, Bilingual) = (
    both("This link can't be used", "此链接无法使用"),
    both(
        "It is not complete, or it was good for a time that is over. Please use the newest mail, or write to your contact.",
        "链接不完整或已失效。请使用最新邮件中的链接，或联系您的业务联系人。",
    ),
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_fill_in_the_same() {
        let places = |text: &str| {
            let mut found: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|part| part.split('}').next())
                .map(str::to_owned)
                .collect();
            found.sort();
            found
        };
        let (en, zh) = (NoticeWords::of(Lang::En), NoticeWords::of(Lang::Zh));
        for (one, other) in [
            (en.left_of, zh.left_of),
            (en.contact_is, zh.contact_is),
            (en.because, zh.because),
            (en.new_dates, zh.new_dates),
            (StopWords::of(Lang::En).lead, StopWords::of(Lang::Zh).lead),
            (StopWords::of(Lang::En).done, StopWords::of(Lang::Zh).done),
        ] {
            assert_eq!(places(one), places(other), "{one}");
        }
        assert_ne!(
            for_customers("capacity").map(|said| said.en),
            for_customers("capacity").map(|said| said.zh)
        );
        assert_eq!(for_customers("other"), None);
    }
}
