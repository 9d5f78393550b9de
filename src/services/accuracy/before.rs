//! Promises of orders that were over before this system was there, as the imported record of shipments has them.
//!
//! They are a group of their own: what sales promised then and what is promised here are compared, never mixed.

use super::{AccuracyBefore, Reading, grouped};
use crate::domain::accuracy::Tally;
use crate::services::Ask;
use crate::store::Failure;
use crate::store::accuracy::deliveries_after;
use std::collections::BTreeMap;

/// What has been counted of them so far.
#[derive(Debug, Default)]
pub(super) struct Before {
    total: Tally,
    groups: BTreeMap<Option<String>, Tally>,
}

impl Before {
    /// What they come to; nothing if there are none.
    pub(super) fn figures(self) -> Option<AccuracyBefore> {
        let figures = (self.total.lines() > 0).then(|| self.total.figures())?;
        Some(AccuracyBefore { figures, groups: grouped(self.groups) })
    }
}

impl Reading {
    /// Counts what was promised for the asked days. What left after today is a mistake in the record and counts as
    /// open would: nowhere.
    pub(super) fn read_before(&mut self, ask: &mut Ask<'_>) -> Result<(), Failure> {
        let (span, mut after) = ((self.from, self.to), String::new());
        while let Some(portion) = deliveries_after(ask.db, ask.plant.id, &after, span)? {
            let wanted = portion.rows.iter().filter_map(|one| one.item.clone()).collect();
            self.making.learn(ask.db, wanted)?;
            for one in portion.rows.iter().filter(|one| one.shipped <= self.today) {
                self.before.total.add_before(one.ordered, one.promised, one.shipped);
                let key = self.key(one.item.as_deref(), one.quantity, one.customer.as_deref(), one.promised);
                let group = self.before.groups.entry(key).or_default();
                group.add_before(one.ordered, one.promised, one.shipped);
            }
            after = portion.last;
        }
        Ok(())
    }
}
