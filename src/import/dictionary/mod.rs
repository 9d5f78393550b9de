//! The words of `docs/workbook.md`: every sheet and column, its English and Chinese name, and what else
//! people call it.
//!
//! Data only, in the order of the contract; `tests/contract.rs` holds the two together. A column is known in
//! the code by its English heading. Case, width, spaces, dashes and underscores do not matter in a heading,
//! nor does a remark in brackets at its end, so aliases never differ in those alone.

mod columns;

use crate::document::Sheet;

use columns::{
    BOMS, CALENDAR_EXCEPTIONS, CALENDARS, CUSTOMERS, HOLDS, ISSUES, ITEMS, PRODUCTION, PROGRESS,
    PURCHASE_ORDERS, ROUTINGS, SALES_ORDERS, SETTING, SHIPMENTS, STOCK, SUPPLIERS, WORK_CENTRES, WORK_ORDERS,
};

/// A column of a sheet.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The English heading, by which the code knows the column.
    pub english: &'static str,
    /// The Chinese heading.
    pub chinese: &'static str,
    /// Other headings that are understood.
    pub aliases: &'static [&'static str],
    /// A row without a value here is dropped.
    pub required: bool,
    /// A merged cell counts for every row it covers. Never so for amounts: they would multiply.
    pub fills_down: bool,
}

/// The field of a row of the document that a column fills, by the column's English heading.
pub fn field(sheet: Sheet, column: &str) -> String {
    match (sheet, column) {
        (Sheet::CalendarExceptions, "type") => "kind".to_owned(),
        _ => column.replace('%', "percent").replace(' ', "_"),
    }
}

/// The column's name in the language of the sheet's own title.
pub(super) fn column_name(sheet: Sheet, column: &str, title: &str) -> String {
    let found = columns(sheet).iter().find(|known| known.english == column);
    found.map_or(column, |known| if title.is_ascii() { known.english } else { known.chinese }).to_owned()
}

/// Other names of a sheet, besides its English and Chinese one.
pub const fn sheet_aliases(sheet: Sheet) -> &'static [&'static str] {
    match sheet {
        Sheet::Settings => &["参数", "parameters"],
        Sheet::Customers => &["客户档案", "客户资料"],
        Sheet::Items => &["物料档案", "物料主数据", "parts", "materials", "products"],
        Sheet::Stock => &["inventory", "库存表", "即时库存", "现存量"],
        Sheet::Boms => &["bom", "bill of materials", "bills of materials"],
        Sheet::Routings => &["routing", "工艺", "工序"],
        Sheet::WorkCentres => &["resources", "machines", "设备"],
        Sheet::Calendars => &["shifts", "班次", "工作日历"],
        Sheet::CalendarExceptions => &["exceptions", "例外"],
        Sheet::Suppliers => &["vendors", "供应商档案"],
        Sheet::SalesOrders => &["orders", "销售订单明细", "订单"],
        Sheet::Holds => &["暂停", "里程碑"],
        Sheet::WorkOrders => &["工单", "production orders", "生产订单", "manufacturing orders"],
        Sheet::Progress => &["进度", "报工"],
        Sheet::Issues => &["领料", "material issues"],
        Sheet::PurchaseOrders => &["采购订单明细", "purchases", "采购"],
        Sheet::Shipments => &["发货记录", "shipment history", "deliveries"],
        Sheet::Production => &["生产记录", "production history", "报工历史"],
    }
}

/// The keys of the settings sheet, in the order of the contract: English, Chinese.
pub const SETTINGS: [(&str, &str); 13] = [
    ("plant", "工厂"),
    ("zone", "时区"),
    ("as of", "计划时点"),
    ("holidays", "节假日"),
    ("default lead days", "默认提前期(天)"),
    ("packing minutes", "包装时间(分)"),
    ("ship days", "发货日"),
    ("ship cutoff", "发货截止"),
    ("ship calendar", "发货日历"),
    ("buffer days", "缓冲天数"),
    ("wait minutes", "等待上限(分)"),
    ("move minutes", "转运时间(分)"),
    ("frozen shifts", "冻结班次"),
];

/// The columns of a sheet, in the order of the contract.
pub const fn columns(sheet: Sheet) -> &'static [Column] {
    match sheet {
        Sheet::Settings => SETTING,
        Sheet::Customers => CUSTOMERS,
        Sheet::Items => ITEMS,
        Sheet::Stock => STOCK,
        Sheet::Boms => BOMS,
        Sheet::Routings => ROUTINGS,
        Sheet::WorkCentres => WORK_CENTRES,
        Sheet::Calendars => CALENDARS,
        Sheet::CalendarExceptions => CALENDAR_EXCEPTIONS,
        Sheet::Suppliers => SUPPLIERS,
        Sheet::SalesOrders => SALES_ORDERS,
        Sheet::Holds => HOLDS,
        Sheet::WorkOrders => WORK_ORDERS,
        Sheet::Progress => PROGRESS,
        Sheet::Issues => ISSUES,
        Sheet::PurchaseOrders => PURCHASE_ORDERS,
        Sheet::Shipments => SHIPMENTS,
        Sheet::Production => PRODUCTION,
    }
}
