//! Why something that a customer says in the portal, or somebody about it, is refused.

crate::refusal_codes! {
    TEXT_TOO_LONG = 422,
        "This text has {length} characters, and {most} is the most.",
        "该内容有 {length} 个字符，最多 {most} 个。",
        "Say it in fewer words, or send us the rest by mail.",
        "请精简内容，其余部分可通过邮件发送。";
    TOO_MANY_OPEN = 409,
        "{most} of yours wait for our answer already.",
        "您已有 {most} 项正在等待答复。",
        "Wait for our answers, or call us.",
        "请等待我们的答复，或致电我们。";
    CHANGES_OFF = 403,
        "Changes can't be asked for here.",
        "此处不接受变更申请。",
        "Call us or write to us.",
        "请致电或写邮件给我们。";
    NO_QUANTITY = 422,
        "“{value}” is no quantity.",
        "“{value}”不是有效的数量。",
        "Write a number, for example 120.",
        "请填写数字，例如 120。";
    NO_DAY = 422,
        "“{value}” is no day.",
        "“{value}”不是有效的日期。",
        "Write it as year-month-day, for example 2026-12-04.",
        "请按 年-月-日 填写，例如 2026-12-04。";
    NO_SCORE = 422,
        "“{value}” is no score from {min} to {max}.",
        "“{value}”不是 {min} 到 {max} 的分数。",
        "Choose one of the scores.",
        "请选择其中一个分数。";
    NO_PUBLIC_ADDRESS = 409,
        "The confirmation names the address of the portal, and the server has none.",
        "订单确认书上会印门户地址，但服务器尚未设置该地址。",
        "Start the server with public-url set to where customers reach it.",
        "请在启动服务器时将 public-url 设为客户可访问的地址。";
    NOTHING_WAITED_FOR = 409,
        "Nothing of this order waits for that any more.",
        "该订单已不再等待此项。",
        "Load the page anew.",
        "请刷新页面。";
    SURVEY_OVER = 409,
        "There is nothing to answer here, or it was answered already.",
        "此处没有需要填写的内容，或已填写过。",
        "Thank you. If there is something you want to tell us, ask a question below.",
        "谢谢。如需告知我们其他事项，请在下方提问。";
    QUESTION_ANSWERED = 409,
        "Question {value} was answered already.",
        "问题 {value} 已答复。",
        "Read the answer at the order; a further question gets one of its own.",
        "请在订单中查看答复；如有新的问题请另行提问。";
    NO_ADDRESS = 422,
        "“{value}” is no mail address.",
        "“{value}”不是有效的邮箱地址。",
        "Write it in full, for example anna@company.example.",
        "请填写完整地址，例如 anna@company.example。";
    TOO_MANY_FOLLOWERS = 409,
        "{most} addresses were asked about this order today already.",
        "今天已有 {most} 个邮箱就此订单收到确认邮件。",
        "Try again tomorrow, or call us.",
        "请明天再试，或致电我们。";
    LOGO_NO_PICTURE = 422,
        "This file is no picture that browsers show.",
        "该文件不是浏览器可显示的图片。",
        "Use PNG, JPEG or WebP.",
        "请使用 PNG、JPEG 或 WebP 格式。";
    LOGO_TOO_LARGE = 422,
        "This picture has {value} bytes, and {most} is the most.",
        "该图片大小为 {value} 字节，最多 {most} 字节。",
        "Make it smaller: 600 pixels wide is enough.",
        "请缩小图片：宽度 600 像素即可。";
    PORTAL_OFF = 409,
        "The portal is off.",
        "客户门户未开启。",
        "Switch it on in the settings: policies.portal.on.",
        "请在设置中开启：policies.portal.on。";
}
