//! How full the work centres are: hours that they are open and hours that the plan uses, day by day.

use super::{AsOf, Outlook};
use crate::domain::value::Day;
use crate::planning::odds::Spread;
use holdfast_engine::network::Center;
use holdfast_engine::time::Instant;
use serde::Serialize;
use utoipa::ToSchema;

/// The load of work centres.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Load {
    /// As of when.
    pub as_of: AsOf,
    /// The work centres, in order of their codes.
    pub items: Vec<CenterLoad>,
}

/// The load of a work centre.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CenterLoad {
    /// The work centre.
    pub work_center: String,
    /// How many machines it has.
    pub machines: u32,
    /// Today from now on, then day by day.
    pub days: Vec<DayLoad>,
    /// Minutes open in all these days.
    pub capacity_minutes: i64,
    /// Minutes used in all these days.
    pub planned_minutes: i64,
}

/// A day of a work centre.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DayLoad {
    /// The day.
    pub day: Day,
    /// Minutes that its machines are open.
    pub capacity_minutes: i64,
    /// Minutes of them that the plan uses.
    pub planned_minutes: i64,
    /// Minutes that they are used over the futures; for six weeks from today.
    pub busy_minutes: Option<Spread>,
    /// Minutes of planned work that waits when the day is over, over the futures; for six weeks from today.
    pub queue_minutes: Option<Spread>,
}

impl Outlook {
    /// The load of one work centre, or of all, for so many days; nothing if there is no such work centre.
    pub fn load(&self, code: Option<&str>, days: u32) -> Option<Load> {
        let centers = &self.plan.network.centers;
        let wanted = |center: &&Center| code.is_none_or(|code| center.code.as_str() == code);
        let edges = self.edges(days);
        let items: Vec<CenterLoad> =
            centers.iter().filter(wanted).map(|c| self.center_load(c, &edges)).collect();
        (code.is_none() || !items.is_empty()).then(|| Load { as_of: self.as_of(), items })
    }

    /// Now, then the starts of the days that follow.
    fn edges(&self, days: u32) -> Vec<(Day, Instant, Instant)> {
        let today = self.shop.now.date(self.zone);
        let mut edges = Vec::new();
        for date in today.iter_days().take(days as usize) {
            let Some(day) = Day::new(date) else { break };
            let from = Instant::start_of(date, self.zone).max(self.shop.now);
            edges.push((day, from, Instant::end_of(date, self.zone) + 1));
        }
        edges
    }

    fn center_load(&self, center: &Center, edges: &[(Day, Instant, Instant)]) -> CenterLoad {
        let mut seconds = vec![(0_i64, 0_i64); edges.len()];
        for machine in center.first..center.first + center.count {
            self.add_machine(machine, edges, &mut seconds);
        }
        let days: Vec<DayLoad> = edges
            .iter()
            .zip(&seconds)
            .map(|(&(day, ..), &(capacity, planned))| DayLoad {
                day,
                capacity_minutes: capacity / 60,
                planned_minutes: planned / 60,
                busy_minutes: None,
                queue_minutes: None,
            })
            .collect();
        CenterLoad {
            work_center: center.code.to_string(),
            machines: center.count,
            capacity_minutes: days.iter().map(|day| day.capacity_minutes).sum(),
            planned_minutes: days.iter().map(|day| day.planned_minutes).sum(),
            days,
        }
    }

    /// Adds what a machine can and does do in each stretch.
    fn add_machine(&self, machine: u32, edges: &[(Day, Instant, Instant)], seconds: &mut [(i64, i64)]) {
        let network = &self.plan.network;
        let Some(node) = network.machines.get(machine as usize) else { return };
        let calendar = &network.calendars.list[node.calendar as usize];
        let open = |from: Instant, to: Instant| calendar.worked_at(to).0 - calendar.worked_at(from).0;
        for (&(_, from, to), sum) in edges.iter().zip(seconds.iter_mut()) {
            sum.0 += open(from, to);
        }
        let Some(ops) = self.plan.by_machine().get(machine as usize) else { return };
        for &op in ops {
            let start = Instant(self.plan.timeline.start[op as usize]);
            let end = Instant(self.plan.timeline.end[op as usize]);
            let first = edges.partition_point(|&(_, _, to)| to <= start);
            for (&(_, from, to), sum) in edges.iter().zip(seconds.iter_mut()).skip(first) {
                if from >= end {
                    break;
                }
                sum.1 += open(start.max(from), end.min(to));
            }
        }
    }
}
