//! What a walk through the recorded past needs from the database: the shop, its policies and its history, read at once.
//!
//! The walk itself is planning's and runs outside of any transaction.

use super::Ask;
use super::sales::policies;
use crate::document::ShopDocument;
use crate::domain::policy::Policies;
use crate::domain::value::Day;
use crate::planning::mirror::Mirror;
use crate::store::Failure;
use crate::store::master::history::{production, shipments};

/// The recorded past.
#[derive(Debug)]
pub struct Recorded {
    /// The shop with all that was shipped and made.
    pub document: ShopDocument,
    /// What customers are promised.
    pub policies: Policies,
    /// The plant's day.
    pub today: Day,
}

/// Reads the recorded past of a plant.
///
/// # Errors
///
/// What the database says.
pub fn recorded(ask: &mut Ask<'_>) -> Result<Recorded, Failure> {
    let (plant, zone, today) = (ask.plant.id, ask.zone(), ask.today());
    let mut document = Mirror::load(ask.db, plant)?.document();
    let shipped = shipments(ask.db, plant)?;
    document.shipments = shipped.iter().zip(2..).map(|(row, place)| row.document(place)).collect();
    let made = production(ask.db, plant)?;
    document.production = made.iter().zip(2..).map(|(row, place)| row.document(place, zone)).collect();
    Ok(Recorded { document, policies: policies(&ask.plant), today })
}
