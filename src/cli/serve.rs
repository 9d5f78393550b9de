//! `holdfast serve`: the server, until it is told to stop.

use super::service::{self, failed, option, wrong_words};
use crate::api::{self, Serving};
use crate::app::App;
use crate::config::Settings;
use crate::domain::role::Actor;
use crate::services::{access, outbox};
use crate::text::Lang;
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::service_help::ServiceHelp;
use crate::text::tls::TlsWords;
use crate::text::trouble;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use tracing_subscriber::EnvFilter;

pub(super) fn command(command: Command, words: &'static ServiceHelp, help: &'static Help) -> Command {
    let print = Arg::new("print-settings").long("print-settings").help(words.print_settings);
    service::with_database(command.about(words.serve), words, help)
        .arg(option("listen", "ADDRESS", words.listen, help))
        .arg(option("portal-listen", "ADDRESS", words.portal_listen, help))
        .arg(option("clock", "CLOCK", words.clock, help))
        .arg(option("workers", "N", words.workers, help))
        .arg(option("futures", "N", words.futures, help))
        .args(super::tls::options(words, help))
        .arg(print.action(ArgAction::SetTrue).help_heading(help.options_heading))
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    let settings = service::settings(matches, lang)?;
    if matches.get_flag("print-settings") {
        return Ok(super::settings::page(&settings, lang));
    }
    let words = ServiceHelp::of(lang);
    let address = settings.listen().map_err(|wrong| wrong_words(&wrong, lang))?;
    let workers = settings.workers().map_err(|wrong| wrong_words(&wrong, lang))?;
    let futures = settings.futures().map_err(|wrong| wrong_words(&wrong, lang))?;
    log(&settings, None, lang)?;
    let listener = listen(address, lang)?;
    let portal = settings.also_listen("portal-listen").map_err(|wrong| wrong_words(&wrong, lang))?;
    let portal = portal.map(|address| listen(address, lang)).transpose()?;
    let secured = super::tls::secured(&settings, lang)?;
    let post = service::post(&settings, lang)?;
    let app = service::open_playing(&settings, futures, lang)?;
    let app = app.with_post(post, outbox::Pace::default()).map_err(|failure| failed(&failure, lang))?;
    let nobody =
        app.ask(&Actor::system(), access::users).map_err(|failure| failed(&failure, lang))?.is_empty();
    let mut hints = super::tls::hints(secured.as_ref(), &settings, address, lang);
    if nobody {
        hints.push_str(words.nobody_yet);
        hints.push('\n');
    }
    let serving = Serving { listener, secured, portal, workers, signals: true };
    until_stopped(app, serving, &hints, lang)?;
    Ok(format!("{}\n", words.stopped))
}

/// Takes the place where requests come in. Early: what is wrong with it is known before anything is read.
pub(super) fn listen(address: SocketAddr, lang: Lang) -> Result<TcpListener, String> {
    TcpListener::bind(address).map_err(|error| {
        let words = ServiceHelp::of(lang);
        let other = SocketAddr::new(address.ip(), address.port().checked_add(1).unwrap_or(0)).to_string();
        let why = trouble::io(&error, lang);
        let taken = error.kind() == ErrorKind::AddrInUse;
        let template = if taken { words.taken } else { words.cannot_listen };
        fill(template, &[("address", &address.to_string()), ("why", &why), ("other", &other)])
    })
}

/// Serves until the process is told to stop; requests in progress are answered, then the planner ends.
pub(super) fn until_stopped(app: App, serving: Serving, hints: &str, lang: Lang) -> Result<(), String> {
    let words = ServiceHelp::of(lang);
    let address = serving.listener.local_addr().map_or_else(|error| error.to_string(), |at| at.to_string());
    let listening = if serving.secured.is_some() { TlsWords::of(lang).listening } else { words.listening };
    let said = fill(listening, &[("address", &address)]);
    super::print(&format!("{said}\n{hints}"), 0);
    app.follow_alerts().map_err(|failure| failed(&failure, lang))?;
    let running = app.clone();
    let served = api::run(move || api::serve(running, serving));
    app.stop();
    served.map_err(|error| {
        fill(words.cannot_listen, &[("address", &address), ("why", &trouble::io(&error, lang))])
    })
}

/// Starts the log, on the standard error. The setting `log` says what goes there; `usual` if nobody made it.
pub(super) fn log(settings: &Settings, usual: Option<&str>, lang: Lang) -> Result<(), String> {
    let usual = usual.filter(|_| settings.is_usual("log"));
    let filter = EnvFilter::try_new(usual.unwrap_or(settings.get("log")));
    let filter = filter.map_err(|_| wrong_words(&settings.wrong("log"), lang))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    log.try_init().map_err(|error| error.to_string())
}
