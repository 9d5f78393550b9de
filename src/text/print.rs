//! Words of what is printed.

use super::Lang;
use crate::document::Unit;

/// Words of travellers and labels. One field for each, so that a language that lacks one does not compile.
#[allow(missing_docs)] // the names are those of what stands beside them
pub struct PrintWords {
    pub traveller: &'static str,
    pub label: &'static str,
    pub quantity: &'static str,
    pub due: &'static str,
    pub customer: &'static str,
    pub customer_part: &'static str,
    pub line: &'static str,
    pub requirements: &'static str,
    pub material: &'static str,
    pub operation: &'static str,
    pub good: &'static str,
    pub scrap: &'static str,
    pub initials: &'static str,
    pub note: &'static str,
    pub printed: &'static str,
    pub page: &'static str,
    pub no_operations: &'static str,
    pub print: &'static str,
    /// Pieces, kilograms, metres, square metres, litres, sets.
    units: [&'static str; 6],
}

impl PrintWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Zh => &ZH,
        }
    }

    /// A unit behind a number.
    pub const fn unit(&self, unit: Unit) -> &'static str {
        let [pieces, kilograms, metres, square_metres, litres, sets] = self.units;
        match unit {
            Unit::Pieces => pieces,
            Unit::Kilograms => kilograms,
            Unit::Metres => metres,
            Unit::SquareMetres => square_metres,
            Unit::Litres => litres,
            Unit::Sets => sets,
        }
    }
}

const EN: PrintWords = PrintWords {
    traveller: "Traveller",
    label: "Label",
    quantity: "Quantity",
    due: "Due",
    customer: "Customer",
    customer_part: "Their part",
    line: "Order line",
    requirements: "Requirements",
    material: "Material",
    operation: "Operation",
    good: "Good",
    scrap: "Scrap",
    initials: "Initials",
    note: "Note",
    printed: "Printed {at}",
    page: "{page} of {pages}",
    no_operations: "There is no routing: nobody has said how this is made.",
    print: "Print",
    units: ["pcs", "kg", "m", "m²", "l", "sets"],
};

const ZH: PrintWords = PrintWords {
    traveller: "流转卡",
    label: "标签",
    quantity: "数量",
    due: "交期",
    customer: "客户",
    customer_part: "客户料号",
    line: "订单行",
    requirements: "特殊要求",
    material: "用料",
    operation: "工序",
    good: "合格",
    scrap: "报废",
    initials: "签名",
    note: "备注",
    printed: "打印于 {at}",
    page: "第 {page} 页，共 {pages} 页",
    no_operations: "没有工艺路线：尚未说明如何制造。",
    print: "打印",
    units: ["件", "kg", "m", "m²", "l", "套"],
};
