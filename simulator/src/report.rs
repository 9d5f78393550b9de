//! The accuracy report: every figure, and the same as JSON.
//!
//! Owns what the report has. A figure that nobody could count is missing, in JSON `null`.

use crate::accuracy::{self, Between, Coverage, CoverageBetween, Month, Point, Way};
use crate::learnt::{self, Learnt};
use crate::play::Played;
use crate::record::Record;
use crate::warned::{self, Warnings};
use serde::Serialize;
use std::collections::BTreeMap;

/// Jobs-in-queue must need so much more than the oracle for a way between them to be told.
const WORTH_A_WAY: f64 = 1.02;

/// What months at a server have shown. Shares in percent, spans in days.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The world.
    pub world: String,
    /// Months that count.
    pub months: f64,
    /// The seeds that were played.
    pub seeds: Vec<u64>,
    /// Promises made in these months, each followed to its end.
    pub promises: usize,
    /// Those of them that were told with odds: the ones that coverage is of.
    pub told: usize,
    /// Customers who went elsewhere, or got no date.
    pub lost: usize,
    /// Kept, of what was told with each odds; absent while the server tells none.
    pub coverage: Coverage,
    /// The same between seeds.
    pub coverage_between_seeds: CoverageBetween,
    /// Promises kept, of those made by a policy of the 95th percentile.
    pub kept_at_p95: Option<f64>,
    /// The same between seeds.
    pub kept_between_seeds: Option<Between>,
    /// On time in full: every line here is whole when it leaves.
    pub otif: Option<f64>,
    /// Mean days after the promise of those that were late.
    pub mean_days_late: Option<f64>,
    /// Mean promised lead time.
    pub mean_quoted_days: Option<f64>,
    /// Mean real lead time.
    pub mean_real_days: Option<f64>,
    /// Lead times at equal service: 95 % kept.
    pub ways: Vec<Way>,
    /// Ours over the constant one, at equal service.
    pub lead_time_vs_constant: Option<f64>,
    /// Ours over the oracle's, at equal service.
    pub lead_time_vs_oracle: Option<f64>,
    /// How far of the way from jobs-in-queue to the oracle, in percent.
    pub way_to_oracle: Option<f64>,
    /// Promises kept in the busiest fifth of days.
    pub busiest_fifth_kept: Option<f64>,
    /// What a constant lead time keeps there.
    pub busiest_fifth_constant: Option<f64>,
    /// What was told against what was kept.
    pub reliability: Vec<Point>,
    /// The same for the oracle.
    pub oracle_reliability: Vec<Point>,
    /// Coverage of the oracle: how well the simulator judges itself.
    pub oracle_coverage: Coverage,
    /// Month by month.
    pub by_month: Vec<Month>,
    /// What the server assumed, what it had learned at the end, and what is true.
    pub learned: Vec<Learnt>,
    /// How well the seller was warned, if that was asked for.
    pub warnings: Option<Warnings>,
    /// What the server refused, by its names.
    pub refused: BTreeMap<String, u32>,
    /// Takings at a station of whose waiting jobs the list named none.
    pub unlisted: u64,
    /// Wall-clock seconds of all seeds together.
    pub seconds: f64,
    /// Requests by kind: how many, and mean milliseconds.
    pub requests: BTreeMap<&'static str, (u64, f64)>,
    /// The promises themselves, seed by seed. They have a form of their own: [`crate::promises`].
    #[serde(skip)]
    pub records: Vec<(u64, Vec<Record>)>,
}

impl Report {
    /// The report of what was played. `from` is where the months that count begin, in hours since the world's start.
    pub fn new(world: &str, months: f64, from: f64, played: Vec<Played>) -> Self {
        let (refused, requests) = (refused(&played), requests(&played));
        let numbers: Vec<u64> = played.iter().map(|one| one.seed).collect();
        let (lost, unlisted) = played.iter().fold((0, 0), |(l, u), one| (l + one.lost, u + one.unlisted));
        let seconds = played.iter().map(|one| one.seconds).sum();
        let warnings = warnings(&played);
        let learned = learnt::pooled(&played.iter().map(|one| one.learned.as_slice()).collect::<Vec<_>>());
        let seeds: Vec<Vec<Record>> = played.into_iter().map(|one| one.records).collect();
        let all: Vec<Record> = seeds.iter().flatten().cloned().collect();
        let ways = accuracy::ways(&all);
        let way = |name: &str| ways.iter().find(|way| way.name == name).map(|way| way.mean_days);
        let (ours, oracle) = (way("holdfast"), way("oracle"));
        let late = all.iter().map(|record| (record.real - record.promised) / 24.0).filter(|late| *late > 0.0);
        let (busiest_fifth_kept, busiest_fifth_constant) = accuracy::busiest_fifth(&seeds);
        Self {
            world: world.to_owned(),
            months,
            promises: all.len(),
            told: all.iter().filter(|record| record.odds.p95.is_some()).count(),
            lost,
            coverage: accuracy::coverage(&all),
            coverage_between_seeds: accuracy::coverage_between(&seeds),
            kept_at_p95: accuracy::kept(&all),
            kept_between_seeds: accuracy::kept_between(&seeds),
            otif: accuracy::kept(&all),
            mean_days_late: accuracy::mean(late),
            mean_quoted_days: accuracy::mean(all.iter().map(|record| record.promised / 24.0)),
            mean_real_days: accuracy::mean(all.iter().map(|record| record.real / 24.0)),
            lead_time_vs_constant: ours.zip(way("constant")).map(|(ours, constant)| ours / constant),
            lead_time_vs_oracle: ours.zip(oracle).map(|(ours, oracle)| ours / oracle),
            way_to_oracle: way("jobs-in-queue")
                .zip(ours)
                .zip(oracle)
                .filter(|((queue, _), oracle)| *queue > oracle * WORTH_A_WAY)
                .map(|((queue, ours), oracle)| 100.0 * (queue - ours) / (queue - oracle)),
            ways,
            busiest_fifth_kept,
            busiest_fifth_constant,
            reliability: accuracy::reliability(&seeds),
            oracle_reliability: accuracy::oracle_reliability(&seeds),
            oracle_coverage: accuracy::oracle_coverage(&all),
            by_month: accuracy::months(&seeds, from),
            learned,
            warnings,
            refused,
            unlisted,
            seconds,
            requests,
            records: numbers.iter().copied().zip(seeds).collect(),
            seeds: numbers,
        }
    }

    /// As a JSON document.
    ///
    /// # Errors
    ///
    /// A figure has no JSON form.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self)
    }
}

/// How the warnings did, over all seeds.
fn warnings(played: &[Played]) -> Option<Warnings> {
    let seeds: Vec<_> =
        played.iter().filter_map(|one| Some((one.records.clone(), one.warned.clone()?))).collect();
    (!seeds.is_empty()).then(|| warned::judge(&seeds))
}

/// What the server refused, over all seeds.
fn refused(played: &[Played]) -> BTreeMap<String, u32> {
    let mut refused = BTreeMap::new();
    for (what, count) in played.iter().flat_map(|one| &one.refused) {
        *refused.entry(what.clone()).or_default() += count;
    }
    refused
}

/// Requests by kind over all seeds: how many, and mean milliseconds.
fn requests(played: &[Played]) -> BTreeMap<&'static str, (u64, f64)> {
    let mut requests: BTreeMap<&'static str, (u64, f64)> = BTreeMap::new();
    for (kind, spent) in played.iter().flat_map(|one| &one.spent) {
        let sum = requests.entry(kind).or_default();
        *sum = (sum.0 + spent.calls, sum.1 + spent.time.as_secs_f64() * 1e3);
    }
    for sum in requests.values_mut() {
        sum.1 /= sum.0.max(1) as f64;
    }
    requests
}
