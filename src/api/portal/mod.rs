//! The customer portal: pages for customers, who have no account and no rights. What each may see stands in the code, the link
//! or the cookie that they come with. Everything works without JavaScript.
//!
//! The pages know no price, supplier, operator or reason of the inside: what they are made of has no field for it. Nothing
//! that lets somebody in stays in the address, in a cache or in a log.

mod colours;
mod door;
mod files;
mod forms;
mod house;
mod look;
mod mailed;
mod order;
mod pages;
mod papers;
mod posted;
mod render;
mod view;
mod visit;

pub use house::{confirmation, customers_address};
pub(crate) use pages::Pages;

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
        .service(web::resource("/portal/follow/{token}").get(mailed::show_follow).post(mailed::take_follow))
        .service(web::resource("/portal/sign-in").get(mailed::show_sign_in).post(mailed::ask_sign_in))
        .route("/portal/account/{token}", web::get().to(mailed::account))
        .route("/portal/look/portal.css", web::get().to(files::style))
        .route("/portal/look/portal.js", web::get().to(files::script))
        .route("/portal/logo/{hash}", web::get().to(files::logo))
        .route("/portal/orders", web::get().to(mailed::list))
        .route("/portal/orders/{number}", web::get().to(order::show))
        .route("/portal/orders/{number}/{paper}", web::get().to(files::paper))
        .route("/portal/orders/{number}/packing-slip/{note}", web::get().to(files::slip))
        .route("/portal/orders/{number}/{form}", web::post().to(forms::take))
        .route("/portal/{elsewhere:.*}", web::get().to(door::missing));
}

/// Adds what is at no address, where nothing but the pages is.
pub(super) fn alone(config: &mut ServiceConfig) {
    config.default_service(web::to(door::elsewhere));
}
