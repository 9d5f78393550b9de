//! Many futures under criterion, on a made-up shop of 5,000 orders and 25,000 operations:
//! `cargo bench -p holdfast-engine`.

use chrono::{NaiveTime, Weekday};
use chrono_tz::Tz;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use holdfast_engine::calendar::{CalendarSpec, Shift};
use holdfast_engine::chance::{Chances, Coming, Mix, Origin, Spread};
use holdfast_engine::forecast::{Forecast, forecast};
use holdfast_engine::model::{
    Basis, BomLine, Firmness, Item, LineKey, Operation, Promise, RunTime, SalesLine, ShipDays, Shop, Source,
    Supplier, WorkCenter,
};
use holdfast_engine::plan::{Plan, plan};
use holdfast_engine::quantity::Qty;
use holdfast_engine::quote::{
    Before, HurtRule, OddsAcceptance, Policy, Request, Wish, accept_odds, quote_odds, together_odds,
};
use holdfast_engine::scenario::Setting;
use holdfast_engine::time::{DAY, Instant};
use std::collections::BTreeMap;
use std::hint::black_box;

/// Orders of the shop.
const ORDERS: u64 = 4_600;
/// Work centres of the shop.
const CENTERS: u64 = 30;

/// Numbers that look random. Source: Steele, Lea and Flood 2014.
fn number(seed: u64, limit: u64) -> u64 {
    let mut z = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ z >> 31) % limit
}

/// 200 items of five operations and a bought part, on 30 work centres of two shifts.
fn shop() -> Shop {
    let mut shop = Shop::new(Instant(1_772_000_000), Tz::UTC);
    let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour");
    let week = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
    let shifts = week.map(|weekday| Shift { weekday, from: at(6), to: at(22) }).to_vec();
    shop.calendars.insert("two".into(), CalendarSpec { shifts, ..CalendarSpec::default() });
    shop.settings.plant_calendar = Some("two".into());
    shop.settings.ship = Some(ShipDays { weekdays: Vec::new(), cutoff: at(17) });
    for center in 0..CENTERS {
        shop.work_centers.insert(format!("W{center:02}").into(), WorkCenter::new("two"));
    }
    for supplier in 0..20_u64 {
        shop.suppliers.insert(format!("S{supplier:02}").into(), Supplier::default());
        let bought = Item {
            source: Source::Buy,
            supplier: Some(format!("S{supplier:02}").into()),
            lead_days: Some(3 + number(supplier, 15) as u32),
            ..Item::default()
        };
        shop.items.insert(format!("B{supplier:02}").into(), bought);
    }
    for item in 0..200_u64 {
        let step = |place: u64| Operation {
            setup: 900,
            run: Some(RunTime::Piece(60_000 + number(item * 7 + place, 600_000) as i64)),
            ..Operation::new(10 * (place as u32 + 1), format!("W{:02}", number(item * 11 + place, CENTERS)))
        };
        let component = format!("B{:02}", item % 20).into();
        let bom = BomLine { component, per: Qty::of(1), operation: None, valid_from: None, valid_to: None };
        let made = Item { routing: (0..5).map(step).collect(), bom: vec![bom], ..Item::default() };
        shop.items.insert(format!("A{item:03}").into(), made);
    }
    for order in 0..ORDERS {
        let line = SalesLine {
            customer: "".into(),
            item: format!("A{:03}", number(order, 200)).into(),
            quantity: Qty::of(1 + number(order + 77, 30) as i64),
            shipped: Qty::ZERO,
            ordered_at: None,
            requested: None,
            promise: Some(Promise::by(shop.now + (10 + number(order + 5, 200) as i64) * DAY)),
            basis: Basis::Ship,
            firmness: Firmness::Firm,
            ship_complete: false,
            partial: None,
            tier: None,
        };
        shop.lines.insert(LineKey::new(format!("O{order:05}"), 1), line);
    }
    shop.chances = Chances { coming: Some(coming()), ..Chances::default() };
    shop
}

/// The same, with machines that stand up to two hours for what is about to come, and every third part's work never
/// interrupted: a choice may look through a long queue.
fn careful() -> Shop {
    let mut shop = shop();
    shop.settings.wait = 7_200;
    for item in (0..200).step_by(3) {
        let item = shop.items.get_mut(format!("A{item:03}").as_str()).expect("an item");
        item.routing.iter_mut().for_each(|operation| operation.interruptible = false);
    }
    shop
}

/// An order an hour, of any item.
fn coming() -> Coming {
    let mix =
        |item: u64| Mix { item: format!("A{item:03}").into(), quantity: Qty::of(12), weight: 1, lead: None };
    Coming {
        per_open_hour: 1.0,
        mix: (0..200).map(mix).collect(),
        lead: Spread::of((20..60).map(|days| days as f32).collect()),
        horizon_days: 28,
        busy: BTreeMap::new(),
        observations: 100,
        origin: Origin::Learned,
    }
}

fn futures(criterion: &mut Criterion) {
    let shop = shop();
    let plan = plan(&shop);
    println!("{} operations, {} orders", plan.network.ops.len(), plan.lines.len());
    let setting = Setting::new(200, 2);
    let all = forecast(&shop, &plan, setting);
    let per = all.bytes() as f64 / (plan.network.ops.len() as f64 * 200.0);
    println!("{per:.1} bytes per operation and future, orders still to come counted in the bytes only");
    let mut group = criterion.benchmark_group("futures");
    group.sample_size(10);
    group.bench_function("forecast/200x25000/2 threads", |bencher| {
        bencher.iter_with_large_drop(|| forecast(&shop, &plan, setting));
    });
    let careful = careful();
    let careful_plan = holdfast_engine::plan::plan(&careful);
    group.bench_function("forecast/200x25000, machines that wait/2 threads", |bencher| {
        bencher.iter_with_large_drop(|| forecast(&careful, &careful_plan, setting));
    });
    group.sample_size(50);
    let request = |number: u64| Request {
        item: format!("A{:03}", number % 200).into(),
        quantity: Qty::of(10),
        customer: "".into(),
        basis: Basis::Ship,
        requested: None,
    };
    let mut next = 0;
    group.bench_function("quote/5000", |bencher| {
        bencher.iter_batched(
            || {
                next += 37;
                (request(next), LineKey::new(format!("Q{next}"), 1))
            },
            |(request, key)| {
                let policy = Policy { share: 0.95, buffer_days: 0, on_ship_days: true };
                black_box(quote_odds(&shop, &plan, &all, &key, &request, policy))
            },
            BatchSize::SmallInput,
        );
    });
    group.finish();
    several_lines(criterion, &shop, &plan, &all);
}

/// Eight lines of one order judged one after the other, each on the futures of those before it, and all at once.
fn several_lines(criterion: &mut Criterion, shop: &Shop, plan: &Plan, all: &Forecast) {
    let given = BTreeMap::new();
    let before = Before { shop, plan, forecast: all, given: &given };
    let (rule, due) = (HurtRule::default(), shop.now + 90 * DAY);
    let request = |line: u32| Request {
        item: format!("A{:03}", line * 19).into(),
        quantity: Qty::of(10),
        customer: "".into(),
        basis: Basis::Ship,
        requested: None,
    };
    let requests: Vec<Request> = (1..=8).map(request).collect();
    let key = |place: usize| LineKey::new("QT", 10 * (place as u32 + 1));
    let mut group = criterion.benchmark_group("eight lines");
    group.sample_size(10);
    group.bench_function("one by one", |bencher| {
        bencher.iter_with_large_drop(|| {
            let mut grown: Option<OddsAcceptance> = None;
            for (place, request) in requests.iter().enumerate() {
                let on = match &grown {
                    Some(grown) => {
                        let (shop, plan) = (&grown.accepted.shop, &grown.accepted.plan);
                        Before { shop, plan, forecast: &grown.forecast, ..before }
                    }
                    None => before,
                };
                grown = Some(accept_odds(on, key(place), request, due, &rule, 2));
            }
            grown
        });
    });
    let wishes: Vec<Wish<'_>> = requests
        .iter()
        .enumerate()
        .map(|(place, request)| Wish::new(key(place), due, Some(request)))
        .collect();
    group.bench_function("together", |bencher| {
        bencher.iter_with_large_drop(|| together_odds(before, &wishes, &rule, 2));
    });
    group.finish();
}

criterion_group!(benches, futures);
criterion_main!(benches);
