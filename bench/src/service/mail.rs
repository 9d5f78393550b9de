//! From a report on the floor to the mail that tells of it: how long sales know nothing.

use super::databases::Database;
use super::post::Post;
use super::seed::{SECRET, Work};
use super::server::Server;
use super::wire::Wire;
use crate::effort::Service;
use crate::page::{Section, Table, at_most, grouped, number};
use anyhow::{Context, Result, bail, ensure};
use mail_parser::MessageParser;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Seconds from a report to a mail that the mail server has taken, 95 of 100.
const SOON: f64 = 5.0;
/// Reports about orders of one seller: of more mails within an hour, some would wait for its end.
const EACH: usize = 3;
/// Until nothing more comes of what was told before.
const QUIET: Duration = Duration::from_secs(4);
/// How long a mail may take before a report is taken for one that threatens no promise.
const PATIENCE: Duration = Duration::from_secs(20);
/// How likely a promise is kept, at least and at most, that a lost lot is to threaten.
const SAFE: (f64, f64) = (0.8, 1.0);
/// Pages of the board that are looked through.
const PAGE: usize = 500;

const INTRO: &str = "\
A tablet reports that all pieces of an order's lot are scrap. The plan follows, then its odds (200 futures), then the rules; the
promise will be missed, and its seller gets a mail. *Answered*: until the report is durable. *Mail*: from sending the report
until the mail server, on this machine, has taken the mail. One report at a time, to a planner that rests. *Without danger*:
no mail came, as the promise is likely kept all the same; they count nowhere else.";

/// What was measured.
struct Figures {
    answered: Vec<f64>,
    mailed: Vec<f64>,
    harmless: usize,
}

/// An order to report on.
struct Aim {
    order: String,
    work: String,
    pieces: Value,
}

/// Measures it; `told` hears what is being measured.
///
/// # Errors
///
/// Something can't be measured at all. A missed target is a figure, not an error.
pub fn sections(sizes: &Service, program: &Path, mut told: impl FnMut(&str)) -> Result<Vec<Section>> {
    let folder = tempfile::tempdir()?;
    told("mail: seeding");
    let database = Database::sqlite(folder.path(), sizes.open, 0)?;
    let url = database.copy()?;
    let sellers: Vec<String> = (0..sizes.mails.div_ceil(EACH)).map(|n| format!("seller-{n}")).collect();
    for seller in &sellers {
        let address = format!("{seller}@plant.example");
        carry_out(program, &url, &["user", "add", "--role", "sales", seller])?;
        carry_out(program, &url, &["contact", "set", "--address", &address, "--messages", "en", seller])?;
    }
    let post = Post::open()?;
    let place = format!("127.0.0.1:{}", post.port);
    let settings = [
        ("HOLDFAST_MAIL_SERVER", place.as_str()),
        ("HOLDFAST_MAIL_TLS", "none"),
        ("HOLDFAST_MAIL_FROM", "Holdfast <holdfast@plant.example>"),
    ];
    let server = Server::start_with(program, &url, &database.seeded, folder.path(), &settings)?;
    told("mail: from report to mail");
    let mut desk = Desk { address: server.address.clone(), post };
    let figures = desk.measure(&sellers, sizes.mails, &database.seeded.works, database.seeded.current)?;
    Ok(vec![section(sizes, &figures)])
}

fn carry_out(program: &Path, url: &str, words: &[&str]) -> Result<()> {
    let mut command = Command::new(program);
    command.args(words).args(["--database-url", url]).stdin(Stdio::null()).stdout(Stdio::null());
    ensure!(command.status()?.success(), "holdfast {} failed", words.join(" "));
    Ok(())
}

/// Who reports, and who reads the mail.
struct Desk {
    address: String,
    post: Post,
}

impl Desk {
    fn ask(&mut self, method: &str, path: &str, body: &Value) -> Result<Value> {
        let sent = if body.is_null() { Vec::new() } else { serde_json::to_vec(body)? };
        // One connection each: between two of them more time passes than the server keeps one open.
        let wire = Wire::open(&self.address, SECRET)?;
        let mut wire = if matches!(method, "PATCH" | "PUT") { wire.of_any_version() } else { wire };
        let status = wire.send(method, &format!("/api/v1{path}"), &sent)?;
        let said = String::from_utf8_lossy(wire.body()).into_owned();
        ensure!((200..300).contains(&status), "{method} {path}: {status} {said}");
        Ok(serde_json::from_str(&said).unwrap_or(Value::Null))
    }

    fn measure(
        &mut self,
        sellers: &[String],
        mails: usize,
        works: &[Work],
        at: chrono::NaiveDateTime,
    ) -> Result<Figures> {
        let aims = self.aims(mails, works)?;
        // Whose order it is has to be known before; the order book came in without sellers.
        for (aim, seller) in aims.iter().zip(sellers.iter().flat_map(|seller| [seller; EACH])) {
            self.ask("PATCH", &format!("/sales-orders/{}", aim.order), &json!({ "owner": seller }))?;
        }
        // The promises came with the order book, and rules leave those alone unless told otherwise.
        let inherited = json!({ "params": { "inherited": true } });
        self.ask("PUT", "/rules/promise-will-be-missed", &inherited)?;
        ensure!(self.post.next(PATIENCE * 3).is_some(), "no mail about what is late already");
        self.settle();
        let mut figures = Figures { answered: Vec::new(), mailed: Vec::new(), harmless: 0 };
        for (n, aim) in (1..).zip(&aims) {
            self.probe(n, aim, at, &mut figures)?;
            self.settle();
        }
        if figures.mailed.is_empty() {
            bail!("no report threatened a promise");
        }
        Ok(figures)
    }

    fn settle(&mut self) {
        while self.post.next(QUIET).is_some() {}
    }

    /// Reports an order's lot as scrap, and waits for the mail about it.
    fn probe(&mut self, n: i64, aim: &Aim, at: chrono::NaiveDateTime, figures: &mut Figures) -> Result<()> {
        let at = at + chrono::TimeDelta::seconds(n);
        let body = json!({
            "id": format!("00000000-0000-4000-8000-{n:012}"), "work_order": aim.work, "operation": "10",
            "kind": "scrap", "scrap": aim.pieces, "reason": "dimension",
            "at": format!("{}Z", at.format("%Y-%m-%dT%H:%M:%S")), "device": "bench",
        });
        let begun = Instant::now();
        self.ask("POST", "/reports", &body)?;
        let answered = begun.elapsed().as_secs_f64();
        while let Some(left) = PATIENCE.checked_sub(begun.elapsed()) {
            let Some(mail) = self.post.next(left) else { break };
            if subject(&mail.text).contains(&aim.order) {
                figures.answered.push(answered);
                figures.mailed.push(mail.at.saturating_duration_since(begun).as_secs_f64());
                return Ok(());
            }
        }
        figures.harmless += 1;
        Ok(())
    }

    /// Orders whose promises are likely kept, the nearest ones first: those that a lost lot threatens.
    fn aims(&mut self, mails: usize, works: &[Work]) -> Result<Vec<Aim>> {
        let works: BTreeMap<&str, &Work> =
            works.iter().filter_map(|work| Some((work.number.strip_prefix("WO-")?, work))).collect();
        let deadline = Instant::now() + Duration::from_mins(1);
        let mut found = loop {
            let found = self.safe_lines()?;
            if !found.is_empty() {
                break found;
            }
            ensure!(Instant::now() < deadline, "there are no odds");
            std::thread::sleep(Duration::from_secs(1));
        };
        found.sort_by(|a, b| a["promise_date"].to_string().cmp(&b["promise_date"].to_string()));
        let aim = |line: &Value| {
            let order = line["order"].as_str()?;
            let work = works.get(order)?.number.clone();
            Some(Aim { order: order.to_owned(), work, pieces: line["quantity"].clone() })
        };
        let aims: Vec<Aim> = found.iter().filter_map(aim).take(mails).collect();
        ensure!(!aims.is_empty(), "no promise is likely kept");
        Ok(aims)
    }

    fn safe_lines(&mut self) -> Result<Vec<Value>> {
        let (mut found, mut next) = (Vec::new(), Some("0".to_owned()));
        while let Some(from) = next {
            let page = self.ask("GET", &format!("/board?limit={PAGE}&after={from}"), &Value::Null)?;
            let items = page["items"].as_array().context("the board has lines")?;
            let safe = |line: &&Value| {
                line["odds"]["on_time"].as_f64().is_some_and(|share| (SAFE.0..=SAFE.1).contains(&share))
            };
            found.extend(items.iter().filter(safe).cloned());
            next = page["next"].as_str().map(str::to_owned);
        }
        Ok(found)
    }
}

/// The subject of a mail, as people read it.
fn subject(text: &str) -> String {
    let read = MessageParser::default().parse(text.as_bytes());
    read.and_then(|mail| mail.subject().map(str::to_owned)).unwrap_or_default()
}

fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(at.saturating_sub(1)).copied().unwrap_or(f64::NAN)
}

fn section(sizes: &Service, figures: &Figures) -> Section {
    let caption = format!("SQLite, {} open orders", grouped(sizes.open as u64));
    let columns = "mails | answered: p50, ms | mail: p50, s | p95, s | max, s | target of p95, s | \
                   p95 against it | without danger";
    let mut table = Table::new(caption, columns);
    let late = quantile(&figures.mailed, 0.95);
    table.row(vec![
        grouped(figures.mailed.len() as u64),
        number(quantile(&figures.answered, 0.5) * 1e3, 1),
        number(quantile(&figures.mailed, 0.5), 2),
        number(late, 2),
        number(quantile(&figures.mailed, 1.0), 2),
        format!("≤ {SOON}"),
        at_most(late, SOON),
        grouped(figures.harmless as u64),
    ]);
    Section { title: "1. From report to mail".to_owned(), intro: INTRO.to_owned(), tables: vec![table] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_read_as_people_do() {
        let folded = "From: a\r\nSubject: SO-1 will\r\n be late\r\nTo: b\r\n\r\nSO-2";
        assert_eq!(subject(folded), "SO-1 will be late");
        let coded = "From: a\r\nSubject: =?utf-8?b?U08tMSDigJMgbGF0ZQ==?=\r\n\r\nSO-2";
        assert_eq!(subject(coded), "SO-1 – late");
    }

    #[test]
    fn quantiles_are_values_that_were_measured() {
        let values = [3.0, 1.0, 2.0, 4.0];
        assert!((quantile(&values, 0.5) - 2.0).abs() < 1e-9);
        assert!((quantile(&values, 0.95) - 4.0).abs() < 1e-9);
    }
}
