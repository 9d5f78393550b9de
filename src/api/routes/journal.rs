//! What happened: the journal, to read.

use crate::api::{Api, Input};
use crate::domain::role::Right;
use crate::services::Ask;
use crate::services::journal::{self, Journal, JournalQuery};
use crate::store::Failure;

/// Registers the routes of this area.
pub fn routes(api: &mut Api) {
    api.get("/journal", Right::ReadJournal, "What happened, by whom, newest first", list);
}

fn list(ask: &mut Ask<'_>, input: &Input<(), JournalQuery>) -> Result<Journal, Failure> {
    journal::journal(ask, &input.query)
}
