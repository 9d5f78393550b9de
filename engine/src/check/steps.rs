//! The steps of an item by the chain of fall-backs: own routing, similar item, group, lead time, default.

use super::facts::Clocks;
use super::supplies::usual_lateness;
use crate::model::{Code, Item, Operation, OperationKind, RunTime, Shop, Source, UnitKind};
use crate::quantity::{Qty, Ratio, UNIT};

/// Observations from which on a learned time counts.
const LEARNED_FROM: u32 = 5;
/// Run time of a lot about which nothing is known, in milliseconds.
const UNKNOWN_LOT: i64 = 8 * 3_600_000;

/// Where a step takes its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// On a machine of this work centre.
    Center(Code),
    /// In the plant's working time, without a machine: its work centre is not known.
    Plant,
    /// On clock time.
    Wait,
    /// At a supplier for days on its calendar, or every day counted.
    Outside { supplier: Option<Code>, days: u32 },
    /// Working days of the plant: nothing better is known.
    Estimate { days: u32 },
}

/// A step of a routing as it should be planned.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub number: u32,
    pub place: Place,
    pub setup: i64,
    pub run: RunTime,
    /// Factors on the run time, one after the other.
    pub factors: [Ratio; 2],
    pub family: Option<Code>,
    pub transfer: Qty,
    pub unbroken: bool,
    pub move_after: i64,
    pub alternates: Vec<(Code, Ratio)>,
}

/// Whether the plant makes the item; if not, it is bought or brought.
pub(super) fn is_made(shop: &Shop, code: &Code) -> bool {
    match shop.items.get(code) {
        Some(item) => {
            let bare = item.routing.is_empty() && item.bom.is_empty();
            item.source == Source::Make && !(bare && item.supplier.is_some())
        }
        None => !shop.items.values().any(|parent| parent.bom.iter().any(|b| b.component == *code)),
    }
}

/// Whether the item comes in whole pieces.
pub(super) fn is_counted(shop: &Shop, code: &Code) -> bool {
    shop.items.get(code).is_none_or(|i| i.unit == UnitKind::Counted)
}

/// The steps that make one lot of `code`.
pub(super) fn steps_of(shop: &Shop, clocks: &Clocks, code: &Code) -> Vec<Step> {
    if !is_made(shop, code) {
        return Vec::new();
    }
    let Some(item) = shop.items.get(code) else {
        return vec![estimate(shop.settings.default_lead_days)];
    };
    if !item.routing.is_empty() {
        return routing(shop, clocks, &item.routing, Ratio::ONE);
    }
    let has_routing = |code: &Code| shop.items.get(code).filter(|i| !i.routing.is_empty());
    if let Some((similar, like)) = item.similar.as_ref().and_then(|s| Some((s, has_routing(&s.item)?))) {
        return routing(shop, clocks, &like.routing, similar.factor);
    }
    if let Some(like) = item.group.as_ref().and_then(|group| typical_member(shop, group)) {
        return routing(shop, clocks, &like.routing, Ratio::ONE);
    }
    vec![estimate(item.lead_days.unwrap_or(shop.settings.default_lead_days))]
}

/// The steps that a list of operations makes.
pub(super) fn routing(shop: &Shop, clocks: &Clocks, operations: &[Operation], factor: Ratio) -> Vec<Step> {
    operations.iter().map(|operation| step(shop, clocks, operation, factor)).collect()
}

fn step(shop: &Shop, clocks: &Clocks, operation: &Operation, factor: Ratio) -> Step {
    let center = operation.work_center.as_ref();
    let place = match &operation.kind {
        OperationKind::Wait => Place::Wait,
        OperationKind::Outside { supplier, days } => {
            let known = supplier.as_ref().filter(|s| shop.suppliers.contains_key(*s));
            let usual = known.and_then(|s| shop.suppliers[s].lead_days).unwrap_or(0);
            let late = known.map_or(0, |s| usual_lateness(&shop.suppliers[s].record));
            let days = if *days == 0 { usual } else { *days }.saturating_add(late);
            Place::Outside { supplier: known.cloned(), days }
        }
        _ => match center.filter(|c| clocks.works(c)) {
            Some(center) => Place::Center(center.clone()),
            None => Place::Plant,
        },
    };
    let run = match (operation.run, &place) {
        (Some(run), _) => run,
        (None, Place::Center(_) | Place::Plant | Place::Wait) => typical_time(shop, center),
        (None, _) => RunTime::Lot(0),
    };
    let learned = operation.learned.filter(|l| l.observations >= LEARNED_FROM).map(|l| l.factor);
    let usual_move = center.and_then(|c| shop.work_centers.get(c)?.move_after);
    let others = operation.alternates.iter().filter(|a| clocks.works(&a.work_center));
    let alternates = match &place {
        Place::Center(first) => {
            others.filter(|a| a.work_center != *first).map(|a| (a.work_center.clone(), a.factor)).collect()
        }
        _ => Vec::new(),
    };
    Step {
        number: operation.number,
        setup: operation.setup.max(0),
        run,
        factors: [learned.unwrap_or(Ratio::ONE), factor],
        family: operation.family.clone(),
        transfer: operation.transfer.unwrap_or(Qty::ZERO),
        unbroken: !operation.interruptible,
        move_after: operation.move_after.or(usual_move).unwrap_or(shop.settings.move_between).max(0),
        alternates,
        place,
    }
}

/// A step that takes days and nothing else.
fn estimate(days: u32) -> Step {
    Step {
        number: 0,
        place: Place::Estimate { days },
        setup: 0,
        run: RunTime::Lot(0),
        factors: [Ratio::ONE; 2],
        family: None,
        transfer: Qty::ZERO,
        unbroken: false,
        move_after: 0,
        alternates: Vec::new(),
    }
}

/// The item of a group with the median work for a piece.
fn typical_member<'a>(shop: &'a Shop, group: &Code) -> Option<&'a Item> {
    let work = |item: &Item| item.routing.iter().map(|o| piece_millis(o.run)).sum::<i64>();
    let in_group = |item: &&Item| item.group.as_ref() == Some(group) && !item.routing.is_empty();
    let mut members: Vec<&Item> = shop.items.values().filter(in_group).collect();
    members.sort_by_key(|item| work(item));
    members.get(members.len() / 2).copied()
}

fn piece_millis(run: Option<RunTime>) -> i64 {
    match run {
        Some(RunTime::Piece(millis)) => millis,
        Some(RunTime::Load { size, millis }) => millis / (size.millionths() / UNIT).max(1),
        _ => 0,
    }
}

/// The median time at a work centre, as times are for 20 pieces; a working day for the lot where there is
/// none.
fn typical_time(shop: &Shop, center: Option<&Code>) -> RunTime {
    let all = shop.items.values().flat_map(|i| &i.routing);
    let here = all.filter(|o| center.is_some() && o.work_center.as_ref() == center);
    let whole = |run: RunTime| match run {
        RunTime::Piece(millis) => millis.saturating_mul(20),
        RunTime::Lot(millis) => millis,
        RunTime::Load { size, millis } => {
            let size = size.millionths().max(1);
            millis.saturating_mul((20 * UNIT + size - 1) / size)
        }
    };
    let mut times: Vec<(i64, RunTime)> = here.filter_map(|o| o.run).map(|run| (whole(run), run)).collect();
    times.sort_unstable();
    times.get(times.len() / 2).map_or(RunTime::Lot(UNKNOWN_LOT), |&(_, run)| run)
}

impl Step {
    /// Run time of `pieces`, in seconds, a started one counted.
    pub fn seconds(&self, pieces: Qty) -> i64 {
        let millis = match self.run {
            RunTime::Lot(millis) => i128::from(millis),
            RunTime::Piece(millis) => i128::from(pieces.millionths()) * i128::from(millis) / i128::from(UNIT),
            RunTime::Load { size, millis } => {
                let size = i128::from(size.millionths().max(1));
                (i128::from(pieces.millionths()) + size - 1) / size * i128::from(millis)
            }
        };
        let factor = self.factors.iter().fold(1.0, |f, r| f * f64::from(r.0) / 1e6);
        ((millis.max(0) as f64 * factor / 1_000.0) - 1e-6).ceil().clamp(0.0, 1e15) as i64
    }
}
