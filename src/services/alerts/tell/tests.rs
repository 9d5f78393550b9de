//! Messages: what belongs together is told together.

use super::*;
use crate::domain::alert::{CauseTold, LineTold, RemedyTold, State, VictimTold};
use crate::domain::rule::Words;
use crate::domain::value::{Amount, Moment};
use crate::store::types::Held;

fn now() -> Moment {
    Moment::from_micros(1_772_409_600_000_000).expect("in range")
}

fn line(order: &str, line: &str) -> LineTold {
    LineTold {
        order: order.to_owned(),
        customer: None,
        customer_po: None,
        line: line.to_owned(),
        item: "SHAFT".to_owned(),
        item_name: None,
        quantity: Amount::whole(4),
        unit: None,
        promise: None,
        p50: None,
        p80: None,
        p95: None,
        on_time_probability: Some(0.3),
        late_days: None,
        before: None,
        causes: vec![CauseTold {
            cause: "queue".to_owned(),
            what: "MILL".to_owned(),
            days: 3.0,
            text: Words::of("queue: MILL", "排队：MILL"),
        }],
        remedies: Vec::new(),
    }
}

/// An alert of a rule about a line.
fn one(id: i64, order: &str, number: &str, severity: Severity) -> One {
    let facts = AlertFacts {
        alert: id,
        rule: "promise-at-risk".to_owned(),
        title: Words::of("Promise at risk", "承诺有风险"),
        text: Words::default(),
        severity,
        opened: now(),
        order: Some(order.to_owned()),
        customer: None,
        customer_po: None,
        lines: vec![line(order, number)],
        sentence_lang: None,
        link: format!("/?order={order}"),
    };
    let alert = AlertRow {
        id,
        plant_id: 1,
        rule: facts.rule.clone(),
        rule_version: 0,
        about: About::Line,
        subject: format!("{order}/{number}"),
        order_no: order.to_owned(),
        customer: None,
        owner: None,
        severity,
        state: State::Open,
        since: now(),
        opened_at: Some(now()),
        updated_at: now(),
        clearing_since: None,
        snoozed_until: None,
        steps: Held(Vec::new()),
        told: 1,
        raise_minutes: 0,
        clear_minutes: 0,
        next_at: None,
        acknowledged_at: None,
        acknowledged_by: None,
        note: None,
        resolved_at: None,
        resolution: None,
        facts: Json::of(&facts),
        causes: Held(Vec::new()),
        version: 1,
    };
    One {
        alert,
        facts,
        step: "0".to_owned(),
        template: "promise-at-risk".to_owned(),
        waited: false,
        owner: None,
    }
}

fn anna() -> To {
    ("anna".to_owned(), Channel::Mail)
}

#[test]
fn lines_of_one_order_are_one_message() {
    let all = vec![
        one(1, "SO-1", "10", Severity::Serious),
        one(2, "SO-1", "20", Severity::Urgent),
        one(3, "SO-2", "10", Severity::Serious),
    ];
    let made = messages(&anna(), all);
    let told: Vec<_> = made.iter().map(|(message, of)| (message.key.as_str(), of.len())).collect();
    assert_eq!(told, [("alert:1:0:anna:mail", 2), ("alert:3:0:anna:mail", 1)]);
    let (message, _) = &made[0];
    assert_eq!(
        (message.template.as_str(), message.thread.as_deref()),
        ("promise-at-risk", Some("order:SO-1"))
    );
    assert_eq!(message.facts["lines"].as_array().map(Vec::len), Some(2));
    assert_eq!(message.facts["severity"], "urgent", "the worst of them");
}

#[test]
fn a_storm_is_one_message_with_what_they_have_in_common() {
    let all = (1..=8).map(|n| one(n, &format!("SO-{n}"), "10", Severity::Urgent)).collect();
    let made = messages(&anna(), all);
    assert_eq!(made.len(), 1);
    let (message, of) = &made[0];
    assert_eq!((message.template.as_str(), of.len(), message.thread.as_deref()), ("storm", 8, None));
    assert_eq!(message.facts["orders"].as_array().map(Vec::len), Some(8));
    assert_eq!(message.facts["title"]["en"], "8 orders at once");
    assert_eq!(message.facts["text"]["en"], "8 of 8 lines wait for the same: queue: MILL.");
    assert_eq!(message.facts["text"]["zh"], "8 行中有 8 行等待同一原因：排队：MILL。");
}

#[test]
fn the_mild_is_a_digest_beside_what_is_not() {
    let all = vec![
        one(1, "SO-1", "10", Severity::Mild),
        one(2, "SO-2", "10", Severity::Mild),
        one(3, "SO-3", "10", Severity::Urgent),
    ];
    let made = messages(&anna(), all);
    let told: Vec<_> = made.iter().map(|(message, of)| (message.template.as_str(), of.len())).collect();
    assert_eq!(told, [("digest", 2), ("promise-at-risk", 1)]);
}

/// Something that would help a line.
fn remedy(kind: &str, saves: f64, victims: &[&str]) -> RemedyTold {
    let victim = |order: &&str| VictimTold {
        order: (*order).to_owned(),
        line: "10".to_owned(),
        days: Some(1.0),
        on_time_before: None,
        on_time_after: None,
    };
    RemedyTold {
        kind: kind.to_owned(),
        text: Words::of(kind, kind),
        saves_days: Some(saves),
        on_time_probability: Some(0.9),
        as_of: now(),
        victims: victims.iter().map(victim).collect(),
    }
}

#[test]
fn a_storm_names_the_few_things_that_help_most_lines() {
    let helped = |n: i64| {
        let mut one = one(n, &format!("SO-{n}"), "10", Severity::Urgent);
        let all = [
            (n > 2).then(|| remedy("overtime", n as f64, &["SO-9"])),
            (n > 4).then(|| remedy("alternate", 1.0, &[])),
            (n > 6).then(|| remedy("express", 2.0, &[])),
            // Another thing for each line: nobody can put all of them first.
            Some(remedy("expedite", 4.0, &["SO-2"])),
        ];
        one.facts.lines[0].remedies = all.into_iter().flatten().collect();
        one
    };
    let made = messages(&anna(), (1..=8).map(helped).collect());
    let told = made[0].0.facts["remedies"].as_array().expect("a list").clone();
    let texts: Vec<_> = told.iter().map(|one| one["text"]["en"].as_str().expect("a text")).collect();
    let helps =
        ["overtime: helps 6 of 8 lines", "alternate: helps 4 of 8 lines", "express: helps 2 of 8 lines"];
    assert_eq!(texts, helps);
    assert_eq!((&told[0]["saves_days"], &told[0]["victims"][0]["order"]), (&json!(8.0), &json!("SO-9")));
    assert_eq!(told[0]["text"]["zh"], "overtime：8 行中有 6 行受益");
    assert!(told[0]["on_time_probability"].is_null(), "that is another for each line");
}
