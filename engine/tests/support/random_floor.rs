//! Lines, work orders, purchases, stock, holds and what was promised, of random shops.

use super::dice::Dice;
use super::random_parts::routing;
use super::random_shop::{Recipe, name};
use holdfast_engine::model::*;
use holdfast_engine::plan::plan;
use holdfast_engine::quantity::Qty;
use holdfast_engine::time::{DAY, Instant};

/// Two lines to an order, so that some ship together.
fn line_key(number: usize, prefix: &str) -> LineKey {
    LineKey::new(name(prefix, "so", number / 2), 1 + number as u32 % 2)
}

pub fn add_lines(shop: &mut Shop, recipe: &Recipe, prefix: &str) {
    for (number, numbers) in recipe.lines.iter().enumerate() {
        let mut dice = Dice::new(numbers);
        let item = match dice.to(30) {
            29 => name(prefix, "ghost", 90 + number),
            n => name(prefix, "item", n % recipe.items.len()),
        };
        let customer = name(prefix, "cus", dice.to(3));
        let quantity = Qty::of(dice.pick(&[1, 4, 12, 25]));
        let shipped = Qty::of(dice.pick(&[0, 0, 0, 1]));
        let due = shop.now + (dice.to(30) as i64 - 5) * DAY;
        let line = SalesLine {
            customer,
            item,
            quantity,
            shipped,
            ordered_at: None,
            requested: if dice.one_in(3) { Some(due) } else { None },
            promise: (!dice.one_in(3)).then(|| Promise::by(due)),
            basis: dice.pick(&[Basis::Ship, Basis::Ship, Basis::Arrival]),
            firmness: dice.pick(&[Firmness::Firm, Firmness::Firm, Firmness::Firm, Firmness::Forecast]),
            ship_complete: dice.one_in(4),
            partial: dice.pick(&[None, None, Some(true), Some(false)]),
            tier: dice.pick(&[None, None, Some(Tier::A), Some(Tier::C)]),
        };
        shop.lines.insert(line_key(number, prefix), line);
    }
}

pub fn add_orders(shop: &mut Shop, recipe: &Recipe, prefix: &str) {
    for (number, numbers) in recipe.orders.iter().enumerate() {
        let mut dice = Dice::new(numbers);
        let item = name(prefix, "item", dice.to(recipe.items.len()));
        let pieces = dice.pick(&[10, 3, 30]);
        let mut order = WorkOrder {
            item: (!dice.one_in(20)).then(|| item.clone()),
            quantity: Qty::of(pieces),
            started: if dice.one_in(3) { Some(Qty::of(pieces + 1)) } else { None },
            received: Qty::of(dice.pick(&[0, 0, 0, 2])),
            closed: dice.one_in(12),
            ..WorkOrder::default()
        };
        if dice.one_in(2) {
            order.line = Some(line_key(dice.to(recipe.lines.len()), prefix));
        }
        order.due = if dice.one_in(3) { Some(shop.now + 4 * DAY) } else { None };
        let known = shop.items.get(&item);
        if dice.one_in(5) {
            order.routing = Some(routing(&mut dice, recipe.centers.len(), prefix));
        }
        let numbers: Vec<u32> = match (&order.routing, known) {
            (Some(own), _) => own.iter().map(|o| o.number).collect(),
            (None, item) => item.map_or(Vec::new(), |i| i.routing.iter().map(|o| o.number).collect()),
        };
        report(&mut order, &numbers, &mut dice, shop.now, recipe.centers.len(), prefix);
        for line in known.map_or(&[][..], |i| &i.bom) {
            if dice.one_in(3) {
                order.issued.insert(line.component.clone(), Qty::of(dice.pick(&[5, 20, 1])));
            }
        }
        shop.work_orders.insert(name(prefix, "wo", number), order);
    }
}

/// Progress up to somewhere in the routing: done before it, begun or running at it.
fn report(
    order: &mut WorkOrder,
    numbers: &[u32],
    dice: &mut Dice<'_>,
    now: Instant,
    centers: usize,
    prefix: &str,
) {
    let all = order.quantity.millionths() / 1_000_000;
    let reached = dice.to(numbers.len() + 2);
    for (place, &number) in numbers.iter().enumerate().take(reached) {
        let mut progress = Progress::default();
        let at_front = place + 1 == reached;
        progress.good = Qty::of(if at_front { dice.to(all as usize + 1) as i64 } else { all });
        progress.status = match (at_front, dice.to(5)) {
            (false, 0..=3) => OperationStatus::Done,
            (false, _) => OperationStatus::Paused,
            (true, n) => [
                OperationStatus::Running,
                OperationStatus::Waiting,
                OperationStatus::Paused,
                OperationStatus::Blocked,
                OperationStatus::Running,
            ][n],
        };
        if !at_front && dice.one_in(4) {
            // Pieces still at the step before, while the next has begun.
            progress.good = Qty::of(all / 2);
            progress.status = dice.pick(&[OperationStatus::Waiting, OperationStatus::Running]);
        }
        progress.scrap = Qty::of(dice.pick(&[0, 0, 0, 0, 1]));
        if dice.one_in(6) {
            progress.rework = Qty::of(2);
            progress.rework_to = dice.pick(&[None, Some(numbers[0])]);
        }
        if progress.status == OperationStatus::Running || dice.one_in(3) {
            progress.started_at = Some(now + -dice.pick(&[3_600, 100_000]));
        }
        progress.last_report = dice.one_in(3).then(|| now + -1_800);
        progress.work_center = if dice.one_in(8) { Some(name(prefix, "wc", dice.to(centers))) } else { None };
        order.progress.insert(number, progress);
    }
}

pub fn add_purchases(shop: &mut Shop, recipe: &Recipe, prefix: &str) {
    for (number, numbers) in recipe.purchases.iter().enumerate() {
        let mut dice = Dice::new(numbers);
        let mut purchase = Purchase {
            item: Some(name(prefix, "item", dice.to(recipe.items.len()))),
            supplier: if dice.one_in(5) { None } else { Some(name(prefix, "sup", dice.to(4))) },
            quantity: Qty::of(dice.pick(&[20, 5])),
            received: Qty::of(dice.pick(&[0, 0, 3])),
            ordered_at: if dice.one_in(2) { Some(shop.now + -9 * DAY) } else { None },
            confirmed: (!dice.one_in(4)).then(|| shop.now + (dice.to(20) as i64 - 8) * DAY),
            ..Purchase::default()
        };
        purchase.line = dice.one_in(3).then(|| line_key(dice.to(recipe.lines.len()), prefix));
        if dice.one_in(5) && !recipe.orders.is_empty() {
            let order = name(prefix, "wo", dice.to(recipe.orders.len()));
            purchase.outside = Some((order, dice.pick(&[10, 20])));
        }
        let key = PurchaseKey { order: name(prefix, "po", number), line: 1 };
        shop.purchases.insert(key, purchase);
    }
}

pub fn add_stock(shop: &mut Shop, recipe: &Recipe, prefix: &str) {
    for (number, numbers) in recipe.stock.iter().enumerate() {
        let mut dice = Dice::new(numbers);
        let stock = Stock {
            item: name(prefix, "item", dice.to(recipe.items.len())),
            quantity: Qty::of(dice.pick(&[8, 30, 1])),
            status: dice.pick(&[
                StockStatus::Usable,
                StockStatus::Usable,
                StockStatus::Inspection,
                StockStatus::Blocked,
            ]),
            owner: dice.one_in(4).then(|| name(prefix, "cus", dice.to(3))),
            reserved: if dice.one_in(4) { Some(Tier::A) } else { None },
            release: if dice.one_in(3) { Some(shop.now + 3 * DAY) } else { None },
        };
        shop.stock.insert(name(prefix, "lot", number), stock);
    }
}

pub fn add_holds(shop: &mut Shop, recipe: &Recipe, prefix: &str) {
    for (number, numbers) in recipe.holds.iter().enumerate() {
        let mut dice = Dice::new(numbers);
        let line = line_key(dice.to(recipe.lines.len()), prefix);
        let target = match dice.to(4) {
            0 => HoldTarget::Line(line.order, line.line),
            1 => HoldTarget::Order(line.order),
            n => HoldTarget::WorkOrder(name(prefix, "wo", dice.to(3)), (n == 3).then_some(20)),
        };
        let hold = Hold {
            target,
            kind: dice.pick(&[HoldKind::Drawing, HoldKind::Credit, HoldKind::Quality, HoldKind::Customer]),
            milestone: None,
            owner: None,
            expected: dice.pick(&[Some(2), None, Some(-3)]).map(|days: i64| shop.now + days * DAY),
            blocks: dice.pick(&[Blocks::Start, Blocks::Dispatch]),
        };
        shop.holds.insert(name(prefix, "hold", number), hold);
    }
}

/// Sequences, kept pegs and protected starts, drawn from what an earlier plan said.
pub fn fix(shop: &mut Shop, dice: &mut Dice<'_>, prefix: &str) {
    let (sequences, pegs, promises) = (dice.one_in(3), dice.one_in(3), dice.one_in(3));
    if !sequences && !pegs && !promises {
        return;
    }
    let before = plan(shop);
    let net = &before.network;
    if sequences {
        for (op, node) in (0..).zip(&net.ops).filter(|(_, n)| (n.center as usize) < net.centers.len()) {
            let list = dice.to(4);
            let center = net.centers[node.center as usize].code.clone();
            let sequence = shop.sequences.entry(center).or_default();
            let key = net.op_key(op);
            match list {
                1 => sequence.frozen.insert(dice.to(sequence.frozen.len() + 1), key),
                2 => sequence.planned.insert(dice.to(sequence.planned.len() + 1), key),
                3 if dice.one_in(5) => sequence.frozen.push((name(prefix, "gone", 0), 10).into()),
                _ => {}
            }
        }
    }
    if pegs {
        for peg in net.pegs.iter().filter(|p| p.quantity.is_some() && dice.one_in(2)) {
            let (demand, supply) = (net.demand_key(peg.demand), net.supply_key(peg.supply));
            shop.pegs.insert(Peg { demand, supply, quantity: peg.quantity });
        }
    }
    if promises {
        for (op, node) in (0..).zip(&net.ops) {
            let Some(line) = net.lines.get(node.line_of(&net.jobs) as usize) else { continue };
            let promise = shop.lines.get_mut(&line.key).and_then(|l| l.promise.as_mut());
            if let (Some(promise), true) = (promise, dice.one_in(2)) {
                let start = Instant(node.protected) + (dice.to(5) as i64 - 2) * 7_200;
                promise.protected.insert(net.op_key(op), start);
            }
        }
    }
}

/// The line at the root of an operation's job.
trait LineOf {
    fn line_of(&self, jobs: &[holdfast_engine::network::Job]) -> u32;
}

impl LineOf for holdfast_engine::network::OpNode {
    fn line_of(&self, jobs: &[holdfast_engine::network::Job]) -> u32 {
        jobs[self.job as usize].line
    }
}
