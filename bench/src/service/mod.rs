//! The service: what it takes to store reports, how soon forecasts know them, how long it takes to start.
//!
//! Owns the seeded databases, the server and the clients as processes of their own, and the tables. What is
//! measured is the program as it is shipped; nothing is switched off for it.

mod databases;
pub mod load;
pub mod mail;
mod pages;
pub mod portal;
mod post;
mod report;
pub(crate) mod seed;
mod server;
mod watch;
mod wire;
mod writer;

use crate::effort::{Effort, Service};
use crate::page::Section;
use crate::process::{self, Usage};
use anyhow::{Context, Result};
use databases::Database;
use load::{Load, Told, What};
use seed::SECRET;
use server::Server;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

/// Followers of the stream while reports come at a fixed rate.
const STREAMS: usize = 5;
/// Connections that share a fixed rate.
const SHARING: usize = 16;
/// Until a server that has started rests.
const REST: Duration = Duration::from_secs(2);

/// What was measured of one database.
struct Figures {
    database: &'static str,
    writer: Told,
    commits: u64,
    reports: Served,
    health: Served,
    refused: Served,
    paced: Served,
    forecasts: Served,
    plans: Vec<[f64; 5]>,
}

/// What clients saw, and what it took the server.
struct Served {
    told: Told,
    /// CPU seconds of the server meanwhile.
    cpu: f64,
}

/// A start of the server.
struct Started {
    seconds: f64,
    /// MiB when it was ready and had rested.
    steady: f64,
    /// MiB at most.
    peak: f64,
}

/// Measures the service; `told` hears what is being measured.
///
/// # Errors
///
/// Something can't be measured at all. A missed target is a figure, not an error.
pub fn sections(effort: &Effort, program: &Path, mut told: impl FnMut(&str)) -> Result<Vec<Section>> {
    let sizes = &effort.service;
    let folder = tempfile::tempdir()?;
    told("service: seeding SQLite");
    let sqlite = Database::sqlite(folder.path(), sizes.open, sizes.closed)?;
    let mut figures = vec![measured(&sqlite, sizes, program, folder.path(), &mut told)?];
    told("service: starting");
    let url = sqlite.copy()?;
    let starts: Vec<Started> =
        (0..sizes.starts).map(|_| start(program, &url, &sqlite, folder.path())).collect::<Result<_>>()?;
    told("service: exporting");
    let exported = export(program, &url, folder.path())?;
    told("service: seeding PostgreSQL");
    match Database::postgres(sizes.open, 0)? {
        Some(postgres) => figures.push(measured(&postgres, sizes, program, folder.path(), &mut told)?),
        None => told("service: PostgreSQL is not installed, so it is not measured"),
    }
    Ok(pages::sections(sizes, &figures, &starts, exported))
}

fn measured(
    database: &Database,
    sizes: &Service,
    program: &Path,
    folder: &Path,
    told: &mut impl FnMut(&str),
) -> Result<Figures> {
    let name = database.name;
    told(&format!("service: the writer alone, {name}"));
    let (writer, commits) = writer::run(&database.copy()?, &database.seeded, sizes.clients, sizes.seconds)?;
    told(&format!("service: reports over HTTP, {name}"));
    let clients = |what, seconds| load(database, what, sizes.clients, seconds);
    let server = Server::start(program, &database.copy()?, &database.seeded, folder)?;
    let health = served(&server, &clients(What::Health, sizes.seconds / 2.0), folder)?;
    let refused = served(&server, &clients(What::Refused, sizes.seconds / 2.0), folder)?;
    let reports = served(&server, &clients(What::Reports, sizes.seconds), folder)?;
    drop(server);
    told(&format!("service: reports at {} per second, {name}", sizes.rate));
    let server = Server::start(program, &database.copy()?, &database.seeded, folder)?;
    thread::sleep(REST);
    let paced = Load {
        rate: Some(sizes.rate),
        streams: STREAMS,
        ..load(database, What::Reports, SHARING, sizes.paced_seconds)
    };
    let paced = served(&server, &paced, folder)?;
    drop(server);
    told(&format!("service: report to forecast, {name}"));
    let server = Server::start(program, &database.copy()?, &database.seeded, folder)?;
    thread::sleep(REST);
    let before = server.plans().len();
    let forecasts = served(&server, &load(database, What::Forecasts, 1, sizes.probe_seconds), folder)?;
    let plans = server.plans().split_off(before);
    Ok(Figures { database: name, writer, commits, reports, health, refused, paced, forecasts, plans })
}

fn load(database: &Database, what: What, clients: usize, seconds: f64) -> Load {
    let (at, works) = (database.seeded.current, database.seeded.works.clone());
    let (address, secret) = (String::new(), SECRET.to_owned());
    let pages = Vec::new();
    Load { address, secret, what, clients, streams: 0, seconds, rate: None, at, works, pages }
}

/// Runs clients in a process of their own, which is this program again.
fn served(server: &Server, load: &Load, folder: &Path) -> Result<Served> {
    let (asked, out) = (folder.join("load.json"), folder.join("told.json"));
    let load = Load { address: server.address.clone(), ..load.clone() };
    std::fs::write(&asked, serde_json::to_vec(&load)?)?;
    let before = server.cpu();
    let mut command = Command::new(std::env::current_exe()?);
    process::run(command.arg("--load").arg(&asked), &[0], &out)?;
    let cpu = server.cpu() - before;
    let told: Told = serde_json::from_slice(&std::fs::read(&out)?).context("what the clients said")?;
    if let Some(failure) = &told.failure {
        anyhow::bail!(
            "{} of {} answers were not the expected ones: {failure}",
            told.failed,
            told.micros.len()
        );
    }
    Ok(Served { told, cpu })
}

/// Writes the whole shop as a workbook.
fn export(program: &Path, url: &str, folder: &Path) -> Result<Usage> {
    let mut command = Command::new(program);
    command.args(["export", "--database-url", url]).arg(folder.join("shop.xlsx"));
    process::run(&mut command, &[0], &folder.join("export.out"))
}

fn start(program: &Path, url: &str, database: &Database, folder: &Path) -> Result<Started> {
    let server = Server::start(program, url, &database.seeded, folder)?;
    thread::sleep(REST);
    let (steady, peak) = server.memory();
    Ok(Started { seconds: server.ready, steady, peak })
}
