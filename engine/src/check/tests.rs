//! The checker can fail: a good plan, spoilt in every way that it should notice.

use super::{Violation, check};
use crate::calendar::{CalendarSpec, Shift};
use crate::model::*;
use crate::plan::{Plan, plan};
use crate::quantity::{Qty, Ratio};
use crate::time::{DAY, Instant};
use chrono::{NaiveDate, NaiveTime, Weekday};

const HOUR: i64 = 3_600;

fn monday() -> Instant {
    let day = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
    Instant::from_local(day.and_hms_opt(8, 0, 0).unwrap(), chrono_tz::Europe::Berlin)
}

fn operation(number: u32, center: &str, minutes: i64) -> Operation {
    let run = Some(RunTime::Piece(minutes * 60_000));
    Operation { run, setup: 1_800, ..Operation::new(number, center) }
}

/// Frames of two bars and a plate, sawn, milled and plated outside; bars are sawn on the same saw.
fn items(shop: &mut Shop) {
    let plating = OperationKind::Outside { supplier: Some("PLATER".into()), days: 3 };
    let routing = vec![
        operation(10, "SAW", 10),
        Operation { transfer: Some(Qty::of(2)), ..operation(20, "MILL", 20) },
        operation(30, "DEBURR", 5),
        Operation { kind: plating, work_center: None, run: None, ..operation(40, "", 0) },
    ];
    let part = |component: &str, per| BomLine {
        component: component.into(),
        per: Qty::of(per),
        operation: None,
        valid_from: None,
        valid_to: None,
    };
    let bom = vec![part("BAR", 2), part("PLATE", 1)];
    let frame = Item { routing, bom, yield_factor: Ratio::of(0.9), ..Item::default() };
    shop.items.insert("FRAME".into(), frame);
    let lot = LotRule { multiple: Qty::of(10), ..LotRule::default() };
    let whole = Operation { interruptible: false, ..operation(10, "SAW", 4) };
    shop.items.insert("BAR".into(), Item { routing: vec![whole], lot, ..Item::default() });
    let plate = Item { source: Source::Buy, lead_days: Some(4), ..Item::default() };
    shop.items.insert("PLATE".into(), plate);
}

fn line(customer: &str, item: &str, pieces: i64) -> SalesLine {
    SalesLine {
        customer: customer.into(),
        item: item.into(),
        quantity: Qty::of(pieces),
        shipped: Qty::ZERO,
        ordered_at: None,
        requested: None,
        promise: Some(Promise::by(monday() + 20 * DAY)),
        basis: Basis::Ship,
        firmness: Firmness::Firm,
        ship_complete: false,
        partial: None,
        tier: None,
    }
}

fn stock(item: &str, pieces: i64) -> Stock {
    let status = StockStatus::Usable;
    Stock { item: item.into(), quantity: Qty::of(pieces), status, owner: None, reserved: None, release: None }
}

fn shop() -> Shop {
    let mut shop = Shop::new(monday(), chrono_tz::Europe::Berlin);
    let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    let days = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
    let shifts = days.map(|weekday| Shift { weekday, from: time(8), to: time(16) }).to_vec();
    shop.calendars.insert("DAY".into(), CalendarSpec { shifts, ..CalendarSpec::default() });
    shop.settings.plant_calendar = Some("DAY".into());
    shop.settings.ship = Some(ShipDays { weekdays: vec![Weekday::Wed, Weekday::Fri], cutoff: time(15) });
    shop.settings.move_between = HOUR;
    for center in ["SAW", "MILL", "DEBURR"] {
        shop.work_centers.insert(center.into(), WorkCenter::new("DAY"));
    }
    let plater = Supplier { send_days: vec![Weekday::Tue, Weekday::Thu], ..Supplier::default() };
    shop.suppliers.insert("PLATER".into(), plater);
    shop.customers.insert("ANNA".into(), Customer { transit_days: 2, ..Customer::default() });
    shop.customers.insert("BERT".into(), Customer { partial: true, ..Customer::default() });
    items(&mut shop);
    let complete = |line| SalesLine { ship_complete: true, ..line };
    shop.lines.insert(LineKey::new("SO-1", 1), complete(line("ANNA", "FRAME", 9)));
    shop.lines.insert(LineKey::new("SO-1", 2), complete(line("ANNA", "BAR", 3)));
    shop.lines.insert(LineKey::new("SO-2", 1), line("BERT", "BAR", 400));
    shop.lines.insert(LineKey::new("SO-3", 1), line("ANNA", "FRAME", 4));
    shop.stock.insert("LOT-1".into(), stock("BAR", 12));
    shop.stock.insert("LOT-2".into(), Stock { owner: Some("BERT".into()), ..stock("BAR", 9) });
    let hold = Hold {
        target: HoldTarget::Line("SO-3".into(), 1),
        kind: HoldKind::Drawing,
        milestone: None,
        owner: None,
        expected: Some(monday() + 3 * DAY),
        blocks: Blocks::Start,
    };
    shop.holds.insert("H-1".into(), hold);
    let order = WorkOrder { item: Some("BAR".into()), quantity: Qty::of(20), ..WorkOrder::default() };
    shop.work_orders.insert("WO-1".into(), order.clone());
    shop.work_orders.insert("WO-2".into(), order);
    let frozen = vec![("WO-2".into(), 10).into(), ("WO-1".into(), 10).into()];
    shop.sequences.insert("SAW".into(), Sequence { frozen, planned: Vec::new() });
    let protected = [(("WO-1".into(), 10).into(), monday() + DAY)].into();
    let sold = shop.lines.get_mut(&LineKey::new("SO-2", 1)).unwrap();
    sold.promise = Some(Promise { due: monday() + 9 * DAY, protected });
    shop
}

/// The operation that people call `name`.
fn op(plan: &Plan, name: &str) -> usize {
    let found = (0..plan.network.ops.len() as u32).find(|&op| plan.network.op_key(op).to_string() == name);
    found.unwrap_or_else(|| panic!("no operation {name}")) as usize
}

fn shift(plan: &mut Plan, op: usize, seconds: i64) {
    plan.timeline.start[op] += seconds;
    plan.timeline.end[op] += seconds;
}

fn line_of<'p>(plan: &'p mut Plan, order: &str, line: u32) -> &'p mut crate::plan::LineDate {
    let key = LineKey::new(order, line);
    plan.lines.iter_mut().find(|l| l.key == key).unwrap()
}

fn demand_of(plan: &Plan, name: &str) -> usize {
    let count = plan.network.demands.len() as u32;
    (0..count).find(|&d| plan.network.demand_key(d).to_string() == name).unwrap() as usize
}

fn supply_of(plan: &Plan, name: &str) -> usize {
    let count = plan.network.supplies.len() as u32;
    (0..count).find(|&s| plan.network.supply_key(s).to_string() == name).unwrap() as usize
}

/// A good plan, and what the checker says when `spoil` has been at it.
fn spoilt(spoil: impl FnOnce(&mut Plan)) -> Vec<Violation> {
    let shop = shop();
    let mut plan = plan(&shop);
    assert_eq!(check(&shop, &plan), [], "before it is spoilt");
    spoil(&mut plan);
    check(&shop, &plan)
}

/// `spoil` must be noticed as a violation called `name`.
#[track_caller]
fn noticed(name: &str, spoil: impl FnOnce(&mut Plan)) {
    let found = spoilt(spoil);
    let names = found.iter().any(|v| format!("{v:?}").split(' ').next() == Some(name));
    let texts: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert!(names, "no {name} in {texts:#?}");
}

const FRAME_SAW: &str = "new:SO-1/1:FRAME op 10";
const FRAME_MILL: &str = "new:SO-1/1:FRAME op 20";
const FRAME_DEBURR: &str = "new:SO-1/1:FRAME op 30";
const FRAME_PLATING: &str = "new:SO-1/1:FRAME op 40";

#[test]
fn machines() {
    noticed("MachineTwice", |plan| {
        let (one, two) = (op(plan, "WO-1 op 10"), op(plan, "WO-2 op 10"));
        plan.timeline.start[one] = plan.timeline.start[two];
    });
    noticed("Overloaded", |plan| {
        let (one, two) = (op(plan, "WO-1 op 10"), op(plan, "WO-2 op 10"));
        plan.timeline.start[one] = plan.timeline.start[two];
    });
    noticed("WrongPlace", |plan| {
        let (saw, mill) = (op(plan, FRAME_SAW), op(plan, FRAME_MILL));
        plan.timeline.machine[saw] = plan.timeline.machine[mill];
    });
    noticed("WrongPlace", |plan| {
        let saw = op(plan, FRAME_SAW);
        plan.timeline.machine[saw] = crate::network::NONE;
    });
}

#[test]
fn working_time() {
    noticed("StartsClosed", |plan| shift(plan, op(plan, FRAME_SAW), 20 * HOUR));
    noticed("WrongWorkTime", |plan| {
        let saw = op(plan, FRAME_SAW);
        plan.timeline.end[saw] -= HOUR / 2;
    });
    noticed("EndsAfterAll", |plan| {
        let saw = op(plan, FRAME_SAW);
        plan.timeline.end[saw] = Instant::NEVER.0;
    });
    noticed("Interrupted", |plan| {
        let whole = op(plan, "WO-1 op 10");
        // From an hour before the shift ends over the night.
        let start = monday() + 7 * HOUR;
        let minutes = 30 + 20 * 4;
        plan.timeline.start[whole] = start.0;
        plan.timeline.end[whole] = (start + 16 * HOUR + minutes * 60).0;
    });
    noticed("WrongReturn", |plan| {
        let plating = op(plan, FRAME_PLATING);
        plan.timeline.end[plating] -= DAY;
    });
    noticed("NoSendDay", |plan| shift(plan, op(plan, FRAME_PLATING), DAY));
}

#[test]
fn order_in_time() {
    noticed("BeforeNow", |plan| shift(plan, op(plan, "WO-2 op 10"), -DAY));
    noticed("TooEarly", |plan| {
        let (mill, saw) = (op(plan, FRAME_MILL), op(plan, FRAME_SAW));
        let to = plan.timeline.end[saw] - plan.timeline.start[mill];
        shift(plan, mill, to);
    });
    noticed("TooEarly", |plan| {
        let (mill, deburr) = (op(plan, FRAME_MILL), op(plan, FRAME_DEBURR));
        let to = plan.timeline.start[mill] + 20 * 60 - plan.timeline.start[deburr];
        shift(plan, deburr, to);
    });
    noticed("EndsTooEarly", |plan| {
        let (mill, deburr) = (op(plan, FRAME_MILL), op(plan, FRAME_DEBURR));
        plan.timeline.end[deburr] = plan.timeline.end[mill] - HOUR;
    });
    noticed("MaterialTooLate", |plan| {
        let saw = op(plan, FRAME_SAW);
        plan.timeline.start[saw] = monday().0;
    });
    noticed("Held", |plan| shift(plan, op(plan, "new:SO-3/1:FRAME op 10"), -30 * DAY));
    noticed("WrongDone", |plan| plan.timeline.done[0] -= HOUR);
}

#[test]
fn sequences_and_promises() {
    noticed("Overtaken", |plan| {
        let (one, two) = (op(plan, "WO-1 op 10"), op(plan, "WO-2 op 10"));
        for list in [&mut plan.timeline.start, &mut plan.timeline.end] {
            list.swap(one, two);
        }
        for entry in &mut plan.timeline.order {
            *entry = match *entry as usize {
                o if o == one => two as u32,
                o if o == two => one as u32,
                _ => *entry,
            };
        }
    });
    noticed("ProtectedMoved", |plan| {
        let first = op(plan, "WO-1 op 10");
        plan.network.ops[first].protected += 1;
    });
}

#[test]
fn jobs_and_lots() {
    noticed("WrongJobQuantity", |plan| {
        let job = plan.network.ops[op(plan, FRAME_SAW)].job;
        plan.network.jobs[job as usize].started = Qty::of(9);
    });
    noticed("WrongOperations", |plan| {
        let saw = op(plan, FRAME_SAW);
        plan.network.ops[saw].number = 11;
    });
    noticed("WrongJob", |plan| plan.network.jobs[0].work_order = Some("WO-9".into()));
    noticed("WrongLot", |plan| {
        let supply = supply_of(plan, "buy:PLATE#1");
        plan.network.supplies[supply].quantity += Qty::of(1);
    });
}

#[test]
fn material() {
    let bars = "BAR for new:SO-1/1:FRAME";
    noticed("WrongDemand", |plan| {
        let demand = demand_of(plan, bars);
        plan.network.demands[demand].quantity = Qty::of(19);
    });
    noticed("WrongPegs", |plan| plan.network.pegs[0].quantity = Qty::of(1));
    noticed("SupplyExceeded", |plan| {
        let lot = supply_of(plan, "stock LOT-1") as u32;
        plan.network.pegs.iter_mut().filter(|p| p.supply == lot).for_each(|p| p.quantity = Qty::of(99));
    });
    noticed("WrongSupply", |plan| {
        let supply = supply_of(plan, "buy:PLATE#1");
        plan.network.supplies[supply].available -= DAY;
    });
    noticed("WrongItem", |plan| {
        let (demand, plate) = (demand_of(plan, bars) as u32, supply_of(plan, "buy:PLATE#1") as u32);
        plan.network.pegs.iter_mut().filter(|p| p.demand == demand).for_each(|p| p.supply = plate);
    });
    noticed("NotTheirs", |plan| {
        let (demand, owned) = (demand_of(plan, bars) as u32, supply_of(plan, "stock LOT-2") as u32);
        plan.network.pegs.iter_mut().filter(|p| p.demand == demand).for_each(|p| p.supply = owned);
    });
}

#[test]
fn blocked_stock_and_dropped_pegs() {
    let (mut shop, before) = (shop(), plan(&shop()));
    let lot = Stock { status: StockStatus::Blocked, ..stock("BAR", 12) };
    shop.stock.insert("LOT-1".into(), lot);
    let found = check(&shop, &before);
    assert!(found.iter().any(|v| matches!(v, Violation::WrongSupply { real: None, .. })), "{found:?}");

    let mut shop = self::shop();
    let demand = DemandKey::Line(LineKey::new("SO-1", 2));
    let supply = SupplyKey::Job(JobKey::WorkOrder("WO-2".into()));
    shop.pegs.insert(Peg { demand, supply, quantity: Qty::of(3) });
    assert_eq!(check(&shop, &plan(&shop)), []);
    let found = check(&shop, &before);
    assert!(found.iter().any(|v| matches!(v, Violation::PegDropped { .. })), "{found:?}");
}

#[test]
fn dispatch() {
    noticed("NoShipDay", |plan| line_of(plan, "SO-2", 1).ship = line_of(plan, "SO-2", 1).ship + DAY);
    noticed("NotTogether", |plan| line_of(plan, "SO-1", 2).ship = line_of(plan, "SO-1", 2).ship + -7 * DAY);
    noticed("WrongDate", |plan| line_of(plan, "SO-1", 1).arrival = line_of(plan, "SO-1", 1).ship);
    noticed("WrongDate", |plan| line_of(plan, "SO-2", 1).packed = monday());
    noticed("WrongParts", |plan| line_of(plan, "SO-2", 1).parts[0].quantity += Qty::of(1));
    noticed("LineLost", |plan| line_of(plan, "SO-2", 1).ship = Instant::NEVER);
    noticed("LineLost", |plan| plan.lines.clear());
}
