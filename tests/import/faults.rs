//! One spoilt cell each: what it costs, and what is said about it.

use holdfast::import::{Effect, Limits, Problem};
use holdfast::text::Lang;

use crate::support::{book, read_bytes, told, written};

/// Reads one sales order line whose column `heading` holds `value`; what was said, and how many lines are left.
fn line_with(heading: &str, value: &str) -> (Vec<String>, usize) {
    let mut columns: Vec<(&str, &str)> =
        vec![("order", "SO-1"), ("line", "1"), ("customer", "C-1"), ("item", "PT-1"), ("quantity", "5")];
    match columns.iter_mut().find(|(name, _)| *name == heading) {
        Some(column) => column.1 = value,
        None => columns.push((heading, value)),
    }
    let row = |pick: fn(&(&str, &str)) -> String| columns.iter().map(pick).collect::<Vec<_>>().join("|");
    let reading = book()
        .sheet(
            "sales orders",
            &format!("{}\n{}", row(|(name, _)| (*name).to_owned()), row(|(_, value)| (*value).to_owned())),
        )
        .read();
    let codes = reading.faults.iter().map(|fault| fault.code().to_owned()).collect();
    (codes, reading.document.sales_orders.len())
}

#[test]
fn a_spoilt_required_cell_costs_the_row() {
    for (value, code) in [
        ("0", "not-positive"),
        ("-5", "not-positive"),
        ("1000000000000000", "too-large"),
        ("1000000000000", "too-large"),
        ("100000001", "more-than-meant"),
        ("0.0000001", "too-many-decimals"),
        ("five", "not-a-number"),
        ("", "missing-value"),
        ("5 boxes", "not-a-number"),
        ("1,2,3", "not-a-number"),
    ] {
        assert_eq!(line_with("quantity", value), (vec![code.to_owned()], 0), "{value:?}");
    }
    assert_eq!(line_with("item", "PT\u{1}1"), (vec!["control-characters".to_owned()], 0));
    assert_eq!(line_with("item", &"x".repeat(501)), (vec!["too-long".to_owned()], 0));
    assert_eq!(line_with("item", &"x".repeat(500)).1, 1);
    assert_eq!(line_with("order", "4.50123E+15").0, ["code-became-number"]);
}

#[test]
fn a_spoilt_optional_cell_costs_only_itself() {
    for (heading, value, code) in [
        ("shipped", "-1", "negative"),
        ("requested date", "03/05/2026", "ambiguous-date"),
        ("requested date", "1999-12-31", "date-out-of-range"),
        ("requested date", "2101-01-01", "date-out-of-range"),
        ("requested date", "soon", "not-a-date"),
        ("date basis", "shop", "unknown-word"),
        ("ship complete", "perhaps", "not-yes-no"),
        ("priority", "1.5", "not-whole"),
        ("priority", "-1", "out-of-range"),
    ] {
        assert_eq!(line_with(heading, value), (vec![code.to_owned()], 1), "{heading} {value}");
    }
    for (heading, value) in
        [("shipped", "0"), ("unit price", "¥1,200.00"), ("promise date", "-"), ("shipped", "n/a")]
    {
        assert_eq!(line_with(heading, value), (Vec::new(), 1), "{heading} {value}");
    }
}

#[test]
fn every_fault_names_its_place_reason_and_remedy_in_both_languages() {
    let reading = book().sheet("库存", "物料编码|数量|库存状态\nPT-1|5|可以用\nPT-2|-3|可用\n").read();
    assert_eq!(told(&reading.faults), ["2 C unknown-word", "3 B negative"]);
    assert_eq!(reading.document.stock, [], "stock of unknown state is not taken for usable");
    let fault = &reading.faults[0];
    assert_eq!(fault.message(Lang::Zh), "“库存”表，第 2 行，C 列“库存状态”：“可以用”");
    assert_eq!(fault.remedy(Lang::En), "Write one of: usable, inspection, blocked. Did you mean usable?");
    assert_eq!(fault.effect, Effect::RowDropped);
    for fault in &reading.faults {
        for lang in [Lang::En, Lang::Zh] {
            assert!(!fault.why(lang).is_empty() && !fault.remedy(lang).is_empty());
        }
    }
}

#[test]
fn the_first_of_two_rows_with_one_key_counts() {
    let reading = book()
        .sheet(
            "sales orders",
            "order|line|customer|item|quantity\nSO-1|1|C-1|PT-1|5\nSO-1|L1|C-1|PT-1|9\nSO-1|2|C-1|PT-1|1",
        )
        .sheet("stock", "item|quantity\nPT-1|5\nPT-1|5")
        .read();
    assert_eq!(told(&reading.faults), ["3 - duplicate-key"]);
    let first = Problem::DuplicateKey { key: "SO-1 / 1".into(), first_row: 2 };
    assert_eq!(reading.faults[0].problem, first);
    assert_eq!(reading.document.sales_orders.len(), 2);
    assert_eq!(reading.document.stock.len(), 2, "lots add up");
}

#[test]
fn a_sheet_without_its_columns_is_one_fault() {
    let reading = book()
        .sheet("items", "item|unit\nPT-1|pcs")
        .sheet("stock", "item|status\nPT-1|usable\nPT-2|usable")
        .sheet("boms", "12|13\n14|15")
        .sheet("holds", "")
        .read();
    assert_eq!(told(&reading.faults), ["1 - missing-columns", "- - no-header"]);
    assert_eq!(reading.faults[0].why(Lang::Zh), "表头缺少以下列：数量。");
    assert_eq!(reading.document.items.len(), 1);
}

#[test]
fn rows_that_name_nothing_are_said_so() {
    let reading = book()
        .sheet("holds", "order|work order|kind\n||credit\nSO-1||credt")
        .sheet("settings", "key|value\nzone|Moon\nship cutof|16:00\nplant|A\nplant|B")
        .read();
    assert_eq!(
        told(&reading.faults),
        [
            "2 - none-of",
            "3 C unknown-word",
            "2 B unknown-time-zone",
            "3 A unknown-setting",
            "5 - duplicate-key"
        ]
    );
    assert_eq!(
        reading.faults[3].remedy(Lang::En),
        "Delete the row or correct the key. Did you mean ship cutoff?"
    );
    assert_eq!(reading.document.settings.plant.as_deref(), Some("A"));
}

#[test]
fn what_excel_made_of_a_cell_is_understood() {
    let bytes = written(|sheet, date| {
        sheet.set_name("stock").unwrap();
        for (column, heading) in ["item", "quantity", "expected release"].iter().enumerate() {
            sheet.write_string(0, column as u16, *heading).unwrap();
        }
        sheet.write_number_with_format(1, 0, 46_086.0, date).unwrap();
        sheet.write_number(1, 1, 1.0).unwrap();
        sheet.write_string(2, 0, "PT-1").unwrap();
        sheet.write_formula(2, 1, rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        sheet.write_number(3, 0, 10_010.0).unwrap();
        sheet
            .write_formula(3, 1, rust_xlsxwriter::Formula::new("=0.1+0.2").set_result("0.30000000000000004"))
            .unwrap();
        sheet.write_number_with_format(3, 2, 46_086.0, date).unwrap();
    });
    let reading = read_bytes(&bytes, &Limits::default()).unwrap();
    assert_eq!(told(&reading.faults), ["2 A code-became-date", "3 B cell-error"]);
    let lot = &reading.document.stock[0];
    assert_eq!((lot.item.as_str(), lot.quantity.to_string()), ("10010", "0.3".to_owned()));
    assert_eq!(lot.expected_release.map(|day| day.to_string()).as_deref(), Some("2026-03-05"));
}

#[test]
fn faults_beyond_the_limit_are_only_counted() {
    let rows = "PT-1|x\n".repeat(50);
    let bytes = book().sheet("stock", &format!("item|quantity\n{rows}")).xlsx();
    let reading = read_bytes(&bytes, &Limits { faults: 10, ..Limits::default() }).unwrap();
    assert_eq!(reading.faults.len(), 11);
    assert_eq!(reading.faults[10].problem, Problem::MoreFaults { count: 40 });
}
