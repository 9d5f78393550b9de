//! How well a document's number or a name answers what somebody typed: spelling, width, separators, look-alike
//! letters and small slips are forgiven.

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

#[cfg(test)]
mod tests {
    use super::*;

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
