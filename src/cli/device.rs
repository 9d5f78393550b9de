//! `holdfast device`: the tablets of the shop floor.

use super::service::{self, failed, option};
use crate::app::App;
use crate::domain::role::Actor;
use crate::services::Tx;
use crate::services::floor::{self, EnrolmentBody, Invitation};
use crate::text::Lang;
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::service_help::ServiceHelp;
use chrono::Local;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::fmt::Write;

pub(super) fn command(command: Command, words: &'static ServiceHelp, help: &'static Help) -> Command {
    let sub = |name: &'static str, about: &'static str| {
        service::with_database(Command::new(name).about(about), words, help)
    };
    let centre = option("work-centre", "CODE", words.work_centre, help).action(ArgAction::Append);
    let named: Arg = service::name(words, help);
    command
        .about(words.device)
        .subcommand_required(true)
        .subcommand(
            sub("enrol", words.device_enrol)
                .arg(named.clone())
                .arg(centre)
                .arg(option("url", "URL", words.device_url, help))
                .arg(option("listen", "ADDRESS", words.listen, help)),
        )
        .subcommand(sub("list", words.device_list))
        .subcommand(sub("revoke", words.device_revoke).arg(named))
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    service::with_app(matches, lang, carry_out)
}

fn carry_out(app: &App, what: &str, found: &ArgMatches, lang: Lang) -> Result<String, String> {
    let (words, system) = (ServiceHelp::of(lang), Actor::system());
    let name = found.try_get_one::<String>("name").ok().flatten().cloned().unwrap_or_default();
    match what {
        "enrol" => {
            let centres = found.get_many::<String>("work-centre").unwrap_or_default();
            let body = EnrolmentBody { name: Some(name), work_centres: centres.cloned().collect() };
            let url = match found.get_one::<String>("url") {
                Some(url) => url.trim_end_matches('/').to_owned(),
                None => format!("http://{}", service::settings(found, lang)?.get("listen")),
            };
            let (invited, url) = invite(app, &body, &url, lang)?;
            let picture = floor::lines(&url).map_err(|failure| failed(&failure, lang))?;
            Ok(format!("{}\n{picture}\n", told(words.enrolment_is, &invited, &url)))
        }
        "revoke" => {
            let job = move |tx: &mut Tx<'_>| floor::revoke(tx, &name);
            app.command_blocking(&system, job).map_err(|failure| failed(&failure, lang))?;
            Ok(format!("{}\n", words.done))
        }
        _ => {
            let devices = floor::devices(app, &system).map_err(|failure| failed(&failure, lang))?;
            Ok(devices.iter().fold(String::new(), |mut page, device| {
                let mark = if device.revoked.is_some() { "–" } else { "" };
                writeln!(page, "{mark:<1} {:<20} {}", device.name, device.work_centres.join(" "))
                    .unwrap_or_default();
                page
            }))
        }
    }
}

/// Makes a code, and the address at which a tablet uses it.
pub(super) fn invite(
    app: &App,
    body: &EnrolmentBody,
    server: &str,
    lang: Lang,
) -> Result<(Invitation, String), String> {
    let (body, made) = (body.clone(), floor::invitation());
    let invited = app.command_blocking(&Actor::system(), move |tx| floor::invite(tx, &body, &made));
    let invited = invited.map_err(|failure| failed(&failure, lang))?;
    let url = format!("{server}/floor/#enrol={}", invited.code);
    Ok((invited, url))
}

/// A code in a sentence. Until when it is good goes by the clock on the wall here.
pub(super) fn told(template: &str, invited: &Invitation, url: &str) -> String {
    let until = invited.expires.utc().with_timezone(&Local).format("%H:%M").to_string();
    fill(template, &[("code", &invited.code), ("until", &until), ("url", url)])
}
