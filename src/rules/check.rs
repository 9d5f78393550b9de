//! Checks a condition when it is saved: that every name is known, that kinds fit, and what it costs at most, each fault
//! with its place.
//!
//! CEL itself finds a wrong kind only when it meets one, and never in what it does not come to. A rule that breaks on a
//! Sunday night is of no use, so this looks at all of it.

use crate::domain::rule::{About, Fact, Kind, Param, cause_facts};
use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, IdedExpr, LiteralValue, SelectExpr};
use std::collections::BTreeMap;

/// Steps that looking at a condition once may take.
const MOST_STEPS: u64 = 20_000;
/// Entries that a list of facts has at most.
const LONGEST_LIST: u64 = 5;
/// Entries that a list in the condition itself may have.
const MOST_ENTRIES: usize = 50;

/// What is wrong with a condition, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// The character in that line, from 1.
    pub column: usize,
    /// What is wrong, in English.
    pub en: String,
    /// What is wrong, in Chinese.
    pub zh: String,
}

/// What a part of a condition is.
#[derive(Clone, Debug, PartialEq)]
enum Is {
    /// With decimals.
    Number,
    /// Without: as it is written in a condition, or counted.
    Whole,
    Text,
    Flag,
    Nothing,
    /// What has named parts.
    Facts(&'static [Fact]),
    Params,
    List(Box<Is>),
}

/// A fault at a node that is still known by its number.
pub(super) struct At {
    pub(super) node: u64,
    pub(super) en: String,
    pub(super) zh: String,
}

fn at(node: u64, en: impl Into<String>, zh: impl Into<String>) -> At {
    At { node, en: en.into(), zh: zh.into() }
}

/// What is known where a part of a condition stands.
pub(super) struct Scope<'r> {
    about: About,
    params: &'r BTreeMap<String, Param>,
    /// Names that lists are gone through by, innermost last.
    names: Vec<(String, Is)>,
    /// How often the part is looked at.
    times: u64,
    steps: u64,
}

impl<'r> Scope<'r> {
    pub(super) fn new(about: About, params: &'r BTreeMap<String, Param>) -> Self {
        Self { about, params, names: Vec::new(), times: 1, steps: 0 }
    }

    /// Refuses what is no yes or no, or anything in it that does not fit.
    pub(super) fn condition(&mut self, expr: &IdedExpr) -> Result<(), At> {
        match self.kind(expr)? {
            Is::Flag => Ok(()),
            other => Err(at(
                expr.id,
                format!("the condition is a {}, not a yes or no", other.en()),
                format!("条件的结果是{}，而不是“是/否”", other.zh()),
            )),
        }
    }

    fn kind(&mut self, expr: &IdedExpr) -> Result<Is, At> {
        self.steps = self.steps.saturating_add(self.times);
        if self.steps > MOST_STEPS {
            let (en, zh) = ("the condition would take too many steps", "条件的计算步数过多");
            return Err(at(expr.id, en, zh));
        }
        match &expr.expr {
            Expr::Literal(value) => literal(expr.id, value),
            Expr::Ident(name) => self.name(expr.id, name),
            Expr::Select(select) => self.part(expr.id, select),
            Expr::Call(call) => self.call(expr.id, call),
            Expr::List(list) => self.list(expr.id, &list.elements),
            Expr::Comprehension(over) => self.each(expr.id, over),
            Expr::Unspecified | Expr::Map(_) | Expr::Struct(_) => {
                Err(at(expr.id, "this is not understood in conditions", "条件中不支持这种写法"))
            }
        }
    }

    fn name(&self, node: u64, name: &str) -> Result<Is, At> {
        if let Some((_, is)) = self.names.iter().rev().find(|(known, _)| known == name) {
            return Ok(is.clone());
        }
        match name {
            "params" => Ok(Is::Params),
            name if name == self.about.name() => Ok(Is::Facts(self.about.facts())),
            _ => Err(at(
                node,
                format!(
                    "{name} is not known here; facts are called {}.…, parameters params.…",
                    self.about.name()
                ),
                format!("未知名称 {name}；事实写作 {}.…，参数写作 params.…", self.about.name()),
            )),
        }
    }

    fn part(&mut self, node: u64, select: &SelectExpr) -> Result<Is, At> {
        let of = self.kind(&select.operand)?;
        let field = select.field.as_str();
        let found = match &of {
            Is::Facts(facts) => facts.iter().find(|fact| fact.name == field).map(|fact| Is::of(fact.kind)),
            Is::Params => self.params.get(field).map(|param| Is::of(param.kind())),
            _ => None,
        };
        let Some(found) = found else {
            let known: Vec<&str> = match &of {
                Is::Facts(facts) => facts.iter().map(|fact| fact.name).collect(),
                Is::Params => self.params.keys().map(String::as_str).collect(),
                _ => Vec::new(),
            };
            let near = crate::domain::likeness::nearest(field, known);
            let (en, zh) = crate::text::refusal::near(&near);
            return Err(at(
                node,
                format!("there is no {field}: {}", en.trim_end_matches('.')),
                format!("没有 {field}：{}", zh.trim_end_matches('。')),
            ));
        };
        Ok(if select.test { Is::Flag } else { found })
    }

    fn list(&mut self, node: u64, entries: &[IdedExpr]) -> Result<Is, At> {
        if entries.len() > MOST_ENTRIES {
            let (en, zh) =
                (format!("a list has {MOST_ENTRIES} entries at most"), format!("列表最多 {MOST_ENTRIES} 项"));
            return Err(at(node, en, zh));
        }
        let mut of = Is::Nothing;
        for entry in entries {
            let is = self.kind(entry)?;
            if of != Is::Nothing && !of.compares_with(&is) {
                return Err(misfit(entry.id, &of, &is));
            }
            of = is;
        }
        Ok(Is::List(Box::new(of)))
    }

    /// `all`, `exists`, `exists_one`, `filter` and `map`, as the parser spells them out.
    fn each(&mut self, node: u64, over: &ComprehensionExpr) -> Result<Is, At> {
        let range = self.kind(&over.iter_range)?;
        let Is::List(of) = range else {
            let (en, zh) = ("only a list can be gone through", "只能遍历列表");
            return Err(at(over.iter_range.id, en, zh));
        };
        let begins = self.kind(&over.accu_init)?;
        let outside = self.times;
        let longest = match &over.iter_range.expr {
            Expr::List(list) => (list.elements.len() as u64).max(1),
            Expr::Comprehension(_) => MOST_ENTRIES as u64,
            _ => LONGEST_LIST,
        };
        self.times = self.times.saturating_mul(longest);
        self.names.push((over.iter_var.clone(), *of));
        self.names.push((over.accu_var.clone(), begins.clone()));
        self.kind(&over.loop_cond)?;
        let grows = self.kind(&over.loop_step)?;
        self.names.truncate(self.names.len() - 2);
        self.times = outside;
        self.names.push((over.accu_var.clone(), grows));
        let result = self.kind(&over.result);
        self.names.pop();
        match result? {
            Is::Whole => Err(at(node, "this is not understood in conditions", "条件中不支持这种写法")),
            other => Ok(other),
        }
    }

    fn call(&mut self, node: u64, call: &CallExpr) -> Result<Is, At> {
        let target = call.target.as_deref().map(|target| self.kind(target)).transpose()?;
        let mut args = Vec::with_capacity(call.args.len());
        for arg in &call.args {
            args.push(self.kind(arg)?);
        }
        let fits = |which: usize, wanted: &Is| match args.get(which) {
            Some(is) if is == wanted => Ok(()),
            Some(is) => Err(misfit(call.args[which].id, wanted, is)),
            None => Err(at(node, "something is missing here", "此处缺少内容")),
        };
        match (call.func_name.as_str(), &target, args.as_slice()) {
            ("_&&_" | "_||_", None, _) => {
                fits(0, &Is::Flag).and_then(|()| fits(1, &Is::Flag)).map(|()| Is::Flag)
            }
            ("!_" | "@not_strictly_false", None, _) => fits(0, &Is::Flag).map(|()| Is::Flag),
            ("_?_:_", None, [_, yes, no]) => {
                fits(0, &Is::Flag)?;
                match (yes, no) {
                    (yes, no) if yes == no => Ok(yes.clone()),
                    // A list that may stay empty, as `filter` makes one.
                    (Is::List(_), Is::List(of)) if **of == Is::Nothing => Ok(yes.clone()),
                    _ => Err(misfit(call.args[2].id, yes, no)),
                }
            }
            ("_==_" | "_!=_" | "_<_" | "_<=_" | "_>_" | "_>=_", None, [left, right]) => {
                let equal = matches!(call.func_name.as_str(), "_==_" | "_!=_");
                let ordered = matches!(left, Is::Number | Is::Whole | Is::Text);
                if left.compares_with(right) && (ordered || equal && *left == Is::Flag) {
                    Ok(Is::Flag)
                } else {
                    Err(misfit(call.args[1].id, left, right))
                }
            }
            ("_+_", None, [Is::Text, Is::Text]) => Ok(Is::Text),
            ("_+_", None, [Is::List(one), Is::List(two)]) if one == two || **one == Is::Nothing => {
                Ok(Is::List(two.clone()))
            }
            ("_+_" | "_-_" | "_*_" | "_/_", None, [left @ (Is::Number | Is::Whole), right]) => {
                if left == right { Ok(left.clone()) } else { Err(misfit(call.args[1].id, left, right)) }
            }
            ("-_", None, [is @ (Is::Number | Is::Whole)]) => Ok(is.clone()),
            ("@in", None, [one, Is::List(of)]) if one.compares_with(of) || **of == Is::Nothing => {
                Ok(Is::Flag)
            }
            ("size", None, [Is::Text | Is::List(_)]) | ("size", Some(Is::Text | Is::List(_)), []) => {
                Ok(Is::Whole)
            }
            ("startsWith" | "endsWith" | "contains", Some(Is::Text), [Is::Text]) => Ok(Is::Flag),
            (name, _, _) => Err(at(
                node,
                format!("{} can't be used like this; docs/rules.md has what can", shown(name)),
                format!("不能这样使用 {}；可用的写法见 docs/rules.md", shown(name)),
            )),
        }
    }
}

/// An operator as people write it.
fn shown(name: &str) -> &str {
    name.trim_matches(['_', '@'])
}

fn literal(node: u64, value: &LiteralValue) -> Result<Is, At> {
    Ok(match value {
        LiteralValue::Boolean(_) => Is::Flag,
        LiteralValue::Double(_) => Is::Number,
        LiteralValue::Int(_) => Is::Whole,
        LiteralValue::String(_) => Is::Text,
        LiteralValue::Bytes(_) | LiteralValue::Null | LiteralValue::UInt(_) => {
            let (en, zh) =
                ("only numbers, texts, true and false stand here", "此处只能是数字、文本、true 或 false");
            return Err(at(node, en, zh));
        }
    })
}

fn misfit(node: u64, wanted: &Is, is: &Is) -> At {
    let decimals = matches!((wanted, is), (Is::Number, Is::Whole) | (Is::Whole, Is::Number));
    if decimals {
        let (en, zh) = ("write numbers with decimals here, as 1.0", "此处的数字请带小数，如 1.0");
        return at(node, en, zh);
    }
    at(
        node,
        format!("this is a {}, where a {} is needed", is.en(), wanted.en()),
        format!("此处需要{}，而不是{}", wanted.zh(), is.zh()),
    )
}

impl Is {
    fn of(kind: Kind) -> Self {
        match kind {
            Kind::Number => Self::Number,
            Kind::Text => Self::Text,
            Kind::Flag => Self::Flag,
            Kind::Causes => Self::List(Box::new(Self::Facts(cause_facts()))),
        }
    }

    fn compares_with(&self, other: &Self) -> bool {
        let number = |is: &Self| matches!(is, Self::Number | Self::Whole);
        self == other || number(self) && number(other)
    }

    const fn en(&self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Whole => "whole number",
            Self::Text => "text",
            Self::Flag => "yes or no",
            Self::Nothing => "nothing",
            Self::Facts(_) | Self::Params => "group of facts",
            Self::List(_) => "list",
        }
    }

    const fn zh(&self) -> &'static str {
        match self {
            Self::Number => "数字",
            Self::Whole => "整数",
            Self::Text => "文本",
            Self::Flag => "是/否",
            Self::Nothing => "空",
            Self::Facts(_) | Self::Params => "一组事实",
            Self::List(_) => "列表",
        }
    }
}
