//! One line's corrupt data is named, and takes no other line's date away.

use crate::dice::Dice;
use crate::random_shop::{cases, name, recipes, shop};
use holdfast_engine::calendar::CalendarSpec;
use holdfast_engine::check::check;
use holdfast_engine::model::*;
use holdfast_engine::plan::{LineDate, plan};
use holdfast_engine::problem::ProblemKind;
use holdfast_engine::quantity::Qty;
use proptest::prelude::*;

/// An item of its own, with a step at `center`.
fn made_at(center: &str) -> Item {
    let run = Some(RunTime::Piece(60_000));
    Item { routing: vec![Operation { run, ..Operation::new(10, center) }], ..Item::default() }
}

fn contains(component: &str) -> BomLine {
    BomLine {
        component: component.into(),
        per: Qty::of(1),
        operation: None,
        valid_from: None,
        valid_to: None,
    }
}

/// Adds the line `BAD/1` whose data are corrupt in one of several ways.
fn corrupt(shop: &mut Shop, dice: &mut Dice<'_>) {
    let mut line = SalesLine {
        customer: name("", "cus", 0),
        item: "BAD".into(),
        quantity: Qty::of(3),
        shipped: Qty::ZERO,
        ordered_at: None,
        requested: None,
        promise: Some(Promise::by(shop.now)),
        basis: Basis::Ship,
        firmness: Firmness::Firm,
        ship_complete: false,
        partial: None,
        tier: None,
    };
    match dice.to(4) {
        0 => line.item = "nobody-knows".into(),
        1 => {
            let center = shop.work_centers.keys().next().cloned().unwrap();
            let parts = |component| Item { bom: vec![contains(component)], ..made_at(&center) };
            shop.items.insert("BAD".into(), parts("WORSE"));
            shop.items.insert("WORSE".into(), parts("BAD"));
        }
        2 => {
            shop.calendars.insert("SHUT".into(), CalendarSpec::default());
            shop.work_centers.insert("TOMB".into(), WorkCenter::new("SHUT"));
            shop.items.insert("BAD".into(), made_at("TOMB"));
        }
        _ => {
            shop.calendars.insert("EVER".into(), shop.calendars[&name("", "cal", 3)].clone());
            shop.work_centers.insert("MINE".into(), WorkCenter::new("EVER"));
            shop.items.insert("BAD".into(), made_at("MINE"));
            line.quantity = Qty::of(900_000_000_000);
        }
    }
    shop.lines.insert(LineKey::new("BAD", 1), line);
}

/// Whether a problem says what [`corrupt`] did.
fn names_it(kind: &ProblemKind) -> bool {
    match kind {
        ProblemKind::UnknownItem { item } => &**item == "nobody-knows",
        ProblemKind::BomCycle { path } => path.iter().any(|item| &**item == "BAD"),
        ProblemKind::NoWorkCenter { item, .. } => &**item == "BAD",
        ProblemKind::HorizonExhausted { line } => &*line.order == "BAD",
        _ => false,
    }
}

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn corrupt_data_stay_with_their_line(recipe in recipes(), how in any::<u8>()) {
        let shop = shop(&recipe, "");
        let before = plan(&shop);
        let mut bad = shop.clone();
        corrupt(&mut bad, &mut Dice::new(&[how]));
        let after = plan(&bad);
        for line in &before.lines {
            let now = after.line(&line.key).map(LineDate::is_dated);
            prop_assert_eq!(now, Some(line.is_dated()), "{}", &line.key);
        }
        let key = LineKey::new("BAD", 1);
        let named = after.problems.iter().any(|p| names_it(&p.kind) && p.lines.contains(&key));
        prop_assert!(named, "{:?}", after.problems);
        let found: Vec<String> = check(&bad, &after).iter().map(ToString::to_string).collect();
        prop_assert!(found.is_empty(), "{found:#?}");
    }

    /// A plant whose own calendar never opens, and a work centre on it, still get an answer.
    #[test]
    fn a_plant_that_never_opens_is_planned_round_the_clock(recipe in recipes()) {
        let mut shop = shop(&recipe, "");
        shop.calendars.insert("SHUT".into(), CalendarSpec::default());
        shop.settings.plant_calendar = Some("SHUT".into());
        let plan = plan(&shop);
        let named = |kind: &ProblemKind| matches!(kind, ProblemKind::CalendarNeverOpens { .. });
        prop_assert!(plan.problems.iter().any(|p| named(&p.kind)));
        let found: Vec<String> = check(&shop, &plan).iter().map(ToString::to_string).collect();
        prop_assert!(found.is_empty(), "{found:#?}");
    }
}
