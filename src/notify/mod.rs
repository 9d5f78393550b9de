//! Writing and sending what leaves the house: mail by SMTP, requests to other programs, chat robots.
//!
//! It knows neither who is to be told nor what is stored, and decides nothing about when: whoever calls says what is to
//! be said, to which address, in which language. Only this part knows lettre, minijinja and the client for requests.
//!
//! *Never*: a secret in a log, an error or a `Debug`; a connection to an inside address that no setting allows.

mod facts;
mod fault;
mod guard;
mod letter;
mod outside;
mod render;
mod robots;
pub mod sample;
mod secret;
mod smtp;
mod view;
mod web;

pub use fault::{Fault, Kind};
pub use guard::Inside;
pub use outside::{FOLLOW, NOTICE, SIGN_IN, SUPPLIER_REQUEST};
pub use render::{NAMES, Rendered, Renderer};
pub use secret::Secret;
pub use smtp::{Encryption, Server};

use crate::domain::outbox::Channel;
use crate::domain::value::Moment;
use crate::text::Lang;
use lettre::message::Mailbox;
use std::path::PathBuf;
use std::sync::Arc;

/// How mail and requests leave, as set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The mail server; without one mail waits.
    pub server: Option<Server>,
    /// Who mail is from: `Holdfast <holdfast@plant.example>`.
    pub from: String,
    /// A file with further authorities to trust, in PEM.
    pub authorities: Option<PathBuf>,
    /// A folder with templates to be used instead of the shipped ones.
    pub templates: Option<PathBuf>,
    /// What stands before the paths of links: `https://holdfast.plant.example`.
    pub public_url: String,
    /// Inside addresses that requests may go to.
    pub inside: Inside,
}

/// Whether a text is a mail address that can be written to.
pub fn is_address(text: &str) -> bool {
    text.parse::<lettre::Address>().is_ok()
}

/// Why nothing can be sent with these settings.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Unusable {
    /// The sender is no address.
    #[error("`{0}` is no mail address")]
    Sender(String),
    /// The file of authorities can't be used.
    #[error("{0}")]
    Authorities(String),
}

/// What sends. Cheap to clone.
#[derive(Clone)]
pub struct Post(Arc<Inner>);

struct Inner {
    mailer: Option<smtp::Mailer>,
    from: Mailbox,
    web: web::Web,
    renderer: Renderer,
}

/// A letter to be written and sent.
#[derive(Clone, Debug)]
pub struct Letter<'a> {
    /// The address.
    pub to: &'a str,
    /// What the person is called.
    pub name: &'a str,
    /// What it is written with.
    pub template: &'a str,
    /// What it says.
    pub facts: &'a serde_json::Value,
    /// In which language.
    pub lang: Lang,
    /// For whom somebody else gets it.
    pub instead_of: Option<&'a str>,
    /// Its Message-ID, without brackets.
    pub message_id: &'a str,
    /// What it is about.
    pub thread: Option<&'a str>,
    /// When it is sent, by the machine's clock.
    pub at: Moment,
    /// What goes with it where it leaves the house.
    pub outside: Option<Outside<'a>>,
}

/// What goes with a letter to somebody outside of the house: paths below the server's address, and whom an answer
/// reaches.
#[derive(Clone, Copy, Debug)]
pub struct Outside<'a> {
    /// Where its button leads; empty for none.
    pub link: &'a str,
    /// Where no more of it is asked for.
    pub stop: Option<&'a str>,
    /// Whom an answer reaches.
    pub reply_to: Option<&'a str>,
}

impl Outside<'_> {
    /// What a preview shows.
    pub(crate) const SAMPLE: Outside<'static> =
        Outside { link: "/supplier/example", stop: Some("/unsubscribe/example"), reply_to: None };
}

/// A channel beside mail.
#[derive(Clone, Debug)]
pub struct Target {
    /// Which kind.
    pub channel: Channel,
    /// Where requests go; a robot's address is itself a secret.
    pub url: Secret,
    /// What they are signed with.
    pub secret: Option<Secret>,
}

impl Post {
    /// What sends by `settings`.
    ///
    /// # Errors
    ///
    /// [`Unusable`].
    pub fn new(settings: &Settings) -> Result<Self, Unusable> {
        let from: Mailbox = settings.from.parse().map_err(|_| Unusable::Sender(settings.from.clone()))?;
        let authorities = match &settings.authorities {
            None => Vec::new(),
            Some(path) => std::fs::read(path)
                .map_err(|error| Unusable::Authorities(format!("{}: {error}", path.display())))?,
        };
        let domain = from.email.domain().to_owned();
        let mailer = settings.server.clone();
        let mailer = mailer.map(|server| smtp::Mailer::new(server, &domain, &authorities)).transpose()?;
        let web = web::Web::new(settings.inside.clone(), &authorities)?;
        let renderer = Renderer::new(settings.templates.clone(), &settings.public_url);
        Ok(Self(Arc::new(Inner { mailer, from, web, renderer })))
    }

    /// Whether there is a mail server.
    pub fn sends_mail(&self) -> bool {
        self.0.mailer.is_some()
    }

    /// The domain of the sender, in which Message-IDs are made.
    pub fn domain(&self) -> &str {
        self.0.from.email.domain()
    }

    /// What writes.
    pub fn renderer(&self) -> &Renderer {
        &self.0.renderer
    }

    /// One who carries messages, for one thread.
    pub fn carrier(&self) -> Carrier {
        Carrier { post: self.clone(), line: None }
    }
}

/// Carries messages one after the other; mail on one connection as long as there is more of it.
pub struct Carrier {
    post: Post,
    line: Option<smtp::Line>,
}

impl Carrier {
    /// Writes a letter and sends it. Blocks.
    ///
    /// # Errors
    ///
    /// Why it was not sent, or may not have been.
    pub fn mail(&mut self, letter: &Letter<'_>) -> Result<(), Fault> {
        let inner = &self.post.0;
        let Some(mailer) = &inner.mailer else {
            return Err(Fault::temporary(Kind::Connection, "no mail server is set".to_owned()));
        };
        let renderer = &inner.renderer;
        let rendered = match &letter.outside {
            None => renderer.render(letter.template, letter.facts, letter.lang, letter.instead_of)?,
            // A letter whose links lead nowhere must not leave: nobody could stop it.
            Some(_) if renderer.place("/").is_empty() => {
                return Err(Fault::temporary(Kind::NoPublicUrl, String::new()));
            }
            Some(links) => renderer.render_outside(letter.template, letter.facts, letter.lang, links)?,
        };
        let stop = letter.outside.as_ref().and_then(|links| links.stop).map(|path| renderer.place(path));
        let message = letter::compose(&inner.from, letter, &rendered, stop)?;
        mailer.send(&mut self.line, &message)
    }

    /// Posts to a channel beside mail. Blocks.
    ///
    /// # Errors
    ///
    /// Why it was not taken, or may not have been.
    pub fn post(
        &self,
        target: &Target,
        id: &str,
        template: &str,
        facts: &serde_json::Value,
        lang: Lang,
        at: Moment,
    ) -> Result<(), Fault> {
        let inner = &self.post.0;
        // The left half is what was made when the message was put in.
        let id = id.split('@').next().unwrap_or(id);
        match target.channel {
            Channel::Webhook => inner.web.hook(target, id, template, facts, at),
            Channel::DingTalk | Channel::WeCom => {
                let rendered = inner.renderer.render(template, facts, lang, None)?;
                inner.web.robot(target, &rendered, at)
            }
            Channel::Mail => Err(Fault::lasting(Kind::UnknownRecipient, String::new())),
        }
    }

    /// Ends the connection to the mail server: no more mail for now.
    pub fn hang_up(&mut self) {
        if let Some(line) = self.line.take() {
            line.close();
        }
    }
}
