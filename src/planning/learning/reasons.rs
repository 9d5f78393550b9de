//! What people mean by the reason that they give for a pause or a block.
//!
//! Reasons are free text, so this knows the usual words for a machine that stands and for nobody being there, in both
//! languages. What it does not know is neither.

/// Why work rested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// The machine or its tool.
    Machine,
    /// Nobody was there.
    Nobody,
    /// Something else: material, a question, the end of the shift.
    Other,
}

const MACHINE: [&str; 13] = [
    "breakdown",
    "broken",
    "machine",
    "repair",
    "fault",
    "failure",
    "defect",
    "maintenance",
    "故障",
    "坏",
    "维修",
    "停机",
    "检修",
];
const NOBODY: [&str; 10] =
    ["operator", "absent", "absence", "nobody", "sick", "staff", "缺人", "缺勤", "无人", "请假"];

/// What a reason means.
pub(super) fn why(reason: Option<&str>) -> Why {
    let reason = reason.unwrap_or_default().to_lowercase();
    let any = |words: &[&str]| words.iter().any(|word| reason.contains(word));
    match () {
        () if any(&NOBODY) => Why::Nobody,
        () if any(&MACHINE) => Why::Machine,
        () => Why::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_words_are_understood_in_both_languages() {
        for text in ["tool-broken", "Machine down", "主轴故障", "等待维修"] {
            assert_eq!(why(Some(text)), Why::Machine, "{text}");
        }
        for text in ["no-operator", "Nobody there", "操作工请假", "缺人"] {
            assert_eq!(why(Some(text)), Why::Nobody, "{text}");
        }
        assert_eq!(why(Some("waiting-for-inspection")), Why::Other);
        assert_eq!(why(None), Why::Other);
    }
}
