//! `holdfast quote`: when an order could ship and whom it would hurt, from a file or a database. Stores nothing.

use super::service::{self, option};
use crate::domain::likeness::nearest;
use crate::domain::quantity::MOST;
use crate::import::{self, Limits};
use crate::planning::{self, Ask};
use crate::text::Lang;
use crate::text::plan::{date, grade_sentence};
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::quote::QuoteWords;
use crate::text::refusal::near;
use crate::text::service_help::ServiceHelp;
use chrono::{NaiveDate, NaiveDateTime};
use clap::{Arg, ArgAction, ArgMatches, Command};
use holdfast_engine::model::{Basis, Code, LineKey, Shop};
use holdfast_engine::plan::{Plan, plan};
use holdfast_engine::quantity::Qty;
use holdfast_engine::quote::{NoQuote, Quote, Ranked, Request, accept, quote};
use holdfast_engine::time::Instant;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::path::{Path, PathBuf};

/// Passes that search for a better sequence, as `holdfast plan` does.
const IMPROVE: u32 = 8;

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
        .arg(option("quantity", "N", words.quantity, help).required(true))
        .arg(option("customer", "CODE", words.customer, help).required(true))
        .arg(option("by", "DATE", words.by, help))
        .arg(option("as-of", "INSTANT", words.as_of, help))
        .arg(arrival.help_heading(help.options_heading))
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    if let Some(file) = matches.get_one::<PathBuf>("file") {
        let shop = shop_of(file, matches, lang)?;
        let made = plan(&shop);
        let ranked = Ranked::of(&made.network, &made.timeline);
        return answer(&shop, &made, &ranked, matches, lang);
    }
    if matches.get_one::<String>("database-url").is_none() {
        return Err(QuoteWords::of(lang).no_place.to_owned());
    }
    let app = service::open(&service::settings(matches, lang)?, lang)?;
    let outlook = app.planner.outlook();
    let done = answer(&outlook.shop, &outlook.plan, &outlook.ranked, matches, lang);
    app.stop();
    done
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
    fill(QuoteWords::of(lang).bad_value, &[("option", option), ("value", value)])
}

fn request(shop: &Shop, matches: &ArgMatches, lang: Lang) -> Result<Request, String> {
    let text = |name: &str| matches.get_one::<String>(name).cloned().unwrap_or_default();
    let written = text("quantity");
    let millionths = written
        .parse::<Decimal>()
        .ok()
        .and_then(|number| number.checked_mul(Decimal::from(1_000_000))?.to_i64());
    let quantity = Qty::from_millionths(millionths.ok_or_else(|| bad("--quantity", &written, lang))?);
    if quantity > Qty::of(MOST.into()) {
        let values = [("quantity", &*written), ("most", &MOST.to_string())];
        return Err(fill(QuoteWords::of(lang).too_much, &values));
    }
    let requested = match matches.get_one::<String>("by") {
        None => None,
        Some(day) => {
            let day = day.parse::<NaiveDate>().map_err(|_| bad("--by", day, lang))?;
            Some(Instant::end_of(day, shop.zone))
        }
    };
    Ok(Request {
        item: text("item").into(),
        quantity,
        customer: text("customer").into(),
        basis: if matches.get_flag("arrival") { Basis::Arrival } else { Basis::Ship },
        requested,
    })
}

fn answer(
    shop: &Shop,
    made: &Plan,
    ranked: &Ranked,
    matches: &ArgMatches,
    lang: Lang,
) -> Result<String, String> {
    let words = QuoteWords::of(lang);
    let request = request(shop, matches, lang)?;
    let found = quote(shop, made, ranked, &request).map_err(|no| refused(shop, &no, lang))?;
    let day = |at: Instant| date(at.date(shop.zone), lang);
    let (item, customer) = (request.item.as_str(), request.customer.as_str());
    let quantity = request.quantity.to_string();
    let mut lines =
        vec![fill(words.asked, &[("quantity", &quantity), ("item", item), ("customer", customer)])];
    lines.push(fill(words.ships, &[("ship", &day(found.ship)), ("arrival", &day(found.arrival))]));
    lines.push(fill(words.promise, &[("promise", &day(found.promise))]));
    if let Some((kept, requested)) = found.keeps_requested.zip(request.requested) {
        let template = if kept { words.keeps } else { words.misses };
        lines.push(fill(template, &[("requested", &day(requested))]));
    }
    for bought in &found.purchases {
        let (quantity, there) = (bought.quantity.to_string(), day(bought.available));
        let values = [("quantity", &*quantity), ("item", bought.item.as_str()), ("date", &*there)];
        lines.push(fill(words.buy, &values));
    }
    lines.extend(hurt(shop, made, &request, &found, lang));
    lines.push(fill(words.rests_on, &[("grade", grade_sentence(found.grade, lang))]));
    lines.push(words.nothing_stored.to_owned());
    Ok(lines.join("\n") + "\n")
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

/// Whom the promise would hurt, tried on the whole plan.
fn hurt(shop: &Shop, made: &Plan, request: &Request, found: &Quote, lang: Lang) -> Vec<String> {
    let words = QuoteWords::of(lang);
    let day = |at: Instant| date(at.date(shop.zone), lang);
    let mut tried = accept(shop, made, LineKey::new("QUOTE", 1), request, found.promise);
    tried.hurt.retain(|hurt| hurt.costs_days(shop.zone));
    if tried.hurt.is_empty() {
        return vec![words.harmless.to_owned()];
    }
    let mut lines = vec![words.hurts.to_owned()];
    lines.extend(tried.hurt.iter().map(|hurt| {
        let (line, due) = (hurt.line.to_string(), day(hurt.due));
        let (before, after) = (day(hurt.before), day(hurt.after));
        let values = [("line", &*line), ("due", &*due), ("before", &*before), ("after", &*after)];
        format!("  {}", fill(words.hurt, &values))
    }));
    lines
}
