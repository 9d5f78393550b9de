//! Routes of quotes: offered, held, released, accepted.

use super::version::OnVersion;
use crate::api::{Api, Input};
use crate::app::App;
use crate::domain::role::{Actor, Right};
use crate::services::promise::Leave;
use crate::services::quote::{
    self, Accepted, DateOdds, DateQuery, NewQuote, Quantities, QuantitiesBody, QuoteView, QuotesPage,
    QuotesQuery,
};
use crate::services::{Ask, Tx};
use crate::store::{Db, Failure};
use serde::Deserialize;
use utoipa::IntoParams;

/// A quote, by number.
#[derive(Clone, Debug, Deserialize, IntoParams)]
pub struct QuotePath {
    /// Number of the quote.
    number: String,
}

/// Registers the routes.
pub(super) fn routes(api: &mut Api) {
    api.get("/quotes", Right::ReadOrders, "Quotes, filtered, page by page", list);
    api.post_planned("/quotes", Right::Sell, "Offer a date for each line", offer);
    api.post_planned(
        "/quotes/quantities",
        Right::Sell,
        "How much can be promised by which day, and in which deliveries a quantity could go",
        quantities,
    );
    api.get("/quotes/{number}", Right::ReadOrders, "A quote with its lines", one);
    api.get_planned(
        "/quotes/{number}/odds",
        Right::ReadOrders,
        "How likely the lines of a quote are met by another day",
        odds,
    );
    api.post_planned("/quotes/{number}/hold", Right::Promise, "Keep capacity until the quote expires", hold);
    api.post("/quotes/{number}/release", Right::Promise, "Give back what a quote holds", release);
    api.post_planned("/quotes/{number}/accept", Right::Promise, "Make a sales order of a quote", accept);
}

fn list(ask: &mut Ask<'_>, input: &Input<(), QuotesQuery>) -> Result<QuotesPage, Failure> {
    quote::list(ask, &input.query)
}

fn offer(app: &App, actor: &Actor, input: &Input<(), (), NewQuote>) -> Result<QuoteView, Failure> {
    quote::offer(app, actor, input, &input.body)
}

fn quantities(
    app: &App,
    actor: &Actor,
    input: &Input<(), (), QuantitiesBody>,
) -> Result<Quantities, Failure> {
    quote::quantities(app, actor, &input.body)
}

fn one(ask: &mut Ask<'_>, input: &Input<QuotePath>) -> Result<QuoteView, Failure> {
    quote::view(ask.db, ask.plant.id, ask.actor, &input.path.number)
}

fn odds(app: &App, actor: &Actor, input: &Input<QuotePath, DateQuery>) -> Result<DateOdds, Failure> {
    quote::odds_of(app, actor, &input.path.number, input.query.date)
}

fn hold(app: &App, actor: &Actor, input: &Input<QuotePath, (), Leave>) -> Result<QuoteView, Failure> {
    let by = OnVersion::of(app, actor, input, on_version(input))?;
    quote::hold(app, actor, &by, &input.path.number, &input.body)
}

fn release(tx: &mut Tx<'_>, input: &Input<QuotePath, (), ()>) -> Result<QuoteView, Failure> {
    quote::expect_version(tx.db, tx.plant.id, &input.path.number, input.if_match)?;
    quote::release(tx, &input.path.number)
}

fn accept(app: &App, actor: &Actor, input: &Input<QuotePath, (), Leave>) -> Result<Accepted, Failure> {
    let by = OnVersion::of(app, actor, input, on_version(input))?;
    quote::accept(app, actor, &by, &input.path.number, &input.body)
}

/// A quote is decided on the newest plan and need not be named with its version; one that is named is held to.
fn on_version(
    input: &Input<QuotePath, (), Leave>,
) -> impl Fn(&mut Db, i64) -> Result<(), Failure> + Clone + Send + Sync + 'static {
    let (number, version) = (input.path.number.clone(), input.if_match);
    move |db: &mut Db, plant_id: i64| quote::expect_version(db, plant_id, &number, version)
}
