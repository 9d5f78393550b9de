//! What `holdfast simulate` says about itself.

use super::Lang;

/// Words of the command. One field for each, so that a language that lacks one does not compile.
#[allow(missing_docs)] // the names are those of the options
pub struct SimulateHelp {
    pub about: &'static str,
    pub world: &'static str,
    pub months: &'static str,
    pub seed: &'static str,
    pub seeds: &'static str,
    pub together: &'static str,
    pub futures: &'static str,
    pub json: &'static str,
    pub chart: &'static str,
    pub promises: &'static str,
    pub warnings: &'static str,
    pub out_of_range: &'static str,
    pub cannot_write: &'static str,
}

impl SimulateHelp {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Zh => &ZH,
        }
    }
}

const EN: SimulateHelp = SimulateHelp {
    about: "Play months of a simulated factory against a throw-away server and show how true its promises were",
    world: "the factory: a name (jobshop, jobshop-entry, jobshop80, precision, drift, supplier, newcomer) or a file",
    months: "months of 30 days that count, after the warm-up",
    seed: "the first seed; the same seed plays the same",
    seeds: "how many seeds, each on a server of its own",
    together: "servers at a time, 1 to 8",
    futures: "futures that the oracle imagines for each order; 0 leaves it out",
    json: "print the report as JSON",
    chart: "draw the report as SVG into this file",
    promises: "write every promise with what was told and what came of it into this file, as CSV",
    warnings: "warn a seller by the shipped rules, and hold the warnings against the oracle; takes longer",
    out_of_range: "--{name} {value}: it must lie between {least} and {most}.",
    cannot_write: "{path} could not be written: {why}",
};

const ZH: SimulateHelp = SimulateHelp {
    about: "让模拟工厂在临时服务器上运行数月，检验承诺是否属实",
    world: "模拟工厂：名称（jobshop、jobshop-entry、jobshop80、precision、drift、supplier、newcomer）或文件",
    months: "预热之后计入统计的月数，每月 30 天",
    seed: "第一个随机种子；种子相同，过程相同",
    seeds: "种子个数，每个使用独立的服务器",
    together: "同时运行的服务器数，1 到 8",
    futures: "全知者为每个订单设想的未来数；0 表示不用全知者",
    json: "以 JSON 输出报告",
    chart: "把报告画成 SVG，写入此文件",
    promises: "把每一项承诺、所告知的概率日期与实际结果写入此文件（CSV）",
    warnings: "按出厂规则向销售发出预警，并与全知者对照；耗时更长",
    out_of_range: "--{name} {value}：必须在 {least} 与 {most} 之间。",
    cannot_write: "无法写入 {path}：{why}",
};
