//! Sales: orders from desk to promise, reviews, quotes, holds, search; on both databases.

#[path = "sales/numbers.rs"]
mod numbers;
#[path = "sales/orders.rs"]
mod orders;
#[path = "sales/promises.rs"]
mod promises;
#[path = "sales/quotes.rs"]
mod quotes;
#[path = "sales/shop.rs"]
pub mod shop;
