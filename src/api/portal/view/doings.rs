//! What was said and asked about an order: the history of the promise, questions, changes, the survey, the papers.

use super::Teller;
use super::frame::{order_path, segment};
use crate::domain::change::ChangeStatus;
use crate::domain::portal::{AskedChange, History, Line, OrderPage, Question, QuestionKind, SurveyKind};
use crate::text::plan_labels::fill;
use crate::text::portal::change_status;
use serde::Serialize;

/// A promise that was made or moved.
#[derive(Serialize)]
pub(super) struct HistoryView {
    at: String,
    line: Option<String>,
    what: String,
    reason: Vec<String>,
}

/// A question with its answer.
#[derive(Serialize)]
pub(super) struct AskedView {
    kind: &'static str,
    at: String,
    text: Vec<String>,
    until: Option<String>,
    answered: String,
    answer: Vec<String>,
}

/// A change that was asked for.
#[derive(Serialize)]
pub(super) struct ChangeView {
    at: String,
    line: String,
    wish: String,
    open: bool,
    status: &'static str,
    estimate: String,
    fits: Option<&'static str>,
    reason: Vec<String>,
}

/// A question of the survey.
#[derive(Serialize)]
pub(super) struct SurveyView {
    name: &'static str,
    question: String,
    low: &'static str,
    high: &'static str,
    scores: Vec<i16>,
}

/// A document.
#[derive(Serialize)]
pub(super) struct PaperLink {
    name: String,
    href: String,
}

/// What was just done.
#[derive(Serialize)]
pub(super) struct SaidView {
    text: &'static str,
    until: Option<String>,
    change: Option<ChangeView>,
}

impl Teller {
    pub(super) fn history(&self, history: &[History], several: bool) -> Vec<HistoryView> {
        let told = |one: &History| HistoryView {
            at: one.at.map_or_else(|| self.words.before_us.to_owned(), |at| self.short(at.day(self.zone))),
            line: several.then(|| self.line_name(&one.line)),
            what: self.moved(one),
            reason: one.reason.as_deref().map(super::paragraphs).unwrap_or_default(),
        };
        history.iter().map(told).collect()
    }

    fn moved(&self, one: &History) -> String {
        let t = self.words;
        let said = |day: Option<_>| day.map(|day| self.short(day)).unwrap_or_default();
        let text = match (one.before, one.date) {
            (None, _) if one.at.is_none() => t.promised,
            (None, _) => t.first_said,
            (Some(_), None) => t.taken_back,
            (Some(before), Some(date)) if before < date => t.moved_later,
            (Some(before), Some(date)) if before > date => t.moved_sooner,
            (Some(_), Some(_)) => t.stayed,
        };
        fill(text, &[("before", &said(one.before)), ("day", &said(one.date))])
    }

    pub(super) fn asked(&self, one: &Question) -> AskedView {
        let t = self.words;
        let until = one.answer_by.filter(|_| one.answer.is_none());
        AskedView {
            kind: if one.kind == QuestionKind::Complaint { t.complaint } else { t.question },
            at: self.moment(one.at),
            text: super::paragraphs(&one.text),
            until: until.map(|at| self.with_time(t.answer_by, at)),
            answered: one.answered_at.map(|at| self.with_time(t.our_answer, at)).unwrap_or_default(),
            answer: one.answer.as_deref().map(super::paragraphs).unwrap_or_default(),
        }
    }

    pub(super) fn change(&self, one: &AskedChange, lines: &[Line]) -> ChangeView {
        let t = self.words;
        let number = one.line.split('.').next().unwrap_or_default();
        let unit = lines.iter().find(|line| line.line == number).map(|line| line.unit);
        let quantity = one.quantity.map(|quantity| match unit {
            Some(unit) => self.amount(quantity, unit),
            None => quantity.to_string(),
        });
        let wishes = [
            quantity.map(|quantity| fill(t.wish_quantity, &[("quantity", &quantity)])),
            one.date.map(|day| self.with_day(t.wish_date, day)),
            one.cancel.then(|| t.wish_cancel.to_owned()),
        ];
        let estimate = match one.estimate {
            Some(day) => fill(t.estimate_day, &[("day", &self.day(day))]),
            None => t.estimate_none.to_owned(),
        };
        let fits =
            one.estimate.is_some().then_some(if one.fits { t.estimate_fits } else { t.estimate_misses });
        ChangeView {
            at: self.moment(one.at),
            line: self.line_name(&one.line),
            wish: wishes.into_iter().flatten().collect::<Vec<_>>().join(self.comma()),
            open: one.status == ChangeStatus::Open && !one.cancel,
            status: change_status(one.status).get(self.lang),
            estimate,
            fits,
            reason: one.reason.as_deref().map(super::paragraphs).unwrap_or_default(),
        }
    }

    pub(super) fn survey(&self, kind: SurveyKind, company: &str) -> SurveyView {
        let t = self.words;
        let (question, low, high) = match kind {
            SurveyKind::Nps => (t.nps, t.nps_low, t.nps_high),
            SurveyKind::Csat => (t.csat, t.csat_low, t.csat_high),
            SurveyKind::Ces => (t.ces, t.ces_low, t.ces_high),
        };
        let (least, most) = kind.range();
        let question = fill(question, &[("company", company)]);
        SurveyView { name: kind.name(), question, low, high, scores: (least..=most).collect() }
    }

    /// The documents of an order: its confirmation, how it stands, and a slip for each dispatch note.
    pub(super) fn paper_links(&self, page: &OrderPage) -> Vec<PaperLink> {
        let t = self.words;
        let base = order_path(&page.number);
        let paper =
            |name: &str, part: &str| PaperLink { name: name.to_owned(), href: format!("{base}/{part}") };
        let mut papers = vec![paper(t.confirmation, "confirmation"), paper(t.status, "status")];
        let mut notes: Vec<&str> = Vec::new();
        for shipment in page.lines.iter().flat_map(|line| &line.shipments) {
            if !notes.contains(&shipment.note.as_str()) {
                notes.push(&shipment.note);
            }
        }
        papers.extend(notes.into_iter().map(|note| {
            paper(&fill(t.packing_slip, &[("note", note)]), &format!("packing-slip/{}", segment(note)))
        }));
        papers
    }

    /// What was just done, as `said` of the address names it; nothing for what nobody does.
    pub(super) fn said(&self, what: &str, page: &OrderPage) -> Option<SaidView> {
        let t = self.words;
        let text = match what {
            "question" => t.said_question,
            "complaint" => t.said_complaint,
            "change" => t.said_change,
            "milestone" => t.said_milestone,
            "follow" => t.said_follow,
            "survey" => t.said_survey,
            _ => return None,
        };
        let asked = matches!(what, "question" | "complaint").then(|| page.questions.first()).flatten();
        let until = asked.filter(|asked| asked.answer.is_none()).and_then(|asked| asked.answer_by);
        let change = (what == "change").then(|| page.changes.first()).flatten();
        Some(SaidView {
            text,
            until: until.map(|at| self.with_time(t.answer_by, at)),
            change: change.map(|change| self.change(change, &page.lines)),
        })
    }
}
