//! Whom a message goes to, as things stand when it is sent, and sending it there.

use super::outside::{Addressee, addressee};
use super::turn::Became;
use crate::domain::contact::Quiet;
use crate::domain::outbox::Channel;
use crate::domain::value::Moment;
use crate::notify::{Carrier, Fault, Kind, Letter, Outside, Target};
use crate::planning::USUAL_ZONE;
use crate::services::contacts;
use crate::store::contacts as contact_rows;
use crate::store::outbox::Message;
use crate::store::{Db, Failure, MAIN_PLANT, Store, access, plant};
use crate::text::Lang;

/// Severities that nobody is spared.
const URGENT: &str = "urgent";

/// Whom a message goes to, or what else becomes of it.
enum Whom {
    Person { user: String, address: String, display_name: String, lang: Lang, instead_of: Option<String> },
    Target { name: String, target: Target, lang: Lang },
    Outside(Box<Addressee>),
    Nobody(Option<String>, Became),
}

/// Sends a message: to whom it went, and what became of it. Blocks.
pub(super) fn send(
    store: &Store,
    now: Moment,
    carrier: &mut Carrier,
    message: &Message,
) -> (Option<String>, Became) {
    let channel = Channel::named(&message.channel).unwrap_or(Channel::Mail);
    let whom = store.read(|db| match channel {
        Channel::Mail => match addressee(db, now, &message.recipient)? {
            None => person(db, now, message),
            Some(Ok(to)) => Ok(Whom::Outside(Box::new(to))),
            Some(Err(fault)) => Ok(Whom::Nobody(None, fault.into())),
        },
        beside => target(db, beside, message),
    });
    let at = crate::auth::now();
    match whom {
        Err(failure) => {
            let why = Fault::temporary(Kind::Own, failure.to_string());
            (None, why.into())
        }
        Ok(Whom::Nobody(whom, became)) => (whom, became),
        Ok(Whom::Person { user, address, display_name, lang, instead_of }) => {
            let sent = carrier.mail(&Letter {
                to: &address,
                name: &display_name,
                template: &message.template,
                facts: &message.facts.0,
                lang,
                instead_of: instead_of.as_deref(),
                message_id: &message.message_id,
                thread: message.thread.as_deref(),
                at,
                outside: None,
            });
            (Some(user), became(sent))
        }
        Ok(Whom::Outside(to)) => {
            let sent = write_to(carrier, &to, message, at);
            (Some(to.whose), became(sent))
        }
        Ok(Whom::Target { name, target, lang }) => {
            let sent =
                carrier.post(&target, &message.message_id, &message.template, &message.facts.0, lang, at);
            (Some(name), became(sent))
        }
    }
}

/// Writes to somebody outside of the house.
fn write_to(carrier: &mut Carrier, to: &Addressee, message: &Message, at: Moment) -> Result<(), Fault> {
    let links = Outside { link: &to.link, stop: to.stop.as_deref(), reply_to: to.reply_to.as_deref() };
    carrier.mail(&Letter {
        to: &to.address,
        name: &to.name,
        template: &message.template,
        facts: &message.facts.0,
        lang: to.lang,
        instead_of: None,
        message_id: &message.message_id,
        thread: message.thread.as_deref(),
        at,
        outside: Some(links),
    })
}

fn became(sent: Result<(), Fault>) -> Became {
    sent.map_or_else(Became::from, |()| Became::Sent)
}

impl From<Fault> for Became {
    fn from(fault: Fault) -> Self {
        Self::Failed { lasting: fault.lasting, why: fault.kept() }
    }
}

/// The person whom a mail goes to at `now`: who was named, or whoever stands in.
fn person(db: &mut Db, now: Moment, message: &Message) -> Result<Whom, Failure> {
    let zone = plant(db, MAIN_PLANT)?.zone.parse().unwrap_or(USUAL_ZONE);
    let name = contacts::standing_in(db, &message.recipient, now.day(zone))?;
    let found = access::user(db, &name)?.filter(|user| user.active);
    let nobody = |kind| Whom::Nobody(None, Fault::lasting(kind, message.recipient.clone()).into());
    let Some(user) = found else { return Ok(nobody(Kind::UnknownRecipient)) };
    let contact = contact_rows::contact(db, &name)?.unwrap_or_default();
    let Some(address) = contact.address.clone() else { return Ok(nobody(Kind::NoAddress)) };
    let urgent = message.facts.0["severity"] == URGENT;
    let quiet = Quiet::read(contact.quiet_from.as_deref(), contact.quiet_to.as_deref());
    if let Some(until) = quiet.filter(|_| !urgent).and_then(|quiet| quiet.until(now, zone)) {
        return Ok(Whom::Nobody(Some(name), Became::NotYet(until)));
    }
    let instead_of = match name == message.recipient {
        true => None,
        false => Some(
            access::user(db, &message.recipient)?
                .map_or_else(|| message.recipient.clone(), |absent| absent.display_name),
        ),
    };
    let lang = Lang::from_tag(&user.lang);
    Ok(Whom::Person { user: name, address, display_name: user.display_name, lang, instead_of })
}

/// The channel that a message goes to.
fn target(db: &mut Db, channel: Channel, message: &Message) -> Result<Whom, Failure> {
    let row = contact_rows::channel(db, MAIN_PLANT, &message.recipient)?;
    let Some(row) = row.filter(|row| row.active && row.kind == channel.name()) else {
        let fault = Fault::lasting(Kind::UnknownRecipient, message.recipient.clone());
        return Ok(Whom::Nobody(None, fault.into()));
    };
    let lang = Lang::from_tag(&row.lang);
    let target = Target { channel, url: row.url.into(), secret: row.secret.map(Into::into) };
    Ok(Whom::Target { name: row.name, target, lang })
}
