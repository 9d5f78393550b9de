//! What `holdfast supplier` says.

use super::Lang;

/// Words of the command. One field for each, so that a language that lacks one does not compile.
#[allow(missing_docs)] // the names say what the words stand for
pub struct SupplierHelp {
    pub supplier: &'static str,
    pub ask: &'static str,
    pub list: &'static str,
    pub revoke: &'static str,
    pub order: &'static str,
    pub line: &'static str,
    pub valid: &'static str,
    pub id: &'static str,
    pub asked: &'static str,
    pub revoked: &'static str,
    pub nothing: &'static str,
    pub expired: &'static str,
}

impl SupplierHelp {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Zh => &ZH,
        }
    }
}

const EN: SupplierHelp = SupplierHelp {
    supplier: "What suppliers are asked about purchase orders",
    ask: "Ask a supplier when a purchase order comes, by mail",
    list: "List what suppliers were asked last",
    revoke: "Take a request back: its link is no good any more",
    order: "Number of the purchase order",
    line: "Only this line; may stand several times",
    valid: "For how many days the link is good",
    id: "The request's id",
    asked: "{supplier} is asked about {lines} by mail to {count} contacts.",
    revoked: "The request was taken back.",
    nothing: "No supplier was asked anything.",
    expired: "expired",
};

const ZH: SupplierHelp = SupplierHelp {
    supplier: "就采购订单向供应商的询问",
    ask: "用邮件询问供应商采购订单何时到货",
    list: "列出最近的询问",
    revoke: "撤回询问，其链接随即失效",
    order: "采购订单号",
    line: "仅询问此行，可多次填写",
    valid: "链接有效天数",
    id: "询问编号",
    asked: "已用邮件向 {supplier} 的 {count} 位联系人询问 {lines}。",
    revoked: "已撤回。",
    nothing: "尚未询问过供应商。",
    expired: "已过期",
};
