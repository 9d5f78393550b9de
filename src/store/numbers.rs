//! Running numbers of documents. A number that stands already, chosen by hand or brought by an import, is passed
//! over: the count knows nothing of those.

use super::schema::foundation::numbers;
use super::schema::sales::{quotes, sales_orders};
use super::schema::supply::{dispatch_notes, purchase_orders};
use super::schema::work::work_orders;
use super::{Db, Failure};
use diesel::prelude::*;

/// What is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbered {
    /// A sales order: `SO-26-00017`.
    SalesOrder,
    /// A quote.
    Quote,
    /// A work order.
    WorkOrder,
    /// A purchase order.
    PurchaseOrder,
    /// A dispatch note.
    DispatchNote,
}

impl Numbered {
    fn prefix(self) -> &'static str {
        match self {
            Self::SalesOrder => "SO",
            Self::Quote => "QT",
            Self::WorkOrder => "MO",
            Self::PurchaseOrder => "PO",
            Self::DispatchNote => "DN",
        }
    }

    fn is_taken(self, db: &mut Db, plant_id: i64, number: &str) -> Result<bool, Failure> {
        let key = (plant_id, number);
        let found: Option<String> = match self {
            Self::SalesOrder => db.maybe(sales_orders::table.find(key).select(sales_orders::number)),
            Self::Quote => db.maybe(quotes::table.find(key).select(quotes::number)),
            Self::WorkOrder => db.maybe(work_orders::table.find(key).select(work_orders::number)),
            Self::PurchaseOrder => db.maybe(purchase_orders::table.find(key).select(purchase_orders::number)),
            Self::DispatchNote => db.maybe(dispatch_notes::table.find(key).select(dispatch_notes::number)),
        }?;
        Ok(found.is_some())
    }
}

/// The next free number of its kind in a year.
///
/// # Errors
///
/// What the database says.
pub fn free_number(db: &mut Db, plant_id: i64, kind: Numbered, year: i32) -> Result<String, Failure> {
    loop {
        let next = next_number(db, plant_id, kind.prefix(), year)?;
        let number = written(kind, year, next);
        if !kind.is_taken(db, plant_id, &number)? {
            return Ok(number);
        }
    }
}

/// The number that a document of this kind would get now. Nothing is taken: whoever is stored first gets it.
///
/// # Errors
///
/// What the database says.
pub fn number_to_come(db: &mut Db, plant_id: i64, kind: Numbered, year: i32) -> Result<String, Failure> {
    let mut next = last_number(db, plant_id, kind.prefix(), year)?;
    loop {
        next += 1;
        let number = written(kind, year, next);
        if !kind.is_taken(db, plant_id, &number)? {
            return Ok(number);
        }
    }
}

fn written(kind: Numbered, year: i32, number: i64) -> String {
    format!("{}-{:02}-{number:05}", kind.prefix(), year % 100)
}

fn last_number(db: &mut Db, plant_id: i64, kind: &str, year: i32) -> Result<i64, Failure> {
    let last: Option<i64> = db.maybe(numbers::table.find((plant_id, kind, year)).select(numbers::last))?;
    Ok(last.unwrap_or(0))
}

/// The next running number of a kind in a year, from 1 on.
///
/// # Errors
///
/// What the database says.
pub fn next_number(db: &mut Db, plant_id: i64, kind: &str, year: i32) -> Result<i64, Failure> {
    let next = last_number(db, plant_id, kind, year)? + 1;
    let row = (
        numbers::plant_id.eq(plant_id),
        numbers::kind.eq(kind),
        numbers::year.eq(year),
        numbers::last.eq(next),
    );
    let key = (numbers::plant_id, numbers::kind, numbers::year);
    let insert = diesel::insert_into(numbers::table).values(row);
    db.run(insert.on_conflict(key).do_update().set(numbers::last.eq(next)))?;
    Ok(next)
}
