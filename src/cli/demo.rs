//! `holdfast demo`: a living example shop on a database of its own, with somebody to sign in for every role.

use super::service::{option, wrong_words};
use super::{serve, user};
use crate::app::{App, Clock};
use crate::auth::Gate;
use crate::auth::secret::Cost;
use crate::config::Settings;
use crate::domain::role::{Actor, Role};
use crate::services::access::UserBody;
use crate::services::import;
use crate::store::Failure;
use crate::text::Lang;
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::service_help::ServiceHelp;
use clap::{ArgMatches, Command};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The password of everybody in the demo.
const PASSWORD: &str = "holdfast-demo";

/// Who signs in for which role.
const PEOPLE: [(&str, &str, Role); 8] = [
    ("chen", "Chen Yu 陈宇", Role::Sales),
    ("lin", "Lin Mei 林梅", Role::Planner),
    ("zhao", "Zhao Lei 赵磊", Role::Purchasing),
    ("wang", "Wang Jun 王军", Role::FloorLead),
    ("wu", "Wu Hao 吴昊", Role::Operator),
    ("sun", "Sun Yan 孙艳", Role::Quality),
    ("he", "He Ping 何平", Role::Dispatch),
    ("admin", "Administrator 管理员", Role::Admin),
];

pub(super) fn command(command: Command, words: &'static ServiceHelp, help: &'static Help) -> Command {
    let path = |name: &'static str, value: &'static str, said: &'static str| {
        option(name, value, said, help).value_parser(clap::value_parser!(PathBuf))
    };
    command
        .about(words.demo)
        .arg(path("workbook", "FILE", words.workbook))
        .arg(path("data", "FOLDER", words.data))
        .arg(option("listen", "ADDRESS", words.listen, help))
        .arg(option("clock", "CLOCK", words.clock, help))
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    let words = ServiceHelp::of(lang);
    let said = ["listen", "clock"].map(|name| (name, matches.get_one::<String>(name).cloned()));
    let settings = Settings::read(&said, None).map_err(|wrong| wrong_words(&wrong, lang))?;
    let address = settings.listen().map_err(|wrong| wrong_words(&wrong, lang))?;
    let folder = folder(matches.get_one::<PathBuf>("data"))?;
    serve::log()?;
    let url = format!("sqlite://{}", folder.join("demo.db").display());
    let clock = super::service::clock(settings.get("clock"));
    let clock = clock.ok_or_else(|| wrong_words(&settings.wrong("clock"), lang))?;
    let app = open(&url, clock, lang)?;
    let hints = people(&app, lang)?;
    if let Some(workbook) = matches.get_one::<PathBuf>("workbook") {
        fill_shop(&app, workbook, lang)?;
    }
    serve::until_stopped(app, address, 2, &hints, lang)?;
    Ok(format!("{}\n", words.stopped))
}

fn open(url: &str, clock: Clock, lang: Lang) -> Result<App, String> {
    let app = App::open(url, clock).map_err(|failure| super::service::failed(&failure, lang))?;
    Ok(app.with_gate(Gate::new(Cost::CHEAP)))
}

/// Where the database goes: a folder of its own for this run unless one is named.
fn folder(named: Option<&PathBuf>) -> Result<PathBuf, String> {
    let own = || std::env::temp_dir().join(format!("holdfast-demo-{}", std::process::id()));
    let folder = named.map_or_else(own, PathBuf::clone);
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}

/// Makes somebody for every role and says who they are.
fn people(app: &App, lang: Lang) -> Result<String, String> {
    let mut page = format!("{}\n", fill(ServiceHelp::of(lang).sign_ins, &[("password", PASSWORD)]));
    for (name, display, role) in PEOPLE {
        let body = UserBody {
            display_name: display.to_owned(),
            roles: vec![role],
            lang,
            active: true,
            password: None,
        };
        user::put(app, name, &body, Some(PASSWORD), lang)?;
        writeln!(page, "  {name:<8} {}", role.words().get(lang)).unwrap_or_default();
    }
    Ok(page)
}

/// Imports the example workbook.
fn fill_shop(app: &App, workbook: &Path, lang: Lang) -> Result<(), String> {
    let path = workbook.display().to_string();
    let unreadable = |why: &str| fill(ServiceHelp::of(lang).no_workbook, &[("path", &path), ("why", why)]);
    let bytes = std::fs::read(workbook).map_err(|error| unreadable(&error.to_string()))?;
    let failed = |failure: Failure| unreadable(&super::service::failed(&failure, lang));
    let reading = import::read(&path, bytes, lang).map_err(failed)?;
    let seen = import::preview(app, &Actor::system(), &path, &reading).map_err(failed)?;
    import::apply(app, &Actor::system(), seen.id).map_err(failed)?;
    Ok(())
}
