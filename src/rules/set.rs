//! All rules that are looked at, read once and kept by what they look at: a change of a line asks only those about
//! lines.

use super::check::Fault;
use super::condition::{Condition, Known, Verdict};
use crate::domain::rule::{About, Rule};
use std::collections::BTreeMap;

/// Rules as they are asked.
#[derive(Debug, Default)]
pub struct RuleSet {
    by_about: BTreeMap<About, Vec<Ready>>,
    /// Where each stands, by its name.
    places: BTreeMap<String, (About, usize)>,
}

/// A rule whose conditions were read.
#[derive(Debug)]
pub struct Ready {
    /// The rule.
    pub rule: Rule,
    /// Which version of it.
    pub version: i64,
    raise: Condition,
    clear: Condition,
    params: Known,
}

/// A rule that can't be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Its name.
    pub rule: String,
    /// Why.
    pub why: String,
}

impl Ready {
    /// Reads the conditions of a rule.
    ///
    /// # Errors
    ///
    /// The field at fault, and what is wrong with it.
    pub fn read(rule: Rule, version: i64) -> Result<Self, (&'static str, Vec<Fault>)> {
        let read = |field, text: &str| {
            Condition::read(text, rule.about, &rule.params).map_err(|faults| (field, faults))
        };
        let (raise, clear) = (read("raise", &rule.raise)?, read("clear", &rule.clear)?);
        let params = Known::of(&rule.params);
        Ok(Self { rule, version, raise, clear, params })
    }

    /// Whether it warns of these facts.
    pub fn raises(&self, facts: &Known) -> Verdict {
        self.raise.ask(facts, &self.params)
    }

    /// Whether a warning of it is over by these facts.
    pub fn clears(&self, facts: &Known) -> Verdict {
        self.clear.ask(facts, &self.params)
    }

    fn names_causes(&self) -> bool {
        self.raise.names_causes() || self.clear.names_causes()
    }
}

impl RuleSet {
    /// The rules that are on, and those that could not be read.
    pub fn read(rules: impl IntoIterator<Item = (Rule, i64)>) -> (Self, Vec<Broken>) {
        let (mut set, mut broken) = (Self::default(), Vec::new());
        for (rule, version) in rules {
            if !rule.on {
                continue;
            }
            let name = rule.name.clone();
            match Ready::read(rule, version) {
                Ok(ready) => {
                    let of = set.by_about.entry(ready.rule.about).or_default();
                    set.places.insert(name, (ready.rule.about, of.len()));
                    of.push(ready);
                }
                Err((field, faults)) => {
                    let why = faults.first().map(|fault| fault.en.clone()).unwrap_or_default();
                    broken.push(Broken { rule: name, why: format!("{field}: {why}") });
                }
            }
        }
        (set, broken)
    }

    /// The rules about `about`, by name.
    pub fn about(&self, about: About) -> &[Ready] {
        self.by_about.get(&about).map_or(&[], Vec::as_slice)
    }

    /// The rule of that name.
    pub fn named(&self, name: &str) -> Option<&Ready> {
        let (about, place) = self.places.get(name)?;
        self.by_about.get(about)?.get(*place)
    }

    /// Whether any rule asks about the causes of lines.
    pub fn names_causes(&self) -> bool {
        self.about(About::Line).iter().any(Ready::names_causes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rule::{RuleBody, shipped};
    use serde_json::json;

    #[test]
    fn every_shipped_rule_can_be_asked() {
        let (set, broken) = RuleSet::read(shipped().into_iter().map(|rule| (rule, 0)));
        assert_eq!(broken, []);
        assert!(set.about(About::Line).len() >= 3 && set.named("rule-broken").is_some());
        assert!(!set.names_causes(), "causes take time to find, and no shipped rule asks for them");
    }

    #[test]
    fn a_rule_that_breaks_does_not_stop_the_others() {
        let rule = |name: &str, raise: &str| {
            let body: RuleBody =
                serde_json::from_value(json!({ "about": "line", "raise": raise })).expect("a body");
            (body.rule(name).expect("a rule"), 1)
        };
        let (set, broken) = RuleSet::read([
            rule("bad", "line.nothing > 1.0"),
            rule("good", "line.promised"),
            rule("divides", "line.quantity / line.quantity > 0.0 && line.tier == 'A'"),
        ]);
        assert_eq!(broken.len(), 1);
        assert_eq!(broken[0].rule, "bad");
        let facts = Known::of(&json!({ "promised": true, "quantity": "four", "tier": "A" }));
        let verdicts: Vec<_> = set.about(About::Line).iter().map(|ready| ready.raises(&facts)).collect();
        assert_eq!(verdicts[0], Verdict::Yes);
        assert!(matches!(verdicts[1], Verdict::Broken(_)), "{verdicts:?}");
    }

    #[test]
    fn promises_that_came_with_an_import_make_no_storm() {
        let of = |body: serde_json::Value| {
            let body: RuleBody = serde_json::from_value(body).expect("a body");
            Ready::read(body.rule("promise-will-be-missed").expect("a rule"), 0).expect("it is read")
        };
        let facts = |inherited: bool| {
            Known::of(&json!({ "promised": true, "inherited": inherited, "tier": "B", "on_time": 0.1 }))
        };
        let shipped = of(json!({}));
        assert_eq!(shipped.raises(&facts(false)), Verdict::Yes);
        assert_eq!(shipped.raises(&facts(true)), Verdict::No);
        assert_eq!(of(json!({ "params": { "inherited": true } })).raises(&facts(true)), Verdict::Yes);
        assert_eq!(of(json!({ "params": { "tier": "A" } })).raises(&facts(false)), Verdict::No);
        let planned = json!({ "promised": true, "inherited": false, "tier": "B", "late_days": 3.0 });
        let planned = Known::of(&planned);
        assert_eq!(shipped.raises(&planned), Verdict::Yes, "without odds the plan counts");
        assert_eq!(shipped.clears(&planned), Verdict::No);
    }
}
