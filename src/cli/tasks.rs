//! `holdfast tasks`: what is to be done and by whom, and handing it on.

use super::export::language;
use super::plan::screen;
use super::service::{self, failed, option};
use super::table::{self, Cell, Column, Give};
use crate::app::App;
use crate::domain::role::Actor;
use crate::services::Tx;
use crate::services::task::{self, DelegateBody, TaskView, TasksQuery};
use crate::text::Lang;
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::service_help::ServiceHelp;
use crate::text::tasks::TasksWords;
use clap::{Arg, ArgMatches, Command};

/// Tasks that are listed, oldest first.
const LISTED: i64 = 200;

pub(super) fn command(command: Command, words: &'static ServiceHelp, help: &'static Help) -> Command {
    let said = TasksWords::of(language(help));
    let sub = |name: &'static str, about: &'static str| {
        service::with_database(Command::new(name).about(about), words, help)
    };
    let named = |name: &'static str, value: &'static str, about: &'static str| {
        Arg::new(name).value_name(value).help(about).help_heading(help.arguments_heading)
    };
    command.about(said.about).subcommand_required(true).subcommand(sub("list", said.list)).subcommand(
        sub("delegate", said.delegate)
            .arg(named("task", "TASK", said.task).required(true))
            .arg(named("to", "NAME", said.to))
            .arg(option("note", "TEXT", said.note, help)),
    )
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    service::with_app(matches, lang, carry_out)
}

fn carry_out(app: &App, what: &str, found: &ArgMatches, lang: Lang) -> Result<String, String> {
    let (words, system) = (TasksWords::of(lang), Actor::system());
    if what == "list" {
        let query = TasksQuery { limit: Some(LISTED), ..TasksQuery::default() };
        let tasks = task::list(app, &system, &query).map_err(|failure| failed(&failure, lang))?;
        return Ok(list(app, &tasks.items, lang));
    }
    let text = |name: &str| found.get_one::<String>(name).cloned();
    let number = text("task").unwrap_or_default();
    let id: i64 = number.parse().map_err(|_| fill(words.no_number, &[("id", &number)]))?;
    let body = DelegateBody { to: text("to"), note: text("note") };
    let job = move |tx: &mut Tx<'_>| task::delegate(tx, id, &body);
    let given = app.command_blocking(&system, job).map_err(|failure| failed(&failure, lang))?;
    let said = match &given.owner {
        Some(to) => fill(words.delegated, &[("id", &number), ("to", to)]),
        None => fill(words.given_back, &[("id", &number)]),
    };
    Ok(said + "\n")
}

fn list(app: &App, tasks: &[TaskView], lang: Lang) -> String {
    let words = TasksWords::of(lang);
    if tasks.is_empty() {
        return format!("{}\n", words.none_open);
    }
    let zone = app.planner.outlook().zone;
    let mut page = screen(None);
    let head = [
        Column::right(words.number, Give::Nothing),
        Column::left(words.line, Give::Nothing),
        Column::left(words.what, Give::Wrap),
        Column::left(words.whose, Give::Away(1)),
        Column::left(words.due, Give::Nothing),
    ];
    let row = |view: &TaskView| -> Vec<Cell> {
        let task = &view.task;
        let line = if task.line.is_empty() { String::new() } else { format!("/{}", task.line) };
        let due = view.due_at.map(|at| at.utc().with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string());
        let late = if view.overdue { format!(" {}", words.overdue) } else { String::new() };
        let texts = [
            task.id.to_string(),
            format!("{}{line}", task.order_no),
            if lang == Lang::Zh { task::what(task).zh } else { task::what(task).en },
            task.owner.clone().unwrap_or_else(|| task.owner_role.words().get(lang).to_owned()),
            due.unwrap_or_else(|| "–".to_owned()) + &late,
        ];
        texts.into_iter().map(|text| (text, None)).collect()
    };
    table::add(&mut page, &head, &tasks.iter().map(row).collect::<Vec<_>>());
    page.finish()
}
