//! What the command line says about itself: help that teaches, and what is wrong with a call.

use super::Lang;

/// Words of the help. One field for each, so that a language that lacks one does not compile.
#[allow(missing_docs)] // the names are those of the commands and options
pub struct Help {
    pub about: &'static str,
    pub usage_heading: &'static str,
    pub commands_heading: &'static str,
    pub arguments_heading: &'static str,
    pub options_heading: &'static str,
    pub more: &'static str,
    pub usage: &'static str,
    pub plan_about: &'static str,
    pub plan_long: &'static str,
    pub plan_after: &'static str,
    pub file: &'static str,
    pub explain: &'static str,
    pub json: &'static str,
    pub as_of: &'static str,
    pub lang: &'static str,
    pub ignore_priorities: &'static str,
    pub improve: &'static str,
    pub faults: &'static str,
    pub width: &'static str,
    pub help: &'static str,
    pub version: &'static str,
    pub error: &'static str,
    pub try_help: &'static str,
    pub unknown_argument: &'static str,
    pub missing: &'static str,
    pub bad_value: &'static str,
    pub one_of: &'static str,
    pub write_number: &'static str,
    pub write_whole: &'static str,
    pub write_like: &'static str,
    pub bad_usage: &'static str,
    pub bad_as_of: &'static str,
    pub bad_explain: &'static str,
    pub nearest: &'static str,
    pub bad_language: &'static str,
    pub bad_number: &'static str,
}

impl Help {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Zh => &ZH,
        }
    }
}

const EN: Help = Help {
    about: "Ship dates that the shop can really keep, and why.",
    usage_heading: "Usage: ",
    commands_heading: "Commands",
    arguments_heading: "Arguments",
    options_heading: "Options",
    more: "holdfast plan --help explains every option, the columns and the exit codes.",
    usage: "holdfast plan FILE [OPTIONS]",
    plan_about: "Plan a shop and list the date of every open line",
    plan_long: "\
Plan a shop and list the date of every open line.

Reads everything the shop knows at one instant, plans all of it forward on
the machines, shifts and material that are there, and says when each open
order line ships, late promises first. A workbook with holes still gets
dates: every hole is named, with how many promises rest on it and what to do.",
    plan_after: "\
Examples:
  holdfast plan examples/precision-shop.xlsx
      every open line, late promises first
  holdfast plan examples/precision-shop.xlsx --explain SO-4204
      why: all lines of an order, stretch by stretch; SO-4204/20 for one line
  holdfast plan examples/precision-shop.xlsx --as-of 2026-03-02T07:00
      what would we have said on Monday?
  holdfast plan examples/messy-shop.xlsx --faults
      every hole in the data and every fault of the file
  holdfast plan shop.xlsx --json | jq '.lines[] | select(.late_days > 0)'
      the late lines, for a program
  holdfast plan model.json --json
      a neutral model: when each order and operation ends

The columns:
  qty        what is still to ship
  requested  when the customer wants it shipped
  promise    when we said it would be; shipping after that day is late
  ships      the date that the plan finds; * it is the arrival, because the
             promise is one; + it is the last of several parts
  slack      days between promise and plan: 3 d early, or 2 d late
  grade      on what the date rests, best first:
             known      nothing to estimate: in stock or on its way
             learned    routing with times learned from reports
             planned    routing with planned times
             similar    times of a similar item or operation
             lead time  the item's lead time
             default    the plant's default lead time

JSON (--json) is stable. Instants are RFC 3339 with offset, dates YYYY-MM-DD,
quantities strings:
  as_of, zone, plant
  lines        line, customer, item, quantity, requested, promise, basis,
               ready, ship, arrival, late_days, grade, waits_for,
               parts: quantity, ready, ship, arrival
               segments: kind, from, to, cause
  work_orders  work_order, proposed, item, quantity, line,
               operations: operation, work_centre, start, end, running
  purchases    item, supplier, quantity, order_by, available, lines
  problems     code, severity, message, remedy, promises, lines
  faults       code, place, value, message, remedy, effect
The segments of a line are consecutive and add up to the time from order to
shipment. late_days is negative for early lines and null without a promise.
A neutral model gives {orders: [{name, finish}], operations: [{order, step,
resource, start, end}]} in the model's own wall time, steps counted from 0.

Exit codes:
  0  every promise is kept
  1  the plan is there, and some promise is late
  2  wrong usage or unreadable input; nothing was planned
  3  the plan is there, but some lines could not be dated or read

The instant of the plan is --as-of, else the workbook's setting “as of”, else
now. Colour is used on a terminal only; NO_COLOR=1 turns it off.
docs/workbook.md says what a workbook may contain.",
    file: "A workbook (.xlsx), a folder of CSV files, or a neutral model (.json)",
    explain: "Why an order or one line has its date: SO-4204 or SO-4204/20",
    json: "Print the plan for programs",
    as_of: "Plan from another instant of the plant: 2026-03-09T08:00 or 2026-03-09",
    lang: "Language of the output, en or zh; else LC_ALL, LC_MESSAGES or LANG decide",
    ignore_priorities: "Plan without customer tiers and order priorities",
    improve: "How many searches for a better sequence, at most 8, which is usual; 0 takes the dispatch rule alone",
    faults: "List every hole in the data and every fault of the file",
    width: "Columns of the output; else those of the terminal, or 100",
    help: "Explain this command",
    version: "Print the version",
    error: "error: ",
    try_help: "holdfast plan --help explains every option.",
    unknown_argument: "“{value}” is not understood here.",
    missing: "Something is missing: {value}.",
    bad_value: "{option} does not take “{value}”.",
    one_of: "Write one of: {values}.",
    write_number: "Write a number such as 2.5.",
    write_whole: "Write a whole number such as 3.",
    write_like: "Write it as in the example: such as {example}.",
    bad_usage: "This call is not understood.",
    bad_as_of: "“{value}” is no instant. Write 2026-03-09T08:00 or 2026-03-09, in the plant's own time.",
    bad_explain: "There is no open line or order “{value}”.",
    nearest: "Did you mean {value}?",
    bad_language: "There is no language “{value}”. Say en or zh.",
    bad_number: "{option} takes a whole number, not “{value}”.",
};

const ZH: Help = Help {
    about: "车间真正守得住的交期，以及为什么是这一天。",
    usage_heading: "用法：",
    commands_heading: "命令",
    arguments_heading: "参数",
    options_heading: "选项",
    more: "holdfast plan --help 说明所有选项、各列含义和退出码。",
    usage: "holdfast plan 文件 [选项]",
    plan_about: "为工厂排产，列出每个未交订单行的日期",
    plan_long: "\
为工厂排产，列出每个未交订单行的日期。

读取车间在某一时点所知的一切，在现有的机台、班次和物料之上把全部工作向前排
一遍，给出每个未交订单行的发货日期，延误的承诺排在最前。表格有缺漏也照样能算
出日期：每处缺漏都会指明，并说明影响多少个承诺、该怎么办。",
    plan_after: "\
示例：
  holdfast plan examples/precision-shop.xlsx
      列出所有未交订单行，延误的在前
  holdfast plan examples/precision-shop.xlsx --explain SO-4204
      逐段说明一张订单所有行的原因；SO-4204/20 只看一行
  holdfast plan examples/precision-shop.xlsx --as-of 2026-03-02T07:00
      如果是周一，我们会怎么答复？
  holdfast plan examples/messy-shop.xlsx --faults
      列出全部数据缺漏和文件提示
  holdfast plan shop.xlsx --json | jq '.lines[] | select(.late_days > 0)'
      供程序读取的延误订单行
  holdfast plan model.json --json
      中立模型：每张订单、每道工序的完成时间

各列含义：
  数量      还要发的数量
  客户要求  客户要求的发货日期
  承诺交期  我们答应的日期；发货晚于这一天即为延误
  预计发货  计划得出的日期；* 表示按到货承诺，显示的是到货日期；
            + 表示分批发货的最后一批
  余量      承诺与计划相差的天数：3 天为提前，晚 2 天为延误
  依据      日期的数据依据，从好到差：
            实测    工艺路线，工时从报工学习得到
            计划    工艺路线和计划工时
            类比    类似物料或工序的工时
            提前期  物料的提前期
            默认    工厂的默认提前期

JSON（--json）结构稳定。时点为带时差的 RFC 3339 格式，日期为 YYYY-MM-DD，
数量为字符串：
  as_of, zone, plant
  lines        line, customer, item, quantity, requested, promise, basis,
               ready, ship, arrival, late_days, grade, waits_for,
               parts: quantity, ready, ship, arrival
               segments: kind, from, to, cause
  work_orders  work_order, proposed, item, quantity, line,
               operations: operation, work_centre, start, end, running
  purchases    item, supplier, quantity, order_by, available, lines
  problems     code, severity, message, remedy, promises, lines
  faults       code, place, value, message, remedy, effect
每一行的 segments 首尾相接，加起来正好等于从下单到发货的全程。late_days 为负
表示提前，没有承诺时为 null。中立模型输出 {orders: [{name, finish}],
operations: [{order, step, resource, start, end}]}，使用模型自身的时间，
工序从 0 数起。

退出码：
  0  所有承诺都能守住
  1  已得出计划，有承诺延误
  2  用法有误或文件无法读取，没有排产
  3  已得出计划，但有订单行无法得出日期或无法读取

计划时点依次取：--as-of、工作簿中的“计划时点”设置、当前时间。只在终端上使用
颜色，设置 NO_COLOR=1 可关闭。工作簿可以包含的内容见 docs/workbook.md。",
    file: "工作簿（.xlsx）、CSV 文件夹或中立模型（.json）",
    explain: "说明某张订单或某一行的交期原因：SO-4204 或 SO-4204/20",
    json: "输出供程序读取的结果",
    as_of: "从另一个时点排产（工厂当地时间）：2026-03-09T08:00 或 2026-03-09",
    lang: "输出语言，en 或 zh；不指定时由 LC_ALL、LC_MESSAGES 或 LANG 决定",
    ignore_priorities: "不考虑客户等级和订单优先级",
    improve: "尝试多少次更好的加工顺序，最多 8 次（默认）；0 表示只用派工规则",
    faults: "列出全部数据缺漏和文件提示",
    width: "输出宽度；不指定时取终端宽度，否则为 100",
    help: "显示帮助",
    version: "显示版本",
    error: "错误：",
    try_help: "holdfast plan --help 说明所有选项。",
    unknown_argument: "无法识别“{value}”。",
    missing: "缺少：{value}。",
    bad_value: "{option} 不能是“{value}”。",
    one_of: "请填写其中之一：{values}。",
    write_number: "请填写数字，例如 2.5。",
    write_whole: "请填写整数，例如 3。",
    write_like: "请按示例填写，例如 {example}。",
    bad_usage: "无法识别该命令。",
    bad_as_of: "“{value}”不是有效时点。请写成 2026-03-09T08:00 或 2026-03-09（工厂当地时间）。",
    bad_explain: "没有未交的订单或订单行“{value}”。",
    nearest: "是否指 {value}？",
    bad_language: "没有语言“{value}”，请写 en 或 zh。",
    bad_number: "{option} 必须是整数，不能是“{value}”。",
};
