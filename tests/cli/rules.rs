//! `holdfast rules` and `holdfast alerts`: what is watched, a rule in a file, a rule over the record, what is open.

use super::{holdfast, text};

#[test]
fn rules_are_listed_checked_and_tried_in_both_languages() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}", folder.path().join("shop.db").display());
    assert_eq!(holdfast(&["migrate", "--database-url", &url]).status.code(), Some(0));
    for (lang, title, none, fired) in [
        ("en", "Promise at risk", "No alert is open.", "would have fired 0 times in 30 days"),
        ("zh", "承诺有风险", "没有未结束的预警。", "在 30 天内会触发 0 次"),
    ] {
        let said = |arguments: &[&str]| {
            let shown = holdfast(&[arguments, &["--database-url", &url, "--lang", lang]].concat());
            assert_eq!(shown.status.code(), Some(0), "{}", String::from_utf8_lossy(&shown.stderr));
            text(&shown)
        };
        let rules = said(&["rules", "list"]);
        assert!(rules.contains(title) && rules.contains("promise-at-risk"), "{rules}");
        assert!(rules.contains(if lang == "zh" { "订单行" } else { "line" }), "{rules}");
        assert!(said(&["alerts", "list"]).contains(none));
        let tried = said(&["rules", "test", "promise-at-risk", "--days", "30"]);
        assert!(tried.contains(fired) && !tried.contains('{'), "{tried}");
    }
    let file = folder.path().join("rule.json");
    let check = |rule: &str, lang: &str| {
        std::fs::write(&file, rule).expect("written");
        holdfast(&["rules", "check", "dear", &file.display().to_string(), "--lang", lang])
    };
    let good = check(r#"{"about":"line","raise":"line.value > 1000.0"}"#, "en");
    assert_eq!((good.status.code(), text(&good).trim()), (Some(0), "The rule dear can be stored."));
    let bad = check(r#"{"about":"line","raise":"line.valu > 1000.0"}"#, "zh");
    let why = String::from_utf8_lossy(&bad.stderr).into_owned();
    assert_eq!(bad.status.code(), Some(2), "{why}");
    assert!(why.contains("raise 第 1 行第 5 个字符") && why.contains("value"), "{why}");
    let unknown = check(r#"{"abut":"line"}"#, "en");
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("abut"));
}

#[test]
fn rules_are_stored_switched_and_let_be_and_alerts_are_named_by_number() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}", folder.path().join("shop.db").display());
    assert_eq!(holdfast(&["migrate", "--database-url", &url]).status.code(), Some(0));
    let file = folder.path().join("rule.json");
    let path = file.display().to_string();
    let run = |arguments: &[&str]| holdfast(&[arguments, &["--database-url", &url, "--lang", "en"]].concat());
    let said = |arguments: &[&str]| {
        let shown = run(arguments);
        assert_eq!(shown.status.code(), Some(0), "{}", String::from_utf8_lossy(&shown.stderr));
        text(&shown)
    };
    let refused = |arguments: &[&str]| {
        let shown = run(arguments);
        assert_eq!(shown.status.code(), Some(2), "{}", text(&shown));
        String::from_utf8_lossy(&shown.stderr).into_owned()
    };
    std::fs::write(&file, r#"{"about":"line","raise":"line.value > 1000.0"}"#).expect("written");
    assert_eq!(said(&["rules", "put", "dear", &path]).trim(), "The rule dear is stored as version 1: on.");
    // What is shown can be stored again.
    let shown = said(&["rules", "show", "dear"]);
    assert!(shown.contains("line.value > 1000.0"), "{shown}");
    std::fs::write(&file, &shown).expect("written");
    assert_eq!(said(&["rules", "put", "dear", &path]).trim(), "The rule dear is stored as version 2: on.");
    let off = said(&["rules", "off", "promise-at-risk"]);
    assert_eq!(off.trim(), "The rule promise-at-risk is stored as version 1: off.");
    assert!(said(&["rules", "show", "promise-at-risk"]).contains("\"on\": false"));
    assert!(said(&["rules", "on", "promise-at-risk"]).contains("version 2: on"));
    assert!(said(&["rules", "remove", "dear"]).contains("dear is as shipped, or gone"));
    assert!(refused(&["rules", "show", "dear"]).contains("dear"));
    assert!(refused(&["rules", "off", "promise-at-rsk"]).contains("promise-at-risk"));
    // A shipped rule as it would be, tried before it is stored.
    std::fs::write(&file, r#"{"params":{"probability":0.9}}"#).expect("written");
    let tried = said(&["rules", "test", "promise-at-risk", "--file", &path]);
    assert!(tried.contains("would have fired 0 times"), "{tried}");
    let tried = said(&["rules", "test", "stage-overdue"]);
    assert!(tried.contains("would have fired 0 times"), "{tried}");
    for command in [
        &["alerts", "show", "7"][..],
        &["alerts", "acknowledge", "7"],
        &["alerts", "snooze", "7", "2099-01-01"],
    ] {
        let why = refused(command);
        assert!(why.contains("alert 7"), "{command:?}: {why}");
    }
    assert!(refused(&["alerts", "show", "x"]).contains("x is no number of an alert."));
    assert!(refused(&["alerts", "snooze", "7", "tomorrow"]).contains("`tomorrow` is no time"));
}
