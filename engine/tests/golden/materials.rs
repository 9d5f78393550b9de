//! Material: bills of materials, purchases, stock and its status, lot rules, yield, outside work.

use super::golden;
use super::support::shop::{Story, shop};
use holdfast_engine::problem::ProblemKind;

/// Monday morning; a bracket is sawn (30 min, then 5 min a piece) and milled (20 min, then 10 min a piece)
/// from one plate.
fn brackets() -> Story {
    shop("2026-03-09 08:00")
        .center("saw", "day", 1)
        .center("mill", "day", 1)
        .item("BRACKET", "saw 30 + 5 min; mill 20 + 10 min")
        .bom("BRACKET", "1 PLATE")
        .buy("PLATE", "lead 10 d from ACME")
}

#[test]
fn two_level_bill_of_materials() {
    // 8 brackets: saw 08:00–09:10, mill 09:10–10:50. The panels bought now come on Wednesday 08:00, and only
    // then the bench can start: 15 min and 4 × 30 min.
    let story = brackets()
        .center("bench", "day", 1)
        .item("FRAME", "bench 15 + 30 min")
        .bom("FRAME", "2 BRACKET, 1 PANEL")
        .buy("PANEL", "lead 2 d from ACME")
        .stock("PLATE", 8)
        .order("SO-1/10: 4 FRAME for ALFA by 2026-03-13");
    golden("two_level_bill_of_materials", story)
        .ships("SO-1/10", "2026-03-11 10:15")
        .late("SO-1/10", false)
        .without_problems();
}

#[test]
fn late_purchase_order() {
    // The plates come on Thursday 10:00: saw 80 min, mill 120 min, a day after the promise.
    let story = brackets()
        .purchase("PO-1/1: 10 PLATE from ACME on 2026-03-12 10:00, ordered 2026-03-02 09:00")
        .order("SO-1/10: 10 BRACKET for ALFA by 2026-03-11, entered 2026-03-02 08:00");
    golden("late_purchase_order", story).ships("SO-1/10", "2026-03-12 13:20").late("SO-1/10", true);
}

#[test]
fn purchase_order_of_a_supplier_who_is_usually_late() {
    // The median receipt of this supplier is two days late: Saturday 10:00, so it is received on Monday at 10:00.
    let story = brackets()
        .supplier("ACME", "late 0 2 2 2 3")
        .purchase("PO-1/1: 10 PLATE from ACME on 2026-03-12 10:00")
        .order("SO-1/10: 10 BRACKET for ALFA by 2026-03-20");
    golden("purchase_order_of_a_supplier_who_is_usually_late", story).ships("SO-1/10", "2026-03-16 13:20");
}

#[test]
fn overdue_purchase_order_with_a_record() {
    // Late by started 5 days. Receipts that were later than that came after 6, 8 and 10: 8 is the median, so
    // three more days.
    let story = brackets()
        .supplier("ACME", "late 0 0 1 6 8 10")
        .purchase("PO-1/1: 10 PLATE from ACME on 2026-03-04 12:00")
        .order("SO-1/10: 10 BRACKET for ALFA by 2026-03-11");
    golden("overdue_purchase_order_with_a_record", story).ships("SO-1/10", "2026-03-12 11:20").says(
        |p| matches!(p, ProblemKind::OverduePurchase { late_days: 5, expected_days: 3, .. }),
        &["SO-1/10"],
    );
}

#[test]
fn overdue_purchase_order_without_a_record() {
    // Late by started 7 days, and nothing is known: half as long again, rounded up, is 4 days.
    let story = brackets()
        .purchase("PO-1/1: 10 PLATE from ACME on 2026-03-02 12:00")
        .order("SO-1/10: 10 BRACKET for ALFA by 2026-03-11");
    golden("overdue_purchase_order_without_a_record", story).ships("SO-1/10", "2026-03-13 11:20").says(
        |p| matches!(p, ProblemKind::OverduePurchase { late_days: 7, expected_days: 4, .. }),
        &["SO-1/10"],
    );
}

#[test]
fn a_promise_uses_the_safety_stock() {
    // 20 plates are the safety stock; the promise takes 10 of them at once, and 10 are bought for stock.
    let story = brackets()
        .rule("PLATE", "safety 20")
        .stock("PLATE", 20)
        .order("SO-1/10: 10 BRACKET for ALFA by 2026-03-11");
    golden("a_promise_uses_the_safety_stock", story).ships("SO-1/10", "2026-03-09 11:20").without_problems();
}

#[test]
fn surplus_of_a_lot_serves_a_later_line() {
    // 12 are wanted, but lots are at least 25 and multiples of 10: 30. Saw 30 + 150 min until 11:00, mill
    // 20 + 300 min: 5 h today and 20 min tomorrow. The surplus of 18 serves the next line's 15; 3 are left.
    let story = brackets()
        .rule("BRACKET", "min 25, multiple 10")
        .stock("PLATE", 100)
        .order("SO-1/10: 12 BRACKET for ALFA by 2026-03-11")
        .order("SO-2/10: 15 BRACKET for BETA by 2026-03-25");
    golden("surplus_of_a_lot_serves_a_later_line", story)
        .ships("SO-1/10", "2026-03-10 08:20")
        .ships("SO-2/10", "2026-03-10 08:20");
}

#[test]
fn needs_of_one_period_are_made_together() {
    // SO-1 and SO-2 are a day apart and share a lot of 10: saw 08:00–09:20, mill 09:20–11:20. SO-3 is two
    // weeks later and is made on its own: saw until 10:15, mill 11:20–12:30.
    let story = brackets()
        .rule("BRACKET", "period 5 d")
        .stock("PLATE", 100)
        .order("SO-1/10: 5 BRACKET for ALFA by 2026-03-12")
        .order("SO-2/10: 5 BRACKET for BETA by 2026-03-13")
        .order("SO-3/10: 5 BRACKET for ALFA by 2026-03-27");
    golden("needs_of_one_period_are_made_together", story)
        .ships("SO-1/10", "2026-03-09 11:20")
        .ships("SO-2/10", "2026-03-09 11:20")
        .ships("SO-3/10", "2026-03-09 12:30");
}

#[test]
fn learned_yield_raises_the_start_quantity() {
    // Nine of ten come out good, so 50 are started for 45, of 50 plates: saw 30 + 250 min until 12:40, mill
    // 20 + 500 min: 200 today, 320 tomorrow.
    let story = brackets()
        .rule("BRACKET", "yield 0.9")
        .stock("PLATE", 100)
        .order("SO-1/10: 45 BRACKET for ALFA by 2026-03-20");
    golden("learned_yield_raises_the_start_quantity", story).ships("SO-1/10", "2026-03-10 13:20");
}

/// Shafts are turned, plated outside and inspected; the plater is sent work on Tuesdays and Thursdays.
fn shafts() -> Story {
    shop("2026-03-09 08:00")
        .center("lathe", "day", 1)
        .center("bench", "day", 1)
        .supplier("PLATER", "calendar day, sends Tue Thu")
        .item("SHAFT", "lathe 20 + 6 min; outside PLATER 3 d; bench 0 + 2 min, inspection")
}

#[test]
fn subcontract_leaves_on_send_days() {
    // Turned by 09:20 on Monday, out on Tuesday 08:00, three working days: back on Friday 08:00.
    let story = shafts().order("SO-1/10: 10 SHAFT for ALFA by 2026-03-13");
    golden("subcontract_leaves_on_send_days", story).ships("SO-1/10", "2026-03-13 08:20");
}

#[test]
fn subcontract_comes_back_when_its_purchase_order_says() {
    let story = shafts()
        .work_order("WO-5: 10 SHAFT for SO-1/10; op 10 done, 10 good; op 20 running, since 2026-03-05 08:00")
        .purchase("PO-9/1: 10 SHAFT from PLATER on 2026-03-11 12:00, outside WO-5 op 20")
        .order("SO-1/10: 10 SHAFT for ALFA by 2026-03-13, entered 2026-03-02 08:00");
    golden("subcontract_comes_back_when_its_purchase_order_says", story).ships("SO-1/10", "2026-03-11 12:20");
}

#[test]
fn stock_in_inspection_waits() {
    // What lies in inspection is released after two working days. What comes on Tuesday 10:00 is inspected
    // until Thursday 10:00.
    let story = shop("2026-03-09 08:00")
        .buy("GASKET", "lead 20 d from ACME, inspect 2 d")
        .lot("L1: 5 GASKET, in inspection")
        .purchase("PO-1/1: 5 GASKET from ACME on 2026-03-10 10:00")
        .order("SO-1/10: 5 GASKET for ALFA by 2026-03-12")
        .order("SO-2/10: 5 GASKET for BETA by 2026-03-13");
    golden("stock_in_inspection_waits", story)
        .ships("SO-1/10", "2026-03-11 08:00")
        .ships("SO-2/10", "2026-03-12 10:00");
}

#[test]
fn bought_part_is_ordered_in_time_to_be_inspected() {
    // Bought now it comes on Wednesday 08:00 and is inspected until Friday 08:00. For Friday 20 March 12:00 it
    // must come by Wednesday 18 March 12:00, so be ordered by Monday 16 March 12:00.
    let story = shop("2026-03-09 08:00")
        .buy("PANEL", "lead 2 d from ACME, inspect 2 d")
        .order("SO-1/10: 4 PANEL for ALFA by 2026-03-20 12:00");
    golden("bought_part_is_ordered_in_time_to_be_inspected", story).ships("SO-1/10", "2026-03-13 08:00");
}

#[test]
fn customer_owned_stock_serves_its_owner() {
    // The blanks in the rack are ALFA's. BETA wants its order sooner, but must bring its own blanks: nobody
    // said when, so five working days.
    let story = brackets()
        .item("COVER", "mill 20 + 10 min")
        .bom("COVER", "1 BLANK")
        .brought("BLANK")
        .lot("L1: 20 BLANK, of ALFA")
        .order("SO-1/10: 10 COVER for ALFA by 2026-03-12")
        .order("SO-2/10: 10 COVER for BETA by 2026-03-11");
    golden("customer_owned_stock_serves_its_owner", story)
        .ships("SO-1/10", "2026-03-09 10:00")
        .ships("SO-2/10", "2026-03-16 10:00")
        .says(|p| matches!(p, ProblemKind::CustomerMaterialMissing { days: 5, .. }), &["SO-2/10"]);
}
