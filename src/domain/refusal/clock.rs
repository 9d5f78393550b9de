//! What can be wrong with moving the plant's clock.

crate::refusal_codes! {
    CLOCK_RUNS_BY_ITSELF = 409,
        "The plant's clock runs by itself; it cannot be moved to {value}.",
        "工厂时钟自行运行，不能调整为 {value}。",
        "Start the service with a clock that is moved by hand: --clock manual:2026-01-05T00:00:00Z.",
        "请以手动时钟启动服务：--clock manual:2026-01-05T00:00:00Z。";
    CLOCK_BACKWARDS = 422,
        "The clock stands at {now}; {value} is earlier.",
        "时钟现为 {now}；{value} 早于该时刻。",
        "Give an instant that is not before {now}.",
        "请提供不早于 {now} 的时刻。";
    NOT_A_DEMO = 404,
        "This is no demo: nothing moves its plant time but the clock.",
        "这里不是演示：工厂时间只随时钟走。",
        "Start one with `holdfast demo`.",
        "请用 `holdfast demo` 启动演示。";
    NO_OPEN_LINE = 404,
        "There is no open line {value}.",
        "没有未结的订单行 {value}。",
        "Check order and line; what has been shipped or cancelled has no forecast.",
        "请核对订单与行号；已发货或已取消的行没有预测。";
    NO_ODDS = 409,
        "The odds are switched off here.",
        "此处已关闭概率推演。",
        "Have the service started with futures set to 50 or more.",
        "请将设置 futures 设为 50 或以上后启动服务。";
}
