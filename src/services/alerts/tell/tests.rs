//! Messages: what belongs together is told together.
