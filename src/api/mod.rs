//! The service's HTTP side: routes parse, authorize, call a service and render. The only part that knows
//! actix-web. It decides nothing about the shop.
//!
//! Every route goes the same way, `dispatch`; what differs stands in `routes/`, one file an area.

mod answer;
mod app_files;
mod beside;
mod dispatch;
mod document;
mod endpoint;
mod headers;
mod input;
mod metrics;
mod misread;
mod news;
mod nowhere;
mod openapi;
mod outside;
mod own;
mod portal;
mod problem;
mod registry;
mod routes;
mod serving;
mod texts;
mod trust;

pub use document::{Documented, Parameters, With, Without};
pub use endpoint::{Access, Api, Plans, Public, Reads, SignedIn, Writes};
pub use input::Input;
pub use openapi::{BASE, document};
pub use own::Own;
pub use portal::{confirmation, customers_address};
pub use problem::Problem;
pub use serving::{Plain, Secured, Serving, run, serve, wait_for_end};

use crate::app::App;

/// What every request can reach.
pub(crate) struct Web {
    pub(crate) app: App,
    pub(crate) metrics: metrics::Metrics,
    /// The API's document, as it is sent.
    pub(crate) openapi: String,
    /// What all streams tell alike.
    pub(crate) news: news::News,
    /// Pages of the portal as they were sent last.
    pub(crate) pages: portal::Pages,
}

impl Web {
    fn new(app: App, openapi: String) -> Self {
        Self {
            app,
            openapi,
            metrics: metrics::Metrics::default(),
            news: news::News::default(),
            pages: portal::Pages::default(),
        }
    }
}

/// All routes.
pub fn routes() -> Api {
    let mut api = Api::default();
    routes::add(&mut api);
    beside::routes(&mut api);
    api
}
