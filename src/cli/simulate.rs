//! `holdfast simulate`: months of a simulated factory against this program, on a throw-away server of its own.
//!
//! The simulator knows the product by its command line and its API only; this file starts it and prints what it found.

use super::export::language;
use super::service::option;
use crate::api;
use crate::text::Lang;
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::service_help::ServiceHelp;
use crate::text::simulate_help::SimulateHelp;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use holdfast_simulator::world::World;
use holdfast_simulator::{Language, News, Options, Watcher, chart, page, promises};
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A year of a busy shop is enough for anybody who has to wait for it ten times.
const MOST_MONTHS: f64 = 120.0;

pub(super) fn command(command: Command, _words: &'static ServiceHelp, help: &'static Help) -> Command {
    let words = SimulateHelp::of(language(help));
    let number = |name: &'static str, said: &'static str, usual: &'static str| {
        option(name, "N", said, help).value_parser(value_parser!(u64)).default_value(usual)
    };
    command
        .about(words.about)
        .arg(option("world", "WORLD", words.world, help).default_value("jobshop"))
        .arg(option("months", "N", words.months, help).value_parser(value_parser!(f64)).default_value("3"))
        .arg(number("seed", words.seed, "1"))
        .arg(number("seeds", words.seeds, "1"))
        .arg(number("together", words.together, "2"))
        .arg(number("futures", words.futures, "199"))
        .arg(
            Arg::new("json")
                .long("json")
                .action(ArgAction::SetTrue)
                .help(words.json)
                .help_heading(help.options_heading),
        )
        .arg(
            Arg::new("warnings")
                .long("warnings")
                .action(ArgAction::SetTrue)
                .help(words.warnings)
                .help_heading(help.options_heading),
        )
        .arg(option("chart", "FILE", words.chart, help).value_parser(value_parser!(PathBuf)))
        .arg(option("promises", "FILE", words.promises, help).value_parser(value_parser!(PathBuf)))
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    let options = options(matches, lang)?;
    let language = spoken(lang);
    let ended = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&ended);
    // It waits for as long as the process runs: nobody has to end it.
    std::thread::spawn(move || {
        api::wait_for_end();
        told.store(true, Ordering::Relaxed);
    });
    let report = holdfast_simulator::run(&options, &Screen { language, ended });
    let report = report.map_err(|error| error.message(language))?;
    if let Some(path) = matches.get_one::<PathBuf>("chart") {
        let drawn = chart::draw(&report, language);
        std::fs::write(path, drawn).map_err(|error| cannot_write(path, &error, lang))?;
    }
    if let Some(path) = matches.get_one::<PathBuf>("promises") {
        let file = std::fs::File::create(path).map_err(|error| cannot_write(path, &error, lang))?;
        promises::write(&report.records, file).map_err(|error| cannot_write(path, &error, lang))?;
    }
    if matches.get_flag("json") {
        return report.json().map(|text| text + "\n").map_err(|error| error.to_string());
    }
    Ok(page::page(&report, language))
}

fn cannot_write(path: &Path, why: &dyn Error, lang: Lang) -> String {
    let (path, why) = (path.display().to_string(), why.to_string());
    fill(SimulateHelp::of(lang).cannot_write, &[("path", &path), ("why", &why)])
}

/// Tells how far play is, and lets it end when the process is told to: its server and its folder are put away then.
struct Screen {
    language: Language,
    ended: Arc<AtomicBool>,
}

impl Watcher for Screen {
    fn tell(&self, news: News<'_>) {
        // Whoever closed the standard error does not want to know.
        drop(writeln!(std::io::stderr().lock(), "{}", news.line(self.language)));
    }

    fn is_ended(&self) -> bool {
        self.ended.load(Ordering::Relaxed)
    }
}

fn options(matches: &ArgMatches, lang: Lang) -> Result<Options, String> {
    let number = |name: &str, least: u64, most: u64| {
        let value = matches.get_one::<u64>(name).copied().unwrap_or(least);
        in_range(name, value as f64, least as f64, most as f64, lang).map(|()| value)
    };
    let months = matches.get_one::<f64>("months").copied().unwrap_or(1.0);
    in_range("months", months, 0.1, MOST_MONTHS, lang)?;
    let world = matches.get_one::<String>("world").map_or("jobshop", String::as_str);
    Ok(Options {
        world: World::find(world).map_err(|error| error.message(spoken(lang)))?,
        months,
        seed: number("seed", 0, u64::from(u32::MAX))?,
        seeds: number("seeds", 1, 1_000)?,
        together: number("together", 1, 8)? as usize,
        futures: number("futures", 0, 2_000)? as usize,
        warnings: matches.get_flag("warnings"),
        program: std::env::current_exe().map_err(|error| error.to_string())?,
    })
}

/// The simulator's name for a language.
fn spoken(lang: Lang) -> Language {
    match lang {
        Lang::En => Language::En,
        Lang::Zh => Language::Zh,
    }
}

fn in_range(name: &str, value: f64, least: f64, most: f64, lang: Lang) -> Result<(), String> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    let (value, least, most) = (value.to_string(), least.to_string(), most.to_string());
    let values =
        [("name", name), ("value", value.as_str()), ("least", least.as_str()), ("most", most.as_str())];
    Err(fill(SimulateHelp::of(lang).out_of_range, &values))
}
