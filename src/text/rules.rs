//! What `holdfast rules` and `holdfast alerts` say.

use super::Lang;

/// Words of the commands. One field for each, so that a language that lacks one does not compile.
#[allow(missing_docs)] // the names say what the words stand for
pub struct RulesWords {
    pub rules: &'static str,
    pub list: &'static str,
    pub check: &'static str,
    pub test: &'static str,
    pub alerts: &'static str,
    pub alerts_list: &'static str,
    pub file: &'static str,
    pub days: &'static str,
    pub name: &'static str,
    pub on: &'static str,
    pub off: &'static str,
    pub broken: &'static str,
    pub severity: &'static str,
    pub about: &'static str,
    pub title: &'static str,
    pub well: &'static str,
    pub fault: &'static str,
    pub unread: &'static str,
    pub fired: &'static str,
    pub along: &'static str,
    pub unknown: &'static str,
    pub would_be: &'static str,
    pub still_open: &'static str,
    pub until: &'static str,
    pub number: &'static str,
    pub state: &'static str,
    pub subject: &'static str,
    pub opened: &'static str,
    pub none_open: &'static str,
}

impl RulesWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Zh => &ZH,
        }
    }
}

const EN: RulesWords = RulesWords {
    rules: "What is watched, and who is told",
    list: "List the rules",
    check: "Check a rule in a file (JSON, as PUT /api/v1/rules/NAME takes it) without storing it",
    test: "Play a rule over the record of the last weeks; nobody is told",
    alerts: "What is wrong, and who looks after it",
    alerts_list: "List the alerts that are open",
    file: "The file",
    days: "Over how many days, 1 to 90; 90 unless said",
    name: "rule",
    on: "on",
    off: "off",
    broken: "broken",
    severity: "severity",
    about: "about",
    title: "what it is",
    well: "The rule {name} can be stored.",
    fault: "{field}, line {line}, character {column}: {why}",
    unread: "{path} can't be read: {why}",
    fired: "{name} would have fired {fired} times in {days} days, about {orders} orders; {open} would be open now.",
    along: "Played along, because their alerts take its place: {rules} ({replaced} times).",
    unknown: "{unknown} of {changes} changes could not be judged: the record lacks what the condition asks for.",
    would_be: "{opened}  {subject}  {chance}  {end}",
    still_open: "still open",
    until: "until {at}",
    number: "no.",
    state: "state",
    subject: "about",
    opened: "opened",
    none_open: "No alert is open.",
};

const ZH: RulesWords = RulesWords {
    rules: "监控规则与通知对象",
    list: "列出规则",
    check: "检查文件中的规则（JSON，格式同 PUT /api/v1/rules/NAME），不保存",
    test: "用最近的历史记录试算一条规则，不通知任何人",
    alerts: "当前预警及负责人",
    alerts_list: "列出未结束的预警",
    file: "文件",
    days: "试算天数，1 到 90，默认 90",
    name: "规则",
    on: "启用",
    off: "停用",
    broken: "故障",
    severity: "级别",
    about: "对象",
    title: "说明",
    well: "规则 {name} 可以保存。",
    fault: "{field} 第 {line} 行第 {column} 个字符：{why}",
    unread: "无法读取 {path}：{why}",
    fired: "{name} 在 {days} 天内会触发 {fired} 次，涉及 {orders} 个订单；目前仍有 {open} 条未结束。",
    along: "同时试算了会取代它的规则：{rules}（{replaced} 次）。",
    unknown: "{changes} 次变化中有 {unknown} 次无法判断：历史记录缺少条件所需的内容。",
    would_be: "{opened}  {subject}  {chance}  {end}",
    still_open: "仍未结束",
    until: "至 {at}",
    number: "编号",
    state: "状态",
    subject: "对象",
    opened: "开始",
    none_open: "没有未结束的预警。",
};
