//! `holdfast notice`: what customers are told about their orders.

use super::export::language;
use super::service::{self, failed, option};
use crate::app::App;
use crate::domain::notice::State;
use crate::domain::role::Actor;
use crate::domain::value::Day;
use crate::services::notices::{self, DropBody, NewNotice, NoticeView, NoticesQuery};
use crate::services::{ANY_VERSION, Tx};
use crate::text::Lang;
use crate::text::notice_help::NoticeHelp;
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::service_help::ServiceHelp;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};
use std::fmt::Write;

pub(super) fn command(command: Command, words: &'static ServiceHelp, help: &'static Help) -> Command {
    let own = NoticeHelp::of(language(help));
    let sub = |name: &'static str, about: &'static str| {
        service::with_database(Command::new(name).about(about), words, help)
    };
    let argument = |name: &'static str, value: &'static str, said: &'static str| {
        Arg::new(name).value_name(value).help(said).required(true).help_heading(help.arguments_heading)
    };
    let states = PossibleValuesParser::new(State::ALL.map(State::name));
    let state = option("state", "STATE", own.state, help).value_parser(states).hide_possible_values(true);
    let id = || argument("id", "NUMBER", own.id);
    command
        .about(own.notice)
        .subcommand_required(true)
        .subcommand(sub("list", own.list).arg(state))
        .subcommand(sub("show", own.show).arg(id()))
        .subcommand(
            sub("write", own.write)
                .arg(argument("order", "ORDER", own.order))
                .arg(option("text", "TEXT", own.text, help).required(true))
                .arg(option("next", "DAY", own.next, help)),
        )
        .subcommand(sub("approve", own.approve).arg(id()))
        .subcommand(sub("drop", own.drop).arg(id()).arg(option("why", "TEXT", own.why, help)))
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    service::with_app(matches, lang, carry_out)
}

fn carry_out(app: &App, what: &str, found: &ArgMatches, lang: Lang) -> Result<String, String> {
    let words = NoticeHelp::of(lang);
    let said = |name: &str| found.get_one::<String>(name).cloned();
    match what {
        "list" => list(app, found, lang),
        "write" => write(app, found, lang),
        _ => {
            let text = said("id").unwrap_or_default();
            let id: i64 = text.parse().map_err(|_| fill(words.no_number, &[("value", &text)]))?;
            match what {
                "show" => show(app, id, lang),
                "drop" => {
                    let body = DropBody { why: said("why") };
                    let job = move |tx: &mut Tx<'_>| notices::discard(tx, id, &body, Some(ANY_VERSION));
                    let done = app.command_blocking(&Actor::system(), job);
                    done.map_err(|failure| failed(&failure, lang))?;
                    Ok(format!("{}\n", fill(words.dropped, &[("id", &text)])))
                }
                _ => {
                    let job = move |tx: &mut Tx<'_>| notices::approve(tx, id, Some(ANY_VERSION));
                    let sent = app.command_blocking(&Actor::system(), job);
                    let sent = sent.map_err(|failure| failed(&failure, lang))?;
                    let count = sent.to.len().to_string();
                    Ok(format!("{}\n", fill(words.sent, &[("id", &text), ("count", &count)])))
                }
            }
        }
    }
}

fn list(app: &App, found: &ArgMatches, lang: Lang) -> Result<String, String> {
    let words = NoticeHelp::of(lang);
    let state = found.get_one::<String>("state").and_then(|name| State::named(name));
    let query = NoticesQuery { state, ..NoticesQuery::default() };
    let page = app.ask(&Actor::system(), |ask| notices::list(ask, &query));
    let page = page.map_err(|failure| failed(&failure, lang))?;
    if page.items.is_empty() {
        return Ok(format!("{}\n", words.nothing));
    }
    Ok(page.items.iter().fold(String::new(), |mut text, notice| {
        let NoticeView { id, order, customer, .. } = notice;
        let state = notice.state.name();
        let next = notice.next_update_by.map(|day| fill(words.to, &[("day", &day.to_string())]));
        writeln!(text, "{id:>6}  {state:<8} {order:<16} {customer:<16} {}", next.unwrap_or_default())
            .unwrap_or_default();
        text
    }))
}

fn show(app: &App, id: i64, lang: Lang) -> Result<String, String> {
    let seen = notices::preview(app, &Actor::system(), id).map_err(|failure| failed(&failure, lang))?;
    Ok(format!("{}\n\n{}", seen.subject, seen.text))
}

fn write(app: &App, found: &ArgMatches, lang: Lang) -> Result<String, String> {
    let words = NoticeHelp::of(lang);
    let order = found.get_one::<String>("order").cloned().unwrap_or_default();
    let next_update_by = match found.get_one::<String>("next") {
        None => None,
        Some(text) => {
            let day = text.parse().ok().and_then(Day::new);
            Some(day.ok_or_else(|| fill(words.no_day, &[("value", text)]))?)
        }
    };
    let remark = found.get_one::<String>("text").cloned();
    let body = NewNotice { remark, next_update_by, ..NewNotice::default() };
    let job = move |tx: &mut Tx<'_>| notices::by_hand(tx, &order, &body);
    let made = app.command_blocking(&Actor::system(), job).map_err(|failure| failed(&failure, lang))?;
    Ok(format!("{}\n", fill(words.begun, &[("id", &made.id.to_string())])))
}
