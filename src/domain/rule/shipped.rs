//! The rules that every plant starts with. People change them by parameters, switch them off, or write others; what
//! they say is stored, these are not.
//!
//! Thresholds warn later than the board colours: a promise to a customer of tier A is at risk on the board below 95 %,
//! and who was sent a mail for each would soon read none. What is told of as at risk is missed more often than not, and a
//! dip that is over within half a day is told to nobody (ADR 21).

mod said;

use super::{About, Param, Rule, Severity, Step, Trigger, Whom, Words};
use crate::domain::role::Role;
use said::SAID;
use std::collections::BTreeMap;

/// A shipped rule, in short.
#[derive(Clone, Copy, Debug)]
pub struct Shipped {
    name: &'static str,
    title: (&'static str, &'static str),
    about: About,
    trigger: Trigger,
    params: &'static [(&'static str, Given)],
    raise: &'static str,
    clear: &'static str,
    minutes: (u32, u32),
    severity: Severity,
    steps: &'static [(u32, To)],
    replaces: &'static [&'static str],
    tell_recovered: bool,
}

/// A parameter as the table below has it.
#[derive(Clone, Copy, Debug)]
enum Given {
    Number(f64),
    Flag(bool),
    Text(&'static str),
}

/// Whom a shipped rule tells.
#[derive(Clone, Copy, Debug)]
enum To {
    Owner,
    Role(Role),
}

/// Promises that the rules about promises look at: of all tiers or one, inherited ones or not, with enough time left.
const CONCERNED: &str = "line.promised && (params.inherited || !line.inherited) \
    && (params.tier == '' || line.tier == params.tier)";

const PROMISES: &[Shipped] = &[
    Shipped {
        name: "promise-at-risk",
        title: ("Promise at risk", "承诺有风险"),
        about: About::Line,
        trigger: Trigger::ForecastChanged,
        params: &[
            ("probability", Given::Number(0.5)),
            ("clear_probability", Given::Number(0.7)),
            ("tier", Given::Text("")),
            ("inherited", Given::Flag(false)),
            ("working_days_ahead", Given::Number(0.0)),
            ("by_tier", Given::Flag(true)),
        ],
        raise: "line.on_time < (params.by_tier && has(line.threshold) ? line.threshold : params.probability) \
            && line.working_days_left >= params.working_days_ahead",
        clear: "line.on_time >= (params.by_tier && has(line.threshold) \
            ? line.threshold + (1.0 - line.threshold) / 3.0 : params.clear_probability)",
        minutes: (0, 60),
        severity: Severity::Serious,
        steps: &[(4, To::Owner), (12, To::Role(Role::Planner))],
        replaces: &[],
        tell_recovered: true,
    },
    Shipped {
        name: "promise-will-be-missed",
        title: ("Promise will be missed", "承诺将误期"),
        about: About::Line,
        trigger: Trigger::ForecastChanged,
        params: &[
            ("probability", Given::Number(0.2)),
            ("clear_probability", Given::Number(0.5)),
            ("tier", Given::Text("")),
            ("inherited", Given::Flag(false)),
        ],
        raise: "has(line.on_time) ? line.on_time < params.probability : line.late_days > 0.0",
        clear: "has(line.on_time) ? line.on_time >= params.clear_probability : line.late_days <= 0.0",
        minutes: (0, 60),
        severity: Severity::Urgent,
        steps: &[(0, To::Owner), (4, To::Role(Role::Planner)), (16, To::Role(Role::Admin))],
        replaces: &["promise-at-risk"],
        tell_recovered: true,
    },
    Shipped {
        name: "promise-much-earlier",
        title: ("Much earlier than promised", "远早于承诺"),
        about: About::Line,
        trigger: Trigger::ForecastChanged,
        params: &[
            ("days", Given::Number(10.0)),
            ("clear_days", Given::Number(7.0)),
            ("tier", Given::Text("")),
            ("inherited", Given::Flag(false)),
        ],
        raise: "line.p80_late_days <= -params.days",
        clear: "line.p80_late_days > -params.clear_days",
        minutes: (24 * 60, 24 * 60),
        severity: Severity::Mild,
        steps: &[(0, To::Owner)],
        replaces: &[],
        tell_recovered: false,
    },
];

const OTHERS: &[Shipped] = &[
    Shipped {
        name: "purchase-late",
        title: ("Purchase late, and promises wait for it", "采购逾期且有承诺在等待"),
        about: About::Purchase,
        trigger: Trigger::DocumentEvent,
        params: &[("days", Given::Number(1.0)), ("promises", Given::Number(1.0))],
        raise: "purchase.late_days >= params.days && purchase.promises >= params.promises",
        clear: "purchase.promises < params.promises",
        minutes: (0, 60),
        severity: Severity::Serious,
        steps: &[(0, To::Owner), (16, To::Role(Role::Planner))],
        replaces: &[],
        tell_recovered: false,
    },
    Shipped {
        name: "stage-overdue",
        title: ("Stage past its time limit", "阶段超时"),
        about: About::Task,
        trigger: Trigger::TimeLimit,
        params: &[("hours", Given::Number(0.0))],
        raise: "task.kind == 'stage' && task.over_hours > params.hours",
        clear: "task.over_hours <= params.hours",
        minutes: (0, 0),
        severity: Severity::Serious,
        steps: &[(0, To::Owner), (16, To::Role(Role::Planner))],
        replaces: &[],
        tell_recovered: false,
    },
    Shipped {
        name: "quote-expiring",
        title: ("Quote about to expire", "报价即将失效"),
        about: About::Quote,
        trigger: Trigger::TimeLimit,
        params: &[("hours", Given::Number(48.0))],
        raise: "quote.hours_left <= params.hours",
        clear: "quote.hours_left > params.hours",
        minutes: (0, 0),
        severity: Severity::Mild,
        steps: &[(0, To::Owner)],
        replaces: &[],
        tell_recovered: false,
    },
    Shipped {
        name: "milestone-overdue",
        title: ("Customer milestone overdue", "客户节点逾期"),
        about: About::Milestone,
        trigger: Trigger::TimeLimit,
        params: &[("days", Given::Number(1.0))],
        raise: "!milestone.said && milestone.over_days >= params.days",
        clear: "milestone.said || milestone.over_days < params.days",
        minutes: (0, 0),
        severity: Severity::Serious,
        steps: &[(0, To::Owner)],
        replaces: &[],
        tell_recovered: false,
    },
    Shipped {
        name: "update-due",
        title: ("Promised update not sent", "承诺的进展通知未发出"),
        about: About::Update,
        trigger: Trigger::TimeLimit,
        params: &[("days", Given::Number(1.0))],
        raise: "update.days_left <= params.days",
        clear: "update.days_left > params.days",
        minutes: (0, 0),
        severity: Severity::Serious,
        steps: &[(0, To::Owner), (8, To::Role(Role::Sales))],
        replaces: &[],
        tell_recovered: false,
    },
    Shipped {
        name: "operation-stopped",
        title: ("Operation stopped too long", "工序停顿过久"),
        about: About::Operation,
        trigger: Trigger::DocumentEvent,
        params: &[("hours", Given::Number(4.0))],
        raise: "operation.stopped_hours >= params.hours",
        clear: "!has(operation.stopped_hours) || operation.stopped_hours < params.hours",
        minutes: (0, 0),
        severity: Severity::Serious,
        steps: &[(0, To::Owner), (8, To::Role(Role::Planner))],
        replaces: &[],
        tell_recovered: false,
    },
    Shipped {
        name: "operation-overdue",
        title: ("Operation overdue", "工序超时"),
        about: About::Operation,
        trigger: Trigger::DocumentEvent,
        params: &[("hours", Given::Number(4.0))],
        raise: "operation.over_hours >= params.hours",
        clear: "!has(operation.over_hours) || operation.over_hours < params.hours",
        minutes: (0, 0),
        severity: Severity::Serious,
        steps: &[(0, To::Owner), (8, To::Role(Role::Planner))],
        replaces: &[],
        tell_recovered: false,
    },
    Shipped {
        name: "material-short",
        title: ("Material short for released work", "已下达工单缺料"),
        about: About::Work,
        trigger: Trigger::Schedule,
        params: &[("hours", Given::Number(4.0))],
        raise: "work.late_hours >= params.hours",
        clear: "work.late_hours < params.hours",
        minutes: (15, 60),
        severity: Severity::Serious,
        steps: &[(0, To::Owner), (16, To::Role(Role::Planner))],
        replaces: &[],
        tell_recovered: false,
    },
    Shipped {
        name: "centre-overloaded",
        title: ("Work centre overloaded in the next two weeks", "未来两周工作中心超负荷"),
        about: About::Centre,
        trigger: Trigger::Schedule,
        params: &[("load", Given::Number(1.0)), ("clear_load", Given::Number(0.9))],
        raise: "centre.promises > 0.0 && centre.due_hours > centre.open_hours * params.load",
        clear: "centre.promises == 0.0 || centre.due_hours <= centre.open_hours * params.clear_load",
        minutes: (60, 60),
        severity: Severity::Mild,
        steps: &[(0, To::Role(Role::Planner))],
        replaces: &[],
        tell_recovered: false,
    },
    Shipped {
        name: "stock-lead-time",
        title: ("Out of stock: the lead time counts", "缺货：按提前期报交期"),
        about: About::Item,
        trigger: Trigger::Schedule,
        params: &[("share", Given::Number(0.0)), ("clear_share", Given::Number(0.5))],
        raise: "item.free <= item.safety_stock * params.share",
        clear: "item.free > item.safety_stock * params.clear_share",
        minutes: (24 * 60, 60),
        severity: Severity::Mild,
        steps: &[(0, To::Owner)],
        replaces: &[],
        tell_recovered: true,
    },
    Shipped {
        name: "work-unconfirmed",
        title: ("Work unconfirmed", "久无报工"),
        about: About::Centre,
        trigger: Trigger::Schedule,
        params: &[("hours", Given::Number(2.0))],
        raise: "centre.silent_hours >= centre.usual_hours + params.hours",
        clear: "!has(centre.silent_hours) || centre.silent_hours < centre.usual_hours",
        minutes: (0, 0),
        severity: Severity::Mild,
        steps: &[(0, To::Owner)],
        replaces: &[],
        tell_recovered: false,
    },
    Shipped {
        name: "plan-problem",
        title: ("Lines without a date", "有订单行无法给出日期"),
        about: About::Plant,
        trigger: Trigger::Schedule,
        params: &[],
        raise: "plant.severity == 'left-out' && plant.lines > 0.0",
        clear: "plant.lines == 0.0",
        minutes: (15, 15),
        severity: Severity::Serious,
        steps: &[(0, To::Role(Role::Planner)), (16, To::Role(Role::Admin))],
        replaces: &[],
        tell_recovered: false,
    },
    Shipped {
        name: "data-problem",
        title: ("Promises rest on assumptions", "承诺依赖假定数据"),
        about: About::Plant,
        trigger: Trigger::Schedule,
        params: &[("promises", Given::Number(5.0))],
        raise: "plant.severity == 'assumed' && plant.promises >= params.promises",
        clear: "plant.promises < params.promises",
        minutes: (60, 60),
        severity: Severity::Mild,
        steps: &[(0, To::Role(Role::Planner))],
        replaces: &[],
        tell_recovered: false,
    },
    Shipped {
        name: "calendar-ends",
        title: ("Holidays of a year are not known", "某年节假日未知"),
        about: About::Plant,
        trigger: Trigger::Schedule,
        params: &[],
        raise: "plant.code == 'holidays-unknown'",
        clear: "plant.code != 'holidays-unknown'",
        minutes: (60, 60),
        severity: Severity::Mild,
        steps: &[(0, To::Role(Role::Planner))],
        replaces: &[],
        tell_recovered: false,
    },
    Shipped {
        name: "rule-broken",
        title: ("A rule was switched off", "规则已被关闭"),
        about: About::Plant,
        trigger: Trigger::Schedule,
        params: &[],
        raise: "plant.code == 'rule-broken'",
        clear: "plant.code != 'rule-broken'",
        minutes: (0, 0),
        severity: Severity::Serious,
        steps: &[(0, To::Role(Role::Admin))],
        replaces: &[],
        tell_recovered: false,
    },
];

/// Every shipped rule.
pub fn shipped() -> Vec<Rule> {
    PROMISES.iter().chain(OTHERS).chain(SAID).map(Shipped::rule).collect()
}

/// The shipped rule of that name.
pub fn shipped_named(name: &str) -> Option<Rule> {
    PROMISES.iter().chain(OTHERS).chain(SAID).find(|shipped| shipped.name == name).map(Shipped::rule)
}

impl Shipped {
    fn rule(&self) -> Rule {
        let param = |(name, given): &(&str, Given)| {
            let value = match given {
                Given::Number(number) => Param::Number(*number),
                Given::Flag(flag) => Param::Flag(*flag),
                Given::Text(text) => Param::Text((*text).to_owned()),
            };
            ((*name).to_owned(), value)
        };
        let concerned = |condition: &str| match self.about {
            About::Line => format!("{CONCERNED} && ({condition})"),
            _ => condition.to_owned(),
        };
        let step = |(after_hours, to): &(u32, To)| Step {
            after_hours: *after_hours,
            tell: vec![match to {
                To::Owner => Whom::Owner,
                To::Role(role) => Whom::Role(*role),
            }],
            ..Step::owner()
        };
        Rule {
            name: self.name.to_owned(),
            title: Words::of(self.title.0, self.title.1),
            template: None,
            about: self.about,
            trigger: self.trigger,
            params: self.params.iter().map(param).collect::<BTreeMap<_, _>>(),
            raise: concerned(self.raise),
            clear: self.clear.to_owned(),
            dwell_minutes: self.minutes.0,
            clear_minutes: self.minutes.1,
            severity: self.severity,
            steps: self.steps.iter().map(step).collect(),
            replaces: self.replaces.iter().map(|name| (*name).to_owned()).collect(),
            tell_recovered: self.tell_recovered,
            on: true,
        }
    }
}
