//! Many futures: what chance draws for each of them, over the network that all of them share.
//!
//! A [`Field`] is made once for a snapshot: keys and distributions of everything that has chance in it, and the
//! orders still to come as jobs beside the real ones. [`Field::draw`] then fills one future's factors, and
//! [`crate::forecast`] plays them. Nothing here plays or counts.

mod backlog;
mod coming;
mod dates;
mod deliveries;
mod draw;
mod holds;
mod keys;
mod lots;
pub(crate) mod random;
mod threads;
mod work;

pub(crate) use deliveries::Delivery;
pub use draw::Drawn;
pub(crate) use holds::holds_of_lines;
pub(crate) use keys::{luck_key, proposal_key};
pub(crate) use lots::{Cover, asked_again};
pub use threads::Setting;
pub(crate) use threads::each;
pub(crate) use work::{AskedOperation, Kind};

use crate::model::{Code, Shop};
use crate::network::{Network, OpNode};
use crate::plan::Plan;
use crate::simulate::Steps;
use coming::ComingJobs;
use dates::OpenDates;
use holds::LateHold;
use work::{Work, works};

/// What has chance in it, and from which distribution and key it is drawn.
#[derive(Debug)]
pub struct Field<'a> {
    pub(crate) shop: &'a Shop,
    pub(crate) plan: &'a Plan,
    /// The plan's network with the orders still to come at its end, if there are any.
    with_coming: Option<Network>,
    coming: ComingJobs,
    /// The plan's sequence as protected starts and their places, where there is one.
    places: Vec<(i64, u32)>,
    /// Ranks of the operations that are there, for the ranked fit.
    pub(crate) ranks: Vec<u32>,
    work: Work<'a>,
    deliveries: Vec<Delivery<'a>>,
    open_dates: OpenDates,
    holds: Vec<LateHold<'a>>,
    /// What the simulation needs of every operation.
    pub(crate) steps: Steps,
    /// Operations whose release follows from deliveries or holds that have chance in them, and from what.
    releases: Vec<Release>,
}

/// An operation that waits for deliveries and holds.
#[derive(Clone, Debug)]
struct Release {
    op: u32,
    supplies: Vec<u32>,
    holds: Vec<u32>,
}

impl<'a> Field<'a> {
    /// Gets `plan`, which must be the plan of `shop`, ready for drawing from the shop's chances.
    pub fn new(shop: &'a Shop, plan: &'a Plan) -> Field<'a> {
        let (with_coming, coming) = coming::jobs(shop, plan);
        let network = with_coming.as_ref().unwrap_or(&plan.network);
        let mut places: Vec<(i64, u32)> =
            plan.sequence.iter().zip(&plan.network.ops).map(|(&place, op)| (op.protected, place)).collect();
        places.sort_unstable();
        let rank = |op: &OpNode| crate::quote::rank(&plan.network, op.band, op.protected);
        let ranks = plan.network.ops.iter().map(rank).collect();
        let work = works(shop, network, &coming);
        let deliveries = deliveries::deliveries(shop, &plan.network);
        let holds = holds::late_holds(shop, &plan.network);
        let releases = releases(&plan.network, &deliveries, &holds);
        let steps = Steps::of(network);
        let open_dates = OpenDates::of(&plan.network);
        Field {
            shop,
            plan,
            with_coming,
            coming,
            places,
            ranks,
            work,
            deliveries,
            open_dates,
            holds,
            steps,
            releases,
        }
    }

    /// The network that the futures play: the plan's, and the orders still to come.
    pub fn network(&self) -> &Network {
        self.with_coming.as_ref().unwrap_or(&self.plan.network)
    }

    /// How many jobs belong to orders that are there; those still to come follow.
    pub fn real_jobs(&self) -> usize {
        self.plan.network.jobs.len()
    }

    /// How many operations belong to orders that are there; those still to come follow.
    pub fn real_operations(&self) -> usize {
        self.plan.network.ops.len()
    }
}

/// Operations that wait for something whose instant is drawn, with all that they wait for.
fn releases(network: &Network, deliveries: &[Delivery<'_>], holds: &[LateHold<'_>]) -> Vec<Release> {
    let mut drawn_supply = vec![false; network.supplies.len()];
    deliveries.iter().filter_map(Delivery::supply).for_each(|supply| drawn_supply[supply as usize] = true);
    let mut waiting: Vec<u32> =
        holds.iter().flat_map(|h| network.holds[h.hold as usize].ops.iter().copied()).collect();
    waiting.extend(deliveries.iter().filter_map(Delivery::operation));
    for &(op, demand) in &network.components {
        if network.pegs_of(demand).iter().any(|peg| drawn_supply[peg.supply as usize]) {
            waiting.push(op);
        }
    }
    waiting.sort_unstable();
    waiting.dedup();
    let mut of_op: Vec<(u32, u32)> = Vec::new();
    for (hold, node) in network.holds.iter().enumerate() {
        of_op.extend(node.ops.iter().map(|&op| (op, hold as u32)));
    }
    of_op.sort_unstable();
    let supplies_of = |op: u32| {
        let pegs = network.components_of(op).flat_map(|demand| network.pegs_of(demand).iter());
        pegs.filter(|peg| network.job_of(peg.supply).is_none()).map(|peg| peg.supply).collect()
    };
    let holds_of = |op: u32| {
        let from = of_op.partition_point(|&(o, _)| o < op);
        of_op[from..].iter().take_while(|&&(o, _)| o == op).map(|&(_, hold)| hold).collect()
    };
    waiting.into_iter().map(|op| Release { op, supplies: supplies_of(op), holds: holds_of(op) }).collect()
}

/// The code of the work centre of an operation, if it has one.
fn center_of(network: &Network, center: u32) -> Option<&Code> {
    network.centers.get(center as usize).map(|center| &center.code)
}
