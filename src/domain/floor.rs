//! What the shop floor may be asked and told by its tablets: how much is known of who works, when a tablet locks
//! itself, and the reasons that it offers.
//!
//! Data, their defaults and their limits only. A plant that has set nothing has lists that work.

use super::refusal::{Refusal, common, floor as codes, master};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Rights and place of a tablet and of who is signed in at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnFloor {
    /// The tablet's name.
    pub device: String,
    /// Where it stands; all of the plant if empty.
    pub work_centres: BTreeSet<String>,
    /// The code of who is signed in. For what happens now: it is written down as [`Identity`] allows.
    pub operator: Option<String>,
}

impl OnFloor {
    /// Whether the tablet is for this work centre.
    pub fn is_for(&self, work_centre: &str) -> bool {
        self.work_centres.is_empty() || self.work_centres.contains(work_centre)
    }
}

/// How much reports and the journal tell of who works.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Identity {
    /// Their codes.
    #[default]
    Full,
    /// A word that stands for one person and does not say whom.
    Pseudonymous,
    /// Nothing: only the tablet is named.
    Off,
}

/// A reason that can be tapped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Its stable code.
    pub code: String,
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
    /// The name of its picture; without one it has its first letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
}

/// The reasons that tablets offer; an empty list is the usual one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Reasons {
    /// Why pieces are scrapped.
    pub scrap: Vec<Reason>,
    /// Why pieces go back.
    pub rework: Vec<Reason>,
    /// Why work rests or is blocked.
    pub downtime: Vec<Reason>,
    /// What help is called for.
    pub calls: Vec<Reason>,
}

/// How tablets behave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct FloorPolicy {
    /// How much is known of who works.
    pub identity: Identity,
    /// After how many idle minutes of the tablet's own clock it asks again who is there; 1 to 240.
    pub lock_after_minutes: u32,
    /// For how many seconds of the tablet's own clock a report can be taken back; 3 to 30.
    pub take_back_seconds: u32,
    /// For how many days photos of inspections are kept, by the plant's clock; 1 to 3650.
    pub photo_days: u32,
    /// The reasons that it offers.
    pub reasons: Reasons,
}

impl Default for FloorPolicy {
    fn default() -> Self {
        Self {
            identity: Identity::Full,
            lock_after_minutes: 5,
            take_back_seconds: 8,
            photo_days: 365,
            reasons: Reasons::default(),
        }
    }
}

/// Most reasons of a list: they are tiles that a glove can hit.
const MOST_REASONS: usize = 24;
/// Longest words on a tile, in characters.
const LONGEST_WORDS: usize = 60;

impl FloorPolicy {
    /// Refuses what no tablet could do.
    ///
    /// # Errors
    ///
    /// The refusal names the field.
    pub fn check(&self) -> Result<(), Refusal> {
        let within = |name: &str, value: u32, min: u32, max: u32| {
            if (min..=max).contains(&value) {
                return Ok(());
            }
            let refusal = Refusal::at(master::OUT_OF_RANGE, format!("policies.floor.{name}"), value);
            Err(refusal.with("min", min).with("max", max))
        };
        within("lock_after_minutes", self.lock_after_minutes, 1, 240)?;
        within("take_back_seconds", self.take_back_seconds, 3, 30)?;
        within("photo_days", self.photo_days, 1, 3650)?;
        let Reasons { scrap, rework, downtime, calls } = &self.reasons;
        for (name, list) in [("scrap", scrap), ("rework", rework), ("downtime", downtime), ("calls", calls)] {
            check_list(&format!("policies.floor.reasons.{name}"), list)?;
        }
        Ok(())
    }

    /// The reasons with the usual ones where none are set.
    pub fn all_reasons(&self) -> Reasons {
        let or_usual = |own: &[Reason], usual: &[Usual]| {
            if own.is_empty() { usual.iter().map(Into::into).collect() } else { own.to_vec() }
        };
        Reasons {
            scrap: or_usual(&self.reasons.scrap, SCRAP),
            rework: or_usual(&self.reasons.rework, REWORK),
            downtime: or_usual(&self.reasons.downtime, DOWNTIME),
            calls: or_usual(&self.reasons.calls, CALLS),
        }
    }
}

fn check_list(field: &str, list: &[Reason]) -> Result<(), Refusal> {
    if list.len() > MOST_REASONS {
        let refusal = Refusal::at(codes::TOO_MANY_REASONS, field, list.len());
        return Err(refusal.with("most", MOST_REASONS));
    }
    let mut seen = BTreeSet::new();
    for (index, reason) in list.iter().enumerate() {
        let at = |name: &str| format!("{field}[{index}].{name}");
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let is_code = |text: &str| (1..=40).contains(&text.len()) && text.chars().all(plain);
        if !is_code(&reason.code) || reason.icon.as_deref().is_some_and(|icon| !is_code(icon)) {
            let (name, value) = match &reason.icon {
                Some(icon) if is_code(&reason.code) => ("icon", icon),
                _ => ("code", &reason.code),
            };
            return Err(Refusal::at(common::INVALID_VALUE, at(name), value).with_words(
                "reason",
                "it must have 1 to 40 small letters, digits and -",
                "须为 1 至 40 个小写字母、数字或 -",
            ));
        }
        if !seen.insert(&reason.code) {
            return Err(Refusal::at(codes::REASON_TWICE, at("code"), &reason.code));
        }
        for (name, words) in [("en", &reason.en), ("zh", &reason.zh)] {
            if words.trim().is_empty() {
                return Err(Refusal::at(common::REQUIRED, at(name), ""));
            }
            if words.chars().count() > LONGEST_WORDS {
                return Err(Refusal::at(common::INVALID_VALUE, at(name), words).with_words(
                    "reason",
                    format!("it must have at most {LONGEST_WORDS} characters"),
                    format!("最多 {LONGEST_WORDS} 个字符"),
                ));
            }
        }
    }
    Ok(())
}

/// A usual reason: code, English, Chinese, picture.
pub(super) type Usual = (&'static str, &'static str, &'static str, &'static str);

impl From<&Usual> for Reason {
    fn from((code, en, zh, icon): &Usual) -> Self {
        let [code, en, zh, icon] = [code, en, zh, icon].map(|text| (*text).to_owned());
        Self { code, en, zh, icon: Some(icon) }
    }
}

const SCRAP: &[Usual] = &[
    ("dimension", "Out of dimension", "尺寸超差", "ruler"),
    ("surface", "Surface fault", "表面缺陷", "surface"),
    ("material", "Faulty material", "来料不良", "material"),
    ("setting", "Setting-up piece", "调机件", "setting"),
    ("tool", "Tool broke", "刀具损坏", "tool"),
    ("machine", "Machine fault", "设备故障", "machine"),
    ("handling", "Damaged in handling", "搬运损伤", "handling"),
    ("other", "Other", "其他", "other"),
];

const REWORK: &[Usual] = &[
    ("dimension", "Out of dimension", "尺寸超差", "ruler"),
    ("surface", "Surface fault", "表面缺陷", "surface"),
    ("burr", "Burrs", "毛刺", "burr"),
    ("missing-step", "A step is missing", "漏加工", "missing"),
    ("assembly", "Put together wrongly", "装配错误", "assembly"),
    ("other", "Other", "其他", "other"),
];

const DOWNTIME: &[Usual] = &[
    ("break", "Break", "休息", "break"),
    ("shift-end", "End of shift", "下班", "shift"),
    ("material", "Material is missing", "缺料", "material"),
    ("tool", "Tool or fixture", "刀具或夹具", "tool"),
    ("machine", "Machine fault", "设备故障", "machine"),
    ("quality", "Waiting for quality", "等待质检", "quality"),
    ("drawing", "Drawing or program", "图纸或程序", "drawing"),
    ("other-work", "Other work first", "先做其他工单", "other-work"),
    ("meeting", "Meeting or training", "会议或培训", "meeting"),
    ("other", "Other", "其他", "other"),
];

const CALLS: &[Usual] = &[
    ("lead", "Floor lead", "班组长", "lead"),
    ("maintenance", "Maintenance", "维修", "machine"),
    ("material", "Material", "物料", "material"),
    ("quality", "Quality", "质检", "quality"),
    ("engineering", "Engineering", "工艺", "drawing"),
    ("safety", "Accident or danger", "事故或危险", "safety"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn the_usual_reasons_are_fit_to_be_set() {
        let reasons = FloorPolicy::default().all_reasons();
        assert!(reasons.scrap.len() > 5 && reasons.calls.iter().any(|call| call.code == "safety"));
        FloorPolicy { reasons, ..FloorPolicy::default() }.check().expect("they hold their own rules");
    }

    #[test]
    fn what_no_tablet_could_do_is_refused_by_name() {
        let reason = |code: &str, zh: &str| Reason {
            code: code.to_owned(),
            en: "Burrs".to_owned(),
            zh: zh.to_owned(),
            icon: None,
        };
        let with = |scrap: Vec<Reason>| {
            let reasons = Reasons { scrap, ..Reasons::default() };
            FloorPolicy { reasons, ..FloorPolicy::default() }
        };
        let many = (0..25).map(|n| reason(&format!("r{n}"), "毛刺")).collect();
        for (policy, field) in [
            (FloorPolicy { lock_after_minutes: 0, ..FloorPolicy::default() }, "lock_after_minutes"),
            (FloorPolicy { take_back_seconds: 600, ..FloorPolicy::default() }, "take_back_seconds"),
            (FloorPolicy { photo_days: 0, ..FloorPolicy::default() }, "photo_days"),
            (with(vec![reason("Burrs!", "毛刺")]), "reasons.scrap[0].code"),
            (with(vec![reason("burrs", " ")]), "reasons.scrap[0].zh"),
            (with(vec![reason("burrs", "毛刺"), reason("burrs", "毛边")]), "reasons.scrap[1].code"),
            (with(many), "reasons.scrap"),
        ] {
            let refused = policy.check().expect_err(field);
            assert_eq!(refused.field, Some(format!("policies.floor.{field}")));
            assert_ne!(refused.title(Lang::En), refused.title(Lang::Zh));
        }
    }
}
