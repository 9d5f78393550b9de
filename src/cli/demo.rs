//! `holdfast demo`: a living example shop on a database of its own, with somebody to sign in for every role.
//!
//! Plant time starts where the workbook stands and is moved by the shop's own people: players of the simulator, who
//! report, receive, ship and order over HTTP as anybody would. Whoever looks can let it stand. The temporary folder goes
//! with the process unless a folder was named; in a folder that was used before, plant time goes on from where it was,
//! and stands if it stood.

use super::service::{option, wrong_words};
use super::{device, operator, serve, user};
use crate::api::Serving;
use crate::app::{App, Clock};
use crate::auth::Gate;
use crate::auth::secret::Cost;
use crate::config::{Settings, Source, Wrong};
use crate::domain::role::{Actor, Right, Role};
use crate::domain::value::Moment;
use crate::import::Reading;
use crate::planning;
use crate::planning::outlook;
use crate::services::access::{self, TokenBody, UserBody};
use crate::services::demo::{self, Demo, FASTEST};
use crate::services::floor::{EnrolmentBody, OperatorBody, operators};
use crate::services::{Plainly, clock, import, outbox};
use crate::store::{Failure, Store};
use crate::text::Lang;
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::service_help::ServiceHelp;
use crate::text::trouble;
use clap::{ArgMatches, Command};
use holdfast_simulator::life::Life;
use holdfast_simulator::player::client::PlayError;
use holdfast_simulator::world::World;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// The shop if no other is named.
const WORKBOOK: &str = "examples/precision-shop.xlsx";
/// Plant seconds for one second: an hour of work goes by in ten.
const SPEED: &str = "360";
/// Whose hidden habits the shop's people have: the world that is this shop.
const WORLD: &str = "precision";
/// What the shop's luck follows from.
const SEED: u64 = 26;
/// How often its people look at their lists.
const LOOKS_EVERY: Duration = Duration::from_secs(1);
/// What a demo logs where nobody says otherwise: what is worth a look.
const QUIET: &str = "warn";
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

/// Who works at the tablets: code, name, PIN, whether they lead, whether they inspect.
const FLOOR: [(&str, &str, &str, bool, bool); 6] = [
    ("W01", "Wu Hao 吴昊", "2580", false, false),
    ("W02", "Li Na 李娜", "1379", false, false),
    ("W03", "Zhou Jie 周杰", "4682", false, false),
    ("W04", "Xu Fang 徐芳", "7913", false, false),
    ("L01", "Wang Jun 王军", "8520", true, false),
    ("Q01", "Sun Yan 孙艳", "9631", false, true),
];

pub(super) fn command(command: Command, words: &'static ServiceHelp, help: &'static Help) -> Command {
    let path = |name: &'static str, value: &'static str, said: &'static str| {
        option(name, value, said, help).value_parser(clap::value_parser!(PathBuf))
    };
    command
        .about(words.demo)
        .arg(path("workbook", "FILE", words.workbook).default_value(WORKBOOK))
        .arg(path("data", "FOLDER", words.data))
        .arg(option("listen", "ADDRESS", words.listen, help))
        .arg(option("speed", "SPEED", words.speed, help).default_value(SPEED))
        .arg(option("clock", "CLOCK", words.demo_clock, help))
        .args(super::tls::options(words, help))
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    let words = ServiceHelp::of(lang);
    let said = ["listen", "tls", "tls-folder", "tls-names", "tls-certificate", "tls-key", "plain-listen"]
        .map(|name| (name, matches.get_one::<String>(name).cloned()));
    let settings = Settings::read(&said, None).map_err(|wrong| wrong_words(&wrong, lang))?;
    let address = settings.listen().map_err(|wrong| wrong_words(&wrong, lang))?;
    let workbook = matches.get_one::<PathBuf>("workbook").map_or(Path::new(WORKBOOK), PathBuf::as_path);
    let post = super::service::post(&settings, lang)?;
    let listener = serve::listen(address, lang)?;
    let shop = read_shop(workbook, lang)?;
    let Start { at, paused, speed } = wanted(matches, &shop, lang)?;
    let folder = Folder::of(matches.get_one::<PathBuf>("data"), lang)?;
    serve::log(&settings, Some(QUIET), lang)?;
    let clock = Clock::Manual(Arc::new(Mutex::new(at)));
    let app = open(&format!("sqlite://{}", folder.path().join("demo.db").display()), clock, lang)?;
    let paused = match paused {
        Some(said) => said,
        None => demo::stood(&app.store).map_err(|failure| super::service::failed(&failure, lang))?,
    };
    let app = app.with_demo(Demo::new(paused, speed));
    let app = app.with_post(post, outbox::Pace::default());
    let app = app.map_err(|failure| super::service::failed(&failure, lang))?;
    let mut hints = people(&app, lang)?;
    fill_shop(&app, workbook, &shop, lang)?;
    hints.push_str(&told_clock(&app, (paused, speed), lang));
    let (secured, place) = super::tls::with_players(&settings, &listener, lang)?;
    hints.push_str(&super::tls::hints(secured.as_ref(), &settings, address, lang));
    let origin = super::tls::origin(secured.as_ref(), &listener, lang)?;
    hints.push_str(&floor(&app, &origin, lang)?);
    hints.push_str(&super::demo_portal::hint(&app, &origin, lang)?);
    let life = live(app.clone(), format!("http://{place}"), token(&app, lang)?);
    let serving = Serving { listener, secured, portal: None, workers: 2, signals: true };
    let served = serve::until_stopped(app.clone(), serving, &hints, lang);
    app.stop();
    life.thread().unpark();
    // If it panicked, it has said so itself.
    drop(life.join());
    if let Err(failure) = clock::stopped(&app, &Actor::system()) {
        tracing::warn!(%failure, "nobody will know when the demo ended");
    }
    drop((app, folder));
    served?;
    Ok(format!("{}\n", words.demo_stopped))
}

/// Where plant time starts, and how fast it goes.
struct Start {
    at: Moment,
    /// Whether it stands; as it was left if nobody says so.
    paused: Option<bool>,
    /// Plant seconds for one second.
    speed: f64,
}

/// What was asked for; else it starts where the workbook stands.
fn wanted(matches: &ArgMatches, shop: &Reading, lang: Lang) -> Result<Start, String> {
    let text = |name: &str| matches.get_one::<String>(name).cloned().unwrap_or_default();
    let wrong = |name: &'static str, value: String| {
        wrong_words(&Wrong::Value { name, value, source: Source::CommandLine }, lang)
    };
    let speed = text("speed").parse::<f64>().ok().filter(|speed| *speed > 0.0 && *speed <= FASTEST);
    let speed = speed.ok_or_else(|| wrong("speed", text("speed")))?;
    let stands = planning::as_of(&shop.document).and_then(outlook::moment);
    let at = stands.unwrap_or_else(|| Clock::System.now());
    let said = text("clock");
    if said.is_empty() {
        return Ok(Start { at, paused: None, speed });
    }
    match super::service::clock(&said) {
        Some(clock @ Clock::Manual(_)) => Ok(Start { at: clock.now(), paused: Some(true), speed }),
        Some(Clock::Running { from, rate, .. }) if rate <= FASTEST => {
            Ok(Start { at: from, paused: Some(false), speed: rate })
        }
        _ => Err(wrong("clock", said)),
    }
}

/// Says when it is in the plant and how fast time goes there.
fn told_clock(app: &App, (paused, speed): (bool, f64), lang: Lang) -> String {
    let local = app.clock.now().utc().with_timezone(&app.planner.outlook().zone);
    let (now, words) = (local.format("%Y-%m-%d %H:%M").to_string(), ServiceHelp::of(lang));
    let said = if paused { words.demo_paused } else { words.demo_time };
    format!("{}\n", fill(said, &[("now", &now), ("speed", &speed.to_string())]))
}

/// A token for the shop's people, who do whatever people of a shop do. Each start of a demo has one of its own.
fn token(app: &App, lang: Lang) -> Result<String, String> {
    let name = format!("demo-{}", Clock::System.now().micros());
    let (body, secret) =
        (TokenBody { name, rights: Right::ALL.into(), expires: None }, access::token_secret());
    let kept = secret.clone();
    let made = app.command_blocking(&Actor::system(), move |tx| access::make_token(tx, &body, &kept));
    made.map(|_| secret).map_err(|failure| super::service::failed(&failure, lang))
}

/// The shop's people at work until the planner ends. What fails is tried again with the next look.
fn live(app: App, address: String, secret: String) -> JoinHandle<()> {
    std::thread::spawn(move || {
        let ended = || app.planner.is_ended();
        let tell = |error: &PlayError| tracing::warn!(%error, "the demo's people could not work");
        let world = match World::find(WORLD) {
            Ok(world) => world,
            Err(error) => return tracing::warn!(%error, "nobody works in this demo"),
        };
        while !ended() {
            match Life::new(&address, &secret, world.clone(), SEED) {
                Ok(mut life) => return life.live(LOOKS_EVERY, &ended, &tell),
                Err(error) => tell(&error),
            }
            std::thread::park_timeout(LOOKS_EVERY);
        }
    })
}

/// Where the database is.
enum Folder {
    /// In a folder that somebody named: it stays.
    Named(PathBuf),
    /// In one of its own, which goes.
    Own(tempfile::TempDir),
}

impl Folder {
    fn of(named: Option<&PathBuf>, lang: Lang) -> Result<Self, String> {
        let failed = |path: &Path, error: &std::io::Error| {
            let (path, why) = (path.display().to_string(), trouble::io(error, lang));
            fill(ServiceHelp::of(lang).no_folder, &[("path", &path), ("why", &why)])
        };
        let Some(path) = named else {
            let own = tempfile::Builder::new().prefix("holdfast-demo-").tempdir();
            return own.map(Self::Own).map_err(|error| failed(&std::env::temp_dir(), &error));
        };
        std::fs::create_dir_all(path).map_err(|error| failed(path, &error))?;
        Ok(Self::Named(path.clone()))
    }

    fn path(&self) -> &Path {
        match self {
            Self::Named(path) => path,
            Self::Own(folder) => folder.path(),
        }
    }
}

/// The shop of this folder. Its clock goes on from the last thing that happened there.
fn open(url: &str, clock: Clock, lang: Lang) -> Result<App, String> {
    let failed = |failure: Failure| super::service::failed(&failure, lang);
    let last = clock::last_entry(&Store::open(url).map_err(failed)?).map_err(failed)?;
    let clock = match last {
        Some(at) => clock.not_before(at),
        None => clock,
    };
    Ok(App::open(url, clock).map_err(failed)?.with_gate(Gate::new(Cost::CHEAP)))
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

/// Makes the people of the floor and a code for a tablet, and says how to sign in.
fn floor(app: &App, server: &str, lang: Lang) -> Result<String, String> {
    let known = app.ask(&Actor::system(), operators).map_err(|f| super::service::failed(&f, lang))?;
    let is_new = |code: &str| known.iter().all(|operator| operator.code != code);
    // Whoever is signed in at a tablet stays so when the demo is started again.
    for (code, name, pin, lead, inspects) in FLOOR.into_iter().filter(|(code, ..)| is_new(code)) {
        let (name, pin) = (name.to_owned(), Some(pin.to_owned()));
        let body = OperatorBody { name, lang: Some(lang), lead, inspects, active: true, pin, badge: None };
        operator::put(app, code, &body, lang)?;
    }
    let (invited, url) = device::invite(app, &EnrolmentBody::default(), server, lang)?;
    let words = ServiceHelp::of(lang);
    let mut page = format!("{}\n", device::told(words.demo_floor, &invited, &url));
    for (code, name, pin, lead, inspects) in FLOOR {
        let role = [(lead, words.lead), (inspects, words.inspects)].into_iter().find(|(is, _)| *is);
        let role = role.map_or("", |(_, role)| role);
        writeln!(page, "  {code:<8} {pin:<8} {name}  {role}").unwrap_or_default();
    }
    Ok(page)
}

/// Reads the example workbook.
fn read_shop(workbook: &Path, lang: Lang) -> Result<Reading, String> {
    let bytes = std::fs::read(workbook).map_err(|error| {
        let why = unreadable(workbook, &trouble::io(&error, lang), lang);
        format!("{why}\n{}", ServiceHelp::of(lang).other_workbook)
    })?;
    let reading = import::read(&workbook.display().to_string(), bytes, lang);
    reading.map_err(|failure| unreadable(workbook, &super::service::failed(&failure, lang), lang))
}

/// Imports it and waits for its plan; in a folder that has it already nothing changes.
fn fill_shop(app: &App, workbook: &Path, shop: &Reading, lang: Lang) -> Result<(), String> {
    let failed = |failure: Failure| unreadable(workbook, &super::service::failed(&failure, lang), lang);
    let name = workbook.file_name().unwrap_or_default().to_string_lossy();
    let seen = import::preview(&Plainly, app, &Actor::system(), &name, shop).map_err(failed)?;
    import::apply(&Plainly, app, &Actor::system(), seen.id, None).map_err(failed)?;
    // Whoever opens the page at once shall see the shop, not an empty board.
    let head = app.store.head().map_err(failed)?;
    app.planner.wait_for_blocking(head.seq).map(drop).map_err(failed)
}

fn unreadable(workbook: &Path, why: &str, lang: Lang) -> String {
    let path = workbook.display().to_string();
    fill(ServiceHelp::of(lang).no_workbook, &[("path", &path), ("why", why)])
}
