//! The language of conditions: reads them, checks them where they are saved, and looks at what has changed with them.
//!
//! Conditions are CEL, the Common Expression Language (crate `cel`; nothing else in the package knows it). They see the
//! facts of [`crate::domain::rule::About`] and the rule's parameters, and nothing else: no clock, no database. What a
//! condition may cost is known when it is saved, so no clock has to stop it. Nothing is decided about alerts here.

mod check;
mod condition;
mod set;

pub use check::Fault;
pub use condition::{Condition, Known, Verdict};
pub use set::{Broken, Ready, RuleSet};
