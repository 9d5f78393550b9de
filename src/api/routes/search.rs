//! The route of search.

use crate::api::{Api, Input};
use crate::domain::role::Right;
use crate::services::Ask;
use crate::services::search::{self, Found, SearchQuery};
use crate::store::Failure;

/// Registers the route.
pub(super) fn routes(api: &mut Api) {
    let anybody = [Right::ReadOrders, Right::ReadWork, Right::ReadPurchasing];
    api.get("/search", anybody, "Find orders, customers, items and documents by number or name", find);
}

fn find(ask: &mut Ask<'_>, input: &Input<(), SearchQuery>) -> Result<Found, Failure> {
    search::search(ask, &input.query)
}
