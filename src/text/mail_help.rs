//! What `holdfast mail` and `holdfast contact` say.

use super::Lang;

/// Words of the commands. One field for each, so that a language that lacks one does not compile.
#[allow(missing_docs)] // the names say what the words stand for
pub struct MailHelp {
    pub mail: &'static str,
    pub test: &'static str,
    pub to: &'static str,
    pub preview: &'static str,
    pub template: &'static str,
    pub facts: &'static str,
    pub html: &'static str,
    pub list: &'static str,
    pub state: &'static str,
    pub retry: &'static str,
    pub id: &'static str,
    pub no_server: &'static str,
    pub taken: &'static str,
    pub not_taken: &'static str,
    pub written: &'static str,
    pub nothing: &'static str,
    pub again: &'static str,
    pub no_number: &'static str,
    pub contact: &'static str,
    pub contact_show: &'static str,
    pub contact_set: &'static str,
    pub address: &'static str,
    pub contact_lang: &'static str,
    pub quiet: &'static str,
    pub stand_in: &'static str,
    pub from: &'static str,
    pub until: &'static str,
    pub digest_hour: &'static str,
    pub quiet_wrong: &'static str,
    pub stand_in_wrong: &'static str,
}

impl MailHelp {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Zh => &ZH,
        }
    }
}

const EN: MailHelp = MailHelp {
    mail: "Mail: try the server, see messages, and what is in the outbox",
    test: "Send a trial mail at once and say what the mail server answered",
    to: "address to send to",
    preview: "Print a message as it would be sent, with an example or with facts of your own",
    template: "promise-at-risk, promise-will-be-missed, promise-much-earlier, recovered, alert, storm, digest or trial",
    facts: "file with facts in JSON instead of the example",
    html: "write the message in HTML to this file instead",
    list: "List the newest messages of the outbox",
    state: "only those that are pending, sending, sent, delayed, failed or given-up",
    retry: "Try a message again at once that failed or waits",
    id: "its number, as `holdfast mail list` says it",
    no_server: "No mail server is set. Set mail-server and mail-from; docs/mail.md has all settings.",
    taken: "The mail server took the mail to {to}.",
    not_taken: "The mail was not taken: {why}",
    written: "{subject}\nwritten to {path}",
    nothing: "The outbox is empty.",
    again: "Message {id} is tried again as soon as the server looks.",
    no_number: "`{value}` is no number of a message",
    contact: "How people are reached: address, language, quiet hours, stand-in",
    contact_show: "Say how everybody is reached, or somebody",
    contact_set: "Say how somebody is reached; what is not named stays, an empty text takes away",
    address: "mail address",
    contact_lang: "language of their messages: en or zh",
    quiet: "hours without messages but urgent ones, by the plant's clock: 20:00-07:00",
    stand_in: "who gets their messages from --from to --until",
    from: "first day of the stand-in: 2026-03-02",
    until: "last day of the stand-in",
    digest_hour: "hour of the day at which they get what can wait, 0 to 23",
    quiet_wrong: "`{value}` are no quiet hours; write them as 20:00-07:00",
    stand_in_wrong: "a stand-in needs --stand-in, --from and --until with two days, such as 2026-03-02",
};

const ZH: MailHelp = MailHelp {
    mail: "邮件：测试服务器、预览消息、查看发件箱",
    test: "立即发送一封测试邮件，并显示邮件服务器的应答",
    to: "收件地址",
    preview: "按示例或给定内容输出将要发送的消息",
    template: "promise-at-risk、promise-will-be-missed、promise-much-earlier、recovered、alert、storm、digest 或 trial",
    facts: "内容文件（JSON），代替示例",
    html: "将 HTML 消息写入此文件",
    list: "列出发件箱中最新的消息",
    state: "仅列出某状态：pending、sending、sent、delayed、failed 或 given-up",
    retry: "立即重试失败或等待中的消息",
    id: "消息编号，见 `holdfast mail list`",
    no_server: "尚未设置邮件服务器。请设置 mail-server 和 mail-from；全部设置见 docs/mail.md。",
    taken: "邮件服务器已接收发往 {to} 的邮件。",
    not_taken: "邮件未被接收：{why}",
    written: "{subject}\n已写入 {path}",
    nothing: "发件箱为空。",
    again: "消息 {id} 将在服务器下次检查时重试。",
    no_number: "“{value}”不是消息编号",
    contact: "人员联系方式：邮箱、语言、免打扰时段、代理人",
    contact_show: "显示所有人或某人的联系方式",
    contact_set: "设置某人的联系方式；未给出的保持不变，空文本表示清除",
    address: "邮箱地址",
    contact_lang: "消息语言：en 或 zh",
    quiet: "免打扰时段（工厂时间，紧急消息除外）：20:00-07:00",
    stand_in: "在 --from 至 --until 期间代收消息的人",
    from: "代理开始日：2026-03-02",
    until: "代理结束日",
    digest_hour: "每天接收汇总的时刻，0 至 23",
    quiet_wrong: "“{value}”不是有效时段；请写成 20:00-07:00",
    stand_in_wrong: "代理须同时给出 --stand-in、--from 和 --until，日期如 2026-03-02",
};
