//! What could be started at each work centre, in the order of its dispatch list: what people choose from when they
//! begin something. How far lists are followed is learned from that.

use super::Outlook;
use holdfast_engine::network::NONE;

/// The most that is told of one list: nobody reads further down.
const MOST: usize = 50;

/// What could be started at a work centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Startable {
    /// The work centre.
    pub work_centre: String,
    /// Machines of it that stand; one at least, for it is about to run.
    pub free: u32,
    /// Work order and operation of each, in the order of the list.
    pub ready: Vec<(String, String)>,
}

/// By place of the work centre: what could be started, and how many operations run.
#[derive(Debug, Default)]
pub(super) struct Lists(Vec<(Vec<u32>, u32)>);

impl Lists {
    /// Work orders only: what the plan proposes can't be begun.
    fn of(outlook: &Outlook) -> Self {
        let (network, timeline) = (&outlook.plan.network, &outlook.plan.timeline);
        let mut lists = vec![(Vec::new(), 0); network.centers.len()];
        for (op, node) in (0_u32..).zip(&network.ops) {
            let machine = timeline.machine[op as usize];
            if machine == NONE {
                continue;
            }
            let (ready, running) = &mut lists[network.machines[machine as usize].center as usize];
            if node.flags.running {
                *running += 1;
            } else if network.jobs[node.job as usize].work_order.is_some() && outlook.could_start(op) {
                ready.push(op);
            }
        }
        for (ready, _) in &mut lists {
            ready.sort_by_key(|op| (timeline.start[*op as usize], timeline.machine[*op as usize], *op));
        }
        Self(lists)
    }
}

impl Outlook {
    /// What could be started where this operation of a work order could; nothing if it could not.
    pub fn startable(&self, work_order: &str, operation: &str) -> Option<Startable> {
        let network = &self.plan.network;
        let lists = self.lists.get_or_init(|| Lists::of(self));
        let of_order = |op: u32| network.jobs[network.ops[op as usize].job as usize].work_order.as_ref();
        let number = |op: u32| self.numbers.text_of(network.ops[op as usize].number);
        let is_it = |op: &u32| {
            of_order(*op).is_some_and(|order| order.as_str() == work_order) && number(*op) == operation
        };
        let (center, (ready, running)) =
            lists.0.iter().enumerate().find(|(_, (ready, _))| ready.iter().any(is_it))?;
        let place = ready.iter().position(is_it)?;
        let told = ready.iter().enumerate().filter(|(nth, _)| *nth < MOST || *nth == place);
        let ready = told.filter_map(|(_, op)| Some((of_order(*op)?.to_string(), number(*op)))).collect();
        let center = &network.centers[center];
        let free = center.count.saturating_sub(*running).max(1);
        Some(Startable { work_centre: center.code.to_string(), free, ready })
    }
}
