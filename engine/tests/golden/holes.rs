//! Missing and wrong data: every line gets a date, and every hole is named with the lines that it spoils.

use super::golden;
use super::support::shop::{Story, shop};
use holdfast_engine::model::RunTime;
use holdfast_engine::problem::{Assumption, Grade, ProblemKind};

/// One saw, and a rod that is known well.
fn saw() -> Story {
    shop("2026-03-09 08:00").center("saw", "day", 1).item("ROD", "saw 30 + 5 min").rule("ROD", "group rods")
}

#[test]
fn items_without_routing() {
    // NEW is like ROD × 1.2: 30 + 60 min, latest start 14:30, so first. COUSIN is of ROD's group: 30 + 50 min.
    // LEAD takes its 8 working days, NOTHING the plant's 15.
    let story = saw()
        .item("NEW", "")
        .rule("NEW", "like ROD x1.2")
        .item("COUSIN", "")
        .rule("COUSIN", "group rods")
        .item("LEAD", "")
        .rule("LEAD", "lead 8 d")
        .item("NOTHING", "")
        .order("SO-1/10: 10 NEW for ALFA by 2026-03-20")
        .order("SO-2/10: 10 COUSIN for ALFA by 2026-03-20")
        .order("SO-3/10: 10 LEAD for ALFA by 2026-03-20")
        .order("SO-4/10: 10 NOTHING for ALFA by 2026-03-20");
    let golden = golden("items_without_routing", story)
        .ships("SO-1/10", "2026-03-09 09:30")
        .ships("SO-2/10", "2026-03-09 10:50")
        .ships("SO-3/10", "2026-03-19 08:00")
        .ships("SO-4/10", "2026-03-30 08:00")
        .late("SO-4/10", true);
    let grades = ["SO-1/10", "SO-2/10", "SO-3/10", "SO-4/10"].map(|line| golden.line(line).grade);
    assert_eq!(grades, [Grade::Similar, Grade::Similar, Grade::LeadTime, Grade::Default]);
}

#[test]
fn operation_without_time() {
    // The typical piece at the saw takes 5 min: 10 × 5 min without setup.
    let story = saw().item("ODD", "saw").order("SO-1/10: 10 ODD for ALFA by 2026-03-20");
    golden("operation_without_time", story).ships("SO-1/10", "2026-03-09 08:50").says(
        |p| {
            let usual = Assumption::TypicalOperation(RunTime::Piece(300_000));
            matches!(p, ProblemKind::NoTime { assumed, .. } if *assumed == usual)
        },
        &["SO-1/10"],
    );
}

#[test]
fn unknown_item_spoils_only_its_line() {
    // MYSTERY is nowhere among the items: 15 working days. The rods next to it are planned as ever.
    let story = saw()
        .order("SO-1/10: 10 ROD for ALFA by 2026-03-20")
        .order("SO-1/20: 10 MYSTERY for ALFA by 2026-03-20");
    golden("unknown_item_spoils_only_its_line", story)
        .ships("SO-1/10", "2026-03-09 09:20")
        .ships("SO-1/20", "2026-03-30 08:00")
        .says(|p| matches!(p, ProblemKind::UnknownItem { .. }), &["SO-1/20"]);
}

#[test]
fn work_that_outlasts_the_calendar_takes_nobody_elses_date() {
    // A million rods are 83,000 hours on one saw: forty years. They have no date; ten rods have theirs.
    let story = saw()
        .order("SO-1/10: 1000000 ROD for ALFA by 2026-03-12")
        .order("SO-2/10: 10 ROD for ALFA by 2026-03-20");
    let golden = golden("work_that_outlasts_the_calendar_takes_nobody_elses_date", story)
        .says(|p| matches!(p, ProblemKind::HorizonExhausted { .. }), &["SO-1/10"])
        .ships("SO-2/10", "2026-03-09 09:20");
    assert!(!golden.line("SO-1/10").is_dated());
}

#[test]
fn bill_of_materials_that_contains_itself() {
    // PUMP contains VALVE contains PUMP: the second link is cut and named. A valve is 30 + 5 min, then a pump
    // as long.
    let story = saw()
        .item("PUMP", "saw 30 + 5 min")
        .item("VALVE", "saw 30 + 5 min")
        .bom("PUMP", "1 VALVE")
        .bom("VALVE", "1 PUMP")
        .order("SO-1/10: 1 PUMP for ALFA by 2026-03-10")
        .order("SO-2/10: 10 ROD for ALFA by 2026-03-20");
    golden("bill_of_materials_that_contains_itself", story)
        .ships("SO-1/10", "2026-03-09 09:10")
        .says(|p| matches!(p, ProblemKind::BomCycle { path } if path.len() == 3), &["SO-1/10"]);
}

#[test]
fn grade_of_stock_does_not_depend_on_others() {
    // What lies in stock is known, whether or not there is a hole elsewhere.
    let story = saw()
        .stock("ROD", 5)
        .order("SO-1/10: 5 ROD for ALFA by 2026-03-10")
        .order("SO-2/10: 5 ROD for ALFA by 2026-03-11");
    let golden = golden("grade_of_stock_does_not_depend_on_others", story);
    assert_eq!(golden.line("SO-1/10").grade, Grade::Known);
    assert_eq!(golden.line("SO-2/10").grade, Grade::Planned);
}
