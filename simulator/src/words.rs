//! What the report says, in English and Chinese.

/// A language of the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

/// The report's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// Over everything: world, months, seeds, promises, lost customers, in braces.
    pub heading: &'static str,
    /// Share of promises kept.
    pub kept: &'static str,
    /// Coverage, before P50 and its like.
    pub coverage: &'static str,
    /// Kept when the shop was fullest.
    pub busiest: &'static str,
    /// What a constant lead time keeps there.
    pub busiest_constant: &'static str,
    /// Mean promised lead time.
    pub promised: &'static str,
    /// Mean real lead time.
    pub real: &'static str,
    /// Heading of what the seller was told.
    pub warnings: &'static str,
    /// Of the misses that could be foreseen, those told of in time.
    pub warned_in_time: &'static str,
    /// Of the promises told of, the missed ones.
    pub warned_rightly: &'static str,
    /// Mean open lines.
    pub open_lines: &'static str,
    /// Messages a working day.
    pub messages: &'static str,
    /// The same at 300 open lines.
    pub messages_at_300: &'static str,
    /// Mean lateness of what was late.
    pub late: &'static str,
    /// The oracle's own coverage, before P50 and its like.
    pub oracle_coverage: &'static str,
    /// After an interval.
    pub between: &'static str,
    /// Over the ways to promise.
    pub ways: &'static str,
    /// A constant lead time.
    pub constant: &'static str,
    /// Total work content.
    pub work_content: &'static str,
    /// The regression on jobs in queue.
    pub jobs_in_queue: &'static str,
    /// Whoever knows the distributions.
    pub oracle: &'static str,
    /// After a share of the constant lead time.
    pub of_constant: &'static str,
    /// How far of the way to the oracle: `{share}`.
    pub way: &'static str,
    /// Over the months.
    pub months: &'static str,
    /// Over what was learned.
    pub learned: &'static str,
    /// Real over planned time at a station: `{code}`.
    pub times: &'static str,
    /// Days after the confirmed date: `{code}`.
    pub delays: &'static str,
    /// Share of starts that follow the list.
    pub adherence: &'static str,
    /// Hours until a report is made.
    pub reporting: &'static str,
    /// Orders in an open hour.
    pub coming: &'static str,
    /// Requests and seconds: `{calls}` and `{seconds}`.
    pub requests: &'static str,
    /// Over the refusals.
    pub refused: &'static str,
    /// Lists that did not help: `{times}`.
    pub unlisted: &'static str,
    /// A month that has gone by: `{seed}`, `{day}`, `{last}`, `{promises}`.
    pub month: &'static str,
    /// A seed that is done: `{seed}`, `{promises}`, `{kept}`, `{seconds}`.
    pub seed: &'static str,
    /// Title of the picture: `{world}`, `{promises}`, `{seeds}`, `{kept}`.
    pub picture: &'static str,
    /// Over the left of the picture.
    pub came_true: &'static str,
    /// Below it.
    pub told: &'static str,
    /// Beside it.
    pub share: &'static str,
    /// Its marks.
    pub spread: &'static str,
    /// Over the right of the picture.
    pub lead_times: &'static str,
}

impl Words {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &ENGLISH,
            Language::Zh => &CHINESE,
        }
    }

    /// A number that is learned, by the server's name for its kind, in words.
    pub fn number(&self, kind: &str, code: &str) -> String {
        let name = match kind {
            "operation-time" => self.times,
            "supplier-delay" => self.delays,
            "adherence" => self.adherence,
            "reporting-delay" => self.reporting,
            _ => self.coming,
        };
        fill(name, &[("code", code.to_owned())])
    }

    /// A way to promise in words.
    pub fn way(&self, way: &str) -> &'static str {
        match way {
            "constant" => self.constant,
            "work-content" => self.work_content,
            "jobs-in-queue" => self.jobs_in_queue,
            "oracle" => self.oracle,
            _ => "Holdfast",
        }
    }
}

/// A text with its placeholders filled.
pub fn fill(template: &str, values: &[(&str, String)]) -> String {
    values.iter().fold(template.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

const ENGLISH: Words = Words {
    heading: "World {world}: {months} months, {seeds} seed(s), {promises} promises, {lost} customers lost",
    kept: "promises kept (on time in full)",
    coverage: "coverage",
    busiest: "kept in the busiest fifth of days",
    busiest_constant: "a constant lead time keeps there",
    promised: "mean promised lead time, days",
    real: "mean real lead time, days",
    warnings: "Warnings to the seller of orders",
    warned_in_time: "of {foreseeable} misses that the oracle foresaw two working days ahead, told by then ({missed} missed in all)",
    warned_rightly: "of {told} promises told of as in danger, missed",
    open_lines: "mean open lines",
    messages: "messages a working day",
    messages_at_300: "messages a working day at 300 open lines",
    late: "mean days late of the late",
    oracle_coverage: "oracle's own coverage",
    between: "between seeds",
    ways: "Mean lead time in days with which exactly 95 % of these orders would have been on time:",
    constant: "constant lead time",
    work_content: "total work content × k",
    jobs_in_queue: "jobs in queue, regression",
    oracle: "oracle",
    of_constant: "of the constant one",
    way: "{share} % of the way from jobs in queue to the oracle",
    months: "Month by month: promises, kept %, of what was told with P50, P80, P95 kept %, promised days, real days",
    learned: "What the server assumed | had learned at the end | what is true, each as P10, P50, P90; observations a seed",
    times: "real over planned time at {code}",
    delays: "days late, supplier {code}",
    adherence: "share of starts that follow the list",
    reporting: "working hours until a report is made",
    coming: "orders in an open hour",
    requests: "{calls} requests in {seconds} s",
    refused: "Refused by the server:",
    unlisted: "{times} times a dispatch list named none of the waiting jobs",
    month: "seed {seed}: day {day} of {last}, {promises} promises so far",
    seed: "seed {seed}: {promises} promises, {kept} % kept, {seconds} s",
    picture: "World {world}: {promises} promises over {seeds} seed(s), {kept} % kept",
    came_true: "How often what was told came true",
    told: "probability that was told",
    share: "share that was kept",
    spread: "Holdfast, with the spread between seeds",
    lead_times: "Mean quoted lead time in days, each with 95 % on time",
};

const CHINESE: Words = Words {
    heading: "世界 {world}：{months} 个月，{seeds} 个种子，{promises} 个承诺，流失客户 {lost} 个",
    kept: "承诺兑现率（准时足量）",
    coverage: "覆盖率",
    busiest: "最忙的五分之一天的兑现率",
    busiest_constant: "固定提前期在这些天的兑现率",
    promised: "平均承诺提前期（天）",
    real: "平均实际提前期（天）",
    warnings: "对销售的预警",
    warned_in_time: "全知者提前两个工作日可预见的 {foreseeable} 次误期中，届时已告知的比例（共误期 {missed} 次）",
    warned_rightly: "被告知有风险的 {told} 个承诺中，确实误期的比例",
    open_lines: "平均未结行数",
    messages: "每个工作日的消息数",
    messages_at_300: "按 300 个未结行折算的每个工作日消息数",
    late: "迟交订单的平均迟交天数",
    oracle_coverage: "全知者自身的覆盖率",
    between: "种子之间",
    ways: "同样这些订单，恰好 95 % 准时所需的平均提前期（天）：",
    constant: "固定提前期",
    work_content: "总工时 × k",
    jobs_in_queue: "排队任务数回归",
    oracle: "全知者",
    of_constant: "（与固定提前期之比）",
    way: "从排队任务数回归到全知者，走完了 {share} %",
    months: "逐月：承诺数、兑现率 %、P50、P80、P95 的实际兑现率 %、承诺天数、实际天数",
    learned: "服务器起初的假设 | 最终学到的 | 真实情况，均为 P10、P50、P90；以及每个种子的观测数",
    times: "{code} 的实际工时与计划工时之比",
    delays: "供应商 {code} 的迟交天数",
    adherence: "按派工单顺序开工的比例",
    reporting: "报工延迟（工作小时）",
    coming: "每个工作小时的订单数",
    requests: "{seconds} 秒内共 {calls} 次请求",
    refused: "服务器拒绝的请求：",
    unlisted: "派工单未列出任何等待任务的次数：{times}",
    month: "种子 {seed}：第 {day} 天，共 {last} 天，已有 {promises} 个承诺",
    seed: "种子 {seed}：{promises} 个承诺，兑现 {kept} %，{seconds} 秒",
    picture: "世界 {world}：{seeds} 个种子，{promises} 个承诺，兑现 {kept} %",
    came_true: "所报概率的实际兑现情况",
    told: "所报的概率",
    share: "实际兑现的比例",
    spread: "Holdfast，竖线为种子之间的区间",
    lead_times: "平均报价提前期（天），各方法均为 95 % 准时",
};
