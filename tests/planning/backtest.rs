//! A past whose truth is known, walked over: its odds must be true, and nothing that came later may be in them.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use holdfast::document::ShopDocument;
use holdfast::domain::accuracy::Way;
use holdfast::domain::policy::Policies;
use holdfast::domain::value::Day;
use holdfast::import::{self, Limits};
use holdfast::planning::backtest::{Backtest, Materials, Period, Told, backtest};
use std::fmt::Write;

/// Hours that the shop works each day, from eight o'clock on, Sundays too.
const HOURS: f64 = 8.0;
/// Two stations, one after the other, each with one machine: planned hours of a lot.
const PLANNED: [f64; 2] = [12.0, 18.0];
/// What work really takes on average, as a multiple of what is planned: nobody knows it but the record.
const SLOWER: f64 = 1.2;
/// Days after its order for which the shop promises everything.
const HABIT: u64 = 30;

/// Random numbers of one seed (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn even(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((number ^ (number >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Lognormal with mean 1 and a coefficient of variation of a half.
    fn spread(&mut self) -> f64 {
        let variance = 1.25_f64.ln();
        let (one, other) = (self.even().max(1e-12), self.even());
        let normal = (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * other).cos();
        (variance.sqrt() * normal - 0.5 * variance).exp()
    }
}

fn first() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 9, 1).expect("a day")
}

/// When so many hours have been worked since the first day.
fn local(worked: f64) -> NaiveDateTime {
    let day = (worked / HOURS).floor();
    let minutes = ((worked - day * HOURS) * 60.0).round() as i64;
    let morning = NaiveTime::from_hms_opt(8, 0, 0).expect("a time");
    (first() + Days::new(day as u64)).and_time(morning) + TimeDelta::minutes(minutes)
}

/// The record of a shop that worked first come, first served, for so many days.
fn past(seed: u64, days: u64) -> ShopDocument {
    let mut dice = Dice(seed);
    let mut free = [0.0_f64; 2];
    let mut shipments = "order,line,customer,item,quantity,order date,promise date,shipped date\n".to_owned();
    let mut production =
        "work order,item,operation,work centre,good,scrap,started,finished,planned minutes\n".to_owned();
    let mut number = 0;
    for day in 0..days {
        // An order on one day in three or so: the second station has work for nine tenths of its time.
        if dice.even() < 0.32 {
            number += 1;
            let mut ready = day as f64 * HOURS;
            for station in 0..2 {
                let begun = ready.max(free[station]);
                ready = begun + PLANNED[station] * SLOWER * dice.spread();
                free[station] = ready;
                let (operation, centre) = (10 * (station + 1), ["CUT", "FIT"][station]);
                let (from, to) =
                    (local(begun).format("%Y-%m-%d %H:%M"), local(ready).format("%Y-%m-%d %H:%M"));
                let planned = PLANNED[station] * 60.0;
                writeln!(production, "WO-{number},PT,{operation},{centre},1,0,{from},{to},{planned}")
                    .expect("text");
            }
            let ordered = first() + Days::new(day);
            let (promised, shipped) = (ordered + Days::new(HABIT), local(ready).date());
            writeln!(shipments, "SO-{number},10,C,PT,1,{ordered},{promised},{shipped}").expect("text");
        }
    }
    read(&[
        ("settings", "key,value\nholidays,none\nzone,Europe/Berlin\n"),
        ("calendars", "calendar,weekdays,from,to\nday,Mon-Sun,08:00,16:00\n"),
        ("work centres", "work centre,calendar,machines\nCUT,day,1\nFIT,day,1\n"),
        ("customers", "customer,tier\nC,B\n"),
        ("items", "item,source\nPT,make\n"),
        ("routings", "item,operation,work centre,run minutes\nPT,10,CUT,720\nPT,20,FIT,1080\n"),
        ("shipments", &shipments),
        ("production", &production),
    ])
}

fn read(sheets: &[(&str, &str)]) -> ShopDocument {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in sheets {
        std::fs::write(folder.path().join(format!("{name}.csv")), text).expect(name);
    }
    let reading = import::read(folder.path(), &Limits::default()).expect("readable sheets");
    assert_eq!(reading.faults, [], "the sheets of a test are clean");
    reading.document
}

fn period(from: u64, to: u64) -> Period {
    let day = |number| Day::new(first() + Days::new(number));
    Period { from: day(from), to: day(to), seed: 1, futures: 100, materials: Materials::AtHand }
}

/// As of a day that is later than everything.
fn walked(document: &ShopDocument, period: Period) -> Backtest {
    let today = Day::new(first() + Days::new(3_000)).expect("in range");
    backtest(document, &Policies::default(), period, today, &mut |_, _, _| {}).expect("enough record")
}

#[test]
fn a_shop_whose_habits_are_known_gets_odds_that_are_true() {
    let (mut lines, mut kept) = (0, [0; 3]);
    for seed in [7, 8, 9] {
        let document = past(seed, 900);
        let found = walked(&document, period(150, 800));
        assert_eq!((found.unquotable, found.left_out, found.undecided), (0, 0, 0));
        lines += found.asked;
        for (sum, one) in kept.iter_mut().zip(&found.percentiles) {
            *sum += one.kept.kept;
        }
        // The shop's own dates are all alike and mostly kept; simple rules need longer for what ours keep.
        let beside = found.beside.as_ref().expect("it gave dates");
        assert_eq!(beside.theirs.quoted_days, Some(HABIT as f64));
        assert_eq!(beside.ours.first.lines, beside.theirs.first.lines);
        let baselines = found.baselines.as_ref().expect("compared");
        let of = |way| baselines.ways.iter().find(|found| found.way == way).expect("a way").lead_days;
        assert!(of(Way::Promised) < of(Way::Constant), "{baselines:?}");
        assert_eq!(found.chances.kept, beside.theirs.first);
    }
    assert!(lines > 550, "{lines}");
    // A day holds to its end: rounding gains half a day in the mean, a tenth of the odds where they are steep.
    let percent = kept.map(|kept| 100.0 * kept as f64 / lines as f64);
    for (percent, (least, most)) in percent.iter().zip([(47.0, 64.0), (77.0, 90.0), (93.0, 99.5)]) {
        assert!((least..=most).contains(percent), "of {lines}, P50, P80 and P95 kept: {percent:?}");
    }
}

/// What was told, without what came of it.
fn told(found: &Backtest) -> Vec<Told> {
    found.lines.iter().map(|line| Told { shipped: None, ..line.clone() }).collect()
}

#[test]
fn what_comes_after_a_day_changes_no_date_that_was_told_until_then() {
    let document = past(11, 300);
    let last = first() + Days::new(260);
    let morning = last.and_hms_opt(8, 0, 0).expect("a time");
    let known = walked(&document, period(170, 260));
    let mut other = document.clone();
    // After that morning everything goes otherwise: what ran takes weeks longer, what began later is not made at all,
    // and of the orders that come nobody ever hears.
    other.production.retain(|row| row.started <= morning);
    for row in &mut other.production {
        if row.finished > morning {
            row.finished += TimeDelta::days(25);
        }
    }
    other.shipments.retain(|row| row.order_date.is_some_and(|day| day <= last));
    for row in &mut other.shipments {
        if row.shipped_date >= last {
            row.shipped_date = row.shipped_date + Days::new(40);
        }
    }
    assert_ne!(document, other);
    let changed = walked(&other, period(170, 260));
    assert_eq!(told(&known), told(&changed));
    assert_ne!(known.percentiles, changed.percentiles, "what came of them is another matter");
    // And what came before does count: the same past with all work a third slower tells other dates.
    let mut slower = document.clone();
    for row in &mut slower.production {
        row.started -= (row.finished - row.started) / 3;
    }
    assert_ne!(told(&known), told(&walked(&slower, period(170, 260))));
}

#[test]
fn another_seed_plays_other_futures_and_the_same_plays_the_same() {
    let document = past(11, 300);
    let of = |seed| told(&walked(&document, Period { seed, ..period(170, 250) }));
    assert_eq!(of(1), of(1));
    assert_ne!(of(1), of(2));
}

#[test]
fn too_short_a_record_says_how_much_is_needed() {
    let document = past(3, 300);
    let today = Day::new(first() + Days::new(400)).expect("in range");
    for (from, to, facts) in [(10, 290, "10 days"), (170, 180, "order")] {
        let refused = backtest(&document, &Policies::default(), period(from, to), today, &mut |_, _, _| {});
        let refused = refused.expect_err("it was answered");
        assert_eq!(refused.name(), "too_little_history");
        let title = refused.title(holdfast::text::Lang::En);
        assert!(title.contains(facts), "{title}");
        let remedy = refused.remedy(holdfast::text::Lang::Zh);
        assert!(remedy.contains("60 天") && remedy.contains("20 个"), "{remedy}");
    }
    let empty =
        backtest(&ShopDocument::default(), &Policies::default(), period(1, 2), today, &mut |_, _, _| {});
    assert_eq!(empty.expect_err("it was answered").name(), "too_little_history");
}

#[test]
fn what_can_come_to_nothing_is_not_walked_to_its_end() {
    let document = past(3, 300);
    let walked = |today: u64| {
        let today = Day::new(first() + Days::new(today)).expect("in range");
        let mut told = Vec::new();
        let tell = &mut |done: usize, all: usize, _: NaiveDate| told.push((done, all));
        let refused = backtest(&document, &Policies::default(), period(170, 290), today, tell);
        assert_eq!(refused.expect_err("it was answered").name(), "too_little_history");
        told
    };
    assert_eq!(walked(200), [], "so many lines can't be decided: nothing is quoted");
    let told = walked(250);
    let (done, all) = *told.last().expect("it began");
    assert!(done + 1 < all, "it gave up after {done} of {all}");
}
