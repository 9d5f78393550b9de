//! Netting and pegging: from what is wanted and what is there to the network that will be played through.
//!
//! Items are taken level by level from the top, so that every demand for an item is known when its supplies
//! are shared out. Pegs of the snapshot come first, then links between documents, then the rest by rank and
//! need date; what is missing becomes proposals under the item's lot rules. Protected starts are counted back
//! from each line's internal target on the way down, so they depend on no other order.

mod allocate;
mod codes;
mod fallback;
mod lending;
mod levels;
mod lines;
mod progress;
mod resources;
mod sequences;
mod serves;
mod spoils;
mod starts;
mod supplies;
pub(crate) mod templates;
pub(crate) mod work;

use crate::model::{Code, Shop};
use crate::network::{
    Calendars, Demand, HoldNode, Job, LineNode, NONE, Network, OpNode, Owner, PegNode, Supply, SupplySource,
    UnderWay,
};
use crate::problem::ProblemKind;
use codes::CodeIndex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use templates::{Resolver, Template};

/// The days by which a supplier usually comes late, as the plan counts them; nothing without a record.
pub(crate) fn usual_lateness(supplier: &crate::model::Supplier) -> Option<u32> {
    supplies::median_above(&supplier.record, i32::MIN).map(|days| days.max(0) as u32)
}

/// Problems while netting runs, each once, in order of appearance.
#[derive(Debug, Default)]
pub(crate) struct Holes {
    kinds: Vec<ProblemKind>,
    by_kind: BTreeMap<ProblemKind, u32>,
}

impl Holes {
    fn add(&mut self, kind: ProblemKind) -> u32 {
        let next = self.kinds.len() as u32;
        *self.by_kind.entry(kind.clone()).or_insert_with(|| {
            self.kinds.push(kind);
            next
        })
    }
}

/// Netting in progress.
struct Netting<'a> {
    shop: &'a Shop,
    calendars: Arc<Calendars>,
    resolver: Resolver<'a>,
    templates: Vec<Template>,
    holes: Holes,
    items: &'a [Code],
    index: CodeIndex<'a>,
    jobs: Vec<Job>,
    ops: Vec<OpNode>,
    floors: Vec<i64>,
    under_way: Vec<UnderWay>,
    alternates: Vec<crate::network::AlternateNode>,
    supplies: Vec<Supply>,
    demands: Vec<Demand>,
    pegs: Vec<PegNode>,
    components: Vec<(u32, u32)>,
    lines: Vec<LineNode>,
    shipping: Vec<crate::ship::Shipping>,
    holds: Vec<HoldNode>,
    /// Demands and supplies of each item.
    demands_of: Vec<Vec<u32>>,
    supplies_of: Vec<Vec<u32>>,
    /// The line that a supply is linked to, for those that are.
    linked: BTreeMap<u32, u32>,
    /// Whom each job serves.
    serves: Vec<serves::Serves>,
    /// Work orders by job: which they are and which of their steps are left.
    work: Vec<work::Remaining<'a>>,
    /// Holds of lines that block the start: line → holds.
    start_holds: BTreeMap<u32, Vec<u32>>,
    /// Holes of single jobs and supplies.
    job_holes: Vec<(u32, u32)>,
    supply_holes: Vec<(u32, u32)>,
    line_holes: Vec<(u32, u32)>,
    /// What had to be assumed about each hold.
    hold_holes: Vec<Option<u32>>,
    /// How many proposals a line has of the item at hand: `(item, count)` by line.
    proposals: Vec<(u32, u32)>,
    stock_proposals: (u32, u32),
}

/// Nets `shop` on its compiled `calendars`.
///
/// Never fails: what can't be planned as told is planned by the next best assumption and named in
/// [`Network::problems`].
pub fn net(shop: &Shop, calendars: &Arc<Calendars>) -> Network {
    let (centers, machines) = resources::centers(shop, calendars);
    let (items, of_lines) = all_items(shop);
    let mut holes = Holes::default();
    for problem in &calendars.problems {
        holes.add(problem.clone());
    }
    let resolver = Resolver::new(shop, calendars, &centers, &items);
    let mut templates = resolver.templates(&mut holes);
    let order = levels::top_down(&items, &mut templates, &mut holes);
    let mut netting = Netting {
        shop,
        calendars: Arc::clone(calendars),
        resolver,
        holes,
        items: &items,
        index: CodeIndex::new(&items),
        jobs: Vec::with_capacity(shop.lines.len() + shop.work_orders.len()),
        ops: Vec::with_capacity(4 * shop.lines.len()),
        floors: Vec::with_capacity(4 * shop.lines.len()),
        under_way: Vec::new(),
        alternates: Vec::new(),
        supplies: Vec::with_capacity(2 * shop.lines.len() + shop.stock.len() + shop.purchases.len()),
        demands: Vec::with_capacity(4 * shop.lines.len()),
        pegs: Vec::with_capacity(4 * shop.lines.len()),
        components: Vec::with_capacity(3 * shop.lines.len()),
        lines: Vec::with_capacity(shop.lines.len()),
        shipping: Vec::new(),
        holds: Vec::new(),
        demands_of: vec![Vec::new(); items.len()],
        supplies_of: vec![Vec::new(); items.len()],
        linked: BTreeMap::new(),
        serves: Vec::new(),
        work: Vec::new(),
        start_holds: BTreeMap::new(),
        job_holes: Vec::new(),
        supply_holes: Vec::new(),
        line_holes: Vec::new(),
        hold_holes: Vec::new(),
        proposals: Vec::new(),
        stock_proposals: (NONE, 0),
        templates,
    };
    netting.add_lines(&of_lines);
    netting.add_holds();
    netting.add_stock();
    netting.add_purchases();
    netting.add_work_orders();
    for &item in &order {
        netting.share_out(item);
    }
    let mut level = vec![0; items.len()];
    order.iter().zip(0..).for_each(|(&item, place)| level[item as usize] = place);
    netting.finish(centers.clone(), machines, level)
}

impl Netting<'_> {
    /// Links operations to the jobs that they wait for and puts everything into its final order.
    fn finish(
        mut self,
        centers: Vec<crate::network::Center>,
        machines: Vec<crate::network::Machine>,
        level: Vec<u32>,
    ) -> Network {
        self.apply_sequences(&centers);
        self.name_centers(&centers);
        // What was lent away is no peg any more: its demand waits for it no longer.
        self.pegs.retain(|p| p.quantity.is_some());
        let pegs_of = offsets(&mut self.pegs, self.demands.len(), |p| p.demand);
        let mut consumers = self.consumers();
        let consumers_of = offsets(&mut consumers, self.jobs.len(), |c| c.0);
        self.components.sort_unstable();
        let problems = spoils::problems(&mut self, &pegs_of);
        Network {
            now: self.shop.now.0,
            zone: self.shop.zone,
            calendars: self.calendars,
            items: self.items.to_vec(),
            centers,
            machines,
            jobs: self.jobs,
            ops: self.ops,
            floors: self.floors,
            under_way: self.under_way,
            alternates: self.alternates,
            supplies: self.supplies,
            demands: self.demands,
            pegs: self.pegs,
            pegs_of,
            consumers,
            consumers_of,
            components: self.components,
            lines: self.lines,
            shipping: self.shipping,
            holds: self.holds,
            level,
            templates: self.templates,
            problems,
        }
    }

    /// Which operations wait for which jobs; what has a fixed instant goes into `available` instead.
    fn consumers(&mut self) -> Vec<(u32, u32)> {
        let mut consumers = Vec::new();
        for peg in &self.pegs {
            let Owner::Op(op) = self.demands[peg.demand as usize].owner else { continue };
            let supply = &self.supplies[peg.supply as usize];
            match supply.source {
                SupplySource::Job(job) if self.jobs[job as usize].count > 0 => consumers.push((job, op)),
                _ => {
                    let node = &mut self.ops[op as usize];
                    node.available = node.available.max(supply.available);
                }
            }
        }
        consumers.sort_unstable();
        consumers.dedup();
        for &(_, op) in &consumers {
            self.ops[op as usize].pending += 1;
        }
        consumers
    }

    /// Problems that belong to work centres rather than to documents.
    fn name_centers(&mut self, centers: &[crate::network::Center]) {
        for center in centers.iter().filter(|c| c.unconfirmed) {
            self.holes.add(ProblemKind::Unconfirmed { work_center: center.code.clone() });
        }
        let mut running = vec![0; centers.len()];
        for op in self.ops.iter().filter(|o| o.flags.running && o.center != NONE) {
            running[op.center as usize] += 1;
        }
        for (center, _) in centers.iter().zip(running).filter(|(c, n)| *n > c.count) {
            self.holes.add(ProblemKind::MoreRunningThanMachines { work_center: center.code.clone() });
        }
    }
}

/// Every code that is an item or is used like one, in order, and the item of each line.
fn all_items(shop: &Shop) -> (Vec<Code>, Vec<u32>) {
    let known: Vec<Code> = shop.items.keys().cloned().collect();
    let index = CodeIndex::new(&known);
    let of_lines: Vec<Option<u32>> = shop.lines.values().map(|l| index.find(&l.item)).collect();
    let lines = shop.lines.values().zip(&of_lines).filter(|(_, found)| found.is_none()).map(|(l, _)| &l.item);
    let stock = shop.stock.values().map(|s| &s.item);
    let work = shop.work_orders.values().filter_map(|w| w.item.as_ref());
    let purchases = shop.purchases.values().filter_map(|p| p.item.as_ref());
    let components = shop.items.values().flat_map(|i| &i.bom).map(|b| &b.component);
    let used = stock.chain(work).chain(purchases).chain(components).filter(|c| index.find(c).is_none());
    let unknown: BTreeSet<&Code> = lines.chain(used).collect();
    if unknown.is_empty() {
        let of_lines = of_lines.into_iter().map(|found| found.unwrap_or(NONE)).collect();
        return (known, of_lines);
    }
    let all: BTreeSet<&Code> = shop.items.keys().chain(unknown).collect();
    let all: Vec<Code> = all.into_iter().cloned().collect();
    let index = CodeIndex::new(&all);
    let of_lines = shop.lines.values().map(|l| index.find(&l.item).unwrap_or(NONE)).collect();
    (all, of_lines)
}

/// Sorts `list` by group, otherwise keeping its order, and returns where each of `groups` groups begins.
fn offsets<T: Copy>(list: &mut [T], groups: usize, group: impl Fn(&T) -> u32) -> Vec<u32> {
    let mut starts = vec![0; groups + 1];
    for entry in list.iter() {
        starts[group(entry) as usize + 1] += 1;
    }
    for i in 0..groups {
        starts[i + 1] += starts[i];
    }
    let mut next = starts.clone();
    let unsorted = list.to_vec();
    for entry in unsorted {
        let place = &mut next[group(&entry) as usize];
        list[*place as usize] = entry;
        *place += 1;
    }
    starts
}
