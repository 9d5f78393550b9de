//! The whole document: what is measured in which order, and what stands above it.

use crate::effort::Effort;
use crate::models::Case;
use crate::page::{Section, Table, grouped};
use crate::{floor, machine, paint, process, quality, quotes, reading, rules, service, speed, whole};
use anyhow::Result;
use std::fmt::Write;

/// The document, and what the checker found in the plans that it was measured on.
#[derive(Debug)]
pub struct Report {
    /// Markdown.
    pub text: String,
    /// Violations of the models; none in a sound run.
    pub violations: Vec<String>,
}

/// Measures everything; `told` hears what is being measured.
///
/// # Errors
///
/// Something can't be measured at all. A missed target is a figure, not an error.
pub fn measure(effort: &Effort, mut told: impl FnMut(&str)) -> Result<Report> {
    let folder = tempfile::tempdir()?;
    let load = machine::load();
    let mut violations = Vec::new();
    told("building holdfast");
    let program = process::holdfast()?;
    told("drawing models");
    let cases: Vec<Case> = effort.sizes.iter().map(|&orders| Case::draw(orders, 1)).collect::<Result<_>>()?;
    let mut sections = Vec::new();
    told("1 of 5: speed");
    sections.push(speed::section(effort, &cases));
    told("2 of 5: the whole process");
    sections.push(whole::section(effort, &cases, &program, folder.path(), &mut violations)?);
    told("3 of 5: promise quality");
    sections.push(quality::section(effort, &cases, &mut violations)?);
    told("4 of 5: quotes");
    sections.push(quotes::section(effort)?);
    told("5 of 5: reading");
    sections.push(reading::section(effort, folder.path())?);
    let mut opening = format!("{HOW_TO_READ}\n\n{ELSEWHERE}\n\n");
    opening.push_str(&checked(&violations));
    Ok(Report { text: document(&BENCHMARKS, effort, load, &opening, &sections), violations })
}

/// Measures the service; `told` hears what is being measured.
///
/// # Errors
///
/// Those of [`measure`].
pub fn measure_service(effort: &Effort, mut told: impl FnMut(&str)) -> Result<Report> {
    let load = machine::load();
    told("building holdfast");
    let program = process::holdfast()?;
    let sections = service::sections(effort, &program, told)?;
    let text = document(&SERVICE, effort, load, SERVICE_HOW_TO_READ, &sections);
    Ok(Report { text, violations: Vec::new() })
}

/// Measures the tablet in a browser; `told` hears what is being measured.
///
/// # Errors
///
/// Those of [`measure`].
pub fn measure_floor(effort: &Effort, mut told: impl FnMut(&str)) -> Result<Report> {
    told("building holdfast");
    let program = process::holdfast()?;
    let load = machine::load();
    let (browser, sections) = floor::sections(effort, &program)?;
    let opening = format!("Browser: {browser}, headless.\n\n{FLOOR_HOW_TO_READ}");
    Ok(Report { text: document(&FLOOR, effort, load, &opening, &sections), violations: Vec::new() })
}

/// Measures the pages of customers in a browser; `told` hears what is being measured.
///
/// # Errors
///
/// Those of [`measure`].
pub fn measure_paint(effort: &Effort, mut told: impl FnMut(&str)) -> Result<Report> {
    told("building holdfast");
    let program = process::holdfast()?;
    let load = machine::load();
    let (browser, sections) = paint::sections(effort, &program)?;
    let opening = format!("Browser: {browser}, headless.\n\n{PAINT_HOW_TO_READ}");
    Ok(Report { text: document(&PAINT, effort, load, &opening, &sections), violations: Vec::new() })
}

/// Measures looks at rules; `told` hears what is being measured.
///
/// # Errors
///
/// Those of [`measure`].
pub fn measure_rules(effort: &Effort, told: impl FnMut(&str)) -> Result<Report> {
    let load = machine::load();
    let sections = rules::sections(effort, told)?;
    let text = document(&RULES, effort, load, RULES_HOW_TO_READ, &sections);
    Ok(Report { text, violations: Vec::new() })
}

/// Measures how soon mail is there; `told` hears what is being measured.
///
/// # Errors
///
/// Those of [`measure`].
pub fn measure_mail(effort: &Effort, mut told: impl FnMut(&str)) -> Result<Report> {
    told("building holdfast");
    let program = process::holdfast()?;
    let load = machine::load();
    let sections = service::mail::sections(&effort.service, &program, told)?;
    Ok(Report { text: document(&MAIL, effort, load, MAIL_HOW_TO_READ, &sections), violations: Vec::new() })
}

/// Measures what customers read; `told` hears what is being measured.
///
/// # Errors
///
/// Those of [`measure`].
pub fn measure_portal(effort: &Effort, mut told: impl FnMut(&str)) -> Result<Report> {
    told("building holdfast");
    let program = process::holdfast()?;
    let load = machine::load();
    let sections = service::portal::sections(&effort.service, &program, told)?;
    Ok(Report { text: document(&PORTAL, effort, load, MAIL_HOW_TO_READ, &sections), violations: Vec::new() })
}

/// What a document is called, and the words that measure it alone.
struct Name {
    title: &'static str,
    only: &'static str,
}

const BENCHMARKS: Name = Name { title: "Benchmarks", only: "planner" };
const SERVICE: Name = Name { title: "Benchmarks of the service", only: "service" };
const FLOOR: Name = Name { title: "Benchmarks of the tablet", only: "floor" };
const RULES: Name = Name { title: "Benchmarks of rules", only: "rules" };
const MAIL: Name = Name { title: "Benchmarks of mail", only: "mail" };
const PORTAL: Name = Name { title: "Benchmarks of the portal", only: "portal" };
const PAINT: Name = Name { title: "Benchmarks of the portal on a phone", only: "portal-paint" };
const ELSEWHERE: &str = "\
Elsewhere: [the service, its store and its forecasts](benchmarks-service.md), [the tablet](benchmarks-floor.md),
[looks at rules](benchmarks-rules.md), [from a report to the mail about it](benchmarks-mail.md),
[pages of the portal](benchmarks-portal.md) and [how soon they are painted](benchmarks-portal-paint.md), and by hand
[how true the dates are](benchmarks-truth.md) and [how true the warnings](benchmarks-warnings.md).";

const MAIL_HOW_TO_READ: &str = "\
Every figure comes from the run that wrote this file. *Target*: what Holdfast owes. The server is the program as it is
shipped, in a process of its own on this machine, with its database on this machine's disk. The shop is a neutral order book
(`cargo run -p example-generator -- model`, seed 1), brought in through the import; each order has its released work order.";

const FLOOR_HOW_TO_READ: &str = "\
Every figure comes from the run that wrote this file. *Target*: what Holdfast owes. The app runs in a real browser on this
machine, as a tablet's (1280 × 800, Chinese), against the program as it is shipped, over TLS with the plant's own
certificate. **No tablet was measured**: a cheap one is made out of this machine by slowing the page's main thread down,
as the browser's own tools do; its workers, disk and screen are this machine's. Where 1.6 Mbit/s is said, all
connections of the browser together get that down and 750 kbit/s up, with 150 ms there and back for each handshake
and answer; packets are never lost. The server shares the machine's cores. The shop is the example's.";

const PAINT_HOW_TO_READ: &str = "\
Every figure comes from the run that wrote this file. *Target*: what Holdfast owes. The pages are opened in a real browser on
this machine, as a phone's (390 × 844, 1.75 dots a pixel), against the program as it is shipped, over TLS with the plant's own
certificate. **No phone was measured**: a cheap one is made out of this machine by slowing the page's main thread down, as the
browser's own tools do. All connections of the browser together get 1.6 Mbit/s down and 750 kbit/s up, with 150 ms there and
back for each handshake and answer; packets are never lost. The server shares the machine's cores. The shop is the example's.";

const RULES_HOW_TO_READ: &str = "\
Every figure comes from the run that wrote this file. The shop is a neutral order book (`cargo run -p example-generator --
model`, seed 1), brought in through the import into SQLite on this machine's disk. A look is what the server's own thread
does after every plan; it is measured in this process, from the plan to what is stored. What was asked is counted by the
product. *Only what changed*: whether no more things were asked about than changed since the look before.";

const SERVICE_HOW_TO_READ: &str = "\
Every figure comes from the run that wrote this file. *Target*: what Holdfast owes. The server is the program as
it is shipped, in a process of its own on this machine, with its database on this machine's disk: every commit is
flushed to it, on PostgreSQL by a server with its usual settings. The shop is a neutral order book
(`cargo run -p example-generator -- model`, seed 1): each order has its released work order, brought in through
the import; closed orders are written as rows. Percentiles are over all answers. The planner is measured in
[another file](benchmarks.md).";

const HOW_TO_READ: &str = "\
Every figure comes from the run that wrote this file. Cores may have been shared with other programs, so the
median stands for repeated timings and the minimum shows what the machine can do. *Target*: what Holdfast owes.
*Peer*: frePPLe 9.18 on the same models, measured once on two shared cores of another machine: compare its CPU
seconds and results, not its wall time. *Bound*: what no plan can beat. A verdict says by how many per cent of the
target (or of the peer's figure) a figure is met or missed. Models are neutral order books (`cargo run -p
example-generator -- model`, seed 1 unless said; the one of 100,000 orders with `--resources 100`).";

fn document(
    name: &Name,
    effort: &Effort,
    load: Option<String>,
    opening: &str,
    sections: &[Section],
) -> String {
    let Name { title, only } = name;
    let mut out = format!(
        "# {title}

"
    );
    let quick = if effort.quick { " --quick" } else { "" };
    let mut add = |text: String| writeln!(out, "{text}").expect("a string takes all");
    add(format!(
        "Written by `cargo xtask bench -- --only {only}{quick}`; do not edit.
"
    ));
    if effort.quick {
        add("**A smoke run: its figures mean nothing.**
"
        .to_owned());
    }
    add(format!("Machine: {}.", machine::line()));
    if let Some((before, after)) = load.zip(machine::load()) {
        add(format!("Load: {before} before the run, {after} after it (this program is 1)."));
    }
    add(format!(
        "
{opening}"
    ));
    add(missed(sections));
    for section in sections {
        section.write(&mut out);
    }
    out
}

fn missed(sections: &[Section]) -> String {
    let misses: Vec<String> =
        sections.iter().flat_map(|section| &section.tables).flat_map(Table::misses).collect();
    if misses.is_empty() {
        return "\nEvery target is met.".to_owned();
    }
    format!("\nTargets missed in this run:\n\n- {}", misses.join("\n- "))
}

fn checked(violations: &[String]) -> String {
    if violations.is_empty() {
        return "Every plan measured was held against its model by a checker that shares no code with the \
                planner:\nno violation."
            .to_owned();
    }
    let mut text = format!("**The checker found violations ({}):**\n", grouped(violations.len() as u64));
    for violation in violations {
        write!(text, "\n- {violation}").expect("a string takes all");
    }
    text
}
