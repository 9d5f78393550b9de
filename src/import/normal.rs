//! One form for what people write in many: full-width letters, odd dashes and spaces, `L1` for line 1.
//!
//! Never guesses meaning: two values that differ after this really were written differently.

/// The plain form of a character: full-width becomes half-width, every dash `-`, every space a blank.
fn plain(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' => '-',
        '\u{00a0}' | '\u{3000}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\t' | '\n' | '\r' => ' ',
        '²' => '2',
        other => other,
    }
}

/// Characters that show nothing at all: byte order marks, zero-width spaces, direction marks.
fn invisible(character: char) -> bool {
    matches!(character, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{00ad}')
}

/// Half-width, one blank between words, none around: for codes, words and numbers.
pub fn value(text: &str) -> String {
    let folded: String = text.chars().filter(|c| !invisible(*c)).map(plain).collect();
    folded.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Names and remarks keep their own punctuation; only what cannot be seen goes.
pub fn prose(text: &str) -> String {
    text.chars().filter(|c| !invisible(*c)).collect::<String>().trim().to_owned()
}

/// The form in which headings and key words are compared: no case, no spacing, one spelling of "centre".
pub fn heading(text: &str) -> String {
    let folded: String = text
        .chars()
        .filter(|c| !invisible(*c))
        .map(plain)
        .filter(|c| !matches!(c, ' ' | '_' | '-' | '*' | ':' | '.' | '#' | '/'))
        .flat_map(char::to_lowercase)
        .collect();
    folded.replace("center", "centre")
}

/// A heading without the remark in brackets at its end: `setup (min)` is `setup`.
pub fn without_remark(heading: &str) -> &str {
    match heading.find(['(', '[', '【']) {
        Some(at) if at > 0 && heading.ends_with([')', ']', '】']) => &heading[..at],
        _ => heading,
    }
}

/// The plain form of a line or operation number: `1`, `1.0`, `001`, `L1`, `OP10`, `第3行` lose what is not
/// the number. Anything else stays as it is.
pub fn numbered(code: &str) -> String {
    const BEFORE: [&str; 10] = ["LINE", "POS", "OP", "L", "第", "行", "工序", "序", "#", "NO"];
    let upper = code.to_uppercase();
    let before = BEFORE.iter().find_map(|word| upper.strip_prefix(word)).unwrap_or(&upper);
    let bare =
        before.trim_start_matches(['.', ' ', '-', '_', ':']).trim_end_matches(['行', '序', '道', '号', ' ']);
    let whole = match bare.split_once('.') {
        Some((whole, zeros)) if zeros.chars().all(|c| c == '0') => whole,
        _ => bare,
    };
    if whole.is_empty() || !whole.chars().all(|c| c.is_ascii_digit()) {
        return code.to_owned();
    }
    match whole.trim_start_matches('0') {
        "" => "0".to_owned(),
        digits => digits.to_owned(),
    }
}

/// How much of a spelling a comparison forgives. Each step forgives more than the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forgiving {
    /// Letter case and the kind of dash, blank or underscore.
    Case,
    /// Whether there is a separator at all.
    Separators,
    /// Letters that look like digits: O and 0, I and l and 1.
    LookAlikes,
}

impl Forgiving {
    /// From the strictest to the most forgiving.
    pub const STEPS: [Self; 3] = [Self::Case, Self::Separators, Self::LookAlikes];
}

/// The form in which two spellings of a code are compared.
pub fn code(text: &str, forgiving: Forgiving) -> String {
    let upper = value(text).to_uppercase();
    let separator = |c: &char| matches!(c, ' ' | '-' | '_' | '.' | '/');
    match forgiving {
        Forgiving::Case => upper.chars().map(|c| if separator(&c) { '-' } else { c }).collect(),
        Forgiving::Separators => upper.chars().filter(|c| !separator(c)).collect(),
        Forgiving::LookAlikes => upper
            .chars()
            .filter(|c| !separator(c))
            .map(|c| match c {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_and_odd_spaces_become_plain() {
        assert_eq!(value(" ＰＴ－１０２３\u{3000}A\u{200b} "), "PT-1023 A");
        assert_eq!(value("PT–1023\u{a0}"), "PT-1023");
        assert_eq!(prose(" 轴，精加工 "), "轴，精加工");
    }

    #[test]
    fn headings_ignore_case_spacing_and_remarks() {
        assert_eq!(heading("Work_Center"), heading("work centre"));
        assert_eq!(heading("准备时间（分）"), "准备时间(分)");
        assert_eq!(without_remark("setup(min)"), "setup");
        assert_eq!(without_remark("(min)"), "(min)");
    }

    #[test]
    fn numbers_of_lines_and_operations_have_one_form() {
        for written in ["1", "1.0", "001", "L1", "l-1", "Line 1", "第1行", "#1", "No. 1"] {
            assert_eq!(numbered(written), "1", "{written}");
        }
        assert_eq!(numbered("OP10"), "10");
        assert_eq!(numbered("0"), "0");
        for kept in ["10.5", "A1", "1a", "", "L", "1/2"] {
            assert_eq!(numbered(kept), kept);
        }
    }

    #[test]
    fn each_step_forgives_more() {
        assert_eq!(code("pt_1023", Forgiving::Case), code("PT-1023", Forgiving::Case));
        assert_ne!(code("PT1023", Forgiving::Case), code("PT-1023", Forgiving::Case));
        assert_eq!(code("PT1023", Forgiving::Separators), code("PT-1023", Forgiving::Separators));
        assert_eq!(code("PT-1O23", Forgiving::LookAlikes), code("PT-1023", Forgiving::LookAlikes));
    }
}
