//! `holdfast remedies`: what would help a line that may be late, and whom it would cost, from a file or a database.
//! Stores nothing.

use super::quote::{Terms, shop_of};
use super::service::{self, option};
use crate::text::Lang;
use crate::text::plan::date;
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::quote::QuoteWords;
use crate::text::remedy::{RemedyWords, outcome, remedy as said};
use crate::text::service_help::ServiceHelp;
use clap::{Arg, ArgMatches, Command};
use holdfast_engine::forecast::forecast;
use holdfast_engine::model::{Basis, LineKey, Shop};
use holdfast_engine::plan::{Plan, plan};
use holdfast_engine::quote::{Before, Shift};
use holdfast_engine::remedy::{Remedy, Standing, Weighed, best, suggest};
use holdfast_engine::scenario::Setting;
use holdfast_engine::time::Instant;
use std::path::PathBuf;
use std::thread::available_parallelism;

/// Futures that are played of each remedy.
const FUTURES: u32 = 200;

pub(super) fn command(command: Command, _: &'static ServiceHelp, help: &'static Help) -> Command {
    let lang = if help.about == Help::of(Lang::Zh).about { Lang::Zh } else { Lang::En };
    let (words, shared) = (RemedyWords::of(lang), QuoteWords::of(lang));
    let line = Arg::new("line").value_name("LINE").help(words.line).required(true);
    let file = Arg::new("file").value_name("FILE").help(shared.file);
    let file = file.value_parser(clap::value_parser!(PathBuf)).help_heading(help.arguments_heading);
    command
        .about(words.about)
        .arg(line.help_heading(help.arguments_heading))
        .arg(file)
        .arg(option("database-url", "URL", shared.database_url, help))
        .arg(option("as-of", "INSTANT", shared.as_of, help))
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    let line = matches.get_one::<String>("line").cloned().unwrap_or_default();
    if let Some(file) = matches.get_one::<PathBuf>("file") {
        let shop = shop_of(file, matches, lang)?;
        return answer((&shop, &plan(&shop)), &Terms::default(), &line, lang);
    }
    if matches.get_one::<String>("database-url").is_none() {
        return Err(QuoteWords::of(lang).no_place.to_owned());
    }
    let app = service::open(&service::settings(matches, lang)?, lang)?;
    let outlook = app.planner.outlook();
    let done =
        Terms::of(&app, lang).and_then(|terms| answer((&outlook.shop, &outlook.plan), &terms, &line, lang));
    app.stop();
    done
}

fn answer((shop, made): (&Shop, &Plan), terms: &Terms, line: &str, lang: Lang) -> Result<String, String> {
    let words = RemedyWords::of(lang);
    let named = made.lines.iter().map(|date| &date.key).find(|key| key.to_string() == line);
    let key = named.ok_or_else(|| fill(words.no_line, &[("line", line)]))?;
    let threads = available_parallelism().map_or(1, usize::from);
    let futures = forecast(shop, made, Setting::new(FUTURES, threads));
    let before = Before { shop, plan: made, forecast: &futures, given: &terms.given };
    let helping = best(before, key, suggest(before, key), &terms.policies.hurt_rule(), threads);
    let teller = Teller { shop, words, lang };
    let mut lines = Vec::new();
    if let Some(found) = futures.line(made, key) {
        let basis = shop.lines.get(key).map_or_else(Default::default, |line| line.basis);
        let at = |share| {
            let left = found.shipment(share);
            if basis == Basis::Arrival { left.arrival } else { left.ship }
        };
        let days = [0.5, 0.8, 0.95].map(|share| teller.day(at(share)));
        let values = [("line", line), ("p50", &*days[0]), ("p80", &*days[1]), ("p95", &*days[2])];
        lines.push(fill(words.stands, &values));
        if let Some(chance) = found.on_time() {
            lines.push(fill(words.chance, &[("chance", &percent(chance))]));
        }
    }
    lines.push(outcome(helping.len(), lang));
    for (place, (remedy, weighed)) in helping.iter().enumerate() {
        lines.extend(teller.tried(place + 1, key, remedy, weighed));
    }
    lines.push(words.nothing_stored.to_owned());
    Ok(lines.join("\n") + "\n")
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

struct Teller<'a> {
    shop: &'a Shop,
    words: &'static RemedyWords,
    lang: Lang,
}

impl Teller<'_> {
    fn day(&self, at: Instant) -> String {
        if !at.is_reached() {
            return self.words.undated.to_owned();
        }
        date(at.date(self.shop.zone), self.lang)
    }

    fn tried(&self, place: usize, key: &LineKey, remedy: &Remedy, weighed: &Weighed) -> Vec<String> {
        let mut lines = vec![format!("{place}. {}", said(remedy, (self.shop, key), self.lang))];
        let chance = |standing: Option<Standing>| standing.and_then(|standing| standing.chance);
        if let Some((before, after)) = weighed.before.zip(weighed.after) {
            let moved = |was: Instant, is: Instant| match (self.day(was), self.day(is)) {
                (was, is) if was == is => is,
                (was, is) => format!("{was} → {is}"),
            };
            let days =
                [moved(before.p50, after.p50), moved(before.p80, after.p80), moved(before.p95, after.p95)];
            let values = [("p50", &*days[0]), ("p80", &*days[1]), ("p95", &*days[2])];
            lines.push(format!("   {}", fill(self.words.dates, &values)));
        }
        if let Some((before, after)) = chance(weighed.before).zip(chance(weighed.after)) {
            let values = [("before", &*percent(before)), ("after", &*percent(after))];
            lines.push(format!("   {}", fill(self.words.chances, &values)));
        }
        if let Some(rest) = weighed.rest {
            let days = [self.day(rest.p50), self.day(rest.p80), self.day(rest.p95)];
            let values = [("p50", &*days[0]), ("p80", &*days[1]), ("p95", &*days[2])];
            lines.push(format!("   {}", fill(self.words.rest, &values)));
        }
        if weighed.falls.is_empty() {
            lines.push(format!("   {}", self.words.nobody));
        }
        let others = weighed.falls.iter().map(|fall| match fall.loss {
            Some(_) => (self.words.hurt, fall),
            None => (self.words.loses, fall),
        });
        let others = others.chain(weighed.gains.iter().map(|gain| (self.words.gains, gain)));
        lines.extend(others.filter(|(_, one)| one.line != *key).map(|(words, one)| other(words, one)));
        lines
    }
}

fn other(words: &str, one: &Shift) -> String {
    let (line, before, after) = (one.line.to_string(), percent(one.before), percent(one.after));
    format!("   {}", fill(words, &[("line", &*line), ("before", &*before), ("after", &*after)]))
}
