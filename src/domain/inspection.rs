//! Why something fails an inspection, what must hold of a decision about it, and what its photos are.

use super::floor::{Reason, Usual};
use super::refusal::{Refusal, supply as codes};
use super::value::Amount;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The reasons that a shop starts with; `settings.fail_reasons` replaces them.
pub fn usual_fail_reasons() -> Vec<Reason> {
    let usual: [Usual; 8] = [
        ("dimension", "Out of dimension", "尺寸超差", "ruler"),
        ("surface", "Surface or coating defect", "表面或涂层缺陷", "surface"),
        ("material", "Wrong or faulty material", "材料错误或不良", "material"),
        ("function", "Does not work", "功能不良", "machine"),
        ("damage", "Damaged in handling or transport", "搬运或运输损伤", "handling"),
        ("wrong-part", "Wrong part", "错件", "missing"),
        ("papers", "Certificate or papers missing", "缺少证书或文件", "drawing"),
        ("other", "Other", "其他", "other"),
    ];
    usual.iter().map(Into::into).collect()
}

/// Most photos of an inspection.
pub const MOST_PHOTOS: usize = 6;

/// The media type of a photo by how its file begins; nothing if it is no photo that a browser shows.
pub fn photo_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some("image/png"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
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
pub fn check_reason(reason: Option<&str>, needed: bool, known: &[Reason]) -> Result<(), Refusal> {
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
