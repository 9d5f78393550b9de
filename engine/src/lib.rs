//! The promise engine: a shop's snapshot in, explained ship dates out.
pub mod time;
