//! What leaves the house, how people are reached, and the channels beside mail.

use crate::api::{Api, Input, SignedIn};
use crate::app::App;
use crate::domain::role::{Actor, Right};
use crate::services::channels::{self, ChannelBody, ChannelView};
use crate::services::contacts::{self, ContactBody, ContactView};
use crate::services::outbox::{self, MessageView, Outbox, OutboxQuery, PreviewBody, PreviewView};
use crate::services::{Ask, Commit, Tx};
use crate::store::Failure;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Registers the routes of this area.
pub(super) fn routes(api: &mut Api) {
    let administer = Right::Administer;
    api.get(
        "/outbox",
        administer,
        "Messages that leave the house: where each stands, and why it failed",
        list,
    );
    api.put("/outbox/{id}/retry", administer, "Try a message again at once that failed or waits", retry);
    api.post_planned("/mail/preview", administer, "See a message as it would be sent", preview);
    api.get("/people", administer, "How everybody is reached", people);
    api.get(
        "/people/{name}/contact",
        SignedIn,
        "How somebody is reached: oneself, or for administrators anybody",
        contact,
    );
    api.put(
        "/people/{name}/contact",
        SignedIn,
        "Say how somebody is reached: oneself, or for administrators anybody",
        put_contact,
    );
    api.get("/channels", administer, "Webhooks and chat robots, without their secrets", list_channels);
    api.put_password("/channels/{name}", administer, "Make or change a webhook or chat robot", put_channel);
    api.delete("/channels/{name}", administer, "Take a webhook or chat robot away", delete_channel);
}

#[derive(Debug, Deserialize, IntoParams)]
struct Numbered {
    /// The message's number.
    id: i64,
}

#[derive(Debug, Deserialize, IntoParams)]
struct Named {
    /// The name.
    name: String,
}

/// A list.
#[derive(Debug, Serialize, ToSchema)]
struct People {
    /// Everybody, by name.
    items: Vec<ContactView>,
    /// Nothing more follows.
    next: Option<String>,
}

/// A list.
#[derive(Debug, Serialize, ToSchema)]
struct Channels {
    /// All of them, by name.
    items: Vec<ChannelView>,
    /// Nothing more follows.
    next: Option<String>,
}

fn list(ask: &mut Ask<'_>, input: &Input<(), OutboxQuery>) -> Result<Outbox, Failure> {
    outbox::list(ask, &input.query, input.lang)
}

fn retry(tx: &mut Tx<'_>, input: &Input<Numbered>) -> Result<MessageView, Failure> {
    outbox::retry(tx, input.path.id, input.lang)
}

fn preview(app: &App, _: &Actor, input: &Input<(), (), PreviewBody>) -> Result<PreviewView, Failure> {
    outbox::preview_of(app, &input.body, input.lang)
}

fn people(ask: &mut Ask<'_>, _: &Input) -> Result<People, Failure> {
    Ok(People { items: contacts::contacts(ask)?, next: None })
}

fn contact(ask: &mut Ask<'_>, input: &Input<Named>) -> Result<ContactView, Failure> {
    contacts::contact(ask, &input.path.name)
}

fn put_contact(tx: &mut Tx<'_>, input: &Input<Named, (), ContactBody>) -> Result<ContactView, Failure> {
    contacts::put_contact(tx, &input.path.name, &input.body, input.if_match)
}

fn list_channels(ask: &mut Ask<'_>, _: &Input) -> Result<Channels, Failure> {
    Ok(Channels { items: channels::channels(ask)?, next: None })
}

fn put_channel(
    app: &App,
    actor: &Actor,
    input: &Input<Named, (), ChannelBody>,
) -> Result<ChannelView, Failure> {
    let (name, body, if_match) = (input.path.name.clone(), input.body.clone(), input.if_match);
    input.commit(app, actor, move |tx| channels::put_channel(tx, &name, &body, if_match))
}

fn delete_channel(tx: &mut Tx<'_>, input: &Input<Named>) -> Result<(), Failure> {
    channels::delete_channel(tx, &input.path.name, input.if_match)
}
