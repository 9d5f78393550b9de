//! Why promises are moved: the shop's list, who causes what, and what customers are told of it.

use super::CausedBy;
use crate::domain::refusal::{Refusal, sales as codes};
use crate::domain::rule::Words;
use crate::text::Bilingual;
use crate::text::customer_notice::for_customers;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A reason for moving a promise, as the shop's list has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MoveReason {
    /// Its stable code.
    pub code: String,
    /// Who causes it; either where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caused_by: Option<CausedBy>,
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
    /// What customers are told of it; nothing where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<Words>,
}

/// A reason as the list below has it: code, who causes it, and what it is called.
type Usual = (&'static str, Option<CausedBy>, Bilingual);

const fn usual(code: &'static str, caused_by: Option<CausedBy>, en: &'static str, zh: &'static str) -> Usual {
    (code, caused_by, Bilingual { en, zh })
}

const USUAL: [Usual; 11] = {
    use CausedBy::{Customer, Ours};
    [
        usual(
            "customer-changed-quantity",
            Some(Customer),
            "The customer changed the quantity",
            "客户变更数量",
        ),
        usual("customer-changed-date", Some(Customer), "The customer wants another date", "客户变更交期"),
        usual(
            "customer-changed-specification",
            Some(Customer),
            "The customer changed the specification",
            "客户变更技术要求",
        ),
        usual(
            "customer-approval-late",
            Some(Customer),
            "Drawing, deposit or sign-off came late",
            "图纸、定金或样品确认延迟",
        ),
        usual("material-late", Some(Ours), "Material arrives late", "来料延迟"),
        usual("capacity", Some(Ours), "Not enough capacity", "产能不足"),
        usual("breakdown", Some(Ours), "A machine broke down", "设备故障"),
        usual("quality", Some(Ours), "Scrap or rework", "报废或返工"),
        usual("subcontractor-late", Some(Ours), "The subcontractor is late", "外协延迟"),
        usual("entry-error", Some(Ours), "The date was entered wrongly", "交期录入错误"),
        usual("other", None, "Something else; see the note", "其他，见备注"),
    ]
};

/// The reasons that a shop starts with; `settings.move_reasons` replaces them.
pub fn usual_reasons() -> Vec<MoveReason> {
    let reason = |(code, caused_by, called): Usual| MoveReason {
        code: code.to_owned(),
        caused_by,
        en: called.en.to_owned(),
        zh: called.zh.to_owned(),
        customer: for_customers(code).map(|said| Words::of(said.en, said.zh)),
    };
    USUAL.into_iter().map(reason).collect()
}

/// Checks a move's reason against the shop's list: who caused it.
///
/// # Errors
///
/// No reason, one that is not on the list, or one that contradicts who is said to have caused it.
pub fn check_reason(
    reasons: &[MoveReason],
    code: Option<&str>,
    caused_by: Option<CausedBy>,
) -> Result<(String, CausedBy), Refusal> {
    let known = reasons.iter().map(|r| r.code.as_str()).collect::<Vec<_>>().join(", ");
    let Some(code) = code.map(str::trim).filter(|code| !code.is_empty()) else {
        return Err(Refusal::at(codes::REASON_NEEDED, "reason_code", "").with("known", known));
    };
    let Some(reason) = reasons.iter().find(|r| r.code == code) else {
        return Err(Refusal::at(codes::REASON_UNKNOWN, "reason_code", code).with("known", known));
    };
    match (reason.caused_by, caused_by) {
        (Some(of), Some(said)) if of != said => {
            Err(Refusal::at(codes::REASON_CONTRADICTS, "caused_by", code))
        }
        (of, said) => Ok((code.to_owned(), of.or(said).unwrap_or(CausedBy::Ours))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_needs_a_reason_from_the_list() {
        let list = usual_reasons();
        assert_eq!(check_reason(&list, None, None).unwrap_err().name(), "reason_needed");
        assert_eq!(check_reason(&list, Some("moon"), None).unwrap_err().name(), "reason_unknown");
        let (code, by) = check_reason(&list, Some("customer-changed-date"), None).unwrap();
        assert_eq!((code.as_str(), by), ("customer-changed-date", CausedBy::Customer));
        assert_eq!(check_reason(&list, Some("other"), None).unwrap().1, CausedBy::Ours);
    }

    #[test]
    fn our_own_delay_cannot_be_put_on_the_customer() {
        let refused =
            check_reason(&usual_reasons(), Some("breakdown"), Some(CausedBy::Customer)).unwrap_err();
        assert_eq!(refused.name(), "reason_contradicts");
    }

    #[test]
    fn a_customer_reads_nothing_of_the_inside() {
        let inside =
            ["machine", "broke", "scrap", "subcontract", "supplier", "设备", "报废", "外协", "供应商"];
        for reason in usual_reasons() {
            let Some(said) = reason.customer else {
                assert_eq!(reason.code, "other");
                continue;
            };
            let both = format!("{} {}", said.en, said.zh).to_lowercase();
            assert!(inside.iter().all(|word| !both.contains(word)), "{}: {both}", reason.code);
        }
    }
}
