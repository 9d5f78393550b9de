//! Work that begins although a hold stands: it has happened, so it is taken and questioned.

use super::effects::Booked;
use super::floor::Floor;
use crate::domain::progress::{Flag, State};
use crate::services::tx::day_of;
use crate::services::{Tx, held};
use crate::store::Failure;

/// Flags the operations that begin between the two states while a hold on their start stands.
pub(super) fn question(
    tx: &mut Tx<'_>,
    floor: &Floor,
    (before, after): (&[State], &[State]),
    booked: &mut Booked,
) -> Result<(), Failure> {
    for (step, (was, is)) in floor.steps.iter().zip(before.iter().zip(after)) {
        if was.has_begun() || !is.has_begun() || is.found {
            continue;
        }
        let at = is.started.or(is.last_report).unwrap_or(tx.now);
        if held::on_start(tx.db, &floor.order, &step.operation, at, day_of(at, tx.zone()))?.is_some() {
            booked.flags.entry(step.operation.clone()).or_default().insert(Flag::OnHold);
        }
    }
    Ok(())
}
