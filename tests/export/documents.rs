//! Random documents, drawn from one seed so that a failure can be repeated.

#[path = "draw.rs"]
mod draw;
#[path = "rows.rs"]
mod rows;

use holdfast::document::ShopDocument;
use proptest::prelude::*;

/// Any document that import can read.
pub fn document() -> impl Strategy<Value = ShopDocument> {
    any::<u64>().prop_map(|seed| rows::document(&mut draw::Draw::new(seed)))
}
