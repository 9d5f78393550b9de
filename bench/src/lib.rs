//! What is measured of Holdfast, against which target, and how it is written down.
//!
//! Owns the models, the clock and memory readings, the baselines that plans are held against, and a checker of
//! plans that shares no code with the planner. It tunes nothing: every figure comes from the run that writes
//! it, and a missed target is written down as missed.

mod baseline;
mod checker;
mod effort;
mod floor;
mod machine;
pub mod models;
mod page;
mod paint;
mod peers;
mod process;
mod quality;
mod quality_page;
mod quotes;
mod reading;
mod report;
mod rules;
mod sample;
mod service;
mod speed;
mod whole;

pub use effort::Effort;
pub use reading::{Imported, read_here};
pub use report::{
    Report, measure, measure_floor, measure_mail, measure_paint, measure_portal, measure_rules,
    measure_service,
};
pub use service::load;
