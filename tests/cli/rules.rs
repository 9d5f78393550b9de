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
