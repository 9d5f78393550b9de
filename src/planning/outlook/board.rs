//! The board: every open line with its dates, worst first, a page at a time; and how the promises stand.

use super::{AsOf, Forecast, Outlook};
use crate::planning::odds::OddsSummary;
use crate::planning::report::late_days;
use crate::text::Lang;
use holdfast_engine::model::LineKey;
use holdfast_engine::plan::LineDate;
use serde::Serialize;
use utoipa::ToSchema;

/// Which lines are asked for, and how many.
#[derive(Clone, Debug, Default)]
pub struct BoardAsk {
    /// Only this customer's.
    pub customer: Option<String>,
    /// Only this order's.
    pub order: Option<String>,
    /// Only lines whose promise is missed.
    pub late: bool,
    /// Lines to pass over.
    pub from: usize,
    /// Lines to answer with at most.
    pub limit: usize,
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
    /// Lines, most late first; then by ship date.
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

    /// A page of the board.
    pub fn board(&self, ask: &BoardAsk, lang: Lang) -> Board {
        let mut rows: Vec<(Rank<'_>, &LineDate)> = self
            .plan
            .lines
            .iter()
            .filter(|line| self.is_asked(line, ask))
            .map(|l| (self.rank(l), l))
            .collect();
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        let end = ask.from.saturating_add(ask.limit);
        let next = (rows.len() > end).then(|| end.to_string());
        let page = rows.into_iter().skip(ask.from).take(ask.limit);
        let items = page.filter_map(|(_, line)| self.forecast(&line.key, lang)).collect();
        Board { as_of: self.as_of(), summary: self.summary(), odds: None, items, next }
    }

    fn is_asked(&self, line: &LineDate, ask: &BoardAsk) -> bool {
        let sold = self.shop.lines.get(&line.key);
        let customer = |code: &String| sold.is_some_and(|sold| sold.customer.as_str() == code);
        ask.customer.as_ref().is_none_or(customer)
            && ask.order.as_ref().is_none_or(|order| line.key.order.as_str() == order)
            && (!ask.late || line.is_late())
    }

    /// Lines without a date first, then the most late, then by ship date.
    fn rank<'l>(&self, line: &'l LineDate) -> Rank<'l> {
        let basis = self.shop.lines.get(&line.key).map_or_else(Default::default, |sold| sold.basis);
        let late = late_days(line, basis, self.zone).filter(|days| *days > 0).unwrap_or(0);
        (line.is_dated(), std::cmp::Reverse(late), line.ship.0, &line.key)
    }
}

type Rank<'l> = (bool, std::cmp::Reverse<i64>, i64, &'l LineKey);
