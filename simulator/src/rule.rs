//! Sequences that can be told by a rule: the policy of a floor without a server, and of every imagined future.

use crate::chance::{Dice, Luck};
use crate::order::{Answer, Job, Order};
use crate::shop::{Happening, Policy, Shop};
use crate::world::Sequence;
use std::convert::Infallible;
use std::sync::Arc;

/// So many past orders are looked at for one that is like a new one.
const ALIKE: usize = 12;

/// Which work is taken first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The nearest promise.
    Promise,
    /// The nearest promise less the planned work that is left.
    Protected,
    /// What was entered first.
    Entry,
    /// What came to the station first.
    Queue,
}

impl Rule {
    /// The rule that comes nearest to what a floor does. A floor that follows a server's lists is taken to protect
    /// promises, which is what the server says that they do.
    pub fn of(sequence: Sequence) -> Self {
        match sequence {
            Sequence::List => Self::Protected,
            Sequence::Entry => Self::Entry,
            Sequence::Queue => Self::Queue,
        }
    }

    /// Whether an order's own promise changes when it is worked on.
    pub fn heeds_promises(self) -> bool {
        matches!(self, Self::Promise | Self::Protected)
    }

    /// The place in `waiting` of what is taken first; the order that came first among equals.
    pub fn first(self, shop: &Shop, waiting: &[usize]) -> usize {
        let key = |job: &Job| match self {
            Self::Promise => job.promise,
            Self::Protected => job.promise - job.order.work_from(job.next),
            Self::Entry => job.order.asked,
            Self::Queue => job.queued,
        };
        let mut best = (f64::INFINITY, u64::MAX, 0);
        for (place, slot) in waiting.iter().enumerate() {
            if let Some(job) = shop.job(*slot) {
                let (key, number) = (key(job), job.order.number);
                if key < best.0 || (key <= best.0 && number < best.1) {
                    best = (key, number, place);
                }
            }
        }
        best.2
    }
}

/// A floor that follows a rule, whose orders are promised as the last ones were.
pub struct ByRule {
    /// The rule.
    pub rule: Rule,
    /// What future promises are drawn with.
    pub dice: Dice,
    /// What is promised: so many times the planned work; absent: what an order like it was promised before.
    pub habit: Option<f64>,
}

impl ByRule {
    /// Hours that one of the last orders got: the one most like this order of a few that chance names. Nothing if
    /// there were none.
    fn as_before(&self, shop: &Shop, order: &Order) -> Option<f64> {
        let past = shop.allowances();
        let mut luck = self.dice.throw(Luck::Patience, [order.number, 1]);
        let unlike = |work: f64| (work - order.work_from(0)).abs();
        let named = (0..ALIKE).filter_map(|_| past.get(luck.below(past.len())));
        named.min_by(|one, other| unlike(one.work).total_cmp(&unlike(other.work))).map(|like| like.hours)
    }
}

impl Policy for ByRule {
    type Stop = Infallible;

    fn ask(&mut self, shop: &Shop, order: &Arc<Order>) -> Result<Option<Answer>, Infallible> {
        let work = order.work_from(0);
        let allowance = match self.habit {
            Some(times) => times * work / shop.hours().share(),
            None => self.as_before(shop, order).unwrap_or(4.0 * work),
        };
        Ok(Some(Answer::promise(shop.now() + allowance)))
    }

    fn choose(&mut self, shop: &Shop, _: usize, waiting: &[usize]) -> Result<usize, Infallible> {
        Ok(self.rule.first(shop, waiting))
    }

    fn see(&mut self, _: &Shop, _: &Happening) -> Result<(), Infallible> {
        Ok(())
    }
}
