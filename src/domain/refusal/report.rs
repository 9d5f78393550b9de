//! What can be wrong with asking about the past.

crate::refusal_codes! {
    TOO_LITTLE_HISTORY = 422,
        "The record is too short to be tested from {value} on: {days} days and {operations} finished operations lie before it, and at most {lines} order lines in it whose outcome is known.",
        "记录太少，无法从 {value} 起回测：此前只有 {days} 天、{operations} 道完工工序，期间结果已知的订单行最多 {lines} 个。",
        "Import more of the shipments and the production, or choose another period: {least_days} days and {least_operations} finished operations must lie before it, and {least_lines} order lines in it whose outcome is known.",
        "请导入更多发货历史和生产历史，或另选期间：此前至少要有 {least_days} 天和 {least_operations} 道完工工序，期间至少要有 {least_lines} 个结果已知的订单行。";
}
