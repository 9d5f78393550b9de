//! Order review: opened by policy, decided by roles, before an order is confirmed.

use super::sales::{OrderView, order_named, order_view, policies, said, task_of};
use super::tight::{self, Becoming};
use super::{Commit, Tx, stage};
use crate::app::App;
use crate::domain::refusal::{Refusal, sales as codes};
use crate::domain::review::{ReviewStatus, ReviewedLine, part_words};
use crate::domain::role::Actor;
use crate::domain::sales::{LineStatus, OrderStatus};
use crate::store::master::{items, making};
use crate::store::sales::{self, NewReview, NewTask, Review};
use crate::store::{Failure, Json, Subject};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

/// A decision on a review.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Whether the part is confirmed.
    pub approve: bool,
    /// Why; needed to refuse.
    #[serde(default)]
    pub note: Option<String>,
}

/// Hands an order in: opens the reviews that the policy asks for, or confirms it at once. Reviews of an
/// earlier state are void. `tight` says whether a line is wanted before it could be there.
///
/// # Errors
///
/// What the database says.
pub fn submit(tx: &mut Tx<'_>, number: &str, tight: bool) -> Result<(), Failure> {
    void(tx, number)?;
    let mut order = order_named(tx.db, tx.plant.id, number)?;
    let policy = policies(&tx.plant).review;
    let reasons = policy.reasons(&reviewed(tx, number, tight)?);
    order.status = if reasons.is_empty() { OrderStatus::Confirmed } else { OrderStatus::InReview };
    sales::update_order(tx.db, &order)?;
    if reasons.is_empty() {
        return confirmed(tx, number);
    }
    for reviewer in &policy.reviewers {
        let review = NewReview {
            plant_id: tx.plant.id,
            order_no: number.to_owned(),
            part: reviewer.part.clone(),
            role: reviewer.role,
            reasons: Json::of(&reasons),
            status: ReviewStatus::Open,
            opened_at: tx.now,
            hours: Some(i64::from(reviewer.limit_hours)),
        };
        let id = sales::insert_review(tx.db, &review)?;
        let task =
            NewTask { hours: review.hours, ..task_of(tx, "review", number, &id.to_string(), reviewer.role) };
        sales::insert_task(tx.db, &task)?;
    }
    let body = json!({ "order": number, "reasons": reasons });
    tx.journal("review.opened", &[Subject::SalesOrder(number.to_owned())], &body)?;
    Ok(())
}

/// Reviews a confirmed order again if the policy asks for that as it is now; else it stays confirmed.
///
/// # Errors
///
/// What the database says.
pub fn again(tx: &mut Tx<'_>, number: &str, tight: bool) -> Result<(), Failure> {
    let reasons = policies(&tx.plant).review.reasons(&reviewed(tx, number, tight)?);
    if reasons.is_empty() { Ok(()) } else { submit(tx, number, tight) }
}

fn confirmed(tx: &mut Tx<'_>, number: &str) -> Result<(), Failure> {
    let body = json!({ "order": number });
    tx.journal("sales-order.confirmed", &[Subject::SalesOrder(number.to_owned())], &body)?;
    Ok(())
}

/// What the policy looks at in the lines of an order.
fn reviewed(tx: &mut Tx<'_>, number: &str, tight: bool) -> Result<Vec<ReviewedLine>, Failure> {
    let lines = sales::lines_of(tx.db, tx.plant.id, number)?;
    let mut looked_at = Vec::new();
    for line in lines.iter().filter(|line| line.status == LineStatus::Open) {
        let made_here = items::one(tx.db, &line.item)?
            .is_none_or(|row| row.fields.source != Some(crate::document::ItemSource::Buy));
        let has_routing = !making::routing_of(tx.db, &line.item)?.is_empty();
        let new_part = made_here && (!has_routing || !sales::was_made(tx.db, tx.plant.id, &line.item)?);
        let value = line.unit_price.map(|price| price.times(line.quantity));
        looked_at.push(ReviewedLine { value, new_part, tight });
    }
    Ok(looked_at)
}

/// Confirms an order: hands a draft in, or has an order whose review was refused reviewed again.
///
/// # Errors
///
/// It is under review, was refused and not changed, is confirmed or over, or was changed meanwhile.
pub fn confirm(
    app: &App,
    actor: &Actor,
    by: &impl Commit,
    number: &str,
    version: Option<i64>,
) -> Result<OrderView, Failure> {
    let tight = tight::order(app, actor, number, Becoming::Submitted)?;
    let number = number.to_owned();
    by.commit(app, actor, move |tx| confirm_in(tx, &number, version, tight))
}

fn confirm_in(
    tx: &mut Tx<'_>,
    number: &str,
    version: Option<i64>,
    tight: bool,
) -> Result<OrderView, Failure> {
    let order = super::sales::changeable(tx, number, version)?;
    let reviews = standing(tx, number)?;
    if let Some(refused) = reviews.iter().find(|r| r.status == ReviewStatus::Refused) {
        return Err(with_open(Refusal::at(codes::ORDER_REVIEW_REFUSED, "order", number), &[refused]).into());
    }
    let open: Vec<&Review> = reviews.iter().filter(|r| r.status == ReviewStatus::Open).collect();
    if !open.is_empty() {
        return Err(with_open(Refusal::at(codes::ORDER_NOT_REVIEWED, "order", number), &open).into());
    }
    if order.status == OrderStatus::Entered {
        super::sales::changed(tx, order)?;
        submit(tx, number, tight)?;
        stage::settle(tx, number)?;
    }
    order_view(tx.db, tx.plant.id, tx.actor, number)
}

fn with_open(refusal: Refusal, reviews: &[&Review]) -> Refusal {
    let mut english = Vec::new();
    let mut chinese = Vec::new();
    for review in reviews {
        let (en, zh) = part_words(&review.part);
        english.push(format!("{en} ({})", review.role.words().en));
        chinese.push(format!("{zh}（{}）", review.role.words().zh));
    }
    super::sales::both(refusal, "open", english.join(", "), chinese.join("、"))
}

/// The reviews of the order as it is now.
fn standing(tx: &mut Tx<'_>, number: &str) -> Result<Vec<Review>, Failure> {
    let mut reviews = sales::reviews_of(tx.db, tx.plant.id, number)?;
    reviews.retain(|review| review.status != ReviewStatus::Void);
    Ok(reviews)
}

/// Decides a review. The last approval confirms the order.
///
/// # Errors
///
/// There is no such review, it is decided, belongs to another role, or is refused without a reason.
pub fn decide(tx: &mut Tx<'_>, number: &str, id: i64, decision: &Decision) -> Result<OrderView, Failure> {
    let mut order = order_named(tx.db, tx.plant.id, number)?;
    let reviews = standing(tx, number)?;
    let Some(mut review) = reviews.iter().find(|review| review.id == id).cloned() else {
        return Err(super::sales::unknown("review", "id", &id.to_string(), &[]).into());
    };
    if !tx.actor.roles.contains(&review.role) {
        let (en, zh) = part_words(&review.part);
        let refusal = super::sales::both(Refusal::at(codes::REVIEW_NOT_YOURS, "id", id), "part", en, zh);
        return Err(said(refusal, "role", review.role.words()).into());
    }
    if review.status != ReviewStatus::Open {
        return Err(Refusal::at(codes::REVIEW_DECIDED, "id", id).into());
    }
    let noted = decision.note.as_deref().is_some_and(|note| !note.trim().is_empty());
    if !decision.approve && !noted {
        return Err(Refusal::at(codes::REVIEW_NEEDS_REASON, "note", "").into());
    }
    review.status = if decision.approve { ReviewStatus::Approved } else { ReviewStatus::Refused };
    review.decided_at = Some(tx.now);
    review.decided_by = Some(tx.actor.name.clone());
    review.note.clone_from(&decision.note);
    sales::update_review(tx.db, &review)?;
    finish_task(tx, number, id)?;
    let body =
        json!({ "order": number, "part": review.part, "approved": decision.approve, "note": decision.note });
    tx.journal("review.decided", &[Subject::SalesOrder(number.to_owned())], &body)?;
    let all = standing(tx, number)?.iter().all(|review| review.status == ReviewStatus::Approved);
    if all && order.status == OrderStatus::InReview {
        order.status = OrderStatus::Confirmed;
        confirmed(tx, number)?;
    }
    super::sales::changed(tx, order)?;
    stage::settle(tx, number)?;
    order_view(tx.db, tx.plant.id, tx.actor, number)
}

fn finish_task(tx: &mut Tx<'_>, number: &str, review: i64) -> Result<(), Failure> {
    for task in sales::open_tasks_of(tx.db, tx.plant.id, number)? {
        if task.kind == "review" && task.about == review.to_string() {
            sales::finish_task(tx.db, task.id, tx.now)?;
        }
    }
    Ok(())
}

/// Takes back the reviews of an order that changed or was given up.
///
/// # Errors
///
/// What the database says.
pub fn void(tx: &mut Tx<'_>, number: &str) -> Result<(), Failure> {
    for mut review in standing(tx, number)? {
        review.status = ReviewStatus::Void;
        sales::update_review(tx.db, &review)?;
        finish_task(tx, number, review.id)?;
    }
    Ok(())
}
