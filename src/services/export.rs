//! The stored shop as a workbook, sheet by sheet: one sheet's rows are in memory at a time, the record of the
//! past only a portion of it.

use crate::document::ShopDocument;
use crate::domain::role::Right;
use crate::export::{Book, ExportError, Record, Sink};
use crate::services::Ask;
use crate::store::master::{self, customers, items, making, resources, settings, suppliers};
use crate::store::{Db, Failure, Plant, purchasing, sales, stock, work};
use crate::text::Lang;

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

/// Everything that is stored, in the exchange form.
///
/// # Errors
///
/// What the database says.
pub fn document(db: &mut Db, plant: &Plant) -> Result<ShopDocument, Failure> {
    let mut document = master::load(db, plant)?;
    (document.sales_orders, document.holds) = sales::load_all(db, plant.id)?;
    document.stock = stock::as_written(db, plant.id)?;
    let numbers = work::work_order_numbers(db, plant.id)?;
    (document.work_orders, document.progress, document.issues) = work::load_some(db, plant.id, &numbers)?;
    document.purchase_orders = purchasing::as_written(db, plant.id)?;
    Ok(document)
}

/// Writes everything that is stored to `sink`; prices only for who may read them.
///
/// # Errors
///
/// What the database says, or that the file cannot be written.
pub fn write<S: Sink>(ask: &mut Ask<'_>, sink: S, lang: Lang) -> Result<S::Done, Failure> {
    let (plant, zone) = (ask.plant.clone(), ask.zone());
    let db = &mut *ask.db;
    let mut book = Book::new(sink, lang);
    book.settings(&settings::document(&plant)?)?;
    sheet(&mut book, master::numbered(&customers::all(db)?, customers::Row::document))?;
    sheet(&mut book, master::numbered(&items::all(db)?, items::Row::document))?;
    sheet(&mut book, stock::as_written(db, plant.id)?)?;
    sheet(&mut book, master::numbered(&making::bom_lines(db)?, making::BomRow::document))?;
    sheet(&mut book, master::numbered(&making::operations(db)?, making::OperationRow::document))?;
    let centres = resources::work_centres(db, plant.id)?;
    sheet(&mut book, master::numbered(&centres, |row, at| row.document(at, zone)))?;
    sheet(&mut book, master::numbered(&resources::shifts(db, plant.id)?, resources::ShiftRow::document))?;
    let exceptions = resources::exceptions(db, plant.id)?;
    sheet(&mut book, master::numbered(&exceptions, resources::ExceptionRow::document))?;
    sheet(&mut book, master::numbered(&suppliers::all(db)?, suppliers::Row::document))?;
    let (mut lines, holds) = sales::load_all(db, plant.id)?;
    if !ask.actor.may(Right::ReadPrices) {
        lines.iter_mut().for_each(|line| line.unit_price = None);
    }
    sheet(&mut book, lines)?;
    sheet(&mut book, holds)?;
    let numbers = work::work_order_numbers(db, plant.id)?;
    let (orders, progress, issues) = work::load_some(db, plant.id, &numbers)?;
    sheet(&mut book, orders)?;
    sheet(&mut book, progress)?;
    sheet(&mut book, issues)?;
    sheet(&mut book, purchasing::as_written(db, plant.id)?)?;
    past(&mut book, db, &plant)?;
    Ok(book.finish()?)
}

fn sheet<S: Sink, R: Record>(book: &mut Book<S>, rows: Vec<R>) -> Result<(), Failure> {
    book.sheet(rows.into_iter().map(Ok::<R, Failure>))
}

/// The record of the past, which only ever grows, in portions.
fn past<S: Sink>(book: &mut Book<S>, db: &mut Db, plant: &Plant) -> Result<(), Failure> {
    use master::history;
    let zone = master::zone(plant);
    let shipments = Portions::new(|after| history::shipments_after(db, plant.id, after));
    book.sheet(shipments.map(|row| row.map(|row| row.document(0))))?;
    let production = Portions::new(|after| history::production_after(db, plant.id, after));
    book.sheet(production.map(|row| row.map(|row| row.document(0, zone))))
}

/// Rows read in portions, each behind the last key of the one before.
struct Portions<R, F> {
    read: F,
    rows: std::vec::IntoIter<(i64, R)>,
    last: i64,
    over: bool,
}

impl<R, F: FnMut(i64) -> Result<Vec<(i64, R)>, Failure>> Portions<R, F> {
    fn new(read: F) -> Self {
        Self { read, rows: Vec::new().into_iter(), last: 0, over: false }
    }
}

impl<R, F: FnMut(i64) -> Result<Vec<(i64, R)>, Failure>> Iterator for Portions<R, F> {
    type Item = Result<R, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some((key, row)) = self.rows.next() {
            self.last = key;
            return Some(Ok(row));
        }
        if self.over {
            return None;
        }
        match (self.read)(self.last) {
            Ok(rows) => {
                self.over = rows.is_empty();
                self.rows = rows.into_iter();
                self.next()
            }
            Err(failure) => {
                self.over = true;
                Some(Err(failure))
            }
        }
    }
}
