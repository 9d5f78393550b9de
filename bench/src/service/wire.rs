//! The leanest client that speaks HTTP/1.1: one connection that is kept, one request at a time, and a reader of
//! server-sent events. What a client costs is time that the server does not get, so this one does nothing else.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// A connection that is kept.
pub struct Wire {
    address: String,
    head: String,
    reader: BufReader<TcpStream>,
    out: Vec<u8>,
    line: String,
    body: Vec<u8>,
}

fn bad(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}

impl Wire {
    /// Connects to `address` with a token.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn open(address: &str, secret: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self {
            address: address.to_owned(),
            head: format!("Authorization: Bearer {secret}\r\nContent-Type: application/json\r\n"),
            reader: BufReader::new(stream),
            out: Vec::new(),
            line: String::new(),
            body: Vec::new(),
        })
    }

    /// The same with every request as a change of whatever version is there.
    #[must_use]
    pub fn of_any_version(mut self) -> Self {
        self.head.push_str("If-Match: *\r\n");
        self
    }

    /// Reads a page with a cookie; the answer's status.
    ///
    /// # Errors
    ///
    /// Those of [`Wire::send`].
    pub fn read(&mut self, path: &str, cookie: &str) -> io::Result<u16> {
        let own = std::mem::replace(&mut self.head, format!("Cookie: {cookie}\r\nAccept-Language: en\r\n"));
        let status = self.send("GET", path, &[]);
        self.head = own;
        status
    }

    /// Sends a request and reads the answer's status; its body is in [`Wire::body`] then.
    ///
    /// # Errors
    ///
    /// The connection broke, or what came is no answer.
    pub fn send(&mut self, method: &str, path: &str, body: &[u8]) -> io::Result<u16> {
        self.ask(method, path, body)?;
        let (status, length) = self.head()?;
        self.body.resize(length.ok_or_else(|| bad("an answer without a length"))?, 0);
        self.reader.read_exact(&mut self.body)?;
        Ok(status)
    }

    /// The body of the last answer.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    fn ask(&mut self, method: &str, path: &str, body: &[u8]) -> io::Result<()> {
        self.out.clear();
        let (address, head, length) = (&self.address, &self.head, body.len());
        write!(
            self.out,
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\n{head}Content-Length: {length}\r\n\r\n"
        )?;
        self.out.extend_from_slice(body);
        self.reader.get_mut().write_all(&self.out)
    }

    /// Status and length of the body.
    fn head(&mut self) -> io::Result<(u16, Option<usize>)> {
        self.next_line()?;
        let status = self.line.split(' ').nth(1).and_then(|text| text.parse().ok());
        let status = status.ok_or_else(|| bad("no status"))?;
        let mut length = None;
        loop {
            self.next_line()?;
            if self.line.trim_end().is_empty() {
                return Ok((status, length));
            }
            if let Some((name, value)) = self.line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().ok();
            }
        }
    }

    fn next_line(&mut self) -> io::Result<()> {
        self.line.clear();
        if self.reader.read_line(&mut self.line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }

    /// Opens the stream of events.
    ///
    /// # Errors
    ///
    /// Those of [`Wire::send`], and the server refuses.
    pub fn follow(mut self, path: &str) -> io::Result<Events> {
        self.ask("GET", path, b"")?;
        let (status, _) = self.head()?;
        if status == 200 { Ok(Events { wire: self, kind: String::new() }) } else { Err(bad("no stream")) }
    }
}

/// Server-sent events, as they come.
pub struct Events {
    wire: Wire,
    kind: String,
}

impl Events {
    /// The next event: its name and what it says. Blocks. The server sends each event as one piece, so the lines
    /// between that count the pieces' bytes are simply passed over.
    ///
    /// # Errors
    ///
    /// The stream has ended.
    pub fn next(&mut self) -> io::Result<(&str, &str)> {
        loop {
            self.wire.next_line()?;
            let line = self.wire.line.trim_end();
            if let Some(kind) = line.strip_prefix("event: ") {
                kind.clone_into(&mut self.kind);
            } else if line.starts_with("data: ") {
                return Ok((&self.kind, self.wire.line["data: ".len()..].trim_end()));
            }
        }
    }
}
