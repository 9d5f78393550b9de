//! A page of text for a terminal: its width in columns, where double-width characters count twice, and its
//! colours, which are never the only thing that says something.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How a piece of text stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// Headings and answers.
    Bold,
    /// What may be skipped.
    Dim,
    /// Late.
    Late,
    /// Kept.
    Kept,
    /// Worth a look.
    Warn,
}

impl Ink {
    fn code(self) -> &'static str {
        match self {
            Self::Bold => "1",
            Self::Dim => "2",
            Self::Late => "31",
            Self::Kept => "32",
            Self::Warn => "33",
        }
    }
}

/// Text in the making.
#[derive(Debug)]
pub(super) struct Page {
    text: String,
    pub(super) width: usize,
    colour: bool,
}

impl Page {
    /// A page of so many columns, within what is readable.
    pub(super) fn new(width: usize, colour: bool) -> Self {
        Self { text: String::new(), width: width.clamp(60, 240), colour }
    }

    /// The text.
    pub(super) fn finish(self) -> String {
        self.text
    }

    /// A line, without blanks at its end.
    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// An empty line.
    pub(super) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A heading with an empty line above it.
    pub(super) fn title(&mut self, title: &str) {
        self.blank();
        let title = self.paint(Ink::Bold, title);
        self.line(&title);
    }

    /// `text` in a colour, where there are colours.
    pub(super) fn paint(&self, ink: Ink, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("\x1b[{}m{text}\x1b[0m", ink.code())
        } else {
            text.to_owned()
        }
    }

    /// `text` over as many lines as it needs, the first after `first`, the others as far in.
    pub(super) fn wrapped(&mut self, first: &str, text: &str, ink: Option<Ink>) {
        let indent = columns(first);
        for (index, line) in wrap(text, self.width.saturating_sub(indent)).iter().enumerate() {
            let lead = if index == 0 { first.to_owned() } else { " ".repeat(indent) };
            let line = ink.map_or_else(|| line.clone(), |ink| self.paint(ink, line));
            self.line(&(lead + &line));
        }
    }
}

/// Columns that `text` takes.
pub(super) fn columns(text: &str) -> usize {
    text.width()
}

/// `text` with blanks up to `width` columns, before it or after it.
pub(super) fn padded(text: &str, width: usize, right: bool) -> String {
    let blanks = " ".repeat(width.saturating_sub(columns(text)));
    if right { blanks + text } else { text.to_owned() + &blanks }
}

/// `text` cut to `width` columns, with a sign that it was.
pub(super) fn cut(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut taken = 1;
    for c in text.chars() {
        taken += c.width().unwrap_or(0);
        if taken > width {
            break;
        }
        short.push(c);
    }
    short.trim_end().to_owned() + "…"
}

/// `text` in lines of at most `width` columns, broken at blanks and beside Chinese characters.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut taken = 0;
    for piece in pieces(text) {
        let wide = columns(piece.trim_end());
        if taken > 0 && taken + wide > width {
            lines.push(String::new());
            taken = 0;
        }
        let mut piece = piece;
        while taken == 0 && columns(piece.trim_end()) > width && width > 0 {
            let end = fitting(piece, width);
            if let Some(line) = lines.last_mut() {
                line.push_str(&piece[..end]);
            }
            lines.push(String::new());
            piece = &piece[end..];
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(piece);
        }
        taken += columns(piece);
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

/// Where a piece that is too long is cut: after at least one character.
fn fitting(piece: &str, width: usize) -> usize {
    let mut taken = 0;
    for (at, c) in piece.char_indices() {
        taken += c.width().unwrap_or(0);
        if taken > width && at > 0 {
            return at;
        }
    }
    piece.len()
}

/// Words with the blanks after them, and single Chinese characters. Closing punctuation stays with what is
/// before it.
fn pieces(text: &str) -> Vec<&str> {
    const CLOSING: &str = "，。；：、！？）”》…";
    const OPENING: &str = "（“《";
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let wide = |c: char| c.width() == Some(2);
        let breaks = before.is_some_and(|last| {
            let apart = (last == ' ' && c != ' ') || wide(last) || wide(c);
            apart && c != ' ' && !CLOSING.contains(c) && !OPENING.contains(last)
        });
        if breaks {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    pieces.push(&text[start..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_characters_take_two_columns() {
        assert_eq!(columns("交期 A"), 6);
        assert_eq!(padded("交期", 6, true), "  交期");
        assert_eq!(cut("承诺交期", 5), "承诺…");
        assert_eq!(cut("promise", 7), "promise");
    }

    #[test]
    fn long_lines_break_where_people_would() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("没有工艺路线，按默认", 8), ["没有工艺", "路线，按", "默认"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("", 4), [""]);
    }

    #[test]
    fn without_colour_nothing_is_added() {
        assert_eq!(Page::new(80, false).paint(Ink::Late, "late"), "late");
        assert_eq!(Page::new(80, true).paint(Ink::Late, "late"), "\x1b[31mlate\x1b[0m");
    }
}
