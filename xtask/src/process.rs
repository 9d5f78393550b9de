//! Running other programs from the top of the checkout.
//!
//! Output goes straight to the user unless it is to be read. Cargo is always the one that started us, so a
//! chosen toolchain and `CARGO_TARGET_DIR` carry over by themselves.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// The top of the checkout. `cargo run` says at run time where this package lies, which stays true when a
/// target folder is shared or the checkout is moved.
pub fn root() -> PathBuf {
    let own = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let own = own.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    own.parent().unwrap_or(&own).to_path_buf()
}

/// The running Cargo with these arguments, in the top folder. A continuous check builds once: what Cargo keeps so that the
/// next build is quicker would only fill its disk, 8 GiB of 18.
pub fn cargo(arguments: &[&str]) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    // What Cargo told us of ourselves is no news of what it builds now; packages that look at it would be built anew.
    for (name, _) in std::env::vars_os() {
        let own = name
            .to_str()
            .is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"));
        if own {
            command.env_remove(name);
        }
    }
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if is_set("CI") && !is_set("CARGO_INCREMENTAL") {
        command.env("CARGO_INCREMENTAL", "0");
    }
    command
}

/// Runs the program with our own standard streams.
///
/// Errors: the program could not be started. A program that fails is an `Ok` with its status.
pub fn run(command: &mut Command) -> Result<ExitStatus> {
    let shown = shown(command);
    command.status().with_context(|| format!("could not start `{shown}`"))
}

/// Whether the program can be started and ends well; its output is thrown away.
pub fn succeeds(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// The command as a user would type it.
pub fn shown(command: &Command) -> String {
    let path = Path::new(command.get_program());
    let program = path.file_name().unwrap_or(command.get_program());
    let mut words = vec![program.to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|argument| argument.to_string_lossy().into_owned()));
    words.join(" ")
}

/// The first program of that name in the folders of `PATH`.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|candidate| candidate.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_typed() {
        assert!(shown(&cargo(&["test", "--workspace"])).ends_with("test --workspace"));
    }

    #[test]
    fn a_started_cargo_is_not_told_of_this_package() {
        assert!(std::env::var_os("CARGO_MANIFEST_DIR").is_some(), "Cargo tells its tests");
        let cargo = cargo(&["build"]);
        let told = cargo.get_envs().find(|(name, _)| *name == "CARGO_MANIFEST_DIR");
        assert_eq!(told.map(|(_, value)| value), Some(None));
    }

    #[test]
    fn the_root_holds_the_workspace() {
        assert!(root().join("Cargo.lock").is_file());
    }

    #[test]
    fn a_program_that_is_not_there_does_not_succeed() {
        assert!(!succeeds("no-such-program-here", &[]));
        assert_eq!(find("no-such-program-here"), None);
    }
}
