//! The correction of odds, from promises whose truth is known.

use super::dice::{Dice, NOW};
use holdfast_engine::chance::{Calibration, Origin};
use holdfast_engine::learn::{Learned, Outcome, Overrides, Records, Setting, learn};
use holdfast_engine::time::DAY;

fn of(outcomes: Vec<Outcome>) -> Learned {
    let setting = Setting { half_life_days: 100_000.0, ..Setting::at(NOW) };
    learn(&Records { outcomes, ..Records::default() }, &setting, &Overrides::default())
}

/// Promises of a group of which P50, P80 and P95 were told, and which come true as `truth` says.
fn promises(group: &str, count: u32, truth: Calibration, dice: &mut Dice) -> Vec<Outcome> {
    let mut all = Vec::new();
    for number in 0..count {
        // What comes true by a percentile has come true by every later one.
        let luck = dice.even();
        for share in [0.5, 0.8, 0.95] {
            all.push(Outcome {
                document: format!("{group}{number}").into(),
                group: Some(group.into()),
                share: (share * 1e6) as u32,
                at: NOW + -(DAY * i64::from(number % 100)),
                kept: luck < truth.truth(share),
            });
        }
    }
    all
}

#[test]
fn odds_that_were_too_good_are_told_as_they_come_true() {
    for seed in 201..=203 {
        let mut dice = Dice::new(seed);
        let truth = Calibration { shift: -0.5, slope: 0.8, ..Calibration::NONE };
        let found = of(promises("G", 1_500, truth, &mut dice)).chances.calibration.others;
        assert_eq!((found.observations, found.origin), (4_500, Origin::Learned));
        for share in [0.5, 0.8, 0.95] {
            let (is, should) = (found.truth(share), truth.truth(share));
            assert!((is - should).abs() < 0.03, "{seed}: {share} comes true {should}, told {is}");
        }
    }
}

#[test]
fn a_few_promises_change_little_and_a_group_of_few_borrows_from_all() {
    let mut dice = Dice::new(211);
    let truth = Calibration { shift: -1.0, ..Calibration::NONE };
    let few = of(promises("G", 3, truth, &mut dice)).chances.calibration.others;
    assert!((few.truth(0.8) - 0.8).abs() < 0.08, "{few:?}");
    let mut both = promises("many", 900, truth, &mut dice);
    both.extend(promises("few", 4, Calibration::NONE, &mut dice));
    let found = of(both);
    let told = |group: &str| found.chances.calibration.of(Some(&group.into())).truth(0.8);
    assert!((told("many") - truth.truth(0.8)).abs() < 0.04, "{}", told("many"));
    assert!((told("few") - told("many")).abs() < 0.1, "{}", told("few"));
    assert!(found.calibration.own["few"].own < 0.2 && found.calibration.own["many"].own > 0.8);
}

#[test]
fn dates_still_to_come_are_not_counted() {
    let mut dice = Dice::new(221);
    let mut rows = promises("G", 40, Calibration::NONE, &mut dice);
    rows.iter_mut().for_each(|row| (row.at, row.kept) = (NOW + DAY, true));
    let found = of(rows);
    assert_eq!(found.chances.calibration.others, Calibration::NONE);
    assert_eq!(found.dirt.impossible, 120);
}

#[test]
fn a_person_may_switch_the_correction_off() {
    let mut dice = Dice::new(231);
    let truth = Calibration { shift: -1.0, ..Calibration::NONE };
    let outcomes = promises("G", 300, truth, &mut dice);
    let overrides = Overrides { calibration: [(None, Calibration::NONE)].into(), ..Overrides::default() };
    let found = learn(&Records { outcomes, ..Records::default() }, &Setting::at(NOW), &overrides);
    let told = found.chances.calibration.others;
    assert!(told.is_none() && told.origin == Origin::Person, "{told:?}");
}
