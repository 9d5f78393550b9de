//! Files from someone who means harm, or from a broken disk: always an answer, never a panic, never more than
//! the limits allow. Bounds are counted, not timed.

use std::io::{Cursor, Read, Write};

use holdfast::document::ShopDocument;
use holdfast::import::{Limits, Reading, read, resolve};
use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::support::{Book, book, file, read_bytes, written};

const SHEET: &str = "xl/worksheets/sheet1.xml";

fn valid() -> Book {
    book()
        .sheet("sales orders", "order|line|customer|item|quantity|requested date\nSO-1|1|C-1|PT-1|5|2026-03-05\nSO-2|1|C-1|PT-1|7|46086")
        .sheet("items", "item|lead days|source\nPT-1|5|make")
}

/// `bytes` with one part of the archive changed.
fn with_part(bytes: &[u8], name: &str, change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut old = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    let mut change = Some(change);
    for index in 0..old.len() {
        let mut part = old.by_index(index).unwrap();
        let part_name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if part_name == name
            && let Some(change) = change.take()
        {
            content = change(content);
        }
        new.start_file(part_name, SimpleFileOptions::default()).unwrap();
        new.write_all(&content).unwrap();
    }
    new.finish().unwrap().into_inner()
}

fn rows_of(document: &ShopDocument) -> usize {
    document.sales_orders.len() + document.items.len() + document.stock.len()
}

/// Whatever came out is small, can be said, and can be compared with itself.
fn bounded(reading: Result<Reading, holdfast::import::ImportError>) {
    match reading {
        Ok(mut reading) => {
            assert!(rows_of(&reading.document) <= 1_000 && reading.faults.len() <= 10_001);
            for fault in reading.faults.iter().chain(&resolve(&mut reading.document)) {
                assert!(fault.message(holdfast::text::Lang::Zh).len() < 2_000);
                assert!(fault.why(holdfast::text::Lang::En).len() < 2_000);
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

#[test]
fn a_sheet_formatted_to_its_end_is_nothing() {
    let row = |row: u32| format!("<row r=\"{row}\" spans=\"1:6\"><c r=\"A{row}\" s=\"1\"/></row>");
    let rows = (3..=60_000).chain([1_048_576]).map(row).collect::<Vec<_>>().concat();
    let bytes = with_part(&valid().xlsx(), SHEET, |xml| {
        String::from_utf8(xml).unwrap().replace("</sheetData>", &format!("{rows}</sheetData>")).into_bytes()
    });
    let reading = read_bytes(&bytes, &Limits { rows: 10, ..Limits::default() }).unwrap();
    assert_eq!((reading.document.sales_orders.len(), reading.faults.len()), (2, 0));
}

#[test]
fn one_cell_in_the_last_corner_costs_nothing() {
    let bytes = written(|sheet, _| {
        sheet.set_name("items").unwrap();
        sheet.write_string(0, 0, "item").unwrap();
        sheet.write_string(1, 0, "PT-1").unwrap();
        sheet.write_string(1_048_575, 16_383, "x").unwrap();
        sheet.write_string(1_048_575, 0, "PT-2").unwrap();
    });
    let reading = read_bytes(&bytes, &Limits::default()).unwrap();
    assert_eq!(reading.document.items.iter().map(|item| item.origin.row).collect::<Vec<_>>(), [2, 1_048_576]);
}

#[test]
fn references_out_of_bounds_are_damage_or_ignored() {
    for cell in ["A99999999999", "ZZZZZZZZZZ1", "A0", "1A", "", "A4294967296"] {
        let bytes = with_part(&valid().xlsx(), SHEET, |xml| {
            String::from_utf8(xml).unwrap().replace("r=\"A2\"", &format!("r=\"{cell}\"")).into_bytes()
        });
        bounded(read_bytes(&bytes, &Limits::default()));
    }
}

#[test]
fn a_text_used_a_thousand_times_is_counted_a_thousand_times() {
    let rows = vec![format!("{}|1\n", "x".repeat(400)); 2_000].concat();
    let bytes = book().sheet("stock", &format!("item|quantity\n{rows}")).xlsx();
    let error = read_bytes(&bytes, &Limits { document_bytes: 100_000, ..Limits::default() }).unwrap_err();
    assert_eq!(error.code(), "too-big");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_workbook_with_flipped_bytes_never_panics(flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = valid().xlsx();
        for (at, value) in flips {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        bounded(read_bytes(&bytes, &Limits::default()));
    }

    #[test]
    fn a_workbook_with_spoilt_xml_never_panics(
        part in prop::sample::select(vec![SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"]),
        edits in prop::collection::vec((any::<prop::sample::Index>(), "[<>/\"=&;a-z0-9A-Z]{0,4}", 0..6_usize), 1..6),
    ) {
        let bytes = with_part(&valid().xlsx(), part, |mut xml| {
            for (at, text, cut) in edits {
                let at = at.index(xml.len().max(1)).min(xml.len());
                let end = (at + cut).min(xml.len());
                xml.splice(at..end, text.into_bytes());
            }
            xml
        });
        bounded(read_bytes(&bytes, &Limits::default()));
    }

    #[test]
    fn a_soup_of_cells_never_panics(cells in prop::collection::vec(cell(), 1..60)) {
        let rows: Vec<String> = cells.chunks(6).map(|row| row.join("|")).collect();
        let orders = format!("order|line|customer|item|quantity|requested date\n{}", rows.join("\n"));
        let items = format!("item|lead days|yield %|unit|lot multiple|similar factor\n{}", rows.join("\n"));
        let routings = format!("item|operation|setup minutes|alternates|run minutes|kind\n{}", rows.join("\n"));
        let calendars = format!("calendar|weekdays|from|to|holidays\n{}", rows.join("\n"));
        let shop = book().sheet("sales orders", &orders).sheet("items", &items).sheet("routings", &routings);
        let shop = shop.sheet("calendars", &calendars);
        bounded(read_bytes(&shop.xlsx(), &Limits::default()));
        let folder = shop.folder(";");
        bounded(read(folder.path(), &Limits::default()));
    }

    #[test]
    fn a_csv_of_any_bytes_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..400), marked in any::<bool>()) {
        let head: &[u8] = if marked { b"item,quantity\n" } else { b"" };
        let (_folder, path) = file("stock.csv", &[head, &bytes].concat());
        bounded(read(&path, &Limits::default()));
    }
}

/// Something that a cell may hold.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9.,' eE+*%-]{0,12}",
        "[0-9]{1,4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,4}日? ?[0-9:]{0,5}",
        "(Mon|周一|一|1|7|日)[-至,、](Fri|五|5|0)?",
        "-?[0-9]{1,30}(s|h|分|小时|天|fortnight)?",
        "[^|\u{0}-\u{1f}]{0,12}",
        Just("-1e28".to_owned()),
        Just("79228162514264337593543950335".to_owned()),
        Just("99999999999h99999999999h".to_owned()),
    ]
}
