//! The stage `clients`: the clients are checked, tested and built, before the program that carries them is.
//!
//! What is tested is written beside each client; this runs it as a user could type it, from the top of the checkout.

use crate::{process, setup};
use anyhow::Result;
use std::process::Command;

/// What the stage runs, as a user could type it.
pub const ABOUT: &str = "npm ci, npm run check, npm test, npm run build";

/// Checks, tests and builds the clients. `Ok(false)` if one of these fails.
///
/// Errors: a machine that cannot be set up, a program that cannot be started.
pub fn run() -> Result<bool> {
    carry_out(&[&["ci"], &["run", "check"], &["test"], &["run", "build"]])
}

/// Builds the clients for a program that is about to carry them. `Ok(false)` if that fails.
///
/// Errors: those of [`run`].
pub fn build() -> Result<bool> {
    carry_out(&[&["ci"], &["run", "build"]])
}

fn carry_out(steps: &[&[&str]]) -> Result<bool> {
    setup::for_clients()?;
    for words in steps {
        if !process::run(&mut npm(words))?.success() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn npm(words: &[&str]) -> Command {
    let mut npm = Command::new("npm");
    npm.args(words).current_dir(process::root());
    npm
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clients_are_built_from_the_top_of_the_checkout() {
        let npm = npm(&["run", "build"]);
        assert_eq!(process::shown(&npm), "npm run build");
        assert_eq!(npm.get_current_dir(), Some(process::root().as_path()));
        for file in ["package-lock.json", "web-kit/package.json", "shop-floor-client/package.json"] {
            assert!(process::root().join(file).is_file(), "{file}");
        }
    }
}
