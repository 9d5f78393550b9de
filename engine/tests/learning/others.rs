//! Suppliers, customers, yields, stoppages, adherence, reports, weekly hours and orders to come; and a person's word.

use super::dice::{Dice, NOW, pair};
use holdfast_engine::chance::{Adherence, Chance, Chances, Origin, Spread};
use holdfast_engine::learn::{
    Arrival, Choice, Learned, OpenTime, OrderRecord, Overrides, Records, Report, Setting, Stop, Watched,
    Week, YieldRecord, learn,
};
use holdfast_engine::model::Code;
use holdfast_engine::quantity::{Qty, Ratio};
use holdfast_engine::time::{DAY, Instant};

/// Days before now.
fn ago(days: f64) -> Instant {
    NOW + -(days * DAY as f64) as i64
}

fn without_forgetting() -> Setting {
    Setting { half_life_days: 100_000.0, ..Setting::at(NOW) }
}

fn of(records: &Records) -> Learned {
    learn(records, &without_forgetting(), &Overrides::default())
}

/// Deliveries of one supplier that were due within the last `days`, late by an exponential time with this mean.
fn deliveries(who: &str, count: u32, mean: f64, days: f64, dice: &mut Dice) -> Vec<Arrival> {
    let one = |number| {
        let expected = ago(days * dice.even());
        let came = expected + (dice.exponential(mean) * DAY as f64) as i64;
        let document = Code::from(format!("{who}{number}"));
        Arrival { who: who.into(), document, item: None, expected, came: (came <= NOW).then_some(came) }
    };
    (0..count).map(one).collect()
}

#[test]
fn deliveries_that_have_not_come_count_as_late() {
    for seed in 81..=83 {
        let mut dice = Dice::new(seed);
        let receipts = deliveries("S1", 800, 10.0, 40.0, &mut dice);
        let came = receipts.iter().filter(|r| r.came.is_some()).cloned().collect();
        let all = of(&Records { receipts, ..Records::default() });
        let only = of(&Records { receipts: came, ..Records::default() });
        let median = |found: &Learned| found.chances.suppliers.of(Some(&"S1".into())).spread.at(0.5);
        let late = |found: &Learned| found.chances.suppliers.of(Some(&"S1".into())).spread.at(0.9);
        let true_median = 10.0 * std::f32::consts::LN_2;
        assert!((median(&all) / true_median - 1.0).abs() < 0.15, "{seed}: {}", median(&all));
        assert!((late(&all) / 23.03 - 1.0).abs() < 0.25, "{seed}: {}", late(&all));
        assert!(late(&only) < 0.8 * 23.03, "{seed}: those that came are the quick ones: {}", late(&only));
        assert!(all.suppliers.own["S1"].unfinished > 50);
    }
}

#[test]
fn a_supplier_of_few_deliveries_is_judged_with_the_others() {
    let mut dice = Dice::new(91);
    let mut receipts = Vec::new();
    for supplier in 0..20 {
        receipts.extend(deliveries(&format!("S{supplier}"), 60, 4.0, 200.0, &mut dice));
    }
    receipts.extend(deliveries("punctual", 2, 0.01, 200.0, &mut dice));
    receipts.extend(deliveries("late", 80, 20.0, 300.0, &mut dice));
    let found = of(&Records { receipts, ..Records::default() });
    let at = |who: &str, share: f64| found.chances.suppliers.of(Some(&who.into())).spread.at(share);
    assert!(at("punctual", 0.9) > 1.0, "two good deliveries are no promise: {}", at("punctual", 0.9));
    assert!((at("late", 0.5) / 13.9 - 1.0).abs() < 0.3, "{}", at("late", 0.5));
    assert!(found.suppliers.own["late"].own > 0.7 && found.suppliers.own["punctual"].own < 0.6);
    assert_eq!(found.chances.suppliers.own["late"].observations, 80);
    assert_eq!(found.chances.customers, Chances::default().customers, "nothing was said of customers");
}

#[test]
fn yields_are_relative_to_what_the_plan_expects() {
    let mut dice = Dice::new(101);
    let lot = |number: u32| {
        let good = (0..50).filter(|_| dice.even() < 0.9).count() as i64;
        let order = Code::from(format!("W{number}"));
        YieldRecord { item: "A".into(), order, started: Qty::of(50), good: Qty::of(good), at: ago(3.0) }
    };
    let mut yields: Vec<YieldRecord> = (0..200).map(lot).collect();
    yields.push(YieldRecord { good: Qty::of(60), ..yields[0].clone() });
    yields.push(YieldRecord { started: Qty::ZERO, good: Qty::ZERO, ..yields[0].clone() });
    let mut setting = without_forgetting();
    setting.expected_yields.insert("A".into(), Ratio::of(0.95));
    let found = learn(&Records { yields, ..Records::default() }, &setting, &Overrides::default());
    let spread = &found.chances.yields.of(Some(&"A".into())).spread;
    assert!((spread.mean() - 0.9 / 0.95).abs() < 0.01, "{}", spread.mean());
    assert_eq!((found.dirt.impossible, found.dirt.empty), (1, 1));
}

#[test]
fn stoppages_and_adherence_have_their_rates() {
    let mut dice = Dice::new(111);
    let mut records = Records::default();
    for (center, per_hour) in [("C1", 0.02), ("C2", 0.002), ("C3", 0.005)] {
        for week in 0..50_i64 {
            let at = ago(week as f64 * 7.0 + 1.0);
            records.watched.push(Watched { center: center.into(), at, worked: 80 * 3_600 });
            for nth in 0..80 {
                if dice.even() < per_hour {
                    let lasted = dice.exponential(7_200.0) as i64 + 1;
                    let at = at + -nth;
                    let machine = "M1".into();
                    records.stops.push(Stop { center: center.into(), machine, at, lasted, over: true });
                }
                let (place, order) = (u32::from(dice.even() < 0.3), Code::from(format!("W{week}/{nth}")));
                records.choices.push(Choice { center: center.into(), at, order, place, waiting: 4 });
            }
        }
    }
    records.choices.push(Choice { waiting: 1, place: 0, ..records.choices[0].clone() });
    let found = of(&records);
    let rate = |code: &str| found.chances.breakdowns.of(Some(&code.into())).per_hour;
    // 80, 8 and 20 stoppages expected in 4,000 h: within three standard errors of their number.
    assert!((rate("C1") / 0.02 - 1.0).abs() < 0.33, "{}", rate("C1"));
    assert!((rate("C2") / 0.002 - 1.0).abs() < 1.0 && (rate("C3") / 0.005 - 1.0).abs() < 0.65);
    let length = found.chances.breakdowns.of(Some(&"C1".into())).length.mean();
    assert!((length / 7_200.0 - 1.0).abs() < 0.35, "{length}");
    let first = found.chances.adherence.of(Some(&"C1".into()));
    assert!((first.first - 0.7).abs() < 0.03 && first.observations == 4_000, "{first:?}");
    assert_eq!(found.chances.absence, Chances::default().absence, "nobody watched for absence");
}

#[test]
fn reports_lag_as_they_did() {
    let mut dice = Dice::new(121);
    let report = |n: u32| {
        let (lag, order) = (dice.exponential(3_600.0) as i64, Code::from(format!("W{n}")));
        Report { center: "C1".into(), at: ago(2.0), order, lag }
    };
    let found = of(&Records { reports: (0..500).map(report).collect(), ..Records::default() });
    let spread = &found.chances.reporting.of(Some(&"C1".into())).spread;
    assert!((spread.mean() / 3_600.0 - 1.0).abs() < 0.15, "{}", spread.mean());
    assert_eq!(found.reporting.own["C1"].observations, 500);
}

#[test]
fn overtime_that_nobody_recorded_is_proposed_and_idle_time_is_not_held_against_a_calendar() {
    let mut dice = Dice::new(131);
    let mut weeks = Vec::new();
    for week in 0..12 {
        let at = ago(f64::from(week) * 7.0);
        let mut add = |center: &str, hours: f64, idle: f64| {
            let worked = ((hours + 1.5 * dice.normal()) * 3_600.0) as i64;
            let idle = (idle * 3_600.0) as i64;
            weeks.push(Week { center: center.into(), at, open: 40 * 3_600, worked, idle });
        };
        add("overtime", 46.0, 0.0);
        add("as planned", 40.0, 0.0);
        add("little work", 15.0, 25.0);
        add("shorter", 34.0, 0.0);
    }
    let found = of(&Records { weeks, ..Records::default() });
    let of = |code: &str| found.hours.iter().find(|hours| &*hours.center == code).cloned();
    let (overtime, planned, little, shorter) =
        (of("overtime"), of("as planned"), of("little work"), of("shorter"));
    assert!(overtime.is_some_and(|h| h.proposed && (h.missing - 6.0).abs() < 1.5 && h.weeks == 12));
    assert!(shorter.is_some_and(|h| h.proposed && (h.missing + 6.0).abs() < 1.5));
    assert!(planned.is_some_and(|h| !h.proposed) && little.is_some_and(|h| !h.proposed));
}

#[test]
fn orders_come_as_often_and_as_mixed_as_they_did() {
    let mut dice = Dice::new(141);
    let order = |n: u32| OrderRecord {
        at: ago(100.0 * dice.even()),
        document: Code::from(format!("{n}")),
        item: if dice.even() < 0.75 { "A".into() } else { "B".into() },
        quantity: Qty::of(10),
        promised: Some(NOW),
    };
    let orders = (0..400).map(order).collect();
    let open = (0..100).map(|day| OpenTime { at: ago(f64::from(day)), open: 8 * 3_600 }).collect();
    let found = of(&Records { orders, open, ..Records::default() });
    let Some(coming) = found.chances.coming else { panic!("orders came, and in which time") };
    assert!((coming.per_open_hour - 0.5).abs() < 0.001 && coming.observations == 400, "{coming:?}");
    // An entry for every lead time that was seen of an item.
    let weight = |item: &str| coming.mix.iter().filter(|m| &*m.item == item).map(|m| m.weight).sum::<u32>();
    let share = f64::from(weight("A")) / f64::from(weight("A") + weight("B"));
    assert!((share - 0.75).abs() < 0.06, "{share}");
    assert!((coming.lead.mean() - 50.0).abs() < 5.0, "{}", coming.lead.mean());
    let leads: Vec<i64> = coming.mix.iter().filter_map(|mix| mix.lead).collect();
    assert!(leads.len() == coming.mix.len(), "every order was promised after some time");
    assert!(leads.iter().all(|lead| (0..=100 * 24 * 3_600).contains(lead)));
}

#[test]
fn what_a_person_says_wins_also_over_what_is_more_particular() {
    let mut dice = Dice::new(151);
    let mut records = Records::default();
    for number in 0..60 {
        for center in ["C1", "C2"] {
            let factor = (0.2 * dice.normal()).exp();
            records.operations.push(super::dice::operation(center, "G1-1", number, factor, 1.0));
        }
    }
    let said = |value: f32| Chance { spread: Spread::constant(value), ..Chance::default() };
    let mut overrides = Overrides::default();
    overrides.centers.insert("C1".into(), said(2.0));
    overrides.groups.insert(pair("G1", "C2"), said(3.0));
    overrides.suppliers.insert(Some("S1".into()), said(9.0));
    overrides.adherence.insert(None, Adherence { first: 0.5, ..Adherence::ALWAYS });
    let setting = Setting { groups: [("G1-1".into(), "G1".into())].into(), ..Setting::at(NOW) };
    let found = learn(&records, &setting, &overrides).chances;
    let time =
        |center: &str| found.times.of(&"G1-1".into(), Some(&"G1".into()), Some(&center.into())).clone();
    assert_eq!((time("C1").spread.at(0.5), time("C1").origin), (2.0, Origin::Person));
    assert_eq!((time("C2").spread.at(0.5), time("C2").origin), (3.0, Origin::Person));
    assert_eq!(found.suppliers.of(Some(&"S1".into())).origin, Origin::Person);
    assert_eq!(found.adherence.others.origin, Origin::Person);
}
