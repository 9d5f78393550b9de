//! Operation times: known truth is found, few data borrow from many, running work counts, drift is followed.

use super::dice::{Dice, NOW, learned, logs, operation, pair};
use holdfast_engine::chance::{Origin, Spread};
use holdfast_engine::learn::{OperationRecord, Setting};
use holdfast_engine::quantity::Ratio;
use holdfast_engine::time::DAY;

/// Standard deviation of the logarithm of operation times in these worlds.
const SIGMA: f64 = 0.4;

/// A long record: no forgetting to speak of.
fn steady() -> Setting {
    Setting { half_life_days: 100_000.0, ..Setting::at(NOW) }
}

/// A world of 4 work centres, 4 groups of 8 items: the true mean logarithm of each cell.
fn truth(dice: &mut Dice) -> Vec<(String, String, f64)> {
    let mut cells = Vec::new();
    for center in 0..4 {
        let of_center = 0.3 * dice.normal();
        for group in 0..4 {
            let of_group = of_center + 0.2 * dice.normal();
            for item in 0..8 {
                let name = format!("G{group}-{item}");
                cells.push((format!("C{center}"), name, of_group + 0.2 * dice.normal()));
            }
        }
    }
    cells
}

fn sample(cells: &[(String, String, f64)], each: u32, dice: &mut Dice) -> Vec<OperationRecord> {
    let mut records = Vec::new();
    for (center, item, mean) in cells {
        for _ in 0..each {
            let factor = (mean + SIGMA * dice.normal()).exp();
            let number = records.len() as u32;
            records.push(operation(center, item, number, factor, 100.0 * dice.even()));
        }
    }
    records
}

#[test]
fn known_factors_and_spreads_are_found() {
    for seed in 1..=3 {
        let mut dice = Dice::new(seed);
        let cells = truth(&mut dice);
        let found = learned(sample(&cells, 200, &mut dice), &steady());
        let mut square = 0.0;
        for (center, item, mean) in &cells {
            let chance = &found.chances.times.items[&pair(item, center)];
            let (is, width) = logs(chance.spread.values());
            square += (is - mean).powi(2);
            // The width within 15 %, the mean within four standard errors (0.4 / √200 = 0.028).
            assert!((width / SIGMA - 1.0).abs() < 0.15, "{seed} {center} {item}: {width}");
            assert!((is - mean).abs() < 4.0 * 0.0283, "{seed} {center} {item}: {is} for {mean}");
            assert!(chance.observations == 200 && chance.origin == Origin::Learned);
        }
        let error = (square / cells.len() as f64).sqrt();
        assert!(error < 1.15 * 0.0283, "mean square error {error}");
        let evidence = &found.times.items[&pair("G0-0", "C0")];
        assert!(evidence.weight > 198.0 && evidence.own > 0.9 && evidence.unfinished == 0, "{evidence:?}");
    }
}

/// Mean logarithm of the density that a distribution gives to true observations.
fn likelihood(spread: impl Fn(&str, &str) -> (f64, f64), held_out: &[OperationRecord]) -> f64 {
    let of = |r: &OperationRecord| {
        let (mean, width) = spread(&r.item, &r.center);
        let z = ((r.worked as f64 / r.planned as f64).ln() - mean) / width;
        -width.ln() - z * z / 2.0
    };
    held_out.iter().map(of).sum::<f64>() / held_out.len() as f64
}

#[test]
fn for_sparse_cells_pooling_beats_both_each_alone_and_all_alike() {
    for seed in 11..=15 {
        let mut dice = Dice::new(seed);
        let cells = truth(&mut dice);
        let records = sample(&cells, 3, &mut dice);
        let held_out = sample(&cells, 50, &mut dice);
        let found = learned(records.clone(), &steady());
        let pooled =
            |item: &str, center: &str| logs(found.chances.times.items[&pair(item, center)].spread.values());
        let observed = |keep: &dyn Fn(&OperationRecord) -> bool| {
            let factors = records.iter().filter(|r| keep(r)).map(|r| r.worked as f32 / r.planned as f32);
            logs(&factors.collect::<Vec<f32>>())
        };
        let all = observed(&|_| true);
        // Each alone at its best: with the true width of the prediction from three observations.
        let alone = |item: &str, center: &str| {
            (observed(&|r| &*r.item == item && &*r.center == center).0, SIGMA * (1.0_f64 + 1.0 / 3.0).sqrt())
        };
        let (pooled, alone, alike) =
            (likelihood(pooled, &held_out), likelihood(alone, &held_out), likelihood(|_, _| all, &held_out));
        assert!(pooled > alone + 0.02 && pooled > alike + 0.02, "{seed}: {pooled} {alone} {alike}");
    }
}

#[test]
fn work_that_still_runs_says_that_it_is_long() {
    // Work takes ten days in the median and the record reaches back twenty: what is finished is what was short.
    let planned = 10 * DAY;
    for seed in 21..=23 {
        let mut dice = Dice::new(seed);
        let mut records = Vec::new();
        for number in 0..600 {
            let began = 20.0 * dice.even();
            let took = 10.0 * (0.6 * dice.normal()).exp();
            let record = operation("C1", "G1-1", number, 1.0, began);
            let worked = (took.min(began) * DAY as f64) as i64;
            records.push(OperationRecord { planned, worked, finished: took < began, ..record });
        }
        let running = records.iter().filter(|r| !r.finished).count();
        assert!(running > 200 && running < 450, "{running} of 600 run");
        let chance = |records| {
            let found = learned(records, &steady());
            found.chances.times.items[&pair("G1-1", "C1")].spread.clone()
        };
        let only_finished = chance(records.iter().filter(|r| r.finished).cloned().collect());
        let all = chance(records);
        let true_p95 = (0.6 * 1.645_f64).exp() as f32;
        let kept = |spread: &Spread, share: f64| {
            let mut dice = Dice::new(seed + 100);
            let luck = (0..20_000).filter(|_| (0.6 * dice.normal()).exp() as f32 <= spread.at(share));
            luck.count() as f64 / 20_000.0
        };
        // What is promised from finished work alone is kept far less often than it says; the whole record is true
        // within five points, at any percentile.
        assert!(only_finished.at(0.95) < 0.8 * true_p95, "{} {true_p95}", only_finished.at(0.95));
        for share in [0.5, 0.8, 0.95] {
            let (honest, over_optimistic) = (kept(&all, share), kept(&only_finished, share));
            assert!((honest - share).abs() < 0.05, "{seed}: P{share} kept {honest}");
            assert!(over_optimistic < share - 0.08, "{seed}: P{share} kept {over_optimistic}");
        }
    }
}

#[test]
fn what_drifts_is_followed_within_a_half_life() {
    let setting = Setting { half_life_days: 30.0, ..Setting::at(NOW) };
    for seed in 31..=33 {
        let mut dice = Dice::new(seed);
        // A habit that changed 30 days ago, after 170 days of something else; and one that creeps.
        let (mut stepped, mut creeping) = (Vec::new(), Vec::new());
        for number in 0..400 {
            let ago = f64::from(number) / 2.0;
            let noise = SIGMA * dice.normal();
            let shift: f64 = if ago < 30.0 { 0.5 } else { 0.0 };
            stepped.push(operation("C1", "G1-1", number, (shift + noise).exp(), ago));
            creeping.push(operation("C1", "G1-1", number, (-0.004 * ago + noise).exp(), ago));
        }
        let found = learned(stepped, &setting);
        let key = pair("G1-1", "C1");
        let mean = logs(found.chances.times.items[&key].spread.values()).0;
        // At least four fifths of the way after one half-life; forgetting alone comes half-way.
        assert!(mean > 0.4 && mean < 0.65, "{seed}: {mean} for 0.5");
        let since = found.times.items[&key].changed.or(found.times.centers[&key.1].changed);
        let days = since.map(|since| (NOW - since) as f64 / DAY as f64);
        assert!(days.is_some_and(|days| (days - 30.0).abs() < 10.0), "{seed}: {days:?}");
        let found = learned(creeping, &setting);
        let mean = logs(found.chances.times.items[&key].spread.values()).0;
        // It lags by no more than what a half-life over ln 2 of drift comes to, and four standard errors.
        assert!(mean > -0.004 * 44.0 - 0.2 && mean < 0.2, "{seed}: {mean} for 0");
    }
}

#[test]
fn a_steady_record_shows_no_change() {
    let alarms = (0..200).filter(|&seed| {
        let mut dice = Dice::new(1_000 + seed);
        let of = |n: u32| operation("C1", "G1-1", n, (SIGMA * dice.normal()).exp(), f64::from(n));
        let found = learned((0..100).map(of).collect(), &Setting::at(NOW));
        found.times.centers.values().chain(found.times.items.values()).any(|e| e.changed.is_some())
    });
    let alarms = alarms.count();
    assert!(alarms <= 6, "{alarms} of 200 steady records look changed");
}

#[test]
fn what_the_plan_has_in_its_times_is_not_counted_twice() {
    let mut dice = Dice::new(41);
    let records: Vec<OperationRecord> =
        (0..300).map(|n| operation("C1", "G1-1", n, 1.5 * (0.2 * dice.normal()).exp(), 1.0)).collect();
    let mut setting = steady();
    let without = learned(records.clone(), &setting);
    setting.in_plan.insert(pair("G1-1", "C1"), Ratio::of(1.5));
    setting.in_plan.insert(pair("G1-2", "C1"), Ratio::of(3.0));
    setting.groups.insert("G1-2".into(), "G1".into());
    let with = learned(records, &setting);
    let median = |found: &holdfast_engine::learn::Learned, item: &str| {
        found.chances.times.of(&item.into(), Some(&"G1".into()), Some(&"C1".into())).spread.at(0.5)
    };
    assert!((median(&without, "G1-1") - 1.5).abs() < 0.06, "{}", median(&without, "G1-1"));
    assert!((median(&with, "G1-1") - 1.0).abs() < 0.04, "{}", median(&with, "G1-1"));
    // One without a record of its own is its group over what the plan has.
    assert!((median(&with, "G1-2") - 0.5).abs() < 0.05, "{}", median(&with, "G1-2"));
    assert!((with.times.factors[&pair("G1-1", "C1")] - 1.5).abs() < 0.06);
}

#[test]
fn one_that_was_never_seen_has_wider_odds_than_those_that_were() {
    let mut dice = Dice::new(51);
    let cells = truth(&mut dice);
    let found = learned(sample(&cells, 40, &mut dice), &steady());
    let times = &found.chances.times;
    let width = |spread: &Spread| logs(spread.values()).1;
    let item = width(&times.items[&pair("G1-1", "C1")].spread);
    let group = width(&times.groups[&pair("G1", "C1")].spread);
    let center = width(&times.centers["C1"].spread);
    let plant = width(&times.plant.spread);
    assert!(item < group && group < center && center < plant, "{item} {group} {center} {plant}");
    assert!(times.plant.observations == 4 * 4 * 8 * 40 && times.centers["C1"].observations == 4 * 8 * 40);
}
