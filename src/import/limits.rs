//! How much of a file is believed before it is refused. Bounds on memory and time that hold for any bytes.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::error::{Excess, ImportError};

/// How much is read at most. The defaults hold a shop of 100,000 order lines several times over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a workbook, or of all CSV files of a folder together.
    pub file_bytes: u64,
    /// Bytes of all parts of a workbook together, unpacked.
    pub unpacked_bytes: u64,
    /// Bytes of a workbook's table of texts, unpacked.
    pub texts_bytes: u64,
    /// Parts of a workbook, or files in a folder.
    pub parts: usize,
    /// Rows with content in one sheet.
    pub rows: u32,
    /// Columns of a sheet that are looked at; those to the right of them are not.
    pub columns: u32,
    /// Rows with content above the header, at most.
    pub rows_above_header: usize,
    /// Characters of one cell.
    pub cell_chars: usize,
    /// Bytes of text in the whole document.
    pub document_bytes: u64,
    /// Faults listed.
    pub faults: usize,
    /// Merged areas of a sheet; those beyond count as ordinary cells.
    pub merged_areas: usize,
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: u64 = 1024 * 1024;
        Self {
            file_bytes: 64 * MIB,
            unpacked_bytes: 512 * MIB,
            texts_bytes: 64 * MIB,
            parts: 5_000,
            rows: 500_000,
            columns: 256,
            rows_above_header: 30,
            cell_chars: 500,
            document_bytes: 256 * MIB,
            faults: 10_000,
            merged_areas: 100_000,
        }
    }
}

/// All bytes of a file, if there are no more than `left` of the `limit`.
pub(super) fn read_bounded(path: &Path, left: u64, limit: u64) -> Result<Vec<u8>, ImportError> {
    let file = File::open(path).map_err(|error| ImportError::io(path, error))?;
    let mut bytes = Vec::new();
    file.take(left.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| ImportError::io(path, error))?;
    if bytes.len() as u64 > left {
        return Err(ImportError::too_big(path, Excess::File, limit));
    }
    Ok(bytes)
}
