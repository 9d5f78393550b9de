//! The API's document: every reference resolves, every operation has a name of its own, every body is closed.

use holdfast::api;
use serde_json::Value;
use std::collections::BTreeSet;

fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                found.insert(reference.clone());
            }
            members.values().for_each(|member| references(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[test]
fn every_reference_resolves() {
    let document = api::document(&api::routes());
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    assert!(found.len() > 5, "{found:?}");
    let missing: Vec<_> =
        found.iter().filter(|reference| document.pointer(&reference[1..]).is_none()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Every description and summary of the document.
fn said(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(text) if name == "description" || name == "summary" => {
                        found.push(text.clone());
                    }
                    other => said(other, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| said(item, found)),
        _ => {}
    }
}

#[test]
fn words_are_for_people_who_do_not_see_the_source() {
    let mut found = Vec::new();
    said(&api::document(&api::routes()), &mut found);
    assert!(found.len() > 300, "{}", found.len());
    let of_the_source: Vec<_> = found
        .iter()
        .filter(|text| text.contains("::") || text.contains("[`") || text.contains("]("))
        .collect();
    assert!(of_the_source.is_empty(), "{of_the_source:?}");
}

#[test]
fn every_operation_has_a_name_a_rule_and_answers() {
    let document = api::document(&api::routes());
    let mut names = BTreeSet::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let name = operation["operationId"].as_str().expect("an operation id");
            assert!(names.insert(name.to_owned()), "{name} stands twice");
            assert!(operation["summary"].as_str().is_some_and(|text| text.len() > 3), "{method} {path}");
            assert!(operation["security"].is_array(), "{method} {path}");
            let answers = operation["responses"].as_object().expect("answers");
            assert!(answers.keys().any(|status| status.starts_with('2')), "{method} {path}");
            assert!(answers.contains_key("422") && answers.contains_key("503"), "{method} {path}");
        }
    }
    assert!(names.len() > 10);
}

#[test]
fn bodies_refuse_fields_that_they_do_not_know() {
    let document = api::document(&api::routes());
    let mut open = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let Some(reference) = schema["$ref"].as_str() else { continue };
            let body = document.pointer(&reference[1..]).expect("resolves");
            let closed = body["additionalProperties"] == Value::Bool(false);
            if body["properties"].is_object() && !closed {
                open.push(format!("{method} {path}: {reference}"));
            }
        }
    }
    assert!(open.is_empty(), "without deny_unknown_fields:\n{}", open.join("\n"));
}
