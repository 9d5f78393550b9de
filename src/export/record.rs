//! What a row of a sheet looks like as cells.

use super::Value;
use crate::document::Sheet;
use crate::text::Lang;

/// A row that a sheet can hold.
pub trait Record {
    /// The sheet.
    const SHEET: Sheet;

    /// One value for each column of the sheet, in the order of `docs/workbook.md`.
    fn cells(&self, lang: Lang) -> Vec<Value>;
}
