//! Reminders by themselves: once a day it is looked which purchases come soon or were never confirmed, and their
//! suppliers are asked. About one day of one line they are asked once.

use super::{policies, sent};
use crate::domain::contact::next_hour;
use crate::domain::refusal::supply as codes;
use crate::domain::value::{Day, Moment};
use crate::services::Tx;
use crate::store::master::{settings, suppliers};
use crate::store::purchasing::{self, PurchaseLine};
use crate::store::supplier_requests as rows;
use crate::store::{Db, Failure, MAIN_PLANT, plant};
use chrono::Days;
use std::collections::BTreeMap;

/// When it is looked next whom to remind; never where the plant reminds nobody.
///
/// # Errors
///
/// What the database says.
pub fn next(db: &mut Db) -> Result<Option<Moment>, Failure> {
    let Some(looked) = rows::looked(db, MAIN_PLANT)? else { return Ok(None) };
    let plant = plant(db, MAIN_PLANT)?;
    let zone = plant.zone.parse().unwrap_or(crate::planning::USUAL_ZONE);
    let hour = settings::policies(&plant)?.supplier_reminders.hour;
    // The day after the last one, at that hour.
    let Some(noon) = looked.date().and_hms_opt(12, 0, 0) else { return Ok(None) };
    let from = chrono::TimeZone::from_local_datetime(&zone, &noon).earliest();
    let from = from.and_then(|at: chrono::DateTime<chrono_tz::Tz>| Moment::new(at.to_utc()));
    let midnight = from.map(|noon| noon.shifted(chrono::TimeDelta::hours(12)));
    let before = midnight.map(|at| at.shifted(-chrono::TimeDelta::microseconds(1)));
    Ok(before.and_then(|at| next_hour(at, hour, zone)))
}

/// Begins to remind, or ends it, as the plant's policy says from now on. The first look is at the next time that it is
/// the hour.
///
/// # Errors
///
/// What the database says.
pub fn begin(tx: &mut Tx<'_>, on: bool, hour: u32) -> Result<(), Failure> {
    let looked = rows::looked(tx.db, tx.plant.id)?;
    match (on, looked) {
        (true, None) => {
            let first = next_hour(tx.now, hour, tx.zone()).map(|at| at.day(tx.zone()));
            let before = first.and_then(|day| day.date().checked_sub_days(Days::new(1))).and_then(Day::new);
            rows::look(tx.db, tx.plant.id, before)
        }
        (false, Some(_)) => rows::look(tx.db, tx.plant.id, None),
        _ => Ok(()),
    }
}

/// Looks whom to remind, if it is time, and reminds them. A supplier who has nobody to write to is left out.
///
/// # Errors
///
/// What the database says.
pub fn carry_out(tx: &mut Tx<'_>) -> Result<(), Failure> {
    if next(tx.db)?.is_none_or(|at| at > tx.now) {
        return Ok(());
    }
    let (today, policy) = (tx.today(), policies(&tx.plant).supplier_reminders);
    rows::look(tx.db, tx.plant.id, Some(today))?;
    let mut by_order: BTreeMap<String, Vec<PurchaseLine>> = BTreeMap::new();
    for line in purchasing::lines(tx.db, tx.plant.id)? {
        let due = line.open().is_some() && policy.is_due(today, line.order_date, line.confirmed_date);
        if due && is_there(tx, &line)? && !was_asked(tx, &line)? {
            by_order.entry(line.order_no.clone()).or_default().push(line);
        }
    }
    for (number, lines) in by_order {
        match sent(tx, &number, &lines, policy.valid_days) {
            Err(Failure::Refused(refusal)) if refusal.code == codes::SUPPLIER_NOBODY => {}
            done => drop(done?),
        }
    }
    Ok(())
}

/// Whether a line's supplier can be written to.
fn is_there(tx: &mut Tx<'_>, line: &PurchaseLine) -> Result<bool, Failure> {
    let Some(code) = line.supplier.as_deref() else { return Ok(false) };
    let known = suppliers::one(tx.db, code)?.filter(|row| row.active);
    Ok(known.is_some_and(|row| row.fields.contacts.0.iter().any(|who| who.notices && who.email.is_some())))
}

/// Whether the supplier was asked about this day of a line already.
fn was_asked(tx: &mut Tx<'_>, line: &PurchaseLine) -> Result<bool, Failure> {
    let before = rows::requests_of(tx.db, tx.plant.id, &line.order_no)?;
    let mut asked = before.iter().flat_map(|request| &request.lines.0);
    Ok(asked.any(|asked| asked.line == line.line && asked.confirmed == line.confirmed_date))
}
