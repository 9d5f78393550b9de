//! The clients, in a process of their own so that their work is told apart from the server's: so many
//! connections that report as fast as they are answered, or at a fixed rate whatever the answers take.

use super::seed::Work;
use super::wire::Wire;
use super::{report, watch};
use crate::process;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

/// What clients ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// A progress report, stored.
    Reports,
    /// `GET /healthz`: the server alone.
    Health,
    /// A report without content: the server lets the client in, reads the body, and refuses it.
    Refused,
    /// Pages of customers' orders.
    Pages,
    /// One report at a time, each waited for until the forecasts and their odds know it.
    Forecasts,
}

/// A page, and what lets its reader in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Page {
    /// Where it is.
    pub path: String,
    /// The cookie, `name=value`.
    pub cookie: String,
}

/// What a process of clients does.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Load {
    /// The server: `127.0.0.1:PORT`.
    pub address: String,
    /// The token's secret.
    pub secret: String,
    /// What they ask for.
    pub what: What,
    /// Connections.
    pub clients: usize,
    /// Followers of the stream beside them.
    pub streams: usize,
    /// For how long.
    pub seconds: f64,
    /// Requests per second of all together; as fast as they are answered if nothing is said.
    pub rate: Option<f64>,
    /// The instant of the reports.
    pub at: chrono::NaiveDateTime,
    /// Work orders that are reported on.
    pub works: Vec<Work>,
    /// Pages that are read.
    pub pages: Vec<Page>,
}

/// What came of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Told {
    /// Seconds from the first request to the last answer.
    pub seconds: f64,
    /// Microseconds of each answer; at a fixed rate from when the request was due.
    pub micros: Vec<u64>,
    /// Microseconds from each answer to the forecasts that know it.
    pub forecasts: Vec<u64>,
    /// Microseconds from each answer to the odds that know it.
    pub odds: Vec<u64>,
    /// Requests sent again, because the store asked for that.
    pub again: usize,
    /// Answers that were not the expected ones.
    pub failed: usize,
    /// The first of them.
    pub failure: Option<String>,
    /// CPU seconds of this process.
    pub cpu: f64,
}

/// One connection's part.
struct Client {
    wire: Wire,
    what: What,
    told: Told,
}

impl Client {
    fn ask(&mut self, number: u64, mine: &[Work], load: &Load, due: Instant) -> Result<bool> {
        if self.what == What::Pages {
            let page = &load.pages[number as usize % load.pages.len()];
            let status = self.wire.read(&page.path, &page.cookie)?;
            return self.noted(status, due);
        }
        let (method, path, body) = match self.what {
            What::Health | What::Pages => ("GET", "/healthz", Vec::new()),
            What::Refused => ("POST", "/api/v1/reports", b"{}".to_vec()),
            What::Reports | What::Forecasts => {
                let Some(body) = report::nth(mine, number, load.at) else { return Ok(false) };
                ("POST", "/api/v1/reports", serde_json::to_vec(&body)?)
            }
        };
        let mut status = self.wire.send(method, path, &body)?;
        while status == 503 {
            self.told.again += 1;
            status = self.wire.send(method, path, &body)?;
        }
        self.noted(status, due)
    }

    fn noted(&mut self, status: u16, due: Instant) -> Result<bool> {
        let good = match self.what {
            What::Refused => (400..500).contains(&status),
            _ => (200..300).contains(&status),
        };
        if !good {
            self.told.failed += 1;
            let said = || format!("{status} {}", String::from_utf8_lossy(self.wire.body()));
            self.told.failure.get_or_insert_with(said);
        }
        self.told.micros.push(due.elapsed().as_micros() as u64);
        Ok(true)
    }
}

/// Runs the clients of `load` in this process.
///
/// # Errors
///
/// A connection can't be opened or breaks.
pub fn run(load: &Load) -> Result<Told> {
    let watches: Vec<watch::Watch> =
        (0..load.streams).map(|_| watch::start(&load.address, &load.secret)).collect::<Result<_>>()?;
    let mut told = if load.what == What::Forecasts { probe(load)? } else { all(load)? };
    let mut lags = watches.into_iter().map(watch::Watch::lags);
    if load.what != What::Forecasts {
        let lags = lags.next().unwrap_or_default();
        (told.forecasts, told.odds) = (lags.forecasts, lags.odds);
    }
    told.cpu = process::own_cpu();
    Ok(told)
}

fn all(load: &Load) -> Result<Told> {
    let load = Arc::new(load.clone());
    let (ready, next) = (Arc::new(Barrier::new(load.clients + 1)), Arc::new(AtomicU64::new(0)));
    let clients: Vec<_> = (0..load.clients)
        .map(|n| {
            let mut client = connect(&load)?;
            let (load, ready, next) = (Arc::clone(&load), Arc::clone(&ready), Arc::clone(&next));
            let mine: Vec<Work> = load.works.iter().skip(n).step_by(load.clients).cloned().collect();
            Ok(thread::spawn(move || {
                ready.wait();
                match load.rate {
                    None => steady(&mut client, &load, &mine)?,
                    Some(rate) => paced(&mut client, &load, rate, &next)?,
                }
                Ok::<Told, anyhow::Error>(client.told)
            }))
        })
        .collect::<Result<_>>()?;
    ready.wait();
    let begun = Instant::now();
    let mut sum = Told::default();
    for client in clients {
        let told = client.join().ok().context("a client panicked")??;
        sum.micros.extend(told.micros);
        sum.again += told.again;
        sum.failed += told.failed;
        sum.failure = sum.failure.or(told.failure);
    }
    sum.seconds = begun.elapsed().as_secs_f64();
    Ok(sum)
}

fn connect(load: &Load) -> Result<Client> {
    let mut wire = Wire::open(&load.address, &load.secret)?;
    // The connection is there, and the server knows the token.
    wire.send("POST", "/api/v1/reports", b"{}")?;
    Ok(Client { wire, what: load.what, told: Told::default() })
}

/// One request after the other.
fn steady(client: &mut Client, load: &Load, mine: &[Work]) -> Result<()> {
    let begun = Instant::now();
    let mut number = 0;
    while begun.elapsed().as_secs_f64() < load.seconds && client.ask(number, mine, load, Instant::now())? {
        number += 1;
    }
    Ok(())
}

/// Takes the next request that is due, whoever is free.
fn paced(client: &mut Client, load: &Load, rate: f64, next: &AtomicU64) -> Result<()> {
    let begun = Instant::now();
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let after = number as f64 / rate;
        if after >= load.seconds {
            return Ok(());
        }
        let due = begun + Duration::from_secs_f64(after);
        thread::sleep(due.saturating_duration_since(Instant::now()));
        client.ask(number, &load.works, load, due)?;
    }
}

/// One report at a time to a planner that rests.
fn probe(load: &Load) -> Result<Told> {
    let mut client = connect(load)?;
    let mut told = Told::default();
    let begun = Instant::now();
    for (number, work) in (0..).zip(&load.works) {
        if begun.elapsed().as_secs_f64() >= load.seconds {
            break;
        }
        let seen = watch::start(&load.address, &load.secret)?;
        thread::sleep(watch::REST);
        client.ask(number * report::EACH, &load.works, load, Instant::now())?;
        let known = seen.until_known(&work.number, Instant::now())?;
        told.forecasts.push(known.forecasts);
        told.odds.push(known.odds);
    }
    let Told { micros, failed, failure, .. } = client.told;
    Ok(Told { seconds: begun.elapsed().as_secs_f64(), micros, failed, failure, ..told })
}
