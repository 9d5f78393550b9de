//! No plan of any shop breaks a rule, and every date is explained to the second.

use crate::random_shop::{cases, recipes, shop};
use holdfast_engine::check::check;
use holdfast_engine::explain::Segment;
use holdfast_engine::plan::plan;
use proptest::prelude::*;

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn no_plan_breaks_a_rule(recipe in recipes()) {
        let shop = shop(&recipe, "");
        let plan = plan(&shop);
        let found: Vec<String> = check(&shop, &plan).iter().map(ToString::to_string).collect();
        prop_assert!(found.is_empty(), "{found:#?}");
    }

    #[test]
    fn explanations_add_up(recipe in recipes()) {
        let shop = shop(&recipe, "");
        let plan = plan(&shop);
        for line in plan.lines.iter().filter(|l| l.is_dated()) {
            let Some(why) = plan.explain(&shop, &line.key) else {
                return Err(TestCaseError::fail(format!("{} has no explanation", line.key)));
            };
            prop_assert_eq!(why.to, line.ship);
            let mut at = why.from;
            for segment in &why.segments {
                prop_assert_eq!(segment.from, at, "{}: {:?}", &line.key, segment);
                prop_assert!(segment.to > segment.from, "{}: {:?}", &line.key, segment);
                at = segment.to;
            }
            prop_assert_eq!(at, why.to, "{}", &line.key);
            let total: i64 = why.segments.iter().map(Segment::seconds).sum();
            prop_assert_eq!(total, why.to - why.from);
        }
    }
}
