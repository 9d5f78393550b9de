//! `holdfast import` and `holdfast export` over a SQLite file.

use super::{HEAD, MESSY, SHOP, holdfast, json, path, small_shop, text};
use serde_json::Value;
use tempfile::TempDir;

/// An empty folder, and the address of a database in it.
fn place() -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}", folder.path().join("shop.db").display());
    (folder, url)
}

fn counts(answer: &Value, what: &str) -> u64 {
    let sheets = answer["preview"]["sheets"].as_array().expect("sheets");
    sheets.iter().map(|sheet| sheet[what].as_u64().expect(what)).sum()
}

#[test]
fn a_workbook_is_shown_taken_over_written_back_and_is_the_same() {
    let (folder, url) = place();
    let shown = holdfast(&["import", SHOP, "--database-url", &url]);
    assert_eq!(shown.status.code(), Some(0), "{}", String::from_utf8_lossy(&shown.stderr));
    assert!(text(&shown).contains("Nothing is stored yet"), "{}", text(&shown));
    let looked = json(&["import", SHOP, "--database-url", &url, "--json"]);
    assert_eq!(looked["applied"], false);
    assert!(counts(&looked, "new") > 100 && counts(&looked, "unchanged") < 5, "looking stores nothing");
    let applied = holdfast(&["import", SHOP, "--database-url", &url, "--apply"]);
    assert!(text(&applied).contains("Taken over: "), "{}", text(&applied));
    let again = holdfast(&["import", SHOP, "--database-url", &url, "--apply", "--lang", "zh"]);
    assert!(text(&again).contains("文件内容均已保存。"), "{}", text(&again));
    for (name, lang) in [("back.xlsx", "zh"), ("back.zip", "en"), ("back", "en")] {
        let file = folder.path().join(name);
        let written = holdfast(&["export", path(&file), "--database-url", &url, "--lang", lang]);
        assert_eq!(written.status.code(), Some(0), "{}", String::from_utf8_lossy(&written.stderr));
        let same = json(&["import", path(&file), "--database-url", &url, "--json"]);
        let (new, changed, gone) =
            (counts(&same, "new"), counts(&same, "changed"), counts(&same, "vanished"));
        assert_eq!((new, changed, gone, counts(&same, "kept")), (0, 0, 0, 0), "{name}: {same}");
    }
}

#[test]
fn what_cannot_be_used_is_said_in_the_users_language_and_gives_three() {
    let (_folder, url) = place();
    for (lang, words) in [("en", ["Cannot be used", " · row ", "→ "]), ("zh", ["不可用", " · 第 ", "→ "])]
    {
        let shown = holdfast(&["import", MESSY, "--database-url", &url, "--lang", lang]);
        assert_eq!(shown.status.code(), Some(3));
        for word in words {
            assert!(text(&shown).contains(word), "{word}: {}", text(&shown));
        }
    }
}

#[test]
fn another_promise_is_listed_as_kept() {
    let (_folder, url) = place();
    let week = |day: &str, quantity: u32| {
        let folder = small_shop(&format!("{HEAD}SO-1,10,C,PT,{quantity},2026-03-02,{day}\n"));
        let shown = holdfast(&["import", path(folder.path()), "--database-url", &url, "--apply"]);
        assert_eq!(shown.status.code(), Some(0), "{}", String::from_utf8_lossy(&shown.stderr));
        text(&shown)
    };
    assert!(week("2026-03-20", 8).contains("Taken over: "));
    let second = week("2026-04-20", 9);
    assert!(second.contains("quantity: 8 → 9"), "{second}");
    assert!(second.contains("promise date: 2026-03-20 → 2026-04-20"), "{second}");
    assert!(week("2026-03-20", 9).contains("stored already"), "the promise is the first one");
}

#[test]
fn an_order_that_vanished_stays_until_it_is_said_to_be_closed_and_does_not_come_back() {
    let (_folder, url) = place();
    let both = "SO-1,10,C,PT,8,2026-03-02,2026-03-20\nSO-2,10,C,PT,4,2026-03-02,2026-03-20\n";
    let one = "SO-1,10,C,PT,8,2026-03-02,2026-03-20\n";
    let week = |rows: &str, more: &[&str]| {
        let folder = small_shop(&format!("{HEAD}{rows}"));
        let shown = holdfast(&[&["import", path(folder.path()), "--database-url", &url], more].concat());
        assert_eq!(shown.status.code(), Some(0), "{}", String::from_utf8_lossy(&shown.stderr));
        text(&shown)
    };
    assert!(week(both, &["--apply"]).contains("Taken over: "));
    let left = week(one, &["--apply"]);
    assert!(left.contains("SO-2 / 10") && left.contains("left as they are: 1"), "{left}");
    let asked = week(one, &["--vanished-rows", "close", "--lang", "zh"]);
    assert!(asked.contains("文件中缺少 1 项未结订单") && asked.contains("将被关闭"), "{asked}");
    let closed = week(one, &["--apply", "--vanished-rows", "close"]);
    assert!(closed.contains("and closed: 1."), "{closed}");
    let back = week(both, &["--apply"]);
    assert!(back.contains("cancelled here; it stays cancelled"), "{back}");
    assert!(back.contains("what is recorded here stays") && !back.contains("stored already"), "{back}");
    let wrong = small_shop(&format!("{HEAD}{one}"));
    let refused =
        holdfast(&["import", path(wrong.path()), "--database-url", &url, "--vanished-rows", "keep"]);
    assert_eq!(refused.status.code(), Some(2));
}

#[test]
fn what_was_left_out_is_not_said_to_be_stored() {
    let (_folder, url) = place();
    let week = |head: &str, row: &str, lang: &str| {
        let folder = small_shop(&format!("{head}{row}\n"));
        text(&holdfast(&["import", path(folder.path()), "--database-url", &url, "--apply", "--lang", lang]))
    };
    let row = "SO-1,10,C,PT,8,2026-03-02,2026-03-20";
    assert!(week(HEAD, row, "en").contains("Taken over: "));
    let renamed = HEAD.replace("quantity", "how many");
    let head = week(&renamed, row, "en");
    assert!(head.contains("not everything in it is stored") && !head.contains("stored already"), "{head}");
    assert!(week(&renamed, row, "zh").contains("文件内容并未全部保存"));
    let both =
        format!("{row}\nSO-2,10,C,PT,many,2026-03-02,2026-03-20\nSO-3,10,C,PT,4,2026-03-02,2026-03-20");
    let some = week(HEAD, &both, "en");
    assert!(
        some.contains("Not taken over: see “Cannot be used” above (1).") && some.contains("Taken over: 1"),
        "{some}"
    );
}

#[test]
fn notes_are_not_counted_as_refused() {
    let (_folder, url) = place();
    let answer = json(&["import", MESSY, "--database-url", &url, "--json"]);
    let of = |list: &str| answer["preview"][list].as_array().expect("a list").len();
    let (refused, notes) = (of("refused"), of("notes"));
    assert!(refused > 0 && notes > 0, "{refused} {notes}");
    let page = text(&holdfast(&["import", MESSY, "--database-url", &url]));
    let table = page.lines().skip_while(|line| !line.trim_end().ends_with("refused  noted"));
    let rows: Vec<&str> = table.skip(1).take_while(|line| !line.trim().is_empty()).collect();
    // The last two columns of the table.
    let sum = |from_end: usize| -> usize {
        rows.iter()
            .filter_map(|line| line.split_whitespace().rev().nth(from_end)?.parse::<usize>().ok())
            .sum()
    };
    assert_eq!((sum(1), sum(0)), (refused, notes), "{page}");
}

#[test]
fn a_file_that_cannot_be_read_makes_no_database_and_gives_two() {
    let (folder, url) = place();
    let prose = folder.path().join("prose.xlsx");
    std::fs::write(&prose, "no workbook").expect("written");
    for (file, lang) in [("nowhere.xlsx", "en"), (path(&prose), "zh")] {
        let refused = holdfast(&["import", file, "--apply", "--database-url", &url, "--lang", lang]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(!refused.stderr.is_empty() && refused.stdout.is_empty());
    }
    assert!(!folder.path().join("shop.db").exists());
    let nowhere = folder.path().join("no folder").join("back.xlsx");
    let refused = holdfast(&["export", path(&nowhere), "--database-url", &url]);
    assert_eq!(refused.status.code(), Some(2), "{}", text(&refused));
}

#[test]
fn an_export_of_no_database_leaves_what_stood_there() {
    let (folder, url) = place();
    let file = folder.path().join("week.xlsx");
    std::fs::write(&file, "last week's").expect("written");
    for (lang, said) in [("en", "there is no database at"), ("zh", "没有数据库")] {
        let refused = holdfast(&["export", path(&file), "--database-url", &url, "--lang", lang]);
        let words = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(2), "{words}");
        assert!(words.contains(said) && words.contains(&url), "{words}");
    }
    assert_eq!(std::fs::read_to_string(&file).expect("still there"), "last week's");
    assert!(!folder.path().join("shop.db").exists(), "nor was one made");
}

#[test]
fn help_is_complete_in_both_languages() {
    for (lang, code) in [("en", "Exit codes"), ("zh", "退出码")] {
        let import = text(&holdfast(&["import", "--help", "--lang", lang]));
        for word in [code, "--apply", "--json", "--database-url", "  3  "] {
            assert!(import.contains(word), "{word}: {import}");
        }
        let export = text(&holdfast(&["export", "--help", "--lang", lang]));
        assert!(export.contains(".xlsx") && export.contains("--database-url"), "{export}");
        let all = text(&holdfast(&["--help", "--lang", lang]));
        assert!(all.contains("import ") && all.contains("export "), "{all}");
    }
}
