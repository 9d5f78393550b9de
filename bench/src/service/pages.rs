//! The tables of the service's figures.

use super::load::Told;
use super::{Figures, STREAMS, Served, Started};
use crate::effort::Service;
use crate::page::{Section, Table, at_least, at_most, grouped, number};
use crate::process::Usage;

/// What HTTP must leave of the writer's rate.
const SHARE: f64 = 0.6;
/// Milliseconds for 99 of 100 reports at full speed, and at a fixed rate.
const SLOWEST: f64 = 50.0;
const SLOWEST_PACED: f64 = 200.0;
/// Seconds from a report to forecasts that know it.
const SOON: f64 = 1.0;
/// Seconds from a change to odds that know it.
const FRESH: f64 = 2.0;

const REPORTS: &str = "\
Clients in a process of their own send progress reports over connections that they keep, each the next as soon as
the last is answered; an answer means that the report is durable, with all that it books. *Writer alone*: as many
threads of one process hand the same reports to the same command without HTTP. *Refused*: a report without content,
which the server lets in, reads and refuses; *health*: `GET /healthz`. The planner plans meanwhile in all of them.
*Sent again*: the store said that others came first too often.
CPU is user and system time for one answer, of the server's process (the database within it, if it is SQLite) and
of the clients'; all share the machine.";
const PACED: &str = "\
Reports come at a fixed rate whatever the answers take, and are timed from when they were due. The planner plans
all the while. *Forecast*: from the report's entry in the stream to the first outlook in the stream that knows it;
the planner plans at most once a second. *Odds*: the same to the first odds, of 200 futures, that know it; they are
played at a lower priority, on all cores.";
const FORECASTS: &str = "\
One report at a time, to a planner that rests. *Sent* and *answered*: from then until the stream tells of forecasts
that know the report, and to the odds of 200 futures of it. The parts are the planner's own: what changed is read,
the shop made of it and its calendars compiled where they changed, and planned; the history is written after the
forecasts are published.";
const STARTS: &str = "\
From the start of the process until `/readyz` says so, which is when the first forecasts are there. Memory is
resident, two seconds after that and at most.";

const EXPORT: &str = "\
`holdfast export` of everything that is stored, orders that are over with their work among it, in a process of its own.";

/// All of them.
pub(super) fn sections(
    sizes: &Service,
    figures: &[Figures],
    starts: &[Started],
    exported: Usage,
) -> Vec<Section> {
    let section = |title: &str, intro: &str, tables| Section {
        title: title.to_owned(),
        intro: intro.to_owned(),
        tables,
    };
    vec![
        section("1. Reports per second", REPORTS, vec![rates(sizes, figures), shares(figures)]),
        section("2. Reports while planning and streaming", PACED, vec![paced(sizes, figures)]),
        section("3. From report to forecast", FORECASTS, vec![forecasts(sizes, figures), parts(figures)]),
        section("4. Starting", STARTS, vec![started(sizes, starts)]),
        section("5. Exporting", EXPORT, vec![export(sizes, exported)]),
    ]
}

/// The value below which so many of the sorted values lie.
fn quantile(values: &[u64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let at = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(at.saturating_sub(1)).map_or(f64::NAN, |micros| *micros as f64)
}

fn millis(values: &[u64], share: f64) -> f64 {
    quantile(values, share) / 1e3
}

fn rate(told: &Told) -> f64 {
    told.micros.len() as f64 / told.seconds
}

fn rates(sizes: &Service, figures: &[Figures]) -> Table {
    let caption = format!("{} clients, {} open orders", sizes.clients, grouped(sizes.open as u64));
    let columns = "database, way | answers | per second | p50, ms | p99, ms | max, ms | server's CPU, µs | \
                   clients' CPU, µs | reports in a commit | sent again";
    let mut table = Table::new(caption, columns);
    for of in figures {
        let mut row = |way: &str, told: &Told, server: f64, commit: f64| {
            let each = |cpu: f64| number(cpu * 1e6 / told.micros.len() as f64, 0);
            table.row(vec![
                format!("{}, {way}", of.database),
                grouped(told.micros.len() as u64),
                number(rate(told), 0),
                number(millis(&told.micros, 0.5), 2),
                number(millis(&told.micros, 0.99), 2),
                number(millis(&told.micros, 1.0), 1),
                each(server),
                each(if told.cpu > 0.0 { told.cpu } else { f64::NAN }),
                number(commit, 1),
                grouped(told.again as u64),
            ]);
        };
        let nothing = f64::NAN;
        row("writer alone", &of.writer, nothing, of.writer.micros.len() as f64 / of.commits as f64);
        for (way, Served { told, cpu }) in
            [("reports", &of.reports), ("refused", &of.refused), ("health", &of.health)]
        {
            row(way, told, *cpu, nothing);
        }
    }
    table
}

fn shares(figures: &[Figures]) -> Table {
    let mut table = Table::new("Against the targets", "figure | measured | target | verdict");
    for of in figures {
        let share = rate(&of.reports.told) / rate(&of.writer);
        let slowest = millis(&of.reports.told.micros, 0.99);
        // The targets are SQLite's: PostgreSQL's own speed decides there.
        let owed = of.database == "SQLite";
        let verdict = |text: String| if owed { text } else { "for comparison".to_owned() };
        table.row(vec![
            format!("{}, rate over HTTP of the writer's alone", of.database),
            number(share, 2),
            format!("≥ {SHARE}"),
            verdict(at_least(share, SHARE)),
        ]);
        table.row(vec![
            format!("{}, p99 over HTTP, ms", of.database),
            number(slowest, 1),
            format!("≤ {SLOWEST}"),
            verdict(at_most(slowest, SLOWEST)),
        ]);
    }
    table
}

fn paced(sizes: &Service, figures: &[Figures]) -> Table {
    let caption = format!(
        "{} reports per second for {} s, {STREAMS} followers of the stream, {} open orders",
        sizes.rate,
        sizes.paced_seconds,
        grouped(sizes.open as u64)
    );
    let columns = "database | reports | p50, ms | p99, ms | max, ms | target of p99, ms | against it | \
                   forecast: p50, s | p99, s | odds: p50, s | p99, s | server's CPU, % of a core";
    let mut table = Table::new(caption, columns);
    for of in figures {
        let Served { told, cpu } = &of.paced;
        let slowest = millis(&told.micros, 0.99);
        table.row(vec![
            of.database.to_owned(),
            grouped(told.micros.len() as u64),
            number(millis(&told.micros, 0.5), 1),
            number(slowest, 1),
            number(millis(&told.micros, 1.0), 1),
            format!("≤ {SLOWEST_PACED}"),
            at_most(slowest, SLOWEST_PACED),
            number(quantile(&told.forecasts, 0.5) / 1e6, 2),
            number(quantile(&told.forecasts, 0.99) / 1e6, 2),
            number(quantile(&told.odds, 0.5) / 1e6, 2),
            number(quantile(&told.odds, 0.99) / 1e6, 2),
            number(cpu / told.seconds * 100.0, 0),
        ]);
    }
    table
}

fn forecasts(sizes: &Service, figures: &[Figures]) -> Table {
    let caption = format!("A report to a planner that rests, {} open orders", grouped(sizes.open as u64));
    let columns = "database | reports | answered after, ms | then forecast: p50, s | max, s | target, s | \
                   max against it | odds: p50, s | max, s | target, s | max against it";
    let mut table = Table::new(caption, columns);
    for of in figures {
        let told = &of.forecasts.told;
        let (latest, last_odds) = (quantile(&told.forecasts, 1.0) / 1e6, quantile(&told.odds, 1.0) / 1e6);
        table.row(vec![
            of.database.to_owned(),
            grouped(told.forecasts.len() as u64),
            number(millis(&told.micros, 0.5), 1),
            number(quantile(&told.forecasts, 0.5) / 1e6, 3),
            number(latest, 3),
            format!("≤ {SOON}"),
            at_most(latest, SOON),
            number(quantile(&told.odds, 0.5) / 1e6, 3),
            number(last_odds, 3),
            format!("≤ {FRESH}"),
            at_most(last_odds, FRESH),
        ]);
    }
    table
}

fn parts(figures: &[Figures]) -> Table {
    let columns = "database | plans | read | assemble | calendars | plan | history, afterwards";
    let mut table = Table::new("Parts of a plan, median, ms", columns);
    for of in figures {
        let mut row = vec![of.database.to_owned(), grouped(of.plans.len() as u64)];
        for part in 0..5 {
            let micros: Vec<u64> = of.plans.iter().map(|plan| (plan[part] * 1e6) as u64).collect();
            row.push(number(millis(&micros, 0.5), 1));
        }
        table.row(row);
    }
    table
}

fn export(sizes: &Service, exported: Usage) -> Table {
    let orders = grouped((sizes.open + sizes.closed) as u64);
    let mut table = Table::new(format!("{orders} orders as a workbook"), "database | s | CPU, s | peak, MiB");
    let (wall, cpu) = (number(exported.wall, 1), number(exported.cpu, 1));
    table.row(vec!["SQLite".to_owned(), wall, cpu, number(exported.peak, 0)]);
    table
}

fn started(sizes: &Service, starts: &[Started]) -> Table {
    let columns = "database | starts | median, s | max, s | memory: steady, MiB | peak, MiB";
    let caption =
        format!("{} open orders, {} closed ones", grouped(sizes.open as u64), grouped(sizes.closed as u64));
    let mut table = Table::new(caption, columns);
    let most = |of: fn(&Started) -> f64| starts.iter().map(of).fold(f64::NAN, f64::max);
    let micros: Vec<u64> = starts.iter().map(|start| (start.seconds * 1e6) as u64).collect();
    table.row(vec![
        "SQLite".to_owned(),
        starts.len().to_string(),
        number(quantile(&micros, 0.5) / 1e6, 2),
        number(quantile(&micros, 1.0) / 1e6, 2),
        number(most(|start| start.steady), 0),
        number(most(|start| start.peak), 0),
    ]);
    table
}
