//! The committed example shops are what the generator makes, and tell the story that they promise to tell.

use std::path::Path;

use example_generator::shops;
use example_generator::table::Table;

#[test]
fn the_committed_shops_are_the_generated_ones() {
    let (files, _) = shops::make().expect("the shops can be made");
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the generator lies in examples/");
    let differing = shops::differences(&files, examples).expect("examples/ can be read");
    assert!(differing.is_empty(), "run `cargo run -p example-generator -- shops`; differing: {differing:?}");
}

#[test]
fn the_shops_are_the_same_bytes_each_time() {
    let (once, _) = shops::make().expect("the shops can be made");
    let (twice, _) = shops::make().expect("the shops can be made");
    assert_eq!(once.keys().collect::<Vec<_>>(), twice.keys().collect::<Vec<_>>());
    assert!(once == twice, "the same seed gave other bytes");
}

#[test]
fn about_60_percent_of_the_shipments_were_on_time() {
    let shipments = precision("shipments");
    let promised: Vec<(String, String)> = (0..shipments.rows.len())
        .map(|row| (shipments.text(row, "promise date"), shipments.text(row, "shipped date")))
        .filter(|(promise, _)| !promise.is_empty())
        .collect();
    let kept = promised.iter().filter(|(promise, shipped)| shipped <= promise).count();
    let percent = kept * 100 / promised.len();
    assert!((55..=65).contains(&percent), "{kept} of {} shipments were on time", promised.len());
}

#[test]
fn every_document_names_items_orders_and_work_orders_that_exist() {
    let items = column(&precision("items"), "item");
    let orders = column(&precision("sales orders"), "order");
    let work_orders = column(&precision("work orders"), "work order");
    for sheet in
        ["stock", "routings", "sales orders", "work orders", "issues", "purchase orders", "production"]
    {
        let missing = missing(&precision(sheet), "item", &items);
        assert!(missing.is_empty(), "{sheet} names unknown items {missing:?}");
    }
    for sheet in ["progress", "issues", "holds", "purchase orders"] {
        let missing = missing(&precision(sheet), "work order", &work_orders);
        assert!(missing.is_empty(), "{sheet} names unknown work orders {missing:?}");
    }
    for sheet in ["work orders", "holds", "purchase orders"] {
        let missing = missing(&precision(sheet), "order", &orders);
        assert!(missing.is_empty(), "{sheet} names unknown orders {missing:?}");
    }
}

#[test]
fn no_quantity_is_negative() {
    for sheet in ["stock", "progress", "issues", "purchase orders", "sales orders", "work orders"] {
        let table = precision(sheet);
        for row in 0..table.rows.len() {
            for heading in &table.headings {
                let number: f64 = table.text(row, heading).parse().unwrap_or(0.0);
                assert!(number >= 0.0, "{sheet}, row {row}: {heading} is {number}");
            }
        }
    }
}

fn precision(sheet: &str) -> Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../precision-shop/{sheet}.csv"));
    let text = std::fs::read_to_string(&path).expect("a committed sheet");
    Table::read(sheet, &text).expect("a CSV file")
}

fn column(table: &Table, heading: &str) -> Vec<String> {
    (0..table.rows.len()).map(|row| table.text(row, heading)).collect()
}

fn missing(table: &Table, heading: &str, known: &[String]) -> Vec<String> {
    column(table, heading).into_iter().filter(|value| !value.is_empty() && !known.contains(value)).collect()
}
