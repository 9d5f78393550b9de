//! What people do with notices: read them over, approve or drop them, write one by hand.

use super::view::{NoticeView, view_of};
use super::{expect_open, gather, send};
use crate::domain::notice::State;
use crate::domain::refusal::{Refusal, common, notice as codes};
use crate::domain::sales::{LineId, LineStatus};
use crate::domain::value::Day;
use crate::services::Tx;
use crate::services::sales::order_named;
use crate::store::notices::{self as rows, Notice};
use crate::store::sales;
use crate::store::types::Held;
use crate::store::{Failure, Subject};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

/// Characters of a text to a customer.
const LONGEST: usize = 2_000;

/// A change of what a notice says; what is not named stays, and an empty text takes what stood there away. What
/// happened is no text: it follows the order.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NoticeChange {
    /// Why, as the customer reads it.
    pub reason: Option<String>,
    /// What we do about it.
    pub doing: Option<String>,
    /// Whatever else is to be said; it stands first.
    pub remark: Option<String>,
    /// By when the customer hears from us again.
    pub next_update_by: Option<Day>,
    /// That nothing is said of when they do.
    pub no_next_update: bool,
}

/// A notice by hand.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewNotice {
    /// What it says.
    pub remark: Option<String>,
    /// Why, as the customer reads it.
    pub reason: Option<String>,
    /// What we do about it.
    pub doing: Option<String>,
    /// By when the customer hears from us again.
    pub next_update_by: Option<Day>,
}

/// Why a notice is dropped.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DropBody {
    /// In the words of who does it; the customer never reads it.
    pub why: Option<String>,
}

/// A text as it may be said; nothing where it is empty.
fn text(field: &str, said: &str) -> Result<Option<String>, Failure> {
    let said = said.trim();
    let wrong = |en, zh| Refusal::at(common::INVALID_VALUE, field, "…").with_words("reason", en, zh);
    if said.chars().count() > LONGEST {
        return Err(wrong("it has more than 2,000 characters", "超过 2000 个字符").into());
    }
    if said.chars().any(|c| c.is_control() && c != '\n' && c != '\r') {
        return Err(wrong("it has characters that can't be read", "含有不可见字符").into());
    }
    Ok(Some(said.replace('\r', "")).filter(|said| !said.is_empty()))
}

fn to_come(tx: &Tx<'_>, day: Option<Day>) -> Result<Option<Day>, Failure> {
    match day {
        Some(day) if day < tx.today() => Err(Refusal::over("next_update_by", day, tx.today()).into()),
        day => Ok(day),
    }
}

/// Changes what a notice says. One that would leave by itself waits for an approval from then on.
///
/// # Errors
///
/// There is none, it was sent or dropped, it was changed meanwhile; a text that can't be, or a day that is over.
pub fn change(
    tx: &mut Tx<'_>,
    id: i64,
    change: &NoticeChange,
    version: Option<i64>,
) -> Result<NoticeView, Failure> {
    let mut notice = expect_open(tx.db, tx.plant.id, id)?;
    Tx::expect_version("notice", &id.to_string(), version, notice.version)?;
    for (field, said, kept) in [
        ("reason", &change.reason, &mut notice.reason),
        ("doing", &change.doing, &mut notice.doing),
        ("remark", &change.remark, &mut notice.remark),
    ] {
        if let Some(said) = said {
            *kept = text(field, said)?;
        }
    }
    if change.no_next_update && change.next_update_by.is_some() {
        let refused = Refusal::at(common::INVALID_VALUE, "no_next_update", true);
        return Err(refused.with_words("reason", "a day is named as well", "同时填写了日期").into());
    }
    notice.next_update_by = match to_come(tx, change.next_update_by)? {
        None if change.no_next_update => None,
        day => day.or(notice.next_update_by),
    };
    notice.state = State::Draft;
    notice.send_at = None;
    notice.version += 1;
    rows::update(tx.db, &notice)?;
    told(tx, &notice, "notice.changed", None)?;
    view_of(tx.db, tx.plant.id, notice)
}

/// Approves a notice: it leaves.
///
/// # Errors
///
/// Those of [`change`]; it has nothing to say, says a date that is not promised, or there is nobody to send it to.
pub fn approve(tx: &mut Tx<'_>, id: i64, version: Option<i64>) -> Result<NoticeView, Failure> {
    let notice = expect_open(tx.db, tx.plant.id, id)?;
    Tx::expect_version("notice", &id.to_string(), version, notice.version)?;
    if notice.next_update_by.is_some() {
        to_come(tx, notice.next_update_by)?;
    }
    expect_true(tx, &notice)?;
    let sent = send::send(tx, notice)?;
    view_of(tx.db, tx.plant.id, sent)
}

/// Refuses a notice whose dates are not those that are promised: an import may have come between.
pub(super) fn expect_true(tx: &mut Tx<'_>, notice: &Notice) -> Result<(), Failure> {
    for line in notice.lines.0.iter().filter(|line| line.dated && !line.given_up) {
        let id = LineId::new(&notice.order_no, &line.line, &line.schedule);
        let promised = sales::sales_line(tx.db, tx.plant.id, &id)?.and_then(|row| row.promise_date);
        if promised != line.date {
            let said = |day: Option<Day>| day.map_or_else(|| "—".to_owned(), |day| day.to_string());
            let refused = Refusal::at(codes::NOTICE_STALE, "lines", &id);
            return Err(refused.with("said", said(line.date)).with("promised", said(promised)).into());
        }
    }
    Ok(())
}

/// Drops a notice: nobody hears of it.
///
/// # Errors
///
/// There is none, it was sent or dropped, or it was changed meanwhile.
pub fn discard(
    tx: &mut Tx<'_>,
    id: i64,
    body: &DropBody,
    version: Option<i64>,
) -> Result<NoticeView, Failure> {
    let mut notice = expect_open(tx.db, tx.plant.id, id)?;
    Tx::expect_version("notice", &id.to_string(), version, notice.version)?;
    notice.why = text("why", body.why.as_deref().unwrap_or_default())?;
    notice.state = State::Dropped;
    (notice.ended_at, notice.ended_by) = (Some(tx.now), Some(tx.actor.name.clone()));
    notice.version += 1;
    rows::update(tx.db, &notice)?;
    told(tx, &notice, "notice.dropped", notice.why.clone())?;
    view_of(tx.db, tx.plant.id, notice)
}

/// Begins a notice by hand, whatever the policy says: a draft with the lines that are open and the dates that they have.
///
/// # Errors
///
/// There is no such order, it has a notice that is open; nothing is said; a text that can't be, or a day that is over.
pub fn by_hand(tx: &mut Tx<'_>, number: &str, new: &NewNotice) -> Result<NoticeView, Failure> {
    let order = order_named(tx.db, tx.plant.id, number)?;
    if let Some(open) = rows::open_of(tx.db, tx.plant.id, number)? {
        return Err(Refusal::at(codes::NOTICE_OPEN, "number", number).with("notice", open.id).into());
    }
    let field = |name: &str, said: &Option<String>| text(name, said.as_deref().unwrap_or_default());
    let remark = field("remark", &new.remark)?;
    if remark.is_none() {
        return Err(Refusal::at(common::REQUIRED, "remark", "").into());
    }
    let mut lines = Vec::new();
    for line in sales::lines_of(tx.db, tx.plant.id, number)? {
        if line.status == LineStatus::Open {
            lines.push(gather::line_of(tx, &line)?);
        }
    }
    let row = rows::NewNotice {
        plant_id: tx.plant.id,
        order_no: number.to_owned(),
        customer: order.customer,
        state: State::Draft,
        lines: Held(lines),
        reason_code: None,
        reason: field("reason", &new.reason)?,
        doing: field("doing", &new.doing)?,
        remark,
        next_update_by: to_come(tx, new.next_update_by)?,
        made_at: tx.now,
        made_by: tx.actor.name.clone(),
        send_at: None,
        version: 1,
    };
    let id = rows::insert(tx.db, row)?;
    let notice = super::expect(tx.db, tx.plant.id, id)?;
    told(tx, &notice, "notice.drafted", None)?;
    view_of(tx.db, tx.plant.id, notice)
}

fn told(tx: &mut Tx<'_>, notice: &Notice, what: &str, why: Option<String>) -> Result<(), Failure> {
    let body = json!({ "notice": notice.id, "order": notice.order_no, "state": notice.state, "why": why });
    tx.journal(what, &[Subject::SalesOrder(notice.order_no.clone())], &body)?;
    Ok(())
}
