//! Luck that stays: from a quote to its order, for one line beside others, and for several lines at once.

use chrono::NaiveTime;
use chrono_tz::Tz;
use holdfast_engine::calendar::{CalendarSpec, Shift};
use holdfast_engine::chance::{ByCode, Chance, Chances, Coming, Mix, Origin, Spread, Times};
use holdfast_engine::forecast::{Forecast, forecast};
use holdfast_engine::model::*;
use holdfast_engine::plan::{Plan, plan};
use holdfast_engine::problem::{Assumption, Grade, ProblemKind};
use holdfast_engine::quantity::Qty;
use holdfast_engine::quote::{
    Before, HurtRule, NoQuote, Policy, Ranked, Request, Wish, accept_odds, planned_quantity_by, quantity_by,
    quote_odds, together_odds,
};
use holdfast_engine::scenario::{Drawn, Field, Setting};
use holdfast_engine::time::{DAY, Instant};
use std::collections::BTreeMap;

/// Futures of every story.
const FUTURES: u32 = 200;

/// Two mills that never close, each with its own part of an hour a piece, some of the first in stock.
fn shop() -> Shop {
    let mut shop = Shop::new(Instant(1_772_000_000), Tz::UTC);
    let always = |weekday| Shift { weekday, from: NaiveTime::MIN, to: NaiveTime::MIN };
    let week = (0..7).filter_map(|day| chrono::Weekday::try_from(day).ok()).map(always);
    shop.calendars.insert("open".into(), CalendarSpec { shifts: week.collect(), ..CalendarSpec::default() });
    shop.settings.plant_calendar = Some("open".into());
    for (part, mill) in [("cam", "mill1"), ("rod", "mill2")] {
        shop.work_centers.insert(mill.into(), WorkCenter::new("open"));
        let step = Operation { run: Some(RunTime::Piece(3_600_000)), ..Operation::new(10, mill) };
        shop.items.insert(part.into(), Item { routing: vec![step], ..Item::default() });
    }
    let stock = Stock {
        item: "cam".into(),
        quantity: Qty::of(40),
        status: StockStatus::Usable,
        owner: None,
        reserved: None,
        release: None,
    };
    shop.stock.insert("L1".into(), stock);
    let learned = |spread| Chance::learned(spread, 50);
    shop.chances = Chances {
        times: Times { plant: learned(Spread::lognormal(1.0, 0.5)), ..Times::default() },
        yields: ByCode::all(learned(Spread::of(vec![0.9, 1.0, 1.0]))),
        ..Chances::none(11)
    };
    shop
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

fn released(plan: &Plan, forecast: &Forecast, key: &LineKey) -> Vec<Instant> {
    forecast.line(plan, key).expect("the line is there").released().collect()
}

#[test]
fn an_order_under_another_number_has_the_luck_of_its_quote() {
    let shop = shop();
    let (plan, forecast) = futures(&shop);
    let given = BTreeMap::new();
    let before = Before { shop: &shop, plan: &plan, forecast: &forecast, given: &given };
    let (quote, order) = (LineKey::new("QT-7", 10), LineKey::new("SO-3", 10));
    let (asked, due, rule) = (request("rod", 12), shop.now + 2 * DAY, HurtRule::default());
    let told = accept_odds(before, quote.clone(), &asked, due, &rule, 2);
    let named = |luck: Option<LineKey>| {
        let wish = Wish { luck, ..Wish::new(order.clone(), due, Some(&asked)) };
        together_odds(before, &[wish], &rule, 2).expect("it asks for something")
    };
    let kept = named(Some(quote.clone()));
    assert_eq!(
        released(&kept.accepted.plan, &kept.forecast, &order),
        released(&told.accepted.plan, &told.forecast, &quote),
        "future by future"
    );
    assert_eq!(kept.chances, [told.chance]);
    let forgotten = named(None);
    assert_ne!(
        released(&forgotten.accepted.plan, &forgotten.forecast, &order),
        released(&told.accepted.plan, &told.forecast, &quote),
        "a name of its own has a luck of its own"
    );
}

#[test]
fn one_more_order_does_not_reshuffle_the_rest() {
    let mut shop = shop();
    shop.chances.coming = Some(Coming {
        per_open_hour: 0.3,
        mix: vec![Mix { item: "cam".into(), quantity: Qty::of(2), weight: 1, lead: None }],
        lead: Spread::of(vec![2.0, 3.0, 5.0]),
        horizon_days: 10,
        busy: BTreeMap::new(),
        observations: 50,
        origin: Origin::Learned,
    });
    let sold = |shop: &Shop, order: &str| {
        let (plan, key) = (plan(shop), LineKey::new(order, 10));
        holdfast_engine::quote::accept(shop, &plan, key, &request("rod", 5), shop.now + 9 * DAY).shop
    };
    let few = sold(&sold(&shop, "SO-2"), "SO-4");
    let many = sold(&few, "SO-3");
    let (plan_few, plan_many) = (plan(&few), plan(&many));
    let (one, other) = (Field::new(&few, &plan_few), Field::new(&many, &plan_many));
    let real = |plan: &Plan, order: &str| {
        let ops = 0..plan.network.ops.len() as u32;
        let named = |op: &u32| plan.network.op_key(*op).to_string().contains(order);
        ops.into_iter().find(named).expect("it is worked on") as usize
    };
    let (mut a, mut b) = (Drawn::default(), Drawn::default());
    for scenario in 0..FUTURES {
        one.draw(scenario, &mut a);
        other.draw(scenario, &mut b);
        for order in ["SO-2", "SO-4"] {
            let (x, y) = (real(&plan_few, order), real(&plan_many, order));
            assert!((a.time[x] - b.time[y]).abs() < f32::EPSILON, "{order} in {scenario}");
        }
        // The orders still to come are the same ones at the same instants, in the same sizes.
        assert_eq!(a.available[one.real_operations()..], b.available[other.real_operations()..]);
        assert_eq!(a.time[one.real_operations()..], b.time[other.real_operations()..]);
    }
}

#[test]
fn lines_that_are_promised_together_are_judged_together() {
    let shop = shop();
    let (plan, forecast) = futures(&shop);
    let given = BTreeMap::new();
    let before = Before { shop: &shop, plan: &plan, forecast: &forecast, given: &given };
    let (cams, rods, rule) = (request("cam", 52), request("rod", 12), HurtRule::default());
    let due = shop.now + 14 * 3_600;
    let keys = [LineKey::new("QT-7", 10), LineKey::new("QT-7", 20)];
    let wish = |place: usize, asked, ship_complete| Wish {
        ship_complete,
        ..Wish::new(keys[place].clone(), due, Some(asked))
    };
    let apart = [wish(0, &cams, false), wish(1, &rods, false)];
    let tried = together_odds(before, &apart, &rule, 2).expect("both ask for something");
    let alone = accept_odds(before, keys[1].clone(), &rods, due, &rule, 2);
    assert!((tried.chances[1] - alone.chance).abs() < 1e-9, "the other mill does not disturb it");
    let least = tried.chances.iter().copied().fold(1.0, f64::min);
    assert!(
        tried.all < least && tried.all > 0.1,
        "both by then is rarer than either: {tried:?}",
        tried = tried.chances
    );
    // What leaves together is as late as the later, in every future, not in the mean.
    let latest: Vec<Instant> = {
        let [a, b] = [0, 1].map(|place| released(&tried.accepted.plan, &tried.forecast, &keys[place]));
        let mut latest: Vec<Instant> = a.into_iter().zip(b).map(|(a, b)| a.max(b)).collect();
        latest.sort_unstable();
        latest
    };
    assert_eq!(tried.forecast.complete(&tried.accepted.plan, &keys), latest);
    let p80 = |key: &LineKey| tried.forecast.line(&tried.accepted.plan, key).expect("there").percentile(0.8);
    let complete = tried.forecast.complete_by(&tried.accepted.plan, &keys, 0.8);
    assert!(complete > p80(&keys[0]).max(p80(&keys[1])), "later than the later of both percentiles");
    let whole = [wish(0, &cams, true), wish(1, &rods, true)];
    let whole = together_odds(before, &whole, &rule, 2).expect("both ask for something");
    assert!(whole.chances.iter().all(|chance| (chance - whole.all).abs() < 1e-9), "{:?}", whole.chances);
    assert!((whole.all - tried.all).abs() < 1e-9);
    let gone = Wish::new(LineKey::new("SO-9", 10), due, None);
    assert!(together_odds(before, &[gone], &rule, 2).is_none(), "it is not there");
}

#[test]
fn how_many_by_when_is_what_stock_and_machine_have_by_then() {
    let shop = shop();
    let (plan, forecast) = futures(&shop);
    let ranked = Ranked::of(&plan.network, &plan.timeline);
    let key = LineKey::new("QT-7", 10);
    let most = request("cam", 1_000);
    let policy = |share| Policy { share, buffer_days: 0, on_ship_days: true };
    let by = |hours: i64, share| {
        quantity_by(&shop, &plan, &forecast, &key, &most, (shop.now + hours * 3_600, policy(share)))
            .expect("an answer")
    };
    let planned = |hours: i64| {
        planned_quantity_by(&shop, &plan, &ranked, &most, (shop.now + hours * 3_600, policy(0.5)))
            .expect("an answer")
    };
    assert_eq!((planned(0), planned(24)), (Qty::of(40), Qty::of(64)), "stock at once, then one an hour");
    assert_eq!(by(0, 0.8), Qty::of(40));
    assert!(by(24, 0.95) < by(24, 0.8) && by(24, 0.8) < planned(24), "{} {}", by(24, 0.95), by(24, 0.8));
    assert!((1..20).all(|day| by(12 * day, 0.8) <= by(12 * day + 12, 0.8)));
    // It can be promised, and one more cannot.
    let (share, due) = (0.8, shop.now + 24 * 3_600);
    let quoted = |quantity: Qty| {
        let asked = Request { quantity, ..most.clone() };
        quote_odds(&shop, &plan, &forecast, &key, &asked, policy(share)).expect("a quote").promise
    };
    assert!(quoted(by(24, share)) <= due && quoted(by(24, share) + Qty::of(1)) > due);
    let all = quantity_by(&shop, &plan, &forecast, &key, &request("cam", 44), (due, policy(share)));
    assert_eq!(all, Ok(Qty::of(44)), "no more than was asked for");
    let nothing = quantity_by(&shop, &plan, &forecast, &key, &request("rod", 5), (shop.now, policy(share)));
    assert_eq!(nothing, Ok(Qty::ZERO));
    let unknown = quantity_by(&shop, &plan, &forecast, &key, &request("nut", 5), (shop.now, policy(share)));
    assert!(matches!(unknown, Err(NoQuote::UnknownItem { .. })));
}

#[test]
fn what_was_only_estimated_is_told_and_has_wide_odds() {
    let mut shop = shop();
    shop.chances = Chances { seed: 11, ..Chances::default() };
    let tried = shop.items[&Code::from("rod")].clone();
    let guessed = Item { estimated: true, ..tried.clone() };
    let like = Similar { item: "rod".into(), factor: holdfast_engine::quantity::Ratio::ONE };
    shop.items.insert("bolt".into(), guessed);
    shop.items.insert("pin".into(), Item { similar: Some(like), ..Item::default() });
    let (plan, forecast) = futures(&shop);
    let key = LineKey::new("QT-7", 10);
    let quoted = |item: &str| {
        let policy = Policy { share: 0.8, buffer_days: 0, on_ship_days: true };
        quote_odds(&shop, &plan, &forecast, &key, &request(item, 24), policy).expect("a quote")
    };
    let width = |item: &str| {
        let told = quoted(item);
        (told.percentile(0.9) - told.as_of) as f64 / (told.percentile(0.1) - told.as_of) as f64
    };
    let known = width("rod");
    for item in ["bolt", "pin"] {
        assert!(width(item) > 1.3 * known, "{item}: {} beside {known}", width(item));
    }
    let grades = ["rod", "bolt", "pin"].map(|item| quoted(item).grade);
    assert_eq!(grades, [Grade::Planned, Grade::Estimated, Grade::Similar]);
    // The order has the odds of its quote, doubt and all.
    let given = BTreeMap::new();
    let before = Before { shop: &shop, plan: &plan, forecast: &forecast, given: &given };
    let due = shop.now + 30 * DAY;
    let sold = accept_odds(before, key.clone(), &request("bolt", 24), due, &HurtRule::default(), 2);
    let mut there = released(&sold.accepted.plan, &sold.forecast, &key);
    there.sort_unstable();
    assert_eq!(there, quoted("bolt").fits());
    let named = sold.accepted.plan.problems.iter().any(|problem| {
        let assumed = Assumption::Estimate;
        problem.kind == ProblemKind::NoRouting { item: "bolt".into(), assumed }
    });
    assert!(named, "{:?}", sold.accepted.plan.problems);
}
