//! TLS from outside: the program with certificates of the plant's own or with given ones, and a tablet that installs
//! what it needs and believes the server.

use super::{holdfast, text};
use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

/// The program while it serves.
struct Served {
    process: Child,
    /// What it said before it began to serve.
    said: String,
    address: String,
}

impl Served {
    fn start(folder: &Path, arguments: &[&str]) -> Served {
        let url = format!("sqlite://{}", folder.join("shop.db").display());
        let mut process = Command::new(env!("CARGO_BIN_EXE_holdfast"))
            .args(["serve", "--lang", "en", "--listen", "127.0.0.1:0", "--database-url", &url])
            .args(arguments)
            .current_dir(folder)
            .env("HOLDFAST_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let mut said = String::new();
        while !said.contains("Nobody can sign in yet") {
            let line = lines.next().expect("it says where it listens").expect("text");
            said.push_str(&line);
            said.push('\n');
        }
        // Its pipe stays open until it has ended.
        std::thread::spawn(move || lines.for_each(drop));
        let address =
            said.split("://").nth(1).and_then(|rest| rest.split('/').next()).expect("an address").to_owned();
        Served { process, said, address }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Asks over a connection and reads to its end.
fn asked(mut stream: impl Read + Write, path: &str, more: &str) -> Vec<u8> {
    write!(stream, "GET {path} HTTP/1.1\r\nHost: shop.example:1\r\nConnection: close\r\n{more}\r\n")
        .expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    answer
}

fn plainly(address: &str, path: &str, more: &str) -> String {
    let answer = asked(TcpStream::connect(address).expect("a connection"), path, more);
    String::from_utf8_lossy(&answer).into_owned()
}

/// Asks over TLS as somebody who believes one certificate; nothing where the server is not believed.
fn over_tls(address: &str, trusted: &CertificateDer<'_>, name: &str, path: &str) -> Option<String> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone().into_owned()).expect("a certificate of an authority");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions");
    let config = config.with_root_certificates(roots).with_no_client_auth();
    let name = ServerName::try_from(name.to_owned()).expect("a name");
    let mut client = ClientConnection::new(Arc::new(config), name).expect("a client");
    let mut socket = TcpStream::connect(address).expect("a connection");
    client.complete_io(&mut socket).ok()?;
    let answer = asked(StreamOwned::new(client, socket), path, "");
    Some(String::from_utf8_lossy(&answer).into_owned())
}

/// Where the program said that tablets find the certificate without TLS.
fn place_without_tls(said: &str) -> String {
    let place = said.split("from http://").nth(1).and_then(|rest| rest.split_whitespace().next());
    let port = place.and_then(|place| place.split([':', '/']).nth(1)).expect("a place for tablets");
    format!("127.0.0.1:{port}")
}

/// The fingerprint that the program printed.
fn fingerprint(said: &str) -> &str {
    said.split("(SHA-256): ").nth(1).and_then(|rest| rest.lines().next()).expect("a fingerprint")
}

#[test]
fn a_tablet_installs_the_plants_certificate_and_believes_its_server() {
    let folder = tempfile::tempdir().expect("a folder");
    let own = ["--tls", "auto", "--tls-names", "shop.example", "--plain-listen", "127.0.0.1:0"];
    let served = Served::start(folder.path(), &own);
    assert!(served.said.contains("listens at https://127.0.0.1:"), "{}", served.said);
    let (plain, print) = (place_without_tls(&served.said), fingerprint(&served.said));

    // The page says what to do, in the reader's language, with the fingerprint that the program printed.
    for (lang, said) in [("en", "Install the plant's certificate"), ("zh-CN", "安装工厂证书")] {
        let page = plainly(&plain, "/ca", &format!("Accept-Language: {lang}\r\n")).replace("<wbr>", "");
        assert!(page.starts_with("HTTP/1.1 200") && page.contains(said) && page.contains(print), "{page}");
        assert!(page.contains("<li>") && !page.contains('|') && !page.contains('{'), "{page}");
    }
    let answer = asked(TcpStream::connect(&plain).expect("a connection"), "/ca.crt", "");
    let head = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head") + 4;
    assert!(String::from_utf8_lossy(&answer[..head]).contains("application/x-x509-ca-cert"));
    let authority = CertificateDer::from(answer[head..].to_vec());

    // With it the server is believed by its names and its addresses, and by no other.
    for name in ["shop.example", "127.0.0.1", "localhost"] {
        let healthy = over_tls(&served.address, &authority, name, "/healthz").expect(name);
        assert!(healthy.starts_with("HTTP/1.1 200") && healthy.ends_with("ok\n"), "{healthy}");
    }
    assert_eq!(over_tls(&served.address, &authority, "other.example", "/healthz"), None);
    let page = over_tls(&served.address, &authority, "shop.example", "/ca").expect("believed");
    assert!(page.replace("<wbr>", "").contains(print));
    // Whoever comes without TLS is sent on, and told nothing.
    let sent = plainly(&plain, "/api/v1/me?x=1", "");
    let port = served.address.rsplit(':').next().expect("a port");
    assert!(sent.starts_with("HTTP/1.1 308"), "{sent}");
    assert!(sent.contains(&format!("location: https://shop.example:{port}/api/v1/me?x=1\r\n")), "{sent}");
}

#[test]
fn the_authority_stays_and_speaks_for_no_new_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let own = ["--tls", "auto", "--tls-names", "shop.example"];
    let print = fingerprint(&Served::start(folder.path(), &own).said).to_owned();
    let again = Served::start(folder.path(), &own);
    assert!(again.said.contains(&print), "{}", again.said);
    drop(again);
    let place = folder.path().join("holdfast-tls").display().to_string();
    let url = format!("sqlite://{}", folder.path().join("shop.db").display());
    let words =
        ["serve", "--lang", "en", "--listen", "127.0.0.1:0", "--database-url", &url, "--tls-folder", &place];
    let other = holdfast(&[&words[..], &["--tls", "auto", "--tls-names", "other.example"]].concat());
    let said = text(&other) + &String::from_utf8_lossy(&other.stderr);
    assert!(!other.status.success() && said.contains("may not speak for other.example"), "{said}");
}

#[test]
fn a_given_certificate_is_served() {
    let folder = tempfile::tempdir().expect("a folder");
    let key = KeyPair::generate().expect("a key");
    let made =
        CertificateParams::new(vec!["given.example".to_owned()]).and_then(|params| params.self_signed(&key));
    let certificate = made.expect("a certificate");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path.display().to_string()
    };
    let (chain, secret) = (write("chain.pem", &certificate.pem()), write("key.pem", &key.serialize_pem()));
    let given = ["--tls", "given", "--tls-certificate", &chain, "--tls-key", &secret];
    let served = Served::start(folder.path(), &given);
    let trusted = CertificateDer::from_pem_slice(certificate.pem().as_bytes()).expect("its own form");
    let healthy = over_tls(&served.address, &trusted, "given.example", "/healthz").expect("believed");
    assert!(healthy.ends_with("ok\n"), "{healthy}");
    // There is no authority of the plant's to install.
    let absent = over_tls(&served.address, &trusted, "given.example", "/ca.crt").expect("believed");
    assert!(absent.starts_with("HTTP/1.1 404"), "{absent}");
}

#[test]
fn certificates_that_cannot_be_used_are_refused_with_what_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let key = KeyPair::generate().expect("a key");
    let made =
        CertificateParams::new(vec!["given.example".to_owned()]).and_then(|params| params.self_signed(&key));
    std::fs::write(path("chain.pem"), made.expect("a certificate").pem()).expect("written");
    std::fs::write(path("other.pem"), KeyPair::generate().expect("a key").serialize_pem()).expect("written");
    std::fs::write(path("none.pem"), "nothing").expect("written");
    let given = |chain: &str, key: &str| {
        ["--tls", "given", "--tls-certificate", &path(chain), "--tls-key", &path(key)]
            .map(str::to_owned)
            .to_vec()
    };
    let said = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    for (arguments, expected) in [
        (given("gone.pem", "other.pem"), "gone.pem cannot be used: it is not there"),
        (given("none.pem", "other.pem"), "none.pem is not what it should be"),
        (given("chain.pem", "none.pem"), "none.pem is not what it should be"),
        (given("chain.pem", "other.pem"), "other.pem is not what it should be"),
        (said(&["--tls", "given"]), "tls-certificate is "),
        (said(&["--tls", "yes"]), "tls is yes"),
        (said(&["--tls", "auto", "--tls-names", "a b"]), "a b is neither the name of a host nor an address"),
        (said(&["--plain-listen", "127.0.0.1:0"]), "plain-listen is 127.0.0.1:0"),
        (said(&["--tls", "auto", "--plain-listen", "here"]), "plain-listen is here"),
    ] {
        let url = format!("sqlite://{}", path("shop.db"));
        let fixed = ["serve", "--lang", "en", "--listen", "127.0.0.1:0", "--database-url", &url];
        let folder = path("tls");
        let words: Vec<&str> = fixed.into_iter().chain(["--tls-folder", &folder]).collect();
        let words: Vec<&str> = words.into_iter().chain(arguments.iter().map(String::as_str)).collect();
        let output = holdfast(&words);
        let said = String::from_utf8_lossy(&output.stderr).into_owned() + &text(&output);
        assert!(!output.status.success() && said.contains(expected), "{arguments:?}: {said}");
    }
    assert!(!Path::new(&path("shop.db")).exists(), "nothing was begun");
}
