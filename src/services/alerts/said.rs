//! What rules look at of what customers say and have to do: milestones of theirs, questions and complaints that wait for an
//! answer, changes that they want, and what they think of us once all of it has arrived.

use super::found::Found;
use super::others::{found, hours, some};
use crate::document::HoldKind;
use crate::domain::change::ChangeStatus;
use crate::domain::policy::Policies;
use crate::domain::portal::{PortalPolicy, QuestionKind, is_steering};
use crate::domain::rule::{About, Words};
use crate::domain::stage::Stage;
use crate::domain::value::{Day, Moment};
use crate::planning::outlook::Outlook;
use crate::store::portal::{self as rows, Question, Survey};
use crate::store::sales::{self, ChangeRequest, Hold, SalesLine, SalesOrder};
use crate::store::{Db, Failure};
use chrono::TimeDelta;
use serde_json::json;
use std::collections::BTreeSet;

/// Open questions, and open changes, that are looked at.
const MOST: i64 = 2_000;

/// What is stored of it.
#[derive(Default)]
pub(super) struct Said {
    /// Holds that stand and wait for a customer, with what they said of it.
    holds: Vec<(Hold, Option<rows::Said>)>,
    changes: Vec<(ChangeRequest, SalesOrder)>,
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
        let (holds, changes) = (milestones(db, plant_id)?, changes(db, plant_id)?);
        let policy = &policies.portal;
        if !policy.on {
            return Ok(Self { holds, changes, ..Self::default() });
        }
        let open = rows::questions(db, plant_id, None, true, (0, MOST))?;
        let questions = with_orders(db, plant_id, open, |question| &question.order_no)?;
        Ok(Self { holds, changes, questions, arrived: arrived(db, plant_id, policy, now)? })
    }

    /// What rules look at.
    pub(super) fn find<'s>(&'s self, outlook: &'s Outlook) -> impl Iterator<Item = Found> + 's {
        let questions =
            self.questions.iter().map(|(question, order)| of_question(question, order, outlook.now));
        let milestones =
            self.holds.iter().filter_map(|(hold, said)| of_milestone(hold, said.as_ref(), outlook));
        let changes = self.changes.iter().map(|(change, order)| of_change(change, order, outlook.now));
        milestones
            .chain(changes)
            .chain(questions)
            .chain(self.arrived.iter().map(|arrived| of_survey(arrived, outlook.now)))
    }
}

/// The holds that stand and wait for a customer.
fn milestones(db: &mut Db, plant_id: i64) -> Result<Vec<(Hold, Option<rows::Said>)>, Failure> {
    let mut holds = sales::standing_holds(db, plant_id)?;
    holds.retain(|hold| hold.kind == HoldKind::Customer || hold.milestone.is_some());
    let ids: Vec<i64> = holds.iter().map(|hold| hold.id).collect();
    let mut said = rows::said_of(db, &ids)?;
    let own = |hold: Hold| {
        let at = said.iter().position(|said| said.hold == hold.id);
        let said = at.map(|at| said.swap_remove(at));
        (hold, said)
    };
    Ok(holds.into_iter().map(own).collect())
}

/// The changes that nobody decided.
fn changes(db: &mut Db, plant_id: i64) -> Result<Vec<(ChangeRequest, SalesOrder)>, Failure> {
    let open = sales::change_requests(db, plant_id, (Some(ChangeStatus::Open), None), 0, MOST)?;
    with_orders(db, plant_id, open, |change| &change.order_no)
}

/// Each with the order that it is about: every look comes by here, so they are asked for once for all.
fn with_orders<T>(
    db: &mut Db,
    plant_id: i64,
    all: Vec<T>,
    about: fn(&T) -> &String,
) -> Result<Vec<(T, SalesOrder)>, Failure> {
    let numbers: BTreeSet<String> = all.iter().map(|one| about(one).clone()).collect();
    let orders = sales::orders_numbered(db, plant_id, &Vec::from_iter(numbers))?;
    let with = |one: T| orders.get(about(&one)).cloned().map(|order| (one, order));
    Ok(all.into_iter().filter_map(with).collect())
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

/// What a customer has to do. It is looked at while a day is expected for it, and once they say that it is done.
fn of_milestone(hold: &Hold, said: Option<&rows::Said>, outlook: &Outlook) -> Option<Found> {
    let expected = hold.expected_release.filter(|_| hold.kind == HoldKind::Customer);
    let order = hold.order_no.clone().filter(|_| expected.is_some() || said.is_some())?;
    let today = outlook.now.day(outlook.zone).date();
    let over = expected.map(|expected| (today - expected.date()).num_days());
    let line = hold.line.clone().unwrap_or_default();
    let known = outlook.shop.lines.iter().find(|(key, _)| key.order.as_str() == order);
    let customer = known.map(|(_, sold)| sold.customer.to_string());
    let mut facts = json!({
        "order": order, "line": line, "customer": customer.clone().unwrap_or_default(), "said": said.is_some(),
    });
    if let (Some(over), Some(facts)) = (over, facts.as_object_mut()) {
        facts.insert("over_days".to_owned(), json!(over as f64));
    }
    let text = match said {
        Some(said) => {
            let note = said.note.as_deref().map(|note| format!(" “{}”", one_line(note))).unwrap_or_default();
            Words::of(
                format!("The customer of {order} says that what hold {} waits for is done.{note}", hold.id),
                format!("{order} 的客户表示暂停 {} 所等待的事项已完成。{note}", hold.id),
            )
        }
        None => {
            let over = over.unwrap_or_default();
            Words::of(
                format!(
                    "{order} has waited for the customer for {} longer than expected.",
                    some(over, "day")
                ),
                format!("{order} 等待客户已超过预期 {over} 天。"),
            )
        }
    };
    let owner = hold.owner.clone();
    Some(Found { order: Some(order), customer, owner, ..found(About::Milestone, hold.id, facts, text) })
}

fn of_change(change: &ChangeRequest, order: &SalesOrder, now: Moment) -> Found {
    let facts = json!({
        "order": change.order_no, "line": change.line, "customer": order.customer,
        "by_customer": change.made_by.starts_with("customer:"), "hours_open": hours(change.made_at, now),
    });
    let (number, line) = (&change.order_no, &change.line);
    let note = change.note.as_deref().map(|note| format!(" “{}”", one_line(note))).unwrap_or_default();
    let wish = wish(change);
    let text = Words::of(
        format!(
            "The customer of {number}/{line} wants {}; change request {} waits.{note}",
            wish.en, change.id
        ),
        format!("{number}/{line} 的客户希望{}，变更申请 {} 待处理。{note}", wish.zh, change.id),
    );
    whose(order, found(About::Change, change.id, facts, text))
}

/// What somebody wants changed, in a few words.
fn wish(change: &ChangeRequest) -> Words {
    if change.cancel {
        return Words::of("to give it up", "取消该行");
    }
    let quantity = change.quantity.map(|n| Words::of(format!("a quantity of {n}"), format!("数量改为 {n}")));
    let date = change.date.map(|day| Words::of(format!("it on {day}"), format!("交期改为 {day}")));
    let all: Vec<Words> = quantity.into_iter().chain(date).collect();
    let joined = |of: fn(&Words) -> &str, with: &str| all.iter().map(of).collect::<Vec<_>>().join(with);
    Words::of(joined(|words| &words.en, " and "), joined(|words| &words.zh, "、"))
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
    let flat: String = text.chars().map(|c| if is_steering(c) { ' ' } else { c }).take(300).collect();
    flat.trim().to_owned()
}
