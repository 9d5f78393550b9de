//! Rows of cells, whatever they were stored in: all that the rest of the import knows of a file.

use std::collections::HashMap;

use super::error::ImportError;
use super::numbers::NumberStyle;

/// A cell as the file has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Cell {
    #[default]
    Empty,
    Text(String),
    Number {
        value: f64,
        /// Shown in per cent, so that 0.05 is what the user sees as 5 %.
        percent: bool,
    },
    /// A number shown as a date or a time.
    Serial(f64),
    /// A number shown as elapsed time.
    Elapsed(f64),
    Bool(bool),
    Error(String),
}

impl Cell {
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// The cell as a message shows it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Error(text) => super::fault::shown(text),
            Self::Number { value, .. } | Self::Serial(value) | Self::Elapsed(value) => value.to_string(),
            Self::Bool(value) => value.to_string(),
        }
    }
}

/// A row that has at least one cell.
#[derive(Clone, Debug, Default)]
pub(super) struct RawRow {
    /// As the user's program numbers it, from 1.
    pub(super) number: u32,
    /// Column from 0, and what stands there.
    pub(super) cells: Vec<(u32, Cell)>,
}

impl RawRow {
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|(_, cell)| cell.is_empty())
    }

    /// A row of sums, which says nothing that its sheet does not say already.
    pub(super) fn is_total(&self) -> bool {
        const SUMS: [&str; 8] = ["合计", "小计", "总计", "合计数", "total", "totals", "subtotal", "sum"];
        match self.cells.iter().map(|(_, cell)| cell).find(|cell| !cell.is_empty()) {
            Some(Cell::Text(text)) => {
                let word = super::normal::heading(text);
                SUMS.contains(&word.trim_end_matches([':', '：']))
            }
            _ => false,
        }
    }
}

/// What holds for all cells of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Habits {
    pub(super) numbers: NumberStyle,
    pub(super) system_1904: bool,
}

/// A sheet, row by row.
pub(super) trait Table {
    fn next_row(&mut self) -> Result<Option<RawRow>, ImportError>;
    fn habits(&self) -> Habits;
    /// Merged areas, empty where the file knows none.
    fn merged(&mut self) -> Merged {
        Merged::default()
    }
}

/// Merged areas that cover several rows, and the value each has while its rows go by. Only the column in
/// which an area begins is filled.
#[derive(Debug, Default)]
pub(super) struct Merged {
    /// (row from 1, column) in which an area begins → its last row.
    ends: HashMap<(u32, u32), u32>,
    /// Column → last row and value of the area going by.
    open: HashMap<u32, (u32, Cell)>,
}

impl Merged {
    pub(super) fn new(ends: HashMap<(u32, u32), u32>) -> Self {
        Self { ends, open: HashMap::new() }
    }

    /// Notes the areas that begin in `row`.
    pub(super) fn pass(&mut self, row: &RawRow) {
        if self.ends.is_empty() {
            return;
        }
        for (column, cell) in &row.cells {
            if let Some(last) = self.ends.get(&(row.number, *column)) {
                self.open.insert(*column, (*last, cell.clone()));
            }
        }
    }

    /// What a merged area says about an empty cell.
    pub(super) fn value(&self, row: u32, column: u32) -> Option<&Cell> {
        self.open.get(&column).filter(|(last, _)| row <= *last).map(|(_, cell)| cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_sums_is_told_from_a_row_that_counts() {
        let row = |first: &str| RawRow {
            number: 9,
            cells: vec![
                (0, Cell::Empty),
                (1, Cell::Text(first.to_owned())),
                (2, Cell::Text("120".to_owned())),
            ],
        };
        for sums in ["合计", "合 计：", "Total", "SUBTOTAL:", "小计"] {
            assert!(row(sums).is_total(), "{sums}");
        }
        for counts in ["SO-1", "TOTAL-STATION-5", "合计件"] {
            assert!(!row(counts).is_total(), "{counts}");
        }
    }
}
