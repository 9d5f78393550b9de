//! What was begun and what else could have been: how far the floor follows its lists.
//!
//! A list is as old as the plan that it is from. What the record knows by now to have run already was no choice any
//! more, and of what nobody stands by nothing is learned.

use super::Desk;
use crate::domain::value::Moment;
use crate::planning::outlook::instant;
use crate::store::record::{self, ChoiceRow};
use crate::store::{Db, Failure};
use holdfast_engine::learn::Choice;
use std::collections::{BTreeMap, BTreeSet};

/// Most choices that are learned from: the newest. A share is known well enough by then.
const MOST: usize = 20_000;
/// Work orders that are asked about at once.
const ORDERS: usize = 500;

/// A work order and an operation.
type Key = (String, String);
/// What has begun, and when; nothing where nobody knows.
type Begun = BTreeMap<Key, Option<Moment>>;

impl Desk<'_> {
    /// Reads all choices.
    pub(super) fn read_choices(&mut self, db: &mut Db) -> Result<(), Failure> {
        let mut before = i64::MAX;
        while self.records.choices.len() < MOST {
            let rows = record::choices_before(db, self.plant_id, before, self.since)?;
            let Some((last, _)) = rows.last() else { break };
            before = *last;
            let mut told = Vec::with_capacity(rows.len());
            for (_, row) in rows.into_iter().filter(|(_, row)| row.at <= self.now) {
                let ready: Vec<Key> = row.ready.read()?;
                told.push((row, ready));
            }
            let begun = begun(db, self.plant_id, &told)?;
            for (row, ready) in &told {
                if let Some((place, waiting)) = place(row, ready, &begun) {
                    let choice = Choice {
                        center: self.code(&row.work_centre),
                        at: instant(row.at),
                        order: self.code(&row.work_order),
                        place,
                        waiting,
                    };
                    self.records.choices.push(choice);
                }
            }
        }
        Ok(())
    }
}

/// When everything that stood on these lists began.
fn begun(db: &mut Db, plant_id: i64, told: &[(ChoiceRow, Vec<Key>)]) -> Result<Begun, Failure> {
    let listed = told.iter().flat_map(|(_, ready)| ready.iter().map(|(order, _)| order));
    let orders: BTreeSet<&String> = told.iter().map(|(row, _)| &row.work_order).chain(listed).collect();
    let orders: Vec<String> = orders.into_iter().cloned().collect();
    let mut found = Begun::new();
    for some in orders.chunks(ORDERS) {
        let rows = record::begun_of(db, plant_id, some)?;
        found.extend(rows.into_iter().map(|(order, operation, at)| ((order, operation), at)));
    }
    Ok(found)
}

/// The place of what was begun, from 0 on, among what could have been, and how many those were; nothing where there was
/// no choice, or the report does not stand. Where several machines stood, so many of the list were to begin at once:
/// whichever was reported first, the list was followed.
fn place(row: &ChoiceRow, ready: &[Key], begun: &Begun) -> Option<(u32, u32)> {
    let own = (row.work_order.clone(), row.operation.clone());
    if begun.get(&own) != Some(&Some(row.at)) {
        return None;
    }
    // Of what was done without anybody telling nobody knows whether it still stood there.
    let still = |at: &Option<Moment>| at.is_some_and(|at| at > row.at);
    let could = |one: &&Key| **one == own || begun.get(*one).is_none_or(still);
    let could: Vec<&Key> = ready.iter().filter(could).collect();
    let place = could.iter().position(|one| **one == own)? as u32;
    let others = u32::try_from(row.free).unwrap_or(1).max(1) - 1;
    let waiting = (could.len() as u32).saturating_sub(others);
    (waiting > 1).then(|| (place.saturating_sub(others), waiting))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Json;

    fn at(minute: i64) -> Moment {
        Moment::from_micros(1_770_000_000_000_000 + minute * 60_000_000).expect("in range")
    }

    fn key(order: &str) -> Key {
        (order.to_owned(), "10".to_owned())
    }

    /// What was begun at minute 100 with so many machines free.
    fn chosen(order: &str, free: i32) -> ChoiceRow {
        ChoiceRow {
            plant_id: 1,
            work_order: order.to_owned(),
            operation: "10".to_owned(),
            work_centre: "MILL".to_owned(),
            at: at(100),
            free,
            ready: Json::default(),
        }
    }

    #[test]
    fn the_place_on_the_list_counts_what_could_still_be_begun() {
        let list = ["A", "B", "C"].map(key);
        let began = |all: &[(&str, i64)]| -> Begun {
            all.iter().map(|(order, minute)| (key(order), Some(at(*minute)))).collect()
        };
        let first = began(&[("A", 100)]);
        assert_eq!(place(&chosen("A", 1), &list, &first), Some((0, 3)));
        // The second was taken, and the first comes later or never.
        let second = began(&[("A", 130), ("B", 100)]);
        assert_eq!(place(&chosen("B", 1), &list, &second), Some((1, 3)));
        assert_eq!(place(&chosen("B", 1), &list, &began(&[("B", 100)])), Some((1, 3)));
        // The first ran already, though the list did not know it.
        let late = began(&[("A", 90), ("B", 100)]);
        assert_eq!(place(&chosen("B", 1), &list, &late), Some((0, 2)));
        let silent = Begun::from([(key("A"), None), (key("B"), Some(at(100)))]);
        assert_eq!(place(&chosen("B", 1), &list, &silent), Some((0, 2)));
        // Two machines stood: the second of the list may go to the other.
        assert_eq!(place(&chosen("B", 2), &list, &second), Some((0, 2)));
        assert_eq!(place(&chosen("C", 2), &list, &began(&[("C", 100)])), Some((1, 2)));
    }

    #[test]
    fn where_nothing_else_could_be_begun_or_the_report_does_not_stand_there_was_no_choice() {
        let list = ["A", "B"].map(key);
        let began = Begun::from([(key("A"), Some(at(100)))]);
        assert_eq!(place(&chosen("A", 1), &list[..1], &began), None);
        assert_eq!(place(&chosen("A", 2), &list, &began), None);
        assert_eq!(place(&chosen("B", 1), &list, &began), None, "it was taken back");
        let moved = Begun::from([(key("A"), Some(at(80)))]);
        assert_eq!(place(&chosen("A", 1), &list, &moved), None, "it began at another time");
    }
}
