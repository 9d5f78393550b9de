//! What holds for the futures of every shop: without chance they are the plan, with it they are honest.

use crate::random_shop::{cases, recipes, shop};
use holdfast_engine::chance::{Adherence, ByCode, Chance, Chances, Coming, Mix, Origin, Spread};
use holdfast_engine::forecast::{Cost, forecast};
use holdfast_engine::model::{LineKey, Shop};
use holdfast_engine::plan::plan;
use holdfast_engine::quantity::Qty;
use holdfast_engine::scenario::{Drawn, Field, Setting};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Every source of chance at once.
fn uncertain(shop: &Shop) -> Chances {
    let mix = |item| Mix { item, quantity: Qty::of(3), weight: 2, lead: None };
    Chances {
        adherence: ByCode::all(Adherence { first: 0.8, observations: 5, origin: Origin::Learned }),
        yields: ByCode::all(Chance::learned(Spread::of(vec![0.7, 0.9, 1.0, 1.0]), 4)),
        reporting: ByCode::all(Chance::learned(Spread::of(vec![0.0, 3_600.0, 40_000.0]), 3)),
        coming: Some(Coming {
            per_open_hour: 0.1,
            mix: shop.items.keys().cloned().map(mix).collect(),
            lead: Spread::of(vec![3.0, 6.0, 20.0]),
            horizon_days: 14,
            busy: BTreeMap::new(),
            observations: 9,
            origin: Origin::Learned,
        }),
        ..Chances::default()
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn without_chance_every_future_is_the_plan(recipe in recipes()) {
        let mut shop = shop(&recipe, "");
        shop.chances = Chances::none(5);
        let plan = plan(&shop);
        let forecast = forecast(&shop, &plan, Setting::new(50, 1));
        for line in &plan.lines {
            let Some(odds) = forecast.line(&plan, &line.key) else {
                return Err(TestCaseError::fail(format!("{} has no forecast", line.key)));
            };
            for released in odds.released() {
                prop_assert_eq!(released, line.released, "{}", &line.key);
            }
            prop_assert_eq!(odds.shipment(0.95).ship, line.ship, "{}", &line.key);
            if let Some(kept) = odds.on_time() {
                prop_assert_eq!(kept > 0.5, !line.is_late(), "{}", &line.key);
                prop_assert!(kept <= 0.0 || kept >= 1.0, "{}", &line.key);
            }
            if line.is_dated() {
                let sum: i64 = odds.costs().iter().map(|cost| cost.seconds).sum();
                prop_assert_eq!(sum, 50 * (line.ship - shop.now), "{}: {:?}", &line.key, odds.costs());
            }
        }
    }

    #[test]
    fn threads_change_nothing(recipe in recipes()) {
        let mut shop = shop(&recipe, "");
        shop.chances = uncertain(&shop);
        let plan = plan(&shop);
        let one = forecast(&shop, &plan, Setting::new(50, 1));
        let four = forecast(&shop, &plan, Setting::new(50, 4));
        prop_assert_eq!(format!("{one:?}"), format!("{four:?}"));
    }

    #[test]
    fn what_lines_wait_for_adds_up_in_every_future(recipe in recipes()) {
        let mut shop = shop(&recipe, "");
        shop.chances = uncertain(&shop);
        let plan = plan(&shop);
        let forecast = forecast(&shop, &plan, Setting::new(50, 1));
        for line in &plan.lines {
            let Some(odds) = forecast.line(&plan, &line.key) else { continue };
            let costs = odds.costs();
            let released: Vec<i64> = odds.released().filter(|at| at.is_reached()).map(|at| at - shop.now).collect();
            let dispatch = |cost: &&Cost| cost.kind != holdfast_engine::explain::Kind::Dispatch;
            let sum: i64 = costs.iter().filter(dispatch).map(|cost| cost.seconds).sum();
            prop_assert_eq!(sum, released.iter().sum::<i64>(), "{}: {:?}", &line.key, costs);
            prop_assert!(costs.iter().all(|cost| cost.times <= 50 && cost.seconds > 0), "{:?}", costs);
        }
    }

    #[test]
    fn nothing_is_drawn_into_the_past(recipe in recipes()) {
        let mut shop = shop(&recipe, "");
        shop.chances = uncertain(&shop);
        let plan = plan(&shop);
        let field = Field::new(&shop, &plan);
        let mut drawn = Drawn::default();
        for scenario in 0..50 {
            field.draw(scenario, &mut drawn);
            prop_assert!(drawn.available.iter().all(|&at| at >= shop.now.0));
            prop_assert!(drawn.supplies.iter().chain(&drawn.holds).all(|&at| at >= shop.now.0));
            prop_assert!(drawn.time.iter().all(|&factor| factor >= 0.0));
            for work in plan.network.under_way.iter().filter(|work| work.run > 0) {
                prop_assert!(drawn.time[work.op as usize] > 0.0, "what runs is not over");
            }
        }
    }

    #[test]
    fn one_more_order_changes_no_draw_of_the_others(recipe in recipes(), first in any::<bool>()) {
        let mut before = shop(&recipe, "");
        before.chances = uncertain(&before);
        let mut after = before.clone();
        let Some((_, line)) = before.lines.iter().next() else { return Ok(()) };
        let key = LineKey::new(if first { "!" } else { "~" }, 1);
        after.lines.insert(key, line.clone());
        let (old, new) = (plan(&before), plan(&after));
        let (old_field, new_field) = (Field::new(&before, &old), Field::new(&after, &new));
        let (mut a, mut b) = (Drawn::default(), Drawn::default());
        for scenario in 0..50 {
            old_field.draw(scenario, &mut a);
            new_field.draw(scenario, &mut b);
            let ops: BTreeMap<_, _> = (0..old.network.ops.len()).map(|op| (old.network.op_key(op as u32), op)).collect();
            for op in 0..new.network.ops.len() {
                let Some(&was) = ops.get(&new.network.op_key(op as u32)) else { continue };
                let (one, two) = (&old.network.ops[was], &new.network.ops[op]);
                if (one.setup, one.run, one.center) == (two.setup, two.run, two.center) {
                    prop_assert_eq!(a.time[was].to_bits(), b.time[op].to_bits());
                    prop_assert_eq!(a.passed_over[was], b.passed_over[op]);
                }
            }
            prop_assert_eq!(&a.holds, &b.holds);
            for (was, supply) in old.network.supplies.iter().enumerate() {
                if let holdfast_engine::network::SupplySource::Purchase(_) = supply.source {
                    let is = new.network.supplies.iter().position(|s| s.source == supply.source);
                    prop_assert_eq!(is.map(|is| b.supplies[is]), Some(a.supplies[was]));
                }
            }
            // Orders still to come come at the same instants.
            let coming = |d: &Drawn, real: usize| d.available[real..].to_vec();
            prop_assert_eq!(coming(&a, old.network.ops.len()), coming(&b, new.network.ops.len()));
        }
    }
}
