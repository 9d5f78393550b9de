//! The plant's own certificate authority: a key and a certificate in a folder of its own, bound to the plant's names.
//!
//! Owns its files. Its key is readable by whoever runs the server and nobody else, and never leaves the folder. Tablets
//! install its certificate once, so it is never made anew by itself.

use super::TlsError;
use super::names::{Names, outside};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose,
};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use x509_parser::extensions::{GeneralName, ParsedExtension};
use x509_parser::prelude::{FromDer, X509Certificate};

const CERTIFICATE: &str = "plant-ca.pem";
const KEY: &str = "plant-ca.key";
/// An authority is good for ten years: longer than a tablet.
const AUTHORITY_DAYS: u64 = 3_653;
/// A server's certificate is good for 90 days.
const LEAF_DAYS: u64 = 90;
/// Clocks of tablets may be so far behind.
const BEFORE: Duration = Duration::from_hours(48);

/// The plant's authority.
pub struct Authority {
    folder: PathBuf,
    certificate: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
    hosts: Vec<String>,
    networks: Vec<(Vec<u8>, Vec<u8>)>,
}

/// A server's certificate with its chain and key.
pub struct Leaf {
    /// Its own first, then the authority's.
    pub chain: Vec<CertificateDer<'static>>,
    /// Its key.
    pub key: PrivateKeyDer<'static>,
    /// Until when it is good.
    pub until: SystemTime,
}

impl Authority {
    /// The authority that is kept in `folder`; a new one if there is none, for `names` and those of this machine.
    ///
    /// # Errors
    ///
    /// The folder can't be used, what is in it is damaged, or its authority may not speak for all of `names`.
    pub fn in_folder(folder: &Path, names: &Names, now: SystemTime) -> Result<Authority, TlsError> {
        let path = folder.join(CERTIFICATE);
        let authority = match fs::read_to_string(&path) {
            Ok(text) => Self::read(folder, &path, &text)?,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                Self::make(folder, &Names::of_this_machine().and(names.clone()), now)?
            }
            Err(source) => return Err(TlsError::File { path, source }),
        };
        match authority.outside(names).into_iter().next() {
            None => Ok(authority),
            Some(name) => Err(TlsError::OtherName { name, folder: folder.to_path_buf() }),
        }
    }

    /// Those of `names` that it may not speak for.
    pub fn outside(&self, names: &Names) -> Vec<String> {
        outside(names, &self.hosts, &self.networks).texts()
    }

    /// Those of `names` that it may speak for: a certificate with any other is believed by nobody.
    #[must_use]
    pub fn within(&self, names: &Names) -> Names {
        names.without(&outside(names, &self.hosts, &self.networks))
    }

    fn make(folder: &Path, names: &Names, now: SystemTime) -> Result<Authority, TlsError> {
        let file = |path: &Path, source| TlsError::File { path: path.to_path_buf(), source };
        fs::create_dir_all(folder).map_err(|source| file(folder, source))?;
        let key = KeyPair::generate().map_err(making)?;
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.name_constraints = Some(names.constraints());
        // People must find it again among hundreds in a tablet's settings.
        let host = names.hosts.iter().find(|host| *host != "localhost").map_or("localhost", String::as_str);
        params.distinguished_name = called(&format!("Holdfast {host}"));
        (params.not_before, params.not_after) = period(now, AUTHORITY_DAYS);
        let certificate = params.self_signed(&key).map_err(making)?;
        // First the key: a certificate without its key would be in the way for ever.
        let path = folder.join(KEY);
        write_secret(&path, &key.serialize_pem()).map_err(|source| file(&path, source))?;
        let path = folder.join(CERTIFICATE);
        fs::write(&path, certificate.pem()).map_err(|source| file(&path, source))?;
        Self::read(folder, &path, &certificate.pem())
    }

    fn read(folder: &Path, path: &Path, text: &str) -> Result<Authority, TlsError> {
        let damaged = |path: &Path, why: &dyn ToString| TlsError::Content {
            path: path.to_path_buf(),
            why: why.to_string(),
        };
        let certificate =
            CertificateDer::from_pem_slice(text.as_bytes()).map_err(|error| damaged(path, &error))?;
        let (hosts, networks) = bounds(&certificate).map_err(|why| damaged(path, &why))?;
        let key_path = folder.join(KEY);
        let key = fs::read_to_string(&key_path)
            .map_err(|source| TlsError::File { path: key_path.clone(), source })?;
        let key = KeyPair::from_pem(&key).map_err(|error| damaged(&key_path, &error))?;
        let issuer = Issuer::from_ca_cert_pem(text, key).map_err(|error| damaged(path, &error))?;
        Ok(Authority { folder: folder.to_path_buf(), certificate, issuer, hosts, networks })
    }

    /// A certificate for a server of these names, good from two days ago for 90 days from `now` on.
    ///
    /// # Errors
    ///
    /// It can't be made.
    pub fn leaf(&self, names: &Names, now: SystemTime) -> Result<Leaf, TlsError> {
        let key = KeyPair::generate().map_err(making)?;
        let mut params = CertificateParams::default();
        params.subject_alt_names = names.alternatives().map_err(making)?;
        params.distinguished_name = called("Holdfast");
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        (params.not_before, params.not_after) = period(now, LEAF_DAYS);
        let certificate = params.signed_by(&key, &self.issuer).map_err(making)?;
        Ok(Leaf {
            chain: vec![certificate.der().clone(), self.certificate.clone()],
            key: PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der())),
            until: now + Duration::from_hours(24 * LEAF_DAYS),
        })
    }

    /// The authority's certificate, in DER.
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// Its SHA-256 fingerprint, as settings of tablets show it.
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.certificate)
    }

    /// Where it is kept.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

/// The SHA-256 fingerprint of a certificate in DER: pairs of digits between colons.
fn fingerprint(certificate: &[u8]) -> String {
    Sha256::digest(certificate).iter().enumerate().fold(String::new(), |mut text, (place, byte)| {
        let colon = if place > 0 { ":" } else { "" };
        write!(text, "{colon}{byte:02X}").unwrap_or_default();
        text
    })
}

/// Hosts and networks that an authority is bound to.
type Bounds = (Vec<String>, Vec<(Vec<u8>, Vec<u8>)>);

fn bounds(certificate: &[u8]) -> Result<Bounds, String> {
    let (_, parsed) = X509Certificate::from_der(certificate).map_err(|error| error.to_string())?;
    let (mut hosts, mut networks) = (Vec::new(), Vec::new());
    for extension in parsed.extensions() {
        let ParsedExtension::NameConstraints(constraints) = extension.parsed_extension() else { continue };
        for subtree in constraints.permitted_subtrees.iter().flatten() {
            match &subtree.base {
                GeneralName::DNSName(host) => hosts.push((*host).to_owned()),
                GeneralName::IPAddress(both) => {
                    let (base, mask) = both.split_at(both.len() / 2);
                    networks.push((base.to_vec(), mask.to_vec()));
                }
                _ => {}
            }
        }
    }
    Ok((hosts, networks))
}

fn called(name: &str) -> DistinguishedName {
    let mut called = DistinguishedName::new();
    called.push(DnType::CommonName, name);
    called
}

type Period = (time::OffsetDateTime, time::OffsetDateTime);

fn period(now: SystemTime, days: u64) -> Period {
    ((now - BEFORE).into(), (now + Duration::from_hours(24 * days)).into())
}

fn making(error: rcgen::Error) -> TlsError {
    TlsError::Making(error.to_string())
}

/// Writes what nobody else may read.
fn write_secret(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tls::{Renewed, own};
    use rustls::RootCertStore;
    use rustls::client::WebPkiServerVerifier;
    use rustls::client::danger::ServerCertVerifier;
    use rustls::crypto::ring;
    use rustls::pki_types::{ServerName, UnixTime};
    use std::sync::{Arc, Mutex};

    fn names(text: &str) -> Names {
        Names::read(text).expect("names")
    }

    /// Whether a tablet that has installed the authority's certificate believes a server of that name.
    fn believes(authority: &Authority, leaf: &Leaf, name: &str, at: SystemTime) -> bool {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from(authority.certificate().to_vec())).expect("an authority");
        let provider = Arc::new(ring::default_provider());
        let verifier =
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build().expect("roots");
        let name = ServerName::try_from(name.to_owned()).expect("a name");
        let since = at.duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
        let now = UnixTime::since_unix_epoch(since);
        verifier.verify_server_cert(&leaf.chain[0], &leaf.chain[1..], &name, &[], now).is_ok()
    }

    #[test]
    fn tablets_believe_the_plants_names_for_ninety_days_and_nobody_elses_ever() {
        let (folder, now) = (tempfile::tempdir().expect("a folder"), SystemTime::now());
        let authority =
            Authority::in_folder(folder.path(), &names("shop.example"), now).expect("an authority");
        let leaf = authority.leaf(&names("shop.example,192.168.3.4"), now).expect("a certificate");
        let days = |days: u64| now + Duration::from_hours(24 * days);
        assert!(
            believes(&authority, &leaf, "shop.example", now)
                && believes(&authority, &leaf, "192.168.3.4", now)
        );
        assert!(believes(&authority, &leaf, "shop.example", days(89)));
        assert!(!believes(&authority, &leaf, "shop.example", days(91)), "it is over");
        assert!(!believes(&authority, &leaf, "other.example", now), "another name");
        // Who steals the key signs for others in vain.
        for stolen in ["bank.example", "203.0.113.9"] {
            let leaf = authority.leaf(&names(stolen), now).expect("a certificate");
            assert!(!believes(&authority, &leaf, stolen, now), "{stolen}");
        }
    }

    #[test]
    fn an_authority_stays_and_says_for_whom_it_may_not_speak() {
        let (folder, now) = (tempfile::tempdir().expect("a folder"), SystemTime::now());
        let place = folder.path().join("tls");
        let first = Authority::in_folder(&place, &names("shop.example"), now).expect("an authority");
        let again =
            Authority::in_folder(&place, &names("floor.shop.example,10.1.2.3"), now).expect("the same");
        assert_eq!(first.fingerprint(), again.fingerprint());
        assert_eq!(first.fingerprint().len(), 32 * 3 - 1);
        let other = Authority::in_folder(&place, &names("other.example"), now).err();
        assert!(matches!(other, Some(TlsError::OtherName { name, .. }) if name == "other.example"));
        assert_eq!(first.within(&names("shop.example,other.example")), names("shop.example"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(place.join(KEY)).expect("the key").permissions().mode();
            assert_eq!(mode & 0o077, 0, "nobody else reads the key");
        }
        fs::write(place.join(CERTIFICATE), "no certificate").expect("written");
        assert!(matches!(
            Authority::in_folder(&place, &Names::default(), now),
            Err(TlsError::Content { .. })
        ));
    }

    #[test]
    fn a_certificate_is_made_anew_before_its_end_and_for_another_address() {
        let (folder, now) = (tempfile::tempdir().expect("a folder"), SystemTime::now());
        let authority =
            Authority::in_folder(folder.path(), &names("shop.example"), now).expect("an authority");
        let reached = Arc::new(Mutex::new(names("shop.example,10.0.0.1")));
        let asked = Arc::clone(&reached);
        let renewed = Renewed::new(authority, move || asked.lock().expect("names").clone(), now)
            .expect("a certificate");
        own(&renewed).expect("a server can use it");
        let days = |days: u64| now + Duration::from_hours(24 * days);
        assert!(!renewed.renew(days(59)).expect("nothing to do"));
        assert!(renewed.renew(days(61)).expect("made anew"));
        assert_eq!(renewed.until(), days(151));
        *reached.lock().expect("names") = names("shop.example,10.0.0.2,elsewhere.example");
        assert!(renewed.renew(days(62)).expect("made anew"));
        // What the authority may not speak for is left out: nobody would believe the rest either.
        assert_eq!(renewed.names(), names("shop.example,10.0.0.2"));
        assert!(!renewed.renew(days(62)).expect("nothing to do"));
    }
}
