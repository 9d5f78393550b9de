//! How an order stands in a word, what its milestones are called, whose turn it is.

use crate::domain::change::ChangeStatus;
use crate::domain::portal::{AnswerKind, MilestoneKind, Whose};
use crate::text::{Bilingual, Lang};

const fn both(en: &'static str, zh: &'static str) -> Bilingual {
    Bilingual { en, zh }
}

/// An answer in a word or two, beside its sign.
pub const fn standing(kind: AnswerKind) -> Bilingual {
    match kind {
        AnswerKind::Cancelled => both("Cancelled", "已取消"),
        AnswerKind::Arrived => both("Arrived", "已送达"),
        AnswerKind::Left => both("On its way", "运输中"),
        AnswerKind::AsPromised => both("As promised", "按承诺"),
        AnswerKind::Earlier => both("Earlier than promised", "提前"),
        AnswerKind::Received => both("Received", "已收到"),
        AnswerKind::Later => both("New day", "日期已调整"),
        AnswerKind::Planned => both("Planned", "按计划"),
        AnswerKind::AtRisk => both("Tight", "日期较紧"),
        AnswerKind::Expected => both("Expected later", "预计推迟"),
        AnswerKind::Overdue => both("Later than promised", "晚于承诺"),
        AnswerKind::WaitsForYou => both("Your turn", "待贵司配合"),
    }
}

/// What a milestone is called; one of the customer's own is called what they do.
pub const fn milestone(kind: MilestoneKind) -> Bilingual {
    match kind {
        MilestoneKind::Confirmed => both("Confirmed", "订单确认"),
        MilestoneKind::Yours => both("Your part", "贵司配合事项"),
        MilestoneKind::Material => both("Material here", "材料到齐"),
        MilestoneKind::Production => both("Production", "生产"),
        MilestoneKind::Inspected => both("Inspected", "检验合格"),
        MilestoneKind::Packed => both("Packed", "包装"),
        MilestoneKind::Dispatched => both("Dispatched", "发货"),
        MilestoneKind::Delivered => both("Delivered", "送达"),
    }
}

/// What the customer does, of the words that the shop's holds have; a shop's own word stays as it is.
pub fn customers_deed(what: &str, lang: Lang) -> String {
    let known = match what {
        "drawing-approval" => both("Approve the drawing", "图纸确认"),
        "deposit" => both("Pay the deposit", "支付定金"),
        "sample" | "sample-sign-off" => both("Approve the sample", "样品确认"),
        own => return own.to_owned(),
    };
    known.get(lang).to_owned()
}

/// Who has to do it.
pub const fn whose(whose: Whose) -> Bilingual {
    match whose {
        Whose::Ours => both("us", "我方"),
        Whose::Yours => both("you", "贵司"),
        Whose::Carrier => both("carrier", "承运商"),
    }
}

/// What has become of a change that was asked for.
pub const fn change_status(status: ChangeStatus) -> Bilingual {
    match status {
        ChangeStatus::Open => both("A person looks at it", "处理中"),
        ChangeStatus::Agreed => both("Agreed", "已同意"),
        ChangeStatus::Declined => both("Not possible", "无法变更"),
    }
}
