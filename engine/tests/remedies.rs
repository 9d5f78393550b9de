//! Remedies told as stories of a small shop: what they gain, whom they cost, and when nothing helps.

mod support;

use chrono::{NaiveDate, NaiveTime};
use holdfast_engine::chance::{ByCode, Chance, Chances, Spread, Times};
use holdfast_engine::forecast::{Forecast, forecast};
use holdfast_engine::model::{JobKey, LineKey, OpKey, PurchaseKey, Shop, SupplyKey};
use holdfast_engine::plan::{Plan, plan};
use holdfast_engine::quantity::Qty;
use holdfast_engine::quote::{Before, HurtRule};
use holdfast_engine::remedy::{Remedy, Unfit, Weighed, apply, best, suggest, tried, weigh};
use holdfast_engine::scenario::Setting;
use std::collections::BTreeMap;
use support::shop::{Story, line_key, shop};

/// Futures of every story.
const FUTURES: u32 = 200;

/// A shop with its plan and futures.
struct Known {
    shop: Shop,
    plan: Plan,
    forecast: Forecast,
    given: BTreeMap<LineKey, f64>,
}

impl Known {
    fn of(story: Story) -> Known {
        Known::with(story, 0.3)
    }

    /// With times that vary by so much around the planned ones.
    fn with(story: Story, varies: f64) -> Known {
        let mut shop = story.shop;
        let learned = |spread| Chance::learned(spread, 50);
        shop.chances = Chances {
            times: Times { plant: learned(Spread::lognormal(1.0, varies)), ..Times::default() },
            suppliers: ByCode::all(learned(Spread::of(vec![-1.0, 0.0, 0.0, 1.0, 2.0]))),
            ..Chances::none(7)
        };
        let plan = plan(&shop);
        let forecast = forecast(&shop, &plan, Setting::new(FUTURES, 2));
        Known { shop, plan, forecast, given: BTreeMap::new() }
    }

    fn before(&self) -> Before<'_> {
        Before { shop: &self.shop, plan: &self.plan, forecast: &self.forecast, given: &self.given }
    }

    fn try_one(&self, line: &str, remedy: &Remedy) -> Result<Weighed, Unfit> {
        tried(self.before(), &line_key(line), remedy, &HurtRule::default(), 2)
    }

    fn weighed(&self, line: &str, remedy: &Remedy) -> Weighed {
        self.try_one(line, remedy).expect("it fits")
    }

    /// The suggestions that help, the best first.
    fn helping(&self, line: &str) -> Vec<(Remedy, Weighed)> {
        let key = line_key(line);
        best(self.before(), &key, suggest(self.before(), &key), &HurtRule::default(), 2)
    }
}

/// Monday morning, one mill of eight hours a day.
fn mill() -> Story {
    shop("2026-03-09 08:00").center("mill", "day", 1).item("HUB", "mill 0 + 2 h")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn clock(hour: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour")
}

fn chances(weighed: &Weighed) -> (f64, f64) {
    let chance = |standing: Option<holdfast_engine::remedy::Standing>| standing.and_then(|s| s.chance);
    (chance(weighed.before).expect("before"), chance(weighed.after).expect("after"))
}

#[test]
fn overtime_brings_a_line_that_queues_forward_and_hurts_nobody() {
    // 32 hours of work before Thursday evening, when there are 32: half of all futures are late.
    let known = Known::of(
        mill().order("SO-1/10: 8 HUB for ALFA by 2026-03-11").order("SO-2/10: 8 HUB for BETA by 2026-03-12"),
    );
    let helping = known.helping("SO-2/10");
    let overtime = helping.iter().find(|(remedy, _)| matches!(remedy, Remedy::Overtime { .. }));
    let (remedy, weighed) = overtime.expect("overtime at the mill is proposed and helps");
    let Remedy::Overtime { calendars, days, from, to } = remedy else { unreachable!("found above") };
    assert_eq!((calendars, *from, *to), (&vec!["day".into()], clock(16), clock(19)));
    assert_eq!(days.first(), Some(&day("2026-03-09")), "this evening is still to come");
    let (before, after) = chances(weighed);
    assert!(before < 0.8 && after > 0.9, "from {before} to {after}");
    assert!(weighed.falls.is_empty() && weighed.hurts() == 0);
    let (was, is) = (weighed.before.expect("before"), weighed.after.expect("after"));
    assert!(is.p50 < was.p50 && is.p80 < was.p80 && is.p95 < was.p95);
}

#[test]
fn expediting_names_whom_it_costs() {
    let known = Known::of(
        mill().order("SO-1/10: 8 HUB for ALFA by 2026-03-10").order("SO-2/10: 4 HUB for BETA by 2026-03-11"),
    );
    let weighed = known.weighed("SO-2/10", &Remedy::Expedite);
    let (before, after) = chances(&weighed);
    assert!(after > before + 0.1, "from {before} to {after}");
    let victim = weighed.falls.first().expect("SO-1 is pushed back");
    assert_eq!(victim.line, line_key("SO-1/10"));
    assert!(victim.loss.is_some() && victim.before > 0.3 && victim.after < 0.05, "{victim:?}");
    assert_eq!(weighed.hurts(), 1);
}

#[test]
fn what_hurts_nobody_comes_before_what_gains_the_same_and_hurts() {
    let known = Known::with(
        mill().order("SO-1/10: 8 HUB for ALFA by 2026-03-10").order("SO-2/10: 4 HUB for BETA by 2026-03-11"),
        0.05,
    );
    let helping = known.helping("SO-2/10");
    let place = |wanted: fn(&Remedy) -> bool| helping.iter().position(|(remedy, _)| wanted(remedy));
    let overtime = place(|remedy| matches!(remedy, Remedy::Overtime { .. }));
    let expedite = place(|remedy| matches!(remedy, Remedy::Expedite));
    let gains: Vec<_> = helping.iter().map(|(remedy, weighed)| (remedy, weighed.gain())).collect();
    assert!(overtime.is_some() && expedite.is_some() && overtime < expedite, "{gains:?}");
}

#[test]
fn an_express_purchase_has_the_luck_of_the_usual_one() {
    // Bought in ten days, then two hours of work.
    let known = Known::of(
        mill()
            .supplier("ACME", "lead 10 d")
            .buy("BAR", "lead 10 d from ACME")
            .bom("HUB", "1 BAR")
            .order("SO-1/10: 1 HUB for ALFA by 2026-03-18"),
    );
    let (remedy, weighed) = known.helping("SO-1/10").into_iter().next().expect("something helps");
    let bar = SupplyKey::ProposedPurchase("BAR".into(), 0);
    assert_eq!(remedy, Remedy::Express { supply: bar.clone(), days: 5 });
    let (before, after) = chances(&weighed);
    assert!(before < 0.3 && after > 0.95, "from {before} to {after}");
    // Five days of the clock sooner in the middle and at the end alike: nothing but the five days differs.
    let none = known.weighed("SO-1/10", &Remedy::Express { supply: bar, days: 0 });
    assert_eq!(none.before.map(|s| (s.p50, s.p80, s.p95)), none.after.map(|s| (s.p50, s.p80, s.p95)));
}

#[test]
fn another_supplier_needs_his_own_time() {
    let known = Known::of(
        mill()
            .supplier("ACME", "lead 10 d")
            .supplier("BOLT", "lead 3 d")
            .buy("BAR", "lead 10 d from ACME")
            .bom("HUB", "1 BAR")
            .purchase("PO-1/1: 4 BAR from ACME on 2026-03-18")
            .order("SO-1/10: 1 HUB for ALFA by 2026-03-16"),
    );
    let supply = SupplyKey::Purchase(PurchaseKey { order: "PO-1".into(), line: 1 });
    let from = |supplier: &str| Remedy::Supplier { supply: supply.clone(), supplier: supplier.into() };
    let (before, after) = chances(&known.weighed("SO-1/10", &from("BOLT")));
    assert!(before < 0.05 && after > 0.95, "from {before} to {after}");
    assert_eq!(
        known.try_one("SO-1/10", &from("NOBODY")).err(),
        Some(Unfit::NoSupplier { supplier: "NOBODY".into() })
    );
}

#[test]
fn an_operation_runs_elsewhere() {
    // The mill is full with promised work; the lathe is slower and free. The plan goes by who ends first when the
    // work is ready, and has the mill.
    let known = Known::of(
        mill()
            .center("lathe", "day", 1)
            .item("PIN", "mill 0 + 6 h a lot, or lathe x1.2")
            .item("DISC", "mill 0 + 6 h a lot")
            .order("SO-1/10: 1 DISC for ALFA by 2026-03-09")
            .order("SO-2/10: 1 PIN for BETA by 2026-03-09"),
    );
    let operation = OpKey {
        job: JobKey::Proposed { line: Some(line_key("SO-2/10")), item: "PIN".into(), nth: 0 },
        operation: 10,
    };
    let lathe = Remedy::Alternate { operation: operation.clone(), work_center: "lathe".into() };
    let weighed = known.weighed("SO-2/10", &lathe);
    let op = weighed.plan.network.ops.iter().position(|op| op.number == 10 && op.alternates.1 == 0);
    assert!(op.is_some(), "where it runs is decided");
    let mill = Remedy::Alternate { operation: operation.clone(), work_center: "oven".into() };
    assert_eq!(
        known.try_one("SO-2/10", &mill).err(),
        Some(Unfit::NoAlternate { operation, work_center: "oven".into() })
    );
}

#[test]
fn two_lots_run_on_two_machines() {
    let story = || {
        shop("2026-03-09 08:00")
            .center("mill", "day", 2)
            .item("HUB", "mill 0 + 2 h")
            .order("SO-1/10: 12 HUB for ALFA by 2026-03-10")
    };
    let known = Known::of(story());
    let helping = known.helping("SO-1/10");
    let split = helping.iter().find(|(remedy, _)| matches!(remedy, Remedy::Split { .. }));
    let (remedy, weighed) = split.expect("two lots are proposed and help");
    let job = JobKey::Proposed { line: Some(line_key("SO-1/10")), item: "HUB".into(), nth: 0 };
    assert_eq!(*remedy, Remedy::Split { job, first: Qty::of(6) });
    let (before, after) = chances(weighed);
    assert!(before < 0.1 && after > 0.7, "from {before} to {after}");

    let order = JobKey::WorkOrder("WO-1".into());
    let released = Known::of(story().work_order("WO-1: 12 HUB for SO-1/10; issued 3 BAR"));
    let same = released.weighed("SO-1/10", &Remedy::Split { job: order.clone(), first: Qty::of(6) });
    assert!(chances(&same).1 > 0.7, "a released order is cut as well");
    let all = Remedy::Split { job: order.clone(), first: Qty::of(12) };
    let refused = released.try_one("SO-1/10", &all).err();
    assert_eq!(refused, Some(Unfit::NoPart { first: Qty::of(12), whole: Qty::of(12) }));
    let begun = story().work_order("WO-1: 12 HUB for SO-1/10; op 10 running, since 2026-03-09 07:00");
    let refused =
        Known::of(begun).try_one("SO-1/10", &Remedy::Split { job: order.clone(), first: Qty::of(6) }).err();
    assert_eq!(refused, Some(Unfit::NotWhole { job: order }));
}

#[test]
fn what_is_there_leaves_and_the_rest_follows() {
    let known = Known::of(mill().stock("HUB", 4).order("SO-1/10: 20 HUB for ALFA by 2026-03-10"));
    let helping = known.helping("SO-1/10");
    let partial = helping.iter().find(|(remedy, _)| matches!(remedy, Remedy::Partial { .. }));
    let (remedy, weighed) = partial.expect("the stock leaves first");
    assert_eq!(*remedy, Remedy::Partial { first: Qty::of(4) });
    let (before, after) = chances(weighed);
    assert!(before < 0.05 && after >= 1.0, "from {before} to {after}");
    let rest = weighed.rest.expect("the rest has dates of its own");
    assert_eq!(
        Some(rest.p50).map(|at| at > weighed.after.expect("after").p95),
        Some(true),
        "the rest is no sooner for it"
    );
}

#[test]
fn a_line_need_not_wait_for_the_others_of_its_order() {
    let known = Known::of(
        mill()
            .order("SO-1/10: 1 HUB for ALFA by 2026-03-10, complete")
            .order("SO-1/20: 20 HUB for ALFA by 2026-03-10, complete"),
    );
    let weighed = known.weighed("SO-1/10", &Remedy::Partial { first: Qty::of(1) });
    let (before, after) = chances(&weighed);
    assert!(before < 0.05 && after > 0.9, "from {before} to {after}");
    assert!(weighed.rest.is_none());
}

#[test]
fn a_line_that_lies_ready_is_helped_by_what_helps_the_line_it_leaves_with() {
    // Nothing of line 10 is still to be done: it waits for line 20, and both are late already.
    let known = Known::of(
        mill()
            .item("PIN", "mill 0 + 2 h")
            .stock("PIN", 4)
            .order("SO-1/10: 4 PIN for ALFA by 2026-03-06, complete")
            .order("SO-1/20: 20 HUB for ALFA by 2026-03-06, complete"),
    );
    let helping = known.helping("SO-1/10");
    let helps = |wanted: fn(&Remedy) -> bool| helping.iter().any(|(remedy, _)| wanted(remedy));
    assert!(helps(|remedy| *remedy == Remedy::Partial { first: Qty::of(4) }), "{helping:?}");
    assert!(helps(|remedy| matches!(remedy, Remedy::Overtime { .. })), "{helping:?}");
}

#[test]
fn nothing_helps_where_everybody_waits_for_the_customer() {
    let known = Known::of(
        mill()
            .order("SO-1/10: 1 HUB for ALFA by 2026-03-11")
            .hold("drawing", "drawing on SO-1/10 until 2026-03-13 10:00"),
    );
    assert!(known.helping("SO-1/10").is_empty());
}

#[test]
fn what_is_proposed_is_never_more_than_its_number_and_always_fits() {
    let mut story = mill().center("lathe", "day", 1).item("PIN", "mill 0 + 3 h a lot, or lathe x1.5");
    for n in 1..12 {
        story = story.order(&format!("SO-{n}/10: {n} HUB for ALFA by 2026-03-12"));
        story = story.order(&format!("SO-{n}/20: {n} PIN for ALFA by 2026-03-12"));
    }
    let known = Known::of(story);
    for line in known.shop.lines.keys() {
        let remedies = suggest(known.before(), line);
        assert!(remedies.len() <= holdfast_engine::remedy::MOST, "{line}: {remedies:?}");
        for remedy in remedies {
            let tried = tried(known.before(), line, &remedy, &HurtRule::default(), 2);
            assert!(tried.is_ok(), "{line}: {remedy:?} does not fit: {:?}", tried.err());
        }
    }
}

#[test]
fn doing_nothing_changes_nobodys_odds() {
    let known = Known::of(
        mill().order("SO-1/10: 8 HUB for ALFA by 2026-03-11").order("SO-2/10: 8 HUB for BETA by 2026-03-12"),
    );
    let (weighed, _) =
        weigh(known.before(), &line_key("SO-1/10"), &known.shop, None, &HurtRule::default(), 1);
    assert_eq!(weighed.before, weighed.after);
    assert!(weighed.falls.is_empty() && weighed.gains.is_empty() && !weighed.helps());
}

#[test]
fn a_remedy_is_held_against_the_plan_under_the_rule_that_made_it() {
    let mut flips = 0;
    for seed in 0..40 {
        let mut story = mill().center("lathe", "day", 1).item("ROD", "lathe 0 + 1 h; mill 0 + 1 h");
        let mut number: u32 = seed;
        let mut next = |most: u32| {
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            1 + (number >> 16) % most
        };
        for order in 1..=12 {
            let (item, quantity) = (["HUB", "ROD"][next(2) as usize - 1], next(9));
            let day = 9 + next(9);
            story = story.order(&format!("SO-{order}/10: {quantity} {item} for ALFA by 2026-03-{day:02}"));
        }
        story.shop.settings.improve_passes = 8;
        let (shop, plan) = (story.shop.clone(), plan(&story.shop));
        let forecast = forecast(&shop, &plan, Setting::new(2, 1));
        let given = BTreeMap::new();
        let before = Before { shop: &shop, plan: &plan, forecast: &forecast, given: &given };
        let overtime = Remedy::Overtime {
            calendars: vec!["day".into()],
            days: vec![day("2026-03-14")],
            from: clock(8),
            to: clock(16),
        };
        let key = line_key("SO-1/10");
        let weighed = tried(before, &key, &overtime, &HurtRule::default(), 1).expect("it fits");
        assert_eq!(weighed.plan.sequence.is_empty(), plan.sequence.is_empty(), "shop {seed}");
        let searched = planned(&apply(&shop, &plan, &key, &overtime).expect("it fits").shop);
        flips += u32::from(searched.sequence.is_empty() != plan.sequence.is_empty());
    }
    assert!(flips > 0, "a search finds another rule for some of these shops");
}

/// The plan of a shop, the search for a better sequence included.
fn planned(shop: &Shop) -> Plan {
    plan(shop)
}
