//! What people say of a rule, and what becomes of it.

use super::*;
use serde_json::{Value, json};

fn rule(name: &str, body: Value) -> Result<Rule, Refusal> {
    let body: RuleBody = serde_json::from_value(body).expect("as the type has it");
    body.rule(name)
}

#[test]
fn a_shipped_rule_is_changed_by_its_parameters() {
    let usual = rule("promise-at-risk", json!({})).expect("as shipped");
    assert_eq!(Some(&usual), shipped_named("promise-at-risk").as_ref());
    let body = json!({ "params": { "probability": 0.8, "tier": "A" }, "severity": "urgent", "on": false });
    let changed = rule("promise-at-risk", body).expect("changed");
    assert_eq!(changed.params["probability"], Param::Number(0.8));
    assert_eq!(changed.params["clear_probability"], usual.params["clear_probability"]);
    assert_eq!((changed.severity, changed.on), (Severity::Urgent, false));
    assert_eq!(changed.raise, usual.raise);
}

#[test]
fn a_shipped_rule_is_there_a_second_time_for_another_tier() {
    let body = json!({ "template": "promise-at-risk", "params": { "tier": "A", "probability": 0.9 } });
    let second = rule("at-risk-for-a", body).expect("a rule");
    assert_eq!(
        (second.name.as_str(), second.template.as_deref()),
        ("at-risk-for-a", Some("promise-at-risk"))
    );
}

#[test]
fn who_writes_conditions_need_not_write_the_rest() {
    let own = rule("dear", json!({ "about": "line", "raise": "line.value > 1000.0" })).expect("a rule");
    assert_eq!(own.clear, "!(line.value > 1000.0)");
    assert_eq!((own.trigger, own.severity), (Trigger::ForecastChanged, Severity::Serious));
    assert_eq!(own.steps, [Step::owner()]);
}

#[test]
fn what_does_not_fit_is_refused_with_field_and_value() {
    for (name, body, code, field) in [
        ("Big Rule", json!({}), "invalid_value", "name"),
        ("mine", json!({}), "required", "about"),
        ("mine", json!({ "about": "line" }), "required", "raise"),
        ("mine", json!({ "template": "promise-at-rsk" }), "unknown", "template"),
        ("promise-at-risk", json!({ "params": { "probabilty": 0.5 } }), "unknown", "params.probabilty"),
        (
            "promise-at-risk",
            json!({ "params": { "probability": "low" } }),
            "rule_param_kind",
            "params.probability",
        ),
        ("promise-at-risk", json!({ "trigger": "time-limit" }), "rule_trigger", "trigger"),
        ("promise-at-risk", json!({ "about": "quote", "raise": "true" }), "rule_about", "about"),
        ("promise-at-risk", json!({ "dwell_minutes": 999_999 }), "invalid_value", "dwell_minutes"),
        ("promise-at-risk", json!({ "steps": [{ "tell": [] }] }), "empty", "steps[0].tell"),
        (
            "promise-at-risk",
            json!({ "steps": [{ "tell": ["owner"] }, { "tell": ["owner"] }] }),
            "rule_steps",
            "steps[1].after_hours",
        ),
        (
            "promise-at-risk",
            json!({ "steps": [{ "tell": [{ "person": "anna" }], "by": "webhook" }] }),
            "rule_channel",
            "steps[0].by",
        ),
    ] {
        let refused = rule(name, body.clone()).expect_err(&body.to_string());
        assert_eq!((refused.name().as_str(), refused.field.as_deref()), (code, Some(field)), "{body}");
        for lang in [crate::text::Lang::En, crate::text::Lang::Zh] {
            for text in [refused.title(lang), refused.remedy(lang)] {
                assert!(!text.contains('{'), "{text}");
            }
        }
    }
}

#[test]
fn facts_and_shipped_rules_are_named_once() {
    for about in About::ALL {
        let mut names: Vec<&str> = about.facts().iter().map(|fact| fact.name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "{about:?}");
        assert!(about.triggers().contains(&about.usual_trigger()));
    }
    let names: std::collections::BTreeSet<String> = shipped().into_iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), shipped().len());
    for rule in shipped() {
        assert!(rule.replaces.iter().all(|name| names.contains(name)), "{}", rule.name);
    }
}

#[test]
fn the_papers_have_the_table_of_facts() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let paper = std::fs::read_to_string(path).expect("docs/rules.md");
    let rows = |prefix: &str, facts: &[Fact]| {
        let row = |fact: &Fact| format!("| `{prefix}{}` | {} | {} |", fact.name, fact.kind.en(), fact.en);
        facts.iter().map(row).collect::<Vec<_>>()
    };
    let mut known: Vec<String> =
        About::ALL.iter().flat_map(|about| rows(&format!("{}.", about.name()), about.facts())).collect();
    known.extend(rows("", cause_facts()));
    for row in &known {
        assert!(paper.lines().any(|line| line == row), "docs/rules.md lacks: {row}");
    }
    for rule in shipped() {
        let named = format!("| `{}` | ", rule.name);
        let row = paper.lines().find(|line| line.starts_with(&named)).unwrap_or_else(|| panic!("{named}"));
        for param in rule.params.keys() {
            assert!(row.contains(&format!("`{param}`")), "{row}: {param}");
        }
    }
}
