//! `holdfast backtest` over a file and over a database.

use super::{holdfast, json, path, small_shop, text};
use std::fmt::Write;

/// A shop that turned eight parts in eight hours for each order, one a day for so many days, and promised ten days.
fn past(days: u32) -> tempfile::TempDir {
    let folder = small_shop("order,line,customer,item,quantity,order date,promise date\n");
    let mut shipments = "order,line,customer,item,quantity,order date,promise date,shipped date\n".to_owned();
    let mut production =
        "work order,item,operation,work centre,good,scrap,started,finished,planned minutes\n".to_owned();
    let first = chrono::NaiveDate::from_ymd_opt(2025, 9, 1).expect("a day");
    let working = |nth: u32| first + chrono::Days::new(u64::from(nth / 5 * 7 + nth % 5));
    for nth in 0..days {
        let (ordered, made) = (working(nth), working(nth + 1));
        let promised = ordered + chrono::Days::new(10);
        writeln!(shipments, "OLD-{nth},10,C,PT,8,{ordered},{promised},{made}").expect("text");
        writeln!(production, "WO-{nth},PT,10,TUR,8,0,{made} 08:00,{made} 15:30,480").expect("text");
    }
    std::fs::write(folder.path().join("shipments.csv"), shipments).expect("shipments");
    std::fs::write(folder.path().join("production.csv"), production).expect("production");
    folder
}

#[test]
fn a_recorded_past_is_walked_over_from_a_file_and_from_a_database_alike() {
    let folder = past(90);
    let url = format!("sqlite://{}", folder.path().join("shop.db").display());
    let asked = ["--futures", "50", "--seed", "3", "--to", "2025-12-20"];
    let of_file = json(&[&["backtest", path(folder.path()), "--json"], &asked[..]].concat());
    assert_eq!((&of_file["from"], &of_file["to"]), (&"2025-10-31".into(), &"2025-12-20".into()));
    assert_eq!((&of_file["seed"], &of_file["futures"]), (&3.into(), &50.into()));
    let lines = of_file["given"]["first"]["lines"].as_u64().expect("lines");
    assert!(lines >= 20, "{of_file}");
    assert_eq!(of_file["beside"]["theirs"]["first"]["percent"], 100.0);
    assert_eq!(of_file["percentiles"][2]["percentile"], 95);
    assert_eq!(of_file["lines"][0]["shipped"], "2025-11-03", "{of_file}");
    let taken = holdfast(&["import", path(folder.path()), "--database-url", &url, "--apply"]);
    assert_eq!(taken.status.code(), Some(0), "{}", text(&taken));
    let clock = ["--json", "--database-url", &url];
    let of_database = json(&[&["backtest"], &clock[..], &asked[..]].concat());
    assert_eq!(of_database, of_file);
    for (lang, words) in [
        ("en", ["Order lines of 2025-10-31 to 2025-12-20", "P95", "the shop's own", "what is supposed"]),
        ("zh", ["2025-10-31 至 2025-12-20 的订单行", "P95", "工厂自己的承诺", "所作的假设"]),
    ] {
        let output = holdfast(&[&["backtest", path(folder.path()), "--lang", lang], &asked[..]].concat());
        let shown = text(&output);
        for word in words {
            assert!(shown.contains(word), "{word}: {shown}");
        }
        assert!(!shown.contains('{'), "{shown}");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(told.contains(["25 of", "第 25 个"][usize::from(lang == "zh")]), "{told}");
    }
}

#[test]
fn too_little_record_and_nonsense_are_refused_in_two_languages() {
    let folder = past(30);
    let file = path(folder.path());
    for (lang, words) in [
        (
            "en",
            ["The record is too short", "60 days", "must lie between 50 and 2000", "does not take “moon”"],
        ),
        ("zh", ["记录太少", "60 天", "必须在 50 与 2000 之间", "不能是“moon”"]),
    ] {
        let said = |more: &[&str]| {
            let refused = holdfast(&[&["backtest", file, "--lang", lang], more].concat());
            assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0));
            String::from_utf8_lossy(&refused.stderr).into_owned()
        };
        let short = said(&[]);
        assert!(short.contains(words[0]) && short.contains(words[1]), "{short}");
        assert!(said(&["--futures", "10"]).contains(words[2]));
        assert!(said(&["--materials", "moon"]).contains(words[3]));
    }
}
