//! Verifies a plan by separate code: what a planner would look for who trusts the shop's data and nobody else.
//!
//! Of the plan it takes only what the plan claims: which operations there are, when and where they run, what
//! is pegged to what, and the lines' dates. What should hold is worked out anew from the [`Shop`], slowly and
//! plainly. Nothing here calls netting or simulation, so a fault there can't hide itself.

mod capacity;
mod clock;
mod demands;
mod dispatch;
mod facts;
mod jobs;
mod lots;
mod precedence;
mod release;
mod sequence;
mod steps;
mod supplies;
mod tasks;
#[cfg(test)]
mod tests;
mod violation;
mod worktime;

pub use violation::Violation;

use crate::model::Shop;
use crate::plan::Plan;
use facts::Facts;

/// Everything that is wrong with `plan` as a plan of `shop`; nothing if it holds.
///
/// Slow on purpose: for tests, for doubts, and for plans that came from elsewhere.
pub fn check(shop: &Shop, plan: &Plan) -> Vec<Violation> {
    let mut found = Vec::new();
    let facts = Facts::new(shop, plan, &mut found);
    capacity::check(&facts, &mut found);
    worktime::check(&facts, &mut found);
    precedence::check(&facts, &mut found);
    release::check(&facts, &mut found);
    sequence::check(&facts, &mut found);
    demands::check(&facts, &mut found);
    supplies::check(&facts, &mut found);
    lots::check(&facts, &mut found);
    dispatch::check(&facts, &mut found);
    found
}
