//! A follower of the stream: when entries of the journal came by, and when the forecasts knew them.

use super::wire::Wire;
use anyhow::Result;
use serde_json::Value;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// How long a planner is left alone, so that the next news find it resting.
pub const REST: Duration = Duration::from_millis(1_500);
/// How long forecasts may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// What came by.
enum Seen {
    /// A journal entry, with what it is about.
    Entry { seq: i64, about: String },
    /// Forecasts that know the journal up to here.
    Forecasts { position: i64 },
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
    /// Microseconds from `answered` until there were forecasts that know the entry about `subject`.
    ///
    /// # Errors
    ///
    /// There were none for long.
    pub fn until_planned(&self, subject: &str, answered: Instant) -> Result<Option<u64>> {
        let subject = format!("\"{subject}\"");
        let (mut wanted, mut known) = (None, Vec::new());
        loop {
            let (at, seen) = match self.0.recv_timeout(PATIENCE) {
                Ok(next) => next,
                Err(RecvTimeoutError::Timeout) => anyhow::bail!("no forecasts for a minute"),
                Err(RecvTimeoutError::Disconnected) => anyhow::bail!("the stream ended"),
            };
            match seen {
                Seen::Entry { seq, about } if about.contains(&subject) => wanted = wanted.or(Some(seq)),
                Seen::Entry { .. } => {}
                Seen::Forecasts { position } => known.push((at, position)),
            }
            let Some(wanted) = wanted else { continue };
            if let Some((at, _)) = known.iter().find(|(_, position)| *position >= wanted) {
                return Ok(Some(at.saturating_duration_since(answered).as_micros() as u64));
            }
        }
    }

    /// Microseconds from each entry that came by to the forecasts that know it.
    pub fn lags(self) -> Vec<u64> {
        let (mut waiting, mut lags) = (Vec::<(i64, Instant)>::new(), Vec::new());
        for (at, seen) in self.0.try_iter() {
            match seen {
                Seen::Entry { seq, .. } => waiting.push((seq, at)),
                Seen::Forecasts { position } => waiting.retain(|(seq, since)| {
                    let is_known = *seq <= position;
                    if is_known {
                        lags.push(at.saturating_duration_since(*since).as_micros() as u64);
                    }
                    !is_known
                }),
            }
        }
        lags
    }
}
