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
    pub percentiles: &'static str,
    pub requested: &'static str,
    pub quantity_by: &'static str,
    pub nothing_by: &'static str,
    pub no_quantity: &'static str,
    pub futures: &'static str,
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
    quantity: "how much of it; without it the answer is how much can be promised by --by",
    customer: "who asks, by code",
    by: "the day that they would like, 2026-04-30; several times without --quantity",
    as_of: "instant of the snapshot, 2026-03-09T08:00",
    arrival: "dates mean arrival at the customer instead of shipping",
    no_place: "name a file, or a database with --database-url",
    bad_value: "{option}: “{value}” cannot be used",
    asked: "{quantity} of {item} for {customer}",
    ships: "If everything takes its usual time it ships on {ship} and arrives on {arrival}.",
    promise: "Promise: {promise}, kept with a probability of {chance}.",
    percentiles: "All there by {p50} with 50 %, by {p80} with 80 %, by {p95} with 95 %.",
    requested: "The requested date {requested} is kept with a probability of {chance}.",
    quantity_by: "By {date}: {quantity} of {item}, kept with a probability of {share}.",
    nothing_by: "By {date}: none of {item} that is kept with a probability of {share}.",
    no_quantity: "say how much with --quantity, or by when with --by",
    futures: "By {futures} futures of the plan.",
    rests_on: "On what this rests: {grade}",
    harmless: "No promise is hurt by it.",
    hurts: "It would hurt promises:",
    hurt: "{line}: promised for {due}; kept with {before} so far, then with {after}",
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
    quantity: "数量；不填则回答到 --by 日期可承诺多少",
    customer: "客户代码",
    by: "客户希望的日期，如 2026-04-30；不填 --quantity 时可多次给出",
    as_of: "快照时刻，如 2026-03-09T08:00",
    arrival: "日期指到货而非发货",
    no_place: "请指定文件，或用 --database-url 指定数据库",
    bad_value: "{option}：“{value}”无效",
    asked: "客户 {customer}，物料 {item}，数量 {quantity}",
    ships: "若一切用时如常，{ship} 发货，{arrival} 到货。",
    promise: "建议承诺：{promise}，按期概率 {chance}。",
    percentiles: "齐备日期：50 % 为 {p50}，80 % 为 {p80}，95 % 为 {p95}。",
    requested: "要求日期 {requested} 的按期概率为 {chance}。",
    quantity_by: "到 {date}：{item} 可承诺 {quantity}，按期概率 {share}。",
    nothing_by: "到 {date}：{item} 没有按期概率达 {share} 的数量。",
    no_quantity: "请用 --quantity 指定数量，或用 --by 指定日期",
    futures: "依据该计划的 {futures} 个推演未来。",
    rests_on: "依据：{grade}",
    harmless: "不会影响任何承诺。",
    hurts: "会影响以下承诺：",
    hurt: "{line}：承诺 {due}，原按期概率 {before}，之后 {after}",
    buy: "需采购：{item} {quantity}，{date} 到料",
    nothing_stored: "未为其预留任何资源。",
    unknown_item: "没有物料 {item}；{near}",
    not_positive: "--quantity 为 {quantity}，必须大于零",
    too_much: "--quantity 为 {quantity}，单张订单最多 {most}",
    no_room: "{item} 数量 {quantity} 在日历的六年范围内无法完成；请减少数量",
};
