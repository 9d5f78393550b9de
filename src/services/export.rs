//! The stored shop as a workbook, sheet by sheet, each read in portions: memory does not grow with the shop.

use crate::document::{self, ShopDocument};
use crate::domain::role::Right;
use crate::export::{Book, ExportError, Record, Sink};
use crate::services::Ask;
use crate::store::master::{self, customers, items, making, resources, settings, suppliers};
use crate::store::{Db, Failure, Part, Plant, purchasing, sales, stock, work};
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

/// Rows that are in memory at a time.
const PORTION: i64 = 10_000;

/// Writes everything that is stored to `sink`; prices only for who may read them.
///
/// # Errors
///
/// What the database says, or that the file cannot be written.
pub fn write<S: Sink>(ask: &mut Ask<'_>, sink: S, lang: Lang) -> Result<S::Done, Failure> {
    let (plant, zone) = (ask.plant.clone(), ask.zone());
    let (db, id) = (&mut *ask.db, plant.id);
    let mut book = Book::new(sink, lang);
    book.settings(&settings::document(&plant)?)?;
    list(&mut book, |part| Ok((customers::part(db, part)?, customers::Row::document)))?;
    list(&mut book, |part| Ok((items::part(db, part)?, items::Row::document)))?;
    sheet(&mut book, |part| stock::as_written_part(db, id, part))?;
    list(&mut book, |part| Ok((making::bom_lines_part(db, part)?, making::BomRow::document)))?;
    list(&mut book, |part| Ok((making::operations_part(db, part)?, making::OperationRow::document)))?;
    // Work centres and shifts are as many as a plant has: few.
    let centres = resources::work_centres(db, id)?;
    book.sheet(centres.iter().map(|row| Ok::<_, Failure>(row.document(0, zone))))?;
    book.sheet(resources::shifts(db, id)?.iter().map(|row| Ok::<_, Failure>(row.document(0))))?;
    list(&mut book, |part| {
        Ok((resources::exceptions_part(db, id, part)?, resources::ExceptionRow::document))
    })?;
    list(&mut book, |part| Ok((suppliers::part(db, part)?, suppliers::Row::document)))?;
    let priced = ask.actor.may(Right::ReadPrices);
    sheet(&mut book, |part| {
        let mut lines = sales::lines_part(db, id, part)?;
        if !priced {
            lines.iter_mut().flatten().for_each(|line| line.unit_price = None);
        }
        Ok(lines)
    })?;
    list(&mut book, |part| {
        Ok((sales::holds_part(db, id, part)?, |row: &sales::Hold, _| document::Hold::from(row)))
    })?;
    sheet(&mut book, |part| of_works(db, id, part, work::orders_some))?;
    sheet(&mut book, |part| of_works(db, id, part, work::progress_some))?;
    sheet(&mut book, |part| of_works(db, id, part, work::issues_some))?;
    sheet(&mut book, |part| purchasing::as_written_part(db, id, part))?;
    past(&mut book, db, &plant)?;
    Ok(book.finish()?)
}

/// What `read` has of a part of all work orders; `None` behind the last one.
fn of_works<R>(
    db: &mut Db,
    plant_id: i64,
    part: Part,
    read: impl Fn(&mut Db, i64, &[String]) -> Result<Vec<R>, Failure>,
) -> Result<Option<Vec<R>>, Failure> {
    let numbers = work::work_order_numbers_part(db, plant_id, part)?;
    if numbers.is_empty() { Ok(None) } else { read(db, plant_id, &numbers).map(Some) }
}

/// Writes a sheet whose rows are read in parts, `None` behind the last of them.
fn sheet<S: Sink, R: Record>(
    book: &mut Book<S>,
    read: impl FnMut(Part) -> Result<Option<Vec<R>>, Failure>,
) -> Result<(), Failure> {
    book.sheet(Parts { read, part: Part::first(PORTION), rows: Vec::new().into_iter(), over: false })
}

/// [`sheet`] for stored rows and what each of them is in the exchange form.
fn list<S: Sink, T, R: Record, D: Fn(&T, u32) -> R>(
    book: &mut Book<S>,
    mut read: impl FnMut(Part) -> Result<(Vec<T>, D), Failure>,
) -> Result<(), Failure> {
    sheet(book, |part| {
        let (rows, document) = read(part)?;
        let written: Vec<R> = rows.iter().map(|row| document(row, 0)).collect();
        Ok(Some(written).filter(|rows| !rows.is_empty()))
    })
}

/// Rows read in parts, so that no sheet is in memory as a whole.
struct Parts<R, F> {
    read: F,
    part: Part,
    rows: std::vec::IntoIter<R>,
    over: bool,
}

impl<R, F: FnMut(Part) -> Result<Option<Vec<R>>, Failure>> Iterator for Parts<R, F> {
    type Item = Result<R, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.rows.next() {
                return Some(Ok(row));
            }
            if self.over {
                return None;
            }
            let read = (self.read)(self.part);
            self.part = self.part.next();
            match read {
                // A part of which no row is written is not the last one.
                Ok(Some(rows)) => self.rows = rows.into_iter(),
                Ok(None) => self.over = true,
                Err(failure) => {
                    self.over = true;
                    return Some(Err(failure));
                }
            }
        }
    }
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
