//! An alert: a warning that somebody owns. Its life as a state machine, and what it says.

mod facts;
mod life;

pub use facts::{AlertFacts, Before, CauseTold, LineTold, RemedyTold, VictimTold};
pub use life::{Change, Due, Dwell, Life, Resolution, Seen, State};
