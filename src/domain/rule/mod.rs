//! A rule as data: what it looks at, when it warns and when it is over, how grave that is, and whom it tells.
//!
//! Whether a condition holds is not decided here: that needs the language of conditions, which `rules` knows. A rule
//! that people change is stored as what differs from the shipped one of its name ([`RuleBody`]); [`RuleBody::rule`]
//! gives the whole.

mod facts;
mod shipped;
mod tell;

pub use facts::{About, Fact, Kind, cause_facts};
pub use shipped::{Shipped, shipped, shipped_named};
pub use tell::{Channel, Step, Whom};

use super::refusal::{Refusal, common, rule as codes};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Characters that a condition may have.
pub const LONGEST_CONDITION: usize = 1_000;
/// Steps of telling that a rule may have.
const MOST_STEPS: usize = 8;
/// Minutes that a condition may be asked to hold: four weeks.
const LONGEST_DWELL: u32 = 4 * 7 * 24 * 60;

/// Which change has a rule looked at again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Trigger {
    /// Anything that is known of a line, its forecast and its odds above all.
    ForecastChanged,
    /// A line is promised, or promised for another day.
    PromiseMade,
    /// A line reaches another stage.
    StageEntered,
    /// Anything that is known of a document that is no order line.
    DocumentEvent,
    /// A limit in time is over.
    TimeLimit,
    /// Time goes by.
    Schedule,
}

/// How grave an alert is, mildest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Told with the next digest.
    Mild,
    /// Told at once.
    Serious,
    /// Told at once, and in no digest.
    Urgent,
}

impl Severity {
    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mild => "mild",
            Self::Serious => "serious",
            Self::Urgent => "urgent",
        }
    }
}

/// A parameter of a rule, which its conditions know as `params.NAME`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Param {
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
}

impl Param {
    /// What kind of value it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Flag(_) => Kind::Flag,
            Self::Number(_) => Kind::Number,
            Self::Text(_) => Kind::Text,
        }
    }
}

/// A rule, whole.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Rule {
    /// Its name: small letters, digits and hyphens.
    pub name: String,
    /// What people call it.
    pub title: Words,
    /// The shipped rule whose conditions it has, if it has one's.
    pub template: Option<String>,
    /// What it looks at.
    pub about: About,
    /// Which change has it looked at again.
    pub trigger: Trigger,
    /// Its parameters.
    pub params: BTreeMap<String, Param>,
    /// When it warns: a condition.
    pub raise: String,
    /// When the warning is over: a condition; what is neither stays as it is.
    pub clear: String,
    /// For how many minutes it must be so before it warns.
    pub dwell_minutes: u32,
    /// For how many minutes it must be over before the warning is.
    pub clear_minutes: u32,
    /// How grave it is.
    pub severity: Severity,
    /// Whom it tells, and when; the first step at once.
    pub steps: Vec<Step>,
    /// Rules whose alerts of the same thing this one's takes the place of.
    pub replaces: Vec<String>,
    /// Whether those who were told are told that it is over.
    pub tell_recovered: bool,
    /// Whether it is looked at.
    pub on: bool,
}

impl Rule {
    /// Whether its alerts take the place of another rule's about the same: of one that it names, or that follows one that
    /// it names. Of two that follow the same one, for two tiers perhaps, neither is in the other's place.
    pub fn stands_for(&self, other: &Self) -> bool {
        let follows = other.template.as_ref().filter(|of| self.template.as_ref() != Some(*of));
        let named = |name: &String| self.replaces.contains(name);
        self.name != other.name && (named(&other.name) || follows.is_some_and(named))
    }
}

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TwoLanguages)]
pub struct Words {
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

impl Words {
    /// Both.
    pub fn of(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { en: en.into(), zh: zh.into() }
    }
}

/// What people say of a rule: what they leave out is as in the shipped rule that it follows, or the usual.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RuleBody {
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Words>,
    /// The shipped rule whose conditions it has; a shipped rule's own name needs none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// What it looks at, where it has conditions of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    /// Which change has it looked at again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trigger: Option<Trigger>,
    /// Parameters that differ.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, Param>,
    /// When it warns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raise: Option<String>,
    /// When the warning is over; as soon as it would not warn any more unless said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clear: Option<String>,
    /// For how many minutes it must be so before it warns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dwell_minutes: Option<u32>,
    /// For how many minutes it must be over before the warning is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clear_minutes: Option<u32>,
    /// How grave it is; `serious` unless said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// Whom it tells, and when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps: Option<Vec<Step>>,
    /// Rules whose alerts of the same thing this one's takes the place of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Vec<String>>,
    /// Whether those who were told are told that it is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tell_recovered: Option<bool>,
    /// Whether it is looked at; yes unless said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<bool>,
}

impl RuleBody {
    /// The whole rule of that name. Its conditions are not read yet.
    ///
    /// # Errors
    ///
    /// A name that is none, a template or a parameter that is not known, something missing or out of range.
    pub fn rule(&self, name: &str) -> Result<Rule, Refusal> {
        check_name(name)?;
        let mut rule = match (self.template.as_deref(), shipped_named(name)) {
            (Some(template), own) if own.as_ref().is_none_or(|own| own.name != template) => {
                let of = shipped_named(template).ok_or_else(|| unknown_template(template))?;
                // It says more of fewer: what both see is its own.
                let mut replaces = of.replaces.clone();
                replaces.push(template.to_owned());
                Rule { name: name.to_owned(), template: Some(template.to_owned()), replaces, ..of }
            }
            (_, Some(own)) => own,
            (_, None) => self.own(name)?,
        };
        self.fill(&mut rule)?;
        Ok(rule)
    }

    /// A rule with conditions of its own, still without what has a usual value.
    fn own(&self, name: &str) -> Result<Rule, Refusal> {
        let missing = |field: &str| Refusal::at(common::REQUIRED, field, "");
        Ok(Rule {
            name: name.to_owned(),
            title: Words::of(name, name),
            template: None,
            about: self.about.ok_or_else(|| missing("about"))?,
            trigger: Trigger::ForecastChanged,
            params: self.params.clone(),
            raise: self.raise.clone().ok_or_else(|| missing("raise"))?,
            clear: String::new(),
            dwell_minutes: 0,
            clear_minutes: 60,
            severity: Severity::Serious,
            steps: vec![Step::owner()],
            replaces: Vec::new(),
            tell_recovered: true,
            on: true,
        })
    }

    fn fill(&self, rule: &mut Rule) -> Result<(), Refusal> {
        let RuleBody { title, dwell_minutes, clear_minutes, severity, steps, replaces, .. } = self.clone();
        if let Some(title) = title {
            rule.title = title;
        }
        if self.raise.is_some() || self.about.is_some() {
            self.own_conditions(rule)?;
        }
        rule.trigger = self.trigger.unwrap_or(match self.about {
            Some(about) => about.usual_trigger(),
            None => rule.trigger,
        });
        if !rule.about.triggers().contains(&rule.trigger) {
            return Err(Refusal::at(codes::RULE_TRIGGER, "trigger", rule.about.name()));
        }
        self.fill_params(rule)?;
        rule.clear = match &self.clear {
            Some(clear) => clear.clone(),
            None if rule.clear.is_empty() => format!("!({})", rule.raise),
            None => rule.clear.clone(),
        };
        rule.dwell_minutes = minutes("dwell_minutes", dwell_minutes, rule.dwell_minutes)?;
        rule.clear_minutes = minutes("clear_minutes", clear_minutes, rule.clear_minutes)?;
        rule.severity = severity.unwrap_or(rule.severity);
        rule.steps = steps.unwrap_or_else(|| rule.steps.clone());
        tell::check(&rule.steps, MOST_STEPS)?;
        rule.replaces = replaces.unwrap_or_else(|| rule.replaces.clone());
        rule.tell_recovered = self.tell_recovered.unwrap_or(rule.tell_recovered);
        rule.on = self.on.unwrap_or(rule.on);
        Ok(())
    }

    /// Conditions of its own in the place of a template's, whose parameters they can still name.
    fn own_conditions(&self, rule: &mut Rule) -> Result<(), Refusal> {
        let raise = self.raise.clone().ok_or_else(|| Refusal::at(common::REQUIRED, "raise", ""))?;
        let about = self.about.unwrap_or(rule.about);
        if about != rule.about {
            return Err(Refusal::at(codes::RULE_ABOUT, "about", about.name()).with("rule", &rule.name));
        }
        (rule.raise, rule.clear) = (raise, String::new());
        Ok(())
    }

    fn fill_params(&self, rule: &mut Rule) -> Result<(), Refusal> {
        let own = rule.template.is_none() && shipped_named(&rule.name).is_none();
        // Who names a probability means it, whatever the tier's policy says.
        if self.params.contains_key("probability")
            && let Some(by_tier) = rule.params.get_mut("by_tier")
        {
            *by_tier = Param::Flag(false);
        }
        for (name, value) in &self.params {
            let field = format!("params.{name}");
            if let Param::Number(number) = value
                && !number.is_finite()
            {
                let refused = Refusal::at(common::INVALID_VALUE, field, number);
                return Err(refused.with_words("reason", "it is no number", "不是数字"));
            }
            match rule.params.get(name) {
                Some(known) if known.kind() != value.kind() => {
                    return Err(Refusal::at(codes::RULE_PARAM_KIND, field, name).with_words(
                        "kind",
                        known.kind().en(),
                        known.kind().zh(),
                    ));
                }
                None if !own && self.raise.is_none() => {
                    let known: Vec<&String> = rule.params.keys().collect();
                    return Err(Refusal::at(common::UNKNOWN, field, name)
                        .with_words("what", "parameter", "参数")
                        .near(&known));
                }
                _ => drop(rule.params.insert(name.clone(), value.clone())),
            }
        }
        Ok(())
    }
}

fn minutes(field: &str, said: Option<u32>, usual: u32) -> Result<u32, Refusal> {
    let said = said.unwrap_or(usual);
    if said > LONGEST_DWELL {
        let refused = Refusal::at(common::INVALID_VALUE, field, said);
        return Err(refused.with_words("reason", "it is more than four weeks", "超过四周"));
    }
    Ok(said)
}

fn unknown_template(template: &str) -> Refusal {
    let shipped = shipped();
    let names = shipped.iter().map(|rule| rule.name.as_str());
    Refusal::at(common::UNKNOWN, "template", template)
        .with_words("what", "shipped rule", "内置规则")
        .near(&super::likeness::nearest(template, names))
}

/// Refuses names that can't stand in a path.
///
/// # Errors
///
/// It is empty, too long, or has other characters than small letters, digits and hyphens.
pub fn check_name(name: &str) -> Result<(), Refusal> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty() || name.len() > 60 || !name.chars().all(fits) || name.starts_with('-') {
        return Err(Refusal::at(common::INVALID_VALUE, "name", name).with_words(
            "reason",
            "a rule's name has up to 60 small letters, digits and hyphens",
            "规则名称只能由小写字母、数字和连字符组成，最多 60 个字符",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
