//! Rows of the master data and of the record of the past, one module per aggregate, and what each row is in
//! the exchange form.
//!
//! Reads and writes rows only. What a row may say is the services' to decide; what a file may say is import's.

pub mod customers;
pub mod history;
pub mod items;
pub mod making;
mod page;
pub mod resources;
pub mod settings;
pub mod suppliers;

pub use page::Page;

use super::{Db, Failure, Plant};
use crate::document::{Origin, Sheet, ShopDocument};
use crate::domain::value::{Amount, Day, Moment};
use chrono::{NaiveDate, NaiveDateTime, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use rust_decimal::Decimal;

/// Everything of this module as parts of the exchange form; the rest of the document is empty. Rows stand in
/// the order of their keys, and that order numbers them.
///
/// # Errors
///
/// What the database says.
pub fn load(db: &mut Db, plant: &Plant) -> Result<ShopDocument, Failure> {
    let zone = zone(plant);
    Ok(ShopDocument {
        settings: settings::document(plant)?,
        customers: numbered(&customers::all(db)?, customers::Row::document),
        items: numbered(&items::all(db)?, items::Row::document),
        boms: numbered(&making::bom_lines(db)?, making::BomRow::document),
        routings: numbered(&making::operations(db)?, making::OperationRow::document),
        work_centres: numbered(&resources::work_centres(db, plant.id)?, |row, at| row.document(at, zone)),
        shifts: numbered(&resources::shifts(db, plant.id)?, resources::ShiftRow::document),
        calendar_exceptions: numbered(
            &resources::exceptions(db, plant.id)?,
            resources::ExceptionRow::document,
        ),
        suppliers: numbered(&suppliers::all(db)?, suppliers::Row::document),
        shipments: numbered(&history::shipments(db, plant.id)?, history::ShipmentRow::document),
        production: numbered(&history::production(db, plant.id)?, |row, at| row.document(at, zone)),
        ..ShopDocument::default()
    })
}

/// Rows as document rows, each numbered by its place below the headings.
pub fn numbered<R, D>(rows: &[R], document: impl Fn(&R, u32) -> D) -> Vec<D> {
    rows.iter().enumerate().map(|(at, row)| document(row, at as u32 + 2)).collect()
}

/// Where a row would stand in an exported workbook.
pub const fn origin(sheet: Sheet, row: u32) -> Origin {
    Origin { sheet, row }
}

/// The plant's zone.
pub fn zone(plant: &Plant) -> Tz {
    plant.zone.parse().unwrap_or(Tz::Asia__Shanghai)
}

/// The instant of a time on the plant's wall clock: the earlier one where the clock is put back, the moment of
/// the change where it is put forward.
pub fn instant(local: NaiveDateTime, zone: Tz) -> Option<Moment> {
    let later = || zone.from_local_datetime(&(local + chrono::TimeDelta::hours(1))).earliest();
    let instant = zone.from_local_datetime(&local).earliest().or_else(later)?;
    Moment::new(instant.with_timezone(&Utc))
}

/// The plant's wall clock at an instant, to the second that a workbook has: a finer one would not come back.
pub fn local(instant: Moment, zone: Tz) -> NaiveDateTime {
    let local = instant.utc().with_timezone(&zone).naive_local();
    local.with_nanosecond(0).unwrap_or(local)
}

/// The amount of a decimal; values of a document are within its limits.
pub fn amount(value: Option<Decimal>) -> Option<Amount> {
    value.map(Amount::rounded)
}

/// The decimal of an amount.
pub fn decimal(value: Option<Amount>) -> Option<Decimal> {
    value.map(Amount::decimal)
}

/// The day of a date; dates of a document are within its limits.
pub fn day(date: Option<NaiveDate>) -> Option<Day> {
    date.and_then(Day::new)
}

/// The date of a day.
pub fn date(day: Option<Day>) -> Option<NaiveDate> {
    day.map(Day::date)
}

/// A count as columns hold it.
pub fn stored(count: Option<u32>) -> Option<i32> {
    count.map(|count| i32::try_from(count).unwrap_or(i32::MAX))
}

/// A count as documents hold it; negative ones are never stored.
pub fn counted(count: Option<i32>) -> Option<u32> {
    count.map(|count| u32::try_from(count).unwrap_or(0))
}

/// Most keys in one query: SQLite takes some thirty thousand, PostgreSQL fewer than twice as many.
const KEYS: usize = 1_000;

/// Asks for keys in bounded portions.
fn portions<T>(
    keys: &[String],
    mut ask: impl FnMut(&[String]) -> Result<Vec<T>, Failure>,
) -> Result<Vec<T>, Failure> {
    let mut rows = Vec::new();
    for portion in keys.chunks(KEYS) {
        rows.append(&mut ask(portion)?);
    }
    Ok(rows)
}

/// The queries that every table with a `code` has.
macro_rules! coded {
    ($table:ident, $row:ty, $words:ident) => {
        /// One row, by code.
        ///
        /// # Errors
        ///
        /// What the database says.
        pub fn one(db: &mut Db, code: &str) -> Result<Option<$row>, Failure> {
            Ok(db.maybe($table::table.find(code).select(<$row>::columns()))?)
        }

        /// All rows, by code.
        ///
        /// # Errors
        ///
        /// What the database says.
        pub fn all(db: &mut Db) -> Result<Vec<$row>, Failure> {
            part(db, crate::store::Part::ALL)
        }

        /// A part of all rows, by code.
        ///
        /// # Errors
        ///
        /// What the database says.
        pub fn part(db: &mut Db, part: crate::store::Part) -> Result<Vec<$row>, Failure> {
            let query = $table::table.order($table::code).limit(part.limit).offset(part.offset);
            Ok(db.all(query.select(<$row>::columns()))?)
        }

        /// The rows of these codes.
        ///
        /// # Errors
        ///
        /// What the database says.
        pub fn some(db: &mut Db, codes: &[String]) -> Result<Vec<$row>, Failure> {
            portions(codes, |codes| {
                let query = $table::table.filter($table::code.eq_any(codes.to_vec()));
                Ok(db.all(query.order($table::code).select(<$row>::columns()))?)
            })
        }

        /// Every code, in order.
        ///
        /// # Errors
        ///
        /// What the database says.
        pub fn codes(db: &mut Db) -> Result<Vec<String>, Failure> {
            Ok(db.all($table::table.order($table::code).select($table::code))?)
        }

        /// The rows of one page, by code.
        ///
        /// # Errors
        ///
        /// What the database says.
        pub fn page(db: &mut Db, page: &Page) -> Result<Vec<$row>, Failure> {
            let like = page.pattern();
            let found = lower($table::code).nullable().like(like.clone()).escape('\\').or(lower_optional(
                $table::$words,
            )
            .like(like)
            .escape('\\'));
            let query = $table::table.filter($table::code.gt(page.after.clone())).filter(found);
            Ok(db.all(query.order($table::code).limit(page.limit).select(<$row>::columns()))?)
        }

        /// Writes a row, new or not.
        ///
        /// # Errors
        ///
        /// What the database says.
        pub fn put(db: &mut Db, row: &$row) -> Result<(), Failure> {
            let insert = diesel::insert_into($table::table).values(row.clone());
            db.run(insert.on_conflict($table::code).do_update().set(row.clone()))?;
            Ok(())
        }
    };
}
use coded;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wall_clock_times_come_back() {
        let zone: Tz = "Europe/Berlin".parse().unwrap();
        for text in ["2026-03-05T14:30:00", "2026-10-25T02:30:00", "2026-07-01T00:00:00"] {
            let time: NaiveDateTime = text.parse().unwrap();
            assert_eq!(local(instant(time, zone).unwrap(), zone), time, "{text}");
        }
        // An hour that the clock skips is the hour after it.
        let skipped: NaiveDateTime = "2026-03-29T02:30:00".parse().unwrap();
        assert_eq!(local(instant(skipped, zone).unwrap(), zone).to_string(), "2026-03-29 03:30:00");
    }
}
