//! Calendars: weekly shifts, what differs from them, and whose holidays they keep.
//!
//! What a row changes on one work centre only becomes a calendar of that work centre's own, derived from its
//! usual one; machines that are down keep the calendar and get a downtime instead.

use super::{Desk, FaultKind};
use crate::document::{CalendarException, ExceptionKind as Kind, Holidays, Shift as Row};
use chrono::{NaiveDate, NaiveTime};
use holdfast_engine::calendar::{CalendarSpec, Exception, ExceptionKind, Shift};
use holdfast_engine::holidays::Country;
use holdfast_engine::model::{Code, Downtime};
use holdfast_engine::time::Instant;
use std::collections::BTreeMap;

impl Desk<'_> {
    /// All calendars with the exceptions that name them.
    pub(super) fn add_calendars(&mut self) {
        let document = self.document;
        let mut chosen: BTreeMap<&str, Holidays> = BTreeMap::new();
        for row in &document.shifts {
            if let Some(holidays) = row.holidays
                && *chosen.entry(&row.calendar).or_insert(holidays) != holidays
            {
                let calendar = row.calendar.as_str().into();
                self.fault(Some(row.origin), FaultKind::HolidaysDiffer { calendar });
            }
            let spec = self.shop.calendars.entry(row.calendar.as_str().into()).or_default();
            spec.shifts.extend(shifts(row));
        }
        let usual = document.settings.holidays;
        for (code, spec) in &mut self.shop.calendars {
            spec.holidays = chosen.get(code.as_str()).copied().or(usual).and_then(country);
        }
        for row in &document.calendar_exceptions {
            let (Some(calendar), None) = (&row.calendar, &row.work_centre) else { continue };
            let Some(exception) = self.exception(row) else { continue };
            match self.shop.calendars.get_mut(calendar.as_str()) {
                Some(spec) => spec.exceptions.push(exception),
                None => {
                    let code = calendar.as_str().into();
                    self.fault(Some(row.origin), FaultKind::ExceptionOfNothing { code });
                }
            }
        }
    }

    /// What the exceptions say about one work centre: its calendar, and when machines are down.
    pub(super) fn calendar_of(&mut self, center: &str, usual: &str, machines: u32) -> (Code, Vec<Downtime>) {
        let document = self.document;
        let rows =
            document.calendar_exceptions.iter().filter(|row| row.work_centre.as_deref() == Some(center));
        let (mut own, mut downtimes) = (Vec::new(), Vec::new());
        for row in rows {
            let Some(exception) = self.exception(row) else { continue };
            if row.kind == Kind::Downtime {
                let down = row.machines.unwrap_or(machines).min(machines);
                downtimes.extend(windows(exception, self.shop.zone, down));
            } else {
                own.push((row, exception));
            }
        }
        let plant = self.shop.settings.plant_calendar.clone();
        let known = |code: &&str| self.shop.calendars.contains_key(*code);
        let base = Some(usual).filter(known).or(plant.as_deref().filter(known));
        let Some(base) = base.map(Code::from).filter(|_| !own.is_empty()) else {
            for (row, _) in own {
                self.fault(Some(row.origin), FaultKind::ExceptionOfNothing { code: usual.into() });
            }
            return (usual.into(), downtimes);
        };
        let mut spec = self.shop.calendars.get(&base).cloned().unwrap_or_default();
        spec.exceptions.extend(own.into_iter().map(|(_, exception)| exception));
        let code = self.derived(&base, center);
        self.shop.calendars.insert(code.clone(), spec);
        (code, downtimes)
    }

    /// A code for the calendar of one work centre that no calendar has.
    fn derived(&self, base: &str, center: &str) -> Code {
        let mut code = Code::from(format!("{base} ({center})"));
        while self.shop.calendars.contains_key(&code) {
            code = Code::from(format!("{code}+"));
        }
        code
    }

    /// A row as the engine reads it; nothing if it ends before it begins.
    fn exception(&mut self, row: &CalendarException) -> Option<Exception> {
        let last = row.date_to.unwrap_or(row.date_from);
        if last < row.date_from {
            self.fault(Some(row.origin), FaultKind::ExceptionReversed);
            return None;
        }
        if row.from.is_some() != row.to.is_some() {
            self.fault(Some(row.origin), FaultKind::HoursIncomplete);
        }
        let hours = (row.from.is_some() || row.to.is_some())
            .then(|| (row.from.unwrap_or(NaiveTime::MIN), row.to.unwrap_or(NaiveTime::MIN)));
        let kind = match row.kind {
            Kind::Closed | Kind::Holiday | Kind::Downtime => ExceptionKind::Closed,
            Kind::Overtime | Kind::MakeUp => ExceptionKind::Open,
        };
        Some(Exception { first: row.date_from, last, hours, kind })
    }

    /// Exceptions of work centres that are not there.
    pub(super) fn name_lost_exceptions(&mut self) {
        let document = self.document;
        for row in &document.calendar_exceptions {
            let Some(center) = &row.work_centre else { continue };
            if !self.shop.work_centers.contains_key(center.as_str()) {
                let code = center.as_str().into();
                self.fault(Some(row.origin), FaultKind::ExceptionOfNothing { code });
            }
        }
    }

    /// The calendar of packing, dispatch and lead times: the one that the settings name, else the one that
    /// most work centres keep.
    pub(super) fn plant_calendar(&self) -> Option<Code> {
        if let Some(named) = &self.document.settings.ship_calendar {
            return Some(named.as_str().into());
        }
        let mut kept: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &self.document.work_centres {
            *kept.entry(&row.calendar).or_default() += 1;
        }
        let known = kept.into_iter().filter(|(code, _)| self.shop.calendars.contains_key(*code));
        let most = known.max_by_key(|&(code, count)| (count, std::cmp::Reverse(code)));
        most.map(|(code, _)| code.into()).or_else(|| self.shop.calendars.keys().next().cloned())
    }
}

fn shifts(row: &Row) -> impl Iterator<Item = Shift> {
    let (from, to) = (row.from, row.to);
    row.weekdays.days().map(move |weekday| Shift { weekday, from, to })
}

fn country(holidays: Holidays) -> Option<Country> {
    match holidays {
        Holidays::Cn => Some(Country::China),
        Holidays::De => Some(Country::Germany),
        Holidays::None => None,
    }
}

/// The stretches of an exception, day by day where it has hours.
fn windows(exception: Exception, zone: chrono_tz::Tz, machines: u32) -> Vec<Downtime> {
    let after = |day: NaiveDate| day.succ_opt().unwrap_or(day);
    let Some((from, to)) = exception.hours else {
        let from = Instant::start_of(exception.first, zone);
        let to = Instant::start_of(after(exception.last), zone);
        return vec![Downtime { from, to, machines }];
    };
    let days = exception.first.iter_days().take_while(|day| *day <= exception.last);
    days.map(|day| {
        let ends = if to <= from { after(day) } else { day };
        Downtime {
            from: Instant::from_local(day.and_time(from), zone),
            to: Instant::from_local(ends.and_time(to), zone),
            machines,
        }
    })
    .collect()
}

/// A calendar of one unbroken daily shift, with days off.
pub(super) fn simple(days: &[u8], from: NaiveTime, to: NaiveTime, off: &[NaiveDate]) -> CalendarSpec {
    let weekdays = days.iter().filter_map(|day| chrono::Weekday::try_from(*day).ok());
    let closed =
        |day: &NaiveDate| Exception { first: *day, last: *day, hours: None, kind: ExceptionKind::Closed };
    CalendarSpec {
        shifts: weekdays.map(|weekday| Shift { weekday, from, to }).collect(),
        exceptions: off.iter().map(closed).collect(),
        holidays: None,
    }
}
