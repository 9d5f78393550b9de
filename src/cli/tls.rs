//! TLS on the command line: its options, the certificates that settings ask for, and what is wrong with them in words.

use super::arguments::option;
use super::service::wrong_words;
use crate::api::{Plain, Secured};
use crate::config::{Certificates, Settings};
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::tls::TlsWords;
use crate::text::{Lang, trouble};
use crate::tls::{self, Authority, Names, Renewed, TlsError, WrongName};
use clap::Arg;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

/// The options of TLS.
pub(super) fn options(_: &'static crate::text::service_help::ServiceHelp, help: &'static Help) -> [Arg; 6] {
    let words = TlsWords::of(super::export::language(help));
    [
        option("tls", "HOW", words.tls, help),
        option("tls-folder", "FOLDER", words.folder, help),
        option("tls-names", "NAMES", words.names, help),
        option("tls-certificate", "FILE", words.certificate, help),
        option("tls-key", "FILE", words.key, help),
        option("plain-listen", "ADDRESS", words.plain_listen, help),
    ]
}

/// What the settings ask for, ready to serve; nothing where they ask for none.
pub(super) fn secured(settings: &Settings, lang: Lang) -> Result<Option<Secured>, String> {
    let plain = settings.also_listen("plain-listen").map_err(|wrong| wrong_words(&wrong, lang))?;
    let found = match settings.tls().map_err(|wrong| wrong_words(&wrong, lang))? {
        Certificates::None => None,
        Certificates::Given { chain, key } => {
            Some((tls::given(&chain, &key).map_err(|error| words(&error, lang))?, None))
        }
        Certificates::Own { folder } => {
            let own = own(&folder, settings.get("tls-names"), lang)?;
            Some((tls::own(&own).map_err(|error| words(&error, lang))?, Some(own)))
        }
    };
    let Some((config, own)) = found else {
        // A place for requests without TLS makes no sense where all come so.
        return match plain {
            Some(_) => Err(wrong_words(&settings.wrong("plain-listen"), lang)),
            None => Ok(None),
        };
    };
    let plain = plain.map(|address| super::serve::listen(address, lang)).transpose()?;
    Ok(Some(Secured { config, own, plain: plain.map(Plain::SentOn) }))
}

/// [`secured`] for a demo, and where its players find it: they live on this machine and need no certificate.
pub(super) fn with_players(
    settings: &Settings,
    listener: &TcpListener,
    lang: Lang,
) -> Result<(Option<Secured>, SocketAddr), String> {
    let address = |listener: &TcpListener| listener.local_addr().map_err(|error| trouble::io(&error, lang));
    let Some(mut secured) = secured(settings, lang)? else { return Ok((None, address(listener)?)) };
    if secured.plain.is_some() {
        return Err(wrong_words(&settings.wrong("plain-listen"), lang));
    }
    let players = super::serve::listen(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), lang)?;
    let place = address(&players)?;
    secured.plain = Some(Plain::Answered(players));
    Ok((Some(secured), place))
}

/// Where a browser finds the server: at the address where it listens, or at one of this machine's if that is all of them.
pub(super) fn origin(
    secured: Option<&Secured>,
    listener: &TcpListener,
    lang: Lang,
) -> Result<String, String> {
    let address = listener.local_addr().map_err(|error| trouble::io(&error, lang))?;
    let scheme = if secured.is_some() { "https" } else { "http" };
    let host = match address.ip() {
        ip if ip.is_unspecified() => far(&Names::of_this_machine()),
        _ => None,
    };
    Ok(match host {
        Some(host) => format!("{scheme}://{host}:{}", address.port()),
        None => format!("{scheme}://{address}"),
    })
}

fn own(folder: &Path, said: &str, lang: Lang) -> Result<Arc<Renewed>, String> {
    let said = Names::read(said)
        .map_err(|WrongName(name)| fill(TlsWords::of(lang).wrong_name, &[("name", &name)]))?;
    let now = SystemTime::now();
    let authority = Authority::in_folder(folder, &said, now).map_err(|error| words(&error, lang))?;
    let names = move || Names::of_this_machine().and(said.clone());
    Renewed::new(authority, names, now).map_err(|error| words(&error, lang))
}

/// What to print beside the address: how tablets come to trust the server, or that they can't.
pub(super) fn hints(
    secured: Option<&Secured>,
    settings: &Settings,
    address: SocketAddr,
    lang: Lang,
) -> String {
    let words = TlsWords::of(lang);
    let Some(secured) = secured else {
        let far = !address.ip().is_loopback();
        return if far { format!("{}\n", words.insecure) } else { String::new() };
    };
    let Some(own) = &secured.own else { return String::new() };
    let names = own.names();
    let said = Names::read(settings.get("tls-names")).unwrap_or_default();
    let host =
        said.texts().into_iter().next().or_else(|| far(&names)).unwrap_or_else(|| address.ip().to_string());
    let place = match &secured.plain {
        Some(Plain::SentOn(listener)) => {
            let port = listener.local_addr().map_or(80, |at| at.port());
            format!("http://{host}:{port}/ca")
        }
        _ => format!("https://{host}:{}/ca", address.port()),
    };
    let values = [
        ("place", place.as_str()),
        ("fingerprint", &own.authority().fingerprint()),
        ("names", &names.texts().join(", ")),
    ];
    format!("{}\n", fill(words.authority, &values))
}

/// The name by which others find this machine, as it stands in an address.
fn far(names: &Names) -> Option<String> {
    let host = names.hosts.iter().find(|host| *host != "localhost").cloned();
    let away = |ip: &&IpAddr| !ip.is_loopback();
    let written = |ip: &IpAddr| if ip.is_ipv6() { format!("[{ip}]") } else { ip.to_string() };
    let old = names.addresses.iter().filter(|ip| ip.is_ipv4()).find(away).map(written);
    old.or(host).or_else(|| names.addresses.iter().find(away).map(written))
}

fn words(error: &TlsError, lang: Lang) -> String {
    let words = TlsWords::of(lang);
    match error {
        TlsError::File { path, source } => {
            let why = trouble::io(source, lang);
            fill(words.file, &[("path", &path.display().to_string()), ("why", &why)])
        }
        TlsError::Content { path, why } => {
            fill(words.content, &[("path", &path.display().to_string()), ("why", why)])
        }
        TlsError::OtherName { name, folder } => {
            fill(words.other_name, &[("name", name), ("folder", &folder.display().to_string())])
        }
        TlsError::Making(why) => fill(words.making, &[("why", why)]),
    }
}
