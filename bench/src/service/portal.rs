//! The page of an order as customers read it, beside a request that does nothing, of the same run.

use super::databases::Database;
use super::load::{Load, Page, What};
use super::seed::SECRET;
use super::server::Server;
use super::wire::Wire;
use super::{Served, load, served};
use crate::effort::Service;
use crate::page::{Section, Table, at_least, at_most, grouped, number};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::thread;
use std::time::Duration;

/// Requests per second, as a share of those that do nothing.
const SHARE: f64 = 0.1;
/// Milliseconds that 99 of 100 answers take at most.
const LATE: f64 = 20.0;
/// Customers who read at a time.
const READERS: usize = 8;
/// Orders that are read.
const ORDERS: usize = 200;

const INTRO: &str = "\
Eight customers, each with a connection of their own, read the pages of 200 orders as fast as they are answered, while nothing
happens in the shop and while a tablet reports ten times a second, by which every page has to be made anew. *Nothing*:
`GET /healthz` with the same clients. Answers are whole pages, in English, with everything that the order has.";

/// Measures it; `told` hears what is being measured.
///
/// # Errors
///
/// Something can't be measured at all. A missed target is a figure, not an error.
pub fn sections(sizes: &Service, program: &Path, mut told: impl FnMut(&str)) -> Result<Vec<Section>> {
    let folder = tempfile::tempdir()?;
    told("portal: seeding");
    let database = Database::sqlite(folder.path(), sizes.open, 0)?;
    let server = Server::start(program, &database.copy()?, &database.seeded, folder.path())?;
    switch_on(&server.address)?;
    let orders: Vec<String> = database
        .seeded
        .works
        .iter()
        .filter_map(|work| Some(work.number.strip_prefix("WO-")?.to_owned()))
        .collect();
    let pages: Vec<Page> =
        orders.iter().take(ORDERS).map(|order| let_in(&server.address, order)).collect::<Result<_>>()?;
    thread::sleep(Duration::from_secs(2));
    let clients = |what| Load { pages: pages.clone(), ..load(&database, what, READERS, sizes.seconds) };
    told("portal: nothing");
    let nothing = served(&server, &clients(What::Health), folder.path())?;
    told("portal: pages, and nothing happens");
    let quiet = served(&server, &clients(What::Pages), folder.path())?;
    told("portal: pages, and tablets report");
    let reports = Load { rate: Some(10.0), ..load(&database, What::Reports, 1, sizes.seconds) };
    let beside = tempfile::tempdir()?;
    let busy = thread::scope(|scope| {
        let reporting = scope.spawn(|| served(&server, &reports, beside.path()).map(drop));
        let busy = served(&server, &clients(What::Pages), folder.path());
        reporting.join().ok().context("the tablet panicked")??;
        busy
    })?;
    Ok(vec![section(sizes, &nothing, &[("nothing", &quiet), ("ten reports a second", &busy)])])
}

fn ask(address: &str, method: &str, path: &str, body: &Value) -> Result<Value> {
    let sent = if body.is_null() { Vec::new() } else { serde_json::to_vec(body)? };
    let wire = Wire::open(address, SECRET)?;
    let mut wire = if method == "PUT" { wire.of_any_version() } else { wire };
    let status = wire.send(method, &format!("/api/v1{path}"), &sent)?;
    let said = String::from_utf8_lossy(wire.body()).into_owned();
    ensure!((200..300).contains(&status), "{method} {path}: {status} {said}");
    Ok(serde_json::from_str(&said).unwrap_or(Value::Null))
}

fn switch_on(address: &str) -> Result<()> {
    let mut set = ask(address, "GET", "/settings", &Value::Null)?;
    set["policies"]["portal"] = json!({ "on": true });
    let body = json!({ "sheet": set["sheet"], "policies": set["policies"] });
    ask(address, "PUT", "/settings", &body).map(drop)
}

/// The page of an order with the cookie of a customer who came by its link.
fn let_in(address: &str, order: &str) -> Result<Page> {
    let access = ask(address, "GET", &format!("/sales-orders/{order}/portal-access"), &Value::Null)?;
    let link = access["link"].as_str().context("the portal is on")?;
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "GET {link} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let header = |name: &str| {
        let found = answer.lines().find_map(|line| {
            let (own, value) = line.split_once(':')?;
            own.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        });
        found.with_context(|| format!("{name}: {answer}"))
    };
    let cookie = header("set-cookie")?.split(';').next().unwrap_or_default().to_owned();
    Ok(Page { path: header("location")?, cookie })
}

fn quantile(micros: &[u64], share: f64) -> f64 {
    let mut sorted = micros.to_vec();
    sorted.sort_unstable();
    let at = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(at.saturating_sub(1)).map_or(f64::NAN, |micros| *micros as f64 / 1e3)
}

fn section(sizes: &Service, nothing: &Served, read: &[(&str, &Served)]) -> Section {
    let rate = |served: &Served| served.told.micros.len() as f64 / served.told.seconds;
    let caption = format!("SQLite, {} open orders, {READERS} connections", grouped(sizes.open as u64));
    let columns = "what happens meanwhile | pages/s | of those that do nothing | against 0.1 | p50, ms | p99, ms | \
                   target of p99, ms | p99 against it";
    let mut table = Table::new(caption, columns);
    let idle = rate(nothing);
    for (what, served) in read {
        let share = rate(served) / idle;
        let late = quantile(&served.told.micros, 0.99);
        table.row(vec![
            (*what).to_owned(),
            grouped(rate(served) as u64),
            number(share, 3),
            at_least(share, SHARE),
            number(quantile(&served.told.micros, 0.5), 2),
            number(late, 2),
            format!("≤ {LATE}"),
            at_most(late, LATE),
        ]);
    }
    table.row(vec![
        "(requests that do nothing)".to_owned(),
        grouped(idle as u64),
        number(1.0, 0),
        String::new(),
        number(quantile(&nothing.told.micros, 0.5), 2),
        number(quantile(&nothing.told.micros, 0.99), 2),
        String::new(),
        String::new(),
    ]);
    Section { title: "1. Reading an order".to_owned(), intro: INTRO.to_owned(), tables: vec![table] }
}
