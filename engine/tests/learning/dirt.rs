//! Dirty records: duplicates, spans of nothing, overlaps and slips move nothing by more than a stated amount, and the
//! order of rows moves nothing at all.

use super::dice::{Dice, NOW, learned, logs, operation, pair};
use holdfast_engine::learn::{
    Arrival, Claim, Learned, OperationRecord, Overrides, Records, Setting, learn, shared_out,
};
use holdfast_engine::model::Code;
use holdfast_engine::time::DAY;

fn clean(dice: &mut Dice) -> Vec<OperationRecord> {
    let of = |n: u32| {
        let item = format!("G{}-{}", n % 2, n % 10);
        operation("C1", &item, n, (0.3 * dice.normal()).exp(), f64::from(n) / 10.0)
    };
    (0..600).map(of).collect()
}

fn middle(found: &Learned) -> (f64, f64) {
    logs(found.chances.times.centers["C1"].spread.values())
}

#[test]
fn dirt_does_not_move_what_is_learned() {
    for seed in 61..=63 {
        let mut dice = Dice::new(seed);
        let clean = clean(&mut dice);
        let setting = Setting::at(NOW);
        let (mean, width) = middle(&learned(clean.clone(), &setting));
        let mut dirty = clean.clone();
        // 15 % said twice, 5 % spans of nothing, 3 % slips by a factor of 60 up or down, one from the future.
        dirty.extend(clean.iter().step_by(7).cloned());
        dirty.extend(clean.iter().step_by(20).map(|r| OperationRecord {
            worked: 0,
            operation: 20,
            ..r.clone()
        }));
        for (place, r) in clean.iter().step_by(33).enumerate() {
            let worked = if place % 2 == 0 { r.worked * 60 } else { r.worked / 60 };
            dirty.push(OperationRecord { worked, operation: 30, ..r.clone() });
        }
        dirty.push(OperationRecord { at: NOW + DAY, worked: 1, ..clean[0].clone() });
        let found = learned(dirty, &setting);
        let dirt = found.dirt;
        assert_eq!((dirt.duplicates, dirt.empty, dirt.impossible), (86, 30, 1), "{dirt:?}");
        assert!((17..=22).contains(&dirt.outliers), "{dirt:?}");
        let (dirty_mean, dirty_width) = middle(&found);
        // By no more than 3 % of the time, and a quarter of the width: a slip counts as the farthest believed.
        assert!((dirty_mean - mean).abs() < 0.03, "{seed}: {mean} {dirty_mean}");
        assert!((dirty_width / width - 1.0).abs() < 0.25, "{seed}: {width} {dirty_width}");
    }
}

#[test]
fn the_order_of_rows_moves_nothing() {
    let mut dice = Dice::new(71);
    let mut records = Records { operations: clean(&mut dice), ..Records::default() };
    for number in 0..200 {
        let expected = NOW + -(dice.even() * 100.0 * DAY as f64) as i64;
        let came = expected + (dice.exponential(3.0) * DAY as f64) as i64;
        records.receipts.push(Arrival {
            who: Code::from(format!("S{}", number % 7)),
            document: Code::from(format!("P{number}")),
            item: None,
            expected,
            came: (came <= NOW).then_some(came),
        });
    }
    let setting = Setting::at(NOW);
    let first = learn(&records, &setting, &Overrides::default());
    for _ in 0..3 {
        shuffle(&mut records.operations, &mut dice);
        shuffle(&mut records.receipts, &mut dice);
        assert!(learn(&records, &setting, &Overrides::default()) == first);
    }
}

fn shuffle<T>(rows: &mut [T], dice: &mut Dice) {
    for last in (1..rows.len()).rev() {
        rows.swap(last, (dice.even() * (last + 1) as f64) as usize);
    }
}

#[test]
fn overlapping_reports_share_the_machine() {
    let claim = |order: &str, from: i64, to: i64| Claim {
        machine: "M1".into(),
        from,
        to,
        order: order.into(),
        operation: 10,
        by: "E1".into(),
    };
    let rows = [
        claim("A", 0, 100),
        claim("B", 60, 160),
        claim("A", 0, 100),
        claim("C", 160, 200),
        claim("D", 170, 170),
    ];
    let (shares, dirt) = shared_out(&rows);
    let seconds = |order: &str| shares.get(&("M1".into(), order.into(), 10)).copied();
    // Between 60 and 100 both have it: half each. C follows without a gap and shares nothing.
    assert_eq!(
        (seconds("A"), seconds("B"), seconds("C"), seconds("D")),
        (Some(80), Some(80), Some(40), None)
    );
    assert_eq!((dirt.duplicates, dirt.empty, dirt.overlaps), (1, 1, 2));
    assert_eq!(shares.values().sum::<i64>(), 200, "a machine has no more time than there is");
}

#[test]
fn without_a_record_the_wide_assumption_stays() {
    let found = learn(&Records::default(), &Setting::at(NOW), &Overrides::default());
    assert_eq!(found.chances, holdfast_engine::chance::Chances::default());
    assert!(found.hours.is_empty() && found.times.items.is_empty());
    // Three fast operations do not make a fast shop.
    let few = (0..3).map(|n| operation("C1", "G1-1", n, 0.5, 1.0)).collect();
    let spread = &learned(few, &Setting::at(NOW)).chances.times.items[&pair("G1-1", "C1")].spread;
    assert!(spread.at(0.5) > 0.5 && spread.at(0.95) > 1.0, "{} {}", spread.at(0.5), spread.at(0.95));
}
