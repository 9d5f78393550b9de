//! From files to a [`ShopDocument`]: a workbook, a folder of CSV files, or the neutral model as JSON.
//!
//! Owns what a cell may say and what is wrong with it. Never decides what a missing or unknown thing means
//! for the plan: that is planning's. Trusts no byte: whatever the file, memory and time are bounded by
//! [`Limits`], and a spoilt cell costs its row at most.
//!
//! One way through: `container` says whether the file is safe, `workbook` and `csv_table` turn it into rows of
//! cells, `header` finds the columns of `dictionary`, `row` and `value` read the cells, `rows` build the
//! document's rows. `references` then compares the codes with each other.

mod container;
mod counted;
mod csv_table;
mod dates;
pub mod dictionary;
mod error;
mod fault;
mod header;
mod limits;
pub mod neutral;
pub(crate) mod normal;
mod numbers;
mod references;
mod row;
mod rows;
mod sheet;
mod table;
mod unread;
mod value;
mod words;
mod workbook;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::document::{Sheet, ShopDocument};

pub use counted::refuse_fractions;
pub use error::{Excess, ImportError, ModelProblem};
pub use fault::{Effect, Fault, Problem};
pub use limits::Limits;
pub use normal::{numbered, value as plain};
pub use references::{resolve, resolve_beside};
pub use unread::{Unread, UnreadSheet};
pub use words::{Choice, Word, named};

use container::Kind;
use csv_table::CsvTable;
use fault::Faults;
use sheet::Builder;
use workbook::Workbook;

/// What a file says, and what was wrong with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Everything that could be read.
    pub document: ShopDocument,
    /// Everything that could not, in the order of the file.
    pub faults: Vec<Fault>,
    /// What is neither in the document nor empty.
    pub unread: Unread,
}

/// Which sheet `name` means, in either language.
pub fn sheet_named(name: &str) -> Option<Sheet> {
    header::sheet_named(name)
}

/// The English heading of the column of `sheet` that `heading` means, in either language.
pub fn column_named(sheet: Sheet, heading: &str) -> Option<&'static str> {
    let index = header::Headings::of(sheet).meaning(heading)?;
    dictionary::columns(sheet).get(index).map(|column| column.english)
}

/// Reads an `.xlsx` workbook, a folder of CSV files, or a single CSV file named after its sheet.
///
/// # Errors
///
/// [`ImportError`] where there is no answer at all. Everything less is a [`Fault`] in the reading.
pub fn read(path: &Path, limits: &Limits) -> Result<Reading, ImportError> {
    let metadata = std::fs::metadata(path).map_err(|error| ImportError::io(path, error))?;
    if metadata.is_dir() {
        return read_folder(path, limits);
    }
    let bytes = limits::read_bounded(path, limits.file_bytes, limits.file_bytes)?;
    read_bytes(path, bytes, limits)
}

/// Reads the bytes of a file that is called `path`: a workbook, a CSV file, or an archive of CSV files.
///
/// # Errors
///
/// Those of [`read`].
pub fn read_bytes(path: &Path, bytes: Vec<u8>, limits: &Limits) -> Result<Reading, ImportError> {
    match container::kind(&bytes) {
        Kind::Archive => {
            if let Some(files) = container::csv_files(path, &bytes, limits)? {
                return read_files(path, files, limits);
            }
            container::check(path, &bytes, limits)?;
            // The workbook reader is not ours and counts without bounds in places (`A99999999999`): in builds
            // that check arithmetic it panics there, and the file is as broken as any other.
            catch_unwind(AssertUnwindSafe(|| read_workbook(path, &bytes, limits)))
                .unwrap_or_else(|_| Err(ImportError::damaged(path, "a cell reference out of bounds")))
        }
        Kind::OldWorkbook => Err(ImportError::OldWorkbook { path: path.to_owned() }),
        Kind::Encrypted => Err(ImportError::Encrypted { path: path.to_owned() }),
        Kind::Text if is_csv(path) => read_files(path, vec![(path.to_owned(), bytes)], limits),
        Kind::Text | Kind::Unknown => Err(ImportError::NotAWorkbook { path: path.to_owned() }),
    }
}

fn read_workbook(path: &Path, bytes: &[u8], limits: &Limits) -> Result<Reading, ImportError> {
    let mut workbook = Workbook::open(path, bytes)?;
    let mut builder = Builder::new(path, limits);
    let titles = workbook.sheets();
    for title in &titles {
        if let Some(sheet) = known(title, &mut builder) {
            builder.sheet(sheet, title, &mut workbook.sheet(title, limits)?)?;
        }
    }
    finish(builder, &titles)
}

/// All CSV files of a folder, in the order of their names.
fn read_folder(path: &Path, limits: &Limits) -> Result<Reading, ImportError> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(path).map_err(|error| ImportError::io(path, error))? {
        let file = entry.map_err(|error| ImportError::io(path, error))?.path();
        if is_csv(&file) {
            names.push(file);
        }
        if names.len() > limits.parts {
            return Err(ImportError::too_big(path, Excess::Parts, limits.parts as u64));
        }
    }
    names.sort();
    let mut left = limits.file_bytes;
    let mut files = Vec::new();
    for name in names {
        let bytes = limits::read_bounded(&name, left, limits.file_bytes)?;
        left -= bytes.len() as u64;
        files.push((name, bytes));
    }
    read_files(path, files, limits)
}

fn read_files(path: &Path, files: Vec<(PathBuf, Vec<u8>)>, limits: &Limits) -> Result<Reading, ImportError> {
    let mut builder = Builder::new(path, limits);
    let mut titles = Vec::new();
    for (file, bytes) in files {
        let title = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        if let Some(sheet) = known(&title, &mut builder) {
            builder.sheet(sheet, &title, &mut CsvTable::new(&file, &bytes, limits))?;
        }
        titles.push(title);
    }
    finish(builder, &titles)
}

/// The sheet that `title` means, unless nothing does or another has been read for it.
fn known(title: &str, builder: &mut Builder<'_>) -> Option<Sheet> {
    let sheet = header::sheet_named(title);
    let problem = match sheet {
        None => Problem::UnknownSheet,
        Some(sheet) if builder.document.titles.contains_key(&sheet) => Problem::SheetTwice,
        Some(sheet) => return Some(sheet),
    };
    let effect = if sheet.is_some() { Effect::SheetDropped } else { Effect::Notice };
    builder.faults.push(Fault::of_sheet(title, problem, effect));
    None
}

fn finish(builder: Builder<'_>, titles: &[String]) -> Result<Reading, ImportError> {
    let Builder { path, document, faults, unread, .. } = builder;
    if document.titles.is_empty() {
        const SHOWN: usize = 10;
        let found = titles.iter().take(SHOWN).map(|title| fault::shown(title)).collect();
        return Err(ImportError::NothingKnown { path: path.to_owned(), found });
    }
    Ok(Reading { document, faults: Faults::finish(faults), unread })
}

fn is_csv(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    matches!(extension.as_deref(), Some("csv" | "tsv" | "txt"))
}
