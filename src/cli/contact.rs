//! `holdfast contact`: how people are reached.

use super::export::language;
use super::service::{self, failed, option};
use crate::app::App;
use crate::domain::role::Actor;
use crate::domain::value::Day;
use crate::services::contacts::{self, ContactBody, ContactView, QuietHours, StandIn};
use crate::services::{ANY_VERSION, Tx};
use crate::text::Lang;
use crate::text::mail_help::MailHelp;
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::service_help::ServiceHelp;
use clap::{Arg, ArgMatches, Command};
use std::fmt::Write;

pub(super) fn command(command: Command, words: &'static ServiceHelp, help: &'static Help) -> Command {
    let own = MailHelp::of(language(help));
    let sub = |name: &'static str, about: &'static str| {
        service::with_database(Command::new(name).about(about), words, help)
    };
    let hour = clap::value_parser!(i64);
    command
        .about(own.contact)
        .subcommand_required(true)
        .subcommand(
            sub("show", own.contact_show).arg(
                Arg::new("name").value_name("NAME").help(words.name).help_heading(help.arguments_heading),
            ),
        )
        .subcommand(
            sub("set", own.contact_set)
                .arg(service::name(words, help))
                .arg(option("address", "ADDRESS", own.address, help))
                .arg(option("messages", "LANGUAGE", own.contact_lang, help).value_parser(["en", "zh"]))
                .arg(option("quiet", "HOURS", own.quiet, help))
                .arg(option("stand-in", "NAME", own.stand_in, help))
                .arg(option("from", "DAY", own.from, help))
                .arg(option("until", "DAY", own.until, help))
                .arg(option("digest-hour", "HOUR", own.digest_hour, help).value_parser(hour)),
        )
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    service::with_app(matches, lang, carry_out)
}

fn carry_out(app: &App, what: &str, found: &ArgMatches, lang: Lang) -> Result<String, String> {
    let name = found.get_one::<String>("name").cloned();
    let system = Actor::system();
    match (what, name) {
        ("set", Some(name)) => {
            let before = app.ask(&system, |ask| contacts::contact(ask, &name));
            let before = before.map_err(|failure| failed(&failure, lang))?;
            let body = body(found, before, lang)?;
            let job = move |tx: &mut Tx<'_>| contacts::put_contact(tx, &name, &body, Some(ANY_VERSION));
            let after = app.command_blocking(&system, job).map_err(|failure| failed(&failure, lang))?;
            Ok(page(&[after]))
        }
        (_, Some(name)) => {
            let one = app.ask(&system, |ask| contacts::contact(ask, &name));
            one.map(|one| page(&[one])).map_err(|failure| failed(&failure, lang))
        }
        (_, None) => {
            let all = app.ask(&system, contacts::contacts);
            all.map(|all| page(&all)).map_err(|failure| failed(&failure, lang))
        }
    }
}

/// How it was, with what the command line says.
fn body(found: &ArgMatches, before: ContactView, lang: Lang) -> Result<ContactBody, String> {
    let words = MailHelp::of(lang);
    let said = |option: &str| found.get_one::<String>(option).map(|text| text.trim().to_owned());
    let mut body = ContactBody {
        address: said("address").or(before.address).filter(|address| !address.is_empty()),
        lang: said("messages").map(|tag| Lang::from_tag(&tag)),
        quiet: before.quiet,
        stand_in: before.stand_in,
        digest_hour: Some(found.get_one::<i64>("digest-hour").copied().unwrap_or(before.digest_hour)),
    };
    if let Some(quiet) = said("quiet") {
        let wrong = || fill(words.quiet_wrong, &[("value", &quiet)]);
        body.quiet = match quiet.split_once('-') {
            _ if quiet.is_empty() => None,
            Some((from, to)) => Some(QuietHours { from: from.trim().to_owned(), to: to.trim().to_owned() }),
            None => return Err(wrong()),
        };
    }
    if let Some(name) = said("stand-in") {
        let day = |option: &str| said(option).and_then(|text| text.parse().ok()).and_then(Day::new);
        body.stand_in = match (day("from"), day("until")) {
            _ if name.is_empty() => None,
            (Some(from), Some(to)) => Some(StandIn { name, from, to }),
            _ => return Err(words.stand_in_wrong.to_owned()),
        };
    }
    Ok(body)
}

fn page(all: &[ContactView]) -> String {
    all.iter().fold(String::new(), |mut page, contact| {
        let lang = if contact.lang == Lang::Zh { "zh" } else { "en" };
        let quiet = contact.quiet.as_ref().map(|quiet| format!("{}-{}", quiet.from, quiet.to));
        let stand_in = contact.stand_in.as_ref();
        let stand_in = stand_in.map(|other| format!("{} {} – {}", other.name, other.from, other.to));
        let (address, quiet) = (contact.address.as_deref().unwrap_or("–"), quiet.unwrap_or("–".to_owned()));
        let (name, hour) = (&contact.name, contact.digest_hour);
        let stand_in = stand_in.unwrap_or_default();
        writeln!(page, "{name:<16} {address:<32} {lang} {quiet:<11} {hour:>2}:00 {stand_in}")
            .unwrap_or_default();
        page
    })
}
