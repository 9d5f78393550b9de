//! Entries of tablets that the server refused and that a lead let go: what they said is kept, so that no report goes
//! without a trace.
//!
//! Nothing of it is booked. Secrets in it are dropped, and people are named as the plant wants.

use super::approvals::is_proven;
use crate::auth::floor::Names;
use crate::domain::refusal::{Refusal, common, floor as codes};
use crate::domain::value::Moment;
use crate::services::lists::PageQuery;
use crate::services::{Ask, Tx};
use crate::store::floor::{self as rows, LetGo};
use crate::store::{Failure, Json, Subject};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

/// So many bytes what an entry said may have, as JSON.
const LARGEST: usize = 16 * 1024;
/// Longest word for a sort of entry or a refusal.
const LONGEST_CODE: usize = 40;
/// What is never kept of an entry.
const SECRETS: [&str; 4] = ["approval", "badge", "pin", "secret"];
/// What names people in an entry.
const PEOPLE: [&str; 3] = ["approved_by", "let_go_by", "operator"];

/// An entry that is let go.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LetGoBody {
    /// The entry's own: the same one sent again is known by it.
    pub id: Uuid,
    /// What sort of entry it was: `report`, `inspection`, `call`, or the tablet's own word.
    pub kind: String,
    /// When it was made.
    pub at: Moment,
    /// The work order that it is about.
    #[serde(default)]
    pub work_order: Option<String>,
    /// Its operation.
    #[serde(default)]
    pub operation: Option<String>,
    /// The code of the problem with which it was refused.
    pub code: String,
    /// What the entry said; at most 16 KiB.
    #[schema(value_type = Object)]
    pub said: Map<String, Value>,
    /// Why it is let go.
    #[serde(default)]
    pub note: Option<String>,
    /// The code of the lead who lets it go.
    pub let_go_by: String,
    /// What that lead's word gave, unless the lead is signed in.
    #[serde(default)]
    pub approval: Option<String>,
}

/// An entry that was let go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = LetGo)]
pub struct LetGoView {
    /// The entry's id.
    pub id: String,
    /// What sort of entry it was.
    pub kind: String,
    /// When it was made.
    pub at: Moment,
    /// The work order that it is about.
    pub work_order: Option<String>,
    /// Its operation.
    pub operation: Option<String>,
    /// The code of the problem with which it was refused.
    pub code: String,
    /// What it said, without secrets.
    #[schema(value_type = Object)]
    pub said: Value,
    /// Why it was let go.
    pub note: Option<String>,
    /// Who let it go, as far as that is written down.
    pub let_go_by: Option<String>,
    /// At which tablet.
    pub device: Option<String>,
    /// When that came here.
    pub received_at: Moment,
}

/// Entries that were let go.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LetGoList)]
pub struct AllLetGo {
    /// The newest first.
    pub items: Vec<LetGoView>,
    /// Where the next page begins.
    pub next: Option<String>,
}

impl From<LetGo> for LetGoView {
    fn from(row: LetGo) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            at: row.at,
            work_order: row.work_order,
            operation: row.operation,
            code: row.code,
            said: row.said.0,
            note: row.note,
            let_go_by: row.let_go_by,
            device: row.device,
            received_at: row.received_at,
        }
    }
}

/// Keeps an entry that a lead lets go. The same one again changes nothing.
///
/// # Errors
///
/// No lead's word stands behind it, it says more than is kept, or the id belongs to another entry.
pub fn let_go(tx: &mut Tx<'_>, body: &LetGoBody) -> Result<LetGoView, Failure> {
    let id = body.id.to_string();
    let names = Names::read(tx.db, &tx.plant)?;
    let said = Json(cleaned(&names, &Value::Object(body.said.clone())));
    if let Some(known) = rows::let_go(tx.db, &id)? {
        let same = (&known.kind, known.at, &known.code) == (&body.kind, body.at, &body.code);
        if !same {
            return Err(Refusal::at(codes::LET_GO_ID_REUSED, "id", id).into());
        }
        return Ok(known.into());
    }
    for (field, text) in [("kind", &body.kind), ("code", &body.code)] {
        if text.trim().is_empty() {
            return Err(Refusal::at(common::REQUIRED, field, "").into());
        }
        if text.chars().count() > LONGEST_CODE {
            let (en, zh) =
                (format!("at most {LONGEST_CODE} characters"), format!("最多 {LONGEST_CODE} 个字符"));
            return Err(Refusal::at(common::INVALID_VALUE, field, text).with_words("reason", en, zh).into());
        }
    }
    let length = said.0.to_string().len();
    if length > LARGEST {
        let refusal = Refusal::at(codes::SAID_TOO_LARGE, "said", length);
        return Err(refusal.with("limit", format!("{} KiB", LARGEST / 1024)).into());
    }
    let lead = rows::operator(tx.db, tx.plant.id, &body.let_go_by)?;
    let leads = lead.is_some_and(|lead| lead.lead && lead.active);
    if !leads || !is_proven(tx, &body.let_go_by, body.approval.as_deref())? {
        return Err(Refusal::at(codes::LEAD_NEEDED, "let_go_by", &body.let_go_by).into());
    }
    let row = LetGo {
        id: id.clone(),
        plant_id: tx.plant.id,
        kind: body.kind.clone(),
        at: body.at,
        work_order: body.work_order.clone(),
        operation: body.operation.clone(),
        code: body.code.clone(),
        said,
        note: body.note.clone(),
        let_go_by: names.of(&body.let_go_by),
        device: tx.actor.floor.as_ref().map(|at| at.device.clone()),
        actor: tx.actor.name.clone(),
        received_at: tx.now,
    };
    rows::add_let_go(tx.db, &row)?;
    let view = LetGoView::from(row);
    tx.journal("entry.let-go", &[Subject::Entry(id)], &view)?;
    Ok(view)
}

/// The entries that were let go, the newest first.
///
/// # Errors
///
/// What the database says.
pub fn all_let_go(ask: &mut Ask<'_>, page: &PageQuery) -> Result<AllLetGo, Failure> {
    let rows = rows::all_let_go(ask.db, ask.plant.id, page.behind(), page.read())?;
    let (items, next) = page.cut(rows, |row| format!("{}.{}", row.received_at.micros(), row.id));
    Ok(AllLetGo { items: items.into_iter().map(Into::into).collect(), next })
}

/// What an entry said without its secrets, people named as the plant wants it.
fn cleaned(names: &Names, said: &Value) -> Value {
    match said {
        Value::Array(all) => all.iter().map(|one| cleaned(names, one)).collect(),
        Value::Object(members) => {
            let kept = members.iter().filter(|(name, _)| !SECRETS.contains(&name.as_str()));
            let kept = kept.map(|(name, value)| match value.as_str() {
                Some(code) if PEOPLE.contains(&name.as_str()) => {
                    (name.clone(), names.of(code).map_or(Value::Null, Value::String))
                }
                _ => (name.clone(), cleaned(names, value)),
            });
            Value::Object(kept.collect())
        }
        other => other.clone(),
    }
}
