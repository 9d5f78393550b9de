//! An `.xlsx` workbook, each row written to disk as it comes.

use super::{ExportError, Sink, Value};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use std::io::Write;

/// A row of the format itself.
const ROWS: u32 = 1_048_576;
/// Digits of a number that a spreadsheet keeps.
const DIGITS: usize = 15;
const SECONDS_A_DAY: f64 = 86_400.0;

/// A workbook that goes to `W` when it is finished.
pub struct Xlsx<W> {
    workbook: Workbook,
    out: W,
    row: u32,
    formats: Formats,
}

struct Formats {
    heading: Format,
    day: Format,
    instant: Format,
    time: Format,
}

impl<W: Write + Send> Xlsx<W> {
    /// An empty workbook.
    pub fn new(out: W) -> Self {
        let shown = |format: &str| Format::new().set_num_format(format);
        let formats = Formats {
            heading: Format::new().set_bold(),
            day: shown("yyyy-mm-dd"),
            instant: shown("yyyy-mm-dd hh:mm:ss"),
            time: shown("hh:mm:ss"),
        };
        Self { workbook: Workbook::new(), out, row: 0, formats }
    }
}

impl<W: Write + Send> Sink for Xlsx<W> {
    type Done = W;

    fn sheet(&mut self, title: &str, headings: &[&str]) -> Result<(), ExportError> {
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(title)?.set_freeze_panes(1, 0)?;
        for (column, heading) in (0..).zip(headings) {
            sheet.set_column_width(column, 14.0)?;
            sheet.write_string_with_format(0, column, *heading, &self.formats.heading)?;
        }
        self.row = 1;
        Ok(())
    }

    fn row(&mut self, values: &[Value]) -> Result<(), ExportError> {
        if self.row >= ROWS {
            return Err(ExportError(format!("a sheet of a workbook has at most {ROWS} rows")));
        }
        let last = self.workbook.worksheets().len().saturating_sub(1);
        let sheet = self.workbook.worksheet_from_index(last)?;
        for (column, value) in (0..).zip(values) {
            write(sheet, (self.row, column), value, &self.formats)?;
        }
        self.row += 1;
        Ok(())
    }

    fn finish(mut self) -> Result<W, ExportError> {
        self.workbook.save_to_writer(&mut self.out)?;
        self.out.flush()?;
        Ok(self.out)
    }
}

fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: &Value,
    formats: &Formats,
) -> Result<(), ExportError> {
    match value {
        Value::Empty => {}
        Value::Text(text) => {
            sheet.write_string(row, column, text)?;
        }
        Value::Number(number) => {
            let number = number.normalize();
            let digits = number.mantissa().unsigned_abs().to_string().len();
            match number.to_f64().filter(|_| digits <= DIGITS) {
                Some(number) => sheet.write_number(row, column, number)?,
                // More digits than the program would keep.
                None => sheet.write_string(row, column, number.to_string())?,
            };
        }
        Value::Day(day) => {
            sheet.write_number_with_format(row, column, days(*day), &formats.day)?;
        }
        Value::Instant(instant) => {
            sheet.write_number_with_format(row, column, serial(*instant), &formats.instant)?;
        }
        Value::Time(time) => {
            sheet.write_number_with_format(row, column, part(*time), &formats.time)?;
        }
    }
    Ok(())
}

/// Days since the one that spreadsheets count from.
fn days(day: NaiveDate) -> f64 {
    let first = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default();
    (day - first).num_days() as f64
}

fn serial(instant: NaiveDateTime) -> f64 {
    days(instant.date()) + part(instant.time())
}

/// The part of the day that has passed.
fn part(time: NaiveTime) -> f64 {
    f64::from(time.num_seconds_from_midnight()) / SECONDS_A_DAY
}
