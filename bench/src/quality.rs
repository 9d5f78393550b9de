//! Promise quality: how late the orders of many models are, planned in several ways.

use crate::baseline::{self, Lateness};
use crate::checker;
use crate::effort::Effort;
use crate::models::Case;
use crate::page::Section;
use crate::quality_page;
use crate::speed::PASSES;
use anyhow::Result;
use holdfast::planning::neutral::answer;
use holdfast_engine::plan::{Plan, plan};

/// How late one model's orders are, planned in several ways.
pub struct Outcome {
    /// Orders of the model.
    pub orders: usize,
    /// Its seed.
    pub seed: u64,
    /// Earliest-gap insertion by due date.
    pub insertion: Lateness,
    /// The dispatch rule alone.
    pub rule: Lateness,
    /// With the improvement pass.
    pub improved: Lateness,
    /// Each order alone in an empty shop.
    pub alone: Lateness,
}

/// Larger models have no figure to be compared with.
const WEIGHTED: usize = 20_000;

/// Compares all seeds with equal priorities, and seed 1 with priorities; what the checker finds goes to
/// `found`.
///
/// # Errors
///
/// A model can't be drawn, or a plan is not of the published shape.
pub fn section(effort: &Effort, sizes: &[Case], found: &mut Vec<String>) -> Result<Section> {
    let mut equal = Vec::new();
    for &orders in &effort.promise_sizes {
        for &seed in &effort.seeds {
            equal.push(compare(&Case::draw(orders, seed)?, false, found)?);
        }
    }
    let mut weighted = Vec::new();
    for case in sizes.iter().filter(|case| case.orders <= WEIGHTED) {
        weighted.push(compare(case, true, found)?);
    }
    Ok(quality_page::section(&equal, &weighted))
}

fn compare(case: &Case, tiers: bool, found: &mut Vec<String>) -> Result<Outcome> {
    let mut planned = |improve: u32, way: &str| -> Result<Plan> {
        let plan = plan(&case.shop(improve, tiers));
        let bytes = serde_json::to_vec(&answer(&plan))?;
        for violation in checker::violations(&case.model, &bytes)? {
            found.push(format!("{} orders, seed {}, {way}: {violation}", case.label(), case.seed));
        }
        Ok(plan)
    };
    let rule = planned(0, "dispatch rule")?;
    let improved = planned(PASSES, "improved")?;
    let network = &rule.network;
    Ok(Outcome {
        orders: case.orders,
        seed: case.seed,
        insertion: baseline::insertion(network),
        rule: lateness(&rule),
        improved: lateness(&improved),
        alone: baseline::alone(network),
    })
}

fn lateness(plan: &Plan) -> Lateness {
    Lateness::of(&plan.network, plan.lines.iter().map(|line| line.late.unwrap_or(0)))
}
