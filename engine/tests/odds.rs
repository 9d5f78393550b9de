//! Quotes and acceptances with odds, told as stories of a small shop.

#[path = "odds/corrected.rs"]
mod corrected;

use chrono::NaiveTime;
use chrono_tz::Tz;
use holdfast_engine::calendar::{CalendarSpec, Shift};
use holdfast_engine::chance::{ByCode, Chance, Chances, Coming, Mix, Origin, Spread, Stoppages, Times};
use holdfast_engine::explain::Kind;
use holdfast_engine::forecast::{About, Forecast, forecast};
use holdfast_engine::model::*;
use holdfast_engine::plan::{Plan, plan};
use holdfast_engine::quantity::Qty;
use holdfast_engine::quote::{
    Before, HurtRule, Loss, OddsQuote, Policy, Request, accept_odds, chance_of, harmed, quote_odds,
};
use holdfast_engine::scenario::{Drawn, Field, Setting};
use holdfast_engine::time::{DAY, Instant};
use std::collections::BTreeMap;

/// Futures of every story.
const FUTURES: u32 = 400;

/// A saw and a mill that never close; `bracket` needs both and a bought `plate`.
fn shop(chances: Chances) -> Shop {
    let mut shop = Shop::new(Instant(1_772_000_000), Tz::UTC);
    let always = |weekday| Shift { weekday, from: NaiveTime::MIN, to: NaiveTime::MIN };
    let week = (0..7).filter_map(|day| chrono::Weekday::try_from(day).ok()).map(always);
    shop.calendars.insert("open".into(), CalendarSpec { shifts: week.collect(), ..CalendarSpec::default() });
    shop.settings.plant_calendar = Some("open".into());
    for center in ["saw", "mill"] {
        shop.work_centers.insert(center.into(), WorkCenter::new("open"));
    }
    let step = |number, center: &str| Operation {
        run: Some(RunTime::Piece(3_600_000)),
        ..Operation::new(number, center)
    };
    let routing = vec![step(10, "saw"), step(20, "mill")];
    let bom = BomLine {
        component: "plate".into(),
        per: Qty::of(1),
        operation: None,
        valid_from: None,
        valid_to: None,
    };
    shop.items.insert("bracket".into(), Item { routing: routing.clone(), bom: vec![bom], ..Item::default() });
    shop.items.insert("block".into(), Item { routing, ..Item::default() });
    let plate =
        Item { source: Source::Buy, supplier: Some("steel".into()), lead_days: Some(4), ..Item::default() };
    shop.items.insert("plate".into(), plate);
    shop.suppliers.insert("steel".into(), Supplier::default());
    shop.chances = chances;
    shop
}

fn uncertain() -> Chances {
    let learned = |spread| Chance::learned(spread, 50);
    Chances {
        times: Times { plant: learned(Spread::lognormal(1.0, 0.5)), ..Times::default() },
        suppliers: ByCode::all(learned(Spread::of(vec![-1.0, 0.0, 0.0, 1.0, 4.0]))),
        breakdowns: ByCode::all(Stoppages {
            per_hour: 0.02,
            length: Spread::lognormal(7_200.0, 1.0),
            observations: 9,
            origin: Origin::Learned,
        }),
        yields: ByCode::all(learned(Spread::of(vec![0.8, 0.9, 1.0, 1.0, 1.0]))),
        ..Chances::none(11)
    }
}

fn request(item: &str, pieces: i64) -> Request {
    let (item, customer) = (item.into(), "".into());
    Request { item, quantity: Qty::of(pieces), customer, basis: Basis::Ship, requested: None }
}

fn futures(shop: &Shop) -> (Plan, Forecast) {
    let plan = plan(shop);
    let forecast = forecast(shop, &plan, Setting::new(FUTURES, 2));
    (plan, forecast)
}

fn quoted(shop: &Shop, key: &LineKey, request: &Request) -> OddsQuote {
    let (plan, forecast) = futures(shop);
    quote_odds(
        shop,
        &plan,
        &forecast,
        key,
        request,
        Policy { share: 0.95, buffer_days: 0, on_ship_days: true },
    )
    .expect("a quote")
}

fn sell(shop: &mut Shop, order: &str, request: &Request, due: Instant) {
    let line = SalesLine {
        customer: request.customer.clone(),
        item: request.item.clone(),
        quantity: request.quantity,
        shipped: Qty::ZERO,
        ordered_at: None,
        requested: None,
        promise: Some(Promise::by(due)),
        basis: Basis::Ship,
        firmness: Firmness::Firm,
        ship_complete: false,
        partial: None,
        tier: None,
    };
    shop.lines.insert(LineKey::new(order, 1), line);
}

#[test]
fn an_order_has_the_luck_of_its_quote() {
    for item in ["bracket", "block"] {
        let (shop, key) = (shop(uncertain()), LineKey::new("SO1", 1));
        let request = request(item, 12);
        let quote = quoted(&shop, &key, &request);
        assert!(
            quote.percentile(0.5) < quote.percentile(0.8) && quote.percentile(0.8) < quote.percentile(0.95)
        );
        let mut sold = shop.clone();
        sell(&mut sold, "SO1", &request, quote.promise);
        let (plan, forecast) = futures(&sold);
        let mut released: Vec<Instant> =
            forecast.line(&plan, &key).expect("the line is there").released().collect();
        released.sort_unstable();
        assert_eq!(
            released,
            quote.fits(),
            "{item}: alone in the shop, the quote is the forecast of the order"
        );
    }
}

#[test]
fn a_quote_without_chance_has_one_date() {
    let quote = quoted(&shop(Chances::none(1)), &LineKey::new("SO1", 1), &request("block", 2));
    assert_eq!(quote.percentile(0.05), quote.percentile(0.95));
    assert!(quote.chance >= 1.0);
    assert_eq!(quote.promise - quote.as_of, 4 * 3_600);
}

#[test]
fn the_chance_of_a_date_grows_with_it() {
    let (shop, key, request) = (shop(uncertain()), LineKey::new("SO1", 1), request("block", 8));
    let (plan, forecast) = futures(&shop);
    let chance = |days: i64| {
        chance_of(&shop, &plan, &forecast, &key, &request, shop.now + days * DAY / 4).expect("a chance")
    };
    let chances: Vec<f64> = (0..12).map(chance).collect();
    assert!(chances.windows(2).all(|pair| pair[0] <= pair[1]), "{chances:?}");
    assert!(chances[0] == 0.0 && chances[11] > 0.95, "{chances:?}");
}

#[test]
fn who_would_be_hurt_is_named_and_who_would_not_is_not() {
    // Without lots that are made again: those queue behind whatever has come since, and that is harm.
    let mut shop = shop(Chances { yields: ByCode::default(), ..uncertain() });
    let (early, late) = (request("block", 8), request("block", 4));
    let now = shop.now;
    sell(&mut shop, "EARLY", &early, now + 32 * 3_600);
    sell(&mut shop, "LATE", &late, now + 60 * DAY);
    let (plan, forecast) = futures(&shop);
    let given = BTreeMap::new();
    let before = Before { shop: &shop, plan: &plan, forecast: &forecast, given: &given };
    let rule = HurtRule { thresholds: [(Tier::B, 0.5)].into(), ..HurtRule::default() };
    assert!(harmed(before, (&plan, &forecast), &rule).is_empty(), "the same futures hurt nobody");
    let rush = request("block", 6);
    let key = || LineKey::new("RUSH", 1);
    let pushed = accept_odds(before, key(), &rush, shop.now + 13 * 3_600, &rule, 2);
    let hurt: Vec<&str> = pushed.harmed.iter().map(|one| &*one.line.order).collect();
    assert_eq!(hurt, ["EARLY"], "{:?}", pushed.harmed);
    let one = &pushed.harmed[0];
    assert!(one.after < one.before - 0.02 && one.lost > one.gained, "{one:?}");
    assert!(matches!(one.loss, Loss::Acceptance | Loss::Threshold), "{one:?}");
    let patient = accept_odds(before, key(), &rush, shop.now + 30 * DAY, &rule, 2);
    assert!(patient.harmed.is_empty() && patient.is_harmless(0.95), "{:?}", patient.harmed);
}

#[test]
fn causes_are_counted_over_all_futures() {
    let mut shop = shop(uncertain());
    let now = shop.now;
    sell(&mut shop, "SO1", &request("bracket", 4), now + 9 * DAY);
    let (plan, forecast) = futures(&shop);
    let line = forecast.line(&plan, &LineKey::new("SO1", 1)).expect("the line is there");
    let material =
        line.costs().into_iter().find(|cost| cost.kind == Kind::Material).expect("plates are awaited");
    assert!(matches!(material.about, About::Supply(_)) && material.times == FUTURES, "{material:?}");
    let days = material.mean_days(FUTURES);
    assert!((4.4..5.2).contains(&days), "four days and 0.8 in the mean: {days}");
    let load = forecast.load(&plan, "saw").expect("a saw");
    assert_eq!(load[0].load.high, 0, "nothing to saw before the plates are there");
    assert!(load.iter().any(|day| day.load.high > day.load.low), "{load:?}");
}

#[test]
fn orders_still_to_come_ask_for_no_more_than_was_ever_worked() {
    let asked = |per_open_hour: f64, busy: f64| {
        let mut shop = shop(Chances::none(3));
        shop.chances.coming = Some(Coming {
            per_open_hour,
            mix: vec![Mix { item: "block".into(), quantity: Qty::of(2), weight: 1, lead: None }],
            lead: Spread::constant(3.0),
            horizon_days: 10,
            busy: shop.work_centers.keys().map(|center| (center.clone(), busy)).collect(),
            observations: 50,
            origin: Origin::Learned,
        });
        let plan = plan(&shop);
        let field = Field::new(&shop, &plan);
        let pool = &field.network().ops[field.real_operations()..];
        (
            pool.len(),
            pool.iter().map(|op| f64::from(op.setup) + f64::from(op.run)).sum::<f64>() / pool.len() as f64,
        )
    };
    // What a shop can do is believed, whatever it did.
    assert_eq!(asked(0.05, 0.5), asked(0.05, 0.25));
    // Twenty times of what there are hours for is not: the record says how much it may be, else nearly all hours.
    let ((count, half), (_, quarter), (_, most)) = (asked(40.0, 0.5), asked(40.0, 0.25), asked(40.0, 7.0));
    assert!(count > 100 && half < asked(0.05, 0.5).1 / 2.0, "{count} of {half} s");
    assert!((half / quarter - 2.0).abs() < 0.05 && most > 1.5 * half, "{most} {half} {quarter}");
}

#[test]
fn orders_still_to_come_are_quoted_behind_what_is_promised() {
    // The saw has work for twenty days that was wanted two days ago, and orders that use four fifths of it used to be promised
    // after three days. Whoever asks now is before all who will ask later: they can't have three days either.
    let day_offered = |overdue: u32| {
        let mut shop = shop(Chances::none(3));
        shop.chances.coming = Some(Coming {
            per_open_hour: 0.4,
            mix: vec![Mix { item: "block".into(), quantity: Qty::of(2), weight: 1, lead: None }],
            lead: Spread::constant(3.0),
            horizon_days: 90,
            busy: BTreeMap::new(),
            observations: 50,
            origin: Origin::Learned,
        });
        let now = shop.now;
        for nth in 0..overdue {
            sell(&mut shop, &format!("SO{nth}"), &request("block", 16), now + -2 * DAY);
        }
        let (plan, forecast) = futures(&shop);
        let key = LineKey::new("Q", 1);
        let policy = Policy::new(&shop, &"c".into(), 0.95);
        let quote = quote_odds(&shop, &plan, &forecast, &key, &request("block", 2), policy).expect("a date");
        (quote.ready - now) as f64 / DAY as f64
    };
    let (idle, behind) = (day_offered(0), day_offered(30));
    assert!(idle < 3.0, "nobody is before it: {idle} days");
    assert!((20.0..24.0).contains(&behind), "behind twenty days of work, and little else: {behind} days");
}

#[test]
fn orders_still_to_come_come_as_often_as_they_should() {
    let mut shop = shop(Chances::none(3));
    shop.chances.coming = Some(Coming {
        per_open_hour: 0.5,
        mix: vec![Mix { item: "block".into(), quantity: Qty::of(2), weight: 1, lead: None }],
        lead: Spread::constant(3.0),
        horizon_days: 10,
        busy: BTreeMap::new(),
        observations: 50,
        origin: Origin::Learned,
    });
    let plan = plan(&shop);
    let field = Field::new(&shop, &plan);
    let (mut drawn, mut came) = (Drawn::default(), 0);
    for scenario in 0..FUTURES {
        field.draw(scenario, &mut drawn);
        // The first operation of an order is the one that waits for nothing but its arrival.
        let firsts = field.network().ops.iter().zip(&drawn.available).filter(|(op, _)| op.flags.first);
        let arrivals: Vec<i64> = firsts.map(|(_, &at)| at).filter(|&at| at < Instant::NEVER.0).collect();
        assert!(arrivals.iter().all(|&at| at > shop.now.0 && at < shop.now.0 + 10 * DAY));
        came += arrivals.len();
    }
    let mean = came as f64 / f64::from(FUTURES);
    assert!((mean - 120.0).abs() < 3.0, "half an order an hour for ten days that never close: {mean}");
}
