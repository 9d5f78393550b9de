//! What a line means for the floor: its item's group, the work centre that it keeps busiest, and the work that it
//! takes through all levels. As the master data say now: what they said when it was promised is not kept.

use crate::document::{ItemSource, RunBasis};
use crate::domain::value::Amount;
use crate::store::master::items;
use crate::store::master::making::{self, OperationRow};
use crate::store::{Db, Failure};
use rust_decimal::prelude::ToPrimitive;
use std::collections::{BTreeMap, BTreeSet};

/// Levels of bills of materials that are looked into: deeper ones are a circle.
const DEEPEST: usize = 32;

/// Minutes that do not grow with the quantity, and those of one piece.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Minutes {
    fixed: f64,
    piece: f64,
}

impl Minutes {
    fn of(self, pieces: f64) -> f64 {
        self.fixed + self.piece * pieces
    }
}

/// An item as it is made.
#[derive(Clone, Debug, Default)]
struct Made {
    group: Option<String>,
    /// Its own operations: where, and how long.
    operations: Vec<(Option<String>, Minutes)>,
    /// What goes into one of it.
    components: Vec<(String, f64)>,
}

/// What is known of the items that were asked for, and of all that goes into them.
#[derive(Debug, Default)]
pub(super) struct Making {
    items: BTreeMap<String, Made>,
    /// Work through all levels, as far as it was asked for.
    content: BTreeMap<String, Minutes>,
}

impl Making {
    /// Reads what is not known yet of these items and of what goes into them.
    pub(super) fn learn(&mut self, db: &mut Db, wanted: BTreeSet<String>) -> Result<(), Failure> {
        let mut level: Vec<String> = wanted.into_iter().collect();
        for _ in 0..DEEPEST {
            level.retain(|item| !self.items.contains_key(item));
            if level.is_empty() {
                break;
            }
            self.items.extend(level.iter().map(|item| (item.clone(), Made::default())));
            let mut bought = BTreeSet::new();
            for row in items::some(db, &level)? {
                if row.fields.source.is_some_and(|source| source != ItemSource::Make) {
                    bought.insert(row.code.clone());
                }
                self.items.entry(row.code).or_default().group = row.fields.item_group;
            }
            level.retain(|item| !bought.contains(item));
            for row in making::operations_of(db, &level)? {
                let minutes = minutes(&row);
                self.items.entry(row.item).or_default().operations.push((row.work_centre, minutes));
            }
            let mut below = BTreeSet::new();
            for row in making::bom_lines_of(db, &level)? {
                below.insert(row.component.clone());
                let component = (row.component, number(row.quantity_per));
                self.items.entry(row.parent).or_default().components.push(component);
            }
            level = below.into_iter().collect();
        }
        Ok(())
    }

    /// The item's group.
    pub(super) fn group(&self, item: &str) -> Option<&str> {
        self.items.get(item)?.group.as_deref()
    }

    /// The work centre of the item's own routing that so many keep busiest; the later of two that are alike.
    pub(super) fn busiest(&self, item: &str, quantity: Amount) -> Option<&str> {
        let pieces = number(quantity);
        let centres = self.items.get(item)?.operations.iter();
        let busy = centres.filter_map(|(centre, minutes)| Some((centre.as_deref()?, minutes.of(pieces))));
        let mut total: Vec<(&str, f64)> = Vec::new();
        for (centre, minutes) in busy {
            // Its last operation says where it stands.
            let before = total.iter().position(|(known, _)| *known == centre);
            let so_far = before.map_or(0.0, |at| total.remove(at).1);
            total.push((centre, so_far + minutes));
        }
        total.into_iter().max_by(|one, other| one.1.total_cmp(&other.1)).map(|(centre, _)| centre)
    }

    /// Planned minutes for so many, with all that goes into them.
    pub(super) fn work(&mut self, item: &str, quantity: Amount) -> f64 {
        self.content(item, DEEPEST).of(number(quantity))
    }

    fn content(&mut self, item: &str, levels: usize) -> Minutes {
        if let Some(known) = self.content.get(item) {
            return *known;
        }
        let Some(made) = self.items.get(item).filter(|_| levels > 0) else { return Minutes::default() };
        let mut sum = Minutes::default();
        for (_, own) in &made.operations {
            sum = Minutes { fixed: sum.fixed + own.fixed, piece: sum.piece + own.piece };
        }
        // A circle adds nothing to itself.
        self.content.insert(item.to_owned(), sum);
        for (component, per) in self.items.get(item).map(|made| made.components.clone()).unwrap_or_default() {
            let below = self.content(&component, levels - 1);
            sum = Minutes { fixed: sum.fixed + below.fixed, piece: sum.piece + per * below.piece };
        }
        self.content.insert(item.to_owned(), sum);
        sum
    }
}

/// How long an operation takes. A load counts for the pieces in it.
fn minutes(row: &OperationRow) -> Minutes {
    let run = row.run_minutes.map_or(0.0, number);
    let set_up = row.setup_minutes.map_or(0.0, number);
    match row.run_basis.unwrap_or(RunBasis::Piece) {
        RunBasis::Piece => Minutes { fixed: set_up, piece: run },
        RunBasis::Lot => Minutes { fixed: set_up + run, piece: 0.0 },
        RunBasis::Load => {
            let size = row.load_size.map_or(0.0, number);
            Minutes { fixed: set_up, piece: if size > 0.0 { run / size } else { 0.0 } }
        }
    }
}

fn number(amount: Amount) -> f64 {
    amount.decimal().to_f64().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An item, its operations (where, fixed minutes, minutes a piece), and what goes into it.
    type Told<'a> = (&'a str, &'a [(&'a str, f64, f64)], &'a [(&'a str, f64)]);

    fn making(items: &[Told<'_>]) -> Making {
        let made = |(item, operations, components): &Told<'_>| {
            let operations = operations
                .iter()
                .map(|(centre, fixed, piece)| {
                    (Some((*centre).to_owned()), Minutes { fixed: *fixed, piece: *piece })
                })
                .collect();
            let components = components.iter().map(|(code, per)| ((*code).to_owned(), *per)).collect();
            ((*item).to_owned(), Made { group: None, operations, components })
        };
        Making { items: items.iter().map(made).collect(), content: BTreeMap::new() }
    }

    #[test]
    fn the_work_of_a_line_goes_through_all_levels() {
        let mut shop = making(&[
            ("PUMP", &[("ASSY", 10.0, 5.0)], &[("BODY", 1.0), ("ROD", 4.0)]),
            ("BODY", &[("MILL", 60.0, 20.0)], &[]),
            ("ROD", &[("SAW", 0.0, 1.5)], &[]),
        ]);
        // 10 + 60 once, and for each of three 5 + 20 + 4 · 1.5.
        assert!((shop.work("PUMP", Amount::whole(3)) - (70.0 + 3.0 * 31.0)).abs() < 1e-9);
        assert!((shop.work("BODY", Amount::whole(1)) - 80.0).abs() < 1e-9);
        assert!(shop.work("SCREW", Amount::whole(9)).abs() < 1e-9, "nobody makes it");
    }

    #[test]
    fn a_circle_ends() {
        let mut shop = making(&[("A", &[("X", 1.0, 0.0)], &[("B", 1.0)]), ("B", &[], &[("A", 1.0)])]);
        assert!(shop.work("A", Amount::whole(1)) < 3.0);
    }

    #[test]
    fn the_busiest_work_centre_depends_on_the_quantity() {
        let shop = making(&[("P", &[("SAW", 90.0, 1.0), ("MILL", 0.0, 6.0), ("SAW", 0.0, 1.0)], &[])]);
        assert_eq!(shop.busiest("P", Amount::whole(10)), Some("SAW"));
        assert_eq!(shop.busiest("P", Amount::whole(100)), Some("MILL"));
        assert_eq!(shop.busiest("Q", Amount::whole(1)), None);
    }
}
