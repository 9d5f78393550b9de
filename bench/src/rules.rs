//! Rules: what a look at many lines with many rules costs when little has changed, and when everything has.
//!
//! Owns the shop, the rules and the changes between two looks. What is asked about is counted by the product itself; a
//! look is the one that the server's own thread makes after every plan, with what it stores.

use crate::effort::{Effort, Rules};
use crate::page::{Section, Table, grouped, number};
use crate::sample::Sample;
use crate::service::seed;
use anyhow::{Result, ensure};
use chrono::TimeDelta;
use holdfast::app::{App, Clock};
use holdfast::domain::role::Actor;
use holdfast::domain::rule::{About, RuleBody, shipped};
use holdfast::domain::sales::LineId;
use holdfast::domain::value::{Amount, Moment};
use holdfast::planning::follow::Pace;
use holdfast::services::alerts::{Looked, put_rule};
use holdfast::services::sales::{self, LineChange};
use holdfast::services::{ANY_VERSION, Plainly, Tx, clock};
use holdfast::store::sales::watched_lines;
use holdfast::store::{MAIN_PLANT, recent};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Lines that change where few do.
const FEW: usize = 20;

/// Looks of one kind, with what the last of them took.
struct Kind {
    name: String,
    seconds: Sample,
    looked: Looked,
    changed: usize,
}

/// Measures looks; `told` hears what is being measured.
///
/// # Errors
///
/// Something can't be measured at all.
pub fn sections(effort: &Effort, mut told: impl FnMut(&str)) -> Result<Vec<Section>> {
    let sizes = &effort.rules;
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite://{}", folder.path().join("shop.db").display());
    told("rules: seeding SQLite");
    let seeded = seed::store(&url, sizes.lines, 0)?;
    let now: Moment = serde_json::from_value(json!(seeded.instant()))?;
    let pace = Pace { least: Duration::from_millis(1), improve: 0, futures: 0, asked: false };
    let app = App::open_with(&url, Clock::Manual(Arc::new(Mutex::new(now))), pace)?;
    let measured = measured(&app, sizes, now, told);
    app.stop();
    Ok(vec![section(sizes, &measured?)])
}

fn measured(app: &App, sizes: &Rules, now: Moment, mut told: impl FnMut(&str)) -> Result<Vec<Kind>> {
    let system = Actor::system();
    let count = sizes.own;
    app.command_blocking(&system, move |tx| written(tx, count))?;
    let lines = app.store.read(|db| watched_lines(db, MAIN_PLANT))?;
    let lines: Vec<LineId> =
        lines.iter().map(|(row, ..)| LineId::new(&row.order_no, &row.line, &row.schedule)).collect();
    ensure!(lines.len() >= sizes.lines, "only {} lines are open", lines.len());
    let mut kinds = Vec::new();
    told("rules: the first look");
    kinds.push(kind(app, "the first one after a start", lines.len(), 1, |_| Ok(()))?);
    for changed in [1, FEW.min(lines.len())] {
        told(&format!("rules: {changed} changed"));
        let name = if changed == 1 {
            "one line's price changed".into()
        } else {
            format!("{changed} prices changed")
        };
        kinds.push(kind(app, &name, changed, sizes.looks, |nth| {
            lines.iter().take(changed).try_for_each(|line| priced(app, &system, line, nth))
        })?);
    }
    told("rules: everything changed");
    kinds.push(kind(app, "a day went by: all lines changed", lines.len(), sizes.looks, |nth| {
        let day = now.shifted(TimeDelta::days(nth as i64 + 1));
        clock::move_to(app, &system, day, &Plainly)?;
        Ok(())
    })?);
    Ok(kinds)
}

/// Writes the rules: conditions that ask about a promise and never hold, so that looking is measured and not telling.
/// Those that are shipped and not about lines are off: what they tell of is another matter.
fn written(tx: &mut Tx<'_>, count: usize) -> Result<(), holdfast::store::Failure> {
    let body = |body: Value| serde_json::from_value::<RuleBody>(body).unwrap_or_default();
    for rule in shipped().into_iter().filter(|rule| rule.about != About::Line) {
        put_rule(tx, &rule.name, &body(json!({ "on": false })), Some(ANY_VERSION))?;
    }
    for nth in 0..count {
        let tier = ["A", "B", "C"][nth % 3];
        let raise = format!(
            "line.promised && line.tier == '{tier}' && line.late_days > 10000.0 && line.working_days_left >= {nth}.0"
        );
        put_rule(tx, &format!("rule-{nth}"), &body(json!({ "about": "line", "raise": raise })), None)?;
    }
    Ok(())
}

fn priced(app: &App, actor: &Actor, line: &LineId, nth: usize) -> Result<()> {
    let change = LineChange { unit_price: Some(Amount::whole(100 + nth as u32)), ..LineChange::default() };
    sales::change_line(app, actor, &Plainly, line, &change, Some(ANY_VERSION))?;
    Ok(())
}

/// Looks so often, each time after `change`.
fn kind(
    app: &App,
    name: &str,
    changed: usize,
    looks: usize,
    change: impl Fn(usize) -> Result<()>,
) -> Result<Kind> {
    let (mut seconds, mut looked) = (Vec::new(), Looked::default());
    for nth in 0..looks.max(1) {
        change(nth)?;
        let stored = app.store.read(recent)?;
        app.planner.wait_for_all(&stored, 0)?;
        let since = Instant::now();
        looked = app.look_at_rules()?;
        seconds.push(since.elapsed().as_secs_f64());
    }
    Ok(Kind { name: name.to_owned(), seconds: Sample::of(seconds), looked, changed })
}

fn section(sizes: &Rules, kinds: &[Kind]) -> Section {
    let caption = format!("{} lines, {} rules", grouped(sizes.lines as u64), grouped(sizes.own as u64));
    let mut table = Table::new(
        caption,
        "look | looks | lines and other things | changed | asked about | conditions asked | median, s | worst, s | \
         of it a condition, µs at most | only what changed",
    );
    for kind in kinds {
        let Looked { things, asked, conditions } = kind.looked;
        let each = kind.seconds.median() * 1e6 / conditions.max(1) as f64;
        let verdict = match asked <= kind.changed.max(1) || kind.changed >= sizes.lines {
            true => "met".to_owned(),
            false => format!("**missed by {}**", asked - kind.changed),
        };
        table.row(vec![
            kind.name.clone(),
            kind.seconds.count().to_string(),
            grouped(things as u64),
            grouped(kind.changed as u64),
            grouped(asked as u64),
            grouped(conditions as u64),
            number(kind.seconds.median(), 3),
            number(kind.seconds.max(), 3),
            number(each, 2),
            verdict,
        ]);
    }
    Section {
        title: "1. Looks".into(),
        intro: "One open order for each line, with its released work order; no futures are played. The rules are conditions \
                about a\npromise that never hold, with the shipped ones about lines besides; *asked about* are the lines and \
                other things whose\nfacts differ from those of the look before, *conditions* what was asked of them. A look \
                reads all lines, compares them,\nasks, and stores what is remembered of those that changed."
            .into(),
        tables: vec![table],
    }
}
