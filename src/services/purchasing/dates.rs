//! What suppliers say about dates: appended, never overwritten, and told with the promises that it makes late.
//!
//! Another date is tried on the planner's snapshot, outside any transaction, as a promise is. It is a fact and not a
//! wish, so whatever it hurts it is written down: with the list of it in the answer and in the journal.

use super::{PurchaseOrderView, conclude, expect_open_line, expect_version, is_blank};
use crate::app::App;
use crate::domain::promise::HurtPromise;
use crate::domain::refusal::{Refusal, supply as codes};
use crate::domain::role::Actor;
use crate::domain::sales::LineId;
use crate::domain::value::Day;
use crate::planning::outlook::Missed;
use crate::services::{Commit, Tx, promise};
use crate::store::Failure;
use crate::store::purchasing::{self as rows, NewPurchaseDate, PurchaseLine};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// What is said about a line.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDate {
    /// When the supplier says it comes, today or later; none to take a date back.
    pub confirmed_date: Option<Day>,
    /// Why it changed; needed where a date was there before.
    pub reason: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// A promise that is missed for what a supplier says, or missed by more than before.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Consequence {
    /// Whose promise, and how it moves.
    #[serde(flatten)]
    pub hurt: HurtPromise,
    /// Days from the promise to the day on which it would be met; none if it would not be met at all.
    pub late_days: Option<i64>,
}

impl From<Missed> for Consequence {
    fn from(missed: Missed) -> Self {
        let name = missed.name;
        let line = LineId { order: name.order.clone(), line: name.line, schedule: name.schedule };
        let hurt = HurtPromise {
            line: line.to_string(),
            order: name.order,
            due: missed.due,
            before: missed.before,
            after: missed.after,
            odds: None,
        };
        Self { hurt, late_days: missed.late_days }
    }
}

/// Writes down what the supplier says about a line's date now, and says whose promise is missed for it. Blocks.
///
/// # Errors
///
/// Those of [`confirm_date`], or the planner does not come far enough in time.
pub fn say_date(
    app: &App,
    actor: &Actor,
    by: &impl Commit,
    (number, line, version): (&str, &str, Option<i64>),
    new: &NewDate,
) -> Result<PurchaseOrderView, Failure> {
    let outlook = promise::current(app, actor)?;
    let missed = outlook.missed_if_bought(number, line, new.confirmed_date);
    let consequences: Vec<Consequence> = missed.into_iter().map(Into::into).collect();
    let (number, line, new) = (number.to_owned(), line.to_owned(), new.clone());
    by.commit(app, actor, move |tx| written(tx, (&number, &line, version), &new, Some(consequences.clone())))
}

/// Writes down what the supplier says about a line's date now, whatever comes of it.
///
/// # Errors
///
/// The order was changed meanwhile, the line is closed, the day is over, or a date that was there changes without a
/// reason.
pub fn confirm_date(
    tx: &mut Tx<'_>,
    number: &str,
    line: &str,
    version: Option<i64>,
    new: &NewDate,
) -> Result<PurchaseOrderView, Failure> {
    written(tx, (number, line, version), new, None)
}

fn written(
    tx: &mut Tx<'_>,
    (number, line, version): (&str, &str, Option<i64>),
    new: &NewDate,
    consequences: Option<Vec<Consequence>>,
) -> Result<PurchaseOrderView, Failure> {
    let order = expect_version(tx, number, version)?;
    let mut row = expect_open_line(tx, number, line)?;
    let before = row.confirmed_date;
    if before != new.confirmed_date {
        expect_to_come(tx, "confirmed_date", new.confirmed_date)?;
        if before.is_some() && is_blank(new.reason.as_ref()) {
            return Err(Refusal::at(codes::REASON_MISSING, "reason", "").into());
        }
    }
    row.confirmed_date = new.confirmed_date;
    rows::put_line(tx.db, &row)?;
    append(tx, &row, new.reason.clone(), new.note.clone())?;
    let body = json!({
        "line": line, "date": new.confirmed_date, "before": before, "reason": new.reason, "hurt": consequences,
    });
    let view = conclude(tx, order, "purchase-order.confirmed", &body)?;
    Ok(PurchaseOrderView { consequences, ..view })
}

/// Refuses a day that is over for what has yet to come. What a workbook says is taken as it stands.
pub(super) fn expect_to_come(tx: &Tx<'_>, field: &str, day: Option<Day>) -> Result<(), Failure> {
    match day.filter(|day| *day < tx.today()) {
        Some(day) => Err(Refusal::at(codes::COMES_IN_THE_PAST, field, day).with("today", tx.today()).into()),
        None => Ok(()),
    }
}

/// Appends to the history of a line's dates.
pub(super) fn append(
    tx: &mut Tx<'_>,
    line: &PurchaseLine,
    reason: Option<String>,
    note: Option<String>,
) -> Result<(), Failure> {
    let date = NewPurchaseDate {
        plant_id: tx.plant.id,
        order_no: line.order_no.clone(),
        line: line.line.clone(),
        confirmed_date: line.confirmed_date,
        reason,
        note,
        at: tx.now,
        actor: tx.actor.name.clone(),
    };
    rows::append_date(tx.db, &date)
}
