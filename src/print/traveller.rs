//! The traveller: A5, one code for the work order and one for each operation, with room to write where no tablet is.

use super::code::svg;
use super::page::{document, escaped};
use super::sheet::{Sheets, bold, plain};
use super::{Printed, operation_code, order_code};
use crate::text::plan_labels::fill;
use crate::text::print::PrintWords;
use std::fmt::Write;

const WIDE: f32 = 148.0;
const HIGH: f32 = 210.0;
const EDGE: f32 = 9.0;
/// Side of the work order's code, and of an operation's.
const LARGE: f32 = 27.0;
const SMALL: f32 = 14.0;
/// Height of an operation.
const STEP: f32 = 18.0;
/// Where the columns to write in begin.
const COLUMNS: [f32; 3] = [92.0, 108.0, 122.0];
/// The last place of an operation, above the foot.
const LOWEST: f32 = HIGH - 14.0;

/// The traveller as PDF.
pub fn traveller_pdf(printed: &Printed) -> Vec<u8> {
    let words = PrintWords::of(printed.lang);
    let (tops, pages) = places(printed);
    let mut sheets = Sheets::new(WIDE, HIGH);
    let mut page = 1;
    first_head(&mut sheets, printed, words);
    columns(&mut sheets, words, tops.first().map_or(LOWEST - STEP, |first| first.1));
    foot(&mut sheets, printed, words, (page, pages));
    if printed.operations.is_empty() {
        sheets.text((EDGE, 96.0), plain(10.0), words.no_operations);
    }
    for (step, (on, top)) in printed.operations.iter().zip(tops) {
        if on > page {
            page = on;
            sheets.next();
            sheets.text((EDGE, 16.0), bold(16.0), &printed.work_order);
            sheets.text_to((WIDE - EDGE, 16.0), plain(9.0), &printed.item);
            columns(&mut sheets, words, top);
            foot(&mut sheets, printed, words, (page, pages));
        }
        sheets.rule((EDGE, top), WIDE - 2.0 * EDGE, 0.5);
        sheets.code((EDGE + 1.0, top + 2.0), SMALL, &operation_code(&printed.work_order, &step.number));
        let left = EDGE + SMALL + 5.0;
        sheets.text((left, top + 7.0), bold(13.0), &step.number);
        let number = 6.0 + step.number.chars().count() as f32 * 2.8;
        sheets.text((left + number, top + 7.0), bold(9.0), &step.work_centre);
        sheets.lines((left, top + 12.0), plain(9.0), &step.name, (COLUMNS[0] - left - 3.0, 2));
        for (column, wide) in COLUMNS.into_iter().zip([14.0, 12.0, WIDE - EDGE - COLUMNS[2]]) {
            sheets.frame((column, top + 3.5), (wide, STEP - 6.5));
        }
    }
    sheets.file(&format!("{} {}", words.traveller, printed.work_order))
}

/// On which sheet each operation stands, and how far down; and how many sheets there are.
fn places(printed: &Printed) -> (Vec<(usize, f32)>, usize) {
    let (mut page, mut top) = (1, head_height(printed) + 8.0);
    let mut places = Vec::new();
    for _ in &printed.operations {
        if top + STEP > LOWEST {
            (page, top) = (page + 1, 26.0);
        }
        places.push((page, top));
        top += STEP;
    }
    (places, page)
}

/// What the head of the first sheet takes.
fn head_height(printed: &Printed) -> f32 {
    let rows = printed.requirements.len().min(4) + printed.material.len().min(5);
    let titles = usize::from(!printed.requirements.is_empty()) + usize::from(!printed.material.is_empty());
    62.0 + rows as f32 * 4.4 + titles as f32 * 6.5 + if printed.note.is_some() { 5.0 } else { 0.0 }
}

fn first_head(sheets: &mut Sheets, printed: &Printed, words: &PrintWords) {
    let right = WIDE - EDGE - LARGE;
    sheets.code((right, EDGE), LARGE, &order_code(&printed.work_order));
    sheets.text((EDGE, 14.0), plain(9.0), &format!("{}  {}", words.traveller, printed.plant));
    sheets.text((EDGE, 24.0), bold(22.0), &printed.work_order);
    sheets.text((EDGE, 31.5), bold(13.0), &printed.item);
    if let Some(description) = &printed.description {
        sheets.lines((EDGE, 36.5), plain(9.5), description, (right - EDGE - 4.0, 2));
    }
    let facts = facts(printed, words);
    for (at, (name, value)) in facts.iter().enumerate() {
        let (column, row) = (at % 3, at / 3);
        let left = EDGE + column as f32 * 44.0;
        let top = 46.0 + row as f32 * 9.0;
        sheets.text((left, top), plain(7.5), name);
        sheets.lines((left, top + 4.4), bold(10.5), value, (42.0, 1));
    }
    let mut top = 66.0;
    let wide = WIDE - 2.0 * EDGE;
    if !printed.requirements.is_empty() {
        sheets.text((EDGE, top), bold(9.0), words.requirements);
        top += 5.0;
        for (about, text) in printed.requirements.iter().take(4) {
            sheets.lines((EDGE, top), plain(9.0), &format!("{about}: {text}"), (wide, 1));
            top += 4.4;
        }
        top += 1.5;
    }
    if !printed.material.is_empty() {
        sheets.text((EDGE, top), bold(9.0), words.material);
        top += 5.0;
        for (item, quantity, operation) in printed.material.iter().take(5) {
            let more = printed.material.len() > 5 && printed.material[4].0 == *item;
            let text = format!("{quantity}  {item}  ({operation}){}", if more { "  ..." } else { "" });
            sheets.lines((EDGE, top), plain(9.0), &text, (wide, 1));
            top += 4.4;
        }
        top += 1.5;
    }
    if let Some(note) = &printed.note {
        sheets.lines((EDGE, top), plain(9.0), &format!("{}: {note}", words.note), (wide, 1));
    }
}

/// What is said of the work order, each with its name.
pub(super) fn facts<'p>(printed: &'p Printed, words: &PrintWords) -> Vec<(&'static str, &'p str)> {
    let all = [
        (words.quantity, Some(&printed.quantity)),
        (words.due, printed.due.as_ref()),
        (words.line, printed.line.as_ref()),
        (words.customer, printed.customer.as_ref()),
        (words.customer_part, printed.customer_part.as_ref()),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name, value?.as_str()))).collect()
}

fn columns(sheets: &mut Sheets, words: &PrintWords, top: f32) {
    let names = [words.good, words.scrap, words.initials];
    sheets.text((EDGE, top - 2.0), plain(7.5), words.operation);
    for (left, name) in COLUMNS.into_iter().zip(names) {
        sheets.text((left, top - 2.0), plain(7.5), name);
    }
}

fn foot(sheets: &mut Sheets, printed: &Printed, words: &PrintWords, (page, pages): (usize, usize)) {
    let base = HIGH - 8.0;
    sheets.text((EDGE, base), plain(7.5), &fill(words.printed, &[("at", &printed.printed)]));
    let (page, pages) = (page.to_string(), pages.to_string());
    sheets.text_to((WIDE - EDGE, base), plain(7.5), &fill(words.page, &[("page", &page), ("pages", &pages)]));
}

/// The traveller as a page for a browser, which prints it on A5.
pub fn traveller_page(printed: &Printed) -> String {
    let words = PrintWords::of(printed.lang);
    let mut body = String::new();
    let said = |text: &Option<String>| escaped(text.as_deref().unwrap_or_default());
    write!(
        body,
        "<header><div><p class=\"small\">{} · {}</p><h1>{}</h1><p class=\"item\">{}</p><p>{}</p></div>{}</header><dl>",
        words.traveller,
        escaped(&printed.plant),
        escaped(&printed.work_order),
        escaped(&printed.item),
        said(&printed.description),
        svg(&order_code(&printed.work_order), LARGE),
    )
    .unwrap_or_default();
    for (name, value) in facts(printed, words) {
        write!(body, "<div><dt>{name}</dt><dd>{}</dd></div>", escaped(value)).unwrap_or_default();
    }
    body.push_str("</dl>");
    let requirements = printed
        .requirements
        .iter()
        .map(|(about, text)| format!("<b>{}</b> {}", escaped(about), escaped(text)));
    list(&mut body, words.requirements, requirements.collect());
    let material = printed.material.iter().map(|(item, quantity, operation)| {
        format!("{} <b>{}</b> ({})", escaped(quantity), escaped(item), escaped(operation))
    });
    list(&mut body, words.material, material.collect());
    if let Some(note) = &printed.note {
        write!(body, "<p>{}: {}</p>", words.note, escaped(note)).unwrap_or_default();
    }
    steps(&mut body, printed, words);
    write!(body, "<footer>{}</footer>", fill(words.printed, &[("at", &escaped(&printed.printed))]))
        .unwrap_or_default();
    document(printed.lang, &format!("{} {}", words.traveller, printed.work_order), "traveller", &body)
}

/// The operations, with room to write.
fn steps(body: &mut String, printed: &Printed, words: &PrintWords) {
    if printed.operations.is_empty() {
        write!(body, "<p>{}</p>", words.no_operations).unwrap_or_default();
    } else {
        let heads =
            [words.good, words.scrap, words.initials].map(|name| format!("<th scope=\"col\">{name}</th>"));
        write!(
            body,
            "<table><thead><tr><th scope=\"col\" colspan=\"2\">{}</th>{}</tr></thead><tbody>",
            words.operation,
            heads.concat()
        )
        .unwrap_or_default();
        for step in &printed.operations {
            write!(
                body,
                "<tr><td>{}</td><th scope=\"row\"><b>{}</b> {}<span>{}</span></th><td class=\"blank\"></td><td class=\"blank\"></td>\
                 <td class=\"blank\"></td></tr>",
                svg(&operation_code(&printed.work_order, &step.number), SMALL),
                escaped(&step.number),
                escaped(&step.work_centre),
                escaped(&step.name),
            )
            .unwrap_or_default();
        }
        body.push_str("</tbody></table>");
    }
}

fn list(body: &mut String, title: &str, rows: Vec<String>) {
    if rows.is_empty() {
        return;
    }
    write!(body, "<section><h2>{title}</h2><ul>").unwrap_or_default();
    rows.iter().for_each(|row| write!(body, "<li>{row}</li>").unwrap_or_default());
    body.push_str("</ul></section>");
}
