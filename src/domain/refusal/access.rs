//! What can be wrong with who asks, and with how it is asked over HTTP.

crate::refusal_codes! {
    SIGN_IN_FAILED = 401,
        "Name or password is wrong.",
        "用户名或密码错误。",
        "Check both and try again; an administrator can set a new password.",
        "请核对后重试；管理员可以重设密码。";
    OTHER_SITE = 403,
        "The request comes from a page of another site.",
        "请求来自其他网站的页面。",
        "Open Holdfast at its own address and try again.",
        "请在守期自己的地址中重新操作。";
    METHOD_NOT_ALLOWED = 405,
        "{value} cannot be used here.",
        "此地址不支持 {value}。",
        "Use one of {allowed}.",
        "请使用 {allowed}。";
    NOT_JSON = 415,
        "The request's content type is {value}.",
        "请求的内容类型是 {value}。",
        "Send {expected} as Content-Type.",
        "请将 Content-Type 设为 {expected}。";
    BAD_HEADER = 400,
        "The header {field} is {value}, which cannot be used: {reason}.",
        "请求头 {field} 的值 {value} 无效：{reason}。",
        "Correct {field} or leave it out.",
        "请更正或去掉 {field}。";
    TOO_DEEP = 422,
        "{field} is nested deeper than {limit} levels.",
        "{field} 嵌套超过 {limit} 层。",
        "Send a flatter document.",
        "请减少嵌套层级。";
    IN_PROGRESS = 409,
        "The same request is being carried out already.",
        "相同的请求正在处理。",
        "Repeat it with the same key in a moment to get its answer.",
        "请稍后用同一幂等键重试以获得结果。";
    SECRET_SHOWN = 409,
        "This request was carried out before; its secret was shown then and is kept nowhere.",
        "此请求已执行过；其密钥当时已显示，系统不保存。",
        "If the secret is lost, revoke the token and make another with a new key.",
        "如密钥遗失，请撤销该令牌，并用新的幂等键另建。";
    PASSWORD_TOO_SHORT = 422,
        "A password needs at least {limit} characters.",
        "密码至少需要 {limit} 个字符。",
        "Choose a longer one; several words are easy to remember.",
        "请使用更长的密码，例如几个容易记住的词。";
    WRONG_PASSWORD = 422,
        "The present password is not this one.",
        "当前密码不正确。",
        "Type the password that you signed in with.",
        "请输入当前登录使用的密码。";
    LAST_ADMINISTRATOR = 409,
        "{value} is the last administrator who can sign in.",
        "{value} 是最后一名可登录的管理员。",
        "Make somebody else an administrator first.",
        "请先将其他用户设为管理员。";
}
