//! Every dependency's licence lets anyone use, change and sell what is built with it.
//!
//! Asked of Cargo itself, offline where it can be, for all platforms and for what tests use too. A licence
//! that is not on the list is a decision, not a detail: it is made here, with a reason.

use serde_json::Value;
use std::process::Command;

/// Permissive licences by their SPDX names. MPL-2.0 is left out: its file-level sharing would have to be
/// explained to whoever packs the product, so far for no gain.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    // Of libpq, which is built in: the MIT licence in other words.
    "PostgreSQL",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

#[test]
fn every_dependency_is_permissive() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("packages");
    let foreign: Vec<&Value> = packages.iter().filter(|package| !package["source"].is_null()).collect();
    assert!(foreign.len() > 10, "only {} dependencies: was the right workspace asked?", foreign.len());
    let faults: Vec<String> = foreign.into_iter().filter_map(fault).collect();
    assert!(faults.is_empty(), "{} licence(s) not allowed:\n  {}\n", faults.len(), faults.join("\n  "));
}

#[test]
fn our_own_packages_say_apache() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("packages");
    for own in packages.iter().filter(|package| package["source"].is_null()) {
        assert_eq!(own["license"], "Apache-2.0", "{}", own["name"]);
    }
}

/// What Cargo knows of all packages; the network is asked only if the machine's own copy does not suffice.
fn metadata() -> Value {
    let ask = |more: &[&str]| {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["metadata", "--format-version", "1", "--locked"]).args(more);
        cargo.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo metadata could not be started")
    };
    let mut answer = ask(&["--offline"]);
    if !answer.status.success() {
        answer = ask(&[]);
    }
    assert!(answer.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&answer.stderr));
    serde_json::from_slice(&answer.stdout).expect("cargo metadata prints JSON")
}

fn fault(package: &Value) -> Option<String> {
    let name = format!("{} {}", package["name"].as_str()?, package["version"].as_str()?);
    match package["license"].as_str() {
        None => Some(format!("{name}: names no licence")),
        Some(expression) => match permitted(expression) {
            Ok(true) => None,
            Ok(false) => Some(format!("{name}: {expression}")),
            Err(error) => Some(format!("{name}: `{expression}` cannot be read: {error}")),
        },
    }
}

/// Whether a choice allowed by the SPDX expression needs only licences on the list. The slash of old
/// manifests means OR.
///
/// Errors: the expression is malformed.
fn permitted(expression: &str) -> Result<bool, String> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words = Words { left: spaced.split_whitespace().collect() };
    let answer = words.either()?;
    match words.left.first() {
        None => Ok(answer),
        Some(word) => Err(format!("unexpected `{word}`")),
    }
}

/// The words of an expression still to be read. AND binds tighter than OR, WITH tighter than both.
struct Words<'a> {
    left: Vec<&'a str>,
}

impl Words<'_> {
    fn either(&mut self) -> Result<bool, String> {
        let mut answer = self.both()?;
        while self.take("OR") {
            answer |= self.both()?;
        }
        Ok(answer)
    }

    fn both(&mut self) -> Result<bool, String> {
        let mut answer = self.one()?;
        while self.take("AND") {
            answer &= self.one()?;
        }
        Ok(answer)
    }

    fn one(&mut self) -> Result<bool, String> {
        if self.take("(") {
            let answer = self.either()?;
            return if self.take(")") { Ok(answer) } else { Err("a bracket is not closed".to_owned()) };
        }
        let mut licence = self.name()?;
        if self.take("WITH") {
            licence = format!("{licence} WITH {}", self.name()?);
        }
        Ok(ALLOWED.contains(&licence.as_str()))
    }

    fn name(&mut self) -> Result<String, String> {
        match self.left.first() {
            None => Err("a licence is missing at the end".to_owned()),
            Some(word) if ["AND", "OR", "WITH", "(", ")"].contains(word) => {
                Err(format!("a licence is missing before `{word}`"))
            }
            Some(_) => Ok(self.left.remove(0).to_owned()),
        }
    }

    fn take(&mut self, word: &str) -> bool {
        let there = self.left.first() == Some(&word);
        if there {
            self.left.remove(0);
        }
        there
    }
}

#[test]
fn expressions_are_weighed_as_written() {
    for good in [
        "MIT",
        "MIT/Apache-2.0",
        "MIT OR GPL-3.0-only",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
        "GPL-3.0-only AND LGPL-2.1-only OR MIT",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert_eq!(permitted(good), Ok(true), "{good}");
    }
    for bad in [
        "GPL-3.0-only",
        "MPL-2.0",
        "MIT AND GPL-3.0-only",
        "MIT AND (GPL-3.0-only OR MPL-2.0)",
        "(MIT OR Apache-2.0) AND GPL-3.0-only",
        "GPL-2.0-only WITH Classpath-exception-2.0",
    ] {
        assert_eq!(permitted(bad), Ok(false), "{bad}");
    }
    for broken in ["", "MIT OR", "(MIT", "MIT Apache-2.0", "AND MIT", "MIT WITH"] {
        assert!(permitted(broken).is_err(), "{broken:?}");
    }
}
