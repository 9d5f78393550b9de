//! Just enough understanding of Rust for the rules: code without comments and literals, the paths it names,
//! and where its functions begin and end.
//!
//! A scan, not a parser: what it cannot tell apart it must report too often rather than too seldom.

/// The code with comments, strings and characters blanked out; lines stay where they are.
pub fn code_only(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let after_word = out.ends_with(is_word);
        if let Some(length) = opaque_length(rest, after_word) {
            out.extend(rest[..length].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
            rest = &rest[length..];
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

/// Length of the comment or literal that starts here, if one does.
fn opaque_length(rest: &str, after_word: bool) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Some(block_comment_length(rest));
    }
    if rest.starts_with('"') {
        return Some(quoted_length(rest));
    }
    if !after_word && let Some(length) = raw_string_length(rest) {
        return Some(length);
    }
    let inside = rest.strip_prefix('\'')?;
    if inside.starts_with('\\') {
        // `'\''` and `'\u{..}'`: the escaped character itself never closes the literal.
        return inside.get(2..).and_then(|tail| tail.find('\'')).map(|end| end + 4);
    }
    let character = inside.chars().next()?.len_utf8();
    inside[character..].starts_with('\'').then_some(character + 2)
}

fn block_comment_length(rest: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

fn quoted_length(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

fn raw_string_length(rest: &str) -> Option<usize> {
    let prefix = ["br", "cr", "r"].into_iter().find(|prefix| rest.starts_with(prefix))?;
    let after = &rest[prefix.len()..];
    let hashes = after.len() - after.trim_start_matches('#').len();
    let body = after[hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let head = prefix.len() + hashes + 1;
    Some(body.find(&close).map_or(rest.len(), |end| head + end + close.len()))
}

pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Every path of two or more names in the code, with `use` trees spelled out: `use std::{fs, io::Read};`
/// gives `std::fs` and `std::io::Read`.
pub fn paths(code: &str) -> Vec<String> {
    let packed = pack(code);
    let mut found = Vec::new();
    let mut rest = packed.as_str();
    while let Some(start) = rest.find(is_word) {
        rest = &rest[start..];
        let end = rest.find(|c| !is_word(c) && c != ':').unwrap_or(rest.len());
        let (head, tail) = rest.split_at(end);
        if head.ends_with("::") && tail.starts_with('{') {
            let group = &tail[1..closing(tail)];
            spell_out(head, group, &mut found);
        }
        // A single colon is a type or a field, not a path.
        found.extend(head.replace("::", "\u{0}").split(':').map(|path| path.replace('\u{0}', "::")));
        rest = tail;
    }
    found.retain(|path| path.trim_matches(':').contains("::"));
    found
}

/// The code with space kept only between words, so that a path is one piece however it is laid out.
fn pack(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    for word in code.split_whitespace() {
        if out.ends_with(is_word) && word.starts_with(is_word) {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Where the bracket that opens `text` is closed.
fn closing(text: &str) -> usize {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return at,
            '}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

fn spell_out(prefix: &str, group: &str, found: &mut Vec<String>) {
    let mut depth = 0;
    let parts = group.split(|c| {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        c == ',' && depth == 0
    });
    for part in parts {
        match part.find('{') {
            Some(open) => {
                let inner = &part[open + 1..open + closing(&part[open..])];
                spell_out(&format!("{prefix}{}", &part[..open]), inner, found);
            }
            None => found.push(format!("{prefix}{}", part.split(' ').next().unwrap_or_default())),
        }
    }
}

/// A function with a body: its name, its first line (from 1), and how many lines it takes.
#[derive(Debug, PartialEq, Eq)]
pub struct Function<'a> {
    pub name: &'a str,
    pub line: usize,
    pub lines: usize,
}

/// All functions in code from [`code_only`], nested ones too.
pub fn functions(code: &str) -> Vec<Function<'_>> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        if code[..at].ends_with(is_word) {
            continue;
        }
        let signature = code[at + 3..].trim_start();
        let name = signature.split(|c| !is_word(c)).next().unwrap_or_default();
        let Some(end) = body_end(&code[at..]) else { continue };
        if !name.is_empty() {
            let line = 1 + code[..at].matches('\n').count();
            found.push(Function { name, line, lines: 1 + code[at..at + end].matches('\n').count() });
        }
    }
    found
}

/// Where the body ends; `None` for a function without one, as in a trait.
fn body_end(code: &str) -> Option<usize> {
    let mut brackets = 0;
    for (at, c) in code.char_indices() {
        match c {
            '(' | '[' => brackets += 1,
            ')' | ']' => brackets -= 1,
            ';' if brackets == 0 => return None,
            '{' if brackets == 0 => return Some(at + closing(&code[at..])),
            _ => {}
        }
    }
    None
}

#[test]
fn comments_and_literals_are_blanked() {
    let code = |source| code_only(source).split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(code("a // b\nc /* d /* e */ f */ g"), "a c g");
    assert_eq!(code(r#"a("b \" c", 'd', '\'', '\n') e"#), "a( , , , ) e");
    assert_eq!(code("f(r#\"{ \"x\" \"#) { br\"}\" }"), "f( ) { }");
    assert_eq!(code("fn f<'a>(x: &'a str) -> Foo<'a> { '{' }"), "fn f<'a>(x: &'a str) -> Foo<'a> { }");
    assert_eq!(code("for r in \"x\" { var\n}"), "for r in { var }");
    assert_eq!(code_only("\"a\nb\" c").matches('\n').count(), 1);
}

#[test]
fn paths_are_spelled_out() {
    let found = paths("use std::{fs, io::{self, Read as R}};\nlet x: crate::Shop = a.b(Utc :: now());");
    for expected in ["std::fs", "std::io::self", "std::io::Read", "crate::Shop", "Utc::now"] {
        assert!(found.iter().any(|path| path == expected), "{expected} is not in {found:?}");
    }
    assert!(paths("let cli: u8 = a + b; match cli { _ => c }").is_empty());
}

#[test]
fn functions_are_measured() {
    let code =
        "trait T { fn a(&self); }\nfn b(x: [u8; 2]) -> u8 {\n  fn c() {}\n  x[0]\n}\ntype F = fn (u8);\n";
    assert_eq!(
        functions(code),
        [Function { name: "b", line: 2, lines: 4 }, Function { name: "c", line: 3, lines: 1 }]
    );
}
