//! How planned dates changed: a row for a line whenever its ship day, or what it waits for, is another.
//!
//! Derived, so never in the journal. What was written last is kept in memory; a restart reads it again.

use crate::domain::value::Day;
use crate::planning::outlook::{LineName, Outlook};
use crate::planning::report::late_days;
use crate::planning::story::{longest, stages};
use crate::store::planning::{NewForecast, add_forecasts, last_forecasts};
use crate::store::{Db, Failure, MAIN_PLANT, Store};
use crate::text::plan::kind_code;
use std::collections::BTreeMap;

/// Rows that one transaction writes: it must not hold others up.
const PORTION: usize = 1_000;

/// What was planned last, as it is stored.
#[derive(Debug, Default)]
pub(super) struct History {
    last: BTreeMap<LineName, Told>,
}

/// What of a forecast makes a new row.
type Told = (Option<Day>, Option<String>);

impl History {
    /// What is stored.
    pub(super) fn load(db: &mut Db, plant_id: i64) -> Result<Self, Failure> {
        let rows = last_forecasts(db, plant_id)?;
        let last = rows.into_iter().map(|row| (name(&row), (row.ship_day, row.cause))).collect();
        Ok(Self { last })
    }

    /// Writes what changed, and forgets lines that are not open any more.
    pub(super) fn keep(&mut self, store: &Store, outlook: &Outlook) -> Result<(), Failure> {
        let (mut changed, mut open) = (Vec::new(), BTreeMap::new());
        for row in forecasts(outlook) {
            let (name, told) = (name(&row), (row.ship_day, row.cause.clone()));
            match self.last.get(&name) {
                Some(last) if *last == told => {
                    open.insert(name, told);
                }
                before => {
                    if let Some(before) = before {
                        open.insert(name, before.clone());
                    }
                    changed.push(row);
                }
            }
        }
        self.last = open;
        for rows in changed.chunks(PORTION) {
            let written = rows.to_vec();
            store.write_blocking(move |db| add_forecasts(db, &written))?;
            self.last.extend(rows.iter().map(|row| (name(row), (row.ship_day, row.cause.clone()))));
        }
        Ok(())
    }
}

fn name(row: &NewForecast) -> LineName {
    LineName { order: row.order_no.clone(), line: row.line.clone(), schedule: row.schedule.clone() }
}

fn forecasts(outlook: &Outlook) -> impl Iterator<Item = NewForecast> + '_ {
    outlook.plan.lines.iter().filter_map(|date| {
        let sold = outlook.shop.lines.get(&date.key)?;
        let told = outlook.plan.explain(&outlook.shop, &date.key);
        let stages = told.as_ref().map(stages).unwrap_or_default();
        let cause = longest(&stages, outlook.shop.now).map(|stage| kind_code(stage.kind).to_owned());
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
    })
}
