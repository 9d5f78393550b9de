//! More machines, more hours or more stock never make an order later that is alone in the shop.
//!
//! That does not hold for every order. The floor takes ready work at once and never takes it back (list
//! scheduling), so where the parts of one order compete for a machine, a part that comes sooner thanks to the
//! help can take it from a part that matters more. Source: Graham, Bounds on multiprocessing timing
//! anomalies, SIAM J. Appl. Math. 17(2), 1969. What holds is stated here: for parts in a chain, of which no
//! two can be ready at once. Other rules that decide at once and for good are left out for the same reason:
//! alternates (the sooner end may be the longer way), setup families (the free machine may have the wrong
//! setup) and transfer batches (two operations of one part run at once). Work that must not be interrupted is
//! left out too: where it fits into no shift it is split, and where overtime or a smaller lot makes it fit,
//! it waits for the shift that it fits into.
//!
//! Measured on orders with two parts in every part, three levels deep, on one or two work centres: 1 of 4,500
//! helps made such an order later (by a day) where those rules are left out, 9 (by up to four days) with them.

use crate::random_shop::{Recipe, cases, name, recipes, shop};
use holdfast_engine::calendar::{Exception, ExceptionKind};
use holdfast_engine::model::{Code, Shop, Source, Stock, StockStatus};
use holdfast_engine::plan::plan;
use holdfast_engine::quantity::Qty;
use holdfast_engine::time::{DAY, Instant};
use proptest::prelude::*;

/// A shop with one line and nothing else to do.
fn alone(recipe: &Recipe) -> Shop {
    let one = Recipe {
        lines: recipe.lines[..1].to_vec(),
        orders: Vec::new(),
        stock: Vec::new(),
        fixed: Vec::new(),
        ..recipe.clone()
    };
    let mut shop = shop(&one, "");
    shop.items.values_mut().for_each(|item| item.safety_stock = Qty::ZERO);
    shop
}

/// Leaves each item one component that is made, so that an order's parts form a chain.
fn chained(mut shop: Shop) -> Shop {
    let made: Vec<Code> =
        shop.items.iter().filter(|(_, i)| i.source == Source::Make).map(|(code, _)| code.clone()).collect();
    for item in shop.items.values_mut() {
        let mut first = None;
        item.bom.retain(|b| {
            !made.contains(&b.component) || *first.get_or_insert(b.component.clone()) == b.component
        });
        let mut seen = Vec::new();
        item.bom.retain(|b| {
            !seen.contains(&b.component) && {
                seen.push(b.component.clone());
                true
            }
        });
        for operation in &mut item.routing {
            operation.alternates.clear();
            operation.family = None;
            operation.transfer = None;
            operation.interruptible = true;
        }
    }
    shop
}

/// The same shop with a little more: machines, hours or stock.
fn helped(shop: &Shop, help: usize, at: usize) -> Shop {
    let mut more = shop.clone();
    let center = more.work_centers.keys().nth(at % shop.work_centers.len()).cloned().unwrap();
    match help % 3 {
        0 => more.work_centers.get_mut(&center).unwrap().machines += 1,
        1 => {
            let center = more.work_centers.get_mut(&center).unwrap();
            let Some(mut longer) = shop.calendars.get(&center.calendar).cloned() else { return more };
            let day = (shop.now + (at % 9) as i64 * DAY).date(shop.zone);
            let hours = Some((crate::random_shop::time(5, 0), crate::random_shop::time(23, 0)));
            longer.exceptions.push(Exception { first: day, last: day, hours, kind: ExceptionKind::Open });
            center.calendar = name("", "longer", 0);
            more.calendars.insert(center.calendar.clone(), longer);
        }
        _ => {
            let item = more.items.keys().nth(at % shop.items.len()).cloned().unwrap();
            let quantity = Qty::of(1 + at as i64 % 7);
            let status = StockStatus::Usable;
            let lot = Stock { item, quantity, status, owner: None, reserved: None, release: None };
            more.stock.insert("help".into(), lot);
        }
    }
    more
}

fn ships(shop: &Shop) -> Instant {
    plan(shop).lines.first().map_or(Instant::NEVER, |line| line.ship)
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn help_never_makes_a_chain_later(recipe in recipes(), help in 0_usize..3, at in 0_usize..60) {
        let shop = chained(alone(&recipe));
        let (before, after) = (ships(&shop), ships(&helped(&shop, help, at)));
        prop_assert!(after <= before, "{before:?} became {after:?}");
    }
}
