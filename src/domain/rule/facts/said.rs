//! What conditions can ask about what customers say and are told: milestones of theirs, updates, questions, changes, surveys.

use super::{Fact, flag, number, text};

pub(super) const MILESTONE: &[Fact] = &[
    text("order", "number of the order", "订单号"),
    text("line", "number of the line, or empty", "行号，可为空"),
    text("customer", "the customer's code", "客户代码"),
    number(
        "over_days",
        "days since it was expected; below zero before it, absent where no day is",
        "超过预期的天数，之前为负；未设定预期日时缺省",
    ),
    flag("said", "whether the customer says that it is done", "客户是否已表示完成"),
];

pub(super) const UPDATE: &[Fact] = &[
    text("order", "number of the order", "订单号"),
    text("customer", "the customer's code", "客户代码"),
    text("day", "the day by which it was promised, as 2026-03-09", "承诺联系的日期，如 2026-03-09"),
    number("days_left", "calendar days until then, below zero after it", "距该日的日历天数，过后为负"),
];

pub(super) const QUESTION: &[Fact] = &[
    text("order", "number of the order", "订单号"),
    text("customer", "the customer's code", "客户代码"),
    flag("complaint", "whether it is a complaint", "是否为投诉"),
    number("hours_open", "hours since it was asked", "已提出的小时数"),
    number(
        "hours_left",
        "hours until it is to be answered, below zero after that",
        "距答复期限的小时数，过后为负",
    ),
];

pub(super) const CHANGE: &[Fact] = &[
    text("order", "number of the order", "订单号"),
    text("line", "number of the line", "行号"),
    text("customer", "the customer's code", "客户代码"),
    flag("by_customer", "whether the customer asked for it in the portal", "是否由客户在门户中提出"),
    number("hours_open", "hours since it was asked for", "已提出的小时数"),
];

pub(super) const SURVEY: &[Fact] = &[
    text("order", "number of the order", "订单号"),
    text("customer", "the customer's code", "客户代码"),
    number("days", "days since all of it arrived", "全部送达后的天数"),
    flag("answered", "whether the customer answered", "客户是否已评价"),
    flag("low", "whether the first score is low", "首项评分是否偏低"),
    flag("seen", "whether somebody took note of the answer", "是否已有人查看"),
    number("score", "the first score; absent before an answer", "首项评分；未评价时缺省"),
];
