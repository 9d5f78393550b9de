//! Why a sales order, a promise, a review, a hold or a quote is refused.

crate::refusal_codes! {
    ORDER_IS_OVER = 409,
        "Order {value} is {status}; it cannot be changed any more.",
        "订单 {value} 已{status}，不能再修改。",
        "Enter a new order.",
        "请录入新订单。";
    ORDER_NOT_CONFIRMED = 409,
        "Order {value} is not confirmed yet.",
        "订单 {value} 尚未确认。",
        "Finish its review and confirm it, then promise a date.",
        "请先完成评审并确认订单，再承诺交期。";
    ORDER_NOT_REVIEWED = 409,
        "Order {value} is still under review: {open}.",
        "订单 {value} 仍在评审中：{open}。",
        "Wait until all of them approve.",
        "请等待全部评审通过。";
    ORDER_REVIEW_REFUSED = 409,
        "Order {value} was refused in review: {open}.",
        "订单 {value} 评审未通过：{open}。",
        "Change the order and have it reviewed again, or cancel it.",
        "请修改订单后重新评审，或取消订单。";
    ORDER_WITHOUT_LINES = 422,
        "An order needs at least one line.",
        "订单至少需要一行。",
        "Add a line with item and quantity.",
        "请添加包含物料和数量的订单行。";
    LINE_IS_OVER = 409,
        "Line {value} is {status}; it cannot be changed any more.",
        "订单行 {value} 已{status}，不能再修改。",
        "Add a new line.",
        "请新增订单行。";
    LINE_EXISTS = 409,
        "Order {order} has a line {value} already.",
        "订单 {order} 已有第 {value} 行。",
        "Leave the number out, or choose another one.",
        "请不填行号，或换一个行号。";
    QUANTITY_NOT_POSITIVE = 422,
        "{field}: {value} is not above zero.",
        "{field}：{value} 必须大于零。",
        "Give a quantity above zero.",
        "请填写大于零的数量。";
    PRICE_NEGATIVE = 422,
        "{field}: {value} is below zero.",
        "{field}：{value} 小于零。",
        "Give a price of zero or more.",
        "请填写不小于零的价格。";
    QUANTITY_BELOW_SHIPPED = 422,
        "{field}: {value} is less than the {shipped} that left already.",
        "{field}：{value} 小于已发货的 {shipped}。",
        "Give at least what has left, or close the line short.",
        "数量不能小于已发货数量，或按短量关闭该行。";
    SHORT_BEYOND_TOLERANCE = 409,
        "{shipped} of {quantity} have left; {customer} accepts at most {percent} % less.",
        "已发 {shipped}，订购 {quantity}；客户 {customer} 最多接受少 {percent} %。",
        "Ship more, or agree a smaller quantity with the customer and change the line.",
        "请继续发货，或与客户商定较小数量后修改订单行。";
    NOTHING_SHIPPED = 409,
        "Nothing of line {value} has left.",
        "订单行 {value} 尚未发货。",
        "Cancel the line instead.",
        "请改为取消该行。";
    SHIPPED_MORE_THAN_ORDERED = 409,
        "{quantity} more would make {total} shipped of {ordered} on line {value}.",
        "再发 {quantity} 后，订单行 {value} 将发出 {total}，超过订购的 {ordered}。",
        "Dispatch at most what is still open, or change the line first.",
        "发货数量不得超过未发数量，或先修改订单行。";
    CUSTOMER_PART_UNKNOWN = 404,
        "{customer} has no part number {value} with us.",
        "客户 {customer} 没有零件号 {value} 的对应物料。",
        "Give our item code, or add the part number to the customer; {near}",
        "请填写我方物料编码，或为该客户添加零件号；{near}";
    PROMISE_IN_THE_PAST = 422,
        "{line}: {value} is over; today is {today}.",
        "{line}：{value} 已过，今天是 {today}。",
        "Promise today or a later day.",
        "请承诺今天或之后的日期。";
    PROMISE_EXISTS = 409,
        "Line {value} is promised for {date} already.",
        "订单行 {value} 已承诺 {date}。",
        "Move the promise, with a reason.",
        "请以移动承诺的方式修改，并说明原因。";
    PROMISE_MISSING = 409,
        "Line {value} has no promise.",
        "订单行 {value} 没有承诺交期。",
        "Make a promise first.",
        "请先承诺交期。";
    PROMISE_SAME = 409,
        "Line {value} is promised for {date} already.",
        "订单行 {value} 的承诺交期已是 {date}。",
        "Give another day.",
        "请填写其他日期。";
    PROMISE_HURTS = 409,
        "This promise would hurt others: {hurt}.",
        "此承诺会影响其他承诺：{hurt}。",
        "Promise {instead}, or have somebody with the right to accept it name each of them in accept_hurt, with a note.",
        "请承诺 {instead}，或由有权限的人员在 accept_hurt 中逐一列出受影响的订单行，并在 note 中说明原因。";
    PROMISE_LATER = 409,
        "Line {value} was asked for by {asked}; the first day found that is kept without hurting others is {instead}.",
        "订单行 {value} 的客户要求日期为 {asked}，试算中可兑现且不影响其他承诺的最早日期为 {instead}。",
        "Name {instead} as date to promise it, or another day: a later day than the customer asked for is not promised unasked.",
        "如要承诺 {instead} 或其他日期，请在 date 中明确填写：晚于客户要求的日期不会自动承诺。";
    PROMISE_NOT_KEPT = 409,
        "The plan has line {value} on {forecast}, after {date}.",
        "按当前计划，订单行 {value} 在 {forecast} 发出，晚于 {date}。",
        "Promise {instead}, or have somebody with the right to override accept it with a reason in note.",
        "请承诺 {instead}，或由有权限的人员在 note 中说明原因后强制承诺。";
    PROMISE_UNLIKELY = 409,
        "Line {value} would be kept by {date} with a probability of {chance}; its customer's tier asks for {share}.",
        "订单行 {value} 按 {date} 交付的概率为 {chance}，而该客户等级要求 {share}。",
        "Promise {instead}, or have somebody with the right to override accept it with a reason in note.",
        "请承诺 {instead}，或由有权限的人员在 note 中说明原因后强制承诺。";
    OVERRIDE_NEEDS_REASON = 422,
        "A promise against the plan needs a reason.",
        "与计划不符的承诺需要说明原因。",
        "Write the reason into note.",
        "请在 note 中说明原因。";
    PROMISE_RACE = 409,
        "Others promised at the same time, again and again.",
        "多人同时承诺，多次计算后仍有冲突。",
        "Nothing was changed. Try again.",
        "未做任何更改，请重试。";
    REASON_NEEDED = 422,
        "Moving a promise needs a reason.",
        "移动承诺交期需要说明原因。",
        "Give one of: {known}.",
        "请选择：{known}。";
    REASON_UNKNOWN = 422,
        "{value} is no reason that this shop uses.",
        "{value} 不在原因列表中。",
        "Give one of: {known}.",
        "请选择：{known}。";
    REASON_CONTRADICTS = 422,
        "The reason {value} and the one who caused it do not fit.",
        "原因 {value} 与责任方不符。",
        "Choose another reason, or leave caused_by out.",
        "请选择其他原因，或不填 caused_by。";
    REVIEW_NOT_YOURS = 403,
        "The review “{part}” is decided by {role}.",
        "“{part}”评审由{role}决定。",
        "Ask somebody of that role.",
        "请由该角色的人员决定。";
    REVIEW_DECIDED = 409,
        "This review was decided already.",
        "该评审已有结论。",
        "Change the order to have it reviewed again.",
        "如需重新评审，请修改订单。";
    REVIEW_NEEDS_REASON = 422,
        "Refusing a review needs a reason.",
        "评审不通过需要说明原因。",
        "Write the reason into note.",
        "请在 note 中说明原因。";
    REQUIREMENT_NOT_YOURS = 403,
        "This requirement is acknowledged by {role}.",
        "此要求由{role}确认。",
        "Ask somebody of that role.",
        "请由该角色的人员确认。";
    TASK_DONE = 409,
        "Task {value} is done.",
        "任务 {value} 已完成。",
        "Look at the tasks that are open.",
        "请查看未完成的任务。";
    TASK_NOT_YOURS = 403,
        "This task belongs to {role}.",
        "此任务属于{role}。",
        "Ask somebody of that role, or who plans.",
        "请由该角色或计划员处理。";
    HOLD_ON_NOTHING = 422,
        "A hold names an order (and perhaps a line) or a work order (and perhaps an operation).",
        "暂停须指明订单（及订单行）或工单（及工序）。",
        "Fill order or work_order.",
        "请填写 order 或 work_order。";
    HOLD_LIFTED = 409,
        "The hold {value} was lifted already.",
        "暂停 {value} 已解除。",
        "Place a new one.",
        "请新建暂停。";
    HOLD_NOT_SAID = 409,
        "The customer has not said that what hold {value} waits for is done.",
        "客户尚未表示暂停 {value} 所等待的事项已完成。",
        "They are asked already. Look at the hold again.",
        "客户仍会收到提示，请重新查看该暂停。";
    QUALITY_HOLD = 403,
        "A quality hold is placed and lifted by those who inspect.",
        "质量暂停只能由质检人员设置和解除。",
        "Ask somebody of quality.",
        "请联系质检人员。";
    NO_PLAN_YET = 503,
        "The plan is not computed yet.",
        "计划尚未计算完成。",
        "Nothing was changed. Try again in a few seconds.",
        "未做任何更改，请稍后重试。";
    NOT_QUOTABLE = 422,
        "{quantity} of {value} cannot be finished within the calendars' horizon.",
        "{value} 数量 {quantity} 无法在日历范围内完成。",
        "Ask for less, or give the item a routing that fits.",
        "请减少数量，或完善该物料的工艺路线。";
    ESTIMATE_NOT_NEEDED = 409,
        "Item {value} has a routing, or is bought: no minutes are needed for it.",
        "物料 {value} 已有工艺路线或为采购件，无需填写工时估计。",
        "Leave estimate out, or correct the item.",
        "请去掉 estimate，或修正物料资料。";
    QUOTE_EXPIRED = 409,
        "Quote {value} expired on {at}.",
        "报价 {value} 已于 {at} 过期。",
        "Quote again: the date may be another one by now.",
        "请重新报价：交期可能已有变化。";
    QUOTE_OVER = 409,
        "Quote {value} is {status}.",
        "报价 {value} 已{status}。",
        "Quote again.",
        "请重新报价。";
    QUOTE_NOT_HELD = 409,
        "Quote {value} holds nothing.",
        "报价 {value} 未预留产能。",
        "Hold it first, or let it be.",
        "请先预留，或无需处理。";
    QUOTE_DATE_GONE = 409,
        "The date of quote {value} is gone: {line} would now be ready for {date}.",
        "报价 {value} 的交期已不可用：{line} 现在最早 {date}。",
        "Quote again and offer the new date.",
        "请重新报价并提供新的交期。";
    QUOTE_HURTS = 409,
        "Line {value} of quote {quote} would hurt promises: {hurt}.",
        "报价 {quote} 的 {value} 会影响其他承诺：{hurt}。",
        "Quote again for a date that hurts nobody, or have somebody with the right to accept it name each of them in accept_hurt, with a note.",
        "请重新报价，以获得不影响他人的交期；或由有权限的人员在 accept_hurt 中逐一列出受影响的订单行，并在 note 中说明原因。";
}
