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
