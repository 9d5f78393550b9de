//! The job shop without a server against the figures that were measured on the same shop before, by other code.

use holdfast_simulator::baselines::{self, Quotes};
use holdfast_simulator::chance::Dice;
use holdfast_simulator::oracle::{Oracle, OraclePolicy};
use holdfast_simulator::record::{Record, Recorder};
use holdfast_simulator::rule::{ByRule, Rule};
use holdfast_simulator::shop::{Policy, Shop};
use holdfast_simulator::world::World;
use std::convert::Infallible;
use std::sync::Arc;

/// Plays the job shop of one seed and records what is asked for after the warm-up.
fn play<P: Policy<Stop = Infallible>>(
    seed: u64,
    days: f64,
    policy: P,
    oracle: Option<Oracle>,
) -> Vec<Record> {
    play_in("jobshop", 24.0 * 180.0, seed, days, policy, oracle)
}

fn play_in<P: Policy<Stop = Infallible>>(
    world: &str,
    from: f64,
    seed: u64,
    days: f64,
    policy: P,
    oracle: Option<Oracle>,
) -> Vec<Record> {
    let world = Arc::new(World::find(world).expect("the world"));
    let mut shop = Shop::new(world, seed, f64::INFINITY);
    let mut recorder = Recorder::new(policy, oracle, from, from + 24.0 * days);
    while !recorder.is_complete(shop.now()) {
        let Ok(()) = shop.step(&mut recorder);
    }
    recorder.into_records().0
}

/// Mean quoted span in the unit of the table: one mean operation.
fn mean(quotes: &Quotes) -> f64 {
    quotes.iter().sum::<f64>() / quotes.len() as f64 / 8.0
}

fn by_rule(rule: Rule, seed: u64) -> ByRule {
    ByRule { rule, dice: Dice::new(seed), habit: Some(4.0) }
}

fn pooled(rule: Rule, seeds: u64, days: f64) -> Vec<Record> {
    (1..=seeds).flat_map(|seed| play(seed, days, by_rule(rule, seed), None)).collect()
}

/// How far two figures may lie apart, as a share of the second.
#[track_caller]
fn near(what: &str, found: f64, wanted: f64, share: f64) {
    assert!((found / wanted - 1.0).abs() < share, "{what}: {found:.1}, not near {wanted:.1}");
}

/// 15,000 quotes at 90 % load are a small sample: between two such samples all rules move together by a tenth. How
/// the rules stand to each other moves less.
#[test]
fn simple_rules_need_the_lead_times_that_were_measured_before() {
    for (rule, constant, work, queue) in [(Rule::Entry, 57.3, 125.4, 43.9), (Rule::Queue, 71.9, 94.6, 44.4)] {
        let records = pooled(rule, 12, 1_500.0);
        let found = mean(&baselines::constant(&records, 0.95));
        near("constant", found, constant, 0.12);
        near("work content", mean(&baselines::work_content(&records, 0.95)) / found, work / constant, 0.08);
        near(
            "jobs in queue",
            mean(&baselines::jobs_in_queue(&records, 0.95)) / found,
            queue / constant,
            0.08,
        );
    }
}

/// Short looks into many shops, because orders that follow each other share their luck.
#[test]
fn the_oracle_is_right_as_often_as_it_says_and_beats_every_rule() {
    for rule in [Rule::Entry, Rule::Protected] {
        let look = |seed| {
            let oracle = Oracle { futures: 39, rule, dice: Dice::new(seed) };
            play(seed, 2.5, by_rule(rule, seed), Some(oracle))
        };
        let records: Vec<Record> = (1_001..=1_160).flat_map(look).collect();
        for (share, noise) in [(0.5, 0.05), (0.8, 0.04), (0.95, 0.02)] {
            let kept = baselines::kept(&records, &records.iter().map(|r| r.told(share)).collect::<Quotes>());
            assert!((kept - share).abs() < noise, "{rule:?}: {kept:.3} of {share} over {}", records.len());
        }
        let oracle = mean(&baselines::oracle(&records, 0.95).expect("it was asked"));
        near(
            "oracle against jobs in queue",
            oracle / mean(&baselines::jobs_in_queue(&records, 0.95)),
            36.7 / 43.9,
            0.1,
        );
    }
}

#[test]
fn the_same_seed_plays_the_same_months() {
    let again = || play(3, 60.0, by_rule(Rule::Entry, 3), None);
    let (first, second) = (again(), again());
    assert!(!first.is_empty());
    assert!(first.iter().zip(&second).all(|(one, other)| one == other));
    assert_ne!(first, play(4, 60.0, by_rule(Rule::Entry, 4), None));
}

#[test]
fn an_oracle_that_promises_its_own_percentile_keeps_about_so_many() {
    let look = |seed| {
        let oracle = Oracle { futures: 39, rule: Rule::Protected, dice: Dice::new(seed) };
        play_in("jobshop80", 24.0 * 20.0, seed, 4.0, OraclePolicy(oracle), None)
    };
    let records: Vec<Record> = (1..=24).flat_map(look).collect();
    let kept = baselines::kept(&records, &records.iter().map(|record| record.promised).collect::<Quotes>());
    assert!((kept - 0.95).abs() < 0.04, "{kept:.3} over {}", records.len());
}
