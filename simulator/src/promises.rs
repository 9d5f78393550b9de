//! Every promise with what was told and what came of it, as a table: what the figures of a report are counted from.
//!
//! Owns the columns. Spans are days of the clock from asking on, `asked` in days since the world's start; a field is empty
//! where nothing was told.

use crate::record::Record;
use std::io::Write;

/// The columns, in their order.
const COLUMNS: [&str; 15] = [
    "seed",
    "order",
    "asked",
    "work_hours",
    "jobs_in_queue",
    "jobs_in_shop",
    "promised",
    "p50",
    "p80",
    "p95",
    "oracle_p50",
    "oracle_p80",
    "oracle_p95",
    "real",
    "kept",
];

/// Writes the promises of all seeds as CSV with a head, in the order in which they were asked for.
///
/// # Errors
///
/// They can't be written.
pub fn write(seeds: &[(u64, Vec<Record>)], to: impl Write) -> Result<(), csv::Error> {
    let mut table = csv::Writer::from_writer(to);
    table.write_record(COLUMNS)?;
    for (seed, record) in seeds.iter().flat_map(|(seed, records)| records.iter().map(move |one| (seed, one)))
    {
        table.write_record(row(*seed, record))?;
    }
    table.flush()?;
    Ok(())
}

fn row(seed: u64, record: &Record) -> [String; COLUMNS.len()] {
    let days = |hours: f64| if hours.is_finite() { format!("{:.3}", hours / 24.0) } else { String::new() };
    let told = |hours: Option<f64>| hours.map(days).unwrap_or_default();
    [
        seed.to_string(),
        record.number.to_string(),
        days(record.asked),
        format!("{:.2}", record.work),
        record.in_queue.to_string(),
        record.in_shop.to_string(),
        days(record.promised),
        told(record.odds.p50),
        told(record.odds.p80),
        told(record.odds.p95),
        days(record.told(0.5)),
        days(record.told(0.8)),
        days(record.told(0.95)),
        days(record.real),
        u8::from(record.real <= record.promised).to_string(),
    ]
}
