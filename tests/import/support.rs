//! Builds real files from rows of text, and reads them.

use std::path::{Path, PathBuf};

use holdfast::import::{Fault, ImportError, Limits, Reading, read};
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use tempfile::TempDir;

/// A shop's file while a test writes it.
#[derive(Default)]
pub struct Book {
    sheets: Vec<(String, Vec<Vec<String>>)>,
}

pub fn book() -> Book {
    Book::default()
}

impl Book {
    /// Adds a sheet, cells separated by `|`. An empty line is an empty row.
    pub fn sheet(mut self, name: &str, rows: &str) -> Self {
        let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect();
        self.sheets.push((name.to_owned(), rows.trim().lines().map(str::trim).map(cells).collect()));
        self
    }

    /// The workbook's bytes. Numbers are stored as numbers.
    pub fn xlsx(&self) -> Vec<u8> {
        let mut workbook = Workbook::new();
        for (name, rows) in &self.sheets {
            fill(workbook.add_worksheet().set_name(name).unwrap(), rows);
        }
        workbook.save_to_buffer().unwrap()
    }

    /// The same as a folder of CSV files.
    pub fn folder(&self, separator: &str) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, rows) in &self.sheets {
            let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
            let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(separator);
            let text = rows.iter().map(line).collect::<Vec<_>>().join("\r\n");
            std::fs::write(folder.path().join(format!("{name}.csv")), text).unwrap();
        }
        folder
    }

    pub fn read(&self) -> Reading {
        read_bytes(&self.xlsx(), &Limits::default()).unwrap()
    }
}

fn fill(sheet: &mut Worksheet, rows: &[Vec<String>]) {
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let (row, column) = (row as u32, column as u16);
            match text.parse::<f64>() {
                Ok(number) if number.is_finite() => sheet.write_number(row, column, number).unwrap(),
                _ => sheet.write_string(row, column, text).unwrap(),
            };
        }
    }
}

/// What the import says about `bytes`.
pub fn read_bytes(bytes: &[u8], limits: &Limits) -> Result<Reading, ImportError> {
    let (_folder, path) = file("shop.xlsx", bytes);
    read(&path, limits)
}

/// A file that lives as long as its folder.
pub fn file(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

/// A workbook written by hand, for what rows of text cannot say.
pub fn written(write: impl FnOnce(&mut Worksheet, &Format)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    write(workbook.add_worksheet(), &date);
    workbook.save_to_buffer().unwrap()
}

/// Each fault as `row letter code`.
pub fn told(faults: &[Fault]) -> Vec<String> {
    let shown = |fault: &Fault| {
        let row = fault.row.map_or("-".to_owned(), |row| row.to_string());
        format!("{row} {} {}", fault.letter.as_deref().unwrap_or("-"), fault.code())
    };
    faults.iter().map(shown).collect()
}

/// The repository's own folder.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
