//! One condition: read from its text, checked against the facts, and asked.

use super::check::{At, Fault, Scope};
use crate::domain::rule::{About, LONGEST_CONDITION, Param};
use cel::common::value::{CowVal, Val};
use cel::context::VariableResolver;
use cel::{Context, Env, ExecutionError, Program, Value};
use serde::Serialize;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, LazyLock};

/// How deep brackets may stand in each other: the parser goes down with each.
const DEEPEST: usize = 24;

/// What the language itself has: made once, because making it takes longer than asking many conditions.
static LANGUAGE: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));

/// Facts or parameters as conditions see them: made once, however many are asked with them.
#[derive(Debug)]
pub struct Known(Result<Box<dyn Val>, String>);

impl Known {
    /// What is known.
    pub fn of(facts: &impl Serialize) -> Self {
        let value = cel::to_value(facts).map_err(|error| error.to_string());
        Self(value.and_then(|value| value.try_into().map_err(|error: ExecutionError| error.to_string())))
    }
}

/// What the names of a condition mean.
struct Names<'a> {
    about: &'static str,
    facts: &'a dyn Val,
    params: &'a dyn Val,
}

impl VariableResolver for Names<'_> {
    fn resolve<'b>(&'b self, variable: &str) -> Option<CowVal<'b, 'b>> {
        match variable {
            "params" => Some(CowVal::Borrowed(self.params)),
            name if name == self.about => Some(CowVal::Borrowed(self.facts)),
            _ => None,
        }
    }
}

/// What a condition says of some facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// A fact that it needs is not known just now.
    Unknown,
    /// It can't be asked, and why.
    Broken(String),
}

/// A condition that was read.
#[derive(Debug)]
pub struct Condition {
    program: Program,
    about: About,
    names_causes: bool,
}

impl Condition {
    /// Reads a condition about `about` whose rule has these parameters.
    ///
    /// # Errors
    ///
    /// What is wrong with it, first fault first, each with its place.
    pub fn read(text: &str, about: About, params: &BTreeMap<String, Param>) -> Result<Self, Vec<Fault>> {
        measure(text).map_err(|fault| vec![fault])?;
        // The parser is another's, and what it is given is anybody's.
        let parsed = catch_unwind(AssertUnwindSafe(|| Program::compile(text)));
        let Ok(parsed) = parsed else {
            return Err(vec![placed(text, 0, "this is not understood", "无法识别")]);
        };
        let program = parsed.map_err(|errors| {
            let faults = errors.errors.iter().map(|error| Fault {
                line: usize::try_from(error.pos.0).unwrap_or(1).max(1),
                column: usize::try_from(error.pos.1).unwrap_or(1).max(1),
                en: format!("this is not understood: {}", plain(&error.msg)),
                zh: format!("无法识别：{}", plain(&error.msg)),
            });
            faults.collect::<Vec<_>>()
        })?;
        let mut scope = Scope::new(about, params);
        scope.condition(program.expression()).map_err(|at| vec![place(text, &program, at)])?;
        let names_causes = text.contains(".causes");
        Ok(Self { program, about, names_causes })
    }

    /// Whether it asks about the causes of a line, which take time to find.
    pub fn names_causes(&self) -> bool {
        self.names_causes
    }

    /// What it says of these facts, with these parameters.
    pub fn ask(&self, facts: &Known, params: &Known) -> Verdict {
        let (facts, params) = match (&facts.0, &params.0) {
            (Ok(facts), Ok(params)) => (facts.as_ref(), params.as_ref()),
            (Err(why), _) | (_, Err(why)) => return Verdict::Broken(why.clone()),
        };
        let names = Names { about: self.about.name(), facts, params };
        // A panic costs the rule, not those after it.
        let asked = catch_unwind(AssertUnwindSafe(|| {
            let mut context = Context::with_env(Arc::clone(&LANGUAGE));
            context.set_variable_resolver(&names);
            self.program.execute(&context)
        }));
        match asked {
            Ok(Ok(Value::Bool(true))) => Verdict::Yes,
            Ok(Ok(Value::Bool(false))) => Verdict::No,
            Ok(Err(ExecutionError::NoSuchKey(_))) => Verdict::Unknown,
            Ok(Ok(other)) => Verdict::Broken(format!("it is no yes or no: {other:?}")),
            Ok(Err(error)) => Verdict::Broken(error.to_string()),
            Err(_) => Verdict::Broken("it panicked".to_owned()),
        }
    }
}

/// Refuses what is too long, or whose brackets stand too deep in each other.
fn measure(text: &str) -> Result<(), Fault> {
    if text.trim().is_empty() {
        return Err(placed(text, 0, "there is no condition", "没有条件"));
    }
    if text.chars().count() > LONGEST_CONDITION {
        let en = format!("a condition has {LONGEST_CONDITION} characters at most");
        let zh = format!("条件最多 {LONGEST_CONDITION} 个字符");
        return Err(placed(text, LONGEST_CONDITION, &en, &zh));
    }
    let mut depth = 0_usize;
    for (nth, c) in text.chars().enumerate() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            let (en, zh) = ("brackets stand too deep in each other", "括号嵌套过深");
            return Err(placed(text, nth, en, zh));
        }
    }
    Ok(())
}

/// A fault at a node of a program.
fn place(text: &str, program: &Program, At { node, en, zh }: At) -> Fault {
    let offset = program.source_info().offset_for(node).map_or(0, |(start, _)| start as usize);
    placed(text, offset, &en, &zh)
}

/// A fault at the character `offset`.
fn placed(text: &str, offset: usize, en: &str, zh: &str) -> Fault {
    let before: Vec<char> = text.chars().take(offset).collect();
    let line = before.iter().filter(|c| **c == '\n').count() + 1;
    let column = before.iter().rev().take_while(|c| **c != '\n').count() + 1;
    Fault { line, column, en: en.to_owned(), zh: zh.to_owned() }
}

/// The parser's own words, on one line.
fn plain(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
