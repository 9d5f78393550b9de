//! Use cases: what people and programs can do, one transaction each. The API, the command line and the jobs
//! all call these and nothing below them.

mod commit;
pub mod master;
pub mod sales;
pub mod stage;
mod tx;

pub use commit::{Commit, Plainly};
pub use tx::{Ask, Tx};
