//! How promise quality is written down: every seed, then the verdicts.

use crate::page::{Section, Table, at_most, grouped, kept, number};
use crate::peers;
use crate::quality::Outcome;
use std::collections::BTreeSet;

/// The mean may be at most this share of insertion's.
const OF_INSERTION: f64 = 0.80;
/// The maximum may be at most so many times the bound.
const OF_BOUND: f64 = 1.15;

const INTRO: &str = "\
Days late against the promise; an order that is early counts as 0, and means are over all orders. *Rule*: the
dispatch rule alone. *Improved*: with the improvement pass, up to 8 trials. *Insertion*: orders by due date, each
operation into the earliest gap of its machine that fits after its predecessor and its materials; the baseline to
beat. *Bound*: each order alone in an empty shop with the materials pegged to it, which no plan on these pegs can
beat. The peer's figures are for seed 1. Seeds 2 to 11 are for
checking; the list of trials was once changed after a look at them.";

/// The section.
pub fn section(equal: &[Outcome], weighted: &[Outcome]) -> Section {
    let mut tables = Vec::new();
    let sizes: BTreeSet<usize> = equal.iter().map(|outcome| outcome.orders).collect();
    for &orders in &sizes {
        let of_size: Vec<&Outcome> = equal.iter().filter(|outcome| outcome.orders == orders).collect();
        tables.push(seeds(orders, &of_size));
        tables.push(verdicts(orders, &of_size));
    }
    tables.push(priorities(weighted));
    let title = "3. Promise quality".to_owned();
    Section { title, intro: INTRO.to_owned(), tables }
}

fn seeds(orders: usize, outcomes: &[&Outcome]) -> Table {
    let mut table = Table::new(
        format!("{} orders of equal priority", grouped(orders as u64)),
        "seed | late: insertion | rule | improved | mean: bound | insertion | rule | improved | \
         improved over insertion | max: bound | insertion | rule | improved | improved over bound",
    );
    for outcome in outcomes {
        let [bound, insertion, rule, improved] =
            [outcome.alone, outcome.insertion, outcome.rule, outcome.improved];
        let mut row = vec![outcome.seed.to_string()];
        row.extend([insertion.late, rule.late, improved.late].map(|late| grouped(late as u64)));
        row.extend([bound.mean, insertion.mean, rule.mean, improved.mean].map(|mean| number(mean, 3)));
        row.push(number(improved.mean / insertion.mean, 2));
        row.extend([bound.max, insertion.max, rule.max, improved.max].map(|max| number(max, 1)));
        row.push(number(improved.max / bound.max, 2));
        table.row(row);
    }
    table
}

/// A way of planning, by name: its mean and greatest lateness, and whether it must meet the targets.
struct Way {
    name: &'static str,
    mean: fn(&Outcome) -> f64,
    max: fn(&Outcome) -> f64,
    owes: bool,
}

const WAYS: [Way; 2] = [
    Way { name: "improved", mean: |o| o.improved.mean, max: |o| o.improved.max, owes: true },
    Way { name: "rule alone", mean: |o| o.rule.mean, max: |o| o.rule.max, owes: false },
];

fn verdicts(orders: usize, outcomes: &[&Outcome]) -> Table {
    let mut table = Table::new(
        format!("{} orders of equal priority against the targets", grouped(orders as u64)),
        "figure | measured | target | verdict | worst seed",
    );
    for way in &WAYS {
        mean_rows(&mut table, way, outcomes);
        max_row(&mut table, way, outcomes);
    }
    let first = outcomes.iter().find(|outcome| outcome.seed == 1);
    if let Some((first, peer)) = first.zip(peers::equal(orders)) {
        let figures = [("mean", first.improved.mean, peer.mean), ("max", first.improved.max, peer.max)];
        for (name, value, theirs) in figures {
            table.row(vec![
                format!("{name}, improved, seed 1, beside the peer's"),
                format!("{} d", number(value, 2)),
                format!("< {} d", number(theirs, 1)),
                at_most(value, theirs),
                String::new(),
            ]);
        }
    }
    table
}

fn mean_rows(table: &mut Table, way: &Way, outcomes: &[&Outcome]) {
    let ratio = |outcome: &Outcome| (way.mean)(outcome) / outcome.insertion.mean;
    let worst = worst(outcomes, ratio);
    let insertion = number(worst.insertion.mean, 2);
    let target = format!("≤ {OF_INSERTION:.2}");
    table.row(vec![
        format!("mean, {}, over insertion's, worst seed", way.name),
        number(ratio(worst), 2),
        target.clone(),
        way.verdict(kept(outcomes.len(), &missed(outcomes, ratio, OF_INSERTION))),
        format!("{} ({} d, insertion {} d)", worst.seed, number((way.mean)(worst), 2), insertion),
    ]);
    let ours: f64 = outcomes.iter().map(|outcome| (way.mean)(outcome)).sum();
    let theirs: f64 = outcomes.iter().map(|outcome| outcome.insertion.mean).sum();
    table.row(vec![
        format!("mean, {}, over insertion's, all seeds together", way.name),
        number(ours / theirs, 2),
        target,
        way.verdict(at_most(ours / theirs, OF_INSERTION)),
        String::new(),
    ]);
}

fn max_row(table: &mut Table, way: &Way, outcomes: &[&Outcome]) {
    let ratio = |outcome: &Outcome| (way.max)(outcome) / outcome.alone.max;
    let worst = worst(outcomes, ratio);
    let (max, bound) = (number((way.max)(worst), 1), number(worst.alone.max, 1));
    table.row(vec![
        format!("max, {}, over the bound, worst seed", way.name),
        number(ratio(worst), 2),
        format!("≤ {OF_BOUND:.2}"),
        way.verdict(kept(outcomes.len(), &missed(outcomes, ratio, OF_BOUND))),
        format!("{} ({max} d, bound {bound} d)", worst.seed),
    ]);
}

impl Way {
    fn verdict(&self, verdict: String) -> String {
        if self.owes { verdict } else { "for comparison".to_owned() }
    }
}

/// Seeds whose ratio is above `most`.
fn missed(outcomes: &[&Outcome], ratio: impl Fn(&Outcome) -> f64, most: f64) -> Vec<u64> {
    outcomes.iter().filter(|outcome| ratio(outcome) > most).map(|outcome| outcome.seed).collect()
}

fn worst<'o>(outcomes: &[&'o Outcome], ratio: impl Fn(&Outcome) -> f64) -> &'o Outcome {
    outcomes.iter().max_by(|a, b| ratio(a).total_cmp(&ratio(b))).expect("at least one seed")
}

fn priorities(outcomes: &[Outcome]) -> Table {
    let mut table = Table::new(
        "With priorities, seed 1 (weighted: a day of an order of priority 1, 2, 3 counts 2, 1, ½)",
        "orders | way | late | mean | weighted mean | max | bound of max | peer's late | peer's mean | \
         peer's max | mean against the peer's",
    );
    for outcome in outcomes {
        let peer = peers::with_priorities(outcome.orders);
        let theirs = |figure: String| if peer.is_some() { figure } else { "–".to_owned() };
        for (name, lateness) in
            [("insertion", outcome.insertion), ("rule", outcome.rule), ("improved", outcome.improved)]
        {
            let (late, mean, max) = peer.map_or((0, f64::NAN, f64::NAN), |p| (p.late, p.mean, p.max));
            table.row(vec![
                grouped(outcome.orders as u64),
                name.to_owned(),
                grouped(lateness.late as u64),
                number(lateness.mean, 3),
                number(lateness.weighted, 3),
                number(lateness.max, 1),
                number(outcome.alone.max, 1),
                theirs(grouped(late as u64)),
                number(mean, 1),
                number(max, 0),
                theirs(at_most(lateness.mean, mean)),
            ]);
        }
    }
    table
}
