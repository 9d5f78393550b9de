//! What is wrong with what a customer has sent, said to somebody who knows fields by their labels and nothing of our names.

use crate::domain::refusal::{Refusal, change, common, sales, stock};
use crate::text::Lang;

/// What is wrong and what to do, in a sentence or two.
pub fn fault(refusal: &Refusal, lang: Lang) -> String {
    let said = |en: &str, zh: &str| if lang == Lang::En { en.to_owned() } else { zh.to_owned() };
    let own = || format!("{}{}{}", refusal.title(lang), said(" ", ""), refusal.remedy(lang));
    match (refusal.field.as_deref().unwrap_or_default(), refusal.code) {
        ("text", code) if code == common::REQUIRED => {
            said("Please write what you want to ask or to tell us.", "请填写您要咨询或反馈的内容。")
        }
        ("nps" | "csat" | "ces", code) if code == common::REQUIRED => {
            said("Please choose one of the numbers.", "请选择一个分数。")
        }
        ("line", code) if code == common::REQUIRED => {
            said("Please choose the line that is to be changed.", "请选择需要变更的行。")
        }
        ("quantity", code) if code == change::CHANGE_TO_THE_SAME => said(
            "This is the quantity of the line already. Please write another one, or leave it empty.",
            "该行已是此数量。请填写其他数量，或留空。",
        ),
        ("date", code) if code == change::CHANGE_TO_THE_SAME => said(
            "This is the day of the line already. Please choose another one, or leave it empty.",
            "该行已是此日期。请选择其他日期，或留空。",
        ),
        ("quantity", code) if code == sales::QUANTITY_BELOW_SHIPPED => said(
            "More than that has left already. Please write a larger quantity.",
            "已发出的数量超过此数量，请填写更大的数量。",
        ),
        ("quantity", code) if code == stock::NOT_POSITIVE => said(
            "Please write a quantity above zero. To give the line up, cancel it below.",
            "数量应大于零。如不再需要，请选择取消本行。",
        ),
        ("quantity", code) if code == common::QUANTITY_NOT_WHOLE => said(
            "This is counted in whole ones. Please write a whole number.",
            "该物料按整数计量，请填写整数。",
        ),
        ("date", code) if code == common::INVALID_VALUE => said(
            "This day is over. Please choose one that is still to come.",
            "该日期已过，请选择今天之后的日期。",
        ),
        (_, code) if code == change::CHANGE_OF_NOTHING => said(
            "Please say what is to change: the quantity, the day, or that the line is cancelled.",
            "请说明需要变更的内容：数量、日期，或取消本行。",
        ),
        (_, code) if code == change::CHANGE_AND_CANCEL => said(
            "A line is either changed or cancelled. Please choose one of the two.",
            "变更与取消只能选择其一。",
        ),
        _ => own(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_outside_reads_what_a_field_is_called_inside() {
        for (field, code) in [
            ("text", common::REQUIRED),
            ("nps", common::REQUIRED),
            ("line", common::REQUIRED),
            ("quantity", change::CHANGE_TO_THE_SAME),
            ("date", change::CHANGE_TO_THE_SAME),
            ("date", common::INVALID_VALUE),
            ("cancel", change::CHANGE_AND_CANCEL),
        ] {
            let refusal = Refusal::at(code, field, "");
            for lang in [Lang::En, Lang::Zh] {
                let said = fault(&refusal, lang);
                assert!(said.ends_with(['.', '。']) && !said.contains(['{', '“']), "{said}");
                for inside in ["nps", "Give ", "field", "line has"] {
                    assert!(!said.contains(inside), "{said}");
                }
            }
            assert!(fault(&refusal, Lang::Zh).chars().all(|c| !c.is_ascii_alphabetic()), "{field}");
        }
    }
}
