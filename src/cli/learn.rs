//! `holdfast learn`: learns from the record of a database now, and shows in short what it says.

use super::export::language;
use super::plan::screen;
use super::service::{self, failed};
use super::table::{self, Cell, Column, Give};
use crate::domain::learning::Kind;
use crate::domain::role::Actor;
use crate::services::Plainly;
use crate::services::learning::{
    self, HoursView, LearnedPage, LearnedQuery, LearnedRow, LearningRun, OriginView,
};
use crate::store::{Failure, Store};
use crate::text::Lang;
use crate::text::accuracy::AccuracyWords;
use crate::text::learning::LearningWords;
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::service_help::ServiceHelp;
use clap::{ArgMatches, Command};

pub(super) fn command(command: Command, words: &'static ServiceHelp, help: &'static Help) -> Command {
    let said = LearningWords::of(language(help));
    let command = command.about(said.about).after_help(said.after);
    service::with_database(command, words, help).arg(service::option("clock", "CLOCK", words.clock, help))
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    let settings = service::settings(matches, lang)?;
    let url = settings.get("database-url");
    // Nothing can be learned from a database that is made by asking.
    if !Store::exists(url).map_err(|failure| failed(&failure, lang))? {
        return Err(fill(AccuracyWords::of(lang).no_database, &[("url", url)]));
    }
    let app = service::open(&settings, lang)?;
    let system = Actor::system();
    let done = learning::run(&app, &system, &Plainly).and_then(|run| {
        let found = app.ask(&system, |ask| {
            // The first of each kind is the one for all that has none of its own.
            let first = |kind| LearnedQuery { kind: Some(kind), limit: Some(1), ..LearnedQuery::default() };
            let pages: Result<Vec<LearnedPage>, Failure> =
                Kind::ALL.into_iter().map(|kind| learning::list(ask, &first(kind))).collect();
            let rows: Vec<LearnedRow> = pages?.into_iter().flat_map(|page| page.items).collect();
            Ok((rows, learning::hours(ask)?, ask.zone()))
        })?;
        Ok((run, found))
    });
    app.stop();
    let (run, (rows, hours, zone)) = done.map_err(|failure| failed(&failure, lang))?;
    let as_of = run.as_of.utc().with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string();
    Ok(told(&run, &as_of, (&rows, &hours), lang))
}

/// The page: one row for each kind, for all that is not named. `as_of` is plant time.
fn told(run: &LearningRun, as_of: &str, found: (&[LearnedRow], &HoursView), lang: Lang) -> String {
    let (found, hours) = found;
    let words = LearningWords::of(lang);
    let mut page = screen(None);
    let read = &run.read;
    let counts = [read.operations, read.receipts, read.yields, read.orders, read.outcomes];
    let counts = counts.map(|count| count.to_string());
    let [operations, receipts, yields, orders, outcomes] = counts.each_ref().map(String::as_str);
    let values = [
        ("as_of", as_of),
        ("operations", operations),
        ("receipts", receipts),
        ("yields", yields),
        ("orders", orders),
    ];
    page.line(&fill(words.done, &values));
    page.line(&fill(words.outcomes, &[("outcomes", outcomes)]));
    if run.learned == 0 {
        page.line(words.nothing);
    }
    page.blank();
    let head = [
        Column::left(words.number, Give::Wrap),
        Column::right(words.observations, Give::Nothing),
        Column::right(words.unfinished, Give::Away(1)),
        Column::right(words.p10, Give::Nothing),
        Column::right(words.p50, Give::Nothing),
        Column::right(words.p90, Give::Nothing),
        Column::left(words.who, Give::Nothing),
    ];
    let rows: Vec<Vec<Cell>> = found.iter().map(|row| cells(row, words, lang)).collect();
    table::add(&mut page, &head, &rows);
    page.blank();
    page.line(&dirt(run, words));
    let proposed: Vec<_> = hours.items.iter().filter(|hours| hours.proposed).collect();
    if !proposed.is_empty() {
        page.blank();
        page.line(words.corrections);
    }
    for hours in proposed {
        let numbers =
            [hours.factor, hours.open_hours, hours.missing_hours].map(|number| format!("{number:.2}"));
        let weeks = hours.weeks.to_string();
        let values = [
            ("work_centre", hours.work_centre.as_str()),
            ("factor", numbers[0].as_str()),
            ("open", numbers[1].as_str()),
            ("missing", numbers[2].as_str()),
            ("weeks", weeks.as_str()),
        ];
        page.line(&format!("  {}", fill(words.correction, &values)));
    }
    page.finish()
}

fn cells(row: &LearnedRow, words: &LearningWords, lang: Lang) -> Vec<Cell> {
    let number = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.2}"));
    let who = match row.origin {
        OriginView::Prior => words.prior,
        OriginView::Record => words.record,
        OriginView::Person => words.person,
    };
    let middle = match row.figures.rate {
        Some(rate) => format!("{rate:.4}"),
        None => number(row.figures.p50),
    };
    // Of a rate, what lies around it is another number.
    let around = |value: Option<f64>| number(value.filter(|_| row.figures.rate.is_none()));
    let texts = [
        row.kind.words().get(lang).to_owned(),
        row.observations.to_string(),
        row.unfinished.to_string(),
        around(row.figures.p10),
        middle,
        around(row.figures.p90),
        who.to_owned(),
    ];
    texts.into_iter().map(|text| (text, None)).collect()
}

fn dirt(run: &LearningRun, words: &LearningWords) -> String {
    let read = &run.read;
    let counts = [read.duplicates, read.empty, read.impossible, read.outliers].map(|count| count.to_string());
    let [duplicates, empty, impossible, outliers] = counts.each_ref().map(String::as_str);
    let values =
        [("duplicates", duplicates), ("empty", empty), ("impossible", impossible), ("outliers", outliers)];
    fill(words.dirt, &values)
}
