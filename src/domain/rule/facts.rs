//! What conditions can ask about: by what a rule looks at, each fact with its kind and its meaning in both languages.
//!
//! The one table of facts: conditions are checked against it, facts are gathered by it, and docs/rules.md repeats it
//! (a test holds them together). A fact that is not known at the moment is absent; a condition that needs it neither
//! warns nor clears.

mod said;

use super::Trigger;
use said::{CHANGE, MILESTONE, QUESTION, SURVEY, UPDATE};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = RuleAbout)]
pub enum About {
    /// An open line of a sales order, with its promise.
    Line,
    /// An open task: what a stage, a review or a requirement asks of somebody.
    Task,
    /// A quote that stands.
    Quote,
    /// A customer's milestone: a hold that waits for the customer.
    Milestone,
    /// An update that a customer was promised and has not had.
    Update,
    /// A question or a complaint of a customer that waits for an answer.
    Question,
    /// A change that somebody wants of a line and that nobody decided.
    Change,
    /// An order that has arrived, with what its customer thinks of it.
    Survey,
    /// A purchase order line that has not come.
    Purchase,
    /// Released work whose material comes too late.
    Work,
    /// An operation that has begun and is not done.
    Operation,
    /// A work centre: what was heard of it, and what it has to begin.
    Centre,
    /// An item that is kept in stock.
    Item,
    /// What is wrong with the data or the plan as a whole.
    Plant,
}

/// What kind of value a fact has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = FactKind)]
pub enum Kind {
    /// A number with decimals.
    Number,
    /// A text.
    Text,
    /// Yes or no.
    Flag,
    /// A list of causes.
    Causes,
}

impl Kind {
    /// What it is called in English.
    pub const fn en(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Text => "text",
            Self::Flag => "yes or no",
            Self::Causes => "list of causes",
        }
    }

    /// What it is called in Chinese.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Number => "数字",
            Self::Text => "文本",
            Self::Flag => "是/否",
            Self::Causes => "原因列表",
        }
    }
}

/// A fact that conditions can ask about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Fact {
    /// Its name.
    pub name: &'static str,
    /// What kind of value it has.
    pub kind: Kind,
    /// What it means, in English.
    pub en: &'static str,
    /// What it means, in Chinese.
    pub zh: &'static str,
}

const fn text(name: &'static str, en: &'static str, zh: &'static str) -> Fact {
    Fact { name, kind: Kind::Text, en, zh }
}

const fn number(name: &'static str, en: &'static str, zh: &'static str) -> Fact {
    Fact { name, kind: Kind::Number, en, zh }
}

const fn flag(name: &'static str, en: &'static str, zh: &'static str) -> Fact {
    Fact { name, kind: Kind::Flag, en, zh }
}

const LINE: &[Fact] = &[
    text("order", "number of the order", "订单号"),
    text("line", "number of the line", "行号"),
    text("schedule", "number of the schedule line, or empty", "交货计划行号，可为空"),
    text("customer", "the customer's code", "客户代码"),
    text("tier", "the customer's tier: A, B or C", "客户等级：A、B 或 C"),
    text("item", "what was ordered", "物料"),
    text("item_group", "its group, or empty", "物料组，可为空"),
    number("quantity", "how much is still to ship", "待发数量"),
    number("value", "that much at the line's price; absent without a price", "待发金额；无单价时缺省"),
    text("stage", "where it stands", "当前阶段"),
    number("stage_days", "days since it stands there", "当前阶段已持续天数"),
    text("grade", "how much of the date rests on the shop's own data", "数据等级"),
    flag("promised", "whether it is promised", "是否已承诺"),
    flag("inherited", "whether that promise came with an import", "是否继承承诺"),
    text("promise_day", "the promised day, as 2026-03-09", "承诺日期，如 2026-03-09"),
    number("days_left", "calendar days until then, below zero after it", "距承诺日的日历天数，过后为负"),
    number("working_days_left", "working days of the plant until then", "距承诺日的工作日数"),
    number(
        "late_days",
        "days after the promise, as planned; below zero before it",
        "按计划晚于承诺的天数，提前为负",
    ),
    number(
        "slack_working_days",
        "working days from the 80 % day to the promise, below zero after it",
        "80% 日期到承诺日的工作日数，过后为负",
    ),
    number("on_time", "how likely the promise is kept, 0 to 1", "准时概率，0 到 1"),
    number("enough", "how likely its customer's tier wants it to be", "客户等级要求的概率"),
    number(
        "threshold",
        "the same, where the plant's policy for that tier names it; absent where it is the usual one",
        "策略中为该等级设定的概率；未设定时缺省",
    ),
    text("p50", "the day kept with 50 %", "50% 把握的日期"),
    text("p80", "the day kept with 80 %", "80% 把握的日期"),
    text("p95", "the day kept with 95 %", "95% 把握的日期"),
    number(
        "p80_late_days",
        "days from the promise to the 80 % day, below zero before it",
        "80% 日期晚于承诺的天数，提前为负",
    ),
    number("requested_on_time", "how likely the customer's own day is kept", "客户要求日期的准时概率"),
    Fact {
        name: "causes",
        kind: Kind::Causes,
        en: "what it waits for, dearest first, at most five",
        zh: "等待的原因，影响最大的在前，最多五项",
    },
];

const CAUSE: &[Fact] = &[
    text("kind", "material, queue, processing, hold, …", "类别：material、queue、processing、hold 等"),
    text("what", "where or for what: a work centre, a supply", "地点或对象：工作中心、供应"),
    number("days", "what it costs in days, in the mean", "平均影响天数"),
];

const TASK: &[Fact] = &[
    text("kind", "stage, review or requirement", "类别：stage、review 或 requirement"),
    text("order", "number of the order", "订单号"),
    text("line", "number of the line, or empty", "行号，可为空"),
    text("stage", "the stage, the review's part, or the requirement", "阶段、评审部分或要求"),
    text("role", "whose it is", "负责角色"),
    number(
        "over_hours",
        "hours of the clock since its limit; below zero before it",
        "超过时限的小时数，之前为负",
    ),
];

const QUOTE: &[Fact] = &[
    text("number", "its number", "报价编号"),
    text("customer", "the customer's code", "客户代码"),
    text("status", "offered or held", "状态：offered 或 held"),
    number("hours_left", "hours of the clock until it expires", "距失效的小时数"),
];

const PURCHASE: &[Fact] = &[
    text("order", "number of the purchase order", "采购订单号"),
    text("line", "its line", "采购行号"),
    text("supplier", "the supplier's code", "供应商代码"),
    text("item", "what was bought", "物料"),
    number("late_days", "days since it should have come", "逾期天数"),
    number("promises", "promises that wait for it", "等待它的承诺数"),
    number("missed", "of these, those that are missed as planned", "其中按计划将误期的承诺数"),
];

const WORK: &[Fact] = &[
    text("order", "number of the work order", "工单号"),
    text("item", "what is made", "物料"),
    text("sales_order", "the sales order that it is made for, or empty", "对应的销售订单，可为空"),
    text("operation", "the operation that waits", "等待的工序"),
    text("short", "the item that it waits for longest", "等待最久的物料"),
    flag("ordered", "whether all that it waits for is ordered or being made", "所缺物料是否均已订购或在制"),
    number("wait_days", "days until the last of it is there", "距全部到齐的天数"),
    number(
        "late_hours",
        "working hours of the plant from when it should begin, now at the earliest, until then",
        "从应开工时刻（不早于现在）到届时的工作小时数",
    ),
];

const OPERATION: &[Fact] = &[
    text("work_order", "number of the work order", "工单号"),
    text("operation", "its number", "工序号"),
    text("item", "what is made", "物料"),
    text("order", "the sales order that it is made for, or empty", "对应的销售订单，可为空"),
    text(
        "work_centre",
        "where it stands, if that was reported, or empty",
        "所在工作中心（如已报告），可为空",
    ),
    text("state", "running, paused or blocked", "状态：running、paused 或 blocked"),
    text("reason", "why, as it was reported, or empty", "报告的原因，可为空"),
    number(
        "stopped_hours",
        "working hours of the plant since it was reported; absent while it runs",
        "自报告停顿以来的工作小时数；运行中缺省",
    ),
    number(
        "over_hours",
        "working hours since its planned end, counted from the last report; below zero before it, absent unless it runs",
        "自上次报工推算，超过计划结束的工作小时数；之前为负，未运行时缺省",
    ),
];

const CENTRE: &[Fact] = &[
    text("code", "its code", "代码"),
    number(
        "silent_hours",
        "working hours without a report; absent unless that is longer than usual",
        "无报工的工作小时数；未超过通常时间时缺省",
    ),
    number("usual_hours", "working hours that its reports usually take", "通常的报工延迟（工作小时）"),
    number(
        "due_hours",
        "hours of work that should begin within two weeks if all dates are to be kept",
        "为守住所有日期，两周内应开工的工时",
    ),
    number("open_hours", "hours that its machines are open in these two weeks", "两周内机器开班工时"),
    number("promises", "promises that this work is for", "涉及的承诺数"),
];

const ITEM: &[Fact] = &[
    text("code", "its code", "代码"),
    number("free", "how much lies there that nobody needs", "可用库存"),
    number("safety_stock", "how much should", "安全库存"),
    number("lead_days", "its lead time in days; absent where it is not known", "提前期（天）；未知时缺省"),
    number(
        "back_days",
        "days until some is free again, by what is being made or bought; absent if nothing is",
        "按在制与在购，恢复可用库存的天数；没有时缺省",
    ),
];

const PLANT: &[Fact] = &[
    text("code", "the stable name of the problem", "问题代码"),
    text("severity", "how bad it is for dates", "严重程度"),
    number("lines", "order lines that it is about", "涉及的订单行数"),
    number("promises", "of these, promised ones", "其中已承诺的行数"),
];

/// What a cause in the list of a line's causes has.
pub const fn cause_facts() -> &'static [Fact] {
    CAUSE
}

impl About {
    /// Everything that rules look at.
    pub const ALL: [Self; 14] = [
        Self::Line,
        Self::Task,
        Self::Quote,
        Self::Milestone,
        Self::Update,
        Self::Question,
        Self::Change,
        Self::Survey,
        Self::Purchase,
        Self::Work,
        Self::Operation,
        Self::Centre,
        Self::Item,
        Self::Plant,
    ];

    /// Its stable name, which conditions know its facts by: `line.on_time`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Task => "task",
            Self::Quote => "quote",
            Self::Milestone => "milestone",
            Self::Update => "update",
            Self::Question => "question",
            Self::Change => "change",
            Self::Survey => "survey",
            Self::Purchase => "purchase",
            Self::Work => "work",
            Self::Operation => "operation",
            Self::Centre => "centre",
            Self::Item => "item",
            Self::Plant => "plant",
        }
    }

    /// What conditions can ask about it.
    pub const fn facts(self) -> &'static [Fact] {
        match self {
            Self::Line => LINE,
            Self::Task => TASK,
            Self::Quote => QUOTE,
            Self::Milestone => MILESTONE,
            Self::Update => UPDATE,
            Self::Question => QUESTION,
            Self::Change => CHANGE,
            Self::Survey => SURVEY,
            Self::Purchase => PURCHASE,
            Self::Work => WORK,
            Self::Operation => OPERATION,
            Self::Centre => CENTRE,
            Self::Item => ITEM,
            Self::Plant => PLANT,
        }
    }

    /// Whether it is found only while something is wrong with it: what is not found any more is well again.
    pub const fn is_found_while_wrong(self) -> bool {
        matches!(self, Self::Work | Self::Plant)
    }

    /// Which changes can have a rule about it looked at again.
    pub const fn triggers(self) -> &'static [Trigger] {
        match self {
            Self::Line => {
                &[Trigger::ForecastChanged, Trigger::PromiseMade, Trigger::StageEntered, Trigger::Schedule]
            }
            Self::Task
            | Self::Quote
            | Self::Milestone
            | Self::Update
            | Self::Question
            | Self::Change
            | Self::Survey => &[Trigger::TimeLimit],
            Self::Purchase | Self::Operation => &[Trigger::DocumentEvent],
            Self::Work | Self::Centre | Self::Item | Self::Plant => &[Trigger::Schedule],
        }
    }

    /// Which change that is unless said.
    pub const fn usual_trigger(self) -> Trigger {
        self.triggers()[0]
    }
}
