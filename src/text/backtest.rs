//! What `holdfast backtest` says about itself, and its page. The words of its figures are the accuracy report's.

use super::Lang;

/// Words of the command. One field for each, so that a language that lacks one does not compile.
#[allow(missing_docs)] // the names are those of the options and of the figures
pub struct BacktestWords {
    pub about: &'static str,
    pub file: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub seed: &'static str,
    pub futures: &'static str,
    pub materials: &'static str,
    pub json: &'static str,
    pub out_of_range: &'static str,
    pub title: &'static str,
    pub asked: &'static str,
    pub undecided: &'static str,
    pub unquotable: &'static str,
    pub left_out: &'static str,
    pub percentiles: &'static str,
    pub told: &'static str,
    pub left_by: &'static str,
    pub on_their_day: &'static str,
    pub dates: &'static str,
    pub recommended: &'static str,
    pub ours: &'static str,
    pub theirs: &'static str,
    pub chances: &'static str,
    pub supposed: &'static str,
    pub progress: &'static str,
}

impl BacktestWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Zh => &ZH,
        }
    }
}

const EN: BacktestWords = BacktestWords {
    about: "Quote every order line of a recorded past with what was known on its day, and hold the dates against what happened",
    file: "workbook or folder of CSV with its shipments and production; the database of the settings unless said",
    from: "first day of order lines that are asked about; sixty days after the record begins unless said",
    to: "last day of them; the last of the record unless said",
    seed: "what the luck of the futures follows from; the same seed tells the same",
    futures: "futures that are played for each order line, 50 to 2000",
    materials: "what is supposed of bought material: at-hand, or ordered with each order",
    json: "print the report as JSON",
    out_of_range: "--{name} {value}: it must lie between {least} and {most}.",
    title: "Order lines of {from} to {to}, judged as of {as_of}",
    asked: "{lines} order lines were quoted on the morning of their day, each with what was known then ({futures} futures, seed {seed}).",
    undecided: "Order lines that are not over yet: {lines}. They count nowhere.",
    unquotable: "Order lines that cannot be quoted, because nobody knows how they are made: {lines}.",
    left_out: "Order lines of the record without a day of order, item or quantity: {lines}. They were never there.",
    percentiles: "Whether the percentiles were true",
    told: "told",
    left_by: "left by then",
    on_their_day: "Left later than their P50 and on the very day that was promised or asked for: {lines}. They may have waited for it, and count as late for the P50 all the same.",
    dates: "The recommended dates",
    recommended: "recommended",
    ours: "ours, same lines",
    theirs: "the shop's own",
    chances: "The chance that was given to the shop's own days, and what came of them",
    supposed: "The record does not say what lay in stock, which machines stood and what was on order: docs/accuracy.md says what is supposed instead.",
    progress: "{done} of {all} order lines, {day}",
};

const ZH: BacktestWords = BacktestWords {
    about: "对历史上的每个订单行，只用当天已知的信息重新报价，再与实际结果对照",
    file: "含发货历史和生产历史的工作簿或 CSV 文件夹；默认读取设置中的数据库",
    from: "参与回测的订单行的第一天；默认为记录开始后第六十天",
    to: "参与回测的订单行的最后一天；默认为记录的最后一天",
    seed: "未来情景的随机种子；种子相同，结果相同",
    futures: "为每个订单行推演的未来情景数，50 至 2000",
    materials: "对外购物料的假设：at-hand（现成可用）或 ordered（随订单采购）",
    json: "以 JSON 输出报告",
    out_of_range: "--{name} {value}：必须在 {least} 与 {most} 之间。",
    title: "{from} 至 {to} 的订单行，结果截至 {as_of}",
    asked: "{lines} 个订单行在其下单当天早晨报价，只用当时已知的信息（{futures} 个未来情景，种子 {seed}）。",
    undecided: "尚无结果：{lines} 个订单行，不计入任何数字。",
    unquotable: "不知如何制造、无法报价：{lines} 个订单行。",
    left_out: "记录中缺少下单日期、物料或数量的订单行：{lines} 个，视为不存在。",
    percentiles: "百分位是否属实",
    told: "承诺把握",
    left_by: "届时已发货",
    on_their_day: "发货晚于 P50、且恰在承诺或要求之日的订单行：{lines} 个。可能早已完工、等到当天才发；对 P50 仍计为晚。",
    dates: "建议的交期",
    recommended: "建议",
    ours: "我们（相同的订单行）",
    theirs: "工厂自己的承诺",
    chances: "我们给工厂自己的交期的概率，与实际结果",
    supposed: "记录没有说明库存、停机和在途采购：docs/accuracy.md 说明了所作的假设。",
    progress: "{all} 个订单行中的第 {done} 个，{day}",
};
