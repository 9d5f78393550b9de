//! How far the load of a work centre may be from what the plan says, over the futures.

use super::Odds;
use crate::planning::outlook::CenterLoad;
use holdfast_engine::forecast::Range;
use serde::Serialize;
use utoipa::ToSchema;

/// Minutes in a tenth, half and nine tenths of the futures at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Spread {
    /// One future in ten has no more.
    pub p10: i64,
    /// Half of the futures have no more.
    pub p50: i64,
    /// Nine futures in ten have no more.
    pub p90: i64,
}

impl From<Range> for Spread {
    fn from(range: Range) -> Self {
        Self { p10: range.low / 60, p50: range.middle / 60, p90: range.high / 60 }
    }
}

impl Odds {
    /// Adds the spread to the days of a work centre that the futures look at: six weeks from today.
    pub(super) fn add_spread(&self, center: &mut CenterLoad) {
        let Some(days) = self.forecast.load(&self.outlook.plan, &center.work_center) else { return };
        for day in &mut center.days {
            let Ok(place) = days.binary_search_by_key(&day.day.date(), |known| known.date) else { continue };
            day.busy_minutes = Some(days[place].load.into());
            day.queue_minutes = Some(days[place].queue.into());
        }
    }
}
