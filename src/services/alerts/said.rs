//! What rules look at of what customers say: questions and complaints that wait for an answer, and what they think of us once
//! all of it has arrived.

use super::found::Found;
use super::others::{found, hours};
use crate::domain::policy::Policies;
use crate::domain::portal::{PortalPolicy, QuestionKind};
use crate::domain::rule::{About, Words};
use crate::domain::stage::Stage;
use crate::domain::value::{Day, Moment};
use crate::planning::outlook::Outlook;
use crate::store::portal::{self as rows, Question, Survey};
use crate::store::sales::{self, SalesLine, SalesOrder};
use crate::store::{Db, Failure};
use chrono::TimeDelta;
use serde_json::json;
use std::collections::BTreeSet;

/// Open questions that are looked at.
const QUESTIONS: i64 = 2_000;

/// What is stored of it.
#[derive(Default)]
pub(super) struct Said {
    questions: Vec<(Question, SalesOrder)>,
    arrived: Vec<Arrived>,
}

/// An order that has arrived, with what its customer thinks of it.
struct Arrived {
    order: SalesOrder,
    at: Moment,
    survey: Option<Survey>,
    record: Words,
}

impl Said {
    pub(super) fn read(
        db: &mut Db,
        plant_id: i64,
        policies: &Policies,
        now: Moment,
    ) -> Result<Self, Failure> {
        let policy = &policies.portal;
        if !policy.on {
            return Ok(Self::default());
        }
        let open = rows::questions(db, plant_id, None, true, (0, QUESTIONS))?;
        let about: BTreeSet<String> = open.iter().map(|question| question.order_no.clone()).collect();
        let orders = sales::orders_numbered(db, plant_id, &Vec::from_iter(about))?;
        let of = |question: Question| {
            let order = orders.get(&question.order_no)?.clone();
            Some((question, order))
        };
        let questions = open.into_iter().filter_map(of).collect();
        Ok(Self { questions, arrived: arrived(db, plant_id, policy, now)? })
    }

    /// What rules look at.
    pub(super) fn find<'s>(&'s self, outlook: &'s Outlook) -> impl Iterator<Item = Found> + 's {
        let questions =
            self.questions.iter().map(|(question, order)| of_question(question, order, outlook.now));
        questions.chain(self.arrived.iter().map(|arrived| of_survey(arrived, outlook.now)))
    }
}

/// The orders of which all has arrived while they can still be answered about, and those with a low score that nobody has
/// taken note of.
fn arrived(db: &mut Db, plant_id: i64, policy: &PortalPolicy, now: Moment) -> Result<Vec<Arrived>, Failure> {
    if policy.survey.ask.is_empty() {
        return Ok(Vec::new());
    }
    let since = now.shifted(TimeDelta::days(-i64::from(policy.survey.open_days)));
    let delivered = rows::delivered_since(db, plant_id, since)?;
    // A shop delivers hundreds of orders in that time, and every look comes by here: each question is asked once for all.
    let numbers: Vec<String> = delivered.iter().map(|(number, _)| number.clone()).collect();
    let lines = sales::lines_of_orders(db, plant_id, &numbers)?;
    let open = |line: &&SalesLine| !matches!(line.stage, Stage::Delivered | Stage::Cancelled);
    let open: BTreeSet<&str> = lines.iter().filter(open).map(|line| line.order_no.as_str()).collect();
    let mut orders = sales::orders_numbered(db, plant_id, &numbers)?;
    let mut surveys = rows::surveys_of(db, plant_id, &numbers)?;
    let days = sales::promised_days(db, plant_id, &numbers)?;
    let all_arrived = delivered.into_iter().filter(|(number, _)| !open.contains(number.as_str()));
    let told = all_arrived.filter_map(|(number, at)| {
        let record = record(days.get(&number).map_or(&[], Vec::as_slice));
        Some(Arrived { order: orders.remove(&number)?, at, survey: surveys.remove(&number), record })
    });
    Ok(told.collect())
}

/// How the promises of an order went, in a sentence.
fn record(days: &[Day]) -> Words {
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return Words::of("No date was promised.", "未承诺交期。");
    };
    let moves = days.len() - 1;
    Words::of(
        format!("It was promised first for {first}, last for {last}, in {moves} moves."),
        format!("首次承诺 {first}，最后承诺 {last}，共调整 {moves} 次。"),
    )
}

fn of_question(question: &Question, order: &SalesOrder, now: Moment) -> Found {
    let complaint = question.kind == QuestionKind::Complaint;
    let facts = json!({
        "order": question.order_no, "customer": order.customer, "complaint": complaint,
        "hours_open": hours(question.asked_at, now), "hours_left": hours(now, question.answer_by),
    });
    let (number, said) = (&question.order_no, one_line(&question.text));
    let text = if complaint {
        Words::of(
            format!("The customer of {number} complains: “{said}”"),
            format!("{number} 的客户投诉：“{said}”"),
        )
    } else {
        Words::of(
            format!("The customer of {number} asks: “{said}”"),
            format!("{number} 的客户提问：“{said}”"),
        )
    };
    whose(order, found(About::Question, question.id, facts, text))
}

fn of_survey(arrived: &Arrived, now: Moment) -> Found {
    let Arrived { order, at, survey, record } = arrived;
    let number = &order.number;
    let scores = survey.as_ref().map(|survey| {
        let named = [("NPS", survey.nps), ("CSAT", survey.csat), ("CES", survey.ces)];
        let given = named.iter().filter_map(|(name, score)| score.map(|score| format!("{name} {score}")));
        given.collect::<Vec<_>>().join(", ")
    });
    let score = survey.as_ref().and_then(|survey| survey.nps.or(survey.csat).or(survey.ces));
    let mut facts = json!({
        "order": number, "customer": order.customer, "answered": survey.is_some(),
        "low": survey.as_ref().is_some_and(|survey| survey.low),
        "seen": survey.as_ref().is_some_and(|survey| survey.seen_at.is_some()), "days": hours(*at, now) / 24.0,
    });
    if let (Some(score), Some(facts)) = (score, facts.as_object_mut()) {
        facts.insert("score".to_owned(), json!(score as f64));
    }
    let text = match (&scores, survey.as_ref().and_then(|survey| survey.comment.as_deref())) {
        (Some(scores), comment) => {
            let said = comment.map(|comment| format!(" “{}”", one_line(comment))).unwrap_or_default();
            Words::of(
                format!("The customer of {number} answered {scores}.{said} {}", record.en),
                format!("{number} 的客户评分 {scores}。{said} {}", record.zh),
            )
        }
        (None, _) => Words::of(
            format!(
                "All of {number} has arrived, and its customer has not said what they think of it. {}",
                record.en
            ),
            format!("{number} 已全部送达，客户尚未评价。{}", record.zh),
        ),
    };
    whose(order, found(About::Survey, number, facts, text))
}

fn whose(order: &SalesOrder, found: Found) -> Found {
    let (number, customer, owner) = (order.number.clone(), order.customer.clone(), order.owner.clone());
    Found { order: Some(number), customer: Some(customer), owner, ..found }
}

/// The start of a text, on one line.
fn one_line(text: &str) -> String {
    let flat: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect();
    flat.trim().to_owned()
}
