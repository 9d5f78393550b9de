//! The reports that are measured: an operation of one work order after the other is begun, counted twice and
//! finished, so that the mix is the same however many reports there are.

use super::seed::Work;
use chrono::{NaiveDateTime, TimeDelta};
use serde_json::{Value, json};

/// Reports on one operation, one after the other.
pub const EACH: u64 = 4;

/// The report number `number` of a client that has these work orders; nothing when all of them are done.
pub fn nth(works: &[Work], number: u64, at: NaiveDateTime) -> Option<Value> {
    let count = works.len().max(1) as u64;
    // All reports on the first operations, then all on the second ones.
    let (operation, part) = (number / EACH, number % EACH);
    let (round, work) = (operation / count * EACH + part, works.get((operation % count) as usize)?);
    let longest = works.iter().map(|work| work.operations).max().unwrap_or(0) as u64;
    if round >= longest * EACH {
        return None;
    }
    // A shorter routing: its last operation goes on counting.
    let step = (round / EACH).min((work.operations as u64).saturating_sub(1)) + 1;
    let over = round / EACH >= work.operations as u64;
    let (kind, good) = match round % EACH {
        0 if !over => ("start", 0),
        3 if !over => ("finish", 0),
        _ => ("good", 1),
    };
    let at = at + TimeDelta::seconds(round as i64);
    Some(json!({
        "id": id(&work.number, round), "work_order": work.number, "operation": (step * 10).to_string(),
        "kind": kind, "good": good, "at": format!("{}Z", at.format("%Y-%m-%dT%H:%M:%S")), "device": "bench",
    }))
}

/// An id as a client would draw it: different for each report, and without order.
fn id(work: &str, round: u64) -> String {
    let seed = work.bytes().fold(round + 1, |hash, byte| mixed(hash ^ u64::from(byte)));
    let (high, low) = (mixed(seed), mixed(seed ^ 0x5DEE_CE66_D1CE_4E5B));
    format!(
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xFFFF,
        high & 0xFFF,
        low >> 52,
        low & 0xFFFF_FFFF_FFFF
    )
}

/// The finalizer of splitmix64.
fn mixed(seed: u64) -> u64 {
    let seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let seed = (seed ^ (seed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let seed = (seed ^ (seed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    seed ^ (seed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn reports_are_the_service_s_and_no_two_are_one() {
        let works: Vec<Work> = (0..50).map(|n| Work { number: format!("WO-{n}"), operations: 3 }).collect();
        let at = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day").and_time(chrono::NaiveTime::MIN);
        let all: Vec<Value> = (0..).map_while(|number| nth(&works, number, at)).collect();
        assert_eq!(all.len(), 50 * 3 * 4);
        let ids: BTreeSet<String> = all.iter().map(|report| report["id"].to_string()).collect();
        assert_eq!(ids.len(), all.len());
        let kinds =
            |reports: &[Value]| reports.iter().map(|report| report["kind"].to_string()).collect::<Vec<_>>();
        assert_eq!(kinds(&all[..8]), kinds(&all[8..16]), "the mix stays");
        for report in all {
            serde_json::from_value::<holdfast::services::progress::ReportBody>(report).expect("a report");
        }
    }
}
