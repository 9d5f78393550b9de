//! The routes, one file an area. A route says its path, who may call it, what it does in words, and which
//! handler answers; the handler calls a service.

mod access;
mod alerts;
mod changes;
mod clock;
mod demo;
mod devices;
mod dispatch;
mod exchange;
mod floor;
mod inspections;
mod journal;
mod learning;
mod mail;
mod master;
mod notices;
mod odds;
mod planning;
mod portal;
mod printed;
mod purchasing;
mod quotes;
mod remedies;
mod reports;
mod sales;
mod search;
mod stock;
mod stream;
mod supplier_requests;
mod tablet;
mod tasks;
mod version;
mod work;

use super::Api;

/// Registers all routes.
pub(super) fn add(api: &mut Api) {
    access::routes(api);
    stream::routes(api);
    planning::routes(api);
    portal::routes(api);
    odds::routes(api);
    clock::routes(api);
    demo::routes(api);
    exchange::routes(api);
    learning::routes(api);
    mail::routes(api);
    master::routes(api);
    notices::routes(api);
    dispatch::routes(api);
    devices::routes(api);
    floor::routes(api);
    tablet::routes(api);
    inspections::routes(api);
    purchasing::routes(api);
    supplier_requests::routes(api);
    stock::routes(api);
    changes::routes(api);
    quotes::routes(api);
    remedies::routes(api);
    reports::routes(api);
    sales::routes(api);
    search::routes(api);
    journal::routes(api);
    tasks::routes(api);
    alerts::routes(api);
    work::routes(api);
    printed::routes(api);
}
