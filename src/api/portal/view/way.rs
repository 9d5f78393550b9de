//! The way of an order or a line: its milestones as a customer reads them, and whose turn it is.

use super::Teller;
use crate::domain::portal::{Milestone, MilestoneKind, Stands, Whose};
use crate::domain::value::Day;
use crate::text::Lang;
use crate::text::plan_labels::fill;
use crate::text::portal::{customers_deed, milestone, whose};
use serde::Serialize;

/// A milestone as templates see it.
#[derive(Serialize)]
pub(super) struct MilestoneView {
    stands: Stands,
    name: String,
    when: String,
    whose: &'static str,
    percent: Option<u8>,
    made: String,
}

/// Whose turn a milestone is: what the customer has told us of is ours to look at.
fn turn(one: &Milestone) -> Whose {
    let told = one.deed.as_ref().is_some_and(|deed| deed.said.is_some());
    if one.whose == Whose::Yours && told { Whose::Ours } else { one.whose }
}

/// Something that the customer is asked to do.
#[derive(Serialize)]
pub(super) struct NeedView {
    hold: Option<i64>,
    name: String,
    by: String,
    said: Option<String>,
}

impl Teller {
    pub(super) fn way(&self, milestones: &[Milestone]) -> Vec<MilestoneView> {
        milestones.iter().map(|milestone| self.milestone(milestone)).collect()
    }

    /// The way in lines of text, for papers.
    pub(in super::super) fn way_told(&self, milestones: &[Milestone]) -> Vec<String> {
        let separator = if self.lang == Lang::En { ": " } else { "：" };
        let told = |one: &Milestone| format!("{}{separator}{}", self.milestone_name(one), self.when(one));
        milestones.iter().map(told).collect()
    }

    fn milestone(&self, one: &Milestone) -> MilestoneView {
        let making = one.kind == MilestoneKind::Production && one.stands != Stands::Done;
        let percent = one.percent.filter(|_| making).map(|percent| percent.min(100));
        let percent_said = percent.map(|percent| fill(self.words.percent, &[("n", &percent.to_string())]));
        let pieces = one.pieces.filter(|_| making).map(|(done, of, unit)| {
            let (done, of) = (done.to_string(), self.amount(of, unit));
            fill(self.words.pieces, &[("done", &done), ("of", &of)])
        });
        let made: Vec<String> = percent_said.into_iter().chain(pieces).collect();
        MilestoneView {
            stands: one.stands,
            name: self.milestone_name(one),
            when: self.when(one),
            whose: whose(turn(one)).get(self.lang),
            percent,
            made: made.join(self.comma()),
        }
    }

    fn milestone_name(&self, one: &Milestone) -> String {
        match one.what.as_deref().filter(|what| !what.trim().is_empty()) {
            Some(what) => customers_deed(what, self.lang),
            None => milestone(one.kind).get(self.lang).to_owned(),
        }
    }

    /// When it was, or is expected.
    fn when(&self, one: &Milestone) -> String {
        let (t, theirs) = (self.words, one.whose == Whose::Yours);
        let said = |dated: &str, bare: &str, day: Option<Day>| match day {
            Some(day) => self.with_day(dated, day),
            None => bare.to_owned(),
        };
        let told = one.deed.as_ref().and_then(|deed| deed.said).filter(|_| one.stands != Stands::Done);
        if let Some(at) = told {
            return self.with_day(t.told_on, at.day(self.zone));
        }
        match one.stands {
            Stands::Done => self.done(one),
            Stands::Now if theirs => said(t.needed_by, t.now, one.expected),
            Stands::Now => said(t.now_by, t.now, one.expected),
            Stands::Ahead if theirs => said(t.needed_by, t.ahead, one.expected),
            Stands::Ahead => said(t.ahead_by, t.ahead, one.expected),
            Stands::Late if theirs => said(t.late_needed, t.late, one.expected),
            Stands::Late => said(t.late_by, t.late, one.expected.filter(|day| *day >= self.today)),
        }
    }

    /// When it was, beside the day that was promised for it.
    fn done(&self, one: &Milestone) -> String {
        let t = self.words;
        let Some(real) = one.real.filter(|day| *day <= self.today) else { return t.done.to_owned() };
        match one.expected.filter(|_| one.whose != Whose::Yours) {
            Some(promised) => {
                fill(t.done_promised, &[("day", &self.day(real)), ("promised", &self.day(promised))])
            }
            None => self.with_day(t.done_on, real),
        }
    }

    /// Whose turn it is: that of the first milestone that is worked on.
    pub(super) fn turn(&self, milestones: &[Milestone]) -> Option<&'static str> {
        let open = |one: &&Milestone| matches!(one.stands, Stands::Now | Stands::Late);
        Some(match milestones.iter().filter(open).map(turn).min_by_key(|whose| *whose != Whose::Yours)? {
            Whose::Ours => self.words.turn_ours,
            Whose::Yours => self.words.turn_yours,
            Whose::Carrier => self.words.turn_carrier,
        })
    }

    /// What the customer is asked to do: what the order waits for, and what can be done here besides, each once.
    pub(super) fn needs(&self, first: Option<&Milestone>, milestones: &[Milestone]) -> Vec<NeedView> {
        let hold = |one: &Milestone| one.deed.as_ref().map(|deed| deed.hold);
        let others = milestones.iter().filter(|one| {
            one.stands != Stands::Done
                && hold(one).is_some()
                && first.is_none_or(|first| hold(first) != hold(one))
        });
        first.into_iter().chain(others).map(|one| self.need(one)).collect()
    }

    fn need(&self, one: &Milestone) -> NeedView {
        let by = one.expected.filter(|day| *day >= self.today);
        let by = by.map(|day| fill(self.words.need_by, &[("day", &self.day(day))]));
        let said = one.deed.as_ref().and_then(|deed| deed.said);
        NeedView {
            hold: one.deed.as_ref().map(|deed| deed.hold),
            name: self.milestone_name(one),
            by: by.unwrap_or_else(|| self.words.need_open.to_owned()),
            said: said.map(|at| self.with_time(self.words.need_said, at)),
        }
    }
}
