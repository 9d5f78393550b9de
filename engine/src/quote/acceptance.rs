//! Accepting a quote: the order goes in, everything is planned again, and whoever would be hurt is named.

use super::Request;
use crate::model::{DemandKey, Firmness, JobKey, LineKey, OpKey, Peg, Promise, SalesLine, Shop, SupplyKey};
use crate::network::{NONE, Owner, SupplySource};
use crate::plan::{LineDate, Plan, plan_like};
use crate::quantity::Qty;
use crate::time::Instant;
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What accepting a promise would do.
#[derive(Debug)]
pub struct Acceptance {
    /// The shop with the order in it, its protected starts and pegs kept.
    pub shop: Shop,
    /// The plan of that shop.
    pub plan: Plan,
    /// The new line's date.
    pub own: LineDate,
    /// Promises that the order would hurt, worst first.
    pub hurt: Vec<Hurt>,
}

/// A promise that becomes late, or later than it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hurt {
    /// Whose.
    pub line: LineKey,
    /// The promise.
    pub due: Instant,
    /// When it was met before.
    pub before: Instant,
    /// When it would be met.
    pub after: Instant,
}

impl Hurt {
    /// Whether the promise is met on a later day in `zone` than before and than promised. Who promises days loses
    /// nothing by what comes later on a day that is over anyway.
    pub fn costs_days(&self, zone: Tz) -> bool {
        !self.after.is_reached() || self.after.date(zone) > self.due.date(zone).max(self.before.date(zone))
    }
}

/// What a promise keeps: the starts that protect it and the supplies that serve it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reservation {
    /// Protected starts of its operations.
    pub protected: BTreeMap<OpKey, Instant>,
    /// Supplies that exist and serve it, directly or through its jobs.
    pub pegs: Vec<Peg>,
}

impl Acceptance {
    /// Whether the promise holds and hurts nobody.
    pub fn is_harmless(&self) -> bool {
        self.hurt.is_empty() && self.own.is_dated() && !self.own.is_late()
    }
}

/// A line that is to be promised, alone or together with others.
#[derive(Clone, Debug)]
pub struct Wish<'a> {
    /// The line.
    pub key: LineKey,
    /// By when it is promised.
    pub due: Instant,
    /// What it asks for; nothing for a line that the shop has already.
    pub request: Option<&'a Request>,
    /// Whose luck it has, if not its own: that of the quote that it comes from.
    pub luck: Option<LineKey>,
    /// Whether it leaves together with the other lines of its order. Only for a line that the shop does not have.
    pub ship_complete: bool,
}

impl<'a> Wish<'a> {
    /// The line `key` promised by `due`: one that `request` asks for, or one that is there already.
    pub fn new(key: LineKey, due: Instant, request: Option<&'a Request>) -> Wish<'a> {
        Wish { key, due, request, luck: None, ship_complete: false }
    }
}

/// What accepting several promises at once would do.
#[derive(Debug)]
pub struct Together {
    /// The shop with all of them in it, their protected starts and pegs kept.
    pub shop: Shop,
    /// The plan of that shop.
    pub plan: Plan,
    /// The lines' dates, in the order in which they were asked for.
    pub own: Vec<LineDate>,
    /// Promises that they would hurt, worst first.
    pub hurt: Vec<Hurt>,
}

/// Inserts `request` as line `key` promised by `due` and plans again. `before` is the plan of `shop`.
///
/// The caller decides what to do with a promise that hurts; nothing is stored here.
pub fn accept(shop: &Shop, before: &Plan, key: LineKey, request: &Request, due: Instant) -> Acceptance {
    let mut with = shop.clone();
    let wish = Wish::new(key, due, Some(request));
    enter(&mut with, &wish);
    one(promised(with, before, std::slice::from_ref(&wish)), wish)
}

/// Promises the line `key` of `shop` by `due`, or moves its promise, and plans again. `before` is the plan of
/// `shop`. Nothing if there is no such line.
///
/// The caller decides what to do with a promise that hurts; nothing is stored here.
pub fn promise(shop: &Shop, before: &Plan, key: LineKey, due: Instant) -> Option<Acceptance> {
    let wish = Wish::new(key, due, None);
    Some(one(together(shop, before, std::slice::from_ref(&wish))?, wish))
}

/// Promises all `wishes` at once and plans again. `before` is the plan of `shop`. Nothing if one of them is a line
/// that should be there and is not.
///
/// The caller decides what to do with promises that hurt; nothing is stored here.
pub fn together(shop: &Shop, before: &Plan, wishes: &[Wish<'_>]) -> Option<Together> {
    let mut with = shop.clone();
    wishes.iter().all(|wish| enter(&mut with, wish)).then(|| promised(with, before, wishes))
}

fn one(together: Together, wish: Wish<'_>) -> Acceptance {
    let Together { shop, plan, own, hurt } = together;
    let own = own.into_iter().next().unwrap_or_else(|| undated(wish.key, wish.due));
    Acceptance { shop, plan, own, hurt }
}

/// Puts a line in, or its promise; says whether it could.
fn enter(shop: &mut Shop, wish: &Wish<'_>) -> bool {
    let promise = Some(Promise::by(wish.due));
    let Some(request) = wish.request else {
        let Some(line) = shop.lines.get_mut(&wish.key) else { return false };
        line.promise = promise;
        return true;
    };
    let line = SalesLine {
        customer: request.customer.clone(),
        item: request.item.clone(),
        quantity: request.quantity,
        shipped: Qty::ZERO,
        ordered_at: Some(shop.now),
        requested: request.requested,
        promise,
        basis: request.basis,
        firmness: Firmness::Firm,
        ship_complete: wish.ship_complete,
        partial: None,
        tier: None,
    };
    shop.lines.insert(wish.key.clone(), line);
    if let Some(luck) = wish.luck.as_ref().filter(|luck| **luck != wish.key) {
        shop.lucks.insert(wish.key.clone(), luck.clone());
    }
    true
}

/// Plans `with`, in which the wishes are promised, and keeps what their promises need. By the rule that stands: who is
/// hurt must be hurt by the wishes, and not by another search.
fn promised(mut with: Shop, before: &Plan, wishes: &[Wish<'_>]) -> Together {
    let plan = plan_like(&with, &Arc::clone(&before.network.calendars), before);
    for wish in wishes {
        let kept = reservation(&plan, &wish.key);
        with.pegs
            .retain(|peg| !kept.pegs.iter().any(|new| new.demand == peg.demand && new.supply == peg.supply));
        with.pegs.extend(kept.pegs);
        if let Some(promise) = with.lines.get_mut(&wish.key).and_then(|line| line.promise.as_mut()) {
            promise.protected = kept.protected;
        }
    }
    let mut hurt = hurt(before, &plan);
    hurt.retain(|hurt| wishes.iter().all(|wish| wish.key != hurt.line));
    let date = |wish: &Wish<'_>| {
        plan.line(&wish.key).cloned().unwrap_or_else(|| undated(wish.key.clone(), wish.due))
    };
    let own = wishes.iter().map(date).collect();
    Together { shop: with, plan, own, hurt }
}

/// A line that the plan does not know: a quantity of nothing.
fn undated(key: LineKey, due: Instant) -> LineDate {
    LineDate {
        key,
        ready: Instant::NEVER,
        released: Instant::NEVER,
        packed: Instant::NEVER,
        ship: Instant::NEVER,
        arrival: Instant::NEVER,
        parts: Vec::new(),
        due: Some(due),
        late: None,
        grade: crate::problem::Grade::Default,
    }
}

/// Promises that are late in `after` and were kept, or less late, in `before`, worst first.
pub fn hurt(before: &Plan, after: &Plan) -> Vec<Hurt> {
    let mut hurt: Vec<(i64, Hurt)> = Vec::new();
    for old in &before.lines {
        let Some(new) = after.line(&old.key) else { continue };
        let (Some(due), Some(was), Some(is)) = (old.due, old.late, new.late) else { continue };
        if is > 0 && is > was {
            let (before, after) = (due + was, due + is);
            hurt.push((is - was.max(0), Hurt { line: old.key.clone(), due, before, after }));
        }
    }
    hurt.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.line.cmp(&b.1.line)));
    hurt.into_iter().map(|(_, h)| h).collect()
}

/// What a promise to line `key` keeps in `plan`.
pub fn reservation(plan: &Plan, key: &LineKey) -> Reservation {
    let network = &plan.network;
    let mut kept = Reservation::default();
    let Some(line) = network.line_index(key) else { return kept };
    let mut open = vec![network.lines[line as usize].demand];
    let mut seen = BTreeSet::new();
    while let Some(demand) = open.pop() {
        for peg in network.pegs_of(demand).iter().filter(|p| p.quantity.is_some()) {
            let supply = network.supply_key(peg.supply);
            let job = match network.supplies[peg.supply as usize].source {
                SupplySource::Job(job) if seen.insert(job) => Some(&network.jobs[job as usize]),
                _ => None,
            };
            for op in job.into_iter().flat_map(|job| job.first..job.first + job.count) {
                let protected = Instant(network.ops[op as usize].protected);
                kept.protected.insert(network.op_key(op), protected);
                open.extend(network.components_of(op));
            }
            if exists(&supply) && network.demands[demand as usize].owner != Owner::SafetyStock {
                let demand: DemandKey = network.demand_key(demand);
                kept.pegs.push(Peg { demand, supply, quantity: peg.quantity });
            }
        }
    }
    debug_assert!(line != NONE);
    kept
}

/// Whether a supply is there or on its way, rather than proposed.
fn exists(supply: &SupplyKey) -> bool {
    !matches!(supply, SupplyKey::ProposedPurchase(..) | SupplyKey::Job(JobKey::Proposed { .. }))
}
