//! What can be wrong with purchase orders, receipts, inspections and dispatch notes.

crate::refusal_codes! {
    ID_REUSED = 409,
        "The id {value} was used for something else.",
        "编号 {value} 已用于其他记录。",
        "Make a new id for every report; repeat an id only with the same content.",
        "每条记录请使用新的编号；仅在重发相同内容时使用同一编号。";
    NEEDS_CHANGED = 409,
        "What there is or is ordered of {items} has changed since these needs were computed.",
        "计算这些需求之后，{items} 的库存或在途数量已变化。",
        "Look at the needs again: they may be covered already.",
        "请重新查看采购需求：可能已被满足。";
    NEEDS_NOT_NAMED = 409,
        "The plan needs {value}, and this order does not say which needs it covers.",
        "计划中有 {value} 的采购需求，但该采购订单未注明所依据的需求。",
        "Read the needs and send their as_of.mark as needs_as_of: somebody else may have bought it already.",
        "请查看采购需求，并将其 as_of.mark 作为 needs_as_of 提交：可能已有人采购。";
    NO_LINES = 422,
        "There is no line.",
        "没有明细行。",
        "Give at least one line.",
        "请至少填写一行。";
    LINE_TWICE = 422,
        "Line {value} stands twice.",
        "行 {value} 重复。",
        "Name every line once, with its whole quantity.",
        "每行请只填写一次并合并数量。";
    PURCHASE_CANCELLED = 409,
        "Purchase order {value} was cancelled.",
        "采购订单 {value} 已取消。",
        "Enter a new purchase order for what is needed or has come.",
        "请为所需或已到货物新建采购订单。";
    PURCHASE_LINE_CLOSED = 409,
        "Nothing more is expected on line {value}.",
        "行 {value} 已关闭，不再到货。",
        "Enter a new line for what is still needed.",
        "如仍需采购请新建一行。";
    NOTHING_TO_COME = 409,
        "Nothing of purchase order {value} is still to come.",
        "采购订单 {value} 没有待到货的行。",
        "Look at its receipts: all of it has come, or its lines are closed.",
        "请查看收货记录：已全部到货或各行已关闭。";
    SUPPLIER_NOBODY = 422,
        "Nobody at supplier {value} is to be asked.",
        "供应商 {value} 没有接收询问的联系人。",
        "Give a contact of the supplier a mail address and let them have notices.",
        "请为供应商的联系人填写邮箱并设为接收通知。";
    REQUEST_OVER = 409,
        "The request {value} is over.",
        "询问 {value} 已结束。",
        "Look at the requests of the purchase order; a newer one may stand.",
        "请查看该采购订单的询问记录，可能已有更新的一份。";
    COMES_IN_THE_PAST = 422,
        "{field}: {value} is over; today is {today}.",
        "{field}：{value} 已过，今天是 {today}。",
        "Give today or a later day, or none if the supplier names no day; what has come already is booked as a receipt.",
        "请填写今天或之后的日期；供应商未给出日期时请留空；已到的货请登记收货。";
    BELOW_RECEIVED = 409,
        "{value} is less than the {received} that have come.",
        "{value} 少于已收的 {received}。",
        "Give at least what has come, or return the rest to the supplier first.",
        "数量不得少于已收数量，或先退货给供应商。";
    REASON_MISSING = 422,
        "A reason is needed.",
        "必须填写原因。",
        "Say why, in {field}.",
        "请在 {field} 中说明原因。";
    REASON_NOT_LISTED = 422,
        "There is no reason {value} in the list.",
        "原因列表中没有 {value}。",
        "Use one of: {known}.",
        "请使用以下之一：{known}。";
    MORE_THAN_RECEIVED = 409,
        "{value} is more than the {received} that came.",
        "{value} 多于已收的 {received}。",
        "Return or take off at most what came.",
        "退货或更正数量不得超过已收数量。";
    NOT_THIS_ITEM = 409,
        "Lot {value} holds {item}, not what this line bought.",
        "批次 {value} 的物料是 {item}，不是该行所购物料。",
        "Name the lot that the receipt went into.",
        "请填写该收货入库的批次。";
    OUTSIDE_RECEIPT = 409,
        "Receipt {value} was for outside work and is not in stock.",
        "收货 {value} 为外协回厂，不在库存中。",
        "Correct the report of the operation instead.",
        "请改为更正该工序的报工。";
    NOT_CORRECTABLE = 409,
        "{value} is itself a correction or a return.",
        "{value} 本身就是更正或退货记录。",
        "Correct the receipt that it belongs to.",
        "请更正其所属的收货记录。";
    NOTHING_INSPECTED = 422,
        "Neither a lot nor an operation was named.",
        "未指定批次或工序。",
        "Name the lot, or work order and operation, and how much was inspected.",
        "请填写批次，或工单与工序，以及检验数量。";
    NOT_AN_INSPECTION = 409,
        "Operation {value} of work order {work_order} is no inspection.",
        "工单 {work_order} 的工序 {value} 不是检验工序。",
        "Inspect at an inspection of its routing ({near}), or the lot in stock; what is scrapped or reworked elsewhere is a report.",
        "请在其检验工序（{near}）或对库存批次检验；其他工序的报废与返工请直接报工。";
    DOES_NOT_ADD_UP = 422,
        "Accepted, scrapped, rework and returned make {sum}, not the {value} inspected.",
        "合格、报废、返工与退货合计 {sum}，与检验数量 {value} 不符。",
        "Give quantities that add up to what was inspected.",
        "请使各项数量之和等于检验数量。";
    NOT_IN_INSPECTION = 409,
        "Lot {value} is not waiting for inspection.",
        "批次 {value} 不在待检状态。",
        "Move it to inspection or block it first.",
        "请先将其转为待检或冻结。";
    NOT_FROM_SUPPLIER = 409,
        "Nothing in lot {value} came from a supplier.",
        "批次 {value} 并非供应商来料。",
        "Scrap it or have it worked on again.",
        "请报废或返工处理。";
    REWORK_WHERE = 422,
        "Nobody said at which operation the rework begins.",
        "未说明返工从哪道工序开始。",
        "Name the operation in rework_operation.",
        "请在 rework_operation 中填写工序。";
    NOT_THEIR_LINE = 409,
        "Line {value} is not an order of {customer}.",
        "行 {value} 不属于客户 {customer}。",
        "Put it on a note of its own customer.",
        "请放入其所属客户的发货通知。";
    LINE_NOT_OPEN = 409,
        "Line {value} is not open for delivery.",
        "行 {value} 当前不可发货。",
        "Confirm the order first, or leave the line out.",
        "请先确认订单，或去掉该行。";
    MORE_THAN_OPEN = 409,
        "{value} is more than the {open} still to be put on a note.",
        "{value} 多于尚可发货的 {open}。",
        "Put at most {open} on the note, or change or cancel the other notes.",
        "请最多发 {open}，或修改、取消其他发货通知。";
    NOT_IN_PARTS = 409,
        "Line {value} leaves whole: {open} are open.",
        "行 {value} 不允许分批发货，未发数量 {open}。",
        "Put all of it on the note, allow partial shipments on the line, or close it within the tolerance.",
        "请整行发货，或在该行允许分批，或在允差内关闭。";
    SHIPS_TOGETHER = 409,
        "Order {order} leaves complete; line {value} is missing or not whole.",
        "订单 {order} 要求齐套发货，行 {value} 缺失或数量不足。",
        "Put all open lines on the note with their whole quantities, or take the order off it.",
        "请将所有未发行整量放入发货通知，或移除该订单。";
    BEYOND_TOLERANCE = 409,
        "Line {value} would be closed with {missing} missing, more than the customer accepts.",
        "行 {value} 将缺少 {missing}，超出客户允差。",
        "Ship the rest later, or agree on a change of quantity first.",
        "请后续补发，或先与客户协商变更数量。";
    ON_HOLD = 409,
        "Line {value} is on hold ({kind}).",
        "行 {value} 已被暂停（{kind}）。",
        "Have the hold released first; {owner} looks after it.",
        "请先解除暂停；负责人：{owner}。";
    NOTE_STATUS = 409,
        "Dispatch note {value} is {status}.",
        "发货通知 {value} 的状态为 {status}。",
        "Read the note again; this can only be done while it is {wanted}.",
        "请重新查看；此操作仅在状态为 {wanted} 时可用。";
}
