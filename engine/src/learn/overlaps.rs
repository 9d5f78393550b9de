//! Who had the machine when several reports say that they had it: the time is shared out evenly.
//!
//! Real logs say that a machine did two things at once, because reports are begun early, ended late, or cover a
//! lot that ran beside another. Counting such time twice would teach the plan that everything takes longer. Nothing
//! is judged here: what overlaps is divided by the number of reports that claim it.

use super::records::Dirt;
use crate::model::Code;
use std::collections::BTreeMap;

/// A report that a machine worked on something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    /// The machine.
    pub machine: Code,
    /// From when, in seconds: working seconds of its calendar, or of the clock where the calendar is not believed.
    pub from: i64,
    /// Until when, on the same time line.
    pub to: i64,
    /// The work order.
    pub order: Code,
    /// The operation's number in the routing.
    pub operation: u32,
    /// Who reported, or whatever else tells twins from duplicates.
    pub by: Code,
}

/// Seconds that each operation really had each machine, by machine, work order and operation.
pub type Shares = BTreeMap<(Code, Code, u32), i64>;

/// Shares out the time of every machine among the reports that claim it. Duplicates count once and spans of
/// nothing not at all; both are counted, as are the claims that overlap another.
pub fn shared_out(claims: &[Claim]) -> (Shares, Dirt) {
    let mut dirt = Dirt::default();
    let mut claims = super::records::sorted(claims, &mut dirt);
    let before = claims.len();
    claims.retain(|claim| claim.to > claim.from);
    dirt.empty = (before - claims.len()) as u32;
    let mut shares: BTreeMap<(Code, Code, u32), f64> = BTreeMap::new();
    for of_machine in claims.chunk_by(|a, b| a.machine == b.machine) {
        let (seconds, overlapping) = share(of_machine);
        dirt.overlaps += overlapping;
        for (claim, seconds) in of_machine.iter().zip(seconds) {
            let key = (claim.machine.clone(), claim.order.clone(), claim.operation);
            *shares.entry(key).or_default() += seconds;
        }
    }
    (shares.into_iter().map(|(key, seconds)| (key, seconds.round() as i64)).collect(), dirt)
}

/// Seconds of each claim on one machine, and how many of them overlap another. A sweep over the ends of all
/// claims: between two of them the same claims hold the machine.
fn share(claims: &[Claim]) -> (Vec<f64>, u32) {
    let mut ends: Vec<(i64, bool, usize)> = Vec::new();
    for (index, claim) in claims.iter().enumerate() {
        ends.extend([(claim.from, true, index), (claim.to, false, index)]);
    }
    // Ends before starts at the same instant: what follows without a gap does not overlap.
    ends.sort_unstable();
    let mut seconds = vec![0.0; claims.len()];
    let mut overlapping = vec![false; claims.len()];
    let mut holding: Vec<usize> = Vec::new();
    let mut last = 0;
    for (at, begins, index) in ends {
        let each = (at - last) as f64 / holding.len().max(1) as f64;
        for &holder in &holding {
            seconds[holder] += each;
            overlapping[holder] |= holding.len() > 1 && at > last;
        }
        last = at;
        if begins {
            holding.push(index);
        } else {
            holding.retain(|&holder| holder != index);
        }
    }
    (seconds, overlapping.into_iter().filter(|&overlaps| overlaps).count() as u32)
}
