//! From the mirror to the engine's shop: the document translated, and what no workbook can say added to it:
//! what promises keep, what lines have from their quotes, and work orders' own routings.

use super::Mirror;
use crate::document::ShopDocument;
use crate::domain::estimate::EstimatedStep;
use crate::domain::promise::{KeptDemand, KeptJob, KeptLine, KeptPeg, KeptSupply, ProtectedStart};
use crate::domain::value::Moment;
use crate::planning::estimate::lay_estimate;
use crate::planning::learning::lay;
use crate::planning::numbers::quantity;
use crate::planning::outlook::instant;
use crate::planning::resources::only_seen;
use crate::planning::{Ask, Fault, Numbers, own_routings, translate};
use crate::store::sales::{PromiseKeeps, QuotedLine};
use holdfast_engine::model::{DemandKey, JobKey, LineKey, OpKey, Peg, PurchaseKey, Shop, SupplyKey};
use std::collections::BTreeMap;

/// A mirror made ready to be planned.
#[derive(Debug)]
pub struct Assembled {
    /// The documents.
    pub document: ShopDocument,
    /// What the engine plans.
    pub shop: Shop,
    /// What did not fit together.
    pub faults: Vec<Fault>,
    /// Where lines stand.
    pub stages: BTreeMap<LineKey, String>,
}

impl Mirror {
    /// The shop at `now`.
    pub fn assemble(&self, now: Moment, improve: u32) -> Assembled {
        let document = self.document();
        let ask = Ask { now: instant(now), improve, tiers: true };
        let translated = translate(&document, ask);
        let (mut shop, faults) = (translated.shop, translated.faults);
        let numbers = Numbers::of(&document);
        for kept in self.keeps.values().flatten() {
            keep(&mut shop, &numbers, kept);
        }
        // Of several estimates for a part that of the newest quote counts, as it does when it is offered.
        let mut quoted: Vec<&QuotedLine> = self.quoted.values().flatten().collect();
        quoted.sort_by(|a, b| (&a.luck, &a.line, &a.order_no).cmp(&(&b.luck, &b.line, &b.order_no)));
        for row in quoted {
            let own = key(&numbers, &row.order_no, &row.line, "");
            let luck = key(&numbers, &row.luck, &row.line, "");
            if own != luck {
                shop.lucks.insert(own, luck);
            }
            let steps: Option<Vec<EstimatedStep>> = row.estimate.read().unwrap_or_default();
            let sold = self.sold.get(&row.order_no).into_iter().flatten().find(|sold| sold.line == row.line);
            if let Some((steps, sold)) = steps.zip(sold) {
                lay_estimate(&mut shop, &sold.item, &steps);
            }
        }
        for (number, routing) in own_routings(&document, &shop, &self.own_routings) {
            if let Some(order) = shop.work_orders.get_mut(&number) {
                order.routing = Some(routing);
            }
        }
        for (supplier, late) in self.delivered.values().flatten() {
            shop.suppliers
                .entry(supplier.as_str().into())
                .or_insert_with(|| only_seen(supplier))
                .record
                .push(*late);
        }
        lay(&mut shop, self.learned.as_deref(), &self.said);
        let stages = self.stages_of(&numbers);
        Assembled { document, shop, faults, stages }
    }

    fn stages_of(&self, numbers: &Numbers) -> BTreeMap<LineKey, String> {
        let mut stages = BTreeMap::new();
        for (order, lines) in &self.stages {
            for stands in lines {
                let key = key(numbers, order, &stands.line, &stands.schedule);
                stages.insert(key, stands.stage.clone());
            }
        }
        stages
    }
}

fn key(numbers: &Numbers, order: &str, line: &str, schedule: &str) -> LineKey {
    let schedule = if schedule.is_empty() { 0 } else { numbers.of_text(schedule) };
    LineKey { order: order.into(), line: numbers.of_text(line), schedule }
}

/// Adds what a promise keeps. What can't be read any more keeps nothing: the starts are counted back then.
fn keep(shop: &mut Shop, numbers: &Numbers, kept: &PromiseKeeps) {
    let line = key(numbers, &kept.line.order, &kept.line.line, &kept.line.schedule);
    let Some(promise) = shop.lines.get_mut(&line).and_then(|sold| sold.promise.as_mut()) else { return };
    let starts: Vec<ProtectedStart> = kept.protected.read().unwrap_or_default();
    promise.protected.extend(starts.into_iter().map(|start| {
        let key = OpKey { job: job(&start.job), operation: start.operation };
        (key, instant(start.at))
    }));
    let pegs: Vec<KeptPeg> = kept.pegs.read().unwrap_or_default();
    shop.pegs.extend(pegs.iter().map(peg));
}

fn peg(kept: &KeptPeg) -> Peg {
    let demand = match &kept.demand {
        KeptDemand::Line(of) => DemandKey::Line(line(of)),
        KeptDemand::Component { job: of, item } => {
            DemandKey::Component { job: job(of), item: item.as_str().into() }
        }
    };
    let supply = match &kept.supply {
        KeptSupply::Stock(lot) => SupplyKey::Stock(lot.as_str().into()),
        KeptSupply::Job(of) => SupplyKey::Job(job(of)),
        KeptSupply::Purchase { order, line } => {
            SupplyKey::Purchase(PurchaseKey { order: order.as_str().into(), line: *line })
        }
    };
    Peg { demand, supply, quantity: quantity(kept.quantity.decimal()) }
}

fn job(kept: &KeptJob) -> JobKey {
    match kept {
        KeptJob::WorkOrder(number) => JobKey::WorkOrder(number.as_str().into()),
        KeptJob::Proposed { line: of, item, nth } => {
            JobKey::Proposed { line: of.as_ref().map(line), item: item.as_str().into(), nth: *nth }
        }
    }
}

fn line(kept: &KeptLine) -> LineKey {
    LineKey { order: kept.order.as_str().into(), line: kept.line, schedule: kept.schedule }
}
