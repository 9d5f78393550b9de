//! The policies of the plant's settings that sales goes by.

use crate::domain::promise::{MoveReason, usual_reasons};
use crate::domain::review::ReviewPolicy;
use crate::domain::stage::StageLimit;
use crate::store::Plant;
use serde::Deserialize;

/// The policies of sales; a plant that set nothing gets the usual ones.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct SalesPolicies {
    /// Which orders are reviewed.
    pub review: ReviewPolicy,
    /// Who looks after which stage, and how long it may take.
    pub stages: Vec<StageLimit>,
    /// Why promises are moved.
    pub move_reasons: Vec<MoveReason>,
    /// For how many hours a quote stands.
    pub quote_hours: u32,
}

impl Default for SalesPolicies {
    fn default() -> Self {
        Self {
            review: ReviewPolicy::default(),
            stages: Vec::new(),
            move_reasons: usual_reasons(),
            quote_hours: 72,
        }
    }
}

/// The policies of a plant. What can't be read counts as not set: settings are checked where they are made.
pub fn policies(plant: &Plant) -> SalesPolicies {
    let set = plant.settings.0.get("sales").cloned();
    set.and_then(|set| serde_json::from_value(set).ok()).unwrap_or_default()
}
