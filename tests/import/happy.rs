//! Files as they should be, in every dress a shop gives them.

use chrono::NaiveDate;
use encoding_rs::GB18030;
use holdfast::document::{ExceptionKind, ItemSource, Sheet, StockStatus, Tier, Unit};
use holdfast::import::{Effect, Limits, read};
use holdfast::text::Lang;
use rust_decimal::Decimal;

use crate::support::{Book, book, file, read_bytes, repository, told, written};

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn english() -> Book {
    book()
        .sheet("settings", "key|value\nplant|Precision Shop\nzone|asia/shanghai\nas of|2026-01-05 08:00\nship days|Mon-Fri\nship cutoff|16:00\npacking minutes|1h\nfrozen shifts|2")
        .sheet("customers", "customer|name|tier|language|short tolerance %\nC-1|Müller GmbH|A|en|5\nC-2|上海机械|B|zh|0")
        .sheet("items", "item|description|unit|source|yield %\nPT-1|Shaft|pcs|make|98\nRM-1|Bar|kg|buy|")
        .sheet("stock", "item|quantity|status\nRM-1|1,250.5|usable\nPT-1|0|inspection")
        .sheet("boms", "parent|component|quantity per\nPT-1|RM-1|0.25")
        .sheet("routings", "item|operation|work centre|setup minutes|run minutes|alternates\nPT-1|OP10|VMC-1|30|90s|VMC-2*1.2, VMC-3")
        .sheet("work centres", "work centre|calendar|machines\nVMC-1|day|2")
        .sheet("calendars", "calendar|weekdays|from|to\nday|Mon-Fri|06:00|14:00")
        .sheet("calendar exceptions", "calendar|date from|type\nday|2026-02-16|closed")
        .sheet("sales orders", "order|line|customer|item|quantity|requested date|promise date\nSO-1|L1|C-1|PT-1|10|2026/3/5|5.3.2026\nSO-1|2.0|C-1|PT-1|5|20260306|")
}

fn chinese() -> Book {
    book()
        .sheet("设置", "键|值\n工厂|Precision Shop\n时区|Asia/Shanghai\n计划时点|2026年1月5日 08:00\n发货日|周一至周五\n发货截止|16:00\n包装时间（分）|1小时\n冻结班次|２")
        .sheet("客户", "客户编号|客户名称|客户等级|语言|短交容差%\nＣ－１|Müller GmbH|A|英文|5%\nC-2|上海机械|B|中文|0")
        .sheet("物料", "物料编码|物料名称|单位|来源|合格率%\nPT-1|Shaft|件|自制|0.98\nRM-1|Bar|公斤|采购|-")
        .sheet("库存", "物料编码|数量|库存状态\nRM-1|１２５０．５|可用\nPT-1|0|待检")
        .sheet("物料清单", "父项编码|子项编码|单位用量\nPT-1|RM-1|0.25")
        .sheet("工艺路线", "物料编码|工序号|工作中心|准备时间（分）|单件时间（分）|替代工作中心\nPT-1|010|VMC-1|30分|90秒|VMC-2×1.2、VMC-3")
        .sheet("工作中心", "工作中心编码|日历|机台数\nVMC-1|day|2")
        .sheet("日历", "日历|星期|开始|结束\nday|1-5|6:00|14:00")
        .sheet("日历例外", "日历|开始日期|例外类型\nday|2026.2.16|停工")
        .sheet("销售订单", "订单号|行号|客户编号|物料编码|数量|客户要求日期|承诺交期\nSO-1|1|C-1|PT-1|10|2026年3月5日|2026-03-05\nSO-1|第2行|C-1|PT-1|5|46087|")
}

#[test]
fn an_english_workbook_is_read_whole() {
    let reading = english().read();
    assert_eq!(reading.faults, []);
    let shop = reading.document;
    assert_eq!(shop.settings.zone.as_deref(), Some("Asia/Shanghai"));
    assert_eq!(shop.settings.packing_minutes, Some(dec("60")));
    assert_eq!(shop.customers[0].tier, Some(Tier::A));
    assert_eq!(shop.customers[1].language, Some(Lang::Zh));
    assert_eq!((shop.items[0].source, shop.items[1].unit), (Some(ItemSource::Make), Some(Unit::Kilograms)));
    assert_eq!(shop.stock[0].quantity, dec("1250.5"));
    assert_eq!(shop.stock[1].status, Some(StockStatus::Inspection));
    assert_eq!(shop.routings[0].operation, "10");
    assert_eq!(shop.routings[0].run_minutes, Some(dec("1.5")));
    assert_eq!(shop.routings[0].alternates[0].factor, dec("1.2"));
    assert_eq!(shop.calendar_exceptions[0].kind, ExceptionKind::Closed);
    let line = &shop.sales_orders[0];
    assert_eq!((line.order.as_str(), line.line.as_str(), line.origin.row), ("SO-1", "1", 2));
    assert_eq!(line.requested_date, NaiveDate::from_ymd_opt(2026, 3, 5));
    assert_eq!(line.promise_date, line.requested_date);
    assert_eq!(shop.sales_orders[1].line, "2");
}

#[test]
fn a_chinese_workbook_says_the_same() {
    let (mut english, mut chinese) = (english().read(), chinese().read());
    assert_eq!(chinese.faults, []);
    assert_eq!(chinese.document.title(Sheet::SalesOrders), "销售订单");
    english.document.titles.clear();
    chinese.document.titles.clear();
    assert_eq!(english.document, chinese.document);
}

#[test]
fn a_folder_of_csv_says_the_same_as_the_workbook() {
    for book in [english(), chinese()] {
        for separator in [",", "\t", ";"] {
            let folder = book.folder(separator);
            let mut reading = read(folder.path(), &Limits::default()).unwrap();
            // What a thousand is, a file separated by semicolons does not say.
            if separator == ";" {
                reading.faults.retain(|fault| fault.code() != "ambiguous-number");
            }
            assert_eq!(told(&reading.faults), Vec::<String>::new(), "{separator:?}");
            assert_eq!(reading.document, book.read().document, "{separator:?}");
        }
    }
}

#[test]
fn one_csv_file_is_enough_and_may_be_of_old_windows() {
    let text = "物料编码,数量\r\n轴-1,5\r\n";
    let marked = format!("\u{feff}{text}");
    for bytes in [text.as_bytes(), marked.as_bytes(), &GB18030.encode(text).0] {
        let (_folder, path) = file("库存.csv", bytes);
        let reading = read(&path, &Limits::default()).unwrap();
        assert_eq!(reading.document.stock[0].item, "轴-1");
        assert_eq!(reading.faults, []);
    }
}

#[test]
fn titles_blank_rows_and_notes_do_not_disturb() {
    let reading = book()
        .sheet("Issues", "Material issued 2026\n\n||printed by Li\nWork Order|Item|my note|Quantity\n\nMO-1|PT-1|x|5\n\n||only a note|\nMO-1|PT-2||0")
        .sheet("Sheet3", "whatever")
        .read();
    assert_eq!(reading.document.issues.iter().map(|row| row.origin.row).collect::<Vec<_>>(), [6, 9]);
    assert_eq!(told(&reading.faults), ["4 C unknown-column", "- - unknown-sheet"]);
    assert!(reading.faults.iter().all(|fault| fault.effect == Effect::Notice));
}

#[test]
fn merged_cells_count_for_every_row_but_never_multiply_amounts() {
    let bytes = written(|sheet, date| {
        sheet.set_name("sales orders").unwrap();
        for (column, heading) in
            ["order", "line", "customer", "item", "quantity", "requested date"].iter().enumerate()
        {
            sheet.write_string(0, column as u16, *heading).unwrap();
        }
        sheet.merge_range(1, 0, 3, 0, "SO-1", date).unwrap();
        sheet.merge_range(1, 2, 3, 2, "C-1", date).unwrap();
        sheet.merge_range(1, 4, 2, 4, "", date).unwrap();
        sheet.write_number(1, 4, 7.0).unwrap();
        for row in 1..=3 {
            sheet.write_number(row, 1, f64::from(row)).unwrap();
            sheet.write_string(row, 3, "PT-1").unwrap();
        }
        sheet.write_number(3, 4, 9.0).unwrap();
        sheet.write_number_with_format(1, 5, 46_086.0, date).unwrap();
        sheet.write_string(6, 3, "PT-2").unwrap();
    });
    let reading = read_bytes(&bytes, &Limits::default()).unwrap();
    let lines = &reading.document.sales_orders;
    assert_eq!(lines.iter().map(|line| line.line.as_str()).collect::<Vec<_>>(), ["1", "3"]);
    assert!(lines.iter().all(|line| line.order == "SO-1" && line.customer == "C-1"));
    assert_eq!(lines[0].requested_date, NaiveDate::from_ymd_opt(2026, 3, 5));
    let faults = told(&reading.faults);
    assert_eq!(faults[0], "3 E missing-value");
    assert!(faults[1..].iter().all(|fault| fault.starts_with("7 ")), "{faults:?}");
}

#[test]
fn the_example_shops_are_read_whole() {
    let shop = |name: &str| read(&repository().join("examples").join(name), &Limits::default()).unwrap();
    let (workbook, folder) = (shop("precision-shop.xlsx"), shop("precision-shop"));
    assert_eq!(told(&workbook.faults), Vec::<String>::new());
    assert_eq!(told(&folder.faults), Vec::<String>::new());
    assert_eq!(workbook.document, folder.document);
    assert!(!workbook.document.sales_orders.is_empty());
}

#[test]
fn the_messy_example_loses_rows_but_never_a_sheet() {
    let path = repository().join("examples/messy-shop.xlsx");
    let reading = read(&path, &Limits::default()).unwrap();
    assert!(reading.faults.iter().all(|fault| fault.effect != Effect::SheetDropped), "{:?}", reading.faults);
    assert!(!reading.faults.is_empty());
}
