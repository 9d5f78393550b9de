//! The portal on a phone: how soon a customer reads something.
//!
//! Owns the table of what `tests/e2e/measure/portal.js` takes in a real browser against the real program. It drives no
//! browser itself.

use crate::effort::Effort;
use crate::page::{Section, Table, at_most, number};
use crate::process;
use crate::sample::Sample;
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::path::Path;
use std::process::{Command, Stdio};

/// Milliseconds until something is painted.
const FIRST: f64 = 1000.0;

/// What the browser took.
#[derive(Deserialize)]
struct Told {
    browser: String,
    slower: u32,
    pages: Vec<Page>,
}

#[derive(Deserialize)]
struct Page {
    name: String,
    visits: Vec<Visit>,
}

/// Milliseconds from the start of the navigation until something was painted and until the largest of it was, bytes that came,
/// and how much longer than usual the page took for the same work.
#[derive(Deserialize)]
struct Visit {
    first: f64,
    largest: f64,
    bytes: f64,
    slower: f64,
}

/// Measures the pages; says in which browser.
///
/// # Errors
///
/// Node or the browser cannot be started, or what is measured does not come about.
pub fn sections(effort: &Effort, program: &Path) -> Result<(String, Vec<Section>)> {
    let mut node = Command::new("node");
    node.arg("measure/portal.js").arg(effort.floor.starts.to_string());
    node.current_dir(process::root().join("tests/e2e")).env("HOLDFAST_PROGRAM", program);
    let output = node.stdout(Stdio::piped()).stderr(Stdio::inherit()).output().context("starting node")?;
    if !output.status.success() {
        bail!(
            "the portal could not be measured: see above; `cargo xtask bench -- --only portal-paint` brings all that it needs"
        );
    }
    let told: Told = serde_json::from_slice(&output.stdout).context("what the browser said")?;
    Ok((told.browser.clone(), vec![painted(&told)]))
}

fn painted(told: &Told) -> Section {
    let caption = format!(
        "From the start of the navigation to what is painted, processor {} times slower, 1.6 Mbit/s",
        told.slower
    );
    let columns = "page | visits | something: median, ms | worst, ms | the largest: median, ms | target of the first, ms | \
                   median against it | worst against it | loaded, kB | page slower by";
    let mut table = Table::new(caption, columns);
    for page in &told.pages {
        let of = |value: fn(&Visit) -> f64| Sample::of(page.visits.iter().map(value).collect());
        let first = of(|visit| visit.first);
        table.row(vec![
            page.name.clone(),
            page.visits.len().to_string(),
            number(first.median(), 0),
            number(first.max(), 0),
            number(of(|visit| visit.largest).median(), 0),
            format!("≤ {}", number(FIRST, 0)),
            at_most(first.median(), FIRST),
            at_most(first.max(), FIRST),
            number(of(|visit| visit.bytes).median() / 1000.0, 1),
            format!("{}×", number(of(|visit| visit.slower).median(), 1)),
        ]);
    }
    Section {
        title: "1. The first paint".into(),
        intro: "Somebody whose browser has never been there types the address of the door, or opens an order by the link of \
                a mail,\nwhich leads on once. *Something*: the first contentful paint, as the browser itself says it; the page \
                comes whole, so\nthat the answer is in it. *The largest*: what takes most of the screen, which is the answer."
            .into(),
        tables: vec![table],
    }
}
