//! What can be wrong with reports, work orders, sequences and proposals. The floor's facts are taken as they
//! come; only the impossible is refused.

crate::refusal_codes! {
    OPERATION_UNKNOWN = 422,
        "Work order {work_order} has no operation {value}.",
        "工单 {work_order} 没有工序 {value}。",
        "Report on one of its operations: {near}.",
        "请在其工序中选择：{near}。";
    WORK_ORDER_ARCHIVED = 409,
        "Work order {value} is closed for good.",
        "工单 {value} 已关闭归档。",
        "Ask the planner to open it again if this still belongs to it.",
        "如仍属于该工单，请联系计划员重新打开。";
    REPORT_ID_REUSED = 409,
        "Report {value} was received already and said something else.",
        "报工 {value} 已收到，但内容不同。",
        "Send another report under an id of its own, or correct the first one.",
        "新的报工请使用新的编号，或更正原报工。";
    REPORT_UNKNOWN = 422,
        "There is no report {value} on work order {work_order} to correct.",
        "工单 {work_order} 没有可更正的报工 {value}。",
        "Correct a report of the same work order, by its id.",
        "请按编号更正同一工单的报工。";
    REPORT_CORRECTED = 409,
        "Report {value} was corrected already by {by}.",
        "报工 {value} 已被 {by} 更正。",
        "Correct the newer report {by} instead.",
        "请更正较新的报工 {by}。";
    QUANTITY_NEGATIVE = 422,
        "{field} is {value}, below zero.",
        "{field} 为 {value}，小于零。",
        "Report what was made; take too much back with a correction.",
        "请报告实际数量；多报的请用更正。";
    QUANTITY_MISSING = 422,
        "The report counts no pieces.",
        "报工没有数量。",
        "Give {field} a number above zero.",
        "请填写大于零的 {field}。";
    OVER_QUANTITY = 409,
        "Operation {operation} would have {value} pieces; {started} were started.",
        "工序 {operation} 的数量将达到 {value}，而投产数为 {started}。",
        "Report what was made, or raise the quantity that was started first.",
        "请报告实际数量，或先提高投产数量。";
    REWORK_FORWARD = 422,
        "Pieces can't be sent back to {value}: it is no earlier operation.",
        "不能返工到 {value}：它不是更早的工序。",
        "Send them to this operation or to one before it.",
        "请返工到本工序或之前的工序。";
    WORK_ORDER_CLOSED = 409,
        "Work order {value} is closed.",
        "工单 {value} 已关闭。",
        "Open it again first.",
        "请先重新打开。";
    WORK_ORDER_OPEN = 409,
        "Work order {value} is open already.",
        "工单 {value} 已经是打开状态。",
        "Nothing needs to be done.",
        "无需操作。";
    NOT_MADE_HERE = 422,
        "Item {value} is not made here.",
        "物料 {value} 不是自制件。",
        "Buy it, or change its source first.",
        "请采购，或先更改其来源。";
    LESS_THAN_RECEIVED = 422,
        "{field} {value} is less than the {received} that were received already.",
        "{field} {value} 小于已入库的 {received}。",
        "Keep at least what was received, or close the work order.",
        "请不低于已入库数量，或关闭工单。";
    LINE_UNKNOWN = 422,
        "Order {order} has no open line {value}.",
        "订单 {order} 没有未完成的行 {value}。",
        "Link an open line, or none.",
        "请关联未完成的订单行，或不关联。";
    RETURN_TOO_MUCH = 422,
        "Work order {work_order} holds {held} of {item}; {value} can't be returned.",
        "工单 {work_order} 持有 {item} {held}，不能退回 {value}。",
        "Return at most what it holds.",
        "退料不能超过其持有数量。";
    NO_SUCH_MATERIAL = 409,
        "There is no usable stock of {value}.",
        "{value} 没有可用库存。",
        "Book its receipt first, or release it from inspection.",
        "请先入库，或从检验中放行。";
    SEQUENCE_FROZEN = 403,
        "{value} stands in the frozen sequence of {work_centre}.",
        "{value} 在 {work_centre} 的冻结顺序内。",
        "Ask the floor lead: inside the frozen zone only the lead changes the sequence.",
        "冻结区内的顺序只能由班组长更改。";
    SEQUENCE_STRANGER = 422,
        "{value} is no open operation of {work_centre}.",
        "{value} 不是 {work_centre} 的未完成工序。",
        "Read its dispatch list again and sequence what stands on it.",
        "请重新读取派工单，只排其中的工序。";
    PROPOSAL_GONE = 409,
        "The plan no longer proposes {value}.",
        "计划不再建议 {value}。",
        "Read the proposals again: it was confirmed already, or is not needed any more.",
        "请重新读取建议：可能已确认，或已不再需要。";
    PLAN_BEHIND = 503,
        "The plan has not caught up with the last changes.",
        "计划尚未跟上最近的更改。",
        "Nothing was changed. Try again in a few seconds.",
        "未做任何更改，请几秒后重试。";
}
