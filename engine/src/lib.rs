//! The promise engine.
