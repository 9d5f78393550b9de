//! What `holdfast rules` and `holdfast alerts` say.

use super::{Bilingual, Lang};
use crate::domain::alert::State;
use crate::domain::rule::{About, Severity};

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
    pub show: &'static str,
    pub put: &'static str,
    pub switch_on: &'static str,
    pub switch_off: &'static str,
    pub remove: &'static str,
    pub tried_file: &'static str,
    pub stored: &'static str,
    pub removed: &'static str,
    pub alert_show: &'static str,
    pub acknowledge: &'static str,
    pub snooze: &'static str,
    pub alert_number: &'static str,
    pub until_when: &'static str,
    pub note: &'static str,
    pub whose: &'static str,
    pub next: &'static str,
    pub acknowledged: &'static str,
    pub snoozed: &'static str,
    pub no_number: &'static str,
    pub no_time: &'static str,
    pub held: &'static str,
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
    show: "Show a rule, as PUT /api/v1/rules/NAME takes it",
    put: "Store a rule from a file (JSON)",
    switch_on: "Switch a rule on",
    switch_off: "Switch a rule off: its alerts end without a word",
    remove: "Let a shipped rule be as shipped, or take one away",
    tried_file: "the rule to try (JSON), in the place of the stored one",
    stored: "The rule {name} is stored as version {version}: {state}.",
    removed: "The rule {name} is as shipped, or gone.",
    alert_show: "Show an alert, what happened to it and who was told",
    acknowledge: "Take an alert on: nobody further is told",
    snooze: "Put an alert off: it is told again then",
    alert_number: "Its number, as the list shows it",
    until_when: "Until when: 2026-03-05, 2026-03-05T14:00 by the plant's clock, or with a zone",
    note: "what is done about it",
    whose: "looks after it",
    next: "next",
    acknowledged: "Alert {id} is taken on; nobody further is told.",
    snoozed: "Alert {id} is put off until {at}.",
    no_number: "{id} is no number of an alert.",
    no_time: "`{value}` is no time; write it as 2026-03-05 or 2026-03-05T14:00",
    held: "waits until {at}",
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
    show: "显示一条规则，格式同 PUT /api/v1/rules/NAME",
    put: "从文件（JSON）保存一条规则",
    switch_on: "启用一条规则",
    switch_off: "停用一条规则：其预警随即结束，不另行通知",
    remove: "将自带规则恢复原样，或删除自定规则",
    tried_file: "要试算的规则（JSON），代替已保存的规则",
    stored: "规则 {name} 已保存为第 {version} 版：{state}。",
    removed: "规则 {name} 已恢复原样或删除。",
    alert_show: "显示一条预警、其经过及已通知的人",
    acknowledge: "接手一条预警：不再继续通知",
    snooze: "推迟一条预警：届时再次提醒",
    alert_number: "预警编号，见列表",
    until_when: "推迟到何时：2026-03-05、2026-03-05T14:00（工厂时间），或带时区的时刻",
    note: "处理说明",
    whose: "负责人",
    next: "下一步",
    acknowledged: "预警 {id} 已接手，不再继续通知。",
    snoozed: "预警 {id} 已推迟到 {at}。",
    no_number: "{id} 不是预警编号。",
    no_time: "“{value}”不是时间，请写作 2026-03-05 或 2026-03-05T14:00",
    held: "等到 {at}",
};

/// What people call a severity.
pub const fn severity(severity: Severity, lang: Lang) -> &'static str {
    let (en, zh) = match severity {
        Severity::Mild => ("mild", "轻微"),
        Severity::Serious => ("serious", "严重"),
        Severity::Urgent => ("urgent", "紧急"),
    };
    Bilingual { en, zh }.get(lang)
}

/// What people call the state of an alert.
pub const fn state(state: State, lang: Lang) -> &'static str {
    let (en, zh) = match state {
        State::Pending => ("pending", "待确认"),
        State::Open => ("open", "未处理"),
        State::Acknowledged => ("acknowledged", "已接手"),
        State::Snoozed => ("snoozed", "已推迟"),
        State::Resolved => ("resolved", "已结束"),
    };
    Bilingual { en, zh }.get(lang)
}

/// What people call what a rule looks at.
pub const fn about(about: About, lang: Lang) -> &'static str {
    let (en, zh) = match about {
        About::Line => ("line", "订单行"),
        About::Task => ("task", "任务"),
        About::Quote => ("quote", "报价"),
        About::Milestone => ("milestone", "客户节点"),
        About::Update => ("update", "进展通知"),
        About::Question => ("question", "客户提问"),
        About::Change => ("change", "变更申请"),
        About::Survey => ("survey", "客户评价"),
        About::Purchase => ("purchase", "采购"),
        About::Work => ("work", "工单"),
        About::Operation => ("operation", "工序"),
        About::Centre => ("centre", "工作中心"),
        About::Item => ("item", "物料"),
        About::Plant => ("plant", "工厂"),
    };
    Bilingual { en, zh }.get(lang)
}
