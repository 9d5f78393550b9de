//! `holdfast report` over a SQLite file.

use super::{holdfast, json, path, small_shop, text};

/// Three lines that were promised for 20 March 2026: one that left two days before by the record of shipments, one
/// that left four days after, and one that is open; and two of which only the record of shipments knows.
const ORDERS: &str = "order,line,customer,item,quantity,shipped,order date,promise date\n\
    SO-1,10,C,PT,8,8,2026-03-02,2026-03-20\n\
    SO-2,10,C,PT,8,8,2026-03-02,2026-03-20\n\
    SO-3,10,D,PT,8,,2026-03-02,2026-03-20\n";
const SHIPMENTS: &str = "order,line,order date,promise date,shipped date\n\
    SO-1,10,,,2026-03-18\nSO-2,10,,,2026-03-24\n\
    OLD-1,10,2026-02-02,2026-03-02,2026-03-01\nOLD-2,10,2026-02-02,2026-03-02,2026-03-04\n";

/// A database with that shop in it.
fn stored() -> (tempfile::TempDir, String) {
    let folder = small_shop(ORDERS);
    std::fs::write(folder.path().join("shipments.csv"), SHIPMENTS).expect("shipments");
    let url = format!("sqlite://{}", folder.path().join("shop.db").display());
    let taken = holdfast(&["import", path(folder.path()), "--database-url", &url, "--apply"]);
    assert_eq!(taken.status.code(), Some(0), "{}", text(&taken));
    (folder, url)
}

#[test]
fn promises_are_reported_for_people_and_programs_in_both_languages() {
    let (_folder, url) = stored();
    let asked = ["report", "accuracy", "--from", "2026-03-01", "--to", "2026-03-31", "--database-url", &url];
    let report = json(&[&asked[..], &["--json", "--by", "customer"]].concat());
    assert_eq!((&report["from"], &report["by"]), (&"2026-03-01".into(), &"customer".into()));
    let first = &report["total"]["first"];
    assert_eq!((&first["lines"], &first["kept"], &first["percent"]), (&3.into(), &1.into(), &33.33.into()));
    assert_eq!((&report["total"]["still_open"], &report["undated"]), (&1.into(), &0.into()));
    assert_eq!(report["total"]["quoted_days"], 18.0);
    let before = &report["before"]["first"];
    assert_eq!((&before["lines"], &before["kept"], &before["percent"]), (&2.into(), &1.into(), &50.0.into()));
    let keys: Vec<_> =
        report["groups"].as_array().expect("groups").iter().map(|group| &group["key"]).collect();
    assert_eq!(keys, ["C", "D"]);
    for (lang, words) in [
        (
            "en",
            [
                "Promises for 2026-03-01 to 2026-03-31",
                "OTIF",
                "33.3 %",
                "Still open",
                "recorded chance",
                "Before Holdfast",
            ],
        ),
        (
            "zh",
            [
                "承诺交期在 2026-03-01 至 2026-03-31",
                "准时足量",
                "33.3 %",
                "仍未交完",
                "都没有记录概率",
                "使用 Holdfast 之前",
            ],
        ),
    ] {
        let shown = text(&holdfast(&[&asked[..], &["--lang", lang]].concat()));
        for word in words {
            assert!(shown.contains(word), "{word}: {shown}");
        }
        assert!(!shown.contains('{') && shown.contains("2026-03"), "{shown}");
    }
}

#[test]
fn the_report_goes_by_the_clock_that_is_said() {
    let (_folder, url) = stored();
    let lines = |clock: &str| {
        let asked = ["report", "accuracy", "--json", "--from", "2026-03-01", "--to", "2026-03-31"];
        let report = json(&[&asked[..], &["--database-url", &url, "--clock", clock]].concat());
        (report["as_of"].as_str().expect("an instant").to_owned(), report["total"]["first"]["lines"].clone())
    };
    assert_eq!(lines("manual:2026-03-10T07:00:00Z"), ("2026-03-10T07:00:00Z".to_owned(), 2.into()));
    assert_eq!(lines("manual:2026-03-25T07:00:00Z").1, 3);
}

#[test]
fn a_report_that_cannot_be_made_says_why_and_gives_two() {
    let (folder, url) = stored();
    let nowhere = format!("sqlite://{}", folder.path().join("none.db").display());
    for (lang, bad, backwards, none) in [
        ("en", "does not take “moon”", "it comes after the last day", "there is no database at"),
        ("zh", "不能是“moon”", "晚于最后一天", "没有数据库"),
    ] {
        let report = |more: &[&str], url: &str| {
            let asked = ["report", "accuracy", "--lang", lang, "--database-url", url];
            let refused = holdfast(&[&asked[..], more].concat());
            assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0));
            String::from_utf8_lossy(&refused.stderr).into_owned()
        };
        for (more, url, said) in [
            (&["--by", "moon"][..], &url, bad),
            (&["--from", "moon"], &url, bad),
            (&["--from", "2026-03-02", "--to", "2026-03-01"], &url, backwards),
            (&[], &nowhere, none),
        ] {
            let refused = report(more, url);
            assert!(refused.contains(said), "{more:?}: {refused}");
        }
    }
    assert!(!folder.path().join("none.db").exists(), "nor was one made");
    let early = ["report", "accuracy", "--to", "2020-12-31", "--database-url", &url];
    assert!(text(&holdfast(&early)).contains("No promise of these days counts yet."));
}
