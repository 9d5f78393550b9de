//! `cargo xtask demo`: the example shop, planned and explained.
//!
//! Everything shown is what `holdfast` itself prints; this only chooses the line worth explaining, the one
//! that is latest, and says what to try next.

use crate::process;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

const WORKBOOK: &str = "examples/precision-shop.xlsx";

const HELP: &str = "\
Builds holdfast, plans the example shop, and explains the line that is latest.

Usage: cargo xtask demo [--lang en|zh]

  --lang   language of the output; else LC_ALL, LC_MESSAGES or LANG decide
";

/// The two languages of the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    English,
    Chinese,
}

impl Language {
    /// From a language tag or a locale such as `zh_CN.UTF-8`.
    fn parse(tag: &str) -> Option<Self> {
        match tag.split(['-', '_', '.']).next()?.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::Chinese),
            "en" | "c" | "posix" => Some(Self::English),
            _ => None,
        }
    }

    /// What the locale variables say, the strongest first; English where they say nothing we speak.
    fn of_user(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().filter_map(|name| variable(name));
        set.into_iter()
            .find(|value| !value.is_empty())
            .and_then(|value| Self::parse(&value))
            .unwrap_or(Self::English)
    }

    fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }
}

/// Plans the example shop and explains its latest line.
///
/// Errors: an unknown argument, a build that fails, or a plan that cannot be read.
pub fn run(words: &[String]) -> Result<ExitCode> {
    if words.iter().any(|word| word == "--help" || word == "-h") {
        print!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    }
    let language = language(words)?;
    make_workbook_if_missing()?;
    let holdfast = build()?;
    println!("\n$ holdfast plan {WORKBOOK}\n");
    plan(&holdfast, language, &[])?;
    let Some(line) = latest_line(&planned(&holdfast, language)?) else {
        bail!("the plan of {WORKBOOK} has no lines to explain");
    };
    println!("\n$ holdfast plan {WORKBOOK} --explain {line}\n");
    plan(&holdfast, language, &["--explain", &line])?;
    println!("\n{}", next_steps(language, &holdfast, &line));
    Ok(ExitCode::SUCCESS)
}

fn language(words: &[String]) -> Result<Language> {
    let tag = match words {
        [] => return Ok(Language::of_user(|name| std::env::var(name).ok())),
        [flag, tag] if flag == "--lang" => tag,
        [word] if word.starts_with("--lang=") => &word["--lang=".len()..],
        [word, ..] => bail!("demo does not understand '{word}' here; see `cargo xtask demo --help`"),
    };
    match Language::parse(tag) {
        Some(language) => Ok(language),
        None => bail!("there is no language '{tag}'; say en or zh"),
    }
}

fn make_workbook_if_missing() -> Result<()> {
    if process::root().join(WORKBOOK).is_file() {
        return Ok(());
    }
    let made =
        process::run(&mut process::cargo(&["run", "--quiet", "-p", "example-generator", "--", "shops"]))?;
    if !made.success() || !process::root().join(WORKBOOK).is_file() {
        bail!("{WORKBOOK} is missing and `cargo xtask examples` could not make it");
    }
    Ok(())
}

/// Builds the program and returns where Cargo put it, whatever the target folder is called.
fn build() -> Result<PathBuf> {
    println!("Building holdfast; the first time takes a few minutes.");
    let mut command = process::cargo(&["build", "--release", "--package", "holdfast", "--bin", "holdfast"]);
    command.arg("--message-format=json-render-diagnostics").stdout(Stdio::piped()).stderr(Stdio::inherit());
    let output = command.output().context("could not start cargo build")?;
    if !output.status.success() {
        bail!("holdfast could not be built: see above");
    }
    built_program(&String::from_utf8_lossy(&output.stdout))
        .context("cargo build did not say where holdfast is")
}

/// The path of the program in Cargo's build messages, one JSON object a line.
fn built_program(messages: &str) -> Option<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["target"]["name"] == "holdfast")
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
}

fn holdfast(program: &Path, language: Language, more: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(["plan", WORKBOOK]).args(more).args(["--lang", language.tag()]).current_dir(process::root());
    command
}

/// Shows a plan. A shop with late lines may have an exit code of its own, so only a signal or a usage error
/// (2) counts as broken.
fn plan(program: &Path, language: Language, more: &[&str]) -> Result<()> {
    let status = process::run(&mut holdfast(program, language, more))?;
    match status.code() {
        None | Some(2 | 101) => bail!("holdfast plan ended with {status}"),
        Some(_) => Ok(()),
    }
}

fn planned(program: &Path, language: Language) -> Result<Value> {
    let output = holdfast(program, language, &["--json"]).stderr(Stdio::inherit()).output()?;
    serde_json::from_slice(&output.stdout).context("holdfast plan --json did not print JSON")
}

/// The line that is latest; where none is late, the one nearest to it. Lines that are equally late keep the
/// plan's order.
fn latest_line(plan: &Value) -> Option<String> {
    let mut latest: Option<(f64, &str)> = None;
    for line in plan["lines"].as_array()? {
        let Some(name) = line["line"].as_str() else { continue };
        let late = line["late_days"].as_f64().unwrap_or(f64::NEG_INFINITY);
        if latest.is_none_or(|(most, _)| late > most) {
            latest = Some((late, name));
        }
    }
    latest.map(|(_, name)| name.to_owned())
}

fn next_steps(language: Language, program: &Path, line: &str) -> String {
    let shown = program.strip_prefix(process::root()).unwrap_or(program).display();
    let commands = [
        format!("{shown} plan {WORKBOOK} --explain {line}"),
        format!("{shown} plan {WORKBOOK} --json"),
        format!("{shown} plan examples/messy-shop.xlsx"),
        format!("{shown} plan --help"),
    ];
    let (heading, notes) = match language {
        Language::English => (
            "What to try next (your own workbook: docs/workbook.md says what goes in):",
            [
                "any line, why that date",
                "the same for programs",
                "a workbook full of holes",
                "everything else",
            ],
        ),
        Language::Chinese => (
            "接下来可以试试（用自己的工作簿：格式见 docs/workbook.md）：",
            ["任意订单行的交期原因", "供程序读取的结果", "一份漏洞百出的工作簿", "其他用法"],
        ),
    };
    let pairs = notes.iter().zip(&commands).map(|(note, command)| format!("\n  {note}\n    {command}"));
    heading.to_owned() + &pairs.collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_latest_line_is_chosen() {
        let plan = json!({"lines": [
            {"line": "SO-1/10", "late_days": -4},
            {"line": "SO-2/10", "late_days": 3.5},
            {"line": "SO-3/10", "late_days": 3},
            {"line": "SO-4/10"},
            {"late_days": 99},
        ]});
        assert_eq!(latest_line(&plan).as_deref(), Some("SO-2/10"));
    }

    #[test]
    fn a_plan_without_late_days_still_has_a_line_to_explain() {
        assert_eq!(latest_line(&json!({"lines": [{"line": "SO-1/10"}]})).as_deref(), Some("SO-1/10"));
        assert_eq!(latest_line(&json!({"lines": []})), None);
        assert_eq!(latest_line(&json!({"orders": []})), None);
    }

    #[test]
    fn the_language_is_asked_for_or_the_locale() {
        let chosen = |words: &[&str]| language(&words.iter().map(|&w| w.to_owned()).collect::<Vec<_>>());
        assert_eq!(chosen(&["--lang", "zh-CN"]).expect("zh-CN"), Language::Chinese);
        assert_eq!(chosen(&["--lang=en"]).expect("en"), Language::English);
        assert!(chosen(&["--lang", "de"]).is_err());
        assert!(chosen(&["--fast"]).is_err());
        let locale =
            |value: &'static str| Language::of_user(move |name| (name == "LANG").then(|| value.to_owned()));
        assert_eq!(locale("zh_CN.UTF-8"), Language::Chinese);
        assert_eq!(locale("C.UTF-8"), Language::English);
        assert_eq!(locale("de_DE.UTF-8"), Language::English);
    }

    #[test]
    fn cargo_says_where_the_program_is() {
        let messages = "\
            {\"reason\":\"compiler-artifact\",\"target\":{\"name\":\"serde\"},\"executable\":null}\n\
            not json\n\
            {\"reason\":\"compiler-artifact\",\"target\":{\"name\":\"holdfast\"},\"executable\":null}\n\
            {\"reason\":\"compiler-artifact\",\"target\":{\"name\":\"holdfast\"},\"executable\":\"/x/holdfast\"}\n";
        assert_eq!(built_program(messages), Some(PathBuf::from("/x/holdfast")));
    }

    #[test]
    fn the_next_steps_are_in_the_users_language() {
        assert!(next_steps(Language::Chinese, Path::new("h"), "SO-1/10").contains("交期原因"));
        assert!(next_steps(Language::English, Path::new("h"), "SO-1/10").contains("SO-1/10"));
    }
}
