//! What the example generator owns: two shops to try Holdfast on, and neutral order books to time it with.
//!
//! Everything here is drawn from fixed seeds and never from a clock, so that what is written can be
//! committed, compared and quoted.

pub mod book;
pub mod catalogue;
pub mod clock;
pub mod floor;
mod floor_sheets;
mod holds;
mod messy;
pub mod neutral;
pub mod python_random;
mod report;
pub mod sheets;
pub mod shipping;
pub mod shops;
mod store_sheets;
pub mod story;
pub mod supply;
pub mod table;
mod translate;
pub mod workbook;
