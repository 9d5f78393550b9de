//! The laws that tie the conversions together, held against a model that asks the wall clock minute by
//! minute.

use super::{Calendar, CalendarSpec, Exception, ExceptionKind, Infeasible, Shift};
use crate::holidays::{Country, SpecialDay, special_day};
use crate::time::{Instant, WorkSeconds};
use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};
use chrono_tz::{Asia::Shanghai, Europe::Berlin, Tz};
use proptest::collection::vec;
use proptest::prelude::*;

/// Which minutes of the span are open.
struct Model {
    first: i64,
    open: Vec<bool>,
    /// Starts of the open seconds' minutes, in order.
    starts: Vec<i64>,
}

impl Model {
    fn new(spec: &CalendarSpec, zone: Tz, first: NaiveDate, last: NaiveDate) -> Model {
        let start = Instant::start_of(first, zone).0;
        let end = Instant::end_of(last, zone).0 + 1;
        let open: Vec<bool> =
            (start..end).step_by(60).map(|minute| is_worked(spec, Instant(minute), zone)).collect();
        let starts = (start..end).step_by(60).zip(&open).filter(|(_, open)| **open).map(|(at, _)| at);
        Model { first: start, starts: starts.collect(), open }
    }

    fn end(&self) -> i64 {
        self.first + 60 * self.open.len() as i64
    }

    fn total(&self) -> i64 {
        60 * self.starts.len() as i64
    }

    fn is_open(&self, t: i64) -> bool {
        t >= self.first && t < self.end() && self.open[((t - self.first) / 60) as usize]
    }

    fn worked_at(&self, t: i64) -> i64 {
        let whole = self.starts.partition_point(|start| start + 60 <= t) as i64;
        let partial = if self.is_open(t) { (t - self.first) % 60 } else { 0 };
        60 * whole + partial
    }

    fn start_at(&self, w: i64) -> Option<i64> {
        self.starts.get((w / 60) as usize).map(|start| start + w % 60)
    }

    /// When the run of open minutes that holds `t` ends.
    fn open_until(&self, t: i64) -> i64 {
        let mut minute = t - (t - self.first) % 60;
        while self.is_open(minute) {
            minute += 60;
        }
        minute
    }

    fn fit(&self, from: i64, work: i64) -> Option<i64> {
        let mut at = self.start_at(self.worked_at(from))?.max(from);
        while self.open_until(at) - at < work {
            at = self.start_at(self.worked_at(self.open_until(at)))?;
        }
        Some(at)
    }
}

/// Whether the wall clock of `minute` lies in working time.
fn is_worked(spec: &CalendarSpec, minute: Instant, zone: Tz) -> bool {
    let wall = minute.local(zone);
    let yesterday = wall.date() - Days::new(1);
    let within =
        |start: NaiveDate, (from, to): (NaiveTime, NaiveTime)| match (start == wall.date(), to <= from) {
            (true, false) => from <= wall.time() && wall.time() < to,
            (true, true) => from <= wall.time(),
            (false, overnight) => overnight && wall.time() < to,
        };
    let starts_on = |date: NaiveDate| {
        let weekday = pattern(spec, date);
        let shifts = spec.shifts.iter().filter(move |shift| Some(shift.weekday) == weekday);
        shifts.map(|shift| (shift.from, shift.to)).chain(windows(spec, date, ExceptionKind::Open))
    };
    [yesterday, wall.date()].into_iter().any(|date| starts_on(date).any(|window| within(date, window)))
        && ![yesterday, wall.date()]
            .into_iter()
            .any(|date| windows(spec, date, ExceptionKind::Closed).any(|window| within(date, window)))
}

fn windows(
    spec: &CalendarSpec,
    date: NaiveDate,
    kind: ExceptionKind,
) -> impl Iterator<Item = (NaiveTime, NaiveTime)> {
    let named = spec.exceptions.iter().filter(move |e| e.kind == kind && e.first <= date && date <= e.last);
    named.filter_map(|exception| exception.hours)
}

fn pattern(spec: &CalendarSpec, date: NaiveDate) -> Option<Weekday> {
    let full_day = spec.shifts.iter().map(|shift| shift.weekday).min_by_key(Weekday::num_days_from_monday);
    let whole = spec.exceptions.iter().filter(|e| e.hours.is_none() && e.first <= date && date <= e.last);
    // Of equal minima `min_by_key` takes the first, and the later exception holds.
    match whole.rev().min_by_key(|e| e.last - e.first).map(|e| e.kind) {
        Some(ExceptionKind::Open) => full_day,
        Some(ExceptionKind::Closed) => None,
        None => match spec.holidays.and_then(|country| special_day(country, date)) {
            Some(SpecialDay::Holiday) => None,
            Some(SpecialDay::MakeUp) => full_day,
            None => Some(date.weekday()),
        },
    }
}

/// A time on the quarter hour, but never inside the hour that Berlin's clock skips or repeats.
fn any_time() -> impl Strategy<Value = NaiveTime> {
    (0..96_u32).prop_map(|quarter| {
        let quarter = if (9..12).contains(&quarter) { 12 } else { quarter };
        NaiveTime::from_hms_opt(quarter / 4, quarter % 4 * 15, 0).unwrap()
    })
}

fn any_spec(first: NaiveDate, holidays: Option<Country>) -> impl Strategy<Value = CalendarSpec> {
    let shift = (0..7_u8, any_time(), any_time()).prop_map(|(weekday, from, to)| Shift {
        weekday: Weekday::try_from(weekday).unwrap(),
        from,
        to,
    });
    let kind = prop_oneof![Just(ExceptionKind::Open), Just(ExceptionKind::Closed)];
    let exception = (0..24_u64, 0..4_u64, proptest::option::of((any_time(), any_time())), kind).prop_map(
        move |(start, days, hours, kind)| {
            let first = first - Days::new(2) + Days::new(start);
            Exception { first, last: first + Days::new(days), hours, kind }
        },
    );
    (vec(shift, 1..7), vec(exception, 0..5), any::<bool>()).prop_map(move |(shifts, exceptions, keeps)| {
        CalendarSpec { shifts, exceptions, holidays: holidays.filter(|_| keeps) }
    })
}

/// Three weeks around a clock change in Berlin, or around the Spring Festival in Shanghai.
fn any_shop() -> impl Strategy<Value = (CalendarSpec, Tz, NaiveDate)> {
    let weeks = [
        (2026, 3, 20, Berlin, Country::Germany),
        (2026, 10, 16, Berlin, Country::Germany),
        (2026, 2, 9, Shanghai, Country::China),
    ];
    (0..weeks.len()).prop_flat_map(move |index| {
        let (year, month, day, zone, country) = weeks[index];
        let first = NaiveDate::from_ymd_opt(year, month, day).unwrap();
        any_spec(first, Some(country)).prop_map(move |spec| (spec, zone, first))
    })
}

fn check_clock(calendar: &Calendar, model: &Model, t: i64) {
    let at = Instant(t);
    let worked = model.worked_at(t);
    assert_eq!(calendar.worked_at(at), WorkSeconds(worked), "worked at {t}");
    assert_eq!(calendar.is_open(at), model.is_open(t), "open at {t}");
    assert_eq!(calendar.next_open(at), model.start_at(worked).map(Instant), "next open after {t}");
    let until = model.is_open(t).then(|| Instant(model.open_until(t)));
    assert_eq!(calendar.open_until(at), until, "open until from {t}");
}

fn check_worked(calendar: &Calendar, model: &Model, w: i64) {
    let start = calendar.start_at(WorkSeconds(w));
    assert_eq!(start, model.start_at(w).map(Instant), "second {w} begins");
    if let Some(start) = start {
        assert_eq!(calendar.worked_at(start), WorkSeconds(w));
        assert!(calendar.is_open(start));
    }
    let Some(end) = calendar.end_at(WorkSeconds(w)) else {
        assert!(w > model.total());
        return;
    };
    assert_eq!(calendar.worked_at(end), WorkSeconds(w));
    assert!(w == 0 || calendar.worked_at(end + -1) == WorkSeconds(w - 1), "no earlier instant than {end:?}");
}

fn check_work(calendar: &Calendar, model: &Model, t: i64, work: i64) {
    let (at, work_seconds) = (Instant(t), WorkSeconds(work));
    let left = model.worked_at(t) + work - model.total();
    match calendar.finish(at, work_seconds) {
        Ok(end) => assert_eq!(calendar.worked_at(end).0 - calendar.worked_at(at).0, work),
        Err(error) => {
            assert_eq!(error, Infeasible::HorizonExhausted { left: WorkSeconds(left) });
            assert!(left > 0);
        }
    }
    assert_eq!(calendar.fit(at, work_seconds), model.fit(t, work).map(Instant), "fit {work} from {t}");
    let start = calendar.back(at, work_seconds);
    let missing = work - model.worked_at(t);
    if missing > 0 {
        assert_eq!(start, Instant(model.first - missing));
    } else if work > 0 {
        assert_eq!(calendar.finish(start, work_seconds).map(|end| end <= at), Ok(true));
        let later = calendar.finish(start + 1, work_seconds);
        assert!(later.is_err() || later.is_ok_and(|end| end > at), "{start:?} is not the latest");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn conversions_agree_with_the_wall_clock(
        (spec, zone, first) in any_shop(),
        points in vec((0..21 * 86_400_i64, 0..60 * 3600_i64), 200),
        down in vec((0..21 * 86_400_i64, 0..2880_i64), 0..6),
    ) {
        let last = first + Days::new(20);
        let mut model = Model::new(&spec, zone, first, last);
        let compiled = Calendar::compile(&spec, zone, first, last);
        prop_assert_eq!(compiled.is_err(), model.total() == 0);
        let Ok(mut calendar) = compiled else { return Ok(()) };
        prop_assert_eq!(calendar.horizon().0, model.end());
        for repaired in [false, true] {
            if repaired {
                let whole = |&(from, minutes): &(i64, i64)| {
                    let from = model.first + from / 60 * 60;
                    (Instant(from), Instant(from + 60 * minutes))
                };
                let down: Vec<_> = down.iter().map(whole).collect();
                calendar = calendar.without(&down);
                let down = |t: i64| down.iter().any(|(from, to)| from.0 <= t && t < to.0);
                for (minute, open) in model.open.iter_mut().enumerate() {
                    *open &= !down(model.first + 60 * minute as i64);
                }
                model.starts.retain(|&start| !down(start));
            }
            for minute in (model.first - 60..=model.end() + 60).step_by(60) {
                prop_assert_eq!(calendar.worked_at(Instant(minute)).0, model.worked_at(minute));
            }
            for &(t, w) in &points {
                check_clock(&calendar, &model, model.first + t);
                check_worked(&calendar, &model, w * 4);
                check_worked(&calendar, &model, w / 900 * 900);
                check_work(&calendar, &model, model.first + t, w);
                check_work(&calendar, &model, model.first + t / 900 * 900, w / 900 * 900);
            }
            let longest = (0..model.starts.len()).map(|i| model.open_until(model.starts[i]) - model.starts[i]);
            prop_assert_eq!(calendar.longest_interval().0, longest.max().unwrap_or(0));
            let (a, b) = (model.first + points[0].0, model.first + points[1].0);
            let open: i64 = calendar.intervals_between(Instant(a), Instant(b)).map(|(from, to)| to - from).sum();
            prop_assert_eq!(open, (model.worked_at(b) - model.worked_at(a)).max(0));
        }
    }
}
