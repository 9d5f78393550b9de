//! The mail server that takes all mail and keeps when it did: what stands behind figures of mail, and nothing else.

use anyhow::Result;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

/// A mail that was taken.
pub struct Taken {
    /// When its last OK was given.
    pub at: Instant,
    /// Its headers and bodies as they came.
    pub text: String,
}

/// A mail server on a free port of this machine. It ends with this process.
pub struct Post {
    /// Where it listens.
    pub port: u16,
    taken: Receiver<Taken>,
}

impl Post {
    /// Opens it.
    ///
    /// # Errors
    ///
    /// There is no free port.
    pub fn open() -> Result<Self> {
        let door = TcpListener::bind(("127.0.0.1", 0))?;
        let port = door.local_addr()?.port();
        let (tell, taken) = mpsc::channel();
        thread::spawn(move || {
            for stream in door.incoming().flatten() {
                let tell = tell.clone();
                // Who hangs up in the middle has sent no mail.
                thread::spawn(move || drop(serve(&stream, &tell)));
            }
        });
        Ok(Self { port, taken })
    }

    /// The next mail, if one comes so soon.
    pub fn next(&self, within: Duration) -> Option<Taken> {
        self.taken.recv_timeout(within).ok()
    }
}

fn serve(stream: &TcpStream, tell: &Sender<Taken>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let (mut reader, mut out) = (BufReader::new(stream.try_clone()?), stream);
    out.write_all(b"220 bench\r\n")?;
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        match line.get(..4).map(str::to_ascii_uppercase).as_deref() {
            Some("DATA") => {
                out.write_all(b"354 go on\r\n")?;
                let text = mail(&mut reader)?;
                let taken = Taken { at: Instant::now(), text };
                out.write_all(b"250 taken\r\n")?;
                if tell.send(taken).is_err() {
                    return Ok(());
                }
            }
            Some("QUIT") => return out.write_all(b"221 bye\r\n"),
            _ => out.write_all(b"250 well\r\n")?,
        }
    }
}

/// Everything up to the lonely dot.
fn mail(reader: &mut impl BufRead) -> io::Result<String> {
    let mut bytes = Vec::new();
    loop {
        let from = bytes.len();
        if reader.read_until(b'\n', &mut bytes)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if &bytes[from..] == b".\r\n" {
            bytes.truncate(from);
            return Ok(String::from_utf8_lossy(&bytes).into_owned());
        }
    }
}
