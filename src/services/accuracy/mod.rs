//! The report on how true promises were: which lines, by whom they are grouped, and what they come to.
//!
//! Read in portions: of a line only a few numbers are kept, and those only where the simple rules need them. What each
//! figure means is docs/accuracy.md's.

mod before;
mod making;

use super::Ask;
use crate::domain::accuracy::{
    AccuracyFigures, Baselines, Case, Compared, Comparison, Entered, Judged, Outcome, Queue, ReliabilityBin,
    Tally, compare, judged,
};
use crate::domain::refusal::{Refusal, common};
use crate::domain::value::{Amount, Day, Moment};
use crate::planning::became::{Became, shifted};
use crate::store::Failure;
use crate::store::accuracy::{PastLine, Portion, portion_after};
use before::Before;
use chrono::{Datelike, Months};
use chrono_tz::Tz;
use making::Making;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// Months that are shown unless said otherwise, the one that is not over yet among them.
const MONTHS: u32 = 12;
/// So long before the first day the simple rules begin to learn.
const LEARN_DAYS: u64 = 366;

/// What lines are grouped by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GroupBy {
    /// The month of the judged promise.
    #[default]
    Month,
    /// Who ordered.
    Customer,
    /// The item's group.
    Group,
    /// The work centre of the item's own routing with the most planned minutes for the line.
    WorkCenter,
}

/// Which promises, and how they are grouped.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct AccuracyQuery {
    /// First promised day; the first of the month eleven months before `to` unless said.
    pub from: Option<Day>,
    /// Last promised day; yesterday unless said, because today's are not decided yet.
    pub to: Option<Day>,
    /// By what they are grouped; by month unless said.
    #[param(inline)]
    pub by: Option<GroupBy>,
}

/// How true promises were.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PromiseAccuracy {
    /// Plant time: what is not complete by now is open.
    pub as_of: Moment,
    /// First judged day.
    pub from: Day,
    /// Last judged day.
    pub to: Day,
    /// What `groups` are.
    pub by: GroupBy,
    /// All lines.
    pub total: AccuracyFigures,
    /// Whether the chances that were recorded with promises were true, by chance.
    pub reliability: Vec<ReliabilityBin>,
    /// Our promises beside simple rules; nothing where too few lines are complete.
    pub baselines: Option<Baselines>,
    /// Closed lines that count nowhere, because no day is recorded on which they left.
    pub undated: u64,
    /// Where sales give their own dates: the days that we noted and those that were promised, on the same lines.
    pub shadow: Option<Compared>,
    /// The groups, by key, with what belongs to none last.
    pub groups: Vec<AccuracyGroup>,
    /// The same span before this system was there, by the imported record of shipments; nothing if it has no promise
    /// of these days. Counted in nothing else here.
    pub before: Option<AccuracyBefore>,
}

/// What was promised and shipped before this system was there. Nobody recorded whether those promises had been moved
/// and how much was ordered, nor told their odds: `current`, `otif` and `coverage` are empty.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AccuracyBefore {
    /// How true those promises were.
    #[serde(flatten)]
    pub figures: AccuracyFigures,
    /// The groups, as those of the report.
    pub groups: Vec<AccuracyGroup>,
}

/// Lines that have something in common.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AccuracyGroup {
    /// The month as `2026-03`, or the code; nothing for lines without.
    pub key: Option<String>,
    /// How true their promises were.
    #[serde(flatten)]
    pub figures: AccuracyFigures,
}

/// How true the promises were whose days fall into the asked span.
///
/// # Errors
///
/// The span ends before it begins; what the database says.
pub fn promise_accuracy(ask: &mut Ask<'_>, query: &AccuracyQuery) -> Result<PromiseAccuracy, Failure> {
    let today = ask.today();
    let (from, to) = span(query, today)?;
    let mut reading = Reading {
        zone: ask.zone(),
        today,
        from,
        to,
        by: query.by.unwrap_or_default(),
        learn_from: shifted(from, -(LEARN_DAYS as i64)),
        became: Became::new(ask.db, ask.zone())?,
        making: Making::default(),
        total: Tally::default(),
        groups: BTreeMap::new(),
        before: Before::default(),
        shadow: Comparison::default(),
        queue: Queue::default(),
        complete: Vec::new(),
        undated: 0,
    };
    let mut after = String::new();
    while let Some(portion) = portion_after(ask.db, ask.plant.id, &after)? {
        let wanted = portion.lines.iter().map(|(line, ..)| line.item.clone()).collect();
        reading.making.learn(ask.db, wanted)?;
        reading.take(&portion);
        after = portion.last;
    }
    reading.read_before(ask)?;
    Ok(reading.report(ask.now))
}

/// The first and the last day that are asked for.
fn span(query: &AccuracyQuery, today: Day) -> Result<(Day, Day), Refusal> {
    let to = query.to.unwrap_or_else(|| shifted(today, -1));
    let first = to.date().with_day(1).and_then(|day| day.checked_sub_months(Months::new(MONTHS - 1)));
    let from = query.from.or_else(|| first.and_then(Day::new)).unwrap_or(to);
    if from > to {
        let (en, zh) = (format!("it comes after the last day, {to}"), format!("晚于最后一天 {to}"));
        return Err(Refusal::at(common::INVALID_VALUE, "from", from).with_words("reason", en, zh));
    }
    Ok((from, to))
}

/// What has been read so far.
struct Reading {
    zone: Tz,
    today: Day,
    from: Day,
    to: Day,
    by: GroupBy,
    /// Lines that were complete before count nowhere.
    learn_from: Day,
    became: Became,
    making: Making,
    total: Tally,
    groups: BTreeMap<Option<String>, Tally>,
    before: Before,
    shadow: Comparison,
    queue: Queue,
    complete: Vec<Entered>,
    undated: u64,
}

impl Reading {
    fn take(&mut self, portion: &Portion) {
        for (line, customer, entered_at) in &portion.lines {
            let promises = portion.promises.get(&line.id()).map_or(&[][..], Vec::as_slice);
            let ordered = line.order_date.unwrap_or_else(|| entered_at.day(self.zone));
            let judged = judged(&self.became.said(promises))
                .filter(|judged| (self.from..=self.to).contains(&judged.day));
            let Some(outcome) = self.became.outcome(portion, line, customer) else {
                self.undated += u64::from(judged.is_some());
                continue;
            };
            self.remember(line, ordered, outcome, judged);
            let Some(judged) = judged else { continue };
            let case = Case { judged, ordered, outcome };
            self.total.add(&case, self.today);
            if let Some(ours) = case.as_ours() {
                self.shadow.add(&ours, &case, self.today);
            }
            let key = self.key(Some(&line.item), line.quantity, Some(customer), judged.day);
            self.groups.entry(key).or_default().add(&case, self.today);
        }
    }

    /// Keeps what the simple rules need.
    fn remember(&mut self, line: &PastLine, ordered: Day, outcome: Outcome, judged: Option<Judged>) {
        match outcome {
            Outcome::Open => self.queue.add(ordered, None),
            Outcome::Complete { on, .. } if on >= self.learn_from => {
                self.queue.add(ordered, Some(on));
                let work = self.making.work(&line.item, line.quantity);
                let promised = judged.map(|judged| (judged.on.unwrap_or(ordered), judged.day));
                self.complete.push(Entered { ordered, complete: on, work, promised });
            }
            Outcome::Complete { .. } | Outcome::GivenUp => {}
        }
    }

    fn key(&self, item: Option<&str>, quantity: Amount, customer: Option<&str>, day: Day) -> Option<String> {
        match self.by {
            GroupBy::Month => Some(day.date().format("%Y-%m").to_string()),
            GroupBy::Customer => customer.map(str::to_owned),
            GroupBy::Group => self.making.group(item?).map(str::to_owned),
            GroupBy::WorkCenter => self.making.busiest(item?, quantity).map(str::to_owned),
        }
    }

    fn report(self, as_of: Moment) -> PromiseAccuracy {
        PromiseAccuracy {
            as_of,
            from: self.from,
            to: self.to,
            by: self.by,
            total: self.total.figures(),
            reliability: self.total.reliability(),
            baselines: compare(&self.complete, self.queue),
            undated: self.undated,
            shadow: self.shadow.figures(),
            groups: grouped(self.groups),
            before: self.before.figures(),
        }
    }
}

/// The groups in which something was counted, by key, with what belongs to none last.
fn grouped(groups: BTreeMap<Option<String>, Tally>) -> Vec<AccuracyGroup> {
    let counted = groups.into_iter().filter(|(_, tally)| tally.lines() > 0);
    let group = |(key, tally): (Option<String>, Tally)| AccuracyGroup { key, figures: tally.figures() };
    let mut groups: Vec<AccuracyGroup> = counted.map(group).collect();
    groups.sort_by_key(|group| group.key.is_none());
    groups
}
