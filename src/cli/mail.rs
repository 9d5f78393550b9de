//! `holdfast mail`: try the mail server, see messages, and what is in the outbox.

use super::export::language;
use super::service::{self, failed, option};
use crate::domain::outbox::State;
use crate::domain::role::Actor;
use crate::notify::Renderer;
use crate::services::Tx;
use crate::services::outbox::{self, OutboxQuery, PreviewBody};
use crate::text::Lang;
use crate::text::mail_help::MailHelp;
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::service_help::ServiceHelp;
use crate::text::{outbox as errors, trouble};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};
use std::fmt::Write;
use std::path::PathBuf;

pub(super) fn command(command: Command, words: &'static ServiceHelp, help: &'static Help) -> Command {
    let own = MailHelp::of(language(help));
    let sub = |name: &'static str, about: &'static str| {
        service::with_database(Command::new(name).about(about), words, help)
    };
    let argument = |name: &'static str, value: &'static str, said: &'static str| {
        Arg::new(name).value_name(value).help(said).required(true).help_heading(help.arguments_heading)
    };
    let path = |name: &'static str, said| {
        option(name, "FILE", said, help).value_parser(clap::value_parser!(PathBuf))
    };
    let states = PossibleValuesParser::new(State::ALL.map(State::name));
    let state = option("state", "STATE", own.state, help).value_parser(states).hide_possible_values(true);
    command
        .about(own.mail)
        .subcommand_required(true)
        .subcommand(sub("test", own.test).arg(option("to", "ADDRESS", own.to, help).required(true)))
        .subcommand(
            sub("preview", own.preview)
                .arg(argument("template", "TEMPLATE", own.template))
                .arg(path("facts", own.facts))
                .arg(path("html", own.html)),
        )
        .subcommand(sub("list", own.list).arg(state))
        .subcommand(sub("retry", own.retry).arg(argument("id", "NUMBER", own.id)))
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    let Some((what, found)) = matches.subcommand() else { return Ok(String::new()) };
    match what {
        "test" => test(found, lang),
        "preview" => preview(found, lang),
        _ => service::with_app(matches, lang, |app, what, found, lang| match what {
            "retry" => retry(app, found, lang),
            _ => list(app, found, lang),
        }),
    }
}

fn test(found: &ArgMatches, lang: Lang) -> Result<String, String> {
    let words = MailHelp::of(lang);
    let settings = service::settings(found, lang)?;
    let post = service::post(&settings, lang)?;
    if !post.sends_mail() {
        return Err(words.no_server.to_owned());
    }
    let to = found.get_one::<String>("to").cloned().unwrap_or_default();
    match outbox::trial(&post, to.trim(), lang) {
        Ok(()) => Ok(format!("{}\n", fill(words.taken, &[("to", &to)]))),
        Err(fault) => {
            let meant = errors::error(fault.kind.name()).get(lang);
            Err(format!("{}\n{meant}", fill(words.not_taken, &[("why", &fault.kept())])))
        }
    }
}

fn preview(found: &ArgMatches, lang: Lang) -> Result<String, String> {
    let settings = service::settings(found, lang)?;
    let set = settings.post().map_err(|wrong| service::wrong_words(&wrong, lang))?;
    let renderer = Renderer::new(set.templates, &set.public_url);
    let facts = match found.get_one::<PathBuf>("facts") {
        None => None,
        Some(path) => {
            let wrong = |why: &str| {
                let path = path.display().to_string();
                fill(ServiceHelp::of(lang).wrong_file, &[("path", &path), ("why", why)])
            };
            let text = std::fs::read_to_string(path).map_err(|error| wrong(&trouble::io(&error, lang)))?;
            Some(serde_json::from_str(&text).map_err(|error| wrong(&error.to_string()))?)
        }
    };
    let template = found.get_one::<String>("template").cloned().unwrap_or_default();
    let body = PreviewBody { template, lang: Some(lang), facts };
    let seen = outbox::preview(&renderer, &body, lang).map_err(|failure| failed(&failure, lang))?;
    let notices = seen.notices.iter().fold(String::new(), |all, notice| format!("{all}! {notice}\n"));
    match found.get_one::<PathBuf>("html") {
        None => Ok(format!("{notices}{}\n\n{}", seen.subject, seen.text)),
        Some(path) => {
            let shown = path.display().to_string();
            std::fs::write(path, &seen.html).map_err(|error| {
                let why = trouble::io(&error, lang);
                fill(ServiceHelp::of(lang).wrong_file, &[("path", &shown), ("why", &why)])
            })?;
            let said = fill(MailHelp::of(lang).written, &[("subject", &seen.subject), ("path", &shown)]);
            Ok(format!("{notices}{said}\n"))
        }
    }
}

fn list(app: &crate::app::App, found: &ArgMatches, lang: Lang) -> Result<String, String> {
    let state = found.get_one::<String>("state").and_then(|name| State::named(name));
    let query = OutboxQuery { state, ..OutboxQuery::default() };
    let page = app.ask(&Actor::system(), |ask| outbox::list(ask, &query, lang));
    let page = page.map_err(|failure| failed(&failure, lang))?;
    if page.items.is_empty() {
        return Ok(format!("{}\n", MailHelp::of(lang).nothing));
    }
    Ok(page.items.iter().fold(String::new(), |mut text, message| {
        let (state, channel) = (message.state.name(), message.channel.name());
        let error = message.error.as_ref().map(|error| {
            let said = error.said.as_deref().map(|said| format!(" ({said})")).unwrap_or_default();
            format!("\n         {}{said}", error.text)
        });
        let error = error.unwrap_or_default();
        let (id, to, template) = (message.id, &message.to, &message.template);
        writeln!(text, "{id:>6}  {state:<9} {channel:<9} {to:<16} {template}{error}").unwrap_or_default();
        text
    }))
}

fn retry(app: &crate::app::App, found: &ArgMatches, lang: Lang) -> Result<String, String> {
    let words = MailHelp::of(lang);
    let said = found.get_one::<String>("id").cloned().unwrap_or_default();
    let id: i64 = said.parse().map_err(|_| fill(words.no_number, &[("value", &said)]))?;
    let job = move |tx: &mut Tx<'_>| outbox::retry(tx, id, lang);
    app.command_blocking(&Actor::system(), job).map_err(|failure| failed(&failure, lang))?;
    Ok(format!("{}\n", fill(words.again, &[("id", &said)])))
}
