//! What a promise would do, tried on the planner's snapshot.

use crate::app::App;
use crate::domain::promise::{HurtPromise, Keeps, Snapshot};
use crate::domain::refusal::{Refusal, sales as codes};
use crate::domain::role::Actor;
use crate::domain::sales::LineId;
use crate::domain::value::{Amount, Day};
use crate::planning::keeps::kept;
use crate::planning::outlook::Outlook;
use crate::store::{self, Failure};
use crate::text::plan::grade_code;
use holdfast_engine::model::{Basis, LineKey, Shop};
use holdfast_engine::plan::{LineDate, Plan};
use holdfast_engine::quote::{self, Hurt, reservation};
use holdfast_engine::time::Instant;
use std::sync::Arc;

/// What a promise would do.
#[derive(Clone, Debug)]
pub struct Trial {
    /// Whether the plan keeps it.
    pub kept: bool,
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
    /// Whether the plan keeps it and nobody is hurt.
    pub fn is_harmless(&self) -> bool {
        self.kept && self.hurt.is_empty()
    }
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

/// Tries a promise of `date` for a line.
///
/// # Errors
///
/// The plan does not know the line.
pub fn try_date(outlook: &Outlook, id: &LineId, date: Day) -> Result<Trial, Failure> {
    let key = outlook.key(&id.order, &id.line, &id.schedule);
    let due = Instant::end_of(date.date(), outlook.zone);
    let tried = quote::promise(&outlook.shop, &outlook.plan, key.clone(), due)
        .ok_or_else(|| Refusal::new(codes::NO_PLAN_YET))?;
    Ok(trial(outlook, &tried.shop, &tried.plan, &key, &tried.own, &tried.hurt))
}

/// A trial of `key` from what the planner says about it.
pub(in crate::services) fn trial(
    outlook: &Outlook,
    shop: &Shop,
    plan: &Plan,
    key: &LineKey,
    own: &LineDate,
    hurt: &[Hurt],
) -> Trial {
    let kept_for_it = reservation(plan, key);
    Trial {
        kept: own.is_dated() && !own.is_late(),
        hurt: hurt.iter().filter_map(|hurt| told(outlook, hurt)).collect(),
        keeps: kept(&kept_for_it),
        stock: super::served(shop, key, &kept_for_it),
        snapshot: Snapshot {
            as_of: outlook.now,
            position: outlook.position,
            forecast: met(outlook, shop, own),
            grade: grade_code(own.grade).to_owned(),
        },
    }
}

/// The day on which a line is met, in its basis.
pub(in crate::services) fn met(outlook: &Outlook, shop: &Shop, date: &LineDate) -> Option<Day> {
    let basis = shop.lines.get(&date.key).map_or(Basis::Ship, |line| line.basis);
    outlook.day(if basis == Basis::Arrival { date.arrival } else { date.ship })
}

/// Who is hurt, as people name it; nobody if no day is lost.
fn told(outlook: &Outlook, hurt: &Hurt) -> Option<HurtPromise> {
    let (due, before, after) = (outlook.day(hurt.due)?, outlook.day(hurt.before)?, outlook.day(hurt.after));
    if after.is_some_and(|after| after <= due.max(before)) {
        return None;
    }
    let name = outlook.name(&hurt.line);
    let line = LineId { order: name.order.clone(), line: name.line, schedule: name.schedule };
    Some(HurtPromise { line: line.to_string(), order: name.order, due, before, after })
}

/// Those hurt in a sentence: line, promised day, day before and after.
pub fn names_of(hurt: Vec<&HurtPromise>) -> String {
    let name = |h: &HurtPromise| {
        let after = h.after.map_or_else(|| "—".to_owned(), |day| day.to_string());
        format!("{} ({}: {} → {after})", h.line, h.due, h.before)
    };
    hurt.into_iter().map(name).collect::<Vec<_>>().join(", ")
}
