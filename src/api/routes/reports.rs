//! Reports on the past.

use crate::api::{Api, Input};
use crate::domain::role::Right;
use crate::services::Ask;
use crate::services::accuracy::{self, AccuracyQuery, PromiseAccuracy};
use crate::store::Failure;

/// Registers the routes of this area.
pub(super) fn routes(api: &mut Api) {
    api.get(
        "/reports/promise-accuracy",
        Right::ReadOrders,
        "How true promises were, beside simple rules",
        promise_accuracy,
    );
}

fn promise_accuracy(ask: &mut Ask<'_>, input: &Input<(), AccuracyQuery>) -> Result<PromiseAccuracy, Failure> {
    accuracy::promise_accuracy(ask, &input.query)
}
