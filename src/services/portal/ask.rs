//! What customers say: questions and complaints, changes that they want, what they have done of what we wait for, what they
//! think of us. Each is written down by them, and nothing of the shop changes by it.

use super::access::{Visitor, order_of};
use crate::app::App;
use crate::domain::change::ChangeStatus;
use crate::domain::portal::{PortalPolicy, QuestionKind, SurveyKind, is_steering};
use crate::domain::refusal::{Refusal, common, portal as codes};
use crate::domain::role::Actor;
use crate::domain::sales::LineId;
use crate::domain::stage::Stage;
use crate::domain::value::{Amount, Day, Moment};
use crate::services::change::{self, ChangeRequestView, NewChangeRequest};
use crate::services::notices::by_link as actor;
use crate::services::sales::{line_id, policies};
use crate::services::{Commit, Tx, task};
use crate::store::portal::{self as rows, NewQuestion, Said, Survey};
use crate::store::sales::{self, SalesOrder};
use crate::store::{Db, Failure, Subject};
use crate::text::Lang;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;

/// What a form sent: names and texts, as they came.
pub type Form = BTreeMap<String, String>;

/// Longest text of a customer, in characters.
const LONGEST: usize = 2_000;
/// Questions of an order that wait for an answer, and changes that wait for a word, at most.
const MOST_OPEN: usize = 10;

/// A text of a form without what no text needs; nothing where it is empty.
fn text<'f>(form: &'f Form, name: &str) -> Option<&'f str> {
    form.get(name).map(|said| said.trim()).filter(|said| !said.is_empty())
}

/// A text that may have lines, as it is kept.
fn said(form: &Form, name: &str) -> Result<Option<String>, Refusal> {
    let Some(given) = text(form, name) else { return Ok(None) };
    let kept: String =
        given.replace("\r\n", "\n").chars().filter(|c| *c == '\n' || !is_steering(*c)).collect();
    expect_short(name, &kept)?;
    Ok(Some(kept).filter(|kept| !kept.trim().is_empty()))
}

/// Refuses a text that is longer than any of the portal may be.
pub(in crate::services) fn expect_short(field: &str, text: &str) -> Result<(), Refusal> {
    let length = text.chars().count();
    if length <= LONGEST {
        return Ok(());
    }
    let start: String = text.chars().take(20).collect();
    let refused = Refusal::at(codes::TEXT_TOO_LONG, field.to_owned(), format!("{start}…"));
    Err(refused.with("most", LONGEST).with("length", length))
}

fn required(form: &Form, name: &str) -> Result<String, Refusal> {
    said(form, name)?.ok_or_else(|| Refusal::at(common::REQUIRED, name.to_owned(), ""))
}

fn order(tx: &mut Tx<'_>, visitor: &Visitor) -> Result<(SalesOrder, PortalPolicy), Failure> {
    let policy = policies(&tx.plant).portal;
    Ok((order_of(tx.db, tx.plant.id, visitor)?, policy))
}

/// Writes a question or a complaint down; by when it is answered.
///
/// # Errors
///
/// It says nothing or too much, or too many wait for an answer.
pub fn question(app: &App, visitor: &Visitor, form: &Form, lang: Lang) -> Result<Moment, Failure> {
    let kind = match text(form, "kind") {
        Some("complaint") => QuestionKind::Complaint,
        _ => QuestionKind::Question,
    };
    let asked = required(form, "text")?;
    let outlook = app.planner.outlook();
    command(app, visitor, lang, move |tx, order, policy| {
        let open = rows::questions(tx.db, tx.plant.id, Some(&order.number), true, (0, MOST_OPEN as i64))?;
        if open.len() >= MOST_OPEN {
            return Err(Refusal::at(codes::TOO_MANY_OPEN, "text", "").with("most", MOST_OPEN).into());
        }
        let hours = match kind {
            QuestionKind::Question => policy.answer_hours,
            QuestionKind::Complaint => policy.complaint_hours,
        };
        let answer_by = task::due(&outlook, tx.now, Some(hours.into())).unwrap_or(tx.now);
        let row = NewQuestion {
            plant_id: tx.plant.id,
            order_no: order.number.clone(),
            kind,
            text: asked.clone(),
            asked_at: tx.now,
            answer_by,
            version: 1,
        };
        let id = rows::insert_question(tx.db, &row)?;
        let body = json!({ "question": id, "kind": kind, "answer_by": answer_by });
        tx.journal("question.asked", &[Subject::SalesOrder(order.number)], &body)?;
        Ok(answer_by)
    })
}

/// Runs a command of a visitor, as their customer.
pub(super) fn command<T: Send + 'static>(
    app: &App,
    visitor: &Visitor,
    lang: Lang,
    work: impl Fn(&mut Tx<'_>, SalesOrder, PortalPolicy) -> Result<T, Failure> + Send + Sync + 'static,
) -> Result<T, Failure> {
    let nobody = actor("", lang);
    let customer = app.ask(&nobody, |ask| Ok(order_of(ask.db, ask.plant.id, visitor)?.customer))?;
    let visitor = visitor.clone();
    app.command_blocking(&actor(&customer, lang), move |tx| {
        let (order, policy) = order(tx, &visitor)?;
        work(tx, order, policy)
    })
}

/// A line of the visitor's order, as a form names it: `10` or `10.2`.
fn line_of(visitor: &Visitor, form: &Form) -> Result<LineId, Refusal> {
    let named = text(form, "line").ok_or_else(|| Refusal::at(common::REQUIRED, "line", ""))?;
    Ok(line_id(&visitor.order, named))
}

/// Writes down what a customer wants changed, and weighs it at once. Blocks.
///
/// # Errors
///
/// The shop takes no changes here, or it is none.
pub fn change(app: &App, visitor: &Visitor, form: &Form, lang: Lang) -> Result<ChangeRequestView, Failure> {
    let nobody = actor("", lang);
    let (order, policy) = app.ask(&nobody, |ask| {
        let order = order_of(ask.db, ask.plant.id, visitor)?;
        expect_few_changes(ask.db, ask.plant.id, &order.number)?;
        Ok((order, policies(&ask.plant).portal))
    })?;
    if !policy.changes {
        return Err(Refusal::at(codes::CHANGES_OFF, "line", "").into());
    }
    let quantity = match text(form, "quantity") {
        None => None,
        Some(given) => {
            Some(given.parse::<Amount>().map_err(|_| Refusal::at(codes::NO_QUANTITY, "quantity", given))?)
        }
    };
    let date = match text(form, "date") {
        None => None,
        Some(given) => {
            let day = given.parse().ok().and_then(Day::new);
            Some(day.ok_or_else(|| Refusal::at(codes::NO_DAY, "date", given))?)
        }
    };
    let who = actor(&order.customer, lang);
    let body = NewChangeRequest {
        quantity,
        date,
        cancel: form.contains_key("cancel"),
        asked_by: order.customer,
        note: said(form, "note")?,
    };
    change::ask(app, &who, &Few(visitor.order.clone()), &line_of(visitor, form)?, &body)
}

/// Refuses a change where too many of the order wait for a word.
fn expect_few_changes(db: &mut Db, plant_id: i64, order: &str) -> Result<(), Failure> {
    let which = (Some(ChangeStatus::Open), Some(order));
    if sales::change_requests(db, plant_id, which, 0, MOST_OPEN as i64)?.len() < MOST_OPEN {
        return Ok(());
    }
    Err(Refusal::at(codes::TOO_MANY_OPEN, "line", "").with("most", MOST_OPEN).into())
}

/// Writes a change of this order down, unless others were written down while it was weighed.
struct Few(String);

impl Commit for Few {
    fn commit<T: Serialize + Send + 'static>(
        &self,
        app: &App,
        actor: &Actor,
        command: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
    ) -> Result<T, Failure> {
        let order = self.0.clone();
        app.command_blocking(actor, move |tx| {
            expect_few_changes(tx.db, tx.plant.id, &order)?;
            command(tx)
        })
    }
}

/// Writes down that a customer has done what we wait for. What that ends is decided by whoever looks after it.
///
/// # Errors
///
/// Nothing of this order waits for it.
pub fn milestone(app: &App, visitor: &Visitor, form: &Form, lang: Lang) -> Result<(), Failure> {
    let named = text(form, "hold").unwrap_or_default().to_owned();
    let note = said(form, "note")?;
    command(app, visitor, lang, move |tx, order, _| {
        let holds = sales::holds_of(tx.db, tx.plant.id, &order.number)?;
        let found = holds.into_iter().find(|hold| hold.id.to_string() == named && hold.milestone.is_some());
        let found = found.filter(|hold| hold.released.is_none());
        let hold = found.ok_or_else(|| Refusal::at(codes::NOTHING_WAITED_FOR, "hold", &named))?;
        // Whoever says the same again has said it.
        let before = rows::said_of(tx.db, &[hold.id])?.into_iter().next();
        if before.is_some_and(|before| note.is_none() || before.note == note) {
            return Ok(());
        }
        rows::put_said(tx.db, &Said { hold: hold.id, said_at: tx.now, note: note.clone() })?;
        let body = json!({ "hold": hold.id, "milestone": hold.milestone });
        tx.journal("hold.said", &[Subject::SalesOrder(order.number)], &body)?;
        Ok(())
    })
}

/// Writes down what a customer thinks of us, once.
///
/// # Errors
///
/// It is not asked, not yet or not any more; the first question has no score, or one that is none.
pub fn survey(app: &App, visitor: &Visitor, form: &Form, lang: Lang) -> Result<(), Failure> {
    let form = form.clone();
    let comment = said(&form, "comment")?;
    command(app, visitor, lang, move |tx, order, policy| {
        let asked = &policy.survey;
        if rows::survey(tx.db, tx.plant.id, &order.number)?.is_some() {
            return Err(Refusal::at(codes::SURVEY_OVER, "survey", "").into());
        }
        let lines = sales::lines_of(tx.db, tx.plant.id, &order.number)?;
        let wanted = || lines.iter().filter(|line| line.stage != Stage::Cancelled);
        let there = wanted().next().is_some() && wanted().all(|line| line.stage == Stage::Delivered);
        let since = wanted().map(|line| line.stage_since).max();
        let days = since.map(|since| (tx.today().date() - since.day(tx.zone()).date()).num_days());
        let over = days.is_some_and(|days| days > i64::from(asked.open_days));
        if asked.ask.is_empty() || !there || over {
            return Err(Refusal::at(codes::SURVEY_OVER, "survey", "").into());
        }
        let mut scores: BTreeMap<SurveyKind, i64> = BTreeMap::new();
        for (nth, kind) in asked.ask.iter().enumerate() {
            let (least, most) = kind.range();
            match text(&form, kind.name()) {
                None if nth == 0 => return Err(Refusal::at(common::REQUIRED, kind.name(), "").into()),
                None => {}
                Some(given) => {
                    let score = given.parse::<i16>().ok().filter(|score| (least..=most).contains(score));
                    let refused = || Refusal::at(codes::NO_SCORE, kind.name(), given);
                    let score = score.ok_or_else(|| refused().with("min", least).with("max", most))?;
                    scores.insert(*kind, score.into());
                }
            }
        }
        let first = asked.ask.first().and_then(|kind| scores.get(kind)).copied().unwrap_or_default();
        let score = |kind| scores.get(&kind).copied();
        let row = Survey {
            plant_id: tx.plant.id,
            order_no: order.number.clone(),
            nps: score(SurveyKind::Nps),
            csat: score(SurveyKind::Csat),
            ces: score(SurveyKind::Ces),
            comment: comment.clone().filter(|_| asked.comment),
            low: first <= i64::from(policy.low()),
            answered_at: tx.now,
            seen_at: None,
            seen_by: None,
        };
        rows::insert_survey(tx.db, &row)?;
        let body = json!({ "nps": row.nps, "csat": row.csat, "ces": row.ces, "low": row.low });
        tx.journal("survey.answered", &[Subject::SalesOrder(order.number)], &body)?;
        Ok(())
    })
}
