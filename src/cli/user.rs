//! `holdfast user`: who may sign in.

use super::service::{self, failed, option};
use crate::app::App;
use crate::auth::secret;
use crate::domain::role::{Actor, Role};
use crate::services::access::{self, UserBody};
use crate::services::{ANY_VERSION, Tx};
use crate::text::Lang;
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::service_help::ServiceHelp;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::fmt::Write;
use std::io::BufRead;

pub(super) fn command(command: Command, words: &'static ServiceHelp, help: &'static Help) -> Command {
    let sub = |name: &'static str, about: &'static str| {
        service::with_database(Command::new(name).about(about), words, help)
    };
    let name = || service::name(words, help);
    let roles = PossibleValuesParser::new(Role::ALL.map(Role::name));
    let role =
        option("role", "ROLE", words.role, help).action(ArgAction::Append).value_parser(roles).required(true);
    let role = role.hide_possible_values(true);
    let stdin = || {
        Arg::new("password-stdin")
            .long("password-stdin")
            .help(words.password_stdin)
            .action(ArgAction::SetTrue)
            .help_heading(help.options_heading)
    };
    command
        .about(words.user)
        .subcommand_required(true)
        .subcommand(
            sub("add", words.user_add)
                .arg(name())
                .arg(role)
                .arg(option("display", "TEXT", words.display, help))
                .arg(stdin()),
        )
        .subcommand(sub("list", words.user_list))
        .subcommand(sub("set-password", words.user_set_password).arg(name()).arg(stdin()))
        .subcommand(sub("deactivate", words.user_deactivate).arg(name()))
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    service::with_app(matches, lang, carry_out)
}

fn carry_out(app: &App, what: &str, found: &ArgMatches, lang: Lang) -> Result<String, String> {
    let words = ServiceHelp::of(lang);
    if what == "list" {
        return list(app, lang);
    }
    let name = found.get_one::<String>("name").cloned().unwrap_or_default();
    let text = |option: &str| found.try_get_one::<String>(option).ok().flatten().cloned();
    let before = app.ask(&Actor::system(), access::users).map_err(|failure| failed(&failure, lang))?;
    let before = before.into_iter().find(|user| user.name == name);
    if before.is_none() && what != "add" {
        let gone = app.ask(&Actor::system(), |ask| access::user(ask, &name));
        return gone.map(|_| String::new()).map_err(|failure| failed(&failure, lang));
    }
    let roles = found.try_get_many::<String>("role").ok().flatten();
    let roles = roles.map(|names| names.filter_map(|name| Role::named(name)).collect());
    let password = match (what, &before) {
        ("deactivate", _) => None,
        ("add", Some(_)) if !found.get_flag("password-stdin") => None,
        _ => Some(password(found, words)?),
    };
    let display = text("display").or_else(|| before.as_ref().map(|user| user.display_name.clone()));
    let body = UserBody {
        display_name: display.unwrap_or_else(|| name.clone()),
        roles: roles.or_else(|| before.as_ref().map(|user| user.roles.clone())).unwrap_or_default(),
        lang: before.as_ref().map_or(lang, |user| user.lang),
        active: what != "deactivate" && before.as_ref().is_none_or(|user| user.active || what == "add"),
        password: None,
    };
    put(app, &name, &body, password.as_ref().map(|(password, _)| password.as_str()), lang)?;
    Ok(match password {
        Some((password, true)) => {
            format!("{}\n", fill(words.password_is, &[("name", &name), ("password", &password)]))
        }
        _ => format!("{}\n", words.done),
    })
}

/// Stores a person as the system itself, whatever was stored before.
pub(super) fn put(
    app: &App,
    name: &str,
    body: &UserBody,
    password: Option<&str>,
    lang: Lang,
) -> Result<(), String> {
    let hash = match password {
        None => None,
        Some(password) => {
            access::check_password(password).map_err(|refusal| failed(&refusal.into(), lang))?;
            Some(secret::hashed(password, app.gate.cost()).map_err(|failure| failed(&failure, lang))?)
        }
    };
    let (name, body) = (name.to_owned(), body.clone());
    let job = move |tx: &mut Tx<'_>| {
        let version = access::is_known(tx, &name)?.then_some(ANY_VERSION);
        access::put_user(tx, &name, &body, hash.as_deref(), version)
    };
    app.command_blocking(&Actor::system(), job).map(drop).map_err(|failure| failed(&failure, lang))
}

/// The password that was given, or one made up (then `true`).
fn password(found: &ArgMatches, words: &ServiceHelp) -> Result<(String, bool), String> {
    if !found.get_flag("password-stdin") {
        return Ok((secret::new()[..20].to_owned(), true));
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(|error| error.to_string())?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    if password.is_empty() { Err(words.no_password.to_owned()) } else { Ok((password, false)) }
}

fn list(app: &App, lang: Lang) -> Result<String, String> {
    let users = app.ask(&Actor::system(), access::users).map_err(|failure| failed(&failure, lang))?;
    Ok(users.iter().fold(String::new(), |mut page, user| {
        let roles: Vec<&str> = user.roles.iter().map(|role| role.words().get(lang)).collect();
        let mark = if user.active { "" } else { "–" };
        writeln!(page, "{mark:<1} {:<20} {:<24} {}", user.name, user.display_name, roles.join(", "))
            .unwrap_or_default();
        page
    }))
}
