//! What a machine did for how long: the span of an operation with its breaks, and what follows from many of them for
//! operation times, stoppages and hours watched.
//!
//! Where a centre has one machine, what several reports claim at once is shared out among them. Where it has more,
//! nobody reports which one it was, and every span is taken as it is.

use super::Desk;
use super::past::{open, worked};
use super::reasons::Why;
use holdfast_engine::calendar::Calendar;
use holdfast_engine::learn::{Claim, OperationRecord, Stop, Watched, shared_out};
use holdfast_engine::model::Code;
use holdfast_engine::time::Instant;
use std::collections::BTreeMap;

/// Seconds in a week of the record: how finely worked hours are dated.
const WEEK: i64 = 7 * 86_400;

/// A time in which work on an operation rested.
#[derive(Clone, Debug)]
pub(super) struct Break {
    /// From this instant, in seconds.
    pub from: i64,
    /// Until this one.
    pub to: i64,
    /// Whether it is over.
    pub over: bool,
    /// Why.
    pub why: Why,
}

/// An operation that ran, or runs.
#[derive(Clone, Debug)]
pub(super) struct Span {
    pub center: Code,
    pub item: Code,
    pub order: Code,
    pub operation: u32,
    /// Seconds by the routing, without any learned factor; 0 where nobody knows.
    pub planned: i64,
    /// When it began, in seconds.
    pub from: i64,
    /// When it ended; now, while it runs.
    pub to: i64,
    pub finished: bool,
    /// Whether somebody reported both ends.
    pub trusted: bool,
    pub breaks: Vec<Break>,
}

impl Span {
    /// The stretches in which it was worked on.
    pub(super) fn active(&self) -> Vec<(i64, i64)> {
        let mut found = Vec::new();
        let mut from = self.from;
        for rest in &self.breaks {
            if rest.from > from {
                found.push((from, rest.from.min(self.to)));
            }
            from = from.max(rest.to);
        }
        if self.to > from {
            found.push((from, self.to));
        }
        found
    }
}

/// Seconds that each span took, in the order of the spans.
fn taken(desk: &Desk<'_>, spans: &[Span], overlaps: &mut u32) -> Vec<i64> {
    let single = |span: &Span| desk.past.machines(&span.center) == 1;
    let mut claims = Vec::new();
    for span in spans.iter().filter(|span| span.trusted && single(span)) {
        let Some(calendar) = desk.past.center(&span.center) else { continue };
        for (from, to) in span.active() {
            let at = |t: i64| calendar.worked_at(Instant(t)).0;
            claims.push(Claim {
                machine: span.center.clone(),
                from: at(from),
                to: at(to),
                order: span.order.clone(),
                operation: span.operation,
                by: span.item.clone(),
            });
        }
    }
    let (shares, dirt) = shared_out(&claims);
    *overlaps += dirt.overlaps;
    let seconds = |span: &Span| {
        let Some(calendar) = desk.past.center(&span.center) else { return 0 };
        let plain = || span.active().iter().map(|&(from, to)| worked(calendar, from, to)).sum();
        if !(span.trusted && single(span)) {
            return plain();
        }
        let key = (span.center.clone(), span.order.clone(), span.operation);
        // What lay outside all shifts has no share of open time.
        shares.get(&key).copied().filter(|share| *share > 0).unwrap_or_else(plain)
    };
    spans.iter().map(seconds).collect()
}

impl Desk<'_> {
    /// Makes observations of spans.
    pub(super) fn observe(&mut self, spans: &[Span]) {
        let mut overlaps = 0;
        let seconds = taken(self, spans, &mut overlaps);
        self.dropped += overlaps;
        let mut watched: BTreeMap<(Code, i64), i64> = BTreeMap::new();
        for (span, &worked) in spans.iter().zip(&seconds) {
            if worked > 0 {
                *watched.entry((span.center.clone(), span.from.div_euclid(WEEK))).or_default() += worked;
            }
            let Some(calendar) = self.past.center(&span.center) else { continue };
            let stops: Vec<(Why, Stop)> = span.breaks.iter().map(|rest| stop(span, rest, calendar)).collect();
            for (why, stop) in stops {
                match why {
                    Why::Machine => self.records.stops.push(stop),
                    Why::Nobody => self.records.absences.push(stop),
                    Why::Other => {}
                }
            }
            if span.trusted && span.planned > 0 {
                self.records.operations.push(OperationRecord {
                    center: span.center.clone(),
                    group: self.shop.items.get(&span.item).and_then(|item| item.group.clone()),
                    item: span.item.clone(),
                    order: span.order.clone(),
                    operation: span.operation,
                    planned: span.planned,
                    worked,
                    finished: span.finished,
                    at: Instant(span.from),
                });
            }
        }
        let now = self.now().0;
        let weeks = watched.into_iter().map(|((center, week), worked)| Watched {
            center,
            at: Instant(((week + 1) * WEEK).min(now)),
            worked,
        });
        // Whoever reports how long work took would have reported both kinds of stoppage; what nobody reports as
        // one is in the operation times already.
        self.records.watched = weeks.collect();
        self.records.attended.clone_from(&self.records.watched);
    }
}

fn stop(span: &Span, rest: &Break, calendar: &Calendar) -> (Why, Stop) {
    let stop = Stop {
        center: span.center.clone(),
        machine: span.order.clone(),
        at: Instant(rest.from),
        lasted: open(calendar, rest.from, rest.to),
        over: rest.over,
    };
    (rest.why, stop)
}
