//! Holdfast, from the command line.
fn main() {}
