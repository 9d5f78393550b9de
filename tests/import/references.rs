//! Codes that name something on another sheet, right, misspelt or unknown.

use holdfast::import::{Effect, Problem, resolve};

use crate::support::book;

#[test]
fn a_misspelt_code_is_taken_for_the_only_one_it_can_be() {
    let mut shop = book()
        .sheet("items", "item\nPT-1023\nPT-1024\nab-1\nAB-1")
        .sheet("stock", "item|quantity\nPT-1O23|1\npt_1024|1\nPT1023|1\nＰＴ－１０２３|1\nAb-1|1\nPT-1025|1\nZZ-9|1\nZZ-9|1")
        .read()
        .document;
    let faults = resolve(&mut shop);
    let items: Vec<&str> = shop.stock.iter().map(|lot| lot.item.as_str()).collect();
    assert_eq!(items, ["PT-1023", "PT-1024", "PT-1023", "PT-1023", "Ab-1", "PT-1025", "ZZ-9", "ZZ-9"]);
    let told: Vec<String> = faults
        .iter()
        .map(|fault| {
            let value = fault.value.as_deref().unwrap();
            match &fault.problem {
                Problem::TakenFor { meaning, rows } => format!("{value} -> {meaning} x{rows}"),
                Problem::UnknownCode { nearest, rows, .. } => {
                    format!("{value}? {} x{rows}", nearest.join(","))
                }
                other => panic!("{other:?}"),
            }
        })
        .collect();
    assert_eq!(
        told,
        [
            "Ab-1? AB-1,ab-1 x1",
            "PT-1025? PT-1023,PT-1024 x1",
            "PT-1O23 -> PT-1023 x1",
            "PT1023 -> PT-1023 x1",
            "ZZ-9?  x2",
            "pt_1024 -> PT-1024 x1",
        ]
    );
    assert!(faults.iter().all(|fault| fault.effect == Effect::Notice && fault.row.is_some()));
}

#[test]
fn history_may_name_what_is_gone_and_empty_sheets_are_not_looked_in() {
    let mut shop = book()
        .sheet("items", "item|supplier\nPT-1|S-1")
        .sheet(
            "production",
            "work order|item|operation|started|finished\nMO-1|OLD-7|10|2026-01-05 08:00|2026-01-05 09:00",
        )
        .read()
        .document;
    assert_eq!(resolve(&mut shop), []);
}

#[test]
fn alternates_are_resolved_too() {
    let mut shop = book()
        .sheet("work centres", "work centre|calendar\nVMC-1|day\nVMC-2|day")
        .sheet("routings", "item|operation|work centre|alternates\nPT-1|10|vmc-1|VMC2*1.5")
        .read()
        .document;
    assert_eq!(resolve(&mut shop).len(), 2);
    assert_eq!(shop.routings[0].work_centre.as_deref(), Some("VMC-1"));
    assert_eq!(shop.routings[0].alternates[0].work_centre, "VMC-2");
}
