//! What the floor reported, and what it did not.

use super::golden;
use super::support::shop::{Story, shop};
use holdfast_engine::problem::ProblemKind;

/// Monday noon, and 100 brackets of which 60 are sawn and 5 are scrap.
fn half_sawn() -> Story {
    shop("2026-03-09 12:00")
        .center("saw", "day", 1)
        .center("mill", "day", 1)
        .item("BRACKET", "saw 30 + 5 min; mill 20 + 3 min")
        .work_order(
            "WO-7: 100 BRACKET for SO-1/10; op 10 running, 60 good, 5 scrap, since 2026-03-09 08:00, \
             reported 2026-03-09 12:00",
        )
        .order("SO-1/10: 100 BRACKET for ALFA by 2026-03-12, entered 2026-03-02 08:00")
}

#[test]
fn partial_progress_with_scrap() {
    // 35 are left at the saw: 175 min until 14:55. The mill makes 95 of them: 20 + 285 min, 65 today and 240
    // tomorrow, until 12:00. The 5 that are missing are made again: sawn 14:55–15:50, milled tomorrow
    // 12:00–12:35.
    golden("partial_progress_with_scrap", half_sawn()).ships("SO-1/10", "2026-03-10 12:35");
}

#[test]
fn scrap_within_the_customers_tolerance() {
    // ALFA takes 5 % short: the order is closed with 95 tomorrow at 12:00.
    let story = half_sawn().customer("ALFA", "takes 5 % short");
    golden("scrap_within_the_customers_tolerance", story)
        .ships("SO-1/10", "2026-03-10 12:00")
        .says(|p| matches!(p, ProblemKind::ClosedShort { .. }), &["SO-1/10"]);
}

#[test]
fn failed_inspection_and_rework() {
    // Of 20 gears 16 are good and 4 go back to the mill, without new material: 20 + 24 min there, then 12 min
    // of inspection.
    let story = shop("2026-03-09 08:00")
        .center("saw", "day", 1)
        .center("mill", "day", 1)
        .center("quality", "day", 1)
        .item("GEAR", "saw 10 + 2 min; mill 20 + 6 min; quality 0 + 3 min, inspection")
        .bom("GEAR", "1 BLANK")
        .buy("BLANK", "lead 10 d from ACME")
        .work_order(
            "WO-8: 20 GEAR for SO-1/10; issued 20 BLANK; op 10 done, 20 good; op 20 done, 20 good; \
             op 30 paused, 16 good, 4 rework to 20, since 2026-03-06 14:00",
        )
        .order("SO-1/10: 20 GEAR for ALFA by 2026-03-10, entered 2026-03-02 08:00");
    golden("failed_inspection_and_rework", story).ships("SO-1/10", "2026-03-09 08:56").without_problems();
}

/// 100 pins that are sawn and deburred at once: 50 are through the saw and 30 are deburred.
fn both_running(saw: &str) -> Story {
    shop("2026-03-09 12:00")
        .center("saw", "day", 1)
        .center("bench", "day", 1)
        .item("PIN", &format!("{saw}; bench 0 + 1 min"))
        .work_order("WO-9: 100 PIN for SO-1/10; op 10 running, 50 good; op 20 running, 30 good")
        .order("SO-1/10: 100 PIN for ALFA by 2026-03-12, entered 2026-03-02 08:00")
}

#[test]
fn two_operations_of_one_order_running() {
    // The saw needs 250 min more, until tomorrow 08:10. Nobody said in which batches the pins move, so the
    // other 50 come then, and are deburred by 09:00.
    golden("two_operations_of_one_order_running", both_running("saw 0 + 5 min"))
        .ships("SO-1/10", "2026-03-10 09:00");
}

#[test]
fn two_operations_of_one_order_running_in_batches() {
    // In batches of 10 the last one is deburred ten minutes after the saw.
    golden("two_operations_of_one_order_running_in_batches", both_running("saw 0 + 5 min, transfer 10"))
        .ships("SO-1/10", "2026-03-10 08:20");
}

/// Monday 10:00 at a saw that usually reports within 4 h, with a work order of 5 h 30 on its list.
fn silent_saw(last_report: &str) -> Story {
    shop("2026-03-09 10:00")
        .center("saw", "day", 1)
        .silent("saw", last_report, "4 h")
        .item("BAR", "saw 30 + 5 min")
        .order("SO-1/10: 60 BAR for ALFA by 2026-03-10, entered 2026-03-02 08:00")
}

#[test]
fn silence_within_the_usual_delay() {
    // Nothing came since 08:00: two hours of the list are taken to be done, 3 h 30 are left.
    let story = silent_saw("2026-03-09 08:00").work_order("WO-1: 60 BAR for SO-1/10");
    golden("silence_within_the_usual_delay", story).ships("SO-1/10", "2026-03-09 13:30").without_problems();
}

#[test]
fn silence_beyond_the_usual_delay() {
    // Nothing since Friday noon, 6 h of work: 4 h are taken to be done, no more, and the floor lead is told.
    let story = silent_saw("2026-03-06 12:00").work_order("WO-1: 60 BAR for SO-1/10");
    golden("silence_beyond_the_usual_delay", story)
        .ships("SO-1/10", "2026-03-09 11:30")
        .says(|p| matches!(p, ProblemKind::Unconfirmed { .. }), &[]);
}

#[test]
fn nobody_works_on_what_is_only_proposed() {
    // There is no work order yet, so whatever the silence hides, it is not this work.
    let story = silent_saw("2026-03-09 08:00");
    golden("nobody_works_on_what_is_only_proposed", story).ships("SO-1/10", "2026-03-09 15:30");
}
