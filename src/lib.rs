//! Holdfast: the ship date that the shop can really keep, and why.

pub mod cli;
pub mod document;
pub mod import;
pub mod planning;
pub mod text;
