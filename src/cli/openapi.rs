//! `holdfast openapi`: the API's document.

use crate::api;
use crate::text::Lang;
use crate::text::plan_help::Help;
use crate::text::service_help::ServiceHelp;
use clap::{ArgMatches, Command};

pub(super) fn command(command: Command, words: &'static ServiceHelp, _help: &'static Help) -> Command {
    command.about(words.openapi)
}

pub(super) fn run(_matches: &ArgMatches, _lang: Lang) -> Result<String, String> {
    let document = serde_json::to_string_pretty(&api::document(&api::routes()));
    document.map(|text| text + "\n").map_err(|error| error.to_string())
}
