//! `docs/workbook.md` and the dictionary say the same: every sheet, column and setting, in the same order.

use holdfast::document::Sheet;
use holdfast::import::{column_named, dictionary, sheet_named};

use crate::support::repository;

/// A section of the contract: English name, Chinese name, text.
fn sections() -> Vec<(String, String, String)> {
    let text = std::fs::read_to_string(repository().join("docs/workbook.md")).unwrap();
    let named = text.split("\n## ").skip(1).filter_map(|section| {
        let (heading, body) = section.split_once('\n')?;
        let (english, chinese) = heading.split(" (").next()?.split_once(" · ")?;
        Some((english.trim().to_owned(), chinese.trim().to_owned(), body.to_owned()))
    });
    named.collect()
}

/// The columns that a section lists: English, Chinese, required.
fn columns(body: &str) -> Vec<(String, String, bool)> {
    let paragraph = body.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    let sentence = without_remarks(&paragraph);
    let list = sentence.split(". ").next().unwrap_or_default().trim_end_matches('.').replace(" *or* ", " · ");
    let entries = list.split(" · ").map(str::trim).filter(|entry| !entry.is_empty());
    entries
        .map(|entry| {
            let plain = entry.replace("**", "");
            let (english, chinese) = plain.rsplit_once(' ').unwrap_or((&plain, ""));
            (english.trim().to_owned(), chinese.to_owned(), entry.contains("**"))
        })
        .collect()
}

/// A remark stands in brackets after a blank; brackets without one belong to the name.
fn without_remarks(text: &str) -> String {
    let mut kept = String::new();
    let mut depth = 0;
    let mut before = ' ';
    for character in text.chars() {
        match character {
            '(' if depth > 0 || before == ' ' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            _ if depth == 0 => kept.push(character),
            _ => {}
        }
        before = character;
    }
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_sheets_are_those_of_the_contract() {
    let named: Vec<(String, String)> =
        sections().into_iter().map(|(english, chinese, _)| (english, chinese)).collect();
    let known = Sheet::ALL.map(|sheet| (sheet.english().to_owned(), sheet.chinese().to_owned()));
    assert_eq!(named, known);
    for (english, chinese) in named {
        assert_eq!(sheet_named(&english), sheet_named(&chinese));
    }
}

#[test]
fn the_columns_are_those_of_the_contract() {
    for (english, _, body) in sections().into_iter().skip(1) {
        let sheet = sheet_named(&english).unwrap();
        let known: Vec<(String, String, bool)> = dictionary::columns(sheet)
            .iter()
            .map(|column| (column.english.to_owned(), column.chinese.to_owned(), column.required))
            .collect();
        assert_eq!(columns(&body), known, "{english}");
        for (english, chinese, _) in known {
            assert_eq!(column_named(sheet, &english), Some(english.as_str()));
            assert_eq!(column_named(sheet, &chinese), Some(english.as_str()));
        }
    }
}

#[test]
fn the_settings_are_those_of_the_contract() {
    let (_, _, body) = sections().remove(0);
    let rows = body.lines().filter(|line| line.starts_with("| ")).skip(1);
    let named: Vec<(String, String)> = rows
        .map(|line| {
            let mut cells = line.split('|').map(str::trim).skip(1);
            (cells.next().unwrap().to_owned(), cells.next().unwrap().to_owned())
        })
        .collect();
    let known = dictionary::SETTINGS.map(|(english, chinese)| (english.to_owned(), chinese.to_owned()));
    assert_eq!(named, known);
}
