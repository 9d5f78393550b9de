//! Speed on one core: what each stage of a plan costs.

use crate::effort::Effort;
use crate::models::Case;
use crate::page::{Section, Table, at_most, grouped, number};
use crate::sample::Sample;
use holdfast_engine::model::Shop;
use holdfast_engine::netting::net;
use holdfast_engine::network::Calendars;
use holdfast_engine::plan::{dates, plan_on};
use holdfast_engine::simulate::{Factors, Rule, Scratch, Timeline, simulate};
use std::sync::Arc;

/// Passes of the improvement.
pub const PASSES: u32 = 8;

/// Orders, and the nanoseconds per operation that a full plan may take at most.
const TARGETS: [(usize, f64); 2] = [(5_000, 250.0), (100_000, 600.0)];

const INTRO: &str = "\
Model in memory, one thread. *Compile*: the calendars, from weekly shifts to intervals. *Net*: bills of
materials, stock and purchases to a network of operations. *Play*: that network played through once with finite
capacity, which is what every further scenario costs. *Dates*: ship dates from there. *Whole*: net, play and
dates on calendars that are kept from plan to plan. *Improved*: the whole with the improvement pass, up to 8 trials.
Each cell is the median, and the minimum in brackets.";

/// Times of one model.
struct Times {
    orders: usize,
    operations: usize,
    calendars: Sample,
    net: Sample,
    play: Sample,
    dates: Sample,
    whole: Sample,
    improved: Sample,
}

/// Measures all sizes.
pub fn section(effort: &Effort, cases: &[Case]) -> Section {
    let times: Vec<Times> = cases.iter().map(|case| time(effort, case)).collect();
    let mut stages = Table::new(
        "Stages",
        "orders | operations | runs (improved) | compile, ms | net, ns/op | play, ns/op | dates, ns/op | whole, ns/op | \
         whole, ms | improved, s",
    );
    for times in &times {
        let cell = |sample: &Sample, unit: f64, decimals: usize| {
            let (median, min) = (sample.median() * unit, sample.min() * unit);
            format!("{} ({})", number(median, decimals), number(min, decimals))
        };
        let per_op = |sample: &Sample| cell(sample, 1e9 / times.operations as f64, 0);
        stages.row(vec![
            grouped(times.orders as u64),
            grouped(times.operations as u64),
            format!("{} ({})", times.whole.count(), times.improved.count()),
            cell(&times.calendars, 1e3, 2),
            per_op(&times.net),
            per_op(&times.play),
            per_op(&times.dates),
            per_op(&times.whole),
            cell(&times.whole, 1e3, 1),
            cell(&times.improved, 1.0, 2),
        ]);
    }
    let title = "1. Speed, one core".to_owned();
    Section { title, intro: INTRO.to_owned(), tables: vec![stages, verdicts(&times)] }
}

/// A full plan may mean the scenario (played) or everything (with netting): both are held against the target.
fn verdicts(all: &[Times]) -> Table {
    let mut table = Table::new(
        "A full plan against its target",
        "figure | median, ns/op | minimum, ns/op | target, ns/op | median against target | minimum against target",
    );
    for times in all {
        let Some((_, target)) = TARGETS.iter().find(|(orders, _)| *orders == times.orders) else { continue };
        let figures = [("played", &times.play), ("whole, with netting and dates", &times.whole)];
        for (name, sample) in figures {
            let sample = sample.times(1e9 / times.operations as f64);
            table.row(vec![
                format!("{} orders, {name}", grouped(times.orders as u64)),
                number(sample.median(), 0),
                number(sample.min(), 0),
                format!("≤ {target:.0}"),
                at_most(sample.median(), *target),
                at_most(sample.min(), *target),
            ]);
        }
    }
    table
}

fn time(effort: &Effort, case: &Case) -> Times {
    let [repeats, long] = [false, true].map(|long| effort.repeats_at(case.orders, long));
    let shop = case.shop(0, false);
    let compiled = Arc::new(Calendars::compile(&shop));
    let network = net(&shop, &compiled);
    let (mut scratch, mut timeline) = (Scratch::default(), Timeline::default());
    let wait = shop.settings.wait;
    let play = Sample::seconds(repeats, || {
        simulate(&network, Rule::Protected, Factors::default(), wait, &mut scratch, &mut timeline);
    });
    let improved: Shop = case.shop(PASSES, false);
    Times {
        orders: case.orders,
        operations: network.ops.len(),
        calendars: Sample::seconds(repeats, || Calendars::compile(&shop)),
        net: Sample::seconds(repeats, || net(&shop, &compiled)),
        play,
        dates: Sample::seconds(repeats, || dates(&network, &timeline)),
        whole: Sample::seconds(repeats, || plan_on(&shop, &compiled)),
        improved: Sample::seconds(long, || plan_on(&improved, &compiled)),
    }
}
