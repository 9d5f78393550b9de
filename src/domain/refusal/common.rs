//! What can be wrong with any command or question.

crate::refusal_codes! {
    INVALID_VALUE = 422,
        "{field}: {value} cannot be used: {reason}.",
        "{field}：{value} 无效：{reason}。",
        "Correct {field} and send it again.",
        "请更正 {field} 后重新提交。";
    INVALID_BODY = 400,
        "The request cannot be read as JSON: {reason}.",
        "请求不是可读的 JSON：{reason}。",
        "Send one JSON object as the API document describes it.",
        "请按接口文档提交一个 JSON 对象。";
    REQUIRED = 422,
        "{field} is missing.",
        "缺少 {field}。",
        "Give {field} a value.",
        "请填写 {field}。";
    EMPTY = 422,
        "{field} is empty.",
        "{field} 为空。",
        "Give {field} a value.",
        "请填写 {field}。";
    IN_THE_FUTURE = 422,
        "{field} is {value}, which has not come yet; it is {now}.",
        "{field} 为 {value}，尚未到达该时间；现在是 {now}。",
        "Give the time at which it happened, or set the clock of the device.",
        "请填写实际发生时间，或校准设备时钟。";
    QUANTITY_TOO_LARGE = 422,
        "{field}: {value} is more than one order or rule can be for.",
        "{field}：{value} 超过单张单据或单条规则允许的数量。",
        "Check for a slipped digit; the most is {most}, in the item's unit.",
        "请检查是否多输了位数；以物料单位计，最多 {most}。";
    QUANTITY_NOT_WHOLE = 422,
        "{field}: {value} has a fraction, and {item} comes in whole ones.",
        "{field}：{value} 带小数，而物料 {item} 只能按整件计数。",
        "Give a whole number, or give {item} a unit that can be divided.",
        "请填写整数，或将物料 {item} 的单位改为可分割的单位。";
    UNKNOWN = 404,
        "There is no {what} {value}.",
        "没有{what} {value}。",
        "Check {field}; {near}",
        "请核对 {field}；{near}";
    NO_SUCH_PATH = 404,
        "There is nothing at {value}.",
        "地址 {value} 不存在。",
        "Check the address against the API document.",
        "请对照接口文档检查地址。";
    EXISTS = 409,
        "There is a {what} {value} already.",
        "{what} {value} 已存在。",
        "Choose another number, or change the one that is there.",
        "请使用其他编号，或修改已有记录。";
    NOT_SIGNED_IN = 401,
        "Nobody is signed in.",
        "尚未登录。",
        "Sign in, or send an API token.",
        "请先登录，或提供接口令牌。";
    NOT_ALLOWED = 403,
        "This needs the right “{permission}”.",
        "此操作需要“{permission}”权限。",
        "Ask an administrator for a role that has it.",
        "请联系管理员获得相应角色。";
    VERSION_REQUIRED = 428,
        "A change needs the version that it is based on.",
        "修改须注明所依据的版本。",
        "Read it again and send its version as If-Match.",
        "请重新读取，并将其版本作为 If-Match 提交。";
    CHANGED_MEANWHILE = 412,
        "{what} {value} was changed by someone else meanwhile.",
        "{what} {value} 已被他人修改。",
        "Read it again and repeat the change on what is there now.",
        "请重新读取最新内容后再修改。";
    KEY_REUSED = 422,
        "The idempotency key {value} was used for another request.",
        "幂等键 {value} 已用于其他请求。",
        "Use a new key for a new request.",
        "新的请求请使用新的键。";
    BUSY = 503,
        "The system cannot store this just now.",
        "系统暂时无法保存。",
        "Nothing was changed. Try again in a few seconds.",
        "未做任何更改，请稍后重试。";
    TOO_LARGE = 413,
        "The request is larger than {limit}.",
        "请求超过 {limit}。",
        "Send less at once.",
        "请分批提交。";
    TOO_MANY = 429,
        "Too many requests.",
        "请求过于频繁。",
        "Wait {seconds} seconds and try again.",
        "请等待 {seconds} 秒后再试。";
    BROKEN = 500,
        "Something went wrong on our side.",
        "系统内部错误。",
        "Nothing was changed. Try again, and tell your administrator if it happens again.",
        "未做任何更改。请重试，若再次出现请联系管理员。";
}
