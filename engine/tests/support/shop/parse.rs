//! The words that facts are told in: quantities, spans, dates, steps of a routing, keys.

use chrono::{NaiveDate, NaiveTime, Weekday};
use holdfast_engine::model::{
    Alternate, Code, DemandKey, JobKey, Learned, LineKey, OpKey, Operation, OperationKind, PurchaseKey,
    RunTime, SupplyKey, Tier,
};
use holdfast_engine::quantity::{Qty, Ratio};

/// The parts of a sentence between commas.
pub(super) fn clauses(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|clause| !clause.is_empty())
}

pub(super) fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

pub(super) fn qty(text: &str) -> Qty {
    let value: f64 = text.parse().unwrap_or_else(|_| panic!("not a quantity: {text}"));
    Qty::from_millionths((value * 1e6).round() as i64)
}

/// A factor, with or without an `x` before it.
pub(super) fn ratio(text: &str) -> Ratio {
    let value = text.strip_prefix('x').unwrap_or(text).parse();
    Ratio::of(value.unwrap_or_else(|_| panic!("not a factor: {text}")))
}

pub(super) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|_| panic!("not a date: {text}"))
}

pub(super) fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap_or_else(|_| panic!("not a time: {text}"))
}

/// `08:00-16:00`.
pub(super) fn span(text: &str) -> (NaiveTime, NaiveTime) {
    let (from, to) = text.split_once('-').unwrap_or_else(|| panic!("not hours: {text}"));
    (time(from), time(to))
}

/// `90 min` or `2 h`, in seconds.
pub(super) fn seconds(text: &[&str]) -> i64 {
    match text {
        [number, unit] => (millis(number, unit)) / 1_000,
        _ => panic!("not a span of time: {text:?}"),
    }
}

fn millis(number: &str, unit: &str) -> i64 {
    let value: f64 = number.parse().unwrap_or_else(|_| panic!("not a number: {number}"));
    let factor = match unit {
        "s" => 1e3,
        "min" => 6e4,
        "h" => 3.6e6,
        _ => panic!("not a unit of time: {unit}"),
    };
    (value * factor).round() as i64
}

/// `Mon`, `Mon-Fri`.
pub(super) fn weekdays(text: &str) -> Vec<Weekday> {
    let day = |name: &str| -> Weekday { name.parse().unwrap_or_else(|_| panic!("not a weekday: {name}")) };
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (mut at, last) = (day(first), day(last));
    let mut days = vec![at];
    while at != last {
        at = at.succ();
        days.push(at);
    }
    days
}

pub(super) fn tier(text: &str) -> Tier {
    match text {
        "A" => Tier::A,
        "B" => Tier::B,
        "C" => Tier::C,
        _ => panic!("not a tier: {text}"),
    }
}

/// A step of a routing: where and how long, then what else is to say.
///
/// `saw 30 + 5 min`: 30 minutes of setup, 5 minutes a piece; `saw 30 + 5 min a lot`, `… a load of 8`; `saw`
/// alone has no time. `wait 24 h`; `outside PLATER 5 d`. Then, after commas: `unbroken`, `inspection`,
/// `transfer 10`, `family steel`, `or lathe x1.5`, `move 30 min`, `learned x1.1 of 20`.
pub(super) fn operation(number: u32, text: &str) -> Operation {
    let mut parts = clauses(text);
    let first = words(parts.next().unwrap_or_else(|| panic!("a step without words")));
    let mut step = Operation::new(number, *first.first().expect("a work centre"));
    match first.as_slice() {
        ["wait", value, unit] => {
            step.run = Some(RunTime::Lot(millis(value, unit)));
            (step.kind, step.work_center) = (OperationKind::Wait, None);
        }
        ["outside", supplier, days, "d"] => {
            let days = days.parse().expect("days");
            step.kind = OperationKind::Outside { supplier: Some((*supplier).into()), days };
            step.work_center = None;
        }
        [_] => {}
        [_, setup, "+", run, unit, how @ ..] => {
            step.setup = millis(setup, unit) / 1_000;
            let millis = millis(run, unit);
            step.run = Some(match how {
                [] => RunTime::Piece(millis),
                ["a", "lot"] => RunTime::Lot(millis),
                ["a", "load", "of", size] => RunTime::Load { size: qty(size), millis },
                _ => panic!("step {text}: what is {how:?}?"),
            });
        }
        _ => panic!("what is the step “{text}”?"),
    }
    parts.for_each(|clause| detail(&mut step, clause));
    step
}

fn detail(step: &mut Operation, clause: &str) {
    match words(clause).as_slice() {
        ["unbroken"] => step.interruptible = false,
        ["inspection"] => step.kind = OperationKind::Inspection,
        ["transfer", pieces] => step.transfer = Some(qty(pieces)),
        ["family", family] => step.family = Some((*family).into()),
        ["or", center] => {
            step.alternates.push(Alternate { work_center: (*center).into(), factor: Ratio::ONE });
        }
        ["or", center, factor] => {
            step.alternates.push(Alternate { work_center: (*center).into(), factor: ratio(factor) });
        }
        ["move", span @ ..] => step.move_after = Some(seconds(span)),
        ["learned", factor, "of", count] => {
            let observations = count.parse().expect("a count");
            step.learned = Some(Learned { factor: ratio(factor), observations });
        }
        _ => panic!("step: what is “{clause}”?"),
    }
}

/// `SO-1/10` or `SO-1/10.2`.
pub fn line_key(text: &str) -> LineKey {
    let (order, line) = text.rsplit_once('/').unwrap_or_else(|| panic!("not an order line: {text}"));
    let (line, schedule) = line.split_once('.').unwrap_or((line, "0"));
    let number = |n: &str| n.parse().unwrap_or_else(|_| panic!("not an order line: {text}"));
    LineKey { schedule: number(schedule), ..LineKey::new(order, number(line)) }
}

/// `PO-1/10`.
pub(super) fn purchase_key(text: &str) -> PurchaseKey {
    let LineKey { order, line, .. } = line_key(text);
    PurchaseKey { order, line }
}

/// `WO-1`, or the proposal `new:SO-1/10:BRACKET`, or `new:stock:BRACKET`.
fn job_key(text: &str) -> JobKey {
    let Some(proposed) = text.strip_prefix("new:") else { return JobKey::WorkOrder(text.into()) };
    let (line, item) = proposed.split_once(':').unwrap_or_else(|| panic!("not a proposal: {text}"));
    let line = (line != "stock").then(|| line_key(line));
    JobKey::Proposed { line, item: Code::from(item), nth: 0 }
}

/// `WO-1 op 20`.
pub(super) fn op_key(text: &str) -> OpKey {
    match words(text).as_slice() {
        [job, "op", number] => OpKey { job: job_key(job), operation: number.parse().expect("an operation") },
        _ => panic!("not an operation: {text}"),
    }
}

/// `SO-1/10`, or `PLATE for WO-1`.
pub(super) fn demand_key(text: &str) -> DemandKey {
    match words(text).as_slice() {
        [line] => DemandKey::Line(line_key(line)),
        [item, "for", job] => DemandKey::Component { job: job_key(job), item: (*item).into() },
        _ => panic!("not a demand: {text}"),
    }
}

/// `stock L1`, `job WO-1`, `purchase PO-1/10`.
pub(super) fn supply_key(text: &str) -> SupplyKey {
    match words(text).as_slice() {
        ["stock", lot] => SupplyKey::Stock((*lot).into()),
        ["job", job] => SupplyKey::Job(job_key(job)),
        ["purchase", key] => SupplyKey::Purchase(purchase_key(key)),
        _ => panic!("not a supply: {text}"),
    }
}
