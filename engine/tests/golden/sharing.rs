//! One component, several who want it: kept pegs and lending.

use super::golden;
use super::support::shop::{Story, shop};

/// Ten plates, kept for two promises of 5 brackets each; more come five days after they are ordered. A new
/// order wants 5 on Friday.
fn ten_plates(second_promise: &str) -> Story {
    shop("2026-03-09 08:00")
        .center("saw", "day", 1)
        .item("BRACKET", "saw 30 + 5 min")
        .bom("BRACKET", "1 PLATE")
        .buy("PLATE", "lead 5 d from ACME")
        .stock("PLATE", 10)
        .order("SO-1/10: 5 BRACKET for ALFA by 2026-03-12")
        .order(&format!("SO-2/10: 5 BRACKET for BETA by {second_promise}"))
        .order("SO-9/10: 5 BRACKET for COMO by 2026-03-13")
        .keep("PLATE for new:SO-1/10:BRACKET", "stock PLATE", 5)
        .keep("PLATE for new:SO-2/10:BRACKET", "stock PLATE", 5)
}

#[test]
fn kept_pegs_are_not_taken_by_a_newer_order() {
    // Both promises are near and keep their plates; SO-9 waits for new ones: Saturday, so Monday.
    golden("kept_pegs_are_not_taken_by_a_newer_order", ten_plates("2026-03-13"))
        .ships("SO-1/10", "2026-03-09 08:55")
        .ships("SO-2/10", "2026-03-09 09:50")
        .ships("SO-9/10", "2026-03-16 08:55")
        .late("SO-9/10", true);
}

#[test]
fn plates_are_lent_where_the_donor_loses_nothing() {
    // SO-2 is promised for April: the plates that are ordered now are there long before. It lends its own to
    // SO-9. SO-1 lends nothing.
    golden("plates_are_lent_where_the_donor_loses_nothing", ten_plates("2026-04-10"))
        .ships("SO-1/10", "2026-03-09 08:55")
        .ships("SO-9/10", "2026-03-09 09:50")
        .ships("SO-2/10", "2026-03-16 08:55")
        .late("SO-2/10", false);
}

#[test]
fn stock_reserved_for_a_tier() {
    // Five panels are kept for tier A. BETA wants them sooner and is tier B: it waits for new ones, which come on
    // Saturday and are received on Monday.
    let story = shop("2026-03-09 08:00")
        .customer("ALFA", "tier A")
        .buy("PANEL", "lead 5 d from ACME")
        .lot("L1: 5 PANEL, for tier A")
        .order("SO-1/10: 5 PANEL for ALFA by 2026-03-20")
        .order("SO-2/10: 5 PANEL for BETA by 2026-03-12");
    golden("stock_reserved_for_a_tier", story)
        .ships("SO-1/10", "2026-03-09 08:00")
        .ships("SO-2/10", "2026-03-16 08:00");
}

#[test]
fn nobody_lends_what_would_complete_him() {
    // SO-1 has half of its panels in L1 and waits for the rest, but can borrow that from SO-2, who has until
    // May. SO-3 would take L1 from SO-1, who waits anyway; then SO-1 would be late for nothing.
    let story = shop("2026-03-09 08:00")
        .customer("ALFA", "tier A")
        .buy("PANEL", "lead 20 d from ACME")
        .lot("L1: 5 PANEL")
        .lot("L2: 5 PANEL, for tier A")
        .order("SO-1/10: 10 PANEL for ALFA by 2026-03-12")
        .order("SO-2/10: 5 PANEL for ALFA by 2026-05-12")
        .order("SO-3/10: 5 PANEL for BETA by 2026-03-11")
        .keep("SO-1/10", "stock L1", 5)
        .keep("SO-2/10", "stock L2", 5);
    golden("nobody_lends_what_would_complete_him", story)
        .ships("SO-1/10", "2026-03-09 08:00")
        .ships("SO-2/10", "2026-03-30 08:00")
        .late("SO-2/10", false)
        .late("SO-3/10", true);
}
