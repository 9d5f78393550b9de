//! Items, what is in store, what they are made of and how.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Origin, Tier};

/// Unit in which an item is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Unit {
    Pieces,
    Kilograms,
    Metres,
    SquareMetres,
    Litres,
    Sets,
}

/// Where an item comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ItemSource {
    /// Made here.
    Make,
    /// Bought.
    Buy,
    /// The customer provides it.
    Customer,
}

/// A row of the items sheet. Key: `item`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Where the row stood.
    pub origin: Origin,
    /// The item's code.
    pub item: String,
    /// What it is.
    pub description: Option<String>,
    /// Unit of all its quantities; pieces unless said.
    pub unit: Option<Unit>,
    /// Group of items that behave alike.
    pub group: Option<String>,
    /// Where it comes from.
    pub source: Option<ItemSource>,
    /// Working days to make it, or calendar days to buy it, where nothing better is known.
    pub lead_days: Option<u32>,
    /// Who delivers it.
    pub supplier: Option<String>,
    /// Smallest lot.
    pub lot_minimum: Option<Decimal>,
    /// Lots are multiples of this.
    pub lot_multiple: Option<Decimal>,
    /// Needs of so many days are made in one lot.
    pub lot_period_days: Option<u32>,
    /// Stock kept for surprises.
    pub safety_stock: Option<Decimal>,
    /// Good pieces of a hundred, above 0 and at most 100.
    pub yield_percent: Option<Decimal>,
    /// Working days from receipt to release.
    pub inspection_days: Option<u32>,
    /// An item whose routing may stand in for a missing one.
    pub similar_item: Option<String>,
    /// Its run times times this.
    pub similar_factor: Option<Decimal>,
}

/// Whether stock may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum StockStatus {
    Usable,
    Inspection,
    Blocked,
}

/// A row of the stock sheet. Rows for the same item add up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockLot {
    /// Where the row stood.
    pub origin: Origin,
    /// What it is.
    pub item: String,
    /// How much, zero or more.
    pub quantity: Decimal,
    /// Whether it may be used; usable unless said.
    pub status: Option<StockStatus>,
    /// The customer who owns it.
    pub customer: Option<String>,
    /// Kept for customers of this tier.
    pub reserved_tier: Option<Tier>,
    /// When stock under inspection is expected to be usable.
    pub expected_release: Option<NaiveDate>,
    /// The lot's number.
    pub lot: Option<String>,
}

/// A row of the boms sheet. Key: parent, component, operation, valid from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BomLine {
    /// Where the row stood.
    pub origin: Origin,
    /// What is made.
    pub parent: String,
    /// What goes into it.
    pub component: String,
    /// How much for one parent, in the component's unit.
    pub quantity_per: Decimal,
    /// The operation that needs it; the first if empty.
    pub operation: Option<String>,
    /// First day on which the row counts.
    pub valid_from: Option<NaiveDate>,
    /// Last day on which it counts.
    pub valid_to: Option<NaiveDate>,
}

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OperationKind {
    /// Work on a work centre.
    Make,
    /// A check.
    Inspection,
    /// Work at a supplier.
    Outside,
    /// Drying, cooling, hardening: time without a machine.
    Wait,
}

/// What one run time is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RunBasis {
    /// One piece.
    Piece,
    /// The whole lot.
    Lot,
    /// One furnace load of `load_size` pieces.
    Load,
}

/// Another work centre that can do the operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Alternate {
    /// Its code.
    pub work_centre: String,
    /// Its run time as a multiple of the usual one.
    pub factor: Decimal,
}

/// A row of the routings sheet. Key: item, operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoutingOperation {
    /// Where the row stood.
    pub origin: Origin,
    /// What is made.
    pub item: String,
    /// The operation's number in plain form: `10`, `010` and `OP10` are all `10`.
    pub operation: String,
    /// What is done.
    pub name: Option<String>,
    /// What sort of step it is; making unless said.
    pub kind: Option<OperationKind>,
    /// Where.
    pub work_centre: Option<String>,
    /// Setting up, in minutes.
    pub setup_minutes: Option<Decimal>,
    /// Running, in minutes per [`RunBasis`].
    pub run_minutes: Option<Decimal>,
    /// What the run time is for; a piece unless said.
    pub run_basis: Option<RunBasis>,
    /// Pieces in one load.
    pub load_size: Option<Decimal>,
    /// Operations of one family follow each other without a new set-up.
    pub setup_family: Option<String>,
    /// So many pieces go on before the rest is done.
    pub transfer_batch: Option<Decimal>,
    /// Whether the work may rest over the end of a shift.
    pub interruptible: Option<bool>,
    /// Where else it can be done.
    pub alternates: Vec<Alternate>,
    /// To the next work centre, in minutes.
    pub move_minutes: Option<Decimal>,
    /// Who does outside work.
    pub supplier: Option<String>,
    /// Days until outside work is back.
    pub outside_days: Option<u32>,
    /// Real over planned run time, as learned before.
    pub learned_factor: Option<Decimal>,
    /// From how many observations it was learned.
    pub observations: Option<u32>,
}
