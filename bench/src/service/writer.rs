//! The same reports without HTTP: as many threads as there are clients hand them to the writer of this process.

use super::load::Told;
use super::report;
use super::seed::{Seeded, Work};
use anyhow::{Context, Result};
use holdfast::app::{App, Clock};
use holdfast::domain::role::Actor;
use holdfast::domain::value::Moment;
use holdfast::services::progress::{self, ReportBody};
use holdfast::store::Failure;
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Instant;

/// Reports for so many seconds; also answers how many commits made them durable, those of the planner with them.
///
/// # Errors
///
/// A report is refused, or the database can't be opened.
pub fn run(url: &str, seeded: &Seeded, clients: usize, seconds: f64) -> Result<(Told, u64)> {
    let from: Moment = serde_json::from_value(seeded.instant().into())?;
    let app = App::open(url, Clock::Running { from, since: Instant::now(), rate: 1.0 })?;
    let before = *app.store.commits().borrow();
    let ready = Arc::new(Barrier::new(clients + 1));
    let threads: Vec<_> = (0..clients)
        .map(|n| {
            let (app, ready, at) = (app.clone(), Arc::clone(&ready), seeded.current);
            let mine: Vec<Work> = seeded.works.iter().skip(n).step_by(clients).cloned().collect();
            thread::spawn(move || {
                ready.wait();
                let (begun, actor, mut micros) = (Instant::now(), Actor::system(), Vec::new());
                let mut again = 0;
                for number in 0.. {
                    let Some(body) = report::nth(&mine, number, at) else { break };
                    if begun.elapsed().as_secs_f64() >= seconds {
                        break;
                    }
                    let body: ReportBody = serde_json::from_value(body)?;
                    let since = Instant::now();
                    again += send(&app, &actor, &body)?;
                    micros.push(since.elapsed().as_micros() as u64);
                }
                Ok::<_, anyhow::Error>((micros, again))
            })
        })
        .collect();
    ready.wait();
    let begun = Instant::now();
    let mut told = Told::default();
    for thread in threads {
        let (micros, again) = thread.join().ok().context("a thread panicked")??;
        told.micros.extend(micros);
        told.again += again;
    }
    told.seconds = begun.elapsed().as_secs_f64();
    let commits = *app.store.commits().borrow() - before;
    app.stop();
    Ok((told, commits))
}

/// Sends a report as often as it takes, and says how often it was sent again.
fn send(app: &App, actor: &Actor, body: &ReportBody) -> Result<usize> {
    for again in 0.. {
        let body = body.clone();
        match app.command_blocking(actor, move |tx| progress::report(tx, &body)) {
            Err(Failure::Unavailable(_)) => {}
            done => return Ok(done.map(|_| again)?),
        }
    }
    Ok(0)
}
