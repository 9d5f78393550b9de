//! The same facts give the same plan: in any order, under other names, again and again.

use crate::random_shop::{Recipe, cases, recipes, shop};
use holdfast_engine::model::Shop;
use holdfast_engine::plan::{Plan, plan};
use holdfast_engine::simulate::{Factors, Rule, Scratch, Timeline, simulate};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The entries of a map, put in from the last to the first or in some other order.
fn told_again<K: Clone + Ord, V: Clone>(map: &BTreeMap<K, V>, turn: usize) -> BTreeMap<K, V> {
    let mut entries: Vec<(K, V)> = map.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
    entries.reverse();
    if !entries.is_empty() {
        let middle = turn % entries.len();
        entries.rotate_left(middle);
    }
    let mut told = BTreeMap::new();
    for (key, value) in entries {
        told.insert(key, value);
    }
    told
}

/// The same shop, every list whose order means nothing in another order.
fn shuffled(shop: &Shop, turn: usize) -> Shop {
    let mut other = Shop { settings: shop.settings.clone(), ..Shop::new(shop.now, shop.zone) };
    other.calendars = told_again(&shop.calendars, turn);
    other.work_centers = told_again(&shop.work_centers, turn);
    other.suppliers = told_again(&shop.suppliers, turn);
    other.customers = told_again(&shop.customers, turn);
    other.items = told_again(&shop.items, turn);
    other.lines = told_again(&shop.lines, turn);
    other.work_orders = told_again(&shop.work_orders, turn);
    other.purchases = told_again(&shop.purchases, turn);
    other.stock = told_again(&shop.stock, turn);
    other.holds = told_again(&shop.holds, turn);
    other.sequences = told_again(&shop.sequences, turn);
    other.pegs = shop.pegs.iter().rev().cloned().collect();
    other.calendars.values_mut().for_each(|c| c.shifts.reverse());
    other.work_centers.values_mut().for_each(|c| c.downtimes.reverse());
    for supplier in other.suppliers.values_mut() {
        supplier.record.reverse();
        supplier.send_days.reverse();
    }
    other.settings.ship.iter_mut().for_each(|s| s.weekdays.reverse());
    other
}

/// All that a plan says, as text.
fn text(plan: &Plan) -> String {
    let network = &plan.network;
    let parts = (&network.jobs, &network.ops, &network.supplies, &network.demands, &network.pegs);
    format!("{:?} {:?} {parts:?} {:?} {:?}", plan.timeline, plan.lines, plan.sequence, plan.problems)
}

fn dates(recipe: &Recipe, prefix: &str) -> Vec<(i64, i64, i64)> {
    let plan = plan(&shop(recipe, prefix));
    plan.lines.iter().map(|l| (l.ready.0, l.ship.0, l.arrival.0)).collect()
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn the_order_of_facts_does_not_matter(recipe in recipes(), turn in 0_usize..20) {
        let shop = shop(&recipe, "");
        prop_assert_eq!(text(&plan(&shop)), text(&plan(&shuffled(&shop, turn))));
    }

    /// Names decide only ties, by their order: longer names in the same order give the same dates.
    #[test]
    fn names_do_not_matter(recipe in recipes()) {
        prop_assert_eq!(dates(&recipe, ""), dates(&recipe, "another-plant-"));
    }

    #[test]
    fn the_same_facts_give_the_same_bytes(recipe in recipes(), other in recipes()) {
        let shop = shop(&recipe, "");
        let once = plan(&shop);
        prop_assert_eq!(text(&once), text(&plan(&shop)));

        // A scratch that another shop has used leaves nothing behind.
        let wait = shop.settings.wait;
        let (mut used, mut found) = (Scratch::default(), Timeline::default());
        let before = plan(&crate::random_shop::shop(&other, ""));
        simulate(&before.network, Rule::Protected, Factors::default(), 9_000, &mut used, &mut found);
        simulate(&once.network, Rule::Protected, Factors::default(), wait, &mut used, &mut found);
        let (mut fresh, mut expected) = (Scratch::default(), Timeline::default());
        simulate(&once.network, Rule::Protected, Factors::default(), wait, &mut fresh, &mut expected);
        prop_assert_eq!(format!("{found:?}"), format!("{expected:?}"));
    }
}
