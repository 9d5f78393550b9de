//! What the tests of the service share: a fresh store on each database.

use holdfast::store::Store;
use std::path::PathBuf;
use tempfile::TempDir;

/// A store of its own for one test. Its data goes when it is dropped.
pub struct Fresh {
    /// The store.
    pub store: Store,
    /// Its address.
    pub url: String,
    #[allow(dead_code)]
    folder: TempDir,
}

impl Fresh {
    /// On a new SQLite file.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = format!("sqlite://{}", folder.path().join("holdfast.db").display());
        Self { store: Store::open(&url).expect("a new database"), url, folder }
    }

    /// A folder that lives as long as the store.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }
}
