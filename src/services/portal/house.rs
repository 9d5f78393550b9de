//! What the house prints of an order for its customer.

use super::access::{Visitor, access};
use super::page::page;
use crate::app::App;
use crate::domain::portal::OrderPage;
use crate::domain::role::Actor;
use crate::services::sales::order_named;
use crate::store::Failure;
use crate::store::master::customers;
use crate::text::Lang;

/// What a customer sees of an order, with its access code where there is one, in their language unless said.
///
/// # Errors
///
/// There is no such order.
pub fn for_house(
    app: &App,
    actor: &Actor,
    number: &str,
    lang: Option<Lang>,
) -> Result<(OrderPage, Option<String>, Lang), Failure> {
    let (code, theirs) = app.ask(actor, |ask| {
        let order = order_named(ask.db, ask.plant.id, number)?;
        let customer = customers::one(ask.db, &order.customer)?;
        Ok((access(ask, number)?.code, customer.and_then(|row| row.fields.language).unwrap_or_default()))
    })?;
    let lang = lang.unwrap_or(theirs);
    let visitor = Visitor { order: number.to_owned(), renewed: 0, by_link: false };
    Ok((page(app, actor, &visitor, lang)?, code, lang))
}
