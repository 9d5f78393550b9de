//! `holdfast alerts`: what is wrong, who looks after it and who was told; taking it on and putting it off.

use super::export::language;
use super::plan::screen;
use super::service::{self, failed, option};
use super::table::{self, Cell, Column, Give};
use crate::app::App;
use crate::domain::role::Actor;
use crate::domain::rule::Words;
use crate::domain::value::Moment;
use crate::services::Tx;
use crate::services::alerts::{
    self, AcknowledgeBody, AlertDetail, AlertView, AlertsQuery, HistoryView, SnoozeBody, ToldView,
};
use crate::text::Lang;
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::rules::{self, RulesWords};
use crate::text::service_help::ServiceHelp;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::Tz;
use clap::{Arg, ArgMatches, Command};

/// Alerts that are listed, newest first.
const LISTED: i64 = 200;
/// When a day begins for whoever is told again on it.
const MORNING: NaiveTime = NaiveTime::from_hms_opt(8, 0, 0).unwrap();

pub(super) fn command(command: Command, words: &'static ServiceHelp, help: &'static Help) -> Command {
    let said = RulesWords::of(language(help));
    let sub = |name: &'static str, about: &'static str| {
        service::with_database(Command::new(name).about(about), words, help)
    };
    let named = |name: &'static str, value: &'static str, about: &'static str| {
        Arg::new(name).value_name(value).help(about).required(true).help_heading(help.arguments_heading)
    };
    let number = || named("number", "NUMBER", said.alert_number);
    let note = || option("note", "TEXT", said.note, help);
    let until = named("until", "TIME", said.until_when);
    command
        .about(said.alerts)
        .subcommand_required(true)
        .subcommand(sub("list", said.alerts_list))
        .subcommand(sub("show", said.alert_show).arg(number()))
        .subcommand(sub("acknowledge", said.acknowledge).arg(number()).arg(note()))
        .subcommand(sub("snooze", said.snooze).arg(number()).arg(until).arg(note()))
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    service::with_app(matches, lang, carry_out)
}

fn carry_out(app: &App, what: &str, found: &ArgMatches, lang: Lang) -> Result<String, String> {
    if what == "list" {
        return list(app, lang);
    }
    let (words, system) = (RulesWords::of(lang), Actor::system());
    let text = |name: &str| found.try_get_one::<String>(name).ok().flatten().cloned();
    let number = text("number").unwrap_or_default();
    let id: i64 = number.parse().map_err(|_| fill(words.no_number, &[("id", &number)]))?;
    let zone = app.ask(&system, |ask| Ok(ask.zone())).map_err(|failure| failed(&failure, lang))?;
    match what {
        "acknowledge" => {
            let body = AcknowledgeBody { note: text("note") };
            let job = move |tx: &mut Tx<'_>| alerts::acknowledge(tx, id, &body);
            app.command_blocking(&system, job).map_err(|failure| failed(&failure, lang))?;
            Ok(fill(words.acknowledged, &[("id", &number)]) + "\n")
        }
        "snooze" => {
            let said = text("until").unwrap_or_default();
            let until = time(&said, zone).ok_or_else(|| fill(words.no_time, &[("value", &said)]))?;
            let body = SnoozeBody { until, note: text("note") };
            let job = move |tx: &mut Tx<'_>| alerts::snooze(tx, id, &body);
            app.command_blocking(&system, job).map_err(|failure| failed(&failure, lang))?;
            Ok(fill(words.snoozed, &[("id", &number), ("at", &local(until, zone))]) + "\n")
        }
        _ => {
            let shown = app.ask(&system, |ask| alerts::one(ask, id));
            Ok(show(&shown.map_err(|failure| failed(&failure, lang))?, zone, lang))
        }
    }
}

/// A day, a time of the plant, or an instant.
fn time(text: &str, zone: Tz) -> Option<Moment> {
    let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(|day| day.and_time(MORNING));
    let here = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok().or_else(day);
    let here = here.and_then(|here| zone.from_local_datetime(&here).earliest());
    let at = here.map(|at| at.to_utc()).or_else(|| Some(DateTime::parse_from_rfc3339(text).ok()?.to_utc()));
    Moment::new(at?)
}

fn local(at: Moment, zone: Tz) -> String {
    at.utc().with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string()
}

fn said(words: &Words, lang: Lang) -> &str {
    if lang == Lang::Zh { &words.zh } else { &words.en }
}

fn list(app: &App, lang: Lang) -> Result<String, String> {
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
        let texts = [
            alert.id.to_string(),
            rules::severity(alert.severity, lang).to_owned(),
            rules::state(alert.state, lang).to_owned(),
            local(alert.opened_at.unwrap_or(alert.since), zone),
            said(&alert.facts.text, lang).to_owned(),
        ];
        texts.into_iter().map(|text| (text, None)).collect()
    };
    table::add(&mut page, &head, &found.iter().map(row).collect::<Vec<_>>());
    Ok(page.finish())
}

/// An alert with what happened to it and who was told.
fn show(shown: &AlertDetail, zone: Tz, lang: Lang) -> String {
    let (words, alert) = (RulesWords::of(lang), &shown.alert);
    let mut page = format!("{}\n{}\n\n", said(&alert.facts.title, lang), said(&alert.facts.text, lang));
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            page.push_str(&["  ", name, ": ", value, "\n"].concat());
        }
    };
    add(words.name, &alert.rule);
    add(words.severity, rules::severity(alert.severity, lang));
    add(words.state, rules::state(alert.state, lang));
    add(words.opened, &local(alert.opened_at.unwrap_or(alert.since), zone));
    add(words.whose, alert.acknowledged_by.as_deref().or(alert.owner.as_deref()).unwrap_or_default());
    add(words.note, alert.note.as_deref().unwrap_or_default());
    add(words.next, &alert.next_at.map(|at| local(at, zone)).unwrap_or_default());
    page += "\n";
    let happened = |row: &HistoryView| format!("{}  {}  {}\n", local(row.at, zone), row.what, row.actor);
    page.extend(shown.history.iter().filter(|row| row.what != "told").map(happened));
    let told = |row: &ToldView| {
        let held = row.held_until.map(|until| fill(words.held, &[("at", &local(until, zone))]));
        let end = held.map(|held| format!("  {held}")).unwrap_or_default();
        format!("{}  → {} ({})  {}{end}\n", local(row.at, zone), row.recipient, row.channel, row.step)
    };
    page.extend(shown.told.iter().map(told));
    page
}
