//! The promise engine: a shop's snapshot in, explained ship dates out.
//!
//! A pure function: no clock, database, network or global state. [`model::Shop`] is everything known at one
//! instant. [`netting::net`] turns it into a [`network::Network`] of jobs, supplies and demands.

pub mod calendar;
pub mod chance;
pub mod check;
pub mod explain;
pub mod forecast;
pub mod holidays;
pub mod improve;
pub mod learn;
pub mod model;
pub mod netting;
pub mod network;
pub mod plan;
pub mod problem;
pub mod quantity;
pub mod quote;
pub mod remedy;
pub mod scenario;
pub mod ship;
pub mod simulate;
pub mod time;
