//! `cargo xtask soak`: the tests that kill, many times over.
//!
//! The same tests as in `cargo xtask test`, which kills a few times because everybody waits for it. What is
//! killed and what must hold afterwards is said in `tests/it/kill.rs`; this only says how often.

use crate::{process, setup};
use anyhow::{Result, bail};
use std::process::ExitCode;

/// Kills where nobody says how many.
const USUAL_KILLS: u32 = 50;

const HELP: &str = "\
Kills the server again and again while clients work, and checks that nothing acknowledged is lost.

Usage: cargo xtask soak [--kills N]

  --kills N   how often on each database; 50 if not said
  --help      this text
";

/// Runs the killing tests.
///
/// Errors: an unknown argument, or a machine that cannot be set up. A failed test is an exit code of 1.
pub fn run(words: &[String]) -> Result<ExitCode> {
    if words.iter().any(|word| word == "--help" || word == "-h") {
        print!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    }
    let kills = kills(words)?;
    setup::run()?;
    let mut tests =
        process::cargo(&["test", "--package", "holdfast", "--test", "it", "kill", "--", "--nocapture"]);
    let status = process::run(tests.env("HOLDFAST_KILLS", kills.to_string()))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn kills(words: &[String]) -> Result<u32> {
    let number = match words {
        [] => return Ok(USUAL_KILLS),
        [flag, number] if flag == "--kills" => number.as_str(),
        [word] if word.starts_with("--kills=") => &word["--kills=".len()..],
        [word, ..] => bail!("soak does not understand '{word}' here; see `cargo xtask soak --help`"),
    };
    match number.parse() {
        Ok(kills) if kills > 0 => Ok(kills),
        _ => bail!("--kills must be a whole number above 0, not '{number}'"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_kills_is_read() {
        let read = |words: &[&str]| kills(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>());
        assert_eq!(read(&[]).expect("nothing"), USUAL_KILLS);
        assert_eq!(read(&["--kills", "3"]).expect("three"), 3);
        assert_eq!(read(&["--kills=7"]).expect("seven"), 7);
        assert!(read(&["--kills", "0"]).is_err());
        assert!(read(&["--often"]).is_err());
    }
}
