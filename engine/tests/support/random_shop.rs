//! Small shops at random, with everything in them that real ones have.
//!
//! A [`Recipe`] is lists of small numbers, one list for each thing of the shop. Zeros are the plain case, and
//! a thing can be left out without changing the others, so failing shops shrink to what matters.

use super::dice::Dice;
use super::random_floor as floor;
use super::random_parts as parts;
use chrono::{NaiveDate, NaiveTime, Weekday};
use chrono_tz::{Asia::Shanghai, Europe::Berlin, Tz};
use holdfast_engine::calendar::{CalendarSpec, Exception, ExceptionKind, Shift};
use holdfast_engine::holidays::Country;
use holdfast_engine::model::*;
use holdfast_engine::quantity::Ratio;
use holdfast_engine::time::{DAY, Instant};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Numbers that make a shop.
#[derive(Clone, Debug)]
pub struct Recipe {
    pub plant: Vec<u8>,
    pub centers: Vec<Vec<u8>>,
    pub items: Vec<Vec<u8>>,
    pub lines: Vec<Vec<u8>>,
    pub orders: Vec<Vec<u8>>,
    pub purchases: Vec<Vec<u8>>,
    pub stock: Vec<Vec<u8>>,
    pub holds: Vec<Vec<u8>>,
    pub fixed: Vec<u8>,
}

/// Recipes for any shop.
pub fn recipes() -> impl Strategy<Value = Recipe> {
    let things = |numbers: usize, range| vec(vec(any::<u8>(), numbers), range);
    (
        vec(any::<u8>(), 16),
        things(12, 1..=8),
        things(64, 1..=9),
        things(16, 1..=10),
        things(48, 0..=6),
        things(10, 0..=4),
        things(8, 0..=5),
        things(6, 0..=2),
        vec(any::<u8>(), 24),
    )
        .prop_map(|(plant, centers, items, lines, orders, purchases, stock, holds, fixed)| Recipe {
            plant,
            centers,
            items,
            lines,
            orders,
            purchases,
            stock,
            holds,
            fixed,
        })
}

/// So many cases, with enough room to shrink, and nothing written into the checkout.
pub fn cases(count: u32) -> ProptestConfig {
    ProptestConfig {
        cases: count,
        max_shrink_iters: 4_000,
        failure_persistence: None,
        // The same shops every time: a run that is red says what the change did, not what the dice did.
        // `PROPTEST_RNG_SEED=7 cargo test` hunts among others.
        rng_seed: match ProptestConfig::default().rng_seed {
            RngSeed::Random => RngSeed::Fixed(2_026),
            chosen @ RngSeed::Fixed(_) => chosen,
        },
        ..ProptestConfig::default()
    }
}

/// What a thing of a kind is called.
pub fn name(prefix: &str, kind: &str, number: usize) -> Code {
    Code::from(format!("{prefix}{kind}{number}"))
}

/// The calendars of every random shop: day shift, two shifts, night shift, round the clock, short days.
const CALENDARS: usize = 5;

/// The shop of a recipe, everything called with `prefix` first.
pub fn shop(recipe: &Recipe, prefix: &str) -> Shop {
    let mut dice = Dice::new(&recipe.plant);
    let zone = [Tz::UTC, Berlin, Shanghai][dice.to(3)];
    let mut shop = Shop::new(snapshot(&mut dice, zone), zone);
    for number in 0..CALENDARS {
        shop.calendars.insert(name(prefix, "cal", number), calendar(number, dice.one_in(4)));
    }
    settings(&mut shop, &mut dice, prefix);
    partners(&mut shop, &mut dice, prefix);
    for (number, numbers) in recipe.centers.iter().enumerate() {
        let center = work_center(&mut Dice::new(numbers), shop.now, prefix);
        shop.work_centers.insert(name(prefix, "wc", number), center);
    }
    parts::add_items(&mut shop, recipe, prefix);
    floor::add_lines(&mut shop, recipe, prefix);
    floor::add_orders(&mut shop, recipe, prefix);
    floor::add_purchases(&mut shop, recipe, prefix);
    floor::add_stock(&mut shop, recipe, prefix);
    floor::add_holds(&mut shop, recipe, prefix);
    floor::fix(&mut shop, &mut Dice::new(&recipe.fixed), prefix);
    shop
}

/// Monday morning, or the evening before clocks change, or before the Chinese new year, or the dead of night.
fn snapshot(dice: &mut Dice<'_>, zone: Tz) -> Instant {
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    let days = [day(2026, 3, 2), day(2026, 3, 27), day(2026, 10, 23), day(2026, 2, 13)];
    let local = days[dice.to(4)].and_time(time(dice.pick(&[8, 14, 22, 3]), 12 * dice.to(2) as u32));
    Instant::from_local(local, zone)
}

pub fn time(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
}

const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

fn calendar(number: usize, differs: bool) -> CalendarSpec {
    let (days, hours): (usize, &[(u32, u32)]) = match number {
        0 => (5, &[(8, 16)]),
        1 => (5, &[(6, 14), (14, 22)]),
        2 => (5, &[(22, 6)]),
        3 => (7, &[(0, 0)]),
        _ => (4, &[(9, 11), (13, 15)]),
    };
    let shifts = WEEK[..days].iter().flat_map(|&weekday| {
        hours.iter().map(move |&(from, to)| Shift { weekday, from: time(from, 0), to: time(to, 0) })
    });
    let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
    let exceptions = [
        Exception { first: day(3, 7), last: day(3, 7), hours: None, kind: ExceptionKind::Open },
        Exception { first: day(4, 3), last: day(4, 6), hours: None, kind: ExceptionKind::Closed },
    ];
    CalendarSpec {
        shifts: shifts.collect(),
        exceptions: if differs { exceptions.to_vec() } else { Vec::new() },
        holidays: (differs && number < 2).then_some(Country::China),
    }
}

fn settings(shop: &mut Shop, dice: &mut Dice<'_>, prefix: &str) {
    let settings = &mut shop.settings;
    settings.plant_calendar = (!dice.one_in(3)).then(|| name(prefix, "cal", 0));
    settings.ship = dice.one_in(2).then(|| ship_days(dice));
    settings.packing = dice.pick(&[0, 1_800, 20_000]);
    settings.buffer_days = dice.to(3) as u32;
    settings.move_between = dice.pick(&[0, 600, 7_200]);
    settings.wait = dice.pick(&[0, 7_200, 100_000]);
    settings.frozen_shifts = dice.pick(&[2, 0, 5]);
    settings.improve_passes = dice.pick(&[0, 2]);
    settings.tiers = !dice.one_in(3);
}

fn ship_days(dice: &mut Dice<'_>) -> ShipDays {
    let weekdays = [&[][..], &[Weekday::Tue, Weekday::Fri], &[Weekday::Wed]];
    ShipDays { weekdays: dice.pick(&weekdays).to_vec(), cutoff: time(dice.pick(&[15, 9]), 30) }
}

/// Three suppliers and three customers.
fn partners(shop: &mut Shop, dice: &mut Dice<'_>, prefix: &str) {
    for number in 0..3 {
        let supplier = Supplier {
            lead_days: [Some(4), None, Some(9)][number],
            calendar: (number == 0).then(|| name(prefix, "cal", 0)),
            send_days: if number == 1 { vec![Weekday::Mon, Weekday::Thu] } else { Vec::new() },
            record: [vec![], vec![0, 1, 2, 2, 9], vec![3, 3, 0, 1, 8, 12, 20]][number].clone(),
            ..Supplier::default()
        };
        shop.suppliers.insert(name(prefix, "sup", number), supplier);
        let ships_alone = number == 2 && dice.one_in(2);
        let customer = Customer {
            tier: [Tier::B, Tier::A, Tier::C][number],
            partial: number == 1,
            short_tolerance: (number == 1).then_some(Ratio::of(0.05)),
            transit_days: [0, 2, 1][number],
            carrier: (number == 1).then(|| name(prefix, "cal", 0)),
            buffer_days: (number == 2).then_some(1),
            ship: if ships_alone { Some(ship_days(dice)) } else { None },
            ..Customer::default()
        };
        shop.customers.insert(name(prefix, "cus", number), customer);
    }
}

fn work_center(dice: &mut Dice<'_>, now: Instant, prefix: &str) -> WorkCenter {
    let calendar = match dice.to(24) {
        23 => name(prefix, "nowhere", 0),
        n => name(prefix, "cal", [0, 1, 2, 3, 4][n % CALENDARS]),
    };
    let mut center = WorkCenter::new(calendar);
    center.machines = 1 + dice.to(3) as u32;
    for _ in 0..dice.pick(&[0, 0, 1, 2]) {
        let from = now + dice.to(5) as i64 * DAY / 3;
        let to = from + (1 + dice.to(4) as i64) * 20_000;
        center.downtimes.push(Downtime { from, to, machines: 1 + dice.to(3) as u32 });
    }
    if dice.one_in(3) {
        center.reporting_delay = dice.pick(&[7_200, 28_800]);
        center.last_report = Some(now + -dice.pick(&[3_600, 90_000]));
    }
    center.move_after = if dice.one_in(4) { Some(5_400) } else { None };
    center
}
