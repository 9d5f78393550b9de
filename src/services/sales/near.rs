//! Codes that may have been meant.

use crate::import::normal::{Forgiving, code};

/// Suggestions at most.
const MOST: usize = 3;

/// The codes most like `given`, best first.
pub fn near<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let given = code(given, Forgiving::LookAlikes);
    let mut scored: Vec<(f64, &str)> = known
        .into_iter()
        .map(|known| (likeness(&given, &code(known, Forgiving::LookAlikes)), known))
        .filter(|(score, _)| *score >= 0.8)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.into_iter().take(MOST).map(|(_, known)| known.to_owned()).collect()
}

/// How much two folded codes are alike, 0 to 1.
fn likeness(a: &str, b: &str) -> f64 {
    if !a.is_empty() && b.starts_with(a) { 1.0 } else { strsim::jaro_winkler(a, b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_misspelt_code_finds_the_right_one() {
        let known = ["SHAFT-10", "SHAFT-20", "PLATE-7"];
        assert_eq!(near("shaft_1O", known)[0], "SHAFT-10");
        assert!(near("ZZZ", known).is_empty());
    }
}
