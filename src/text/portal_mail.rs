//! The mails of the portal: a question and a link, each with one button.

use super::Lang;

/// Words of these mails.
#[allow(missing_docs)] // the names say what the words stand for
#[derive(Clone, Copy, Debug)]
pub struct PortalMailWords {
    pub follow_subject: &'static str,
    pub follow_lead: &'static str,
    pub follow_open: &'static str,
    pub follow_because: &'static str,
    pub sign_in_subject: &'static str,
    pub sign_in_lead: &'static str,
    pub sign_in_open: &'static str,
    pub sign_in_because: &'static str,
}

const EN: PortalMailWords = PortalMailWords {
    follow_subject: "Shall we write to you about order {order}?",
    follow_lead: "Somebody asked that {plant} writes to this address when something happens to order {order}. Nothing is \
                  sent before you say yes.",
    follow_open: "Yes, write to me",
    follow_because: "If it was not you, do nothing: this was the only mail. The button is good for three days.",
    sign_in_subject: "Your orders at {plant}",
    sign_in_lead: "With this button you see all of your orders. It is good for half an hour.",
    sign_in_open: "See my orders",
    sign_in_because: "If you did not ask for it, do nothing: nobody gets in without this mail. Please do not pass it on.",
};

const ZH: PortalMailWords = PortalMailWords {
    follow_subject: "是否接收订单 {order} 的进展邮件？",
    follow_lead: "有人申请由 {plant} 向此邮箱发送订单 {order} 的进展。在您确认之前，我们不会发送任何邮件。",
    follow_open: "确认接收",
    follow_because: "如非您本人申请，请忽略本邮件，我们不会再次发送。按钮三天内有效。",
    sign_in_subject: "您在 {plant} 的订单",
    sign_in_lead: "点击按钮即可查看您的全部订单，半小时内有效。",
    sign_in_open: "查看我的订单",
    sign_in_because: "如非您本人申请，请忽略本邮件：没有本邮件，任何人都无法进入。请勿转发。",
};

impl PortalMailWords {
    /// Those of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Zh => &ZH,
        }
    }
}
