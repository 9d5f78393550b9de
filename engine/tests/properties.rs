//! What holds for every shop: random shops against the checker, and against themselves told otherwise.

#[path = "properties/capacity.rs"]
mod capacity;
#[path = "properties/corrupt.rs"]
mod corrupt;
#[path = "support/dice.rs"]
mod dice;
#[path = "properties/futures.rs"]
mod futures;
#[path = "properties/order.rs"]
mod order;
#[path = "support/random_floor.rs"]
mod random_floor;
#[path = "support/random_parts.rs"]
mod random_parts;
#[path = "support/random_shop.rs"]
mod random_shop;
#[path = "properties/rules.rs"]
mod rules;
