//! TLS of the server: with a certificate that is given, or with those that the plant makes for itself.
//!
//! Without TLS a browser in a workshop's network gives a page no service worker and no camera, so tablets could keep
//! nothing while they are offline. The plant's own authority is bound to its own names and to private addresses: who
//! steals its key can't pass for anybody else. Certificates live by the machine's clock. It knows files, keys and names,
//! and no HTTP.

mod authority;
mod given;
mod names;
mod renewal;

pub use authority::{Authority, Leaf};
pub use given::given;
pub use names::{Names, WrongName};
pub use renewal::{Renewed, own};

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::server::ResolvesServerCert;
use std::path::PathBuf;
use std::sync::Arc;

/// Why nothing can be served over TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file can't be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file does not hold what it should.
    #[error("{path}: {why}")]
    Content {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// A name for which the plant's authority may not speak: it was made for others.
    #[error("{name}")]
    OtherName {
        /// The name.
        name: String,
        /// Where the authority is kept.
        folder: PathBuf,
    },
    /// Something could not be made.
    #[error("{0}")]
    Making(String),
}

/// A server's set-up with the certificates that `resolver` has.
fn with(resolver: Arc<dyn ResolvesServerCert>) -> Result<ServerConfig, TlsError> {
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder =
        builder.with_safe_default_protocol_versions().map_err(|error| TlsError::Making(error.to_string()))?;
    Ok(builder.with_no_client_auth().with_cert_resolver(resolver))
}
