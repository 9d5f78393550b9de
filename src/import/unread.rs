//! What a file has and what could not be read of it, so that whoever stores the rest leaves that as it was: an
//! empty cell says "nothing", one that could not be read says nothing at all. Facts only; decides nothing.

use crate::document::Sheet;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What could not be read, sheet by sheet.
pub type Unread = BTreeMap<Sheet, UnreadSheet>;

/// What could not be read of a sheet. Columns go by their English headings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UnreadSheet {
    /// Columns that it does not have.
    pub columns: BTreeSet<String>,
    /// Cells that could not be read of rows that could: what stood there, by row and column.
    pub cells: BTreeMap<u32, BTreeMap<String, String>>,
    /// The keys of rows that were left out, as far as they could be read: the texts of the sheet's key columns.
    pub rows: BTreeSet<Vec<String>>,
}
