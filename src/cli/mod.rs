//! The command line: arguments in, text or JSON out. The only part that reads arguments, the environment and
//! the clock, and the only one that prints. It decides nothing about a plan.
//!
//! Everything is written to a buffer first and printed once, so that a reader who stops early (`| head`) ends
//! nothing but the printing. Exit codes are those of `holdfast plan --help`.

mod alerts;
mod arguments;
mod backtest;
mod contact;
mod demo;
mod demo_portal;
mod device;
mod explain;
mod export;
mod faults;
mod import;
mod learn;
mod mail;
mod migrate;
mod model;
mod notice;
mod openapi;
mod operator;
mod overview;
mod page;
mod plan;
mod portal;
mod quote;
mod remedies;
mod report;
mod rules;
mod serve;
mod service;
mod settings;
mod simulate;
mod supplier;
mod table;
mod tasks;
mod tls;
mod token;
mod user;

use crate::text::Lang;
use arguments::Call;
use plan::Done;
use service::Run;
use std::ffi::OsString;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

/// Wrong usage or unreadable input.
const UNUSABLE: u8 = 2;

/// Runs the command line with its arguments, the program's own name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let lang = arguments::language(&arguments, |name| std::env::var(name).unwrap_or_default());
    match arguments::parse(&arguments, lang) {
        Ok(Call::Help(text)) => print(&text, 0),
        Ok(Call::Plan(request)) => match plan::run(&request) {
            Ok(done) => print(&done.text, done.code),
            Err(message) => refuse(&message, lang),
        },
        Ok(Call::Service(name, matches)) => {
            let known = service::COMMANDS.iter().find(|command| command.name == name);
            match known.map(|command| command.run) {
                Some(Run::Told(run)) => run(&matches, lang).map(Done::well),
                Some(Run::Judged(run)) => run(&matches, lang),
                None => Ok(Done::well(String::new())),
            }
            .map_or_else(|message| refuse(&message, lang), |done| print(&done.text, done.code))
        }
        Err(message) => refuse(&message, lang),
    }
}

/// Prints to the standard output. A reader who has gone is no fault.
fn print(text: &str, code: u8) -> ExitCode {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::from(code),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::from(code),
        Err(error) => refuse(&error.to_string(), Lang::En),
    }
}

/// Says on the standard error why there is no answer.
fn refuse(message: &str, lang: Lang) -> ExitCode {
    let help = crate::text::plan_help::Help::of(lang);
    let said = writeln!(std::io::stderr().lock(), "{}{}", help.error, message.trim_end());
    // Nobody is left to tell if the standard error is closed too.
    drop(said);
    ExitCode::from(UNUSABLE)
}
