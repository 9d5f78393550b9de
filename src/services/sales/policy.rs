//! The policies of the plant's settings that sales goes by.

use crate::domain::policy::Policies;
use crate::domain::promise::{MoveReason, usual_reasons};
use crate::store::Plant;
use crate::store::master::settings;

/// For how many hours a quote stands unless the settings say otherwise.
const USUAL_QUOTE_HOURS: u32 = 72;

/// The policies of a plant. What can't be read counts as not set: settings are checked where they are made.
pub fn policies(plant: &Plant) -> Policies {
    settings::policies(plant).unwrap_or_default()
}

/// Why this plant moves promises.
pub fn move_reasons(policies: &Policies) -> Vec<MoveReason> {
    if policies.move_reasons.is_empty() { usual_reasons() } else { policies.move_reasons.clone() }
}

/// For how long this plant's quotes stand.
pub fn quote_time(policies: &Policies) -> chrono::TimeDelta {
    chrono::TimeDelta::hours(i64::from(policies.quote_hours.unwrap_or(USUAL_QUOTE_HOURS).min(24 * 366)))
}
