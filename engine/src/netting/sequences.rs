//! Sequences that people fixed: the published one of the frozen zone, then the planner's own.

use super::Netting;
use crate::model::{OpKey, Sequence};
use crate::network::{Center, NONE};
use crate::problem::ProblemKind;
use std::collections::BTreeMap;

/// Dispatch bands of what people fixed; smaller goes first.
const FROZEN: u8 = 1;
const PLANNED: u8 = 2;

impl Netting<'_> {
    /// Gives the named operations their place before the dispatch rule; running work stays first.
    pub(super) fn apply_sequences(&mut self, centers: &[Center]) {
        for op in self.ops.iter_mut().filter(|o| o.flags.running) {
            op.band = 0;
        }
        if self.shop.sequences.is_empty() {
            return;
        }
        let by_key: BTreeMap<OpKey, u32> =
            (0..self.ops.len() as u32).map(|op| (self.key_of(op), op)).collect();
        let shop = self.shop;
        for (center, sequence) in &shop.sequences {
            let Ok(center) = centers.binary_search_by(|c| c.code.cmp(center)) else { continue };
            self.apply(centers, center as u32, sequence, &by_key);
        }
    }

    fn apply(&mut self, centers: &[Center], center: u32, sequence: &Sequence, by_key: &BTreeMap<OpKey, u32>) {
        let frozen = sequence.frozen.iter().map(|key| (key, FROZEN));
        let planned = sequence.planned.iter().map(|key| (key, PLANNED));
        for (place, (key, band)) in frozen.chain(planned).enumerate() {
            let Some(&op) = by_key.get(key) else {
                self.holes.add(ProblemKind::SequenceUnknown {
                    work_center: centers[center as usize].code.clone(),
                    operation: key.clone(),
                });
                continue;
            };
            let elsewhere =
                self.ops[op as usize].center != center && !self.alternates_of(op).any(|c| c == center);
            if elsewhere {
                self.holes.add(ProblemKind::SequenceUnknown {
                    work_center: centers[center as usize].code.clone(),
                    operation: key.clone(),
                });
                continue;
            }
            let node = &mut self.ops[op as usize];
            if node.center != NONE && node.band > band {
                (node.band, node.sequence) = (band, place as u32);
                // A planner who names a work centre has decided where it runs.
                if node.center != center && self.alternates_of(op).any(|c| c == center) {
                    self.move_to(op, center);
                }
                self.ops[op as usize].alternates.1 = 0;
            }
        }
    }

    fn alternates_of(&self, op: u32) -> impl Iterator<Item = u32> + '_ {
        let (first, count) = self.ops[op as usize].alternates;
        self.alternates[first as usize..first as usize + usize::from(count)].iter().map(|a| a.center)
    }

    fn move_to(&mut self, op: u32, center: u32) {
        let (first, count) = self.ops[op as usize].alternates;
        let all = &self.alternates[first as usize..first as usize + usize::from(count)];
        if let Some(&there) = all.iter().find(|a| a.center == center) {
            let node = &mut self.ops[op as usize];
            (node.center, node.run, node.setup) = (there.center, there.run, there.setup);
        }
    }

    fn key_of(&self, op: u32) -> OpKey {
        let node = &self.ops[op as usize];
        OpKey { job: self.job_key(node.job), operation: node.number }
    }
}
