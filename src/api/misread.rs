//! Why a value could not be read, in both languages: what serde says, turned into a refusal that names the
//! field, the value, and what would be right.

use crate::domain::likeness::nearest;
use crate::domain::refusal::{Refusal, common};
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

/// Why a value can't be used, in English and Chinese.
type Reason = (String, String);

/// The refusal for what serde said about `path`.
pub(super) fn of(path: &str, value: Option<String>, said: &str) -> Refusal {
    let said = said.split(" at line ").next().unwrap_or(said);
    let field = if path == "." || path.is_empty() { String::new() } else { path.to_owned() };
    let inside = |name: &str| if field.is_empty() { name.to_owned() } else { format!("{field}.{name}") };
    if let Some(name) = quoted_after(said, "missing field ") {
        let missing = if field.ends_with(&name) { field.clone() } else { inside(&name) };
        return Refusal { field: Some(missing), ..Refusal::new(common::REQUIRED) };
    }
    if let Some(name) = quoted_after(said, "unknown field ") {
        let place = if field.ends_with(&name) { field } else { inside(&name) };
        return refused(place, name.clone(), unknown_name(&name, &quoted(after(said, "expected "))));
    }
    let place = if field.is_empty() { "body".to_owned() } else { field };
    if let Some(name) = quoted_after(said, "unknown variant ") {
        return refused(place, name.clone(), none_of(&name, &quoted(after(said, "expected "))));
    }
    let value = value.unwrap_or_default();
    if let Some(expected) = said.rsplit_once(", expected ").map(|(_, expected)| expected) {
        if said.starts_with("invalid type: null") && value == "null" {
            return Refusal { field: Some(place), ..Refusal::new(common::REQUIRED) };
        }
        return refused(place, value, expected_words(expected));
    }
    refused(place, value, own_words(said))
}

/// A text with a character that no text may have.
pub(super) fn control_character(field: &str, value: &str) -> Refusal {
    let clean: String = value.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    let field: String = field.chars().filter(|c| !c.is_control()).collect();
    refused(field, clean, both("it contains a control character", "含有控制字符"))
}

/// A text that is too long.
pub(super) fn too_long(field: &str, value: &str, limit: usize) -> Refusal {
    let shown: String = value.chars().take(80).collect();
    let field: String = field.chars().take(80).collect();
    refused(field, shown, (format!("it is longer than {limit} characters"), format!("超过 {limit} 个字符")))
}

/// A name that stands twice in the query: nobody can know which value is meant.
pub(super) fn repeated_parameter(name: &str, value: &str) -> Refusal {
    refused(name.to_owned(), value.to_owned(), both("it is given more than once", "重复给出"))
}

/// A name in the query that the route does not know.
pub(super) fn unknown_parameter(name: &str, value: &str, known: &[String]) -> Refusal {
    refused(name.to_owned(), value.to_owned(), unknown_name(name, known))
}

/// The value at `path` of a document.
pub(super) fn value_at<'a>(document: &'a Value, path: &Path) -> Option<&'a Value> {
    path.iter().try_fold(document, |value, segment| match segment {
        Segment::Seq { index } => value.get(*index),
        Segment::Map { key } => value.get(key),
        Segment::Enum { .. } | Segment::Unknown => Some(value),
    })
}

/// A value as a message shows it: texts without quotes, the rest as JSON, cut short.
pub(super) fn shown(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn refused(field: String, value: String, (en, zh): Reason) -> Refusal {
    Refusal::at(common::INVALID_VALUE, field, value).with_words("reason", en, zh)
}

fn both(en: &str, zh: &str) -> Reason {
    (en.to_owned(), zh.to_owned())
}

fn after<'a>(text: &'a str, needle: &str) -> &'a str {
    text.split_once(needle).map_or("", |(_, rest)| rest)
}

/// Everything between back-quotes.
fn quoted(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn quoted_after(text: &str, needle: &str) -> Option<String> {
    quoted(text.strip_prefix(needle)?).into_iter().next()
}

fn unknown_name(name: &str, known: &[String]) -> Reason {
    match meant(name, known) {
        Some(near) => {
            (format!("there is no such field; did you mean {near}?"), format!("没有此字段，是否指 {near}？"))
        }
        None if known.is_empty() => both("there are no fields here", "此处没有任何字段"),
        None => (format!("the fields are {}", known.join(", ")), format!("可用字段为 {}", known.join("、"))),
    }
}

fn none_of(name: &str, allowed: &[String]) -> Reason {
    let (mut en, mut zh) =
        (format!("it must be one of {}", allowed.join(", ")), format!("必须是 {} 之一", allowed.join("、")));
    if let Some(near) = meant(name, allowed) {
        en = format!("{en}; did you mean {near}?");
        zh = format!("{zh}，是否指 {near}？");
    }
    (en, zh)
}

fn meant<'a>(name: &str, known: &'a [String]) -> Option<&'a str> {
    nearest(name, known.iter().map(String::as_str)).first().copied()
}

/// What serde expected, by the names that its visitors give themselves.
fn expected_words(expected: &str) -> Reason {
    let (en, zh) = match expected {
        "a string" | "a borrowed string" | "string or map" => ("it must be a text", "必须是文本"),
        "a boolean" | "true or false" => ("it must be true or false", "必须是 true 或 false"),
        "i64" | "i32" | "i16" | "i8" | "isize" => {
            ("it must be a whole number in range", "必须是范围内的整数")
        }
        "u64" | "u32" | "u16" | "u8" | "usize" => {
            ("it must be a whole number, zero or more, in range", "必须是不小于零且在范围内的整数")
        }
        "f32" | "f64" => ("it must be a number", "必须是数字"),
        "a sequence" => ("it must be a list", "必须是列表"),
        "a map" | "map" => ("it must be an object", "必须是对象"),
        "map with a single key" => ("it must be an object with one field", "必须是只有一个字段的对象"),
        "unit" | "null" => ("nothing is expected here", "此处不应有内容"),
        other if other.starts_with("struct ") => ("it must be an object", "必须是对象"),
        other if other.starts_with("a decimal number") => {
            ("it must be a decimal number such as \"12.5\"", "必须是小数，例如 \"12.5\"")
        }
        other if other.contains("enum") || other.contains("variant") => {
            ("it must be one of the known words", "必须是规定的词之一")
        }
        other => return (format!("it must be {other}"), format!("应为 {other}")),
    };
    both(en, zh)
}

/// What our own types say about values that they refuse.
fn own_words(said: &str) -> Reason {
    let zh = match said {
        text if text.starts_with("must be a decimal number") => {
            "必须是绝对值小于 10^12、小数不超过六位的数字，例如 12.5"
        }
        text if text.starts_with("must be an instant") => {
            "必须是 2000 至 2100 年间的时间点，例如 2026-03-02T07:30:00Z"
        }
        text if text.starts_with("must be a day") => "必须是 2000 至 2100 年间的日期，例如 2026-03-02",
        text if text.starts_with("data did not match any variant") => "不符合任何一种允许的形式",
        text if text.starts_with("duplicate field") => "字段重复",
        text if text.starts_with("must have exactly one of ") => {
            let names = after(text, "must have exactly one of ");
            return (format!("it {text}"), format!("必须且只能填写其中之一：{names}"));
        }
        text if text.starts_with("UUID parsing failed") || text.contains("UUID") => "必须是 UUID",
        text if text.starts_with("number out of range") => "数字超出范围",
        other => other,
    };
    let en = match said {
        text if text.starts_with("data did not match") => {
            "it has none of the forms that are known".to_owned()
        }
        text if text.starts_with("UUID parsing failed") => "it must be a UUID".to_owned(),
        text if text.starts_with("must be") => format!("it {text}"),
        other => other.to_owned(),
    };
    (en, zh.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::value::{Amount, Day};
    use crate::text::Lang;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Line {
        item: String,
        quantity: Amount,
        wanted: Option<Day>,
        basis: Option<Basis>,
        position: Option<u32>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    #[allow(dead_code)]
    enum Basis {
        Ship,
        Arrival,
    }

    fn refusal(json: &str) -> Refusal {
        let document: Value = serde_json::from_str(json).expect("JSON");
        let error = serde_path_to_error::deserialize::<_, Vec<Line>>(document.clone()).expect_err(json);
        let value = value_at(&document, error.path()).map(shown);
        of(&error.path().to_string(), value, &error.inner().to_string())
    }

    #[test]
    fn a_refusal_names_field_value_and_remedy_in_both_languages() {
        for (json, field, value, en, zh) in [
            (r#"[{"item":"A"}]"#, "[0].quantity", "", "missing", "缺少"),
            (r#"[{"item":"A","quantity":"x"}]"#, "[0].quantity", "x", "decimal number", "六位"),
            (r#"[{"item":7,"quantity":"1"}]"#, "[0].item", "7", "a text", "文本"),
            (r#"[{"item":"A","quantity":"1","wanted":"soon"}]"#, "[0].wanted", "soon", "a day", "日期"),
            (
                r#"[{"item":"A","quantity":"1","basis":"arival"}]"#,
                "[0].basis",
                "arival",
                "did you mean arrival",
                "是否指",
            ),
            (r#"[{"item":"A","quantiy":"1"}]"#, "[0].quantiy", "quantiy", "did you mean quantity", "是否指"),
            (r#"[{"item":"A","quantity":"1","position":-1}]"#, "[0].position", "-1", "whole number", "整数"),
            ("[[1]]", "[0][0]", "1", "a text", "文本"),
        ] {
            let refusal = refusal(json);
            assert_eq!(refusal.field.as_deref(), Some(field), "{json}");
            if !value.is_empty() {
                assert_eq!(refusal.value.as_deref(), Some(value), "{json}");
            }
            if field != "[0]" {
                assert!(refusal.title(Lang::En).contains(en), "{json}: {}", refusal.title(Lang::En));
                assert!(refusal.title(Lang::Zh).contains(zh), "{json}: {}", refusal.title(Lang::Zh));
            }
        }
    }
}
