//! Files that give no answer at all, and what is said instead.

use std::io::{Cursor, Write};
use std::path::Path;

use holdfast::import::{Excess, ImportError, Limits, read};
use holdfast::text::Lang;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::{book, file, read_bytes};

fn refusal(bytes: &[u8], limits: &Limits) -> ImportError {
    read_bytes(bytes, limits).unwrap_err()
}

/// An archive with the given parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn compound(stream: &str) -> Vec<u8> {
    let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    bytes.extend([0; 2048]);
    bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

#[test]
fn each_wrong_file_is_called_by_its_name() {
    let limits = Limits::default();
    for (bytes, code) in [
        (b"hello".to_vec(), "not-a-workbook"),
        (Vec::new(), "not-a-workbook"),
        (vec![0x7f, b'E', b'L', b'F', 0, 0, 0], "not-a-workbook"),
        (compound("Workbook"), "old-workbook"),
        (compound("EncryptedPackage"), "encrypted"),
        (archive(&[("word/document.xml", b"<w/>")]), "not-a-workbook"),
        (archive(&[("xl/workbook.bin", b"x")]), "other-workbook"),
        (archive(&[("mimetype", b"x"), ("content.xml", b"<x/>")]), "other-workbook"),
        (archive(&[("xl/workbook.xml", b"<broken")]), "damaged"),
        (b"PK\x03\x04 and nothing more".to_vec(), "damaged"),
        (book().sheet("Sheet1", "a|b").xlsx(), "nothing-known"),
    ] {
        let error = refusal(&bytes, &limits);
        assert_eq!(error.code(), code, "{error}");
        for lang in [Lang::En, Lang::Zh] {
            assert!(error.message(lang).contains("shop.xlsx") && !error.remedy(lang).is_empty());
        }
    }
    let gone = read(Path::new("no-such-file.xlsx"), &limits).unwrap_err();
    assert_eq!(gone.code(), "missing-file");
    assert_eq!(read(tempfile::tempdir().unwrap().path(), &limits).unwrap_err().code(), "nothing-known");
}

#[test]
fn an_old_workbook_is_to_be_saved_anew() {
    let error = refusal(&compound("Workbook"), &Limits::default());
    assert_eq!(error.remedy(Lang::En), "Open it in your spreadsheet program and save it as .xlsx.");
    assert_eq!(error.remedy(Lang::Zh), "请用电子表格软件打开，并另存为 .xlsx 格式。");
}

#[test]
fn too_much_is_refused_before_it_is_read() {
    let bytes = book().sheet("stock", "item|quantity\nPT-1|1\nPT-2|1\nPT-3|1").xlsx();
    let excess = |limits: Limits| match refusal(&bytes, &limits) {
        ImportError::TooBig { excess, .. } => excess,
        other => panic!("{other}"),
    };
    assert_eq!(excess(Limits { file_bytes: 100, ..Limits::default() }), Excess::File);
    assert_eq!(excess(Limits { unpacked_bytes: 100, ..Limits::default() }), Excess::Unpacked);
    assert_eq!(excess(Limits { texts_bytes: 100, ..Limits::default() }), Excess::Texts);
    assert_eq!(excess(Limits { parts: 3, ..Limits::default() }), Excess::Parts);
    assert_eq!(excess(Limits { document_bytes: 5, ..Limits::default() }), Excess::Texts);
    assert_eq!(excess(Limits { rows: 2, ..Limits::default() }), Excess::Rows { sheet: "stock".into() });
}

#[test]
fn a_zip_bomb_is_not_unpacked() {
    let zeros = vec![b' '; 40 * 1024 * 1024];
    let bomb = archive(&[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", &zeros)]);
    assert!(bomb.len() < 100_000);
    let limits = Limits { unpacked_bytes: 1024 * 1024, ..Limits::default() };
    assert_eq!(refusal(&bomb, &limits).code(), "too-big");
    // What the directory says too little is cut off or refused, but never unpacked beyond the limit.
    assert!(["too-big", "damaged"].contains(&refusal(&understated(&bomb, zeros.len()), &limits).code()));
}

/// The same archive, whose directory says that the large part has ten bytes.
fn understated(archive: &[u8], length: usize) -> Vec<u8> {
    let mut bytes = archive.to_vec();
    let said = u32::try_from(length).unwrap().to_le_bytes();
    let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..*at + 4] == said).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
    }
    bytes
}

#[test]
fn a_folder_counts_as_a_whole() {
    let folder = book().sheet("stock", "item|quantity\nPT-1|1").sheet("items", "item\nPT-1").folder(",");
    let limits = Limits { file_bytes: 40, ..Limits::default() };
    assert_eq!(read(folder.path(), &limits).unwrap_err().code(), "too-big");
    let (_folder, path) = file("notes.csv", b"a,b\n");
    assert_eq!(read(&path, &Limits::default()).unwrap_err().code(), "nothing-known");
}
