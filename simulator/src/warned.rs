//! Whether those who look after a promise heard of its end while something could still be done, held against the oracle.
//!
//! Owns the mornings of the months that count: whom the server had warned by then, how likely the oracle takes every open
//! promise to be kept, and how many messages were written. One person looks after all orders.

use crate::chance::Luck;
use crate::hours::Hours;
use crate::oracle::Oracle;
use crate::player::Player;
use crate::player::client::PlayError;
use crate::record::Record;
use crate::rule::ByRule;
use crate::shop::{Happening, Policy, Shop};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::sync::Arc;

/// Working days before the promised one on which somebody can still do something.
const AHEAD: usize = 2;
/// Open lines for which one seller's messages are told.
const LINES: f64 = 300.0;
/// A future that is still not over after so many events is given up.
const MOST_EVENTS: usize = 400_000;

/// What the mornings of one seed have shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Warned {
    /// When the seller was first told of each order, by number, in hours since the world's start.
    pub told: BTreeMap<u64, f64>,
    /// When the oracle's odds were below the threshold first.
    pub crossed: BTreeMap<u64, f64>,
    /// All mornings.
    pub mornings: Vec<f64>,
    /// Open lines, also those whose promises do not count, summed over the mornings.
    pub lines: usize,
    /// Messages to the seller.
    pub messages: u64,
    /// Of these, what is told together in the morning.
    pub digests: u64,
    /// Below which odds the server warns first.
    pub threshold: f64,
}

/// How well the warnings did. Shares in percent.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Warnings {
    /// Promises that were missed.
    pub missed: usize,
    /// Of these, those whose end the oracle could foresee two working days ahead.
    pub foreseeable: usize,
    /// Of the foreseeable, those whose seller was warned two working days ahead.
    pub in_time: usize,
    /// The share of that.
    pub recall: Option<f64>,
    /// Promises of whose danger the seller was ever told.
    pub told: usize,
    /// Of these, the missed ones.
    pub rightly: usize,
    /// The share of that.
    pub precision: Option<f64>,
    /// Mean open lines.
    pub open_lines: Option<f64>,
    /// Messages a working day.
    pub messages_a_day: Option<f64>,
    /// Of these, digests.
    pub digests_a_day: Option<f64>,
    /// Messages a working day at 300 open lines, if those about single orders come by the line.
    pub messages_a_day_at_300: Option<f64>,
}

/// Looks at the shop every working morning.
pub struct Mornings {
    oracle: Oracle,
    /// A promise that the oracle takes to be kept with less than this could be known to be in danger: the server's own
    /// threshold for its first warning.
    threshold: f64,
    next: f64,
    /// Messages that were written before the first morning.
    before: Option<[u64; 2]>,
    warned: Warned,
}

impl Mornings {
    /// Looks from `from` on, with this oracle and the server's threshold.
    pub fn new(oracle: Oracle, threshold: f64, hours: &Hours, from: f64) -> Self {
        let next = hours.next_open(from);
        Self { oracle, threshold, next, before: None, warned: Warned { threshold, ..Warned::default() } }
    }

    /// Whether a morning has come.
    pub fn is_due(&self, shop: &Shop) -> bool {
        shop.now() >= self.next
    }

    /// Looks at the open promises, by number with the instant of each.
    ///
    /// # Errors
    ///
    /// The server does not answer.
    pub fn look(
        &mut self,
        shop: &Shop,
        player: &mut Player,
        open: &BTreeMap<u64, f64>,
    ) -> Result<(), PlayError> {
        let now = shop.now();
        player.have_looked(shop)?;
        for (number, share) in kept(&self.oracle, shop, open) {
            if share < self.threshold {
                self.warned.crossed.entry(number).or_insert(now);
            }
        }
        if self.before.is_none() {
            self.before = Some(player.messages()?);
        }
        self.warned.mornings.push(now);
        self.warned.lines += shop.jobs().count();
        self.next = shop.hours().next_morning(now);
        Ok(())
    }

    /// All of it, with all warnings and messages of these days: also those that were over by the next morning, as they had
    /// been told.
    ///
    /// # Errors
    ///
    /// The server does not answer.
    pub fn ended(self, shop: &Shop, player: &mut Player) -> Result<Warned, PlayError> {
        let (now, before) = (player.messages()?, self.before.unwrap_or_default());
        let [messages, digests] = [0, 1].map(|of| now[of].saturating_sub(before[of]));
        Ok(Warned { messages, digests, told: player.told_of(shop)?, ..self.warned })
    }
}

/// The share of futures in which each open promise is kept.
fn kept(oracle: &Oracle, shop: &Shop, open: &BTreeMap<u64, f64>) -> BTreeMap<u64, f64> {
    let mut shares: BTreeMap<u64, f64> = open.keys().map(|number| (*number, 0.0)).collect();
    let last = open.values().copied().fold(shop.now(), f64::max);
    for future in 0..oracle.futures {
        let dice = oracle.dice.other(Luck::Scenario, [shop.now().to_bits(), future as u64]);
        let mut imagined = shop.imagined(dice);
        let floor = ByRule { rule: oracle.rule, dice, habit: None };
        let mut seen = Ends { floor, open, kept: BTreeSet::new() };
        for _ in 0..MOST_EVENTS {
            if imagined.now() > last || seen.kept.len() == open.len() {
                break;
            }
            let Ok(()) = imagined.step(&mut seen);
        }
        for number in seen.kept {
            *shares.entry(number).or_default() += 1.0 / oracle.futures as f64;
        }
    }
    shares
}

/// Follows a rule, and sees which promises are kept.
struct Ends<'a> {
    floor: ByRule,
    open: &'a BTreeMap<u64, f64>,
    kept: BTreeSet<u64>,
}

impl Policy for Ends<'_> {
    type Stop = Infallible;

    fn ask(
        &mut self,
        shop: &Shop,
        order: &Arc<crate::order::Order>,
    ) -> Result<Option<crate::order::Answer>, Infallible> {
        self.floor.ask(shop, order)
    }

    fn choose(&mut self, shop: &Shop, station: usize, waiting: &[usize]) -> Result<usize, Infallible> {
        self.floor.choose(shop, station, waiting)
    }

    fn see(&mut self, shop: &Shop, what: &Happening) -> Result<(), Infallible> {
        if let Happening::Done(job) = what
            && self.open.get(&job.order.number).is_some_and(|promise| shop.now() <= *promise)
        {
            self.kept.insert(job.order.number);
        }
        Ok(())
    }
}

/// The last morning that lies two working days before the promised one, and the next: whoever is told between them has two
/// whole working days left. Nothing if the promise was made later than that.
fn deadline(mornings: &[f64], promise: f64) -> Option<[f64; 2]> {
    let before = mornings.partition_point(|morning| *morning < promise);
    let at = before.checked_sub(AHEAD + 1)?;
    Some([mornings[at], mornings[at + 1]])
}

/// Judges the warnings of all seeds by what became of the promises.
pub fn judge(seeds: &[(Vec<Record>, Warned)]) -> Warnings {
    let mut sum = Warnings::default();
    let (mut mornings, mut lines, mut messages, mut digests) = (0, 0, 0, 0);
    for (records, warned) in seeds {
        for record in records {
            let promise = record.asked + record.promised;
            let told = warned.told.get(&record.number).copied();
            let missed = record.real > record.promised;
            sum.missed += usize::from(missed);
            sum.told += usize::from(told.is_some());
            sum.rightly += usize::from(missed && told.is_some());
            let crossed = warned.crossed.get(&record.number).copied();
            let foreseen = crossed.zip(deadline(&warned.mornings, promise)).filter(|_| missed);
            let foreseen = foreseen.filter(|(crossed, [morning, _])| crossed <= morning);
            let in_time = foreseen.is_some_and(|(_, [_, next])| told.is_some_and(|told| told < next));
            sum.foreseeable += usize::from(foreseen.is_some());
            sum.in_time += usize::from(in_time);
        }
        mornings += warned.mornings.len();
        lines += warned.lines;
        messages += warned.messages;
        digests += warned.digests;
    }
    let share = |part: usize, whole: usize| (whole > 0).then(|| 100.0 * part as f64 / whole as f64);
    let a_day = |of: f64| (mornings > 0).then(|| of / mornings as f64);
    sum.recall = share(sum.in_time, sum.foreseeable);
    sum.precision = share(sum.rightly, sum.told);
    sum.open_lines = a_day(lines as f64);
    sum.messages_a_day = a_day(messages as f64);
    sum.digests_a_day = a_day(digests as f64);
    // A digest is one a morning, however much it tells of.
    let by_line = (lines > 0).then(|| LINES * (messages - digests) as f64 / lines as f64);
    sum.messages_a_day_at_300 = by_line.zip(sum.digests_a_day).map(|(by_line, digests)| by_line + digests);
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::Percentiles;

    fn record(number: u64, promised: f64, real: f64) -> Record {
        let odds = Percentiles::default();
        let (work, in_queue, in_shop, oracle) = (1.0, 0.0, 0.0, Vec::new());
        Record { number, asked: 0.0, work, in_queue, in_shop, promised, odds, oracle, real }
    }

    #[test]
    fn two_working_days_ahead_is_the_third_last_morning_before_the_promise() {
        let mornings = [8.0, 32.0, 56.0, 80.0];
        let end = |promise| deadline(&mornings, promise);
        assert_eq!(end(72.0), Some([8.0, 32.0]), "56, 32 and 8 lie before the end of the third day");
        assert_eq!(end(48.0), None);
        assert_eq!(end(96.0), Some([32.0, 56.0]));
    }

    #[test]
    fn only_misses_that_could_be_foreseen_are_owed_a_warning_in_time() {
        let mornings = vec![8.0, 32.0, 56.0, 80.0];
        let records = vec![
            record(1, 96.0, 120.0), // warned in time
            record(2, 96.0, 120.0), // warned a day late
            record(3, 96.0, 120.0), // nobody could know
            record(4, 96.0, 90.0),  // warned, and kept
            record(5, 96.0, 90.0),
        ];
        let told = BTreeMap::from([(1, 36.0), (2, 56.0), (4, 8.0)]);
        let crossed = BTreeMap::from([(1, 32.0), (2, 32.0), (3, 80.0), (4, 8.0)]);
        let warned = Warned { told, crossed, mornings, lines: 20, messages: 4, digests: 2, threshold: 0.7 };
        let judged = judge(&[(records, warned)]);
        assert_eq!((judged.missed, judged.foreseeable, judged.in_time), (3, 2, 1));
        assert_eq!((judged.told, judged.rightly, judged.recall), (3, 2, Some(50.0)));
        assert_eq!((judged.open_lines, judged.messages_a_day), (Some(5.0), Some(1.0)));
        assert_eq!((judged.digests_a_day, judged.messages_a_day_at_300), (Some(0.5), Some(30.5)));
    }
}
