//! Whom an alert is told to, and when: steps that follow each other while nobody acts.

pub use crate::domain::outbox::Channel;
use crate::domain::refusal::{Refusal, common, rule as codes};
use crate::domain::role::Role;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Working hours that a step may wait: about a quarter of a year.
const LONGEST_WAIT: u32 = 500;

/// Whom to tell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Whom {
    /// Who looks after the order, the task or the quote; where nobody is named, its role.
    Owner,
    /// Everybody who has a role.
    Role(Role),
    /// A person, by name.
    Person(String),
    /// A channel, by name: a group or another program.
    Channel(String),
}

/// One step: whom to tell when so much working time has passed and nobody has acted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RuleStep)]
pub struct Step {
    /// Working hours of the plant after the alert was opened; none for at once.
    #[serde(default)]
    pub after_hours: u32,
    /// Whom.
    pub tell: Vec<Whom>,
    /// Which way; mail unless said. A channel that is told by name says itself which way.
    #[serde(default)]
    pub by: Channel,
}

impl Step {
    /// The owner, at once, by mail.
    pub fn owner() -> Self {
        Self { after_hours: 0, tell: vec![Whom::Owner], by: Channel::Mail }
    }

    /// Those of a role, after so many working hours, by mail.
    pub fn role(role: Role, after_hours: u32) -> Self {
        Self { after_hours, tell: vec![Whom::Role(role)], by: Channel::Mail }
    }
}

/// Refuses steps that tell nobody or go backwards.
pub(super) fn check(steps: &[Step], most: usize) -> Result<(), Refusal> {
    if steps.len() > most {
        let refused = Refusal::at(common::INVALID_VALUE, "steps", steps.len());
        let (en, zh) = (format!("a rule has {most} steps at most"), format!("一条规则最多 {most} 步"));
        return Err(refused.with_words("reason", en, zh));
    }
    for (nth, step) in steps.iter().enumerate() {
        let field = |name: &str| format!("steps[{nth}].{name}");
        if step.tell.is_empty() {
            return Err(Refusal::at(common::EMPTY, field("tell"), ""));
        }
        if step.after_hours > LONGEST_WAIT || nth > 0 && step.after_hours <= steps[nth - 1].after_hours {
            return Err(Refusal::at(codes::RULE_STEPS, field("after_hours"), step.after_hours));
        }
        let named = |whom: &Whom| matches!(whom, Whom::Channel(_));
        if !matches!(step.by, Channel::Mail) && !step.tell.iter().all(named) {
            return Err(Refusal::at(codes::RULE_CHANNEL, field("by"), step.by.name()));
        }
    }
    Ok(())
}
