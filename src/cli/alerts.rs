//! `holdfast alerts`: what is wrong, and who looks after it.

use super::export::language;
use super::plan::screen;
use super::service::{self, failed};
use super::table::{self, Cell, Column, Give};
use crate::app::App;
use crate::domain::role::Actor;
use crate::services::alerts::{self, AlertView, AlertsQuery};
use crate::store::types::written;
use crate::text::Lang;
use crate::text::plan_help::Help;
use crate::text::rules::RulesWords;
use crate::text::service_help::ServiceHelp;
use clap::{ArgMatches, Command};

/// Alerts that are listed, newest first.
const LISTED: i64 = 200;

pub(super) fn command(command: Command, words: &'static ServiceHelp, help: &'static Help) -> Command {
    let said = RulesWords::of(language(help));
    let list = service::with_database(Command::new("list").about(said.alerts_list), words, help);
    command.about(said.alerts).subcommand_required(true).subcommand(list)
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    service::with_app(matches, lang, list)
}

fn list(app: &App, _: &str, _: &ArgMatches, lang: Lang) -> Result<String, String> {
    let words = RulesWords::of(lang);
    let query = AlertsQuery { limit: Some(LISTED), ..AlertsQuery::default() };
    let found = app.ask(&Actor::system(), |ask| Ok((alerts::list(ask, &query)?.items, ask.zone())));
    let (found, zone) = found.map_err(|failure| failed(&failure, lang))?;
    if found.is_empty() {
        return Ok(format!("{}\n", words.none_open));
    }
    let mut page = screen(None);
    let head = [
        Column::right(words.number, Give::Nothing),
        Column::left(words.severity, Give::Away(2)),
        Column::left(words.state, Give::Away(1)),
        Column::left(words.opened, Give::Away(3)),
        Column::left(words.subject, Give::Wrap),
    ];
    let row = |alert: &AlertView| -> Vec<Cell> {
        let opened = alert.opened_at.unwrap_or(alert.since);
        let said = &alert.facts.text;
        let texts = [
            alert.id.to_string(),
            alert.severity.name().to_owned(),
            written(&alert.state).unwrap_or_default(),
            opened.utc().with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string(),
            if lang == Lang::Zh { said.zh.clone() } else { said.en.clone() },
        ];
        texts.into_iter().map(|text| (text, None)).collect()
    };
    table::add(&mut page, &head, &found.iter().map(row).collect::<Vec<_>>());
    Ok(page.finish())
}
