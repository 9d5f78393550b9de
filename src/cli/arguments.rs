//! What was asked for: arguments and locale, parsed in the user's language.

use super::service::COMMANDS;
use crate::text::Lang;
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::service_help::ServiceHelp;
use chrono::{NaiveDate, NaiveDateTime};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::error::Error;
use std::ffi::OsString;
use std::path::PathBuf;

/// Searches for a better sequence, if nobody says how many.
const USUAL_IMPROVE: u32 = 8;

/// What the user wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Call {
    /// To read this.
    Help(String),
    /// A plan.
    Plan(Box<Request>),
    /// A command of the service, by name, with its own arguments.
    Service(String, Box<ArgMatches>),
}

/// A plan as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)]
pub(super) struct Request {
    pub(super) file: PathBuf,
    pub(super) explain: Option<String>,
    pub(super) json: bool,
    pub(super) as_of: Option<NaiveDateTime>,
    pub(super) lang: Lang,
    pub(super) ignore_priorities: bool,
    pub(super) improve: u32,
    pub(super) faults: bool,
    pub(super) width: Option<usize>,
}

/// The language that the arguments or the locale ask for, known before anything else is read: what is wrong
/// with the rest is said in it.
pub(super) fn language(arguments: &[OsString], variable: impl Fn(&str) -> String) -> Lang {
    let words: Vec<_> = arguments.iter().map(|word| word.to_string_lossy()).collect();
    let asked = words.iter().enumerate().find_map(|(index, word)| match word.strip_prefix("--lang") {
        Some("") => words.get(index + 1).map(ToString::to_string),
        Some(rest) => rest.strip_prefix('=').map(str::to_owned),
        None => None,
    });
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().map(|name| variable(name));
    let tag = asked.or_else(|| set.into_iter().find(|value| !value.is_empty()));
    Lang::from_tag(&tag.unwrap_or_default())
}

/// Parses the arguments.
///
/// Errors: what is wrong with them, and where to read more.
pub(super) fn parse(arguments: &[OsString], lang: Lang) -> Result<Call, String> {
    let help = Help::of(lang);
    if arguments.len() <= 1 {
        return Ok(Call::Help(command(lang).render_help().to_string()));
    }
    let matches = match command(lang).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) if !error.use_stderr() => return Ok(Call::Help(error.to_string())),
        Err(error) => {
            let plans = arguments.get(1).is_some_and(|word| word == "plan");
            let more = if plans { help.try_help } else { ServiceHelp::of(lang).more };
            return Err(wrong(&error, help, more));
        }
    };
    match matches.subcommand() {
        Some(("plan", plan)) => request(plan, lang, help).map(|request| Call::Plan(Box::new(request))),
        Some((name, found)) => Ok(Call::Service(name.to_owned(), Box::new(found.clone()))),
        None => Ok(Call::Help(command(lang).render_help().to_string())),
    }
}

fn request(plan: &ArgMatches, lang: Lang, help: &Help) -> Result<Request, String> {
    let text = |name: &str| plan.get_one::<String>(name).cloned();
    let refuse = |template: &str, option: &str, value: &str| {
        let said = fill(template, &[("option", option), ("value", value)]);
        format!("{said}\n{}", help.try_help)
    };
    let number = |option: &str, value: Option<String>| match value {
        None => Ok(None),
        Some(value) => match value.parse::<u32>() {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(refuse(help.bad_number, option, &value)),
        },
    };
    if let Some(tag) = text("lang").filter(|tag| !is_language(tag)) {
        return Err(refuse(help.bad_language, "--lang", &tag));
    }
    let as_of = match text("as-of") {
        None => None,
        Some(value) => match instant(&value) {
            Some(at) => Some(at),
            None => return Err(refuse(help.bad_as_of, "--as-of", &value)),
        },
    };
    Ok(Request {
        file: plan.get_one::<PathBuf>("file").cloned().unwrap_or_default(),
        explain: text("explain"),
        json: plan.get_flag("json"),
        as_of,
        lang,
        ignore_priorities: plan.get_flag("ignore-priorities"),
        improve: number("--improve", text("improve"))?.unwrap_or(USUAL_IMPROVE),
        faults: plan.get_flag("faults"),
        width: number("--width", text("width"))?.map(|width| width as usize),
    })
}

fn is_language(tag: &str) -> bool {
    let first = tag.split(['-', '_', '.']).next().unwrap_or_default();
    ["en", "zh"].iter().any(|known| first.eq_ignore_ascii_case(known))
}

/// A wall time as people type it, between 2000 and 2100.
fn instant(text: &str) -> Option<NaiveDateTime> {
    const FORMS: [&str; 4] = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"];
    let (first, last) = (NaiveDate::from_ymd_opt(2000, 1, 1)?, NaiveDate::from_ymd_opt(2100, 12, 31)?);
    let with_time = FORMS.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let date_alone = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0);
    with_time.or_else(date_alone).filter(|at| (first..=last).contains(&at.date()))
}

fn command(lang: Lang) -> Command {
    let (help, words) = (Help::of(lang), ServiceHelp::of(lang));
    let template =
        format!("{{about-with-newline}}\n{}{{usage}}\n\n{{all-args}}{{after-help}}\n", help.usage_heading);
    let flag = |name: &'static str, said: &'static str| {
        Arg::new(name).long(name).help(said).action(ArgAction::SetTrue).help_heading(help.options_heading)
    };
    let asks_help = Arg::new("help").short('h').long("help").help(help.help);
    let asks_help = asks_help.action(ArgAction::Help).display_order(98).help_heading(help.options_heading);
    let asks_version = Arg::new("version").short('V').long("version").help(help.version);
    let asks_version =
        asks_version.action(ArgAction::Version).display_order(99).help_heading(help.options_heading);
    let asks_lang = option("lang", "en|zh", help.lang, help).global(true).display_order(90);
    let plan = Command::new("plan")
        .about(help.plan_about)
        .long_about(help.plan_long)
        .after_long_help(help.plan_after)
        .after_help(help.more)
        .override_usage(help.usage)
        .help_template(&template)
        .disable_help_flag(true)
        .arg(file(help))
        .arg(option("explain", "SO-…", help.explain, help))
        .arg(flag("json", help.json))
        .arg(option("as-of", "2026-03-09T08:00", help.as_of, help))
        .arg(flag("ignore-priorities", help.ignore_priorities))
        .arg(option("improve", "N", help.improve, help))
        .arg(flag("faults", help.faults))
        .arg(option("width", "N", help.width, help))
        .arg(asks_help.clone());
    let services = COMMANDS.iter().map(|service| {
        let made = (service.command)(Command::new(service.name), words, help);
        styled(made, &template, &asks_help)
    });
    Command::new("holdfast")
        .about(help.about)
        .version(env!("CARGO_PKG_VERSION"))
        .help_template(format!(
            "{{about-with-newline}}\n{}{{usage}}\n\n{{all-args}}{{after-help}}\n",
            help.usage_heading
        ))
        .override_usage(words.usage)
        .after_help(words.more)
        .subcommand_help_heading(help.commands_heading)
        .max_term_width(110)
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(asks_lang)
        .arg(asks_help.clone())
        .arg(asks_version)
        .subcommand(plan)
        .subcommands(services)
}

/// A command of the service and those below it, dressed like `plan`.
fn styled(command: Command, template: &str, asks_help: &Arg) -> Command {
    let below: Vec<String> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    let command = command.help_template(template.to_owned()).disable_help_flag(true).arg(asks_help.clone());
    let command = command.disable_help_subcommand(true);
    below.iter().fold(command, |command, name| {
        command.mut_subcommand(name, |below| styled(below, template, asks_help))
    })
}

fn file(help: &'static Help) -> Arg {
    let file = Arg::new("file").value_name("FILE").help(help.file).required(true);
    file.value_parser(clap::value_parser!(PathBuf)).help_heading(help.arguments_heading)
}

/// An option with a value.
pub(super) fn option(
    name: &'static str,
    value: &'static str,
    said: &'static str,
    help: &'static Help,
) -> Arg {
    // What is below zero is an answer, if a wrong one, and not another option.
    let option = Arg::new(name).long(name).value_name(value).help(said).help_heading(help.options_heading);
    option.allow_negative_numbers(value == "N")
}

/// An argument as people read it: `<FILE>` is a file, and an option keeps its `--role <ROLE>`.
fn bare(argument: &str) -> &str {
    argument.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')).unwrap_or(argument)
}

/// What to write for an option instead: one of what fits, a number, or something like its example.
fn fitting(argument: &str, known: &str, error: &clap::Error, help: &Help) -> String {
    if !known.is_empty() {
        return fill(help.one_of, &[("values", known)]);
    }
    let example = argument.split_once('<').and_then(|(_, rest)| rest.strip_suffix('>'));
    let is_float = || error.source().is_some_and(|source| source.to_string().contains("float"));
    match example {
        Some("N") if is_float() => help.write_number.to_owned(),
        Some("N") => help.write_whole.to_owned(),
        example => fill(help.write_like, &[("example", example.unwrap_or(argument))]),
    }
}

/// What is wrong with a call, in the user's language.
fn wrong(error: &clap::Error, help: &Help, more: &str) -> String {
    let found = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => bare(text).to_owned(),
        Some(ContextValue::Strings(texts)) => {
            texts.iter().map(|text| bare(text)).collect::<Vec<_>>().join(", ")
        }
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let (argument, value) = (found(ContextKind::InvalidArg), found(ContextKind::InvalidValue));
    let said = match error.kind() {
        ErrorKind::UnknownArgument => fill(help.unknown_argument, &[("value", &argument)]),
        ErrorKind::InvalidSubcommand => {
            fill(help.unknown_argument, &[("value", &found(ContextKind::InvalidSubcommand))])
        }
        ErrorKind::MissingRequiredArgument => fill(help.missing, &[("value", &argument)]),
        ErrorKind::MissingSubcommand => {
            fill(help.missing, &[("value", &found(ContextKind::ValidSubcommand))])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let said = fill(help.bad_value, &[("option", &argument), ("value", &value)]);
            format!("{said}\n{}", fitting(&argument, &found(ContextKind::ValidValue), error, help))
        }
        _ => help.bad_usage.to_owned(),
    };
    format!("{said}\n{more}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    fn asked(line: &str) -> Request {
        match parse(&words(line), Lang::En) {
            Ok(Call::Plan(request)) => *request,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn a_plan_is_asked_for() {
        let request = asked("holdfast plan a.xlsx --explain SO-1/10 --as-of 2026-03-02T07:00 --improve 0");
        assert_eq!(request.file, PathBuf::from("a.xlsx"));
        assert_eq!(request.explain.as_deref(), Some("SO-1/10"));
        assert_eq!(request.as_of.map(|at| at.to_string()).as_deref(), Some("2026-03-02 07:00:00"));
        assert_eq!(request.improve, 0);
        assert_eq!(asked("holdfast plan a.xlsx").improve, 8);
    }

    #[test]
    fn the_language_is_asked_for_or_the_locales() {
        let of = |line: &str, lang: &'static str| {
            language(&words(line), |name| if name == "LANG" { lang.to_owned() } else { String::new() })
        };
        assert_eq!(of("holdfast plan a --lang zh", "en_GB.UTF-8"), Lang::Zh);
        assert_eq!(of("holdfast plan a --lang=en", "zh_CN.UTF-8"), Lang::En);
        assert_eq!(of("holdfast plan a", "zh_CN.UTF-8"), Lang::Zh);
        assert_eq!(of("holdfast plan a", "C"), Lang::En);
    }

    #[test]
    fn a_wrong_call_is_refused_in_both_languages() {
        for (line, en, zh) in [
            ("holdfast plan", "Something is missing", "缺少"),
            ("holdfast plan a --fast", "“--fast”", "“--fast”"),
            ("holdfast plan a --as-of monday", "no instant", "不是有效时点"),
            ("holdfast plan a --as-of 1999-01-01", "no instant", "不是有效时点"),
            ("holdfast plan a --lang de", "no language", "没有语言"),
            ("holdfast plan a --improve many", "whole number", "必须是整数"),
            ("holdfast promise a", "“promise”", "“promise”"),
            ("holdfast user", "Something is missing: add, list", "缺少：add, list"),
            ("holdfast user add", "Something is missing", "缺少"),
            ("holdfast user add wu --role king", "does not take “king”", "不能是“king”"),
            ("holdfast token add erp --right all", "Write one of: ", "请填写其中之一："),
            ("holdfast simulate --seed x", "Write a whole number", "请填写整数"),
            ("holdfast simulate --seed -3", "--seed <N> does not take “-3”", "--seed <N> 不能是“-3”"),
            ("holdfast simulate --months x", "such as 2.5", "例如 2.5"),
            ("holdfast plan a --improve -3", "--improve takes a whole number", "--improve 必须是整数"),
            (
                "holdfast backtest --materials foo",
                "Write one of: at-hand, ordered",
                "其中之一：at-hand, ordered",
            ),
            ("holdfast backtest --from monday", "such as 2026-03-01", "例如 2026-03-01"),
        ] {
            let refused = |lang| parse(&words(line), lang).expect_err(line);
            assert!(refused(Lang::En).contains(en), "{}", refused(Lang::En));
            assert!(refused(Lang::Zh).contains(zh), "{}", refused(Lang::Zh));
        }
    }

    #[test]
    fn help_teaches_in_both_languages() {
        for (lang, codes) in [(Lang::En, "Exit codes:"), (Lang::Zh, "退出码：")] {
            let Ok(Call::Help(text)) = parse(&words("holdfast plan --help"), lang) else { panic!("no help") };
            for word in [codes, "--explain", "--ignore-priorities", "jq", "late_days"] {
                assert!(text.contains(word), "{word} is not in:\n{text}");
            }
        }
    }
}
