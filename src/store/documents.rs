//! The words of the exchange form as columns: stored under the names that the API shows.
//!
//! Owns nothing but the mapping; tables and rows are their areas' own.

use crate::document::{
    ExceptionKind, Holidays, ItemSource, OperationKind, OperationStatus, RunBasis, StockStatus, Tier, Unit,
    WorkOrderStatus,
};
use crate::stored_as_text;
use crate::text::Lang;

stored_as_text!(
    ExceptionKind,
    Holidays,
    ItemSource,
    OperationKind,
    OperationStatus,
    RunBasis,
    StockStatus,
    Tier,
    Unit,
    WorkOrderStatus,
    Lang,
);
