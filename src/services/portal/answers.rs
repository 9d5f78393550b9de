//! What the house makes of what customers said: questions are answered, low scores are seen.

use super::ask::expect_short;
use crate::domain::refusal::{Refusal, common, portal as codes};
use crate::services::sales::unknown;
use crate::services::{Ask, Tx};
use crate::store::portal::{self as rows, Question, Survey};
use crate::store::{Failure, Subject};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

/// Answers to surveys that a list shows.
const MOST_SURVEYS: i64 = 200;

/// Which questions a list shows.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct QuestionsQuery {
    /// Only this order's.
    pub order: Option<String>,
    /// Answered ones as well.
    pub all: bool,
    /// `next` of the page before.
    pub cursor: Option<i64>,
    /// How many; 50 unless said, at most 200.
    pub limit: Option<i64>,
}

/// A page of questions.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CustomerQuestions)]
pub struct QuestionsPage {
    /// The questions, oldest first.
    pub items: Vec<Question>,
    /// Where the next page begins, if there is one.
    pub next: Option<i64>,
}

/// An answer to a customer.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = CustomerAnswer)]
pub struct AnswerBody {
    /// What the customer reads.
    pub answer: String,
}

/// Answers to surveys.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Surveys {
    /// The answers, newest first.
    pub items: Vec<Survey>,
    /// Nothing more follows.
    pub next: Option<i64>,
    /// Net Promoter Score of those that gave one: percent of 9 and 10 less percent of 0 to 6.
    pub nps: Option<i64>,
}

/// Questions of customers.
///
/// # Errors
///
/// What the database says.
pub fn questions(ask: &mut Ask<'_>, query: &QuestionsQuery) -> Result<QuestionsPage, Failure> {
    let limit = crate::services::sales::page_size(query.limit);
    let after = query.cursor.unwrap_or_default();
    let items =
        rows::questions(ask.db, ask.plant.id, query.order.as_deref(), !query.all, (after, limit + 1))?;
    let more = items.len() as i64 > limit;
    let items: Vec<Question> = items.into_iter().take(limit as usize).collect();
    let next = items.last().filter(|_| more).map(|last| last.id);
    Ok(QuestionsPage { items, next })
}

/// Answers a question. The customer reads it at their order.
///
/// # Errors
///
/// There is no such question, it was answered, or the answer says nothing.
pub fn answer_question(tx: &mut Tx<'_>, id: i64, body: &AnswerBody) -> Result<Question, Failure> {
    let found = rows::question(tx.db, tx.plant.id, id)?;
    let mut question = found.ok_or_else(|| unknown("question", "id", &id.to_string(), &[]))?;
    if question.answered_at.is_some() {
        return Err(Refusal::at(codes::QUESTION_ANSWERED, "id", id).into());
    }
    let answer = body.answer.trim();
    if answer.is_empty() {
        return Err(Refusal::at(common::REQUIRED, "answer", "").into());
    }
    expect_short("answer", answer)?;
    question.answer = Some(answer.to_owned());
    (question.answered_at, question.answered_by) = (Some(tx.now), Some(tx.actor.name.clone()));
    question.version += 1;
    rows::update_question(tx.db, &question)?;
    let order = question.order_no.clone();
    tx.journal("question.answered", &[Subject::SalesOrder(order)], &json!({ "question": id }))?;
    Ok(question)
}

/// What customers answered after delivery.
///
/// # Errors
///
/// What the database says.
pub fn surveys(ask: &mut Ask<'_>) -> Result<Surveys, Failure> {
    let items = rows::surveys(ask.db, ask.plant.id, MOST_SURVEYS)?;
    let scores: Vec<i64> = items.iter().filter_map(|row| row.nps).collect();
    let share = |of: &dyn Fn(i64) -> bool| scores.iter().filter(|score| of(**score)).count() as i64 * 100;
    let nps = (!scores.is_empty())
        .then(|| (share(&|score| score >= 9) - share(&|score| score <= 6)) / scores.len() as i64);
    Ok(Surveys { items, next: None, nps })
}

/// Takes note of a customer's answer: the alert about a low score ends by it.
///
/// # Errors
///
/// The order has none.
pub fn see_survey(tx: &mut Tx<'_>, order: &str) -> Result<Survey, Failure> {
    let found = rows::survey(tx.db, tx.plant.id, order)?;
    let mut survey = found.ok_or_else(|| unknown("survey", "number", order, &[]))?;
    if survey.seen_at.is_none() {
        (survey.seen_at, survey.seen_by) = (Some(tx.now), Some(tx.actor.name.clone()));
        rows::put_survey(tx.db, &survey)?;
        tx.journal("survey.seen", &[Subject::SalesOrder(order.to_owned())], &json!({ "order": order }))?;
    }
    Ok(survey)
}
