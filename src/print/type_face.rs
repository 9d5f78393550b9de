//! The letters of a printed sheet: Helvetica for Latin text, and a Song face for the rest. Both are among those that a reader
//! of PDF brings along, so no font is in the file.
//!
//! Owns how wide a text is and how it is written into a file. Source of the widths: Adobe's font metrics of Helvetica, in
//! thousandths of the size; for accented letters the usual width, for Chinese a full square.

/// Widths of the characters from the space to the tilde.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
/// Bold letters are wider by so much at most.
const BOLD: f32 = 1.1;
const FULL: u16 = 1000;
const USUAL: u16 = 600;

/// Part of a text in one face.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Run {
    /// In Helvetica: one byte a character.
    Latin(Vec<u8>),
    /// In Song: two bytes a unit of UTF-16.
    Song(Vec<u8>),
}

/// The code of a character in Helvetica, if it has one.
fn latin(letter: char) -> Option<u8> {
    let code = u32::from(letter);
    let has = (0x20..0x7f).contains(&code) || (0xa0..=0xff).contains(&code);
    u8::try_from(code).ok().filter(|_| has)
}

fn width_of(letter: char) -> u16 {
    match latin(letter) {
        // The space that no line breaks at.
        Some(0xa0) => WIDTHS[0],
        Some(code) => WIDTHS.get(usize::from(code).wrapping_sub(0x20)).copied().unwrap_or(USUAL),
        None => FULL,
    }
}

/// How wide a text is, in the unit of `size`; no less than it is printed.
pub(super) fn width(text: &str, size: f32, bold: bool) -> f32 {
    let thousandths: u32 = text.chars().map(|letter| u32::from(width_of(letter))).sum();
    thousandths as f32 / 1000.0 * size * if bold { BOLD } else { 1.0 }
}

/// A text in runs of one face. What no reader can print, as line ends, becomes a space.
pub(super) fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for letter in text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }) {
        match (latin(letter), runs.last_mut()) {
            (Some(code), Some(Run::Latin(bytes))) => bytes.push(code),
            (Some(code), _) => runs.push(Run::Latin(vec![code])),
            (None, Some(Run::Song(bytes))) => bytes.extend(wide(letter)),
            (None, _) => runs.push(Run::Song(wide(letter))),
        }
    }
    runs
}

fn wide(letter: char) -> Vec<u8> {
    letter.encode_utf16(&mut [0; 2]).iter().flat_map(|unit| unit.to_be_bytes()).collect()
}

/// A text in lines of a width, broken between words or, in Chinese, anywhere; too long a word is cut. At most `most` lines:
/// the last ends in dots if there is more.
pub(super) fn lines(text: &str, size: f32, bold: bool, wide: f32, most: usize) -> Vec<String> {
    let fits = |line: &str| width(line, size, bold) <= wide;
    let (mut lines, mut line) = (Vec::new(), String::new());
    for part in parts(text) {
        if !fits(&format!("{line}{}", part.trim_end())) && !line.trim().is_empty() {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        for letter in part.chars() {
            line.push(letter);
            if !fits(line.trim_end()) && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::replace(&mut line, letter.to_string()));
            }
        }
    }
    if !line.trim().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while !fits(&format!("{last}...")) && last.pop().is_some() {}
            last.push_str("...");
        }
    }
    lines
}

/// Where a text may be broken: after each word with its space, and after each character that is no letter of Latin.
fn parts(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut goes_on = false;
    for letter in text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }) {
        match parts.last_mut().filter(|_| goes_on && latin(letter).is_some()) {
            Some(part) => part.push(letter),
            None => parts.push(letter.to_string()),
        }
        goes_on = latin(letter).is_some() && letter != ' ' && letter != '-';
    }
    parts
}
