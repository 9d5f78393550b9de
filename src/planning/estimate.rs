//! Minutes typed at the desk as the routing of a part that has none of its own.
//!
//! They stand in until there is a routing: from then on nothing here changes the part. What is planned with them is
//! marked in the engine, which takes it to be less sure than anything that was tried.

use super::numbers::{millis, seconds};
use crate::domain::estimate::EstimatedStep;
use holdfast_engine::model::{Code, Item, Operation, RunTime, Shop, Source};

const MINUTE: i64 = 60;

/// Whether a part of the shop is made and has no routing of its own, so that minutes may be typed for it.
pub fn may_be_estimated(shop: &Shop, item: &str) -> bool {
    let of = |item: &Item| item.source == Source::Make && (item.routing.is_empty() || item.estimated);
    shop.items.get(item).is_some_and(of)
}

/// Gives a part without a routing of its own the work that was estimated for it. The same part estimated again is
/// planned by the later estimate.
pub fn lay_estimate(shop: &mut Shop, item: &str, steps: &[EstimatedStep]) {
    if steps.is_empty() || !may_be_estimated(shop, item) {
        return;
    }
    let Some(item) = shop.items.get_mut(item) else { return };
    let operation = |(place, step): (u32, &EstimatedStep)| Operation {
        setup: seconds(step.minutes_setup.decimal(), MINUTE),
        run: Some(RunTime::Piece(millis(step.minutes_each.decimal(), MINUTE))),
        ..Operation::new(10 * place, Code::from(step.work_centre.as_str()))
    };
    item.routing = (1..).zip(steps).map(operation).collect();
    item.estimated = true;
}
