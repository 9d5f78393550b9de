//! The customer portal: pages for customers, who have no account and no rights. What each may see stands in the code, the link
//! or the cookie that they come with. Everything works without JavaScript.
//!
//! The pages know no price, supplier, operator or reason of the inside: what they are made of has no field for it. Nothing
//! that lets somebody in stays in the address, in a cache or in a log.

mod colours;
mod door;
mod forms;
pub mod look;
mod order;
mod papers;
pub mod render;
mod view;
mod visit;

use actix_web::web::{self, ServiceConfig};

/// Adds the pages.
pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .route("/portal", web::get().to(door::to_portal))
        .service(web::resource("/portal/").get(door::show).post(door::enter))
        .route("/portal/open/{token}", web::get().to(door::open))
        .route("/portal/leave", web::post().to(door::leave))
        .route("/portal/orders/{number}", web::get().to(order::show))
        .route("/portal/orders/{number}/{form}", web::post().to(forms::take));
}
