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
const EACH: usize = 2;
/// Until nothing more comes of what was told before.
const QUIET: Duration = Duration::from_secs(4);
/// How long a mail may take before a report is taken for one that threatens no promise.
const PATIENCE: Duration = Duration::from_secs(20);
/// How likely the day is kept, at least, that an order is promised for before its lot is lost.
const LIKELY: f64 = 0.8;
/// Lots that are looked at for each mail, as not every one can be promised so.
const SPARE: usize = 3;
/// Reports that one request brings.
const BATCH: usize = 200;
/// Pages of the board that are looked through.
const PAGE: usize = 500;

const INTRO: &str = "\
Of lots whose work could soon be over, all operations but the last are reported as done. Then, one lot at a time: a seller moves
the order's promise to the first day that is kept with 80 % or more, and nothing is done until no mail has come for four
seconds. A tablet reports that all pieces are scrap at the last operation. The plan follows, then its odds (200 futures), then
the rules, which are as shipped but that of what is at risk sellers are told at once; the promise is in danger or will be missed,
and its seller gets a mail. *Answered*: until the report is durable.
*Mail*: from sending the report until the mail server, on this machine, has taken the mail; one report at a time, to a planner
that rests. *Without danger*: no mail came within 20 seconds, as the lost lot does not cost the promise. *Passed over*: lots
whose order could not be promised so, or was told of before. Both count nowhere else.";

/// What was measured.
struct Figures {
    answered: Vec<f64>,
    mailed: Vec<f64>,
    harmless: usize,
    passed: usize,
}

/// An order to report on.
struct Aim {
    order: String,
    work: String,
    /// Its operations, first to last.
    operations: Vec<String>,
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
        let (status, said) = self.send(method, path, body)?;
        ensure!((200..300).contains(&status), "{method} {path}: {status} {said}");
        Ok(said)
    }

    fn send(&mut self, method: &str, path: &str, body: &Value) -> Result<(u16, Value)> {
        let sent = if body.is_null() { Vec::new() } else { serde_json::to_vec(body)? };
        // One connection each: between two of them more time passes than the server keeps one open.
        let wire = Wire::open(&self.address, SECRET)?;
        let mut wire = if matches!(method, "PATCH" | "PUT") { wire.of_any_version() } else { wire };
        let status = wire.send(method, &format!("/api/v1{path}"), &sent)?;
        let said = String::from_utf8_lossy(wire.body()).into_owned();
        Ok((status, serde_json::from_str(&said).unwrap_or(Value::String(said))))
    }

    fn measure(
        &mut self,
        sellers: &[String],
        mails: usize,
        works: &[Work],
        at: chrono::NaiveDateTime,
    ) -> Result<Figures> {
        let aims = self.aims(mails * SPARE, works)?;
        // As shipped, what is at risk waits for half a working day: how long mail takes shows only where it does not.
        let at_once = json!({ "steps": [{ "tell": ["owner"] }] });
        self.ask("PUT", "/rules/promise-at-risk", &at_once)?;
        self.nearly_done(&aims, at)?;
        let mut figures = Figures { answered: Vec::new(), mailed: Vec::new(), harmless: 0, passed: 0 };
        for (n, aim) in (1..).zip(&aims) {
            // Each seller hears of so few that none of their mails waits.
            let Some(owner) = sellers.get((figures.mailed.len() + figures.harmless) / EACH) else { break };
            self.ask("PATCH", &format!("/sales-orders/{}", aim.order), &json!({ "owner": owner }))?;
            if self.promise(aim)? {
                self.probe(n, aim, at, &mut figures)?;
                self.settle();
            } else {
                figures.passed += 1;
            }
        }
        if figures.mailed.is_empty() {
            bail!("no report threatened a promise");
        }
        Ok(figures)
    }

    /// Reads what still comes, until nothing does.
    fn settle(&mut self) {
        while self.post.next(QUIET).is_some() {}
    }

    /// Reports that all operations of these lots but the last are done.
    fn nearly_done(&mut self, aims: &[Aim], at: chrono::NaiveDateTime) -> Result<()> {
        let at = format!("{}Z", at.format("%Y-%m-%dT%H:%M:%S"));
        let before = |aim: &Aim| {
            let (_, before) = aim.operations.split_last()?;
            let of = |operation: &String| {
                json!({
                    "work_order": aim.work, "operation": operation, "kind": "finish", "good": aim.pieces,
                    "at": at, "device": "bench",
                })
            };
            Some(before.iter().map(of).collect::<Vec<_>>())
        };
        let mut reports: Vec<Value> = aims.iter().filter_map(before).flatten().collect();
        for (n, report) in reports.iter_mut().enumerate() {
            report["id"] = json!(format!("00000000-0000-4000-9000-{n:012}"));
        }
        for some in reports.chunks(BATCH) {
            let answer = self.ask("POST", "/reports/batch", &json!({ "reports": some }))?;
            let items = answer["items"].as_array().context("each report has an answer")?;
            let refused = items.iter().find(|item| !item["refused"].is_null());
            ensure!(refused.is_none(), "a report was refused: {refused:?}");
        }
        Ok(())
    }

    /// Moves an order's promise to the first day that is likely kept, as a seller would, and waits until all is told that
    /// follows from it. Says whether that is done, and the order was not told of.
    fn promise(&mut self, aim: &Aim) -> Result<bool> {
        let line = format!("/sales-orders/{}/lines/10", aim.order);
        let odds = self.ask("GET", &format!("{line}/odds"), &Value::Null)?;
        let days = odds["days"].as_array().context("the odds have days")?;
        let likely = days.iter().find(|day| day["chance"].as_f64().is_some_and(|share| share >= LIKELY));
        let Some(day) = likely.map(|day| &day["day"]) else { return Ok(false) };
        let mut body = json!({ "date": day, "reason_code": "customer-changed-date", "note": "they want it as soon as we can" });
        let path = format!("{line}/promise/move");
        let (mut status, said) = self.send("POST", &path, &body)?;
        if let Some(hurt) = said["facts"]["hurt"].as_str() {
            // Each is named with its odds in brackets.
            let lines = hurt.split("), ").filter_map(|one| one.split(" (").next());
            body["accept_hurt"] = lines.collect();
            status = self.send("POST", &path, &body)?.0;
        }
        if !(200..300).contains(&status) {
            return Ok(false);
        }
        let mut told = false;
        while let Some(mail) = self.post.next(QUIET) {
            told |= subject(&mail.text).contains(&aim.order);
        }
        Ok(!told)
    }

    /// Reports an order's lot as scrap, and waits for the mail about it.
    fn probe(&mut self, n: i64, aim: &Aim, at: chrono::NaiveDateTime, figures: &mut Figures) -> Result<()> {
        let at = at + chrono::TimeDelta::seconds(n);
        let body = json!({
            "id": format!("00000000-0000-4000-8000-{n:012}"), "work_order": aim.work, "operation": aim.operations.last(),
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

    /// Orders whose lots have several operations, those first that are likely ready first.
    fn aims(&mut self, most: usize, works: &[Work]) -> Result<Vec<Aim>> {
        let works: BTreeMap<&str, &Work> =
            works.iter().filter_map(|work| Some((work.number.strip_prefix("WO-")?, work))).collect();
        let deadline = Instant::now() + Duration::from_mins(1);
        // Read before there are odds, the first pages would lack them, and with them all that ships soon.
        while self.ask("GET", "/board?limit=1", &Value::Null)?["odds"].is_null() {
            ensure!(Instant::now() < deadline, "there are no odds");
            std::thread::sleep(Duration::from_secs(1));
        }
        let mut found = self.lines_with_odds()?;
        found.sort_by_key(|line| line["odds"]["p50"].to_string());
        let aim = |line: &Value| {
            let order = line["order"].as_str()?;
            let work = works.get(order).filter(|work| work.operations > 1)?;
            let operations = (1..=work.operations).map(|step| (step * 10).to_string()).collect();
            let (order, work) = (order.to_owned(), work.number.clone());
            Some(Aim { order, work, operations, pieces: line["quantity"].clone() })
        };
        let aims: Vec<Aim> = found.iter().filter_map(aim).take(most).collect();
        ensure!(!aims.is_empty(), "no lot has several operations");
        Ok(aims)
    }

    fn lines_with_odds(&mut self) -> Result<Vec<Value>> {
        let (mut found, mut next) = (Vec::new(), Some("0".to_owned()));
        while let Some(from) = next {
            let page = self.ask("GET", &format!("/board?limit={PAGE}&after={from}"), &Value::Null)?;
            let items = page["items"].as_array().context("the board has lines")?;
            found.extend(items.iter().filter(|line| line["odds"]["p50"].is_string()).cloned());
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
                   p95 against it | without danger | passed over";
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
        grouped(figures.passed as u64),
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
