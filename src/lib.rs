//! Holdfast: the ship date that the shop can really keep, and why.

pub mod document;
pub mod import;
pub mod text;
