//! How often promises were kept that were recorded with odds.
//!
//! A promise counts some open days after its day: then what left is reported, and what is still open was not kept. Of days
//! to come only the kept ones are known. What was given up counts as not kept, unless the customer took it back while
//! there was time. Our own day that is only noted beside that of sales teaches nothing: nobody worked towards it; nor
//! does what hung on no chance.
//!
//! The percentiles of a promise count beside its own day, all of them together once. Those before the promised day say
//! something only where goods leave when they are ready: where more of them are ready on the very day than before it, they
//! may have waited for it, and the sooner percentiles are left out.

use super::Desk;
use crate::domain::accuracy::{Case, Outcome as End, judged};
use crate::domain::promise::{PercentileDay, Snapshot, SnapshotOdds};
use crate::domain::value::Day;
use crate::planning::became::Became;
use crate::store::accuracy::{Portion, portion_of, promised_with_odds, snapshots_of};
use crate::store::{Db, Failure, Json};
use chrono::Days;
use holdfast_engine::learn::Outcome;
use holdfast_engine::model::Code;
use holdfast_engine::time::Instant;

/// Most promises that are learned from: the newest.
const MOST: i64 = 100_000;
/// Orders that are read at once.
const PORTION: usize = 500;
/// Open days of the plant after which what left by a day is reported: carriers' papers and the evening's notes come late.
const REPORTED_AFTER: u32 = 2;
/// Days that are looked back for open ones.
const FARTHEST: u64 = 60;

/// What was heard of all promises so far.
#[derive(Default)]
struct Heard {
    told: Vec<Outcome>,
    /// Percentiles before the promised day.
    sooner: Vec<Outcome>,
    /// Lines with such percentiles that were ready before their promised day.
    early: u32,
    /// Lines with such percentiles that were ready on that very day.
    on_their_day: u32,
}

/// A promised line whose day is over.
struct Over {
    document: Code,
    group: Option<Code>,
    /// As it left.
    case: Case,
    /// As it was ready, as far as known.
    ready: Case,
}

impl Desk<'_> {
    /// Reads all promises that are decided, the newest first.
    pub(super) fn read_outcomes(&mut self, db: &mut Db) -> Result<(), Failure> {
        let became = Became::new(db, self.shop.zone)?;
        let mut heard = Heard::default();
        let days = (self.first_day(), self.last_reported());
        for numbers in promised_with_odds(db, self.plant_id, days, MOST)?.chunks(PORTION) {
            let portion = portion_of(db, self.plant_id, numbers)?;
            let over = self.over(&became, &portion, days);
            let ids: Vec<i64> = over.iter().map(|(id, _)| *id).collect();
            let snapshots = snapshots_of(db, &ids)?;
            for (id, over) in &over {
                let snapshot = snapshots.get(id).map(Json::read::<Option<Snapshot>>).transpose()?.flatten();
                if let Some(odds) = snapshot.and_then(|snapshot| snapshot.odds) {
                    self.hear(over, &odds, days.1, &mut heard);
                }
            }
        }
        self.records.outcomes = heard.told;
        if heard.early > heard.on_their_day {
            self.records.outcomes.append(&mut heard.sooner);
        }
        Ok(())
    }

    /// The last day of which all that left by it is reported.
    fn last_reported(&self) -> Day {
        let today = self.now.day(self.shop.zone);
        let is_open = |date: chrono::NaiveDate| {
            let (from, to) = (Instant::start_of(date, self.shop.zone), Instant::end_of(date, self.shop.zone));
            self.past.plant().is_none_or(|plant| plant.intervals_between(from, to + 1).next().is_some())
        };
        let mut open = 0;
        for back in 1..FARTHEST {
            let date = today.date() - Days::new(back);
            open += u32::from(is_open(date));
            if open == REPORTED_AFTER {
                return Day::new(date - Days::new(1)).unwrap_or(today);
            }
        }
        Day::new(today.date() - Days::new(FARTHEST)).unwrap_or(today)
    }

    /// The lines of a portion whose promises are over, with the number of the promise that each is judged by.
    fn over(&self, became: &Became, portion: &Portion, (first, last): (Day, Day)) -> Vec<(i64, Over)> {
        let mut found = Vec::new();
        for (line, customer, entered_at) in &portion.lines {
            let Some(promises) = portion.promises.get(&line.id()) else { continue };
            let judged = judged(&became.said(promises));
            let Some(judged) = judged.filter(|judged| (first..=last).contains(&judged.day)) else { continue };
            let Some(promise) = promises.get(judged.place).filter(|one| one.percentile.is_some()) else {
                continue;
            };
            let ends = became
                .outcome(portion, line, customer)
                .zip(became.outcome_if_not_waited(portion, line, customer));
            let Some((outcome, ready)) = ends else { continue };
            let ordered = line.order_date.unwrap_or_else(|| entered_at.day(self.shop.zone));
            let item = self.shop.items.get(line.item.as_str());
            let over = Over {
                document: Code::from(line.id().to_string()),
                group: item.and_then(|item| item.group.clone()),
                case: Case { judged, ordered, outcome },
                ready: Case { judged, ordered, outcome: ready },
            };
            found.push((promise.id, over));
        }
        found
    }

    fn hear(&self, over: &Over, odds: &SnapshotOdds, last: Day, heard: &mut Heard) {
        if odds.is_certain() {
            return;
        }
        let day = over.case.judged.day;
        let row = |day: Day, share: f64, kept| Outcome {
            document: over.document.clone(),
            group: over.group.clone(),
            share: (share * 1e6).round() as u32,
            at: self.day(day),
            kept,
        };
        // What is still open was not kept.
        heard.told.push(row(day, odds.kept_by(), over.case.kept(day, last).unwrap_or(false)));
        let mut has_sooner = false;
        for PercentileDay { futures_kept, day: by, .. } in &odds.days {
            let Some(by) = by.filter(|by| *by != day && *by <= last) else { continue };
            let kept = match over.ready.outcome {
                // Nobody knows when it would have been ready.
                End::GivenUp if by > day => continue,
                _ => over.ready.kept(by, last).unwrap_or(false),
            };
            let list = if by < day { &mut heard.sooner } else { &mut heard.told };
            list.push(row(by, *futures_kept, kept));
            has_sooner |= by < day;
        }
        if let (true, End::Complete { on, .. }) = (has_sooner, over.ready.outcome) {
            heard.early += u32::from(on < day);
            heard.on_their_day += u32::from(on == day);
        }
    }
}
