//! What can be wrong with master data and settings.

crate::refusal_codes! {
    UNKNOWN_REFERENCE = 422,
        "{field}: there is no {what} {value}.",
        "{field}：没有{what} {value}。",
        "Correct {field} (nearest: {near}), or enter {value} first.",
        "请更正 {field}（相近：{near}），或先录入 {value}。";
    NOT_IN_USE = 422,
        "{field}: {what} {value} is no longer in use.",
        "{field}：{what} {value} 已停用。",
        "Choose another one, or take {value} into use again.",
        "请选择其他编号，或重新启用 {value}。";
    OUT_OF_RANGE = 422,
        "{field} must be from {min} to {max}, not {value}.",
        "{field} 必须在 {min} 至 {max} 之间，不能为 {value}。",
        "Correct {field} and send it again.",
        "请更正 {field} 后重新提交。";
    ENDS_BEFORE_START = 422,
        "{field}: {value} lies before the start, {start}.",
        "{field}：{value} 早于开始日期 {start}。",
        "Give {field} a later day, or leave it empty.",
        "请将 {field} 改为更晚的日期，或留空。";
    STANDS_TWICE = 422,
        "{field}: {value} stands there twice.",
        "{field}：{value} 重复。",
        "Keep one of the two, or tell them apart.",
        "请只保留一个，或加以区分。";
    BAD_CODE = 422,
        "{field}: {value} cannot be a code.",
        "{field}：{value} 不能用作编号。",
        "Use 1 to 100 visible characters without blanks at the ends or twice in a row.",
        "请使用 1 至 100 个可见字符，首尾无空格，也不要连续空格。";
    UNKNOWN_ZONE = 422,
        "{field}: {value} is no time zone.",
        "{field}：{value} 不是有效时区。",
        "Use a name such as Asia/Shanghai or Europe/Berlin.",
        "请使用 Asia/Shanghai、Europe/Berlin 等名称。";
    NO_WEEKDAYS = 422,
        "{field} names no weekday.",
        "{field} 未包含任何星期。",
        "Name at least one, such as [\"Mon\"], or leave {field} out.",
        "请至少填写一天，如 [\"Mon\"]，或省略 {field}。";
    NOT_WHOLE_SECONDS = 422,
        "{field}: {value} is finer than a second.",
        "{field}：{value} 精度超过秒。",
        "Use a time such as 06:00:00.",
        "请使用 06:00:00 这样的时间。";
    SHIFTS_OVERLAP = 422,
        "{field}: this shift overlaps shift {other} on {value}.",
        "{field}：该班次在 {value} 与第 {other} 个班次重叠。",
        "Let one end before the other begins.",
        "请确保一个班次在另一个开始前结束。";
    BOM_CYCLE = 422,
        "{field}: {value} would contain itself: {path}.",
        "{field}：{value} 将包含其自身：{path}。",
        "Take out one of these lines.",
        "请删除其中一行。";
    STILL_USED = 409,
        "{what} {value} is still used by {user}.",
        "{what} {value} 仍被 {user} 使用。",
        "Give that another one first.",
        "请先为其更换。";
    ONE_OF_BOTH = 422,
        "{field}: a calendar or a work centre must be named.",
        "{field}：必须填写日历或工作中心。",
        "Name at least one of the two.",
        "请至少填写其中一个。";
    UNREADABLE_FILE = 422,
        "{value} cannot be imported: {reason}",
        "无法导入 {value}：{reason}",
        "Send an .xlsx workbook or an archive of CSV files with the sheets that the workbook document names.",
        "请提交 .xlsx 工作簿或 CSV 文件压缩包，工作表名称见工作簿说明。";
    NOT_READY = 409,
        "Import {value} cannot be applied: {state}.",
        "导入 {value} 无法应用：{state}。",
        "Send the file again and apply the new import.",
        "请重新提交文件，并应用新的导入。";
    CHOICE_NEEDED = 409,
        "Orders in hand are missing from this file: {value}. Someone must say what becomes of them.",
        "该文件中缺少 {value} 张未结订单行，须说明如何处理。",
        "Apply it with vanished_rows=close to close them, or with vanished_rows=ignore to leave them as they are \
         (on the command line --vanished-rows).",
        "请以 vanished_rows=close 应用以将其关闭，或以 vanished_rows=ignore 保持不变（命令行为 --vanished-rows）。";
}
