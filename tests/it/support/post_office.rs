//! A mail server on this machine: the `mailin` library keeps to the protocol, and this file to the wire, so that the
//! wire can be cut, stalled or spoilt where a test says so.

use mailin::{Action, AuthMechanism, Handler, Response, Session, SessionBuilder};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::collections::{BTreeMap, VecDeque};
use std::io::{Read, Write};
use std::net::{IpAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// What goes wrong with a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// Nobody says anything.
    Stall,
    /// It is refused at once, with this code.
    Refused(u16),
    /// It is cut in the middle of the mail.
    CutInMail,
    /// The mail is taken, and the connection cut before that is said.
    CutBeforeOk,
    /// The mail is taken, and nothing more is said.
    StallBeforeOk,
    /// What should be TLS is noise.
    Noise,
}

/// How connections are kept from being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// They are not.
    Plain,
    /// From STARTTLS on.
    StartTls,
    /// From the first byte.
    Implicit,
}

/// A mail that was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Whom it was for.
    pub to: Vec<String>,
    /// All of it.
    pub raw: Vec<u8>,
    /// Whether nobody else could read it on the way.
    pub encrypted: bool,
}

impl Taken {
    /// A header's text.
    pub fn header(&self, name: &str) -> String {
        let parsed = mail_parser::MessageParser::default().parse(&self.raw).expect("a mail");
        let raw = parsed.header_raw(name.to_owned()).unwrap_or_default();
        raw.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The subject, as people see it.
    pub fn subject(&self) -> String {
        let parsed = mail_parser::MessageParser::default().parse(&self.raw).expect("a mail");
        parsed.subject().unwrap_or_default().to_owned()
    }

    /// The text and the HTML, as people see them.
    pub fn bodies(&self) -> (String, String) {
        let parsed = mail_parser::MessageParser::default().parse(&self.raw).expect("a mail");
        let text = parsed.body_text(0).expect("text").into_owned();
        (text, parsed.body_html(0).expect("HTML").into_owned())
    }
}

/// The server.
pub struct PostOffice {
    /// Where it listens.
    pub port: u16,
    /// Its authority, in PEM.
    pub authority: String,
    desk: Arc<Desk>,
}

/// What all connections share.
struct Desk {
    taken: Mutex<Vec<Taken>>,
    mishaps: Mutex<VecDeque<Mishap>>,
    /// Answers to recipients, and how often each is still given.
    answers: Mutex<BTreeMap<String, (u16, usize)>>,
    sign_in: Option<(String, String)>,
    wire: Wire,
    tls: Arc<ServerConfig>,
    closed: AtomicBool,
    connections: Mutex<usize>,
    /// Connections that are open now.
    open: AtomicUsize,
}

impl PostOffice {
    /// One without TLS and sign-in.
    pub fn open() -> Self {
        Self::with(Wire::Plain, None)
    }

    /// One with its own authority, which signed it for `localhost`.
    pub fn with(wire: Wire, sign_in: Option<(&str, &str)>) -> Self {
        let (authority, tls) = certificates();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let desk = Arc::new(Desk {
            taken: Mutex::default(),
            mishaps: Mutex::default(),
            answers: Mutex::default(),
            sign_in: sign_in.map(|(name, password)| (name.to_owned(), password.to_owned())),
            wire,
            tls,
            closed: AtomicBool::new(false),
            connections: Mutex::new(0),
            open: AtomicUsize::new(0),
        });
        let served = Arc::clone(&desk);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if served.closed.load(Ordering::SeqCst) {
                    return;
                }
                let desk = Arc::clone(&served);
                *desk.connections.lock().expect("no panic") += 1;
                // A client that goes away in the middle ends its thread and nothing else.
                thread::spawn(move || {
                    desk.open.fetch_add(1, Ordering::SeqCst);
                    drop(desk.serve(stream));
                    desk.open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { port, authority, desk }
    }

    /// What goes wrong with the next connections, one each.
    pub fn mishaps(&self, mishaps: &[Mishap]) {
        self.desk.mishaps.lock().expect("no panic").extend(mishaps);
    }

    /// Whether all that was to go wrong has.
    pub fn is_well(&self) -> bool {
        self.desk.mishaps.lock().expect("no panic").is_empty()
    }

    /// Answers a recipient with `code`, so often.
    pub fn answer(&self, to: &str, code: u16, times: usize) {
        self.desk.answers.lock().expect("no panic").insert(to.to_owned(), (code, times));
    }

    /// What was taken so far.
    pub fn taken(&self) -> Vec<Taken> {
        self.desk.taken.lock().expect("no panic").clone()
    }

    /// Waits until nobody is connected any more: the next mail comes over a connection of its own.
    pub fn wait_for_quiet(&self) {
        super::eventually("nobody is connected", || {
            (self.desk.open.load(Ordering::SeqCst) == 0).then_some(())
        });
    }

    /// Connections that came so far.
    pub fn connections(&self) -> usize {
        *self.desk.connections.lock().expect("no panic")
    }
}

impl Drop for PostOffice {
    fn drop(&mut self) {
        self.desk.closed.store(true, Ordering::SeqCst);
        // Wakes whoever listens; if nobody does any more, that is all that was wanted.
        drop(TcpStream::connect(("127.0.0.1", self.port)));
    }
}

/// An authority and a server that it signed.
fn certificates() -> (String, Arc<ServerConfig>) {
    let mut params = CertificateParams::new(Vec::new()).expect("an authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    let authority = params.self_signed(&key).expect("an authority");
    let issuer = Issuer::new(params, key);
    let own = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(vec!["localhost".to_owned()]).expect("a server");
    let signed = params.signed_by(&own, &issuer).expect("a certificate");
    let chain = vec![CertificateDer::from(signed.der().to_vec())];
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(own.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config =
        builder.expect("versions").with_no_client_auth().with_single_cert(chain, key).expect("a pair");
    (authority.pem(), Arc::new(config))
}

/// What is read and written.
enum Stream {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
}

impl Stream {
    fn encrypted(self, tls: &Arc<ServerConfig>) -> Self {
        match self {
            Self::Plain(stream) => {
                let connection = ServerConnection::new(Arc::clone(tls)).expect("a connection");
                Self::Tls(Box::new(StreamOwned::new(connection, stream)))
            }
            tls @ Self::Tls(_) => tls,
        }
    }

    /// A line with its end; nothing at the end of all.
    fn line(&mut self) -> std::io::Result<Vec<u8>> {
        let mut line = Vec::new();
        let mut byte = [0];
        while !line.ends_with(b"\n") && self.read(&mut byte)? > 0 {
            line.push(byte[0]);
        }
        Ok(line)
    }

    fn say(&mut self, response: &Response) -> std::io::Result<()> {
        self.write_all(&response.buffer()?)?;
        self.flush()
    }

    /// Says nothing until the other side goes away.
    fn stall(&mut self) -> std::io::Result<()> {
        while !self.line()?.is_empty() {}
        Ok(())
    }
}

impl Read for Stream {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(into),
            Self::Tls(stream) => stream.read(into),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, from: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.write(from),
            Self::Tls(stream) => stream.write(from),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Self::Plain(stream) => stream.flush(),
            Self::Tls(stream) => stream.flush(),
        }
    }
}

/// One connection's mail.
struct Clerk {
    desk: Arc<Desk>,
    to: Vec<String>,
    raw: Vec<u8>,
    encrypted: Arc<AtomicBool>,
}

impl Handler for Clerk {
    fn mail(&mut self, _: IpAddr, _: &str, _: &str) -> Response {
        self.to.clear();
        self.raw.clear();
        mailin::response::OK
    }

    fn rcpt(&mut self, to: &str) -> Response {
        let mut answers = self.desk.answers.lock().expect("no panic");
        if let Some((code, left)) = answers.get_mut(to).filter(|(_, left)| *left > 0) {
            *left -= 1;
            return Response::custom(*code, format!("<{to}> not now or never"));
        }
        self.to.push(to.to_owned());
        mailin::response::OK
    }

    fn data(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.raw.extend(bytes);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        let encrypted = self.encrypted.load(Ordering::SeqCst);
        let taken = Taken { to: self.to.clone(), raw: self.raw.clone(), encrypted };
        self.desk.taken.lock().expect("no panic").push(taken);
        mailin::response::OK
    }

    fn auth_plain(&mut self, _: &str, name: &str, password: &str) -> Response {
        let right = self.desk.sign_in.as_ref().is_some_and(|(own, secret)| own == name && secret == password);
        if right { mailin::response::AUTH_OK } else { mailin::response::INVALID_CREDENTIALS }
    }
}

impl Desk {
    fn session(self: &Arc<Self>, from: IpAddr, encrypted: Arc<AtomicBool>) -> Session<Clerk> {
        let mut builder = SessionBuilder::new("localhost");
        if self.wire == Wire::StartTls {
            builder.enable_start_tls();
        }
        if self.sign_in.is_some() {
            builder.enable_auth(AuthMechanism::Plain);
        }
        if self.wire == Wire::Implicit {
            builder.insecure_enable_plaintext_auth();
        }
        let desk = Arc::clone(self);
        builder.build(from, Clerk { desk, to: Vec::new(), raw: Vec::new(), encrypted })
    }

    fn serve(self: &Arc<Self>, stream: TcpStream) -> std::io::Result<()> {
        let from = stream.peer_addr()?.ip();
        let mishap = self.mishaps.lock().expect("no panic").pop_front();
        let encrypted = Arc::new(AtomicBool::new(self.wire == Wire::Implicit));
        let mut stream = Stream::Plain(stream);
        match mishap {
            Some(Mishap::Stall) => return stream.stall(),
            Some(Mishap::Noise) if self.wire == Wire::Implicit => return stream.write_all(&[7; 600]),
            Some(Mishap::Refused(code)) => return stream.say(&Response::custom(code, "not now".to_owned())),
            _ => {}
        }
        if self.wire == Wire::Implicit {
            stream = stream.encrypted(&self.tls);
        }
        let mut session = self.session(from, Arc::clone(&encrypted));
        stream.say(&session.greeting())?;
        let mut in_mail = false;
        loop {
            let line = stream.line()?;
            if line.is_empty() {
                return Ok(());
            }
            let response = session.process(&line);
            let ended = in_mail && line == b".\r\n";
            match mishap {
                Some(Mishap::CutInMail) if in_mail => return Ok(()),
                Some(Mishap::CutBeforeOk) if ended => return Ok(()),
                Some(Mishap::StallBeforeOk) if ended => return stream.stall(),
                _ => {}
            }
            in_mail = response.code == 354 || (in_mail && !ended);
            if response.action != Action::NoReply {
                stream.say(&response)?;
            }
            match response.action {
                Action::Close => return Ok(()),
                Action::UpgradeTls if mishap == Some(Mishap::Noise) => return stream.write_all(&[7; 600]),
                Action::UpgradeTls => {
                    stream = stream.encrypted(&self.tls);
                    encrypted.store(true, Ordering::SeqCst);
                    session.tls_active();
                }
                _ => {}
            }
        }
    }
}
