//! `holdfast supplier`: what suppliers are asked about purchase orders.

use super::export::language;
use super::service::{self, failed, option};
use crate::app::App;
use crate::domain::role::Actor;
use crate::services::Tx;
use crate::services::supplier_requests::{self as requests, AskBody, RequestView, SupplierRequestsQuery};
use crate::text::Lang;
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::service_help::ServiceHelp;
use crate::text::supplier_help::SupplierHelp;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::fmt::Write;

pub(super) fn command(command: Command, words: &'static ServiceHelp, help: &'static Help) -> Command {
    let own = SupplierHelp::of(language(help));
    let sub = |name: &'static str, about: &'static str| {
        service::with_database(Command::new(name).about(about), words, help)
    };
    let argument = |name: &'static str, value: &'static str, said: &'static str| {
        Arg::new(name).value_name(value).help(said).required(true).help_heading(help.arguments_heading)
    };
    let line = option("line", "LINE", own.line, help).action(ArgAction::Append);
    let valid = option("valid-days", "DAYS", own.valid, help).value_parser(clap::value_parser!(u32));
    let order = || argument("order", "ORDER", own.order);
    command
        .about(own.supplier)
        .subcommand_required(true)
        .subcommand(sub("ask", own.ask).arg(order()).arg(line).arg(valid))
        .subcommand(sub("list", own.list))
        .subcommand(sub("revoke", own.revoke).arg(order()).arg(argument("id", "ID", own.id)))
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    service::with_app(matches, lang, carry_out)
}

fn carry_out(app: &App, what: &str, found: &ArgMatches, lang: Lang) -> Result<String, String> {
    let (words, system) = (SupplierHelp::of(lang), Actor::system());
    let said = |name: &str| found.get_one::<String>(name).cloned().unwrap_or_default();
    match what {
        "ask" => {
            let lines = found.get_many::<String>("line").into_iter().flatten().cloned().collect();
            let body = AskBody { lines, valid_days: found.get_one::<u32>("valid-days").copied() };
            let order = said("order");
            let job = move |tx: &mut Tx<'_>| requests::ask(tx, &order, &body);
            let made = app.command_blocking(&system, job).map_err(|failure| failed(&failure, lang))?;
            Ok(made.items.iter().map(|request| asked(request, words)).collect())
        }
        "revoke" => {
            let (order, id) = (said("order"), said("id"));
            let job = move |tx: &mut Tx<'_>| requests::revoke(tx, &order, &id);
            app.command_blocking(&system, job).map_err(|failure| failed(&failure, lang))?;
            Ok(format!("{}\n", words.revoked))
        }
        _ => {
            let query = SupplierRequestsQuery::default();
            let all = app.ask(&system, |ask| requests::list(ask, &query));
            let all = all.map_err(|failure| failed(&failure, lang))?;
            if all.items.is_empty() {
                return Ok(format!("{}\n", words.nothing));
            }
            Ok(all.items.iter().fold(String::new(), |mut text, request| {
                let RequestView { id, purchase_order, supplier, .. } = request;
                let state = if request.expired { words.expired } else { request.state.name() };
                writeln!(text, "{id}  {state:<9} {purchase_order:<16} {supplier}").unwrap_or_default();
                text
            }))
        }
    }
}

fn asked(request: &RequestView, words: &SupplierHelp) -> String {
    let order = &request.purchase_order;
    let lines: Vec<String> = request.lines.iter().map(|line| format!("{order}/{}", line.line)).collect();
    let values = [
        ("supplier", request.supplier.clone()),
        ("lines", lines.join(", ")),
        ("count", request.contacts.len().to_string()),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    fill(words.asked, &values) + "\n"
}
