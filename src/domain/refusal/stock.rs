//! What can be wrong with movements of stock.

crate::refusal_codes! {
    NOT_POSITIVE = 422,
        "{field} is {value}; it must be above zero.",
        "{field} 为 {value}，必须大于零。",
        "Give {field} a value above zero.",
        "请填写大于零的 {field}。";
    NEGATIVE = 422,
        "{field} is {value}; it cannot be below zero.",
        "{field} 为 {value}，不能小于零。",
        "Give a quantity of zero or more.",
        "请填写不小于零的数量。";
    TOO_MUCH = 422,
        "{field}: with {value} more there would be {sum}, which is more than can be kept in the books.",
        "{field}：再加 {value} 将达到 {sum}，超出账目可记录的范围。",
        "Check {field} and its unit; totals stay below 10^12.",
        "请检查 {field} 及其单位；合计须小于 10^12。";
    NOT_ENOUGH_IN_LOT = 409,
        "Lot {lot} has {there}, less than {value}.",
        "批次 {lot} 只有 {there}，少于 {value}。",
        "Use at most {there}, or count the lot and adjust it first.",
        "请最多使用 {there}，或先盘点并调整该批次。";
    NOT_ENOUGH_STOCK = 409,
        "Only {there} of {item} can be used for this; {value} is needed.",
        "{item} 可用数量只有 {there}，需要 {value}。",
        "Wait for more, take less, or free what is reserved or not yet inspected.",
        "请等待补足、减少数量，或释放预留、完成检验。";
    INSPECT_FIRST = 409,
        "Stock becomes {value} by an inspection only.",
        "库存只能通过检验变为 {value}。",
        "Record an inspection of the lot.",
        "请对该批次登记检验。";
    SAME_STATUS = 409,
        "Lot {value} is {status} already.",
        "批次 {value} 的状态已是 {status}。",
        "Read the lot again; there may be nothing left to do.",
        "请重新查看该批次，可能无需操作。";
}
