//! What was promised and what really happened, by the simulator's own record.
//!
//! Owns the period that counts: orders asked for in it, followed until they are done. Nothing in it comes from the
//! server but its answers.

use crate::oracle::{Oracle, percentile};
use crate::order::{Answer, Order, Percentiles};
use crate::shop::{Happening, Policy, Shop};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A promise and its outcome. Spans are hours of the clock from asking on.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The order.
    pub number: u64,
    /// When it was asked for, in hours since the world's start.
    pub asked: f64,
    /// Planned working hours.
    pub work: f64,
    /// Jobs that waited or ran at its stations when it was asked for.
    pub in_queue: f64,
    /// Jobs in the whole shop at that time.
    pub in_shop: f64,
    /// The promised span.
    pub promised: f64,
    /// The spans of the odds that were told.
    pub odds: Percentiles,
    /// The spans that the oracle imagined, shortest first; empty if it was not asked.
    pub oracle: Vec<f32>,
    /// The real span.
    pub real: f64,
}

impl Record {
    /// The span that the oracle would have told with these odds, `share` from 0 to 1; not a number if it was not
    /// asked.
    pub fn told(&self, share: f64) -> f64 {
        let spans: Vec<f64> = self.oracle.iter().map(|span| f64::from(*span)).collect();
        percentile(&spans, share)
    }
}

/// Writes down what a policy answers and what becomes of it.
pub struct Recorder<P> {
    /// The policy.
    pub policy: P,
    oracle: Option<Oracle>,
    from: f64,
    until: f64,
    open: BTreeMap<u64, Record>,
    done: Vec<Record>,
    refused: usize,
}

impl<P> Recorder<P> {
    /// Records what is asked for from `from` until `until`. With an oracle its view of each order is kept beside.
    pub fn new(policy: P, oracle: Option<Oracle>, from: f64, until: f64) -> Self {
        Self { policy, oracle, from, until, open: BTreeMap::new(), done: Vec::new(), refused: 0 }
    }

    /// How many promises count so far.
    pub fn promises(&self) -> usize {
        self.open.len() + self.done.len()
    }

    /// The instants of the promises that count and are open, by the order's number.
    pub fn open_promises(&self) -> BTreeMap<u64, f64> {
        self.open.iter().map(|(number, record)| (*number, record.asked + record.promised)).collect()
    }

    /// Whether the period is over and every promise made in it has met its end.
    pub fn is_complete(&self, now: f64) -> bool {
        now >= self.until && self.open.is_empty()
    }

    /// Everything that was promised and done, in the order in which it was asked for, and how many customers went
    /// elsewhere.
    pub fn into_records(self) -> (Vec<Record>, usize) {
        let mut done = self.done;
        done.sort_by_key(|record| record.number);
        (done, self.refused)
    }

    fn note(&mut self, shop: &Shop, order: &Arc<Order>, answer: &Answer) {
        let asked = shop.now();
        let span = |at: Option<f64>| at.map(|at| at - asked);
        let odds = &answer.percentiles;
        let ends = self.oracle.map(|oracle| oracle.ends(shop, order, answer.promise)).unwrap_or_default();
        let record = Record {
            number: order.number,
            asked,
            work: order.work_from(0),
            in_queue: order.stations.iter().map(|station| shop.queue(*station) as f64).sum(),
            in_shop: shop.jobs().count() as f64,
            promised: answer.promise - asked,
            odds: Percentiles { p50: span(odds.p50), p80: span(odds.p80), p95: span(odds.p95) },
            oracle: ends.into_iter().map(|end| (end - asked) as f32).collect(),
            real: f64::NAN,
        };
        self.open.insert(order.number, record);
    }
}

impl<P: Policy> Policy for Recorder<P> {
    type Stop = P::Stop;

    fn ask(&mut self, shop: &Shop, order: &Arc<Order>) -> Result<Option<Answer>, P::Stop> {
        let answer = self.policy.ask(shop, order)?;
        let counts = (self.from..self.until).contains(&shop.now());
        if let Some(answer) = answer.as_ref().filter(|_| counts) {
            self.note(shop, order, answer);
        }
        Ok(answer)
    }

    fn choose(&mut self, shop: &Shop, station: usize, waiting: &[usize]) -> Result<usize, P::Stop> {
        self.policy.choose(shop, station, waiting)
    }

    fn see(&mut self, shop: &Shop, what: &Happening) -> Result<(), P::Stop> {
        self.policy.see(shop, what)?;
        match what {
            Happening::Done(job) => {
                if let Some(record) = self.open.remove(&job.order.number) {
                    self.done.push(Record { real: shop.now() - record.asked, ..record });
                }
            }
            Happening::Refused(order) => {
                self.refused += usize::from(self.open.remove(&order.number).is_some());
            }
            _ => {}
        }
        Ok(())
    }
}
