//! A paper for a customer on A4: who it is from, what it is about, a table, and how to see the order at any time.

use super::picture::Picture;
use super::sheet::{Look, Sheets, bold, plain};
use crate::text::Lang;
use crate::text::plan_labels::fill;
use crate::text::portal::PaperWords;
use serde::Serialize;

const WIDE: f32 = 210.0;
const HIGH: f32 = 297.0;
const EDGE: f32 = 20.0;
const INNER: f32 = WIDE - 2.0 * EDGE;
/// The lowest place of a row, above the foot.
const LOWEST: f32 = HIGH - 24.0;
/// Room for how to see the order.
const ACCESS: f32 = 44.0;
/// Lines that a cell of the table has at most.
const CELL_LINES: usize = 4;
/// Room for the logo, across and down.
const LOGO: (f32, f32) = (60.0, 14.0);
const ROW: f32 = 4.6;
/// Paragraphs that are told under a heading at most.
const MOST_TOLD: usize = 16;

/// A paper. Texts are as people read them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Paper {
    /// The language of the words around.
    pub lang: Lang,
    /// What it is.
    pub title: String,
    /// The number it is about.
    pub number: String,
    /// Who it is from.
    pub company: String,
    /// Its logo: a PNG, JPEG or WebP file.
    #[serde(skip)]
    pub logo: Option<Vec<u8>>,
    /// How they are reached.
    pub contact: Vec<String>,
    /// What is said once: its name, and what.
    pub facts: Vec<(String, String)>,
    /// What is told: a heading, and what.
    pub told: Vec<(String, Vec<String>)>,
    /// Headings of the table's columns, and how much of the width each takes, of 100.
    pub columns: Vec<(String, u16)>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
    /// How the order can be seen at any time.
    pub access: Option<PaperAccess>,
    /// What stands at the end.
    pub closing: Option<String>,
}

/// How an order can be seen at any time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PaperAccess {
    /// The address of the portal, whole.
    pub address: String,
    /// The order's number, as it is typed there.
    pub number: String,
    /// The access code, as it is typed there.
    pub code: String,
}

/// The paper as PDF.
pub fn paper_pdf(paper: &Paper) -> Vec<u8> {
    let words = PaperWords::of(paper.lang);
    let pages = draw(paper, words, 0).1;
    draw(paper, words, pages).0.file(&format!("{} {}", paper.title, paper.number))
}

/// A code that leads to an address, as a picture for a page.
pub fn address_code(address: &str) -> String {
    super::code::svg(address, 26.0)
}

/// Draws all sheets, and says how many there are.
fn draw(paper: &Paper, words: &PaperWords, pages: usize) -> (Sheets, usize) {
    let mut sheets = Sheets::new(WIDE, HIGH);
    let mut page = 1;
    foot(&mut sheets, paper, words, (page, pages));
    let mut top = head(&mut sheets, paper);
    for (index, (heading, paragraphs)) in paper.told.iter().enumerate() {
        let look = if index == 0 { bold(11.0) } else { plain(10.0) };
        top = told(&mut sheets, (heading, paragraphs), top, look);
    }
    top = columns(&mut sheets, paper, top + 4.0);
    for row in &paper.rows {
        if top + height(paper, row) > LOWEST {
            sheets.next();
            page += 1;
            foot(&mut sheets, paper, words, (page, pages));
            top = columns(&mut sheets, paper, EDGE + 4.0);
        }
        top = cells(&mut sheets, paper, row, top);
    }
    if let Some(found) = &paper.access {
        if top + ACCESS > LOWEST {
            sheets.next();
            page += 1;
            foot(&mut sheets, paper, words, (page, pages));
            top = EDGE;
        }
        top = access(&mut sheets, found, words, top + 8.0);
    }
    if let Some(closing) = &paper.closing {
        sheets.lines((EDGE, (top + 10.0).min(LOWEST + 6.0)), plain(10.0), closing, (INNER, 1));
    }
    (sheets, page)
}

/// Who it is from, what it is and what is said once. Says how far down it reaches.
fn head(sheets: &mut Sheets, paper: &Paper) -> f32 {
    let logo = paper.logo.as_deref().and_then(Picture::read);
    let (name, look) = match logo {
        Some(logo) => (19.0 + sheets.picture((EDGE, 14.0), LOGO, logo), bold(10.0)),
        None => (25.0, bold(14.0)),
    };
    let under = sheets.lines((EDGE, name), look, &paper.company, (INNER * 0.55, 2));
    let mut base = 22.0;
    for line in paper.contact.iter().take(6) {
        sheets.text_to((WIDE - EDGE, base), plain(8.5), line);
        base += 4.0;
    }
    let mut top = base.max(under).max(38.0) + 8.0;
    sheets.lines((EDGE, top), bold(20.0), &paper.title, (INNER, 1));
    top += 9.0;
    for (name, value) in &paper.facts {
        sheets.lines((EDGE, top), plain(9.5), name, (38.0, 1));
        top = sheets.lines((EDGE + 40.0, top), bold(9.5), value, (INNER - 40.0, 2)) + 0.9;
    }
    top + 2.0
}

/// What is told under a heading.
fn told(sheets: &mut Sheets, (heading, paragraphs): (&str, &[String]), top: f32, look: Look) -> f32 {
    sheets.lines((EDGE, top + 3.0), plain(9.0), heading, (INNER, 1));
    let mut base = top + 8.5;
    for paragraph in paragraphs.iter().take(MOST_TOLD) {
        base = sheets.lines((EDGE, base), look, paragraph, (INNER, 4)) + 0.8;
    }
    base
}

/// The headings of the table.
fn columns(sheets: &mut Sheets, paper: &Paper, top: f32) -> f32 {
    if paper.columns.is_empty() {
        return top;
    }
    let mut left = EDGE;
    for (name, share) in &paper.columns {
        let wide = INNER * f32::from(*share) / 100.0;
        sheets.lines((left, top), plain(8.5), name, (wide - 3.0, 1));
        left += wide;
    }
    sheets.rule((EDGE, top + 2.2), INNER, 0.8);
    top + 2.2
}

/// The cells of a row with the width that each has.
fn widths<'p>(paper: &'p Paper, row: &'p [String]) -> impl Iterator<Item = (&'p String, f32)> {
    row.iter().zip(paper.columns.iter().map(|(_, share)| INNER * f32::from(*share) / 100.0))
}

fn height(paper: &Paper, row: &[String]) -> f32 {
    let lines = |(text, wide): (&String, f32)| Sheets::needs(plain(9.5), text, (wide - 3.0, CELL_LINES));
    widths(paper, row).map(lines).max().unwrap_or(1) as f32 * ROW + 3.2
}

fn cells(sheets: &mut Sheets, paper: &Paper, row: &[String], top: f32) -> f32 {
    let mut left = EDGE;
    for (text, wide) in widths(paper, row) {
        sheets.lines((left, top + 5.0), plain(9.5), text, (wide - 3.0, CELL_LINES));
        left += wide;
    }
    let bottom = top + height(paper, row);
    sheets.rule((EDGE, bottom), INNER, 0.3);
    bottom
}

fn access(sheets: &mut Sheets, found: &PaperAccess, words: &PaperWords, top: f32) -> f32 {
    sheets.frame((EDGE, top), (INNER, ACCESS - 8.0));
    sheets.code((WIDE - EDGE - 32.0, top + 4.0), 28.0, &found.address);
    let (left, wide) = (EDGE + 5.0, INNER - 45.0);
    sheets.lines((left, top + 7.0), bold(11.0), words.access_title, (wide, 1));
    sheets.lines((left, top + 12.5), plain(9.0), &found.address, (wide, 1));
    for (row, (name, value)) in
        [(words.order, &found.number), (words.code, &found.code)].into_iter().enumerate()
    {
        let base = top + 19.5 + row as f32 * 5.6;
        sheets.lines((left, base), plain(9.0), name, (30.0, 1));
        sheets.lines((left + 32.0, base), bold(11.0), value, (wide - 32.0, 1));
    }
    sheets.lines((left, top + 32.5), plain(8.0), words.caution, (wide, 1));
    top + ACCESS - 8.0
}

fn foot(sheets: &mut Sheets, paper: &Paper, words: &PaperWords, (page, pages): (usize, usize)) {
    let said = format!("{} {}", paper.title, paper.number);
    sheets.lines((EDGE, HIGH - 12.0), plain(8.0), &said, (INNER * 0.7, 1));
    let (page, pages) = (page.to_string(), pages.to_string());
    let said = fill(words.page, &[("page", &page), ("pages", &pages)]);
    sheets.text_to((WIDE - EDGE, HIGH - 12.0), plain(8.0), &said);
}
