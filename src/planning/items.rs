//! Items with what they are made of and how.
//!
//! An item that only its routing, bill of materials or a purchase order knows is there all the same; where the
//! sheet does not say whether an item is made or bought, what else is known of it decides.

use super::numbers::{millis, percent, quantity, ratio, seconds};
use super::{Desk, FaultKind};
use crate::document::{Item as Row, ItemSource, OperationKind as Kind, RoutingOperation, RunBasis, Unit};
use holdfast_engine::model::{
    Alternate, BomLine, Code, Item, Learned, LotRule, Operation, OperationKind, RunTime, Similar, Source,
    UnitKind,
};
use holdfast_engine::quantity::{Qty, Ratio};
use std::collections::{BTreeMap, BTreeSet};

const MINUTE: i64 = 60;

impl Desk<'_> {
    /// Items, bills of materials and routings.
    pub(super) fn add_items(&mut self) {
        let document = self.document;
        let made: BTreeSet<&str> = document.boms.iter().map(|row| row.parent.as_str()).collect();
        let routed: BTreeSet<&str> = document.routings.iter().map(|row| row.item.as_str()).collect();
        let used: BTreeSet<&str> = document.boms.iter().map(|row| row.component.as_str()).collect();
        for row in &document.items {
            let code = row.item.as_str();
            let bought = row.supplier.is_some() || used.contains(code);
            let likely = match bought && !made.contains(code) && !routed.contains(code) {
                true => Source::Buy,
                false => Source::Make,
            };
            let source = row.source.map_or(likely, source);
            self.shop.items.insert(code.into(), item(row, source));
        }
        self.add_boms();
        self.add_routings();
    }

    fn add_boms(&mut self) {
        for row in &self.document.boms {
            let line = BomLine {
                component: row.component.as_str().into(),
                per: quantity(row.quantity_per),
                operation: row.operation.as_deref().map(|text| self.numbers.of_text(text)),
                valid_from: row.valid_from,
                valid_to: row.valid_to,
            };
            self.shop.items.entry(row.parent.as_str().into()).or_default().bom.push(line);
        }
        // Rows may come in any order.
        for item in self.shop.items.values_mut() {
            item.bom.sort_by(|a, b| {
                let key = |line: &BomLine| (line.component.clone(), line.operation, line.valid_from);
                key(a).cmp(&key(b))
            });
        }
    }

    fn add_routings(&mut self) {
        let document = self.document;
        let mut routings: BTreeMap<Code, Vec<Operation>> = BTreeMap::new();
        for row in &document.routings {
            let operation = self.operation(row);
            routings.entry(row.item.as_str().into()).or_default().push(operation);
        }
        for (code, mut routing) in routings {
            routing.sort_by_key(|operation| operation.number);
            self.shop.items.entry(code).or_default().routing = routing;
        }
    }

    pub(super) fn operation(&mut self, row: &RoutingOperation) -> Operation {
        let number = self.numbers.of_text(&row.operation);
        if let Some(number) = self.numbers.assigned(&row.operation) {
            let written = row.operation.clone();
            self.fault(Some(row.origin), FaultKind::NumberAssigned { written, number });
        }
        let learned = row
            .learned_factor
            .map(|factor| Learned { factor: ratio(factor), observations: row.observations.unwrap_or(1) });
        Operation {
            number,
            name: row.name.clone().unwrap_or_default(),
            kind: self.kind(row),
            work_center: row.work_centre.as_deref().map(Code::from),
            setup: row.setup_minutes.map_or(0, |minutes| seconds(minutes, MINUTE)),
            run: self.run_time(row, number),
            family: row.setup_family.as_deref().map(Code::from),
            transfer: row.transfer_batch.map(quantity).filter(|batch| batch.is_some()),
            interruptible: row.interruptible.unwrap_or(true),
            alternates: row
                .alternates
                .iter()
                .map(|other| Alternate {
                    work_center: other.work_centre.as_str().into(),
                    factor: ratio(other.factor),
                })
                .collect(),
            move_after: row.move_minutes.map(|minutes| seconds(minutes, MINUTE)),
            learned,
        }
    }

    /// What the step is; outside work takes the supplier's days where the row names none.
    fn kind(&self, row: &RoutingOperation) -> OperationKind {
        match row.kind.unwrap_or(Kind::Make) {
            Kind::Make => OperationKind::Make,
            Kind::Inspection => OperationKind::Inspection,
            Kind::Wait => OperationKind::Wait,
            Kind::Outside => {
                let supplier = row.supplier.as_deref().map(Code::from);
                let usual = supplier.as_ref().and_then(|code| self.shop.suppliers.get(code)?.lead_days);
                let days = row.outside_days.or(usual).unwrap_or(self.shop.settings.default_lead_days);
                OperationKind::Outside { supplier, days }
            }
        }
    }

    fn run_time(&mut self, row: &RoutingOperation, operation: u32) -> Option<RunTime> {
        let millis = millis(row.run_minutes?, MINUTE);
        Some(match row.run_basis.unwrap_or(RunBasis::Piece) {
            RunBasis::Piece => RunTime::Piece(millis),
            RunBasis::Lot => RunTime::Lot(millis),
            RunBasis::Load => match row.load_size.map(quantity).filter(|size| size.is_some()) {
                Some(size) => RunTime::Load { size, millis },
                None => {
                    let item = row.item.as_str().into();
                    self.fault(Some(row.origin), FaultKind::LoadWithoutSize { item, operation });
                    RunTime::Lot(millis)
                }
            },
        })
    }
}

fn source(source: ItemSource) -> Source {
    match source {
        ItemSource::Make => Source::Make,
        ItemSource::Buy => Source::Buy,
        ItemSource::Customer => Source::Customer,
    }
}

fn unit(unit: Unit) -> UnitKind {
    match unit {
        Unit::Pieces | Unit::Sets => UnitKind::Counted,
        Unit::Kilograms | Unit::Metres | Unit::SquareMetres | Unit::Litres => UnitKind::Measured,
    }
}

fn item(row: &Row, source: Source) -> Item {
    let similar = row
        .similar_item
        .as_deref()
        .map(|code| Similar { item: code.into(), factor: row.similar_factor.map_or(Ratio::ONE, ratio) });
    Item {
        description: row.description.clone().unwrap_or_default(),
        unit: row.unit.map(unit).unwrap_or_default(),
        group: row.group.as_deref().map(Code::from),
        source,
        lead_days: row.lead_days,
        supplier: row.supplier.as_deref().map(Code::from),
        lot: LotRule {
            minimum: row.lot_minimum.map_or(Qty::ZERO, quantity),
            multiple: row.lot_multiple.map_or(Qty::ZERO, quantity),
            period_days: row.lot_period_days.unwrap_or(0),
        },
        safety_stock: row.safety_stock.map_or(Qty::ZERO, quantity),
        yield_factor: row.yield_percent.map_or(Ratio::ONE, percent),
        inspection_days: row.inspection_days.unwrap_or(0),
        similar,
        bom: Vec::new(),
        routing: Vec::new(),
        estimated: false,
    }
}
