//! Which sheets there are, and where a row stood.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A sheet of the workbook. Variants stand in the order of `docs/workbook.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)] // the names are those of the sheets
pub enum Sheet {
    Settings,
    Customers,
    Items,
    Stock,
    Boms,
    Routings,
    WorkCentres,
    Calendars,
    CalendarExceptions,
    Suppliers,
    SalesOrders,
    Holds,
    WorkOrders,
    Progress,
    Issues,
    PurchaseOrders,
    Shipments,
    Production,
}

impl Sheet {
    /// Every sheet, in the order of `docs/workbook.md`.
    pub const ALL: [Self; 18] = [
        Self::Settings,
        Self::Customers,
        Self::Items,
        Self::Stock,
        Self::Boms,
        Self::Routings,
        Self::WorkCentres,
        Self::Calendars,
        Self::CalendarExceptions,
        Self::Suppliers,
        Self::SalesOrders,
        Self::Holds,
        Self::WorkOrders,
        Self::Progress,
        Self::Issues,
        Self::PurchaseOrders,
        Self::Shipments,
        Self::Production,
    ];

    /// The English name, as in `docs/workbook.md`.
    pub const fn english(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Customers => "customers",
            Self::Items => "items",
            Self::Stock => "stock",
            Self::Boms => "boms",
            Self::Routings => "routings",
            Self::WorkCentres => "work centres",
            Self::Calendars => "calendars",
            Self::CalendarExceptions => "calendar exceptions",
            Self::Suppliers => "suppliers",
            Self::SalesOrders => "sales orders",
            Self::Holds => "holds",
            Self::WorkOrders => "work orders",
            Self::Progress => "progress",
            Self::Issues => "issues",
            Self::PurchaseOrders => "purchase orders",
            Self::Shipments => "shipments",
            Self::Production => "production",
        }
    }

    /// The Chinese name, as in `docs/workbook.md`.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Settings => "设置",
            Self::Customers => "客户",
            Self::Items => "物料",
            Self::Stock => "库存",
            Self::Boms => "物料清单",
            Self::Routings => "工艺路线",
            Self::WorkCentres => "工作中心",
            Self::Calendars => "日历",
            Self::CalendarExceptions => "日历例外",
            Self::Suppliers => "供应商",
            Self::SalesOrders => "销售订单",
            Self::Holds => "暂停与里程碑",
            Self::WorkOrders => "生产工单",
            Self::Progress => "工单进度",
            Self::Issues => "发料",
            Self::PurchaseOrders => "采购订单",
            Self::Shipments => "发货历史",
            Self::Production => "生产历史",
        }
    }
}

/// Where a row stood, so that whatever is said about it later can point there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Origin {
    /// The sheet.
    pub sheet: Sheet,
    /// The row as the user's program numbers it: the first row of the sheet is 1.
    pub row: u32,
}
