//! The commands of the service: their table, and what they share, from settings to the running product.
//! A command adds its line to [`COMMANDS`] and keeps the rest in its own file.

pub(super) use super::arguments::option;
use super::plan::Done;
use super::{
    alerts, backtest, contact, demo, device, export, import, learn, mail, migrate, notice, openapi, operator,
    portal, quote, remedies, report, rules, serve, settings, simulate, supplier, tasks, token, user,
};
use crate::app::{App, Clock};
use crate::config::{KNOWN, Settings, Source, Wrong};
use crate::domain::value::Moment;
use crate::notify::{Post, Unusable};
use crate::planning::follow::Pace;
use crate::store::Failure;
use crate::text::Lang;
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::service_help::ServiceHelp;
use crate::text::trouble;
use chrono::{DateTime, Utc};
use clap::{Arg, ArgMatches, Command};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// A command of the service.
pub(super) struct Subcommand {
    /// What is typed.
    pub(super) name: &'static str,
    /// Its options, in words of the user's language.
    pub(super) command: fn(Command, &'static ServiceHelp, &'static Help) -> Command,
    /// Carries it out; answers what to print, or why not.
    pub(super) run: Run,
}

/// How a command is carried out.
#[derive(Clone, Copy)]
pub(super) enum Run {
    /// It is done or it is not.
    Told(fn(&ArgMatches, Lang) -> Result<String, String>),
    /// Its exit code says more about what was found.
    Judged(fn(&ArgMatches, Lang) -> Result<Done, String>),
}

/// All of them, in the order in which they are listed.
pub(super) const COMMANDS: &[Subcommand] = &[
    Subcommand { name: "serve", command: serve::command, run: Run::Told(serve::run) },
    Subcommand { name: "demo", command: demo::command, run: Run::Told(demo::run) },
    Subcommand { name: "import", command: import::command, run: Run::Judged(import::run) },
    Subcommand { name: "export", command: export::command, run: Run::Told(export::run) },
    Subcommand { name: "quote", command: quote::command, run: Run::Told(quote::run) },
    Subcommand { name: "remedies", command: remedies::command, run: Run::Told(remedies::run) },
    Subcommand { name: "simulate", command: simulate::command, run: Run::Told(simulate::run) },
    Subcommand { name: "report", command: report::command, run: Run::Told(report::run) },
    Subcommand { name: "backtest", command: backtest::command, run: Run::Told(backtest::run) },
    Subcommand { name: "learn", command: learn::command, run: Run::Told(learn::run) },
    Subcommand { name: "rules", command: rules::command, run: Run::Told(rules::run) },
    Subcommand { name: "alerts", command: alerts::command, run: Run::Told(alerts::run) },
    Subcommand { name: "tasks", command: tasks::command, run: Run::Told(tasks::run) },
    Subcommand { name: "migrate", command: migrate::command, run: Run::Told(migrate::run) },
    Subcommand { name: "user", command: user::command, run: Run::Told(user::run) },
    Subcommand { name: "contact", command: contact::command, run: Run::Told(contact::run) },
    Subcommand { name: "mail", command: mail::command, run: Run::Told(mail::run) },
    Subcommand { name: "notice", command: notice::command, run: Run::Told(notice::run) },
    Subcommand { name: "portal", command: portal::command, run: Run::Told(portal::run) },
    Subcommand { name: "supplier", command: supplier::command, run: Run::Told(supplier::run) },
    Subcommand { name: "token", command: token::command, run: Run::Told(token::run) },
    Subcommand { name: "device", command: device::command, run: Run::Told(device::run) },
    Subcommand { name: "operator", command: operator::command, run: Run::Told(operator::run) },
    Subcommand { name: "openapi", command: openapi::command, run: Run::Told(openapi::run) },
    Subcommand { name: "settings", command: settings::command, run: Run::Told(settings::run) },
];

/// The options that say where things are.
pub(super) fn with_database(command: Command, words: &'static ServiceHelp, help: &'static Help) -> Command {
    let file = option("config", "FILE", words.config, help).value_parser(clap::value_parser!(PathBuf));
    command.arg(option("database-url", "URL", words.database_url, help)).arg(file)
}

/// The settings, with what this command says of them.
pub(super) fn settings(matches: &ArgMatches, lang: Lang) -> Result<Settings, String> {
    let said = |name: &'static str| {
        let given = matches.try_get_one::<String>(name).ok().flatten();
        (name, given.cloned())
    };
    let said = KNOWN.map(|known| said(known.name));
    let file = matches.try_get_one::<PathBuf>("config").ok().flatten();
    Settings::read(&said, file.map(PathBuf::as_path)).map_err(|wrong| wrong_words(&wrong, lang))
}

/// What is wrong with the settings.
pub(super) fn wrong_words(wrong: &Wrong, lang: Lang) -> String {
    let words = ServiceHelp::of(lang);
    match wrong {
        Wrong::File { path, why } => {
            // What the machine says comes before what the reader of settings makes of it.
            let machine = std::fs::read_to_string(path).err().map(|error| trouble::io(&error, lang));
            let why = machine.as_deref().unwrap_or(why);
            fill(words.wrong_file, &[("path", &path.display().to_string()), ("why", why)])
        }
        Wrong::Unknown { name, near } => {
            let near = near.map_or(String::new(), |near| format!(" ({near}?)"));
            fill(words.unknown_setting, &[("name", name), ("near", &near)])
        }
        Wrong::Value { name, value, source } => {
            let source = source_words(source, lang);
            fill(words.wrong_setting, &[("name", name), ("value", value), ("source", &source)])
        }
    }
}

/// Where a setting came from.
pub(super) fn source_words(source: &Source, lang: Lang) -> String {
    let words = ServiceHelp::of(lang);
    match source {
        Source::CommandLine => words.from_command_line.to_owned(),
        Source::Usual => words.from_nobody.to_owned(),
        place @ (Source::Environment(_) | Source::File(_)) => place.to_string(),
    }
}

/// The product on the database of the settings, for one answer: without odds.
pub(super) fn open(settings: &Settings, lang: Lang) -> Result<App, String> {
    open_playing(settings, 0, lang)
}

/// The product on the database of the settings, with so many futures of every plan.
pub(super) fn open_playing(settings: &Settings, futures: u32, lang: Lang) -> Result<App, String> {
    let clock = set_clock(settings, lang)?;
    let asked = settings.odds_when_asked().map_err(|wrong| wrong_words(&wrong, lang))?;
    let pace = Pace { futures, asked, ..Pace::default() };
    App::open_with(settings.get("database-url"), clock, pace).map_err(|failure| failed(&failure, lang))
}

/// What messages leave by, of the settings.
pub(super) fn post(settings: &Settings, lang: Lang) -> Result<Post, String> {
    let wrong = |wrong: Wrong| wrong_words(&wrong, lang);
    Post::new(&settings.post().map_err(wrong)?).map_err(|unusable| match unusable {
        Unusable::Sender(_) => wrong(settings.wrong("mail-from")),
        Unusable::Authorities(_) => wrong(settings.wrong("mail-authorities")),
    })
}

/// The clock of the settings.
pub(super) fn set_clock(settings: &Settings, lang: Lang) -> Result<Clock, String> {
    clock(settings.get("clock")).ok_or_else(|| wrong_words(&settings.wrong("clock"), lang))
}

/// The name that a subcommand is about.
pub(super) fn name(words: &'static ServiceHelp, help: &'static Help) -> Arg {
    let name = Arg::new("name").value_name("NAME").help(words.name);
    name.required(true).help_heading(help.arguments_heading)
}

/// Carries out the subcommand that was chosen below `matches`, on the product of its settings.
pub(super) fn with_app(
    matches: &ArgMatches,
    lang: Lang,
    carry_out: fn(&App, &str, &ArgMatches, Lang) -> Result<String, String>,
) -> Result<String, String> {
    let Some((what, found)) = matches.subcommand() else { return Ok(String::new()) };
    let app = open(&settings(found, lang)?, lang)?;
    let done = carry_out(&app, what, found, lang);
    app.stop();
    done
}

/// Why a command failed, in words.
pub(super) fn failed(failure: &Failure, lang: Lang) -> String {
    match failure {
        Failure::Refused(refusal) => format!("{}\n{}", refusal.title(lang), refusal.remedy(lang)),
        Failure::Unavailable(why) => fill(ServiceHelp::of(lang).database_away, &[("why", why)]),
        Failure::Contended => ServiceHelp::of(lang).database_busy.to_owned(),
        Failure::NoRow | Failure::Broken(_) => {
            fill(ServiceHelp::of(lang).broken, &[("why", &failure.to_string())])
        }
    }
}

/// `system`, `manual:INSTANT`, `from:INSTANT` or `from:INSTANT*RATE`.
pub(super) fn clock(text: &str) -> Option<Clock> {
    let moment = |text: &str| {
        let at = DateTime::parse_from_rfc3339(text).ok()?;
        Moment::new(at.with_timezone(&Utc))
    };
    if text == "system" {
        return Some(Clock::System);
    }
    if let Some(at) = text.strip_prefix("manual:") {
        return Some(Clock::Manual(Arc::new(Mutex::new(moment(at)?))));
    }
    let (at, rate) = text.strip_prefix("from:")?.split_once('*').unwrap_or((&text["from:".len()..], "1"));
    let rate = rate.parse::<f64>().ok().filter(|rate| rate.is_finite() && *rate > 0.0 && *rate <= 1e5)?;
    Some(Clock::Running { from: moment(at)?, since: Instant::now(), rate })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_stand_run_and_follow_the_machine() {
        assert!(matches!(clock("system"), Some(Clock::System)));
        assert!(matches!(clock("manual:2026-01-05T00:00:00Z"), Some(Clock::Manual(_))));
        let running = clock("from:2026-01-05T08:00:00+08:00*600");
        assert!(matches!(running, Some(Clock::Running { rate, .. }) if (rate - 600.0).abs() < 1e-9));
        assert!(matches!(clock("from:2026-01-05T00:00:00Z"), Some(Clock::Running { .. })));
        for bad in ["", "manual:", "manual:monday", "from:2026-01-05T00:00:00Z*0", "from:x*2", "utc"] {
            assert!(clock(bad).is_none(), "{bad}");
        }
    }
}
