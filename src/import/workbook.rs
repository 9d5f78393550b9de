//! Sheets of an `.xlsx`, cell by cell. Never asks for a sheet's range: one cell in the last row and column of
//! an otherwise empty sheet would cost gigabytes.

use std::collections::HashMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use calamine::{DataRef, Reader, SheetType, Xlsx, XlsxCellReader};

use super::error::ImportError;
use super::limits::Limits;
use super::numbers::NumberStyle;
use super::table::{Cell, Habits, Merged, RawRow, Table};

type Bytes<'a> = Cursor<&'a [u8]>;

/// An opened workbook. `container::check` has passed its bytes before.
pub(super) struct Workbook<'a> {
    path: PathBuf,
    inner: Xlsx<Bytes<'a>>,
}

impl<'a> Workbook<'a> {
    pub(super) fn open(path: &Path, bytes: &'a [u8]) -> Result<Self, ImportError> {
        let inner = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
            calamine::XlsxError::Password => ImportError::Encrypted { path: path.to_owned() },
            other => ImportError::damaged(path, other),
        })?;
        Ok(Self { path: path.to_owned(), inner })
    }

    /// Names of the worksheets, hidden ones among them; charts and macros are none.
    pub(super) fn sheets(&self) -> Vec<String> {
        let worksheets =
            self.inner.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        worksheets.map(|sheet| sheet.name.clone()).collect()
    }

    /// The sheet called `name`, to be read row by row.
    pub(super) fn sheet(&mut self, name: &str, limits: &Limits) -> Result<Sheet<'_, 'a>, ImportError> {
        let merged = self.merged(name, limits);
        let system_1904 = self.inner.has_1904_epoch();
        let damaged = |error| ImportError::damaged(&self.path, error);
        let cells = self.inner.worksheet_cells_reader(name).map_err(damaged)?;
        let percents = cells
            .styles()
            .iter()
            .map(|style| style.number_format.as_ref().is_some_and(|format| format.format_code.ends_with('%')))
            .collect();
        Ok(Sheet {
            path: &self.path,
            cells,
            percents,
            merged,
            next: None,
            ended: false,
            columns: limits.columns,
            system_1904,
        })
    }

    fn merged(&mut self, name: &str, limits: &Limits) -> Merged {
        let areas = self.inner.merge_cells_by_sheet_name(name).unwrap_or_default();
        let several = areas.iter().filter(|area| area.end.0 > area.start.0).take(limits.merged_areas);
        let ends: HashMap<_, _> = several
            .map(|area| ((area.start.0.saturating_add(1), area.start.1), area.end.0.saturating_add(1)))
            .collect();
        Merged::new(ends)
    }
}

/// A worksheet being read.
pub(super) struct Sheet<'b, 'a> {
    path: &'b Path,
    cells: XlsxCellReader<'b, Bytes<'a>>,
    /// Style → whether it shows per cent.
    percents: Vec<bool>,
    merged: Merged,
    /// The first cell of the row to come.
    next: Option<(u32, u32, Cell)>,
    /// The reader has said that nothing follows; asked again it would read on behind the cells.
    ended: bool,
    columns: u32,
    system_1904: bool,
}

impl Sheet<'_, '_> {
    /// The next cell with something in it: row from 1, column from 0.
    fn next_cell(&mut self) -> Result<Option<(u32, u32, Cell)>, ImportError> {
        if let Some(cell) = self.next.take() {
            return Ok(Some(cell));
        }
        if self.ended {
            return Ok(None);
        }
        let damaged = |error| ImportError::damaged(self.path, error);
        while let Some((cell, style)) = self.cells.next_cell_with_style_id().map_err(damaged)? {
            let (row, column) = cell.get_position();
            if column >= self.columns {
                continue;
            }
            let percent = self.percents.get(style).copied().unwrap_or(false);
            let value = convert(cell.get_value(), percent);
            if value != Cell::Empty {
                return Ok(Some((row.saturating_add(1), column, value)));
            }
        }
        self.ended = true;
        Ok(None)
    }
}

impl Table for Sheet<'_, '_> {
    fn next_row(&mut self) -> Result<Option<RawRow>, ImportError> {
        let Some((number, column, first)) = self.next_cell()? else { return Ok(None) };
        let mut cells = vec![(column, first)];
        while let Some((row, column, value)) = self.next_cell()? {
            if row != number || cells.len() >= self.columns as usize {
                self.next = Some((row, column, value));
                break;
            }
            cells.push((column, value));
        }
        Ok(Some(RawRow { number, cells }))
    }

    fn habits(&self) -> Habits {
        Habits { numbers: NumberStyle::Point, system_1904: self.system_1904 }
    }

    fn merged(&mut self) -> Merged {
        std::mem::take(&mut self.merged)
    }
}

fn convert(value: &DataRef<'_>, percent: bool) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(value) => Cell::Number { value: *value as f64, percent },
        DataRef::Float(value) => Cell::Number { value: *value, percent },
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cell::Text(text.clone())
        }
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Bool(value) => Cell::Bool(*value),
        DataRef::DateTime(instant) if instant.is_duration() => Cell::Elapsed(instant.as_f64()),
        DataRef::DateTime(instant) => Cell::Serial(instant.as_f64()),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    }
}
