//! `holdfast settings`: every setting, its value and where it came from, without secrets.

use super::service::{self, option};
use crate::config::Settings;
use crate::text::Lang;
use crate::text::plan_help::Help;
use crate::text::service_help::ServiceHelp;
use clap::{ArgMatches, Command};
use std::fmt::Write;

pub(super) fn command(command: Command, words: &'static ServiceHelp, help: &'static Help) -> Command {
    service::with_database(command.about(words.settings), words, help)
        .arg(option("listen", "ADDRESS", words.listen, help))
        .arg(option("clock", "CLOCK", words.clock, help))
        .arg(option("workers", "N", words.workers, help))
        .arg(option("futures", "N", words.futures, help))
        .args(super::tls::options(words, help))
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    service::settings(matches, lang).map(|settings| page(&settings, lang))
}

/// One line a setting.
pub(super) fn page(settings: &Settings, lang: Lang) -> String {
    let list = settings.list();
    let wide = list.iter().map(|(_, value, _)| value.chars().count()).max().unwrap_or(0);
    list.iter().fold(String::new(), |mut page, (name, value, source)| {
        let source = service::source_words(source, lang);
        writeln!(page, "{name:<18} {value:<wide$}  ({source})").unwrap_or_default();
        page
    })
}
