//! How well a document's number or a name answers what somebody typed: spelling, width, separators, look-alike
//! letters and small slips are forgiven.

/// What is typed is compared as far as this.
const LONGEST: usize = 60;

/// How well a candidate answers, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same, but for case, width and separators.
    Same,
    /// It begins so.
    Begins,
    /// It has it somewhere.
    Contains,
    /// One or two slips away.
    Slip,
}

/// How well `candidate` answers `sought`; both folded the same way. Nothing if it doesn't.
pub fn likeness(sought: &str, candidate: &str) -> Option<Likeness> {
    if sought.is_empty() || candidate.is_empty() {
        return None;
    }
    if candidate == sought {
        return Some(Likeness::Same);
    }
    if candidate.starts_with(sought) {
        return Some(Likeness::Begins);
    }
    // Two letters stand somewhere in nearly everything; two Chinese characters are a word.
    let length = sought.chars().count();
    if (length >= 3 || !sought.is_ascii()) && candidate.contains(sought) {
        return Some(Likeness::Contains);
    }
    let slips = match length {
        0..=4 => 0,
        5..=8 => 1,
        _ => 2,
    };
    let near = candidate.chars().count().abs_diff(length) <= slips;
    let off = || strsim::osa_distance(sought, candidate);
    (slips > 0 && near && off() <= slips).then_some(Likeness::Slip)
}

/// So many suggestions at most.
const SUGGESTED: usize = 3;

/// What was most likely meant by a code or word that is not known: up to three of `known`, best first. What begins so
/// comes before what differs by slips; case, width, separators and look-alike letters are forgiven; what differs in
/// more than every third letter is not suggested. This is the one place that decides it.
pub fn nearest<'k>(given: &str, known: impl IntoIterator<Item = &'k str>) -> Vec<&'k str> {
    let given = folded(given);
    let scored = known.into_iter().map(|known| (score(&given, &folded(known)), known));
    let mut near: Vec<(f64, &str)> = scored.filter(|(score, _)| *score >= 2.0 / 3.0).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    near.dedup_by(|a, b| a.1 == b.1);
    near.into_iter().take(SUGGESTED).map(|(_, known)| known).collect()
}

/// How much two folded words are alike, 0 to 1; above 1 if one begins with the other.
fn score(given: &str, known: &str) -> f64 {
    if given.is_empty() || known.is_empty() {
        return 0.0;
    }
    let begins = known.starts_with(given);
    let (length, other) = (given.chars().count(), known.chars().count());
    // Most codes differ too much in length alone; a sheet may have many of both.
    if !begins && length.abs_diff(other) * 3 > length.max(other) {
        return 0.0;
    }
    let alike = strsim::normalized_damerau_levenshtein(given, known);
    if begins { 1.0 + alike } else { alike }
}

/// Letters and digits only, in one case and width, what looks alike the same. A text is as long as a code may be.
fn folded(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    };
    let alike = |c: char| match c {
        'o' => '0',
        'i' | 'l' => '1',
        other => other,
    };
    let letters = text.chars().take(LONGEST).map(narrow).flat_map(char::to_lowercase);
    letters.filter(|c| c.is_alphanumeric()).map(alike).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_comes_first() {
        let codes = ["PT-1023", "PT-1032", "AXLE-9"];
        assert_eq!(nearest("pt_1O23", codes), ["PT-1023", "PT-1032"]);
        assert_eq!(nearest("ＡＸＬＥ", codes), ["AXLE-9"]);
        assert_eq!(nearest("zzz", codes), Vec::<&str>::new());
        assert_eq!(nearest("", codes), Vec::<&str>::new());
        assert_eq!(nearest("listn", ["listen", "workers"]), ["listen"]);
        assert_eq!(nearest("SHFAT", ["SHAFT", "SHAFT"]), ["SHAFT"]);
    }

    #[test]
    fn the_nearer_the_better() {
        assert_eq!(likeness("S026", "S026"), Some(Likeness::Same));
        assert_eq!(likeness("S026", "S02600017"), Some(Likeness::Begins));
        assert_eq!(likeness("00017", "S02600017"), Some(Likeness::Contains));
        assert_eq!(likeness("S02600071", "S02600017"), Some(Likeness::Slip));
        assert_eq!(likeness("7", "S02600017"), None);
        assert_eq!(likeness("轴承", "精密轴承厂"), Some(Likeness::Contains));
        assert_eq!(likeness("", "A"), None);
    }
}
