//! The words that columns with a fixed choice understand: `make` and `自制` are the same.

use crate::document::{
    DateBasis, ExceptionKind, Firmness, HoldBlocks, HoldKind, Holidays, ItemSource, Milestone, OperationKind,
    OperationStatus, RunBasis, StockStatus, Tier, Unit, WorkOrderStatus,
};
use crate::domain::likeness;
use crate::text::{Bilingual, Lang};

use super::fault::Problem;
use super::normal;

/// One choice: its English word, its Chinese word, and others that are understood.
pub struct Choice<T: 'static> {
    meaning: T,
    name: Bilingual,
    others: &'static [&'static str],
}

const fn choice<T>(
    meaning: T,
    en: &'static str,
    zh: &'static str,
    others: &'static [&'static str],
) -> Choice<T> {
    Choice { meaning, name: Bilingual { en, zh }, others }
}

/// A type whose values are words in a cell.
pub trait Word: Copy + 'static {
    /// Every value with its words.
    const CHOICES: &'static [Choice<Self>];
}

/// The word for `meaning` in a cell.
pub fn named<W: Word + PartialEq>(meaning: W, lang: Lang) -> &'static str {
    let choice = W::CHOICES.iter().find(|choice| choice.meaning == meaning);
    choice.map_or("", |choice| choice.name.get(lang))
}

/// The value that `text` names.
pub(super) fn read<W: Word>(text: &str) -> Result<W, Problem> {
    let wanted = normal::heading(text);
    let is = |word: &str| normal::heading(word) == wanted;
    let found = W::CHOICES
        .iter()
        .find(|choice| is(choice.name.en) || is(choice.name.zh) || choice.others.iter().any(|word| is(word)));
    found.map(|choice| choice.meaning).ok_or_else(|| Problem::UnknownWord {
        allowed: W::CHOICES.iter().map(|choice| choice.name).collect(),
        nearest: nearest(&wanted, W::CHOICES.iter().map(|choice| choice.name)),
    })
}

/// The name that `wanted` most likely is a slip of the pen for.
pub(super) fn nearest(wanted: &str, names: impl Iterator<Item = Bilingual>) -> Option<Bilingual> {
    let names: Vec<Bilingual> = names.collect();
    let words = names.iter().flat_map(|name| [name.en, name.zh]);
    let meant = likeness::nearest(wanted, words).first().copied()?;
    names.into_iter().find(|name| name.en == meant || name.zh == meant)
}

/// `yes/no`, `y/n`, `true/false`, `1/0`, `是/否`.
pub(super) fn yes_no(text: &str) -> Result<bool, Problem> {
    match text.to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "是" | "√" | "✓" | "x" | "有" => Ok(true),
        "no" | "n" | "false" | "0" | "否" | "×" | "无" => Ok(false),
        _ => Err(Problem::NotYesNo),
    }
}

impl Word for Tier {
    const CHOICES: &'static [Choice<Self>] = &[
        choice(Self::A, "A", "A", &["A类", "A级"]),
        choice(Self::B, "B", "B", &["B类", "B级"]),
        choice(Self::C, "C", "C", &["C类", "C级"]),
    ];
}

impl Word for Lang {
    const CHOICES: &'static [Choice<Self>] = &[
        choice(Self::En, "en", "英文", &["english", "英语", "en-US", "en-GB"]),
        choice(Self::Zh, "zh", "中文", &["chinese", "zh-CN", "汉语", "简体中文", "cn"]),
    ];
}

impl Word for Unit {
    const CHOICES: &'static [Choice<Self>] = &[
        choice(
            Self::Pieces,
            "pcs",
            "件",
            &["pc", "piece", "pieces", "ea", "each", "个", "只", "台", "根", "张", "块", "片", "支"],
        ),
        choice(Self::Kilograms, "kg", "公斤", &["千克", "kgs", "kilogram", "kilograms"]),
        choice(Self::Metres, "m", "米", &["metre", "metres", "meter", "meters"]),
        choice(Self::SquareMetres, "m2", "平方米", &["m²", "㎡", "sqm", "平米"]),
        choice(Self::Litres, "l", "升", &["litre", "litres", "liter", "liters"]),
        choice(Self::Sets, "set", "套", &["sets"]),
    ];
}

impl Word for ItemSource {
    const CHOICES: &'static [Choice<Self>] = &[
        choice(Self::Make, "make", "自制", &["made", "自制件", "in-house"]),
        choice(Self::Buy, "buy", "采购", &["bought", "purchase", "purchased", "外购", "采购件", "外购件"]),
        choice(Self::Customer, "customer", "客供", &["customer supplied", "客供料", "来料"]),
    ];
}

impl Word for StockStatus {
    const CHOICES: &'static [Choice<Self>] = &[
        choice(Self::Usable, "usable", "可用", &["available", "ok", "unrestricted", "合格"]),
        choice(Self::Inspection, "inspection", "待检", &["in inspection", "quality inspection", "检验中"]),
        choice(Self::Blocked, "blocked", "冻结", &["hold", "on hold", "不可用", "不合格"]),
    ];
}

impl Word for OperationKind {
    const CHOICES: &'static [Choice<Self>] = &[
        choice(Self::Make, "make", "加工", &["machining", "生产", "自制"]),
        choice(Self::Inspection, "inspection", "检验", &["inspect", "质检", "检查"]),
        choice(Self::Outside, "outside", "外协", &["subcontract", "outsourced", "委外"]),
        choice(Self::Wait, "wait", "静置", &["waiting", "等待", "时效", "冷却"]),
    ];
}

impl Word for RunBasis {
    const CHOICES: &'static [Choice<Self>] = &[
        choice(Self::Piece, "piece", "每件", &["per piece", "unit", "件"]),
        choice(Self::Lot, "lot", "每批", &["per lot", "batch", "批"]),
        choice(Self::Load, "load", "每炉", &["per load", "炉"]),
    ];
}

impl Word for Holidays {
    const CHOICES: &'static [Choice<Self>] = &[
        choice(Self::Cn, "CN", "中国", &["china"]),
        choice(Self::De, "DE", "德国", &["germany"]),
        choice(Self::None, "none", "无", &["no", "否"]),
    ];
}

impl Word for ExceptionKind {
    const CHOICES: &'static [Choice<Self>] = &[
        choice(Self::Closed, "closed", "停工", &["close", "shutdown", "休息"]),
        choice(Self::Overtime, "overtime", "加班", &[]),
        choice(Self::MakeUp, "make-up", "调休上班", &["makeup day", "补班", "调休"]),
        choice(Self::Holiday, "holiday", "放假", &["holidays", "节假日"]),
        choice(Self::Downtime, "downtime", "停机", &["down", "maintenance", "检修", "维修"]),
    ];
}

impl Word for DateBasis {
    const CHOICES: &'static [Choice<Self>] = &[
        choice(Self::Ship, "ship", "发货", &["shipping", "shipment", "ex works"]),
        choice(Self::Arrival, "arrival", "到货", &["delivery", "arrive", "送达"]),
    ];
}

impl Word for Firmness {
    const CHOICES: &'static [Choice<Self>] = &[
        choice(Self::Firm, "firm", "确定", &["confirmed", "正式"]),
        choice(Self::Forecast, "forecast", "预测", &["预测订单"]),
    ];
}

impl Word for HoldKind {
    const CHOICES: &'static [Choice<Self>] = &[
        choice(Self::Credit, "credit", "信用", &["payment", "款项"]),
        choice(Self::Drawing, "drawing", "图纸", &["drawings"]),
        choice(Self::Quality, "quality", "质量", &[]),
        choice(Self::Customer, "customer", "客户", &[]),
    ];
}

impl Word for Milestone {
    const CHOICES: &'static [Choice<Self>] = &[
        choice(Self::DrawingApproval, "drawing approval", "图纸确认", &["图纸审批"]),
        choice(Self::Deposit, "deposit", "定金", &["down payment", "预付款", "订金"]),
        choice(Self::SampleSignOff, "sample sign-off", "样品确认", &["sample approval", "首样确认"]),
    ];
}

impl Word for HoldBlocks {
    const CHOICES: &'static [Choice<Self>] = &[
        choice(Self::Start, "start", "开工", &["production", "生产"]),
        choice(Self::Dispatch, "dispatch", "发货", &["shipping", "shipment"]),
    ];
}

impl Word for WorkOrderStatus {
    const CHOICES: &'static [Choice<Self>] = &[
        choice(Self::Open, "open", "在制", &["released", "in progress", "已下达", "生产中", "未完工"]),
        choice(
            Self::Closed,
            "closed",
            "关闭",
            &["close", "done", "completed", "已关闭", "完工", "已完工", "结案"],
        ),
    ];
}

impl Word for OperationStatus {
    const CHOICES: &'static [Choice<Self>] = &[
        choice(Self::Waiting, "waiting", "未开工", &["not started", "open", "待加工"]),
        choice(Self::Running, "running", "加工中", &["started", "in progress", "已开工"]),
        choice(Self::Paused, "paused", "暂停", &["pause"]),
        choice(Self::Done, "done", "完成", &["finished", "completed", "complete", "已完成", "完工"]),
        choice(Self::Blocked, "blocked", "受阻", &["stopped"]),
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_in_both_languages() {
        assert_eq!(read::<ItemSource>("MAKE"), Ok(ItemSource::Make));
        assert_eq!(read::<ItemSource>("自制"), Ok(ItemSource::Make));
        assert_eq!(read::<ExceptionKind>("Make up"), Ok(ExceptionKind::MakeUp));
        assert_eq!(read::<Unit>("㎡"), Ok(Unit::SquareMetres));
        assert_eq!(read::<Milestone>("sample_sign_off"), Ok(Milestone::SampleSignOff));
    }

    #[test]
    fn a_slip_of_the_pen_gets_a_suggestion() {
        let Err(Problem::UnknownWord { allowed, nearest }) = read::<StockStatus>("useable") else { panic!() };
        assert_eq!(allowed.len(), 3);
        assert_eq!(nearest.map(|word| word.en), Some("usable"));
        let Err(Problem::UnknownWord { nearest, .. }) = read::<StockStatus>("quarantine") else { panic!() };
        assert_eq!(nearest, None);
    }

    #[test]
    fn yes_and_no() {
        for yes in ["yes", "Y", "TRUE", "1", "是"] {
            assert_eq!(yes_no(yes), Ok(true));
        }
        for no in ["no", "N", "False", "0", "否"] {
            assert_eq!(yes_no(no), Ok(false));
        }
        assert_eq!(yes_no("maybe"), Err(Problem::NotYesNo));
    }
}
