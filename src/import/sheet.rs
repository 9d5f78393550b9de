//! A sheet from its first row to its last: find the header, read the rows below it, note every fault.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::Path;

use crate::document::{
    BomLine, CalendarException, Customer, Hold, Item, MaterialIssue, OperationProgress, ProductionRecord,
    PurchaseOrderLine, RoutingOperation, SalesOrderLine, Sheet, Shift, Shipment, ShopDocument, StockLot,
    Supplier, WorkCentre, WorkOrder,
};

use super::dictionary;
use super::error::{Excess, ImportError};
use super::fault::{Effect, Fault, Faults, Problem, letter};
use super::header::{Found, Header, Headings};
use super::limits::Limits;
use super::row::{Row, SheetContext};
use super::rows::{FromRow, read_setting, shown_key};
use super::table::{Cell, Merged, RawRow, Table};
use super::unread::Unread;
use super::value::Cells;

/// A document being filled, sheet by sheet.
pub(super) struct Builder<'a> {
    pub(super) path: &'a Path,
    pub(super) limits: &'a Limits,
    pub(super) document: ShopDocument,
    pub(super) faults: Faults,
    pub(super) unread: Unread,
    bytes: u64,
}

/// The rows below the header: those read already while looking for it, then the rest.
struct Body<'a, T> {
    above: std::vec::IntoIter<RawRow>,
    table: &'a mut T,
    merged: Merged,
    rows: u32,
}

impl<'a> Builder<'a> {
    pub(super) fn new(path: &'a Path, limits: &'a Limits) -> Self {
        let faults = Faults::new(limits.faults);
        Self { path, limits, document: ShopDocument::default(), faults, unread: Unread::new(), bytes: 0 }
    }

    /// Reads `table` as the sheet that the user calls `title`.
    pub(super) fn sheet(
        &mut self,
        sheet: Sheet,
        title: &str,
        table: &mut impl Table,
    ) -> Result<(), ImportError> {
        self.document.titles.insert(sheet, title.to_owned());
        let mut first = self.first_rows(table)?;
        if first.is_empty() {
            return Ok(());
        }
        let Some((taken, header)) = Headings::of(sheet).find(&first) else {
            self.faults.push(Fault::of_sheet(title, Problem::NoHeader, Effect::SheetDropped));
            return Ok(());
        };
        let missing = header.missing(sheet);
        if !missing.is_empty() {
            let problem = Problem::MissingColumns { columns: missing };
            let fault = Fault::of_sheet(title, problem, Effect::SheetDropped);
            self.faults.push(Fault { row: Some(header.row), ..fault });
            return Ok(());
        }
        self.odd_columns(title, &header);
        let absent = header.absent(sheet).map(str::to_owned).collect();
        self.unread.entry(sheet).or_default().columns = absent;
        let cells = Cells { habits: table.habits(), limits: self.limits };
        let context = SheetContext { sheet, title, header: &header, cells };
        let above = first.split_off(taken).into_iter();
        let merged = table.merged();
        self.body(&context, Body { above, table, merged, rows: 0 })
    }

    /// The rows in which the header may stand.
    fn first_rows(&self, table: &mut impl Table) -> Result<Vec<RawRow>, ImportError> {
        let mut rows = Vec::new();
        while rows.len() <= self.limits.rows_above_header {
            match table.next_row()? {
                Some(row) if row.is_blank() => {}
                Some(row) => rows.push(row),
                None => break,
            }
        }
        Ok(rows)
    }

    fn odd_columns(&mut self, title: &str, header: &Header) {
        let unknown = header.unknown.iter().map(|found| (found, Problem::UnknownColumn));
        let twice = header.twice.iter().map(|found| (found, Problem::ColumnTwice));
        for (Found { position, heading }, problem) in unknown.chain(twice) {
            let fault = Fault::of_sheet(title, problem, Effect::Notice);
            let (column, letter) = (Some(heading.clone()), Some(letter(*position)));
            self.faults.push(Fault { row: Some(header.row), column, letter, ..fault });
        }
    }

    fn body<T: Table>(&mut self, context: &SheetContext<'_>, body: Body<'_, T>) -> Result<(), ImportError> {
        match context.sheet {
            Sheet::Settings => self.settings(context, body),
            Sheet::Customers => self.rows::<Customer, T>(context, body),
            Sheet::Items => self.rows::<Item, T>(context, body),
            Sheet::Stock => self.rows::<StockLot, T>(context, body),
            Sheet::Boms => self.rows::<BomLine, T>(context, body),
            Sheet::Routings => self.rows::<RoutingOperation, T>(context, body),
            Sheet::WorkCentres => self.rows::<WorkCentre, T>(context, body),
            Sheet::Calendars => self.rows::<Shift, T>(context, body),
            Sheet::CalendarExceptions => self.rows::<CalendarException, T>(context, body),
            Sheet::Suppliers => self.rows::<Supplier, T>(context, body),
            Sheet::SalesOrders => self.rows::<SalesOrderLine, T>(context, body),
            Sheet::Holds => self.rows::<Hold, T>(context, body),
            Sheet::WorkOrders => self.rows::<WorkOrder, T>(context, body),
            Sheet::Progress => self.rows::<OperationProgress, T>(context, body),
            Sheet::Issues => self.rows::<MaterialIssue, T>(context, body),
            Sheet::PurchaseOrders => self.rows::<PurchaseOrderLine, T>(context, body),
            Sheet::Shipments => self.rows::<Shipment, T>(context, body),
            Sheet::Production => self.rows::<ProductionRecord, T>(context, body),
        }
    }

    fn rows<R: FromRow, T: Table>(
        &mut self,
        context: &SheetContext<'_>,
        mut body: Body<'_, T>,
    ) -> Result<(), ImportError> {
        debug_assert_eq!(R::SHEET, context.sheet);
        let mut keys = Keys::default();
        while let Some((number, cells)) = self.next_row(context, &mut body)? {
            let mut row = Row::new(context, number, cells, &mut self.faults);
            let read = R::read(&mut row).filter(|_| !row.is_spoilt());
            let kept = read.filter(|read| keys.are_new(read.key(), &mut row, number));
            self.bytes += row.bytes();
            let unread = self.unread.entry(R::SHEET).or_default();
            if let Some(kept) = kept {
                let cells = row.unread();
                if !cells.is_empty() {
                    unread.cells.insert(number, cells);
                }
                R::rows(&mut self.document).push(kept);
            } else if let Some(key) = row.texts(R::KEY) {
                unread.rows.insert(key);
            }
        }
        Ok(())
    }

    fn settings<T: Table>(
        &mut self,
        context: &SheetContext<'_>,
        mut body: Body<'_, T>,
    ) -> Result<(), ImportError> {
        let mut keys = Keys::default();
        while let Some((number, cells)) = self.next_row(context, &mut body)? {
            let mut row = Row::new(context, number, cells, &mut self.faults);
            let mut settings = self.document.settings.clone();
            let name = read_setting(&mut row, &mut settings);
            let kept = name.is_some_and(|name| keys.are_new(Some(name.to_owned()), &mut row, number));
            self.bytes += row.bytes();
            if kept {
                self.document.settings = settings;
            }
        }
        Ok(())
    }

    /// The next row with something in a known column: its number and one cell for each column.
    fn next_row<T: Table>(
        &self,
        context: &SheetContext<'_>,
        body: &mut Body<'_, T>,
    ) -> Result<Option<(u32, Vec<Cell>)>, ImportError> {
        if self.bytes > self.limits.document_bytes {
            return Err(ImportError::too_big(self.path, Excess::Texts, self.limits.document_bytes));
        }
        loop {
            let Some(row) = body.above.next().map_or_else(|| body.table.next_row(), |row| Ok(Some(row)))?
            else {
                return Ok(None);
            };
            if row.is_blank() || row.is_total() {
                continue;
            }
            body.rows += 1;
            if body.rows > self.limits.rows {
                let excess = Excess::Rows { sheet: context.title.to_owned() };
                return Err(ImportError::too_big(self.path, excess, self.limits.rows.into()));
            }
            body.merged.pass(&row);
            if let Some(cells) = known_cells(context, &row, &body.merged) {
                return Ok(Some((row.number, cells)));
            }
        }
    }
}

/// One cell for each column of the dictionary, merged areas filled in; nothing if all of them are empty.
fn known_cells(context: &SheetContext<'_>, row: &RawRow, merged: &Merged) -> Option<Vec<Cell>> {
    let at = |position: u32| row.cells.iter().find(|(column, _)| *column == position).map(|(_, cell)| cell);
    let own: Vec<Option<&Cell>> = context
        .header
        .columns
        .iter()
        .map(|found| found.as_ref().and_then(|found| at(found.position)).filter(|cell| !cell.is_empty()))
        .collect();
    if own.iter().all(Option::is_none) {
        return None;
    }
    let columns = dictionary::columns(context.sheet).iter().zip(&context.header.columns);
    let filled = columns.zip(own).map(|((column, found), own)| {
        let above = || found.as_ref().and_then(|found| merged.value(row.number, found.position));
        own.or_else(|| if column.fills_down { above() } else { None }).cloned().unwrap_or_default()
    });
    Some(filled.collect())
}

/// Keys seen in a sheet, and where.
#[derive(Default)]
struct Keys(HashMap<String, u32>);

impl Keys {
    /// Whether no row above has this key; if one has, says so.
    fn are_new(&mut self, key: Option<String>, row: &mut Row<'_>, number: u32) -> bool {
        let Some(key) = key else { return true };
        match self.0.entry(key) {
            Entry::Vacant(place) => {
                place.insert(number);
                true
            }
            Entry::Occupied(first) => {
                row.duplicate(&shown_key(first.key()), *first.get());
                false
            }
        }
    }
}
