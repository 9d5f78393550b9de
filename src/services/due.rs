//! What happens by itself when its time has come: each at its own instant, in order, as a command of its own.
//!
//! A clock that is moved by hand carries out everything due before it stands at the new instant; on clocks that
//! run, the planner's looks do, at most a second late by the machine's clock and never late by plant time.

use super::{Tx, alerts, import, notices, photos, quote, supplier_requests};
use crate::domain::role::Actor;
use crate::domain::value::Moment;
use crate::store::{self, Db, Failure, MAIN_PLANT, Store};
use chrono::TimeDelta;

/// For so long at least an answer is kept for whoever sends its request again. A day's answers go together.
const KEPT: TimeDelta = TimeDelta::days(30);

/// The next instant at which something is due.
///
/// # Errors
///
/// What the database says.
pub fn next(db: &mut Db) -> Result<Option<Moment>, Failure> {
    let expiry = store::sales::next_expiry(db, MAIN_PLANT)?;
    let forgotten = store::oldest_answer(db)?.map(|at| at.shifted(KEPT + TimeDelta::days(1)));
    let import = import::due(db)?;
    let photo = photos::due(db)?;
    let alert = alerts::next(db)?;
    let notice = notices::next(db)?;
    let reminder = supplier_requests::next(db)?;
    Ok([expiry, forgotten, import, photo, alert, notice, reminder].into_iter().flatten().min())
}

/// Carries out everything that is due by `until`, and says how many instants there were.
///
/// # Errors
///
/// What the database says. What was carried out before stays.
pub fn settle(store: &Store, until: Moment) -> Result<usize, Failure> {
    let actor = Actor::system();
    let mut count = 0;
    while let Some(at) = store.read(next)?.filter(|at| *at <= until) {
        let actor = actor.clone();
        store.write_blocking(move |db| {
            store::forget_answers(db, at.shifted(-KEPT))?;
            import::forget(db, at)?;
            photos::sweep(db, at, &actor)?;
            let mut tx = Tx::new(db, at, &actor)?;
            alerts::carry_out(&mut tx)?;
            notices::carry_out(&mut tx)?;
            supplier_requests::carry_out(&mut tx)?;
            quote::expire_due(&mut tx)
        })?;
        count += 1;
    }
    Ok(count)
}
