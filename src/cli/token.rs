//! `holdfast token`: API tokens of programs.

use super::service::{self, failed, option};
use crate::app::App;
use crate::domain::role::{Actor, Right};
use crate::services::Tx;
use crate::services::access::{self, TokenBody};
use crate::text::Lang;
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::service_help::ServiceHelp;
use clap::builder::PossibleValuesParser;
use clap::{ArgAction, ArgMatches, Command};
use std::fmt::Write;

pub(super) fn command(command: Command, words: &'static ServiceHelp, help: &'static Help) -> Command {
    let sub = |name: &'static str, about: &'static str| {
        service::with_database(Command::new(name).about(about), words, help)
    };
    let name = || service::name(words, help);
    let rights = PossibleValuesParser::new(Right::ALL.map(Right::name));
    let right = option("right", "RIGHT", words.right, help)
        .action(ArgAction::Append)
        .value_parser(rights)
        .hide_possible_values(true)
        .required(true);
    command
        .about(words.token)
        .subcommand_required(true)
        .subcommand(sub("add", words.token_add).arg(name()).arg(right))
        .subcommand(sub("list", words.token_list))
        .subcommand(sub("revoke", words.token_revoke).arg(name()))
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    service::with_app(matches, lang, carry_out)
}

fn carry_out(app: &App, what: &str, found: &ArgMatches, lang: Lang) -> Result<String, String> {
    let (words, system) = (ServiceHelp::of(lang), Actor::system());
    let name = found.try_get_one::<String>("name").ok().flatten().cloned().unwrap_or_default();
    match what {
        "add" => {
            let rights = found.get_many::<String>("right").unwrap_or_default();
            let rights = rights.filter_map(|name| Right::named(name)).collect();
            let (body, secret) =
                (TokenBody { name: name.clone(), rights, expires: None }, access::token_secret());
            let kept = secret.clone();
            let job = move |tx: &mut Tx<'_>| access::make_token(tx, &body, &kept);
            app.command_blocking(&system, job).map_err(|failure| failed(&failure, lang))?;
            Ok(format!("{}\n", fill(words.secret_is, &[("name", &name), ("secret", &secret)])))
        }
        "revoke" => {
            let job = move |tx: &mut Tx<'_>| access::revoke_token(tx, &name);
            app.command_blocking(&system, job).map_err(|failure| failed(&failure, lang))?;
            Ok(format!("{}\n", words.done))
        }
        _ => {
            let tokens = app.ask(&system, access::tokens).map_err(|failure| failed(&failure, lang))?;
            Ok(tokens.iter().fold(String::new(), |mut page, token| {
                let mark = if token.revoked.is_some() { "–" } else { "" };
                let rights: Vec<&str> = token.rights.iter().map(|right| right.name()).collect();
                writeln!(page, "{mark:<1} {:<20} {}", token.name, rights.join(" ")).unwrap_or_default();
                page
            }))
        }
    }
}
