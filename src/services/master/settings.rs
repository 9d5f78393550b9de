//! The plant's settings and policies.

use super::references::require_calendar;
use super::{Check, tidy};
use crate::auth::secret;
use crate::document::Settings;
use crate::domain::policy::Policies;
use crate::domain::refusal::{Refusal, master};
use crate::domain::value::Amount;
use crate::services::{Ask, Tx, supplier_requests};
use crate::store::floor::put_pseudonym_key;
use crate::store::master::settings::{self, PlantSettings};
use crate::store::{Failure, Subject, notices};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a plant has set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingsBody {
    /// The settings sheet of the workbook.
    pub sheet: Settings,
    /// The policies; what is left out keeps its default.
    #[serde(default)]
    pub policies: Policies,
}

/// The plant's settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SettingsView {
    /// The settings sheet of the workbook.
    pub sheet: Settings,
    /// The policies.
    pub policies: Policies,
    /// The time zone that counts.
    pub zone: String,
    /// Grows with every change.
    pub version: i64,
}

/// The plant's settings.
///
/// # Errors
///
/// What the database says.
pub fn get(ask: &mut Ask<'_>) -> Result<SettingsView, Failure> {
    let PlantSettings { sheet, policies } = settings::read(&ask.plant)?;
    Ok(SettingsView { sheet, policies, zone: ask.plant.zone.clone(), version: ask.plant.version })
}

/// Replaces the plant's settings and policies.
///
/// # Errors
///
/// A value that cannot be, or another version.
pub fn put(tx: &mut Tx<'_>, body: &SettingsBody, version: Option<i64>) -> Result<SettingsView, Failure> {
    Tx::expect_version("settings", "plant", version, tx.plant.version)?;
    let mut sheet = body.sheet.clone();
    [&mut sheet.plant, &mut sheet.zone, &mut sheet.ship_calendar].into_iter().for_each(tidy);
    check_sheet(tx, &sheet)?;
    for (tier, policy) in &body.policies.tiers.0 {
        let check = Check::default();
        let field = |name: &str| format!("policies.tiers.{tier:?}.{name}");
        if ![50, 80, 95].contains(&policy.percentile) {
            let refusal = Refusal::at(master::OUT_OF_RANGE, field("percentile"), policy.percentile);
            return Err(refusal.with("min", 50).with("max", 95).into());
        }
        if policy.threshold.is_some_and(|threshold| threshold > 100) {
            let refusal =
                Refusal::at(master::OUT_OF_RANGE, field("threshold"), policy.threshold.unwrap_or(0));
            return Err(refusal.with("min", 0).with("max", 100).into());
        }
        check.days(&field("buffer_days"), i32::try_from(policy.buffer_days).ok().or(Some(i32::MAX)))?;
    }
    body.policies.floor.check()?;
    body.policies.notices.check()?;
    body.policies.supplier_reminders.check()?;
    body.policies.portal.check()?;
    // Whoever is to have a pseudonym, and an order that is to have a code, need the keys that make them.
    put_pseudonym_key(tx.db, tx.plant.id, &secret::new())?;
    notices::put_link_key(tx.db, tx.plant.id, &secret::new())?;
    let stored = PlantSettings { sheet, policies: body.policies.clone() };
    settings::put(tx.db, &tx.plant, &stored)?;
    let reminders = &stored.policies.supplier_reminders;
    supplier_requests::begin(tx, reminders.on, reminders.hour)?;
    tx.journal("settings.changed", &[Subject::Plant], &stored)?;
    let zone = stored.sheet.zone.clone().unwrap_or_else(|| tx.plant.zone.clone());
    let PlantSettings { sheet, policies } = stored;
    Ok(SettingsView { sheet, policies, zone, version: tx.plant.version + 1 })
}

fn check_sheet(tx: &mut Tx<'_>, sheet: &Settings) -> Result<(), Failure> {
    let check = Check::default();
    let days = |days: Option<u32>| days.map(|days| i32::try_from(days).unwrap_or(i32::MAX));
    check.zone("sheet.zone", sheet.zone.as_deref())?;
    check.days("sheet.default_lead_days", days(sheet.default_lead_days))?;
    check.days("sheet.buffer_days", days(sheet.buffer_days))?;
    check.count("sheet.frozen_shifts", days(sheet.frozen_shifts), 0, 1_000)?;
    check.weekdays("sheet.ship_days", sheet.ship_days)?;
    check.seconds("sheet.ship_cutoff", sheet.ship_cutoff)?;
    for (field, minutes) in [
        ("sheet.packing_minutes", sheet.packing_minutes),
        ("sheet.wait_minutes", sheet.wait_minutes),
        ("sheet.move_minutes", sheet.move_minutes),
    ] {
        check.time(field, minutes.map(Amount::rounded))?;
    }
    require_calendar(tx.db, tx.plant.id, "sheet.ship_calendar", sheet.ship_calendar.as_deref())
}
