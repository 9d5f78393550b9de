//! What chance does to work: the key and the distributions of every operation, job and work centre.

use super::center_of;
use super::coming::ComingJobs;
use super::keys::{job_keys, operation_key};
use super::lots::{Cover, JobYield};
use super::random::{Key, Luck, Source, ln};
use crate::chance::{Chance, Spread, Stoppages};
use crate::model::{Code, OperationKind, Shop};
use crate::network::{Job, Mode, NONE, Network, OpNode};
use std::collections::BTreeMap;

/// Most stoppages of one operation: beyond that its machine is not worth planning.
const MOST_STOPPAGES: u32 = 64;

/// Distributions of all work of a network.
#[derive(Debug)]
pub(crate) struct Work<'a> {
    pub(super) ops: Vec<OpChance>,
    pub(super) spreads: Vec<&'a Spread>,
    /// By work centre, and at the end for work without one.
    pub(super) centers: Vec<CenterChance<'a>>,
    /// Key, distribution and started over wanted pieces of jobs that may lose pieces: `(job, …)`.
    pub(super) yields: Vec<JobYield<'a>>,
    /// What estimated times of a job are off by.
    doubt: &'a Spread,
}

/// What is drawn for an operation.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpChance {
    pub key: u64,
    /// Its distribution of time, or [`NONE`].
    pub spread: u32,
    /// Planned working seconds.
    pub work: u32,
    /// Its work centre, or the place after the last one.
    pub center: u32,
    /// For outside work: days that the supplier names, and days that the plan counts.
    pub outside: Option<(u32, u32)>,
    /// The key of its job's doubt where its time was only estimated.
    pub doubt: Option<u64>,
}

/// What is drawn for the work of a work centre.
#[derive(Clone, Copy, Debug)]
pub(super) struct CenterChance<'a> {
    pub key: u64,
    pub breakdowns: Option<&'a Stoppages>,
    pub absence: Option<&'a Stoppages>,
    /// How often the first of the list is passed over.
    pub strays: f64,
    pub reporting: &'a Spread,
}

impl<'a> CenterChance<'a> {
    fn of(shop: &'a Shop, code: &Code) -> CenterChance<'a> {
        let chances = &shop.chances;
        CenterChance {
            key: Key::new(4).text(code).value(),
            breakdowns: stops(chances.breakdowns.of(Some(code))),
            absence: stops(chances.absence.of(Some(code))),
            strays: 1.0 - chances.adherence.of(Some(code)).first.clamp(0.0, 1.0),
            reporting: &chances.reporting.of(Some(code)).spread,
        }
    }

    /// For work without a work centre: nothing stops it.
    fn nowhere(shop: &'a Shop) -> CenterChance<'a> {
        let reporting = &shop.chances.reporting.others.spread;
        CenterChance { key: 0, breakdowns: None, absence: None, strays: 0.0, reporting }
    }
}

/// The distributions of all work of `network`.
pub(super) fn works<'a>(shop: &'a Shop, network: &Network, coming: &ComingJobs) -> Work<'a> {
    let mut spreads: Vec<&'a Spread> = Vec::new();
    let mut known: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    let mut jobs = job_keys(shop, network);
    coming.name(&mut jobs);
    let mut op_chance = |op: &OpNode| {
        let job = &network.jobs[op.job as usize];
        let spread = *known.entry((job.item, place_of(op))).or_insert_with(|| {
            let item = &network.items[job.item as usize];
            let Some(found) = time_of(shop, network, item, op.into()) else { return NONE };
            spreads.push(found);
            spreads.len() as u32 - 1
        });
        OpChance {
            key: operation_key(jobs[op.job as usize], op.number),
            spread,
            work: op.setup.saturating_add(op.run),
            center: op.center.min(network.centers.len() as u32),
            outside: outside_days(shop, network, op.into()),
            doubt: (spread != NONE && is_guessed(shop, network, job)).then(|| jobs[op.job as usize].value()),
        }
    };
    let ops = network.ops.iter().map(&mut op_chance).collect();
    let centers = network.centers.iter().map(|center| CenterChance::of(shop, &center.code));
    let centers = centers.chain([CenterChance::nowhere(shop)]).collect();
    let mut yields = Vec::new();
    for (index, job) in
        network.jobs.iter().enumerate().filter(|(_, job)| job.count > 0 && job.output.is_some())
    {
        let code = &network.items[job.item as usize];
        let spread = &shop.chances.yields.of(Some(code)).spread;
        if spread.is_none() {
            continue;
        }
        let expected = shop.items.get(code).map_or(job.started, |item| job.started.scaled(item.yield_factor));
        let counted = network.templates[job.item as usize].counted;
        let cover = Cover::of(expected, job.output, counted);
        yields.push(JobYield { job: index as u32, key: jobs[index].value(), spread, cover });
    }
    Work { ops, spreads, centers, yields, doubt: &shop.chances.times.doubt.spread }
}

/// Whether the times of a job were never tried: neither the part nor the job has a routing of its own.
fn is_guessed(shop: &Shop, network: &Network, job: &Job) -> bool {
    let own = job.work_order.as_ref().and_then(|number| shop.work_orders.get(number));
    own.is_none_or(|order| order.routing.is_none()) && is_doubtful(shop, &network.items[job.item as usize])
}

/// Whether the times of a made part were never tried.
pub(crate) fn is_doubtful(shop: &Shop, item: &Code) -> bool {
    shop.items.get(item).is_none_or(|item| item.routing.is_empty() || item.estimated)
}

/// Where an operation runs, and kinds of work without a machine apart.
fn place_of(op: &OpNode) -> u32 {
    match op.mode {
        Mode::Machine => op.center,
        Mode::Outside { .. } => NONE - 1 - op.step.1,
        Mode::Flow { .. } => NONE - 1_000_000 - op.number,
        Mode::Estimate { .. } => NONE,
    }
}

fn stops(stoppages: &Stoppages) -> Option<&Stoppages> {
    (stoppages.per_hour > 0.0 && !stoppages.length.is_none()).then_some(stoppages)
}

/// What decides how an operation's time is drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind {
    pub mode: Mode,
    pub center: u32,
    /// Item and place in its routing.
    pub step: (u32, u32),
}

impl From<&OpNode> for Kind {
    fn from(op: &OpNode) -> Kind {
        Kind { mode: op.mode, center: op.center, step: op.step }
    }
}

/// The distribution of an operation's time. Curing and cooling take what they take.
pub(crate) fn time_of<'a>(shop: &'a Shop, network: &Network, item: &Code, op: Kind) -> Option<&'a Spread> {
    let chances = &shop.chances;
    let group = shop.items.get(item).and_then(|item| item.group.as_ref());
    let chance: &Chance = match op.mode {
        Mode::Machine => chances.times.of(item, group, center_of(network, op.center)),
        Mode::Outside { .. } => chances.suppliers.of(supplier_of(shop, network, op)),
        Mode::Flow { calendar } if calendar == network.calendars.always => return None,
        Mode::Flow { .. } | Mode::Estimate { .. } => &chances.times.plant,
    };
    Some(&chance.spread).filter(|spread| !spread.is_none())
}

/// Who does an outside operation.
pub(super) fn supplier_of<'a>(shop: &'a Shop, network: &Network, op: Kind) -> Option<&'a Code> {
    let item = network.items.get(op.step.0 as usize)?;
    match &shop.items.get(item)?.routing.get(op.step.1 as usize)?.kind {
        OperationKind::Outside { supplier, .. } => supplier.as_ref(),
        _ => None,
    }
}

/// For outside work that has not left: days that the supplier names, and days that the plan counts.
fn outside_days(shop: &Shop, network: &Network, op: Kind) -> Option<(u32, u32)> {
    let Mode::Outside { days, .. } = op.mode else { return None };
    let late = supplier_of(shop, network, op)
        .and_then(|supplier| crate::netting::usual_lateness(shop.suppliers.get(supplier)?))
        .unwrap_or(0);
    Some((days.saturating_sub(late), days))
}

impl Work<'_> {
    /// The factor on the time of an operation that has not begun: its own luck, and what stops its machine.
    #[inline]
    pub(super) fn factor(&self, luck: Luck, op: usize) -> f32 {
        let chance = &self.ops[op];
        factor(luck, chance, self.spread(chance), &self.centers[chance.center as usize], self.doubt)
    }

    pub(super) fn spread(&self, chance: &OpChance) -> Option<&Spread> {
        self.spreads.get(chance.spread as usize).copied()
    }
}

/// See [`Work::factor`].
#[inline]
fn factor(
    luck: Luck,
    op: &OpChance,
    spread: Option<&Spread>,
    center: &CenterChance<'_>,
    doubt: &Spread,
) -> f32 {
    let own = spread.map_or(1.0, |spread| spread.at(luck.draw(Source::Time, op.key)));
    if let Some((named, counted)) = op.outside {
        // For outside work the distribution is the supplier's lateness in days.
        let late = if spread.is_some() { own } else { (counted - named) as f32 };
        return ((named as f32 + late) / counted.max(1) as f32).max(0.0);
    }
    let doubt = op.doubt.filter(|_| !doubt.is_none()).map(|key| doubt.at(luck.draw(Source::Doubt, key)));
    let own = own.max(0.0) * doubt.unwrap_or(1.0);
    if center.breakdowns.is_none() && center.absence.is_none() {
        return own;
    }
    let work = f64::from(op.work) * f64::from(own);
    let stopped = stopped(luck, Source::Breakdown, op.key, work, center.breakdowns)
        + stopped(luck, Source::Absence, op.key, work, center.absence);
    if stopped > 0.0 { own + (stopped / f64::from(op.work.max(1))) as f32 } else { own }
}

/// Working seconds for which a machine stops while it works for `work` seconds; work goes on afterwards.
#[inline]
pub(super) fn stopped(luck: Luck, source: Source, key: u64, work: f64, stoppages: Option<&Stoppages>) -> f64 {
    let Some(stoppages) = stoppages else { return 0.0 };
    let expected = stoppages.per_hour * work / 3_600.0;
    let first = luck.draw(source, key);
    // Surely none: the chance of any is below the expected number.
    if first >= expected { 0.0 } else { stops_after(luck, source, key, (first, expected), stoppages) }
}

/// What is left to be drawn once a stoppage is possible.
#[cold]
fn stops_after(
    luck: Luck,
    source: Source,
    key: u64,
    (mut first, expected): (f64, f64),
    stoppages: &Stoppages,
) -> f64 {
    let (mut at, mut sum) = (0.0, 0.0);
    for nth in 0..MOST_STOPPAGES {
        at -= ln(1.0 - first);
        if at >= expected {
            break;
        }
        sum += f64::from(stoppages.length.at(luck.draw_nth(source, key, 2 * nth + 1)).max(0.0));
        first = luck.draw_nth(source, key, 2 * nth + 2);
    }
    sum
}

/// The luck of an operation that is only asked about.
#[derive(Debug)]
pub(crate) struct AskedOperation<'a> {
    chance: OpChance,
    spread: Option<&'a Spread>,
    center: CenterChance<'a>,
    doubt: &'a Spread,
}

impl<'a> AskedOperation<'a> {
    /// An operation that makes `item` with so many working seconds, keyed by `job` and its number.
    pub(crate) fn new(
        shop: &'a Shop,
        network: &Network,
        item: &Code,
        kind: Kind,
        (job, number): (Key, u32),
        work: u32,
    ) -> Self {
        let spread = time_of(shop, network, item, kind);
        let doubt = (spread.is_some() && is_doubtful(shop, item)).then(|| job.value());
        let key = operation_key(job, number);
        let center = center_of(network, kind.center);
        let outside = outside_days(shop, network, kind);
        AskedOperation {
            chance: OpChance { key, spread: NONE, work, center: NONE, outside, doubt },
            spread,
            doubt: &shop.chances.times.doubt.spread,
            center: match center {
                Some(code) => CenterChance::of(shop, code),
                None => CenterChance::nowhere(shop),
            },
        }
    }

    /// The factor on its time in one future.
    #[inline]
    pub(crate) fn factor(&self, luck: Luck) -> f32 {
        factor(luck, &self.chance, self.spread, &self.center, self.doubt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Origin;

    #[test]
    fn machines_stop_as_often_and_as_long_as_they_should() {
        let length = Spread::lognormal(7_200.0, 1.0);
        let stoppages = Stoppages { per_hour: 0.05, length, observations: 9, origin: Origin::Learned };
        for hours in [1.0, 10.0, 100.0] {
            let mean = |count: u32| {
                let of = |key: u32| {
                    let luck = Luck::of(3, key);
                    stopped(luck, Source::Breakdown, u64::from(key), hours * 3_600.0, Some(&stoppages))
                };
                (0..count).map(of).sum::<f64>() / f64::from(count)
            };
            let (is, should) = (mean(400_000), 0.05 * hours * 7_200.0);
            assert!((is / should - 1.0).abs() < 0.05, "{hours} h: {is} s for {should} s");
        }
    }
}
