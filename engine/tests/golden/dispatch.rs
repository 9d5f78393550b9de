//! From ready to the customer's door: ship windows, parts, whole orders, transit, holds.

use super::golden;
use super::support::shop::{Story, shop};
use holdfast_engine::problem::ProblemKind;

/// The carrier comes at 15:00. A bracket is sawn at 30 min and 5 min a piece, then milled at 20 min and 20 min
/// a piece: 20 of them are milled from 10:10 on Monday until Tuesday 09:10.
fn carrier() -> Story {
    shop("2026-03-09 08:00")
        .policy("ships Mon-Fri 15:00")
        .center("saw", "day", 1)
        .center("mill", "day", 1)
        .item("BRACKET", "saw 30 + 5 min; mill 20 + 20 min")
}

#[test]
fn partial_shipment() {
    // The 10 in stock leave today, the 20 that are made tomorrow.
    let story = carrier()
        .customer("ALFA", "takes parts")
        .stock("BRACKET", 10)
        .order("SO-1/10: 30 BRACKET for ALFA by 2026-03-11");
    let golden = golden("partial_shipment", story).ships("SO-1/10", "2026-03-10 15:00");
    let parts = &golden.line("SO-1/10").parts;
    let pieces: Vec<String> = parts.iter().map(|p| p.quantity.to_string()).collect();
    assert_eq!(pieces, ["10", "20"]);
    golden.same("first part", parts[0].ship, "2026-03-09 15:00");
}

#[test]
fn ship_complete() {
    // The panels are in stock but leave with the brackets. SO-3 leaves at once.
    let story = carrier()
        .buy("PANEL", "lead 5 d from ACME")
        .stock("PANEL", 10)
        .order("SO-2/10: 4 PANEL for ALFA by 2026-03-11, complete")
        .order("SO-2/20: 20 BRACKET for ALFA by 2026-03-11, complete")
        .order("SO-3/10: 4 PANEL for BETA by 2026-03-11");
    golden("ship_complete", story)
        .ships("SO-2/10", "2026-03-10 15:00")
        .ships("SO-2/20", "2026-03-10 15:00")
        .ships("SO-3/10", "2026-03-09 15:00");
}

#[test]
fn transit_and_arrival_date() {
    // Ready at 14:45 and packed at 15:15, after the carrier has left: it leaves on Tuesday and arrives two
    // working days later. The promise is an arrival on Wednesday.
    let story = shop("2026-03-09 08:00")
        .policy("ships Mon-Fri 15:00, packing 30 min")
        .center("saw", "day", 1)
        .item("ROD", "saw 30 + 25 min")
        .customer("ALFA", "transit 2 d")
        .order("SO-1/10: 15 ROD for ALFA by 2026-03-11, arriving");
    golden("transit_and_arrival_date", story)
        .ships("SO-1/10", "2026-03-10 15:00")
        .arrives("SO-1/10", "2026-03-12 15:00")
        .late("SO-1/10", true);
}

#[test]
fn drawing_owed_with_a_date() {
    // Nothing starts before Wednesday 10:00. The order beside it is not touched.
    let story = carrier()
        .order("SO-1/10: 2 BRACKET for ALFA by 2026-03-12, entered 2026-03-05 08:00")
        .order("SO-2/10: 2 BRACKET for BETA by 2026-03-12")
        .hold("drawing-1", "drawing on SO-1/10 until 2026-03-11 10:00");
    golden("drawing_owed_with_a_date", story)
        .ships("SO-1/10", "2026-03-11 15:00")
        .ships("SO-2/10", "2026-03-09 15:00")
        .without_problems();
}

#[test]
fn drawing_owed_without_a_date() {
    // Nobody said when: five working days, until Monday 16 March 08:00.
    let story =
        carrier().order("SO-1/10: 2 BRACKET for ALFA by 2026-03-12").hold("drawing-1", "drawing on SO-1/10");
    golden("drawing_owed_without_a_date", story)
        .ships("SO-1/10", "2026-03-16 15:00")
        .says(|p| matches!(p, ProblemKind::HoldWithoutDate { days: 5, .. }), &["SO-1/10"]);
}

#[test]
fn drawing_overdue() {
    // It was to come last Wednesday; it does not come now, but is given five working days again.
    let story = carrier()
        .order("SO-1/10: 2 BRACKET for ALFA by 2026-03-12, entered 2026-02-27 08:00")
        .hold("drawing-1", "drawing on SO-1/10 until 2026-03-04 10:00");
    golden("drawing_overdue", story)
        .ships("SO-1/10", "2026-03-16 15:00")
        .says(|p| matches!(p, ProblemKind::HoldOverdue { days: 5, .. }), &["SO-1/10"]);
}

#[test]
fn hold_on_a_work_order() {
    // Quality decides on Tuesday 08:00; WO-1 starts then, and the hold is known to spoil nothing but its line.
    let story = carrier()
        .work_order("WO-1: 2 BRACKET for SO-1/10")
        .order("SO-1/10: 2 BRACKET for ALFA by 2026-03-12")
        .order("SO-2/10: 2 BRACKET for ALFA by 2026-03-12")
        .hold("quality-1", "quality on WO-1");
    golden("hold_on_a_work_order", story)
        .ships("SO-1/10", "2026-03-11 15:00")
        .ships("SO-2/10", "2026-03-09 15:00")
        .says(|p| matches!(p, ProblemKind::HoldWithoutDate { days: 2, .. }), &["SO-1/10"]);
}

#[test]
fn a_hold_keeps_what_was_done_before_it() {
    // Sawn on Thursday, held since: the explanation tells of the sawing, not of a week in which nobody started.
    let story = carrier()
        .work_order(
            "WO-1: 2 BRACKET for SO-1/10; op 10 done, 2 good, since 2026-03-05 08:00, until 2026-03-05 10:00",
        )
        .order("SO-1/10: 2 BRACKET for ALFA by 2026-03-12, entered 2026-03-02 08:00")
        .hold("quality-1", "quality on WO-1 until 2026-03-10 12:00");
    golden("a_hold_keeps_what_was_done_before_it", story).ships("SO-1/10", "2026-03-10 15:00");
}

#[test]
fn hold_on_what_a_work_order_made() {
    // WO-1 is made today; quality decides on Tuesday 16:00 whether it may leave, and it leaves on Wednesday.
    let story = carrier()
        .work_order("WO-1: 2 BRACKET for SO-1/10")
        .order("SO-1/10: 2 BRACKET for ALFA by 2026-03-12")
        .order("SO-2/10: 2 BRACKET for ALFA by 2026-03-12")
        .hold("quality-1", "quality on WO-1 until 2026-03-10 16:00, only dispatch");
    golden("hold_on_what_a_work_order_made", story)
        .ships("SO-1/10", "2026-03-11 15:00")
        .ships("SO-2/10", "2026-03-09 15:00");
}

#[test]
fn deposit_holds_only_dispatch() {
    // Made today, but the deposit is expected on Tuesday 16:00: it leaves on Wednesday.
    let story = carrier()
        .order("SO-1/10: 2 BRACKET for ALFA by 2026-03-12")
        .hold("deposit-1", "credit on SO-1 until 2026-03-10 16:00, only dispatch");
    golden("deposit_holds_only_dispatch", story).ships("SO-1/10", "2026-03-11 15:00");
}
