//! The server: a listener, the routes, and what stands beside them.

use super::dispatch::{dispatch, nowhere};
use super::metrics::Metrics;
use super::{Api, BASE, Web, beside, headers, openapi, registry, routes};
use crate::app::App;
use actix_web::dev::{Server, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Next, from_fn};
use actix_web::web::{self, Data};
use actix_web::{HttpServer, body::MessageBody};
use std::io;
use std::net::TcpListener;

/// How to serve.
pub struct Serving {
    /// Where requests come in.
    pub listener: TcpListener,
    /// Threads that read requests.
    pub workers: usize,
    /// Whether an interrupt or a request of the system to end stops it.
    pub signals: bool,
}

/// Runs a server on this thread until it ends.
///
/// # Errors
///
/// Those of [`serve`].
pub fn run(server: impl FnOnce() -> io::Result<Server>) -> io::Result<()> {
    actix_web::rt::System::new().block_on(async move { server()?.await })
}

/// The server, running once it is awaited. It ends when its handle stops it; requests in progress are answered.
///
/// # Errors
///
/// The listener can't be used, or the routes are at odds.
pub fn serve(app: App, serving: Serving) -> io::Result<Server> {
    serve_routes(app, serving, routes())
}

/// [`serve`] with routes of one's own.
pub(super) fn serve_routes(app: App, serving: Serving, api: Api) -> io::Result<Server> {
    let document = openapi::document(&api).to_string();
    let entries = registry::entries(api).map_err(|faults| io::Error::other(faults.join("\n")))?;
    let entries: Vec<(String, Data<registry::Entry>)> =
        entries.into_iter().map(|entry| (format!("{BASE}{}", entry.path), Data::new(entry))).collect();
    let web = Data::new(Web { app, metrics: Metrics::default(), openapi: document });
    let server = HttpServer::new(move || {
        let mut service = actix_web::App::new().wrap(from_fn(secured)).app_data(web.clone());
        for (path, entry) in &entries {
            service = service.service(web::resource(path).app_data(entry.clone()).to(dispatch));
        }
        service.configure(beside::configure).default_service(web::to(nowhere))
    });
    let server = server.listen(serving.listener)?.workers(serving.workers);
    let server = if serving.signals { server } else { server.disable_signals() };
    Ok(server.shutdown_timeout(10).run())
}

async fn secured(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let mut response = next.call(request).await?;
    headers::secure(response.headers_mut());
    Ok(response)
}

#[cfg(test)]
mod tests;
