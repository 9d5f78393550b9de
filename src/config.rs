//! Settings of the running product, and the only reader of them: the command line before the environment
//! (`HOLDFAST_…`) before the file (`holdfast.toml`) before what is usual. Each knows where it came from.

mod mail;

use holdfast_engine::scenario::Setting;
use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The file that is read where nobody names another.
const USUAL_FILE: &str = "holdfast.toml";

/// Where a setting came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// An option of the command line.
    CommandLine,
    /// A variable of the environment.
    Environment(String),
    /// A line of the file.
    File(PathBuf),
    /// Nobody said anything.
    Usual,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CommandLine => f.write_str("command line"),
            Self::Environment(name) => f.write_str(name),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Usual => f.write_str("default"),
        }
    }
}

/// A setting that can be made.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// Its name, as in the file and as the option of the command line.
    pub name: &'static str,
    /// What holds where nobody says anything.
    pub usual: &'static str,
}

/// Every setting.
pub const KNOWN: [Known; 25] = [
    Known { name: "database-url", usual: "sqlite://holdfast.db" },
    Known { name: "listen", usual: "127.0.0.1:8080" },
    Known { name: "clock", usual: "system" },
    Known { name: "workers", usual: "2" },
    // Futures of every plan, 50 to 2,000; 0 for none.
    Known { name: "futures", usual: "200" },
    // Whether they are played of every plan (`always`), or for those who ask (`asked`).
    Known { name: "odds", usual: "always" },
    // What is logged, as `tracing` reads it.
    Known { name: "log", usual: "info,actix_server=warn" },
    // `off`, `auto` with certificates of the plant's own, or `given` with those of two files.
    Known { name: "tls", usual: "off" },
    // Where the plant's own authority is kept.
    Known { name: "tls-folder", usual: "holdfast-tls" },
    // Names and addresses of the server beside those of its machine, between commas; the first is the one to use.
    Known { name: "tls-names", usual: "" },
    // The chain and the key that are given, in PEM.
    Known { name: "tls-certificate", usual: "" },
    Known { name: "tls-key", usual: "" },
    // Where requests without TLS come in, for the authority's certificate; all else is sent on. Nowhere if empty.
    Known { name: "plain-listen", usual: "" },
    // Where customers come in, and reach nothing but their pages. Nowhere besides `listen` if empty.
    Known { name: "portal-listen", usual: "" },
    // What mail and other messages leave by: see `mail`.
    Known { name: "mail-server", usual: "" },
    Known { name: "mail-tls", usual: "starttls" },
    Known { name: "mail-user", usual: "" },
    Known { name: "mail-password", usual: "" },
    Known { name: "mail-password-file", usual: "" },
    Known { name: "mail-from", usual: "" },
    Known { name: "mail-timeout", usual: "30" },
    Known { name: "mail-templates", usual: "" },
    Known { name: "mail-authorities", usual: "" },
    Known { name: "public-url", usual: "" },
    Known { name: "hook-inside", usual: "" },
];

/// Where the certificates of TLS come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Certificates {
    /// Nowhere: requests come in as they are.
    None,
    /// The plant makes them.
    Own {
        /// Where its authority is kept.
        folder: PathBuf,
    },
    /// Somebody else made them.
    Given {
        /// The chain, the server's own certificate first.
        chain: PathBuf,
        /// The key.
        key: PathBuf,
    },
}

/// What is set, and by whom.
#[derive(Clone, Debug)]
pub struct Settings(BTreeMap<&'static str, (String, Source)>);

/// Why there are no settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The file can't be read.
    File {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// The file or the environment names a setting that there is not.
    Unknown {
        /// What stands there.
        name: String,
        /// What may have been meant.
        near: Option<&'static str>,
    },
    /// A value that can't be used.
    Value {
        /// Of which setting.
        name: &'static str,
        /// What it says.
        value: String,
        /// Who says so.
        source: Source,
    },
}

impl Settings {
    /// Reads all settings. `said` is what the command line says; `file` is the file that it names.
    ///
    /// # Errors
    ///
    /// A file that can't be read, or a name that there is not.
    pub fn read(said: &[(&'static str, Option<String>)], file: Option<&Path>) -> Result<Self, Wrong> {
        let environment = std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
                .filter(|(name, _)| name.starts_with("HOLDFAST_"))
        });
        Self::of(said, file, &environment.collect())
    }

    fn of(
        said: &[(&'static str, Option<String>)],
        file: Option<&Path>,
        environment: &BTreeMap<String, String>,
    ) -> Result<Self, Wrong> {
        let in_file = from_file(file)?;
        let path = file.map_or_else(|| PathBuf::from(USUAL_FILE), Path::to_path_buf);
        for name in in_file.keys() {
            if !KNOWN.iter().any(|known| known.name == name) {
                return Err(Wrong::Unknown { name: name.clone(), near: near(name) });
            }
        }
        let mut settings = BTreeMap::new();
        for known in KNOWN {
            let option =
                said.iter().find(|(name, _)| *name == known.name).and_then(|(_, value)| value.clone());
            let variable = format!("HOLDFAST_{}", known.name.to_uppercase().replace('-', "_"));
            let found = if let Some(value) = option {
                (value, Source::CommandLine)
            } else if let Some(value) = environment.get(&variable) {
                (value.clone(), Source::Environment(variable))
            } else if let Some(value) = in_file.get(known.name) {
                (value.clone(), Source::File(path.clone()))
            } else {
                (known.usual.to_owned(), Source::Usual)
            };
            settings.insert(known.name, found);
        }
        Ok(Self(settings))
    }

    /// The value of a setting.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |(value, _)| value)
    }

    /// Whether nobody said anything about a setting.
    pub fn is_usual(&self, name: &str) -> bool {
        self.0.get(name).is_none_or(|(_, source)| *source == Source::Usual)
    }

    /// That the value of a setting can't be used.
    pub fn wrong(&self, name: &'static str) -> Wrong {
        let source = self.0.get(name).map_or(Source::Usual, |(_, source)| source.clone());
        Wrong::Value { name, value: shown(name, self.get(name)), source }
    }

    /// The address to listen at.
    ///
    /// # Errors
    ///
    /// It is no address.
    pub fn listen(&self) -> Result<SocketAddr, Wrong> {
        self.get("listen").parse().map_err(|_| self.wrong("listen"))
    }

    /// The address of a listener beside the first (`plain-listen`, `portal-listen`), if there is one.
    ///
    /// # Errors
    ///
    /// It is no address.
    pub fn also_listen(&self, name: &'static str) -> Result<Option<SocketAddr>, Wrong> {
        match self.get(name) {
            "" => Ok(None),
            said => said.parse().map(Some).map_err(|_| self.wrong(name)),
        }
    }

    /// Where certificates come from.
    ///
    /// # Errors
    ///
    /// It is neither `off`, `auto` nor `given`, or a file that is to be given is not named.
    pub fn tls(&self) -> Result<Certificates, Wrong> {
        match self.get("tls") {
            "off" => Ok(Certificates::None),
            "auto" => Ok(Certificates::Own { folder: PathBuf::from(self.get("tls-folder")) }),
            "given" => match ["tls-certificate", "tls-key"].iter().find(|name| self.get(name).is_empty()) {
                Some(name) => Err(self.wrong(name)),
                None => Ok(Certificates::Given {
                    chain: PathBuf::from(self.get("tls-certificate")),
                    key: PathBuf::from(self.get("tls-key")),
                }),
            },
            _ => Err(self.wrong("tls")),
        }
    }

    /// Threads that read requests.
    ///
    /// # Errors
    ///
    /// It is no number from 1 to 256.
    pub fn workers(&self) -> Result<usize, Wrong> {
        let number = self.get("workers").parse().ok().filter(|number| (1..=256).contains(number));
        number.ok_or_else(|| self.wrong("workers"))
    }

    /// Futures that are played of every plan; 0 for none.
    ///
    /// # Errors
    ///
    /// It is neither 0 nor a number from 50 to 2,000.
    pub fn futures(&self) -> Result<u32, Wrong> {
        let sensible = |number: &u32| *number == 0 || (Setting::FEWEST..=Setting::MOST).contains(number);
        let number = self.get("futures").parse().ok().filter(sensible);
        number.ok_or_else(|| self.wrong("futures"))
    }

    /// Whether futures are played only for those who ask for odds.
    ///
    /// # Errors
    ///
    /// It is neither `always` nor `asked`.
    pub fn odds_when_asked(&self) -> Result<bool, Wrong> {
        match self.get("odds") {
            "always" => Ok(false),
            "asked" => Ok(true),
            _ => Err(self.wrong("odds")),
        }
    }

    /// Every setting with its value and where it came from, without secrets.
    pub fn list(&self) -> Vec<(&'static str, String, &Source)> {
        self.0.iter().map(|(name, (value, source))| (*name, shown(name, value), source)).collect()
    }
}

fn from_file(file: Option<&Path>) -> Result<BTreeMap<String, String>, Wrong> {
    let path = file.unwrap_or_else(|| Path::new(USUAL_FILE));
    let source = config::File::from(path).format(config::FileFormat::Toml).required(file.is_some());
    let read = config::Config::builder().add_source(source).build();
    let table = read.and_then(config::Config::try_deserialize::<BTreeMap<String, String>>);
    table.map_err(|error| Wrong::File { path: path.to_path_buf(), why: error.to_string() })
}

fn near(name: &str) -> Option<&'static str> {
    crate::domain::likeness::nearest(name, KNOWN.iter().map(|known| known.name)).first().copied()
}

/// A value as it may be shown: without the password of an address.
fn shown(name: &str, value: &str) -> String {
    if name == "mail-password" && !value.is_empty() {
        return "****".to_owned();
    }
    let Some((scheme, rest)) = value.split_once("://").filter(|_| name == "database-url") else {
        return value.to_owned();
    };
    let rest = match rest.split_once("password=") {
        Some((before, after)) => {
            let end = after.find('&').unwrap_or(after.len());
            format!("{before}password=****{}", &after[end..])
        }
        None => rest.to_owned(),
    };
    match rest.split_once('@') {
        Some((person, host)) => {
            let name = person.split(':').next().unwrap_or_default();
            let hidden = if person.contains(':') { ":****" } else { "" };
            format!("{scheme}://{name}{hidden}@{host}")
        }
        None => format!("{scheme}://{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_comes_before_environment_file_and_custom() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("own.toml");
        std::fs::write(&file, "listen = \"0.0.0.0:1\"\nworkers = 3\nclock = \"system\"\n").expect("a file");
        let environment = BTreeMap::from([("HOLDFAST_LISTEN".to_owned(), "0.0.0.0:2".to_owned())]);
        let said = [("clock", Some("manual:2026-01-05T00:00:00Z".to_owned()))];
        let settings = Settings::of(&said, Some(&file), &environment).expect("settings");
        assert_eq!(settings.get("listen"), "0.0.0.0:2");
        assert_eq!(settings.workers(), Ok(3));
        assert_eq!(settings.get("clock"), "manual:2026-01-05T00:00:00Z");
        assert_eq!(settings.get("database-url"), "sqlite://holdfast.db");
        let listed = settings.list();
        let source = |name: &str| {
            let found =
                listed.iter().find(|(known, ..)| *known == name).map(|(_, _, source)| source.to_string());
            found.unwrap_or_else(|| panic!("{name} is listed"))
        };
        let sources = ["clock", "listen", "futures", "log"].map(source);
        assert_eq!(sources, ["command line", "HOLDFAST_LISTEN", "default", "default"]);
        assert_eq!(settings.get("log"), "info,actix_server=warn");
        std::fs::write(&file, "listn = \"x\"\n").expect("a file");
        let wrong = Settings::of(&[], Some(&file), &environment).expect_err("no such setting");
        assert_eq!(wrong, Wrong::Unknown { name: "listn".to_owned(), near: Some("listen") });
    }

    #[test]
    fn futures_are_none_or_enough_to_read_percentiles_from() {
        let said = |text: &str| {
            let settings = Settings::of(&[("futures", Some(text.to_owned()))], None, &BTreeMap::new());
            settings.expect("settings").futures()
        };
        assert_eq!([said("0"), said("50"), said("2000")], [Ok(0), Ok(50), Ok(2_000)]);
        for wrong in ["49", "2001", "-1", "many", "1.5", ""] {
            assert!(said(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn certificates_are_made_given_or_done_without() {
        let said = |said: &[(&'static str, &str)]| {
            let said: Vec<_> = said.iter().map(|&(name, text)| (name, Some(text.to_owned()))).collect();
            Settings::of(&said, None, &BTreeMap::new()).expect("settings").tls()
        };
        assert_eq!(said(&[]), Ok(Certificates::None));
        assert_eq!(said(&[("tls", "auto")]), Ok(Certificates::Own { folder: "holdfast-tls".into() }));
        let both = [("tls", "given"), ("tls-certificate", "a.pem"), ("tls-key", "a.key")];
        assert_eq!(said(&both), Ok(Certificates::Given { chain: "a.pem".into(), key: "a.key".into() }));
        let wrong = |said: Result<Certificates, Wrong>| match said {
            Err(Wrong::Value { name, .. }) => name,
            other => panic!("{other:?}"),
        };
        assert_eq!(wrong(said(&both[..2])), "tls-key");
        assert_eq!(wrong(said(&[("tls", "yes")])), "tls");
    }

    #[test]
    fn odds_are_played_always_or_for_those_who_ask() {
        let said = |text: &str| {
            let settings = Settings::of(&[("odds", Some(text.to_owned()))], None, &BTreeMap::new());
            settings.expect("settings").odds_when_asked()
        };
        assert_eq!([said("always"), said("asked")], [Ok(false), Ok(true)]);
        assert!(said("never").is_err() && said("").is_err());
    }

    #[test]
    fn passwords_are_never_shown() {
        assert_eq!(shown("database-url", "postgres://a:secret@db/x"), "postgres://a:****@db/x");
        assert_eq!(
            shown("database-url", "postgres:///x?user=a&password=s&host=h"),
            "postgres:///x?user=a&password=****&host=h"
        );
        assert_eq!(shown("database-url", "sqlite://holdfast.db"), "sqlite://holdfast.db");
        assert_eq!([shown("mail-password", "hush"), shown("mail-password", "")], ["****", ""]);
    }
}
