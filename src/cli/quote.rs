//! `holdfast quote`: when an order could ship, how surely, and whom it would hurt; or how much can be promised by a day.
//! From a file or a database. Stores nothing.

use super::service::{self, option};
use crate::app::App;
use crate::domain::likeness::nearest;
use crate::domain::policy::Policies;
use crate::domain::quantity::MOST;
use crate::domain::role::Actor;
use crate::import::{self, Limits};
use crate::planning::{self, Ask};
use crate::services::promise::given;
use crate::services::sales::policies;
use crate::text::Lang;
use crate::text::plan::{date, grade_sentence};
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::quote::QuoteWords;
use crate::text::refusal::near;
use crate::text::service_help::ServiceHelp;
use chrono::{NaiveDate, NaiveDateTime};
use clap::{Arg, ArgAction, ArgMatches, Command};
use holdfast_engine::forecast::{Forecast, forecast};
use holdfast_engine::model::{Basis, Code, LineKey, Shop};
use holdfast_engine::plan::{Plan, plan};
use holdfast_engine::quantity::Qty;
use holdfast_engine::quote::{
    Before, NoQuote, Request, accept_odds, free_key, quantity_by, quote, quote_odds,
};
use holdfast_engine::scenario::Setting;
use holdfast_engine::time::Instant;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;

/// Futures that are played, as the server does unless it is set otherwise.
const FUTURES: u32 = 200;
/// Passes that search for a better sequence: none where futures are played, as in the server.
const IMPROVE: u32 = 0;

pub(super) fn command(command: Command, _: &'static ServiceHelp, help: &'static Help) -> Command {
    let words = QuoteWords::of(if help.about == Help::of(Lang::Zh).about { Lang::Zh } else { Lang::En });
    let file = Arg::new("file").value_name("FILE").help(words.file);
    let file = file.value_parser(clap::value_parser!(PathBuf)).help_heading(help.arguments_heading);
    let arrival = Arg::new("arrival").long("arrival").help(words.arrival).action(ArgAction::SetTrue);
    command
        .about(words.about)
        .arg(file)
        .arg(option("database-url", "URL", words.database_url, help))
        .arg(option("item", "CODE", words.item, help).required(true))
        .arg(option("quantity", "N", words.quantity, help))
        .arg(option("customer", "CODE", words.customer, help).required(true))
        .arg(option("by", "DATE", words.by, help).action(ArgAction::Append))
        .arg(option("as-of", "INSTANT", words.as_of, help))
        .arg(arrival.help_heading(help.options_heading))
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    if let Some(file) = matches.get_one::<PathBuf>("file") {
        let shop = shop_of(file, matches, lang)?;
        let made = plan(&shop);
        return answer(&Desk::new(&shop, &made, Terms::default(), lang), matches);
    }
    if matches.get_one::<String>("database-url").is_none() {
        return Err(QuoteWords::of(lang).no_place.to_owned());
    }
    let app = service::open(&service::settings(matches, lang)?, lang)?;
    let outlook = app.planner.outlook();
    let done = Terms::of(&app, lang)
        .and_then(|terms| answer(&Desk::new(&outlook.shop, &outlook.plan, terms, lang), matches));
    app.stop();
    done
}

/// What a plant promises its customers, and the odds recorded with the promises that stand.
#[derive(Default)]
pub(super) struct Terms {
    pub(super) policies: Policies,
    pub(super) given: BTreeMap<LineKey, f64>,
}

impl Terms {
    /// Those of a running product.
    pub(super) fn of(app: &App, lang: Lang) -> Result<Self, String> {
        let outlook = app.planner.outlook();
        let read = app.ask(&Actor::system(), |ask| {
            Ok(Self { policies: policies(&ask.plant), given: given(ask, &outlook)? })
        });
        read.map_err(|failure| service::failed(&failure, lang))
    }
}

/// What is quoted on: a shop, its plan, its futures, and what its customers are promised.
struct Desk<'a> {
    shop: &'a Shop,
    plan: &'a Plan,
    forecast: Forecast,
    terms: Terms,
    lang: Lang,
}

impl<'a> Desk<'a> {
    fn new(shop: &'a Shop, plan: &'a Plan, terms: Terms, lang: Lang) -> Self {
        let forecast = forecast(shop, plan, Setting::new(FUTURES, threads()));
        Self { shop, plan, forecast, terms, lang }
    }

    fn words(&self) -> &'static QuoteWords {
        QuoteWords::of(self.lang)
    }

    fn day(&self, at: Instant) -> String {
        if at.is_reached() { date(at.date(self.shop.zone), self.lang) } else { "—".to_owned() }
    }
}

fn threads() -> usize {
    available_parallelism().map_or(1, usize::from)
}

fn percent(share: f64) -> String {
    format!("{:.0} %", (share * 100.0).floor())
}

/// The shop of a file, as of the instant that was asked for, or else the file's own.
pub(super) fn shop_of(file: &Path, matches: &ArgMatches, lang: Lang) -> Result<Shop, String> {
    let said = |error: &import::ImportError| format!("{}\n{}", error.message(lang), error.remedy(lang));
    let mut reading = import::read(file, &Limits::default()).map_err(|error| said(&error))?;
    // What could not be read is `holdfast plan --faults`' to tell.
    drop(import::resolve(&mut reading.document));
    let document = &reading.document;
    let asked = match matches.get_one::<String>("as-of") {
        None => None,
        Some(text) => {
            let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M");
            let local = local.map_err(|_| bad("--as-of", text, lang))?;
            Some(Instant::from_local(local, planning::zone(document)))
        }
    };
    let now = asked.or(planning::as_of(document)).unwrap_or(Instant(chrono::Utc::now().timestamp()));
    Ok(planning::translate(document, Ask { now, improve: IMPROVE, tiers: true }).shop)
}

fn bad(option: &str, value: &str, lang: Lang) -> String {
    let words = QuoteWords::of(lang);
    let fitting = match option {
        "--quantity" => words.write_quantity,
        "--by" => words.write_day,
        _ => words.write_instant,
    };
    format!("{}\n{fitting}", fill(words.bad_value, &[("option", option), ("value", value)]))
}

/// How much is asked for; nothing if that is the question.
fn quantity(matches: &ArgMatches, lang: Lang) -> Result<Option<Qty>, String> {
    let Some(written) = matches.get_one::<String>("quantity") else { return Ok(None) };
    let millionths = written
        .parse::<Decimal>()
        .ok()
        .and_then(|number| number.checked_mul(Decimal::from(1_000_000))?.to_i64());
    let millionths = millionths.filter(|millionths| *millionths > 0);
    let quantity = Qty::from_millionths(millionths.ok_or_else(|| bad("--quantity", written, lang))?);
    if quantity > Qty::of(MOST.into()) {
        let values = [("quantity", &**written), ("most", &MOST.to_string())];
        return Err(fill(QuoteWords::of(lang).too_much, &values));
    }
    Ok(Some(quantity))
}

/// The days that are asked about, as the instants at which they end.
fn days(shop: &Shop, matches: &ArgMatches, lang: Lang) -> Result<Vec<Instant>, String> {
    let said = matches.get_many::<String>("by").into_iter().flatten();
    // How many can be had by a day that is over is a question with an answer: none. Nobody can want anything by it.
    let (today, is_wanted) = (shop.now.date(shop.zone), matches.contains_id("quantity"));
    let end = |text: &String| match text.parse::<NaiveDate>() {
        Ok(day) if is_wanted && day < today => {
            let values = [("day", text.as_str()), ("today", &date(today, lang))];
            Err(fill(QuoteWords::of(lang).day_over, &values))
        }
        Ok(day) => Ok(Instant::end_of(day, shop.zone)),
        Err(_) => Err(bad("--by", text, lang)),
    };
    let mut days = said.map(end).collect::<Result<Vec<Instant>, String>>()?;
    days.sort_unstable();
    days.dedup();
    Ok(days)
}

fn answer(desk: &Desk<'_>, matches: &ArgMatches) -> Result<String, String> {
    let text = |name: &str| matches.get_one::<String>(name).cloned().unwrap_or_default();
    let (asked, by) = (quantity(matches, desk.lang)?, days(desk.shop, matches, desk.lang)?);
    let request = Request {
        item: text("item").into(),
        quantity: asked.unwrap_or_else(|| Qty::of(MOST.into())),
        customer: text("customer").into(),
        basis: if matches.get_flag("arrival") { Basis::Arrival } else { Basis::Ship },
        requested: by.last().copied(),
    };
    expect_customer(desk.shop, &request.customer, desk.lang)?;
    let mut lines = match (asked, by.len()) {
        (None, 0) => return Err(desk.words().no_quantity.to_owned()),
        (None, _) => quantities(desk, &request, &by),
        (Some(_), 0 | 1) => offer(desk, &request),
        (Some(_), _) => return Err(bad("--by", &desk.day(by[0]), desk.lang)),
    }
    .map_err(|no| refused(desk.shop, &no, desk.lang))?;
    let futures = desk.forecast.scenarios().to_string();
    lines.push(fill(desk.words().futures, &[("futures", &futures)]));
    lines.push(desk.words().nothing_stored.to_owned());
    Ok(lines.join("\n") + "\n")
}

/// How much can be promised by each day.
fn quantities(desk: &Desk<'_>, request: &Request, by: &[Instant]) -> Result<Vec<String>, NoQuote> {
    let policy = desk.terms.policies.promised(desk.shop, &request.customer);
    let key = free_key(desk.shop);
    let line = |due: &Instant| {
        let there = quantity_by(desk.shop, desk.plan, &desk.forecast, &key, request, (*due, policy))?;
        let (quantity, day, share) = (there.to_string(), desk.day(*due), percent(policy.share));
        let words = if there.is_some() { desk.words().quantity_by } else { desk.words().nothing_by };
        let values =
            [("date", &*day), ("quantity", &*quantity), ("item", request.item.as_str()), ("share", &*share)];
        Ok(fill(words, &values))
    };
    by.iter().map(line).collect()
}

/// The date of an order with its odds.
fn offer(desk: &Desk<'_>, request: &Request) -> Result<Vec<String>, NoQuote> {
    let words = desk.words();
    let (shop, key) = (desk.shop, free_key(desk.shop));
    let policy = desk.terms.policies.promised(shop, &request.customer);
    let usual = quote(shop, desk.plan, desk.forecast.planned(), request)?;
    let found = quote_odds(shop, desk.plan, &desk.forecast, &key, request, policy)?;
    let (item, customer) = (request.item.as_str(), request.customer.as_str());
    let (quantity, chance) = (request.quantity.to_string(), percent(found.chance));
    let mut lines =
        vec![fill(words.asked, &[("quantity", &quantity), ("item", item), ("customer", customer)])];
    lines.push(fill(words.promise, &[("promise", &desk.day(found.promise)), ("chance", &chance)]));
    let at = |share| desk.day(found.percentile(share));
    lines.push(fill(words.percentiles, &[("p50", &at(0.5)), ("p80", &at(0.8)), ("p95", &at(0.95))]));
    let dates = [("ship", &*desk.day(usual.ship)), ("arrival", &*desk.day(usual.arrival))];
    lines.push(fill(words.ships, &dates));
    if let Some((chance, requested)) = found.requested.zip(request.requested) {
        let values = [("requested", &*desk.day(requested)), ("chance", &*percent(chance))];
        lines.push(fill(words.requested, &values));
    }
    for bought in &found.purchases {
        let (quantity, there) = (bought.quantity.to_string(), desk.day(bought.available));
        let values = [("quantity", &*quantity), ("item", bought.item.as_str()), ("date", &*there)];
        lines.push(fill(words.buy, &values));
    }
    lines.extend(hurt(desk, key, request, found.promise));
    lines.push(fill(words.rests_on, &[("grade", grade_sentence(found.grade, desk.lang))]));
    Ok(lines)
}

/// Refuses a customer whom the shop does not know: their tier and days on the way would be made up.
fn expect_customer(shop: &Shop, customer: &Code, lang: Lang) -> Result<(), String> {
    if shop.customers.contains_key(customer) || shop.lines.values().any(|line| line.customer == *customer) {
        return Ok(());
    }
    let known = shop.customers.keys().chain(shop.lines.values().map(|line| &line.customer)).map(Code::as_str);
    let (en, zh) = near(&nearest(customer.as_str(), known));
    let near = if lang == Lang::En { en } else { zh };
    Err(fill(QuoteWords::of(lang).unknown_customer, &[("customer", customer.as_str()), ("near", &near)]))
}

/// Why there is no date.
fn refused(shop: &Shop, no: &NoQuote, lang: Lang) -> String {
    let words = QuoteWords::of(lang);
    match no {
        NoQuote::UnknownItem { item } => {
            let (en, zh) = near(&nearest(item.as_str(), shop.items.keys().map(Code::as_str)));
            let near = if lang == Lang::En { en } else { zh };
            fill(words.unknown_item, &[("item", item.as_str()), ("near", &near)])
        }
        NoQuote::NoQuantity { quantity } => fill(words.not_positive, &[("quantity", &quantity.to_string())]),
        NoQuote::HorizonExhausted { item, quantity } => {
            fill(words.no_room, &[("item", item.as_str()), ("quantity", &quantity.to_string())])
        }
    }
}

/// Whom the promise would hurt, tried on all futures.
fn hurt(desk: &Desk<'_>, key: LineKey, request: &Request, due: Instant) -> Vec<String> {
    let words = desk.words();
    let given = &desk.terms.given;
    let before = Before { shop: desk.shop, plan: desk.plan, forecast: &desk.forecast, given };
    let tried = accept_odds(before, key, request, due, &desk.terms.policies.hurt_rule(), threads());
    if tried.harmed.is_empty() {
        return vec![words.harmless.to_owned()];
    }
    let mut lines = vec![words.hurts.to_owned()];
    lines.extend(tried.harmed.iter().map(|hurt| {
        let (line, due) = (hurt.line.to_string(), desk.day(hurt.due));
        let (before, after) = (percent(hurt.before), percent(hurt.after));
        let values = [("line", &*line), ("due", &*due), ("before", &*before), ("after", &*after)];
        format!("  {}", fill(words.hurt, &values))
    }));
    lines
}
