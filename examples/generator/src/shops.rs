//! The two example shops as files: what is written, and whether what is committed is still that.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use chrono::NaiveDate;

use crate::book::Story;
use crate::catalogue::Catalogue;
use crate::clock::{Minute, midnight};
use crate::python_random::PythonRandom;
use crate::story::Told;
use crate::translate::Glossary;
use crate::workbook::{self, Page};
use crate::{messy, report, sheets};

/// Files by their path below `examples/`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Monday 2026-03-09 08:00: the snapshot of both shops.
fn as_of() -> Minute {
    midnight(NaiveDate::from_ymd_opt(2026, 3, 9).expect("a date")) + 8 * 60
}

/// The precision-parts shop: tuned so that some 60 % of its past promises were kept and some 70 % can be.
fn precision() -> Story {
    Story {
        seed: 20_260_309,
        now: as_of(),
        weekly_orders: 5.5,
        rush: 2.0,
        usual_promise: 0.92,
        rush_promise: 1.95,
    }
}

/// Its messy neighbour.
fn neighbour() -> Story {
    Story { seed: 6, usual_promise: 1.1, rush_promise: 1.75, ..precision() }
}

/// Makes all files, and a report on both shops.
///
/// # Errors
/// A data table that cannot be read, or a workbook that cannot be written.
pub fn make() -> Result<(Files, String)> {
    let shop = Catalogue::read()?;
    let mut files = Files::new();

    let told = Told::new(&shop, &precision());
    let tables = sheets::sheets(&told, "Suzhou Precision Parts");
    for (name, bytes) in workbook::csv_files(&tables)? {
        files.insert(format!("precision-shop/{name}"), bytes);
    }
    let pages: Vec<Page> = tables.into_iter().map(Page::plain).collect();
    files.insert("precision-shop.xlsx".to_owned(), workbook::xlsx(&pages, "Precision shop")?);

    let (untidy, pages) = messy_shop(&shop)?;
    files.insert("messy-shop.xlsx".to_owned(), workbook::xlsx(&pages, "在手订单")?);

    let report =
        format!("precision-shop\n{}\nmessy-shop\n{}", report::report(&told), report::report(&untidy));
    Ok((files, report))
}

/// The messy shop's story and the sheets of its workbook.
pub(crate) fn messy_shop(shop: &Catalogue) -> Result<(Told<'_>, Vec<Page>)> {
    let told = Told::new(shop, &neighbour());
    let glossary = Glossary::read(shop)?;
    let tables = sheets::sheets(&told, "昆山恒锐精密机械");
    let tables = tables.iter().map(|table| glossary.translate(table)).collect();
    let today = crate::clock::date(told.now);
    let pages = messy::mess(tables, today, &mut PythonRandom::new(neighbour().seed));
    Ok((told, pages))
}

/// Writes the files below `folder`, and removes CSV files that no longer belong to the shop.
///
/// # Errors
/// A file that cannot be written.
pub fn write(files: &Files, folder: &Path) -> Result<()> {
    for path in stray(files, folder)? {
        fs::remove_file(folder.join(&path)).with_context(|| format!("removing {path}"))?;
    }
    for (path, bytes) in files {
        let path = folder.join(path);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).with_context(|| format!("making the folder {}", parent.display()))?;
        fs::write(&path, bytes).with_context(|| format!("writing {}", path.display()))?;
    }
    Ok(())
}

/// The files below `folder` that are not what is made now.
///
/// # Errors
/// A folder that cannot be read.
pub fn differences(files: &Files, folder: &Path) -> Result<Vec<String>> {
    let mut differing = stray(files, folder)?;
    let changed =
        |(path, bytes): &(&String, &Vec<u8>)| fs::read(folder.join(path)).ok().as_ref() != Some(*bytes);
    differing.extend(files.iter().filter(changed).map(|(path, _)| path.clone()));
    Ok(differing)
}

fn stray(files: &Files, folder: &Path) -> Result<Vec<String>> {
    let shop = folder.join("precision-shop");
    if !shop.exists() {
        return Ok(Vec::new());
    }
    let mut stray = Vec::new();
    for entry in fs::read_dir(&shop).with_context(|| format!("reading {}", shop.display()))? {
        let path = format!("precision-shop/{}", entry?.file_name().to_string_lossy());
        if !files.contains_key(&path) {
            stray.push(path);
        }
    }
    Ok(stray)
}
