//! The words for every problem of a plan. `{name}` stands for a value of the problem; `plan_problem` fills it in.

use super::Bilingual;

/// What is wrong, and what to do about it.
#[derive(Clone, Copy)]
pub(super) struct Words {
    pub(super) message: Bilingual,
    pub(super) remedy: Bilingual,
}

const fn words(message: [&'static str; 2], remedy: [&'static str; 2]) -> Words {
    Words {
        message: Bilingual { en: message[0], zh: message[1] },
        remedy: Bilingual { en: remedy[0], zh: remedy[1] },
    }
}

pub(super) const HORIZON_EXHAUSTED: Words = words(
    ["{line} has no date: its work does not end in six years", "{line} 无法得出日期：六年内做不完"],
    ["check quantity, times and calendars of the line's items", "检查该行物料的数量、工时和日历"],
);
pub(super) const UNKNOWN_ITEM: Words = words(
    [
        "{item} is not among the items; taken at the plant's default",
        "物料表中没有 {item}，按工厂默认提前期处理",
    ],
    ["correct the code, or add it to the items", "更正编码，或在物料表中补充"],
);
pub(super) const UNKNOWN_COMPONENT: Words = words(
    [
        "{item}, part of {parent}, is not among the items; bought at the default lead time",
        "{parent} 的子项 {item} 不在物料表中，按默认提前期采购",
    ],
    ["correct the code, or add it to the items", "更正编码，或在物料表中补充"],
);
pub(super) const BOM_CYCLE: Words = words(
    [
        "items contain each other: {path}; the last link was left out",
        "物料清单循环引用：{path}，已断开最后一环",
    ],
    ["correct the bill of materials", "更正物料清单"],
);
pub(super) const NO_ROUTING: Words = words(
    ["{item} has no routing; {assumed}", "{item} 没有工艺路线，{assumed}"],
    ["add its routing, or name a similar item", "补充工艺路线，或填写类似物料"],
);
pub(super) const NO_TIME: Words = words(
    ["{item} op {operation} has no time; {assumed}", "{item} 工序 {operation} 没有工时，{assumed}"],
    ["add its run minutes", "补充单件时间"],
);
/// Several operations of one item.
pub(super) const NO_TIMES: Words = words(
    [
        "{item} ops {operation} have no times; the usual ones of their work centres were taken",
        "{item} 工序 {operation} 没有工时，按各工作中心的常见时间",
    ],
    ["add their run minutes", "补充单件时间"],
);
pub(super) const NO_WORK_CENTER: Words = words(
    [
        "{item} op {operation} has no work centre; no queue counted",
        "{item} 工序 {operation} 没有工作中心，未计排队",
    ],
    ["add the work centre to the routing", "在工艺路线中补充工作中心"],
);
pub(super) const LOST_WORK_CENTER: Words = words(
    [
        "{item} op {operation}: work centre {center} is not there or never works; no queue counted",
        "{item} 工序 {operation}：工作中心 {center} 不存在或从不开工，未计排队",
    ],
    ["add the work centre, or correct the routing", "补充该工作中心，或更正工艺路线"],
);
pub(super) const UNKNOWN_ALTERNATE: Words = words(
    [
        "{item} op {operation}: there is no alternate {center}",
        "{item} 工序 {operation}：没有替代工作中心 {center}",
    ],
    ["correct the alternate in the routing", "更正工艺路线中的替代工作中心"],
);
pub(super) const UNKNOWN_CALENDAR: Words = words(
    [
        "{named_by} names calendar {calendar}, which is not there; the plant's was taken",
        "{named_by} 使用的日历 {calendar} 不存在，已按工厂日历处理",
    ],
    ["add the calendar, or correct its name", "补充该日历，或更正名称"],
);
pub(super) const CALENDAR_NEVER_OPENS: Words = words(
    ["calendar {calendar} never opens", "日历 {calendar} 没有任何工作时间"],
    ["give it a shift", "为它添加班次"],
);
pub(super) const HOLIDAYS_UNKNOWN: Words = words(
    [
        "holidays after {after} are not published yet ({calendar})",
        "{after} 年之后的节假日尚未公布（{calendar}）",
    ],
    ["enter closures of later years as exceptions", "以后年份的停工请填写为日历例外"],
);
pub(super) const TOO_LONG_FOR_ANY_SHIFT: Words = words(
    [
        "{operation} must not stop, but no shift is long enough; it was split",
        "{operation} 不可中断，但没有足够长的班次，已拆分",
    ],
    ["allow it to be interrupted, or add a longer shift", "允许中断，或增加更长的班次"],
);
pub(super) const NO_LEAD_TIME: Words = words(
    ["{item} has no lead time; {days} were taken", "{item} 没有提前期，按 {days}处理"],
    ["add its lead days, or its supplier's", "补充物料或供应商的提前期"],
);
pub(super) const OVERDUE_PURCHASE: Words = words(
    [
        "{purchase} is {late} overdue; expected in {days}, as such deliveries usually are",
        "{purchase} 已逾期 {late}，按以往规律预计还需 {days}",
    ],
    ["ask the supplier and enter the confirmed date", "催促供应商并填写新的确认交期"],
);
pub(super) const PURCHASE_WITHOUT_DATE: Words = words(
    ["{purchase} has no confirmed date; the lead time was taken", "{purchase} 没有确认交期，按提前期处理"],
    ["ask the supplier for a date and enter it", "请供应商确认交期并填写"],
);
pub(super) const CUSTOMER_MATERIAL_MISSING: Words = words(
    ["{item} has not come from the customer; expected in {days}", "客供料 {item} 未到，预计 {days}后到"],
    [
        "ask the customer when it comes; enter it as stock when it is there",
        "询问客户到料时间，到料后录入库存",
    ],
);
pub(super) const HOLD_WITHOUT_DATE: Words = words(
    [
        "hold on {hold}: no release date; {days} of work assumed",
        "{hold} 的暂停没有预计解除日期，按 {days}（工作日）处理",
    ],
    ["ask its owner and enter the expected release", "询问负责人并填写预计解除日期"],
);
pub(super) const HOLD_OVERDUE: Words = words(
    [
        "hold on {hold}: should be over; {days} of work more assumed",
        "{hold} 的暂停已过预计解除日期，按再等 {days}（工作日）处理",
    ],
    ["enter when it was released, or a new date", "填写已解除日期，或新的预计日期"],
);
pub(super) const BLOCKED: Words = words(
    ["{operation} is blocked; {days} of work assumed", "{operation} 受阻，按 {days}（工作日）处理"],
    ["settle it, or enter a hold with its expected release", "尽快处理，或填写带预计解除日期的暂停"],
);
pub(super) const CLOSED_SHORT: Words = words(
    [
        "{line} ships {missing} short, within the customer's tolerance",
        "{line} 少交 {missing}，在客户短交容差之内",
    ],
    ["tell the customer, or make the rest", "告知客户，或补做缺少的数量"],
);
pub(super) const PIECES_MISSING: Words = words(
    [
        "{operation} is done, but {missing} pieces are neither good nor scrap; they were taken as lost",
        "{operation} 已完工，但有 {missing} 件既非合格也非报废，按丢失处理",
    ],
    ["report them as good, scrap or rework", "将其补报为合格、报废或返工"],
);
pub(super) const UNCONFIRMED: Words = words(
    [
        "no report for longer than usual from {center}; work there may be further on",
        "{center} 超过通常的报工延迟未报工，实际进度可能更快",
    ],
    ["ask the shift lead where its work stands", "请班组长确认实际进度"],
);
pub(super) const MORE_RUNNING_THAN_MACHINES: Words = words(
    ["{center} is said to run more work than it has machines", "{center} 加工中的工序多于机台数"],
    ["correct the status of its operations, or the number of machines", "更正工序状态，或更正机台数"],
);
pub(super) const WORK_ORDER_WITHOUT_ITEM: Words = words(
    ["{work_order} makes nothing that is known", "工单 {work_order} 的物料无法识别"],
    ["correct its item", "更正工单的物料编码"],
);
pub(super) const LINE_WITHOUT_DATE: Words = words(
    ["{line} has neither promise nor requested date", "{line} 既无承诺交期，也无客户要求日期"],
    ["enter what the customer wants and what was promised", "填写客户要求日期和承诺交期"],
);
pub(super) const SEQUENCE_UNKNOWN: Words = words(
    [
        "the sequence of {center} names {operation}, which is not open",
        "{center} 的顺序中包含未开放的 {operation}",
    ],
    ["take it out of the sequence", "从顺序中删除该工序"],
);
