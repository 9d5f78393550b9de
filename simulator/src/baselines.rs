//! What simple rules would have quoted on the same orders, each at the same service.
//!
//! Owns the rules that every other way to promise is held against: a constant lead time, total work content times a
//! factor (TWK), a regression on the jobs in queue (JIQ; Eilon and Chowdhury 1976), the oracle, and the server's own
//! dates. Each gets one number, chosen afterwards so that exactly the wanted share is kept: a comparison in their
//! favour, since nobody knows that number before.

use crate::oracle::percentile;
use crate::record::Record;

/// A rule's quoted spans at equal service, in hours, in the order of the records.
pub type Quotes = Vec<f64>;

/// One span for all.
pub fn constant(records: &[Record], share: f64) -> Quotes {
    shifted(records, &vec![0.0; records.len()], share)
}

/// Planned work times a factor.
pub fn work_content(records: &[Record], share: f64) -> Quotes {
    let mut factors: Vec<f64> = records.iter().map(|record| record.real / record.work).collect();
    factors.sort_by(f64::total_cmp);
    let factor = exactly(&factors, share);
    records.iter().map(|record| factor * record.work).collect()
}

/// A least-squares fit of the real span on planned work and jobs in queue, plus an allowance.
pub fn jobs_in_queue(records: &[Record], share: f64) -> Quotes {
    let rows: Vec<[f64; 3]> = records.iter().map(|record| [1.0, record.work, record.in_queue]).collect();
    let reals: Vec<f64> = records.iter().map(|record| record.real).collect();
    let weights = least_squares(&rows, &reals);
    let fitted: Vec<f64> = rows.iter().map(|row| row.iter().zip(weights).map(|(x, w)| x * w).sum()).collect();
    shifted(records, &fitted, share)
}

/// What was told with 95 %, to the minute, plus an allowance; where no odds were told, what was promised.
pub fn promised(records: &[Record], share: f64) -> Quotes {
    let spans: Vec<f64> = records.iter().map(|record| record.odds.p95.unwrap_or(record.promised)).collect();
    shifted(records, &spans, share)
}

/// The oracle's percentile, at the level at which the wanted share is kept. Nothing if it was not asked.
pub fn oracle(records: &[Record], share: f64) -> Option<Quotes> {
    if records.is_empty() || records.iter().any(|record| record.oracle.is_empty()) {
        return None;
    }
    let spans: Vec<Vec<f64>> =
        records.iter().map(|record| record.oracle.iter().map(|span| f64::from(*span)).collect()).collect();
    let quotes = |level: f64| spans.iter().map(|spans| beyond(spans, level)).collect::<Quotes>();
    let (mut low, mut high) = (0.0, 1.5);
    for _ in 0..40 {
        let level = f64::midpoint(low, high);
        if kept(records, &quotes(level)) < share { low = level } else { high = level }
    }
    Some(quotes(high))
}

/// A percentile that goes on beyond the longest imagined span: at level 1.5 it is half as long again.
fn beyond(spans: &[f64], level: f64) -> f64 {
    percentile(spans, level.min(1.0)) * (1.0 + (level - 1.0).max(0.0))
}

/// Share of the records that were done within the quoted spans.
pub fn kept(records: &[Record], quotes: &[f64]) -> f64 {
    let kept = records.iter().zip(quotes).filter(|(record, quote)| record.real <= **quote + 1e-9).count();
    kept as f64 / records.len() as f64
}

/// The spans plus the one allowance with which the wanted share is kept.
fn shifted(records: &[Record], spans: &[f64], share: f64) -> Quotes {
    let mut misses: Vec<f64> = records.iter().zip(spans).map(|(record, span)| record.real - span).collect();
    misses.sort_by(f64::total_cmp);
    let allowance = exactly(&misses, share);
    spans.iter().map(|span| span + allowance).collect()
}

/// The least of the sorted numbers that at least the wanted share does not exceed. Not a number without any.
fn exactly(sorted: &[f64], share: f64) -> f64 {
    let needed = (share * sorted.len() as f64 - 1e-9).ceil().max(1.0) as usize;
    sorted.get(needed.min(sorted.len()).wrapping_sub(1)).copied().unwrap_or(f64::NAN)
}

/// The weights that make the least squared error, by the normal equations. A column that tells nothing new, as work
/// where all orders are alike, gets no weight.
fn least_squares(rows: &[[f64; 3]], wanted: &[f64]) -> [f64; 3] {
    let mut system = [[0.0; 4]; 3];
    for (row, wanted) in rows.iter().zip(wanted) {
        for at in 0..3 {
            for other in 0..3 {
                system[at][other] += row[at] * row[other];
            }
            system[at][3] += row[at] * wanted;
        }
    }
    let scale: [f64; 3] = std::array::from_fn(|at| system[at][at]);
    let mut used = [false; 3];
    for at in 0..3 {
        let pivot = system[at];
        if pivot[at] <= 1e-9 * scale[at] {
            continue;
        }
        used[at] = true;
        for other in (0..3).filter(|other| *other != at) {
            let factor = system[other][at] / pivot[at];
            for (cell, from) in system[other].iter_mut().zip(pivot) {
                *cell -= factor * from;
            }
        }
    }
    std::array::from_fn(|at| if used[at] { system[at][3] / system[at][at] } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::Percentiles;

    fn record(number: u64, work: f64, in_queue: f64, real: f64) -> Record {
        Record {
            number,
            asked: 0.0,
            work,
            in_queue,
            in_shop: 0.0,
            promised: 10.0,
            odds: Percentiles::default(),
            oracle: vec![1.0, 2.0, 3.0],
            real,
        }
    }

    #[test]
    fn each_rule_keeps_exactly_what_it_should() {
        let records: Vec<Record> = (0..100_u64)
            .map(|n| record(n, 1.0 + (n % 7) as f64, (n % 5) as f64, 3.0 + (n * 37 % 100) as f64))
            .collect();
        for quotes in [constant, work_content, jobs_in_queue, promised].map(|rule| rule(&records, 0.95)) {
            assert!((kept(&records, &quotes) - 0.95).abs() < 1e-9);
        }
        assert!((constant(&records, 0.95)[0] - 97.0).abs() < 1e-9);
    }

    #[test]
    fn the_regression_finds_the_line_that_is_there() {
        let records: Vec<Record> = (0..60_u64)
            .map(|n| {
                let (work, queue) = ((n % 6) as f64, (n % 11) as f64);
                record(n, work, queue, 2.0 + 3.0 * work + 0.5 * queue)
            })
            .collect();
        for (quote, record) in jobs_in_queue(&records, 0.95).iter().zip(&records) {
            assert!((quote - record.real).abs() < 1e-6, "{quote} {record:?}");
        }
    }

    #[test]
    fn a_column_that_says_nothing_is_left_out() {
        let records: Vec<Record> = (0..20_u64).map(|n| record(n, 4.0, n as f64, 1.0 + n as f64)).collect();
        let quotes = jobs_in_queue(&records, 1.0);
        assert!(quotes.iter().zip(&records).all(|(quote, record)| (quote - record.real).abs() < 1e-6));
    }
}
