//! Rows of sales: orders and lines, promises, requirements, reviews, holds, quotes, tasks.
//!
//! Reads and writes only; what may be written is decided by the services.

mod changes;
mod facts;
mod holds;
mod load;
mod orders;
mod promises;
mod quoted;
mod quotes;
mod requirements;
mod reviews;
mod search;
mod tasks;
mod watched;

pub use changes::*;
pub use facts::*;
pub use holds::*;
pub use load::*;
pub use orders::*;
pub use promises::*;
pub use quoted::*;
pub use quotes::*;
pub use requirements::*;
pub use reviews::*;
pub use search::*;
pub use tasks::*;
pub use watched::*;

use crate::document::{DateBasis, Firmness, HoldBlocks, HoldKind, Milestone};
use crate::domain::promise::{CausedBy, PromiseKind};
use crate::domain::review::ReviewStatus;
use crate::domain::role::Role;
use crate::domain::sales::{LineStatus, OrderStatus, QuoteStatus};
use crate::domain::stage::Stage;

crate::stored_as_text!(
    OrderStatus,
    LineStatus,
    QuoteStatus,
    PromiseKind,
    CausedBy,
    ReviewStatus,
    Stage,
    Role,
    DateBasis,
    Firmness,
    HoldKind,
    HoldBlocks,
    Milestone,
);
