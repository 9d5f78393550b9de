//! What the tests of the engine share.

pub mod readable;
pub mod shop;
