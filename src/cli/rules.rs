//! `holdfast rules`: lists and shows rules, checks, tries and stores one in a file, switches one on and off.

use super::export::language;
use super::plan::screen;
use super::service::{self, failed, option};
use super::table::{self, Cell, Column, Give};
use crate::app::App;
use crate::domain::role::Actor;
use crate::domain::rule::{RuleBody, Words};
use crate::domain::value::Moment;
use crate::services::alerts::{self, CheckBody, DryRun, DryRunBody, RuleView};
use crate::services::{ANY_VERSION, Tx};
use crate::text::Lang;
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::rules::{self as texts, RulesWords};
use crate::text::service_help::ServiceHelp;
use crate::text::trouble;
use chrono_tz::Tz;
use clap::{Arg, ArgMatches, Command};
use std::path::{Path, PathBuf};

/// Alerts that are listed.
const LISTED: usize = 20;

pub(super) fn command(command: Command, words: &'static ServiceHelp, help: &'static Help) -> Command {
    let said = RulesWords::of(language(help));
    let sub = |name: &'static str, about: &'static str| {
        service::with_database(Command::new(name).about(about), words, help)
    };
    let file = Arg::new("file").value_name("FILE").help(said.file).required(true);
    let file = file.value_parser(clap::value_parser!(PathBuf)).help_heading(help.arguments_heading);
    let stored = file.clone();
    let tried = option("file", "FILE", said.tried_file, help).value_parser(clap::value_parser!(PathBuf));
    let days = option("days", "DAYS", said.days, help).value_parser(clap::value_parser!(u32).range(1..=90));
    command
        .about(said.rules)
        .subcommand_required(true)
        .subcommand(sub("list", said.list))
        .subcommand(Command::new("check").about(said.check).arg(service::name(words, help)).arg(file))
        .subcommand(sub("test", said.test).arg(service::name(words, help)).arg(days).arg(tried))
        .subcommand(sub("show", said.show).arg(service::name(words, help)))
        .subcommand(sub("put", said.put).arg(service::name(words, help)).arg(stored))
        .subcommand(sub("on", said.switch_on).arg(service::name(words, help)))
        .subcommand(sub("off", said.switch_off).arg(service::name(words, help)))
        .subcommand(sub("remove", said.remove).arg(service::name(words, help)))
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    match matches.subcommand() {
        Some(("check", found)) => {
            let name = found.get_one::<String>("name").cloned().unwrap_or_default();
            let file = found.get_one::<PathBuf>("file").cloned().unwrap_or_default();
            check(&name, &file, lang)
        }
        _ => service::with_app(matches, lang, carry_out),
    }
}

fn carry_out(app: &App, what: &str, found: &ArgMatches, lang: Lang) -> Result<String, String> {
    let system = Actor::system();
    if what == "list" {
        let rules = app.ask(&system, alerts::rules_list).map_err(|failure| failed(&failure, lang))?;
        return Ok(list(&rules.items, lang));
    }
    let name = found.get_one::<String>("name").cloned().unwrap_or_default();
    let file = found.try_get_one::<PathBuf>("file").ok().flatten();
    let rule = file.map(|file| rule_in(file, lang)).transpose()?;
    match (what, rule) {
        ("test", rule) => test(app, &name, (found.get_one::<u32>("days").copied(), rule), lang),
        ("show", _) => show(app, &name, lang),
        ("remove", _) => {
            let of = name.clone();
            let job = move |tx: &mut Tx<'_>| alerts::remove_rule(tx, &of, Some(ANY_VERSION));
            app.command_blocking(&system, job).map_err(|failure| failed(&failure, lang))?;
            Ok(fill(RulesWords::of(lang).removed, &[("name", &name)]) + "\n")
        }
        (_, Some(rule)) => store(app, &name, rule, lang),
        (switched, None) => {
            let detail = app.ask(&system, |ask| alerts::rule_detail(ask, &name));
            let said = detail.map_err(|failure| failed(&failure, lang))?.rule.said.unwrap_or_default();
            store(app, &name, RuleBody { on: Some(switched == "on"), ..said }, lang)
        }
    }
}

/// A rule as it is, to be changed and stored again.
fn show(app: &App, name: &str, lang: Lang) -> Result<String, String> {
    let detail = app.ask(&Actor::system(), |ask| alerts::rule_detail(ask, name));
    let rule = detail.map_err(|failure| failed(&failure, lang))?.rule.rule;
    let mut shown = serde_json::to_value(&rule).unwrap_or_default();
    // What the path says already is no part of the body.
    shown.as_object_mut().map(|fields| fields.remove("name"));
    Ok(format!("{shown:#}\n"))
}

fn store(app: &App, name: &str, body: RuleBody, lang: Lang) -> Result<String, String> {
    let (words, of) = (RulesWords::of(lang), name.to_owned());
    let job = move |tx: &mut Tx<'_>| alerts::put_rule(tx, &of, &body, Some(ANY_VERSION));
    let put = app.command_blocking(&Actor::system(), job).map_err(|failure| failed(&failure, lang))?;
    let state = if put.rule.rule.on { words.on } else { words.off };
    let values = [("name", name), ("version", &put.rule.version.to_string()), ("state", state)];
    Ok(fill(words.stored, &values) + "\n")
}

fn test(
    app: &App,
    name: &str,
    (days, rule): (Option<u32>, Option<RuleBody>),
    lang: Lang,
) -> Result<String, String> {
    let (system, body) = (Actor::system(), DryRunBody { days, rule });
    let played = app.ask(&system, |ask| Ok((alerts::dry_run(ask, name, &body)?, ask.zone())));
    let (played, zone) = played.map_err(|failure| failed(&failure, lang))?;
    Ok(told(&played, zone, lang))
}

fn list(rules: &[RuleView], lang: Lang) -> String {
    let words = RulesWords::of(lang);
    let mut page = screen(None);
    let head = [
        Column::left(words.name, Give::Nothing),
        Column::left("", Give::Nothing),
        Column::left(words.severity, Give::Away(2)),
        Column::left(words.about, Give::Away(1)),
        Column::left(words.title, Give::Wrap),
    ];
    let row = |view: &RuleView| -> Vec<Cell> {
        let state = match (&view.broken, view.rule.on) {
            (Some(_), _) => words.broken,
            (None, true) => words.on,
            (None, false) => words.off,
        };
        let rule = &view.rule;
        let (severity, about) = (texts::severity(rule.severity, lang), texts::about(rule.about, lang));
        let cells = [&*rule.name, state, severity, about, said(&rule.title, lang)];
        cells.into_iter().map(|text| (text.to_owned(), None)).collect()
    };
    table::add(&mut page, &head, &rules.iter().map(row).collect::<Vec<_>>());
    page.finish()
}

fn said(words: &Words, lang: Lang) -> &str {
    match lang {
        Lang::En => &words.en,
        Lang::Zh => &words.zh,
    }
}

/// What a file says of a rule.
fn rule_in(file: &Path, lang: Lang) -> Result<RuleBody, String> {
    let words = RulesWords::of(lang);
    let unread = |why: &str| fill(words.unread, &[("path", &file.display().to_string()), ("why", why)]);
    let text = std::fs::read_to_string(file).map_err(|error| unread(&trouble::io(&error, lang)))?;
    serde_json::from_str(&text).map_err(|error| unread(&error.to_string()))
}

fn check(name: &str, file: &Path, lang: Lang) -> Result<String, String> {
    let words = RulesWords::of(lang);
    let rule = rule_in(file, lang)?;
    let body = CheckBody { name: Some(name.to_owned()), rule };
    let checked = alerts::check_rule(&body).map_err(|failure| failed(&failure, lang))?;
    if checked.ok {
        return Ok(format!("{}\n", fill(words.well, &[("name", name)])));
    }
    let faults = checked.faults.iter().map(|fault| {
        let (line, column) = (fault.line.to_string(), fault.column.to_string());
        let why = if lang == Lang::Zh { &fault.zh } else { &fault.en };
        let values = [("field", &*fault.field), ("line", &line), ("column", &column), ("why", why)];
        fill(words.fault, &values)
    });
    Err(faults.collect::<Vec<_>>().join("\n"))
}

/// What a rule would have done, with the first alerts.
fn told(played: &DryRun, zone: Tz, lang: Lang) -> String {
    let words = RulesWords::of(lang);
    let days = (played.to.utc() - played.from.utc()).num_days();
    let counts = [played.fired, played.orders, played.open].map(|count| count.to_string());
    let values = [
        ("name", played.rule.as_str()),
        ("fired", &counts[0]),
        ("days", &days.to_string()),
        ("orders", &counts[1]),
        ("open", &counts[2]),
    ];
    let mut page = fill(words.fired, &values) + "\n";
    if !played.played_along.is_empty() {
        let (rules, replaced) = (played.played_along.join(", "), played.replaced.to_string());
        page += &(fill(words.along, &[("rules", &*rules), ("replaced", &replaced)]) + "\n");
    }
    if played.unknown > 0 {
        let (unknown, changes) = (played.unknown.to_string(), played.changes.to_string());
        page += &(fill(words.unknown, &[("unknown", &*unknown), ("changes", &changes)]) + "\n");
    }
    let at = |at: Moment| at.utc().with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string();
    for alert in played.alerts.iter().take(LISTED) {
        let chance = alert.on_time.map_or_else(|| "–".to_owned(), |share| format!("{:.0} %", share * 100.0));
        let until = alert.resolved_at.map(|over| fill(words.until, &[("at", &at(over))]));
        let values = [
            ("opened", at(alert.opened_at)),
            ("subject", alert.subject.clone()),
            ("chance", chance),
            ("end", until.unwrap_or_else(|| words.still_open.to_owned())),
        ];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        page += &(fill(words.would_be, &values) + "\n");
    }
    page
}
