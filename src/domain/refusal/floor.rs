//! What can be wrong with tablets, with the people at them, and with what they ask.

crate::refusal_codes! {
    DEVICE_REVOKED = 401,
        "This tablet is not enrolled any more.",
        "此平板已不再注册。",
        "Ask the floor lead for a new code and enrol it again. What it kept is still there.",
        "请向班组长索取新的注册码并重新注册；已保存的内容仍在。";
    OPERATOR_SIGNED_OUT = 401,
        "Nobody is signed in at this tablet any more.",
        "此平板的登录已失效。",
        "Sign in again with badge or PIN. What was kept is still there.",
        "请用工牌或密码重新登录；已保存的内容仍在。";
    NOT_A_DEVICE = 409,
        "This is for a tablet that is enrolled.",
        "此操作仅限已注册的平板。",
        "Enrol the tablet first: a floor lead makes the code.",
        "请先注册平板：由班组长生成注册码。";
    PERSON_NEEDED = 403,
        "This can't be done from a tablet.",
        "不能在平板上进行此操作。",
        "A floor lead or an administrator does it, signed in by name.",
        "请由班组长或管理员以本人账号登录后操作。";
    ENROLMENT_CODE_UNKNOWN = 422,
        "This code enrols no tablet.",
        "此注册码无效。",
        "Codes are good once and for ten minutes. Ask the floor lead for a new one.",
        "注册码只能使用一次，十分钟内有效。请向班组长索取新的注册码。";
    DEVICE_NAME_TAKEN = 409,
        "There is a tablet {value} already.",
        "平板 {value} 已存在。",
        "Choose another name, or revoke that tablet first.",
        "请使用其他名称，或先撤销那台平板。";
    DEVICE_ELSEWHERE = 403,
        "This tablet is not for {value}.",
        "此平板不属于 {value}。",
        "Report at a tablet of that work centre, or let the floor lead add it to this one.",
        "请在该工作中心的平板上操作，或请班组长将其加入本平板。";
    OPERATOR_UNKNOWN = 401,
        "Badge, code or PIN is wrong.",
        "工牌、工号或密码不正确。",
        "Check them and try again; a floor lead can set a new PIN or make a new badge.",
        "请核对后重试；班组长可重设密码或制作新工牌。";
    BAD_PIN = 422,
        "A PIN has 4 to 8 digits.",
        "密码须为 4 至 8 位数字。",
        "Choose digits that are not all alike and not in a row.",
        "请勿使用相同或连续的数字。";
    REASON_TWICE = 422,
        "The reason {value} stands twice in its list.",
        "原因 {value} 重复。",
        "Give each reason of a list a code of its own.",
        "同一列表中的原因请使用不同的代码。";
    TOO_MANY_REASONS = 422,
        "{field} has {value} reasons; a tablet shows {most}.",
        "{field} 有 {value} 个原因；平板最多显示 {most} 个。",
        "Keep those that are used.",
        "请只保留常用的。";
    CALL_KIND_UNKNOWN = 422,
        "{value} is nothing that can be called for.",
        "没有呼叫类型 {value}。",
        "Choose one of {known}.",
        "请在 {known} 中选择。";
    CALL_ID_REUSED = 409,
        "Call {value} was received already and said something else.",
        "呼叫 {value} 已收到，但内容不同。",
        "Make another call under an id of its own.",
        "新的呼叫请使用新的编号。";
    PHOTO_NO_PICTURE = 415,
        "This is no photo.",
        "这不是照片。",
        "Send a JPEG, PNG or WebP file as it is.",
        "请直接发送 JPEG、PNG 或 WebP 文件。";
    PHOTO_ID_REUSED = 409,
        "Photo {value} was received already and is another picture.",
        "照片 {value} 已收到，但内容不同。",
        "Send another photo under an id of its own.",
        "新的照片请使用新的编号。";
    PHOTO_UNKNOWN = 422,
        "Photo {value} has not arrived.",
        "照片 {value} 尚未收到。",
        "Send the photo first, then the inspection. One that no inspection names is kept for a day.",
        "请先发送照片，再发送检验结果。未被检验引用的照片只保留一天。";
    PHOTO_OF_ANOTHER = 409,
        "Photo {value} belongs to another inspection.",
        "照片 {value} 属于另一次检验。",
        "Name photos of this inspection only.",
        "请只引用本次检验的照片。";
    TOO_MANY_PHOTOS = 422,
        "{value} photos are more than an inspection has.",
        "{value} 张照片超过一次检验的上限。",
        "Choose the {most} that show it best.",
        "请选出最能说明问题的 {most} 张。";
    PHOTO_GONE = 410,
        "Photo {value} is not kept any more.",
        "照片 {value} 已不再保存。",
        "Photos are kept for {days} days; policies.floor.photo_days says for how many.",
        "照片保存 {days} 天；天数由 policies.floor.photo_days 设定。";
    NOT_A_LEAD = 403,
        "{value} does not lead the floor.",
        "{value} 不是班组长。",
        "Ask a floor lead for badge or PIN; an administrator can make somebody one.",
        "请班组长刷工牌或输入密码；管理员可指定班组长。";
    LEAD_NEEDED = 403,
        "Only a floor lead lets an entry go.",
        "只有班组长可以放弃记录。",
        "Let a floor lead show badge or PIN at this tablet, and send it again with what that gives.",
        "请班组长在此平板上刷工牌或输入密码，然后附上批准重新发送。";
    LET_GO_ID_REUSED = 409,
        "Entry {value} was let go already and said something else.",
        "记录 {value} 已被放弃，但内容不同。",
        "Let go of another entry under its own id.",
        "放弃其他记录请使用其自身的编号。";
    SAID_TOO_LARGE = 422,
        "What the entry said is larger than {limit}.",
        "记录内容超过 {limit}。",
        "Leave out what need not be kept.",
        "请省略无需保存的内容。";
    SCAN_UNKNOWN = 404,
        "Nothing is known by {value}.",
        "无法识别 {value}。",
        "Scan the traveller or a badge again, or look the work order up in the list.",
        "请重新扫描流转卡或工牌，或在列表中查找工单。";
    NO_OPEN_OPERATION = 404,
        "All operations of work order {value} are done.",
        "工单 {value} 的所有工序均已完成。",
        "Put the pieces where finished ones go; ask the floor lead if some are left.",
        "请将工件放到完工区；如有剩余请询问班组长。";
}
