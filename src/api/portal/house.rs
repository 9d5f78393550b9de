//! The order confirmation for the house, to print or to send along: with it a customer gets the access code.

use super::render::{PaperKind, paper_file};
use crate::app::App;
use crate::domain::role::Actor;
use crate::services::portal;
use crate::store::Failure;
use crate::text::Lang;

/// Where customers reach the server, as it was told when it was started: `public-url`, without the slash at its end.
pub fn customers_address(app: &App) -> Option<String> {
    let place = app.post.as_ref()?.renderer().place("/");
    let place = place.trim_end_matches('/');
    (!place.is_empty()).then(|| place.to_owned())
}

/// The order confirmation as PDF, in the customer's language unless said. `outside` is where customers reach the server, such as
/// `https://holdfast.example`.
///
/// # Errors
///
/// There is no such order.
pub fn confirmation(
    app: &App,
    actor: &Actor,
    number: &str,
    lang: Option<Lang>,
    outside: &str,
) -> Result<Vec<u8>, Failure> {
    let (page, code, lang) = portal::for_house(app, actor, number, lang)?;
    let address = format!("{}/portal/", outside.trim_end_matches('/'));
    let access = code.as_deref().map(|code| (address.as_str(), code));
    let paper = paper_file(&page, lang, PaperKind::Confirmation(access), portal::logo_of(app, &page)?);
    paper.ok_or_else(|| Failure::Broken("an order has no confirmation".to_owned()))
}
