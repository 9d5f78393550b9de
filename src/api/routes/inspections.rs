//! What quality decides.

use crate::api::{Api, Input, SignedIn};
use crate::domain::inspection::FailReason;
use crate::domain::role::Right;
use crate::services::inspections::{self, NewInspection, NewOperationInspection};
use crate::services::lists::{self, Inspections, PageQuery};
use crate::services::{Ask, Tx};
use crate::store::Failure;
use crate::store::inspection::Inspection;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Registers the routes of this area.
pub fn routes(api: &mut Api) {
    let read = [Right::ReadWork, Right::Inspect];
    api.get("/inspections", read, "Inspections, newest first", list);
    api.post("/inspections", Right::Inspect, "Record what was decided about a lot", inspect);
    api.post(
        "/inspections/operations",
        Right::Inspect,
        "Record what was decided about pieces of an operation",
        inspect_operation,
    );
    api.get("/inspections/{id}", read, "One inspection", one);
    api.get("/inspection-reasons", SignedIn, "Why something fails an inspection: the shop's list", reasons);
}

/// An inspection.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct InspectionPath {
    /// Its id.
    id: String,
}

/// The shop's list of reasons.
#[derive(Debug, Serialize, ToSchema)]
struct FailReasons {
    /// The reasons.
    items: Vec<FailReason>,
}

fn list(ask: &mut Ask<'_>, input: &Input<(), PageQuery>) -> Result<Inspections, Failure> {
    lists::inspections(ask, &input.query)
}

fn one(ask: &mut Ask<'_>, input: &Input<InspectionPath>) -> Result<Inspection, Failure> {
    inspections::expect(ask.db, ask.plant.id, &input.path.id)
}

fn reasons(ask: &mut Ask<'_>, _input: &Input) -> Result<FailReasons, Failure> {
    Ok(FailReasons { items: inspections::fail_reasons(&ask.plant) })
}

fn inspect(tx: &mut Tx<'_>, input: &Input<(), (), NewInspection>) -> Result<Inspection, Failure> {
    inspections::inspect_lot(tx, &input.body)
}

fn inspect_operation(
    tx: &mut Tx<'_>,
    input: &Input<(), (), NewOperationInspection>,
) -> Result<Inspection, Failure> {
    inspections::inspect_operation(tx, &input.body)
}
