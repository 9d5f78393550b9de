//! The words for every fault of an import. `{name}` stands for a value of the fault; `fault` fills it in.

use super::Bilingual;

/// Why something is a fault, and what to do about it.
pub(super) struct Entry {
    pub(super) why: Bilingual,
    pub(super) remedy: Bilingual,
}

const fn entry(why: [&'static str; 2], remedy: [&'static str; 2]) -> Entry {
    Entry { why: Bilingual { en: why[0], zh: why[1] }, remedy: Bilingual { en: remedy[0], zh: remedy[1] } }
}

pub(super) const MISSING_VALUE: Entry = entry(
    ["This cell is required and empty.", "该单元格为必填项，但没有填写。"],
    ["Fill it in.", "请补充填写。"],
);
pub(super) const NOT_A_NUMBER: Entry = entry(
    ["This is not a number.", "这不是数字。"],
    [
        "Write digits only, such as 12 or 1,234.5, without a unit.",
        "请只填写数字，例如 12 或 1,234.5，不要带单位。",
    ],
);
pub(super) const AMBIGUOUS_NUMBER: Entry = entry(
    [
        "In a file separated by semicolons this may be a thousand or a decimal.",
        "文件以分号分隔，无法判断该符号是千位分隔符还是小数点。",
    ],
    [
        "Write it without separator between thousands, such as 1234 or 1,2340.",
        "请去掉千位分隔符，例如写成 1234 或 1.2340。",
    ],
);
pub(super) const NOT_POSITIVE: Entry = entry(
    ["This must be above zero.", "该数值必须大于零。"],
    [
        "Write a number above zero, or delete the row if nothing is meant.",
        "请填写大于零的数值；如该行无意义，请删除该行。",
    ],
);
pub(super) const NEGATIVE: Entry = entry(
    ["This must not be below zero.", "该数值不能为负数。"],
    ["Write zero or more.", "请填写零或正数。"],
);
pub(super) const TOO_LARGE: Entry = entry(
    ["Amounts must be below 1,000,000,000,000.", "数值必须小于 1,000,000,000,000（一万亿）。"],
    [
        "Check for a slipped digit or a number in the wrong column.",
        "请检查是否多输了位数，或把别的列的内容填到了这里。",
    ],
);
pub(super) const MORE_THAN_MEANT: Entry = entry(
    ["One order or rule is for at most {most}.", "单张单据或单条规则的数量最多为 {most}。"],
    [
        "Check for a slipped digit or a number in the wrong column; or use a larger unit.",
        "请检查是否多输了位数，或把别的列的内容填到了这里；也可改用更大的单位。",
    ],
);
pub(super) const TOO_MANY_DECIMALS: Entry = entry(
    ["Quantities have at most six decimals.", "数量最多保留六位小数。"],
    ["Round it to six decimals, such as 0.333333.", "请四舍五入到六位小数，例如 0.333333。"],
);
pub(super) const OUT_OF_RANGE: Entry = entry(
    ["This must lie from {min} to {max}.", "该数值必须在 {min} 到 {max} 之间。"],
    ["Write a number from {min} to {max}.", "请填写 {min} 到 {max} 之间的数值。"],
);
pub(super) const NOT_WHOLE: Entry =
    entry(["Only whole numbers count here.", "此处只能是整数。"], ["Write a whole number.", "请填写整数。"]);
pub(super) const FRACTION_OF_ITEM: Entry = entry(
    ["This has a fraction, and {item} comes in whole ones.", "该数量带小数，而物料 {item} 只能按整件计数。"],
    [
        "Write a whole number, or give {item} a unit that can be divided.",
        "请填写整数，或将物料 {item} 的单位改为可分割的单位。",
    ],
);
pub(super) const ROUNDED_UP: Entry = entry(
    ["Days count as whole days here, so this was taken as {to}.", "此处按整天计算，已按 {to} 天处理。"],
    [
        "Write {to} if that is right, another whole number if not.",
        "如无误，请改为 {to}；否则请填写其他整数。",
    ],
);
pub(super) const UNKNOWN_UNIT: Entry = entry(
    ["The unit “{unit}” is not known for this column.", "该列不支持单位“{unit}”。"],
    [
        "Times take s, min or h, such as 90s, 30min, 1.5h; days take d or w. Or leave the unit out.",
        "时间可用 秒、分、小时，例如 90s、30分、1.5h；天数可用 天、周。也可以不写单位。",
    ],
);
pub(super) const NOT_A_DATE: Entry = entry(
    ["This is not a date.", "这不是有效的日期。"],
    [
        "Write it as 2026-03-05, if needed with a time: 2026-03-05 14:30.",
        "请写成 2026-03-05，需要时间时写成 2026-03-05 14:30。",
    ],
);
pub(super) const AMBIGUOUS_DATE: Entry = entry(
    ["Day and month may be either way round.", "无法判断哪个是月、哪个是日。"],
    ["Write the year first: 2026-03-05.", "请把年份写在最前面，例如 2026-03-05。"],
);
pub(super) const DATE_OUT_OF_RANGE: Entry = entry(
    ["Dates lie from 2000-01-01 to 2100-12-31.", "日期必须在 2000-01-01 到 2100-12-31 之间。"],
    ["Check the year; leave the cell empty if no date is known.", "请检查年份；如果日期未定，请留空。"],
);
pub(super) const NOT_A_TIME_OF_DAY: Entry = entry(
    ["This is not a time of day.", "这不是有效的时刻。"],
    ["Write hours and minutes, such as 06:00 or 14:30.", "请写成“时:分”，例如 06:00 或 14:30。"],
);
pub(super) const NOT_WEEKDAYS: Entry = entry(
    ["This is no list of weekdays.", "无法识别为星期。"],
    [
        "Write Mon-Fri, Mon,Wed,Fri or 1-5; format the cell as text so that it does not become a date.",
        "请写成 周一至周五、一,三,五 或 1-5；并把单元格设为文本格式，以免被自动转换成日期。",
    ],
);
pub(super) const NOT_YES_NO: Entry = entry(
    ["This is neither yes nor no.", "该值既不是“是”也不是“否”。"],
    ["Write yes or no.", "请填写“是”或“否”。"],
);
pub(super) const UNKNOWN_WORD: Entry = entry(
    ["This column does not know the word.", "该列没有这个选项。"],
    ["Write one of: {allowed}.{nearest}", "请从以下选项中选择：{allowed}。{nearest}"],
);
pub(super) const NOT_ALTERNATES: Entry = entry(
    ["This is no list of work centres.", "无法识别为替代工作中心。"],
    ["Write VMC-2 or VMC-2*1.2, separated by commas.", "请写成 VMC-2 或 VMC-2*1.2，多个之间用逗号分隔。"],
);
pub(super) const UNKNOWN_TIME_ZONE: Entry = entry(
    ["This is not a time zone.", "无法识别的时区。"],
    [
        "Write its name in the zone database, such as Asia/Shanghai or Europe/Berlin.",
        "请填写标准时区名称，例如 Asia/Shanghai 或 Europe/Berlin。",
    ],
);
pub(super) const CONTROL_CHARACTERS: Entry = entry(
    ["The cell has characters that cannot be seen.", "单元格中含有不可见的控制字符。"],
    ["Type the value anew instead of pasting it.", "请手工重新输入，不要直接粘贴。"],
);
pub(super) const TOO_LONG: Entry = entry(
    ["The cell has more than {limit} characters.", "单元格内容超过 {limit} 个字符。"],
    [
        "Shorten it; long remarks belong into a column that is not read.",
        "请缩短内容；较长的说明请放到不导入的列中。",
    ],
);
pub(super) const CELL_ERROR: Entry = entry(
    ["The cell's formula has an error.", "单元格公式出错。"],
    ["Repair the formula, or write the value itself.", "请修正公式，或直接填写数值。"],
);
pub(super) const CODE_BECAME_DATE: Entry = entry(
    ["The spreadsheet has turned this code into a date.", "电子表格把该编码自动转换成了日期。"],
    ["Format the column as text and type the code again.", "请把该列设为文本格式，并重新输入编码。"],
);
pub(super) const CODE_BECAME_NUMBER: Entry = entry(
    [
        "The spreadsheet has turned this code into a number and lost its last digits.",
        "电子表格把该编码转换成了数字，末尾几位已丢失。",
    ],
    ["Format the column as text and type the code again.", "请把该列设为文本格式，并重新输入编码。"],
);
pub(super) const ENDS_BEFORE_START: Entry = entry(
    ["The end lies before the beginning.", "结束早于开始。"],
    ["Check both; they may have been swapped.", "请检查两个日期，是否填反了。"],
);
pub(super) const NONE_OF: Entry = entry(
    ["None of these columns is filled: {columns}.", "以下各列均未填写：{columns}。"],
    ["Fill at least one of them.", "请至少填写其中一项。"],
);
pub(super) const DUPLICATE_KEY: Entry = entry(
    ["Row {row} already has {key}; that row counts.", "第 {row} 行已有 {key}，以该行为准。"],
    ["Delete one of the two rows, or correct its number.", "请删除其中一行，或更正编号。"],
);
pub(super) const UNKNOWN_SETTING: Entry = entry(
    ["There is no such setting.", "没有这个设置项。"],
    ["Delete the row or correct the key.{nearest}", "请删除该行或更正键名。{nearest}"],
);
pub(super) const MISSING_COLUMNS: Entry = entry(
    ["The header has no column for: {columns}.", "表头缺少以下列：{columns}。"],
    ["Add the columns, or rename those that mean this.", "请补充这些列，或把含义相同的列改为该名称。"],
);
pub(super) const NO_HEADER: Entry = entry(
    ["No row looks like a header.", "没有找到表头行。"],
    ["Put the column headings into one row above the data.", "请在数据上方用一行写明列标题。"],
);
pub(super) const UNKNOWN_COLUMN: Entry = entry(
    ["The column means nothing here and was left alone.", "该列不在导入范围内，已忽略。"],
    ["Nothing to do, unless it was meant to be read: then rename it.", "无需处理；如需导入，请修改列标题。"],
);
pub(super) const COLUMN_TWICE: Entry = entry(
    ["Another column has this meaning already; the first one counts.", "已有相同含义的列，以第一列为准。"],
    ["Delete or rename one of the two.", "请删除或重命名其中一列。"],
);
pub(super) const UNKNOWN_SHEET: Entry = entry(
    ["The sheet means nothing here and was left alone.", "该工作表不在导入范围内，已忽略。"],
    [
        "Nothing to do, unless it was meant to be read: then rename it.",
        "无需处理；如需导入，请修改工作表名称。",
    ],
);
pub(super) const SHEET_TWICE: Entry = entry(
    ["Another sheet has this meaning already; the first one counts.", "已有相同含义的工作表，以第一个为准。"],
    ["Put the rows into one sheet.", "请把数据合并到一个工作表中。"],
);
pub(super) const TAKEN_FOR: Entry = entry(
    [
        "Nothing has exactly this code; it was taken for {code} ({rows} row(s)).",
        "没有完全相同的编码，已按 {code} 处理（共 {rows} 行）。",
    ],
    ["Write {code} if that is right.", "如无误，请改为 {code}。"],
);
pub(super) const UNKNOWN_CODE: Entry = entry(
    [
        "The sheet “{sheet}” does not have this code ({rows} row(s)).",
        "“{sheet}”表中没有该编码（共 {rows} 行）。",
    ],
    ["Correct the code, or add it to “{sheet}”.{nearest}", "请更正编码，或在“{sheet}”表中补充。{nearest}"],
);
pub(super) const MORE_FAULTS: Entry = entry(
    ["{count} more faults are not listed.", "另有 {count} 个问题未列出。"],
    ["Correct those listed first, then import again.", "请先处理已列出的问题，再重新导入。"],
);
