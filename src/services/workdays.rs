//! Working days of the plant, counted by its stored calendar.
//!
//! For facts that a command writes down, such as until when goods are inspected. The plan counts the same days from
//! the same calendar; nothing is planned here.

use super::Tx;
use super::tx::day_of;
use crate::document::{Settings, ShopDocument};
use crate::domain::value::{Day, Moment};
use crate::planning::outlook::{instant, moment};
use crate::planning::{Ask, translate};
use crate::store::Failure;
use crate::store::master::{items, numbered, resources, settings};
use chrono::Days;
use holdfast_engine::calendar::Calendar;

/// Calendar days that are looked at for each working day, and besides: longer than any holiday.
const SPAN: u64 = 4;
const BESIDES: u64 = 60;

/// The day on which inspection releases what of an item came in at `at`; nothing where nobody inspects it.
pub(super) fn released(tx: &mut Tx<'_>, item: &str, at: Moment) -> Result<Option<Day>, Failure> {
    let days = items::one(tx.db, item)?.and_then(|item| item.fields.inspection_days);
    match days.and_then(|days| u32::try_from(days).ok()).filter(|days| *days > 0) {
        Some(days) => after(tx, at, days),
        None => Ok(None),
    }
}

/// The day that is `days` working days of the plant after the day of `at`; calendar days where it has no calendar.
pub(super) fn after(tx: &mut Tx<'_>, at: Moment, days: u32) -> Result<Option<Day>, Failure> {
    let zone = tx.zone();
    let first = day_of(at, zone).date();
    let calendar = plant_calendar(tx, at, first, u64::from(days))?;
    let open = calendar.and_then(|calendar| calendar.days_after(instant(at), days)).and_then(moment);
    let clock = || first.checked_add_days(Days::new(days.into())).and_then(Day::new);
    Ok(open.map(|at| day_of(at, zone)).or_else(clock))
}

/// The plant's calendar for the time in which so many working days end.
fn plant_calendar(
    tx: &mut Tx<'_>,
    at: Moment,
    first: chrono::NaiveDate,
    days: u64,
) -> Result<Option<Calendar>, Failure> {
    let (plant, zone) = (tx.plant.id, tx.zone());
    let sheet = settings::document(&tx.plant)?;
    let centres = resources::work_centres(tx.db, plant)?;
    let document = ShopDocument {
        settings: Settings { zone: Some(tx.plant.zone.clone()), ..sheet },
        shifts: numbered(&resources::shifts(tx.db, plant)?, resources::ShiftRow::document),
        calendar_exceptions: numbered(
            &resources::exceptions(tx.db, plant)?,
            resources::ExceptionRow::document,
        ),
        work_centres: numbered(&centres, |row, at| row.document(at, zone)),
        ..ShopDocument::default()
    };
    let shop = translate(&document, Ask { now: instant(at), improve: 0, tiers: true }).shop;
    let spec = shop.settings.plant_calendar.as_ref().and_then(|code| shop.calendars.get(code));
    let last = first.checked_add_days(Days::new(days * SPAN + BESIDES));
    let compiled = spec.zip(last).map(|(spec, last)| Calendar::compile(spec, zone, first, last));
    // A calendar that is never open is named by the plan; here calendar days stand in for it.
    Ok(compiled.and_then(Result::ok))
}
