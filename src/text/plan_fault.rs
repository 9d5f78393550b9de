//! Rows that contradict themselves or others, in words: what is wrong, what was done, and what to do.

use crate::planning::{Fault, FaultKind};

use super::Lang;

impl Fault {
    /// Where it is, in the names of the user's file.
    pub fn place(&self, document: &crate::document::ShopDocument, lang: Lang) -> String {
        let Some(origin) = self.origin else {
            return match lang {
                Lang::En => "settings".to_owned(),
                Lang::Zh => "“设置”表".to_owned(),
            };
        };
        let sheet = document.title(origin.sheet);
        match lang {
            Lang::En => format!("{sheet}, row {}", origin.row),
            Lang::Zh => format!("“{sheet}”表，第 {} 行", origin.row),
        }
    }

    /// What is wrong and what was done.
    pub fn why(&self, lang: Lang) -> String {
        match lang {
            Lang::En => english(&self.kind),
            Lang::Zh => chinese(&self.kind),
        }
    }

    /// What to do.
    pub fn remedy(&self, lang: Lang) -> &'static str {
        let [en, zh] = remedy(&self.kind);
        match lang {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }
}

fn english(kind: &FaultKind) -> String {
    match kind {
        FaultKind::UnknownZone { zone, used } => format!("“{zone}” is no time zone; {used} was taken."),
        FaultKind::NumberAssigned { written, number } => {
            format!("“{written}” is not a number; it counts as {number}.")
        }
        FaultKind::ExceptionOfNothing { code } => {
            format!("There is no calendar or work centre {code}; the exception was left out.")
        }
        FaultKind::ExceptionReversed => "The exception ends before it begins; it was left out.".to_owned(),
        FaultKind::HoursIncomplete => {
            "Only one time of day is given; midnight was taken for the other.".to_owned()
        }
        FaultKind::HolidaysDiffer { calendar } => {
            format!("Calendar {calendar} names other holidays in an earlier row; those were taken.")
        }
        FaultKind::LoadWithoutSize { item, operation } => {
            format!("{item} operation {operation} has a time per load, but no load size; taken per lot.")
        }
        FaultKind::WorkOrderForUnknownLine { work_order, line } => {
            format!("{work_order} is for {line}, which its order does not have; planned without the link.")
        }
        FaultKind::PurchaseForUnknownLine { purchase, line } => {
            format!("{purchase} is for {line}, which its order does not have; planned without the link.")
        }
        FaultKind::UnknownWorkOrder { work_order } => {
            format!("There is no work order {work_order}; the row was left out.")
        }
        FaultKind::ReportAfterNow { work_order, operation } => {
            format!("The report on {work_order} operation {operation} is later than the plan; time ignored.")
        }
        FaultKind::ReportReversed { work_order, operation } => {
            format!("{work_order} operation {operation} finished before it started; its start was ignored.")
        }
        FaultKind::SequenceWithoutCenter { work_order, operation } => {
            format!("{work_order} operation {operation} has a place in a queue, but no work centre.")
        }
        FaultKind::HoldOnNothing { target } => {
            format!("{target} is not open; the hold was left out.")
        }
    }
}

fn chinese(kind: &FaultKind) -> String {
    match kind {
        FaultKind::UnknownZone { zone, used } => format!("“{zone}”不是有效时区，已按 {used} 处理。"),
        FaultKind::NumberAssigned { written, number } => {
            format!("“{written}”不是数字，已按编号 {number} 处理。")
        }
        FaultKind::ExceptionOfNothing { code } => {
            format!("没有日历或工作中心 {code}，该日历例外未采用。")
        }
        FaultKind::ExceptionReversed => "日历例外的结束早于开始，未采用。".to_owned(),
        FaultKind::HoursIncomplete => "只填写了一个时刻，另一个按零点处理。".to_owned(),
        FaultKind::HolidaysDiffer { calendar } => {
            format!("日历 {calendar} 前面的行写了不同的节假日，以前面的为准。")
        }
        FaultKind::LoadWithoutSize { item, operation } => {
            format!("{item} 工序 {operation} 按炉计时，但没有每炉数量，已按整批处理。")
        }
        FaultKind::WorkOrderForUnknownLine { work_order, line } => {
            format!("工单 {work_order} 对应的订单行 {line} 不存在，已按无关联处理。")
        }
        FaultKind::PurchaseForUnknownLine { purchase, line } => {
            format!("采购单 {purchase} 对应的订单行 {line} 不存在，已按无关联处理。")
        }
        FaultKind::UnknownWorkOrder { work_order } => format!("没有工单 {work_order}，该行未采用。"),
        FaultKind::ReportAfterNow { work_order, operation } => {
            format!("工单 {work_order} 工序 {operation} 的报工晚于计划时点，其时间未采用。")
        }
        FaultKind::ReportReversed { work_order, operation } => {
            format!("工单 {work_order} 工序 {operation} 的完工早于开工，开工时间未采用。")
        }
        FaultKind::SequenceWithoutCenter { work_order, operation } => {
            format!("工单 {work_order} 工序 {operation} 填写了顺序，但没有工作中心。")
        }
        FaultKind::HoldOnNothing { target } => format!("{target} 不是未完成的单据，该暂停未采用。"),
    }
}

const fn remedy(kind: &FaultKind) -> [&'static str; 2] {
    match kind {
        FaultKind::UnknownZone { .. } => {
            ["Write a name such as Asia/Shanghai.", "请填写标准时区名称，例如 Asia/Shanghai。"]
        }
        FaultKind::NumberAssigned { .. } => {
            ["Write a whole number, such as 10 or 20.", "请填写整数编号，例如 10 或 20。"]
        }
        FaultKind::ExceptionOfNothing { .. } => {
            ["Correct the code, or add the calendar or work centre.", "请更正编号，或补充该日历或工作中心。"]
        }
        FaultKind::ExceptionReversed => ["Swap the two dates.", "请对调两个日期。"],
        FaultKind::HoursIncomplete => ["Fill in both times, or neither.", "请同时填写两个时刻，或都不填。"],
        FaultKind::HolidaysDiffer { .. } => {
            ["Write the same holidays in all rows of a calendar.", "同一日历的各行请填写相同的节假日。"]
        }
        FaultKind::LoadWithoutSize { .. } => ["Fill in the load size.", "请填写每炉数量。"],
        FaultKind::WorkOrderForUnknownLine { .. } | FaultKind::PurchaseForUnknownLine { .. } => {
            ["Correct the line number.", "请更正订单行号。"]
        }
        FaultKind::UnknownWorkOrder { .. } => {
            ["Correct the number, or add the work order.", "请更正工单号，或补充该工单。"]
        }
        FaultKind::ReportAfterNow { .. } => {
            ["Check the time of the report, and the plan's “as of”.", "请检查报工时间和计划时点。"]
        }
        FaultKind::ReportReversed { .. } => ["Swap the two times.", "请对调两个时间。"],
        FaultKind::SequenceWithoutCenter { .. } => {
            ["Fill in the work centre, or the item's routing.", "请填写工作中心，或补充该物料的工艺路线。"]
        }
        FaultKind::HoldOnNothing { .. } => {
            ["Correct the number, or write when the hold was released.", "请更正单号，或填写已解除日期。"]
        }
    }
}
