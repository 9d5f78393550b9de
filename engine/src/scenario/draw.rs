//! One future's luck: factors, releases and ranks for the simulation, instants for supplies and holds.

use super::Field;
use super::lots::missing;
use super::random::{Luck, Source, ln};
use crate::network::Network;
use crate::simulate::{Factors, Rule};
use crate::time::Instant;

/// What chance drew for one future. Kept from future to future.
#[derive(Clone, Debug, Default)]
pub struct Drawn {
    /// Factor on the time of each operation.
    pub time: Vec<f32>,
    /// Release of each operation.
    pub available: Vec<i64>,
    /// When each supply that is no job's output can be used.
    pub supplies: Vec<i64>,
    /// When each hold ends.
    pub holds: Vec<i64>,
    /// Protected starts of operations of orders still to come, or places under a sequence.
    pub ranks: Vec<i64>,
    /// Protected starts of operations of orders still to come.
    pub protected: Vec<i64>,
    /// Which operations are passed over once.
    pub passed_over: Vec<bool>,
    /// Share of each job's lot that is made again.
    pub again: Vec<f32>,
    /// Work done since the last report, by work centre.
    pub credit: Vec<i64>,
    first_coming: u32,
    order: Vec<u32>,
}

impl Drawn {
    /// The protected start of an operation in this future.
    pub(crate) fn protected_start(&self, network: &Network, op: u32) -> i64 {
        let own = op.checked_sub(self.first_coming).and_then(|place| self.protected.get(place as usize));
        own.copied().unwrap_or(network.ops[op as usize].protected)
    }

    /// As the simulation takes it.
    pub fn factors(&self) -> Factors<'_> {
        Factors {
            time: &self.time,
            available: &self.available,
            ranks: (self.first_coming, &self.ranks),
            credit: &self.credit,
            passed_over: &self.passed_over,
            again: &self.again,
        }
    }
}

impl Field<'_> {
    /// The luck of a scenario: keyed random numbers.
    pub(crate) fn luck(&self, scenario: u32) -> Luck {
        Luck::of(self.shop.chances.seed, scenario)
    }

    /// The rule under which all futures are played: what the plan does.
    pub fn rule(&self) -> Rule<'_> {
        if self.plan.sequence.is_empty() { Rule::Protected } else { Rule::Sequence(&self.plan.sequence) }
    }

    /// Draws scenario number `scenario`, from 0 on.
    pub fn draw(&self, scenario: u32, drawn: &mut Drawn) {
        let luck = self.luck(scenario);
        self.draw_instants(luck, drawn);
        self.draw_releases(drawn);
        let real = self.real_operations();
        drawn.time.clear();
        drawn.time.extend((0..real).map(|op| self.work.factor(luck, op)));
        self.draw_under_way(luck, drawn);
        self.draw_coming(luck, drawn);
        self.draw_lists(luck, drawn);
    }

    /// When deliveries come and holds end.
    fn draw_instants(&self, luck: Luck, drawn: &mut Drawn) {
        let network = &self.plan.network;
        drawn.supplies.clear();
        drawn.supplies.extend(network.supplies.iter().map(|supply| supply.available));
        drawn.holds.clear();
        drawn.holds.extend(network.holds.iter().map(|hold| hold.until));
        drawn.available.clear();
        drawn.available.extend(network.ops.iter().map(|op| op.available));
        for delivery in &self.deliveries {
            let at = delivery.draw_among(luck, network, &self.open_dates);
            match (delivery.supply(), delivery.operation()) {
                (Some(supply), _) => drawn.supplies[supply as usize] = at,
                (_, Some(op)) => drawn.available[op as usize] = at,
                _ => {}
            }
        }
        for hold in &self.holds {
            drawn.holds[hold.hold as usize] = hold.draw(luck, network.now);
        }
    }

    /// Releases of what waits for them.
    fn draw_releases(&self, drawn: &mut Drawn) {
        let network = &self.plan.network;
        for release in &self.releases {
            let i = release.op as usize;
            let floor = if network.ops[i].flags.sent { drawn.available[i] } else { network.floors[i] };
            let supplies = release.supplies.iter().map(|&supply| drawn.supplies[supply as usize]);
            let holds = release.holds.iter().map(|&hold| drawn.holds[hold as usize]);
            drawn.available[i] = supplies.chain(holds).max().map_or(floor, |last| last.max(floor));
        }
    }

    /// The rest of what runs, given for how long it has run: what ran for longer than ever seen has half of that
    /// ahead of it in the mean.
    fn draw_under_way(&self, luck: Luck, drawn: &mut Drawn) {
        for work in self.plan.network.under_way.iter().filter(|work| work.run > 0) {
            let i = work.op as usize;
            let chance = &self.work.ops[i];
            let Some(spread) = self.work.spread(chance) else { continue };
            let share = luck.draw(Source::Time, chance.key);
            let (run, elapsed) = (f64::from(work.run), f64::from(work.elapsed));
            let whole = spread.at_above(share, (elapsed / run) as f32);
            let rest = whole
                .map_or_else(|| elapsed / 2.0 * -ln(1.0 - share), |whole| f64::from(whole) * run - elapsed);
            let center = &self.work.centers[chance.center as usize];
            let rest = rest.max(1.0);
            let stopped = super::work::stopped(luck, Source::Breakdown, chance.key, rest, center.breakdowns)
                + super::work::stopped(luck, Source::Absence, chance.key, rest, center.absence);
            drawn.time[i] = ((rest + stopped) / f64::from(self.plan.network.ops[i].run.max(1))) as f32;
        }
    }

    /// The orders still to come that come in this future.
    fn draw_coming(&self, luck: Luck, drawn: &mut Drawn) {
        let first = self.coming.first_op;
        drawn.first_coming = first as u32;
        drawn.ranks.clear();
        drawn.ranks.resize(self.coming.operations(), Instant::NEVER.0);
        drawn.protected.clear();
        drawn.protected.resize(self.coming.operations(), Instant::NEVER.0);
        drawn.time.resize(first.max(drawn.time.len()) + self.coming.operations(), 1.0);
        drawn.available.resize(drawn.time.len(), Instant::NEVER.0);
        let coming = self.shop.chances.coming.as_ref();
        let (time, available, ranks, starts) =
            (&mut drawn.time, &mut drawn.available, &mut drawn.ranks, &mut drawn.protected);
        self.coming.draw(luck, self.network(), coming, &mut drawn.order, |op, release, protected| {
            time[first + op] = self.work.factor(luck, first + op);
            available[first + op] = release;
            ranks[op] = self.place(protected);
            starts[op] = protected;
        });
    }

    /// The rank of an order still to come: its protected start, or where there is a sequence the place of what
    /// has about that protected start.
    fn place(&self, protected: i64) -> i64 {
        if self.places.is_empty() {
            return protected;
        }
        let at = self.places.partition_point(|&(other, _)| other < protected).min(self.places.len() - 1);
        i64::from(self.places[at].1)
    }

    /// How lists are followed, what comes out good, and what was done but not reported.
    fn draw_lists(&self, luck: Luck, drawn: &mut Drawn) {
        drawn.passed_over.clear();
        if self.work.centers.iter().any(|center| center.strays > 0.0) {
            drawn.passed_over.extend(self.work.ops.iter().map(|op| {
                let strays = self.work.centers[op.center as usize].strays;
                strays > 0.0 && luck.draw(Source::Adherence, op.key) < strays
            }));
        }
        drawn.again.clear();
        if !self.work.yields.is_empty() {
            drawn.again.resize(self.network().jobs.len(), 0.0);
            for job in &self.work.yields {
                drawn.again[job.job as usize] = missing(job.spread, job.cover, job.key, luck);
            }
        }
        drawn.credit.clear();
        let centers = self.plan.network.centers.iter().zip(&self.work.centers);
        drawn.credit.extend(centers.map(|(center, chance)| match chance.reporting.is_none() {
            true => center.credit,
            false => {
                let delay = f64::from(chance.reporting.at(luck.draw(Source::Reporting, chance.key)));
                center.silent.min(delay.max(0.0) as i64)
            }
        }));
    }
}
