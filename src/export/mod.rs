//! The workbook written back: the same sheets and columns that import reads, so that what is exported and
//! imported again is the same document.
//!
//! Owns how a row becomes cells and how cells become a file. Takes rows one at a time and keeps none of them, so
//! that memory does not grow with the shop. Never asks where the rows come from.

mod csv;
mod record;
mod records;
mod sink;
mod value;
mod xlsx;

pub use csv::{CsvFolder, CsvZip};
pub use record::Record;
pub use sink::{ExportError, Sink};
pub use value::Value;
pub use xlsx::Xlsx;

use crate::document::{Settings, Sheet, ShopDocument};
use crate::import::dictionary;
use crate::text::Lang;

/// A workbook being written, in one language.
pub struct Book<S: Sink> {
    sink: S,
    lang: Lang,
    rows: u64,
}

impl<S: Sink> Book<S> {
    /// An empty workbook that goes to `sink`.
    pub fn new(sink: S, lang: Lang) -> Self {
        Self { sink, lang, rows: 0 }
    }

    /// Rows written so far, headings aside.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Writes the sheet of a kind of row, each row as it comes.
    ///
    /// # Errors
    ///
    /// The file cannot be written, or `rows` broke off.
    pub fn sheet<R, E>(&mut self, rows: impl IntoIterator<Item = Result<R, E>>) -> Result<(), E>
    where
        R: Record,
        E: From<ExportError>,
    {
        self.begin(R::SHEET)?;
        for row in rows {
            let cells = row?.cells(self.lang);
            self.sink.row(&cells)?;
            self.rows += 1;
        }
        Ok(())
    }

    /// Writes the settings sheet.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn settings(&mut self, settings: &Settings) -> Result<(), ExportError> {
        self.begin(Sheet::Settings)?;
        for (index, value) in records::settings(settings, self.lang).into_iter().enumerate() {
            if value != Value::Empty {
                let (english, chinese) = dictionary::SETTINGS[index];
                let key = match self.lang {
                    Lang::En => english,
                    Lang::Zh => chinese,
                };
                self.sink.row(&[Value::Text(key.to_owned()), value])?;
            }
        }
        Ok(())
    }

    fn begin(&mut self, sheet: Sheet) -> Result<(), ExportError> {
        let headings: Vec<&str> = dictionary::columns(sheet)
            .iter()
            .map(|column| match self.lang {
                Lang::En => column.english,
                Lang::Zh => column.chinese,
            })
            .collect();
        let title = match self.lang {
            Lang::En => sheet.english(),
            Lang::Zh => sheet.chinese(),
        };
        self.sink.sheet(title, &headings)
    }

    /// Ends the file.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn finish(self) -> Result<S::Done, ExportError> {
        self.sink.finish()
    }
}

/// Writes a whole document.
///
/// # Errors
///
/// The file cannot be written.
pub fn write<S: Sink>(document: &ShopDocument, sink: S, lang: Lang) -> Result<S::Done, ExportError> {
    fn sheet<S: Sink, R: Record + Clone>(book: &mut Book<S>, rows: &[R]) -> Result<(), ExportError> {
        book.sheet(rows.iter().cloned().map(Ok::<R, ExportError>))
    }
    let mut book = Book::new(sink, lang);
    book.settings(&document.settings)?;
    sheet(&mut book, &document.customers)?;
    sheet(&mut book, &document.items)?;
    sheet(&mut book, &document.stock)?;
    sheet(&mut book, &document.boms)?;
    sheet(&mut book, &document.routings)?;
    sheet(&mut book, &document.work_centres)?;
    sheet(&mut book, &document.shifts)?;
    sheet(&mut book, &document.calendar_exceptions)?;
    sheet(&mut book, &document.suppliers)?;
    sheet(&mut book, &document.sales_orders)?;
    sheet(&mut book, &document.holds)?;
    sheet(&mut book, &document.work_orders)?;
    sheet(&mut book, &document.progress)?;
    sheet(&mut book, &document.issues)?;
    sheet(&mut book, &document.purchase_orders)?;
    sheet(&mut book, &document.shipments)?;
    sheet(&mut book, &document.production)?;
    book.finish()
}
