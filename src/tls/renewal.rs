//! The server's own certificate, made anew before it ends, while the server runs.
//!
//! Nothing of it is kept in a file: a server that starts makes one. So does one whose machine has got another address.

use super::{Authority, Leaf, Names, TlsError, with};
use arc_swap::ArcSwap;
use rustls::ServerConfig;
use rustls::crypto::ring::sign::any_supported_type;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// So long before its end a certificate is made anew.
const AHEAD: Duration = Duration::from_hours(24 * 30);

/// A server's certificate, the newest one.
pub struct Renewed {
    authority: Authority,
    /// How the server is reached, asked anew for each certificate.
    names: Box<dyn Fn() -> Names + Send + Sync>,
    now: ArcSwap<Current>,
}

struct Current {
    names: Names,
    until: SystemTime,
    key: Arc<CertifiedKey>,
}

impl std::fmt::Debug for Renewed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Renewed").field("names", &self.now.load().names).finish_non_exhaustive()
    }
}

impl Renewed {
    /// A certificate of `authority` for how the server is reached.
    ///
    /// # Errors
    ///
    /// It can't be made.
    pub fn new(
        authority: Authority,
        names: impl Fn() -> Names + Send + Sync + 'static,
        now: SystemTime,
    ) -> Result<Arc<Renewed>, TlsError> {
        let current = current(&authority, names(), now)?;
        Ok(Arc::new(Renewed { authority, names: Box::new(names), now: ArcSwap::from_pointee(current) }))
    }

    /// Makes a new certificate if the present one ends within 30 days or lacks a name. Says whether it did.
    ///
    /// # Errors
    ///
    /// It can't be made; the present one stays.
    pub fn renew(&self, now: SystemTime) -> Result<bool, TlsError> {
        let (names, held) = (self.authority.within(&(self.names)()), self.now.load());
        if held.until > now + AHEAD && names == held.names {
            return Ok(false);
        }
        self.now.store(Arc::new(current(&self.authority, names, now)?));
        Ok(true)
    }

    /// [`Renewed::renew`] at the machine's time.
    ///
    /// # Errors
    ///
    /// Those of [`Renewed::renew`].
    pub fn renew_now(&self) -> Result<bool, TlsError> {
        self.renew(SystemTime::now())
    }

    /// The plant's authority.
    pub fn authority(&self) -> &Authority {
        &self.authority
    }

    /// The names that the present certificate carries.
    pub fn names(&self) -> Names {
        self.now.load().names.clone()
    }

    /// Until when the present certificate is good.
    pub fn until(&self) -> SystemTime {
        self.now.load().until
    }
}

fn current(authority: &Authority, names: Names, now: SystemTime) -> Result<Current, TlsError> {
    let names = authority.within(&names);
    let Leaf { chain, key, until } = authority.leaf(&names, now)?;
    let signs = any_supported_type(&key).map_err(|error| TlsError::Making(error.to_string()))?;
    Ok(Current { names, until, key: Arc::new(CertifiedKey::new(chain, signs)) })
}

impl ResolvesServerCert for Renewed {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.now.load().key))
    }
}

/// A server with the newest of these certificates.
///
/// # Errors
///
/// The library refuses it.
pub fn own(renewed: &Arc<Renewed>) -> Result<ServerConfig, TlsError> {
    let resolver: Arc<dyn ResolvesServerCert> = Arc::clone(renewed) as Arc<dyn ResolvesServerCert>;
    with(resolver)
}
