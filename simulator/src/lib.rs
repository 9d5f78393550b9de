//! A simulated factory that holds a planner's promises against what really happens.
//!
//! It has a world of its own, read from a data file: machines, queues, hidden habits of operations, suppliers,
//! operators and customers. It plays months against a real server over HTTP, on the clock that is moved by hand, and
//! learns what the server says only there. It knows neither the engine nor the `holdfast` package, so that no mistake
//! can confirm itself.

pub mod accuracy;
pub mod baselines;
pub mod chance;
pub mod chart;
mod event;
pub mod faults;
pub mod hours;
pub mod learnt;
pub mod life;
pub mod oracle;
pub mod order;
pub mod page;
pub mod play;
pub mod player;
pub mod product;
pub mod promises;
pub mod record;
pub mod report;
pub mod rule;
pub mod server;
pub mod shop;
mod trouble;
pub mod warned;
pub mod words;
pub mod world;

pub use play::{News, Options, SimulationError, Watcher, run};
pub use report::Report;
pub use words::Language;
