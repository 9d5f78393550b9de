//! Mail over SMTP: the connection, how it is kept from being read, signing in, and what an answer means.
//!
//! The commands are given one by one, because what an error means depends on where it happened: a server that refuses
//! our password refuses every mail and may not tomorrow; one that refuses an address refuses this mail for good; and
//! when the answer to the last line is lost nobody knows whether the mail was taken.

use super::Unusable;
use super::fault::{Fault, Kind};
use super::secret::Secret;
use lettre::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{Certificate, SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use std::time::Duration;

/// A server may look at the whole of a mail before it answers: it gets so much longer for that.
const LAST_ANSWER: u32 = 4;

/// How the connection is kept from being read by others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// Begun in the clear and encrypted before anything is said; a server that can't is not spoken to.
    StartTls,
    /// From the first byte.
    Implicit,
    /// Not at all.
    None,
}

/// A mail server.
#[derive(Clone, Debug)]
pub struct Server {
    /// Its name, which its certificate must bear.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept from being read.
    pub encryption: Encryption,
    /// Name and password to sign in with.
    pub sign_in: Option<(String, Secret)>,
    /// How long it may take for an answer.
    pub patience: Duration,
}

/// What sends mail to one server.
pub(super) struct Mailer {
    server: Server,
    hello: ClientId,
    tls: Option<TlsParameters>,
}

/// An open connection to the server.
pub(super) struct Line(SmtpConnection);

impl Line {
    /// Says good-bye. A server that does not answer that has nothing to be told.
    pub(super) fn close(mut self) {
        drop(self.0.set_timeout(Some(Duration::from_secs(1))));
        drop(self.0.quit());
    }
}

impl Mailer {
    pub(super) fn new(server: Server, domain: &str, authorities: &[u8]) -> Result<Self, Unusable> {
        let tls = match server.encryption {
            Encryption::None => None,
            Encryption::StartTls | Encryption::Implicit => Some(parameters(&server.host, authorities)?),
        };
        Ok(Self { server, hello: ClientId::Domain(domain.to_owned()), tls })
    }

    /// Sends a mail on `line`, which is opened where there is none and is none after an error.
    pub(super) fn send(&self, line: &mut Option<Line>, message: &Message) -> Result<(), Fault> {
        if let Some(open) = line.take() {
            // The server may have ended a connection that was quiet for a while.
            match self.speak(open, message) {
                Err((fault, true)) if fault.kind == Kind::Connection => {}
                other => return other.map(|open| *line = Some(open)).map_err(|(fault, _)| fault),
            }
        }
        let spoken = self.speak(self.open()?, message).map_err(|(fault, _)| fault)?;
        *line = Some(spoken);
        Ok(())
    }

    fn open(&self) -> Result<Line, Fault> {
        let at = (self.server.host.as_str(), self.server.port);
        let from_the_start = self.tls.as_ref().filter(|_| self.server.encryption == Encryption::Implicit);
        let patience = Some(self.server.patience);
        let mut open = SmtpConnection::connect(at, patience, &self.hello, from_the_start, None)
            .map_err(|error| temporary(&error, Kind::Sender))?;
        if let Some(tls) = self.tls.as_ref().filter(|_| self.server.encryption == Encryption::StartTls) {
            if !open.can_starttls() {
                drop(open.quit());
                return Err(Fault::temporary(Kind::Tls, "the server offers no STARTTLS".to_owned()));
            }
            open.starttls(tls, &self.hello).map_err(|error| temporary(&error, Kind::Tls))?;
        }
        if let Some((name, password)) = &self.server.sign_in {
            let credentials = Credentials::new(name.clone(), password.reveal().to_owned());
            let signed_in = open.auth(DEFAULT_MECHANISMS, &credentials);
            signed_in.map_err(|error| temporary(&error, Kind::SignIn))?;
        }
        Ok(Line(open))
    }

    /// One mail. With the error: whether nothing of the mail had been said yet.
    fn speak(&self, line: Line, message: &Message) -> Result<Line, (Fault, bool)> {
        let Line(mut open) = line;
        let envelope = message.envelope();
        let formatted = message.formatted();
        let from = Mail::new(envelope.from().cloned(), Vec::new());
        if let Err(error) = open.command(from) {
            let first = error.status().is_none();
            open.abort();
            return Err((temporary(&error, Kind::Sender), first));
        }
        for to in envelope.to() {
            if let Err(error) = open.command(Rcpt::new(to.clone(), Vec::new())) {
                open.abort();
                return Err((about_this_mail(&error), false));
            }
        }
        if let Err(error) = open.command(Data) {
            open.abort();
            return Err((about_this_mail(&error), false));
        }
        let longer = self.server.patience.saturating_mul(LAST_ANSWER);
        drop(open.set_timeout(Some(longer)));
        match open.message(&formatted) {
            Ok(_) => {
                drop(open.set_timeout(Some(self.server.patience)));
                Ok(Line(open))
            }
            Err(error) if error.status().is_some() => {
                open.abort();
                Err((about_this_mail(&error), false))
            }
            Err(error) => {
                open.abort();
                Err((Fault::temporary(Kind::Unheard, words(&error)), false))
            }
        }
    }
}

/// What an error means that says nothing about this mail: it may pass. `refused` is what an answer means.
fn temporary(error: &Error, refused: Kind) -> Fault {
    Fault::temporary(kind(error, refused), words(error))
}

/// What an error means that was said about this mail.
fn about_this_mail(error: &Error) -> Fault {
    let fault = temporary(error, Kind::Refused);
    Fault { lasting: error.is_permanent(), ..fault }
}

fn kind(error: &Error, refused: Kind) -> Kind {
    if error.status().is_some() || error.is_client() {
        refused
    } else if error.is_timeout() {
        Kind::Timeout
    } else if is_tls(error) {
        Kind::Tls
    } else if error.is_response() && !words(error).contains("incomplete") {
        Kind::Answer
    } else {
        Kind::Connection
    }
}

/// A handshake fails inside of what reads and writes: only the innermost error says that it was one.
fn is_tls(error: &Error) -> bool {
    if error.is_tls() {
        return true;
    }
    let mut inner: Option<&dyn std::error::Error> = Some(error);
    while let Some(cause) = inner {
        let wrapped = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        let wrapped = wrapped.and_then(|error| error.downcast_ref::<rustls::Error>());
        if cause.is::<rustls::Error>() || wrapped.is_some() {
            return true;
        }
        inner = cause.source();
    }
    false
}

/// What was said, with what lies behind it.
fn words(error: &Error) -> String {
    let mut said = error.to_string();
    let mut inner = std::error::Error::source(error);
    while let Some(cause) = inner {
        let text = cause.to_string();
        if !said.contains(&text) {
            said = format!("{said}: {text}");
        }
        inner = cause.source();
    }
    said
}

/// What TLS goes by: the authorities of the machine and those of the file.
fn parameters(host: &str, authorities: &[u8]) -> Result<TlsParameters, Unusable> {
    let wrong = |error: &dyn std::fmt::Display| Unusable::Authorities(error.to_string());
    let mut builder = TlsParameters::builder(host.to_owned());
    for certificate in CertificateDer::pem_slice_iter(authorities) {
        let certificate = certificate.map_err(|error| wrong(&error))?;
        let certificate = Certificate::from_der(certificate.to_vec()).map_err(|error| wrong(&error))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build().map_err(|error| wrong(&error))
}
