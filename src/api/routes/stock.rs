//! What lies in stock, how it came and went, and whether the ledger reconciles.

use crate::api::{Api, Input};
use crate::document::StockStatus;
use crate::domain::ledger::Violation;
use crate::domain::role::Right;
use crate::domain::value::Amount;
use crate::services::lists::{self, ItemStock, Lots, Movements, PageQuery};
use crate::services::{Ask, Tx, reconcile, stock};
use crate::store::Failure;
use crate::store::stock::Lot;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Registers the routes of this area.
pub fn routes(api: &mut Api) {
    let read = [Right::ReadWork, Right::ReadOrders, Right::ReadPurchasing];
    api.get("/stock", read, "All lots that have something, by key", lots);
    api.get("/stock/{item}", read, "The stock of an item: lots, what is reserved, what is packed", of_item);
    api.get(
        "/stock/{item}/movements",
        read,
        "How the stock of an item came and went, newest first",
        movements,
    );
    api.post("/stock/count", Right::KeepStock, "Set a lot to what was counted", count);
    api.post(
        "/stock/status",
        [Right::KeepStock, Right::Inspect],
        "Block some of a lot, or have it inspected",
        status,
    );
    api.get("/ledger/check", Right::Administer, "Every law of the stock ledger that does not hold", check);
}

/// An item.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct StockPath {
    /// Its code.
    item: String,
}

/// What was counted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Count {
    /// The lot, by key.
    lot_key: String,
    /// What is there, zero or more.
    counted: Amount,
    /// Why it differs.
    note: Option<String>,
}

/// The status that some of a lot gets. Only an inspection makes stock usable.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct StatusChange {
    /// The lot, by key.
    lot_key: String,
    /// How much of it, above zero.
    quantity: Amount,
    /// `blocked` or `inspection`.
    to: StockStatus,
    /// Why.
    note: Option<String>,
}

/// What the ledger says about itself.
#[derive(Debug, Serialize, ToSchema)]
struct LedgerCheck {
    /// Whether all laws hold.
    reconciles: bool,
    /// Those that do not.
    violations: Vec<Violation>,
}

fn lots(ask: &mut Ask<'_>, input: &Input<(), PageQuery>) -> Result<Lots, Failure> {
    lists::lots(ask, &input.query)
}

fn of_item(ask: &mut Ask<'_>, input: &Input<StockPath>) -> Result<ItemStock, Failure> {
    lists::item_stock(ask, &input.path.item)
}

fn movements(ask: &mut Ask<'_>, input: &Input<StockPath, PageQuery>) -> Result<Movements, Failure> {
    lists::movements(ask, &input.path.item, &input.query)
}

fn count(tx: &mut Tx<'_>, input: &Input<(), (), Count>) -> Result<Lot, Failure> {
    let Count { lot_key, counted, note } = &input.body;
    stock::adjust(tx, lot_key, *counted, note.clone())?;
    stock::expect_lot(tx, lot_key)
}

fn status(tx: &mut Tx<'_>, input: &Input<(), (), StatusChange>) -> Result<Lot, Failure> {
    let StatusChange { lot_key, quantity, to, note } = &input.body;
    stock::set_aside(tx, lot_key, *quantity, *to, note.as_deref())
}

fn check(ask: &mut Ask<'_>, _input: &Input) -> Result<LedgerCheck, Failure> {
    let violations = reconcile::check(ask.db, ask.plant.id)?;
    Ok(LedgerCheck { reconciles: violations.is_empty(), violations })
}
