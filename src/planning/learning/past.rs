//! Working time that is over: the calendars of the work centres, read backwards.
//!
//! Calendars say today what they said then: their history is not kept. Where a centre has none that can be read there
//! is no working time, and nothing is learned there.

use holdfast_engine::calendar::Calendar;
use holdfast_engine::model::{Code, Shop};
use holdfast_engine::time::{DAY, Instant, WorkSeconds};
use std::collections::BTreeMap;

/// Longest work outside all shifts that is believed: overtime, and not a report that was forgotten.
const OVERTIME: i64 = 12 * 3_600;

/// The calendars of a shop from an instant until now.
#[derive(Debug)]
pub(super) struct Past<'a> {
    shop: &'a Shop,
    centers: BTreeMap<Code, Calendar>,
    plant: Option<Calendar>,
}

impl<'a> Past<'a> {
    pub(super) fn of(shop: &'a Shop, since: Instant, now: Instant) -> Self {
        let (first, last) = (since.date(shop.zone), (now + DAY).date(shop.zone));
        let compiled =
            |code: &Code| Calendar::compile(shop.calendars.get(code)?, shop.zone, first, last).ok();
        let center = |(code, center): (&Code, &holdfast_engine::model::WorkCenter)| {
            let down = center.downtimes.iter().filter(|down| down.machines >= center.machines);
            let down: Vec<(Instant, Instant)> = down.map(|down| (down.from, down.to)).collect();
            Some((code.clone(), compiled(&center.calendar)?.without(&down)))
        };
        let centers: BTreeMap<Code, Calendar> = shop.work_centers.iter().filter_map(center).collect();
        let plant = shop.settings.plant_calendar.as_ref().and_then(compiled);
        Self { shop, centers, plant }
    }

    /// The calendar of a work centre.
    pub(super) fn center(&self, code: &Code) -> Option<&Calendar> {
        self.centers.get(code)
    }

    /// How many machines a work centre has.
    pub(super) fn machines(&self, code: &Code) -> u32 {
        self.shop.work_centers.get(code).map_or(1, |center| center.machines.max(1))
    }

    /// When the plant is open: by its own calendar, or by that of the first work centre.
    pub(super) fn plant(&self) -> Option<&Calendar> {
        self.plant.as_ref().or_else(|| self.centers.values().next())
    }
}

/// Working seconds between two instants.
pub(super) fn open(calendar: &Calendar, from: i64, to: i64) -> i64 {
    let WorkSeconds(begun) = calendar.worked_at(Instant(from));
    let WorkSeconds(ended) = calendar.worked_at(Instant(to));
    (ended - begun).max(0)
}

/// Seconds that work between two instants took: those in open time, or all where it lay outside all shifts and was
/// no longer than overtime is.
pub(super) fn worked(calendar: &Calendar, from: i64, to: i64) -> i64 {
    match open(calendar, from, to) {
        0 if to - from <= OVERTIME => (to - from).max(0),
        open => open,
    }
}

/// Seconds of work before the shift in which it went on and after the one in which it last was: overtime that no
/// calendar has.
pub(super) fn overtime(calendar: &Calendar, from: i64, to: i64) -> i64 {
    let believed = |seconds: i64| if (1..=OVERTIME).contains(&seconds) { seconds } else { 0 };
    if open(calendar, from, to) == 0 {
        return believed(to - from);
    }
    let before = calendar.next_open(Instant(from)).map_or(0, |opens| opens.0 - from);
    let after = match calendar.is_open(Instant(to)) {
        true => 0,
        false => to - calendar.back(Instant(to), WorkSeconds(1)).0 - 1,
    };
    believed(before) + believed(after)
}
