//! Quotes: how fast they are, how soon, and whether they come true when accepted.

use crate::effort::Effort;
use crate::models::Case;
use crate::page::{Section, Table, at_most, grouped, number};
use crate::peers;
use crate::sample::Sample;
use anyhow::{Context, Result};
use example_generator::python_random::PythonRandom;
use holdfast_engine::model::{Basis, Code, Shop, Source};
use holdfast_engine::plan::{Plan, plan};
use holdfast_engine::quantity::Qty;
use holdfast_engine::quote::{Quote, Ranked, Request, accept, free_key, quote};
use holdfast_engine::time::DAY;
use std::time::Instant;

/// Milliseconds that a quote may take: the middle one, and 99 of 100.
const TARGETS: [(&str, f64, f64); 2] = [("p50", 0.50, 5.0), ("p99", 0.99, 20.0)];

const INTRO: &str = "\
Random items and quantities asked for one after the other against the plan of seed 1 (dispatch rule, equal
priorities). A quote is one deterministic ranked fit. **The targets are for quotes over 200 scenarios**, which
come later: what is measured here is one scenario of them. *Lead*: days from the plan date to the promise. *Empty
shop*: the same request where nothing else is ordered, with all of the stock to itself (nothing can be sooner) and
with none of it (all material bought on the plan date: what a request waits for where the stock is others'). The
first requests are each accepted on its own: the order goes in, everything is planned again, and it *keeps its date* if
that plan does. *Hurt*: promises that the plan with the order keeps later than before, and late.";

/// What quoting one model showed.
struct Outcome {
    orders: usize,
    millis: Sample,
    lead: Sample,
    alone: Sample,
    bare: Sample,
    passes: Sample,
    accepted: usize,
    kept: usize,
    harmless: usize,
    hurt: Sample,
    own_late: Sample,
    rerun: Sample,
}

/// Measures the sizes on which promises are compared.
///
/// # Errors
///
/// A model can't be drawn, or a request gets no quote.
pub fn section(effort: &Effort) -> Result<Section> {
    let mut outcomes = Vec::new();
    for &orders in &effort.promise_sizes {
        outcomes.push(ask(&Case::draw(orders, 1)?, effort)?);
    }
    let tables = vec![speed(&outcomes), leads(&outcomes), accepted(&outcomes)];
    Ok(Section { title: "4. Quotes".to_owned(), intro: INTRO.to_owned(), tables })
}

/// A shop where quotes are asked for, planned.
struct Desk {
    shop: Shop,
    plan: Plan,
    ranked: Ranked,
}

impl Desk {
    fn of(shop: Shop) -> Desk {
        let plan = plan(&shop);
        let ranked = Ranked::of(&plan.network, &plan.timeline);
        Desk { shop, plan, ranked }
    }

    fn quote(&self, request: &Request) -> Result<Quote> {
        quote(&self.shop, &self.plan, &self.ranked, request).context("a request that should have a date")
    }
}

fn ask(case: &Case, effort: &Effort) -> Result<Outcome> {
    let desk = Desk::of(case.shop(0, false));
    let shop = &desk.shop;
    let mut empty = shop.clone();
    empty.lines.clear();
    let stocked = Desk::of(empty.clone());
    empty.stock.clear();
    let bare = Desk::of(empty);
    let lead = |quote: &Quote| (quote.promise - shop.now) as f64 / DAY as f64;

    let requests = requests(shop, effort.requests);
    let (mut millis, mut leads, mut passes) = (vec![], vec![], vec![]);
    let (mut with_stock, mut without) = (vec![], vec![]);
    let mut offers = Vec::new();
    for request in &requests {
        let start = Instant::now();
        let offer = desk.quote(request)?;
        millis.push(start.elapsed().as_secs_f64() * 1e3);
        leads.push(lead(&offer));
        passes.push(f64::from(offer.passes));
        with_stock.push(lead(&stocked.quote(request)?));
        without.push(lead(&bare.quote(request)?));
        offers.push(offer);
    }
    let taken: Vec<_> = requests.iter().zip(&offers).take(effort.accepted).collect();
    let rerun = reruns(&desk, &taken);
    Ok(Outcome {
        orders: case.orders,
        millis: Sample::of(millis),
        lead: Sample::of(leads),
        alone: Sample::of(with_stock),
        bare: Sample::of(without),
        passes: Sample::of(passes),
        accepted: taken.len(),
        kept: rerun.iter().filter(|run| run.own_late <= 0.0).count(),
        harmless: rerun.iter().filter(|run| run.hurt == 0.0).count(),
        hurt: Sample::of(rerun.iter().map(|run| run.hurt).collect()),
        own_late: Sample::of(rerun.iter().map(|run| run.own_late).collect()),
        rerun: Sample::of(rerun.iter().map(|run| run.millis).collect()),
    })
}

/// An accepted quote, planned again.
struct Rerun {
    millis: f64,
    own_late: f64,
    hurt: f64,
}

fn reruns(desk: &Desk, taken: &[(&Request, &Quote)]) -> Vec<Rerun> {
    let one = |(request, offer): &(&Request, &Quote)| {
        let start = Instant::now();
        let acceptance = accept(&desk.shop, &desk.plan, free_key(&desk.shop), request, offer.promise);
        Rerun {
            millis: start.elapsed().as_secs_f64() * 1e3,
            own_late: acceptance.own.late.map_or(f64::INFINITY, |late| late as f64 / DAY as f64),
            hurt: acceptance.hurt.len() as f64,
        }
    };
    taken.iter().map(one).collect()
}

/// Random items and quantities, the same for every run.
fn requests(shop: &Shop, count: usize) -> Vec<Request> {
    let mut random = PythonRandom::new(20_260_105);
    let made = |entry: (&Code, &holdfast_engine::model::Item)| {
        (entry.1.source == Source::Make).then(|| entry.0.clone())
    };
    let items: Vec<Code> = shop.items.iter().filter_map(made).collect();
    let customer = shop.customers.keys().next().cloned().unwrap_or_else(|| "C".into());
    let one = |_| Request {
        item: items[random.below(items.len())].clone(),
        quantity: Qty::of(random.choice(&[1, 2, 5, 8, 10, 12, 15, 20, 25, 40])),
        customer: customer.clone(),
        basis: Basis::Ship,
        requested: None,
    };
    (0..count).map(one).collect()
}

fn speed(outcomes: &[Outcome]) -> Table {
    let mut table = Table::new(
        "Time of a quote",
        "figure | measured, ms | target (200 scenarios), ms | against it | peer's median / p95, ms | passes, mean",
    );
    for outcome in outcomes {
        let theirs = peers::with_priorities(outcome.orders).map_or_else(
            || "–".to_owned(),
            |peer| format!("{} / {}", number(peer.quote.0, 0), number(peer.quote.1, 0)),
        );
        for (name, share, target) in TARGETS {
            let value = outcome.millis.quantile(share);
            table.row(vec![
                format!("{} orders, {name} of {}", grouped(outcome.orders as u64), outcome.millis.count()),
                number(value, 3),
                format!("≤ {target:.0}"),
                at_most(value, target),
                theirs.clone(),
                number(outcome.passes.mean(), 2),
            ]);
        }
    }
    table
}

fn leads(outcomes: &[Outcome]) -> Table {
    let mut table = Table::new(
        "Quoted lead, days",
        "orders | median | p90 | max | empty shop, all stock: median | p90 | max | \
         empty shop, no stock: median | p90 | max",
    );
    for outcome in outcomes {
        let mut row = vec![grouped(outcome.orders as u64)];
        for sample in [&outcome.lead, &outcome.alone, &outcome.bare] {
            row.extend([sample.median(), sample.quantile(0.9), sample.max()].map(|days| number(days, 1)));
        }
        table.row(row);
    }
    table
}

fn accepted(outcomes: &[Outcome]) -> Table {
    let mut table = Table::new(
        "Accepted quotes, planned again",
        "orders | accepted | keep their date | own lateness: median, d | p90, d | max, d | hurt nobody | \
         hurt: median | max | again: median, ms | max, ms",
    );
    for outcome in outcomes {
        let late = &outcome.own_late;
        table.row(vec![
            grouped(outcome.orders as u64),
            outcome.accepted.to_string(),
            outcome.kept.to_string(),
            number(late.median(), 2),
            number(late.quantile(0.9), 2),
            number(late.max(), 2),
            outcome.harmless.to_string(),
            number(outcome.hurt.median(), 0),
            number(outcome.hurt.max(), 0),
            number(outcome.rerun.median(), 1),
            number(outcome.rerun.max(), 1),
        ]);
    }
    table
}
