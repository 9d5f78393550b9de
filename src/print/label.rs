//! The label for a box or a pallet, 62 × 29 mm: the work order's code and what is in it.

use super::code::svg;
use super::page::{document, escaped};
use super::sheet::{Sheets, bold, plain};
use super::{Printed, order_code};
use crate::text::print::PrintWords;

const WIDE: f32 = 62.0;
const HIGH: f32 = 29.0;
const CODE: f32 = 21.0;
const EDGE: f32 = 2.5;
/// Where the words begin: a quiet zone of four squares is kept beside the code.
const WORDS: f32 = EDGE + CODE + 4.0;

/// The label as PDF.
pub fn label_pdf(printed: &Printed) -> Vec<u8> {
    let words = PrintWords::of(printed.lang);
    let mut sheets = Sheets::new(WIDE, HIGH);
    let wide = WIDE - WORDS - EDGE;
    sheets.code((EDGE + 1.0, (HIGH - CODE) / 2.0), CODE, &order_code(&printed.work_order));
    sheets.lines((WORDS, 6.2), bold(12.0), &printed.work_order, (wide, 1));
    sheets.lines((WORDS, 10.6), bold(9.0), &printed.item, (wide, 1));
    sheets.lines((WORDS, 14.6), plain(7.5), printed.description.as_deref().unwrap_or_default(), (wide, 1));
    sheets.lines((WORDS, 19.6), bold(10.0), &printed.quantity, (wide, 1));
    let due = printed.due.as_ref().map(|due| format!("{} {due}", words.due));
    sheets.lines((WORDS, 23.4), plain(7.5), &due.unwrap_or_default(), (wide, 1));
    sheets.lines((WORDS, 26.8), plain(7.5), &customer(printed), (wide, 1));
    sheets.file(&format!("{} {}", words.label, printed.work_order))
}

fn customer(printed: &Printed) -> String {
    let both = [&printed.customer, &printed.customer_part];
    both.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" · ")
}

/// The label as a page for a browser.
pub fn label_page(printed: &Printed) -> String {
    let words = PrintWords::of(printed.lang);
    let due = printed.due.as_ref().map(|due| format!("{} {}", words.due, escaped(due))).unwrap_or_default();
    let body = format!(
        "{}<div><h1>{}</h1><p class=\"item\">{}</p><p>{}</p><p class=\"quantity\">{}</p><p>{due}</p><p>{}</p></div>",
        svg(&order_code(&printed.work_order), CODE),
        escaped(&printed.work_order),
        escaped(&printed.item),
        escaped(printed.description.as_deref().unwrap_or_default()),
        escaped(&printed.quantity),
        escaped(&customer(printed)),
    );
    document(printed.lang, &format!("{} {}", words.label, printed.work_order), "label", &body)
}
