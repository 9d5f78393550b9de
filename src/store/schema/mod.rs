//! Tables as diesel knows them, one module per area; `migrations/` makes them.

pub mod access;
pub mod alerts;
pub mod floor;
pub mod foundation;
pub mod learning;
pub mod master;
pub mod notices;
pub mod outbox;
pub mod planning;
pub mod portal;
pub mod sales;
pub mod supply;
pub mod work;
