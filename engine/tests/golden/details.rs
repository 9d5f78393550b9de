//! Smaller rules, one each: ranks below a promise, moves, loads, where material is needed, what was issued.

use super::golden;
use super::support::shop::{Story, shop};
use holdfast_engine::problem::ProblemKind;

/// A saw and a mill, and rods that take an hour on each.
fn rods() -> Story {
    shop("2026-03-09 08:00")
        .center("saw", "day", 1)
        .center("mill", "day", 1)
        .item("ROD", "saw 0 + 1 h a lot; mill 0 + 1 h a lot")
}

#[test]
fn promises_before_wishes_before_forecasts_before_stock() {
    // The later the date, the better the rank: only the rank counts. The pins are for the safety stock.
    let story = shop("2026-03-09 08:00")
        .center("saw", "day", 1)
        .item("ROD", "saw 0 + 1 h a lot")
        .item("PIN", "saw 0 + 1 h a lot")
        .rule("PIN", "safety 10")
        .order("SO-1/10: 1 ROD for ALFA by 2026-03-31")
        .order("SO-2/10: 1 ROD for ALFA wanted 2026-03-20")
        .order("SO-3/10: 1 ROD for ALFA by 2026-03-10, forecast");
    golden("promises_before_wishes_before_forecasts_before_stock", story)
        .ships("SO-1/10", "2026-03-09 09:00")
        .ships("SO-2/10", "2026-03-09 10:00")
        .ships("SO-3/10", "2026-03-09 11:00");
}

#[test]
fn buffer_moves_only_the_internal_target() {
    // Promised for Wednesday, wanted inside by Tuesday: the material is needed two hours before that closes.
    let story = rods()
        .policy("buffer 1 d")
        .bom("ROD", "1 BAR")
        .buy("BAR", "lead 1 d from ACME")
        .order("SO-1/10: 1 ROD for ALFA by 2026-03-11");
    golden("buffer_moves_only_the_internal_target", story).ships("SO-1/10", "2026-03-10 10:00");
}

#[test]
fn moves_between_work_centers_take_time() {
    // Saw until 09:00, an hour on the way, mill until 11:00 and straight on at the mill until 12:00.
    let story = rods()
        .policy("move 60 min")
        .item("TUBE", "saw 0 + 1 h a lot; mill 0 + 1 h a lot; mill 0 + 1 h a lot")
        .order("SO-1/10: 1 TUBE for ALFA by 2026-03-11");
    golden("moves_between_work_centers_take_time", story).ships("SO-1/10", "2026-03-09 12:00");
}

#[test]
fn oven_runs_by_the_load() {
    // 20 pieces are three loads of 8, two hours each.
    let story = shop("2026-03-09 08:00")
        .center("oven", "day", 1)
        .item("TILE", "oven 0 + 2 h a load of 8")
        .order("SO-1/10: 20 TILE for ALFA by 2026-03-11");
    golden("oven_runs_by_the_load", story).ships("SO-1/10", "2026-03-09 14:00");
}

#[test]
fn material_is_needed_where_it_is_used() {
    // The seals go in at the mill: the saw does not wait for them.
    let story = rods()
        .bom("ROD", "1 SEAL at 20")
        .buy("SEAL", "lead 1 d from ACME")
        .order("SO-1/10: 1 ROD for ALFA by 2026-03-11");
    golden("material_is_needed_where_it_is_used", story).ships("SO-1/10", "2026-03-10 09:00");
}

#[test]
fn issued_material_is_not_asked_for_again() {
    // Ten rods, six bars at the saw already: four more, which are in stock.
    let story = rods()
        .bom("ROD", "1 BAR")
        .buy("BAR", "lead 10 d from ACME")
        .stock("BAR", 4)
        .work_order("WO-1: 10 ROD for SO-1/10; issued 6 BAR")
        .order("SO-1/10: 10 ROD for ALFA by 2026-03-11");
    golden("issued_material_is_not_asked_for_again", story)
        .ships("SO-1/10", "2026-03-09 10:00")
        .without_problems();
}

#[test]
fn what_was_received_went_through_everything() {
    // Four of ten pins are in the store and shipped, though nobody reported an operation: six are left, 36 min
    // at the saw and 36 min at the mill.
    let story = rods()
        .item("PIN", "saw 0 + 6 min; mill 0 + 6 min")
        .work_order("WO-1: 10 PIN for SO-1/10; received 4")
        .order("SO-1/10: 10 PIN for ALFA by 2026-03-11, shipped 4");
    golden("what_was_received_went_through_everything", story).ships("SO-1/10", "2026-03-09 09:12");
}

#[test]
fn reports_on_a_later_operation_infer_the_earlier_ones() {
    // Four pins are milled, so four were sawn, and the saw was set up and had its bars. Six are left: 36 min
    // at the saw without setup, 36 min at the mill.
    let story = rods()
        .item("PIN", "saw 30 + 6 min; mill 0 + 6 min")
        .bom("PIN", "1 BAR")
        .buy("BAR", "lead 10 d from ACME")
        .work_order("WO-1: 10 PIN for SO-1/10; op 20 paused, 4 good")
        .order("SO-1/10: 10 PIN for ALFA by 2026-03-11");
    golden("reports_on_a_later_operation_infer_the_earlier_ones", story).ships("SO-1/10", "2026-03-09 09:12");
}

#[test]
fn scrap_counts_where_good_pieces_are_not_reported() {
    // The saw reported 5 scrap and nothing else, the mill 60 good: 65 went through the saw. 35 are left at each:
    // saw until 11:30, mill until 15:00. The 5 are made again: saw until 12:00, mill 15:00–15:30.
    let story = rods()
        .item("PIN", "saw 0 + 6 min; mill 0 + 6 min")
        .work_order("WO-1: 100 PIN for SO-1/10; op 10 paused, 5 scrap; op 20 paused, 60 good")
        .order("SO-1/10: 100 PIN for ALFA by 2026-03-11");
    golden("scrap_counts_where_good_pieces_are_not_reported", story).ships("SO-1/10", "2026-03-09 15:30");
}

#[test]
fn running_work_goes_on_only_while_its_pieces_can_come() {
    // The saw is paused with 50 to go: 250 min, until tomorrow 08:10. The bench then goes on with its 70.
    let story = shop("2026-03-09 12:00")
        .center("saw", "day", 1)
        .center("bench", "day", 1)
        .item("PIN", "saw 0 + 5 min; bench 0 + 1 min")
        .work_order("WO-9: 100 PIN for SO-1/10; op 10 paused, 50 good; op 20 running, 30 good")
        .order("SO-1/10: 100 PIN for ALFA by 2026-03-12");
    golden("running_work_goes_on_only_while_its_pieces_can_come", story).ships("SO-1/10", "2026-03-10 09:20");
}

#[test]
fn purchase_order_without_a_date() {
    // Ordered on Monday 2 March 09:00 at 10 days: Thursday the 12th.
    let story = rods()
        .bom("ROD", "1 BAR")
        .buy("BAR", "lead 10 d from ACME")
        .purchase("PO-1/1: 1 BAR from ACME, ordered 2026-03-02 09:00")
        .order("SO-1/10: 1 ROD for ALFA by 2026-03-13");
    golden("purchase_order_without_a_date", story)
        .ships("SO-1/10", "2026-03-12 11:00")
        .says(|p| matches!(p, ProblemKind::PurchaseWithoutDate { .. }), &["SO-1/10"]);
}

#[test]
fn blocked_stock_waits_for_its_release() {
    // One lot is released on Tuesday 10:00; of the other nobody knows, so it is not counted on.
    let story = shop("2026-03-09 08:00")
        .buy("PANEL", "lead 20 d from ACME")
        .lot("L1: 5 PANEL, blocked")
        .lot("L2: 5 PANEL, blocked, until 2026-03-10 10:00")
        .order("SO-1/10: 5 PANEL for ALFA by 2026-03-11");
    golden("blocked_stock_waits_for_its_release", story).ships("SO-1/10", "2026-03-10 10:00");
}

#[test]
fn blocked_operation() {
    // The saw's part of WO-1 is blocked, nobody said until when: two working days, as for quality.
    let story = rods()
        .work_order("WO-1: 1 ROD for SO-1/10; op 10 blocked")
        .order("SO-1/10: 1 ROD for ALFA by 2026-03-11");
    golden("blocked_operation", story)
        .ships("SO-1/10", "2026-03-11 10:00")
        .says(|p| matches!(p, ProblemKind::Blocked { days: 2, .. }), &["SO-1/10"]);
}

#[test]
fn unknown_work_center_is_planned_without_capacity() {
    // Nobody knows the grinder: both orders are ground at once, in the plant's time.
    let story = rods()
        .item("PIN", "grinder 0 + 4 h a lot")
        .order("SO-1/10: 1 PIN for ALFA by 2026-03-11")
        .order("SO-2/10: 1 PIN for ALFA by 2026-03-11");
    golden("unknown_work_center_is_planned_without_capacity", story)
        .ships("SO-1/10", "2026-03-09 12:00")
        .ships("SO-2/10", "2026-03-09 12:00")
        .says(|p| matches!(p, ProblemKind::NoWorkCenter { .. }), &["SO-1/10", "SO-2/10"]);
}

#[test]
fn customer_with_ship_days_of_its_own() {
    // Everyone else's goods leave every day; ALFA's carrier comes on Tuesdays and Fridays at noon.
    let story = rods()
        .policy("ships Mon-Fri 15:00")
        .customer("ALFA", "ships Tue Fri 12:00")
        .order("SO-1/10: 1 ROD for ALFA by 2026-03-13")
        .order("SO-2/10: 1 ROD for BETA by 2026-03-13");
    golden("customer_with_ship_days_of_its_own", story)
        .ships("SO-1/10", "2026-03-10 12:00")
        .ships("SO-2/10", "2026-03-09 15:00");
}

#[test]
fn learned_times_grade_a_date() {
    // The rod really takes 1.5 times as long as planned: 90 min.
    let story = shop("2026-03-09 08:00")
        .center("saw", "day", 1)
        .item("ROD", "saw 0 + 1 h a lot, learned x1.5 of 20")
        .order("SO-1/10: 1 ROD for ALFA by 2026-03-13");
    let golden = golden("learned_times_grade_a_date", story).ships("SO-1/10", "2026-03-09 09:30");
    assert_eq!(golden.line("SO-1/10").grade, holdfast_engine::problem::Grade::Learned);
}

#[test]
fn later_work_does_not_start_before_paused_work_is_through() {
    // 50 pins are paused at the saw: 250 min until 16:10, so tomorrow 08:10; only then the bench, 100 min.
    let story = shop("2026-03-09 12:00")
        .center("saw", "day", 1)
        .center("bench", "day", 1)
        .item("PIN", "saw 0 + 5 min; bench 0 + 1 min")
        .work_order("WO-9: 100 PIN for SO-1/10; op 10 paused, 50 good, since 2026-03-09 08:00")
        .order("SO-1/10: 100 PIN for ALFA by 2026-03-12");
    golden("later_work_does_not_start_before_paused_work_is_through", story)
        .ships("SO-1/10", "2026-03-10 09:50");
}
