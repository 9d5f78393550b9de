//! What a date would do, tried on the planner's newest answer: over many futures where they are played, else on the
//! one plan.
//!
//! Owns when a date counts as kept and who counts as hurt; never what is stored, nor which days are tried.

use crate::app::App;
use crate::domain::policy::Policies;
use crate::domain::promise::{AskedFor, HurtOdds, HurtPromise, Keeps, PercentileDay, Snapshot, SnapshotOdds};
use crate::domain::refusal::{Refusal, sales as codes};
use crate::domain::role::Actor;
use crate::domain::sales::LineId;
use crate::domain::value::{Amount, Day};
use crate::planning::keeps::kept;
use crate::planning::odds::Odds;
use crate::planning::outlook::{Outlook, moment};
use crate::services::Ask;
use crate::services::sales::policies;
use crate::store::{self, Failure, Subject};
use crate::text::plan::grade_code;
use holdfast_engine::chance::Calibration;
use holdfast_engine::forecast::Forecast;
use holdfast_engine::model::{Basis, LineKey, Shop};
use holdfast_engine::plan::{LineDate, Plan};
use holdfast_engine::quote::{self, Before, Harmed, Hurt, HurtRule, Wish, reservation};
use holdfast_engine::time::Instant;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread::available_parallelism;

/// How many of all futures a promise may lack to its tier's percentile: two of two hundred, so that a day that has it but
/// for one future is not passed over. A day and the promise made of it are drawn alike, so no more is needed for
/// chance.
const TOLERANCE: f64 = 0.01;

/// What a promise would do.
#[derive(Clone, Debug)]
pub struct Trial {
    /// Whether it is kept: by the plan, or likely enough for its tier where there are odds.
    pub kept: bool,
    /// The probability, from 0 to 1, that it is kept; nothing where no futures are played.
    pub chance: Option<f64>,
    /// The probability that its tier asks for.
    pub share: f64,
    /// Promises that it would hurt, worst first.
    pub hurt: Vec<HurtPromise>,
    /// What it would keep.
    pub keeps: Keeps,
    /// Lots that would serve it, and how much of each.
    pub stock: Vec<(String, Amount)>,
    /// What it was tried on.
    pub snapshot: Snapshot,
}

impl Trial {
    /// Whether it is kept and nobody is hurt.
    pub fn is_harmless(&self) -> bool {
        self.kept && self.hurt.is_empty()
    }
}

/// A shop, its plan, and its futures where they are played.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The shop.
    pub shop: &'a Shop,
    /// Its plan.
    pub plan: &'a Plan,
    /// Its futures.
    pub forecast: Option<&'a Forecast>,
    /// Whether it is the shop as it is with something laid over it: whoever that costs is hurt by what comes with it.
    pub changed: bool,
}

/// Tries dates on one answer of the planner.
#[derive(Debug)]
pub struct Judge {
    /// The answer.
    pub outlook: Arc<Outlook>,
    odds: Option<Arc<Odds>>,
    policies: Policies,
    pub(super) rule: HurtRule,
    /// The shares of futures recorded with the promises that stand.
    given: BTreeMap<LineKey, f64>,
}

/// The planner's outlook once it knows everything that was stored when it was asked for: a date is never tried
/// on a plan that lacks what its own asker has just changed.
///
/// # Errors
///
/// The planner has ended, or does not come that far in time.
pub fn current(app: &App, actor: &Actor) -> Result<Arc<Outlook>, Failure> {
    let stored = app.ask(actor, |ask| Ok((ask.plant.promise_version, store::recent(ask.db)?)))?;
    app.planner.wait_for_all(&stored.1, stored.0)
}

/// The shares of futures recorded with the promises that stand, each from 0 to 1: their odds before any correction, which
/// was another one when they were told.
///
/// # Errors
///
/// What the database says.
pub fn given(ask: &mut Ask<'_>, outlook: &Outlook) -> Result<BTreeMap<LineKey, f64>, Failure> {
    let mut given = BTreeMap::new();
    for (order, line, schedule, snapshot) in store::sales::recorded_odds(ask.db, ask.plant.id)? {
        let odds = snapshot.read::<Option<Snapshot>>()?.and_then(|snapshot| snapshot.odds);
        given.extend(odds.map(|odds| (outlook.key(&order, &line, &schedule), odds.kept_by())));
    }
    Ok(given)
}

impl Judge {
    /// On everything that is stored by now: for whoever is about to store a date.
    ///
    /// # Errors
    ///
    /// Those of [`current`].
    pub fn current(app: &App, actor: &Actor) -> Result<Self, Failure> {
        let outlook = current(app, actor)?;
        let odds = match app.planner.has_odds() {
            true => Some(app.planner.wait_for_odds(&outlook)?),
            false => None,
        };
        Self::on(app, actor, outlook, odds)
    }

    /// On what is known just now: for whoever only asks. Numbers that were learned, or that a person has set, are those
    /// in force: whoever has just changed one asks to see what it does.
    ///
    /// # Errors
    ///
    /// What the database says; the futures are not played in time.
    pub fn at_once(app: &App, actor: &Actor) -> Result<Self, Failure> {
        let outlook = app.planner.outlook();
        let known = app.planner.odds().filter(|_| !app.planner.plays_when_asked());
        let odds = match (app.planner.has_odds(), known) {
            (true, None) => Some(app.planner.wait_for_odds(&outlook)?),
            (_, odds) => odds,
        };
        let known = odds.as_ref().map_or(&outlook.known, |odds| &odds.outlook.known);
        let news = app.ask(actor, |ask| store::done_since(ask.db, known))?;
        if news.iter().any(|(_, subjects)| subjects.contains(&Subject::Learning)) {
            return Self::current(app, actor);
        }
        Self::on(app, actor, outlook, odds)
    }

    fn on(app: &App, actor: &Actor, outlook: Arc<Outlook>, odds: Option<Arc<Odds>>) -> Result<Self, Failure> {
        app.ask(actor, |ask| Self::upon(ask, outlook, odds))
    }

    /// On an answer that is at hand, with the policies and promises that are stored by now: for whoever follows the
    /// planner and waits for nothing.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub fn upon(ask: &mut Ask<'_>, outlook: Arc<Outlook>, odds: Option<Arc<Odds>>) -> Result<Self, Failure> {
        let outlook = odds.as_ref().map_or(outlook, |odds| Arc::clone(&odds.outlook));
        let given = if odds.is_some() { given(ask, &outlook)? } else { BTreeMap::new() };
        let policies = policies(&ask.plant);
        let rule = policies.hurt_rule();
        Ok(Self { outlook, odds, policies, rule, given })
    }

    /// The shop as it is.
    pub fn view(&self) -> View<'_> {
        let forecast = self.odds.as_ref().map(|odds| &odds.forecast);
        View { shop: &self.outlook.shop, plan: &self.outlook.plan, forecast, changed: false }
    }

    /// What customers of a tier are promised: a probability from 0 to 1, and the working days added to it.
    pub fn promised(&self, shop: &Shop, customer: &holdfast_engine::model::Code) -> quote::Policy {
        self.policies.promised(shop, customer)
    }

    /// How much of its odds a promise may lose over its life, from 0 to 1.
    pub fn over_life(&self) -> f64 {
        self.rule.over_life
    }

    /// Whether sales give their own dates here, and ours are only noted beside them.
    pub fn is_shadow(&self) -> bool {
        self.policies.shadow
    }

    /// Tries a promise of `date` for a line.
    ///
    /// # Errors
    ///
    /// The plan does not know the line.
    pub fn try_date(&self, id: &LineId, date: Day) -> Result<Trial, Failure> {
        let key = self.outlook.key(&id.order, &id.line, &id.schedule);
        let wish = Wish::new(key, self.end(date), None);
        let tried = self.together(self.view(), &[wish]).and_then(|joint| joint.trials.into_iter().next());
        Ok(tried.ok_or_else(|| Refusal::new(codes::NO_PLAN_YET))?)
    }

    pub(super) fn before<'a>(&'a self, on: View<'a>) -> Option<Before<'a>> {
        let forecast = on.forecast?;
        Some(Before { shop: on.shop, plan: on.plan, forecast, given: &self.given })
    }

    /// What the policy of a line's customer asks for.
    pub(super) fn asked_for(&self, shop: &Shop, key: &LineKey) -> Option<AskedFor> {
        let quote::Policy { share, buffer_days, on_ship_days } =
            self.promised(shop, &shop.lines.get(key)?.customer);
        Some(AskedFor { share, buffer_days, round_to_ship_days: on_ship_days })
    }

    /// The probability that the tier of a line's customer asks for.
    pub(super) fn share(&self, shop: &Shop, key: &LineKey) -> f64 {
        shop.lines.get(key).map_or(0.0, |line| self.promised(shop, &line.customer).share)
    }

    /// Whether a probability is what the tier of a line's customer asks for.
    pub(super) fn is_enough(&self, shop: &Shop, key: &LineKey, chance: f64) -> bool {
        let sold = shop.lines.get(key);
        let by = sold.map_or(Calibration::NONE, |sold| shop.chances.calibration_of(shop, &sold.item));
        by.is_enough(chance, self.share(shop, key), TOLERANCE)
    }

    /// What is said of a line as it stands in a shop, its plan and its date.
    pub(super) fn trial(
        &self,
        key: &LineKey,
        (shop, plan, own): (&Shop, &Plan, &LineDate),
        kept: bool,
        hurt: Vec<HurtPromise>,
        odds: Option<SnapshotOdds>,
    ) -> Trial {
        let kept_for_it = reservation(plan, key);
        Trial {
            kept,
            chance: odds.as_ref().map(|odds| odds.chance),
            share: self.share(shop, key),
            hurt,
            keeps: self::kept(&kept_for_it),
            stock: super::served(shop, key, &kept_for_it),
            snapshot: Snapshot {
                as_of: self.outlook.now,
                position: self.outlook.position,
                forecast: self.met(shop, own),
                grade: grade_code(own.grade).to_owned(),
                policy: self.asked_for(shop, key),
                odds,
            },
        }
    }

    /// What futures say of a line, with the probability of its promise and the seed.
    pub(super) fn odds(
        &self,
        forecast: &Forecast,
        plan: &Plan,
        key: &LineKey,
        (chance, seed): (f64, u64),
    ) -> Option<SnapshotOdds> {
        let line = forecast.line(plan, key)?;
        let by = line.calibration();
        let day = |percent: u8| {
            let share = f64::from(percent) / 100.0;
            let day = self.outlook.day(line.met(line.percentile(share)));
            // More futures keep a day than the instant in it: a correction learned from the instant would tell days too soon.
            let futures_kept = day.map_or_else(|| by.read(share), |day| line.share_by(self.end(day)));
            PercentileDay { percent, futures_kept: millionths(futures_kept), day }
        };
        Some(SnapshotOdds {
            futures: line.scenarios(),
            seed,
            chance,
            futures_kept: futures_kept(by, chance),
            p50: moment(line.percentile(0.5)),
            p80: moment(line.percentile(0.8)),
            p95: moment(line.percentile(0.95)),
            days: [50, 80, 95].map(day).to_vec(),
        })
    }

    /// The day on which a line is met, in its basis.
    pub(super) fn met(&self, shop: &Shop, date: &LineDate) -> Option<Day> {
        let basis = shop.lines.get(&date.key).map_or(Basis::Ship, |line| line.basis);
        self.outlook.day(if basis == Basis::Arrival { date.arrival } else { date.ship })
    }

    /// Who is hurt, as people name it; nobody if no day is lost.
    pub(super) fn hurt(&self, hurt: &Hurt) -> Option<HurtPromise> {
        if !hurt.costs_days(self.outlook.zone) {
            return None;
        }
        let day = |at| self.outlook.day(at);
        Some(self.named(&hurt.line, day(hurt.due)?, day(hurt.before)?, day(hurt.after), None))
    }

    /// Who is harmed, as people name it, with the days on which the plans meet it.
    pub(super) fn harmed(&self, before: &Plan, after: &Plan, harmed: &Harmed) -> Option<HurtPromise> {
        let met = |plan: &Plan| self.met(&self.outlook.shop, plan.line(&harmed.line)?);
        let due = self.outlook.day(harmed.due)?;
        let odds = HurtOdds { before: harmed.before, after: harmed.after };
        Some(self.named(&harmed.line, due, met(before).unwrap_or(due), met(after), Some(odds)))
    }

    pub(super) fn named(
        &self,
        key: &LineKey,
        due: Day,
        before: Day,
        after: Option<Day>,
        odds: Option<HurtOdds>,
    ) -> HurtPromise {
        let line = self.line_id(key);
        HurtPromise { line: line.to_string(), order: line.order, due, before, after, odds }
    }

    /// A line as people name it.
    pub fn line_id(&self, key: &LineKey) -> LineId {
        let name = self.outlook.name(key);
        LineId { order: name.order, line: name.line, schedule: name.schedule }
    }

    /// The end of a day, by which what is promised for it must be met.
    pub fn end(&self, day: Day) -> Instant {
        Instant::end_of(day.date(), self.outlook.zone)
    }
}

/// The share of futures behind a probability that was corrected; nothing where nothing was.
pub(super) fn futures_kept(calibration: Calibration, chance: f64) -> Option<f64> {
    (!calibration.is_none()).then(|| millionths(calibration.read(chance)))
}

/// A share is read back from what was told of it, but for the last digits.
fn millionths(share: f64) -> f64 {
    (share * 1e6).round() / 1e6
}

/// As many threads as the machine runs at once.
pub(super) fn threads() -> usize {
    available_parallelism().map_or(1, usize::from)
}

/// Those hurt in a sentence: line, promised day, and the odds or the days before and after.
pub fn names_of(hurt: &[&HurtPromise]) -> String {
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    let name = |h: &&HurtPromise| match h.odds {
        Some(odds) => format!("{} ({}: {} → {})", h.line, h.due, percent(odds.before), percent(odds.after)),
        None => {
            let after = h.after.map_or_else(|| "—".to_owned(), |day| day.to_string());
            format!("{} ({}: {} → {after})", h.line, h.due, h.before)
        }
    };
    hurt.iter().map(name).collect::<Vec<_>>().join(", ")
}
