//! What `holdfast notice` says.

use super::Lang;

/// Words of the command. One field for each, so that a language that lacks one does not compile.
#[allow(missing_docs)] // the names say what the words stand for
pub struct NoticeHelp {
    pub notice: &'static str,
    pub list: &'static str,
    pub show: &'static str,
    pub write: &'static str,
    pub approve: &'static str,
    pub drop: &'static str,
    pub state: &'static str,
    pub id: &'static str,
    pub order: &'static str,
    pub text: &'static str,
    pub next: &'static str,
    pub why: &'static str,
    pub no_number: &'static str,
    pub no_day: &'static str,
    pub nothing: &'static str,
    pub begun: &'static str,
    pub sent: &'static str,
    pub dropped: &'static str,
    pub to: &'static str,
}

impl NoticeHelp {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Zh => &ZH,
        }
    }
}

const EN: NoticeHelp = NoticeHelp {
    notice: "What customers are told about their orders",
    list: "List notices, newest first",
    show: "Show a notice as its customer would read it",
    write: "Begin a notice about an order by hand",
    approve: "Send a notice",
    drop: "Drop a notice: nobody is told",
    state: "Only those that are draft, waiting, sent or dropped",
    id: "The notice's number",
    order: "The order's number",
    text: "What it says, in the customer's language",
    next: "By when the customer hears from us again, as 2026-03-09",
    why: "Why; the customer never reads it",
    no_number: "{value} is no number of a notice",
    no_day: "{value} is no day: write it as 2026-03-09",
    nothing: "There are no such notices.",
    begun: "Notice {id} is a draft; `holdfast notice approve {id}` sends it.",
    sent: "Notice {id} was put into the outbox for {count} contacts.",
    dropped: "Notice {id} was dropped.",
    to: "next by {day}",
};

const ZH: NoticeHelp = NoticeHelp {
    notice: "就订单向客户发出的通知",
    list: "列出通知，最新的在前",
    show: "按客户看到的样子显示一份通知",
    write: "手工起草一份订单通知",
    approve: "发送一份通知",
    drop: "作废一份通知，不告知任何人",
    state: "只列出某一状态：draft、waiting、sent 或 dropped",
    id: "通知编号",
    order: "订单号",
    text: "通知内容，用客户的语言",
    next: "最迟何时再次联系客户，如 2026-03-09",
    why: "原因，客户不会看到",
    no_number: "{value} 不是通知编号",
    no_day: "{value} 不是日期，请写成 2026-03-09",
    nothing: "没有这样的通知。",
    begun: "通知 {id} 为草稿；用 `holdfast notice approve {id}` 发送。",
    sent: "通知 {id} 已放入发件箱，共 {count} 位联系人。",
    dropped: "通知 {id} 已作废。",
    to: "下次最迟 {day}",
};
