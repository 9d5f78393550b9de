//! A quote on the command line in words.

use super::Lang;

/// Words of `holdfast quote`. One field for each, so that a language that lacks one does not compile.
#[allow(missing_docs)] // the names say what the words stand for
pub struct QuoteWords {
    pub about: &'static str,
    pub file: &'static str,
    pub database_url: &'static str,
    pub item: &'static str,
    pub quantity: &'static str,
    pub customer: &'static str,
    pub by: &'static str,
    pub as_of: &'static str,
    pub arrival: &'static str,
    pub no_place: &'static str,
    pub bad_value: &'static str,
    pub asked: &'static str,
    pub ships: &'static str,
    pub promise: &'static str,
    pub keeps: &'static str,
    pub misses: &'static str,
    pub rests_on: &'static str,
    pub harmless: &'static str,
    pub hurts: &'static str,
    pub hurt: &'static str,
    pub buy: &'static str,
    pub nothing_stored: &'static str,
    pub unknown_item: &'static str,
    pub not_positive: &'static str,
    pub too_much: &'static str,
    pub no_room: &'static str,
}

impl QuoteWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Zh => &ZH,
        }
    }
}

const EN: QuoteWords = QuoteWords {
    about: "Say when an order could ship, and whom it would hurt",
    file: "workbook, folder of CSV files; or name a database instead",
    database_url: "sqlite://PATH or postgres://USER@HOST/NAME, in place of a file",
    item: "what is asked for",
    quantity: "how much of it",
    customer: "who asks, by code",
    by: "the day that they would like, 2026-04-30",
    as_of: "instant of the snapshot, 2026-03-09T08:00",
    arrival: "dates mean arrival at the customer instead of shipping",
    no_place: "name a file, or a database with --database-url",
    bad_value: "{option}: “{value}” cannot be used",
    asked: "{quantity} of {item} for {customer}",
    ships: "Can ship on {ship}, arrives on {arrival}.",
    promise: "Promise: {promise}.",
    keeps: "The requested date {requested} is kept.",
    misses: "The requested date {requested} cannot be kept.",
    rests_on: "On what this rests: {grade}",
    harmless: "No promise becomes late by it.",
    hurts: "It would make promises late:",
    hurt: "{line}: promised for {due}; planned for {before} so far, then for {after}",
    buy: "To buy: {quantity} of {item}, there on {date}",
    nothing_stored: "Nothing is kept for it.",
    unknown_item: "there is no item {item}; {near}",
    not_positive: "--quantity is {quantity}; it must be above zero",
    too_much: "--quantity is {quantity}; an order is for at most {most}",
    no_room: "{quantity} of {item} cannot be finished within the six years of the calendars; ask for less",
};

const ZH: QuoteWords = QuoteWords {
    about: "计算一笔订单的可发货日期，以及会影响哪些承诺",
    file: "工作簿或 CSV 文件夹；也可改为指定数据库",
    database_url: "sqlite://路径 或 postgres://用户@主机/库名，代替文件",
    item: "所询物料",
    quantity: "数量",
    customer: "客户代码",
    by: "客户希望的日期，如 2026-04-30",
    as_of: "快照时刻，如 2026-03-09T08:00",
    arrival: "日期指到货而非发货",
    no_place: "请指定文件，或用 --database-url 指定数据库",
    bad_value: "{option}：“{value}”无效",
    asked: "客户 {customer}，物料 {item}，数量 {quantity}",
    ships: "可于 {ship} 发货，{arrival} 到货。",
    promise: "建议承诺：{promise}。",
    keeps: "可满足要求日期 {requested}。",
    misses: "无法满足要求日期 {requested}。",
    rests_on: "依据：{grade}",
    harmless: "不会使任何承诺延误。",
    hurts: "会使以下承诺延误：",
    hurt: "{line}：承诺 {due}，原计划 {before}，之后 {after}",
    buy: "需采购：{item} {quantity}，{date} 到料",
    nothing_stored: "未为其预留任何资源。",
    unknown_item: "没有物料 {item}；{near}",
    not_positive: "--quantity 为 {quantity}，必须大于零",
    too_much: "--quantity 为 {quantity}，单张订单最多 {most}",
    no_room: "{item} 数量 {quantity} 在日历的六年范围内无法完成；请减少数量",
};
