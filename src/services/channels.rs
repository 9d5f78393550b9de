//! Channels beside mail: webhooks and chat robots. Their secrets go in and never come out: of an address only its host is
//! shown, because a robot's address is its key.

use super::access::check_name;
use super::{Ask, Tx};
use crate::domain::outbox::Channel as Kind;
use crate::domain::refusal::{Refusal, common, mail as codes};
use crate::store::contacts::{self as rows, Channel};
use crate::store::{Failure, Subject};
use crate::text::Lang;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Fewest characters of a secret.
const SHORTEST_SECRET: usize = 16;

/// A channel, without its secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChannelView {
    /// What people call it, and rules name it by.
    pub name: String,
    /// Which kind.
    pub kind: Kind,
    /// The host of its address.
    pub host: String,
    /// Whether messages are signed.
    pub has_secret: bool,
    /// The language of its messages.
    pub lang: Lang,
    /// Whether messages go there.
    pub active: bool,
    /// Grows with every change.
    pub version: i64,
}

/// A channel, as it is to be.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChannelBody {
    /// Which kind.
    pub kind: Kind,
    /// Where messages go. Without it the present address stays.
    #[serde(default)]
    pub url: Option<String>,
    /// What messages are signed with. Without it the present one stays; empty for none.
    #[serde(default)]
    pub secret: Option<String>,
    /// The language of its messages.
    #[serde(default)]
    pub lang: Lang,
    /// Whether messages go there.
    #[serde(default = "yes")]
    pub active: bool,
}

fn yes() -> bool {
    true
}

/// The host of an address that can be used.
fn host(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // Names and passwords in addresses are for nobody.
    let fits = !authority.is_empty() && !authority.contains('@') && url.len() <= 2_000;
    let plain = url.chars().all(|c| c.is_ascii_graphic());
    (fits && plain && ["http", "https"].contains(&scheme)).then(|| authority.to_owned())
}

fn view(row: &Channel) -> ChannelView {
    ChannelView {
        name: row.name.clone(),
        kind: Kind::named(&row.kind).unwrap_or(Kind::Webhook),
        host: host(&row.url).unwrap_or_default(),
        has_secret: row.secret.is_some(),
        lang: Lang::from_tag(&row.lang),
        active: row.active,
        version: row.version,
    }
}

fn unknown(name: &str) -> Failure {
    Refusal::at(common::UNKNOWN, "name", name).with("what", "channel").into()
}

/// All channels, by name.
///
/// # Errors
///
/// What the database says.
pub fn channels(ask: &mut Ask<'_>) -> Result<Vec<ChannelView>, Failure> {
    Ok(rows::channels(ask.db, ask.plant.id)?.iter().map(view).collect())
}

/// Makes or changes a channel.
///
/// # Errors
///
/// A wrong name, kind, address or secret, or another version than the one stored.
pub fn put_channel(
    tx: &mut Tx<'_>,
    name: &str,
    body: &ChannelBody,
    if_match: Option<i64>,
) -> Result<ChannelView, Failure> {
    check_name("name", name)?;
    let stored = rows::channel(tx.db, tx.plant.id, name)?;
    match &stored {
        Some(stored) => Tx::expect_version("channel", name, if_match, stored.version)?,
        None if if_match.is_some() => return Err(unknown(name)),
        None => {}
    }
    if body.kind == Kind::Mail {
        return Err(Refusal::at(codes::CHANNEL_IS_MAIL, "kind", body.kind.name()).into());
    }
    let url = body.url.clone().or_else(|| stored.as_ref().map(|row| row.url.clone()));
    let url = url.ok_or_else(|| Refusal::at(common::REQUIRED, "url", ""))?;
    if host(&url).is_none() {
        return Err(Refusal::at(codes::CHANNEL_ADDRESS_INVALID, "url", "").into());
    }
    if body.secret.as_ref().is_some_and(|secret| (1..SHORTEST_SECRET).contains(&secret.chars().count())) {
        let refused = Refusal::at(codes::CHANNEL_SECRET_SHORT, "secret", "");
        return Err(refused.with("limit", SHORTEST_SECRET).into());
    }
    let kept = stored.as_ref().and_then(|row| row.secret.clone());
    let row = Channel {
        plant_id: tx.plant.id,
        name: name.to_owned(),
        kind: body.kind.name().to_owned(),
        url,
        secret: body.secret.clone().map_or(kept, |secret| (!secret.is_empty()).then_some(secret)),
        lang: if body.lang == Lang::Zh { "zh" } else { "en" }.to_owned(),
        active: body.active,
        version: stored.as_ref().map_or(1, |row| row.version + 1),
    };
    rows::put_channel(tx.db, &row)?;
    let view = view(&row);
    let what = if stored.is_some() { "channel.changed" } else { "channel.created" };
    tx.journal(what, &[Subject::Channel(name.to_owned())], &view)?;
    Ok(view)
}

/// Takes a channel away. Messages to it that still wait fail for good.
///
/// # Errors
///
/// [`common::UNKNOWN`], or another version than the one stored.
pub fn delete_channel(tx: &mut Tx<'_>, name: &str, if_match: Option<i64>) -> Result<(), Failure> {
    let row = rows::channel(tx.db, tx.plant.id, name)?.ok_or_else(|| unknown(name))?;
    Tx::expect_version("channel", name, if_match, row.version)?;
    rows::delete_channel(tx.db, tx.plant.id, name)?;
    tx.journal("channel.deleted", &[Subject::Channel(name.to_owned())], &view(&row)).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_host_of_an_address_is_shown() {
        let robot = "https://oapi.dingtalk.com/robot/send?access_token=hush";
        assert_eq!(host(robot).as_deref(), Some("oapi.dingtalk.com"));
        assert_eq!(host("http://10.0.0.7:8000/hook").as_deref(), Some("10.0.0.7:8000"));
        for bad in
            ["", "oapi.dingtalk.com", "ftp://a", "https://", "https://a b", "https://u:p@a/", "https://a/\n"]
        {
            assert_eq!(host(bad), None, "{bad:?}");
        }
    }
}
