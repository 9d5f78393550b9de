//! Calendars and machines of a shop, compiled.
//!
//! Compiling costs more than planning, and calendars change seldom, so a caller may keep [`Calendars`] from
//! plan to plan. Every fault of the data falls back to the plant's calendar and is named.

use crate::calendar::{Calendar, CalendarWarning};
use crate::model::{Code, Shop, WorkCenter};
use crate::network::{Calendars, Center, Machine, Mode, NONE};
use crate::problem::ProblemKind;
use crate::time::{DAY, Instant, WorkSeconds};
use std::collections::BTreeMap;

/// Days of the past that calendars know, for work that is running.
const PAST_DAYS: i64 = 400;
/// Machines that one work centre can have; more are no bottleneck anyway.
const MOST_MACHINES: u32 = 10_000;
/// Days of the future that calendars know: six years. Work beyond is named, not planned.
const HORIZON_DAYS: i64 = 2_192;

impl Calendars {
    /// Compiles the calendars of `shop`. Faults are kept in `problems` and never stop it.
    pub fn compile(shop: &Shop) -> Calendars {
        let first = (shop.now + -PAST_DAYS * DAY).date(shop.zone);
        let last = (shop.now + HORIZON_DAYS * DAY).date(shop.zone);
        let always = Calendar::always(Instant::start_of(first, shop.zone), Instant::end_of(last, shop.zone));
        let mut all = Calendars {
            list: vec![always],
            codes: vec![Code::from("")],
            plant: 0,
            always: 0,
            by_code: BTreeMap::new(),
            machines: BTreeMap::new(),
            problems: Vec::new(),
        };
        for (code, spec) in &shop.calendars {
            match Calendar::compile(spec, shop.zone, first, last) {
                Ok(calendar) => {
                    all.warn(code, &calendar);
                    let index = all.push(code.clone(), calendar);
                    all.by_code.insert(code.clone(), index);
                }
                Err(_) => {
                    all.problems.push(ProblemKind::CalendarNeverOpens { calendar: code.clone() });
                    all.by_code.insert(code.clone(), NONE);
                }
            }
        }
        if let Some(code) = &shop.settings.plant_calendar {
            // A plant that never works would never receive or ship: then every day counts.
            all.plant = Some(all.named(code, &Code::from("settings"), 0)).filter(|&c| c != NONE).unwrap_or(0);
        }
        for (code, center) in &shop.work_centers {
            all.compile_machines(code, center);
        }
        all
    }

    /// The calendar `code` that `named_by` names; `instead` and a problem if there is none, [`NONE`] if it
    /// never opens.
    pub(super) fn named(&mut self, code: &Code, named_by: &Code, instead: u32) -> u32 {
        if let Some(&index) = self.by_code.get(code) {
            return index;
        }
        let problem = ProblemKind::UnknownCalendar { calendar: code.clone(), named_by: named_by.clone() };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
        instead
    }

    /// The calendar `code` if it exists and opens.
    pub(crate) fn find(&self, code: &str) -> Option<u32> {
        self.by_code.get(code).copied().filter(|&index| index != NONE)
    }

    /// `days` days before `end` on a calendar, or every day counted where there is none.
    pub(crate) fn days_before(&self, end: i64, days: u32, calendar: u32) -> i64 {
        match self.list.get(calendar as usize) {
            Some(calendar) if end < Instant::NEVER.0 => calendar.days_before(Instant(end), days).0,
            _ => end - i64::from(days) * DAY,
        }
    }

    /// The latest start of `work` seconds so that it ends by `end`, without queueing. `machine` is the
    /// calendar of work on machines.
    pub(crate) fn latest_start(&self, mode: Mode, machine: u32, work: WorkSeconds, end: i64) -> i64 {
        let back = |calendar: u32| self.list[calendar as usize].back(Instant(end), work).0;
        match mode {
            Mode::Machine => back(machine),
            Mode::Flow { calendar } => back(calendar),
            Mode::Outside { days, calendar, .. } => self.days_before(end, days, calendar),
            Mode::Estimate { days } => self.days_before(end, days, self.plant),
        }
    }

    fn push(&mut self, code: Code, calendar: Calendar) -> u32 {
        self.list.push(calendar);
        self.codes.push(code);
        self.list.len() as u32 - 1
    }

    fn warn(&mut self, code: &Code, calendar: &Calendar) {
        for warning in calendar.warnings() {
            if let CalendarWarning::HolidaysUnknownAfter { year, .. } = warning {
                self.problems.push(ProblemKind::HolidaysUnknown { calendar: code.clone(), after: *year });
            }
        }
    }

    /// One calendar per machine: the work centre's own, or one without the machine's downtimes. The first
    /// machines are the ones that are down.
    fn compile_machines(&mut self, code: &Code, center: &WorkCenter) {
        let plant = self.plant;
        let base = self.named(&center.calendar, code, plant);
        let mut machines = Vec::new();
        for machine in 0..center.machines.min(MOST_MACHINES) {
            if base == NONE {
                break;
            }
            let down: Vec<_> = center
                .downtimes
                .iter()
                .filter(|d| machine < d.machines && d.from < d.to)
                .map(|d| (d.from, d.to))
                .collect();
            if down.is_empty() {
                machines.push(base);
            } else {
                let own = self.list[base as usize].without(&down);
                machines.push(self.push(Code::from(""), own));
            }
        }
        self.machines.insert(code.clone(), (base, machines));
    }
}

/// Work centres and machines in order of their codes.
pub(super) fn centers(shop: &Shop, calendars: &Calendars) -> (Vec<Center>, Vec<Machine>) {
    let (mut centers, mut machines) = (Vec::new(), Vec::new());
    for (code, spec) in &shop.work_centers {
        let (base, own) = calendars.machines.get(code).cloned().unwrap_or((NONE, Vec::new()));
        let index = centers.len() as u32;
        let first = machines.len() as u32;
        machines.extend(own.iter().map(|&calendar| Machine { center: index, calendar }));
        let mut center = Center {
            code: code.clone(),
            first,
            count: own.len() as u32,
            calendar: base,
            credit: 0,
            silent: 0,
            unconfirmed: false,
            frozen_until: shop.now.0,
        };
        if base != NONE {
            let calendar = &calendars.list[base as usize];
            silence(&mut center, spec, calendar, shop.now);
            center.frozen_until = frozen_until(calendar, shop.now, shop.settings.frozen_shifts);
        }
        centers.push(center);
    }
    (centers, machines)
}

/// Silence is not idleness: work since the last report counts up to the usual reporting delay.
fn silence(center: &mut Center, spec: &WorkCenter, calendar: &Calendar, now: Instant) {
    let Some(last) = spec.last_report.filter(|&at| at < now && spec.reporting_delay > 0) else { return };
    let silent = calendar.worked_at(now).0 - calendar.worked_at(last).0;
    center.silent = silent;
    center.credit = silent.min(spec.reporting_delay);
    center.unconfirmed = silent > spec.reporting_delay;
}

/// The end of the `shifts`-th shift from `now` on, this one included. Round-the-clock calendars have shifts
/// of at most a day here.
fn frozen_until(calendar: &Calendar, now: Instant, shifts: u32) -> i64 {
    let Some(last) = (shifts as usize).checked_sub(1) else { return now.0 };
    let ahead = calendar.intervals_between(now, now + 60 * DAY).nth(last);
    ahead.map_or(now.0, |(from, to)| to.0.min(from.0 + DAY))
}
