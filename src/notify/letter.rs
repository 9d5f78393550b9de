//! A letter as a mail: who it is from and to, what it belongs to, as text and as HTML.

use super::Letter;
use super::fault::{Fault, Kind};
use super::render::Rendered;
use lettre::Message;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The mail of a letter that was written.
pub(super) fn compose(
    from: &Mailbox,
    letter: &Letter<'_>,
    rendered: &Rendered,
    stop: Option<String>,
) -> Result<Message, Fault> {
    let no_address = |_| Fault::lasting(Kind::NoAddress, letter.to.to_owned());
    let to = Mailbox::new(Some(letter.name.to_owned()), letter.to.parse().map_err(no_address)?);
    let mut builder = Message::builder()
        .from(from.clone())
        .to(to)
        .subject(rendered.subject.clone())
        .date(letter.at.utc().into())
        .message_id(Some(format!("<{}>", letter.message_id)));
    if let Some(thread) = letter.thread {
        // Everything about an order refers to one mail that was never sent: so it belongs together, whichever of them
        // came first or was lost.
        let root = format!("<{}@{}>", root(thread), from.email.domain());
        builder = builder.references(root.clone()).in_reply_to(root);
    }
    let reply_to = letter.outside.and_then(|links| links.reply_to).and_then(|address| address.parse().ok());
    if let Some(reply_to) = reply_to {
        builder = builder.reply_to(Mailbox::new(None, reply_to));
    }
    // Nobody is to be answered by a machine that is out of office.
    let mut headers =
        vec![("Auto-Submitted", "auto-generated".to_owned()), ("X-Auto-Response-Suppress", "All".to_owned())];
    if let Some(stop) = stop {
        // One click in the mail program is enough (RFC 8058).
        headers.push(("List-Unsubscribe", format!("<{stop}>")));
        headers.push(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
    }
    for (name, value) in headers {
        builder = builder.raw_header(HeaderValue::new(HeaderName::new_from_ascii_str(name), value));
    }
    let both = MultiPart::alternative_plain_html(rendered.text.clone(), rendered.html.clone());
    builder.multipart(both).map_err(|error| Fault::lasting(Kind::Template, error.to_string()))
}

fn root(thread: &str) -> String {
    let hash = Sha256::digest(thread.as_bytes());
    hash.iter().take(12).fold("thread-".to_owned(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap_or_default();
        text
    })
}
