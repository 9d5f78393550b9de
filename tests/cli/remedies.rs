//! `holdfast remedies` over the example shop: what helps a line at risk, in both languages.

use super::{SHOP, holdfast, text};

#[test]
fn remedies_say_what_helps_and_whom_it_costs() {
    let told = holdfast(&["remedies", "SO-4227/10.2", SHOP]);
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let said = text(&told);
    assert!(said.starts_with("SO-4227/10.2 is met by "), "{said}");
    assert!(
        said.contains("\n1. ") && (said.contains("One thing helps") || said.contains("things help")),
        "{said}"
    );
    assert!(said.contains("in time ") && said.contains("80 % "), "{said}");
    assert!(said.contains("costs nobody else") || said.contains("hurts SO-"), "{said}");
    assert!(said.ends_with("Nothing was stored.\n"), "{said}");
    let chinese = text(&holdfast(&["remedies", "SO-4227/10.2", SHOP, "--lang", "zh"]));
    assert!(chinese.contains("按期概率") && chinese.contains("未存储任何内容"), "{chinese}");
    assert_eq!(chinese.lines().count(), said.lines().count());
}

#[test]
fn remedies_for_a_line_that_is_not_there_are_refused() {
    let refused = holdfast(&["remedies", "SO-0/10", SHOP]);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("there is no open line SO-0/10"), "{said}");
    let nowhere = holdfast(&["remedies", "SO-4219/10"]);
    assert_eq!(nowhere.status.code(), Some(2));
}
