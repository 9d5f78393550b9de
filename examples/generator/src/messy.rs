//! The messy shop: a workbook as shops really hand it in, with every fault where its place is known.
//!
//! Each function here is one kind of mess. None of them makes up work: the shop below is as sound as the
//! other one.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use crate::python_random::PythonRandom;
use crate::table::{Cell, Table};
use crate::workbook::Page;

/// The messy sheets of a Chinese workbook; `today` is the day of the snapshot.
pub fn mess(mut tables: Vec<Table>, today: NaiveDate, random: &mut PythonRandom) -> Vec<Page> {
    forget_routings(&mut tables, random);
    forget_times(sheet(&mut tables, "工艺路线"), random);
    spread_overdue(sheet(&mut tables, "采购订单"), today);
    misspell(sheet(&mut tables, "销售订单"), random);
    spoil_rows(&mut tables);
    write_hours(sheet(&mut tables, "工艺路线"));
    for name in ["销售订单", "采购订单", "暂停与里程碑", "发货历史"] {
        mix_dates(sheet(&mut tables, name));
    }
    for name in ["销售订单", "库存", "采购订单"] {
        widen_digits(sheet(&mut tables, name));
    }
    tables.into_iter().map(lay_out).collect()
}

fn sheet<'a>(tables: &'a mut [Table], name: &str) -> &'a mut Table {
    tables.iter_mut().find(|table| table.sheet == name).unwrap_or_else(|| panic!("no sheet {name}"))
}

/// 15 % of the made items lose their routing, and the reports on it: those with the least work on the floor.
fn forget_routings(tables: &mut [Table], random: &mut PythonRandom) {
    let orders = sheet(tables, "生产工单");
    let busy: Vec<String> = (0..orders.rows.len()).map(|row| orders.text(row, "物料编码")).collect();
    let items = sheet(tables, "物料");
    let mut made: Vec<(usize, usize, String)> = (0..items.rows.len())
        .filter(|&row| items.text(row, "来源") == "自制")
        .map(|row| items.text(row, "物料编码"))
        .map(|item| (busy.iter().filter(|busy| **busy == item).count(), random.below(1000), item))
        .collect();
    made.sort();
    let forgotten: BTreeSet<String> =
        made.iter().take((made.len() * 15 + 50) / 100).map(|(_, _, item)| item.clone()).collect();
    let routings = sheet(tables, "工艺路线");
    let item = routings.column("物料编码");
    routings.rows.retain(|row| !forgotten.contains(&row[item].text()));
    let orders = sheet(tables, "生产工单");
    let gone: BTreeSet<String> = (0..orders.rows.len())
        .filter(|&row| forgotten.contains(&orders.text(row, "物料编码")))
        .map(|row| orders.text(row, "工单号"))
        .collect();
    let progress = sheet(tables, "工单进度");
    let order = progress.column("工单号");
    progress.rows.retain(|row| !gone.contains(&row[order].text()));
}

/// 20 % of the operations lose their times.
fn forget_times(routings: &mut Table, random: &mut PythonRandom) {
    let [setup, run, basis] = ["准备时间(分)", "单件时间(分)", "计时方式"].map(|name| routings.column(name));
    let timed: Vec<usize> =
        (0..routings.rows.len()).filter(|&row| !routings.rows[row][run].is_empty()).collect();
    for place in random.sample(timed.len(), routings.rows.len() / 5) {
        for column in [setup, run, basis] {
            routings.rows[timed[place]][column] = Cell::Empty;
        }
    }
}

/// 10 % of the open purchase orders are overdue; of more, the suppliers have named new dates.
fn spread_overdue(orders: &mut Table, today: NaiveDate) {
    let [quantity, received, confirmed] = ["数量", "已收数量", "确认交期"].map(|name| orders.column(name));
    let open: Vec<usize> = (0..orders.rows.len())
        .filter(|&row| orders.rows[row][quantity].text() != orders.rows[row][received].text())
        .collect();
    let late = |row: &Vec<Cell>| matches!(row[confirmed], Cell::Date(date) if date < today);
    let (mut overdue, mut timely): (Vec<usize>, Vec<usize>) =
        open.iter().partition(|&&row| late(&orders.rows[row]));
    let wanted = (open.len() + 5) / 10;
    while overdue.len() > wanted {
        let row = overdue.remove(overdue.len() / 2);
        let weeks = 7 * (1 + overdue.len() as i64 % 3);
        orders.rows[row][confirmed] = Cell::Date(today + chrono::Duration::days(weeks));
    }
    while overdue.len() < wanted {
        let row = timely.remove(timely.len() / 2);
        overdue.push(row);
        orders.rows[row][confirmed] = Cell::Date(today - chrono::Duration::days(3 + overdue.len() as i64));
    }
}

/// 3 % of the order lines name their part wrongly: O for 0, lower case, no dash, spaces behind.
fn misspell(orders: &mut Table, random: &mut PythonRandom) {
    let item = orders.column("物料编码");
    let wrong = (orders.rows.len() * 3).div_ceil(100);
    for (kind, row) in random.sample(orders.rows.len(), wrong).into_iter().enumerate() {
        let right = orders.rows[row][item].text();
        let wrong = match kind % 4 {
            0 => right.replacen('0', "O", 1),
            1 => right.to_lowercase(),
            2 => right.replace('-', ""),
            _ => format!("{right}  "),
        };
        orders.rows[row][item] = Cell::Text(wrong);
    }
}

/// A few rows that are simply wrong: nothing ordered, the 30th of February, an item twice, an unknown part.
fn spoil_rows(tables: &mut [Table]) {
    let purchases = sheet(tables, "采购订单");
    let [quantity, received] = ["数量", "已收数量"].map(|name| purchases.column(name));
    let row = (0..purchases.rows.len()).rev().find(|&row| purchases.rows[row][received].text() == "0");
    let row = row.expect("a purchase order of which nothing has come");
    let mut zero = purchases.rows[row].clone();
    zero[0] = "CG-79999".into();
    zero[quantity] = Cell::from(0);
    purchases.rows.push(zero);
    let orders = sheet(tables, "销售订单");
    let requested = orders.column("客户要求日期");
    let row = orders.rows.len() * 2 / 3;
    orders.rows[row][requested] = "2026-02-30".into();
    let items = sheet(tables, "物料");
    let mut twice = items.rows[20].clone();
    twice[1] = format!("{}(旧)", twice[1].text()).into();
    items.rows.push(twice);
    let stock = sheet(tables, "库存");
    let mut unknown = stock.rows[3].clone();
    unknown[0] = "NXX-0000".into();
    stock.rows.push(unknown);
}

/// Long setups are written in hours.
fn write_hours(routings: &mut Table) {
    let setup = routings.column("准备时间(分)");
    for (index, row) in routings.rows.iter_mut().enumerate() {
        row[setup] = match (row[setup].text().as_str(), index % 3) {
            ("60", 0) => "1h".into(),
            ("60", 1) => "1 小时".into(),
            ("90", 0 | 1) => "1.5h".into(),
            ("30", 0) => "30分".into(),
            _ => continue,
        };
    }
}

/// Dates in seven styles, as many hands have typed them.
fn mix_dates(table: &mut Table) {
    for (index, row) in table.rows.iter_mut().enumerate() {
        for (column, cell) in row.iter_mut().enumerate() {
            let Cell::Date(date) = *cell else { continue };
            let (year, month, day) = (date.year(), date.month(), date.day());
            *cell = match (index * 5 + column * 3) % 9 {
                0 => format!("{year}年{month}月{day}日").into(),
                1 => format!("{year}.{month}.{day}").into(),
                2 => format!("{year}/{month}/{day}").into(),
                3 => Cell::Text(date.to_string()),
                4 => Cell::Text(date.format("%Y%m%d").to_string()),
                _ => continue,
            };
        }
    }
}

/// Some quantities were typed with full-width digits.
fn widen_digits(table: &mut Table) {
    let column = table.column("数量");
    for row in table.rows.iter_mut().skip(4).step_by(11) {
        let wide =
            |c: char| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xFEE0).unwrap_or(c) } else { c };
        row[column] = Cell::Text(row[column].text().chars().map(wide).collect());
    }
}

/// Title rows, blank rows, and merged cells where a key repeats.
fn lay_out(mut table: Table) -> Page {
    let title: &[&str] = match table.sheet.as_str() {
        "销售订单" => &["昆山恒锐精密机械有限公司  在手订单一览表", "制表:李娜    日期:2026年3月9日", ""],
        "采购订单" => &["采购订单跟踪表(含外协)", ""],
        "工艺路线" => &["工艺路线(2025版,部分工时待补)"],
        "库存" => &["仓库盘点表", "盘点日期 2026.3.8"],
        _ => &[],
    };
    let key = match table.sheet.as_str() {
        "销售订单" => Some("订单号"),
        "工艺路线" => Some("物料编码"),
        _ => None,
    };
    let blank = matches!(table.sheet.as_str(), "销售订单" | "采购订单" | "库存" | "物料");
    if blank {
        table = with_blank_rows(&table);
    }
    let merged = key.map(|key| merge_repeats(&mut table, key)).unwrap_or_default();
    let title = title.iter().map(|&text| text.to_owned()).collect();
    Page { table, title, merged, date_format: "yyyy/m/d" }
}

/// A blank row after about every 20 rows, never within an order.
fn with_blank_rows(table: &Table) -> Table {
    let mut out = Table { rows: Vec::new(), ..table.clone() };
    for (index, row) in table.rows.iter().enumerate() {
        let since = out.rows.iter().rev().take_while(|row| row.iter().any(|cell| !cell.is_empty())).count();
        if since >= 20 && table.rows[index - 1][0] != row[0] {
            out.rows.push(vec![Cell::Empty; table.headings.len()]);
        }
        out.rows.push(row.clone());
    }
    out
}

/// Merges the cells of a column where the value repeats; only the first keeps it.
fn merge_repeats(table: &mut Table, heading: &str) -> Vec<(usize, usize, usize)> {
    let column = table.column(heading);
    let mut merged = Vec::new();
    let mut first = 0;
    for row in 1..=table.rows.len() {
        let same = row < table.rows.len() && table.rows[row][column] == table.rows[first][column];
        if !same {
            if row - first > 1 && !table.rows[first][column].is_empty() {
                merged.push((first, row - 1, column));
                (first + 1..row).for_each(|repeat| table.rows[repeat][column] = Cell::Empty);
            }
            first = row;
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    /// The rows of a sheet that hold anything, by heading.
    struct Sheet(Table);

    impl Sheet {
        fn of(pages: &[Page], name: &str) -> Self {
            let page = pages.iter().find(|page| page.table.sheet == name).expect("a sheet of that name");
            let mut table = page.table.clone();
            for &(first, last, column) in &page.merged {
                let value = table.rows[first][column].clone();
                (first..=last).for_each(|row| table.rows[row][column] = value.clone());
            }
            table.rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
            Self(table)
        }

        fn column(&self, heading: &str) -> Vec<String> {
            (0..self.0.rows.len()).map(|row| self.0.text(row, heading)).collect()
        }
    }

    fn pages() -> (Catalogue, Vec<Page>) {
        let shop = Catalogue::read().expect("the tables can be read");
        let (_, pages) = crate::shops::messy_shop(&shop).expect("the messy shop can be made");
        (shop, pages)
    }

    fn percent(part: usize, whole: usize) -> usize {
        (part * 100 + whole / 2) / whole
    }

    #[test]
    fn orders_are_many_and_hardly_any_is_unreadable() {
        let (_, pages) = pages();
        let orders = Sheet::of(&pages, "销售订单");
        assert!(orders.0.rows.len() > 100, "{} order lines", orders.0.rows.len());
        let requested = orders.column("客户要求日期");
        assert_eq!(requested.iter().filter(|date| date.as_str() == "2026-02-30").count(), 1);
    }

    #[test]
    fn three_percent_of_the_parts_are_misspelt() {
        let (shop, pages) = pages();
        let known: BTreeSet<String> = shop.items.iter().map(|item| format!("N{}", item.code)).collect();
        let named = Sheet::of(&pages, "销售订单").column("物料编码");
        let wrong: Vec<&String> = named.iter().filter(|item| !known.contains(*item)).collect();
        assert!((3..=4).contains(&percent(wrong.len(), named.len())), "{wrong:?}");
    }

    #[test]
    fn routings_and_times_are_missing() {
        let (shop, pages) = pages();
        let routings = Sheet::of(&pages, "工艺路线");
        let routed: BTreeSet<String> = routings.column("物料编码").into_iter().collect();
        let made = shop.items.iter().filter(|item| item.source == "make").count();
        assert!((13..=17).contains(&percent(made - routed.len(), made)), "{} of {made} routed", routed.len());
        let (runs, kinds) = (routings.column("单件时间(分)"), routings.column("工序类型"));
        let untimed = runs.iter().zip(&kinds).filter(|(run, kind)| run.is_empty() && *kind != "外协").count();
        assert_eq!(percent(untimed, runs.len()), 20);
    }

    #[test]
    fn a_purchase_of_nothing_and_an_item_twice() {
        let (_, pages) = pages();
        let purchases = Sheet::of(&pages, "采购订单");
        assert_eq!(purchases.column("数量").iter().filter(|quantity| quantity.as_str() == "0").count(), 1);
        let mut items = Sheet::of(&pages, "物料").column("物料编码");
        let all = items.len();
        items.sort();
        items.dedup();
        assert_eq!(items.len() + 1, all, "one item stands twice");
    }
}
