//! The customer portal: pages for customers, who have no account and no rights. What each may see stands in the code, the link
//! or the cookie that they come with. Everything works without JavaScript.
//!
//! The pages know no price, supplier, operator or reason of the inside: what they are made of has no field for it. Nothing
//! that lets somebody in stays in the address, in a cache or in a log.

mod door;
mod forms;
mod order;
mod render;
mod visit;

use actix_web::web::{self, ServiceConfig};

/// Largest form, in bytes: the longest text in any language, with what else there is.
const LARGEST: usize = 48 * 1024;

/// Adds the pages.
pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .app_data(web::FormConfig::default().limit(LARGEST))
        .route("/portal", web::get().to(door::to_portal))
        .service(web::resource("/portal/").get(door::show).post(door::enter))
        .route("/portal/open/{token}", web::get().to(door::open))
        .route("/portal/leave", web::post().to(door::leave))
        .route("/portal/orders/{number}", web::get().to(order::show))
        .route("/portal/orders/{number}/{form}", web::post().to(forms::take));
}
