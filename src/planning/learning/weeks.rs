//! Weekly hours of a work centre: how long its machines worked, and how long there was nothing for them to do.
//!
//! Work waits from when it can have come from the step before it until it begins. What is first in its order, or comes
//! from a supplier, is not known to have waited. Weeks are those of the plant's wall clock, from Monday; the one in which the record begins and the one that
//! is not over do not count.

use super::Desk;
use super::past::{open, overtime};
use super::spans::Span;
use chrono::{Datelike, NaiveDate, TimeDelta};
use holdfast_engine::calendar::Calendar;
use holdfast_engine::learn::Week;
use holdfast_engine::model::Code;
use holdfast_engine::time::Instant;
use std::collections::BTreeMap;

/// A change at a work centre: when, and by how many the running and the waiting operations change.
type Change = (i64, i32, i32);

impl Desk<'_> {
    /// Weeks of every work centre that has a calendar, from spans in any order.
    pub(super) fn add_weeks(&mut self, spans: &[Span]) {
        let Some(first) = spans.iter().map(|span| span.from).min() else { return };
        let mut mondays = vec![monday(Instant(first).date(self.shop.zone)) + TimeDelta::days(7)];
        let instants = |desk: &Desk<'_>, date: NaiveDate| Instant::start_of(date, desk.shop.zone).0;
        while let Some(&last) = mondays.last().filter(|date| instants(self, **date) <= self.now().0) {
            mondays.push(last + TimeDelta::days(7));
        }
        // The last one has not begun, the one before it is not over.
        mondays.pop();
        let bounds: Vec<i64> = mondays.into_iter().map(|date| instants(self, date)).collect();
        if bounds.len() < 2 {
            return;
        }
        for (center, changes) in self.changes(spans) {
            let Some(calendar) = self.past.center(&center) else { continue };
            let machines = i64::from(self.past.machines(&center));
            let mut weeks = sweep(calendar, machines, changes, &bounds);
            for span in spans.iter().filter(|span| span.center == center) {
                let (last, nth) =
                    (span.active().last().map_or(span.to, |end| end.1), week_of(&bounds, span.from));
                if let Some(week) = nth.and_then(|nth| weeks.get_mut(nth)) {
                    week.1 += overtime(calendar, span.from, last);
                }
            }
            let told = weeks.into_iter().zip(&bounds).map(|((open, worked, idle), &at)| Week {
                center: center.clone(),
                at: Instant(at),
                open,
                worked,
                idle,
            });
            self.records.weeks.extend(told);
        }
    }

    /// When operations began to wait, ran and ended, by work centre.
    fn changes(&self, spans: &[Span]) -> BTreeMap<Code, Vec<Change>> {
        let mut orders: BTreeMap<&Code, Vec<&Span>> = BTreeMap::new();
        for span in spans {
            orders.entry(&span.order).or_default().push(span);
        }
        let mut found: BTreeMap<Code, Vec<Change>> = BTreeMap::new();
        for mut steps in orders.into_values() {
            steps.sort_by_key(|span| span.operation);
            let mut done: Option<&Span> = None;
            for span in steps {
                let changes = found.entry(span.center.clone()).or_default();
                if let Some(arrived) = done.and_then(|done| self.arrival(done, span)) {
                    changes.extend([(arrived, 0, 1), (span.from, 0, -1)]);
                }
                for (from, to) in span.active() {
                    changes.extend([(from, 1, 0), (to, -1, 0)]);
                }
                done = Some(span).filter(|span| span.finished);
            }
        }
        found
    }

    /// When what `done` made can have been where `span` ran, if it is the very next step and had to wait there.
    fn arrival(&self, done: &Span, span: &Span) -> Option<i64> {
        let routing = &self.shop.items.get(&span.item)?.routing;
        let at = routing.iter().position(|step| step.number == span.operation)?;
        let before = routing.get(at.checked_sub(1)?).filter(|step| step.number == done.operation)?;
        let center = self.shop.work_centers.get(&done.center);
        let usual = center.and_then(|center| center.move_after).unwrap_or(self.shop.settings.move_between);
        Some(done.to + before.move_after.unwrap_or(usual)).filter(|arrived| *arrived < span.from)
    }
}

fn monday(date: NaiveDate) -> NaiveDate {
    date - TimeDelta::days(i64::from(date.weekday().num_days_from_monday()))
}

/// The week in which an instant lies, of those between the bounds.
fn week_of(bounds: &[i64], at: i64) -> Option<usize> {
    let nth = bounds.partition_point(|bound| *bound <= at);
    (1..bounds.len()).contains(&nth).then(|| nth - 1)
}

/// By week: machine seconds that were open, worked in open time, and idle in it.
fn sweep(
    calendar: &Calendar,
    machines: i64,
    mut changes: Vec<Change>,
    bounds: &[i64],
) -> Vec<(i64, i64, i64)> {
    changes.extend(bounds.iter().map(|&bound| (bound, 0, 0)));
    changes.sort_unstable();
    let mut weeks = vec![(0, 0, 0); bounds.len() - 1];
    let (mut running, mut waiting, mut last) = (0_i32, 0_i32, i64::MIN);
    for (at, runs, waits) in changes {
        if at > last
            && let Some(week) = week_of(bounds, last).and_then(|nth| weeks.get_mut(nth))
        {
            let open = open(calendar, last, at);
            let busy = i64::from(running).min(machines);
            let wanted = i64::from(running + waiting).min(machines);
            week.0 += open * machines;
            week.1 += open * busy;
            week.2 += open * (machines - wanted);
        }
        (running, waiting, last) = (running + runs, waiting + waits, at);
    }
    weeks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_has_what_was_open_worked_and_idle() {
        let calendar = Calendar::always(Instant(0), Instant(100_000));
        let bounds = [1_000, 2_000, 3_000];
        // Runs from before the first week into the second; something else waits in its last hundred seconds.
        let changes = vec![(500, 1, 0), (2_200, -1, 0), (2_100, 0, 1), (2_300, 0, -1)];
        assert_eq!(sweep(&calendar, 1, changes.clone(), &bounds), [(1_000, 1_000, 0), (1_000, 200, 700)]);
        assert_eq!(sweep(&calendar, 2, changes, &bounds), [(2_000, 1_000, 1_000), (2_000, 200, 1_600)]);
    }

    #[test]
    fn weeks_are_found_between_their_bounds() {
        let bounds = [10, 20, 30];
        assert_eq!(
            [9, 10, 19, 20, 29, 30].map(|at| week_of(&bounds, at)),
            [None, Some(0), Some(0), Some(1), Some(1), None]
        );
    }
}
