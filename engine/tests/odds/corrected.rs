//! Odds that are corrected by what comes true: of quotes, of lines, of several together, and of whom an order hurts.

use super::{FUTURES, futures, quoted, request, sell, shop, uncertain};
use holdfast_engine::chance::{ByCode, Calibration, Chances};
use holdfast_engine::model::{LineKey, Shop};
use holdfast_engine::quote::{Before, HurtRule, Loss, Wish, accept_odds, shifts, together_odds};
use holdfast_engine::time::DAY;
use std::collections::BTreeMap;

fn by(shift: f64, slope: f64) -> Calibration {
    Calibration { shift, slope, ..Calibration::NONE }
}

/// Blocks and brackets of a group each, with its correction.
fn corrected(chances: Chances, blocks: Calibration, brackets: Calibration) -> Shop {
    let mut shop = shop(chances);
    for (item, group, by) in [("block", "blocks", blocks), ("bracket", "brackets", brackets)] {
        shop.items.get_mut(item).expect("an item").group = Some(group.into());
        shop.chances.calibration.own.insert(group.into(), by);
    }
    shop
}

#[test]
fn what_comes_true_less_often_than_the_futures_say_is_told_so() {
    let request = request("block", 12);
    let key = LineKey::new("SO1", 1);
    let mut plain = shop(uncertain());
    plain.items.get_mut("block").expect("a block").group = Some("blocks".into());
    let mut corrected = plain.clone();
    let calibration = Calibration { shift: -1.0, ..Calibration::NONE };
    corrected.chances.calibration.own.insert("blocks".into(), calibration);
    let (told, before) = (quoted(&corrected, &key, &request), quoted(&plain, &key, &request));
    assert!(told.ready > before.ready, "95 % is further out: {told:?}");
    assert!((told.chance - 0.95).abs() < 0.01, "and is told as what comes true: {}", told.chance);
    // The same for a line: what is told by its own percentile is that percentile.
    sell(&mut plain, "SO1", &request, before.ready);
    sell(&mut corrected, "SO1", &request, before.ready);
    let (plan, forecast) = futures(&corrected);
    let line = forecast.line(&plan, &key).expect("the line");
    let by = |share: f64| line.chance_by(line.percentile(share));
    assert!((by(0.8) - 0.8).abs() < 0.01 && (by(0.5) - 0.5).abs() < 0.01, "{} {}", by(0.8), by(0.5));
    let (plain_plan, plain_forecast) = futures(&plain);
    let all = plain_forecast.line(&plain_plan, &key).and_then(|line| line.on_time()).expect("a promise");
    let on_time = line.on_time().expect("a promise");
    assert!((on_time - calibration.truth(all)).abs() < 1e-9 && on_time < all, "{on_time} {all}");
}

#[test]
fn what_all_futures_keep_is_not_certain_where_such_dates_were_missed() {
    let request = request("block", 12);
    let key = LineKey::new("SO1", 1);
    let mut shop = corrected(uncertain(), by(-3.5, 0.9), Calibration::NONE);
    let quote = quoted(&shop, &key, &request);
    let last = *quote.fits().last().expect("futures");
    assert!(quote.ready > last, "95 % is beyond all futures: {:?} {last:?}", quote.ready);
    assert!((quote.chance - 0.95).abs() < 0.01, "{}", quote.chance);
    sell(&mut shop, "SO1", &request, quote.promise);
    let (plan, forecast) = futures(&shop);
    let line = forecast.line(&plan, &key).expect("the line");
    assert!(line.kept(quote.promise).iter().all(|&kept| kept), "all futures keep it");
    assert!((line.chance_by(quote.promise) - 0.95).abs() < 0.01, "{}", line.chance_by(quote.promise));
    assert!(line.chance_by(last) < 0.8, "all futures keep that as well: {}", line.chance_by(last));
    assert!(line.chance_by(shop.now + -1) <= 0.0, "what is over stays impossible");
}

#[test]
fn lines_of_two_kinds_are_told_together_as_the_strictest_of_them() {
    let (easy, hard) = (by(0.4, 1.0), by(-1.2, 0.8));
    let shop = corrected(uncertain(), easy, hard);
    let (plan, forecast) = futures(&shop);
    let given = BTreeMap::new();
    let before = Before { shop: &shop, plan: &plan, forecast: &forecast, given: &given };
    let (blocks, brackets) = (request("block", 8), request("bracket", 8));
    let keys = [LineKey::new("SO1", 1), LineKey::new("SO1", 2)];
    let rule = HurtRule::default();
    for quarters in [20, 26, 32, 60] {
        let due = shop.now + quarters * DAY / 4;
        let both = [
            Wish::new(keys[0].clone(), due, Some(&blocks)),
            Wish::new(keys[1].clone(), due, Some(&brackets)),
        ];
        let tried = together_odds(before, &both, &rule, 2).expect("both ask for something");
        let plan = &tried.accepted.plan;
        let line = |place: usize| tried.forecast.line(plan, &keys[place]).expect("there");
        let kept: Vec<Vec<bool>> = (0..2).map(|place| line(place).kept(due)).collect();
        let count = (0..FUTURES as usize).filter(|&one| kept.iter().all(|line| line[one])).count();
        let share = count as f64 / f64::from(FUTURES);
        let least = tried.chances.iter().copied().fold(1.0, f64::min);
        assert!(tried.all <= least, "{quarters}: {} {:?}", tried.all, tried.chances);
        if count > 0 && count < FUTURES as usize {
            let told = hard.truth(share).min(easy.truth(share)).min(least);
            assert!((tried.all - told).abs() < 1e-9, "{quarters}: {} {told}", tried.all);
        }
        // What leaves together is told no surer and no sooner than any of it.
        let chance = tried.forecast.complete_chance(plan, &keys, due);
        assert!(chance <= least + 1e-9, "{quarters}: {chance} {:?}", tried.chances);
        for percent in [0.5, 0.8, 0.95] {
            let by = tried.forecast.complete_by(plan, &keys, percent);
            let latest = line(0).percentile(percent).max(line(1).percentile(percent));
            assert!(by >= latest, "{quarters} {percent}: {by:?} {latest:?}");
        }
        // One line together with nothing is told as it is alone.
        let one = [Wish::new(keys[1].clone(), due, Some(&brackets))];
        let one = together_odds(before, &one, &rule, 2).expect("it asks for something");
        let alone = one.forecast.line(&one.accepted.plan, &keys[1]).expect("there").chance_by(due);
        let complete = one.forecast.complete_chance(&one.accepted.plan, &keys[1..], due);
        assert!((one.all - alone).abs() < 1e-9 && (complete - alone).abs() < 1e-9, "{} {alone}", one.all);
    }
}

#[test]
fn what_was_told_before_something_was_learned_uses_nothing_up() {
    // Without lots that are made again: those queue behind whatever has come since, and that is harm.
    let plain = Chances { yields: ByCode::default(), ..uncertain() };
    let mut shop = corrected(plain, by(-1.0, 1.0), Calibration::NONE);
    let now = shop.now;
    let (key, due) = (LineKey::new("EARLY", 1), now + 32 * 3_600);
    sell(&mut shop, "EARLY", &request("block", 8), due);
    let (plan, forecast) = futures(&shop);
    let kept = forecast.line(&plan, &key).expect("there").kept(due);
    let share = kept.iter().filter(|&&kept| kept).count() as f64 / f64::from(FUTURES);
    let given = BTreeMap::from([(key.clone(), share)]);
    let before = Before { shop: &shop, plan: &plan, forecast: &forecast, given: &given };
    let rule =
        |over_life| HurtRule { thresholds: BTreeMap::new(), per_acceptance: 1.0, over_life, below: 1.0 };
    let rush = request("block", 6);
    let tried = |over_life| {
        accept_odds(before, LineKey::new("RUSH", 1), &rush, now + 13 * 3_600, &rule(over_life), 2)
    };
    let loose = tried(1.0);
    let all = shifts(before, (&loose.accepted.plan, &loose.forecast), &rule(1.0));
    let shift = all.into_iter().find(|shift| shift.line == key).expect("it is promised");
    assert!((shift.before - by(-1.0, 1.0).truth(share)).abs() < 1e-9, "told as what comes true: {shift:?}");
    let fall = shift.before - shift.after;
    assert!(fall > 0.02 && shift.lost > shift.gained + 5, "the rush costs it: {shift:?}");
    // What it was given is told by today's correction too: only what was lost since counts.
    assert!(
        share - shift.after > fall + 0.02,
        "compared as recorded it would have lost more: {share} {shift:?}"
    );
    let loose = tried(fall + 0.01);
    assert!(loose.harmed.is_empty(), "{:?}", loose.harmed);
    let tight = tried(fall - 0.01);
    assert_eq!(tight.harmed.first().map(|one| one.loss), Some(Loss::Life), "{:?}", tight.harmed);
}
