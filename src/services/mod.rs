//! Use cases: what people and programs can do, one transaction each. The API, the command line and the jobs
//! all call these and nothing below them.

mod tx;

pub use tx::{Ask, Tx};
