//! A follower of the stream: when entries of the journal came by, and when the forecasts and their odds knew them.

use super::wire::Wire;
use anyhow::Result;
use serde_json::Value;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// How long a planner is left alone, so that the next news find it resting, its odds told.
pub const REST: Duration = Duration::from_secs(3);
/// How long forecasts and odds may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// What came by.
enum Seen {
    /// A journal entry, with what it is about.
    Entry { seq: i64, about: String },
    /// Forecasts that know the journal up to here.
    Forecasts { position: i64 },
    /// Odds that know it up to here.
    Odds { position: i64 },
}

/// Microseconds after which news were known.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// To the forecasts.
    pub forecasts: u64,
    /// To the odds.
    pub odds: u64,
}

/// Microseconds after which each of many entries was known.
#[derive(Debug, Default)]
pub struct Lags {
    /// To the forecasts.
    pub forecasts: Vec<u64>,
    /// To the odds.
    pub odds: Vec<u64>,
}

/// A follower. It reads until the server ends the stream.
pub struct Watch(Receiver<(Instant, Seen)>);

/// Follows the stream of the server at `address`.
///
/// # Errors
///
/// There is no such stream.
pub fn start(address: &str, secret: &str) -> Result<Watch> {
    let mut events = Wire::open(address, secret)?.follow("/api/v1/stream")?;
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        while let Ok((kind, data)) = events.next() {
            let now = Instant::now();
            let Ok(data) = serde_json::from_str::<Value>(data) else { continue };
            let seen = match kind {
                "journal" => {
                    data["seq"].as_i64().map(|seq| Seen::Entry { seq, about: data["subjects"].to_string() })
                }
                "outlook" => data["as_of"]["position"].as_i64().map(|position| Seen::Forecasts { position }),
                "odds" => data["as_of"]["position"].as_i64().map(|position| Seen::Odds { position }),
                _ => None,
            };
            if seen.is_some_and(|seen| tell.send((now, seen)).is_err()) {
                return;
            }
        }
    });
    Ok(Watch(told))
}

impl Watch {
    /// Microseconds from `answered` until there were forecasts, and odds, that know the entry about `subject`.
    ///
    /// # Errors
    ///
    /// There were none for long.
    pub fn until_known(&self, subject: &str, answered: Instant) -> Result<Known> {
        let subject = format!("\"{subject}\"");
        let (mut wanted, mut planned, mut told) = (None, Vec::new(), Vec::new());
        let first = |all: &[(Instant, i64)], wanted: i64| {
            let (at, _) = all.iter().find(|(_, position)| *position >= wanted)?;
            Some(at.saturating_duration_since(answered).as_micros() as u64)
        };
        loop {
            let (at, seen) = match self.0.recv_timeout(PATIENCE) {
                Ok(next) => next,
                Err(RecvTimeoutError::Timeout) => anyhow::bail!("no forecasts and odds for a minute"),
                Err(RecvTimeoutError::Disconnected) => anyhow::bail!("the stream ended"),
            };
            match seen {
                Seen::Entry { seq, about } if about.contains(&subject) => wanted = wanted.or(Some(seq)),
                Seen::Entry { .. } => {}
                Seen::Forecasts { position } => planned.push((at, position)),
                Seen::Odds { position } => told.push((at, position)),
            }
            let Some(wanted) = wanted else { continue };
            if let (Some(forecasts), Some(odds)) = (first(&planned, wanted), first(&told, wanted)) {
                return Ok(Known { forecasts, odds });
            }
        }
    }

    /// Microseconds from each entry that came by to the forecasts and to the odds that know it.
    pub fn lags(self) -> Lags {
        let (mut unplanned, mut untold) = (Vec::new(), Vec::new());
        let mut lags = Lags::default();
        for (at, seen) in self.0.try_iter() {
            match seen {
                Seen::Entry { seq, .. } => {
                    unplanned.push((seq, at));
                    untold.push((seq, at));
                }
                Seen::Forecasts { position } => known(&mut unplanned, position, at, &mut lags.forecasts),
                Seen::Odds { position } => known(&mut untold, position, at, &mut lags.odds),
            }
        }
        lags
    }
}

/// Takes out of `waiting` what is known up to `position` since `at`, and notes after how long it was.
fn known(waiting: &mut Vec<(i64, Instant)>, position: i64, at: Instant, lags: &mut Vec<u64>) {
    let is_known = |entry: &mut (i64, Instant)| entry.0 <= position;
    let after = |(_, since): (i64, Instant)| at.saturating_duration_since(since).as_micros() as u64;
    lags.extend(waiting.extract_if(.., is_known).map(after));
}
