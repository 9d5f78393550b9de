//! The service from outside: one binary, so that its tests share one throw-away PostgreSQL server.
//!
//! Each module tests one part of the product through its public interface; `support` holds what they share.

#[path = "it/store.rs"]
mod store;
#[path = "it/support/mod.rs"]
mod support;
