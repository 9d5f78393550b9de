//! The board: every open line with its dates, worst first, a page at a time; and how the promises stand.
//!
//! Where futures were played they say what is worst: the plan alone is one future in which everything takes its usual
//! time, and counts a promise as kept that most futures miss.

use super::{AsOf, Forecast, Outlook};
use crate::planning::odds::{Chance, Odds, OddsSummary, Standing};
use crate::planning::report::late_days;
use crate::text::Lang;
use holdfast_engine::model::LineKey;
use holdfast_engine::plan::LineDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which lines are asked for, and how many.
#[derive(Clone, Debug, Default)]
pub struct BoardAsk {
    /// Only this customer's.
    pub customer: Option<String>,
    /// Only this order's.
    pub order: Option<String>,
    /// Only lines whose promise is late as planned.
    pub late: bool,
    /// Only lines whose promise stands so.
    pub promise: Option<Wanted>,
    /// Lines to pass over.
    pub from: usize,
    /// Lines to answer with at most.
    pub limit: usize,
}

/// Lines that are asked for by how their promise stands. Until the first futures are played, a promise that is late as
/// planned counts as unlikely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Wanted {
    /// The promised day is over.
    Missed,
    /// Kept with a probability below one half.
    Unlikely,
    /// Kept with one half or more, and below their tier's probability.
    AtRisk,
    /// Kept with their tier's probability or a higher one.
    Likely,
    /// Without a promise.
    None,
}

/// A page of the board.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Board {
    /// As of when.
    pub as_of: AsOf,
    /// How all open lines stand.
    pub summary: Summary,
    /// How likely the promises are kept; nothing until the first futures are played.
    pub odds: Option<OddsSummary>,
    /// Lines: those without a date first, then the promises at risk, the least likely first, then the rest by ship date.
    /// Until the first futures are played the most late come first.
    pub items: Vec<Forecast>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// How the promises stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Summary {
    /// Open lines.
    pub lines: usize,
    /// Of these, with a promise.
    pub promised: usize,
    /// Of these, promised and late as planned.
    pub late: usize,
    /// Lines for which no date was found.
    pub undated: usize,
}

impl Wanted {
    /// Lines whose promises stand so.
    fn of(standing: Option<Standing>) -> Self {
        match standing {
            Some(Standing::Missed) => Self::Missed,
            Some(Standing::Unlikely) => Self::Unlikely,
            Some(Standing::AtRisk) => Self::AtRisk,
            Some(Standing::Likely) => Self::Likely,
            None => Self::None,
        }
    }
}

impl Outlook {
    /// How the promises stand.
    pub fn summary(&self) -> Summary {
        let lines = &self.plan.lines;
        Summary {
            lines: lines.len(),
            promised: lines.iter().filter(|line| line.due.is_some()).count(),
            late: lines.iter().filter(|line| line.is_late()).count(),
            undated: lines.iter().filter(|line| !line.is_dated()).count(),
        }
    }

    /// A page of the board, with the odds of its lines as far as `odds` know them.
    pub fn board(&self, ask: &BoardAsk, odds: Option<&Odds>, lang: Lang) -> Board {
        let mut rows: Vec<(Rank<'_>, &LineDate)> = self
            .plan
            .lines
            .iter()
            .filter_map(|line| {
                let chance = odds.and_then(|odds| odds.promise(self, line));
                let planned = || Standing::planned(line, self.shop.now);
                let standing = chance.map(|chance| chance.standing).or_else(planned);
                self.is_asked(line, standing, ask).then(|| (self.rank(line, chance), line))
            })
            .collect();
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        let end = ask.from.saturating_add(ask.limit);
        let next = (rows.len() > end).then(|| end.to_string());
        let page = rows.into_iter().skip(ask.from).take(ask.limit);
        let items = page.filter_map(|(_, line)| {
            let mut row = self.forecast(&line.key, lang)?;
            if let Some(odds) = odds {
                odds.add_to_line(&mut row);
            }
            Some(row)
        });
        let items = items.collect();
        let odds = odds.map(|odds| odds.summary_of(self));
        Board { as_of: self.as_of(), summary: self.summary(), odds, items, next }
    }

    fn is_asked(&self, line: &LineDate, standing: Option<Standing>, ask: &BoardAsk) -> bool {
        let sold = self.shop.lines.get(&line.key);
        let customer = |code: &String| sold.is_some_and(|sold| sold.customer.as_str() == code);
        ask.customer.as_ref().is_none_or(customer)
            && ask.order.as_ref().is_none_or(|order| line.key.order.as_str() == order)
            && (!ask.late || line.is_late())
            && ask.promise.is_none_or(|wanted| wanted == Wanted::of(standing))
    }

    /// Lines without a date first, then promises at risk by their odds, then the most late, then by ship date.
    fn rank<'l>(&self, line: &'l LineDate, chance: Option<Chance>) -> Rank<'l> {
        let basis = self.shop.lines.get(&line.key).map_or_else(Default::default, |sold| sold.basis);
        let late = late_days(line, basis, self.zone).filter(|days| *days > 0).unwrap_or(0);
        (line.is_dated(), chance.map_or(SAFE, risk), std::cmp::Reverse(late), line.ship.0, &line.key)
    }
}

/// The place of a promise that is likely kept, and of a line without one: behind all that are at risk.
const SAFE: u8 = 102;

/// The place of a promise by its odds, in whole percent: it shall not move for less.
fn risk(chance: Chance) -> u8 {
    match chance.standing {
        Standing::Missed => 0,
        Standing::Likely => SAFE,
        Standing::Unlikely | Standing::AtRisk => 1 + (chance.on_time * 100.0).round() as u8,
    }
}

type Rank<'l> = (bool, u8, std::cmp::Reverse<i64>, i64, &'l LineKey);
