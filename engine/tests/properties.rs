//! What holds for every shop: random shops against the checker, and against themselves told otherwise.

mod properties {
    mod order;
    mod rules;
}
mod support {
    pub mod dice;
    pub mod random_floor;
    pub mod random_parts;
    pub mod random_shop;
}
