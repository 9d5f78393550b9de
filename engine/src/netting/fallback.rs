//! What is taken where an item's data have holes: a similar item's routing, a typical time, a lead time, the
//! plant's default. Every step down is a problem by name.

use super::Holes;
use super::templates::{Lead, Resolver, Step, Template};
use crate::model::{Code, Item, Operation, RunTime, Shop, Source};
use crate::network::{Mode, NONE};
use crate::problem::{Assumption, Grade, ProblemKind};
use crate::quantity::{Qty, Ratio, UNIT};
use std::collections::BTreeMap;

impl Resolver<'_> {
    /// An item that only orders know: dated by the plant's default.
    pub(super) fn unknown(&self, code: &Code, holes: &mut Holes) -> Template {
        let days = self.shop.settings.default_lead_days;
        let named_by = self.shop.items.iter().find(|(_, i)| i.bom.iter().any(|b| b.component == *code));
        if let Some((parent, _)) = named_by {
            let kind = ProblemKind::UnknownComponent { parent: parent.clone(), component: code.clone() };
            let hole = holes.add(kind);
            let lead = Lead { days, calendar: self.calendars.plant, hole, customer: false };
            return Template { lead, counted: true, grade: Grade::Default, ..Template::default() };
        }
        let hole = holes.add(ProblemKind::UnknownItem { item: code.clone() });
        let steps = vec![estimate(days)];
        Template {
            steps,
            made: true,
            counted: true,
            grade: Grade::Default,
            holes: vec![hole],
            ..Template::default()
        }
    }

    /// The steps of a made item by the chain of fall-backs.
    pub(super) fn made(&self, index: u32, code: &Code, item: &Item, holes: &mut Holes) -> Template {
        if !item.routing.is_empty() {
            let (steps, grade) = self.steps(index, code, &item.routing, Ratio::ONE, holes);
            if !item.estimated {
                return Template { steps, grade, ..Template::default() };
            }
            let assumed = Assumption::Estimate;
            let hole = holes.add(ProblemKind::NoRouting { item: code.clone(), assumed });
            let grade = grade.max(Grade::Estimated);
            return Template { steps, grade, holes: vec![hole], ..Template::default() };
        }
        let named = item.similar.as_ref().filter(|s| self.has_routing(&s.item));
        let group = || item.group.as_ref().and_then(|g| self.typical_of_group(g)).map(|c| (c, Ratio::ONE));
        let days = item.lead_days;
        let assumed = match (named, days) {
            (Some(similar), _) => Some((similar.item.clone(), similar.factor, true)),
            (None, _) => group().map(|(code, factor)| (code, factor, false)),
        };
        let Some((like, factor, explicit)) = assumed else {
            let (days, grade, assumption) = match days {
                Some(days) => (days, Grade::LeadTime, Assumption::LeadTime(days)),
                None => {
                    let days = self.shop.settings.default_lead_days;
                    (days, Grade::Default, Assumption::PlantDefault(days))
                }
            };
            let hole = holes.add(ProblemKind::NoRouting { item: code.clone(), assumed: assumption });
            return Template { steps: vec![estimate(days)], grade, holes: vec![hole], ..Template::default() };
        };
        let assumed = if explicit {
            Assumption::SimilarItem(like.clone())
        } else {
            Assumption::GroupItem(like.clone())
        };
        let hole = holes.add(ProblemKind::NoRouting { item: code.clone(), assumed });
        let source = self.items.binary_search(&like).map_or(index, |i| i as u32);
        let routing = self.shop.items.get(&like).map_or(&[][..], |i| &i.routing);
        let (steps, grade) = self.steps(source, &like, routing, factor, holes);
        Template { steps, grade: grade.max(Grade::Similar), holes: vec![hole], ..Template::default() }
    }

    /// A time for an operation that has none: the typical one of its work centre, else a working day a lot.
    pub(super) fn missing_time(
        &self,
        code: &Code,
        operation: &Operation,
        holes: &mut Holes,
        own: &mut Vec<u32>,
    ) -> RunTime {
        let typical = operation.work_center.as_ref().and_then(|c| self.typical.get(c));
        let (run, assumed) = match typical {
            Some(&run) => (run, Assumption::TypicalOperation(run)),
            None => (RunTime::Lot(8 * 3_600_000), Assumption::PlantDefault(1)),
        };
        let kind = ProblemKind::NoTime { item: code.clone(), operation: operation.number, assumed };
        own.push(holes.add(kind));
        run
    }

    fn has_routing(&self, code: &Code) -> bool {
        self.shop.items.get(code).is_some_and(|i| !i.routing.is_empty())
    }

    /// The item of a group whose work for one piece is the median of the group.
    fn typical_of_group(&self, group: &Code) -> Option<Code> {
        let members = self.shop.items.iter().filter(|(_, i)| i.group.as_ref() == Some(group));
        let mut timed: Vec<(i64, &Code)> = members
            .filter(|(_, i)| !i.routing.is_empty())
            .map(|(code, i)| (i.routing.iter().map(piece_millis).sum(), code))
            .collect();
        timed.sort_unstable();
        timed.get(timed.len() / 2).map(|(_, code)| (*code).clone())
    }

    /// How long a purchase of the item takes.
    pub(super) fn lead(&self, code: &Code, item: &Item, holes: &mut Holes) -> Lead {
        if item.source == Source::Customer {
            let days = self.shop.settings.hold_days.customer;
            let hole = holes.add(ProblemKind::CustomerMaterialMissing { item: code.clone(), days });
            return Lead { days, calendar: self.calendars.plant, hole, customer: true };
        }
        let supplier = item.supplier.as_ref().and_then(|s| self.shop.suppliers.get(s));
        let calendar = supplier.and_then(|s| s.calendar.as_ref()).and_then(|c| self.calendars.find(c));
        let known = item.lead_days.or(supplier.and_then(|s| s.lead_days));
        let days = known.unwrap_or(self.shop.settings.default_lead_days);
        let hole = match known {
            Some(_) => NONE,
            None => holes.add(ProblemKind::NoLeadTime { item: code.clone(), days }),
        };
        Lead { days, calendar: calendar.unwrap_or(NONE), hole, customer: false }
    }
}

/// A step that takes `days` working days without capacity.
fn estimate(days: u32) -> Step {
    Step {
        number: 0,
        mode: Mode::Estimate { days },
        center: NONE,
        setup: 0,
        run: RunTime::Lot(0),
        factor: Ratio::ONE,
        family: 0,
        transfer: Qty::ZERO,
        unbroken: false,
        inspection: false,
        move_after: 0,
        alternates: Vec::new(),
        source: (NONE, 0),
        holes: Vec::new(),
    }
}

/// Milliseconds of run time for one piece, for comparing items.
fn piece_millis(operation: &Operation) -> i64 {
    match operation.run {
        Some(RunTime::Piece(millis)) => millis,
        Some(RunTime::Load { size, millis }) => millis / (size.millionths() / UNIT).max(1),
        Some(RunTime::Lot(_)) | None => 0,
    }
}

/// Pieces of a lot by which the times of operations are compared.
const USUAL_LOT: i64 = 20;

/// The median time of each work centre's operations, as they are for a usual lot.
pub(super) fn typical_times(shop: &Shop) -> BTreeMap<Code, RunTime> {
    let own = shop.work_orders.values().filter_map(|w| w.routing.as_ref()).flatten();
    if shop.items.values().flat_map(|i| &i.routing).chain(own).all(|o| o.run.is_some()) {
        return BTreeMap::new();
    }
    let mut by_center: BTreeMap<Code, Vec<(i64, RunTime)>> = BTreeMap::new();
    for operation in shop.items.values().flat_map(|i| &i.routing) {
        if let (Some(center), Some(run)) = (&operation.work_center, operation.run) {
            let whole = match run {
                RunTime::Piece(millis) => millis.saturating_mul(USUAL_LOT),
                RunTime::Lot(millis) => millis,
                RunTime::Load { size, millis } => {
                    let loads = (USUAL_LOT * UNIT + size.millionths() - 1) / size.millionths().max(1);
                    millis.saturating_mul(loads)
                }
            };
            by_center.entry(center.clone()).or_default().push((whole, run));
        }
    }
    by_center
        .into_iter()
        .map(|(center, mut all)| {
            all.sort_unstable();
            let middle = all[all.len() / 2].1;
            (center, middle)
        })
        .collect()
}
