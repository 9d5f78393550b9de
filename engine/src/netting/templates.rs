//! Items made ready for planning: routings resolved to indices, holes filled by the chain of fall-backs.
//!
//! The chain is: own routing and learned times → routing and planned times → a similar item or group → item
//! lead time → the plant's default. Whatever was assumed is a problem by name, and the grade says how far
//! down the chain a date had to go.

use super::Holes;
use super::fallback::typical_times;
use super::supplies::median_above;
use crate::model::{Code, Item, Learned, LotRule, Operation, OperationKind, RunTime, Shop, Source, UnitKind};
use crate::network::{Calendars, Center, Mode, NONE, days_mask};
use crate::problem::{Grade, ProblemKind};
use crate::quantity::{Qty, Ratio};
use std::collections::BTreeMap;

/// An item made ready.
#[derive(Clone, Debug, Default)]
pub(crate) struct Template {
    pub steps: Vec<Step>,
    pub bom: Vec<BomStep>,
    pub grade: Grade,
    pub holes: Vec<u32>,
    pub made: bool,
    pub counted: bool,
    pub yield_factor: Ratio,
    pub lot: LotRule,
    pub safety_stock: Qty,
    pub inspection_days: u32,
    /// Working days to buy it, or to wait for it.
    pub lead: Lead,
}

/// How long a purchase takes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Lead {
    pub days: u32,
    /// Calendar of the supplier, or [`NONE`] for every day.
    pub calendar: u32,
    pub hole: u32,
    pub customer: bool,
}

/// An operation made ready.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub number: u32,
    pub mode: Mode,
    pub center: u32,
    pub setup: i64,
    pub run: RunTime,
    pub factor: Ratio,
    pub family: u32,
    pub transfer: Qty,
    pub unbroken: bool,
    pub inspection: bool,
    pub move_after: u32,
    pub alternates: Vec<(u32, Ratio)>,
    /// Item and place in its routing that it was read from.
    pub source: (u32, u32),
    pub holes: Vec<u32>,
}

/// A component made ready.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BomStep {
    pub item: u32,
    pub per: Qty,
    /// Place of the step that needs it.
    pub step: u32,
    /// The operation that the bill of materials names, for routings of a work order's own.
    pub number: Option<u32>,
}

/// What resolving needs to know.
pub(crate) struct Resolver<'a> {
    pub shop: &'a Shop,
    pub calendars: &'a Calendars,
    pub centers: &'a [Center],
    pub items: &'a [Code],
    families: BTreeMap<Code, u32>,
    pub(super) typical: BTreeMap<Code, RunTime>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(
        shop: &'a Shop,
        calendars: &'a Calendars,
        centers: &'a [Center],
        items: &'a [Code],
    ) -> Resolver<'a> {
        let mut families = BTreeMap::new();
        let all = shop.items.values().flat_map(|i| &i.routing);
        let own = shop.work_orders.values().filter_map(|w| w.routing.as_ref()).flatten();
        for family in all.chain(own).filter_map(|o| o.family.as_ref()) {
            families.entry(family.clone()).or_insert(0);
        }
        families.values_mut().zip(1..).for_each(|(index, n)| *index = n);
        Resolver { shop, calendars, centers, items, families, typical: typical_times(shop) }
    }

    /// The templates of all items, in order of the item index.
    pub(super) fn templates(&self, holes: &mut Holes) -> Vec<Template> {
        (0..self.items.len() as u32).map(|index| self.template(index, holes)).collect()
    }

    fn template(&self, index: u32, holes: &mut Holes) -> Template {
        let code = &self.items[index as usize];
        let Some(item) = self.shop.items.get(code) else { return self.unknown(code, holes) };
        let bought = item.source != Source::Make
            || (item.routing.is_empty() && item.bom.is_empty() && item.supplier.is_some());
        let mut template = if bought {
            let lead = self.lead(code, item, holes);
            let grade = if lead.hole == NONE { Grade::Known } else { Grade::Default };
            Template { lead, grade, ..Template::default() }
        } else {
            Template { made: true, ..self.made(index, code, item, holes) }
        };
        if !bought {
            template.bom = self.bom(item, &template.steps);
        }
        Template {
            counted: item.unit == UnitKind::Counted,
            yield_factor: item.yield_factor,
            lot: item.lot,
            safety_stock: item.safety_stock,
            inspection_days: item.inspection_days,
            ..template
        }
    }

    /// The steps of a routing, and how well their times are known.
    pub(super) fn steps(
        &self,
        source: u32,
        code: &Code,
        routing: &[Operation],
        factor: Ratio,
        holes: &mut Holes,
    ) -> (Vec<Step>, Grade) {
        let mut grade = Grade::Learned;
        let mut steps = Vec::with_capacity(routing.len());
        for (place, operation) in routing.iter().enumerate() {
            let mut step = self.step(code, operation, factor, holes, &mut grade);
            step.source = (source, place as u32);
            steps.push(step);
        }
        (steps, grade)
    }

    fn step(
        &self,
        code: &Code,
        operation: &Operation,
        factor: Ratio,
        holes: &mut Holes,
        grade: &mut Grade,
    ) -> Step {
        let mut own = Vec::new();
        let learned = operation.learned.filter(Learned::counts);
        let (mode, center) = self.place(code, operation, holes, &mut own);
        let timed = matches!(mode, Mode::Machine | Mode::Flow { .. });
        let run = match operation.run {
            Some(run) => run,
            None if !timed => RunTime::Lot(0),
            None => self.missing_time(code, operation, holes, &mut own),
        };
        if !own.is_empty() {
            *grade = (*grade).max(Grade::Similar);
        } else if learned.is_none() && timed {
            *grade = (*grade).max(Grade::Planned);
        }
        let learned = learned.map_or(Ratio::ONE, |l| l.factor);
        let center_move = operation.work_center.as_ref().and_then(|c| self.shop.work_centers.get(c));
        let move_after = operation
            .move_after
            .or(center_move.and_then(|c| c.move_after))
            .unwrap_or(self.shop.settings.move_between);
        Step {
            number: operation.number,
            mode,
            center,
            setup: operation.setup.clamp(0, super::work::LONGEST),
            run,
            factor: Ratio((u64::from(learned.0) * u64::from(factor.0) / 1_000_000).min(4_000_000_000) as u32),
            family: operation.family.as_ref().and_then(|f| self.families.get(f)).copied().unwrap_or(0),
            transfer: operation.transfer.unwrap_or(Qty::ZERO),
            unbroken: !operation.interruptible,
            inspection: operation.kind == OperationKind::Inspection,
            move_after: move_after.clamp(0, 366 * 86_400) as u32,
            alternates: self.alternates(code, operation, center, holes, &mut own),
            source: (NONE, 0),
            holes: own,
        }
    }

    /// Where a step runs and how it takes its time.
    fn place(
        &self,
        code: &Code,
        operation: &Operation,
        holes: &mut Holes,
        own: &mut Vec<u32>,
    ) -> (Mode, u32) {
        match &operation.kind {
            OperationKind::Wait => (Mode::Flow { calendar: self.calendars.always }, NONE),
            OperationKind::Outside { supplier, days } => {
                let supplier = supplier.as_ref().and_then(|s| self.shop.suppliers.get(s));
                let calendar = supplier.and_then(|s| s.calendar.as_ref());
                let calendar = calendar.and_then(|c| self.calendars.find(c)).unwrap_or(NONE);
                let sends = supplier.map_or(0, |s| days_mask(&s.send_days));
                let days = if *days > 0 { *days } else { supplier.and_then(|s| s.lead_days).unwrap_or(0) };
                let late = supplier.and_then(|s| median_above(&s.record, i32::MIN)).unwrap_or(0).max(0);
                let days = days.saturating_add(late as u32);
                (Mode::Outside { calendar, days, sends }, NONE)
            }
            OperationKind::Make | OperationKind::Inspection => {
                let named = operation.work_center.as_ref();
                match named.and_then(|c| self.center(c)) {
                    Some(center) => (Mode::Machine, center),
                    None => {
                        own.push(holes.add(ProblemKind::NoWorkCenter {
                            item: code.clone(),
                            operation: operation.number,
                            work_center: named.cloned(),
                        }));
                        (Mode::Flow { calendar: self.calendars.plant }, NONE)
                    }
                }
            }
        }
    }

    /// A work centre that exists and works.
    fn center(&self, code: &Code) -> Option<u32> {
        let found = self.centers.binary_search_by(|c| c.code.cmp(code)).ok()?;
        (self.centers[found].count > 0).then_some(found as u32)
    }

    fn alternates(
        &self,
        code: &Code,
        operation: &Operation,
        center: u32,
        holes: &mut Holes,
        own: &mut Vec<u32>,
    ) -> Vec<(u32, Ratio)> {
        let mut found = Vec::new();
        for alternate in &operation.alternates {
            match self.center(&alternate.work_center) {
                Some(other) if other != center && center != NONE => found.push((other, alternate.factor)),
                Some(_) => {}
                None => own.push(holes.add(ProblemKind::UnknownAlternate {
                    item: code.clone(),
                    operation: operation.number,
                    work_center: alternate.work_center.clone(),
                })),
            }
        }
        found
    }

    fn bom(&self, item: &Item, steps: &[Step]) -> Vec<BomStep> {
        let today = self.shop.now.date(self.shop.zone);
        let holds = item.bom.iter().filter(|b| {
            b.valid_from.is_none_or(|from| from <= today) && b.valid_to.is_none_or(|to| today <= to)
        });
        holds
            .filter_map(|line| {
                let component = self.items.binary_search(&line.component).ok()? as u32;
                let step = line.operation.and_then(|n| steps.iter().position(|s| s.number == n));
                let (step, number) = (step.unwrap_or(0) as u32, line.operation);
                Some(BomStep { item: component, per: line.per, step, number })
            })
            .collect()
    }
}
