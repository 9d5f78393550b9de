//! What quality decides.

use crate::api::{Api, Documented, Input, Own, SignedIn};
use crate::domain::floor::Reason;
use crate::domain::role::Right;
use crate::services::inspections::{self, NewInspection, NewOperationInspection};
use crate::services::lists::{self, Inspections, PageQuery};
use crate::services::photos;
use crate::services::{Ask, Tx};
use crate::store::Failure;
use crate::store::inspection::Inspection;
use actix_web::HttpResponse;
use actix_web::http::Method;
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
    let shows = Documented::default().with_path::<PhotoPath>().answering_media(200, "image/*");
    api.own(
        Method::GET,
        "/inspections/{id}/photos/{photo}",
        read,
        "A photo of an inspection: a JPEG, PNG or WebP file",
        shows,
        |own| Box::pin(photo(own)),
    );
    api.get("/inspection-reasons", SignedIn, "Why something fails an inspection: the shop's list", reasons);
}

/// An inspection.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct InspectionPath {
    /// Its id.
    id: String,
}

/// A photo of an inspection.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct PhotoPath {
    /// The inspection's id.
    id: String,
    /// The photo's.
    photo: String,
}

/// Sees HTTP because a photo is a file: it never changes, so the browser that asked may keep it.
async fn photo(own: Own) -> Result<HttpResponse, Failure> {
    let path = own.input::<PhotoPath, ()>(&[], 200)?.path;
    let (app, actor) = (own.app.clone(), own.actor.clone());
    let found = move || app.ask(&actor, |ask| photos::photo(ask, &path.id, &path.photo));
    let photo = Own::blocking(found).await?;
    Ok(HttpResponse::Ok()
        .insert_header(("Cache-Control", "private, max-age=86400, immutable"))
        .insert_header(("Content-Disposition", "inline"))
        .content_type(photo.media_type)
        .body(photo.bytes))
}

/// The shop's list of reasons.
#[derive(Debug, Serialize, ToSchema)]
struct FailReasons {
    /// The reasons.
    items: Vec<Reason>,
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
