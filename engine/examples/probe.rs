//! Many futures under criterion, on a made-up shop of 5,000 orders and 25,000 operations:
//! `cargo bench -p holdfast-engine`.

use chrono::{NaiveTime, Weekday};
use chrono_tz::Tz;
use holdfast_engine::calendar::{CalendarSpec, Shift};
use holdfast_engine::chance::{Chances, Coming, Mix, Origin, Spread};
use holdfast_engine::forecast::forecast;
use holdfast_engine::model::{
    Basis, BomLine, Firmness, Item, LineKey, Operation, Promise, RunTime, SalesLine, ShipDays, Shop, Source,
    Supplier, WorkCenter,
};
use holdfast_engine::plan::plan;
use holdfast_engine::quantity::Qty;
use holdfast_engine::scenario::Setting;
use holdfast_engine::time::{DAY, Instant};

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

/// An order an hour, of any item.
fn coming() -> Coming {
    let mix = |item: u64| Mix { item: format!("A{item:03}").into(), quantity: Qty::of(12), weight: 1 };
    Coming {
        per_open_hour: 1.0,
        mix: (0..200).map(mix).collect(),
        lead: Spread::of((20..60).map(|days| days as f32).collect()),
        horizon_days: 28,
        observations: 100,
        origin: Origin::Learned,
    }
}

fn main() {
    let shop = shop();
    let plan = plan(&shop);
    let mode = std::env::args().nth(1).unwrap_or_default();
    let threads = std::env::args().nth(2).and_then(|t| t.parse().ok()).unwrap_or(1);
    let times = std::env::args().nth(3).and_then(|t| t.parse().ok()).unwrap_or(1);
    println!("{} ops {} supplies", plan.network.ops.len(), plan.network.supplies.len());
    let field = holdfast_engine::scenario::Field::new(&shop, &plan);
    for _ in 0..times {
        let at = std::time::Instant::now();
        match mode.as_str() {
            "draw" => {
                let mut drawn = holdfast_engine::scenario::Drawn::default();
                for s in 0..200 {
                    field.draw(s, &mut drawn);
                }
            }
            "play" => {
                let mut drawn = holdfast_engine::scenario::Drawn::default();
                let mut scratch = holdfast_engine::simulate::Scratch::default();
                let mut timeline = holdfast_engine::simulate::Timeline::default();
                for s in 0..200 {
                    field.draw(s, &mut drawn);
                    holdfast_engine::simulate::simulate(
                        field.network(),
                        field.rule(),
                        drawn.factors(),
                        0,
                        &mut scratch,
                        &mut timeline,
                    );
                }
            }
            "print" => {
                use std::hash::Hasher;
                let f = forecast(&shop, &plan, Setting::new(50, threads));
                let t = format!("{f:?}");
                let mut h = std::collections::hash_map::DefaultHasher::new();
                h.write(t.as_bytes());
                println!("{} bytes {:x}", t.len(), h.finish());
            }
            _ => {
                std::hint::black_box(forecast(&shop, &plan, Setting::new(200, threads)));
            }
        }
        println!("{mode} {threads}: {:?}", at.elapsed());
    }
}
