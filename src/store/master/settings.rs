//! The plant's settings: the settings sheet and the policies, beside each other in one column.

use crate::document::Settings;
use crate::domain::policy::Policies;
use crate::store::schema::foundation::plants;
use crate::store::types::Json;
use crate::store::{Db, Failure, Plant};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

/// What the column holds. An empty object is a plant that has set nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlantSettings {
    /// What the settings sheet says.
    pub sheet: Settings,
    /// The policies.
    pub policies: Policies,
}

/// The plant's settings and policies.
///
/// # Errors
///
/// What is stored has another shape: a fault of ours.
pub fn read(plant: &Plant) -> Result<PlantSettings, Failure> {
    plant.settings.read()
}

/// The plant's policies.
///
/// # Errors
///
/// Those of [`read`].
pub fn policies(plant: &Plant) -> Result<Policies, Failure> {
    Ok(read(plant)?.policies)
}

/// The settings sheet of a plant. Zone and name are the plant's own once it has been set up.
///
/// # Errors
///
/// Those of [`read`].
pub fn document(plant: &Plant) -> Result<Settings, Failure> {
    Ok(read(plant)?.sheet)
}

/// Writes the settings, and the plant's name and zone as they say; bumps the plant's version.
///
/// # Errors
///
/// What the database says.
pub fn put(db: &mut Db, plant: &Plant, settings: &PlantSettings) -> Result<(), Failure> {
    let name = settings.sheet.plant.clone().unwrap_or_else(|| plant.name.clone());
    let zone = settings.sheet.zone.clone().unwrap_or_else(|| plant.zone.clone());
    let change = (
        plants::settings.eq(Json::of(settings)),
        plants::name.eq(name),
        plants::zone.eq(zone),
        plants::version.eq(plant.version + 1),
    );
    db.run(diesel::update(plants::table.find(plant.id)).set(change))?;
    Ok(())
}
