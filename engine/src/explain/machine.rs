//! The wait in a queue: behind which work, and when the work centre was closed.

use super::walk::Walk;
use super::{Cause, Kind};
use crate::network::NONE;
use crate::time::Instant;

impl Walk<'_> {
    /// The time from `ready` to the cursor, when the operation waited for the machine that took it: what
    /// else the machine did, when it was closed, and when it was kept free.
    pub(super) fn queue(&mut self, op: u32, ready: i64) {
        let machine = self.plan.timeline.machine[op as usize];
        let network = &self.plan.network;
        let key = network.op_key(op);
        if machine == NONE {
            return self.wait_without_machine(op, ready);
        }
        let center = network.centers[network.machines[machine as usize].center as usize].code.clone();
        let calendar = &network.calendars.list[network.machines[machine as usize].calendar as usize];
        let mut opens: Vec<(i64, i64)> = calendar
            .intervals_between(Instant(ready), Instant(self.cursor))
            .map(|(a, b)| (a.0, b.0))
            .collect();
        opens.reverse();
        let others = &self.machines[machine as usize];
        let mut next = others.partition_point(|&o| self.plan.timeline.start[o as usize] < self.cursor);
        for (open, close) in opens {
            self.push(Kind::Closed, close, Cause::Closed(key.clone(), center.clone()));
            while self.cursor > open {
                let before = next.checked_sub(1).map(|place| others[place]);
                let Some(other) = before.filter(|&o| self.plan.timeline.end[o as usize] > open) else {
                    break;
                };
                let end = self.plan.timeline.end[other as usize].max(open);
                let start = self.plan.timeline.start[other as usize].max(open);
                self.push(Kind::Queue, end, Cause::Reserved(key.clone(), center.clone()));
                self.push(Kind::Queue, start, Cause::Behind(network.op_key(other), center.clone()));
                if self.plan.timeline.start[other as usize] < open {
                    break;
                }
                next -= 1;
            }
            self.push(Kind::Queue, open, Cause::Reserved(key.clone(), center.clone()));
        }
        self.push(Kind::Closed, ready, Cause::Closed(key, center));
    }

    /// Outside work waits for the day on which it leaves; other work for the plant to open.
    fn wait_without_machine(&mut self, op: u32, ready: i64) {
        let node = &self.plan.network.ops[op as usize];
        let kind = match node.mode {
            crate::network::Mode::Outside { .. } => Kind::Outside,
            _ => Kind::Closed,
        };
        let key = self.plan.network.op_key(op);
        self.push(kind, ready, Cause::Operation(key, self.plan.center_of(op).cloned()));
    }
}
