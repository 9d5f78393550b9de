//! Why a message was not sent, in words.

use super::Bilingual;

/// What an error's stable name means.
pub fn error(code: &str) -> Bilingual {
    let (en, zh) = match code {
        "unknown-recipient" => (
            "There is nobody active of that name. Put the name right, or make the person or channel.",
            "没有该名称的有效人员或渠道。请更正名称，或新建该人员或渠道。",
        ),
        "no-address" => (
            "The person has no mail address that can be used. Give them one under contact.",
            "该人员没有可用的邮箱地址。请在联系方式中填写。",
        ),
        "unsubscribed" => (
            "They want no notices any more. Write to them yourself, or let them have notices again if they ask for it.",
            "对方已停止接收通知。请自行联系，或在对方要求时恢复通知。",
        ),
        "link-over" => (
            "The link in it is no good any more: it was answered, taken back, replaced, or its time is over.",
            "其中的链接已失效：已答复、已撤回、已被替代或已过期。",
        ),
        "no-public-url" => (
            "Its links would lead nowhere. Set public-url to the address at which people outside reach the server.",
            "其中的链接无处可去。请将 public-url 设为外部可访问的服务器地址。",
        ),
        "template" => ("The message could not be written.", "消息无法生成。"),
        "connection" => (
            "The other side could not be reached. Check that it runs and that its address is right.",
            "无法连接对方。请确认对方在运行且地址正确。",
        ),
        "timeout" => ("The other side did not answer in time.", "对方未及时应答。"),
        "tls" => (
            "There is no connection that nobody else can read. Check the certificate, its name and the setting mail-tls.",
            "无法建立加密连接。请检查证书、证书名称以及设置 mail-tls。",
        ),
        "sign-in" => (
            "The mail server does not take our name and password. Check mail-user and mail-password-file.",
            "邮件服务器不接受用户名或密码。请检查 mail-user 和 mail-password-file。",
        ),
        "sender" => (
            "The mail server takes no mail from our sender, or none just now. Check mail-from.",
            "邮件服务器不接受我们的发件人，或暂不接收。请检查 mail-from。",
        ),
        "refused" => ("The other side does not take this message.", "对方拒收此消息。"),
        "unheard" => (
            "All of it was sent, but no answer came. It is sent again as the same message, and may arrive twice.",
            "内容已全部发出，但未收到应答。将以同一消息标识重发，可能收到两次。",
        ),
        "answer" => ("The other side answered something that can't be understood.", "对方的应答无法理解。"),
        "inside-address" => (
            "The address is inside the house, where requests do not go. Allow it with hook-inside if it is right.",
            "该地址属于内部网络，默认不允许访问。如确有需要，请用 hook-inside 放行。",
        ),
        _ => ("Something went wrong here; the log has more of it.", "系统内部出错，详见日志。"),
    };
    Bilingual { en, zh }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notify::Kind;

    #[test]
    fn every_kind_of_fault_has_words_of_its_own() {
        let unknown = error("own");
        for kind in Kind::ALL {
            let words = error(kind.name());
            assert_eq!(words == unknown, kind == Kind::Own, "{}", kind.name());
        }
    }
}
