//! How planned dates changed: a row for a line whenever its ship day is another, with what it waits for then.
//!
//! Derived, so never in the journal. What was written last is kept in memory; a restart reads it again.

use crate::domain::value::Day;
use crate::planning::outlook::{LineName, Outlook};
use crate::planning::report::late_days;
use crate::store::planning::{NewForecast, add_forecasts, last_forecasts};
use crate::store::{Db, Failure, MAIN_PLANT, Store};
use crate::text::plan::kind_code;
use holdfast_engine::plan::LineDate;
use std::collections::BTreeMap;

/// Rows that one transaction writes: it must not hold others up.
const PORTION: usize = 200;
/// Lines that are explained for one plan: where more change at once, as after an import, saying why of each
/// would hold up the next plan.
const EXPLAINED: usize = 1_000;

/// What was planned last, as it is stored.
#[derive(Debug, Default)]
pub(super) struct History {
    last: BTreeMap<LineName, Option<Day>>,
}

impl History {
    /// What is stored.
    pub(super) fn load(db: &mut Db, plant_id: i64) -> Result<Self, Failure> {
        let rows = last_forecasts(db, plant_id)?;
        let last = rows.into_iter().map(|row| (name(&row), row.ship_day)).collect();
        Ok(Self { last })
    }

    /// Writes what changed, and forgets lines that are not open any more.
    pub(super) fn keep(&mut self, store: &Store, outlook: &Outlook) -> Result<(), Failure> {
        let (mut changed, mut open) = (Vec::new(), BTreeMap::new());
        for date in &outlook.plan.lines {
            let (name, day) = (outlook.name(&date.key), outlook.day(date.ship));
            let before = self.last.get(&name).copied();
            if before != Some(day) {
                changed.push(date);
            }
            if let Some(before) = before {
                open.insert(name, before);
            }
        }
        let explained = changed.len() <= EXPLAINED;
        let changed: Vec<NewForecast> =
            changed.into_iter().filter_map(|date| forecast(outlook, date, explained)).collect();
        self.last = open;
        for rows in changed.chunks(PORTION) {
            let written = rows.to_vec();
            store.write_blocking(move |db| add_forecasts(db, &written))?;
            self.last.extend(rows.iter().map(|row| (name(row), row.ship_day)));
        }
        Ok(())
    }
}

fn name(row: &NewForecast) -> LineName {
    LineName { order: row.order_no.clone(), line: row.line.clone(), schedule: row.schedule.clone() }
}

fn forecast(outlook: &Outlook, date: &LineDate, explained: bool) -> Option<NewForecast> {
    let sold = outlook.shop.lines.get(&date.key)?;
    let cause = if explained { outlook.highlights(&date.key).cause.as_ref() } else { None };
    let cause = cause.map(|stage| kind_code(stage.kind).to_owned());
    let LineName { order, line, schedule } = outlook.name(&date.key);
    Some(NewForecast {
        plant_id: MAIN_PLANT,
        order_no: order,
        line,
        schedule,
        at: outlook.now,
        position: outlook.position,
        ship_day: outlook.day(date.ship),
        arrival_day: outlook.day(date.arrival),
        late_days: late_days(date, sold.basis, outlook.zone),
        cause,
    })
}
