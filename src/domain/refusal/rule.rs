//! Why a rule, or something done with an alert, is refused.

crate::refusal_codes! {
    RULE_CONDITION = 422,
        "{field}: at line {line}, character {column}: {reason}.",
        "{field}：第 {line} 行第 {column} 个字符：{reason}。",
        "Correct the condition there; docs/rules.md has the facts and the language.",
        "请更正该处条件；可用的事实与语法见 docs/rules.md。";
    RULE_TRIGGER = 422,
        "{field}: rules about {value} are not looked at for that.",
        "{field}：关于 {value} 的规则不支持该触发方式。",
        "Leave the trigger out, or choose one that docs/rules.md names for what the rule looks at.",
        "请省略触发方式，或选择 docs/rules.md 中该对象支持的触发方式。";
    RULE_ABOUT = 422,
        "{field}: {rule} does not look at {value}.",
        "{field}：规则 {rule} 的对象不是 {value}。",
        "Give the rule another name, and all conditions of its own.",
        "请为规则另取名称，并给出其自己的全部条件。";
    RULE_PARAM_KIND = 422,
        "{field}: the parameter {value} is a {kind}.",
        "{field}：参数 {value} 应为{kind}。",
        "Give it a value of that kind.",
        "请填写该类型的值。";
    RULE_STEPS = 422,
        "{field}: {value} working hours is too late, or not after the step before.",
        "{field}：{value} 个工作小时过长，或不晚于上一步。",
        "Give each step more hours than the one before, and 500 at most.",
        "每一步的小时数须大于上一步，且不超过 500。";
    RULE_CHANNEL = 422,
        "{field}: only channels are told by {value}.",
        "{field}：只有通知渠道可以用 {value} 发送。",
        "Name a channel, or tell people by mail.",
        "请指定通知渠道，或用邮件通知人员。";
    ALERT_OVER = 409,
        "Alert {value} is over.",
        "预警 {value} 已结束。",
        "Look at the alerts that are open.",
        "请查看仍未结束的预警。";
    SNOOZE_TIME = 422,
        "{field}: {value} is no time to be woken at.",
        "{field}：{value} 不能作为再次提醒的时间。",
        "Give a time from now on, and 30 days ahead at most.",
        "请填写现在之后、30 天以内的时间。";
}
