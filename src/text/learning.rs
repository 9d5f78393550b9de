//! What `holdfast learn` says.

use super::Lang;

/// Words of the command. One field for each, so that a language that lacks one does not compile.
#[allow(missing_docs)] // the names say what the words stand for
pub struct LearningWords {
    pub about: &'static str,
    pub after: &'static str,
    pub done: &'static str,
    pub outcomes: &'static str,
    pub nothing: &'static str,
    pub number: &'static str,
    pub observations: &'static str,
    pub unfinished: &'static str,
    pub p10: &'static str,
    pub p50: &'static str,
    pub p90: &'static str,
    pub who: &'static str,
    pub prior: &'static str,
    pub record: &'static str,
    pub person: &'static str,
    pub corrections: &'static str,
    pub correction: &'static str,
    pub dirt: &'static str,
}

impl LearningWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Zh => &ZH,
        }
    }
}

const EN: LearningWords = LearningWords {
    about: "Learn from the shop's record now, and show in short what it says",
    after: "The server does it every night at two by the plant's clock. GET /api/v1/learning shows every number.",
    done: "Read as of {as_of}: {operations} operations, {receipts} receipts, {yields} lots, {orders} orders.",
    outcomes: "Odds are held against {outcomes} told days that are over.",
    nothing: "There is no record yet; everything is assumed.",
    number: "number",
    observations: "seen",
    unfinished: "not over",
    p10: "one in ten",
    p50: "half",
    p90: "nine in ten",
    who: "says",
    prior: "assumed",
    record: "the record",
    person: "a person",
    corrections: "Calendars that the record contradicts; a correction is proposed, never made:",
    correction: "{work_centre}: really {factor} of its {open} hours a week, {missing} more or less ({weeks} weeks)",
    dirt: "Left out: {duplicates} duplicates, {empty} of nothing, {impossible} impossible. {outliers} values were cut.",
};

const ZH: LearningWords = LearningWords {
    about: "立即从本厂记录中学习，并简要显示结果",
    after: "服务器每天在工厂时间凌晨两点自动学习。GET /api/v1/learning 列出全部数值。",
    done: "截至 {as_of}：{operations} 道工序、{receipts} 次到货、{yields} 批、{orders} 张订单。",
    outcomes: "已到期、用来核对概率的日期：{outcomes} 个。",
    nothing: "尚无记录，所有数值均为假定。",
    number: "数值",
    observations: "观测",
    unfinished: "未完",
    p10: "一成以下",
    p50: "五成以下",
    p90: "九成以下",
    who: "依据",
    prior: "假定",
    record: "记录",
    person: "人工",
    corrections: "与记录不符的日历（仅建议，不自动修改）：",
    correction: "{work_centre}：实际为每周 {open} 小时的 {factor} 倍，相差 {missing} 小时（{weeks} 周）",
    dirt: "未采用：重复 {duplicates}，空 {empty}，不可能 {impossible}；截断异常值 {outliers}。",
};
