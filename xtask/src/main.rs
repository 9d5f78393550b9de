//! The project's chores as `cargo xtask COMMAND`, in Rust so that a checkout needs no other tool.
//!
//! This program owns the order of the chores and what a user reads about them. It never holds a rule of the
//! product or of the code: those are tests. It depends on little, because a bare checkout waits for it to
//! compile before anything else can start.

mod bench;
mod browse;
mod clients;
mod demo;
mod examples;
mod process;
mod setup;
mod soak;
mod stages;
mod test;

use anyhow::{Result, bail};
use std::process::ExitCode;

/// One chore: its word on the command line, one line for the overview, and what runs it.
struct Command {
    name: &'static str,
    about: &'static str,
    run: fn(&[String]) -> Result<ExitCode>,
}

/// All chores. `tests/tidy.rs` reads the names here and holds the READMEs to them.
const COMMANDS: &[Command] = &[
    Command { name: "demo", about: "open the product with a living example shop", run: demo::run },
    Command { name: "test", about: "check everything, from set-up to documentation", run: test::run },
    Command { name: "examples", about: "make the example shops again from their seed", run: examples::run },
    Command {
        name: "pictures",
        about: "make a picture of every screen, into docs/pictures",
        run: browse::pictures,
    },
    Command { name: "soak", about: "kill the server again and again; nothing may be lost", run: soak::run },
    Command { name: "bench", about: "measure, and write docs/benchmarks.md", run: bench::run },
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&words) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn dispatch(words: &[String]) -> Result<ExitCode> {
    let Some((name, rest)) = words.split_first() else {
        print!("{}", overview());
        return Ok(ExitCode::from(2));
    };
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        print!("{}", overview());
        return Ok(ExitCode::SUCCESS);
    }
    match COMMANDS.iter().find(|command| command.name == name) {
        Some(command) => (command.run)(rest),
        None => bail!("there is no command '{name}'\n\n{}", overview()),
    }
}

fn overview() -> String {
    let commands: Vec<String> =
        COMMANDS.iter().map(|command| format!("  {:<9} {}", command.name, command.about)).collect();
    format!(
        "Usage: cargo xtask COMMAND\n\n{}\n\n`cargo xtask COMMAND --help` says more about one of them.\n",
        commands.join("\n")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_command_is_refused_with_the_list() {
        let error = dispatch(&["tset".to_owned()]).expect_err("not a command");
        let message = error.to_string();
        assert!(message.contains("'tset'"), "{message}");
        assert!(message.contains("demo"), "{message}");
    }

    #[test]
    fn the_overview_names_every_command() {
        for command in COMMANDS {
            assert!(overview().contains(command.name));
        }
    }
}
