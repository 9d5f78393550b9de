//! `holdfast learn` over a SQLite file: what it says of an empty shop, and of one with a record.

use super::{SHOP, holdfast, text};

#[test]
fn the_record_of_a_database_is_learned_from_and_told_in_both_languages() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}", folder.path().join("shop.db").display());
    let learned = |lang: &str| {
        let shown = holdfast(&[
            "learn",
            "--database-url",
            &url,
            "--clock",
            "manual:2026-03-02T00:00:00Z",
            "--lang",
            lang,
        ]);
        assert_eq!(shown.status.code(), Some(0), "{}", String::from_utf8_lossy(&shown.stderr));
        text(&shown)
    };
    // A database that is not there is not made by asking.
    let missing = holdfast(&["learn", "--database-url", &url, "--lang", "en"]);
    assert_eq!(missing.status.code(), Some(2), "{}", text(&missing));
    assert!(!folder.path().join("shop.db").exists());
    assert_eq!(holdfast(&["migrate", "--database-url", &url]).status.code(), Some(0));
    let empty = learned("en");
    assert!(empty.contains("There is no record yet") && empty.contains("assumed"), "{empty}");
    let applied = holdfast(&["import", SHOP, "--database-url", &url, "--apply"]);
    assert_eq!(applied.status.code(), Some(0));
    let (en, zh) = (learned("en"), learned("zh"));
    assert!(en.contains("true over planned time") && en.contains("the record"), "{en}");
    assert!(!en.contains("There is no record yet") && !en.contains('{'), "{en}");
    assert!(zh.contains("实际工时与计划工时之比") && zh.contains("记录") && !zh.contains('{'), "{zh}");
    // Plant time, to the minute; and no label is cut.
    assert!(
        en.contains("Read as of 2026-03-02 08:00: ") && zh.contains("截至 2026-03-02 08:00："),
        "{en}{zh}"
    );
    assert!(!en.contains('…') && !zh.contains('…'), "{en}{zh}");
    for kind in ["days suppliers are late", "good over expected pieces", "orders to come per open hour"] {
        assert!(en.contains(kind), "{kind}: {en}");
    }
}
