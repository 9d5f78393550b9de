//! What the example generator owns: two shops to try Holdfast on, and neutral order books to time it with.
//!
//! Everything here is drawn from fixed seeds and never from a clock, so that what is written can be committed,
//! compared and quoted.

pub mod neutral;
pub mod python_random;
