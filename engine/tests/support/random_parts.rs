//! Items of random shops: routings, bills of materials, lot rules, and the holes in them.

use super::dice::Dice;
use super::random_shop::{Recipe, name};
use holdfast_engine::model::*;
use holdfast_engine::quantity::{Qty, Ratio};

pub fn add_items(shop: &mut Shop, recipe: &Recipe, prefix: &str) {
    let count = recipe.items.len();
    for (number, numbers) in recipe.items.iter().enumerate() {
        let mut dice = Dice::new(numbers);
        let mut item = Item { group: Some(name(prefix, "group", number % 2)), ..Item::default() };
        item.source = match dice.to(8) {
            6 if number > 0 => Source::Buy,
            7 if number > 0 => Source::Customer,
            _ => Source::Make,
        };
        if number > count / 2 && dice.one_in(2) {
            item.source = Source::Buy;
        }
        item.supplier = if dice.one_in(2) { Some(name(prefix, "sup", dice.to(4))) } else { None };
        item.lead_days = dice.pick(&[None, Some(3), Some(12)]);
        item.unit = dice.pick(&[UnitKind::Counted, UnitKind::Counted, UnitKind::Measured]);
        item.yield_factor = Ratio::of(dice.pick(&[1.0, 1.0, 0.93, 0.5]));
        item.lot = LotRule {
            minimum: Qty::of(dice.pick(&[0, 0, 10])),
            multiple: Qty::of(dice.pick(&[0, 0, 6])),
            period_days: dice.pick(&[0, 0, 7]),
        };
        item.safety_stock = Qty::of(dice.pick(&[0, 0, 0, 3]));
        item.inspection_days = dice.pick(&[0, 0, 2]);
        if dice.one_in(6) {
            item.similar =
                Some(Similar { item: name(prefix, "item", dice.to(count)), factor: Ratio::of(1.4) });
        }
        if item.source == Source::Make && !dice.one_in(7) {
            item.routing = routing(&mut dice, recipe.centers.len(), prefix);
        }
        if item.source == Source::Make {
            item.bom = bom(&mut dice, number, count, prefix);
        }
        shop.items.insert(name(prefix, "item", number), item);
    }
}

/// Up to three components with higher numbers, so that nothing contains itself.
fn bom(dice: &mut Dice<'_>, number: usize, count: usize, prefix: &str) -> Vec<BomLine> {
    let mut bom = Vec::new();
    for _ in 0..dice.to(4) {
        let component = number + 1 + dice.to(3);
        let known = component < count;
        if !known && !dice.one_in(6) {
            continue;
        }
        bom.push(BomLine {
            component: name(prefix, if known { "item" } else { "ghost" }, component),
            per: Qty::from_millionths(dice.pick(&[1_000_000, 2_000_000, 330_000])),
            operation: dice.pick(&[None, Some(10), Some(20), Some(99)]),
            valid_from: None,
            valid_to: if dice.one_in(9) { chrono::NaiveDate::from_ymd_opt(2026, 1, 1) } else { None },
        });
    }
    bom
}

pub fn routing(dice: &mut Dice<'_>, centers: usize, prefix: &str) -> Vec<Operation> {
    (1..=1 + dice.to(4) as u32).map(|step| operation(dice, step * 10, centers, prefix)).collect()
}

fn operation(dice: &mut Dice<'_>, number: u32, centers: usize, prefix: &str) -> Operation {
    let center = match dice.to(20) {
        19 => name(prefix, "nowhere", 0),
        n => name(prefix, "wc", n % centers),
    };
    let mut operation = Operation::new(number, center);
    operation.setup = dice.pick(&[0, 1_800, 7_200]);
    operation.run = match dice.to(8) {
        0..=3 => Some(RunTime::Piece(dice.pick(&[60_000, 600_500, 3_333]))),
        4 => Some(RunTime::Lot(9_000_000)),
        5 => Some(RunTime::Load { size: Qty::of(4), millis: 5_400_000 }),
        6 => Some(RunTime::Piece(2_400_000)),
        _ => None,
    };
    match dice.to(9) {
        6 => operation.kind = OperationKind::Inspection,
        7 => operation.kind = OperationKind::Wait,
        8 => {
            let supplier = Some(name(prefix, "sup", dice.to(4)));
            operation.kind = OperationKind::Outside { supplier, days: dice.pick(&[0, 2, 5]) };
        }
        _ => {}
    }
    if dice.one_in(3) {
        operation.family = Some(name(prefix, "fam", dice.to(2)));
    }
    if dice.one_in(3) {
        operation.transfer = Some(Qty::of(dice.pick(&[1, 3])));
    }
    operation.interruptible = !dice.one_in(5);
    if dice.one_in(4) {
        let work_center = name(prefix, "wc", dice.to(centers));
        operation.alternates.push(Alternate { work_center, factor: Ratio::of(dice.pick(&[1.0, 1.5])) });
    }
    operation.move_after = if dice.one_in(5) { Some(3_600) } else { None };
    if dice.one_in(4) {
        operation.learned = Some(Learned { factor: Ratio::of(1.13), observations: dice.pick(&[9, 2]) });
    }
    operation
}
