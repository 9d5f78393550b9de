//! From a row of cells to a row of the document: one reader per sheet.
//!
//! Optional columns are asked first and required ones last in each literal, so that one pass names every fault
//! of a row.

mod items;
mod orders;
mod purchasing;
mod resources;
mod settings;
mod work;

use crate::document::{Sheet, ShopDocument};

use super::row::Row;

pub(super) use settings::read_setting;

/// A row of the document that a sheet can hold.
pub(super) trait FromRow: Sized {
    /// The sheet.
    const SHEET: Sheet;
    /// The columns of codes and numbers that say which row it is, whatever else of it can be read; none where other
    /// columns have a part in that.
    const KEY: &'static [&'static str] = &[];

    /// The row, if nothing in it is spoilt.
    fn read(row: &mut Row<'_>) -> Option<Self>;

    /// What no other row of the sheet may share; nothing where rows add up.
    fn key(&self) -> Option<String> {
        None
    }

    /// Where such rows stand in the document.
    fn rows(document: &mut ShopDocument) -> &mut Vec<Self>;
}

/// Stands between the parts of a key, where no cell can have it.
const BETWEEN: &str = "\u{1f}";

/// The parts of a key in one text.
fn key(parts: &[&str]) -> String {
    parts.join(BETWEEN)
}

/// A key as people read it.
pub(super) fn shown_key(key: &str) -> String {
    key.split(BETWEEN).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" / ")
}

/// The text of an optional part of a key.
fn part<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}
