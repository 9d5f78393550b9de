//! The tablet: how soon its app can be used, and how soon a tap is acknowledged.
//!
//! Owns the tables of what `tests/e2e/measure` takes in a real browser against the real program. It drives no
//! browser itself.

use crate::effort::Effort;
use crate::page::{Section, Table, at_most, number};
use crate::process;
use crate::sample::Sample;
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::path::Path;
use std::process::{Command, Stdio};

/// What may be loaded before the scanner, in kB of gzip.
const SCRIPTS: f64 = 60.0;
/// Milliseconds until the list of a tablet that has kept nothing of the app.
const COLD: f64 = 2500.0;
/// Milliseconds until the list of a tablet that does not reach the server.
const OFFLINE: f64 = 1000.0;
/// Milliseconds until a tap is acknowledged.
const TAP: f64 = 100.0;

/// What the browser took.
#[derive(Deserialize)]
struct Told {
    browser: String,
    slower: u32,
    scripts: Vec<Script>,
    cold: Vec<Start>,
    warm: Vec<Start>,
    offline: Vec<Start>,
    taps: Vec<Taps>,
}

/// A script that the page asked for, in bytes as the server sends it packed.
#[derive(Deserialize)]
struct Script {
    name: String,
    /// Whether it was asked for before the list could be used.
    first: bool,
    gzip: f64,
    sent: f64,
}

/// A start: milliseconds until the list, and how much longer than usual the page took for the same work.
#[derive(Deserialize)]
struct Start {
    list: f64,
    slower: f64,
}

#[derive(Deserialize)]
struct Taps {
    line: String,
    rate: u32,
    starts: Vec<Tap>,
    counts: Vec<Tap>,
}

/// Milliseconds from the tap until it was in the tablet's store, and until that was on the screen.
#[derive(Deserialize)]
struct Tap {
    durable: f64,
    shown: f64,
}

/// Measures the tablet; says in which browser.
///
/// # Errors
///
/// Node or the browser cannot be started, or what is measured does not come about.
pub fn sections(effort: &Effort, program: &Path) -> Result<(String, Vec<Section>)> {
    let mut node = Command::new("node");
    node.arg("measure/main.js").args([effort.floor.starts, effort.floor.taps].map(|times| times.to_string()));
    node.current_dir(process::root().join("tests/e2e")).env("HOLDFAST_PROGRAM", program);
    let output = node.stdout(Stdio::piped()).stderr(Stdio::inherit()).output().context("starting node")?;
    if !output.status.success() {
        bail!(
            "the tablet could not be measured: see above; `cargo xtask bench -- --only floor` brings all that it needs"
        );
    }
    let told: Told = serde_json::from_slice(&output.stdout).context("what the browser said")?;
    Ok((told.browser.clone(), vec![loaded(&told), started(&told), tapped(&told)]))
}

fn loaded(told: &Told) -> Section {
    let mut table = Table::new(
        "Scripts until the list, before the scanner",
        "script | asked for | gzip, kB | as sent (brotli), kB | target, gzip | against it",
    );
    let kb = |bytes: f64| number(bytes / 1000.0, 1);
    for script in &told.scripts {
        let when = if script.first { "before the list" } else { "after it" };
        table.row(vec![
            script.name.clone(),
            when.into(),
            kb(script.gzip),
            kb(script.sent),
            "–".into(),
            "–".into(),
        ]);
    }
    let sum = |first: bool, bytes: fn(&Script) -> f64| {
        told.scripts.iter().filter(|script| script.first || !first).map(bytes).sum::<f64>()
    };
    let gzip = sum(true, |script| script.gzip);
    table.row(vec![
        "together".into(),
        "before the list".into(),
        kb(gzip),
        kb(sum(true, |script| script.sent)),
        format!("≤ {}", number(SCRIPTS, 0)),
        at_most(gzip / 1000.0, SCRIPTS),
    ]);
    table.row(vec![
        "together".into(),
        "at all".into(),
        kb(sum(false, |script| script.gzip)),
        kb(sum(false, |script| script.sent)),
        "–".into(),
        "–".into(),
    ]);
    Section {
        title: "1. What is loaded first".into(),
        intro: "Every script that the page of a tablet with nothing kept asks for, as the server sends it: until its list \
                can be\nused, and from then on until a moment after, when the rest is fetched in the background, so \
                that it is there\nwithout the server too (the scanner comes when somebody scans)."
            .into(),
        tables: vec![table],
    }
}

fn started(told: &Told) -> Section {
    let mut table = Table::new(
        format!(
            "From the start of the navigation to a list that can be used, processor {} times slower",
            told.slower
        ),
        "start | runs | median, ms | worst, ms | target, ms | median against it | worst against it | page slower by",
    );
    let rows: [(&str, &[Start], Option<f64>); 3] = [
        ("nothing kept, 1.6 Mbit/s", &told.cold, Some(COLD)),
        ("app kept, 1.6 Mbit/s", &told.warm, None),
        ("server killed", &told.offline, Some(OFFLINE)),
    ];
    for (name, runs, target) in rows {
        let list = Sample::of(runs.iter().map(|run| run.list).collect());
        let slower = Sample::of(runs.iter().map(|run| run.slower).collect());
        let against = |value: f64| target.map_or_else(|| "–".to_owned(), |target| at_most(value, target));
        table.row(vec![
            name.into(),
            runs.len().to_string(),
            number(list.median(), 0),
            number(list.max(), 0),
            target.map_or_else(|| "–".to_owned(), |target| format!("≤ {}", number(target, 0))),
            against(list.median()),
            against(list.max()),
            format!("{}×", number(slower.median(), 1)),
        ]);
    }
    Section {
        title: "2. Starting".into(),
        intro: "A tablet that is enrolled and at which somebody is signed in; the browser is started anew each time, \
                and its own\nstart does not count. *Nothing kept*: neither the app nor a list. *App kept*: its worker \
                has the app, its store the\nlast list. *Server killed*: the same, and nobody listens. *A list that can \
                be used*: rows with buttons that work are\npainted. *Page slower by*: what the same loop took longer \
                at that moment."
            .into(),
        tables: vec![table],
    }
}

fn tapped(told: &Told) -> Section {
    let mut table = Table::new(
        "From the touch to what the screen says of it",
        "tap | server | processor | taps | in the store: median, ms | on the screen: median, ms | worst, ms | target, ms \
         | median against it | worst against it",
    );
    for taps in &told.taps {
        for (name, taken) in [("Start", &taps.starts), ("Report 3 good", &taps.counts)] {
            let durable = Sample::of(taken.iter().map(|tap| tap.durable).collect());
            let shown = Sample::of(taken.iter().map(|tap| tap.shown).collect());
            let server = if taps.line == "online" { "there" } else { "killed" };
            let processor =
                if taps.rate == 1 { "as it is".to_owned() } else { format!("{} times slower", taps.rate) };
            table.row(vec![
                name.into(),
                server.into(),
                processor,
                taken.len().to_string(),
                number(durable.median(), 0),
                number(shown.median(), 0),
                number(shown.max(), 0),
                format!("≤ {}", number(TAP, 0)),
                at_most(shown.median(), TAP),
                at_most(shown.max(), TAP),
            ]);
        }
    }
    Section {
        title: "3. Tapping".into(),
        intro: "*In the store*: the transaction of the browser's database that holds the report is complete, with \
                durability\n“strict”. *On the screen*: what it changed has been painted, which is never before that. \
                The target names no\nprocessor: it is held on both."
            .into(),
        tables: vec![table],
    }
}
