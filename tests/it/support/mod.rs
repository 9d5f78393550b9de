//! What the tests of the service share: a fresh store on each database.

pub mod app;
pub mod cluster;
pub mod furnished;
pub mod journal;
pub mod post_office;
pub mod receiver;
pub mod served;
pub mod trade;

use cluster::Cluster;
use holdfast::services::sales::GivingUp;
use holdfast::store::Store;
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a test waits for what must come by itself.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why a customer's order is given up.
pub fn not_wanted() -> GivingUp {
    GivingUp { note: Some("the customer gave it up".to_owned()), caused_by: None }
}

/// A database of its own for one test, with all tables. On SQLite its data goes when it is dropped, on
/// PostgreSQL with the server.
pub struct Fresh {
    /// Which database it is, for messages.
    pub name: &'static str,
    /// Its address.
    pub url: String,
    /// The store, opened.
    pub store: Store,
    /// A folder that lives as long.
    pub folder: TempDir,
}

impl Fresh {
    /// On a new SQLite file.
    pub fn sqlite() -> Self {
        static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let template = TEMPLATE.get_or_init(|| {
            let path = folder.path().join("template.db");
            Store::migrate(&address(&path)).expect("the migrations run");
            std::fs::read(path).expect("a migrated file")
        });
        let path = folder.path().join("holdfast.db");
        std::fs::write(&path, template).expect("a file of its own");
        Self::open("SQLite", address(&path), folder)
    }

    /// On a new database of the shared PostgreSQL server.
    pub fn postgres() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self::open("PostgreSQL", Cluster::shared().database(), folder)
    }

    fn open(name: &'static str, url: String, folder: TempDir) -> Self {
        let store = Store::open(&url).unwrap_or_else(|failure| panic!("{url}: {failure}"));
        // Shown with the test's output if it fails: what comes after is about this database.
        println!("on {name}: {url}");
        Self { name, url, store, folder }
    }
}

fn address(path: &Path) -> String {
    format!("sqlite://{}", path.display())
}

/// Runs a test on a fresh SQLite database, then on a fresh PostgreSQL one.
pub fn on_both(test: impl Fn(&Fresh)) {
    test(&Fresh::sqlite());
    test(&Fresh::postgres());
}

/// Looks until there is what was looked for. On PostgreSQL the feed waits for every transaction of the server,
/// those of other tests too.
pub fn eventually<T>(what: &str, look: impl Fn() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(start.elapsed() < PATIENCE, "{what}: not within {PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
