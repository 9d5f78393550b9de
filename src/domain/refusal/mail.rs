//! What can be wrong with messages, with how people are reached, and with channels.

crate::refusal_codes! {
    MESSAGE_SENT = 409,
        "Message {value} was sent, or is being sent.",
        "消息 {value} 已发送或正在发送。",
        "Nothing needs to be done. Who needs it again is told by another message.",
        "无需处理。如需再次告知，请另发消息。";
    ADDRESS_INVALID = 422,
        "{value} is no mail address.",
        "{value} 不是邮箱地址。",
        "Write it as name@company.example, without a display name.",
        "请写成 name@company.example，不要带显示名称。";
    QUIET_HOURS_INVALID = 422,
        "Quiet hours need a beginning and an end, at two times of day; {field} is not right.",
        "免打扰时段须有开始和结束，且两者不同；{field} 不正确。",
        "Write both as HH:MM, such as 20:00 and 07:00, or leave both out.",
        "两者都写成 HH:MM，如 20:00 和 07:00，或都不填。";
    STAND_IN_INVALID = 422,
        "A stand-in needs a person, a first and a last day; {field} is not right.",
        "代理须有人员、开始日和结束日；{field} 不正确。",
        "Name somebody active other than the person, and a last day not before the first; or leave all three out.",
        "请填写本人以外的有效人员，且结束日不早于开始日；或三项都不填。";
    CHANNEL_ADDRESS_INVALID = 422,
        "The address of the channel can't be used.",
        "渠道地址不可用。",
        "Write an address that begins with https://; http:// only for an inside address that hook-inside allows.",
        "请填写以 https:// 开头的地址；仅 hook-inside 放行的内部地址可用 http://。";
    CHANNEL_SECRET_SHORT = 422,
        "The secret of a channel has at least {limit} characters.",
        "渠道密钥至少 {limit} 个字符。",
        "Use the one that the robot shows, or a long random text for a webhook.",
        "请使用机器人提供的密钥；网络回调请使用较长的随机文本。";
    CHANNEL_IS_MAIL = 422,
        "Mail is no channel to be made: it goes to people.",
        "邮件发给人员，不能作为渠道新建。",
        "Choose webhook, ding-talk or we-com.",
        "请选择 webhook、ding-talk 或 we-com。";
    TEMPLATE_UNKNOWN = 404,
        "There is no template {value}.",
        "没有模板 {value}。",
        "Choose one of {known}.",
        "请在 {known} 中选择。";
    TEMPLATE_BROKEN = 422,
        "The message can't be written with these facts: {why}",
        "无法用这些内容生成消息：{why}",
        "Compare the facts with the example that a preview without facts shows.",
        "请与不带内容预览时的示例对照。";
}
