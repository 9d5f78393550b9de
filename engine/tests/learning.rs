//! What is learned from generated records whose truth is known.
//!
//! Seeds are fixed. Tolerances are stated beside each comparison; none of them is the luck of a seed, which
//! `learning/times.rs` shows by running several.

#[path = "learning/calibration.rs"]
mod calibration;
#[path = "learning/dice.rs"]
mod dice;
#[path = "learning/dirt.rs"]
mod dirt;
#[path = "learning/others.rs"]
mod others;
#[path = "learning/times.rs"]
mod times;
