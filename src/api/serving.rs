//! The server: a listener, the routes, and what stands beside them.

use super::dispatch::dispatch;
use super::nowhere::nowhere;
use super::{Api, BASE, Web, beside, headers, openapi, outside, portal, registry, routes, trust};
use crate::app::App;
use crate::tls::Renewed;
use actix_web::dev::{Server, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Next, from_fn};
use actix_web::rt::signal;
use actix_web::web::{self, Data};
use actix_web::{HttpServer, body::MessageBody};
use rustls::ServerConfig;
use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

/// How often it is looked whether a certificate has to be made anew.
const RENEWS: Duration = Duration::from_hours(6);

/// TLS, and what stands beside it.
pub struct Secured {
    /// The certificates and what goes with them.
    pub config: ServerConfig,
    /// The plant's own certificates, where it makes them.
    pub own: Option<Arc<Renewed>>,
    /// Where requests without TLS come in as well.
    pub plain: Option<Plain>,
}

/// A listener without TLS beside the one with it.
pub enum Plain {
    /// It has the authority's certificate, and sends all else on.
    SentOn(TcpListener),
    /// It answers like the other: for programs on this machine.
    Answered(TcpListener),
}

/// How to serve.
pub struct Serving {
    /// Where requests come in.
    pub listener: TcpListener,
    /// TLS, unless requests come in as they are.
    pub secured: Option<Secured>,
    /// Where customers come in, and reach nothing but their pages; besides the other place.
    pub portal: Option<TcpListener>,
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
    let planner = app.planner.clone();
    let entries = registry::entries(api).map_err(|faults| io::Error::other(faults.join("\n")))?;
    let entries: Vec<(String, Data<registry::Entry>)> =
        entries.into_iter().map(|entry| (format!("{BASE}{}", entry.path), Data::new(entry))).collect();
    let web = Data::new(Web::new(app, document));
    let for_portal = web.clone();
    let own: trust::Own = serving.secured.as_ref().and_then(|secured| secured.own.clone());
    let trusted = own.clone();
    let server = HttpServer::new(move || {
        let mut service = actix_web::App::new().wrap(from_fn(secured)).app_data(web.clone());
        for (path, entry) in &entries {
            service = service.service(web::resource(path).app_data(entry.clone()).to(dispatch));
        }
        let service = service.configure(beside::configure).configure(outside::configure);
        let service = service.configure(portal::configure);
        let own = trusted.clone();
        service.configure(|config| trust::configure(config, own)).default_service(web::to(nowhere))
    });
    if let Some(listener) = serving.portal {
        let tls = serving.secured.as_ref().map(|secured| secured.config.clone());
        // It ends with this thread's system, like what answers without TLS.
        actix_web::rt::spawn(portal_alone(listener, tls, for_portal, serving.workers)?);
    }
    let port = serving.listener.local_addr().map_or(443, |address| address.port());
    let server = match serving.secured {
        None => server.listen(serving.listener)?,
        Some(Secured { config, plain, .. }) => {
            let server = server.listen_rustls_0_23(serving.listener, config)?;
            match plain {
                None => server,
                Some(Plain::Answered(listener)) => server.listen(listener)?,
                Some(Plain::SentOn(listener)) => {
                    // It ends with this thread's system, as nobody waits for what it sends on.
                    actix_web::rt::spawn(trust::beside(listener, own.clone(), port)?);
                    server
                }
            }
        }
    };
    let server = server.workers(serving.workers);
    let server = server.disable_signals().shutdown_timeout(10).run();
    if let Some(own) = own {
        actix_web::rt::spawn(renewed(own));
    }
    if serving.signals {
        let handle = server.handle();
        actix_web::rt::spawn(async move {
            told_to_end().await;
            // Streams end with the planner; what else is in progress is answered.
            planner.end();
            handle.stop(true).await;
        });
    }
    Ok(server)
}

/// A server that has the pages of people outside of the house, and nothing else.
fn portal_alone(
    listener: TcpListener,
    tls: Option<ServerConfig>,
    web: Data<Web>,
    workers: usize,
) -> io::Result<Server> {
    let server = HttpServer::new(move || {
        actix_web::App::new()
            .wrap(from_fn(secured))
            .app_data(web.clone())
            .configure(portal::configure)
            .configure(outside::configure)
            .configure(beside::outside_styles)
            .configure(portal::alone)
    });
    let server = match tls {
        Some(config) => server.listen_rustls_0_23(listener, config)?,
        None => server.listen(listener)?,
    };
    Ok(server.workers(workers).disable_signals().shutdown_timeout(10).run())
}

/// Makes certificates anew in time, for as long as the server runs.
async fn renewed(own: Arc<Renewed>) {
    loop {
        actix_web::rt::time::sleep(RENEWS).await;
        match own.renew_now() {
            Ok(true) => tracing::info!(names = ?own.names().texts(), "the server has a new certificate"),
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "the server's certificate could not be made anew"),
        }
    }
}

/// Waits until the process is told to end: for whoever has something to put away before. Blocks.
pub fn wait_for_end() {
    actix_web::rt::System::new().block_on(told_to_end());
}

/// Waits for Ctrl-C or the system's request to end. Both are the same to us: the server's own handling would
/// cut off requests in progress at Ctrl-C.
async fn told_to_end() {
    let interrupt = signal::ctrl_c();
    #[cfg(unix)]
    if let Ok(mut terminate) = signal::unix::signal(signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
        return;
    }
    // A system that can't tell is ended by other means.
    drop(interrupt.await);
}

pub(super) async fn secured(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let mut response = next.call(request).await?;
    headers::secure(response.headers_mut());
    Ok(response)
}

#[cfg(test)]
mod tests;
