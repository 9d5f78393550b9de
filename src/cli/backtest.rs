//! `holdfast backtest`: what would have been told in the past, and whether it would have been true. Stores nothing.

use super::export::language;
use super::page::{Ink, Page};
use super::plan;
use super::report::{self, bounds, chances, filled, percent};
use super::service::{self, failed, option};
use super::table::{self, Cell, Column, Give};
use crate::domain::policy::Policies;
use crate::domain::role::Actor;
use crate::domain::value::Day;
use crate::import::{self, Limits};
use crate::planning::backtest::{Backtest, Materials, Period, backtest};
use crate::planning::{as_of, zone};
use crate::services::Ask;
use crate::services::backtest::{Recorded, recorded};
use crate::store::{Failure, Store};
use crate::text::Lang;
use crate::text::accuracy::AccuracyWords;
use crate::text::backtest::BacktestWords;
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::service_help::ServiceHelp;
use chrono::NaiveDate;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use holdfast_engine::scenario::Setting;
use std::io::Write;
use std::path::{Path, PathBuf};

/// So many lines go by between two words on how far it is.
const TOLD_EVERY: usize = 25;
/// What can be supposed of bought material, as it is typed.
const MATERIALS: [(&str, Materials); 2] = [("at-hand", Materials::AtHand), ("ordered", Materials::Ordered)];

pub(super) fn command(command: Command, words: &'static ServiceHelp, help: &'static Help) -> Command {
    let said = BacktestWords::of(language(help));
    let file = Arg::new("file").value_name("FILE").help(said.file);
    let file = file.value_parser(value_parser!(PathBuf)).help_heading(help.arguments_heading);
    let json = Arg::new("json").long("json").action(ArgAction::SetTrue).help(said.json);
    let number = |name: &'static str, said: &'static str, usual: &'static str| {
        option(name, "N", said, help).value_parser(value_parser!(u64)).default_value(usual)
    };
    let materials = PossibleValuesParser::new(MATERIALS.map(|(name, _)| name));
    service::with_database(command.about(said.about).arg(file), words, help)
        .arg(option("from", "2026-03-01", said.from, help).value_parser(report::day))
        .arg(option("to", "2026-03-31", said.to, help).value_parser(report::day))
        .arg(number("seed", said.seed, "1"))
        .arg(number("futures", said.futures, "200"))
        .arg(
            option("materials", "WAY", said.materials, help)
                .value_parser(materials)
                .hide_possible_values(true)
                .default_value("at-hand"),
        )
        .arg(json.help_heading(help.options_heading))
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    let period = period(matches, lang)?;
    let Recorded { document, policies, today } = match matches.get_one::<PathBuf>("file") {
        Some(file) => of_file(file, matches, lang)?,
        None => of_database(matches, lang)?,
    };
    let tell = &mut |done: usize, all: usize, day: NaiveDate| {
        if done.is_multiple_of(TOLD_EVERY) {
            let values = [("done", done.to_string()), ("all", all.to_string()), ("day", day.to_string())];
            let said = filled(BacktestWords::of(lang).progress, &values);
            // Whoever closed the standard error does not want to know.
            drop(writeln!(std::io::stderr().lock(), "{said}"));
        }
    };
    let found = backtest(&document, &policies, period, today, tell)
        .map_err(|refusal| failed(&Failure::from(refusal), lang))?;
    if matches.get_flag("json") { plan::json(&found) } else { Ok(page(&found, lang)) }
}

fn period(matches: &ArgMatches, lang: Lang) -> Result<Period, String> {
    let number = |name: &str| matches.get_one::<u64>(name).copied().unwrap_or_default();
    let (least, most) = (u64::from(Setting::FEWEST), u64::from(Setting::MOST));
    let futures = number("futures");
    if !(least..=most).contains(&futures) {
        let (value, least, most) = (futures.to_string(), least.to_string(), most.to_string());
        let values = [
            ("name", "futures"),
            ("value", value.as_str()),
            ("least", least.as_str()),
            ("most", most.as_str()),
        ];
        return Err(fill(BacktestWords::of(lang).out_of_range, &values));
    }
    let way = matches.get_one::<String>("materials");
    let way = way.and_then(|name| MATERIALS.iter().find(|(known, _)| known == name)).map(|(_, way)| *way);
    let at = |name: &str| matches.get_one::<Day>(name).copied();
    Ok(Period {
        from: at("from"),
        to: at("to"),
        seed: number("seed"),
        futures: futures as u32,
        materials: way.unwrap_or_default(),
    })
}

/// The past that a file tells, as of the day that it names, else of the machine's.
fn of_file(file: &Path, matches: &ArgMatches, lang: Lang) -> Result<Recorded, String> {
    let said = |error: &import::ImportError| format!("{}\n{}", error.message(lang), error.remedy(lang));
    let mut document = import::read(file, &Limits::default()).map_err(|error| said(&error))?.document;
    // What could not be read is `holdfast plan --faults`' to tell.
    drop(import::resolve(&mut document));
    let zone = zone(&document);
    let clock = service::set_clock(&service::settings(matches, lang)?, lang)?;
    let here = clock.now().utc().with_timezone(&zone).date_naive();
    let day = as_of(&document).map_or(here, |at| at.date(zone));
    let today = Day::new(day).ok_or_else(|| day.to_string())?;
    Ok(Recorded { document, policies: Policies::default(), today })
}

fn of_database(matches: &ArgMatches, lang: Lang) -> Result<Recorded, String> {
    let settings = service::settings(matches, lang)?;
    let url = settings.get("database-url");
    let failed = |failure: Failure| failed(&failure, lang);
    if !Store::exists(url).map_err(failed)? {
        return Err(fill(AccuracyWords::of(lang).no_database, &[("url", url)]));
    }
    let store = Store::open(url).map_err(failed)?;
    let (now, actor) = (service::set_clock(&settings, lang)?.now(), Actor::system());
    store.read(|db| recorded(&mut Ask::new(db, now, &actor)?)).map_err(failed)
}

fn page(found: &Backtest, lang: Lang) -> String {
    let (words, common) = (BacktestWords::of(lang), AccuracyWords::of(lang));
    let mut page = plan::screen(None);
    let text = |day: Day| day.to_string();
    let values = [("from", text(found.from)), ("to", text(found.to)), ("as_of", text(found.as_of))];
    let title = page.paint(Ink::Bold, &filled(words.title, &values));
    page.line(&title);
    let asked = [
        ("lines", (found.asked - found.unquotable).to_string()),
        ("futures", found.futures.to_string()),
        ("seed", found.seed.to_string()),
    ];
    page.wrapped("", &filled(words.asked, &asked), None);
    let told = [
        (found.undecided, words.undecided, Ink::Dim),
        (found.unquotable, words.unquotable, Ink::Warn),
        (found.left_out, words.left_out, Ink::Warn),
    ];
    for (lines, said, ink) in told.into_iter().filter(|(lines, ..)| *lines > 0) {
        page.wrapped("", &fill(said, &[("lines", &lines.to_string())]), Some(ink));
    }
    percentiles(&mut page, found, words, common);
    dates(&mut page, found, words, common);
    chances(&mut page, words.chances, (&found.chances, &found.reliability), common);
    page.blank();
    match &found.baselines {
        Some(baselines) => report::beside(&mut page, baselines, common),
        None => page.wrapped("", common.not_beside, Some(Ink::Dim)),
    }
    page.blank();
    page.wrapped("", words.supposed, Some(Ink::Dim));
    page.finish()
}

fn percentiles(page: &mut Page, found: &Backtest, words: &BacktestWords, common: &AccuracyWords) {
    page.title(words.percentiles);
    let head = [
        Column::left(words.told, Give::Nothing),
        Column::right(common.lines, Give::Nothing),
        Column::right(words.left_by, Give::Nothing),
        Column::right(common.bounds, Give::Nothing),
    ];
    let row = |one: &crate::planning::backtest::PercentileKept| -> Vec<Cell> {
        let cells = [
            format!("P{}", one.percentile),
            one.kept.lines.to_string(),
            percent(one.kept.percent),
            bounds(&one.kept),
        ];
        cells.into_iter().map(|cell| (cell, None)).collect()
    };
    table::add(page, &head, &found.percentiles.iter().map(row).collect::<Vec<_>>());
    if found.on_their_day > 0 {
        let said = fill(words.on_their_day, &[("lines", &found.on_their_day.to_string())]);
        page.wrapped("  ", &said, Some(Ink::Dim));
    }
}

fn dates(page: &mut Page, found: &Backtest, words: &BacktestWords, common: &AccuracyWords) {
    let mut rows = vec![(words.recommended, &found.given)];
    if let Some(beside) = &found.beside {
        rows.push((words.ours, &beside.ours));
        rows.push((words.theirs, &beside.theirs));
    }
    report::sides(page, words.dates, &rows, common);
}
