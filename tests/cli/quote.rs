//! `holdfast quote` from a file: how sure a date is, and how many by when.

use super::{HEAD, holdfast, path, small_shop, text};

#[test]
fn a_quote_says_how_sure_it_is_and_how_many_by_when() {
    let folder = small_shop(&format!("{HEAD}SO-1,10,C,PT,8,2026-03-02,2026-03-20\n"));
    let shop = path(folder.path());
    for (lang, promise, requested, by, none) in [
        (
            "en",
            "kept with a probability of",
            "The requested date Fri 2026-03-13 is kept with a probability of",
            "By Fri 2026-03-20:",
            "none of PT",
        ),
        ("zh", "按期概率", "要求日期 2026-03-13 周五 的按期概率为", "到 2026-03-20 周五：", "没有按期概率达"),
    ] {
        let asked = ["quote", shop, "--item", "PT", "--customer", "C", "--lang", lang];
        let quoted = |more: &[&str]| text(&holdfast(&[&asked[..], more].concat()));
        let one = quoted(&["--quantity", "8", "--by", "2026-03-13"]);
        for words in [promise, requested, "50 %", "95 %", "200"] {
            assert!(one.contains(words), "{words}: {one}");
        }
        let many = quoted(&["--by", "2026-03-20", "--by", "2026-03-08", "--by", "2026-04-17"]);
        assert!(many.contains(by) && many.contains(none) && !many.contains('{'), "{many}");
        // The same again: nothing is drawn anew.
        assert_eq!(many, quoted(&["--by", "2026-03-20", "--by", "2026-03-08", "--by", "2026-04-17"]));
        let stranger =
            holdfast(&["quote", shop, "--item", "PT", "--customer", "CC", "--quantity", "8", "--lang", lang]);
        let said = String::from_utf8_lossy(&stranger.stderr).into_owned();
        assert!(stranger.status.code() == Some(2) && said.contains("CC") && said.contains('C'), "{said}");
        let neither = holdfast(&asked);
        let said = String::from_utf8_lossy(&neither.stderr).into_owned();
        assert!(neither.status.code() == Some(2) && said.contains("--by"), "{said}");
        let both = holdfast(
            &[&asked[..], &["--quantity", "8", "--by", "2026-03-13", "--by", "2026-03-14"]].concat(),
        );
        assert_eq!(both.status.code(), Some(2));
    }
}

#[test]
fn what_cannot_be_used_is_named_with_what_to_write() {
    let folder = small_shop(&format!("{HEAD}SO-1,10,C,PT,8,2026-03-02,2026-03-20\n"));
    let shop = path(folder.path());
    for (lang, quantity, day, over) in [
        (
            "en",
            "Write a number above zero",
            "Write one day, such as 2026-04-30",
            "is over; it is Mon 2026-03-09",
        ),
        ("zh", "请填写大于零的数量", "请填写一个日期，例如 2026-04-30", "已过，今天是 2026-03-09"),
    ] {
        let refused = |more: &[&str]| {
            let asked = ["quote", shop, "--item", "PT", "--customer", "C", "--lang", lang];
            let output = holdfast(&[&asked[..], more].concat());
            assert_eq!(output.status.code(), Some(2));
            String::from_utf8_lossy(&output.stderr).into_owned()
        };
        for wrong in ["-3", "0", "many"] {
            let said = refused(&["--quantity", wrong]);
            assert!(said.contains("--quantity") && said.contains(wrong) && said.contains(quantity), "{said}");
        }
        let said = refused(&["--quantity", "8", "--by", "soon"]);
        assert!(said.contains("--by") && said.contains("soon") && said.contains(day), "{said}");
        let said = refused(&["--quantity", "8", "--by", "2020-01-01"]);
        assert!(said.contains("2020-01-01") && said.contains(over), "{said}");
    }
}
