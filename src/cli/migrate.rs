//! `holdfast migrate`: brings the database up to date.

use super::service::{self, failed};
use crate::store::Store;
use crate::text::Lang;
use crate::text::plan_help::Help;
use crate::text::service_help::ServiceHelp;
use clap::{ArgMatches, Command};

pub(super) fn command(command: Command, words: &'static ServiceHelp, help: &'static Help) -> Command {
    service::with_database(command.about(words.migrate), words, help)
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    let settings = service::settings(matches, lang)?;
    Store::migrate(settings.get("database-url")).map_err(|failure| failed(&failure, lang))?;
    Ok(format!("{}\n", ServiceHelp::of(lang).migrated))
}
