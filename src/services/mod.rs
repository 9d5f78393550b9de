//! Use cases: what people and programs can do, one transaction each. The API, the command line and the jobs
//! all call these and nothing below them.

pub mod access;
pub mod accuracy;
pub mod alerts;
pub mod backtest;
pub mod change;
pub mod channels;
pub mod clock;
mod commit;
pub mod contacts;
pub mod demo;
pub mod dispatch;
pub mod due;
pub mod export;
pub mod floor;
mod held;
pub mod hold;
pub mod import;
pub mod inspections;
pub mod journal;
pub mod learning;
pub mod lists;
pub mod master;
pub mod need;
pub mod outbox;
pub mod photos;
pub mod progress;
pub mod promise;
pub mod purchasing;
pub mod quote;
pub mod receipts;
pub mod reconcile;
pub mod remedy;
pub mod requirement;
pub mod review;
pub mod sales;
pub mod search;
pub mod stage;
pub mod stock;
pub mod task;
pub mod tight;
mod tx;
pub mod work;
mod workdays;

pub use commit::{Commit, Plainly};
pub use tx::{ANY_VERSION, Ask, Tx};
