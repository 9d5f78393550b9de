//! What holds keep from happening.
//!
//! A hold on the start of an order or line keeps its work from starting and, because what may not start may not leave
//! either, its goods from leaving; one on dispatch keeps its goods. A hold on a work order or an operation does the
//! same for that work and for the goods of the line that it is made for. Nothing here places or lifts a hold.

use crate::document::HoldBlocks;
use crate::domain::sales::LineId;
use crate::domain::value::{Day, Moment};
use crate::store::sales::{self, Hold};
use crate::store::work::{self, WorkOrderRow};
use crate::store::{Db, Failure};
use std::collections::BTreeMap;

/// The holds that stand on a day, with what the work orders that they name are made for.
pub(super) struct Standing {
    holds: Vec<Hold>,
    made_for: BTreeMap<String, WorkOrderRow>,
}

impl Standing {
    /// All holds of a plant that stand on `today`.
    pub(super) fn read(db: &mut Db, plant_id: i64, today: Day) -> Result<Self, Failure> {
        let mut holds = sales::standing_holds(db, plant_id)?;
        holds.retain(|hold| hold.released.is_none_or(|released| released > today));
        let mut made_for = BTreeMap::new();
        for number in holds.iter().filter_map(|hold| hold.work_order.as_deref()) {
            made_for.extend(work::order(db, plant_id, number)?.map(|row| (number.to_owned(), row)));
        }
        Ok(Self { holds, made_for })
    }

    /// The hold that keeps a line from leaving.
    pub(super) fn on_dispatch(&self, line: &LineId) -> Option<&Hold> {
        self.holds.iter().find(|hold| match &hold.work_order {
            Some(number) => self.made_for.get(number).is_some_and(|order| is_for(order, line)),
            None => is_on(hold, &line.order, Some(&line.line)),
        })
    }
}

/// The hold that stood on the start of an operation at `at`, which was on `day`.
pub(super) fn on_start(
    db: &mut Db,
    order: &WorkOrderRow,
    operation: &str,
    at: Moment,
    day: Day,
) -> Result<Option<Hold>, Failure> {
    let about = sales::holds_about(db, order.plant_id, &order.number, order.order_no.as_deref())?;
    Ok(about.into_iter().find(|hold| {
        let ended = match hold.released_at {
            Some(lifted) => lifted <= at,
            None => hold.released.is_some_and(|released| released <= day),
        };
        let stood = hold.placed_at <= at && !ended;
        let here = match (&hold.work_order, &order.order_no) {
            (Some(_), _) => hold.operation.as_deref().is_none_or(|held| held == operation),
            (None, Some(number)) => is_on(hold, number, order.line.as_deref()),
            (None, None) => false,
        };
        stood && here && hold.blocks != Some(HoldBlocks::Dispatch)
    }))
}

fn is_for(order: &WorkOrderRow, line: &LineId) -> bool {
    let schedule = order.schedule.as_deref().unwrap_or_default();
    order.order_no.as_deref() == Some(line.order.as_str())
        && order.line.as_deref() == Some(line.line.as_str())
        && (schedule.is_empty() || schedule == line.schedule)
}

/// Whether a hold is on an order, or on that line of it; one on another line is not.
fn is_on(hold: &Hold, order: &str, line: Option<&str>) -> bool {
    hold.order_no.as_deref() == Some(order)
        && hold.line.as_deref().is_none_or(|held| line.is_none_or(|line| line == held))
}
