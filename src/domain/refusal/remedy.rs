//! Why a remedy cannot be tried, or a change request is refused.

crate::refusal_codes! {
    OVERTIME_DAYS = 422,
        "Overtime needs at least one day, and none that is over.",
        "加班需指定至少一天，且不得早于今天。",
        "Name days from {value} on.",
        "请填写 {value} 及之后的日期。";
    OVERTIME_HOURS = 422,
        "{field}: overtime from {from} to {value} would last longer than {most} hours, or none.",
        "{field}：从 {from} 到 {value} 的加班超过 {most} 小时，或时长为零。",
        "Give an hour after {from}, or one of the next morning.",
        "请填写晚于 {from} 的时刻，或次日上午的时刻。";
    NOT_WAITING = 422,
        "{value} is no operation that this line waits for, or it has begun.",
        "{value} 不是该行等待中的工序，或已开工。",
        "Take an operation from the line's explanation that has not begun.",
        "请从该行的交期说明中选择尚未开工的工序。";
    NO_ALTERNATE = 422,
        "The routing names no work centre {value} for {operation}.",
        "工艺路线中 {operation} 没有备选工作中心 {value}。",
        "Take a work centre that the routing names for it, or add it to the routing.",
        "请选择工艺路线中的备选工作中心，或先在工艺路线中添加。";
    NOT_WHOLE = 422,
        "{value} is no work order for this line on which nothing has begun.",
        "{value} 不是该行尚未开工的工单。",
        "Only what has not begun can be cut in two lots.",
        "只有尚未开工的工单才能拆批。";
    NO_PART = 422,
        "{value} is no part of {whole}.",
        "{value} 不是 {whole} 的一部分。",
        "Give more than nothing and less than {whole}, in whole pieces where pieces are counted.",
        "请填写大于零且小于 {whole} 的数量；按件计数的须为整数。";
    NOT_BOUGHT = 422,
        "This line does not wait for a purchase {value}.",
        "该行不等待采购 {value}。",
        "Take a purchase from what serves the line.",
        "请从该行的供应中选择采购项。";
    NO_LEAD_TIME = 422,
        "There is no supplier {value} with a lead time.",
        "没有供应商 {value}，或其未填提前期。",
        "Give a supplier's code, and its lead time in the supplier's record.",
        "请填写供应商代码，并在供应商资料中填写提前期。";
    NOTHING_WAITS = 422,
        "Nothing of {value} waits for a machine.",
        "{value} 没有等待机器的工序。",
        "Look at its explanation for what it does wait for.",
        "请查看交期说明，了解它在等待什么。";
}
