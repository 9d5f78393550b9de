//! Machines: breakdowns, what must not be interrupted, setups, alternates, overlap, who goes first.

use super::golden;
use super::support::shop::{Story, shop};
use holdfast_engine::problem::ProblemKind;

/// Monday morning with mills, and items named after the hours that a lot of them takes there.
fn mills(machines: u32) -> Story {
    let story = shop("2026-03-09 08:00").center("mill", "day", machines);
    [1, 2, 3, 4, 6, 12, 40]
        .iter()
        .fold(story, |story, hours| story.item(&format!("{hours}H"), &format!("mill 0 + {hours} h a lot")))
}

#[test]
fn breakdown_of_one_of_two_machines() {
    // One mill is down from Tuesday to Thursday. The long job goes to the one that stays up: 8 h today, 4 h
    // tomorrow. The short one is through before the breakdown.
    let story = mills(2)
        .down("mill", 1, "2026-03-10 08:00", "2026-03-12 08:00")
        .order("SO-1/10: 1 12H for ALFA by 2026-03-12")
        .order("SO-2/10: 1 6H for BETA by 2026-03-13");
    golden("breakdown_of_one_of_two_machines", story)
        .ships("SO-1/10", "2026-03-10 12:00")
        .ships("SO-2/10", "2026-03-09 14:00");
}

#[test]
fn breakdown_of_the_only_machine() {
    // 8 h today, then nothing until Thursday 08:00.
    let story = mills(1)
        .down("mill", 1, "2026-03-10 08:00", "2026-03-12 08:00")
        .order("SO-1/10: 1 12H for ALFA by 2026-03-11");
    golden("breakdown_of_the_only_machine", story).ships("SO-1/10", "2026-03-12 12:00").late("SO-1/10", true);
}

#[test]
fn running_work_is_on_the_machine_that_is_up() {
    // One of two mills is down since this morning; what runs, runs on the other.
    let story = mills(2)
        .down("mill", 1, "2026-03-09 07:00", "2026-03-12 08:00")
        .work_order("WO-1: 1 6H for SO-1/10; op 10 running, since 2026-03-09 08:00")
        .order("SO-1/10: 1 6H for ALFA by 2026-03-12");
    golden("running_work_is_on_the_machine_that_is_up", story).ships("SO-1/10", "2026-03-09 14:00");
}

#[test]
fn alternate_is_taken_while_the_first_machine_is_down() {
    // The mill is down until Thursday, the lathe does it in 6 h.
    let story = mills(1)
        .down("mill", 1, "2026-03-09 07:00", "2026-03-12 08:00")
        .center("lathe", "day", 1)
        .item("HUB", "mill 0 + 4 h a lot, or lathe x1.5")
        .order("SO-1/10: 1 HUB for ALFA by 2026-03-12");
    golden("alternate_is_taken_while_the_first_machine_is_down", story).ships("SO-1/10", "2026-03-09 14:00");
}

#[test]
fn alternates_are_decided_when_work_is_ready() {
    // All three are ready at 08:00. SO-1: mill until 12:00, lathe until 14:00, so mill. SO-2: mill until
    // 16:00 behind SO-1, lathe until 14:00, so lathe. SO-3: mill 12:00–13:00, lathe until 15:30, so mill.
    let story = mills(1)
        .center("lathe", "day", 1)
        .item("HUB", "mill 0 + 4 h a lot, or lathe x1.5")
        .item("CAP", "mill 0 + 1 h a lot, or lathe x1.5")
        .order("SO-1/10: 1 HUB for ALFA by 2026-03-10")
        .order("SO-2/10: 1 HUB for ALFA by 2026-03-11")
        .order("SO-3/10: 1 CAP for ALFA by 2026-03-12");
    golden("alternates_are_decided_when_work_is_ready", story)
        .ships("SO-1/10", "2026-03-09 12:00")
        .ships("SO-2/10", "2026-03-09 14:00")
        .ships("SO-3/10", "2026-03-09 13:00");
}

#[test]
fn not_interruptible_before_a_weekend() {
    // Friday: 3 h until 11:00. The 6 h that must not be interrupted no longer fit before 16:00 and start on
    // Monday; the 2 h job that is far from due fills the gap. 10 h in one piece fit into no shift: they are
    // split, and that is said.
    let story = shop("2026-03-13 08:00")
        .center("mill", "day", 1)
        .item("3H", "mill 0 + 3 h a lot")
        .item("2H", "mill 0 + 2 h a lot")
        .item("WHOLE", "mill 0 + 6 h a lot, unbroken")
        .item("TOO-LONG", "mill 0 + 10 h a lot, unbroken")
        .order("SO-1/10: 1 3H for ALFA by 2026-03-16")
        .order("SO-2/10: 1 WHOLE for ALFA by 2026-03-17")
        .order("SO-3/10: 1 2H for ALFA by 2026-03-30")
        .order("SO-4/10: 1 TOO-LONG for ALFA by 2026-04-30");
    golden("not_interruptible_before_a_weekend", story)
        .ships("SO-1/10", "2026-03-13 11:00")
        .ships("SO-2/10", "2026-03-16 14:00")
        .ships("SO-3/10", "2026-03-13 13:00")
        .says(|p| matches!(p, ProblemKind::TooLongForAnyShift { .. }), &["SO-4/10"]);
}

#[test]
fn setup_is_saved_within_a_family() {
    // Steel with setup 08:00–10:00, steel without 10:00–11:00, aluminium 11:00–13:00, steel again with setup
    // 13:00–15:00: the family saves a setup but does not change who goes first.
    let story = shop("2026-03-09 08:00")
        .center("mill", "day", 1)
        .item("STEEL", "mill 60 + 60 min a lot, family steel")
        .item("ALU", "mill 60 + 60 min a lot, family alu")
        .order("SO-1/10: 1 STEEL for ALFA by 2026-03-10")
        .order("SO-2/10: 1 STEEL for ALFA by 2026-03-11")
        .order("SO-3/10: 1 ALU for ALFA by 2026-03-12")
        .order("SO-4/10: 1 STEEL for ALFA by 2026-03-13");
    golden("setup_is_saved_within_a_family", story)
        .ships("SO-1/10", "2026-03-09 10:00")
        .ships("SO-2/10", "2026-03-09 11:00")
        .ships("SO-3/10", "2026-03-09 13:00")
        .ships("SO-4/10", "2026-03-09 15:00");
}

/// 40 levers, sawn at 6 min and milled at 3 min, moved in batches of 10.
fn levers(now: &str) -> Story {
    shop(now)
        .center("saw", "day", 1)
        .center("mill", "day", 1)
        .item("LEVER", "saw 0 + 6 min, transfer 10; mill 0 + 3 min")
        .order("SO-1/10: 40 LEVER for ALFA by 2026-03-20")
}

#[test]
fn transfer_batches_overlap() {
    // Sawn until 12:00. The mill starts with the first 10 at 09:00 and ends with the last 10 half an hour
    // after the saw.
    golden("transfer_batches_overlap", levers("2026-03-09 08:00")).ships("SO-1/10", "2026-03-09 12:30");
}

#[test]
fn the_last_transfer_batch_waits_for_the_morning() {
    // Sawn until 15:50; of the last batch's 30 min, 10 are worked today and 20 tomorrow.
    let story = levers("2026-03-09 11:50");
    golden("the_last_transfer_batch_waits_for_the_morning", story).ships("SO-1/10", "2026-03-10 08:20");
}

#[test]
fn outside_work_leaves_with_the_whole_lot() {
    // 20 h of turning until Wednesday 12:00, though batches of 10 move on; then three working days.
    let story = shop("2026-03-09 08:00")
        .center("lathe", "day", 1)
        .supplier("PLATER", "calendar day")
        .item("SHAFT", "lathe 0 + 30 min, transfer 10; outside PLATER 3 d")
        .order("SO-1/10: 40 SHAFT for ALFA by 2026-03-20");
    golden("outside_work_leaves_with_the_whole_lot", story).ships("SO-1/10", "2026-03-16 12:00");
}

#[test]
fn oven_starts_with_the_whole_lot() {
    // The oven takes the lot as a whole for 2 h: from 12:00, when the saw is through.
    let story = shop("2026-03-09 08:00")
        .center("saw", "day", 1)
        .center("oven", "day", 1)
        .item("LEVER", "saw 0 + 6 min, transfer 10; oven 0 + 2 h a lot")
        .order("SO-1/10: 40 LEVER for ALFA by 2026-03-20");
    golden("oven_starts_with_the_whole_lot", story).ships("SO-1/10", "2026-03-09 14:00");
}

#[test]
fn frozen_zone_then_the_planner_then_the_rule() {
    // By promise it would be WO-1, WO-2, WO-3. WO-2 is published, WO-3 is what the planner wants next.
    let story = mills(1)
        .work_order("WO-1: 1 2H for SO-1/10")
        .work_order("WO-2: 1 2H for SO-2/10")
        .work_order("WO-3: 1 2H for SO-3/10")
        .order("SO-1/10: 1 2H for ALFA by 2026-03-10")
        .order("SO-2/10: 1 2H for ALFA by 2026-03-11")
        .order("SO-3/10: 1 2H for ALFA by 2026-03-12")
        .planned("mill", "WO-3 op 10")
        .frozen("mill", "WO-2 op 10");
    golden("frozen_zone_then_the_planner_then_the_rule", story)
        .ships("SO-2/10", "2026-03-09 10:00")
        .ships("SO-3/10", "2026-03-09 12:00")
        .ships("SO-1/10", "2026-03-09 14:00");
}

#[test]
fn a_machine_waits_for_protected_work_about_to_arrive() {
    // SO-1 is promised for noon and leaves the saw at 09:00. The mill stands that hour rather than begin the
    // 4 h of SO-2, which nobody was promised.
    let story = mills(1)
        .policy("wait 2 h")
        .center("saw", "day", 1)
        .item("ARM", "saw 0 + 1 h a lot; mill 0 + 2 h a lot")
        .order("SO-1/10: 1 ARM for ALFA by 2026-03-09 12:00")
        .order("SO-2/10: 1 4H for ALFA wanted 2026-03-10");
    golden("a_machine_waits_for_protected_work_about_to_arrive", story)
        .ships("SO-1/10", "2026-03-09 11:00")
        .ships("SO-2/10", "2026-03-09 15:00");
}

#[test]
fn tier_a_goes_first_when_both_are_late() {
    // Neither 6 h can be through in time. C was due earlier, but A is the one not to hurt.
    let story = mills(1)
        .customer("ALFA", "tier A")
        .customer("COMO", "tier C")
        .order("SO-1/10: 1 6H for COMO by 2026-03-09 10:00")
        .order("SO-2/10: 1 6H for ALFA by 2026-03-09 12:00");
    golden("tier_a_goes_first_when_both_are_late", story)
        .ships("SO-2/10", "2026-03-09 14:00")
        .ships("SO-1/10", "2026-03-10 12:00");
}

#[test]
fn near_order_uses_the_slack_of_a_far_one() {
    // 40 h for the end of April were entered first; the 6 h for Wednesday go before them and cost nobody
    // anything.
    let story = mills(1)
        .work_order("WO-1: 1 40H for SO-1/10")
        .order("SO-1/10: 1 40H for ALFA by 2026-04-30, entered 2026-02-02 08:00")
        .order("SO-2/10: 1 6H for BETA by 2026-03-11, entered 2026-03-09 07:00");
    golden("near_order_uses_the_slack_of_a_far_one", story)
        .ships("SO-2/10", "2026-03-09 14:00")
        .ships("SO-1/10", "2026-03-16 14:00")
        .late("SO-1/10", false);
}
