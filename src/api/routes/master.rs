//! Customers, items, bills of materials, routings, work centres, calendars, suppliers, settings.

use crate::api::{Api, Input};
use crate::app::App;
use crate::domain::role::{Actor, Right};
use crate::services::master::customers::{CustomerView, OwnParts};
use crate::services::master::making::{Bom, BomView, Routing, RoutingView};
use crate::services::master::resources::{CalendarView, Calendars, Exceptions, Shifts};
use crate::services::master::settings::{SettingsBody, SettingsView};
use crate::services::master::{
    ListQuery, MasterPage, customers, items, making, resources, settings, suppliers,
};
use crate::services::{Ask, Commit, Tx};
use crate::store::Failure;
use crate::store::master::resources::{ExceptionFields, ExceptionRow};
use crate::store::master::{
    customers as customer_rows, items as item_rows, resources as resource_rows, suppliers as supplier_rows,
};
use serde::Deserialize;
use utoipa::IntoParams;

/// The code of one of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct CodePath {
    /// Its code.
    code: String,
}

/// The number of one of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct NumberPath {
    /// Its number.
    id: i64,
}

type One = Input<CodePath>;
type Listed = Input<(), ListQuery>;
type Put<B> = Input<CodePath, (), B>;

/// Registers the routes of this area.
pub fn routes(api: &mut Api) {
    trade(api);
    production(api);
    let readers = [Right::ReadOrders, Right::ReadWork, Right::ReadPurchasing];
    api.get("/calendars", readers, "All calendars", |ask: &mut Ask<'_>, _: &Input| resources::calendars(ask));
    api.get("/calendars/{code}", readers, "One calendar", |ask: &mut Ask<'_>, input: &One| {
        resources::calendar(ask, &input.path.code)
    });
    api.put("/calendars/{code}", Right::Engineer, "Create or change a calendar", put_calendar);
    api.delete("/calendars/{code}", Right::Engineer, "Remove a calendar that nothing uses", remove_calendar);
    api.get(
        "/calendar-exceptions",
        readers,
        "All calendar exceptions",
        |ask: &mut Ask<'_>, _: &Input| -> Result<Exceptions, Failure> { resources::exceptions(ask) },
    );
    api.post("/calendar-exceptions", Right::Engineer, "Enter a calendar exception", add_exception);
    api.delete("/calendar-exceptions/{id}", Right::Engineer, "Remove a calendar exception", remove_exception);
    api.get("/settings", readers, "The plant's settings and policies", |ask: &mut Ask<'_>, _: &Input| {
        settings::get(ask)
    });
    api.put_planned("/settings", Right::Administer, "Change the plant's settings and policies", put_settings);
}

fn trade(api: &mut Api) {
    api.get("/customers", Right::ReadOrders, "Customers", |ask: &mut Ask<'_>, input: &Listed| {
        customers::list(ask, &input.query)
    });
    api.get("/customers/{code}", Right::ReadOrders, "One customer", |ask: &mut Ask<'_>, input: &One| {
        customers::one(ask, &input.path.code)
    });
    api.put("/customers/{code}", Right::Sell, "Create or change a customer", put_customer);
    api.put("/customers/{code}/parts", Right::Sell, "Change a customer's own part numbers", put_parts);
    api.delete("/customers/{code}", Right::Sell, "Take a customer out of use", retire_customer);
    api.get("/suppliers", Right::ReadPurchasing, "Suppliers", |ask: &mut Ask<'_>, input: &Listed| {
        suppliers::list(ask, &input.query)
    });
    api.get("/suppliers/{code}", Right::ReadPurchasing, "One supplier", |ask: &mut Ask<'_>, input: &One| {
        suppliers::one(ask, &input.path.code)
    });
    api.put("/suppliers/{code}", Right::Purchase, "Create or change a supplier", put_supplier);
    api.delete("/suppliers/{code}", Right::Purchase, "Take a supplier out of use", retire_supplier);
}

fn production(api: &mut Api) {
    let readers = [Right::ReadOrders, Right::ReadWork, Right::ReadPurchasing];
    api.get(
        "/items",
        readers,
        "Items",
        |ask: &mut Ask<'_>, input: &Listed| -> Result<MasterPage<item_rows::Row>, Failure> {
            items::list(ask, &input.query)
        },
    );
    api.get("/items/{code}", readers, "One item", |ask: &mut Ask<'_>, input: &One| {
        items::one(ask, &input.path.code)
    });
    api.put("/items/{code}", Right::Engineer, "Create or change an item", put_item);
    api.delete("/items/{code}", Right::Engineer, "Take an item out of use", retire_item);
    api.get("/items/{code}/bom", readers, "The bill of materials", |ask: &mut Ask<'_>, input: &One| {
        making::bom(ask, &input.path.code)
    });
    api.put("/items/{code}/bom", Right::Engineer, "Replace the bill of materials", put_bom);
    api.get("/items/{code}/routing", readers, "The routing", |ask: &mut Ask<'_>, input: &One| {
        making::routing(ask, &input.path.code)
    });
    api.put("/items/{code}/routing", Right::Engineer, "Replace the routing", put_routing);
    api.get("/work-centers", readers, "Work centres", |ask: &mut Ask<'_>, input: &Listed| {
        resources::list(ask, &input.query)
    });
    api.get("/work-centers/{code}", readers, "One work centre", |ask: &mut Ask<'_>, input: &One| {
        resources::one(ask, &input.path.code)
    });
    api.put("/work-centers/{code}", Right::Engineer, "Create or change a work centre", put_work_centre);
    api.delete("/work-centers/{code}", Right::Engineer, "Take a work centre out of use", retire_work_centre);
}

fn put_customer(tx: &mut Tx<'_>, input: &Put<customer_rows::Fields>) -> Result<customer_rows::Row, Failure> {
    customers::put(tx, &input.path.code, &input.body, input.if_match)
}

fn put_parts(tx: &mut Tx<'_>, input: &Put<OwnParts>) -> Result<CustomerView, Failure> {
    customers::put_parts(tx, &input.path.code, &input.body, input.if_match)
}

fn retire_customer(tx: &mut Tx<'_>, input: &One) -> Result<customer_rows::Row, Failure> {
    customers::retire(tx, &input.path.code, input.if_match)
}

fn put_supplier(tx: &mut Tx<'_>, input: &Put<supplier_rows::Fields>) -> Result<supplier_rows::Row, Failure> {
    suppliers::put(tx, &input.path.code, &input.body, input.if_match)
}

fn retire_supplier(tx: &mut Tx<'_>, input: &One) -> Result<supplier_rows::Row, Failure> {
    suppliers::retire(tx, &input.path.code, input.if_match)
}

fn put_item(tx: &mut Tx<'_>, input: &Put<item_rows::Fields>) -> Result<item_rows::Row, Failure> {
    items::put(tx, &input.path.code, &input.body, input.if_match)
}

fn retire_item(tx: &mut Tx<'_>, input: &One) -> Result<item_rows::Row, Failure> {
    items::retire(tx, &input.path.code, input.if_match)
}

fn put_bom(tx: &mut Tx<'_>, input: &Put<Bom>) -> Result<BomView, Failure> {
    making::put_bom(tx, &input.path.code, &input.body, input.if_match)
}

fn put_routing(tx: &mut Tx<'_>, input: &Put<Routing>) -> Result<RoutingView, Failure> {
    making::put_routing(tx, &input.path.code, &input.body, input.if_match)
}

fn put_work_centre(
    tx: &mut Tx<'_>,
    input: &Put<resource_rows::Fields>,
) -> Result<resource_rows::Row, Failure> {
    resources::put(tx, &input.path.code, &input.body, input.if_match)
}

fn retire_work_centre(tx: &mut Tx<'_>, input: &One) -> Result<resource_rows::Row, Failure> {
    resources::retire(tx, &input.path.code, input.if_match)
}

fn put_calendar(tx: &mut Tx<'_>, input: &Put<Shifts>) -> Result<CalendarView, Failure> {
    resources::put_calendar(tx, &input.path.code, &input.body)
}

fn remove_calendar(tx: &mut Tx<'_>, input: &One) -> Result<Calendars, Failure> {
    resources::remove_calendar(tx, &input.path.code)
}

fn add_exception(tx: &mut Tx<'_>, input: &Input<(), (), ExceptionFields>) -> Result<ExceptionRow, Failure> {
    resources::add_exception(tx, &input.body)
}

fn remove_exception(tx: &mut Tx<'_>, input: &Input<NumberPath>) -> Result<Exceptions, Failure> {
    resources::remove_exception(tx, input.path.id)
}

fn put_settings(
    app: &App,
    actor: &Actor,
    input: &Input<(), (), SettingsBody>,
) -> Result<SettingsView, Failure> {
    let (body, if_match) = (input.body.clone(), input.if_match);
    let set = input.commit(app, actor, move |tx| settings::put(tx, &body, if_match))?;
    // What operators are called may be another.
    app.gate.forget();
    Ok(set)
}
