//! Why a message was not taken, or may not have been.

use std::fmt;

/// What kind of fault; its words are in `text::outbox`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nobody of that name is there to be told.
    UnknownRecipient,
    /// The person has no mail address.
    NoAddress,
    /// Whoever it is for wants no more of it.
    Unsubscribed,
    /// The link in it is no good any more.
    LinkOver,
    /// It has links, and where the server is was not set.
    NoPublicUrl,
    /// The message can't be written.
    Template,
    /// The other side can't be reached.
    Connection,
    /// It does not answer in time.
    Timeout,
    /// No connection that nobody else can read.
    Tls,
    /// It does not take our name and password.
    SignIn,
    /// It does not take mail from our sender, or none now.
    Sender,
    /// It does not take this message.
    Refused,
    /// The whole message was sent, but whether it was taken was not heard.
    Unheard,
    /// It answered something that is no answer.
    Answer,
    /// The address is inside, where requests do not go.
    InsideAddress,
    /// A fault of ours.
    Own,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 16] = [
        Self::UnknownRecipient,
        Self::NoAddress,
        Self::Unsubscribed,
        Self::LinkOver,
        Self::NoPublicUrl,
        Self::Template,
        Self::Connection,
        Self::Timeout,
        Self::Tls,
        Self::SignIn,
        Self::Sender,
        Self::Refused,
        Self::Unheard,
        Self::Answer,
        Self::InsideAddress,
        Self::Own,
    ];

    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::UnknownRecipient => "unknown-recipient",
            Self::NoAddress => "no-address",
            Self::Unsubscribed => "unsubscribed",
            Self::LinkOver => "link-over",
            Self::NoPublicUrl => "no-public-url",
            Self::Template => "template",
            Self::Connection => "connection",
            Self::Timeout => "timeout",
            Self::Tls => "tls",
            Self::SignIn => "sign-in",
            Self::Sender => "sender",
            Self::Refused => "refused",
            Self::Unheard => "unheard",
            Self::Answer => "answer",
            Self::InsideAddress => "inside-address",
            Self::Own => "own",
        }
    }
}

/// Why a message was not taken, or may not have been.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Whether trying again would change nothing.
    pub lasting: bool,
    /// What kind.
    pub kind: Kind,
    /// What the other side said, as it said it, or what is at fault.
    pub said: String,
}

/// Characters of what was said that are kept.
const KEPT: usize = 500;

impl Fault {
    /// One that may pass.
    pub fn temporary(kind: Kind, said: String) -> Self {
        Self { lasting: false, kind, said }
    }

    /// One that stays.
    pub fn lasting(kind: Kind, said: String) -> Self {
        Self { lasting: true, kind, said }
    }

    /// As it is kept with the message: `kind: what was said`, on one line.
    pub fn kept(&self) -> String {
        let words: Vec<&str> = self.said.split_whitespace().collect();
        let said: String = words.join(" ").chars().filter(|c| !c.is_control()).take(KEPT).collect();
        if said.is_empty() { self.kind.name().to_owned() } else { format!("{}: {said}", self.kind.name()) }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.kept())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_is_kept_on_one_short_line() {
        let fault = Fault::lasting(Kind::Refused, format!("550 no\r\n such  one{}", "!".repeat(600)));
        assert!(fault.kept().starts_with("refused: 550 no such one!!"), "{fault}");
        assert_eq!(fault.kept().chars().count(), KEPT + "refused: ".len());
        assert_eq!(Fault::lasting(Kind::NoAddress, String::new()).kept(), "no-address");
    }
}
