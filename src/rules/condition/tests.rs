//! Conditions as people write them, right and wrong.

use super::*;
use serde_json::{Value as Json, json};

fn params() -> BTreeMap<String, Param> {
    [("probability".to_owned(), Param::Number(0.7)), ("tier".to_owned(), Param::Text(String::new()))].into()
}

fn read(text: &str) -> Result<Condition, Vec<Fault>> {
    Condition::read(text, About::Line, &params())
}

fn ask(text: &str, facts: &Json) -> Verdict {
    read(text)
        .unwrap_or_else(|faults| panic!("{text}: {faults:?}"))
        .ask(&Known::of(facts), &Known::of(&params()))
}

fn facts() -> Json {
    json!({
        "tier": "A", "promised": true, "inherited": false, "on_time": 0.62, "late_days": -1.0, "customer": "ACME",
        "working_days_left": 4.0, "promise_day": "2026-03-09",
        "causes": [{ "kind": "material", "what": "PO-7", "days": 3.0 }, { "kind": "queue", "what": "MILL", "days": 1.5 }],
    })
}

#[test]
fn a_condition_says_yes_or_no() {
    for (text, holds) in [
        ("line.on_time < params.probability", true),
        ("line.on_time < 0.5", false),
        ("line.promised && !line.inherited && (params.tier == '' || line.tier == params.tier)", true),
        ("line.tier in ['A', 'B'] && line.working_days_left >= 2", true),
        ("line.late_days + 2.5 > 1.0 && -line.late_days == 1.0", true),
        ("line.causes.exists(c, c.kind == 'material' && c.days > 2.0)", true),
        ("line.causes.all(c, c.kind == 'material')", false),
        ("size(line.causes.filter(c, c.days > 2.0)) == 1", true),
        ("line.customer.startsWith('AC') && line.promise_day < '2026-03-10'", true),
        ("has(line.p80_late_days) ? line.p80_late_days > 0.0 : line.late_days > 0.0", false),
    ] {
        assert_eq!(ask(text, &facts()), if holds { Verdict::Yes } else { Verdict::No }, "{text}");
    }
}

#[test]
fn what_is_not_known_neither_warns_nor_clears() {
    assert_eq!(ask("line.p80_late_days > 0.0", &facts()), Verdict::Unknown);
    assert_eq!(ask("!(line.p80_late_days > 0.0)", &facts()), Verdict::Unknown);
    assert_eq!(ask("line.p80_late_days > 0.0 || line.promised", &facts()), Verdict::Yes);
    assert_eq!(ask("line.p80_late_days > 0.0 && line.inherited", &facts()), Verdict::No);
}

#[test]
fn a_fault_is_named_with_its_place_in_both_languages() {
    for (text, line, column, en) in [
        ("line.on_tme < 0.5", 1, 5, "there is no on_tme: did you mean on_time?"),
        ("promise.on_time < 0.5", 1, 1, "promise is not known here"),
        ("line.promised &&\n  line.tier < 0.5", 2, 15, "this is a number, where a text is needed"),
        ("line.on_time", 1, 5, "the condition is a number, not a yes or no"),
        ("line.on_time + 1 > 0.5", 1, 16, "write numbers with decimals here, as 1.0"),
        ("line.promised && line.on_time", 1, 22, "this is a number, where a yes or no is needed"),
        ("params.tir == 'A'", 1, 7, "there is no tir: did you mean tier?"),
        ("line.customer.matches('a+')", 1, 22, "matches can't be used like this"),
        ("line.on_time <", 1, 15, "this is not understood"),
        ("", 1, 1, "there is no condition"),
        ("line.causes.exists(c, c.kid == 'x')", 1, 24, "there is no kid: did you mean kind?"),
        ("{'a': 1}.a == 1", 1, 1, "this is not understood in conditions"),
        ("line.promised ? line.on_time < 1.0 : 'no'", 1, 38, "this is a text, where a yes or no is needed"),
    ] {
        let faults = read(text).map(|_| ()).expect_err(text);
        assert!(faults[0].en.starts_with(en), "{text}: {faults:?}");
        assert_eq!((faults[0].line, faults[0].column), (line, column), "{text}: {faults:?}");
        assert!(!faults[0].zh.is_ascii(), "{text}: {faults:?}");
    }
}

#[test]
fn what_would_cost_too_much_is_not_saved() {
    let long = format!("line.promised{}", " && line.promised".repeat(60));
    assert!(read(&long).is_err(), "more than a thousand characters");
    let deep = format!("{}line.promised{}", "(".repeat(200), ")".repeat(200));
    assert_eq!(read(&deep).expect_err("deep")[0].column, 25);
    let nots = format!("{}line.promised", "!".repeat(900));
    drop(read(&nots));
    let chain = format!("line.promised{}", "?line.promised:line.promised".repeat(30));
    drop(read(&chain));
    let list = (0..50).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    let nested = format!("[{list}].all(a, [{list}].all(b, [{list}].all(c, a + b + c > 0)))");
    assert!(read(&nested).expect_err("125,000 steps")[0].en.contains("too many steps"));
    assert!(read("line.causes.all(a, line.causes.all(b, a.days >= b.days || a.days < b.days))").is_ok());
}

#[test]
fn anything_that_is_typed_is_an_answer_and_no_panic() {
    let pieces = [
        "line",
        ".",
        "on_time",
        "<",
        "0.5",
        "(",
        ")",
        "'",
        "\"",
        "&&",
        "in",
        "[",
        "]",
        "{",
        "?",
        ":",
        "\\",
        "线",
        "\n",
        "`",
        "0x",
        "1e999",
        "-9223372036854775808",
    ];
    let mut seed = 7_u64;
    for _ in 0..2_000 {
        let mut text = String::new();
        for _ in 0..12 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            text.push_str(pieces[(seed >> 33) as usize % pieces.len()]);
        }
        if let Ok(condition) = read(&text) {
            let _ = condition.ask(&Known::of(&facts()), &Known::of(&params()));
        }
    }
}
