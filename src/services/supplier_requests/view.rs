//! Requests to suppliers as purchasing sees them. Links are in mails only: who reads a list can't answer for a supplier.

use super::is_good;
use crate::domain::supplier_request::{Answer, AskedLine, State};
use crate::domain::value::Moment;
use crate::services::Ask;
use crate::store::supplier_requests::{self as rows, AskedContact, Request};
use crate::store::{Db, Failure, purchasing};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Requests of a list when nobody says how many, and at most.
const ROWS: (i64, i64) = (50, 500);

/// A request to a supplier.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SupplierRequest)]
pub struct RequestView {
    /// Its id.
    pub id: String,
    /// The purchase order.
    pub purchase_order: String,
    /// The supplier, by code.
    pub supplier: String,
    /// Where it stands.
    pub state: State,
    /// Whether it was not answered in time.
    pub expired: bool,
    /// The lines that it asks about.
    pub lines: Vec<AskedLine>,
    /// Whom it was sent to.
    pub contacts: Vec<AskedContact>,
    /// When it was sent.
    pub asked_at: Moment,
    /// By whom; `system` for reminders.
    pub asked_by: String,
    /// Until when its link is good.
    pub expires_at: Moment,
    /// When it was answered, taken back or replaced.
    pub ended_at: Option<Moment>,
    /// By whom.
    pub ended_by: Option<String>,
    /// What the supplier said.
    pub answers: Vec<Answer>,
}

/// Requests to suppliers.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SupplierRequests)]
pub struct Requests {
    /// The requests, newest first.
    pub items: Vec<RequestView>,
    /// Nothing more follows.
    pub next: Option<String>,
}

/// Which requests are asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct SupplierRequestsQuery {
    /// How many; 50 unless said, at most 500.
    pub limit: Option<i64>,
}

/// A request as it is seen at `now`.
pub(super) fn view(row: Request, now: Moment) -> RequestView {
    RequestView {
        expired: row.state == State::Open && !is_good(&row, now),
        id: row.id,
        purchase_order: row.order_no,
        supplier: row.supplier,
        state: row.state,
        lines: row.lines.0,
        contacts: row.contacts.0,
        asked_at: row.asked_at,
        asked_by: row.asked_by,
        expires_at: row.expires_at,
        ended_at: row.ended_at,
        ended_by: row.ended_by,
        answers: row.answers.map(|answers| answers.0).unwrap_or_default(),
    }
}

/// Requests as they are seen at `now`.
pub(super) fn views(now: Moment, found: Vec<Request>) -> Requests {
    Requests { items: found.into_iter().map(|row| view(row, now)).collect(), next: None }
}

/// Everything that was asked about a purchase order.
///
/// # Errors
///
/// There is no such order.
pub fn of_order(ask: &mut Ask<'_>, number: &str) -> Result<Requests, Failure> {
    expect_known(ask.db, ask.plant.id, number)?;
    Ok(views(ask.now, rows::requests_of(ask.db, ask.plant.id, number)?))
}

fn expect_known(db: &mut Db, plant_id: i64, number: &str) -> Result<(), Failure> {
    let known = purchasing::order(db, plant_id, number)?;
    known.map(drop).ok_or_else(|| crate::services::purchasing::unknown("purchase order", number))
}

/// What suppliers were asked last.
///
/// # Errors
///
/// What the database says.
pub fn list(ask: &mut Ask<'_>, query: &SupplierRequestsQuery) -> Result<Requests, Failure> {
    let limit = query.limit.unwrap_or(ROWS.0).clamp(1, ROWS.1);
    Ok(views(ask.now, rows::newest(ask.db, ask.plant.id, limit)?))
}
