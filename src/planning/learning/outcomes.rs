//! How often promises were kept that were recorded with odds.
//!
//! A promise counts once its day is over, whether it was kept early or is still open: of days to come only the kept ones
//! are known. What the customer gave up says nothing of the odds.

use super::Desk;
use crate::domain::accuracy::{Case, Outcome as End, judged};
use crate::planning::became::Became;
use crate::store::accuracy::{Portion, portion_after};
use crate::store::{Db, Failure};
use holdfast_engine::learn::Outcome;
use holdfast_engine::model::Code;

/// Most promises that are learned from.
const MOST: usize = 200_000;

impl Desk<'_> {
    /// Reads all promises that are decided.
    pub(super) fn read_outcomes(&mut self, db: &mut Db) -> Result<(), Failure> {
        let became = Became::new(db, self.shop.zone)?;
        let mut after = String::new();
        while self.records.outcomes.len() < MOST {
            let Some(portion) = portion_after(db, self.plant_id, &after)? else { break };
            self.add_outcomes(&became, &portion);
            after = portion.last;
        }
        Ok(())
    }

    fn add_outcomes(&mut self, became: &Became, portion: &Portion) {
        let (today, first) = (self.now.day(self.shop.zone), self.first_day());
        for (line, customer, entered_at) in &portion.lines {
            let Some(promises) = portion.promises.get(&line.id()) else { continue };
            let Some(judged) = judged(&became.said(promises)) else { continue };
            let Some(share) = judged.share.filter(|_| judged.day >= first && judged.day < today) else {
                continue;
            };
            let Some(outcome) = became.outcome(portion, line, customer).filter(|end| *end != End::GivenUp)
            else {
                continue;
            };
            let ordered = line.order_date.unwrap_or_else(|| entered_at.day(self.shop.zone));
            let Some(kept) = (Case { judged, ordered, outcome }).kept(judged.day, today) else { continue };
            let item = self.shop.items.get(line.item.as_str());
            self.records.outcomes.push(Outcome {
                document: Code::from(line.id().to_string()),
                group: item.and_then(|item| item.group.clone()),
                share,
                at: self.day(judged.day),
                kept,
            });
        }
    }
}
