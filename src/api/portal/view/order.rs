//! The page of an order, and a row of the list of orders.

use super::Teller;
use super::doings::{AskedView, ChangeView, HistoryView, PaperLink, SaidView, SurveyView};
use super::frame::order_path;
use super::line::{ChangeableView, LineView};
use super::way::{MilestoneView, NeedView};
use crate::domain::portal::{Answer, AnswerKind, OrderPage};
use crate::domain::value::Day;
use crate::text::Lang;
use crate::text::plan_labels::fill;
use crate::text::portal::{Sentence, answer_sentence, odds, standing};
use serde::Serialize;

/// An answer as templates see it.
#[derive(Serialize)]
pub(super) struct AnswerView {
    sentence: Sentence,
    /// Which colour and sign it has: `good`, `moved`, `watch`, `yours`, `open`, `over`.
    tone: &'static str,
    word: &'static str,
}

/// The page as templates see it.
#[derive(Serialize)]
pub(in super::super) struct OrderView {
    title: String,
    names: Vec<String>,
    base: String,
    said: Option<SaidView>,
    answer: AnswerView,
    odds: Option<String>,
    because: Vec<String>,
    doing: Vec<String>,
    next: Option<String>,
    known: String,
    blind: Option<String>,
    needs: Vec<NeedView>,
    way: Vec<MilestoneView>,
    turn: Option<&'static str>,
    lines: Vec<LineView>,
    history: Vec<HistoryView>,
    questions: Vec<AskedView>,
    changes: Vec<ChangeView>,
    may_change: bool,
    changeable: Vec<ChangeableView>,
    first_day: String,
    survey: Vec<SurveyView>,
    survey_comment: bool,
    survey_done: bool,
    papers: Vec<PaperLink>,
    times: String,
}

/// An order in the list of orders, as templates see it.
#[derive(Serialize)]
pub(in super::super) struct ListedView {
    href: String,
    names: Vec<String>,
    answer: AnswerView,
    over: bool,
}

impl OrderView {
    /// What the page is called.
    pub(in super::super) fn title(&self) -> &str {
        &self.title
    }

    /// Its address.
    pub(in super::super) fn path(&self) -> &str {
        &self.base
    }
}

const fn tone(kind: AnswerKind) -> &'static str {
    match kind {
        AnswerKind::AsPromised | AnswerKind::Earlier | AnswerKind::Left | AnswerKind::Arrived => "good",
        AnswerKind::AtRisk | AnswerKind::Expected | AnswerKind::Overdue => "watch",
        AnswerKind::Later => "moved",
        AnswerKind::WaitsForYou => "yours",
        AnswerKind::Received | AnswerKind::Planned => "open",
        AnswerKind::Cancelled => "over",
    }
}

/// Whether the day that it names is the promise: odds are those of the promise.
const fn promised(kind: AnswerKind) -> bool {
    matches!(kind, AnswerKind::AsPromised | AnswerKind::Earlier | AnswerKind::Later | AnswerKind::AtRisk)
}

/// Whether nothing of it is still to come from us.
const fn over(kind: AnswerKind) -> bool {
    matches!(kind, AnswerKind::Cancelled | AnswerKind::Left | AnswerKind::Arrived)
}

impl Teller {
    pub(super) fn answer(&self, answer: &Answer, next: Option<Day>) -> AnswerView {
        AnswerView {
            sentence: answer_sentence(answer, self.today, next, self.lang),
            tone: tone(answer.kind),
            word: standing(answer.kind).get(self.lang),
        }
    }

    /// What an order is called: by the customer's own number first.
    pub(super) fn names(&self, number: &str, customer_order: Option<&str>) -> Vec<String> {
        let t = self.words;
        match customer_order.filter(|theirs| !theirs.trim().is_empty()) {
            Some(theirs) => {
                let ours = fill(t.our_number, &[("number", number)]);
                vec![fill(t.your_order, &[("number", theirs)]), ours]
            }
            None => vec![fill(t.order, &[("number", number)])],
        }
    }

    /// The page; `said` is what was just done.
    pub(in super::super) fn order(&self, page: &OrderPage, said: Option<&str>) -> OrderView {
        let t = self.words;
        let mut names = self.names(&page.number, page.customer_order.as_deref());
        let title = names.first().cloned().unwrap_or_default();
        names.extend(page.ordered.map(|day| self.with_day(t.ordered, day)));
        let several = page.lines.len() > 1;
        let next = page.next_update.filter(|day| *day >= self.today && !over(page.answer.kind));
        // The sentence says it already where there is no day.
        let next_said = next.filter(|_| page.answer.date.is_some());
        let survey = page.survey.iter().map(|kind| self.survey(*kind, &page.company.name)).collect();
        OrderView {
            title,
            names,
            base: order_path(&page.number),
            said: said.and_then(|what| self.said(what, page)),
            answer: self.answer(&page.answer, next),
            odds: odds(page.odds.filter(|_| promised(page.answer.kind)), page.odds_shown, self.lang),
            because: page.because.as_deref().map(super::paragraphs).unwrap_or_default(),
            doing: page.doing.as_deref().map(super::paragraphs).unwrap_or_default(),
            next: next_said.map(|day| fill(t.next, &[("day", &self.day(day))])),
            known: self.with_time(t.known, page.as_of),
            blind: page.blind_since.map(|at| self.with_time(t.blind, at)),
            needs: self.needs(page.waits_for.as_ref(), &page.milestones),
            way: self.way(&page.milestones),
            turn: self.turn(&page.milestones).filter(|_| page.answer.kind != AnswerKind::Cancelled),
            lines: page.lines.iter().map(|line| self.line(line, next)).collect(),
            history: self.history(&page.history, several),
            questions: page.questions.iter().map(|question| self.asked(question)).collect(),
            changes: page.changes.iter().map(|change| self.change(change, &page.lines)).collect(),
            may_change: page.may_change,
            changeable: self.changeable(&page.lines),
            first_day: self.today.to_string(),
            survey,
            survey_comment: page.survey_comment,
            survey_done: page.survey_done,
            papers: self.paper_links(page),
            times: fill(t.times, &[("zone", &self.zone())]),
        }
    }

    /// A row of the list of orders.
    pub(in super::super) fn listed(&self, number: &str, theirs: Option<&str>, answer: &Answer) -> ListedView {
        ListedView {
            href: order_path(number),
            names: self.names(number, theirs),
            answer: self.answer(answer, None),
            over: matches!(answer.kind, AnswerKind::Cancelled | AnswerKind::Arrived),
        }
    }

    /// What stands between two things that are told in a row.
    pub(super) fn comma(&self) -> &'static str {
        if self.lang == Lang::En { ", " } else { "，" }
    }
}
