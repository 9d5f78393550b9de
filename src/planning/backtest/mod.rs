//! Walking forward over a past that was recorded: each order that came is quoted on the morning of its day with what
//! was known then, and the dates are held against the day on which it really left.
//!
//! Owns what counts as known, which orders are asked about, and what is needed for it to say anything. Reads nothing
//! but a document and stores nothing. docs/accuracy.md says what is supposed where the record is silent.

mod history;
mod quoting;
mod result;
mod standing;

pub use result::{Backtest, PercentileKept, Told};

use crate::document::ShopDocument;
use crate::domain::policy::Policies;
use crate::domain::refusal::{Refusal, common, report};
use crate::domain::value::Day;
use chrono::{Days, NaiveDate};
use history::{History, SoldLine};
use quoting::Quoting;
use result::Tested;
use serde::{Deserialize, Serialize};
use standing::Standing;

/// Days of record that must lie before the first order that is asked about: what is learned from.
pub const LEARN_DAYS: u64 = 60;
/// Order lines that must have been asked about and be decided.
pub const FEWEST_LINES: usize = 20;
/// Operations that must have ended before the first order that is asked about.
pub const FEWEST_OPERATIONS: usize = 30;

/// What is supposed of bought material, of which no record tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Materials {
    /// It lies there, as in a shop that keeps what it needs.
    #[default]
    AtHand,
    /// It is ordered with each order and comes after its lead time.
    Ordered,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day of orders that are asked about; sixty days after the record begins unless said.
    pub from: Option<Day>,
    /// Last day of them; the last of the record unless said.
    pub to: Option<Day>,
    /// What the futures' luck follows from.
    pub seed: u64,
    /// How many futures, 50 to 2,000.
    pub futures: u32,
    /// What is supposed of bought material.
    pub materials: Materials,
}

/// Walks over the past of `document`. `today` is the plant's: what it has not decided is not judged; the record's own
/// last day counts where that is earlier. `tell` hears after each line how many are done, of how many, and the day on which
/// that one came: each is learned, planned and played for anew.
///
/// # Errors
///
/// The period ends before it begins; there is too little record before it or in it.
pub fn backtest(
    document: &ShopDocument,
    policies: &Policies,
    period: Period,
    today: Day,
    tell: &mut dyn FnMut(usize, usize, NaiveDate),
) -> Result<Backtest, Refusal> {
    let history = History::of(document);
    let span = span(&history, period, today)?;
    let standing = Standing::new(document, &history, period.materials);
    let mut quoting = Quoting::new(&history, &standing, policies, period);
    let mut tested = Vec::new();
    let mut unquotable = 0;
    let asked: Vec<_> =
        history.lines.iter().enumerate().filter(|(_, line)| span.covers(line.ordered)).collect();
    let (mut judged, mut left) = (0, decidable(&history, &span));
    for (done, &(index, line)) in (1..).zip(&asked) {
        left -= usize::from(span.may_be_decided(line.ordered));
        match quoting.quote(index) {
            Some(given) => {
                judged += usize::from(given.recommended < span.today);
                tested.push(Tested { index, given });
            }
            None => unquotable += 1,
        }
        // Nobody waits for a walk that can come to nothing.
        if judged + left < FEWEST_LINES {
            return Err(too_little(&history, &span, judged + left));
        }
        tell(done, asked.len(), line.ordered);
    }
    Ok(result::result(&history, &quoting, period, &span, (tested, unquotable)))
}

/// The days that a walk goes over.
#[derive(Clone, Copy, Debug)]
struct Span {
    from: Day,
    to: Day,
    /// The day as of which outcomes are judged.
    today: Day,
    /// Days that nine in ten of the lines on record took at least: what was ordered later is not taken to be decided.
    least_lead: u64,
}

impl Span {
    /// Whether an order of that day is asked about.
    fn covers(&self, ordered: NaiveDate) -> bool {
        (self.from.date()..=self.to.date()).contains(&ordered)
    }

    /// Whether what was ordered on that day may have met its recommended date by now.
    fn may_be_decided(&self, ordered: NaiveDate) -> bool {
        ordered + Days::new(self.least_lead) < self.today.date()
    }
}

fn span(history: &History, period: Period, today: Day) -> Result<Span, Refusal> {
    let later = |date: NaiveDate, days: u64| Day::new(date + Days::new(days)).unwrap_or(today);
    let Some((first, last)) = history.first.zip(history.last) else {
        return Err(too_little(history, &Span { from: today, to: today, today, least_lead: 0 }, 0));
    };
    let from = period.from.unwrap_or_else(|| later(first, LEARN_DAYS));
    let to = period.to.unwrap_or_else(|| later(last, 0));
    let span = Span { from, to, today: today.min(later(last, 1)), least_lead: least_lead(history) };
    if from > to && (period.from.is_some() || period.to.is_some()) {
        let (en, zh) = (format!("it comes after the last day, {to}"), format!("晚于最后一天 {to}"));
        return Err(Refusal::at(common::INVALID_VALUE, "from", from).with_words("reason", en, zh));
    }
    let decidable = decidable(history, &span);
    let enough = from >= later(first, LEARN_DAYS) && ended(history, from) >= FEWEST_OPERATIONS;
    if enough && decidable >= FEWEST_LINES { Ok(span) } else { Err(too_little(history, &span, decidable)) }
}

/// Lines that are asked about and may be decided, as far as can be told without asking.
fn decidable(history: &History, span: &Span) -> usize {
    let lines = history.lines.iter().map(|line| line.ordered);
    lines.filter(|ordered| span.covers(*ordered) && span.may_be_decided(*ordered)).count()
}

/// Days from the order to the last shipment that nine in ten of the lines on record took at least.
fn least_lead(history: &History) -> u64 {
    let lead = |line: &SoldLine| u64::try_from((line.complete? - line.ordered).num_days()).ok();
    let mut leads: Vec<u64> = history.lines.iter().filter_map(lead).collect();
    leads.sort_unstable();
    leads.get(leads.len() / 10).copied().unwrap_or(0)
}

/// Operations that had ended before a day.
fn ended(history: &History, day: Day) -> usize {
    let runs = history.made.values().flat_map(|made| &made.runs);
    runs.filter(|run| run.finished.is_some_and(|finished| finished.date() < day.date())).count()
}

fn too_little(history: &History, span: &Span, lines: usize) -> Refusal {
    let days = history.first.map_or(0, |first| (span.from.date() - first).num_days().max(0));
    Refusal::at(report::TOO_LITTLE_HISTORY, "from", span.from)
        .with("days", days)
        .with("operations", ended(history, span.from))
        .with("lines", lines)
        .with("least_days", LEARN_DAYS)
        .with("least_operations", FEWEST_OPERATIONS)
        .with("least_lines", FEWEST_LINES)
}
