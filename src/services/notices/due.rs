//! Notices that leave by themselves, when they have waited for what else happened.

use super::{decide, send};
use crate::domain::notice::State;
use crate::domain::value::Moment;
use crate::services::Tx;
use crate::store::notices as rows;
use crate::store::{Db, Failure, MAIN_PLANT, Subject};
use serde_json::json;

/// When the next one leaves.
///
/// # Errors
///
/// What the database says.
pub fn next(db: &mut Db) -> Result<Option<Moment>, Failure> {
    rows::next_to_send(db, MAIN_PLANT)
}

/// Sends what is due now. One that can't be sent as it is becomes a draft: somebody looks at it.
///
/// # Errors
///
/// What the database says.
pub fn carry_out(tx: &mut Tx<'_>) -> Result<(), Failure> {
    for notice in rows::to_send(tx.db, tx.plant.id, tx.now)? {
        let mut kept = notice.clone();
        let sent = decide::expect_true(tx, &notice).and_then(|()| send::send(tx, notice));
        let Err(failure) = sent else { continue };
        let Failure::Refused(refusal) = failure else { return Err(failure) };
        kept.state = State::Draft;
        kept.send_at = None;
        kept.version += 1;
        rows::update(tx.db, &kept)?;
        let order = kept.order_no.clone();
        let body = json!({ "notice": kept.id, "order": order, "state": kept.state, "why": refusal.name() });
        tx.journal("notice.changed", &[Subject::SalesOrder(order)], &body)?;
    }
    Ok(())
}
