//! How true promises were: kept, coverage, reliability, lead times at equal service, and how sure that is.
//!
//! Owns every figure of the report. A figure without anything to count is absent, never zero. Shares are in percent,
//! spans in days.

use crate::baselines::{self, Quotes};
use crate::record::Record;
use serde::Serialize;

/// Service at which lead times are compared.
pub const SERVICE: f64 = 0.95;

/// Shares that were kept, in percent, of what was told with odds of 50, 80 and 95 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Coverage {
    /// Of what was told with 50 %.
    pub p50: Option<f64>,
    /// Of what was told with 80 %.
    pub p80: Option<f64>,
    /// Of what was told with 95 %.
    pub p95: Option<f64>,
}

/// A figure with its 95 % interval between seeds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Between {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Coverage with intervals between seeds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct CoverageBetween {
    /// Of what was told with 50 %.
    pub p50: Option<Between>,
    /// Of what was told with 80 %.
    pub p80: Option<Between>,
    /// Of what was told with 95 %.
    pub p95: Option<Between>,
}

/// How often what was told with one probability was kept.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Point {
    /// The probability that was told, in percent.
    pub told: f64,
    /// How often it was kept, in percent.
    pub kept: f64,
    /// Its interval between seeds, if there are several.
    pub between: Option<Between>,
}

/// What one way to promise needs, at equal service.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Way {
    /// Its name.
    pub name: &'static str,
    /// Mean quoted lead time in days.
    pub mean_days: f64,
    /// Against the constant lead time.
    pub vs_constant: f64,
}

/// What was promised in one month.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Month {
    /// Counts from 1 on.
    pub month: u32,
    /// Promises made in it.
    pub promises: usize,
    /// Share that was kept.
    pub kept: f64,
    /// Kept, of what was told with each odds: what was learned meanwhile shows here.
    pub coverage: Coverage,
    /// Mean promised days.
    pub mean_quoted_days: f64,
    /// Mean real days.
    pub mean_real_days: f64,
}

/// Which percentile of a record is looked at.
type Told = fn(&Record) -> Option<f64>;

const TOLD: [(f64, Told); 3] =
    [(50.0, |record| record.odds.p50), (80.0, |record| record.odds.p80), (95.0, |record| record.odds.p95)];

/// Share of the records that were kept, of those that told a span.
pub fn share<'a>(
    records: impl IntoIterator<Item = &'a Record>,
    told: impl Fn(&Record) -> Option<f64>,
) -> Option<f64> {
    let (mut count, mut kept) = (0_u32, 0_u32);
    for record in records {
        if let Some(span) = told(record) {
            count += 1;
            kept += u32::from(record.real <= span + 1e-9);
        }
    }
    (count > 0).then(|| 100.0 * f64::from(kept) / f64::from(count))
}

/// Mean of the numbers; nothing without any.
pub fn mean(numbers: impl IntoIterator<Item = f64>) -> Option<f64> {
    let (mut count, mut sum) = (0_u32, 0.0);
    for number in numbers {
        count += 1;
        sum += number;
    }
    (count > 0).then(|| sum / f64::from(count))
}

/// Interval of the mean of one figure a seed, by Student's t; nothing for fewer than two seeds.
pub fn between(figures: &[f64]) -> Option<Between> {
    /// 97.5 % points of Student's t for 1, 2, … degrees of freedom.
    const T: [f64; 12] = [12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.20, 2.18];
    let freedom = figures.len().checked_sub(1).filter(|freedom| *freedom > 0)?;
    let centre = mean(figures.iter().copied())?;
    let variance = figures.iter().map(|figure| (figure - centre).powi(2)).sum::<f64>() / freedom as f64;
    let t = T.get(freedom - 1).copied().unwrap_or(2.0);
    let half = t * (variance / figures.len() as f64).sqrt();
    Some(Between { low: centre - half, high: centre + half })
}

/// One figure for each seed that has it.
fn of_seeds(seeds: &[Vec<Record>], figure: impl Fn(&[Record]) -> Option<f64>) -> Vec<f64> {
    seeds.iter().filter_map(|records| figure(records)).collect()
}

/// Coverage of the odds that were told.
pub fn coverage<'a>(records: impl IntoIterator<Item = &'a Record> + Clone) -> Coverage {
    let [p50, p80, p95] = TOLD.map(|(_, told)| share(records.clone(), told));
    Coverage { p50, p80, p95 }
}

/// Coverage of the oracle's odds; absent if it was not asked.
pub fn oracle_coverage(records: &[Record]) -> Coverage {
    let of = |level: f64| share(records, |record| Some(record.told(level)).filter(|span| !span.is_nan()));
    Coverage { p50: of(0.5), p80: of(0.8), p95: of(0.95) }
}

/// Coverage between seeds.
pub fn coverage_between(seeds: &[Vec<Record>]) -> CoverageBetween {
    let [p50, p80, p95] = TOLD.map(|(_, told)| between(&of_seeds(seeds, |records| share(records, told))));
    CoverageBetween { p50, p80, p95 }
}

/// Share of the promises that were kept.
pub fn kept(records: &[Record]) -> Option<f64> {
    share(records, |record| Some(record.promised))
}

/// That share between seeds.
pub fn kept_between(seeds: &[Vec<Record>]) -> Option<Between> {
    between(&of_seeds(seeds, kept))
}

/// What was told against what was kept: the odds of the server, or its promise where it tells none.
pub fn reliability(seeds: &[Vec<Record>]) -> Vec<Point> {
    let points = |told: f64, of: &dyn Fn(&Record) -> Option<f64>| {
        let kept = share(seeds.iter().flatten(), of)?;
        Some(Point { told, kept, between: between(&of_seeds(seeds, |records| share(records, of))) })
    };
    let odds: Vec<Point> = TOLD.iter().filter_map(|(told, of)| points(*told, of)).collect();
    if odds.is_empty() { points(95.0, &|record| Some(record.promised)).into_iter().collect() } else { odds }
}

/// The same for the oracle, in steps of five per cent.
pub fn oracle_reliability(seeds: &[Vec<Record>]) -> Vec<Point> {
    let at = |step: u32| {
        let level = f64::from(step) * 0.05;
        let told = |record: &Record| Some(record.told(level)).filter(|span| !span.is_nan());
        let kept = share(seeds.iter().flatten(), told)?;
        Some(Point {
            told: 100.0 * level,
            kept,
            between: between(&of_seeds(seeds, |records| share(records, told))),
        })
    };
    (1..20).filter_map(at).collect()
}

/// What each way to promise needs on these orders, at equal service; the server's own dates last but one, the oracle
/// last. Empty without records.
pub fn ways(records: &[Record]) -> Vec<Way> {
    let rules: [(&'static str, Option<Quotes>); 5] = [
        ("constant", Some(baselines::constant(records, SERVICE))),
        ("work-content", Some(baselines::work_content(records, SERVICE))),
        ("jobs-in-queue", Some(baselines::jobs_in_queue(records, SERVICE))),
        ("holdfast", Some(baselines::promised(records, SERVICE))),
        ("oracle", baselines::oracle(records, SERVICE)),
    ];
    let means = rules.into_iter().filter_map(|(name, quotes)| Some((name, mean(quotes?)? / 24.0)));
    let means: Vec<(&'static str, f64)> = means.collect();
    let Some(constant) = means.first().map(|(_, mean)| *mean) else { return Vec::new() };
    means
        .into_iter()
        .map(|(name, mean_days)| Way { name, mean_days, vs_constant: mean_days / constant })
        .collect()
}

/// Kept in the busiest fifth of days, by the jobs in the shop: by promise, and by a constant lead time at equal
/// service over all days.
pub fn busiest_fifth(seeds: &[Vec<Record>]) -> (Option<f64>, Option<f64>) {
    let all: Vec<Record> = seeds.iter().flatten().cloned().collect();
    let constant = baselines::constant(&all, SERVICE).first().copied();
    let mut busy: Vec<&Record> = Vec::new();
    for records in seeds {
        let mut days: std::collections::BTreeMap<i64, Vec<&Record>> = std::collections::BTreeMap::new();
        for record in records {
            days.entry((record.asked / 24.0).floor() as i64).or_default().push(record);
        }
        let load = |day: &Vec<&Record>| mean(day.iter().map(|record| record.in_shop)).unwrap_or_default();
        let mut days: Vec<Vec<&Record>> = days.into_values().collect();
        days.sort_by(|one, other| load(other).total_cmp(&load(one)));
        days.truncate(days.len().div_ceil(5));
        busy.extend(days.into_iter().flatten());
    }
    let of = |told: &dyn Fn(&Record) -> Option<f64>| share(busy.iter().copied(), told);
    (of(&|record| Some(record.promised)), of(&|_| constant))
}

/// Month by month, pooled over seeds: what the server learns shows here. `from` is where the first one begins, in
/// hours since the world's start.
pub fn months(seeds: &[Vec<Record>], from: f64) -> Vec<Month> {
    let mut months: std::collections::BTreeMap<u32, Vec<&Record>> = std::collections::BTreeMap::new();
    for record in seeds.iter().flatten() {
        let month = ((record.asked - from) / (24.0 * 30.0)).floor().max(0.0) as u32 + 1;
        months.entry(month).or_default().push(record);
    }
    let of = |(month, records): (u32, Vec<&Record>)| {
        let days = |span: fn(&Record) -> f64| mean(records.iter().map(|record| span(record) / 24.0));
        Some(Month {
            month,
            promises: records.len(),
            kept: share(records.iter().copied(), |record| Some(record.promised))?,
            coverage: coverage(records.iter().copied()),
            mean_quoted_days: days(|record| record.promised)?,
            mean_real_days: days(|record| record.real)?,
        })
    };
    months.into_iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::Percentiles;

    fn record(number: u64, real: f64) -> Record {
        let odds = Percentiles { p50: Some(5.0), p80: Some(8.0), p95: Some(9.5) };
        let (work, in_queue, in_shop) = (1.0 + (number % 3) as f64, (number % 4) as f64, number as f64);
        let asked = 24.0 * number as f64;
        Record { number, asked, work, in_queue, in_shop, promised: 9.5, odds, oracle: Vec::new(), real }
    }

    fn seed(shift: f64) -> Vec<Record> {
        (0..100).map(|n| record(n, (n * 37 % 100) as f64 / 10.0 + shift)).collect()
    }

    #[test]
    fn honest_odds_are_kept_as_often_as_they_say() {
        let records = seed(0.05);
        let Coverage { p50, p80, p95 } = coverage(&records);
        assert_eq!([p50, p80, p95], [Some(50.0), Some(80.0), Some(95.0)]);
        assert_eq!(kept(&records), Some(95.0));
        assert_eq!(oracle_coverage(&records), Coverage::default());
        assert_eq!(coverage(&[]), Coverage::default());
    }

    #[test]
    fn seeds_that_differ_make_a_wide_interval_and_one_seed_none() {
        let seeds = [seed(0.05), seed(1.05), seed(2.05)];
        let interval = kept_between(&seeds).expect("three seeds");
        assert!(interval.low < 85.0 && interval.high > 85.0, "{interval:?}");
        // 95, 85 and 75: the mean, and t(2) = 4.30 times ten over the root of three.
        assert!((interval.high - interval.low - 2.0 * 4.30 * 10.0 / 3.0_f64.sqrt()).abs() < 1e-6);
        assert_eq!(kept_between(&seeds[..1]), None);
    }

    #[test]
    fn busy_days_are_those_with_most_jobs_and_months_have_thirty_days() {
        let late: Vec<Record> = seed(0.0)
            .into_iter()
            .map(|r| Record { real: if r.number >= 80 { 20.0 } else { 1.0 }, ..r })
            .collect();
        assert_eq!(busiest_fifth(std::slice::from_ref(&late)).0, Some(0.0));
        let months = months(&[late], 0.0);
        assert_eq!(months.iter().map(|month| month.promises).collect::<Vec<_>>(), [30, 30, 30, 10]);
        assert!((months[3].kept - 0.0).abs() < 1e-9 && (months[0].kept - 100.0).abs() < 1e-9);
        assert_eq!((months[0].coverage.p95, months[3].coverage.p50), (Some(100.0), Some(0.0)));
    }

    #[test]
    fn every_way_is_held_against_the_constant_lead_time() {
        let ways = ways(&seed(0.05));
        assert_eq!(
            ways.iter().map(|way| way.name).collect::<Vec<_>>(),
            ["constant", "work-content", "jobs-in-queue", "holdfast"]
        );
        assert!((ways[0].vs_constant - 1.0).abs() < 1e-12);
        assert!(super::ways(&[]).is_empty());
    }
}
