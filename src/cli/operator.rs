//! `holdfast operator`: the people of the shop floor.

use super::service::{self, failed, option};
use crate::app::App;
use crate::auth::secret;
use crate::domain::role::Actor;
use crate::services::floor::{self, OperatorBody, OperatorView};
use crate::services::{ANY_VERSION, Tx};
use crate::text::Lang;
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::service_help::ServiceHelp;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::fmt::Write;
use std::io::BufRead;

pub(super) fn command(command: Command, words: &'static ServiceHelp, help: &'static Help) -> Command {
    let sub = |name: &'static str, about: &'static str| {
        service::with_database(Command::new(name).about(about), words, help)
    };
    let flag = |name: &'static str, said: &'static str| {
        let flag = Arg::new(name).long(name).help(said).action(ArgAction::SetTrue);
        flag.help_heading(help.options_heading)
    };
    command
        .about(words.operator)
        .subcommand_required(true)
        .subcommand(
            sub("add", words.operator_add)
                .arg(service::name(words, help))
                .arg(option("display", "TEXT", words.display, help))
                .arg(flag("lead", words.lead))
                .arg(flag("inspects", words.inspects))
                .arg(flag("no-lead", words.no_lead).conflicts_with("lead"))
                .arg(flag("no-inspects", words.no_inspects).conflicts_with("inspects"))
                .arg(flag("pin-stdin", words.pin_stdin)),
        )
        .subcommand(sub("list", words.operator_list))
        .subcommand(sub("badge", words.operator_badge).arg(service::name(words, help)))
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    service::with_app(matches, lang, carry_out)
}

fn carry_out(app: &App, what: &str, found: &ArgMatches, lang: Lang) -> Result<String, String> {
    let words = ServiceHelp::of(lang);
    let code = found.try_get_one::<String>("name").ok().flatten().cloned().unwrap_or_default();
    let known = app.ask(&Actor::system(), floor::operators).map_err(|failure| failed(&failure, lang))?;
    match what {
        "add" => {
            let before = known.into_iter().find(|operator| operator.code == code);
            let made_up = before.as_ref().is_none_or(|operator| !operator.has_pin);
            let pin = match found.get_flag("pin-stdin") {
                true => Some(typed(words)?),
                false => made_up.then(made_up_pin),
            };
            let body = said(found, &code, before.as_ref(), pin.clone());
            put(app, &code, &body, lang)?;
            match pin.filter(|_| !found.get_flag("pin-stdin")) {
                Some(pin) => Ok(format!("{}\n", fill(words.pin_is, &[("name", &code), ("pin", &pin)]))),
                None => Ok(format!("{}\n", words.done)),
            }
        }
        "badge" => {
            let (text, whose) = (floor::badge_secret(), code.clone());
            let kept = text.clone();
            let job = move |tx: &mut Tx<'_>| floor::make_badge(tx, &whose, &kept);
            app.command_blocking(&Actor::system(), job).map_err(|failure| failed(&failure, lang))?;
            let picture = floor::lines(&text).map_err(|failure| failed(&failure, lang))?;
            Ok(format!("{}\n{picture}\n", fill(words.badge_is, &[("name", &code), ("secret", &text)])))
        }
        _ => Ok(known.iter().fold(String::new(), |mut page, operator| {
            let mark = if operator.active { "" } else { "–" };
            let roles = [(operator.lead, words.lead), (operator.inspects, words.inspects)];
            let roles: Vec<&str> = roles.iter().filter(|(is, _)| *is).map(|(_, role)| *role).collect();
            writeln!(page, "{mark:<1} {:<12} {:<24} {}", operator.code, operator.name, roles.join(", "))
                .unwrap_or_default();
            page
        })),
    }
}

/// Somebody as they are to be: as they were, but for what is said.
fn said(found: &ArgMatches, code: &str, before: Option<&OperatorView>, pin: Option<String>) -> OperatorBody {
    let display = found.get_one::<String>("display").cloned();
    let is = |yes: &str, no: &str, was: Option<bool>| {
        found.get_flag(yes) || (was.unwrap_or(false) && !found.get_flag(no))
    };
    OperatorBody {
        name: display.or_else(|| Some(before?.name.clone())).unwrap_or_else(|| code.to_owned()),
        lang: before.and_then(|before| before.lang),
        lead: is("lead", "no-lead", before.map(|before| before.lead)),
        inspects: is("inspects", "no-inspects", before.map(|before| before.inspects)),
        active: before.is_none_or(|before| before.active),
        pin,
        badge: None,
    }
}

/// Stores an operator as the system itself, whatever was stored before.
pub(super) fn put(app: &App, code: &str, body: &OperatorBody, lang: Lang) -> Result<(), String> {
    let hash = match &body.pin {
        None => None,
        Some(pin) => {
            floor::check_pin(pin).map_err(|refusal| failed(&refusal.into(), lang))?;
            Some(secret::hashed(pin, app.gate.cost()).map_err(|failure| failed(&failure, lang))?)
        }
    };
    let known = app.ask(&Actor::system(), floor::operators).map_err(|failure| failed(&failure, lang))?;
    let version = known.iter().any(|operator| operator.code == code).then_some(ANY_VERSION);
    let (code, body) = (code.to_owned(), body.clone());
    let job = move |tx: &mut Tx<'_>| floor::put_operator(tx, &code, &body, hash.as_deref(), version);
    app.command_blocking(&Actor::system(), job).map(drop).map_err(|failure| failed(&failure, lang))
}

/// A PIN of six digits that nobody would try first.
fn made_up_pin() -> String {
    loop {
        let digits =
            secret::new().bytes().take(6).map(|byte| char::from(b'0' + byte % 10)).collect::<String>();
        if floor::check_pin(&digits).is_ok() {
            return digits;
        }
    }
}

fn typed(words: &ServiceHelp) -> Result<String, String> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(|error| error.to_string())?;
    let pin = line.trim().to_owned();
    if pin.is_empty() { Err(words.no_password.to_owned()) } else { Ok(pin) }
}
