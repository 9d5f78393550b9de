//! The shop's own rules: what may happen, what follows from it, and who may do it.
//!
//! Types and pure functions. No database, no clock, no network, no web: whoever calls says what is stored and
//! what time it is. What is refused is refused here, as a [`refusal::Refusal`] with field, value and remedy.

pub mod accuracy;
pub mod alert;
pub mod change;
pub mod contact;
pub mod effect;
pub mod estimate;
pub mod floor;
pub mod inspection;
pub mod learning;
pub mod ledger;
pub mod likeness;
pub mod notice;
pub mod outbox;
pub mod policy;
pub mod portal;
pub mod progress;
pub mod promise;
pub mod quantity;
pub mod refusal;
pub mod review;
pub mod role;
pub mod rule;
pub mod sales;
pub mod stage;
pub mod supplier_request;
pub mod value;
