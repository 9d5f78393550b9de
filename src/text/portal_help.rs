//! What `holdfast portal` says.

use super::Lang;

/// Words of the command. One field for each, so that a language that lacks one does not compile.
#[allow(missing_docs)] // the names say what the words stand for
pub struct PortalHelp {
    pub portal: &'static str,
    pub access: &'static str,
    pub renew: &'static str,
    pub close: &'static str,
    pub open: &'static str,
    pub questions: &'static str,
    pub all: &'static str,
    pub answer: &'static str,
    pub surveys: &'static str,
    pub logo: &'static str,
    pub order: &'static str,
    pub id: &'static str,
    pub text: &'static str,
    pub file: &'static str,
    pub code: &'static str,
    pub link: &'static str,
    pub until: &'static str,
    pub off: &'static str,
    pub closed: &'static str,
    pub no_questions: &'static str,
    pub complaint: &'static str,
    pub question: &'static str,
    pub answered: &'static str,
    pub no_surveys: &'static str,
    pub logo_set: &'static str,
    pub unreadable: &'static str,
}

impl PortalHelp {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Zh => &ZH,
        }
    }
}

const EN: PortalHelp = PortalHelp {
    portal: "What customers reach and say in the portal",
    access: "Print the access code and a link of an order, for its customer",
    renew: "Make a new access code: the old one and all links are no good any more",
    close: "Close the access to an order",
    open: "Open it again, with the same code",
    questions: "List questions and complaints that wait for an answer",
    all: "Answered ones as well",
    answer: "Answer a question; the customer reads it at the order",
    surveys: "List what customers answered after delivery",
    logo: "Set the logo on customers' pages: a PNG, JPEG or WebP file",
    order: "Number of the sales order",
    id: "Number of the question",
    text: "What the customer reads",
    file: "The file",
    code: "code   {code}",
    link: "link   {link}",
    until: "good until {day}",
    off: "The portal is off. Switch it on in the settings: policies.portal.on.",
    closed: "The access to {order} is closed.",
    no_questions: "No question waits for an answer.",
    complaint: "complaint",
    question: "question",
    answered: "Answered.",
    no_surveys: "Nobody answered a survey yet.",
    logo_set: "The logo is set ({bytes} bytes).",
    unreadable: "{file} can't be read: {why}",
};

const ZH: PortalHelp = PortalHelp {
    portal: "客户门户的访问与客户反馈",
    access: "显示订单的查询码和链接，供客户使用",
    renew: "更换查询码，原查询码和所有链接随即失效",
    close: "关闭订单的门户访问",
    open: "重新开放，查询码不变",
    questions: "列出等待答复的问题和投诉",
    all: "包括已答复的",
    answer: "答复问题，客户可在订单页面查看",
    surveys: "列出客户收货后的评价",
    logo: "设置客户页面的徽标，PNG、JPEG 或 WebP 文件",
    order: "销售订单号",
    id: "问题编号",
    text: "给客户的答复",
    file: "文件",
    code: "查询码  {code}",
    link: "链接    {link}",
    until: "有效期至 {day}",
    off: "客户门户未开启。请在设置中开启：policies.portal.on。",
    closed: "订单 {order} 的门户访问已关闭。",
    no_questions: "没有等待答复的问题。",
    complaint: "投诉",
    question: "问题",
    answered: "已答复。",
    no_surveys: "尚无客户评价。",
    logo_set: "徽标已设置（{bytes} 字节）。",
    unreadable: "无法读取 {file}：{why}",
};
