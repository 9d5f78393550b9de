//! A certificate that somebody else made: two files in PEM, read once.

use super::{TlsError, with};
use rustls::ServerConfig;
use rustls::crypto::ring::sign::any_supported_type;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::ResolvesServerCert;
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// A server with the chain in one file, its own certificate first, and the key in another.
///
/// # Errors
///
/// A file can't be read or holds something else, or the key is not the certificate's.
pub fn given(chain: &Path, key: &Path) -> Result<ServerConfig, TlsError> {
    let read =
        |path: &Path| fs::read(path).map_err(|source| TlsError::File { path: path.to_path_buf(), source });
    let wrong = |path: &Path, why: String| TlsError::Content { path: path.to_path_buf(), why };
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&read(chain)?).collect();
    let certificates = certificates.map_err(|error| wrong(chain, error.to_string()))?;
    if certificates.is_empty() {
        return Err(wrong(chain, "no certificate in PEM is in it".to_owned()));
    }
    let secret = PrivateKeyDer::from_pem_slice(&read(key)?).map_err(|error| wrong(key, error.to_string()))?;
    let signs = any_supported_type(&secret).map_err(|error| wrong(key, error.to_string()))?;
    let both = CertifiedKey::new(certificates, signs);
    both.keys_match().map_err(|error| wrong(key, error.to_string()))?;
    let resolver: Arc<dyn ResolvesServerCert> = Arc::new(SingleCertAndKey::from(both));
    with(resolver)
}
