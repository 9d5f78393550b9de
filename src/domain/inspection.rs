//! Why something fails an inspection, and what must hold of a decision about it.

use super::refusal::{Refusal, supply as codes};
use super::value::Amount;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A reason for not accepting something, as the shop's list has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FailReason {
    /// Its stable code.
    pub code: String,
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

/// The reasons that a shop starts with; `settings.fail_reasons` replaces them.
pub fn usual_fail_reasons() -> Vec<FailReason> {
    [
        ("dimension", "Out of dimension", "尺寸超差"),
        ("surface", "Surface or coating defect", "表面或涂层缺陷"),
        ("material", "Wrong or faulty material", "材料错误或不良"),
        ("function", "Does not work", "功能不良"),
        ("damage", "Damaged in handling or transport", "搬运或运输损伤"),
        ("wrong-part", "Wrong part", "错件"),
        ("papers", "Certificate or papers missing", "缺少证书或文件"),
        ("other", "Other", "其他"),
    ]
    .into_iter()
    .map(|(code, en, zh)| FailReason { code: code.to_owned(), en: en.to_owned(), zh: zh.to_owned() })
    .collect()
}

/// What was decided about what was inspected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Verdict {
    /// How much may be used.
    pub accepted: Amount,
    /// How much is thrown away.
    pub scrapped: Amount,
    /// How much is worked on again.
    pub rework: Amount,
    /// How much goes back to the supplier.
    pub returned: Amount,
}

impl Verdict {
    /// Refuses quantities below zero, and those that do not add up to what was inspected.
    ///
    /// # Errors
    ///
    /// The refusal with the field at fault.
    pub fn check(&self, inspected: Amount) -> Result<(), Refusal> {
        let parts = [
            ("accepted", self.accepted),
            ("scrapped", self.scrapped),
            ("rework", self.rework),
            ("returned", self.returned),
        ];
        if let Some((field, quantity)) = parts.into_iter().find(|(_, quantity)| *quantity < Amount::ZERO) {
            return Err(Refusal::at(super::refusal::stock::NEGATIVE, field, quantity));
        }
        let sum: Amount = parts.into_iter().map(|(_, quantity)| quantity).sum();
        if sum != inspected {
            return Err(Refusal::at(codes::DOES_NOT_ADD_UP, "inspected", inspected).with("sum", sum));
        }
        Ok(())
    }

    /// Whether something was not accepted.
    pub fn is_failure(&self) -> bool {
        self.scrapped.is_some() || self.rework.is_some() || self.returned.is_some()
    }
}

/// Refuses a reason that is not in the list, and none where one is needed.
///
/// # Errors
///
/// The refusal, with the codes that are known.
pub fn check_reason(reason: Option<&str>, needed: bool, known: &[FailReason]) -> Result<(), Refusal> {
    let Some(reason) = reason.filter(|reason| !reason.is_empty()) else {
        return if needed { Err(Refusal::at(codes::REASON_MISSING, "reason", "")) } else { Ok(()) };
    };
    if known.iter().any(|listed| listed.code == reason) {
        return Ok(());
    }
    let listed: Vec<&str> = known.iter().map(|listed| listed.code.as_str()).collect();
    Err(Refusal::at(codes::REASON_NOT_LISTED, "reason", reason).with("known", listed.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_piece_is_decided_about_once() {
        let verdict =
            Verdict { accepted: Amount::whole(7), scrapped: Amount::whole(3), ..Verdict::default() };
        assert!(verdict.check(Amount::whole(10)).is_ok());
        let short = verdict.check(Amount::whole(11)).expect_err("one piece is missing");
        assert_eq!(short.name(), "does_not_add_up");
        let below = Verdict { accepted: Amount::whole(4), scrapped: -Amount::whole(1), ..Verdict::default() };
        assert_eq!(below.check(Amount::whole(3)).expect_err("below zero").name(), "negative");
    }

    #[test]
    fn what_fails_has_a_reason_of_the_list() {
        let known = usual_fail_reasons();
        assert!(check_reason(Some("surface"), true, &known).is_ok());
        assert_eq!(check_reason(None, true, &known).expect_err("none").name(), "reason_missing");
        assert_eq!(
            check_reason(Some("mood"), false, &known).expect_err("unknown").name(),
            "reason_not_listed"
        );
        assert!(check_reason(None, false, &known).is_ok());
    }
}
